"""What is wrong with a text: each problem with its line and one sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import numpy as np
import pandas as pd

from analysis.corpus import Document
from analysis.describe import places
from analysis.describe.description import as_objects, from_text, kind, year_in_name
from analysis.describe.near import han, hashes
from analysis.sentences import cues

PROBLEMS = (
    "not_a_report", "doubled", "truncated", "appended", "wrong_document", "private_use",
    "mixed_script", "duplicate",
)  # fmt: skip

_SPEECH = ("body", "closing", "address")
_COUNTED = frozenset(("body", "closing", "footer", "annex"))
_DOUBLED_RUN = 10  # Han characters: a run that comes back far off
_FAR = 300  # runs
_KINDS = {
    "resolution": "A resolution about a report, not the report.",
    "plan": "A plan or a report on a plan, not the government's work report.",
    "budget": "A report on the budget, not the government's work report.",
    "news": "A news item about a report, not the report.",
    "other": "Neither a report's title nor an address to the house.",
}
_OPENING = r"(?:各位|同志们)[^。，；]{0,24}[：:]$"
_ANOTHER = 3000  # characters from one opening address to the next
_LOOK_ALIKE = re.compile(
    r"[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]|[\u0400-\u04ff]{2,}"
)

_LEVELS = {"national": 5, "province": 4, "city": 3, "county": 2, "township": 1}

Row = tuple[str, str, str]


def problems(document: Document, sentences: pd.DataFrame) -> pd.DataFrame:
    """Say what is wrong with a text; nothing is dropped for it.

    Near-duplicates of other texts are found by `duplicates`.

    Parameters
    ----------
    document : Document
        `meta` and the id say what the text should be: its `year` and `place` (of a manifest or a
        table), its `path`.
    sentences : DataFrame
        Its sentences.

    Returns
    -------
    DataFrame
        kind (one of `PROBLEMS`), where (`line 12` or `whole text`), text (one sentence in
        English). Empty where all is well.

    Examples
    --------
    >>> from analysis import sentences
    >>> text = "各位代表：\\n" + "坏\\ue000字。" * 300
    >>> problems(Document("x", text), sentences.split(text, "x"))["kind"].tolist()
    ['private_use', 'truncated']
    """
    sentences = as_objects(sentences)
    what = kind(sentences)
    twice = list(_doubled(sentences))
    rows = [
        *_private_use(document.text, sentences),
        *_not_a_report(what),
        *twice,
        *(_truncated(sentences) if what == "report" else ()),
        *_appended(sentences, what, bool(twice)),
        *_wrong_document(document, sentences, what),
        *_mixed_script(document.text, sentences),
    ]
    return pd.DataFrame(rows, columns=["kind", "where", "text"])


def _line(sent_id: str) -> str:
    return f"line {int(sent_id.rpartition(':')[2].split('.')[0])}"


def _line_of(position: int, sentences: pd.DataFrame) -> str:
    """The line of the text as received, by the sentence that holds this place of the text."""
    index = int(np.searchsorted(sentences["start"].to_numpy(), position, side="right")) - 1
    return _line(sentences["sent_id"].iloc[max(0, index)]) if len(sentences) else "whole text"


def _private_use(text: str, sentences: pd.DataFrame) -> Iterator[Row]:
    suspects = {c for c in set(text) if unicodedata.category(c) == "Co"}
    found = [i for i, c in enumerate(text) if c in suspects] if suspects else []
    if found:
        yield (
            "private_use",
            _line_of(found[0], sentences),
            f"{len(found)} private-use characters (first U+{ord(text[found[0]]):04X}): "
            "their meaning was lost with a font.",
        )


def _not_a_report(what: str) -> Iterator[Row]:
    if what != "report":
        yield "not_a_report", "whole text", _KINDS[what]


def _doubled(sentences: pd.DataFrame) -> Iterator[Row]:
    """Runs that come back further on; a report repeats its formulas, not whole passages."""
    columns = zip(sentences["role"], sentences["text"], sentences["sent_id"], strict=True)
    long = [row for row in columns if row[0] in _COUNTED and len(row[1]) >= 12]
    if len(long) < 10:
        return
    texts = [text for _, text, _ in long]
    whole = "".join(texts)
    runs = hashes(whole, _DOUBLED_RUN)
    owner = np.repeat(np.arange(len(texts)), [len(text) for text in texts])[han(whole)][: len(runs)]
    if len(runs) < 200:
        return
    _, first, back = np.unique(runs, return_index=True, return_inverse=True)
    again = np.arange(len(runs)) - first[back] > _FAR
    size = np.bincount(owner, minlength=len(texts))
    # Sentences half of whose runs stood there before: a formula at the end makes none of them.
    twice = np.bincount(owner, weights=again, minlength=len(texts)) > 0.5 * np.maximum(1, size)
    share = size[twice].sum() / len(runs)
    if share > 0.08 or (_longest(twice) >= 8 and size[twice].sum() > 400):
        yield (
            "doubled",
            _line(long[int(np.argmax(twice))][2]),
            f"{min(1, 2 * share):.0%} of the text stands there twice, "
            f"{int(twice.sum())} sentences again.",
        )


def _longest(flags: np.ndarray) -> int:
    """The longest run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(int)))
    return int((edges[1::2] - edges[::2]).max()) if len(edges) else 0


def _truncated(sentences: pd.DataFrame) -> Iterator[Row]:
    speech = sentences[sentences["role"].isin(_SPEECH)]
    if speech.empty:
        return
    first, last = speech.iloc[0], speech.iloc[-1]
    titled = (sentences["role"] == "title").any()
    if not titled and not any(map(_opens, speech["text"].head(4))):
        yield "truncated", _line(first["sent_id"]), "The beginning is missing."
    cut_off = last["text"][-1] not in "。！？!?…”」』）"
    if cut_off:
        yield "truncated", _line(last["sent_id"]), "The last sentence breaks off."
    elif (speech["role"] != "closing").all():
        yield "truncated", _line(last["sent_id"]), "No closing appeal at the end."


def _opens(sentence: str) -> bool:
    """Whether a sentence is one of those with which a report begins."""
    return sentence.startswith(("各位", "同志们")) or ("代表" in sentence and "报告" in sentence)


def _appended(sentences: pd.DataFrame, what: str, doubled: bool) -> Iterator[Row]:
    annex = sentences[sentences["role"] == "annex"]
    if len(annex):
        yield (
            "appended",
            _line(annex["sent_id"].iloc[0]),
            f"An annex of {annex['text'].str.len().sum()} characters follows the speech; "
            "it is counted apart.",
        )
    if what != "report":
        return
    opening = sentences[(sentences["role"] == "address") & sentences["text"].str.match(_OPENING)]
    second = opening[opening["start"] - opening["start"].min() > _ANOTHER]
    anew = (sentences["role"] == "heading") & (sentences["section"] == "一")
    anew = anew & (sentences["part"] == "") & (sentences["start"] > second["start"].min())
    if anew.any() and not doubled:
        yield (
            "appended",
            _line(second["sent_id"].iloc[0]),
            "The house is addressed anew: another text begins here, and is counted with the first.",
        )
    body = (sentences["role"] == "body").to_numpy()
    behind = sentences[(sentences["role"] == "resolution") & (np.cumsum(body) > 20)]
    if len(behind):
        yield (
            "appended",
            _line(behind["sent_id"].iloc[0]),
            "A resolution follows the speech; it is counted apart.",
        )


def _wrong_document(document: Document, sentences: pd.DataFrame, what: str) -> Iterator[Row]:
    if what not in ("report", "resolution"):
        return
    said = from_text(sentences)
    name = str(document.meta.get("path") or document.doc_id)
    year, source = document.meta.get("year"), "the manifest"
    if not year:
        year, source = year_in_name(name), "the file's name"
    if year and said["year"] and int(year) != said["year"]:
        yield (
            "wrong_document",
            "whole text",
            f"The text is of {said['year']}, by {source} it should be of {int(year)}.",
        )
    place, source = document.meta.get("place"), "the manifest"
    if not place:
        place, source = places.in_name(re.split(r"[\\/]", name)[-1]), "the file's name"
    if not place:
        place, source = places.in_name(name), "the folder"
        if _LEVELS.get(places.level(place), 0) > _LEVELS.get(places.level(said["place"]), 0):
            place = None  # a province's folder may hold its cities
    if place and said["place"] and _differ(str(place), said["place"]):
        yield (
            "wrong_document",
            "whole text",
            f"The text is of {said['place']}, by {source} it should be of {place}.",
        )


def _differ(one: str, two: str) -> bool:
    """Whether two names cannot mean one place (浙江省杭州市 and 杭州市 can)."""
    a, b = places.full(one) or one, places.full(two) or two
    return not (a.endswith(b) or b.endswith(a))


@cache
def _scripts() -> tuple[frozenset, frozenset]:
    """Characters that only traditional, and only simplified texts have."""
    from opencc import OpenCC

    to_simple, to_traditional = OpenCC("t2s"), OpenCC("s2t")
    characters = [chr(code) for code in range(0x4E00, 0x9FA6)]
    simple = to_simple.convert("\n".join(characters)).split("\n")
    full = to_traditional.convert("\n".join(characters)).split("\n")
    traditional = {c for c, s in zip(characters, simple, strict=True) if s != c}
    simplified = {
        c for c, f in zip(characters, full, strict=True) if f != c and c not in traditional
    }
    return frozenset(traditional), frozenset(simplified)


def _mixed_script(text: str, sentences: pd.DataFrame) -> Iterator[Row]:
    if set("".join(cues("traditional"))) & set(text):
        traditional, simplified = _scripts()
        places_of = [i for i, c in enumerate(text) if c in traditional]
        simple = sum(c in simplified for c in text)
        share = len(places_of) / max(1, len(places_of) + simple)
        advice = "read it with --simplify."
        if share > 0.9:
            yield (
                "mixed_script",
                "whole text",
                f"In traditional characters, which the lists do not know: {advice}",
            )
        elif len(places_of) >= 5 and share >= 0.005:
            yield (
                "mixed_script",
                _line_of(places_of[0], sentences),
                f"{len(places_of)} traditional characters among simplified ones "
                f"({share:.1%}): {advice}",
            )
    alike = [match.start() for match in _LOOK_ALIKE.finditer(text)]
    if len(alike) >= 2:
        yield (
            "mixed_script",
            _line_of(alike[0], sentences),
            f"{len(alike)} words mix Latin with Cyrillic or Greek letters that look alike.",
        )
