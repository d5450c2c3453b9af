"""Where the limbs of a series begin and end.

A carrier said once stands before the first limb, and something may follow the last. Chains of
items that share a beginning, an end, a place inside or a length say where to cut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from analysis.rhetoric.parallel import limbs
from analysis.rhetoric.parallel.limbs import Span
from analysis.rhetoric.parallel.lines import QUOTES, Item, Line
from analysis.rhetoric.parallel.series import NEVER_FIRST, words_of

TAILS = ("还", "还有", "仍", "仍然", "均", "都", "也", "等", "必将", "进一步")


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


def chains(same: Callable[[int, int], bool], low: int, high: int) -> Iterator[tuple[int, int]]:
    """Yield the longest stretches low..high of neighbours that are the same."""
    k = low
    while k <= high:
        m = k
        while m < high and same(k, m + 1):
            m += 1
        yield k, m
        k = m + 1


class Run:
    """A run of items in one line; `whole` says that it fills its quotes, so that nothing stands
    before or after."""

    def __init__(self, line: Line, items: list[Item], whole: bool):
        self.line, self.items, self.whole = line, items, whole
        self.spans = [line.trim(item.start, item.end) for item in items]
        self.sizes = [line.size(*span) for span in self.spans]

    def char(self, k: int, offset: int) -> str:
        """The character of an item at an offset from its start, or from its end if negative."""
        a, b = self.spans[k]
        at = a + offset if offset >= 0 else b + offset
        return self.line.text[at] if a <= at < b else ""

    def begins(self, k: int, fits: Callable[[int, int], bool]) -> list[Span]:
        """The ends of an item that may be its limb once a carrier is cut off."""
        a, b = self.spans[k]
        # Across a comma a limb is the whole clause.
        bound = (self.whole and k == 0) or self.items[k].after == "，"
        places = [a] if bound else limbs.starts(self.line, a, b)
        text = self.line.text
        return [self.line.trim(p, b) for p in places if fits(p, b) and text[p] not in NEVER_FIRST]

    def finishes(self, k: int, fits: Callable[[int, int], bool]) -> list[Span]:
        """The beginnings of an item that may be its limb once what follows is cut off."""
        a, b = self.spans[k]
        last = k == len(self.spans) - 1
        bound = (self.whole and last) or self.items[k].before == "，"
        places = [b] if bound else limbs.stops(self.line, a, b)
        text = self.line.text
        return [
            self.line.trim(a, q)
            for q in places
            if fits(a, q) and text[q - 1] != "的" and not self.orphan(q, b)
        ]

    def orphan(self, q: int, b: int) -> bool:
        """Say whether a cut would leave one character before 的 or before the mark."""
        text = self.line.text
        if q == b or text[q] in QUOTES:
            return False
        return q + 1 == b or text[q + 1] == "的"

    def last(self, k: int, sizes: list[int]) -> Span:
        """The last limb of a chain whose end no shared end gives."""
        line, (a, b) = self.line, self.spans[k]
        equal = len(set(sizes)) == 1
        if k < len(self.spans) - 1 and (not equal or len(sizes) < 3):
            return a, b
        if equal and len(sizes) > 1:
            exact = self.finishes(k, lambda x, q: line.size(x, q) == sizes[0])
            if exact:
                return exact[-1]
        if line.size(a, b) > max(sizes) + 3:
            for left, _, word, _ in words_of(line, a + 2, b):
                if word in TAILS:
                    return line.trim(a, left)
        at = line.text.find("的", a, b)
        before = self.spans[max(0, k - 2) : k]
        if at > a + 1 and all("的" not in line.text[x:y] for x, y in before):
            return line.trim(a, at)
        return a, b

    def same_beginning(self) -> Iterator[list[Span]]:
        """保投产、保续建、保…: every item after the first opens alike."""
        text = self.line.text
        same = lambda x, y: self.char(x, 0) != "" and self.char(x, 0) == self.char(y, 0)  # noqa: E731
        for low, high in chains(same, 1, len(self.spans) - 1):
            if high == low:
                continue
            first, inner = self.char(low, 0), self.sizes[low:high]
            options = self.begins(low - 1, lambda p, _, c=first: text[p] == c)
            left = nearest(self.line, options, inner)
            yield [*([left] if left else []), *self.spans[low:high], self.last(high, inner)]

    def same_end(self) -> Iterator[list[Span]]:
        """体系化、建制化、协同化: every item before the last closes alike."""
        text = self.line.text
        same = lambda x, y: self.char(x, -1) != "" and self.char(x, -1) == self.char(y, -1)  # noqa: E731
        for low, high in chains(same, 0, len(self.spans) - 2):
            if high == low:
                continue
            final, inner = self.char(low, -1), self.sizes[low + 1 : high + 1]
            options = self.finishes(high + 1, lambda _, q, c=final: text[q - 1] == c)
            right = nearest(self.line, options, inner)
            others = inner + ([self.line.size(*right)] if right else [])
            options = self.begins(low, lambda _p, _b: True)
            left = nearest(self.line, options, others, self.spans[low + 1])
            if left:
                yield [left, *self.spans[low + 1 : high + 1], *([right] if right else [])]

    def same_place(self, offset: int) -> Iterator[list[Span]]:
        """居家为基础、社区为依托: the same character at one offset inside."""
        text = self.line.text

        def same(x: int, y: int) -> bool:
            char = self.char(x, offset)
            return char not in ("", "的", "、") and char == self.char(y, offset)

        for low, high in chains(same, 1, len(self.spans) - 1):
            if high == low:
                continue
            inner, char = self.sizes[low:high], self.char(low, offset)
            options = self.begins(
                low - 1, lambda p, b, c=char: p + offset < b and text[p + offset] == c
            )
            left = nearest(self.line, options, inner)
            yield [*([left] if left else []), *self.spans[low:high], self.last(high, inner)]

    def same_length(self) -> Iterator[list[Span]]:
        """简约适度、绿色低碳、文明健康: items of one length, and their neighbours cut to it."""
        size = self.line.size
        for low, high in chains(
            lambda x, y: self.sizes[x] == self.sizes[y], 1, len(self.spans) - 2
        ):
            wanted = self.sizes[low]
            left = self.begins(low - 1, lambda p, b, w=wanted: size(p, b) == w)[:1]
            right = self.finishes(high + 1, lambda a, q, w=wanted: size(a, q) == w)[-1:]
            # An item with marks on both sides is cut only where several others agree.
            if high - low < 2:
                if self.items[low - 1].before == "、" and left != [self.spans[low - 1]]:
                    left = []
                if self.items[high + 1].after == "、" and right != [self.spans[high + 1]]:
                    right = []
            yield left + self.spans[low : high + 1] + right


def candidates(line: Line, items: list[Item], whole: bool) -> Iterator[list[Span]]:
    """Propose limbs for a run of three or more items, in four ways."""
    run = Run(line, items, whole)
    if whole:
        yield run.spans
    yield from run.same_beginning()
    yield from run.same_end()
    for offset in (1, 2, 3):
        yield from run.same_place(offset)
    yield from run.same_length()
