"""Results from the counts on the disk: nothing here reads a text."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import keywords
from analysis.counts import Counts
from analysis.errors import InputError
from analysis.paths import shown
from analysis.shards import layout
from analysis.shards.reduce import LAYERS, SUMMARY, to_csr
from analysis.shards.work import folder_of

CELLS = 40_000_000  # of the dense block of a permutation test


def summary(out: str | Path) -> dict:
    """Return what a count says of itself: documents, characters, tokens, shards, fingerprint.

    Raises
    ------
    InputError
        If there is no finished count.
    """
    path = Path(out) / SUMMARY
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        raise InputError(
            "no finished count", where=shown(Path(out)), do="Run: run.py count FILE --out DIR."
        ) from None


def documents(out: str | Path) -> pd.DataFrame:
    """Return the documents table of a count: a row a document, in the order of the matrix.

    doc_id, the columns known of it (title, place, level, year, date, speaker, kind, ...), meta
    (further columns as JSON), n_chars, n_sentences, n_tokens, shard.
    """
    table = layout.read(Path(out), "documents").to_pandas().drop(columns="doc")
    texts = [c for c in table if not c.startswith("n_")]
    return table.assign(**{c: table[c].astype("str").fillna("") for c in texts})


def load(out: str | Path, layer: str = "words") -> Counts:
    """Load the matrix documents x words of a count.

    Parameters
    ----------
    out : path
    layer : str
        ``"words"`` or ``"terms"``. A term with two labels is one column.

    Returns
    -------
    Counts
        Rows in the order dealt, named by doc_id; columns sorted by code point.

    Raises
    ------
    InputError
        If there is no finished count, or an unknown layer.

    Examples
    --------
    >>> import tempfile
    >>> from analysis.shards.counting import count
    >>> with tempfile.TemporaryDirectory() as out:
    ...     made = count([("a", "稳外贸。"), ("b", "稳稳的。")], out)
    ...     counts = load(out)
    >>> counts.units, counts.vocabulary, counts.X.toarray().tolist()
    (['a', 'b'], ['。', '外贸', '的', '稳', '稳稳'], [[1, 1, 0, 1, 0], [1, 0, 1, 0, 1]])
    """
    if layer not in LAYERS:
        raise InputError(f"no layer '{layer}'", do=f"Use one of: {', '.join(LAYERS)}.")
    name = summary(out)["count"]
    _, columns, counted = LAYERS[layer]
    parts = {part: layout.read(Path(out), part) for part in ("documents", layer, counted)}
    if any((p.schema.metadata or {}).get(b"count", b"").decode() != name for p in parts.values()):
        raise InputError(
            "its files are of two counts", where=shown(Path(out)), do="Run the count again."
        )
    units = parts["documents"]["doc_id"].to_pylist()
    vocabulary = parts[layer][columns[0]].to_pylist()
    X = to_csr(parts[counted], (len(units), len(vocabulary)))
    return Counts(X, units, vocabulary)


def halves(counts: Counts) -> np.ndarray:
    """Deal documents onto two halves, by turns: True for the first half."""
    return np.arange(len(counts.units)) % 2 == 0


def keyness(
    out: str | Path,
    target=None,
    reference=None,
    layer: str = "words",
    permutations: int = 0,
    seed: int = 1,
    min_count: int = 5,
) -> pd.DataFrame:
    """Compare the words of two groups of documents, from the counts alone.

    Parameters
    ----------
    out : path
    target, reference : list of doc_id, or array of bool over the documents; optional
        Reference None: all the rest. Target None: every other document against the rest, where
        nothing should be key.
    layer : str
        ``"words"`` or ``"terms"``.
    permutations : int
        Draws of the test that deals whole documents out anew; 0 leaves it out.
    seed : int
        Of the draws.
    min_count : int
        Words with fewer tokens in both together are not tested and not listed.

    Returns
    -------
    DataFrame
        As `keywords.keyness`, the unit being the document.

    Raises
    ------
    InputError
        If a document is not in the count, or a group is empty.

    Examples
    --------
    >>> import tempfile
    >>> from analysis.shards.counting import count
    >>> with tempfile.TemporaryDirectory() as out:
    ...     made = count([("a", "稳外贸。"), ("b", "稳就业。")], out)
    ...     table = keyness(out, ["a"], min_count=1)
    >>> table["word"].tolist()
    ['外贸', '。', '稳', '就业']
    """
    counts = load(out, layer)
    first, second = _groups(counts, target, reference, out)
    sides = [Counts(counts.X[np.flatnonzero(s)], [], counts.vocabulary) for s in (first, second)]
    table = keywords.keyness(*sides, permutations=0, min_count=min_count)
    if not permutations or table.empty:
        return table
    chosen = np.flatnonzero(first | second)
    place = {word: i for i, word in enumerate(counts.vocabulary)}
    keep = np.array([place[word] for word in table["word"]])
    p = _permute(counts.X[chosen].tocsc(), keep, first[chosen], permutations, seed)
    table["p_perm"] = p
    table["q"], table["Holm"] = keywords.adjusted(p)
    return table


def _permute(X, keep, target, permutations, seed) -> np.ndarray:
    """The permutation test in blocks of words, so that the dense part stays small."""
    from scipy.sparse import csr_matrix, hstack

    total = np.asarray(X.sum(axis=1, dtype=np.int64)).ravel()
    filled = total > 0
    step = max(1, CELLS // max(X.shape[0], 1))
    out = []
    for begin in range(0, len(keep), step):
        part = X[:, keep[begin : begin + step]]
        rest = csr_matrix((total - np.asarray(part.sum(axis=1, dtype=np.int64)).ravel())[:, None])
        block = Counts(hstack([part, rest]).tocsr()[filled], [], [])
        # The same seed deals the same hands in every block.
        out.append(keywords.permutation_p(block, target[filled], permutations, seed)[:-1])
    return np.concatenate(out)


def _groups(counts: Counts, target, reference, out) -> tuple[np.ndarray, np.ndarray]:
    def mask(group) -> np.ndarray:
        given = np.asarray(group)
        if given.dtype == bool:
            if given.shape != (len(counts.units),):
                raise InputError(
                    f"{len(given)} values for {len(counts.units)} documents",
                    do="Give one a row of `documents`.",
                )
            found = given
        else:
            names = {str(name) for name in given.ravel().tolist()}
            unknown = sorted(names - set(counts.units))
            if unknown:
                raise InputError(
                    f"no document '{unknown[0]}'", where=shown(Path(out)), do="See `documents`."
                )
            found = np.array([unit in names for unit in counts.units], dtype=bool)
        if not found.any():
            raise InputError("no document in the group", do="Choose others.")
        return found

    first = mask(halves(counts) if target is None else target)
    second = mask(~first if reference is None else reference)
    if (first & second).any():
        raise InputError("a document stands in both groups", do="Take it out of one.")
    return first, second


def frequency(out: str | Path, layer: str = "words", min_count: int = 1) -> pd.DataFrame:
    """Compute `keywords.frequency` over the documents of a count."""
    return keywords.frequency(load(out, layer), min_count=min_count)


def dispersion(out: str | Path, layer: str = "words", min_count: int = 1) -> pd.DataFrame:
    """Compute `keywords.dispersion` over the documents of a count."""
    return keywords.dispersion(load(out, layer), min_count=min_count)


def folders(out: str | Path) -> list[Path]:
    """Return the folders of the shards of a count, in the order dealt."""
    return [folder_of(out, key) for key in summary(out)["shards"]]


def sentences(out: str | Path):
    """Yield the sentences table of each shard of a count."""
    return map(layout.sentences, folders(out))


def tokens(out: str | Path):
    """Yield the token table of each shard of a count."""
    return map(layout.tokens, folders(out))


def terms(out: str | Path):
    """Yield the hits of the terms of each shard of a count."""
    return map(layout.terms, folders(out))
