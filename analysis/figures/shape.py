"""The shape of a report: its parts, and the length of its sentences."""

from __future__ import annotations

import pandas as pd

from analysis.figures import fonts, style
from analysis.figures.style import say

# Sentences with numbers stand out in the colour of the zone; other sentences in its tint.
TINTS = {"review": "#a9c3e4", "plan": "#f8c48c", "": "#d4d4d4", "resolution": "#d4d4d4"}
BLANK = "#e8e8e8"  # headings, which say little: lighter than the tints in grey print too
STEP = 10  # characters in a bin
LONGEST = 160  # longer sentences share the last bin


def parts(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    foot: str = "",
    lang: str = "zh",
):
    """Draw the length of the parts of a report, divided by the kinds of their sentences.

    Parameters
    ----------
    table : DataFrame
        zone, section, part, heading, kind (heading, lead, figures, words), sentences,
        characters, as of ``overview.parts``; drawn in the order of the table.
    title, foot, lang
        As of ``frequency.draw``.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"zone": "plan", "section": "二", "part": "（一）",
    ...                     "heading": "（一）稳增长。", "kind": ["lead", "figures", "words"],
    ...                     "sentences": [1, 2, 3], "characters": [10, 40, 60]})
    >>> fig = parts(toy)
    >>> [round(bar.get_width()) for bar in fig.axes[0].patches]
    [10, 40, 60]
    """
    groups = list(table.groupby(["section", "part"], sort=False))
    rows, sections, y = [], [], 0.0
    for (section, part), group in groups:
        if not sections or sections[-1][0] != section:
            y += 0.9 if sections else 0.0
            sections.append((section, y))
        rows.append((y, part, group))
        y += 1
    zones = [zone for zone in style.ZONES if zone in set(table["zone"])]
    fig, ax = style.figure(
        "wide",
        style.rows(y, mm=4.7, extra=2),
        title=title
        or say(lang, "报告各部分的长短与句子", "Parts of the report and their sentences"),
        subtitle=say(
            lang,
            "各部分的汉字数（条形右侧：字数与句数）",
            "Han characters of each part (right of the bars: characters and sentences)",
        ),
        foot=foot,
        lang=lang,
        key=[
            (say(lang, "含数字的句子", "sentences with numbers"), [style.ZONES[z] for z in zones]),
            (say(lang, "其他句子", "other sentences"), [TINTS[z] for z in zones]),
            (say(lang, "标题与段首小标题", "headings and lead sentences"), BLANK),
        ],
    )
    longest = 0
    for at, _, group in rows:
        left, sizes = 0, group.set_index("kind")
        zone = group["zone"].iloc[0]
        titles = int(sizes["characters"].reindex(["heading", "lead"]).sum())
        for size, colour in (
            (titles, BLANK),
            (sizes["characters"].get("figures", 0), style.ZONES[zone]),
            (sizes["characters"].get("words", 0), TINTS[zone]),
        ):
            ax.barh(at, size, 0.72, left=left, color=colour)
            left += size
        longest = max(longest, left)
        sentences = group["sentences"].sum()
        ax.annotate(
            say(lang, f"{left:,} 字，{sentences} 句", f"{left:,} chars, {sentences} sentences"),
            (left, at),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            size=style.FOOT,
            color=style.GREY,
        )
    names = [_row_name(part, group, lang) for _, part, group in rows]
    style.words_axis(ax, names)
    ax.set_yticks([at for at, _, _ in rows], names, size=style.TICKS)
    ax.set_ylim(y - 0.4, -0.6)
    style.no_value_axis(ax)
    ax.set_xlim(0, longest * (1.17 if lang == "zh" else 1.3))
    return fig


def _row_name(part: str, group: pd.DataFrame, lang: str) -> str:
    """Part number and the first clause of its heading."""
    section = group["section"].iloc[0]
    if not part:
        zone = style.ZONE_NAMES[lang][group["zone"].iloc[0]]
        return say(lang, f"{section}、{zone}：总述", f"{section} ({zone}): opening")
    heading = group["heading"].iloc[0].removeprefix(part)
    return part + first_clause(heading)


def first_clause(heading: str, longest: float = 20) -> str:
    """Cut a heading after its first clause, for a label.

    Examples
    --------
    >>> first_clause("坚持教育发展、科技创新一体推进，加快建设。"), first_clause("稳增长。")
    ('坚持教育发展、科技创新一体推进', '稳增长')
    """
    clause = heading.replace("。", "，").split("，")[0].rstrip("…. ")
    while fonts.width(clause) > longest:
        clause = clause.rstrip("…")[:-1] + "…"
    return clause


def bins(characters: pd.Series) -> pd.Series:
    """Name the bin of each length: a mark of the figure of sentence lengths.

    Examples
    --------
    >>> bins(pd.Series([7, 23, 476])).tolist()
    ['0–9', '20–29', '≥160']
    """
    start = (characters // STEP * STEP).clip(upper=LONGEST)
    names = start.astype(str) + "–" + (start + STEP - 1).astype(str)
    return names.where(start < LONGEST, f"≥{LONGEST}")


def lengths(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    foot: str = "",
    lang: str = "zh",
):
    """Draw how long the sentences of each zone are: a histogram a zone, with its median.

    Parameters
    ----------
    table : DataFrame
        zone, characters, as of ``overview.lengths``; a row a sentence. Zones other than review
        and plan are left out where these occur.
    title, foot, lang
        As of ``frequency.draw``.

    Returns
    -------
    Figure
        Share of the sentences in bins of ten characters; sentences of 160 and more share the
        last bin.

    Examples
    --------
    >>> toy = pd.DataFrame({"zone": ["review", "plan", "plan"], "characters": [12, 40, 200]})
    >>> fig = lengths(toy)
    >>> [round(bar.get_height()) for bar in fig.axes[1].patches if bar.get_height()]
    [50, 50]
    """
    from matplotlib.ticker import MaxNLocator

    zones = [zone for zone in ("review", "plan") if zone in set(table["zone"])] or [""]
    names = style.ZONE_NAMES[lang]
    fig, axes = style.figure(
        "wide",
        30 * len(zones) + 12,
        title=title or say(lang, "句子有多长", "How long the sentences are"),
        subtitle=say(
            lang,
            f"每句汉字数，各组占本部分句数的百分比；{LONGEST} 字及以上归入最后一组",
            f"Han characters a sentence, bins of {STEP}, in % of the sentences of the zone; "
            f"{LONGEST} and more share the last bin",
        ),
        foot=foot,
        lang=lang,
        grid="y",
        nrows=len(zones),
        sharex=True,
        sharey=True,
        squeeze=False,
    )
    edges = list(range(0, LONGEST + 2 * STEP, STEP))
    for ax, zone in zip(axes[:, 0], zones, strict=True):
        sizes = table.loc[table["zone"] == zone, "characters"]
        middle = sizes.median()
        ax.hist(
            sizes.clip(upper=LONGEST),
            bins=edges,
            weights=[100 / len(sizes)] * len(sizes),
            color=style.ZONES[zone],
            rwidth=0.92,
        )
        ax.axvline(middle, ymax=0.94, color=style.INK, lw=1)
        ax.margins(x=0.01)
        ax.annotate(
            say(lang, f"中位数 {middle:g} 字", f"median {middle:g}"),
            (middle, 0.94),
            xycoords=ax.get_xaxis_transform(),
            xytext=(3, -1),
            textcoords="offset points",
            va="top",
            size=style.TICKS,
            bbox={"facecolor": "white", "pad": 1.0, "lw": 0},
        )
        ax.set_title(
            say(
                lang, f"{names[zone]}（{len(sizes)} 句）", f"{names[zone]} ({len(sizes)} sentences)"
            ),
            loc="left",
        )
        ax.yaxis.set_major_formatter(lambda value, _: f"{value:g}%")
        ax.spines["left"].set_visible(False)
    highest = max(bar.get_height() for ax in axes[:, 0] for bar in ax.patches)
    axes[0, 0].set_ylim(0, 1.15 * highest)
    axes[0, 0].yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    ticks = list(range(0, LONGEST + 1, 20))
    axes[-1, 0].set_xticks(ticks, [*(str(t) for t in ticks[:-1]), f"≥{LONGEST}"])
    axes[-1, 0].set_xlabel(say(lang, "每句汉字数", "Han characters a sentence"))
    return fig
