"""Borrowed text 套语复用: long identical strings between the zones of a report, or two reports.

By rule: maximal identical strings of 15 characters or more (12 of them Han) that also stand in
another zone, cut back to clause edges. Found by a suffix array (prefix doubling) and the longest
common prefixes of its neighbours, in O(n log n) for any text.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from analysis.rhetoric import table
from analysis.rhetoric.matching import longest_elsewhere
from analysis.sentences import zones

LABELS = ("formula", "goal", "name")
ZONE_LETTER = {"resolution": "R", "review": "A", "plan": "B"}

MIN_LENGTH = 15
MIN_HAN = 12
STUB = 3

_MARKS = "，。；：、！？,.;:!? \t\u3000"
_EDGE = re.compile(f"[{_MARKS}]")
_PAIRS = {"“": "”", "‘": "’", "「": "」", "（": "）", "(": ")", "《": "》"}
_OPENING, _CLOSING = "".join(_PAIRS), "".join(_PAIRS.values())
_NUMBER = set("0123456789.%％")
_FORMULA = re.compile(
    r"习近平|党中央|中国特色社会主义|党的|中央.{0,3}会议|中国式现代化|稳中求进|新发展理念"
    r"|总书记|国务院|中央八项规定|社会主义核心价值观|中华民族|全会精神"
)
_GOAL = re.compile(r"建设|打造|发展|提高|实现|推动|推进|完善|深化|加快|城市")
_NAME = re.compile(
    r"[、《“]|(?:工程|项目|计划|行动|中心|基地|平台|基金|比例|改造|机制|试点|示范区|大赛|比赛)$"
)


def _trim(text: str, left: int, right: int, before: str, after: str) -> tuple[int, int]:
    """Cut a match back to clause edges: no marks at its ends, no stub, no part of a number.

    Parameters
    ----------
    text : str
        The text around the match.
    left, right : int
        The match in it.
    before, after : str
        The characters next to it ("" at a line end).
    """
    inner = after and after not in _MARKS + _CLOSING  # the match stops inside a clause
    outer = before and before not in _MARKS + _OPENING
    if outer:
        mark = _EDGE.search(text, left, min(right, left + STUB + 1))
        if mark:
            left = mark.end()
        elif before in _NUMBER:
            while left < right and text[left] in _NUMBER:
                left += 1
    if inner:
        cut = next((k for k in range(right - 1, max(left, right - STUB - 1) - 1, -1)
                    if text[k] in _MARKS), None)  # fmt: skip
        if cut is not None:
            right = cut
        elif after in _NUMBER:
            while right > left and text[right - 1] in _NUMBER:
                right -= 1
    while left < right and text[left] in _MARKS + _CLOSING:
        left += 1
    while left < right and text[right - 1] in _MARKS + _OPENING:
        right -= 1
    while right - left > 2 and _PAIRS.get(text[left]) == text[right - 1]:  # one pair around it all
        if text.find(text[right - 1], left, right) < right - 1:
            break
        left, right = left + 1, right - 1
    return left, right


def _label(string: str) -> str:
    """Formula of the centre, the place's own goal, or the name of a project, plan or list."""
    if _FORMULA.search(string):
        return "formula"
    if _GOAL.search(string) and not (_NAME.search(string) and len(string) < 30):
        return "goal"
    return "name"


def _matches(text: str, zone: np.ndarray) -> list[tuple[int, int, int]]:
    """Longest strings that stand in another zone: (start, end, where), one after the other.

    Line ends are walls: no string runs over one.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = codes.astype(np.int64)
    walls = np.flatnonzero(zone < 0)
    codes[walls] = (1 << 32) + np.arange(len(walls))  # every wall differs from every other
    length, source = longest_elsewhere(codes, zone)
    found, reach = [], 0
    for start in np.flatnonzero(length).tolist():
        if start < reach:  # inside the last find; what runs on beyond it is taken up at its end
            continue
        end = start + int(length[start])
        before = text[start - 1] if start and zone[start - 1] >= 0 else ""
        after = text[end] if end < len(text) and zone[end] >= 0 else ""
        left, right = _trim(text, start, end, before, after)
        han = sum("\u3400" <= c <= "\u9fff" for c in text[left:right])
        if right - left >= MIN_LENGTH and han >= MIN_HAN:
            found.append((left, right, int(source[start]) + left - start))
            reach = right
    return found


def _lay_out(parts: list[tuple[pd.DataFrame, np.ndarray]]):
    """Lay sentences out as one text with walls between paragraphs.

    Returns
    -------
    (text, zone, offset, owner) : the text, the zone of each character (-1 on a wall), its offset
    in the document, and the row number of its sentence.
    """
    pieces, zone, offset, owner = [], [], [], []
    row = 0
    for sentences, numbers in parts:
        previous = None
        columns = (sentences[c].tolist() for c in ("par_id", "start", "end", "text"))
        for number, par, start, end, text in zip(numbers.tolist(), *columns, strict=True):
            if number >= 0 and text:
                if previous is not None and previous != (par, number, start):
                    pieces.append("\n")
                    zone.append(np.array([-1]))
                    offset.append(np.array([start]))
                    owner.append(np.array([row]))
                pieces.append(text)
                zone.append(np.full(len(text), number))
                offset.append(np.arange(start, start + len(text)))
                owner.append(np.full(len(text), row))
                previous = (par, number, end)
            row += 1
        if pieces:
            pieces.append("\n")
            for column in (zone, offset, owner):
                column.append(np.array([-1]))

    def join(column):
        return np.concatenate(column) if column else np.zeros(0, dtype=np.int64)

    return "".join(pieces), join(zone), join(offset), join(owner)


def zone_numbers(sentences: pd.DataFrame) -> np.ndarray:
    """Number the zones: 0 resolution, 1 review, 2 plan with the closing after it, -1 elsewhere.

    Examples
    --------
    >>> from analysis import sentences
    >>> text = "一、2024年工作回顾\\n好。\\n二、2025年工作安排\\n更好。"
    >>> zone_numbers(sentences.split(text, "toy"))
    array([1, 1, 2, 2])
    """
    named = zones(sentences)
    numbers = (
        named.map({"resolution": 0, "review": 1, "plan": 2}).fillna(-1).to_numpy(dtype=int).copy()
    )
    plan = np.flatnonzero(numbers == 2)
    if len(plan):
        closing = (sentences["role"] == "closing").to_numpy()
        numbers[closing & (np.arange(len(numbers)) > plan[0])] = 2
    return numbers


def detect(sentences: pd.DataFrame, tokens: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find text that stands word for word in another zone of the same report.

    Parameters
    ----------
    sentences : DataFrame
        As `sentences.split` gives it; its zones are the resolution (R), the review (A) and the
        plan with the closing (B).
    tokens : DataFrame, optional
        Not used.

    Returns
    -------
    DataFrame
        Hits labelled formula, goal or name, with zone, src_zone, src_start and length. No two
        hits overlap.

    Examples
    --------
    >>> from analysis import sentences
    >>> goal = "加快建设具有全球影响力的国际科技创新中心"
    >>> text = f"一、2024年工作回顾\\n我们{goal}。\\n二、2025年工作安排\\n继续{goal}。"
    >>> detect(sentences.split(text, "toy"))["text"].unique().tolist()
    ['加快建设具有全球影响力的国际科技创新中心']
    """
    numbers = zone_numbers(sentences)
    text, zone, offset, owner = _lay_out([(sentences, numbers)])
    sent_ids = sentences["sent_id"].tolist()
    rows = []
    for left, right, source in _matches(text, zone):
        more = {
            "zone": "RAB"[zone[left]],
            "src_zone": "RAB"[zone[source]],
            "src_start": int(offset[source]),
            "length": right - left,
        }
        start, end = int(offset[left]), int(offset[right - 1]) + 1
        string = text[left:right]
        rows.append((sent_ids[owner[left]], start, end, string, _label(string), more))
    return table.hits(rows, "reuse")


def between(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Find text of one document that stands word for word in another.

    Parameters
    ----------
    first, second : DataFrame
        Sentences of two documents.

    Returns
    -------
    DataFrame
        Hits in `first`, as `detect` gives them; src_start counts in the text of `second`, and
        `src_sent_id` names the sentence in which the string starts there.

    Examples
    --------
    >>> from analysis import sentences
    >>> goal = "加快建设具有全球影响力的国际科技创新中心"
    >>> old = sentences.split(f"要{goal}。", "old")
    >>> new = sentences.split(f"我们{goal}，再上台阶。", "new")
    >>> between(new, old)[["start", "end"]].values.tolist()
    [[2, 22]]
    """
    text, zone, offset, owner = _lay_out(
        [(first, np.zeros(len(first), dtype=int)), (second, np.ones(len(second), dtype=int))]
    )
    sent_ids = first["sent_id"].tolist() + second["sent_id"].tolist()
    rows = []
    for left, right, source in _matches(text, zone):
        if zone[left] != 0:
            continue
        string = text[left:right]
        more = {
            "src_start": int(offset[source]),
            "src_sent_id": sent_ids[owner[source]],
            "length": right - left,
        }
        start, end = int(offset[left]), int(offset[right - 1]) + 1
        rows.append((sent_ids[owner[left]], start, end, string, _label(string), more))
    return table.hits(rows, "reuse")
