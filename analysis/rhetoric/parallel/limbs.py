"""What kind of phrase a limb is, what limbs share, and where a limb may begin and end."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from analysis.rhetoric.idiom import dictionary
from analysis.rhetoric.parallel.lines import WINDOW, Line, morphemes

Span = tuple[int, int]

PREDICATE, UNKNOWN, EITHER, NOMINAL = 2, 1.5, 1, 0
_HAVE = ("有", "还有", "仍有", "没有", "具有", "是", "不是")
_INNER = set("有无为是不得在必可能更最即则而以自相敢皆俱齐兼")


@lru_cache(maxsize=65536)
def word_class(word: str, tag: str) -> str:
    """Class of a word inside a limb: V verb, O verb with its object (降碳), W verb that also
    names, A adjective, I set phrase, D adverb, N noun and the like, M number, X other.

    The dictionary's tag is only a hint; the lists of verbs decide first.
    """
    if word in morphemes("verb") or (len(word) == 1 and word in morphemes("verb1")):
        return "V"
    if (
        len(word) == 2
        and word[0] in morphemes("verb1")
        and (tag == "x" or (tag[:1] == "n" and word[1] in morphemes("object1")))
    ):
        return "O"
    if word in morphemes("quality"):
        return "A"
    if len(word) == 4 and word[:2] in morphemes("verb") - morphemes("modifier"):
        return "V"  # 厉行节约 as one word
    if len(word) >= 4 and (tag[:1] in ("i", "l", "z") or word in dictionary()):
        return "I"
    if len(word) == 3 and tag == "v":
        return "X"  # 旗舰店, 走出去: the dictionary's tag says little here
    if tag in ("vn", "an"):
        return "W"
    if tag[:1] in ("v", "a", "d", "m"):
        return tag[0].upper()
    if tag[:1] == "z":
        return "A"
    if tag[:1] in ("n", "t", "s", "f", "j", "b", "r", "q", "g", "k"):
        return "N"
    return "X"


def classes(line: Line, a: int, b: int) -> list[str]:
    """Give the word classes of a stretch."""
    return [word_class(w, t) for w, t in line.inside(a, b)]


def agreement(line: Line, x: Span, y: Span) -> float:
    """How well the words of two limbs agree: share of equal classes, less for unlike ends."""
    first = ["V" if c == "O" else c for c in classes(line, *x)]
    second = ["V" if c == "O" else c for c in classes(line, *y)]
    if not first or not second:
        return 0.0
    equal = sum(a == b for a, b in zip(first, second, strict=False))
    share = equal / max(len(first), len(second))
    loose = {"W": "", "X": "", "I": ""}
    ends = 0.0
    for k in (0, -1):
        a, b = loose.get(first[k], first[k]), loose.get(second[k], second[k])
        ends += 0.5 if a and b and a != b else 0.0
    return share - ends


def pattern(line: Line, a: int, b: int) -> tuple[int, ...]:
    """Word lengths of a limb; a word of four counts as two and two."""
    lengths: list[int] = []
    for word, _ in line.inside(a, b):
        lengths += [2, 2] if len(word) == 4 else [len(word)]
    return tuple(lengths)


def kind(line: Line, a: int, b: int) -> float:
    """Say whether a stretch is a predicate (2), may be one (1, or 1.5 where the dictionary lacks
    its words), or names something (0)."""
    key = ("kind", a, b)
    if key not in line.memory:
        line.memory[key] = _kind(line, a, b)
    return line.memory[key]


def _kind(line: Line, a: int, b: int) -> float:
    parts = line.inside(a, b)
    if not parts:
        return NOMINAL
    text = "".join(w for w, _ in parts)
    found = [word_class(w, t) for w, t in parts]
    first, last = found[0], found[-1]
    loose = len(parts) == 1 or "X" in found
    if len(text) <= (8 if len(parts) > 1 else 4) and (
        any(w[0] in _INNER for w, _ in parts[1:])
        or (loose and any(c in _INNER for c in text[1:-1]))
    ):
        return PREDICATE
    if len(text) == 4 and (
        (text[0] == text[2] and text[1] != text[3]) or text[0] == text[1] or text[2] == text[3]
    ):
        return PREDICATE  # 秒报秒批, 熠熠生辉
    if len(parts) == 1:
        if first in "VOI" or (len(text) > 3 and text[:2] in morphemes("verb")):
            return PREDICATE
        if len(text) in (2, 3) and text[0] in morphemes("verb1"):
            return EITHER
        return EITHER if first in "AXW" and len(text) >= 3 else NOMINAL
    if first in "DO" or parts[0][0] in ("不", "勇", "共"):
        return PREDICATE
    if first == "V":
        return PREDICATE if set(found) & set("NXWO") else EITHER
    if last in "IO":
        return PREDICATE
    if last == "V" and parts[-1][0] in morphemes("verb") and set(found[:-1]) <= set("NWX"):
        return EITHER  # 科技创新: the object stands before its verb, the whole is a name
    if len(parts[-1][0]) == 1 and len(text) <= 4 and parts[-1][0] in morphemes("affix"):
        return NOMINAL  # 举荐制
    if len(text) == 3 and last == "V" and len(parts[-1][0]) == 1:
        return EITHER  # 生态游
    if first == "W":
        return PREDICATE if last in "VAIO" else EITHER
    if first == "A":
        return PREDICATE if last in "VA" or "V" in found else EITHER if last == "W" else NOMINAL
    if last in "VA":
        return PREDICATE
    if any(w in _HAVE for w, _ in parts[1:]):
        return PREDICATE
    if "D" in found[1:-1] or ("V" in found[1:-1] and len(text) <= 8):
        return PREDICATE
    if "X" in found:
        return UNKNOWN if len(text) == 4 else EITHER if len(text) <= 8 else NOMINAL
    return NOMINAL


def starts(line: Line, a: int, b: int) -> list[int]:
    """Places inside [a, b) where a limb may begin: word edges, and after words that stand once
    before all limbs."""
    key = ("starts", a, b)
    if key not in line.memory:
        openers, text, edges = morphemes("opener"), line.text, line.edges
        line.memory[key] = [
            p
            for p in range(max(a, b - WINDOW), b)
            if p in edges
            or p == a
            or (
                (text[p - 1] in openers or text[max(a, p - 2) : p] in openers)
                and unknown_at(line, p)
            )
        ]
    return line.memory[key]


def unknown_at(line: Line, p: int) -> bool:
    """Say whether a place lies inside a word that the dictionary does not know (中勇立|潮头)."""
    k = bisect_right(line.starts, p) - 1
    return k >= 0 and line.words[k][3] == "x"


def stops(line: Line, a: int, b: int) -> list[int]:
    """Places inside (a, b] where a limb may end: word edges."""
    return [p for p in range(a + 1, min(b, a + WINDOW) + 1) if p == b or p in line.edges]


def shared(line: Line, spans: list[Span]) -> tuple[str, str]:
    """Find what all limbs repeat in the same place.

    Returns
    -------
    (head, place)
        place is "start", "end", "middle" or "" (nothing shared).
    """
    texts = [line.bare(a, b) for a, b in spans]
    short = min(map(len, texts))
    head = 0
    while head < short and len({t[head] for t in texts}) == 1:
        head += 1
    tail = 0
    while tail < short - head and len({t[-1 - tail] for t in texts}) == 1:
        tail += 1
    if head and tail:
        return f"{texts[0][:head]}…{texts[0][len(texts[0]) - tail :]}", "start"
    if head:
        return texts[0][:head], "start"
    if tail:
        return texts[0][len(texts[0]) - tail :], "end"
    for k in range(1, short - 1):
        if len({t[k] for t in texts}) == 1 and texts[0][k] != "的":
            end = k + 1
            while end < short - 1 and len({t[end] for t in texts}) == 1:
                end += 1
            return texts[0][k:end], "middle"
        if len({t[-1 - k] for t in texts}) == 1:
            return texts[0][-1 - k], "middle"
    return "", ""
