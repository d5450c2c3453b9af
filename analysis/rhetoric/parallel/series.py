"""Three or more limbs in a series: 排比 of items joined by 、 or ，."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis.rhetoric.parallel import limbs
from analysis.rhetoric.parallel.limbs import Span
from analysis.rhetoric.parallel.lines import QUOTES, Item, Line, morphemes

LONGEST = 60  # limbs beyond this are no limbs
MOST = 30  # limbs
SHORT = 9  # longest item of a run that mixes 、 and ，
JOINERS = ("和", "与", "及", "以及")
CLOSERS = ("", "，", "。", "！", "；", "”")
TAILS = ("还", "还有", "仍", "仍然", "均", "都", "也", "等", "必将", "进一步")
NEVER_FIRST = set("的等和与及、之")
NUMERALS = set("一二两双三四五六七八九十百千万")


@dataclass
class Group:
    """Limbs found together, before overlaps are settled."""

    spans: list[Span]
    label: str
    score: float
    head: str = "-"
    level: str = "phrase"
    note: list[str] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.spans[0][0]

    @property
    def end(self) -> int:
        return self.spans[-1][1]


def runs(items: list[Item], marks: str) -> Iterator[list[Item]]:
    """Yield the longest runs of two or more items joined by these marks."""
    run: list[Item] = []
    for item in items:
        if run and run[-1].after and run[-1].after in marks:
            run.append(item)
            continue
        if len(run) > 1:
            yield run
        run = [item]
    if len(run) > 1:
        yield run


def closed_by_etc(line: Line, item: Item) -> bool:
    """Say whether 等 ends the list inside its last item (…等项目)."""
    return any(w in ("等", "等等") for w, _ in line.inside(item.start, item.end))


def ends_in_etc(line: Line, spans: list[Span]) -> bool:
    """Say whether 等 follows the last limb."""
    return line.text[spans[-1][1] : spans[-1][1] + 1] == "等" or line.text[spans[-1][1] - 1] == "等"


def mentions_etc(line: Line, span: Span) -> bool:
    """Say whether 等 stands in a limb as a word of its own."""
    return "等" in line.text[span[0] : span[1]] and any(w == "等" for w, _ in line.inside(*span))


def split_last(line: Line, run: list[Item]) -> list[Item] | None:
    """Cut the last item at its only 和/与/及: A、B和C."""
    last = run[-1]
    found = [
        (a, b)
        for a, b, w, _ in words_of(line, last.start, last.end)
        if w in JOINERS and last.start < a and b < last.end
    ]
    if len(found) != 1:
        return None
    a, b = found[0]
    return [*run[:-1], Item(last.start, a, last.before, "、"), Item(b, last.end, "、", last.after)]


def words_of(line: Line, a: int, b: int) -> list[tuple[int, int, str, str]]:
    return line.words[bisect_left(line.starts, a) : bisect_left(line.starts, b)]


def verbal(line: Line, span: Span) -> bool:
    """Say whether a limb opens with a verb."""
    return limbs.classes(line, span[0], min(span[1], span[0] + 6))[:1] in (["V"], ["O"])


def nearest(
    line: Line, options: list[Span], sizes: list[int], like: Span | None = None
) -> Span | None:
    """Choose the span whose length agrees best with the other limbs, the longer one if equal;
    it should open with a verb if `like` does, and only then."""
    if not options:
        return None
    usual = Counter(sizes).most_common(1)[0][0]

    def distance(span: Span) -> tuple[int, int]:
        size = line.size(*span)
        unlike = 5 if like and verbal(line, span) != verbal(line, like) else 0
        return (min(abs(size - s) for s in sizes) + abs(size - usual) + unlike, -size)

    return min(options, key=distance)


def candidates(line: Line, run: list[Item], whole: bool) -> Iterator[list[Span]]:
    """Propose limbs for a run of items: chains that share a beginning, an end, a place or a
    length, with the first limb cut free of its carrier and the last of what follows it.

    `whole` says that the run fills its quotes, so that nothing stands before or after.
    """
    spans = [line.trim(i.start, i.end) for i in run]
    n = len(spans)
    text = line.text
    size = [line.size(*s) for s in spans]

    def first_options(k: int, wanted) -> list[Span]:
        a, b = spans[k]
        # Across a comma a limb is the whole clause.
        bound = (whole and k == 0) or run[k].after == "，"
        places = [a] if bound else limbs.starts(line, a, b)
        return [line.trim(p, b) for p in places if wanted(p, b) and text[p] not in NEVER_FIRST]

    def last_options(k: int, wanted) -> list[Span]:
        a, b = spans[k]
        bound = (whole and k == n - 1) or run[k].before == "，"
        places = [b] if bound else limbs.stops(line, a, b)
        return [
            line.trim(a, q)
            for q in places
            if wanted(a, q) and not orphan(a, q, b) and text[q - 1] != "的"
        ]

    def orphan(a: int, q: int, b: int) -> bool:
        """A cut that would leave one character before 的 or before the mark."""
        if q == b or text[q] in QUOTES:
            return False
        return q + 1 == b or text[q + 1] == "的"

    def finish_last(k: int, sizes: list[int]) -> Span:
        """The last limb of a chain whose end is not given by a shared end."""
        a, b = spans[k]
        if k < n - 1 and (len(set(sizes)) > 1 or len(sizes) < 3):
            return spans[k]
        if len(set(sizes)) == 1 and len(sizes) > 1:
            exact = last_options(k, lambda x, q: line.size(x, q) == sizes[0])
            if exact:
                return exact[-1]
        if sizes and line.size(a, b) > max(sizes) + 3:
            for left, _, word, _ in words_of(line, a + 2, b):
                if word in TAILS:
                    return line.trim(a, left)
        at = text.find("的", a, b)
        if at > a + 1 and all("的" not in text[x:y] for x, y in spans[max(0, k - 2) : k]):
            return line.trim(a, at)
        return spans[k]

    def chain(same, low: int, high: int) -> Iterator[tuple[int, int]]:
        k = low
        while k <= high:
            m = k
            while m < high and same(k, m + 1):
                m += 1
            yield k, m
            k = m + 1

    def char(k: int, offset: int) -> str:
        a, b = spans[k]
        at = a + offset if offset >= 0 else b + offset
        return text[at] if a <= at < b else ""

    # the same beginning
    for lo, hi in chain(lambda x, y: char(x, 0) and char(x, 0) == char(y, 0), 1, n - 1):
        if hi == lo:
            continue
        inner = size[lo:hi]
        c = char(lo, 0)
        left = nearest(line, first_options(lo - 1, lambda p, b: text[p] == c), inner)
        yield ([left] if left else []) + [*spans[lo:hi], finish_last(hi, inner)]
    # the same end
    for lo, hi in chain(lambda x, y: char(x, -1) and char(x, -1) == char(y, -1), 0, n - 2):
        if hi == lo:
            continue
        e = char(lo, -1)
        inner = size[lo + 1 : hi + 1]
        right = None
        if hi + 1 < n:
            right = nearest(
                line, last_options(hi + 1, lambda a, q: text[q - 1] == e), inner or [size[lo]]
            )
        others = inner + ([line.size(*right)] if right else [])
        if not others:
            continue
        like = spans[lo + 1] if hi > lo else right
        left = nearest(line, first_options(lo, lambda p, b: True), others, like)
        yield [left, *spans[lo + 1 : hi + 1]] + ([right] if right else [])
    # the same word at the same place inside
    for offset in (1, 2, 3):
        for lo, hi in chain(lambda x, y: _same_inside(line, spans, x, y, offset), 1, n - 1):
            c = char(lo, offset)
            if not c or hi == lo and n < 3:
                continue
            inner = size[lo:hi] or size[lo : hi + 1]
            left = nearest(
                line,
                first_options(lo - 1, lambda p, b: p + offset < b and text[p + offset] == c),
                inner,
            )
            yield ([left] if left else []) + spans[lo:hi] + [finish_last(hi, inner)]
    # the same length
    for lo, hi in chain(lambda x, y: size[x] == size[y], 1, n - 2):
        wanted = size[lo]
        left = first_options(lo - 1, lambda p, b: line.size(p, b) == wanted)
        right = last_options(hi + 1, lambda a, q: line.size(a, q) == wanted)
        # An item with marks on both sides is cut only where several others agree.
        if hi - lo < 2 and run[lo - 1].before == "、" and left[:1] != [spans[lo - 1]]:
            left = []
        if hi - lo < 2 and run[hi + 1].after == "、" and right[-1:] != [spans[hi + 1]]:
            right = []
        yield left[:1] + spans[lo : hi + 1] + right[-1:]


def _same_inside(line: Line, spans: list[Span], x: int, y: int, offset: int) -> bool:
    places = []
    for k in (x, y):
        a, b = spans[k]
        if a + offset + 1 > b:
            return False
        places.append(line.text[a + offset])
    return places[0] == places[1] and places[0] not in "的、"


def judge(line: Line, spans: list[Span], quoted: bool) -> Group | None:
    """Give three or more limbs their label, or none."""
    if not 3 <= len(spans) <= MOST or any(b - a < 2 or b - a > LONGEST for a, b in spans):
        return None
    if "分别" in line.text[spans[-1][1] : spans[-1][1] + 8]:
        return None
    texts = [line.bare(a, b) for a, b in spans]
    if len(set(texts)) < len(texts):
        return None
    if any("《" in t or "（" in t or t[-1] == "的" for t in texts):
        return None
    if not quoted and any(mentions_etc(line, s) for s in spans):
        return None
    if not quoted and any(c.isdigit() or c in "%％" for t in texts for c in t):
        return None
    sizes = [line.size(a, b) for a, b in spans]
    equal = len(set(sizes)) == 1
    spread = max(sizes) - min(sizes)
    head, place = limbs.shared(line, spans)
    kinds = [limbs.kind(line, a, b) for a, b in spans]
    if place == "start" and len(head) == 1 and not repeated_morpheme(line, spans):
        head = place = ""
    attributive = equal and sizes[0] == 4 and line.text[spans[-1][1] : spans[-1][1] + 1] == "的"
    need = 1.0 if (place or attributive) and equal and sizes[0] == 4 else 1.25 if place else 1.5
    if place in ("start", "end") and len(head) > 1:
        need = 1.25
    last, end = spans[-1]
    open_right = line.text[end : end + 1] in CLOSERS and line.text[last - 1 : last] not in JOINERS
    if need == 1.5 and equal and sizes[0] == 4 and open_right:
        need = 1.3
    predicate = sum(kinds) >= need * len(kinds) and kinds.count(0) * 3 <= len(kinds)
    if place == "start" and all(line.inside(a, b)[0][1] == "p" for a, b in spans):
        predicate = True  # 向…，向…，向…
    verb = _same_verb(line, spans) if place == "end" and len(head) > 1 else ""
    if verb:
        predicate, head = True, f"{verb}…{head}"
    score = 10.0 * len(spans) + (3 if equal else 0) + (2 if place else 0)
    if predicate and max(sizes) > 2:
        if place == "middle" and spread > 3:
            return None
        if place:
            return Group(spans, "frame", score + 2, head or "-")
        if equal and 3 <= sizes[0] <= (6 if min(kinds) < limbs.PREDICATE else 8):
            return Group(spans, "iso", score)
        return None
    if equal and sizes[0] == 2 and _short_predicates(line, spans, texts):
        return Group(spans, "frame" if place else "iso", score, head or "-", "word")
    if place == "start" and head[0] in NUMERALS and spread <= 2:
        return Group(spans, "frame", score + 2, head)
    if place in ("start", "end") and spread <= 1 and _names(line, spans, texts, head, place):
        return Group(spans, "affix", score, head, "word")
    ends = {t[-1] for t in texts}
    if equal and len(ends) > 1 and ends <= morphemes("suffix_class") and sizes[0] >= 3:
        return Group(spans, "affix", score, "/".join(t[-1] for t in texts), "word")
    if quoted and spread <= 1 and sum(kinds) >= 1.5 * len(kinds):
        often = Counter(c for t in texts for c in set(t) - set("不有在的一"))
        common = [c for c, k in sorted(often.items()) if k >= len(texts) - 1]
        return Group(spans, "frame", score, common[0] if common else "-", "phrase", ["quoted"])
    if quoted and equal and sizes[0] >= 3:
        return Group(spans, "iso", score, "-", "phrase", ["quoted"])
    return None


def repeated_morpheme(line: Line, spans: list[Span]) -> bool:
    """Say whether the shared first character is a word or a verbal morpheme (共抓, 共促), not
    the chance beginning of several nouns (产品, 产能)."""
    if all(b - a <= 4 for a, b in spans) and len({b - a for a, b in spans}) == 1:
        return True
    first = [line.inside(a, b)[:1] for a, b in spans]
    return sum(len(w[0][0]) > 1 and limbs.word_class(*w[0]) in "NW" for w in first if w) < 2


def _same_verb(line: Line, spans: list[Span]) -> str:
    """A verb that stands inside every limb, not first: A建设B大学、C建设D大学."""
    inside = []
    for a, b in spans:
        parts = line.inside(a, b)[1:-1]
        inside.append({w for w, t in parts if w in morphemes("verb")})
    both = set.intersection(*inside)
    return min(both) if both else ""


def _short_predicates(line: Line, spans: list[Span], texts: list[str]) -> bool:
    """Two-character limbs count as verb + object or adverb + verb, not as single words."""
    verbs = sum(t[0] in morphemes("verb1") for t in texts)
    known = sum(
        any(w == t and g != "x" for w, g in line.inside(a, b))
        for t, (a, b) in zip(texts, spans, strict=True)
    )
    return verbs >= len(texts) - 1 and known * 2 <= len(texts)


def _names(line: Line, spans: list[Span], texts: list[str], head: str, place: str) -> bool:
    """Nominal limbs: a shared first or last word, or a bound affix; no list of places."""
    places = sum(any(g == "ns" and w not in texts for w, g in line.inside(a, b)) for a, b in spans)
    if places * 2 > len(spans):
        return False
    part = head.split("…")
    word = part[0] if place == "start" else part[-1]
    if len(word) >= 2 or word in morphemes("affix"):
        return True
    if place == "end":
        return {len(t) for t in texts} == {3}
    return place == "start" and max(map(len, texts)) <= 5
