"""Review or plan: which way each sentence of a report looks."""

from __future__ import annotations

import re

import pandas as pd

from analysis.corpus.view_edits import cues

_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")
_BACK = re.compile(
    r"(?:刚刚)?过去|(?:一|两|三|四|五)年来|去年|本届政府|回顾|回望|“[一二三四五六七八九十]+五”(?:时期|期间)"
)
_AHEAD = re.compile(
    r"今年|今后|未来|新的一年|下一步|展望|面向|根据|按照|综合|做好|“[一二三四五六七八九十]+五”(?:时期|期间)?(?:是|，|我|将|要|经济社会发展的)"
    r"|\d{4}年(?:是|，|全)|(?:主要)?(?:预期)?目标|总体要求|指导思想"
)
_FIVE_YEARS = re.compile(r"“([一二三四五六七八九十]+)五”")


def zones(sentences: pd.DataFrame) -> pd.Series:
    """Say for each sentence whether it stands in the resolution, the review or the plan.

    The review is the part of a report that looks back (`2024年工作回顾`), the plan all sections
    from the first one that looks ahead. Cues stand in seeds/structure.csv; a heading that names
    a year before the report's own counts as review, one of both kinds (`“十三五”时期发展成就和
    “十四五”时期主要目标任务`) looks back until a paragraph opens that looks ahead; a part that is
    headed as a review is one, wherever it stands.

    Returns
    -------
    Series of str
        Aligned to `sentences`: "resolution", "review", "plan", or "" (front matter, closing,
        and the whole text where no heading tells).

    Examples
    --------
    >>> from analysis.sentences import split
    >>> zones(split("一、2024年工作回顾\\n好。\\n二、2025年工作安排\\n更好。", "toy")).tolist()
    ['review', 'review', 'plan', 'plan']
    """
    role = sentences["role"].tolist()
    zone = ["resolution" if r == "resolution" else "" for r in role]
    columns = zip(
        role, sentences["doc_id"], sentences["section"], sentences["part"], sentences["par_id"],
        sentences["text"], strict=True,
    )  # fmt: skip
    rows = [
        (index, *row)
        for index, row in enumerate(columns)
        if row[0] in ("heading", "body", "address")
    ]
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and rows[end][2] == rows[start][2]:
            end += 1
        _document(rows[start:end], zone)
        start = end
    return pd.Series(zone, index=sentences.index, name="zone", dtype=object)


def _document(rows: list[tuple], zone: list[str]) -> None:
    """Fill in the zones of one document."""
    sections: list[list[tuple]] = []
    for row in rows:
        opens = row[1] == "heading" and not row[3] and not row[4]
        if not sections or row[3] != sections[-1][0][3] or opens:
            sections.append([])
        sections[-1].append(row)
    sections = [s for s in sections if s[0][3] or s[0][1] == "heading"]
    headings = [s[0][6] if s[0][1] == "heading" else "" for s in sections]
    years = [int(y) for heading in headings for y in _YEAR.findall(heading)]
    latest = max(years) if len(set(years)) > 1 else None
    current = ""
    for place, (section, heading) in enumerate(zip(sections, headings, strict=True)):
        body = next((row[6] for row in section if row[1] == "body"), "")
        current, mixed = _zone_of(heading, body, current, latest)
        if not current and any(map(_plans, headings[place + 1 :])):
            current = "review"  # what stands before the plan looks back
        _section(section, current, mixed, zone)
        current = "plan" if mixed else current


def _section(section: list[tuple], current: str, mixed: bool, zone: list[str]) -> None:
    """Fill in one section; a mixed one turns where a paragraph opens that looks ahead."""
    paragraph, part, own = None, None, current
    turn = _turn(section) if current == "review" and not mixed else None
    for index, role, _, _, in_part, par_id, text in section:
        if in_part != part:
            part = in_part
            own = "review" if role == "heading" and _reviews(text) else current
        if index == turn:
            current = own = "plan"
        opens = mixed and par_id != paragraph and role == "body" and _AHEAD.match(text)
        if opens and not (_BACK.match(text) and _is_past_plan(text, section[0][6])):
            current = own = "plan"
            mixed = False
        paragraph = par_id
        zone[index] = own


def _turn(section: list[tuple]) -> int | None:
    """Where a section turns whose parts start at （一） once more: its second heading is missing.

    The plan starts with the last paragraph before the second （一） that opens looking ahead.
    """
    parts = [(k, row[4]) for k, row in enumerate(section) if row[1] == "heading" and row[4]]
    again = next((k for n, (k, part) in enumerate(parts) if n > 1 and part == "（一）"), None)
    if again is None:
        return None
    before = max(k for k, _ in parts if k < again)
    opens = [
        k
        for k in range(before + 1, again)
        if section[k][5] != section[k - 1][5] and _AHEAD.match(section[k][6])
    ]
    return section[opens[0]][0] if opens else None


def _is_past_plan(text: str, heading: str) -> bool:
    """Whether a paragraph opens with the earlier of two five-year plans that a heading names."""
    named = _FIVE_YEARS.findall(heading)
    opens = _FIVE_YEARS.match(text)
    return not opens or (len(named) > 1 and opens.group(1) == named[0])


def _plans(heading: str) -> bool:
    return any(cue in heading for cue in cues("plan_heading")) and not any(
        cue in heading for cue in cues("review_heading")
    )


def _reviews(heading: str) -> bool:
    """Whether the heading of a part says that it looks back, and not ahead too."""
    return any(cue in heading for cue in cues("review_part")) and not any(
        cue in heading for cue in cues("plan_heading")
    )


def _zone_of(heading: str, body: str, current: str, latest: int | None) -> tuple[str, bool]:
    """The zone in which a section starts, and whether it may turn from review to plan."""
    back = any(cue in heading for cue in cues("review_heading"))
    ahead = any(cue in heading for cue in cues("plan_heading"))
    if not (back or ahead) and latest:
        years = [int(year) for year in _YEAR.findall(heading)]
        back, ahead = bool(years) and max(years) < latest, latest in years
    if back and ahead:
        both = all(any(c in heading for c in cues(k)) for k in ("review_part", "plan_part"))
        if both and (not current or _BACK.match(body)):
            return "review", True
        return ("plan" if current else "review"), False
    if back:
        return "review", False
    if ahead or current:
        return "plan", False
    return ("review", False) if _BACK.match(body) else ("", False)
