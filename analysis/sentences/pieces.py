"""Text to paragraphs, paragraphs to sentences: offsets and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_INDENT = re.compile(r"\u3000{2,}")
_MARK = re.compile(r"[\s\u3000\ufeff\u200b>]*(#*)[\s\u3000\ufeff\u200b]*")
_SPACE = re.compile(r"\s")
_AFTER = " \t\u3000\u200b\xa0\ufeff"
_NUMERAL = "一二三四五六七八九十"
# A run of end marks with what closes after it, unless the sentence goes on behind the quotation.
_ENDS = re.compile(r"[。！？!?]++[”’」』）)》】]*+(?![，、；：,;:])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of text with its place: line and paragraph of that line, both from 1."""

    line: int
    number: int
    start: int
    end: int
    text: str
    heading_mark: bool  # a Markdown '#' stood before it


def paragraphs(text: str, lines: Sequence[int] | None = None) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text: its lines, cut further at two ideographic spaces.

    `lines` gives for each character the line to name it by, where the text was mended.

    Examples
    --------
    >>> [p.text for p in paragraphs("# 标题\\n　　一段。　　二段。")]
    ['标题', '一段。', '二段。']
    """
    line_number, at, number = 1, 0, 0
    for match in _LINE.finditer(text):
        left, end = match.span()
        before = line_number
        if lines is None:
            gap = text[at:left]
            line_number += len(gap) - gap.count("\r\n")
        else:
            line_number = int(lines[left])
        at = end
        number = number if line_number == before else 0
        while left < end:
            mark = _MARK.match(text, left, end)
            start = mark.end()
            cut = _INDENT.search(text, start, end)
            left = cut.end() if cut else end
            piece = text[start : cut.start() if cut else end].rstrip(_AFTER)
            if piece:
                number += 1
                yield Paragraph(
                    line_number, number, start, start + len(piece), piece, bool(mark.group(1))
                )


def cut(text: str) -> list[tuple[int, int]]:
    """Cut a paragraph into sentences at 。！？, closing quotes and brackets included.

    Parameters
    ----------
    text : str
        One paragraph.

    Returns
    -------
    list of (start, end)
        Offsets into `text`, white space at the edges left out.

    Examples
    --------
    >>> s = "要“冲！”，再冲。好！"
    >>> [s[a:b] for a, b in cut(s)]
    ['要“冲！”，再冲。', '好！']
    """
    spans, start = [], 0
    for match in _ENDS.finditer(text):
        first, end = match.span()
        # An ASCII mark ends a sentence only after a wide character.
        if text[first] in "!?" and not (first and ord(text[first - 1]) > 0x2E7F):
            continue
        spans.append((start, end))
        start = end
    if start < len(text):
        spans.append((start, len(text)))
    if not text or _SPACE.search(text):
        spans = [_bare(text, a, b) for a, b in spans]
        spans = [(a, b) for a, b in spans if b > a]
    return spans


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def ordinal(numeral: str) -> int:
    """Read 一 to 九十九 as a number.

    Examples
    --------
    >>> ordinal("十二"), ordinal("三十")
    (12, 30)
    """
    tens, ten, ones = numeral.rpartition("十")
    value = _NUMERAL.find(ones) + 1 if ones else 0
    if ten:
        value += 10 * (_NUMERAL.find(tens) + 1 if tens else 1)
    return value


def numeral(value: int) -> str:
    """Write a number up to 99 as in a heading.

    Examples
    --------
    >>> numeral(2), numeral(12), numeral(30)
    ('二', '十二', '三十')
    """
    tens, ones = divmod(value, 10)
    head = ("" if tens == 1 else _NUMERAL[tens - 1]) + "十" if tens else ""
    return head + (_NUMERAL[ones - 1] if ones else "")
