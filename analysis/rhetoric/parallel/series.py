"""Series of items joined by 、 or ，, and the groups of limbs found in them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis.rhetoric.parallel.limbs import Span
from analysis.rhetoric.parallel.lines import Item, Line

SHORT = 9  # longest item of a run that mixes 、 and ，
JOINERS = ("和", "与", "及", "以及")
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
        """Where the first limb begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the last limb ends."""
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
    """Give the words that begin in a stretch, with their places and tags."""
    return line.words[bisect_left(line.starts, a) : bisect_left(line.starts, b)]
