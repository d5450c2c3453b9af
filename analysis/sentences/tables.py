"""Paragraphs with their roles to the table of sentences, its leads and blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from analysis.corpus import Document
from analysis.corpus.view_edits import cues
from analysis.sentences import forms
from analysis.sentences.pieces import paragraphs
from analysis.sentences.reading import Reader

COLUMNS = ["sent_id", "doc_id", "par_id", "section", "part", "lead", "role", "start", "end", "text"]
ROLES = (
    "title", "date", "speaker", "resolution", "address", "heading", "body", "closing", "footer",
    "annex",
)  # fmt: skip

_SPEECH = ("body", "closing", "address")
_DIGIT = re.compile(r"\d")
_CLOSING_LENGTH = 1500  # characters: a longer passage is no closing


@dataclass(slots=True)
class _Row:
    sent_id: str
    par_id: str
    section: str
    part: str
    role: str
    start: int
    end: int
    text: str


def of(document: Document) -> pd.DataFrame:
    """Split a document, with the lines of the text as received in its ids; see `split`."""
    return split(document.text, document.doc_id, document.lines())


def split(text: str, doc_id: str, lines: Sequence[int] | None = None) -> pd.DataFrame:
    """Split a document into sentences.

    Parameters
    ----------
    text : str
        The document, newlines untouched.
    doc_id : str
        Goes before every id.
    lines : sequence of int, optional
        For each character the number of its line, where they are not those of `text` itself.

    Returns
    -------
    DataFrame
        One row a sentence in the order of the text: sent_id (`doc:LINE.NUMBER`), doc_id, par_id,
        section (`一`; headings without a number are counted), part (`（一）`), lead (the heading
        sentence it stands under), role, start, end (code points, end exclusive), text.
        ``text[start:end]`` equals the stored text.

    Examples
    --------
    >>> table = split("一、去年工作回顾\\n（一）稳增长。用心惠企。新增企业9家。", "toy")
    >>> table[["sent_id", "part", "lead", "role", "text"]].values.tolist()[-1]
    ['toy:0002.0003', '（一）', '用心惠企。', 'body', '新增企业9家。']
    """
    return pd.DataFrame(columns(text, doc_id, lines), columns=COLUMNS)


def columns(text: str, doc_id: str, lines: Sequence[int] | None = None) -> dict[str, list]:
    """Split a document as `split` does, into plain lists: for many documents in one table.

    Examples
    --------
    >>> columns("好。新。", "d")["sent_id"]
    ['d:0001.0001', 'd:0001.0002']
    """
    rows = _rows(text, doc_id, lines)
    _clear_after_last_part(rows)
    _mark_closing(rows)
    return {
        "sent_id": [row.sent_id for row in rows],
        "doc_id": [doc_id] * len(rows),
        "par_id": [row.par_id for row in rows],
        "section": [row.section for row in rows],
        "part": [row.part for row in rows],
        "lead": _leads(rows),
        "role": [row.role for row in rows],
        "start": np.array([row.start for row in rows], dtype=np.int64),
        "end": np.array([row.end for row in rows], dtype=np.int64),
        "text": [row.text for row in rows],
    }


def _rows(text: str, doc_id: str, lines: Sequence[int] | None) -> list[_Row]:
    pieces = list(paragraphs(text, lines))
    reader = Reader(pieces)
    rows: list[_Row] = []
    line, in_line, line_id = 0, 0, ""
    for index, paragraph in enumerate(pieces):
        if paragraph.line != line:
            line, in_line = paragraph.line, 0
            line_id = f"{doc_id}:{line:04d}"
        number = paragraph.number
        par_id = f"{line_id}-{number:04d}" if number > 1 else line_id
        role, spans = reader.read(index, paragraph)
        opens = role in ("part", "section")  # a heading opens its paragraph
        placed = role not in ("footer", "annex", "title")
        section = reader.section if placed else ""
        part = reader.part if placed else ""
        for position, (start, end) in enumerate(spans):
            in_line += 1
            sentence = text[start:end]
            own = role
            if opens:
                own = "heading" if position == 0 else "body"
            if (
                own == "body"
                and sentence[0] in "各同代朋尊主"
                and forms.ADDRESS.fullmatch(sentence)
            ):
                own = "address"
            sent_id = f"{line_id}.{in_line:04d}"
            rows.append(_Row(sent_id, par_id, section, part, own, start, end, sentence))
    return rows


def _clear_after_last_part(rows: list[_Row]) -> None:
    """Where each part is one paragraph, what follows the last of them stands in no part."""
    by_section: dict[str, dict[str, dict[str, None]]] = {}
    inline: dict[str, bool] = {}
    for row in rows:
        if row.part:
            by_section.setdefault(row.section, {}).setdefault(row.part, {})[row.par_id] = None
            if row.role == "heading":
                inline[row.par_id] = False
            elif row.par_id in inline:
                inline[row.par_id] = True
    if not any(inline.values()):
        return
    for parts in by_section.values():
        *firsts, last = (list(pars) for pars in parts.values())
        if firsts and all(len(pars) == 1 and inline.get(pars[0]) for pars in firsts):
            extra = set(last[1:])
            for row in rows:
                if row.par_id in extra:
                    row.part = ""


def _mark_closing(rows: list[_Row]) -> None:
    """The last appeal to the house, to the end of the speech, is its closing."""
    first = next((i for i in range(len(rows) - 1, -1, -1) if rows[i].role == "heading"), -1) + 1
    after = [i for i in range(first, len(rows)) if rows[i].role in ("body", "address")]
    begun = next((i for i, row in enumerate(rows) if row.role == "body"), len(rows))
    starts = [
        i
        for i in after
        if i > begun and rows[i].par_id != rows[i - 1].par_id and forms.ADDRESS.match(rows[i].text)
    ]
    closing = _from(rows, after, starts[-1]) if starts else []
    if not closing:
        # No address stands at the end: the last paragraph, if it appeals.
        last = [i for i in after if rows[i].par_id == rows[after[-1]].par_id]
        appeals = any(cue in rows[i].text for i in last for cue in cues("closing"))
        # ... or shouts; but not the one paragraph of the last part, whose heading it follows
        shouts = bool(last) and rows[last[-1]].text[-1] in "！!"
        if not (appeals or (shouts and not _follows_heading(rows, last[-1]))):
            return
        own = last[0]
        if own <= begun or rows[own].par_id == rows[own - 1].par_id:
            return
        closing = _from(rows, after, own)
    for i in closing:
        rows[i].role, rows[i].section, rows[i].part = "closing", "", ""


def _follows_heading(rows: list[_Row], index: int) -> bool:
    while index and rows[index - 1].par_id == rows[index].par_id:
        index -= 1
    return index > 0 and rows[index - 1].role == "heading"


def _from(rows: list[_Row], after: list[int], start: int) -> list[int]:
    """The rows from `start` on, if they are short enough for a closing."""
    found = [i for i in after if i >= start]
    return found if sum(len(rows[i].text) for i in found) < _CLOSING_LENGTH else []


@cache
def _events() -> re.Pattern:
    return re.compile("|".join(map(re.escape, cues("event"))))


def _heading_like(sentence: str) -> bool:
    if len(sentence) > 60 or sentence[-1] != "。":
        return False
    inner = sentence.rstrip("。")
    return (
        3 <= len(inner) <= 40
        and inner.count("，") <= 1
        and "；" not in inner
        and not _DIGIT.search(inner)
        and not inner.startswith(cues("not_lead"))
    )


def _lead_rows(rows: list) -> dict[int, bool]:
    """Rows that open a block, and whether they are its lead sentence (else it has none)."""
    opening: dict[int, bool] = {}
    pars: dict[str, list[int]] = {}
    opened_by_heading = set()
    for index, row in enumerate(rows):
        if row.role in _SPEECH:
            pars.setdefault(row.par_id, []).append(index)
        elif row.role == "heading":
            opened_by_heading.add(row.par_id)
    for par_id, inside in pars.items():
        if par_id in opened_by_heading:
            opening.update(dict.fromkeys(_inner_leads(inside, rows), True))
        else:
            first = rows[inside[0]]
            sentence = first.text.lstrip("—")
            lead = len(inside) > 1 and first.role == "body" and _heading_like(sentence)
            opening[inside[0]] = lead
    return opening


def _inner_leads(inside: list[int], rows: list) -> list[int]:
    """Leads inside a paragraph: short sentences of one build that report no event."""
    candidates = []
    for index in inside[:-1]:
        sentence = rows[index].text
        plain = (
            len(sentence) <= 22
            and "，" not in sentence
            and "《" not in sentence
            and not _events().search(sentence)
        )
        if (plain or index == inside[0]) and _heading_like(sentence):
            candidates.append((index, sentence.startswith(cues("action_verb"))))
    majority = sum(verb for _, verb in candidates) * 2 > len(candidates)
    leads = [index for index, verb in candidates if verb == majority or index == inside[0]]
    return leads or inside[:1]


def _leads(rows: list[_Row]) -> list[str]:
    opening = _lead_rows(rows)
    leads, lead, place = [], "", None
    for index, row in enumerate(rows):
        if (row.par_id, row.part) != place or row.role not in _SPEECH:
            lead, place = "", (row.par_id, row.part)
        if index in opening:
            lead = row.text if opening[index] else ""
        leads.append(lead)
    return leads


def blocks(sentences: pd.DataFrame) -> pd.Series:
    """Name the block of each sentence: a lead sentence and the text up to the next lead.

    Parameters
    ----------
    sentences : DataFrame
        As `split` returns it.

    Returns
    -------
    Series of str
        Aligned to `sentences`; the id of the block's first sentence, "" outside the speech's
        body and closing.

    Examples
    --------
    >>> table = split("一、去年工作回顾\\n（一）稳增长。用心惠企。新增企业9家。", "toy")
    >>> blocks(table).tolist()
    ['', '', 'toy:0002.0002', 'toy:0002.0002']
    """
    rows = list(sentences[["sent_id", "par_id", "role", "text"]].itertuples(index=False))
    opening = _lead_rows(rows)
    names, block = [], ""
    for index, row in enumerate(rows):
        block = row.sent_id if index in opening else block
        names.append(block if row.role in _SPEECH else "")
    return pd.Series(names, index=sentences.index, name="block", dtype=object)
