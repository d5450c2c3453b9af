"""Which sentences of last year's report were kept, reworded or dropped, and which are new."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pandas as pd

from analysis import lexicons
from analysis.comparison import matching
from analysis.comparison.collection import Collection, Compared, rounded, successions

# Chosen on labelled pairs of national reports; see docs/accuracy/comparison.md.
KEPT = 0.95  # ratio from which a pair with the same numbers was kept
REWORDED = 0.25  # cosine from which a pair says the same in other words
FATES = ("kept", "reworded", "dropped", "new")
COLUMNS = [
    "place", "year", "next_year", "zone", "fate", "score", "cosine", "ratio", "sent_id", "start",
    "end", "text", "next_sent_id", "next_start", "next_end", "next_text",
]  # fmt: skip


@cache
def _strength() -> re.Pattern:
    """Words that make a promise stronger or weaker: verbs of seeds/commitment.csv but actions."""
    table = lexicons.load("commitment.csv", columns=("term", "label"), unique=())
    table = table[(table["group"] == "adverb") | table["label"].isin(["4", "2", "1"])]
    terms = sorted(set(table["term"]), key=lambda term: (-len(term), term))
    return re.compile("|".join(map(re.escape, terms)))


def verdicts(one: pd.Series, other: pd.Series, pairs: pd.DataFrame, least: float) -> list[str]:
    """Say of matched pairs whether the sentence was kept, reworded, or is another one.

    Kept: a ratio of at least `KEPT`, the same numbers (years aside) and the same words of
    commitment. Reworded: a cosine of at least `least`. A new number in the same words is a
    rewording, for it is another target; so is 力争 where it said 确保.

    Examples
    --------
    >>> a, b = pd.Series(["新建公园10座。"]), pd.Series(["新建公园9座。"])
    >>> pairs = matching.match(list(a), list(b))
    >>> verdicts(a, b, pairs, 0.25), verdicts(a, a, matching.match(list(a), list(a)), 0.25)
    (['reworded'], ['kept'])
    """
    found = []
    columns = ["i", "j", "ratio", "cosine"]
    for i, j, ratio, cosine in pairs[columns].itertuples(index=False, name=None):
        a, b = (matching.plain(side.iloc[at]) for side, at in ((one, i), (other, j)))
        same = matching.numbers(a) == matching.numbers(b)
        if ratio >= KEPT and same and _strength().findall(a) == _strength().findall(b):
            found.append("kept")
        else:
            found.append("reworded" if cosine >= least else "")
    return found


def compared(sentences: pd.DataFrame) -> pd.DataFrame:
    """Take the sentences whose fate is asked: those of the body, long enough to be compared.

    Headings, greetings and the closing appeal stand in every report and would count as kept.
    """
    body = sentences[sentences["role"] == "body"]
    return body[body["text"].map(lambda text: len(matching.plain(text)) >= matching.SHORTEST)]


def between(earlier: pd.DataFrame, later: pd.DataFrame, least: float = REWORDED) -> pd.DataFrame:
    """Follow the sentences of one report into the next.

    Parameters
    ----------
    earlier, later : DataFrame
        Sentences with role and zone (review with review, plan with plan).
    least : float
        Cosine from which a sentence counts as reworded.

    Returns
    -------
    DataFrame
        One row a sentence of either side: zone, fate, score, cosine, ratio, then sent_id, start,
        end, text of the earlier and next_sent_id, ... of the later (empty for dropped and new; a
        dropped sentence keeps no partner).

    Examples
    --------
    >>> from analysis import sentences
    >>> a = sentences.split("支持企业出海。办好灯会。", "a").assign(zone="plan")
    >>> b = sentences.split("推动企业出海。建设大桥。", "b").assign(zone="plan")
    >>> table = between(a, b)
    >>> dict(zip(table["fate"], table["text"] + table["next_text"]))
    {'reworded': '支持企业出海。推动企业出海。', 'dropped': '办好灯会。', 'new': '建设大桥。'}
    """
    one, other = (compared(side).reset_index(drop=True) for side in (earlier, later))
    pairs = matching.match(list(one["text"]), list(other["text"]), (one["zone"], other["zone"]))
    pairs["fate"] = verdicts(one["text"], other["text"], pairs, least)
    pairs = pairs[pairs["fate"] != ""]
    columns = ["sent_id", "start", "end", "text"]
    measures = {"score": np.nan, "cosine": np.nan, "ratio": np.nan}
    left = one[["zone", *columns]].assign(fate="dropped", **measures, j=-1)
    for name in ("fate", *measures, "j"):
        left.loc[pairs["i"], name] = pairs[name].to_numpy()
    right = other[["zone", *columns]].rename(columns={c: f"next_{c}" for c in columns})
    left = left.join(right.drop(columns="zone"), on="j")
    fresh = right[~right.index.isin(pairs["j"])].assign(fate="new")
    table = pd.concat([left.drop(columns="j"), fresh], ignore_index=True)
    numbers = ["start", "end", "next_start", "next_end"]
    table[numbers] = table[numbers].astype("Int64")
    texts = ["sent_id", "text", "next_sent_id", "next_text"]
    table[texts] = table[texts].astype(object).fillna("")
    return table


def fate(collection: Collection, least: float = REWORDED) -> Compared:
    """Follow the sentences of every report into the next one of the same place.

    Returns
    -------
    Compared
        table: one row a sentence, the columns of `COLUMNS`, and `mark`
        (``云岫市 2023→2024 kept``); evidence: the sentence itself, on both sides for a pair.

    Notes
    -----
    One to one: of a sentence that was split in two, one half counts as new. Review is compared
    with review, plan with plan.
    """
    parts = []
    by_doc = dict(tuple(collection.sentences.groupby("doc_id", sort=False)))
    for earlier, later in successions(collection):
        table = between(by_doc[earlier.doc_id], by_doc[later.doc_id], least)
        parts.append(table.assign(place=earlier.place, year=earlier.year, next_year=later.year))
    if not parts:
        empty = pd.DataFrame(columns=["mark", *COLUMNS])
        return Compared(empty, pd.DataFrame(columns=["mark", "sent_id", "start", "end", "text"]))
    table = pd.concat(parts, ignore_index=True)[COLUMNS]
    years = table["year"].astype(str) + "→" + table["next_year"].astype(str)
    table.insert(0, "mark", table["place"] + " " + years + " " + table["fate"])
    return Compared(rounded(table), evidence(table))


def evidence(table: pd.DataFrame) -> pd.DataFrame:
    """Lay out both sides of a table of fates as evidence: one row a sentence."""
    left = table.loc[table["sent_id"] != "", ["mark", "sent_id", "start", "end", "text"]]
    names = {f"next_{c}": c for c in ("sent_id", "start", "end", "text")}
    right = table.loc[table["next_sent_id"] != "", ["mark", *names]].rename(columns=names)
    both = pd.concat([left, right]).sort_index(kind="stable")
    return both.astype({"start": int, "end": int}).reset_index(drop=True)


def shares(table: pd.DataFrame) -> pd.DataFrame:
    """Count the fates of each succession of reports.

    Returns
    -------
    DataFrame
        place, year, next_year, fate, n, of (sentences of last year for kept, reworded, dropped;
        of this year for new), share, mark.

    Examples
    --------
    >>> toy = pd.DataFrame({"place": "甲市", "year": 2023, "next_year": 2024,
    ...                     "fate": ["kept", "dropped", "new"]})
    >>> shares(toy)[["fate", "n", "of", "share"]].values.tolist()[:2]
    [['kept', 1, 2, 0.5], ['reworded', 0, 2, 0.0]]
    """
    keys = ["place", "year", "next_year"]
    counts = pd.crosstab([table[key] for key in keys], table["fate"])
    counts = counts.reindex(table.groupby(keys, sort=False).size().index)
    counts = counts.reindex(columns=list(FATES), fill_value=0)
    before = counts[["kept", "reworded", "dropped"]].sum(axis=1)
    after = counts[["kept", "reworded", "new"]].sum(axis=1)
    rows = []
    for key, n in counts.iterrows():
        for name in FATES:
            of = int((after if name == "new" else before)[key])
            mark = f"{key[0]} {key[1]}→{key[2]} {name}" if n[name] else ""
            rows.append((mark, *key, name, int(n[name]), of, n[name] / of if of else 0.0))
    return rounded(pd.DataFrame(rows, columns=["mark", *keys, "fate", "n", "of", "share"]))
