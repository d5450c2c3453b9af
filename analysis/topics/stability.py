"""May a topic be read? Split halves against shuffled text, and grids over K.

The sentences of every paragraph are dealt to two halves; each half is fitted on its own. A topic
is marked readable where both halves show its top words, more of them than 95 % of the topics of
shuffled text do (the same sentences dealt to the paragraphs by chance), and where it leads in at
least three paragraphs. Halves are fitted by the exact NMF, the start of every model here, so one
definition serves all of them.

Why halves of sentences and not of paragraphs: one report has some fifty paragraphs, and its
review treats a whole matter in a single one; halves of paragraphs then differ in what they speak
of, and no topic of a single report passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.tables import round6
from analysis.topics.fit import Topics, nmf, top_words
from analysis.topics.units import Units

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

TOP = 10  # words a topic is known by
LEADS = 3  # units a topic must lead in
SPLITS, SHUFFLES = 6, 5
LOOSE = 1e-3  # tolerance of the many fits on halves
UNREADABLE = "do not interpret (too little text)"


def match(one: list[list[str]], other: list[list[str]]) -> np.ndarray:
    """Match two sets of topics by their top words (Hungarian method).

    Returns
    -------
    ndarray of int
        For each topic of `one` the index of its partner in `other`, -1 for none; the sum of
        shared words is largest.

    Examples
    --------
    >>> match([["甲", "乙"], ["丙"]], [["丙"], ["乙", "甲"]]).tolist()
    [1, 0]
    """
    from scipy.optimize import linear_sum_assignment

    shared = np.array([[len(set(a) & set(b)) for b in other] for a in one])
    rows, columns = linear_sum_assignment(-shared)
    partner = np.full(len(one), -1)
    partner[rows] = columns
    return partner


def overlaps(one: list[list[str]], other: list[list[str]]) -> np.ndarray:
    """Return for each topic of `one` the share of its top words its partner has.

    Examples
    --------
    >>> overlaps([["甲", "乙"]], [["乙", "丙"]]).tolist()
    [0.5]
    """
    partner = match(one, other)
    return np.array(
        [
            len(set(words) & set(other[p])) / len(words) if p >= 0 else 0.0
            for words, p in zip(one, partner, strict=True)
        ]
    )


def _half_tops(X, k: int, vocabulary: list[str]) -> list[list[str]]:
    """Top words of an NMF on some rows; words that do not occur in them are left out."""
    seen = np.flatnonzero(np.asarray((X > 0).sum(axis=0)).ravel())
    X = X[:, seen]
    k = min(k, min(X.shape) - 1)
    if k < 1:
        return []
    estimator, _, _ = nmf(X, k, tol=LOOSE)
    return top_words(estimator.components_, [vocabulary[j] for j in seen], TOP)


@dataclass(frozen=True)
class _Lines:
    """Sentences x words, and the unit each sentence stands in."""

    X: csr_matrix
    unit: np.ndarray
    vocabulary: list[str]

    def units(self, rows: np.ndarray, unit: np.ndarray | None = None):
        """Counts of the units, made of some sentences; units without any are left out."""
        from scipy.sparse import csr_matrix

        unit = (self.unit if unit is None else unit)[rows]
        sums = csr_matrix((np.ones(len(rows)), (unit, rows)), (unit.max() + 1, self.X.shape[0]))
        X = (sums @ self.X).tocsr()
        return X[np.flatnonzero(np.diff(X.indptr))]


def _lines(units: Units) -> _Lines:
    fitted = np.flatnonzero(units.sentences["unit"].isin(units.counts.units))
    unit, _ = pd.factorize(units.sentences["unit"].iloc[fitted])
    return _Lines(units.by_sentence.X.tocsr()[fitted], unit, units.counts.vocabulary)


def halves(unit: np.ndarray, generator) -> np.ndarray:
    """Deal the sentences of each unit to two halves by chance, as evenly as it goes.

    Parameters
    ----------
    unit : ndarray of int
        The unit of each sentence.

    Returns
    -------
    ndarray of bool
        True for the first half. Where units are single sentences, they are dealt themselves.

    Examples
    --------
    >>> first = halves(np.array([0, 0, 0, 0, 1, 1]), np.random.default_rng(0))
    >>> int(first[:4].sum()), int(first[4:].sum())
    (2, 1)
    """
    if unit.max(initial=0) + 1 == len(unit):
        unit = np.zeros_like(unit)
    order = generator.permutation(len(unit))
    order = order[np.argsort(unit[order], kind="stable")]
    place = np.arange(len(unit)) - np.searchsorted(unit[order], unit[order])
    odd = generator.integers(0, 2, unit.max(initial=0) + 1)[unit[order]]
    first = np.empty(len(unit), dtype=bool)
    first[order] = (place + odd) % 2 == 0
    return first


def split_half(lines: _Lines, unit, tops: list[list[str]], generator, splits: int) -> np.ndarray:
    """Overlap of each topic between halves, mean over random splits.

    For each split the topics of either half are matched to `tops`; a topic's overlap is the
    share of top words that its two partners have in common.
    """
    total = np.zeros(len(tops))
    for _ in range(splits):
        first = halves(unit, generator)
        partners = []
        for rows in (np.flatnonzero(first), np.flatnonzero(~first)):
            found = _half_tops(lines.units(rows, unit), len(tops), lines.vocabulary)
            partner = match(tops, found)
            partners.append([set(found[p]) if p >= 0 else set() for p in partner])
        total += [len(a & b) / TOP for a, b in zip(*partners, strict=True)]
    return total / splits


def null_line(lines: _Lines, k: int, generator, shuffles: int, splits: int) -> float:
    """Return the overlap that 95 % of the topics of shuffled text stay below."""
    every = np.arange(len(lines.unit))
    null = []
    for _ in range(shuffles):
        unit = generator.permutation(lines.unit)
        tops = _half_tops(lines.units(every, unit), k, lines.vocabulary)
        null.append(split_half(lines, unit, tops, generator, splits))
    return float(np.quantile(np.concatenate(null), 0.95, method="higher"))


def marks(
    topics: Topics, units: Units, seed: int = 0, splits: int = SPLITS, shuffles: int = SHUFFLES
) -> pd.DataFrame:
    """Say of each topic whether it may be interpreted.

    Parameters
    ----------
    topics : Topics
    units : Units
        What it was fitted on.
    seed : int
        Of the splits and shuffles.
    splits, shuffles : int
        How many random halvings, and how many shuffled texts, each halved as often.

    Returns
    -------
    DataFrame
        topic, overlap (mean split-half overlap of the top ten words, 0 to 1), line (the 95 %
        line of shuffled text), leads (units in which the topic has the largest share), readable
        (overlap above the line and leads >= 3), mark (``""`` or ``"do not interpret (too little
        text)"``).
    """
    generator = np.random.default_rng(seed)
    lines = _lines(units)
    overlap = split_half(lines, lines.unit, topics.top_words(TOP), generator, splits)
    line = null_line(lines, topics.k, generator, shuffles, splits)
    shares = topics.shares.to_numpy()
    leading = np.where(shares.sum(axis=1) > 0, shares.argmax(axis=1), -1)
    leads = np.array([(leading == j).sum() for j in range(topics.k)])
    readable = (round6(overlap) > round6(line)) & (leads >= LEADS)
    return pd.DataFrame(
        {
            "topic": topics.weights.index,
            "overlap": round6(overlap),
            "line": round6(line),
            "leads": leads,
            "readable": readable,
            "mark": np.where(readable, "", UNREADABLE),
        }
    )


def npmi(tops: list[list[str]], X, vocabulary: list[str]) -> np.ndarray:
    """Coherence of topics: mean NPMI of all pairs of their top words over units.

    NPMI = ln(p12 / (p1 p2)) / -ln p12 with boolean counts, -1 for a pair that never meets
    (Bouma 2009; Aletras and Stevenson 2013).

    Examples
    --------
    >>> from scipy.sparse import csr_matrix
    >>> X = csr_matrix([[1, 1], [1, 1], [0, 0], [0, 0]])
    >>> npmi([["甲", "乙"]], X, ["甲", "乙"]).tolist()
    [1.0]
    """
    place = {word: j for j, word in enumerate(vocabulary)}
    present = (X > 0).astype(float).tocsc()
    n = X.shape[0]
    values = []
    for words in tops:
        known = [place[w] for w in words if w in place]
        part = present[:, known].toarray()
        together = part.T @ part / n
        single = np.diag(together)
        pairs = []
        for i in range(len(known)):
            for j in range(i):
                both = together[i, j]
                if both == 0:
                    pairs.append(-1.0)
                elif both == 1:
                    pairs.append(0.0)
                else:
                    pairs.append(np.log(both / (single[i] * single[j])) / -np.log(both))
        values.append(np.mean(pairs) if pairs else np.nan)
    return np.array(values)


def exclusivity(weights: np.ndarray, n: int = TOP) -> np.ndarray:
    """Mean share of a topic in the weight that its top words have in all topics.

    Examples
    --------
    >>> exclusivity(np.array([[0.9, 0.1], [0.1, 0.9]]), 1).tolist()
    [0.9, 0.9]
    """
    share = weights / np.maximum(weights.sum(axis=0, keepdims=True), 1e-300)
    order = np.argsort(-round6(weights), axis=1, kind="stable")[:, :n]
    return np.take_along_axis(share, order, axis=1).mean(axis=1)


def grid(units: Units, ks, seed: int = 0, repeats: int = 5) -> pd.DataFrame:
    """Measure models of different K: no number picks K, they trade off.

    Parameters
    ----------
    units : Units
    ks : iterable of int
    seed : int
        Of the splits and subsamples.
    repeats : int
        Splits and 80 % subsamples a K.

    Returns
    -------
    DataFrame
        k, npmi_held_out (top words of one half, pairs counted in the other; mean over topics
        and splits), exclusivity, agreement_seeds (top-10 overlap of two fits with different
        seeds: 1 by construction, shown as the check it is), agreement_80 (top-10 overlap with
        fits on 80 % of the units), smallest (units the smallest topic leads in).
    """
    X, vocabulary = units.counts.X.tocsr(), units.counts.vocabulary
    n = X.shape[0]
    rows = []
    for k in ks:
        if not 2 <= k < min(X.shape):
            continue
        generator = np.random.default_rng([seed, k])
        estimator, _, W = nmf(X, k)
        tops = top_words(estimator.components_, vocabulary, TOP)
        again, _, _ = nmf(X, k)
        coherence, agreement = [], []
        for _ in range(repeats):
            order = generator.permutation(n)
            left, right = np.sort(order[: n // 2]), np.sort(order[n // 2 :])
            coherence.append(npmi(_half_tops(X[left], k, vocabulary), X[right], vocabulary).mean())
            part = np.sort(generator.permutation(n)[: round(0.8 * n)])
            agreement.append(overlaps(tops, _half_tops(X[part], k, vocabulary)).mean())
        leads = np.bincount(W.argmax(axis=1), minlength=k)
        rows.append(
            {
                "k": k,
                "npmi_held_out": np.mean(coherence),
                "exclusivity": exclusivity(estimator.components_).mean(),
                "agreement_seeds": overlaps(
                    tops, top_words(again.components_, vocabulary, TOP)
                ).mean(),
                "agreement_80": np.mean(agreement),
                "smallest": int(leads.min()),
            }
        )
    columns = ["k", "npmi_held_out", "exclusivity", "agreement_seeds", "agreement_80", "smallest"]
    return round6(pd.DataFrame(rows, columns=columns))
