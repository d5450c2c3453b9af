"""Period and commitment of a row: what the zone of the report and the words of the clause say."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from analysis.targets import numerals
from analysis.targets.cues import rx

_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?=年(?!以来|起)|[—–~－-]\d{4}年)|([一二][〇○零一二三四五六七八九]{3})(?=年(?!以来|起))"
)
_PLAN_WORDS = re.compile(
    r"(?:今年|明年|今后|未来|下一步|预期目标|预计|力争|争取|确保|计划|打算|要求|将|要|拟|继续|必须|应当|目标)"
)
_PAST_WORDS = re.compile(
    r"(?:去年|上年|过去|以来|一年来|五年来|已经|已|了|完成了|取得|达到了|比上年|比前年|胜利)"
)


@dataclass(frozen=True)
class Setting:
    """What is known of the report as a whole."""

    year: int  # the year the report is given in; 0 where unknown
    reviews_years: bool  # it looks back on several years
    plans_years: bool  # it plans several years


def setting(sentences: pd.DataFrame, zones: pd.Series) -> Setting:
    """Find the year of a report and the reach of its review and plan."""
    heads = sentences["role"].isin(["title", "date", "heading"])
    year = 0
    for role in ("title", "date"):
        for text in sentences.loc[sentences["role"] == role, "text"]:
            year = year or max(years(text), default=0)
    headings = sentences.loc[heads, "text"]
    back = [t for t, z in zip(headings, zones[heads], strict=True) if z == "review"]
    ahead = [t for t, z in zip(headings, zones[heads], strict=True) if z == "plan"]
    if not year:
        last = [max(years(t)) for t in back if years(t)]
        first = [min(years(t)) for t in ahead if years(t)]
        year = (max(last) + 1) if last else (min(first) if first else 0)
    if not year:
        found = (
            rx(r"(?:19|20)\d{2}").search(str(sentences["doc_id"].iloc[0]))
            if len(sentences)
            else None
        )
        year = int(found.group()) if found else 0
    if not year:
        year = _last_year_reviewed(sentences["text"], zones)
    speech = sentences["text"][~heads]
    opening = "".join(speech.iloc[:12])
    five = r"(?:过去|这|前)?[三四五]年(?:来|间|的工作|政府工作)?"
    reviews = any(re.search(rf"(?:过去|这|前){five}|[三四五]年(?:来|工作)", t) for t in back)
    reviews = reviews or len(re.findall(r"过去(?:的)?[三四五]年|[三四五]年来", opening)) >= 2
    later = "".join(ahead)
    plans = bool(
        rx(r"今后[三四五]年|未来[三四五]年|“[十一二三四五六七八九]+五”(?:时期|期间)").search(later)
    )
    return Setting(year, reviews, plans)


def _last_year_reviewed(texts: pd.Series, zones: pd.Series) -> int:
    """The year after the last one that the review speaks of more than once."""
    tally: dict[int, int] = {}
    for text in texts[zones != "plan"]:
        for year in years(text):
            tally[year] = tally.get(year, 0) + 1
    often = [year for year, count in tally.items() if count > 1] or list(tally)
    return max(often) + 1 if often else 0


def years(text: str) -> list[int]:
    """All years a text names.

    Examples
    --------
    >>> years("2024年和一九八二年")
    [2024, 1982]
    """
    return [
        int(m.group(1) or numerals.parse(m.group(2))) for m in _YEAR.finditer(numerals.narrow(text))
    ]


def period(row, clause: str, before: str, zone: str, place: Setting) -> str:
    """Label the period of a row.

    Parameters
    ----------
    row : Row
    clause : str
        The clause up to the quantity.
    before : str
        The sentence up to the clause.
    zone : str
        review, plan or "" as `sentences.zones` has it.
    place : Setting
    """
    if row.change_type == "streak" or row.streak or row.source:
        return "background"
    if not zone:
        zone = guess(clause, before)
    named = years(row.year)[:1] or anchor(before + clause)
    compared = row.compared or rx(r"(?:比|较)[^，]*$").search(clause)
    if zone == "plan":
        last = _anchor_word(before + clause)
        if row.year.startswith(("去年", "上年")) or last in ("去年", "上年"):
            return "achieved"
        if named and place.year and named[0] < place.year and not compared:
            return "background" if named[0] < place.year - 1 else "achieved"
        if named and place.year and named[0] > place.year and not place.plans_years:
            return "background"
        so_far = r"(?:目前|截至|现有|现已|已经?)(?:达|有|建成|完成|累计|超过)?[^，]{0,12}$"
        if re.search(so_far, clause) and not rx("将|要|力争|确保").search(clause):
            return "achieved"
        return "promised"
    if named and place.year and named[0] != place.year - 1 and not compared:
        if named[0] >= place.year and rx("(?:^|，)到|将|力争|目标|规划").search(clause):
            return "promised" if place.plans_years else "background"
        if not place.reviews_years and named[0] < place.year - 1:
            return "background"
    return "achieved"


def later(row, text: str, zone: str, place: Setting) -> bool:
    """Is this a promise of the plan for a later year (到2027年)?"""
    if zone != "plan" or row.source or row.streak or not place.year:
        return False
    named = years(row.year)[:1] or anchor(text)
    return bool(named) and named[0] > place.year


_ANCHOR = re.compile(
    r"(?:^|(?<=[，；。：、（]))(?:去年|上年(?!度?末)|今年|明年|本年)|" + _YEAR.pattern + "年"
)


def _anchor_word(text: str) -> str:
    found = [
        m.group() for m in _ANCHOR.finditer(text) if not rx("[比较]$").search(text[: m.start()])
    ]
    return found[-1] if found else ""


def anchor(text: str) -> list[int]:
    """The year a statement stands under: the last one named before it, not one compared with.

    Examples
    --------
    >>> anchor("2006年资产总额比2002年"), anchor("去年")
    ([2006], [])
    """
    return years(_anchor_word(text) + "年")


def guess(clause: str, before: str) -> str:
    """Where no heading tells, the tense cues of the sentence do."""
    text = before + clause
    ahead = [m.start() for m in _PLAN_WORDS.finditer(text)]
    back = [m.start() for m in _PAST_WORDS.finditer(text)]
    return "plan" if len(ahead) > len(back) else "review"


_EXPECT = re.compile(r"(?:主要)?(?:预期|计划|奋斗)?目标(?:是|为|：|:)|预期目标")


def commitment(clause: str, before: str, promised: bool) -> str:
    """Label the commitment: a cue reaches to the next ，；。 and into a clause with 其中.

    Examples
    --------
    >>> commitment("全社会固定资产投资力争增长", "", True)
    'strive'
    >>> commitment("全市地区生产总值增长", "今年经济社会发展主要预期目标是：", True)
    'expect'
    """
    reach = clause
    pieces = rx("[，；。]").split(before)
    if clause.lstrip("（").startswith("其中") and len(pieces) > 1:
        reach = pieces[-2] + clause
    if not promised:
        return "expect" if rx(r"预计").search(reach) else "none"
    cues = []
    for label in ("strive", "ensure", "expect"):
        for match in rx(f"<{label}>").finditer(reach):
            if match.group() == "预期" and reach[match.end() : match.end() + 2] in ("寿命", "管理"):
                continue
            if match.group() == "保证" and reach[match.end() : match.end() + 1] in "金书率人":
                continue
            cues.append((match.start(), label))
    if cues:
        return max(cues)[1]
    if _EXPECT.search(before):
        return "expect"
    return "plain"
