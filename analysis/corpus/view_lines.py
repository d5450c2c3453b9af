"""Lines that were broken by a page, a screen or a link: found, and joined to paragraphs again.

What a line is (heading, title, list item, page number) is told by its form; whether two lines
belong together by how the first ends and how wide the lines of this file are.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from analysis.corpus.view_characters import HAN
from analysis.corpus.view_edits import Edit, cues, edited

_LINE = re.compile(
    r"(?P<text>[^\r\n\x0b\x0c\x85\u2028\u2029]*)(?:\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]|$)"
)
_NUMERAL = "一二三四五六七八九十"
_OPENS_LINE = re.compile(
    rf"(?:[{_NUMERAL}]{{1,3}}[、．.]|[（(][{_NUMERAL}]{{1,3}}[）)]|第[{_NUMERAL}]{{1,2}}(?:部分|章|节)"
    r"|\d{1,2}[、．.)）](?!\d)|[（(]\d{1,2}[）)]|[①-⑳]|[-*+•●■◆▲※·](?=\s)|[#>|<]|——|—(?=\S)"
    r"|(?:各位|同志们|代表们)[^。，；]{0,24}[：:！!]|[（(]?新华社.{1,12}电)"
)
_NUMBERED = re.compile(
    rf"#|(?:[{_NUMERAL}]{{1,3}}[、．.]|[（(][{_NUMERAL}]{{1,3}}[）)]|第[{_NUMERAL}]{{1,2}}(?:部分|章|节))[^。]*$"
)
_NUMBERED_OPENS = re.compile(rf"[{_NUMERAL}]{{1,3}}[、．.]|[（(][{_NUMERAL}]{{1,3}}[）)]")
_CANNOT_OPEN = re.compile(r"[，。、；：！？”’」』）》】%％,;]")
_CANNOT_CLOSE = re.compile(r"[，、“‘「『（《【,]$|——$")
_DATE = re.compile(r"[—\-（(\s]*(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*年")
_PLACE_OF_DATE = re.compile(r".{0,28}(?:(?:会议|大会|全会)上?|[议会]?上)[）)]?$")
_PAGE = re.compile(
    r"[-—–－―·•]\s*(?P<a>\d{1,4})\s*[-—–－―·•]|第\s*(?P<b>\d{1,4})\s*页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?"
    r"|(?P<c>\d{1,4})\s*[/／]\s*\d{1,4}|[Pp]age\s*(?P<d>\d{1,4})(?:\s*of\s*\d{1,4})?|(?P<e>\d{1,4})"
)
_CREDIT = re.compile(r"[\u4e00-\u9fff]{2,5}\s*[|｜丨]\s*[\u4e00-\u9fff\s、]{2,16}$")
_CLOSERS = '”’」』）)》】"'
_LATIN = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True)
class Line:
    """A line with something on it: where its text starts and ends, and its measures."""

    start: int
    end: int
    text: str
    indent: int
    breaks: int  # line breaks before it, since the last line with something on it
    raw: str  # with its indent

    @property
    def chars(self) -> int:
        """Its length in characters."""
        return len(self.raw)

    @property
    def columns(self) -> int:
        """Its width in columns."""
        return columns(self.raw)


def columns(text: str) -> int:
    """Measure a text in columns: wide characters take two.

    Examples
    --------
    >>> columns("增长8%")
    6
    """
    return len(text) if text.isascii() else len(text.encode("gbk", "replace"))


def lines_of(text: str) -> list[Line]:
    """Return the lines that are not blank."""
    found, breaks = [], 0
    for match in _LINE.finditer(text):
        raw = match.group("text")
        bare = raw.strip()
        if bare:
            left = len(raw) - len(raw.lstrip())
            start = match.start() + left
            indent = columns(raw[:left]) if left else 0
            found.append(Line(start, start + len(bare), bare, indent, breaks, raw.rstrip()))
            breaks = 0
        breaks += 1
    return found


def joined(text: str, origin: np.ndarray | None) -> tuple[str, np.ndarray | None]:
    """Join the lines that belong together.

    Page numbers and running heads stay lines of their own; one that stands inside a sentence is
    taken out with the white space round it.

    Examples
    --------
    >>> joined("各位代表：\\n\\n过去一年，我们顶住压力、攻坚克难，\\n圆满完成任务。", None)[0]
    '各位代表：\\n\\n过去一年，我们顶住压力、攻坚克难，圆满完成任务。'
    """
    lines = lines_of(text)
    if not _worth_looking(lines):
        return text, origin
    return edited(text, origin, _joins(text, lines))


def _worth_looking(lines: list[Line]) -> bool:
    """A text whose lines all end as sentences, headings or titles do needs no mending."""
    return any(
        not _ended(a.text)
        and not _OPENS_LINE.match(b.text)
        and not _is_own(a.text)
        and not (len(a.text) <= 60 and _NUMBERED.match(a.text))
        for a, b in itertools.pairwise(lines)
    )


def _ended(text: str, marks: str = "。！？!?…") -> bool:
    """Whether a line ends with one of these marks, closing quotes and brackets aside."""
    return text.rstrip(_CLOSERS)[-1:] in marks if text[-1] in _CLOSERS else text[-1] in marks


def _is_own(text: str) -> bool:
    """Whether a line is complete by its form: a heading, title, date, address or furniture."""
    if text[0] in "#>|<" or text[-1] == ">" or _is_title(text):
        return True
    if _DATE.match(text) and (len(text) < 14 or _PLACE_OF_DATE.search(text)):
        return len(text) <= 50
    return is_page_line(text)


@cache
def page_cues() -> re.Pattern:
    """What a line of page furniture begins with; a short word counts only by itself."""
    words = sorted(cues("furniture_line"), key=len, reverse=True)
    return re.compile(
        "|".join(re.escape(word) + (rf"(?![{HAN}”’])" if len(word) <= 2 else "") for word in words)
    )


def is_page_line(text: str) -> bool:
    """Whether a line begins as page furniture does (source, date of issue, print, share).

    Examples
    --------
    >>> [is_page_line(t) for t in ("来源：新华社", "【打印】", "打印技术有了突破", "字号”4个。")]
    [True, True, False, False]
    """
    if len(text) >= 60 or "。" in text:
        return False
    if _CREDIT.match(text):
        return True
    return bool(page_cues().match(text.lstrip("[【（(〖「<《•·|*◆■▲※>]　 \t")))


def _is_title(text: str) -> bool:
    ends = ("工作报告", "工作的报告", "（全文）", "(全文)")
    return len(text) <= 45 and "，" not in text and text.endswith(ends)


def page_furniture(lines: list[Line]) -> set[int]:
    """Return the indices of page numbers and running heads.

    A bare number counts only where it is one of a run of pages; a short line without a full
    stop that comes back three times or more counts where it stands beside page numbers, or
    names the report.
    """
    numbers: dict[int, int] = {}
    bare = []
    for index, line in enumerate(lines):
        if len(line.text) > 24:
            continue
        match = _PAGE.fullmatch(line.text)
        if match:
            value = int(next(filter(None, match.groups())))
            (bare.append if match["e"] or match["c"] else numbers.__setitem__)(
                *(((index, value),) if match["e"] or match["c"] else (index, value))
            )
    runs = sum(b[1] == a[1] + 1 for a, b in itertools.pairwise(bare))
    if len(bare) >= 3 and runs >= 0.7 * (len(bare) - 1):
        numbers.update(bare)
    found = set(numbers)
    if not numbers:
        again = Counter(line.text for line in lines if 6 <= len(line.text) <= 45)
        heads = {t for t, n in again.items() if n >= 3 and "工作报告" in t and _is_title(t)}
    else:
        shapes = Counter(
            line.text
            for index, line in enumerate(lines)
            if 3 <= len(line.text) <= 45
            and index not in found
            and not _ended(line.text)
            and not _OPENS_LINE.match(line.text)
            and any(k in found for k in range(index - 2, index + 3))
        )
        heads = {text for text, n in shapes.items() if n >= 2}
        times = Counter(line.text for line in lines if line.text in heads)
        heads = {t for t in heads if times[t] >= 3 or times[t] == shapes[t]}
    first: dict[str, int] = {}
    for index, line in enumerate(lines):
        first.setdefault(line.text, index)
    for index, line in enumerate(lines):
        beside = any(k in numbers for k in range(index - 2, index + 3))
        if line.text in heads and (index != first[line.text] or beside):
            found.add(index)
    return found


@dataclass(frozen=True)
class _Habit:
    """How a file sets its lines: `full(line)` is where a wrapped line ends."""

    measure: str = ""
    width: int = 0
    breaks: int = 1  # line breaks from one line of a paragraph to the next
    indent: int = 0  # of the lines inside a paragraph
    blanks: bool = False  # whether blank lines part the paragraphs
    marked: bool = False  # whether indents or blank lines show where a paragraph starts

    def full(self, line: Line, slack: float = 0.12) -> bool:
        return bool(self.width) and getattr(line, self.measure) >= self.width * (1 - slack)

    def brimful(self, line: Line, follower: Line) -> bool:
        """Whether the first character of the next line had no room any more."""
        room = 2 if self.measure == "columns" else 1
        return bool(self.width) and getattr(line, self.measure) + room > self.width


def _habit(lines: list[Line]) -> _Habit:
    """Measure the width at which a file breaks its lines, and how it shows paragraphs."""
    best, share = _Habit(), 0.0
    if len(lines) < 2:
        return best
    for measure, window in (("chars", 2), ("columns", 3)):
        sizes = [min(getattr(line, measure), 400) for line in lines]
        upto = np.cumsum(np.bincount(sizes, minlength=12 + window))
        inside = (upto[window:] - np.concatenate([[0], upto[: -window - 1]])) / len(lines)
        over = len(lines) - upto[window:]
        fits = (over <= max(0.03 * len(lines), 1)) & (inside >= max(4 / len(lines), 0.25))
        fits[: max(0, 12 - window)] = False
        inside = np.where(fits, inside, 0)
        # The widest of those that hold as many lines: where the last character had no room.
        width = len(inside) - 1 - int(np.argmax(inside[::-1]))
        if inside[width] > share + 0.02:
            # Hung punctuation stands out by a little: the usual width is the file's.
            counts = Counter(sizes)
            usual = max(range(width, width + window + 1), key=lambda size: (counts[size], size))
            best, share = _Habit(measure, usual), inside[width]
    if best.width:
        open_ended = [
            (a, b)
            for a, b in itertools.pairwise(lines)
            if best.full(a) and not _ended(a.text) and not _OPENS_LINE.match(b.text)
        ]
        full = sum(best.full(line) for line in lines)
        if len(open_ended) >= max(3, 0.4 * full):
            breaks = Counter(b.breaks for _, b in open_ended).most_common(1)[0][0]
            indent = Counter(b.indent for _, b in open_ended).most_common(1)[0][0]
            wider = sum(line.breaks > breaks for line in lines[1:])
            deeper = sum(line.indent > indent for line in lines)
            ends = sum(bool(_ended(line.text)) for line in lines)
            return _Habit(
                best.measure, best.width, breaks, indent, wider >= 3,
                max(wider, deeper) >= max(3, 0.3 * min(ends, len(lines) - full)),
            )  # fmt: skip
    blank = sum(line.breaks > 1 for line in lines[1:])
    return _Habit(blanks=blank >= 3 and blank >= 0.3 * (len(lines) - 1))


def _joins(text: str, lines: list[Line]) -> Iterator[Edit]:
    furniture = page_furniture(lines)
    habit = _habit([line for i, line in enumerate(lines) if i not in furniture])
    rest = [i for i in range(len(lines)) if i not in furniture]
    stops = _heading_ends(lines, rest, habit) if habit.width else set()
    for left, right in itertools.pairwise(rest):
        a, b = lines[left], lines[right]
        between = right - left > 1
        if left not in stops and _belongs(a, b, habit, between):
            both_latin = _LATIN.match(a.text[-1]) and _LATIN.match(b.text[0])
            words = both_latin and not (a.text[-1].isdigit() or b.text[0].isdigit())
            yield a.end, b.start, " " if words else ""


def _heading_ends(lines: list[Line], order: list[int], habit: _Habit) -> set[int]:
    """Lines with which a numbered heading ends, though the next could go on with it.

    Where most headings of a section stand alone, one that fills its last line does so too: it
    ends with the line that brings it nearest to their usual length.
    """
    groups: list[list[tuple[list[int], bool]]] = [[]]
    for place, index in enumerate(order):
        if not _NUMBERED_OPENS.match(lines[index].text):
            continue
        if lines[index].text[0] not in "（(":
            groups.append([])
        chain, alone = [index], True
        for follower in order[place + 1 : place + 5]:
            last = lines[chain[-1]]
            if "。" in last.text:
                alone = False
                break
            if not habit.brimful(last, lines[follower]) or _OPENS_LINE.match(lines[follower].text):
                break
            chain.append(follower)
        groups[-1].append((chain, alone))
    stops = set()
    for group in groups:
        sizes = sorted(sum(len(lines[i].text) for i in chain) for chain, alone in group if alone)
        stops.update(chain[-1] for chain, alone in group if alone)
        heads = [[i for i in c if "。" not in lines[i].text] for c, alone in group if not alone]
        if len(sizes) <= len(heads):
            continue
        for head in filter(None, heads):
            length = list(itertools.accumulate(len(lines[i].text) for i in head))
            nearest = min(range(len(head)), key=lambda k: abs(length[k] - sizes[len(sizes) // 2]))
            stops.add(head[nearest])
    return stops


def _belongs(a: Line, b: Line, habit: _Habit, page: bool) -> bool:
    """Say whether line b goes on where line a breaks off; `page`: a page ends between them."""
    seam = a.text[-8:] + b.text[:8]
    broken = any(t in seam and t not in a.text and t not in b.text for t in cues("title"))
    if broken and len(a.text) + len(b.text) <= 45:
        return True
    runs_on = habit.full(a) and not _ended(a.text) and not _ended(a.text, "；：;:")
    if _OPENS_LINE.match(b.text) and not (runs_on and b.text[0] in "—"):
        return False
    if is_page_line(b.text) and not (runs_on and not _NUMBERED.match(a.text)):
        return False
    dated = _DATE.match(a.text) and len(a.text) <= 40 and not _is_title(a.text)
    dated = dated and not _DATE.match(b.text)
    if dated and b.breaks <= 2 and len(b.text) <= 30 and _PLACE_OF_DATE.fullmatch(b.text):
        return a.text[-1] != "上"
    direct = page or b.breaks <= habit.breaks
    if _CANNOT_OPEN.match(b.text) and direct:
        return True
    if _is_own(a.text):
        return False
    if a.text.endswith(cues("speaker_title")) and len(a.text) <= 16:
        return (
            b.breaks == 1
            and bool(re.fullmatch(rf"[{HAN}]\s*[{HAN}](?:\s*[{HAN}·])*", b.text))
            and (len(re.sub(r"\s", "", b.text)) <= 4)
        )
    if _is_title(b.text) or (_is_own(b.text) and _DATE.match(b.text) and not habit.full(a)):
        return False
    if _ended(a.text):
        return direct and (habit.marked or not page) and _goes_on(a, b, habit)
    indented = bool(habit.width) and b.indent > habit.indent
    open_quote = _CANNOT_CLOSE.search(a.text) and a.text[-2:] != "——"
    if open_quote and (direct or b.breaks <= 4):
        return True
    if _NUMBERED.match(a.text):
        rest = not habit.full(b) and not _ended(b.text)  # of the heading, not a body line
        return direct and not indented and habit.brimful(a, b) and (rest or not page)
    if habit.width:
        if indented:
            return False
        if habit.full(a) and (direct or b.breaks <= 6):
            return True
    if _ended(a.text, "；：;:"):
        return False
    if not direct:
        return False
    if page or not habit.blanks:
        return _running(a.text)
    return not habit.width or _running(a.text)


def _goes_on(a: Line, b: Line, habit: _Habit) -> bool:
    """Line a ends with a sentence: its paragraph goes on only if the line was brimful."""
    if b.indent > habit.indent or _NUMBERED.match(a.text):
        return False
    return habit.brimful(a, b) or (habit.marked and habit.full(a))


def _running(text: str) -> bool:
    """Whether a line reads as running text: long, with a pause in it, no heading."""
    han = sum(unicodedata.category(c) == "Lo" for c in text)
    return han >= 24 and bool(re.search("[，。；]", text)) and not _NUMBERED.match(text)
