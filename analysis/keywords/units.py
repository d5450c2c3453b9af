"""From any table of tokens to counts: the one way into every statistic of the package."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.counts import Counts, matrix
from analysis.errors import InputError

# What a reader calls a unit, and the columns in which our tables and plain ones keep it.
ALIASES = {
    "paragraph": ("par_id", "par"),
    "sentence": ("sent_id", "sent"),
    "document": ("doc_id", "doc"),
}


def column(tokens: pd.DataFrame, name: str | None) -> pd.Series:
    """Return the grouping column `name` of a table of tokens.

    Parameters
    ----------
    tokens : DataFrame
        One row a token.
    name : str or None
        A column, or ``"paragraph"``, ``"sentence"``, ``"document"``, which stand for `par_id` or
        `par`, `sent_id` or `sent`, `doc_id` or `doc`. A paragraph and a document are read from
        `sent_id` (``shenzhen-2025:0074.0002``) where no column names them. None: all in one.

    Raises
    ------
    InputError
        If there is no such column.

    Examples
    --------
    >>> toy = pd.DataFrame({"word": ["好", "新"], "sent_id": ["a:0001.0001", "a:0002.0001"]})
    >>> column(toy, "paragraph").tolist()
    ['a:0001', 'a:0002']
    """
    if name is None:
        return pd.Series("all", index=tokens.index)
    for candidate in (name, *ALIASES.get(name, ())):
        if candidate in tokens:
            found = tokens[candidate]
            # what stands in no section is a group of its own
            return found.astype(object).where(found.notna(), "") if found.isna().any() else found
    if "sent_id" in tokens:
        text = tokens["sent_id"].astype(str)
        if name in ("paragraph", *ALIASES["paragraph"]):
            return text.str.rpartition(".")[0]
        if name in ("document", *ALIASES["document"]):
            return text.str.rpartition(":")[0]
    known = ", ".join(map(str, tokens.columns))
    raise InputError(f"no column '{name}' to group tokens by", do=f"Known columns: {known}.")


def words_of(tokens: pd.DataFrame) -> pd.Series:
    """Return the column `word` as text.

    Raises
    ------
    InputError
        If there is none, or it has empty cells (as where a reader took the word ``NA`` for one).
    """
    if "word" not in tokens:
        raise InputError(
            "no column 'word' in the table of tokens",
            do="Give one row a token, in the order of the text.",
        )
    words = tokens["word"]
    if words.isna().any():
        raise InputError(
            f"{int(words.isna().sum())} empty cells in the column 'word'",
            do="Leave those rows out; read CSV files with keep_default_na=False.",
        )
    return words.astype(str)


def as_counts(tokens: pd.DataFrame | Counts | pd.Series, unit: str | None) -> Counts:
    """Count words in units, whatever comes in.

    Parameters
    ----------
    tokens : DataFrame, Counts or Series
        A table of tokens (`word` and the column of the unit), counts made before, or a frequency
        list (a Series of counts over words: one unit; the entry ``""`` stands for all words that
        are not listed).
    unit : str or None
        See `column`.

    Examples
    --------
    >>> as_counts(pd.Series({"好": 3, "新": 1}), None).X.toarray().tolist()
    [[3, 1]]
    """
    from scipy.sparse import csr_matrix

    if isinstance(tokens, Counts):
        return Counts(csr_matrix(tokens.X), tokens.units, tokens.vocabulary)
    if isinstance(tokens, pd.Series):
        tokens = tokens.sort_index()
        return Counts(csr_matrix(tokens.to_numpy()[None, :]), ["list"], list(tokens.index))
    words = words_of(tokens)
    if tokens.empty:
        return Counts(csr_matrix((0, 0), dtype=np.int32), [], [])
    return matrix(pd.DataFrame({"word": words, "_unit": column(tokens, unit)}), unit="_unit")


def align(first: Counts, second: Counts) -> tuple[list[str], Counts, Counts]:
    """Bring two counts onto one sorted vocabulary.

    Examples
    --------
    >>> one, two = as_counts(pd.Series({"好": 3}), None), as_counts(pd.Series({"新": 1}), None)
    >>> words, a, b = align(one, two)
    >>> words, a.X.toarray().tolist(), b.X.toarray().tolist()
    (['好', '新'], [[3, 0]], [[0, 1]])
    """
    if first.vocabulary == second.vocabulary:
        return first.vocabulary, first, second
    words = sorted(set(first.vocabulary) | set(second.vocabulary))
    return words, _widen(first, words), _widen(second, words)


def _widen(counts: Counts, words: list[str]) -> Counts:
    from scipy.sparse import csr_matrix

    place = {word: i for i, word in enumerate(words)}
    index = np.array([place[w] for w in counts.vocabulary], dtype=np.int32)
    X = counts.X.tocsr()
    columns = index[X.indices] if len(index) else X.indices
    X = csr_matrix((X.data, columns, X.indptr), shape=(X.shape[0], len(words)))
    return Counts(X, counts.units, words)


def totals(X) -> np.ndarray:
    """Sum the columns of a sparse matrix in 64 bits."""
    return np.asarray(X.tocsr().sum(axis=0, dtype=np.int64)).ravel()


def sizes(X) -> np.ndarray:
    """Sum the rows of a sparse matrix in 64 bits."""
    return np.asarray(X.sum(axis=1, dtype=np.int64)).ravel()
