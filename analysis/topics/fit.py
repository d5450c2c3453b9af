"""Topics from an exact start: NMF of tf-idf, LDA begun from it, LDA with seed words.

Nothing here depends on a random start. The NMF begins from the singular vectors (NNDSVD of
Boutsidis and Gallopoulos 2008, zeros filled with the mean), taken by an exact solver with a
fixed first vector; LDA (Blei, Ng and Jordan 2003; Hoffman, Blei and Bach 2010) begins from the
NMF's topics instead of from noise.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.tables import round6
from analysis.topics.units import Units

MODELS = ("nmf", "lda", "seeded", "plain")
ALPHA, ETA, PASSES = 0.1, 0.1, 5
SEED_WEIGHT = 2.0  # pseudo-count of a seed word in its theme


@dataclass(frozen=True)
class Topics:
    """A fitted topic model.

    Attributes
    ----------
    model : str
        ``"nmf"``, ``"lda"``, ``"seeded"`` or ``"plain"`` (gensim as most tutorials run it).
    weights : DataFrame, shape (topics, words)
        Weight of each word in each topic; rows sum to 1. Index: topic numbers from 1, or theme
        names for seeded topics.
    shares : DataFrame, shape (units, topics)
        Share of each topic in each unit; rows sum to 1 (0 for a unit without any word).
    sentence_shares : DataFrame, shape (sentences, topics)
        The same for every body sentence, projected on the fitted topics.
    notes : tuple of str
        What was changed or could not be done: a smaller k, seed words that do not occur.
    """

    model: str
    weights: pd.DataFrame
    shares: pd.DataFrame
    sentence_shares: pd.DataFrame
    notes: tuple[str, ...] = field(default=())

    @property
    def k(self) -> int:
        """Number of topics."""
        return len(self.weights)

    def top_words(self, n: int = 10) -> list[list[str]]:
        """Return the n heaviest words of each topic, ties in the order of the vocabulary."""
        return top_words(self.weights.to_numpy(), list(self.weights.columns), n)


def top_words(weights: np.ndarray, vocabulary: list[str], n: int = 10) -> list[list[str]]:
    """Return the n heaviest words of each row.

    Weights are rounded to 6 digits first, so that the last bits of a machine rank nothing.

    Examples
    --------
    >>> top_words(np.array([[0.1, 0.7, 0.2]]), ["甲", "乙", "丙"], 2)
    [['乙', '丙']]
    """
    order = np.argsort(-round6(weights), axis=1, kind="stable")[:, :n]
    return [[vocabulary[j] for j in row] for row in order]


def exact_start(A, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Start of an NMF from the singular vectors: NNDSVDa without chance.

    Parameters
    ----------
    A : sparse matrix, shape (units, words)
    k : int
        Fewer than both sides of A.

    Returns
    -------
    (W, H)
        Shapes (units, k) and (k, words), all positive.
    """
    from scipy.sparse.linalg import svds

    side = min(A.shape)
    U, s, Vt = svds(A, k=k, v0=np.full(side, side**-0.5))
    order = np.argsort(-s)
    U, s, Vt = U[:, order], s[order], Vt[order]
    W, H = np.zeros_like(U), np.zeros_like(Vt)
    for j in range(k):
        # Of each pair of singular vectors the heavier side, positive or negative, is kept.
        sides = []
        for sign in (1, -1):
            x, y = np.maximum(sign * U[:, j], 0), np.maximum(sign * Vt[j], 0)
            sides.append((np.linalg.norm(x) * np.linalg.norm(y), x, y))
        mass, x, y = max(sides, key=lambda side: side[0])
        scale = np.sqrt(s[j] * mass)
        W[:, j] = scale * x / np.linalg.norm(x)
        H[j] = scale * y / np.linalg.norm(y)
    mean = A.mean()
    W[W < 1e-6], H[H < 1e-6] = mean, mean
    return W, H


def nmf(X, k: int, tol: float = 1e-5):
    """Factorise sublinear tf-idf from the exact start.

    Returns
    -------
    (estimator, transformer, W)
        scikit-learn's fitted NMF and TfidfTransformer, and the weights of the units.
    """
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfTransformer

    transformer = TfidfTransformer(sublinear_tf=True)
    A = transformer.fit_transform(X.astype(float))
    W, H = exact_start(A, k)
    estimator = NMF(k, init="custom", max_iter=1000, tol=tol)
    # On a text of a few words the error can fall a hair below 0, and its root is asked for.
    with np.errstate(invalid="ignore"):
        return estimator, transformer, estimator.fit_transform(A, W=W, H=H)


def fit(
    units: Units,
    k: int | None = None,
    model: str = "lda",
    seed: int = 0,
    themes: dict[str, list[str]] | None = None,
    residual: int = 0,
) -> Topics:
    """Fit topics.

    Parameters
    ----------
    units : Units
        As `topics.units` gives them.
    k : int, optional
        Number of topics; ``units.k`` by default. Where the text is too small for it, a smaller
        one is taken and a note says so.
    model : str
        ``"lda"`` begun from NMF topics (the default: it agrees best with a report's own
        parts), ``"nmf"``, ``"seeded"`` (needs `themes`), or ``"plain"``, gensim's LdaModel from
        a random start, to show the difference.
    seed : int
        Enters gensim's inference only; it changes nothing but for ``"plain"``.
    themes : dict, optional
        Theme -> seed words, for ``"seeded"``.
    residual : int
        Further topics without seed words, for ``"seeded"``.

    Returns
    -------
    Topics

    Raises
    ------
    InputError
        An unknown model, k below 2, fewer than 4 units, themes without any seed word in the
        text.
    """
    if model not in MODELS:
        raise InputError(f"no model '{model}'", do=f"Use one of {', '.join(MODELS)}.")
    if model == "seeded":
        return _seeded(units, themes or {}, residual, seed)
    k, notes = _possible_k(units, k)
    if model == "plain":
        lda = _gensim(units.counts.X, k, seed, units.counts.vocabulary)
        return _from_lda("plain", lda, units, range(1, k + 1), notes)
    estimator, transformer, W = nmf(units.counts.X, k)
    if model == "lda":
        eta = np.full((k, len(units.counts.vocabulary)), ETA)
        lda = _lda_from(units, estimator.components_, eta, seed)
        return _from_lda("lda", lda, units, range(1, k + 1), notes)
    A = transformer.transform(units.by_sentence.X.astype(float))
    return _topics(
        "nmf", estimator.components_, W, estimator.transform(A), units, range(1, k + 1), notes
    )


def _possible_k(units: Units, k: int | None) -> tuple[int, tuple[str, ...]]:
    asked = units.k if k is None else k
    n = len(units.counts.units)
    if asked < 2:
        raise InputError(f"{asked} topic(s) asked", do="Ask for 2 or more.")
    if n < 4:
        raise InputError(f"only {n} units ({units.unit})", do="Use smaller units or more text.")
    most = min(n, len(units.counts.vocabulary)) - 1
    if asked > most:
        note = f"{asked} topics asked, {most} fitted: there are only {n} units ({units.unit})."
        return most, (note,)
    return asked, ()


def _gensim(X, k: int, seed: int, vocabulary: list[str], corpus=True, eta=None, passes=10):
    """gensim's LdaModel, batch or as tutorials use it."""
    import logging

    from gensim.models import LdaModel

    # gensim warns of every small corpus; what may not be read is said by the marks.
    logging.getLogger("gensim").setLevel(logging.ERROR)
    names = dict(enumerate(vocabulary))
    if corpus:  # the tutorials' way: online updates from a random start
        return LdaModel(bow(X), num_topics=k, id2word=names, passes=passes, random_state=seed)
    return LdaModel(
        num_topics=k, id2word=names, alpha=ALPHA, eta=eta, update_every=0, iterations=200,
        chunksize=max(1, X.shape[0]), random_state=seed, dtype=np.float64, eval_every=None,
        gamma_threshold=1e-6,  # inference to the end: its own random start leaves no trace
    )  # fmt: skip


def bow(X) -> list[list[tuple[int, float]]]:
    """Turn a sparse matrix into gensim's bags of words."""
    X = X.tocsr()
    pairs = zip(X.indptr[:-1], X.indptr[1:], strict=True)
    return [
        list(zip(X.indices[a:b].tolist(), X.data[a:b].astype(float).tolist(), strict=True))
        for a, b in pairs
    ]


def _lda_from(units: Units, start: np.ndarray, eta: np.ndarray, seed: int):
    """LDA whose first topics are `start` (rows, any scale), updated in whole batches."""
    X = units.counts.X
    lda = _gensim(X, len(start), seed, units.counts.vocabulary, corpus=False, eta=eta)
    mass = X.sum() / len(start)
    lda.state.sstats[...] = start / start.sum(axis=1, keepdims=True) * mass
    lda.sync_state()
    lda.update(bow(X), passes=PASSES)
    return lda


def _from_lda(name, lda, units: Units, names, notes) -> Topics:
    shares, _ = lda.inference(bow(units.counts.X))
    lines, _ = lda.inference(bow(units.by_sentence.X))
    alpha = np.asarray(lda.alpha)
    return _topics(name, lda.get_topics(), shares - alpha, lines - alpha, units, names, notes)


def _topics(name, weights, shares, lines, units: Units, names, notes) -> Topics:
    names = pd.Index(list(names), name="topic")
    return Topics(
        name,
        pd.DataFrame(_normal(weights), index=names, columns=units.counts.vocabulary),
        pd.DataFrame(_normal(shares), index=units.counts.units, columns=names),
        pd.DataFrame(_normal(lines), index=units.by_sentence.units, columns=names),
        tuple(notes),
    )


def _normal(values) -> np.ndarray:
    """Make the rows sum to 1; a row of nothing stays 0."""
    values = np.maximum(np.asarray(values, dtype=float), 0)
    total = values.sum(axis=1, keepdims=True)
    return round6(np.divide(values, total, out=np.zeros_like(values), where=total > 0))


def _seeded(units: Units, themes: dict[str, list[str]], residual: int, seed: int) -> Topics:
    vocabulary = {word: j for j, word in enumerate(units.counts.vocabulary)}
    notes, found = [], {}
    for theme, words in themes.items():
        known = [word for word in words if word in vocabulary]
        absent = [word for word in words if word not in vocabulary]
        if absent:
            notes.append(
                f"{theme}: seed words that occur too rarely or not at all: {', '.join(absent)}."
            )
        if len(known) == 1:
            notes.append(f"{theme}: only one seed word ({known[0]}) occurs; read it with care.")
        if known:
            found[theme] = [vocabulary[word] for word in known]
        else:
            notes.append(f"{theme}: left out, none of its seed words occurs.")
    if len(found) < 2:
        raise InputError(
            "fewer than two themes have a seed word in the text",
            where="seeds/topics.csv",
            do="Add seed words that occur in it.",
        )
    X = units.counts.X.astype(float)
    k, v = len(found) + residual, len(vocabulary)
    # Paragraphs vote for themes by the seed words in them; the start is what they hold.
    idf = np.log((1 + X.shape[0]) / (1 + np.asarray((X > 0).sum(axis=0)).ravel())) + 1
    lift = X.copy()
    lift.data = 1 + np.log(lift.data)
    lift = lift.multiply(idf).tocsr()
    votes = np.column_stack([lift[:, cols].sum(axis=1) for cols in found.values()])
    votes = np.asarray(votes) / np.sqrt([len(cols) for cols in found.values()])
    sharp = _normal(votes**2)
    start = np.full((k, v), 1e-3)
    start[: len(found)] += (lift.T @ sharp).T
    if residual:
        start[len(found) :] += np.asarray(X.sum(axis=0)) / k
    eta = np.full((k, v), ETA)
    for row, cols in enumerate(found.values()):
        eta[row, cols] += SEED_WEIGHT
        start[row, cols] *= 3
    lda = _lda_from(units, start, eta, seed)
    names = [*found, *(f"其他 {n}" for n in range(1, residual + 1))]
    return _from_lda("seeded", lda, units, names, notes)
