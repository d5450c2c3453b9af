"""Comparison of reports: keywords of two sides, fates of sentences, lives of formulations."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.figures import fonts, style
from analysis.figures.style import say

# Places of one figure, in order; none is the blue or orange of review and plan.
PLACES = (style.ACCENT, style.INK, "#4d7f58", "#7b5ea7", "#8a6d3b", style.GREY)
FATES = {"kept": style.INK, "reworded": "#8f8f8f", "dropped": "#dadada", "new": style.ACCENT}
FATE_NAMES = {
    "kept": ("原样保留", "kept"),
    "reworded": ("改写", "reworded"),
    "dropped": ("不再出现", "dropped"),
    "new": ("新写", "new"),
}


def colours(places: list[str]) -> dict[str, str]:
    """Give each place its colour; beyond six all further ones are grey.

    Examples
    --------
    >>> colours(["甲市"]) == {"甲市": style.ACCENT}
    True
    """
    return {place: PLACES[min(i, len(PLACES) - 1)] for i, place in enumerate(places)}


def side(name: str, lang: str) -> str:
    """Name a side of a comparison.

    Examples
    --------
    >>> side("rest", "zh"), side("2025", "en")
    ('其他地方', '2025')
    """
    return say(lang, "其他地方", "the other places") if name == "rest" else name


def keyness(
    table: pd.DataFrame,
    *,
    title: str = "",
    foot: str = "",
    lang: str = "zh",
    gloss: Mapping[str, str] | None = None,
):
    """Draw the log ratios of words with their intervals, filled where the test confirms them.

    Parameters
    ----------
    table : DataFrame
        word, a, b, LR_half, LR_half_lo, LR_half_hi, status, target, reference; drawn in order.
    title, foot, lang, gloss
        As of ``frequency.draw``.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"word": ["创新"], "a": [9], "b": [1], "LR_half": [2.9],
    ...                     "LR_half_lo": [0.4], "LR_half_hi": [5.4], "status": ["target"],
    ...                     "target": "2025", "reference": "2024"})
    >>> [text.get_text() for text in keyness(toy).axes[0].get_yticklabels()]
    ['创新']
    """
    names = [side(table[c].iloc[0], lang) for c in ("target", "reference")]
    fig, ax = style.figure(
        "wide",
        style.rows(len(table), mm=4.7, extra=11),
        title=title or say(lang, "用词的差别", "Words that differ"),
        subtitle=say(
            lang,
            f"对数比（以 2 为底）与 95% 区间：每右移 1，{names[0]}的使用率翻一倍；"
            f"右侧为次数（{names[0]} : {names[1]}）",
            f"Log ratio (base 2) with 95 % interval: one to the right doubles the rate in "
            f"{names[0]}; right: counts ({names[0]} : {names[1]})",
        ),
        foot=foot,
        lang=lang,
        key=[
            (say(lang, f"{names[0]}更多", f"more in {names[0]}"), style.ACCENT),
            (say(lang, f"{names[1]}更多", f"more in {names[1]}"), style.INK),
            (say(lang, "空心：检验不支持", "hollow: not confirmed by the test"), style.PALE),
        ],
    )
    at = np.arange(len(table))
    x = table["LR_half"].to_numpy()
    ink = np.where(x > 0, style.ACCENT, style.INK)
    sure = table["status"].isin(["target", "reference"]).to_numpy()
    line = [c if s else style.PALE for c, s in zip(ink, sure, strict=True)]
    ax.hlines(at, table["LR_half_lo"], table["LR_half_hi"], color=line, lw=1.2, zorder=2)
    ax.scatter(x[sure], at[sure], s=26, color=ink[sure], lw=0, zorder=4)
    ax.scatter(
        x[~sure], at[~sure], s=22, facecolors="white", edgecolors=ink[~sure], linewidths=0.9,
        zorder=4,
    )  # fmt: skip
    ax.axvline(0, color=style.GREY, lw=0.8, zorder=1)
    style.words_axis(ax, [style.named(word, lang, gloss) for word in table["word"]])
    low, high = table["LR_half_lo"].min(), table["LR_half_hi"].max()
    ax.set_xlim(min(low, 0) - 0.2, max(high, 0) + 0.2)
    for i, (a, b) in enumerate(zip(table["a"], table["b"], strict=True)):
        ax.annotate(
            f"{a} : {b}", (1, i), (4, 0), xycoords=("axes fraction", "data"),
            textcoords="offset points", va="center", size=style.TICKS, color=style.GREY,
        )  # fmt: skip
    ax.set_xlabel(say(lang, "对数比", "log ratio"))
    return fig


def fate(table: pd.DataFrame, *, title: str = "", foot: str = "", lang: str = "zh"):
    """Draw what became of last year's sentences, and how many of this year's are new.

    Parameters
    ----------
    table : DataFrame
        place, year, next_year, fate, n, of, share, as of ``comparison.shares``.
    title, foot, lang
        As of ``frequency.draw``.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"place": "甲市", "year": 2023, "next_year": 2024, "n": [1, 2, 1, 1],
    ...                     "fate": ["kept", "reworded", "dropped", "new"], "of": 4,
    ...                     "share": [0.25, 0.5, 0.25, 0.25]})
    >>> [float(round(bar.get_width(), 2)) for ax in fate(toy).axes for bar in ax.patches]
    [0.25, 0.5, 0.25, 0.25]
    """
    pick = {"zh": 0, "en": 1}[lang]
    keys = table.drop_duplicates(["place", "year", "next_year"])
    wide = table.pivot_table(index=["place", "year", "next_year"], columns="fate", values="share",
                             sort=False)  # fmt: skip
    several = len(set(keys["place"])) > 1
    labels = [
        (f"{r.place} " if several else "") + f"{r.year}→{r.next_year}" for r in keys.itertuples()
    ]
    mm = 5.2 if len(keys) > 8 else 7.5
    fig, (left, right) = style.figure(
        "wide",
        style.rows(len(keys), mm=mm, extra=8),
        title=title or say(lang, "去年的句子后来怎样了", "What became of last year's sentences"),
        subtitle=say(
            lang,
            "左：上一年正文句的去向；右：本年正文句里新写的比例",
            "Left: what became of the earlier report's sentences; right: new ones in the later",
        ),
        foot=foot,
        lang=lang,
        key=[(FATE_NAMES[f][pick], colour) for f, colour in FATES.items()],
        grid="",
        ncols=2,
        sharey=True,
        width_ratios=(3, 1),
    )
    at, base = np.arange(len(wide)), np.zeros(len(wide))
    for name in ("kept", "reworded", "dropped"):
        share = wide[name].to_numpy()
        left.barh(at, share, 0.72, left=base, color=FATES[name])
        for y, (value, start) in enumerate(zip(share, base, strict=True)):
            if value >= 0.05:
                left.text(
                    start + value / 2, y, f"{value:.0%}", ha="center", va="center",
                    size=style.TICKS, color=style.INK if name == "dropped" else "white",
                )  # fmt: skip
        base = base + share
    bars = right.barh(at, wide["new"], 0.72, color=FATES["new"])
    style.values(right, bars, [f"{value:.0%}" for value in wide["new"]])
    style.words_axis(left, labels)
    left.set_yticks(at, labels, size=style.TICKS)
    left.set_xlim(0, 1)
    right.set_xlim(0, max(0.1, float(wide["new"].max())) * 1.35)
    right.spines["left"].set_visible(False)
    for ax in (left, right):
        style.no_value_axis(ax)
    return fig


def life(
    table: pd.DataFrame,
    summary: pd.DataFrame,
    *,
    title: str = "",
    foot: str = "",
    lang: str = "zh",
):
    """Draw the lives of formulations: a dot a year, a line through its years, what replaced it.

    Parameters
    ----------
    table : DataFrame
        formulation, place, year, count, variants, rate, as of ``comparison.life``.
    summary : DataFrame
        formulation, place, first, last, replaced_in, replaced_by, as of ``comparison.summary``.
    title, foot, lang
        As of ``frequency.draw``.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"formulation": "工业强市", "place": "甲市", "year": [2023, 2024],
    ...                     "count": [2, 0], "variants": 0, "rate": [9.0, 0.0]})
    >>> told = pd.DataFrame({"formulation": ["工业强市"], "place": "甲市", "first": 2023,
    ...                      "last": 2023, "replaced_in": "2024", "replaced_by": "制造强市",
    ...                      "basis": "reworded"})
    >>> [t.get_text() for t in life(toy, told).axes[0].texts]
    ['→ 制造强市']
    """
    places = list(dict.fromkeys(summary["place"]))
    several = len(places) > 1
    keys = list(zip(summary["formulation"], summary["place"], strict=True))
    years = sorted(set(table["year"]))
    fig, ax = style.figure(
        "wide",
        style.rows(len(keys), mm=6.2, extra=8),
        title=title or say(lang, "提法的一生", "Lives of formulations"),
        subtitle=say(
            lang,
            "圆面积随每万字次数增大；空心：只有变体；虚线：中断；×：不再出现，旁为改写后的说法",
            "Area grows with the rate per 10,000 characters; hollow: variants only; dashed: a gap; "
            "×: gone, with what the reworded sentence says instead",
        ),
        foot=foot,
        lang=lang,
        key=[(p, c) for p, c in colours(places).items()] if several else None,
        grid="",
    )
    ink = colours(places) if several else {places[0]: style.ACCENT}
    largest = max(float(table["rate"].max()), 1e-9)
    for row, (told, key) in enumerate(zip(summary.itertuples(), keys, strict=True)):
        part = table[(table["formulation"] == key[0]) & (table["place"] == key[1])]
        part = part.sort_values("year")
        used = part[part["count"] + part["variants"] > 0]
        for a, b in zip(used["year"], used["year"].iloc[1:], strict=False):
            gap = bool(((part["year"] > a) & (part["year"] < b)).any())
            ax.plot([a, b], [row, row], color=style.PALE, lw=0.9 if gap else 2.2,
                    ls=(0, (2, 2)) if gap else "-", zorder=1)  # fmt: skip
        size = 14 + 130 * used["rate"] / largest
        fill = [ink[key[1]] if n else "white" for n in used["count"]]
        ax.scatter(used["year"], [row] * len(used), s=size, c=fill, edgecolors=ink[key[1]],
                   linewidths=0.9, zorder=3)  # fmt: skip
        if told.replaced_in:
            gone = int(told.replaced_in)
            ax.scatter([gone], [row], s=20, marker="x", color=style.GREY, linewidths=1, zorder=2)
            if told.replaced_by and gone > told.last:
                text = f"→ {told.replaced_by}"
                fonts.check(text)
                ax.annotate(text, (gone, row), (6, 0), textcoords="offset points", va="center",
                            size=style.TICKS, color=style.GREY)  # fmt: skip
    style.words_axis(ax, [phrase for phrase, _ in keys])
    ax.set_xlim(years[0] - 0.4, years[-1] + _room(summary, years))
    step = 1 if len(years) <= 11 else 2
    ax.set_xticks(years[::step], [str(y) for y in years[::step]])
    for year in years:
        ax.axvline(year, color=style.GRID, lw=0.6, zorder=0)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", length=0)
    return fig


def _room(summary: pd.DataFrame, years: list[int]) -> float:
    """Years of white to the right, so that the replacements find room."""
    span = max(years[-1] - years[0], 1)
    reach = 0.4
    for told in summary.itertuples():
        if told.replaced_by and int(told.replaced_in) > told.last:
            wide = (fonts.width(f"→ {told.replaced_by}") + 1.5) * style.TICKS / style.PT / 135
            after = int(told.replaced_in) - years[-1]
            # the label's width as a share of the plot, in years, the room itself counted in
            reach = max(reach, after + (span + 0.8) * wide / max(1 - wide, 0.2))
    return reach
