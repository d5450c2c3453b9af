"""A sentence as the parallelism rules see it: characters, words with tags, items between marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, pairwise

import numpy as np
import pandas as pd

from analysis import lexicons, words
from analysis.words.tags import tag_word

OPEN = {"“": "”", "‘": "’", "（": "）", "(": ")", "《": "》", "「": "」", "『": "』"}
QUOTES = set("“”‘’「」『』")
LIST_MARK = "、"
CLAUSE_MARKS = set("，；,;")
END_MARKS = set("。！？：:!?…—\n\r　 ")
_CLOSE = set(OPEN.values())
_MARK = re.compile(
    "[" + re.escape("".join(sorted({*OPEN, *_CLOSE, LIST_MARK} | CLAUSE_MARKS | END_MARKS))) + "]"
)
STOPS = ("", *"，。！？；：、”的")  # what may follow a last limb
WINDOW = 40  # how far from its edge a limb may begin or end inside an item


@cache
def morphemes(label: str) -> frozenset[str]:
    """Give the entries of one label in seeds/parallel_morphemes.csv."""
    table = lexicons.load("parallel_morphemes.csv", columns=("term", "label"), unique=())
    return frozenset(table.loc[table["label"] == label, "term"])


@dataclass(frozen=True)
class Item:
    """A stretch between two marks, with the marks: ``、``, ``，`` or ``""`` for a hard edge."""

    start: int
    end: int
    before: str
    after: str


@dataclass
class Line:
    """One sentence; all positions count from its first character."""

    sent_id: str
    start: int
    text: str
    words: list[tuple[int, int, str, str]]  # start, end, word, tag
    match: dict[int, int] = field(default_factory=dict)  # both ends of a pair of marks

    def __post_init__(self):
        self.starts = [w[0] for w in self.words]
        self.ends = [w[1] for w in self.words]
        self.edges = set(self.starts) | set(self.ends)
        self._seen: dict[tuple[int, int], list[tuple[str, str]]] = {}
        self.memory: dict[tuple, object] = {}  # what limbs.py has worked out for a stretch
        quotes = any(mark in self.text for mark in QUOTES)
        self._ink = [0, *accumulate(c not in QUOTES for c in self.text)] if quotes else None

    def size(self, a: int, b: int) -> int:
        """Length without quotation marks."""
        return self._ink[b] - self._ink[a] if self._ink else b - a

    def bare(self, a: int, b: int) -> str:
        """Text without quotation marks."""
        if self.size(a, b) == b - a:
            return self.text[a:b]
        return "".join(c for c in self.text[a:b] if c not in QUOTES)

    def inside(self, a: int, b: int) -> list[tuple[str, str]]:
        """Words and tags of a stretch, quotation marks left out; a word cut by its edge loses
        its tag."""
        if (a, b) in self._seen:
            return self._seen[a, b]
        found = []
        for k in range(bisect_right(self.ends, a), bisect_left(self.starts, b)):
            left, right, word, tag = self.words[k]
            if word in QUOTES:
                continue
            if left < a or right > b:
                word, tag = self.text[max(left, a) : min(right, b)], "x"
            found.append((word, tag))
        self._seen[a, b] = found
        return found

    def trim(self, a: int, b: int) -> tuple[int, int]:
        """Take off quotation marks that enclose the whole stretch or whose partner is outside."""
        while a < b and self.text[a] in QUOTES and self.match.get(a, b) >= b - 1:
            closes = self.match.get(a) == b - 1
            a += 1
            b -= closes
        while a < b and self.text[b - 1] in QUOTES and self.match.get(b - 1, -1) < a:
            b -= 1
        return a, b


def tagged(tokens: pd.DataFrame) -> list[str]:
    """Tags of the words; x for what the dictionary does not know."""
    if not len(tokens):
        return []
    known, forms = words.load().known, tokens["word"].tolist()
    tags = {}
    for word in dict.fromkeys(forms):
        tag = tag_word(word)
        tags[word] = tag if tag == "m" or known(word) else "x"
    return [tags[word] for word in forms]


def lines(sentences: pd.DataFrame, tokens: pd.DataFrame) -> list[Line]:
    """Join sentences with their tagged words."""
    if not len(sentences):
        return []
    tags = tagged(tokens)
    spans = {}
    ids = tokens["sent_id"].to_numpy()
    cut = np.flatnonzero(ids[1:] != ids[:-1]) + 1 if len(ids) else []
    edges = [0, *map(int, cut), len(ids)] if len(ids) else [0]
    starts, ends = tokens["start"].tolist(), tokens["end"].tolist()
    forms = tokens["word"].tolist()
    for left, right in pairwise(edges):
        spans[ids[left]] = (left, right)
    out = []
    columns = (sentences["sent_id"], sentences["start"], sentences["text"])
    for sent_id, start, text in zip(*(c.tolist() for c in columns), strict=True):
        left, right = spans.get(sent_id, (0, 0))
        own = [(starts[k] - start, ends[k] - start, forms[k], tags[k]) for k in range(left, right)]
        out.append(Line(sent_id, start, text, own))
    return out


def scopes(line: Line) -> list[tuple[bool, list[Item]]]:
    """Cut a sentence into series of items; a pair of quotes with marks inside is its own series.

    Each mark belongs to the innermost pair around it, found in one pass over the text.

    Returns
    -------
    list of (quoted, items)
    """
    text = line.text
    stack: list[tuple[int, list[int]]] = []
    outer: list[int] = []
    closed: list[tuple[int, int, list[int]]] = []
    for mark in _MARK.finditer(text):
        at, char = mark.start(), mark.group()
        if char in OPEN:
            stack.append((at, []))
        elif stack and char == OPEN[text[stack[-1][0]]]:
            begin, marks = stack.pop()
            line.match[begin], line.match[at] = at, begin
            if char in QUOTES and marks:
                closed.append((begin, at, marks))
        elif char not in _CLOSE:
            (stack[-1][1] if stack else outer).append(at)
    # A quote that never closes is an ordinary character.
    for _, marks in stack:
        outer += marks
    # A heading's number stands before its first limb: （一）, 一、, ——
    first = line.match[0] + 1 if text[:1] in ("（", "(") and line.match.get(0, 9) < 5 else 0
    found = [(False, _items(text, first, len(text), sorted(outer)))]
    found += [(True, _items(text, a + 1, b, marks)) for a, b, marks in closed]
    return found


def _items(text: str, start: int, end: int, marks: list[int]) -> list[Item]:
    items, left, before = [], start, ""
    for at in [*marks, end]:
        char = text[at] if at < end else ""
        after = "、" if char == "、" else "，" if char in CLAUSE_MARKS else ""
        if at > left:
            items.append(Item(left, at, before, after))
        left, before = at + 1, after if at > left else ""
    return items
