"""Tables to sparse matrices: units (sentences, paragraphs, parts, documents) by words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import InputError

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


@dataclass(frozen=True)
class Counts:
    """Counts of words in units.

    Attributes
    ----------
    X : scipy.sparse.csr_matrix of int32, shape (units, words)
        How often each word stands in each unit.
    units : list of str
        Names of the rows, in the order of the text.
    vocabulary : list of str
        Names of the columns, sorted by code point.
    """

    X: csr_matrix
    units: list[str]
    vocabulary: list[str]

    def totals(self) -> pd.Series:
        """Return how often each word occurs in all units, as a Series over the vocabulary."""
        return pd.Series(np.asarray(self.X.sum(axis=0)).ravel(), index=self.vocabulary, dtype=int)

    def keep(self, words) -> Counts:
        """Return the same units with the columns of `words` only (unknown words are left out)."""
        wanted = set(words)
        columns = [i for i, word in enumerate(self.vocabulary) if word in wanted]
        return Counts(self.X[:, columns], self.units, [self.vocabulary[i] for i in columns])


def unit_of(tokens: pd.DataFrame, unit: str, sentences: pd.DataFrame | None = None) -> pd.Series:
    """Look up for each token the unit it stands in.

    Parameters
    ----------
    tokens : DataFrame
        With a column `sent_id`, or with the column `unit` itself.
    unit : str
        A column of `tokens` or of `sentences` (`sent_id`, `par_id`, `part`, `doc_id`, ...).
    sentences : DataFrame, optional
        The sentences table (with any further columns, such as `zone` or `block`).

    Raises
    ------
    InputError
        If neither table has the column.
    """
    if unit in tokens:
        return tokens[unit]
    if sentences is None or unit not in sentences:
        known = ", ".join([*tokens, *(() if sentences is None else sentences)])
        raise InputError(f"no column '{unit}' to count by", do=f"Known columns: {known}.")
    lookup = pd.Series(sentences[unit].to_numpy(), index=sentences["sent_id"].to_numpy())
    return pd.Series(lookup.reindex(tokens["sent_id"]).to_numpy(), index=tokens.index, name=unit)


def matrix(tokens: pd.DataFrame, unit: str, sentences: pd.DataFrame | None = None) -> Counts:
    """Count words in units.

    Parameters
    ----------
    tokens : DataFrame
        Column `word`, one row a token in the order of the text, and `sent_id` or `unit`.
    unit : str
        What makes a row: a column of `tokens` or `sentences`.
    sentences : DataFrame, optional
        Where the column stands, if not in `tokens`.

    Returns
    -------
    Counts
        Units in the order of their first token; vocabulary sorted. Sums to ``len(tokens)``.

    Examples
    --------
    >>> toy = pd.DataFrame({"word": ["好", "新", "好"], "par": ["p1", "p1", "p2"]})
    >>> counts = matrix(toy, unit="par")
    >>> counts.X.toarray().tolist(), counts.units, counts.vocabulary
    ([[1, 1], [1, 0]], ['p1', 'p2'], ['好', '新'])
    """
    from scipy.sparse import coo_matrix

    rows, units = pd.factorize(unit_of(tokens, unit, sentences))
    columns, vocabulary = pd.factorize(tokens["word"], sort=True)
    ones = np.ones(len(tokens), dtype=np.int32)
    shape = (len(units), len(vocabulary))
    X = coo_matrix((ones, (rows, columns)), shape=shape).tocsr().astype(np.int32)
    return Counts(X, [str(u) for u in units], [str(w) for w in vocabulary])


def frequencies(tokens: pd.DataFrame, by: str, sentences: pd.DataFrame | None = None):
    """Count words in each group, long form, with rates.

    Returns
    -------
    DataFrame
        word, the group, count, n (tokens of the group), per_10k (count per 10,000 tokens); one
        row for every word in every group, zeros included, sorted by word then group.

    Examples
    --------
    >>> toy = pd.DataFrame({"word": ["好", "新", "好"], "zone": ["plan", "plan", "review"]})
    >>> frequencies(toy, by="zone").values.tolist()[0]
    ['好', 'plan', 1, 2, 5000.0]
    """
    counts = matrix(tokens, by, sentences)
    dense = pd.DataFrame(counts.X.toarray().T, index=counts.vocabulary, columns=counts.units)
    n = dense.sum(axis=0)
    table = dense.rename_axis("word").reset_index().melt("word", var_name=by, value_name="count")
    table["n"] = table[by].map(n)
    table["per_10k"] = 1e4 * table["count"] / table["n"]
    return table.sort_values(["word", by], kind="stable", ignore_index=True)
