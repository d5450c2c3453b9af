"""Parallelism along the speech, its limbs in columns, and the four-character strings."""

from __future__ import annotations

import pandas as pd

from analysis.figures import fonts, style
from analysis.figures.style import say

ROWS = ("frame", "iso", "affix", "duiou")
NAMES = {
    "zh": {"frame": "排比·同框", "iso": "排比·等长", "affix": "词语排比", "duiou": "对偶"},
    "en": {
        "frame": "shared frame",
        "iso": "equal length",
        "affix": "shared affix",
        "duiou": "pair",
    },
}
FOUR = {
    "zh": {"chengyu": "成语", "near": "类成语", "policy": "政策固定语", "free": "自由短语"},
    "en": {
        "chengyu": "idiom",
        "near": "near-idiom",
        "policy": "policy phrase",
        "free": "free phrase",
    },
}
COLOURS = {"review": style.REVIEW, "plan": style.PLAN}
TEXTS = {"review": style.REVIEW_TEXT, "plan": style.PLAN_TEXT}


def strip(
    density: pd.DataFrame, groups: pd.DataFrame, *, title: str, foot: str = "", lang: str = "zh"
):
    """Draw the share of parallel limbs along the speech, and below it each group in its row.

    Parameters
    ----------
    density : DataFrame
        zone, start, end, share: one row a stretch.
    groups : DataFrame
        start, end, label (frame, iso, affix, duiou), zone: one row a group.
    title, foot, lang : str

    Returns
    -------
    Figure

    Examples
    --------
    >>> a = pd.DataFrame({"zone": ["review", "plan"], "start": [0, 400], "end": [400, 800],
    ...                   "share": [0.1, 0.3]})
    >>> b = pd.DataFrame({"start": [500], "end": [520], "label": ["duiou"], "zone": ["plan"]})
    >>> len(strip(a, b, title="").axes)
    2
    """
    wide = int((density["end"] - density["start"]).max()) if len(density) else 0
    fig, (top, low) = style.figure(
        "wide",
        74,
        title=title,
        subtitle=say(
            lang,
            f"上：每 {wide} 字中处在排比、对偶各肢内的字所占比例；下：每一组的位置，按类分行",
            f"Above: share of the characters in parallel limbs, per {wide} characters; "
            "below: where each group stands, a row a kind",
        ),
        foot=foot,
        lang=lang,
        key=[(style.ZONE_NAMES[lang][zone], COLOURS[zone]) for zone in ("review", "plan")],
        grid="y",
        nrows=2,
        height_ratios=[3, 2],
    )
    colours = [COLOURS[zone] for zone in density["zone"]]
    left, widths = density["start"], (density["end"] - density["start"]) * 0.86
    top.bar(left, density["share"] * 100, width=widths, color=colours, align="edge")
    top.yaxis.set_major_formatter(lambda value, _: f"{value:g}%")
    top.spines["left"].set_visible(False)
    top.set_xticks([])
    for row, label in enumerate(ROWS):
        own = groups[groups["label"] == label]
        low.vlines(
            (own["start"] + own["end"]) / 2,
            row - 0.34,
            row + 0.34,
            colors=[COLOURS.get(zone, style.GREY) for zone in own["zone"]],
            lw=1.1,
        )
        total = len(own)
        low.text(1.005, row, str(total), transform=low.get_yaxis_transform(), size=style.TICKS,
                 va="center", color=style.GREY)  # fmt: skip
    low.grid(False)
    if len(density):
        edges = density["start"].min(), density["end"].max()
        room = 0.01 * (edges[1] - edges[0])
        for ax in (top, low):
            ax.set_xlim(edges[0] - room, edges[1] + room)
    style.words_axis(low, [NAMES[lang][label] for label in ROWS])
    low.set_xlabel(say(lang, "在文本中的位置（字）", "position in the text (characters)"))
    low.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    return fig


def cards(limbs: pd.DataFrame, *, title: str, subtitle: str = "", foot: str = "", lang: str = "zh"):
    """Set the limbs of parallel groups below each other, what they share in one column.

    Parameters
    ----------
    limbs : DataFrame
        group (in order), label, place (where it stands), limb, before, shared, after.
    title, subtitle, foot, lang : str

    Returns
    -------
    Figure
        Three columns of cards; shared parts in the accent colour.

    Examples
    --------
    >>> toy = pd.DataFrame({"group": ["g", "g"], "label": "frame", "place": "（一）",
    ...                     "limb": [1, 2], "before": "", "shared": "稳",
    ...                     "after": ["地价", "房价"]})
    >>> [t.get_text() for t in cards(toy, title="").axes[0].texts][:3]
    ['排比·同框，（一）', '稳', '地价']
    """
    order = list(dict.fromkeys(limbs["group"]))
    blocks = [limbs[limbs["group"] == g] for g in order]
    columns = deal(blocks)
    lines = max(sum(len(b) + 1.9 for b in column) for column in columns)
    line = 4.7  # mm
    fig, ax = style.figure(
        "wide", lines * line, title=title, subtitle=subtitle, foot=foot, lang=lang, grid=""
    )
    style.bare(ax)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_ylim(lines, 0)
    ax.set_xlim(0, style.WIDTHS["wide"] - 2 * style.MARGIN)
    em = style.TEXT / 72 * 25.4
    across = (style.WIDTHS["wide"] - 2 * style.MARGIN) / 3
    for number, column in enumerate(columns):
        left, down = number * across, 0.5
        for block in column:
            put_card(ax, block, left, down, em, lang)
            down += len(block) + 1.9
    return fig


def deal(blocks: list[pd.DataFrame], columns: int = 3) -> list[list[pd.DataFrame]]:
    """Deal blocks onto columns, each onto the shortest, in order."""
    dealt: list[list[pd.DataFrame]] = [[] for _ in range(columns)]
    heights = [0.0] * columns
    for block in blocks:
        shortest = heights.index(min(heights))
        dealt[shortest].append(block)
        heights[shortest] += len(block) + 1.9
    return [column for column in dealt if column]


def put_card(ax, block: pd.DataFrame, left: float, down: float, em: float, lang: str) -> None:
    """Write one card: its kind and place, then a limb a line."""
    first = block.iloc[0]
    comma = "，" if lang == "zh" else ", "
    name = NAMES[lang][first["label"]] + (f"{comma}{first['place']}" if first["place"] else "")
    ax.text(left, down, name, size=style.TICKS, color=style.GREY, va="center")
    indent = max(fonts.width(text) for text in block["before"]) * em
    for k, row in enumerate(block.itertuples(), 1):
        y = down + k
        for text, place, align, colour in (
            (row.before, left + indent, "right", style.INK),
            (row.shared, left + indent, "left", style.ACCENT),
            (row.after, left + indent + fonts.width(row.shared) * em, "left", style.INK),
        ):
            if text:
                fonts.check(text)
                ax.text(place, y, text, size=style.TEXT, color=colour, ha=align, va="center")


def four(table: pd.DataFrame, *, title: str, subtitle: str = "", foot: str = "", lang: str = "zh"):
    """Draw the rates of idioms and four-character strings in review and plan.

    Parameters
    ----------
    table : DataFrame
        label (chengyu, near, policy, free), zone, count, per_10k.
    title, subtitle, foot, lang : str

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"label": ["near", "near"], "zone": ["review", "plan"],
    ...                     "count": [3, 9], "per_10k": [2.5, 5.0]})
    >>> [t.get_text() for t in four(toy, title="").axes[0].texts]
    ['2.5 (3)', '5.0 (9)']
    """
    order = list(dict.fromkeys(table["label"]))
    fig, ax = style.figure(
        "narrow",
        style.rows(2 * len(order), extra=6),
        title=title,
        subtitle=subtitle,
        foot=foot,
        lang=lang,
        key=[(style.ZONE_NAMES[lang][zone], COLOURS[zone]) for zone in ("review", "plan")],
    )
    for shift, zone in ((-0.2, "review"), (0.2, "plan")):
        own = table[table["zone"] == zone]
        places = [order.index(label) + shift for label in own["label"]]
        bars = ax.barh(places, own["per_10k"], height=0.36, color=COLOURS[zone])
        texts = [f"{r.per_10k:.1f} ({r.count})" for r in own.itertuples(index=False)]
        style.values(ax, bars, texts)
    style.words_axis(ax, [FOUR[lang][label] for label in order])
    style.no_value_axis(ax)
    ax.set_xlim(0, table["per_10k"].max() * 1.28)
    return fig
