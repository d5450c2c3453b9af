"""Word frequency: review against plan, and what the stop list takes away."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.figures import style
from analysis.figures.style import say


def draw(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    foot: str = "",
    lang: str = "zh",
    gloss: Mapping[str, str] | None = None,
):
    """Draw the frequency of words in two zones: a pair of bars a word, from one base line.

    Parameters
    ----------
    table : DataFrame
        word, zone, count, n (tokens of the zone), per_10k, as of ``counts.frequencies``; a row
        for every word in each of two zones. Words are drawn in the order of the table.
    title : str, optional
        The finding.
    foot : str
        As of ``style.foot``.
    lang : str
        ``"zh"`` or ``"en"``.
    gloss : mapping of str to str, optional
        English for the words.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"word": ["建设"] * 2, "zone": ["review", "plan"], "count": [3, 9],
    ...                     "n": [1000, 1000], "per_10k": [30.0, 90.0]})
    >>> fig = draw(toy, title="计划段更多“建设”")
    >>> [round(bar.get_width()) for bar in fig.axes[0].patches]
    [30, 90]
    """
    words = list(dict.fromkeys(table["word"]))
    zones = [zone for zone in ("review", "plan") if zone in set(table["zone"])]
    sizes = table.drop_duplicates("zone").set_index("zone")["n"]
    names = style.ZONE_NAMES[lang]
    n = say(lang, "，", "; ").join(
        say(lang, f"{names[z]} {sizes[z]:,} 词", f"{names[z]} {sizes[z]:,} tokens") for z in zones
    )
    fig, ax = style.figure(
        "wide",
        style.rows(len(words), mm=5.8, extra=2),
        title=title or say(lang, "词频：回顾与计划", "Word frequency: review and plan"),
        subtitle=say(lang, f"每万词出现次数（{n}）", f"Occurrences per 10,000 tokens ({n})"),
        foot=foot,
        lang=lang,
        key=[(names[zone], style.ZONES[zone]) for zone in zones],
    )
    height = 0.8 / len(zones)
    for i, zone in enumerate(zones):
        rows = table[table["zone"] == zone].set_index("word").reindex(words)
        middle = [y - 0.4 + height * (i + 0.5) for y in range(len(words))]
        bars = ax.barh(middle, rows["per_10k"], height * 0.94, color=style.ZONES[zone], label=zone)
        style.values(ax, bars, [f"{v:.0f}" for v in rows["per_10k"]], style.GREY, style.FOOT)
    style.words_axis(ax, [style.named(word, lang, gloss) for word in words])
    style.no_value_axis(ax)
    ax.set_xlim(0, table["per_10k"].max() * 1.04)
    return fig


def stop_effect(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    foot: str = "",
    lang: str = "zh",
    gloss: Mapping[str, str] | None = None,
):
    """Draw the commonest words before and after the stop list.

    Parameters
    ----------
    table : DataFrame
        side (before, after), rank, word, count, stopped, as of ``overview.stop_effect``.
    title, foot, lang, gloss
        As of ``draw``.

    Returns
    -------
    Figure
        Left: stopped words in the accent colour. Right: words that came up are darker.

    Examples
    --------
    >>> toy = pd.DataFrame({"side": ["before", "before", "after"], "rank": [1, 2, 1],
    ...                     "word": ["的", "建设", "建设"], "count": [9, 5, 5],
    ...                     "stopped": [True, False, False]})
    >>> [len(ax.patches) for ax in stop_effect(toy).axes]
    [2, 1]
    """
    before = table[table["side"] == "before"].sort_values("rank")
    after = table[table["side"] == "after"].sort_values("rank")
    gone = int(before["stopped"].sum())
    fresh = ~after["word"].isin(set(before["word"]))
    top = max(len(before), len(after))
    fig, axes = style.figure(
        "wide",
        style.rows(top, extra=7),
        title=title
        or say(
            lang,
            f"最常见的 {len(before)} 个词里，停用词表去掉 {gone} 个",
            f"Of the {len(before)} commonest words the stop list takes away {gone}",
        ),
        subtitle=say(lang, "出现次数", "Occurrences"),
        foot=foot,
        lang=lang,
        key=[
            (say(lang, "停用词", "stop word"), style.ACCENT),
            (say(lang, "留下的词", "word kept"), style.PALE),
            (say(lang, "补上来的词", "word that came up"), style.GREY),
        ],
        ncols=2,
    )
    left = [style.ACCENT if stopped else style.PALE for stopped in before["stopped"]]
    right = [style.GREY if new else style.PALE for new in fresh]
    sides = (
        (axes[0], before, left, say(lang, "去停用词之前", "Before")),
        (axes[1], after, right, say(lang, "去停用词之后", "After")),
    )
    for ax, rows, colours, name in sides:
        bars = ax.barh(range(len(rows)), rows["count"], 0.74, color=colours)
        style.words_axis(ax, [style.named(word, lang, gloss) for word in rows["word"]])
        style.values(ax, bars, [str(v) for v in rows["count"]], style.GREY)
        ax.set_ylim(top - 0.4, -0.6)
        ax.set_xlim(0, table["count"].max() * 1.06)
        ax.set_title(name, loc="left", color=style.INK)
        style.no_value_axis(ax)
    return fig
