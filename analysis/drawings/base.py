"""One figure of a report, ready to be saved, and what all figures say of their source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import lexicons, study
from analysis.errors import InputError
from analysis.reading import Reading


@dataclass(frozen=True)
class Drawing:
    """One figure, ready to be saved.

    Attributes
    ----------
    name : str
    data : DataFrame
        The plotted numbers; `mark` names what `evidence` refers to.
    evidence : DataFrame
        mark, sent_id, start, end, text.
    draw : callable
        ``draw(lang)`` gives the Figure.
    alt, alt_en : str
    """

    name: str
    data: pd.DataFrame
    evidence: pd.DataFrame
    draw: Callable[[str], Any]
    alt: str
    alt_en: str

    def save(self, owner: str, folder: Path | None = None, english: bool = True):
        """Save the figure in Chinese and, if asked, in English; see `figures.save`.

        Of a user's own study a figure without data or evidence is not drawn: a line says so.
        """
        from analysis import figures

        if study.folder(study.current()) and (self.data.empty or self.evidence.empty):
            return (
                f"没有画 {self.name}：文中没有这一类内容。 "
                f"{self.name} is not drawn: nothing of this kind in the text."
            )
        return figures.save(
            self.draw("zh"),
            self.name,
            self.data,
            self.evidence,
            alt=self.alt,
            alt_en=self.alt_en,
            owner=owner,
            en=self.draw("en") if english else None,
            folder=folder,
        )


def glosses() -> dict[str, str]:
    """Return English for the commonest words (seeds/glosses.csv)."""
    table = lexicons.load("glosses.csv", columns=("word", "en"))
    return dict(zip(table["word"], table["en"], strict=True))


def source(reading: Reading, lang: str) -> str:
    """Name the report at the foot of a figure."""
    meta = reading.doc.meta
    if lang == "zh" or not (meta.get("place") and meta.get("year")):
        title, year = meta.get("title") or reading.doc.doc_id, meta.get("year")
        return title if year is None or str(year) in title else f"{title}（{year} 年）"
    return f"{meta['place']}政府工作报告 {meta['year']} (government work report)"


def foot_of(reading: Reading, lang: str, zh: str, en: str, *more: str) -> str:
    """Write the foot of a figure: the report, the method, and more (such as the accuracy)."""
    from analysis.figures import style

    return style.foot(lang, source(reading, lang), style.say(lang, zh, en), *more)


def need_headings(reading: Reading, zones: bool = True) -> None:
    """Refuse a report whose headings do not tell its parts, where a figure sets them side by side.

    Parameters
    ----------
    zones : bool
        Review and plan are needed; else any numbered section.

    Raises
    ------
    InputError
    """
    there = {"review", "plan"} <= set(reading.zones)
    if not zones:
        there = bool((reading.sentences["section"] != "").any())
    if not there:
        raise InputError(
            "no headings that tell review from plan" if zones else "no numbered headings",
            where=reading.doc.doc_id,
            do="Give it headings (一、2024年工作回顾), or use analyse, which needs none.",
        )
