"""Keywords: effect against evidence, two rates, the null control, a cloud sized by keyness."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.figures import cloud as clouds
from analysis.figures import placing, style
from analysis.figures.style import say

CRITICAL = 3.8415  # chi2 with one degree of freedom, p = .05
COLOURS = {"plan": style.PLAN, "review": style.REVIEW}
TEXTS = {"plan": style.PLAN_TEXT, "review": style.REVIEW_TEXT}


def side_name(side: str, lang: str) -> str:
    """Name a side: the zone's name in the language, or the name it was given."""
    if side in ("plan", "review"):
        return style.ZONE_NAMES[lang][side] + ("段" if lang == "zh" else "")
    known = {"rest": "其余", "first half": "前半", "second half": "后半"}
    if side in known:
        return say(lang, known[side], side)
    return say(lang, f"“{side}”部分", f"part {side}")


def keyness(
    table: pd.DataFrame,
    *,
    target: str = "plan",
    reference: str = "review",
    title: str | None = None,
    foot: str = "",
    lang: str = "zh",
    gloss: Mapping[str, str] | None = None,
    most: int = 60,
):
    """Draw keywords as effect size against evidence.

    Parameters
    ----------
    table : DataFrame
        word, LR_half, G2_4, status: ``"target"`` or ``"reference"`` (key by the permutation
        test), ``"G2 only"`` (key for G2 alone), ``"none"``.
    target, reference : str
        The two sides; plan and review have their colours.
    title, foot, lang, gloss
        As of ``frequency.draw``.
    most : int
        Labels at most; those that find no room are left out, weakest first.

    Returns
    -------
    Figure
        Right of zero: more in the target. Height: G2 on a square root scale.

    Examples
    --------
    >>> toy = pd.DataFrame({"word": ["建设", "增长", "经济"], "LR_half": [1.2, -2.3, 0.8],
    ...                     "G2_4": [28.0, -36.0, 6.2],
    ...                     "status": ["target", "reference", "none"]})
    >>> sorted(text.get_text() for text in keyness(toy).axes[0].texts)
    ['增长', '建设']
    """
    names = [side_name(side, lang) for side in (target, reference)]
    colours = [COLOURS.get(target, style.ACCENT), COLOURS.get(reference, style.INK)]
    texts = [TEXTS.get(target, style.ACCENT), TEXTS.get(reference, style.INK)]
    fig, ax = style.figure(
        "wide",
        104,
        title=title or say(lang, "关键词", "Keywords"),
        subtitle=say(
            lang,
            f"横轴：对数比（每右移 1，{names[0]}的使用率翻一倍）；纵轴：证据 G2，虚线为 p = .05",
            f"Across: log ratio (one to the right doubles the rate in the {names[0]}); "
            "up: evidence G2, dashed line p = .05",
        ),
        foot=foot,
        lang=lang,
        key=[
            (say(lang, f"{names[0]}更多", f"more in the {names[0]}"), colours[0]),
            (say(lang, f"{names[1]}更多", f"more in the {names[1]}"), colours[1]),
            (say(lang, "只有 G2 认为关键（空心）", "key for G2 alone (hollow)"), style.GREY),
            (say(lang, "校正后不关键", "not key after correction"), style.PALE),
        ],
        grid="y",
    )
    x, y = table["LR_half"].to_numpy(), table["G2_4"].abs().to_numpy()
    status = table["status"].to_numpy()
    looks = {
        "none": {"s": 7, "color": style.PALE, "linewidths": 0},
        "G2 only": {"s": 15, "facecolors": "white", "edgecolors": style.GREY, "linewidths": 0.9},
        "reference": {"s": 19, "color": colours[1], "linewidths": 0},
        "target": {"s": 19, "color": colours[0], "linewidths": 0},
    }
    for order, (kind, look) in enumerate(looks.items()):
        here = status == kind
        ax.scatter(x[here], y[here], zorder=2 + order, label=kind, **look)
    ax.set_yscale("function", functions=(np.sqrt, np.square))
    top = max(float(y.max(initial=0)), 10.0)
    ax.set_ylim(0, top * 1.12)
    ax.set_yticks([v for v in (1, 4, 10, 20, 40, 80, 160, 320, 640, 1280) if v < top * 1.12])
    reach = float(np.abs(x).max(initial=1)) * 1.12
    ax.set_xlim(-reach, reach)
    placing.inner_ticks(ax)
    ax.axvline(0, color=style.PALE, lw=0.8, zorder=1)
    ax.axhline(CRITICAL, color=style.GREY, lw=0.8, ls=(0, (3, 2)), zorder=1)
    ax.set_xlabel(say(lang, "对数比 LR（以 2 为底）", "log ratio LR (base 2)"))
    ax.set_ylabel("|G2|")
    ax.spines["left"].set_visible(False)
    label = np.isin(status, ["target", "reference", "G2 only"])
    rank = np.lexsort((table["word"].to_numpy(dtype=str), -y, status == "G2 only"))
    chosen = [i for i in rank if label[i]]
    # the lesson needs some of the hollow ones: they are set after the strongest thirty
    hollow = [i for i in chosen if status[i] == "G2 only"][:8]
    solid = [i for i in chosen if status[i] != "G2 only"]
    chosen = (solid[:30] + hollow + solid[30:])[:most]
    ink = {"target": texts[0], "reference": texts[1], "G2 only": style.GREY}
    placing.place(
        ax,
        x[chosen],
        y[chosen],
        [style.named(table["word"].iloc[i], lang, gloss) for i in chosen],
        [ink[status[i]] for i in chosen],
        points=(x[y > CRITICAL], y[y > CRITICAL]),
    )
    return fig


def dumbbell(
    table: pd.DataFrame,
    *,
    target: str = "plan",
    reference: str = "review",
    title: str | None = None,
    foot: str = "",
    lang: str = "zh",
    gloss: Mapping[str, str] | None = None,
):
    """Draw the rates of words on two sides, joined by a line.

    Parameters
    ----------
    table : DataFrame
        word, rate_target, rate_reference (per 10,000 tokens), C, D (tokens); drawn in order.
    target, reference, title, foot, lang, gloss
        As of ``keyness``.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"word": ["建设"], "rate_target": [178.8], "rate_reference": [71.1],
    ...                     "C": [7774], "D": [5063]})
    >>> [round(float(c.get_offsets()[0][0]), 1) for c in dumbbell(toy).axes[0].collections[1:]]
    [71.1, 178.8]
    """
    sides = (("rate_reference", reference), ("rate_target", target))
    names = {side: side_name(side, lang) for _, side in sides}
    n = dict(zip((target, reference), table[["C", "D"]].iloc[0], strict=True))
    sizes = say(lang, "，", "; ").join(
        say(lang, f"{names[s]} {n[s]:,} 词", f"{names[s]} {n[s]:,} words")
        for s in (reference, target)
    )
    fig, ax = style.figure(
        "wide",
        style.rows(len(table), mm=5.0, extra=9),
        title=title or say(lang, "两段的用词率", "Rates of words on two sides"),
        subtitle=say(lang, f"每万词次数（{sizes}）", f"Per 10,000 words ({sizes})"),
        foot=foot,
        lang=lang,
        key=[(names[s], COLOURS.get(s, style.ACCENT)) for s in (reference, target)],
    )
    at = range(len(table))
    low, high = table[[c for c, _ in sides]].min(axis=1), table[[c for c, _ in sides]].max(axis=1)
    ax.hlines(at, low, high, color=style.PALE, lw=1.6, zorder=1)
    for column, side in sides:
        ax.scatter(table[column], at, s=24, color=COLOURS.get(side, style.ACCENT), zorder=3, lw=0)
    for i, (first, second) in enumerate(zip(low, high, strict=True)):
        close = {"textcoords": "offset points", "va": "center", "size": style.FOOT}
        ax.annotate(f"{second:.0f}", (second, i), (6, 0), color=style.GREY, **close)
        ax.annotate(f"{first:.0f}", (first, i), (-6, 0), color=style.GREY, ha="right", **close)
    style.words_axis(ax, [style.named(word, lang, gloss) for word in table["word"]])
    span = float(high.max())
    ax.set_xlim(-0.05 * span, span * 1.07)
    style.no_value_axis(ax)
    return fig


def null_control(
    table: pd.DataFrame, *, title: str | None = None, foot: str = "", lang: str = "zh"
):
    """Draw how often two tests call a word key where nothing can be.

    Parameters
    ----------
    table : DataFrame
        test (``"G2_4"``, ``"permutation"``), share, share_lo, share_hi, words, units, halves, as of
        ``keywords.null_control``.
    title, foot, lang
        As of ``keyness``.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"test": ["G2_4", "permutation"], "share": [0.15, 0.05],
    ...                     "share_lo": [0.11, 0.03], "share_hi": [0.2, 0.07],
    ...                     "words": 500, "units": 79, "halves": 100})
    >>> len(null_control(toy).axes[0].patches)
    2
    """
    first = table.iloc[0]
    names = {
        "G2_4": say(lang, "G2（以词为单位）", "G2 (over words)"),
        "permutation": say(lang, "置换检验（以段为单位）", "permutation (over paragraphs)"),
    }
    fig, ax = style.figure(
        "wide",
        style.rows(len(table), mm=9, extra=10),
        title=title or say(lang, "空白对照", "Null control"),
        subtitle=say(
            lang,
            f"把 {first['units']} 个段落随机分成两半 {first['halves']} 次：{first['words']} 个词里"
            "有百分之几被判为关键（p < .05）；应为 5%",
            f"{first['units']} paragraphs dealt into random halves {first['halves']} times: share "
            f"of {first['words']} words called key (p < .05); should be 5 %",
        ),
        foot=foot,
        lang=lang,
        grid="",
    )
    share = 100 * table["share"]
    colours = [style.ACCENT if test == "G2_4" else style.GREY for test in table["test"]]
    ax.barh(range(len(table)), share, height=0.55, color=colours)
    lo, hi = 100 * table["share_lo"], 100 * table["share_hi"]
    ax.hlines(range(len(table)), lo, hi, color=style.INK, lw=1)
    for i, (value, end) in enumerate(zip(share, hi, strict=True)):
        place = {"textcoords": "offset points", "va": "center", "size": style.TICKS}
        ax.annotate(f"{value:.1f}%", (end, i), (5, 0), **place)
    ax.axvline(5, color=style.INK, lw=0.8, ls=(0, (3, 2)))
    style.words_axis(ax, [names.get(test, test) for test in table["test"]])
    style.no_value_axis(ax)
    ax.set_xlim(0, float(hi.max()) * 1.15)
    ax.set_xticks([5], ["5%"])
    return fig


def cloud(
    table: pd.DataFrame,
    *,
    target: str = "plan",
    reference: str = "review",
    title: str | None = None,
    foot: str = "",
    lang: str = "zh",
    height_mm: float = 84,
    seed: int = 20250225,
):
    """Draw a word cloud in which size is keyness, not frequency, and colour the side.

    Parameters
    ----------
    table : DataFrame
        word, keyness (size; positive), side.
    target, reference, title, foot, lang
        As of ``keyness``.
    height_mm, seed
        As of ``cloud.draw``.

    Examples
    --------
    >>> toy = pd.DataFrame({"word": ["建设", "增长"], "keyness": [9.0, 4.0],
    ...                     "side": ["plan", "review"]})
    >>> sorted(text.get_text() for text in cloud(toy).axes[0].texts)
    ['增长', '建设']
    """
    colours = {target: TEXTS.get(target, style.ACCENT)}
    colours[reference] = TEXTS.get(reference, style.INK)
    names = {side: side_name(side, lang) for side in colours}
    fig, ax = style.figure(
        "wide",
        height_mm,
        title=title or say(lang, "关键词云", "Cloud of keywords"),
        subtitle=say(
            lang,
            "字号随 |G2| 增大：证据越强，字越大",
            "Type size grows with |G2|: the stronger the evidence, the larger the word",
        ),
        foot=foot,
        lang=lang,
        key=[
            (say(lang, f"{names[s]}更多", f"more in the {names[s]}"), colours[s])
            for s in (reference, target)
        ],
        grid="",
    )
    style.bare(ax)
    full = style.WIDTHS["wide"] - 2 * style.MARGIN
    ax.set_xlim(0, full)
    ax.set_ylim(height_mm, 0)
    sizes = dict(zip(table["word"], table["keyness"], strict=True))
    side = dict(zip(table["word"], table["side"], strict=True))
    for word, left, baseline, size in clouds._places(sizes, full, height_mm, seed):
        ax.text(left, baseline, word, size=size, color=colours[side[word]], va="baseline")
    return fig
