"""How fast are the statistics, on one report's worth of words and on 13,000 documents?

Run ``python tests/benchmarks/bench_keywords.py [report|corpus]``; prints one line a measure with
its limit. Made-up counts: words drawn from Zipf's law, documents of about 2,000 distinct words.
"""

import resource
import sys
import time

import numpy as np
from scipy.sparse import csr_matrix

from analysis import keywords
from analysis.keywords.dispersion import dispersion, over_parts


def zipf_counts(units: int, words: int, distinct: int, seed: int = 1) -> csr_matrix:
    """Make a matrix with about `distinct` cells a row that are not zero."""
    rng = np.random.default_rng(seed)
    draws = int(distinct * 1.9)
    rank = np.exp(rng.random((units, draws), dtype=np.float32) * np.log(words)) - 1
    columns = np.sort(np.minimum(rank.astype(np.int32), words - 1), axis=1)
    new = np.ones(columns.shape, dtype=bool)
    new[:, 1:] = columns[:, 1:] != columns[:, :-1]
    first = np.flatnonzero(new)
    data = np.diff(np.append(first, new.size)).astype(np.int32)
    indptr = np.concatenate([[0], np.cumsum(new.sum(axis=1))])
    return csr_matrix((data, columns.ravel()[first], indptr), shape=(units, words))


def timed(name: str, limit: float, work) -> None:
    """Print how long `work` takes (by the clock, and of the processor) and the limit."""
    begin, busy = time.perf_counter(), time.process_time()
    work()
    seconds, cpu = time.perf_counter() - begin, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    mark = "ok" if seconds < limit else "OVER"
    times = f"{seconds:7.2f} s  cpu {cpu:5.2f} s  limit {limit:5.1f} s"
    print(f"{name:42s} {times}  {mark:4s}  peak {peak:.2f} GB")


def report() -> None:
    """One report: 9,999 permutations over 80 paragraphs, 550 words."""
    X = zipf_counts(80, 550, 60)
    names = [f"w{i:03d}" for i in range(550)]
    one = keywords.Counts(X[:57], list(map(str, range(57))), names)
    two = keywords.Counts(X[57:], list(map(str, range(23))), names)
    keywords.keyness(one, two, permutations=9)  # imports
    timed("keyness, 9,999 permutations, 550 words", 1.5, lambda: keywords.keyness(one, two))


def corpus() -> None:
    """50,000 words by 13,000 documents."""
    X = zipf_counts(13_000, 50_000, 2_000)
    print(f"{X.nnz / 1e6:.1f} M cells, {X.sum() / 1e6:.1f} M tokens")
    names = [f"w{i:05d}" for i in range(50_000)]
    half = [str(i) for i in range(6500)]
    one, two = keywords.Counts(X[:6500], half, names), keywords.Counts(X[6500:], half, names)
    keywords.measures([1], [2], 10, 10)  # imports
    timed(
        "keyness, 50,000 x 13,000, no permutation",
        2.0,
        lambda: keywords.keyness(one, two, permutations=0),
    )
    module = sys.modules["analysis.keywords.dispersion"]
    with_da = module._da
    module._da = lambda p, starts, n, mean: np.zeros(len(starts) - 1)
    timed("dispersion without DA", 15.0, lambda: over_parts(X))
    module._da = with_da
    timed("dispersion with DA", 35.0, lambda: dispersion(keywords.Counts(X, [], names)))


if __name__ == "__main__":
    chosen = sys.argv[1:] or ["report", "corpus"]
    for part in chosen:
        {"report": report, "corpus": corpus}[part]()
