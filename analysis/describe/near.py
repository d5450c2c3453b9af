"""Near-duplicates: texts that share most of their runs of twelve characters.

Each text is reduced to the smallest hashes of its runs (bottom-k sketch; Broder 1997), from which
the Jaccard index of any two is estimated; only texts that share hashes are compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations, pairwise

import numpy as np
import pandas as pd

from analysis.corpus import Document

RUN = 12  # characters
SIZE = 512  # hashes kept of a text
LIKE = 0.5
WITHIN = 0.8
_CROWD = 12  # texts: a hash that more of them share links each only with the next
_BASE = np.uint64(0x9E3779B97F4A7C15)


def han(text: str) -> np.ndarray:
    """Say of each character of a text whether it is a Han character.

    Examples
    --------
    >>> han("增8%").tolist()
    [True, False, False]
    """
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    return ((codes >= 0x3400) & (codes <= 0x9FFF)) | (codes >= 0x20000)


def hashes(text: str, run: int = RUN) -> np.ndarray:
    """Hash every run of Han characters of a text (white space, figures and marks left out).

    Returns
    -------
    array of uint64
        One a run, in the order of the text.

    Examples
    --------
    >>> first, again = hashes("稳中求进，稳中求进。", run=4)[[0, 4]]
    >>> bool(first == again)
    True
    """
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    codes = codes[han(text)].astype(np.uint64)
    n = len(codes) - run + 1
    if n <= 0:
        return np.zeros(0, dtype=np.uint64)
    found = np.zeros(n, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for k in range(run):
            found = found * _BASE + codes[k : k + n]
        # Mixed (Steele, Lea and Flood 2014, splitmix64), so that the smallest are a fair sample.
        found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return found ^ (found >> np.uint64(31))


def sketch(text: str, size: int = SIZE) -> tuple[np.ndarray, int]:
    """Return the smallest hashes of a text, sorted, and how many different runs it has.

    Examples
    --------
    >>> kept, n = sketch("一二三四五六七八九十百千万")
    >>> len(kept), n
    (2, 2)
    """
    found = np.unique(hashes(text))
    return found[:size].copy(), len(found)


def estimate(one: tuple[np.ndarray, int], two: tuple[np.ndarray, int]) -> tuple[float, float]:
    """Estimate from two sketches the Jaccard index, and the share of the shorter text in the other.

    Both are exact where neither text has more runs than a sketch keeps; else the standard error
    of the index J is about sqrt(J(1 - J) / 512), at most .022.

    Examples
    --------
    >>> a, b = sketch("一二三四五六七八九十百千万"), sketch("一二三四五六七八九十百千")
    >>> estimate(a, b)
    (0.5, 1.0)
    """
    (a, n_a), (b, n_b) = one, two
    if not n_a or not n_b:
        return 0.0, 0.0
    size = min(len(a), len(b)) if n_a > len(a) or n_b > len(b) else len(a) + len(b)
    both = np.union1d(a, b)[:size]
    shared = np.intersect1d(np.intersect1d(a, b, assume_unique=True), both, assume_unique=True)
    index = len(shared) / len(both)
    common = index * (n_a + n_b) / (1 + index)
    return index, min(1.0, common / min(n_a, n_b))


def duplicates(
    documents: Iterable[Document | tuple[str, str]],
    known: Mapping[str, tuple[np.ndarray, int]] | None = None,
    like: float = LIKE,
    within: float = WITHIN,
) -> pd.DataFrame:
    """Find texts that are nearly the same, or stand whole within another.

    Parameters
    ----------
    documents : iterable of Document or (doc_id, text)
        Read once, one at a time; a sketch of 4 KB is kept of each.
    known : mapping of doc_id to `sketch`, optional
        Texts that are there already; they are compared with the new ones, not among themselves.
    like, within : float
        A pair is listed where its Jaccard index (runs of 12 Han characters) or the share of the
        shorter in the longer reaches these.

    Returns
    -------
    DataFrame
        doc_id (the later of the two), other, jaccard, contained; sorted by doc_id, then by
        falling index, then by other.

    Examples
    --------
    >>> text = "过去一年我们坚持稳中求进工作总基调推动经济社会发展取得新的成绩"
    >>> duplicates([("a", text), ("b", "。" + text), ("c", "今年的工作千头万绪任务十分繁重" * 2)])
      doc_id other  jaccard  contained
    0      b     a      1.0        1.0
    """
    names = list(known or {})
    sketches = [known[name] for name in names] if known else []
    old = len(names)
    for document in documents:
        name, text = document if isinstance(document, tuple) else (document.doc_id, document.text)
        names.append(name)
        sketches.append(sketch(text))
    rows = []
    for one, two in _candidates([kept for kept, _ in sketches], old):
        index, contained = estimate(sketches[one], sketches[two])
        if index >= like or contained >= within:
            rows.append((names[two], names[one], round(index, 4), round(contained, 4)))
    table = pd.DataFrame(rows, columns=["doc_id", "other", "jaccard", "contained"])
    order = table.sort_values(
        ["doc_id", "jaccard", "other"], ascending=[True, False, True], kind="stable"
    )
    return order.reset_index(drop=True)


def _candidates(kept: list[np.ndarray], old: int) -> list[tuple[int, int]]:
    """Pairs that share a fair part of their hashes, the earlier first."""
    if not kept:
        return []
    values = np.concatenate(kept)
    owners = np.repeat(np.arange(len(kept)), [len(k) for k in kept])
    order = np.lexsort((owners, values))
    values, owners = values[order], owners[order]
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
    ends = np.append(starts[1:], len(values))
    shared: Counter = Counter()
    links: Counter = Counter()  # through hashes of crowds, where not every pair is counted
    for start, end in zip(starts, ends, strict=True):
        if end - start == 1:
            continue
        group = owners[start:end].tolist()
        if len(group) <= _CROWD:
            shared.update(combinations(group, 2))
        else:
            links.update(pairwise(group))
    shared.update(links)
    return sorted(
        pair
        for pair, n in shared.items()
        if pair[1] >= old and n >= 0.1 * min(len(kept[pair[0]]), len(kept[pair[1]]))
    )
