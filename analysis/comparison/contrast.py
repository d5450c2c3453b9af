"""Keywords of some years against others, of one place against another."""

from __future__ import annotations

from math import comb

import numpy as np
import pandas as pd

from analysis import keywords
from analysis.comparison.collection import Collection, Compared, rounded
from analysis.errors import InputError

SEED = 20250225
PERMUTATIONS = 9999
MIN_COUNT = 5
FINE_ENOUGH = 0.002  # least p from which documents are dealt out, not paragraphs
ALPHA = 0.05
COLUMNS = [
    "word", "a", "b", "C", "D", "rate_target", "rate_reference", "LR_half", "LR_half_lo",
    "LR_half_hi", "G2_4", "p_G2_4", "p_perm", "q", "n_tested", "documents_target",
    "documents_reference",
]  # fmt: skip


def resolution(target: int, reference: int, draws: int = PERMUTATIONS) -> float:
    """Return the least p that a permutation test of so many units can reach.

    There are C(n, k) ways to deal n units onto sides of k and n - k; where both sides have the
    same number each way has a mirror image that gives the same statistic. No test of three
    documents against three can reach .05.

    Examples
    --------
    >>> resolution(3, 3), resolution(1, 2), round(resolution(10, 10), 4)
    (0.1, 0.3333333333333333, 0.0001)
    """
    ways = comb(target + reference, target)
    least = (2 if target == reference else 1) / ways
    return max(least, 1 / (draws + 1))


def halves(years: list[int]) -> tuple[list[int], list[int]]:
    """Cut years into a later and an earlier half; of an odd number the middle one is early.

    Examples
    --------
    >>> halves([2023, 2024, 2025])
    ([2025], [2023, 2024])
    """
    years = sorted(years)
    cut = len(years) - len(years) // 2
    return years[cut:], years[:cut]


def span(years: list[int]) -> str:
    """Name some years: `2025`, or `2014–2022`.

    Examples
    --------
    >>> span([2023, 2024])
    '2023–2024'
    """
    return str(min(years)) if min(years) == max(years) else f"{min(years)}–{max(years)}"


def sides(collection: Collection, by: str, target: str | None = None) -> tuple:
    """Say which documents stand on which side, and what the sides are called.

    Parameters
    ----------
    by : str
        ``"year"``: the later half of the years against the earlier, of the places that have
        both, so that years are not compared by comparing places. ``"place"``: one place against
        all others, in the years that both sides have (in all where there is none).
    target : str, optional
        The place; the first by default.

    Returns
    -------
    (target doc_ids, reference doc_ids, target name, reference name)

    Raises
    ------
    InputError
        One year or one place only, no place with both halves, or a place that is not there.
    """
    documents = collection.documents
    if by == "year":
        if len(collection.years) < 2:
            raise InputError(
                f"one year only ({collection.years[0]})", do="Name reports of several years."
            )
        chosen = documents["year"].isin(halves(collection.years)[0])
        both = set(documents.loc[chosen, "place"]) & set(documents.loc[~chosen, "place"])
        if not both:
            raise InputError(
                "no place has reports of both halves of the years",
                do="Name reports of several years of one place.",
            )
        documents = documents[documents["place"].isin(both)]
        chosen = chosen[documents.index]
        names = tuple(span(sorted(set(documents.loc[c, "year"]))) for c in (chosen, ~chosen))
    else:
        places = collection.places
        if len(places) < 2:
            raise InputError(f"one place only ({places[0]})", do="Name reports of several places.")
        target = places[0] if target is None else target
        if target not in places:
            raise InputError(f"no place '{target}'", do=f"There are: {', '.join(places)}.")
        chosen = documents["place"] == target
        common = set(documents.loc[chosen, "year"]) & set(documents.loc[~chosen, "year"])
        if common:
            documents = documents[documents["year"].isin(common)]
            chosen = chosen[documents.index]
        there = set(documents["place"])
        others = [place for place in places if place != target and place in there]
        names = target, others[0] if len(others) == 1 else "rest"
    ids = documents["doc_id"]
    return list(ids[chosen]), list(ids[~chosen]), *names


def keyness(
    collection: Collection,
    by: str = "year",
    target: str | None = None,
    *,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    min_count: int = MIN_COUNT,
) -> Compared:
    """Compare the content words of later and earlier years, or of one place and the others.

    Whole documents are dealt out by the permutation test where there are enough of them for p to
    become small (`FINE_ENOUGH`), whole paragraphs otherwise; the notes say which, and how small p
    can become. The second is the weaker claim: that no handful of paragraphs makes the
    difference, not that other years or places would show it.

    Returns
    -------
    Compared
        table: mark, the columns of `COLUMNS`, status (``"target"``, ``"reference"`` where q < .05,
        else ``"none"``), target, reference, unit, p_least; strongest first. documents_target
        counts the documents of that side with the word. evidence: every token of these words.
    """
    first, second, name, other = sides(collection, by, target)
    tokens = collection.tokens
    here = tokens[tokens["doc_id"].isin(first)]
    there = tokens[tokens["doc_id"].isin(second)]
    least = resolution(len(first), len(second), permutations)
    unit = "document" if least <= FINE_ENOUGH else "paragraph"
    if unit == "paragraph":
        n = [side["par_id"].nunique() for side in (here, there)]
        least = resolution(*n, permutations)
    content = set(keywords.content_words(tokens["word"].unique()))
    table = keywords.keyness(
        here, there, unit, permutations=permutations, seed=seed, min_count=min_count, words=content
    )
    for side, part in (("target", here), ("reference", there)):
        spread = part.groupby("word")["doc_id"].nunique()
        table[f"documents_{side}"] = table["word"].map(spread).fillna(0).astype(int)
    table = table[COLUMNS]
    key = table["q"] < ALPHA
    table["status"] = np.select(
        [key & (table["G2_4"] > 0), key & (table["G2_4"] < 0)], ["target", "reference"], "none"
    )
    table = table.assign(target=name, reference=other, unit=unit, p_least=least)
    table = table.iloc[np.lexsort((table["word"], -table["G2_4"].abs().round(9)))]
    table.insert(0, "mark", table["word"])
    return Compared(rounded(table), _evidence(tokens, table["word"]), (unit, f"{least:.2g}"))


def _evidence(tokens: pd.DataFrame, words) -> pd.DataFrame:
    found = tokens[tokens["word"].isin(set(words))]
    found = found.assign(mark=found["word"], text=found["word"])
    return found[["mark", "sent_id", "start", "end", "text"]].reset_index(drop=True)
