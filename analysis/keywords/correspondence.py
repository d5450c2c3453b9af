"""Which words belong to which section: correspondence analysis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.keywords.units import as_counts, totals


@dataclass(frozen=True)
class Correspondence:
    """A correspondence analysis in principal coordinates.

    Attributes
    ----------
    rows : DataFrame
        unit, dim1, dim2, ..., mass, contribution1, ...: one row a section.
    columns : DataFrame
        word, dim1, dim2, ..., mass, contribution1, ..., f: one row a word.
    inertia : DataFrame
        dimension, eigenvalue, share of the total inertia.
    """

    rows: pd.DataFrame
    columns: pd.DataFrame
    inertia: pd.DataFrame


def correspondence(tokens, by: str = "section", dimensions: int = 2, min_count: int = 1):
    """Analyse the table of sections by words.

    Parameters
    ----------
    tokens : DataFrame or Counts
        Tokens with `word` and the column `by`, or counts.
    by : str
        What makes a row.
    dimensions : int
        Axes kept; fewer where the table has fewer.
    min_count : int
        Rarer words are left out: each would pull an axis to itself.

    Returns
    -------
    Correspondence
        Principal coordinates; the sign of an axis is such that the largest absolute row
        coordinate is positive.

    Raises
    ------
    InputError
        If fewer than two sections or two words are left.

    Notes
    -----
    Greenacre 2017: with P = X / n, row masses r and column masses c, the singular value
    decomposition of D_r^-1/2 (P - r c') D_c^-1/2 = U S V' gives the principal coordinates
    D_r^-1/2 U S and D_c^-1/2 V S; the eigenvalues are S^2 and add up to chi2 / n. Distances
    between sections are chi-square distances; a section and a word may be read together only by
    direction from the origin.

    Examples
    --------
    >>> toy = pd.DataFrame({"word": list("甲甲乙甲乙乙"), "section": list("一一一二二二")})
    >>> ca = correspondence(toy, dimensions=1)
    >>> ca.rows[["unit", "dim1"]].round(4).values.tolist(), ca.inertia["share"].round(4).tolist()
    ([['一', 0.3333], ['二', -0.3333]], [1.0])
    """
    counts = as_counts(tokens, by)
    keep = totals(counts.X) >= min_count
    X = counts.X.tocsr()[:, keep].toarray()
    filled = X.sum(axis=1) > 0
    words = [w for w, k in zip(counts.vocabulary, keep, strict=True) if k]
    units = [u for u, k in zip(counts.units, filled, strict=True) if k]
    X = X[filled]
    if min(X.shape) < 2:
        raise InputError(
            f"correspondence analysis of {X.shape[0]} groups and {X.shape[1]} words",
            where=f"groups by {by}",
            do="Two of each are the least; lower min_count or group otherwise.",
        )
    dimensions = min(dimensions, min(X.shape) - 1)
    P = X / X.sum()
    r, c = P.sum(axis=1), P.sum(axis=0)
    expected = np.outer(r, c)
    U, singular, Vt = np.linalg.svd((P - expected) / np.sqrt(expected), full_matrices=False)
    eigenvalues, total = singular[:dimensions] ** 2, float((singular**2).sum())
    rows = (U * singular / np.sqrt(r)[:, None])[:, :dimensions]
    columns = (Vt.T * singular / np.sqrt(c)[:, None])[:, :dimensions]
    # an axis without inertia (groups alike) has no coordinates
    flat = eigenvalues < 1e-15
    rows[:, flat], columns[:, flat] = 0.0, 0.0
    # ties in size are settled by position, not by the last bit
    largest = np.argmax(np.abs(rows).round(9), axis=0)
    sign = np.where(rows[largest, range(dimensions)] < 0, -1.0, 1.0)
    names = [f"dim{i + 1}" for i in range(dimensions)]
    inertia = pd.DataFrame({"dimension": range(1, dimensions + 1), "eigenvalue": eigenvalues})
    inertia["share"] = eigenvalues / total if total else np.nan
    f = pd.Series(X.sum(axis=0), name="f")
    out_rows = _side(rows * sign, r, eigenvalues, names)
    out_columns = _side(columns * sign, c, eigenvalues, names)
    out_rows.insert(0, "unit", units)
    out_columns.insert(0, "word", words)
    return Correspondence(out_rows, out_columns.join(f), inertia)


def _side(coordinates, mass, eigenvalues, names):
    table = pd.DataFrame(coordinates, columns=names)
    table["mass"] = mass
    with np.errstate(all="ignore"):
        share = mass[:, None] * coordinates**2 / eigenvalues
    for i in range(len(names)):
        table[f"contribution{i + 1}"] = share[:, i]
    return table
