"""Label by hand, then compare: a sheet of strings, and kappa against the published labels."""

from __future__ import annotations

import pandas as pd

from analysis import corpus
from analysis.errors import InputError
from analysis.rhetoric import accuracy

LABELS = {
    "fourchar": ("policy", "free", "term", "frag"),
    "marker": ("4", "2", "1", "plan", "no"),
}
CONTEXT = 8


def sheet(detector: str = "fourchar", n: int = 30) -> pd.DataFrame:
    """Give strings to label, each with some characters around it, spread over the labelled text.

    Returns
    -------
    DataFrame
        number (1...), before, text, after; without labels.

    Examples
    --------
    >>> sheet(n=3)["number"].tolist()
    [1, 2, 3]
    """
    text = corpus.load(accuracy.DOCUMENT).text
    rows = []
    for number, row in enumerate(_chosen(detector, n), 1):
        before = text[max(0, row["s"] - CONTEXT) : row["s"]].split("\n")[-1]
        after = text[row["e"] : row["e"] + CONTEXT].split("\n")[0]
        rows.append((number, before.strip(), text[row["s"] : row["e"]], after))
    return pd.DataFrame(rows, columns=["number", "before", "text", "after"])


def truth(detector: str = "fourchar", n: int = 30) -> list[str]:
    """Give the published labels of a sheet."""
    return [row["label"] for row in _chosen(detector, n)]


def machine(detector: str = "fourchar", n: int = 30) -> list[str]:
    """Give the detector's labels of a sheet, ``?`` where it found nothing."""
    found = {(row["s"], row["e"]): row["label"] for row in accuracy.predicted(detector)}
    return [found.get((row["s"], row["e"]), "?") for row in _chosen(detector, n)]


def _chosen(detector: str, n: int) -> list[dict]:
    if detector not in LABELS:
        raise InputError(f"no sheet for '{detector}'", do=f"Known: {', '.join(LABELS)}.")
    rows = accuracy.gold(detector)
    n = min(n, len(rows))
    return [rows[k * len(rows) // n] for k in range(n)]


def kappa(first: list[str], second: list[str]) -> float:
    """Cohen's kappa: agreement beyond what two independent raters would reach by chance.

    kappa = (p_o - p_e) / (1 - p_e), p_o the share of equal labels, p_e the sum over labels of the
    product of both shares (Cohen 1960). 1 where nothing but one label is used by both.

    Raises
    ------
    InputError
        If the lists are empty or differ in length.

    Examples
    --------
    >>> kappa(["a", "a", "b", "b"], ["a", "a", "b", "a"])
    0.5
    """
    if not first or len(first) != len(second):
        raise InputError(
            f"{len(first)} labels against {len(second)}", where="kappa", do="Label every string."
        )
    n = len(first)
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    chance = sum(first.count(k) * second.count(k) for k in set(first) | set(second)) / n**2
    return 1.0 if chance == 1 else round((observed - chance) / (1 - chance), 3)


def agreement(labels: list[str] | str | None, detector: str = "fourchar", n: int = 30) -> str:
    """Say how far your labels agree with the published ones.

    Parameters
    ----------
    labels : list of str, str or None
        One label a row of the sheet, as a list or with blanks between; None means not yet.

    Examples
    --------
    >>> agreement(None)[:4]
    '尚未作答'
    """
    if labels is None:
        return "尚未作答：把标签写在 labels 里。 Not answered yet: put your labels into labels."
    given = labels.split() if isinstance(labels, str) else list(labels)
    unknown = sorted(set(given) - set(LABELS.get(detector, ())))
    if unknown:
        return (
            f"不认识的标签 unknown labels: {'、'.join(unknown)}；"
            f"可用 known: {'、'.join(LABELS[detector])}。"
        )
    right = truth(detector, n)
    if len(given) != len(right):
        return (
            f"共 {len(right)} 条，您标了 {len(given)} 条。 {len(right)} rows, {len(given)} labels."
        )
    same = sum(a == b for a, b in zip(given, right, strict=True))
    return (
        f"与公开标注相同 {same}/{len(right)}，kappa = {kappa(given, right):.2f}；"
        f"程序与公开标注 kappa = {kappa(machine(detector, n), right):.2f}。 "
        f"You agree with the published labels on {same} of {len(right)}; the detector's kappa "
        "comes second."
    )


def disagreements(
    labels: list[str] | str | None, detector: str = "fourchar", n: int = 30
) -> pd.DataFrame:
    """List the strings on which your labels differ from the published ones, to be discussed.

    Returns
    -------
    DataFrame
        number, before, text, after, yours, published, detector; without `labels` those on which
        the detector differs.
    """
    rows = sheet(detector, n)
    theirs = machine(detector, n)
    given = labels.split() if isinstance(labels, str) else list(labels or theirs)
    given = (given + [""] * len(rows))[: len(rows)]
    rows = rows.assign(yours=given, published=truth(detector, n), detector=theirs)
    return rows[rows["yours"] != rows["published"]].reset_index(drop=True)
