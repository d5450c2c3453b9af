"""Paragraphs that were run together: cut apart again where the text itself shows where.

One-line copies keep their paragraphs as tabs or runs of spaces, or not at all; a heading then
stands in the middle of a line. A break is put in only at a mark that is hard to mistake: wide
white space, the title and the address to the house, the heading with the next number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from analysis.corpus.view_edits import Edit, cues, edited

LONG = 400  # characters: a line that holds more than one paragraph, as a rule
_VERY_LONG = 1000

_PAGE_MARK = re.compile(
    r"[ \u3000]*(?:[-—–－]\s?(\d{1,3})\s?[-—–－]"
    r"|第\s?(\d{1,3})\s?页(?:\s?共\s?\d{1,3}\s?页)?)[ ]?"
)
_PAGE_HINT = re.compile(r"[-—–－第]\s?\d{1,3}\s?[-—–－页]")
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_BREAKS = "\n\r\u2028\u2029"
_WHITE = " \t\xa0\u3000\u2002\u2003"
_SPACE = " \t\xa0\u2000-\u200a\u202f\u205f\u3000"
_GAP = re.compile(rf"[{_SPACE}]{{2,}}|\t")
_ENDS = "。！？!?"
_AFTER_END = re.compile(rf"(?<=[{_ENDS}：；])[”’」』）)]{{0,2}}[ \xa0\u3000](?=\S)")
_NO_SPACE = re.compile(rf"[{_ENDS}](?=[^\s”’」』）)。！？])")
_NUMERAL = "一二三四五六七八九十"
_HEADING = re.compile(rf"(?:(?<=[{_ENDS}”）\s])|^)([{_NUMERAL}]{{1,3}})、\s?(?=\S)", re.M)
_PART = re.compile(rf"(?<=[{_ENDS}”）\s])[（(]([{_NUMERAL}]{{1,3}})[）)](?=\S)")
_TITLE_WIDE = re.compile(rf"[^。！？；\u3000\t]{{2,48}}?(?=[{_SPACE}]*[\u3000\t]|[{_SPACE}]{{2}})")
_TITLE_NARROW = re.compile(rf"[^\s。！？；]{{2,48}}?(?<![0-9])(?=[{_SPACE}])")
_ADDRESS = re.compile(r"各位代表[：:！!]")
_OFFICE = "总理|省长|市长|主席|州长|县长|区长|旗长|盟长|专员|行政长官"
_MEETING = re.compile(rf"会议上(?=\s*(?:[\u4e00-\u9fff]{{2,12}}?)?(?:{_OFFICE})\s*[\u4e00-\u9fff])")
_DATED = re.compile(r"(?<=报告)\s*(?=——\s*[\d〇零○一二三四五六七八九]{4}\s*年)")
_OPENING = re.compile(
    r"(?:过去(?:的)?(?:一年|五年)|今年(?:是|，)|去年(?:是|，)|一年来|五年来|\d{4}年(?:是|，)"
    rf"|刚刚过去的|第[{_NUMERAL}]{{1,3}}届|当前|面对|做好|新的一年)"
)


def unpaged(text: str, origin: np.ndarray | None) -> tuple[str, np.ndarray | None]:
    """Take page numbers out of the lines they were run into: a run of `- 1 -`, `- 2 -`, `- 3 -`.

    Between sentences a number gets a line of its own.

    Examples
    --------
    >>> unpaged("坚持稳- 1 -中求进。- 2 -新的一- 3 -年", None)[0]
    '坚持稳中求进。\\n- 2 -\\n新的一年'
    """
    if not _PAGE_HINT.search(text):
        return text, origin
    found = [m for m in _PAGE_MARK.finditer(text) if _inside_line(text, m.start())]
    numbers = [int(m.group(1) or m.group(2)) for m in found]
    steps = sum(b == a + 1 for a, b in pairwise(numbers))
    if len(found) < 3 or steps < 0.8 * (len(found) - 1):
        return text, origin
    marked = text.count("\u3000\u3000") >= 10  # which open its paragraphs
    edits: list[Edit] = []
    for match in found:
        start, end = match.span()
        goes_on = marked and text[end : end + 2] != "\u3000\u3000"
        if text[start - 1] in _ENDS + "”）：" and not goes_on:
            bare = match.group().strip()
            inner = start + match.group().index(bare)
            edits += [(inner, inner, "\n"), (inner + len(bare), inner + len(bare), "\n")]
        else:
            edits.append((start, end, ""))
    return edited(text, origin, edits)


def unglued(text: str, origin: np.ndarray | None) -> tuple[str, np.ndarray | None]:
    """Put line breaks where paragraphs are glued together.

    Examples
    --------
    >>> unglued("政府工作报告——2011年3月5日在第四次会议上国务院总理 温家宝 各位代表：现在", None)[0]
    '政府工作报告\\n——2011年3月5日在第四次会议上\\n国务院总理 温家宝 \\n各位代表：\\n现在'
    """
    places = set(_front(text))
    lines = [match.span() for match in _LINE.finditer(text)]
    if any(end - start >= LONG for start, end in lines):
        places.update(_headings(text, lines))
        number = 0
        for start, end in lines:
            if end - start >= LONG:
                places.update(_gaps(text, start, end))
            if end - start >= _VERY_LONG:
                places.update(_spaced(text, start, end))
                parts, number = _parts(text, start, end, number)
                places.update(parts)
                for match in _ADDRESS.finditer(text, start, end):
                    if match.start() > start and text[match.start() - 1] in _ENDS + "” \u3000\t":
                        places.update((match.start(), match.end()))
    edits: list[Edit] = [(p, p, "\n") for p in sorted(places) if _inside_line(text, p)]
    return edited(text, origin, edits)


def _inside_line(text: str, place: int) -> bool:
    """Whether this place has text of its line on both sides, and no break yet."""
    if "\u3000\u3000" in (text[place - 2 : place], text[place : place + 2]):
        return False  # `sentences.paragraphs` cuts here
    before = text[max(0, place - 200) : place].rstrip(_WHITE)
    after = text[place : place + 200].lstrip(_WHITE)
    return bool(before and after) and before[-1] not in _BREAKS + "#>" and after[0] not in _BREAKS


def _front(text: str) -> Iterator[int]:
    """Title, date, speaker and the first address, where they share a line."""
    head = text[:2000]
    address = _ADDRESS.search(head)
    end = address.start() if address else min(len(head), 400)
    for match in _DATED.finditer(head, 0, end):
        yield match.end()
    for match in _MEETING.finditer(head, 0, end):
        yield match.end()
    if address:
        start = max(head.rfind(mark, 0, address.start()) for mark in _BREAKS) + 1
        line = _LINE.match(head, start)
        lead = head[start : address.start()].strip()
        if lead.endswith("*"):
            return
        if (
            len(lead) <= 12
            or lead.endswith((*_ENDS, "摄"))
            or len(lead) > 40
            or any(title in lead for title in cues("speaker_title"))
        ):
            yield address.start()
        if address.group()[-1] in "：:" and head[address.end() : line.end()].strip():
            yield address.end()


def _gaps(text: str, start: int, end: int) -> Iterator[int]:
    """The ends of tabs and of white space four columns wide."""
    for gap in _GAP.finditer(text, start, end):
        run = gap.group()
        wide = sum(2 if c in "\u3000\u2003" else 1 for c in run)
        if ("\t" in run or wide >= 4) and run.strip("\u3000"):
            yield gap.end()


def _spaced(text: str, start: int, end: int) -> Iterator[int]:
    """Where every paragraph is parted from the next by one space: sentence end, then space."""
    after_end = [match.end() for match in _AFTER_END.finditer(text, start, end)]
    plain = sum(1 for _ in _NO_SPACE.finditer(text, start, end))
    if len(after_end) >= 3 and plain >= len(after_end):
        yield from after_end


def _ordinal(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    value = _NUMERAL.find(ones) + 1 if ones else 0
    return value + 10 * (_NUMERAL.find(tens) + 1 if tens else 1) if ten else value


def _headings(text: str, lines: list[tuple[int, int]]) -> Iterator[int]:
    """Before and after each section heading with the next number that shares its line."""
    number = 0
    for start, end in lines:
        if end - start <= 60:
            match = _HEADING.match(text, end - len(text[start:end].lstrip()))
            if match and _ordinal(match.group(1)) in (1, number + 1):
                number = _ordinal(match.group(1))
        if end - start < LONG:
            continue
        for match in _HEADING.finditer(text, start, end):
            value = _ordinal(match.group(1))
            if value not in (1, number + 1):
                continue
            stop = _heading_end(text, match.end(), end)
            if stop or "。" in text[match.end() : match.end() + 45]:
                number = value
                yield match.start()
                if stop:
                    yield stop


def _heading_end(text: str, start: int, end: int) -> int | None:
    """Where a heading that begins at `start` ends and its text begins, if the text shows it."""
    for title in (_TITLE_WIDE, _TITLE_NARROW):
        match = title.match(text, start, min(end, start + 60))
        if match:
            rest = text[match.end() : end].lstrip()
            return end - len(rest) if len(rest) > 30 else None
    head = re.match(r"[^\s。！？；：]{2,60}", text[start:end])
    if not head:
        return None
    kinds = ("review_heading", "plan_heading")
    ends = [head.group().find(c) + len(c) for k in kinds for c in cues(k) if c in head.group()]
    for stop in sorted(set(ends)):
        if stop <= 40 and _OPENING.match(text, start + stop):
            return start + stop
    return None


def _parts(text: str, start: int, end: int, number: int) -> tuple[list[int], int]:
    """Before each part heading with the next number; and the last number."""
    places = []
    for match in _PART.finditer(text, start, end):
        value = _ordinal(match.group(1))
        if value in (1, number + 1):
            number = value
            places.append(match.start())
            stop = _heading_end(text, match.end(), end)
            if stop:
                places.append(stop)
    return places, number
