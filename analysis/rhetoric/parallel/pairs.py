"""Two limbs of equal length: 对偶."""

from __future__ import annotations

from itertools import pairwise

from analysis.rhetoric.parallel import limbs
from analysis.rhetoric.parallel.cuts import verbal
from analysis.rhetoric.parallel.limbs import Span
from analysis.rhetoric.parallel.lines import QUOTES, Item, Line, morphemes
from analysis.rhetoric.parallel.series import (
    NEVER_FIRST,
    NUMERALS,
    Group,
    closed_by_etc,
    split_last,
    words_of,
)

LONGEST = 20
_OPPOSED = {"硬软", "软硬", "有有", "新新", "最最", "大大", "大小", "内外", "上下", "长短", "更更"}
_PLACES = set("下中上里前后时间")
PREPOSITIONS = set("在以对把将从向由因")
_MARKERS = set("之必有不无更最还") | NUMERALS


def fit(line: Line, left: Item, right: Item, whole: bool) -> Group | None:
    """Find the pair that two items joined by 、 hold, if they hold one.

    Every end of the second limb is tried with the beginning of the first that gives equal
    length; full items, equal word lengths and repeated characters speak for a pair.
    """
    a, b = left.start, left.end
    c, d = right.start, right.end
    if not whole and closed_by_etc(line, right):
        return None
    if any(ch.isdigit() for ch in line.text[c : min(d, c + LONGEST)]):
        return None  # statistics
    joined = not whole and split_last(line, [left, right]) is not None
    begins = [a] if whole else limbs.starts(line, a, b)
    finishes = [d] if whole else limbs.stops(line, c, d)
    by_size = {}
    for p in begins:
        by_size.setdefault(line.size(p, b), p)
    best: tuple[float, Group] | None = None
    for q in finishes:
        p = by_size.get(line.size(c, q))
        if p is None or line.size(c, q) > LONGEST:
            continue
        after = line.text[q : q + 1]
        if (joined and after != "的") or any(ch.isdigit() for ch in line.text[q : min(d, q + 20)]):
            continue
        spans = [line.trim(p, b), line.trim(c, q)]
        weight = score(line, spans, p == a, d - q, after, whole)
        if weight is not None and (best is None or weight > best[0]):
            best = (weight, make(line, spans, weight, whole))
    return best[1] if best else None


def same_noun(line: Line, spans: list[Span]) -> bool:
    """Two names with the same head (国家安全、公共安全): no pair, unless a verb opens them."""
    first, second = (line.inside(*span) for span in spans)
    if len(first) < 2 or len(second) < 2 or first[-1] != second[-1]:
        return False
    verbs = morphemes("verb") - morphemes("modifier")
    opened = any(
        w in verbs or w in morphemes("verb1") or limbs.word_class(w, t) in "DO"
        for w, t in (first[0], second[0])
    )
    return not opened and limbs.word_class(*first[-1]) in "NW" and len(first[-1][0]) > 1


def make(line: Line, spans: list[Span], weight: float, whole: bool) -> Group:
    """Make the group of a pair: head, level and note."""
    head, _ = limbs.shared(line, spans)
    note = []
    if limbs.pattern(line, *spans[0]) == limbs.pattern(line, *spans[1]):
        note.append("strict")
    if whole:
        note.append("quoted")
    level = "clause" if line.size(*spans[0]) > 6 else "phrase"
    return Group(spans, "duiou", 20 + weight, head or "-", level, note)


def acceptable(line: Line, spans: list[Span]) -> tuple[int, list[int], str, bool] | None:
    """Give size, kinds, what is shared and whether word lengths agree; None for what can never
    be a pair."""
    (a, b), (c, d) = spans
    first, second = line.bare(a, b), line.bare(c, d)
    if len(first) != len(second) or first == second or len(first) < 3:
        return None
    if any(ch.isdigit() or ch in "%％（）《》()" for ch in first + second):
        return None
    # 的 inside one limb alone, or at an end, shows a wrong cut.
    if ("的" in first) != ("的" in second) or "的" in (first[-1], second[-1]):
        return None
    head, place = limbs.shared(line, spans)
    if same_noun(line, spans):
        return None
    if line.text[b - 1 : b] == "”" and line.text[c - 1 : c] == "、" and line.text[c] == "“":
        return None  # “六稳”、“六保”工作
    kinds = [limbs.kind(line, a, b), limbs.kind(line, c, d)]
    if len(first) == 3 and (not place or (first[-1] == second[-1] and sum(kinds) < 4)):
        return None
    same = limbs.pattern(line, a, b) == limbs.pattern(line, c, d)
    return len(first), kinds, head, same


def score(
    line: Line, spans: list[Span], full_left: bool, rest: int, after: str, whole: bool
) -> float | None:
    """Weigh a pair joined by 、, `rest` characters left over after it; None where it is none."""
    full_right = rest == 0
    facts = acceptable(line, spans)
    if facts is None:
        return None
    size, kinds, head, same = facts
    (a, b), (c, d) = spans
    if line.text[a] in NEVER_FIRST or line.text[c] in NEVER_FIRST:
        return None
    if line.text[a] in PREPOSITIONS and line.text[a] != line.text[c]:
        return None
    agree = limbs.agreement(line, *spans)
    if line.text[d - 1] in _PLACES and line.text[b - 1] not in _PLACES:
        return None  # 在…、…支持下
    bare = full_left or line.text[a - 1 : a] in ("让", "使", "在")
    alone = bare and full_right  # the clause is these two limbs
    total = sum(kinds)
    sure = total == 4 or (total >= 3 and (same or size == 4 or alone))
    sure = sure or (size == 4 and full_right and total >= (1 if alone else 3))
    sure = sure or (size == 4 and full_right and bool(head) and min(kinds) > 0)
    opens_alike = line.inside(a, a + 3)[:1] == line.inside(c, c + 3)[:1] and min(kinds) >= 2
    if alone and size >= 6:
        sure = sure or bool(set(head) & _MARKERS) or min(kinds) >= 1
    if full_right and opens_alike and size >= 4:
        sure = True
    if alone and not whole and agree < -0.4:
        return None
    if after == "的" and not full_right and total < 3:
        return None
    if size > 8 and agree < 0.2:
        return None
    if size > 8 and not same and not whole:
        return None
    if size > 4 and not whole and not alone and not opens_alike and agree < (0.2 if same else 0.3):
        return None
    if not sure and not whole and not contrast(line, spans):
        return None
    before = carrier(line, a)
    if line.text[a - 1 : a].isdigit() or line.text[a - 1 : a] in NUMERALS:
        return None
    weight = 2.0 * same + 2.0 * agree + 1.5 * bool(head) + sum(kinds) / 2
    weight += 2.5 if full_right else 2 if after == "的" else 0
    weight += 0.5 if full_left else 1 if before in "VDO" else 0
    weight += 1 if size == 4 else 0
    if (
        not full_right
        and after != "的"
        and not (
            rest <= 4
            and size == 4
            and total == 4
            and same
            and agree >= 0.5
            and (full_left or before in "VO")
        )
    ):
        return None
    return weight


def carrier(line: Line, at: int) -> str:
    """Class of the word before a limb, O after a word that may stand once before all limbs."""
    if line.text[at - 1 : at] in morphemes("opener") or line.text[max(0, at - 2) : at] in morphemes(
        "opener"
    ):
        return "O"
    before = limbs.classes(line, max(0, at - 4), at)
    return before[-1] if before else "X"


def contrast(line: Line, spans: list[Span]) -> bool:
    """Nominal pairs: a repeated degree, negation or contrast morpheme at the same place."""
    first, second = (line.bare(a, b) for a, b in spans)
    closed = morphemes("contrast")
    if len(first) == 4 and all(
        t[k] in morphemes("adjective1") for t in (first, second) for k in (0, 2)
    ):
        return True  # 绿水青山、碧海蓝天
    if "的新" in first and first.find("的新") == second.find("的新"):
        return True
    return any(
        x in closed and y in closed and (x == y or k == 0)
        for k, (x, y) in enumerate(zip(first, second, strict=True))
    ) and limbs.pattern(line, *spans[0]) == limbs.pattern(line, *spans[1])


def clauses(line: Line, run: list[Item], hortatory: bool) -> list[Group]:
    """Pairs of neighbouring clauses joined by ，."""
    found = []
    for k in range(len(run) - 1):
        left, right = run[k], run[k + 1]
        spans_right = line.trim(right.start, right.end)
        want = line.size(*spans_right)
        if want < 5 or want > LONGEST or "、" in line.text[left.start : right.end]:
            continue
        for p in limbs.starts(line, left.start, left.end):
            if line.size(p, left.end) != want:
                continue
            free = p == left.start or line.text[p - 1] in "让使要将把以们"
            spans = [line.trim(p, left.end), spans_right]
            facts = acceptable(line, spans)
            if facts is None or sum(facts[1]) < 3 or not free or line.text[p] == "的":
                continue
            _, kinds, head, same = facts
            last = k + 2 == len(run)
            agree = limbs.agreement(line, *spans) >= 0.2
            marked = (
                "”" in line.text[spans[0][0] : spans[0][1] + 1]
                and "”" in line.text[spans[1][0] : spans[1][1] + 1]
            )
            if (
                (same and agree and last)
                or ((same or marked) and repeats(line, spans))
                or (last and (near(line, spans) or want >= 10) and repeats(line, spans))
                or hortatory
            ):
                weight = 4.0 + 2 * same + 1.5 * bool(head) + sum(kinds) / 2
                group = make(line, spans, weight, False)
                group.level = "clause"
                found.append(group)
            break
    return found


def joined(line: Line, clause: Item) -> list[Group]:
    """Two halves of a clause joined by 和 that repeat something in the same place."""
    found = []
    a, d = clause.start, clause.end
    if d - a > 60 or "、" in line.text[a:d]:
        return found
    marks = [(x, y) for x, y, w, _ in words_of(line, a, d) if w in ("和", "与", "并")]
    for x, y in marks:
        want = line.size(y, d)
        for p in limbs.starts(line, a, x):
            if line.size(p, x) != want or not 4 <= want <= 10:
                continue
            if p > a and carrier(line, p) not in "VO":
                break
            if verbal(line, (p, x)) != verbal(line, (y, d)):
                break
            spans = [line.trim(p, x), line.trim(y, d)]
            facts = acceptable(line, spans)
            if facts is None or not facts[3] or not facts[2]:
                break
            if (sum(facts[1]) == 4 and repeats(line, spans)) or opposed(line, spans):
                found.append(make(line, spans, 3.0, False))
            break
    return found


def opposed(line: Line, spans: list[Span]) -> bool:
    """硬 against 软, 有 against 有, 新 against 新 at the same place."""
    first, second = (line.bare(a, b) for a, b in spans)
    both = list(zip(first, second, strict=True))
    alike = sum(x == y for x, y in both)
    return alike * 2 <= len(both) and any(x + y in _OPPOSED for x, y in both)


def quoted(line: Line) -> list[Group]:
    """Two quoted limbs set against each other: 从“A”向“B”."""
    found = []
    opens = sorted(a for a, b in line.match.items() if a < b and line.text[a] in QUOTES)
    for a, c in pairwise(opens):
        b, d = line.match[a], line.match[c]
        if c == b + 2 and line.text[b + 1] in "向到变":
            spans = [(a + 1, b), (c + 1, d)]
            facts = acceptable(line, spans)
            if facts and facts[2] and facts[0] >= 4:
                found.append(make(line, spans, 6.0, True))
    return found


def near(line: Line, spans: list[Span]) -> bool:
    """The same word lengths, one word shifted."""
    return sorted(limbs.pattern(line, *spans[0])) == sorted(limbs.pattern(line, *spans[1]))


def repeats(line: Line, spans: list[Span]) -> bool:
    """A word that both limbs have at the same place, or one of a few morphemes."""
    places = []
    for a, b in spans:
        at, words = 0, set()
        for word, _ in line.inside(a, b):
            words |= {(at, word)} | {(at + k, c) for k, c in enumerate(word) if c in _MARKERS}
            at += len(word)
        places.append(words)
    return bool(places[0] & places[1])
