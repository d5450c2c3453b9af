"""What a text says of itself: title, place, year, date, speaker, kind."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from analysis.corpus import Document
from analysis.describe import places
from analysis.sentences import cues, ordinal

_DIGITS = "〇一二三四五六七八九"
_YEAR_NAME = rf"(?P<year>\d{{4}}|[{_DIGITS}○零O]{{4}})"
_NUMBER = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_DAY = re.compile(
    rf"{_YEAR_NAME}\s*年\s*(?P<month>{_NUMBER})\s*月\s*(?P<day>{_NUMBER})\s*日"
    r"|(?<!\d)(?P<y>(?:19|20)\d{2})(?P<sep>[-./])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)"
)
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?(?!\d)")
_OPENS = re.compile(r"((?:19|20)\d{2})年(?:是|，|来|以来|的)")
_FIRST = re.compile(r"((?:19|20)\d{2})年是[^。]{0,60}(?:第一年|之年|一年|关键|开局|收官|攻坚)")
_NOT_NAME = re.compile(r"[^\u4e00-\u9fff·]")
_PLAN = re.compile(r"计划.{0,24}(?:执行情况|草案)|发展计划|规划纲要|工作要点|实施方案|行动计划")
_BUDGET = re.compile(r"预算.{0,24}(?:执行情况|草案)|决算")
_OTHER = re.compile(
    r"(?:法院|检察院|常务委员会|人大常委会|常委会|政协|委员会常务委员会).{0,14}工作的?报告"
)
_ABOUT = re.compile(
    r"政府工作报告.{0,12}(?:解读|分工|责任分解|名词解释|摘登|辅导|起草|诞生|学习|亮点)"
)
_LOOKS = ("review_heading", "plan_heading")
_ADDRESSED = ("各位代表", "各位委员", "同志们")
_NEWS = re.compile(
    r"^\s*(?:本报(?:讯|记者)|(?:中新网|新华社|新华网|央广网|人民网).{0,16}(?:电|讯))"
)


def describe(document: Document, sentences: pd.DataFrame) -> dict:
    """Propose the columns of the documents table from the text itself.

    Parameters
    ----------
    document : Document
        What is already known in its `meta` wins over what is found. The file's name and folders
        (`meta["path"]`, or else the id) are asked where the text does not say.
    sentences : DataFrame
        Its sentences.

    Returns
    -------
    dict
        doc_id, title, place, level (national, province, city, county, township), year (int),
        date (2025-02-25), speaker, kind (report, resolution, plan, budget, news, other), source,
        licence, sha256, n_chars; None for what is not found.

    Examples
    --------
    >>> from analysis import sentences
    >>> text = "2025年深圳市政府工作报告\\n——2025年2月25日\\n市长 覃伟中\\n各位代表：\\n好。"
    >>> found = describe(Document("x", text), sentences.split(text, "x"))
    >>> found["place"], found["level"], found["date"], found["speaker"]
    ('深圳市', 'city', '2025-02-25', '覃伟中')
    """
    sentences = as_objects(sentences)
    said = from_text(sentences)
    name = str(document.meta.get("path") or document.doc_id)
    place = said["place"] or places.in_name(name)
    year = said["year"] or year_in_name(name)
    titled, kind_of_text = said["title"], kind(sentences)
    if place and year and not (titled and (places.in_title(titled) or kind_of_text != "report")):
        titled = f"{year}年{'国务院' if place == '中国' else place}政府工作报告"
    found = {
        "doc_id": document.doc_id,
        "title": titled,
        "place": place,
        "level": places.level(place),
        "year": year,
        "date": said["date"],
        "speaker": said["speaker"],
        "kind": kind_of_text,
        "source": None,
        "licence": None,
        "sha256": document.meta.get("sha256"),
        "n_chars": len(document.text),
    }
    known = {k: v for k, v in document.meta.items() if k in found and v not in (None, "")}
    return {**found, **known}


def as_objects(sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its texts as Python objects, which are looked at one by one here.

    Examples
    --------
    >>> str(as_objects(pd.DataFrame({"text": ["好"]}))["text"].dtype)
    'object'
    """
    texts = [name for name in sentences if isinstance(sentences[name].dtype, pd.StringDtype)]
    return sentences.astype(dict.fromkeys(texts, object))


def from_text(sentences: pd.DataFrame) -> dict:
    """Return title, place, year, date and speaker as the text alone says them."""
    by_role = sentences.groupby("role")["text"].agg(list).to_dict()
    titles = by_role.get("title", [])
    dates = by_role.get("date", [])
    decided = by_role.get("resolution", [])
    if decided and not titles:  # a resolution by itself
        titles, dates = decided[:1], [*dates, *decided[1:3]]
    told = [t for t in by_role.get("footer", [])[:12] if "会议" in t or "政府工作报告" in t]
    given = map(iso_date, [*dates, *by_role.get("speaker", []), *told])
    date = next(filter(None, given), None)
    title = max(titles, key=len) if titles else None
    year = year_of(title, date, sentences)
    speaker = _speaker([*by_role.get("speaker", []), *dates])
    return {
        "title": title,
        "place": _place(titles, by_role, sentences),
        "year": year,
        "date": date or _told_day(told, year),
        "speaker": speaker or next(filter(None, map(_told_speaker, told)), None),
    }


def iso_date(text: str) -> str | None:
    """Read the first date of a text, in digits or in characters, as ISO 8601.

    Examples
    --------
    >>> iso_date("二〇二六年一月二十七日在"), iso_date("2025 年 2 月 25 日"), iso_date("2026.1.7")
    ('2026-01-27', '2025-02-25', '2026-01-07')
    """
    match = _DAY.search(unicodedata.normalize("NFKC", text))
    if not match:
        return None
    if match["y"]:
        year, month, day = match["y"], int(match["m"]), int(match["d"])
    else:
        year = match["year"].translate(str.maketrans(_DIGITS + "○零O", "0123456789000"))
        month, day = (int(v) if v.isdigit() else ordinal(v) for v in (match["month"], match["day"]))
    return f"{year}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _place(titles: list[str], by_role: dict, sentences: pd.DataFrame) -> str | None:
    for text in sorted(titles, key=len, reverse=True):
        found = places.in_title(text)
        if found:
            return found
    for role in ("date", "speaker", "title"):
        for text in by_role.get(role, []):
            found = places.in_front(text)
            if found:
                return found
    speech = sentences.loc[sentences["role"].isin(["body", "address", "resolution"]), "text"]
    return next(filter(None, map(places.in_front, speech.head(40))), None)


def year_of(title: str | None, date: str | None, sentences: pd.DataFrame) -> int | None:
    """Say of which year a report is: the year in which it was given.

    The title says it, the date (a report given in November or December is counted for the next
    year if its headings are), a heading (`2024年工作回顾` is of the report of 2025), or the first
    sentences of review and plan.

    Examples
    --------
    >>> from analysis.sentences import split
    >>> year_of(None, None, split("一、2024年工作回顾\\n好。", "toy"))
    2025
    """
    named = [int(year) for year in _YEAR.findall(title or "")]
    if named:
        return max(named)
    headed = _year_of_headings(sentences)
    if date:
        year, month = int(date[:4]), int(date[5:7])
        return year + 1 if month >= 11 and headed == year + 1 else year
    return headed or _year_in_speech(sentences)


def _year_of_headings(sentences: pd.DataFrame) -> int | None:
    headings = sentences.loc[sentences["role"] == "heading", "text"]
    years = []
    for text in headings:
        match = _YEAR.search(text)
        if match:
            back = any(cue in text for cue in cues("review_heading"))
            ahead = any(cue in text for cue in cues("plan_heading")) and not back
            years.append((not (back or ahead), int(match.group(1)) + back))
    return min(years, key=lambda found: found[0])[1] if years else None


def _year_in_speech(sentences: pd.DataFrame) -> int | None:
    from analysis.sentences import zones

    body = sentences.assign(zone=zones(sentences))
    body = body[body["role"] == "body"]
    for zone, later in (("review", 1), ("plan", 0), ("", 0)):
        texts = body.loc[body["zone"] == zone, "text"]
        if zone == "review" and len(texts):
            match = _OPENS.match(texts.iloc[0])
            if match:
                return int(match.group(1)) + 1
        if zone == "plan":
            for text in texts.head(12):
                match = _OPENS.match(text) or _FIRST.match(text)
                if match:
                    return int(match.group(1)) + later
    return None


def year_in_name(name: str) -> int | None:
    """Return the year that a file's name, or else its folder, gives.

    Examples
    --------
    >>> year_in_name("湖北/武汉/2021.txt"), year_in_name("2019年湖北省政府工作报告.txt")
    (2021, 2019)
    >>> year_in_name("reports1954-2022") is None  # of many years
    True
    """
    for part in reversed(re.split(r"[\\/]", name)):
        years = set(re.findall(r"(?<!\d)((?:19|20)\d{2})(?!\d)", part))
        if years:
            return int(years.pop()) if len(years) == 1 else None
    return None


def _speaker(texts: list[str]) -> str | None:
    """The name behind an office, or alone on its line."""
    for text in texts:
        bare = _DAY.sub("", unicodedata.normalize("NFKC", text))
        cut = max((bare.rfind(t) + len(t) for t in _offices() if t in bare), default=0)
        if not cut and (_DAY.search(text) or "会议" in text):
            continue
        # What brackets add (女, 代, 壮族, 虚构) is no part of a name, unless it is all there is.
        plain = re.sub(r"\([^()]{1,8}\)", "", bare[cut:])
        name = _NOT_NAME.sub("", plain) or _NOT_NAME.sub("", bare[cut:])
        if not name and cut:  # the office behind the name: 张三 市长
            head = re.split(r"[\s:：]+", bare.strip())[0]
            name = head if len(head) <= 4 and not head.endswith(_offices()) else ""
        if 2 <= len(name) <= (16 if "·" in name else 4):
            return name
    return None


def _told_speaker(lead_in: str) -> str | None:
    """The name in a sentence about the delivery: 市长李四在会上作政府工作报告."""
    match = re.search(
        rf"(?:{'|'.join(_offices())})([\u4e00-\u9fff]{{2,4}}?)(?=在|代表|向|作|做)", lead_in
    )
    return match.group(1) if match else None


def _told_day(lead_ins: list[str], year: int | None) -> str | None:
    """The day in a sentence about the delivery that does not name the year."""
    for text in lead_ins:
        match = re.match(r"(\d{1,2})月(\d{1,2})日，", text)
        if match and year:
            return iso_date(f"{year}年{match.group(1)}月{match.group(2)}日")
    return None


def _offices() -> tuple[str, ...]:
    return (*cues("speaker_title"), "报告人")


def kind(sentences: pd.DataFrame) -> str:
    """Say what a text is: report, resolution, plan, budget, news or other.

    Examples
    --------
    >>> from analysis.sentences import split
    >>> kind(split("关于政府工作报告的决议\\n会议决定批准这个报告。", "x"))
    'resolution'
    """
    role, text = sentences["role"], sentences["text"]
    speech = role.isin(["body", "closing", "heading"])
    length = text.str.len()
    if length[role == "resolution"].sum() > length[speech].sum():
        return "resolution"
    begun = role.isin(["body", "heading", "address", "closing"]).to_numpy()
    first = int(begun.argmax()) if begun.any() else len(text)
    head = [t for t in text.head(first) if len(t) <= 90 and not t.endswith("。")]
    opening = text[role == "body"].head(2).tolist()
    address = (role == "address").any() or any(
        t.startswith(_ADDRESSED) for t in [*opening, *text[role == "closing"]]
    )
    own = any("政府工作报告" in t and not _ABOUT.search(t) for t in head)
    if not own:
        for name, pattern in (("plan", _PLAN), ("budget", _BUDGET), ("other", _OTHER)):
            if any(pattern.search(t) for t in head):
                return name
        if any(_ABOUT.search(t) for t in head):
            return "other"
    if any(_NEWS.match(t) for t in text.head(4)) and not address:
        return "news"
    looks = [any(c in t for t in text[role == "heading"] for c in cues(k)) for k in _LOOKS]
    return "report" if address or (role == "title").any() or all(looks) else "other"
