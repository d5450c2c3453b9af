"""Coding by hand: ten quantities of the labelled report, and how well two coders agree."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.targets import accuracy

SHOWN = ["text", "indicator", "sentence"]


def sample(n: int = 10, seed: int = 20250225) -> pd.DataFrame:
    """Draw quantities of the published labels, without their labels.

    Parameters
    ----------
    n : int
        How many; as many kinds of change as there are come first.
    seed : int
        The same seed gives the same quantities.

    Returns
    -------
    DataFrame
        id, text, indicator, sentence, in the order of the report.

    Examples
    --------
    >>> sample(10).shape
    (10, 4)
    """
    rows = pd.DataFrame(accuracy.gold())
    rows = rows[rows["status"] == "core"]
    order = np.random.default_rng(seed).permutation(len(rows))
    mixed = rows.iloc[order]
    rank = mixed.groupby("change_type").cumcount()
    chosen = mixed.assign(rank=rank).sort_values("rank", kind="stable").head(n)
    return chosen.sort_values("id")[["id", *SHOWN]].reset_index(drop=True)


def truth(ids, field: str = "change_type") -> pd.Series:
    """Give the published label of some quantities.

    Examples
    --------
    >>> truth(sample(2)["id"]).isin(["total", "new", "growth", "share", "rank", "streak"]).all()
    np.True_
    """
    rows = pd.DataFrame(accuracy.gold()).set_index("id")
    return rows.loc[list(ids), field]


def machine(ids, field: str = "change_type") -> pd.Series:
    """Give the label that the tool puts on some quantities of the labels ("" where it has none)."""
    module = accuracy.scorer()
    labels, predicted = accuracy.gold(), accuracy.found().astype(str).to_dict("records")
    for row in labels + predicted:
        row["_s"], row["_e"] = int(row["start"]), int(row["end"])

    def right(g, p):
        return module.same_value(g, p) and module.same_unit(g, p)

    pairs, _, _ = module.pair_up(labels, predicted, right)
    by_id = {g["id"]: p[field] for g, p in pairs}
    return pd.Series([by_id.get(i, "") for i in ids], index=list(ids), name=field)


def kappa(first, second) -> dict[str, float]:
    """Measure the agreement of two coders.

    Parameters
    ----------
    first, second : sequences of str
        Labels of the same things, in the same order.

    Returns
    -------
    dict
        n, agreement (share of equal labels), kappa of Cohen (1960):
        (p_o - p_e) / (1 - p_e), where p_e is the agreement expected of two coders who use their
        labels as often as these do, but at random; NaN where both use one label only.

    Raises
    ------
    InputError
        If the two are not of one length, or empty.

    Examples
    --------
    >>> kappa(["a", "a", "b", "b"], ["a", "a", "b", "a"])
    {'n': 4, 'agreement': 0.75, 'kappa': 0.5}
    """
    a, b = pd.Series(list(first)), pd.Series(list(second))
    if len(a) != len(b) or not len(a):
        raise InputError(
            f"{len(a)} labels against {len(b)}", do="Two coders must label the same things."
        )
    observed = float((a == b).mean())
    shares_a, shares_b = a.value_counts(normalize=True), b.value_counts(normalize=True)
    expected = float((shares_a * shares_b.reindex(shares_a.index).fillna(0)).sum())
    value = (observed - expected) / (1 - expected) if expected < 1 else float("nan")
    return {"n": len(a), "agreement": round(observed, 6), "kappa": round(value, 6)}


def check(mine, ids, field: str = "change_type"):
    """Compare labels of one's own with the published ones.

    Parameters
    ----------
    mine : sequence of str or None
        None means not yet answered.
    ids : sequence of str
        As of `sample`, in its order.
    field : str
        Column of the guide.

    Returns
    -------
    str or dict
        A line that says so while there is no answer, else as of `kappa`.

    Examples
    --------
    >>> check(None, [])
    '尚未作答。 Not answered yet.'
    """
    if mine is None:
        return "尚未作答。 Not answered yet."
    return kappa(truth(ids, field), mine)
