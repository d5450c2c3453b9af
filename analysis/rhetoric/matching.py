"""Longest common strings of texts: suffix array by prefix doubling, common prefixes, sweeps.

O(n log n) for any text; what no other text shares is left out beforehand by hash.
"""

from __future__ import annotations

import numpy as np


def suffix_array(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sort the suffixes of a sequence by prefix doubling.

    Parameters
    ----------
    codes : array of int
        The sequence; equal numbers are equal characters.

    Returns
    -------
    (order, rank) : arrays of int
        Suffixes in sorted order, and the place of each suffix in that order.

    Examples
    --------
    >>> suffix_array(np.array([2, 1, 2, 1, 3]))[0].tolist()
    [1, 3, 0, 2, 4]
    """
    n = len(codes)
    if n == 0:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    rank = np.unique(codes, return_inverse=True)[1].astype(np.int64)
    step = 1
    while True:
        second = np.zeros(n, dtype=np.int64)
        second[: n - step] = rank[step:] + 1
        key = rank * (n + 1) + second
        order = np.argsort(key, kind="stable")
        new = np.empty(n, dtype=np.int64)
        new[order] = np.concatenate([[0], np.cumsum(np.diff(key[order]) != 0)])
        rank = new
        step *= 2
        if rank[order[-1]] == n - 1 or step >= n:
            return order, rank


def _common_prefixes(codes: list[int], order: list[int], rank: list[int]) -> list[int]:
    """Longest common prefix of each suffix with its predecessor in order (Kasai et al. 2001)."""
    n = len(codes)
    common, length = [0] * n, 0
    for i in range(n):
        place = rank[i]
        if place == 0:
            length = 0
            continue
        j = order[place - 1]
        limit = n - max(i, j)
        while length < limit and codes[i + length] == codes[j + length]:
            length += 1
        common[place] = length
        if length:
            length -= 1
    return common


def longest_elsewhere(
    codes: np.ndarray, zone: np.ndarray, least: int = 15
) -> tuple[np.ndarray, np.ndarray]:
    """Give for each position the longest string starting there that also starts in another zone.

    Parameters
    ----------
    codes : array of int
        The text.
    zone : array of int
        Zone number of each position, -1 for none.
    least : int
        Shorter matches count as none.

    Returns
    -------
    (length, source) : arrays of int
        Length of the longest match (0 for none) and a position in another zone where it stands:
        the earliest of the candidates with that length next to it in suffix order.

    Examples
    --------
    >>> text = np.array([ord(c) for c in "abcdxabcdy"])
    >>> length, source = longest_elsewhere(text, np.array([0] * 5 + [1] * 5), least=3)
    >>> length.tolist(), int(source[0])
    ([4, 3, 0, 0, 0, 4, 3, 0, 0, 0], 5)
    """
    best = np.zeros(len(codes), dtype=np.int64)
    source = np.full(len(codes), -1, dtype=np.int64)
    kept = np.flatnonzero(_shared(codes, zone, least))
    if not len(kept):
        return best, source
    # The rest of the text is left out; a wall stands wherever something is missing.
    breaks = np.flatnonzero(np.diff(kept) > 1) + 1
    own = np.insert(kept, breaks, -1)
    walls = np.flatnonzero(own < 0)
    small = codes[own].copy()
    small[walls] = codes.max() + 1 + np.arange(len(walls))
    names = np.where(own < 0, -1, zone[own])
    length, place = _longest(small, names, least)
    found = np.flatnonzero(length)
    best[own[found]] = length[found]
    source[own[found]] = own[place[found]]
    return best, source


def _shared(codes: np.ndarray, zone: np.ndarray, least: int) -> np.ndarray:
    """Mark what lies in a window of `least` characters that also stands in another zone.

    By hash; two windows with one hash by chance only leave more for the exact search.
    """
    n = len(codes) - least + 1
    marked = np.zeros(len(codes), dtype=bool)
    if n <= 0:
        return marked
    key = np.zeros(n, dtype=np.uint64)
    for k in range(least):
        key = key * np.uint64(1_000_003) + codes[k : k + n].astype(np.uint64)
    order = np.argsort(key, kind="stable")
    first = np.flatnonzero(np.concatenate([[True], np.diff(key[order]) != 0]))
    names = zone[:n][order]
    several = np.minimum.reduceat(names, first) != np.maximum.reduceat(names, first)
    size = np.diff(np.append(first, n))
    starts = order[np.repeat(several, size)]
    edges = np.bincount(starts, minlength=len(codes) + 1)
    edges[least:] -= np.bincount(starts + least, minlength=len(codes) + 1)[least:]
    return np.cumsum(edges)[: len(codes)] > 0


def _longest(codes: np.ndarray, zone: np.ndarray, least: int) -> tuple[np.ndarray, np.ndarray]:
    """Do the search of `longest_elsewhere` by suffix array."""
    best, source = [0] * len(codes), [-1] * len(codes)
    order, rank = suffix_array(codes)
    common = np.array(_common_prefixes(codes.tolist(), order.tolist(), rank.tolist()))
    zone_in_order = zone[order]
    # Only stretches of suffixes that share `least` characters matter; most of the text has none.
    linked = common >= least
    edges = np.flatnonzero(np.diff(np.concatenate([[0], linked.astype(np.int8), [0]])))
    for left, right in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        run = order[left - 1 : right].tolist()
        names = zone_in_order[left - 1 : right].tolist()
        if len(set(names) - {-1}) < 2:
            continue
        shared = common[left:right].tolist()
        for forward in (True, False):
            _sweep(run, names, shared, forward, best, source)
    return np.array(best, dtype=np.int64), np.array(source, dtype=np.int64)


def _sweep(run, names, shared, forward, best, source) -> None:
    """Carry the best match of every zone through a stretch of suffixes, in one direction."""
    carried: dict[int, tuple[int, int]] = {}
    count = len(run)
    for step in range(count):
        k = step if forward else count - 1 - step
        if step:
            link = shared[k - 1] if forward else shared[k]
            carried = {z: (min(length, link), p) for z, (length, p) in carried.items()}
        position, name = run[k], names[k]
        if name < 0:
            continue
        for z, (length, place) in carried.items():
            if z != name and (
                length > best[position] or (length == best[position] and place < source[position])
            ):
                best[position], source[position] = length, place
        carried[name] = (1 << 60, position)
