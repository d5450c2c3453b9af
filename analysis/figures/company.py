"""Words in their places: dispersion strips, networks of collocates, the biplot of sections."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.figures import fonts, placing, style
from analysis.figures.style import say


def strip(
    table: pd.DataFrame,
    borders: pd.DataFrame,
    *,
    title: str | None = None,
    foot: str = "",
    lang: str = "zh",
    gloss: Mapping[str, str] | None = None,
):
    """Draw where words stand in a text: one row a word, one tick an occurrence.

    Parameters
    ----------
    table : DataFrame
        word, position (0 to 1), zone, f, DP; one row an occurrence, words in the order of rows.
    borders : DataFrame
        position, label: where a section or part begins.
    title, foot, lang, gloss
        As of ``keywords.keyness``.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"word": ["建设", "建设"], "position": [0.2, 0.9], "f": 2, "DP": 0.3,
    ...                     "zone": ["review", "plan"]})
    >>> fig = strip(toy, pd.DataFrame({"position": [0.0, 0.5], "label": ["一", "二"]}))
    >>> len(fig.axes[0].get_yticklabels())
    1
    """
    words = list(dict.fromkeys(table["word"]))
    zones = [z for z in ("review", "plan") if z in set(table["zone"])]
    names = style.ZONE_NAMES[lang]
    fig, ax = style.figure(
        "wide",
        style.rows(len(words), mm=6.0, extra=9),
        title=title or say(lang, "词在全文中的位置", "Where words stand in the text"),
        subtitle=say(
            lang,
            "一条竖线一次出现；右侧：次数与离散度 DP（0 为均匀，1 为集中一处）",
            "One tick an occurrence; right: count and dispersion DP (0 even, 1 in one place)",
        ),
        foot=foot,
        lang=lang,
        key=[(names[z], style.ZONES[z]) for z in zones] or None,
        grid="",
    )
    row = table["word"].map({word: i for i, word in enumerate(words)})
    for zone in dict.fromkeys(table["zone"]):
        here = table["zone"] == zone
        colour = style.ZONES.get(zone, style.GREY) if zones else style.INK
        colour = style.GREY if zones and zone not in zones else colour
        ax.vlines(
            table.loc[here, "position"], row[here] - 0.36, row[here] + 0.36, color=colour, lw=0.8
        )
    for border in borders.itertuples():
        ax.axvline(border.position, color=style.GRID, lw=0.6, zorder=0)
    style.words_axis(ax, [style.named(word, lang, gloss) for word in words])
    first = table.drop_duplicates("word").set_index("word").loc[words]
    for i, (f, dp) in enumerate(zip(first["f"], first["DP"], strict=True)):
        ax.annotate(
            f"{f:.0f}   {dp:.2f}",
            (1, i),
            (6, 0),
            textcoords="offset points",
            va="center",
            size=style.TICKS,
            color=style.GREY,
            annotation_clip=False,
        )
    ax.set_xlim(-0.004, 1.004)
    _border_labels(ax, borders)
    ax.spines["bottom"].set_visible(False)
    return fig


def _border_labels(ax, borders: pd.DataFrame) -> None:
    """Name the sections under the strip, in the middle of each; a name without room is left out."""
    start = borders["position"].to_numpy()
    end = np.append(start[1:], 1.0)[: len(start)]
    width_pt = ax.figure.get_figwidth() * 72 * 0.8
    size = style.FOOT
    ticks, names = [], []
    for a, b, label in zip(start, end, borders["label"], strict=True):
        if (b - a) * width_pt > fonts.width(str(label)) * size + 2:
            ticks.append((a + b) / 2)
            names.append(str(label))
    ax.set_xticks(ticks, names, size=size)
    ax.tick_params(axis="x", length=0)


def network(
    nodes: pd.DataFrame,
    edges: pd.DataFrame,
    *,
    title: str | None = None,
    foot: str = "",
    lang: str = "zh",
    gloss: Mapping[str, str] | None = None,
):
    """Draw words and the company they keep.

    Parameters
    ----------
    nodes : DataFrame
        word, x, y (0 to 1), f, hub (True for the words that were asked for).
    edges : DataFrame
        node, collocate, weight (logDice).
    title, foot, lang, gloss
        As of ``keywords.keyness``.

    Returns
    -------
    Figure

    Examples
    --------
    >>> nodes = pd.DataFrame({"word": ["人工", "智能"], "x": [0.2, 0.8], "y": [0.5, 0.5],
    ...                       "f": [9, 8], "hub": [True, False]})
    >>> edges = pd.DataFrame({"node": ["人工"], "collocate": ["智能"], "weight": [13.0]})
    >>> [text.get_text() for text in network(nodes, edges).axes[0].texts]
    ['人工', '智能']
    """
    fig, ax = style.figure(
        "wide",
        108,
        title=title or say(lang, "词与其搭配", "Words and their collocates"),
        subtitle=say(
            lang,
            "连线：句内前后 5 词的搭配，越粗 logDice 越大；红字为中心词",
            "Lines: collocates within 5 words in a sentence, thicker for a larger logDice; "
            "red: the words asked for",
        ),
        foot=foot,
        lang=lang,
        grid="",
    )
    style.bare(ax)
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    at = nodes.set_index("word")[["x", "y"]]
    weight = edges["weight"].to_numpy(dtype=float)
    low, span = (weight.min(), np.ptp(weight)) if len(weight) else (0.0, 1.0)
    for edge in edges.itertuples():
        ends = at.loc[[edge.node, edge.collocate]].to_numpy()
        wide = 0.5 + 1.8 * (edge.weight - low) / (span or 1)
        ax.plot(ends[:, 0], ends[:, 1], color=style.PALE, lw=wide, zorder=1, solid_capstyle="round")
    for node in nodes.itertuples():
        label = style.named(node.word, lang, gloss)
        fonts.check(label)
        ax.text(
            node.x,
            node.y,
            label,
            size=style.TITLE if node.hub else style.TICKS,
            color=style.ACCENT if node.hub else style.INK,
            ha="center",
            va="center",
            zorder=3,
            bbox={"boxstyle": "square,pad=0.12", "fc": "white", "ec": "none"},
        )
    return fig


def biplot(
    rows: pd.DataFrame,
    columns: pd.DataFrame,
    inertia: pd.DataFrame,
    *,
    title: str | None = None,
    foot: str = "",
    lang: str = "zh",
    gloss: Mapping[str, str] | None = None,
    most: int = 45,
):
    """Draw a correspondence analysis: sections as coloured marks, words as small type.

    Parameters
    ----------
    rows : DataFrame
        unit, dim1, dim2, zone; optional name (what is written; default the unit).
    columns : DataFrame
        word, x, y, weight: words are written by their weight, as long as there is room.
    inertia : DataFrame
        dimension, share.
    title, foot, lang, gloss
        As of ``keywords.keyness``.
    most : int
        Words at most.

    Returns
    -------
    Figure

    Examples
    --------
    >>> rows = pd.DataFrame({"unit": ["一", "二"], "dim1": [1.0, -1.0], "dim2": [0.1, 0.2],
    ...                      "zone": ["review", "plan"]})
    >>> columns = pd.DataFrame({"word": ["增长"], "x": [0.8], "y": [0.0], "weight": [0.5]})
    >>> fig = biplot(rows, columns, pd.DataFrame({"dimension": [1, 2], "share": [0.3, 0.2]}))
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['一', '二', '增长']
    """
    share = inertia["share"].to_numpy()
    zones = [z for z in ("review", "plan") if z in set(rows["zone"])]
    zone_names = style.ZONE_NAMES[lang]
    fig, ax = style.figure(
        "wide",
        116,
        title=title or say(lang, "各部分的用词：对应分析", "Words of the parts: correspondence"),
        subtitle=say(
            lang,
            f"前两轴解释总惯量的 {share[:2].sum():.0%}；从原点看方向：同方向的部分与词相互偏好",
            f"Two axes hold {share[:2].sum():.0%} of the inertia; read directions from the origin: "
            "a part favours the words on its side",
        ),
        foot=foot,
        lang=lang,
        key=[(zone_names[z], style.ZONES[z]) for z in zones] or None,
        grid="",
    )
    heavy = -columns["weight"].round(9).to_numpy()
    shown = columns.iloc[np.lexsort((columns["word"].to_numpy(dtype=str), heavy))].head(most)
    x = np.concatenate([rows["dim1"], shown["x"]])
    y = np.concatenate([rows["dim2"], shown["y"]])
    for axis, values in ((ax.set_xlim, x), (ax.set_ylim, y)):
        lo, hi = values.min(), values.max()
        pad = 0.10 * (hi - lo or 1)
        axis(min(lo, 0) - pad, max(hi, 0) + pad)
    ax.axhline(0, color=style.GRID, lw=0.8, zorder=0)
    ax.axvline(0, color=style.GRID, lw=0.8, zorder=0)
    placing.inner_ticks(ax)
    ax.tick_params(labelcolor=style.GREY)
    ax.scatter(shown["x"], shown["y"], s=4, color=style.GREY, lw=0, zorder=2)
    colours = [style.ZONES.get(z, style.ACCENT) if z else style.ACCENT for z in rows["zone"]]
    ax.scatter(rows["dim1"], rows["dim2"], s=34, color=colours, marker="D", lw=0, zorder=3)
    inks = {"review": style.REVIEW_TEXT, "plan": style.PLAN_TEXT}
    names = rows["name"] if "name" in rows else rows["unit"]
    placing.place(
        ax,
        x,
        y,
        [*names, *(style.named(word, lang, gloss) for word in shown["word"])],
        [*(inks.get(z, style.ACCENT) for z in rows["zone"]), *[style.GREY] * len(shown)],
        must=len(rows),
        radius=2.0,
    )
    for set_label, number in ((ax.set_xlabel, 1), (ax.set_ylabel, 2)):
        part = f"{share[number - 1]:.0%}"
        set_label(say(lang, f"第 {number} 轴（{part}）", f"axis {number} ({part})"))
    return fig
