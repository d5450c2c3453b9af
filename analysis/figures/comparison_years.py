"""Reports over the years: topics, words of commitment, promises and results, a map."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.figures import fonts, placing, style
from analysis.figures.comparison import colours
from analysis.figures.style import say

FEW = 6  # reports of a place up to which each is drawn as a point with its interval
RUNG_NAMES = {
    "4": ("确保、坚决", "binding: 确保"),
    "3+": ("加快推进一类", "pushing action: 加快"),
    "3": ("行动：推动、建设", "action: 推动"),
    "2": ("力争、努力", "aspiring: 力争"),
    "1": ("支持、探索", "enabling: 支持"),
    "T": ("指标", "target"),
    "P": ("坚持", "principle: 坚持"),
}


def _line(ax, x, y, lo, hi, colour, shift: float) -> None:
    """Draw a series with its interval: points with bars where few, a line with a band else."""
    if len(x) <= FEW:
        ax.plot(x + shift, y, color=colour, lw=1.0, zorder=2)
        ax.vlines(x + shift, lo, hi, color=colour, lw=1.0, alpha=0.6, zorder=2)
        ax.scatter(x + shift, y, s=12, color=colour, lw=0, zorder=3)
    else:
        ax.fill_between(x, lo, hi, color=colour, alpha=0.18, lw=0, zorder=1)
        ax.plot(x, y, color=colour, lw=1.2, zorder=2)


def _panels(ax, part: pd.DataFrame, column: str, ink: dict[str, str]) -> None:
    """Draw the series of all places into one small plot."""
    lo, hi = (f"{column}_{end}" if f"{column}_{end}" in part else end for end in ("lo", "hi"))
    places = [place for place in ink if place in set(part["place"])]
    for number, place in enumerate(places):
        rows = part[part["place"] == place].sort_values("year")
        shift = 0.09 * (number - (len(places) - 1) / 2)
        x = rows["year"].to_numpy(dtype=float)
        y, low, high = (rows[c].to_numpy(dtype=float) for c in (column, lo, hi))
        _line(ax, x, y, low, high, ink[place], shift)


def _years_axis(ax, years: list[int]) -> None:
    few = years if len(years) <= 4 else [years[0], years[len(years) // 2], years[-1]]
    ax.set_xticks(few, [str(year) for year in few])
    ax.set_xlim(years[0] - 0.4, years[-1] + 0.4)
    if len(years) > 4:  # so that the last of one plot stands clear of the first of the next
        ax.get_xticklabels()[0].set_ha("left")
        ax.get_xticklabels()[-1].set_ha("right")


def themes(table: pd.DataFrame, *, title: str = "", foot: str = "", lang: str = "zh"):
    """Draw the share of each topic over the reports, a small plot a topic.

    Parameters
    ----------
    table : DataFrame
        place, year, topic, words, share, lo, hi, as of ``comparison.over_time``.
    title, foot, lang
        As of ``frequency.draw``.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"place": "甲市", "year": [2023, 2024], "topic": 1, "words": "茶 路",
    ...                     "share": [0.2, 0.4], "lo": [0.1, 0.3], "hi": [0.3, 0.5]})
    >>> themes(toy).axes[0].get_title(loc="left")
    '茶 路'
    """
    topics = list(dict.fromkeys(table["topic"]))
    places = list(dict.fromkeys(table["place"]))
    years = sorted(set(table["year"]))
    columns = 4 if len(topics) > 6 else 3
    lines = -(-len(topics) // columns)
    ink = colours(places)
    fig, axes = style.figure(
        "wide",
        31 * lines + 5,
        title=title or say(lang, "主题随时间的消长", "Topics over time"),
        subtitle=say(
            lang,
            "主题占报告的份额（小图标题为其前几个词），附 95% 区间",
            "Share of the report (each plot is headed by the topic's first words), 95 % interval",
        ),
        foot=foot,
        lang=lang,
        key=[(place, ink[place]) for place in places] if len(places) > 1 else None,
        grid="y",
        nrows=lines,
        ncols=columns,
        sharey=True,
        squeeze=False,
    )
    room = 150 / columns
    for ax, topic in zip(axes.flat, topics, strict=False):
        part = table[table["topic"] == topic]
        _panels(ax, part, "share", ink)
        ax.set_title(_fitting(part["words"].iloc[0], room), loc="left", size=style.TICKS)
        _years_axis(ax, years)
    for number, ax in enumerate(axes.flat):
        if number >= len(topics):
            ax.set_axis_off()
        elif number + columns < len(topics):
            ax.tick_params(axis="x", labelbottom=False)
    axes.flat[0].set_ylim(0, min(1, float(table["hi"].max()) * 1.05))
    axes.flat[0].yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    return fig


def _fitting(words: str, room_mm: float) -> str:
    """Return as many of some words as find room in a line."""
    kept = ""
    for word in words.split():
        longer = f"{kept} {word}".strip()
        if kept and fonts.width(longer) * style.TICKS / style.PT > room_mm:
            break
        kept = longer
    return kept


def pledges(table: pd.DataFrame, *, title: str = "", foot: str = "", lang: str = "zh"):
    """Draw how often the plans use each rung of the ladder of commitment, a small plot a rung.

    Parameters
    ----------
    table : DataFrame
        place, year, rung, rate, rate_lo, rate_hi, as of ``comparison.pledges``.
    title, foot, lang
        As of ``frequency.draw``.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"place": "甲市", "year": [2023, 2024], "rung": "4", "rate": [20, 40],
    ...                     "rate_lo": [10, 30], "rate_hi": [30, 50]})
    >>> pledges(toy).axes[0].get_title(loc="left")
    '确保、坚决'
    """
    pick = {"zh": 0, "en": 1}[lang]
    rungs = [rung for rung in RUNG_NAMES if rung in set(table["rung"])]
    places = list(dict.fromkeys(table["place"]))
    years = sorted(set(table["year"]))
    ink = colours(places)
    lines = -(-len(rungs) // 4)
    fig, axes = style.figure(
        "wide",
        34 * lines + 5,
        title=title or say(lang, "承诺用词的变化", "Words of commitment over the years"),
        subtitle=say(
            lang,
            "计划段每万字的承诺条数，附 95% 区间；各图纵轴不同",
            "Commitments per 10,000 characters of the plan, 95 % interval; each plot has its own "
            "scale",
        ),
        foot=foot,
        lang=lang,
        key=[(place, ink[place]) for place in places] if len(places) > 1 else None,
        grid="y",
        nrows=lines,
        ncols=min(4, len(rungs)),
        squeeze=False,
    )
    for ax, rung in zip(axes.flat, rungs, strict=False):
        part = table[table["rung"] == rung]
        _panels(ax, part, "rate", ink)
        ax.set_title(RUNG_NAMES[rung][pick], loc="left", size=style.TICKS)
        ax.set_ylim(0, float(part["rate_hi"].max()) * 1.05 or 1)
        _years_axis(ax, years)
    for ax in axes.flat[len(rungs) :]:
        ax.set_axis_off()
    return fig


def promises(
    table: pd.DataFrame, *, title: str = "", foot: str = "", lang: str = "zh", wide: int = 6
):
    """Draw promises against results: indicators down, years across, a mark or the values a cell.

    Parameters
    ----------
    table : DataFrame
        row (the indicator as named), column (place and year), place, year, verdict (``"met"``,
        ``"missed"``), said (`6% → 6.3%`); rows and places in the order they are drawn.
    title, foot, lang
        As of ``frequency.draw``.
    wide : int
        Columns up to which the values are written.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"row": ["生产总值"], "column": ["2023"], "verdict": ["met"],
    ...                     "said": ["6% → 6.3%"], "place": "甲市", "year": 2023})
    >>> [text.get_text() for text in promises(toy).axes[0].texts]
    ['6% → 6.3%']
    """
    names = list(dict.fromkeys(table["row"]))
    by_place = table.assign(at=pd.factorize(table["place"])[0])
    heads = list(dict.fromkeys(by_place.sort_values(["at", "year"], kind="stable")["column"]))
    written = len(heads) <= wide
    fig, ax = style.figure(
        "wide",
        style.rows(len(names), mm=5.4, extra=9),
        title=title
        or say(lang, "去年的承诺，今年的结果", "Last year's promise, this year's result"),
        subtitle=say(
            lang,
            "每格：承诺 → 次年报告的结果；列为承诺的年份" if written else "列为承诺的年份",
            "Each cell: promise → result in the next report; columns: year of the promise"
            if written
            else "Columns: year of the promise",
        ),
        foot=foot,
        lang=lang,
        key=[
            (say(lang, "兑现", "met"), style.INK),
            (say(lang, "未兑现", "missed"), style.ACCENT),
        ],
        grid="",
    )
    ink = {"met": style.INK, "missed": style.ACCENT}
    for cell in table.itertuples():
        y, x = names.index(cell.row), heads.index(cell.column)
        if written:
            fonts.check(cell.said)
            dot, text = (x - 0.44, y), (x - 0.39, y)
            ax.text(*text, cell.said, size=style.TICKS, color=ink[cell.verdict], va="center")
        else:
            dot = (x, y)
        look = {"facecolors": ink["met"]} if cell.verdict == "met" else {"facecolors": "white"}
        ax.scatter(*dot, s=14 if written else 24, edgecolors=ink[cell.verdict], linewidths=1.1,
                   marker="o", zorder=3, **look)  # fmt: skip
    style.words_axis(ax, names)
    ax.set_yticks(range(len(names)), names, size=style.TICKS)
    ax.set_xlim(-0.5, len(heads) - 0.5)
    ax.xaxis.tick_top()
    short = heads if written or len(heads) <= 8 else [h[-4:] for h in heads]
    upright = not written and len(heads) > 12
    ax.set_xticks(range(len(heads)), short, rotation=90 if upright else 0)
    ax.tick_params(axis="x", length=0)
    for y in range(len(names)):
        ax.axhline(y + 0.5, color=style.GRID, lw=0.6, zorder=0)
    for side in ax.spines.values():
        side.set_visible(False)
    return fig


def likeness(
    table: pd.DataFrame,
    *,
    title: str = "",
    foot: str = "",
    lang: str = "zh",
    gloss: Mapping[str, str] | None = None,
    most: int = 36,
):
    """Draw the map of reports, the years of a place joined in order, and the words that part them.

    Parameters
    ----------
    table : DataFrame
        item, kind, place, year, x, y, share1, share2, as of ``comparison.likeness``.
    title, foot, lang, gloss
        As of ``frequency.draw``.
    most : int
        Words at most.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"item": ["甲市 2023", "甲市 2024", "茶"], "place": ["甲市", "甲市", ""],
    ...                     "kind": ["document", "document", "word"], "year": [2023, 2024, ""],
    ...                     "x": [1.0, -1.0, 0.2], "y": [0.1, 0.2, -0.4],
    ...                     "share1": 0.5, "share2": 0.2})
    >>> [text.get_text() for text in likeness(toy).axes[0].texts]
    ['2023', '2024', '茶']
    """
    reports = table[table["kind"] == "document"]
    words = table[table["kind"] == "word"].head(most)
    places = list(dict.fromkeys(reports["place"]))
    ink = colours(places)
    share = table["share1"].iloc[0], table["share2"].iloc[0]
    fig, ax = style.figure(
        "wide",
        112,
        title=title or say(lang, "哪些报告用词相近", "Which reports use the same words"),
        subtitle=say(
            lang,
            f"对应分析，两轴解释 {sum(share):.0%} 的惯量；报告相距越近用词越像，词按方向读",
            f"Correspondence analysis, two axes hold {sum(share):.0%} of the inertia; near reports "
            "use like words, words are read by direction",
        ),
        foot=foot,
        lang=lang,
        key=[(place, ink[place]) for place in places] if len(places) > 1 else None,
        grid="",
    )
    x = np.concatenate([reports["x"], words["x"]]).astype(float)
    y = np.concatenate([reports["y"], words["y"]]).astype(float)
    for limits, values in ((ax.set_xlim, x), (ax.set_ylim, y)):
        pad = 0.09 * (np.ptp(values) or 1)
        limits(min(values.min(), 0) - pad, max(values.max(), 0) + pad)
    ax.axhline(0, color=style.GRID, lw=0.8, zorder=0)
    ax.axvline(0, color=style.GRID, lw=0.8, zorder=0)
    placing.inner_ticks(ax)
    ax.tick_params(labelcolor=style.GREY)
    path = []
    for place in places:
        rows = reports[reports["place"] == place].sort_values("year")
        spots = rows[["x", "y"]].to_numpy(dtype=float)
        ax.plot(*spots.T, color=ink[place], lw=0.9, alpha=0.5, zorder=2)
        for one, two in pairwise(spots):
            path.append(one + np.linspace(0.1, 0.9, 9)[:, None] * (two - one))
    ax.scatter(words["x"], words["y"], s=4, color=style.GREY, lw=0, zorder=2)
    marks = [ink[place] for place in reports["place"]]
    ax.scatter(reports["x"], reports["y"], s=30, color=marks, marker="D", lw=0, zorder=3)
    placing.place(
        ax,
        x,
        y,
        [*(str(year) for year in reports["year"]),
         *(style.named(word, lang, gloss) for word in words["item"])],
        [*marks, *[style.GREY] * len(words)],
        points=tuple(np.vstack(path).T) if path else None,
        must=len(reports),
        radius=2.0,
    )  # fmt: skip
    for set_label, number in ((ax.set_xlabel, 1), (ax.set_ylabel, 2)):
        part = f"{share[number - 1]:.0%}"
        set_label(say(lang, f"第 {number} 轴（{part}）", f"axis {number} ({part})"))
    return fig
