"""What a text says of itself: title, place, year, date, speaker; and what is wrong with it."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from analysis.corpus import Document
from analysis.sentences import cues, ordinal

PROBLEMS = (
    "not_a_report", "doubled", "truncated", "appended", "wrong_document", "private_use",
    "mixed_script", "duplicate",
)  # fmt: skip

_MUNICIPALITIES = ("北京市", "上海市", "天津市", "重庆市")
_DIGITS = "〇一二三四五六七八九"
_DAY = re.compile(
    rf"(?P<year>\d{{4}}|[{_DIGITS}○零]{{4}})年(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})月"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
_PLACE_IN_TITLE = re.compile(
    r"(?:\d{4}年)?(?P<place>[\u4e00-\u9fff]{2,14}?)(?:人民)?政府工作(?:的)?报告"
)
_PLACE_IN_SPEECH = re.compile(r"代表(?P<place>[\u4e00-\u9fff]{2,14}?)(?:人民政府|政府)?[，,]?\s*向")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?")
_NATIONAL = ("国务院", "中华人民共和国", "中国")


def describe(document: Document, sentences: pd.DataFrame) -> dict:
    """Propose the columns of the documents table from the text itself.

    Parameters
    ----------
    document : Document
        What is already known in its `meta` wins over what is found.
    sentences : DataFrame
        Its sentences.

    Returns
    -------
    dict
        doc_id, title, place, level (national, province, city, county), year (int), date
        (2025-02-25), speaker, kind (report, resolution, other), source, licence, sha256,
        n_chars; None for what is not found.

    Examples
    --------
    >>> from analysis import sentences
    >>> text = "2025年深圳市政府工作报告\\n——2025年2月25日\\n市长 覃伟中\\n各位代表：\\n好。"
    >>> found = describe(Document("x", text), sentences.split(text, "x"))
    >>> found["place"], found["level"], found["date"], found["speaker"]
    ('深圳市', 'city', '2025-02-25', '覃伟中')
    """
    by_role = sentences.groupby("role")["text"].agg(list).to_dict()
    titles = by_role.get("title", [])
    title = max(titles, key=len) if titles else None
    date = next((d for d in map(iso_date, by_role.get("date", [])) if d), None)
    place = _place(titles, sentences)
    year = _year(title, date, sentences, document.doc_id)
    found = {
        "doc_id": document.doc_id,
        "title": title or (f"{year}年{place}政府工作报告" if year and place else None),
        "place": place,
        "level": _level(place),
        "year": year,
        "date": date,
        "speaker": next(filter(None, map(_speaker, by_role.get("speaker", []))), None),
        "kind": _kind(sentences),
        "source": None,
        "licence": None,
        "sha256": document.meta.get("sha256"),
        "n_chars": len(document.text),
    }
    known = {k: v for k, v in document.meta.items() if k in found and v not in (None, "")}
    return {**found, **known}


def iso_date(text: str) -> str | None:
    """Read the first date of a text, in digits or in characters, as ISO 8601.

    Examples
    --------
    >>> iso_date("二〇二六年一月二十七日在会上"), iso_date("2025年2月25日")
    ('2026-01-27', '2025-02-25')
    """
    match = _DAY.search(unicodedata.normalize("NFKC", text))
    if not match:
        return None
    year = match["year"].translate(str.maketrans(_DIGITS + "○零", "012345678900"))
    month, day = (int(v) if v.isdigit() else ordinal(v) for v in (match["month"], match["day"]))
    return f"{year}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _place(titles: list[str], sentences: pd.DataFrame) -> str | None:
    for text in sorted(titles, key=len, reverse=True):
        match = _PLACE_IN_TITLE.search(text)
        if match:
            return "中国" if match["place"].startswith(_NATIONAL) else match["place"]
    for text in sentences["text"].head(40):
        if "代表国务院" in text:
            return "中国"
        match = _PLACE_IN_SPEECH.search(text)
        if match and match["place"][-1] in "省市区县旗州盟":
            return match["place"]
    return None


def _level(place: str | None) -> str | None:
    if place is None:
        return None
    if place == "中国":
        return "national"
    if place in _MUNICIPALITIES or place.endswith(("省", "自治区")):
        return "province"
    return "city" if place.endswith(("市", "州", "盟")) else "county"


def _year(title, date, sentences: pd.DataFrame, doc_id: str) -> int | None:
    for text in (title, date):
        match = _YEAR.search(text or "")
        if match:
            return int(match.group(1))
    for text in sentences.loc[sentences["role"] == "heading", "text"]:
        match = _YEAR.search(text)
        if match:
            back = any(cue in text for cue in cues("review_heading"))
            return int(match.group(1)) + back
    match = _YEAR.search(doc_id)
    return int(match.group(1)) if match else None


def _speaker(text: str) -> str | None:
    cut = max((text.rfind(t) + len(t) for t in cues("speaker_title") if t in text), default=0)
    name = re.sub(r"[\s\u3000（）()]", "", text[cut:])
    return name if 2 <= len(name) <= 8 else None


def _kind(sentences: pd.DataFrame) -> str:
    speech = sentences["role"].isin(["body", "closing", "heading"])
    length = sentences["text"].str.len()
    if length[sentences["role"] == "resolution"].sum() > length[speech].sum():
        return "resolution"
    address = (sentences["role"] == "address").any()
    titled = (sentences["role"] == "title").any()
    return "report" if address or titled else "other"


def problems(document: Document, sentences: pd.DataFrame) -> pd.DataFrame:
    """Say what is wrong with a text; nothing is dropped for it.

    Returns
    -------
    DataFrame
        kind (one of `PROBLEMS`), where (`line 12` or `whole text`), text (one sentence in
        English). Empty where all is well.

    Examples
    --------
    >>> from analysis import sentences
    >>> text = "各位代表：\\n" + "坏\ue000字。" * 300
    >>> problems(Document("x", text), sentences.split(text, "x"))["kind"].tolist()
    ['private_use', 'truncated']
    """
    rows = [
        *_private_use(document.text),
        *_not_a_report(sentences),
        *_doubled(sentences),
        *_truncated(sentences),
        *_appended(sentences),
    ]
    return pd.DataFrame(rows, columns=["kind", "where", "text"])


def _line(sent_id: str) -> str:
    return f"line {int(sent_id.rpartition(':')[2].split('.')[0])}"


def _private_use(text: str):
    found = [i for i, c in enumerate(text) if unicodedata.category(c) == "Co"]
    if found:
        first = text.count("\n", 0, found[0]) + 1
        yield (
            "private_use",
            f"line {first}",
            f"{len(found)} private-use characters (first U+{ord(text[found[0]]):04X}): "
            "their meaning was lost with a font.",
        )


def _not_a_report(sentences: pd.DataFrame):
    kind = _kind(sentences)
    if kind == "resolution":
        yield ("not_a_report", "whole text", "A resolution about a report, not the report.")
    elif kind == "other":
        yield (
            "not_a_report",
            "whole text",
            "Neither a report's title nor an address to the house.",
        )


def _doubled(sentences: pd.DataFrame):
    speech = sentences[sentences["role"].isin(["body", "closing"])]
    long = speech[speech["text"].str.len() >= 25]
    again = long["text"].duplicated()
    if len(long) >= 10 and again.mean() > 0.3:
        yield (
            "doubled",
            _line(long.loc[again, "sent_id"].iloc[0]),
            f"{again.mean():.0%} of the long sentences stand there twice.",
        )


def _truncated(sentences: pd.DataFrame):
    speech = sentences[sentences["role"].isin(["body", "closing", "address"])]
    if speech.empty or _kind(sentences) != "report":
        return
    last = speech.iloc[-1]
    cut_off = last["text"][-1] not in "。！？!?”」』）"
    if (speech["role"] != "closing").all() or cut_off:
        yield (
            "truncated",
            _line(last["sent_id"]),
            "The last sentence breaks off." if cut_off else "No closing appeal at the end.",
        )


def _appended(sentences: pd.DataFrame):
    annex = sentences[sentences["role"] == "annex"]
    if len(annex):
        yield (
            "appended",
            _line(annex["sent_id"].iloc[0]),
            f"An annex of {annex['text'].str.len().sum()} characters follows the speech; "
            "it is counted apart.",
        )
