"""Find many terms in a long text at once, by array operations: no step for each character.

Positions whose next three characters (two, for terms of two) begin some term are found by a
table of hashed beginnings; from there all of them go down the tree of terms together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_BITS = 22
_MIX = (np.uint32(0x9E3779B1), np.uint32(0x85EBCA77), np.uint32(0xC2B2AE3D))
_SHIFT = 21  # bits of a code point


class Trie:
    """Terms of two characters and more, ready to be found.

    Parameters
    ----------
    terms : sequence of str
    numbers : sequence of int
        What `find` calls each of them.

    Examples
    --------
    >>> text = np.array([ord(c) for c in "新粤港澳大湾区"], dtype=np.uint32)
    >>> Trie(["湾区", "粤港澳", "粤港澳大湾区", "大海"], range(4)).find(text).tolist()
    [[5, 7, 0], [1, 4, 1], [1, 7, 2]]
    """

    def __init__(self, terms: Sequence[str], numbers: Sequence[int]):
        pairs = list(zip(terms, numbers, strict=True))
        short = [pair for pair in pairs if len(pair[0]) == 2]
        long = [pair for pair in pairs if len(pair[0]) > 2]
        self._parts = [_Part(part, n) for part, n in ((short, 2), (long, 3)) if part]

    def __len__(self) -> int:
        return sum(part.size for part in self._parts)

    def find(self, points: np.ndarray) -> np.ndarray:
        """Find every occurrence of every term, those inside others too.

        Parameters
        ----------
        points : uint32 array
            Code points of the text.

        Returns
        -------
        int array, shape (occurrences, 3)
            start, end, number; in no order.
        """
        found = [rows for part in self._parts for rows in part.find(points)]
        return np.concatenate(found) if found else np.zeros((0, 3), dtype=np.int64)


class Words:
    """Words of one length of two or three characters, each with a number.

    Parameters
    ----------
    numbers : dict of str to int
    n : int
        Characters of each word.

    Examples
    --------
    >>> text = np.array([ord(c) for c in "稳外贸"], dtype=np.uint32)
    >>> Words({"外贸": 7}, 2).look_up(text, np.array([0, 1]))
    (array([1]), array([7]))
    """

    def __init__(self, numbers: dict[str, int], n: int):
        self.n = n
        keys = {}
        self._begins = np.zeros(1 << _BITS, dtype=bool)
        for word, number in numbers.items():
            points = np.array([ord(c) for c in word], dtype=np.uint32)
            self._begins[_hashed(points, n)] = True
            keys[int(_keys(points, np.zeros(1, dtype=np.int64), n)[0])] = number
        self._table = _table(keys)

    def look_up(self, points: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Say which positions of a text such a word begins at: their places in `at`, its number."""
        mixed = points[at] * _MIX[0]
        for step in range(1, self.n):
            mixed += points[at + step] * _MIX[step]
        likely = np.flatnonzero(self._begins[mixed >> np.uint32(32 - _BITS)])
        known, number = _look_up(self._table, _keys(points, at[likely], self.n))
        return likely[known], number


def _keys(points: np.ndarray, at: np.ndarray, n: int) -> np.ndarray:
    """The characters from each position, as one number."""
    key = points[at].astype(np.int64)
    for step in range(1, n):
        key = key << _SHIFT | points[at + step]
    return key


class _Part:
    """The terms whose first `head` characters are looked up in one step."""

    def __init__(self, pairs: list[tuple[str, int]], head: int):
        self.head, self.size = head, len(pairs)
        steps: dict[int, int] = {}  # node and character -> node
        heads: dict[int, int] = {}
        numbers = [-1]
        for term, number in pairs:
            node = key = 0
            for place, character in enumerate(term, start=1):
                node = steps.setdefault(node << _SHIFT | ord(character), len(steps) + 1)
                if node == len(numbers):
                    numbers.append(-1)
                if place <= head:
                    key = key << _SHIFT | ord(character)
                    if place == head:
                        heads[key] = node
            numbers[node] = number
        self._numbers = np.array(numbers, dtype=np.int64)
        self._steps, self._heads = _table(steps), _table(heads)
        self._begins = np.zeros(1 << _BITS, dtype=bool)
        for term, _ in pairs:
            points = np.array([ord(c) for c in term[:head]], dtype=np.uint32)
            self._begins[_hashed(points, head)] = True

    def find(self, points: np.ndarray):
        if len(points) < self.head:
            return
        at = np.flatnonzero(self._begins[_hashed(points, self.head)])
        known, node = _look_up(self._heads, _keys(points, at, self.head))
        at, length = at[known], self.head
        while len(at):
            number = self._numbers[node]
            hit = number >= 0
            yield np.column_stack([at[hit], at[hit] + length, number[hit]])
            inside = at + length < len(points)
            at, node = at[inside], node[inside]
            known, node = _look_up(self._steps, node << _SHIFT | points[at + length])
            at, length = at[known], length + 1


def _hashed(points: np.ndarray, n: int) -> np.ndarray:
    """Hash each `n` neighbours into `_BITS` bits."""
    last = len(points) - n + 1
    hashed = points[:last] * _MIX[0]
    for step in range(1, n):
        hashed += points[step : last + step] * _MIX[step]
    hashed >>= np.uint32(32 - _BITS)
    return hashed


def _table(entries: dict[int, int]) -> tuple[np.ndarray, np.ndarray]:
    keys = np.array(sorted(entries), dtype=np.int64)
    return keys, np.array([entries[key] for key in keys.tolist()], dtype=np.int64)


def _look_up(table, key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Say which keys are in a table, and give the values of those."""
    keys, values = table
    if not len(keys):
        return np.zeros(len(key), dtype=bool), values
    at = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
    known = keys[at] == key
    return known, values[at[known]]
