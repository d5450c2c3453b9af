"""Strips along a report: stances, images and contractions where they stand, borrowed text."""

from __future__ import annotations

import pandas as pd

from analysis.figures import fonts, style
from analysis.figures.style import say

STANCES = {
    "address": ("称呼", "address"),
    "report": ("报告", "reporting"),
    "thanks": ("感谢", "thanks"),
    "selfcrit": ("自省", "self-criticism"),
    "hort": ("激励", "exhortation"),
    "exclaim": ("感叹", "exclamation"),
    "call": ("号召", "call"),
}
FAMILIES = {
    "journey": ("行路", "journey"),
    "war": ("战争", "war"),
    "nature": ("自然", "nature"),
    "body": ("身体", "body"),
    "building": ("建筑", "building"),
    "machine": ("机器", "machine"),
    "water": ("水", "water"),
    "game": ("竞技", "game"),
    "art": ("艺术", "art"),
    "light": ("光", "light"),
    "object": ("器物", "object"),
}
KINDS = {
    "set": ("集合", "set"),
    "code": ("代码", "code"),
    "plan": ("规划", "plan"),
    "count": ("条数", "number of articles"),
    "honor": ("名次", "honour"),
    "clause": ("规则", "rule"),
    "grade": ("等级", "grade"),
}
BORROWED = {"review": "#c3d6ee", "plan": "#fbd6ae", "both": "#d9c6dd", "": "white"}


def _ground(ax, table: pd.DataFrame, spans: pd.DataFrame | None, rows: int) -> float:
    """Shade review and plan behind the rows; return the length of the speech."""
    end = float((table["at"] + table["width"]).max()) if len(table) else 1.0
    for span in () if spans is None else spans.itertuples():
        colour = {"review": "#eef3fa", "plan": "#fef3e6"}[span.zone]
        ax.axvspan(span.at, span.at + span.width, color=colour, lw=0, zorder=0)
        end = max(end, span.at + span.width)
    ax.set_xlim(0, end * 1.005)
    ax.set_ylim(rows - 0.4, -0.6)
    return end


def _characters(ax, end: float, lang: str) -> None:
    step = next(s for s in (10, 50, 200, 1000, 5000, 20000, 10**9) if end / s <= 8)
    ticks = list(range(0, int(end) + 1, step))
    ax.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    ax.set_xlabel(say(lang, "讲话中的位置（字）", "place in the speech (characters)"))


def stance(
    table: pd.DataFrame,
    spans: pd.DataFrame | None = None,
    *,
    title: str | None = None,
    foot: str = "",
    lang: str = "zh",
):
    """Draw where in the speech each stance is taken: a row a stance, a bar a sentence.

    Parameters
    ----------
    table : DataFrame
        label, zone, at, width, as of `rhetoric.findings.strip`.
    spans : DataFrame, optional
        zone, at, width of review and plan, which are shaded.
    title, foot, lang
        As of ``frequency.draw``.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"label": ["address", "hort"], "zone": ["review", "plan"],
    ...                     "at": [0, 90], "width": [5, 20]})
    >>> [text.get_text() for text in stance(toy).axes[0].get_yticklabels()]
    ['称呼（1）', '激励（1）']
    """
    pick = {"zh": 0, "en": 1}[lang]
    counts = table["label"].value_counts()
    labels = [label for label in STANCES if label in counts]
    fig, ax = style.figure(
        "wide",
        style.rows(len(labels), mm=6.5, extra=12),
        title=title or say(lang, "立场句在讲话中的位置", "Where the speaker takes a stance"),
        subtitle=say(
            lang,
            "每一竖条是一个立场句，宽度为句长；括号内为句数",
            "Each bar is a stance sentence, as wide as the sentence is long; number in brackets",
        ),
        foot=foot,
        lang=lang,
        key=[(style.ZONE_NAMES[lang][z], style.ZONES[z]) for z in ("review", "plan")],
    )
    end = _ground(ax, table, spans, len(labels))
    for row in table.itertuples():
        ax.barh(
            labels.index(row.label),
            max(row.width, end / 500),
            0.62,
            left=row.at,
            color=style.ZONES.get(row.zone, style.GREY) if row.zone else style.GREY,
        )
    names = [say(lang, f"{STANCES[x][0]}({counts[x]})", f"{STANCES[x][pick]} ({counts[x]})")
             for x in labels]  # fmt: skip
    ax.set_yticks(range(len(labels)), names, size=style.TEXT)
    ax.spines["left"].set_visible(False)
    _characters(ax, end, lang)
    return fig


def metaphor(
    table: pd.DataFrame,
    spans: pd.DataFrame | None = None,
    *,
    title: str | None = None,
    foot: str = "",
    lang: str = "zh",
):
    """Draw the density of metaphor along the speech, and each image in the row of its family.

    Parameters
    ----------
    table : DataFrame
        label (family), tier (active, conv), zone, at, width, as of `rhetoric.findings.strip`.
    spans : DataFrame, optional
        zone, at, width of review and plan, which are shaded.
    title, foot, lang
        As of ``frequency.draw``.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"label": ["war", "art"], "tier": ["conv", "active"],
    ...                     "zone": ["review", "plan"], "at": [10, 1500], "width": [2, 6]})
    >>> fig = metaphor(toy)
    >>> [round(bar.get_height()) for bar in fig.axes[0].patches if bar.get_height()]
    [1, 1]
    """
    pick = {"zh": 0, "en": 1}[lang]
    counts = table["label"].value_counts()
    families = sorted(counts.index, key=lambda label: (-counts[label], label))
    fig, (top, ax) = style.figure(
        "wide",
        24 + style.rows(len(families), mm=5, extra=12),
        title=title or say(lang, "隐喻沿讲话的分布", "Metaphor along the speech"),
        subtitle=say(
            lang,
            f"上：每千字的隐喻数；下：{len(table)} 处隐喻各在其源域一行（括号内为处数）",
            f"Above: metaphors per 1,000 characters; below: the {len(table)} images, each in the "
            "row of its source domain (number in brackets)",
        ),
        foot=foot,
        lang=lang,
        key=[
            (say(lang, "新鲜或展开的意象", "fresh or extended image"), style.ACCENT),
            (say(lang, "常用隐喻", "worn image"), "#9a9a9a"),
        ],
        nrows=2,
        sharex=True,
        grid="",
        height_ratios=(24, 5 * len(families) + 12),
    )
    end = _ground(ax, table, spans, len(families))
    edges = list(range(0, int(end) + 1000, 1000))
    tiers = [("active", style.ACCENT), ("conv", "#9a9a9a")]
    top.hist(
        [table.loc[table["tier"] == tier, "at"] for tier, _ in tiers],
        bins=edges,
        stacked=True,
        color=[colour for _, colour in tiers],
        rwidth=0.86,
    )
    ax.set_xlim(0, edges[-1])
    top.grid(axis="y")
    top.spines["left"].set_visible(False)
    top.yaxis.get_major_locator().set_params(integer=True)
    for tier, colour in tiers[::-1]:
        own = table[table["tier"] == tier]
        rows = [families.index(label) for label in own["label"]]
        ax.vlines(
            own["at"], [y - 0.34 for y in rows], [y + 0.34 for y in rows], color=colour, lw=1.1
        )
    names = [say(lang, f"{FAMILIES[x][0]}({counts[x]})", f"{FAMILIES[x][pick]} ({counts[x]})")
             for x in families]  # fmt: skip
    ax.set_yticks(range(len(families)), names, size=style.TICKS)
    ax.spines["left"].set_visible(False)
    _characters(ax, end, lang)
    return fig


def glossary(table: pd.DataFrame, *, title: str | None = None, foot: str = "", lang: str = "zh"):
    """Draw a glossary of numeric contractions: each term, where it stands, what it stands for.

    Parameters
    ----------
    table : DataFrame
        mark (the term), label, zone, at, expansion, count, as of `rhetoric.findings.glossary`; a
        row an occurrence, in the order of drawing.
    title, foot, lang
        As of ``frequency.draw``.

    Returns
    -------
    Figure
        Terms in two columns; a dot an occurrence.

    Examples
    --------
    >>> toy = pd.DataFrame({"mark": ["两新", "双循环"], "label": "set", "zone": ["review", "plan"],
    ...                     "at": [10, 900], "expansion": ["-", "国内国际"], "count": 1})
    >>> [t.get_text() for t in glossary(toy).axes[0].texts][:2]
    ['集合', '两新']
    """
    pick = {"zh": 0, "en": 1}[lang]
    lines: list[tuple[str, str]] = []  # (kind or "", term)
    for label, group in table.groupby("label", sort=False):
        lines.append((label, ""))
        lines += [("", term) for term in group["mark"].drop_duplicates()]
    half = (len(lines) + 1) // 2
    while 0 < half < len(lines) and lines[half - 1][0]:  # no kind at the foot of a column
        half += 1
    fig, axes = style.figure(
        "wide",
        style.rows(half, mm=4.3, extra=3),
        title=title or say(lang, "数字缩略语", "Numeric contractions"),
        subtitle=say(
            lang,
            f"{table['mark'].nunique()} 个缩略语，共 {len(table)} 次；点为其在讲话中的位置，"
            "右为报告自己给出的内容",
            f"{table['mark'].nunique()} terms, {len(table)} occurrences; dots: place in the "
            "speech; right: what the report itself says they stand for",
        ),
        foot=foot,
        lang=lang,
        key=[(style.ZONE_NAMES[lang][z], style.ZONES[z]) for z in ("review", "plan")],
        ncols=2,
        grid="",
    )
    end = float(table["at"].max()) or 1.0
    for ax, column in zip(axes, (lines[:half], lines[half:]), strict=True):
        style.bare(ax)
        ax.set_xlim(0, 100)
        ax.set_ylim(half - 0.4, -0.6)
        for y, (kind, term) in enumerate(column):
            if kind:
                ax.text(0, y, KINDS[kind][pick], size=style.FOOT, color=style.GREY, va="center")
                ax.plot([0, 100], [y + 0.5, y + 0.5], color=style.GRID, lw=0.6)
                continue
            own = table[table["mark"] == term]
            fonts.check(term)
            ax.text(0, y, term, size=style.TICKS, va="center")
            ax.plot([33, 55], [y, y], color=style.GRID, lw=0.6, zorder=0)
            colours = [style.ZONES.get(z, style.GREY) if z else style.GREY for z in own["zone"]]
            ax.scatter(33 + 22 * own["at"] / end, [y] * len(own), s=11, c=colours, lw=0, zorder=2)
            meaning = own["expansion"].iloc[0]
            if meaning != "-":
                shown = meaning
                while fonts.width(shown) > 14.2:
                    shown = shown.rstrip("…")[:-1] + "…"
                ax.text(57.5, y, shown, size=style.FOOT, color=style.GREY, va="center")
    return fig


def borrowed(table: pd.DataFrame, *, title: str | None = None, foot: str = "", lang: str = "zh"):
    """Print the resolution, shaded where it stands word for word in the report.

    Parameters
    ----------
    table : DataFrame
        mark (review, plan, both or ""), sent_id, text, as of `rhetoric.findings.borrowed`.
    title, foot, lang
        As of ``frequency.draw``.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"mark": ["", "plan"], "sent_id": ["d:1", "d:1"],
    ...                     "text": ["会议号召", "坚持稳中求进"]})
    >>> fig = borrowed(toy)
    >>> len(fig.axes[0].patches), len(fig.axes[0].texts)
    (1, 10)
    """
    across, line_mm = 50, 4.6
    cells: list[tuple[int, float, float, str, str]] = []  # row, place, width, character, kind
    row, column, sentence = 0, 0.0, None
    for stretch in table.itertuples():
        if sentence not in (None, stretch.sent_id):
            row, column = row + 1, 0.0
        sentence = stretch.sent_id
        for character in stretch.text:
            if column >= across and character not in "，。、；：”）》":
                row, column = row + 1, 0.0
            extent = 0.6 if character.isascii() else 1.0
            cells.append((row, column, extent, character, stretch.mark))
            column += extent
    fig, ax = style.figure(
        "wide",
        (row + 1) * line_mm + 2,
        title=title or say(lang, "决议的话从哪里来", "Where the resolution's words come from"),
        subtitle=say(
            lang,
            "决议全文；着色处在报告中一字不差（15 字以上，其中汉字 12 个以上）",
            "The whole resolution; shaded where the report says the same word for word (15 "
            "characters or more, 12 of them Han)",
        ),
        foot=foot,
        lang=lang,
        key=[
            (say(lang, "见于回顾", "in the review"), BORROWED["review"]),
            (say(lang, "见于计划", "in the plan"), BORROWED["plan"]),
            (say(lang, "两处皆见", "in both"), BORROWED["both"]),
        ],
        grid="",
    )
    style.bare(ax)
    ax.set_xlim(0, across + 1)
    ax.set_ylim(row + 0.6, -0.6)
    left = 0
    for k in range(1, len(cells) + 1):
        y, x, _, _, kind = cells[left]
        if k < len(cells) and cells[k][0] == y and cells[k][4] == kind:
            continue
        if kind:
            end = cells[k - 1][1] + cells[k - 1][2]
            ax.barh(y, end - x, 0.86, left=x, color=BORROWED[kind])
        left = k
    for y, x, extent, character, _ in cells:
        ax.text(x + extent / 2, y, character, size=style.TICKS, ha="center", va="center")
    return fig
