"""Words and terms: what a dictionary changed, and the commonest terms of each kind."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.figures import style
from analysis.figures.style import say

KIND_NAMES = {
    "zh": {
        "ideology": "理念与提法", "plan": "战略与计划", "industry": "产业与市场",
        "indicator": "指标", "social": "民生与治理", "place_org": "机构与地点",
    },
    "en": {
        "ideology": "formulas and ideas", "plan": "strategies and plans",
        "industry": "industry and market", "indicator": "indicators",
        "social": "livelihood and governance", "place_org": "institutions, places",
    },
}  # fmt: skip


def changes(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    foot: str = "",
    lang: str = "zh",
    gloss: Mapping[str, str] | None = None,
):
    """Draw which words a second segmentation lost and won: counts before and after.

    Parameters
    ----------
    table : DataFrame
        word, count_a, count_b, difference, as of ``words.compare``, drawn in the order of the
        table; words that lost stand left, words that won right.
    title, subtitle, foot : str, optional
        The finding; the measure; as of ``style.foot``.
    lang : str
        ``"zh"`` or ``"en"``.
    gloss : mapping of str to str, optional
        English for the words.

    Returns
    -------
    Figure
        A ring for the count before, a dot for the count after, a line between them.

    Examples
    --------
    >>> toy = pd.DataFrame({"word": ["大湾", "湾区"], "count_a": [9, 0], "count_b": [0, 12],
    ...                     "difference": [-9, 12]})
    >>> [len(ax.collections) for ax in changes(toy).axes]
    [3, 3]
    """
    lost, won = table[table["difference"] < 0], table[table["difference"] > 0]
    top = max(len(lost), len(won), 1)
    fig, axes = style.figure(
        "wide",
        style.rows(top, mm=5.2, extra=14),
        title=title or say(lang, "词典改变了哪些词", "What the dictionary changed"),
        subtitle=subtitle or say(lang, "出现次数", "Occurrences"),
        foot=foot,
        lang=lang,
        key=[
            (say(lang, "圈：默认切分", "ring: default cut"), style.PALE),
            (say(lang, "点：用词典之后减少", "dot: fewer with the dictionary"), style.GREY),
            (say(lang, "点：用词典之后增加", "dot: more with the dictionary"), style.ACCENT),
        ],
        ncols=2,
    )
    far = max(table[["count_a", "count_b"]].to_numpy().max(), 1)
    sides = (
        (axes[0], lost, style.GREY, say(lang, "减少或消失", "Fewer or gone")),
        (axes[1], won, style.ACCENT, say(lang, "增加或新出现", "More or new")),
    )
    for ax, rows, colour, name in sides:
        y = range(len(rows))
        ax.hlines(y, rows["count_a"], rows["count_b"], color=style.PALE, lw=1.6, zorder=1)
        ring = {"facecolors": "white", "edgecolors": style.GREY, "linewidths": 0.9}
        ax.scatter(rows["count_a"], y, s=22, zorder=2, **ring)
        ax.scatter(rows["count_b"], y, s=24, color=colour, zorder=3)
        style.words_axis(ax, [style.named(word, lang, gloss) for word in rows["word"]])
        ax.set_ylim(top - 0.4, -0.6)
        ax.set_title(name, loc="left", color=style.INK)
        ax.set_xlim(-0.04 * far, 1.04 * far)
    return fig


def by_kind(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    foot: str = "",
    lang: str = "zh",
    gloss: Mapping[str, str] | None = None,
):
    """Draw the commonest terms of each kind, one panel a kind.

    Parameters
    ----------
    table : DataFrame
        kind, term, count, n (occurrences of the kind), in the order to be drawn.
    title, foot, lang, gloss
        As of `changes`.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"kind": ["plan", "plan", "social"], "count": [3, 2, 4],
    ...                     "term": ["先行示范区", "一带一路", "社康"], "n": [5, 5, 4]})
    >>> [len(ax.patches) for ax in by_kind(toy).axes if ax.patches]
    [2, 1]
    """
    kinds = list(dict.fromkeys(table["kind"]))
    top = int(table.groupby("kind").size().max())
    down = -(-len(kinds) // 2)
    fig, axes = style.figure(
        "wide",
        down * style.rows(top, extra=7),
        title=title or say(lang, "各类术语中最常见的", "The commonest terms of each kind"),
        subtitle=say(
            lang, "出现次数；括号内为该类总次数", "Occurrences; in brackets those of the kind"
        ),
        foot=foot,
        lang=lang,
        ncols=2,
        nrows=down,
        squeeze=False,
    )
    for ax in axes.flat[len(kinds) :]:
        style.bare(ax)
    for ax, kind in zip(axes.flat, kinds, strict=False):
        rows = table[table["kind"] == kind]
        bars = ax.barh(range(len(rows)), rows["count"], 0.74, color=style.GREY)
        style.words_axis(ax, [style.named(term, lang, gloss) for term in rows["term"]])
        style.values(ax, bars, [str(n) for n in rows["count"]], style.GREY)
        ax.set_ylim(top - 0.4, -0.6)
        ax.set_xlim(0, table["count"].max() * 1.08)
        name = KIND_NAMES[lang].get(kind, kind)
        ax.set_title(say(lang, f"{name}（{rows['n'].iloc[0]}）", f"{name} ({rows['n'].iloc[0]})"),
                     loc="left", color=style.INK)  # fmt: skip
        style.no_value_axis(ax)
    return fig
