"""Set what was achieved against what is promised, indicator by indicator."""

from __future__ import annotations

from functools import cache

import pandas as pd

from analysis import lexicons
from analysis.targets.cues import rx

PAIR_COLUMNS = [
    "indicator", "indicator_promised", "likeness", "change_type", "unit", "achieved", "promised",
    "promised_max", "comparator", "commitment", "difference", "doc_achieved", "doc_promised",
    "hit_achieved", "hit_promised",
]  # fmt: skip


@cache
def _same_names() -> tuple[tuple[str, str], ...]:
    """Long and short forms of one name: term and note of the kind same_name in the seeds."""
    table = lexicons.load("targets.csv", columns=("term", "kind"), unique=("term", "kind"))
    same = table[table["kind"] == "same_name"]
    return tuple(zip(same["term"], same["note"], strict=True))


def key(indicator: str) -> str:
    """Reduce an indicator to what is compared: letters and digits, places and times left out.

    Examples
    --------
    >>> key("全市地区生产总值"), key("国家级专精特新“小巨人”企业")
    ('生产总值', '国家级专精特新小巨人企业')
    """
    text = "".join(character for character in indicator if character.isalnum())
    for long, short in _same_names():
        text = text.replace(long, short)
    return rx("^(?:<generic_place>|全年|其中)+").sub("", text) or text


def likeness(a: str, b: str) -> float:
    """Dice coefficient of the character pairs of two indicators (Dice 1945), 0 to 1.

    Examples
    --------
    >>> likeness("网络零售额", "网络零售额"), likeness("基础设施投资", "新型基础设施投资") < 1
    (1.0, True)
    """
    a, b = key(a), key(b)
    if a == b:
        return 1.0
    pairs_a = {a[i : i + 2] for i in range(len(a) - 1)}
    pairs_b = {b[i : i + 2] for i in range(len(b) - 1)}
    if not pairs_a or not pairs_b:
        return 0.0
    return 2 * len(pairs_a & pairs_b) / (len(pairs_a) + len(pairs_b))


def pair(table: pd.DataFrame, least: float = 0.75) -> pd.DataFrame:
    """Match last year's result with this year's promise for the same indicator.

    Parameters
    ----------
    table : DataFrame
        Hits of `find`, of one report or of many; `sent_id` begins with the document's id.
    least : float
        Least likeness of two indicators. The likeness is the Dice coefficient of their character
        pairs after places, times and official short forms are set aside.

    Returns
    -------
    DataFrame
        One row a promise that has a result of the same unit, change type and direction:
        indicator, indicator_promised, likeness, change_type, unit, achieved, promised,
        promised_max, comparator, commitment, difference (promised - achieved), doc_achieved,
        doc_promised, hit_achieved, hit_promised. Within a document the result is what the review
        reports; across documents a promise is also set against the result that the next document
        reports, and then doc_achieved differs from doc_promised. The likest result wins, the
        first one where two are alike; each result serves one promise of a document.

    Examples
    --------
    >>> from analysis.sentences import split
    >>> from analysis.targets import find
    >>> text = "一、2024年工作回顾\\n生产总值增长5.8%。\\n二、2025年工作安排\\n生产总值增长5.5%。"
    >>> pair(find(split(text, "toy")))[["indicator", "achieved", "promised"]].values.tolist()
    [['生产总值', 5.8, 5.5]]
    """
    rows = table[table["value"].notna() & (table["status"] == "core")]
    rows = rows.assign(doc=rows["sent_id"].str.rpartition(":")[0], order=range(len(rows)))
    documents = list(dict.fromkeys(rows["doc"]))
    found = []
    for number, document in enumerate(documents):
        promised = rows[(rows["doc"] == document) & (rows["period"] == "promised")]
        following = documents[number + 1 : number + 2]
        for other in [document, *following]:
            achieved = rows[(rows["doc"] == other) & (rows["period"] == "achieved")]
            found += _match(achieved, promised, least)
    pairs = pd.DataFrame(found, columns=PAIR_COLUMNS)
    return pairs.astype(
        {c: float for c in ("likeness", "achieved", "promised", "promised_max", "difference")}
    )


_SIDE = ["unit", "change_type", "direction"]


def _match(achieved: pd.DataFrame, promised: pd.DataFrame, least: float) -> list[dict]:
    results = {k: group.to_dict("records") for k, group in achieved.groupby(_SIDE, sort=False)}
    candidates = []
    for p in promised.to_dict("records"):
        # A level that is to rise (提升至) and one that stands (达) are the same level.
        sides = [(p["unit"], p["change_type"], p["direction"])]
        if p["change_type"] in ("share", "total"):
            sides = [(p["unit"], p["change_type"], d) for d in ("none", "up", "down", "flat")]
        for side in sides:
            for a in results.get(side, []):
                like = likeness(a["indicator"], p["indicator"])
                if like >= least:
                    candidates.append((-like, p["order"], a["order"], a, p))
    taken_a, taken_p, found = set(), set(), []
    for like, p_order, a_order, a, p in sorted(candidates, key=lambda c: c[:3]):
        if p_order in taken_p or a_order in taken_a:
            continue
        taken_p.add(p_order)
        taken_a.add(a_order)
        found.append((p_order, _row(a, p, -like)))
    return [row for _, row in sorted(found, key=lambda f: f[0])]


def _row(a: dict, p: dict, like: float) -> dict:
    return {
        "indicator": a["indicator"],
        "indicator_promised": p["indicator"],
        "likeness": like,
        "change_type": p["change_type"],
        "unit": p["unit"],
        "achieved": a["value"],
        "promised": p["value"],
        "promised_max": p["value_max"],
        "comparator": p["comparator"],
        "commitment": p["commitment"],
        "difference": p["value"] - a["value"],
        "doc_achieved": a["doc"],
        "doc_promised": p["doc"],
        "hit_achieved": a["hit_id"],
        "hit_promised": p["hit_id"],
    }
