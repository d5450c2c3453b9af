"""Words of commitment over the years: how often a plan binds itself, acts, aspires, supports."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import overview
from analysis.comparison.collection import Collection, Compared, rounded
from analysis.rhetoric import commit
from analysis.rhetoric.findings import attributes

RUNGS = ("4", "3+", "3", "2", "1", "T", "P")
PER = 10_000
COLUMNS = ["place", "year", "rung", "n", "of", "share", "share_lo", "share_hi", "characters",
           "rate", "rate_lo", "rate_hi"]  # fmt: skip


def garwood(n) -> tuple[np.ndarray, np.ndarray]:
    """Exact 95 % interval of a Poisson count (Garwood 1936).

    Examples
    --------
    >>> [side.round(3).tolist() for side in garwood([0, 10])]
    [[0.0, 4.795], [3.689, 18.39]]
    """
    from scipy.special import chdtri

    n = np.asarray(n, dtype=float)
    low = np.where(n > 0, chdtri(2 * np.maximum(n, 1), 0.975) / 2, 0.0)
    return low, chdtri(2 * n + 2, 0.025) / 2


def wilson(n, of) -> tuple[np.ndarray, np.ndarray]:
    """95 % interval of a share (Wilson 1927); 0 to 1 where there is nothing.

    Examples
    --------
    >>> [side.round(3).tolist() for side in wilson([5], [10])]
    [[0.237], [0.763]]
    """
    n, of = np.asarray(n, dtype=float), np.asarray(of, dtype=float)
    z = 1.959963984540054
    safe = np.where(of > 0, of, 1)
    p = n / safe
    middle = (p + z**2 / (2 * safe)) / (1 + z**2 / safe)
    half = z * np.sqrt(p * (1 - p) / safe + z**2 / (4 * safe**2)) / (1 + z**2 / safe)
    low = np.where(n == 0, 0.0, middle - half)
    high = np.where(n == of, 1.0, middle + half)
    return np.where(of > 0, low, 0.0), np.where(of > 0, high, 1.0)


def pledges(collection: Collection) -> Compared:
    """Count the rungs of the ladder of commitment in the plan of every report.

    Returns
    -------
    Compared
        table: one row a document and rung (4 binding, 3+ action with a pushing adverb, 3 action,
        2 aspiring, 1 enabling, T target, P principle): n, of (all commitments), share with its
        Wilson interval, characters (Han characters of the plan), rate per 10,000 characters with
        Garwood's interval, and mark. evidence: the words of each commitment.

    Notes
    -----
    Both intervals take commitments as independent; in a text they come in clusters, so the true
    intervals are wider.
    """
    tables, proofs = [], []
    for one, document in zip(collection.readings, collection.documents.itertuples(), strict=True):
        hits = attributes(commit.detect(one.sentences, one.tokens), "adv")
        pushed = (hits["label"] == "3") & (hits["adv"] != "-")
        hits = hits.assign(rung=hits["label"].mask(pushed, "3+"))
        plan = collection.sentences
        plan = plan[(plan["doc_id"] == document.doc_id) & (plan["zone"] == "plan")]
        characters = int(overview.han_length(plan["text"]).sum())
        n = hits["rung"].value_counts().reindex(list(RUNGS), fill_value=0).to_numpy()
        label = f"{document.place} {document.year}"
        tables.append(
            pd.DataFrame(
                {"mark": [f"{label} {r}" if k else "" for r, k in zip(RUNGS, n, strict=True)],
                 "place": document.place, "year": document.year, "rung": RUNGS, "n": n,
                 "of": len(hits), "characters": characters}
            )
        )  # fmt: skip
        marks = label + " " + hits["rung"]
        proofs.append(hits.assign(mark=marks)[["mark", "sent_id", "start", "end", "text"]])
    table = pd.concat(tables, ignore_index=True)
    table["share"] = table["n"] / table["of"].where(table["of"] > 0, 1)
    table["share_lo"], table["share_hi"] = wilson(table["n"], table["of"])
    per = PER / table["characters"].where(table["characters"] > 0, 1)
    low, high = garwood(table["n"])
    table["rate"], table["rate_lo"], table["rate_hi"] = table["n"] * per, low * per, high * per
    return Compared(rounded(table[["mark", *COLUMNS]]), pd.concat(proofs, ignore_index=True))
