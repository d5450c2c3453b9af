"""Targets: promise against result, firmness by policy area, how much of the plan is quantified."""

from __future__ import annotations

import pandas as pd

from analysis.figures import style
from analysis.figures.style import say

# Firmness in one order everywhere, from the loosest to the firmest: pale to dark.
FIRMNESS = {
    "expect": ("预期", "expected", "#fbd9b2"),
    "strive": ("力争", "striven for", "#f6b269"),
    "plain": ("直述", "plain", "#f08a24"),
    "ensure": ("确保", "ensured", "#9a4f00"),
}
BOUNDS = {
    "approx": ("左右", "about", "#d4d4d4"),
    "eq": ("定数", "exact", "#a9a9a9"),
    "ge": ("以上", "at least", "#6f6f6f"),
    "le": ("以内", "at most", "#3a3a3a"),
    "sync": ("同步", "in step", "#efefef"),
}


def promise_against_result(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    foot: str = "",
    lang: str = "zh",
):
    """Draw last year's result and this year's promise of the same indicator.

    Parameters
    ----------
    table : DataFrame
        panel (``"rate"``: in per cent, ``"ratio"``: promise as per cent of the result),
        indicator, achieved, promised, text (what stands at the right edge); drawn in order.
        In the panel of ratios the result is the line at 100.
    title : str, optional
        The finding.
    foot : str
        Source, method, accuracy.
    lang : str
        ``"zh"`` or ``"en"``.

    Returns
    -------
    Figure
        One panel for rates, one for amounts; blue is the result, orange the promise.

    Examples
    --------
    >>> toy = pd.DataFrame({"panel": ["rate"], "indicator": ["生产总值"], "achieved": [5.8],
    ...                     "promised": [5.5], "text": ["5.8 → 5.5"]})
    >>> [round(float(c.get_offsets()[0][0]), 1) for c in
    ...  promise_against_result(toy).axes[0].collections[1:]]
    [5.8, 5.5]
    """
    panels = [p for p in ("rate", "ratio") if p in set(table["panel"])]
    heights = [int((table["panel"] == p).sum()) + 1.6 for p in panels]
    fig, axes = style.figure(
        "wide",
        style.rows(sum(heights), mm=4.5, extra=6),
        title=title or say(lang, "承诺与上年实绩", "Promises and last year's results"),
        subtitle=say(
            lang,
            f"同一指标的上年实绩与今年承诺（{len(table)} 对）；"
            "上：%；下：承诺为实绩的百分之几，对数轴",
            f"Last year's result and this year's promise of the same indicator ({len(table)} "
            "pairs); above: %; below: promise as per cent of the result, log scale",
        ),
        foot=foot,
        lang=lang,
        key=[
            (say(lang, "上年实绩", "last year's result"), style.REVIEW),
            (say(lang, "今年承诺", "this year's promise"), style.PLAN),
        ],
        nrows=len(panels),
        height_ratios=heights,
    )
    axes = [axes] if len(panels) == 1 else list(axes)
    for panel, ax in zip(panels, axes, strict=True):
        _dumbbells(ax, table[table["panel"] == panel], panel)
    return fig


def _dumbbells(ax, rows: pd.DataFrame, panel: str) -> None:
    at = list(range(len(rows)))
    low = rows[["achieved", "promised"]].min(axis=1)
    high = rows[["achieved", "promised"]].max(axis=1)
    ax.hlines(at, low, high, color=style.PALE, lw=1.6, zorder=1)
    for column, colour in (("achieved", style.REVIEW), ("promised", style.PLAN)):
        ax.scatter(rows[column], at, s=22, color=colour, zorder=3, lw=0)
    if panel == "ratio":
        ax.set_xscale("log")
        ax.axvline(100, color=style.REVIEW, lw=0.8, zorder=0)
        ticks = [t for t in (10, 25, 50, 100, 200, 400) if low.min() * 0.8 <= t <= high.max() * 1.3]
        ax.set_xticks(ticks, [f"{t}%" for t in ticks])
        ax.minorticks_off()
        ax.set_xlim(low.min() * 0.85, high.max() * 1.2)
    else:
        span = high.max() - min(low.min(), 0)
        ax.set_xlim(min(low.min(), 0) - 0.03 * span, high.max() + 0.05 * span)
    style.words_axis(ax, list(rows["indicator"]))
    ax.set_ylim(len(rows) - 0.4, -0.6)
    for y, text in zip(at, rows["text"], strict=True):
        ax.annotate(
            text,
            (1, y),
            xytext=(4, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center",
            size=style.FOOT,
            color=style.GREY,
            annotation_clip=False,
        )


def firmness(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    foot: str = "",
    lang: str = "zh",
):
    """Draw the quantified promises of each part by firmness of wording and by bound.

    Parameters
    ----------
    table : DataFrame
        part, scale (``"commitment"`` or ``"comparator"``), label, n; parts drawn in order.
    title, foot, lang
        As of `promise_against_result`.

    Returns
    -------
    Figure
        Two panels of stacked bars over the same parts.

    Examples
    --------
    >>> toy = pd.DataFrame({"part": "扩大内需", "scale": ["commitment", "comparator"],
    ...                     "label": ["plain", "ge"], "n": [3, 3]})
    >>> [int(bar.get_width()) for ax in firmness(toy).axes for bar in ax.patches]
    [3, 3]
    """
    parts = list(dict.fromkeys(table["part"]))
    total = int(table.loc[table["scale"] == "commitment", "n"].sum())
    fig, axes = style.figure(
        "wide",
        style.rows(len(parts), mm=5.2, extra=12),
        title=title or say(lang, "承诺的数量目标有多硬", "How firm are quantified promises"),
        subtitle=say(
            lang,
            f"计划各部分的数量目标条数（共 {total} 条）；左：措辞；右：界限",
            f"Quantified promises in each part of the plan ({total}); left: wording, right: bound",
        ),
        foot=foot,
        lang=lang,
        ncols=2,
        sharey=True,
    )
    for ax, (scale, names) in zip(
        axes, (("commitment", FIRMNESS), ("comparator", BOUNDS)), strict=True
    ):
        _stack(ax, table[table["scale"] == scale], parts, names, lang)
    style.words_axis(axes[0], parts)
    axes[1].tick_params(axis="y", length=0, labelleft=False)
    axes[0].set_ylim(len(parts) - 0.4, -0.6)
    return fig


def _stack(ax, rows: pd.DataFrame, parts: list[str], names: dict, lang: str) -> None:
    left = dict.fromkeys(parts, 0)
    shown = []
    for label, (zh, en, colour) in names.items():
        sizes = rows[rows["label"] == label].set_index("part")["n"]
        if not sizes.sum():
            continue
        shown.append((say(lang, zh, en), colour))
        for at, part in enumerate(parts):
            size = int(sizes.get(part, 0))
            if size:
                ax.barh(at, size, 0.72, left=left[part], color=colour)
                left[part] += size
    for at, part in enumerate(parts):
        ax.annotate(
            str(left[part]),
            (left[part], at),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            size=style.FOOT,
            color=style.GREY,
        )
    from matplotlib.patches import Patch

    ax.legend(
        handles=[Patch(color=colour, label=text) for text, colour in shown],
        loc="lower center",
        bbox_to_anchor=(0.5, 1.0),
        ncols=len(shown),
        frameon=False,
        fontsize=style.FOOT,
        handlelength=0.8,
        columnspacing=1.0,
        handletextpad=0.4,
        borderaxespad=0.2,
    )
    style.no_value_axis(ax)
    ax.set_xlim(0, max(left.values()) * 1.15 + 0.5)


def quantified(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    foot: str = "",
    lang: str = "zh",
):
    """Draw the share of the sentences of each part of the plan that promise a quantity.

    Parameters
    ----------
    table : DataFrame
        part, sentences, quantified, share (0 to 1), low, high (95 % Wilson interval).
    title, foot, lang
        As of `promise_against_result`.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"part": ["扩大内需"], "sentences": [20], "quantified": [5],
    ...                     "share": [0.25], "low": [0.11], "high": [0.47]})
    >>> float(quantified(toy).axes[0].patches[0].get_width())
    25.0
    """
    fig, ax = style.figure(
        "wide",
        style.rows(len(table), mm=5.2, extra=6),
        title=title or say(lang, "计划各部分有多少句带数量", "How much of the plan is quantified"),
        subtitle=say(
            lang,
            "含数量目标的句子占该部分句数的百分比；细线：95% 区间（威尔逊）",
            "Sentences with a quantified promise, per cent of the sentences of the part; "
            "thin line: 95 % interval (Wilson)",
        ),
        foot=foot,
        lang=lang,
    )
    at = list(range(len(table)))
    ax.barh(at, 100 * table["share"], 0.66, color=style.PLAN)
    ax.hlines(at, 100 * table["low"], 100 * table["high"], color=style.INK, lw=0.8)
    edge = 100 * table["high"]
    for y, row in zip(at, table.itertuples(index=False), strict=True):
        ax.annotate(
            say(
                lang,
                f"{100 * row.share:.0f}%（{row.quantified}/{row.sentences} 句）",
                f"{100 * row.share:.0f}% ({row.quantified} of {row.sentences})",
            ),
            (edge.iloc[y], y),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            size=style.FOOT,
            color=style.GREY,
        )
    style.words_axis(ax, list(table["part"]))
    ax.set_ylim(len(table) - 0.4, -0.6)
    style.no_value_axis(ax)
    ax.set_xlim(0, edge.max() * 1.25)
    return fig
