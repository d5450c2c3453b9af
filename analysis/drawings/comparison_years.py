"""The figures of a comparison over the years: topics, promises, words of commitment, the map."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import comparison
from analysis.comparison import Collection
from analysis.drawings import Drawing, glosses
from analysis.drawings import comparison as base
from analysis.drawings.comparison import behind, foot_of, undrawn
from analysis.errors import InputError


def themes(collection: Collection, k: int | None = None, model: str = "nmf", seed: int = 0):
    """Draw the topics over time; see `comparison.fitted`."""
    from analysis.figures import comparison_years as draws
    from analysis.figures import style

    try:
        counted, topics = comparison.fitted(collection, k=k, model=model, seed=seed)
    except InputError as error:
        return undrawn("topics-over-time", "文本太短", str(error).partition(".")[0])
    found = comparison.over_time(collection, counted, topics, seed=seed)
    data = found.table
    moved = _moved(data)

    def draw(lang):
        title = style.say(
            lang,
            "没有一个主题的份额变化超出区间",
            "No topic changes by more than its intervals",
        )
        if moved is not None:
            many, place = len(collection.places) > 1, moved["place"]
            there = {"zh": f"（{place}）", "en": f" ({place})"}[lang] if many else ""
            words = " ".join(moved["words"].split()[:3])
            change = f"{moved['first']:.0%}", f"{moved['last']:.0%}"
            title = style.say(
                lang,
                f"变化最大的主题是“{words}”{there}：从 {change[0]} 到 {change[1]}",
                f"The topic that changes most is {words}{there}: {change[0]} to {change[1]}",
            )
        n, v = counted.counts.X.shape
        foot = foot_of(
            collection,
            lang,
            f"{model.upper()}，K = {topics.k}，{n} 段，{v} 个词和术语，所有报告共用一个模型；"
            "区间按段重抽样",
            f"{model.upper()}, K = {topics.k}, {n} paragraphs, {v} words and terms, one model of "
            "all reports; paragraphs resampled",
        )
        return draws.themes(data, title=title, foot=foot, lang=lang)

    return Drawing(
        "topics-over-time",
        data,
        behind(data, found.evidence),
        draw,
        f"小图组：{topics.k} 个主题在各份报告里的份额。",
        f"Small plots: the share of {topics.k} topics in each report.",
    )


def _moved(data: pd.DataFrame) -> dict | None:
    """Find the topic whose share changes most from the first year to the last of a place.

    None where the intervals of the two years overlap for every topic.

    Examples
    --------
    >>> toy = pd.DataFrame({"topic": 1, "place": "甲市", "words": "茶", "year": [2023, 2024],
    ...                     "share": [0.1, 0.5], "lo": [0.05, 0.4], "hi": [0.2, 0.6]})
    >>> found = _moved(toy)
    >>> found["first"], found["last"], _moved(toy.assign(lo=0.0, hi=1.0))
    (0.1, 0.5, None)
    """
    found = []
    for (_, place), part in data.sort_values("year").groupby(["topic", "place"], sort=False):
        one, two = part.iloc[0], part.iloc[-1]
        if one["hi"] < two["lo"] or two["hi"] < one["lo"]:
            change = {"place": place, "words": one["words"]}
            change |= {"first": float(one["share"]), "last": float(two["share"])}
            found.append(change)
    return max(found, key=lambda c: round(abs(c["last"] - c["first"]), 6), default=None)


def promises(collection: Collection, least: float | None = None, rows: int = 16) -> Drawing:
    """Draw last year's promises against this year's results."""
    from analysis.comparison.results import LEAST
    from analysis.figures import comparison_years as draws
    from analysis.figures import style

    found = comparison.promises(collection, LEAST if least is None else least)
    judged = found.table[found.table["verdict"] != "open"]
    if judged.empty:
        return undrawn("promise-result", "没有可比的承诺", "no promise can be compared")
    data = promise_grid(judged, collection, rows)
    counts = found.table["verdict"].value_counts().reindex(["met", "missed", "open"], fill_value=0)

    def draw(lang):
        title = style.say(
            lang,
            f"可比的 {len(judged)} 项数量承诺里 {counts['met']} 项兑现，"
            f"{counts['missed']} 项未兑现",
            f"Of {len(judged)} promises that can be compared {counts['met']} were met, "
            f"{counts['missed']} missed",
        )
        foot = foot_of(
            collection,
            lang,
            f"另有 {counts['open']} 项在次年报告里没有同一指标的数，或措辞没有界限；"
            "“左右”容 5%；指标须单位、类型相同而名称相近",
            f"{counts['open']} further promises have no figure of the same indicator in the next "
            "report, or set no bound; 左右 allows 5 %; indicators agree in unit and kind and "
            "nearly in name",
        )
        return draws.promises(data, title=title, foot=foot, lang=lang)

    return Drawing(
        "promise-result",
        data,
        behind(data, found.evidence),
        draw,
        f"表格图：{data['row'].nunique()} 个指标的承诺与次年结果，兑现与未兑现。",
        f"Grid: promises and next year's results of {data['row'].nunique()} indicators, met or "
        "missed.",
    )


def promise_grid(judged: pd.DataFrame, collection: Collection, rows: int = 16) -> pd.DataFrame:
    """Lay judged promises out as a grid: the indicators with most results, years across.

    Returns
    -------
    DataFrame
        mark, row, column, verdict, said, and the columns of the promise; of an indicator promised
        twice in a year the first.
    """
    from analysis.targets.pairs import key

    several = len(collection.places) > 1
    names = judged["indicator"].map(key)
    years = judged["year"].astype(str)
    grid = judged.assign(
        row=names.map(judged.groupby(names)["indicator"].first()),
        column=judged["place"] + " " + years if several else years,
        said=judged["text"].map(_short) + " → " + judged["next_text"].map(_short),
    )
    grid = grid.drop_duplicates(["row", "column"])
    size = grid.groupby("row", sort=False).agg(n=("row", "size"))
    missed = grid[grid["verdict"] == "missed"].groupby("row").size()
    size["missed"] = missed.reindex(size.index).fillna(0)
    size["at"] = range(len(size))
    if (size["n"] > 1).sum() >= rows // 2:
        size = size[size["n"] > 1]
    size = size.sort_values(["n", "missed", "at"], ascending=[False, False, True]).head(rows)
    names = size.sort_values(["n", "at"], ascending=[False, True]).index
    order = {name: i for i, name in enumerate(names)}
    grid = grid[grid["row"].isin(order)]
    places = {place: i for i, place in enumerate(collection.places)}
    across = [grid["year"], grid["place"].map(places), grid["row"].map(order)]
    grid = grid.iloc[np.lexsort(across)]
    columns = ["mark", "row", "column", "verdict", "said", "reason", "place", "year"]
    columns += ["indicator", "next_indicator", "comparator", "promised", "achieved"]
    return grid[[*columns, "sent_id", "next_sent_id"]].reset_index(drop=True)


def _short(text: str) -> str:
    return text.replace("％", "%")


def pledges(collection: Collection) -> Drawing:
    """Draw words of commitment over the years."""
    from analysis.figures import comparison_years as draws
    from analysis.figures import style
    from analysis.rhetoric import accuracy

    found = comparison.pledges(collection)
    data = found.table
    if not data["n"].sum():
        return undrawn("commitment-years", "没有计划段", "no report has a plan")
    place = collection.places[0]
    binding = data[(data["rung"] == "4") & (data["place"] == place)].sort_values("year")
    first, last = binding.iloc[0], binding.iloc[-1]

    def draw(lang):
        title = style.say(
            lang,
            f"{place}计划段每万字里“确保”一类的承诺：{first['year']} 年 {first['rate']:.0f} 条，"
            f"{last['year']} 年 {last['rate']:.0f} 条",
            f"Binding commitments of {place} per 10,000 characters of the plan: "
            f"{first['rate']:.0f} in {first['year']}, {last['rate']:.0f} in {last['year']}",
        )
        foot = foot_of(
            collection,
            lang,
            "逐小句读出副词与主动词；Garwood 区间以各条独立为前提，实际更宽",
            "adverbs and head verb of each clause; Garwood's interval takes commitments as "
            "independent, the true one is wider",
            accuracy.caption("commit", lang),
        )
        return draws.pledges(data, title=title, foot=foot, lang=lang)

    return Drawing(
        "commitment-years",
        data,
        behind(data, found.evidence),
        draw,
        "小图组：各级承诺用词在各年计划段里每万字的条数。",
        "Small plots: commitments of each rung per 10,000 characters of the plan, by year.",
    )


def likeness(collection: Collection, min_count: int | None = None) -> Drawing:
    """Draw the map of likeness."""
    from analysis.comparison.map import MIN_COUNT
    from analysis.figures import comparison_years as draws
    from analysis.figures import style

    least = MIN_COUNT if min_count is None else min_count
    try:
        found = comparison.likeness(collection, least)
    except InputError as error:
        return undrawn("similarity-map", "报告或共有的词太少", str(error).partition(".")[0])
    data = found.table
    reports = data[data["kind"] == "document"].reset_index(drop=True)
    one, two = _nearest(reports)

    def draw(lang):
        title = style.say(
            lang, f"用词最相近的是“{one}”与“{two}”", f"Nearest in their words: {one} and {two}"
        )
        foot = foot_of(
            collection,
            lang,
            f"报告 × 实词（{least} 次以上，至少见于两份报告）；菱形为报告（主坐标），按年份相连；"
            "词按对两轴的贡献取位（Greenacre 2013）",
            f"reports by content words ({least} tokens or more, in two reports at least); "
            "diamonds: reports (principal coordinates), joined by year; words placed by "
            "contribution (Greenacre 2013)",
        )
        return draws.likeness(data, title=title, foot=foot, lang=lang, gloss=glosses())

    return Drawing(
        "similarity-map",
        data,
        behind(data, found.evidence),
        draw,
        f"对应分析图：{len(reports)} 份报告按用词的相近程度排开。",
        f"Correspondence map of {len(reports)} reports by their words.",
    )


def _nearest(reports: pd.DataFrame) -> tuple[str, str]:
    """Name the two reports that lie nearest on the map.

    Examples
    --------
    >>> toy = pd.DataFrame({"item": ["a", "b", "c"], "x": [0.0, 1.0, 5.0], "y": 0.0})
    >>> _nearest(toy)
    ('a', 'b')
    """
    spots = reports[["x", "y"]].to_numpy(dtype=float)
    apart = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1)).round(9)
    apart[np.tril_indices(len(apart))] = np.inf
    i, j = np.unravel_index(apart.argmin(), apart.shape)
    return reports["item"].iloc[i], reports["item"].iloc[j]


def of_collection(collection: Collection) -> list[Drawing]:
    """Return all drawings of a comparison, those that cannot be drawn as `Undrawn`."""
    fates = comparison.fate(collection)
    return [
        base.keyness(collection, "year"),
        base.keyness(collection, "place"),
        themes(collection),
        base.life(collection, fates=fates),
        base.fate(collection, fates),
        promises(collection),
        pledges(collection),
        likeness(collection),
    ]
