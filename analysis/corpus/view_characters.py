"""Characters that stand for others: full-width digits, radicals, zero-width marks, stray spaces."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

import numpy as np

from analysis.corpus.view_edits import Edit, edited

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CJK_MARKS = "，。、；：！？“”‘’（）《》〈〉【】「」『』…—％"
_NARROW = " \xa0\u2000-\u200a\u202f\u205f"

ZERO_WIDTH = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061"
    "\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff\ufff9\ufffa\ufffb"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
)

# Equivalent ideographs of the CJK radicals that have no decomposition (Unicode, file
# EquivalentUnifiedIdeograph.txt); extracting text from a PDF leaves these behind.
_RADICALS = {
    0x2E81: "厂", 0x2E83: "乚", 0x2E84: "乙", 0x2E85: "亻", 0x2E86: "冂", 0x2E88: "刀",
    0x2E89: "刂", 0x2E8A: "卜", 0x2E8B: "㔾", 0x2E8C: "小", 0x2E8E: "兀", 0x2E8F: "尣",
    0x2E90: "尢", 0x2E92: "巳", 0x2E93: "幺", 0x2E94: "彑", 0x2E95: "彐", 0x2E96: "忄",
    0x2E98: "扌", 0x2E99: "攵", 0x2E9B: "旡", 0x2E9C: "日", 0x2E9D: "月", 0x2E9E: "歺",
    0x2EA0: "民", 0x2EA1: "氵", 0x2EA3: "灬", 0x2EA4: "爫", 0x2EA6: "丬", 0x2EA7: "牛",
    0x2EA8: "犭", 0x2EA9: "王", 0x2EAA: "疋", 0x2EAB: "罒", 0x2EAC: "示", 0x2EAD: "礻",
    0x2EAE: "竹", 0x2EAF: "糹", 0x2EB0: "纟", 0x2EB1: "罓", 0x2EB2: "罒", 0x2EB6: "羊",
    0x2EB7: "羊", 0x2EB8: "羊", 0x2EB9: "老", 0x2EBA: "肀", 0x2EBB: "聿", 0x2EBC: "肉",
    0x2EBD: "臼", 0x2EBE: "艹", 0x2EBF: "艹", 0x2EC0: "艹", 0x2EC1: "虎", 0x2EC2: "衤",
    0x2EC3: "覀", 0x2EC4: "西", 0x2EC5: "见", 0x2EC6: "角", 0x2EC7: "角", 0x2EC8: "讠",
    0x2EC9: "贝", 0x2ECB: "车", 0x2ECC: "辶", 0x2ECD: "辶", 0x2ECE: "辶", 0x2ECF: "阝",
    0x2ED0: "钅", 0x2ED1: "長", 0x2ED2: "镸", 0x2ED3: "长", 0x2ED4: "门", 0x2ED6: "阝",
    0x2ED7: "雨", 0x2ED8: "青", 0x2ED9: "韦", 0x2EDA: "页", 0x2EDB: "风", 0x2EDC: "飞",
    0x2EDD: "食", 0x2EDF: "飠", 0x2EE0: "饣", 0x2EE2: "马", 0x2EE3: "骨", 0x2EE4: "鬼",
    0x2EE5: "鱼", 0x2EE6: "鸟", 0x2EE7: "卤", 0x2EE8: "麦", 0x2EE9: "黄", 0x2EEA: "黾",
    0x2EEB: "斉", 0x2EEC: "齐", 0x2EED: "歯", 0x2EEE: "齿", 0x2EEF: "竜", 0x2EF0: "龙",
    0x2EF1: "龟", 0x2EF2: "亀",
}  # fmt: skip


def _folded() -> dict[int, str]:
    table = dict(_RADICALS)
    blocks = [(0x2E80, 0x2FE0), (0xF900, 0xFB00), (0x2F800, 0x2FA20), (0xFF10, 0xFF1A)]
    for first, last in [*blocks, (0xFF21, 0xFF3B), (0xFF41, 0xFF5B), (0xFF05, 0xFF06)]:
        for code in range(first, last):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table.setdefault(code, plain)
    return {**table, 0x0B: "\n", 0x0C: "\n", 0x85: "\n"}


_FOLD = _folded()
_SUSPECT = np.zeros(0x110000, dtype=bool)  # by code point: a look-up is fifty times a set's speed
_SUSPECT[[*_FOLD, *map(ord, ZERO_WIDTH), ord("．")]] = True
_ENTITY = re.compile(
    r"&(?!amp;#?[0-9a-zA-Z]{2,8};)(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});|<(?:br|BR)\s*/?>"
)
_JSON = re.compile(r"\\(n|r(?=\\n)|t|u3000)")
_CELL = re.compile(r"_x000[Dd]_")  # a carriage return in a cell of Excel
ESCAPED = re.compile(f"{_ENTITY.pattern}|{_JSON.pattern}|{_CELL.pattern}")
_ZERO_LINE = re.compile(rf"(?m)^[{ZERO_WIDTH}]+(?:\r\n|[\r\n])(?=.)")
_ZERO = re.compile(f"[{ZERO_WIDTH}]+")
_POINT = re.compile(r"(?<=[0-9])．(?=[0-9])")
_SPREAD = re.compile(rf"(?<![{HAN}])[{HAN}](?:[\u3000{_NARROW}]{{1,4}}[{HAN}]){{2,}}(?![{HAN}])")
_SPREAD_TITLE = re.compile(f"[\u3000{_NARROW}]{{0,4}}".join("政府工作报告"))
_STRAY = re.compile(
    rf"(?<=[{HAN}{_CJK_MARKS}])[{_NARROW}]{{1,2}}(?=[{HAN}{_CJK_MARKS}0-9])"
    rf"|(?<=[0-9%])[{_NARROW}]{{1,2}}(?=[{HAN}{_CJK_MARKS}])"
)
_STRAY_SHORT = re.compile(
    rf"(?<=[0-9])[{_NARROW}]{{1,2}}(?=[年月日届次])|(?<=[年月第])[{_NARROW}](?=[0-9])"
)
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_BREAKS = "\n\r\u2028\u2029"
_HAN = re.compile(f"[{HAN}]")
_BESIDE = frozenset(_CJK_MARKS + "0123456789%")
_SPACES = re.compile(rf"[{_NARROW}\u3000]+")


def folded(text: str, origin: np.ndarray | None) -> tuple[str, np.ndarray | None]:
    """Write full-width digits, letters and per cent signs, radicals and compatibility characters
    plainly, and take out what has no width.

    Examples
    --------
    >>> folded("增长８．１％，⻓\\u200b安", None)[0]
    '增长8.1%，长安'
    """
    if not _SUSPECT[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)].any():
        return text, origin
    head = 1 if text.startswith("\ufeff") else 0  # the mark at the head of a file stays
    zero = [
        (m.start(), m.end(), "")
        for m in _ZERO_LINE.finditer(text, head)
        if text[m.end() : m.end() + 1] not in "\r\n"
    ]
    text, origin = edited(text, origin, zero)
    marks = [(m.start(), m.end(), "") for m in _ZERO.finditer(text, head)]
    text, origin = edited(text, origin, marks)
    plain = text.translate(_FOLD)
    plain = _POINT.sub(".", plain)
    if plain != text and origin is None:
        origin = np.arange(len(text))
    return plain, origin


def unescaped(text: str, origin: np.ndarray | None) -> tuple[str, np.ndarray | None]:
    """Read what stands for one character in HTML or JSON: `&nbsp;`, `&ldquo;`, `<br>`, `\\n`.

    Line breaks written as two characters are read only in a text that has hardly any others.

    Examples
    --------
    >>> unescaped("各位代表：<br/>&nbsp;&ldquo;两会&rdquo;", None)[0]
    '各位代表：\\n\\xa0“两会”'
    """
    edits = []
    if "&" in text or "<" in text:
        for match in _ENTITY.finditer(text):
            plain = "\n" if match.group()[0] == "<" else html.unescape(match.group())
            if len(plain) == 1:
                edits.append((match.start(), match.end(), plain))
    edits += [(m.start(), m.end(), "") for m in _CELL.finditer(text)] if "_x000" in text else []
    if text.count("\\n") >= 3 and text.count("\\n") > text.count("\n"):
        marks = {"n": "\n", "r": "", "t": "\t", "u3000": "\u3000"}
        edits += [(m.start(), m.end(), marks[m.group(1)]) for m in _JSON.finditer(text)]
    return edited(text, origin, sorted(edits))


def closed_up(text: str, origin: np.ndarray | None) -> tuple[str, np.ndarray | None]:
    """Take out the spaces that stand inside Chinese words and beside figures.

    A word spread out in single characters is closed up everywhere, other spaces only in lines
    that are running text: in a short line a space may part an office from a name.

    Examples
    --------
    >>> closed_up("政 府 工 作 报 告", None)[0], closed_up("市长 张三", None)[0]
    ('政府工作报告', '市长 张三')
    """
    return edited(text, origin, _stray(text))


def _beside(character: str) -> bool:
    return character in _BESIDE or bool(_HAN.match(character))


def _stray(text: str) -> Iterator[Edit]:
    done = 0  # the end of the last line looked at
    for gap in _SPACES.finditer(text):
        start, stop = gap.span()
        if start < done or not start or stop == len(text):
            continue
        if not (_beside(text[start - 1]) and _beside(text[stop])):
            continue
        line = _LINE.match(text, max(text.rfind(mark, done, start) for mark in _BREAKS) + 1 or done)
        done, found = line.end(), line.group()
        spans = set()
        for match in (*_SPREAD.finditer(found), *_SPREAD_TITLE.finditer(found)):
            inside = range(match.start(), match.end())
            spans.update(k for k in inside if not _HAN.match(found[k]))
        running = len(_HAN.findall(found)) >= 20 and re.search("[，。；]", found)
        for match in (_STRAY if running else _STRAY_SHORT).finditer(found):
            spans.update(range(match.start(), match.end()))
        for k in sorted(spans):
            yield line.start() + k, line.start() + k + 1, ""
