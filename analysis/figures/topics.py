"""Figures of topics: cards, parts by topics, the grid over K, two runs aligned, shares over time.

A topic that may not be interpreted is grey everywhere and says so.
"""

from __future__ import annotations

import pandas as pd

from analysis.figures import palette, style

UNREADABLE = {
    "zh": "文本太少，不可解读",
    "en": "do not interpret (too little text)",
}

STACKED = 11  # columns up to which there is room for words below each other


def _names(table: pd.DataFrame, lang: str) -> dict:
    """Topic -> its number and label."""
    first = table.drop_duplicates("topic")
    return {
        row.topic: f"{row.topic}. {row.label}" if str(row.topic) != row.label else str(row.topic)
        for row in first.itertuples()
    }


def cards(table: pd.DataFrame, quotes: pd.DataFrame, *, title="", foot="", lang="zh", gloss=None):
    """Draw a card for each topic: label, words with bars of weight, one quote, mark.

    Parameters
    ----------
    table : DataFrame
        topic, rank, word, weight, label, mark, as of ``topics.table``.
    quotes : DataFrame
        topic, rank, sent_id, text, as of ``topics.quotes``; the first of each topic is shown.
    gloss : dict, optional
        Chinese word -> English, for English labels.

    Returns
    -------
    Figure
    """
    groups = list(table.groupby("topic", sort=False))
    columns = 2
    lines = -(-len(groups) // columns)
    fig, axes = style.figure(
        "wide",
        43 * lines,
        title=title or style.say(lang, "报告里的主题", "Topics of the report"),
        subtitle=style.say(
            lang,
            "条长为词在主题中的权重；灰色主题不可解读",
            "Bars: weight of the word in the topic; grey topics may not be interpreted",
        ),
        foot=foot,
        lang=lang,
        grid="",
        nrows=lines,
        ncols=columns,
        squeeze=False,
    )
    names = _names(table, lang)
    first = quotes[quotes["rank"] == 1].set_index("topic")["text"]
    top = float(table["weight"].max())
    english = gloss if lang == "en" else None  # behind the bars
    for ax, (topic, rows) in zip(axes.flat, groups, strict=False):
        rows = rows.head(6)
        readable = rows["mark"].iloc[0] == ""
        colour = palette.REVIEW if readable else palette.PALE
        ink = palette.INK if readable else palette.GREY
        y = range(len(rows))
        bars = ax.barh(y, rows["weight"], color=colour, height=0.66)
        if english:
            style.values(ax, bars, [english.get(word, "") for word in rows["word"]], palette.GREY)
        ax.set_yticks(list(y), rows["word"].tolist())
        ax.tick_params(axis="y", labelcolor=ink)
        ax.invert_yaxis()
        ax.set_xlim(0, top * (1.6 if english else 1))
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
        heading = _short(names[topic], 24)
        ax.set_title(heading, loc="left", size=style.TEXT, color=ink, pad=4)
        quote = first.get(topic, "")
        if len(quote) > 58:
            quote = quote[:57] + "…"
        text = style.wrap(quote, 74, style.FOOT)
        if not readable:
            text = UNREADABLE[lang] + "\n" + text
        ax.annotate(
            text, (0, 0), xycoords="axes fraction", xytext=(0, -3), textcoords="offset points",
            va="top", ha="left", size=style.FOOT, color=palette.GREY, linespacing=1.25,
        )  # fmt: skip
    for ax in axes.flat[len(groups) :]:
        ax.set_axis_off()
    return fig


def by_part(shares: pd.DataFrame, table: pd.DataFrame, *, title="", foot="", lang="zh"):
    """Draw the share of each topic in each part as a table of shaded cells.

    Parameters
    ----------
    shares : DataFrame
        zone, section, part, topic, share, as of ``topics.by_part`` (parts only).
    table : DataFrame
        As of ``topics.table``, for labels and marks.
    """
    from matplotlib.colors import LinearSegmentedColormap

    shares = shares[shares["part"] != ""]
    rows = list(dict.fromkeys(zip(shares["section"], shares["part"], strict=True)))
    topics = list(dict.fromkeys(table["topic"]))
    mark = table.drop_duplicates("topic").set_index("topic")["mark"]
    grid = shares.pivot_table(index=["section", "part"], columns="topic", values="share")
    grid = grid.loc[rows, topics]
    fig, ax = style.figure(
        "wide",
        5.2 * len(rows) + 20,
        title=title or style.say(lang, "各部分说哪些主题", "Which part speaks of which topic"),
        subtitle=style.say(
            lang,
            "主题占该部分的百分比，每行合计 100%；列为主题及其前三词",
            "Share of a topic in a part; rows add to 100 %; columns: topics by their first words",
        ),
        foot=foot,
        lang=lang,
        grid="",
    )
    blue = LinearSegmentedColormap.from_list("share", ["#ffffff", palette.REVIEW])
    grey = LinearSegmentedColormap.from_list("grey", ["#ffffff", palette.GREY])
    for column, topic in enumerate(topics):
        ramp = grey if mark[topic] else blue
        for row, value in enumerate(grid[topic]):
            ax.add_patch(_cell(column, row, ramp(min(1.0, float(value)))))
            if value >= 0.1:
                ax.text(
                    column, row, f"{value:.0%}".rstrip("%"), ha="center", va="center",
                    size=style.FOOT, color="white" if value > 0.55 else palette.INK,
                )  # fmt: skip
    ax.set_xlim(-0.5, len(topics) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    zone = shares.drop_duplicates(["section", "part"]).set_index(["section", "part"])["zone"]
    names = style.ZONE_NAMES[lang]
    ax.set_yticks(
        range(len(rows)), [f"{names.get(zone[r], '')}{r[1]}" for r in rows], size=style.TICKS
    )
    stacked = len(topics) <= STACKED
    ax.xaxis.tick_top()
    ax.set_xticks(
        range(len(topics)),
        [_head(topic, table, stacked) for topic in topics],
        rotation=0 if stacked else 90,
        size=style.TICKS if stacked else style.FOOT,
    )
    for tick, topic in zip(ax.get_xticklabels(), topics, strict=True):
        tick.set_color(palette.GREY if mark[topic] else palette.INK)
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)
    return fig


def _head(topic, table: pd.DataFrame, stacked: bool) -> str:
    """The topic and its first three words: one below the other, or in a line."""
    words = table.loc[table["topic"] == topic].sort_values("rank")["word"].head(3)
    return ("\n" if stacked else " ").join([str(topic), *(_short(word, 5) for word in words)])


def _cell(column: int, row: int, colour):
    from matplotlib.patches import Rectangle

    return Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=colour, edgecolor="white", lw=1)


def _short(label: str, longest: int = 14) -> str:
    return label if len(label) <= longest else label[: longest - 1] + "…"


def grid(table: pd.DataFrame, chosen: int, *, title="", foot="", lang="zh"):
    """Draw the measures over K, a small plot each: they trade off and none picks K.

    Parameters
    ----------
    table : DataFrame
        k, npmi_held_out, exclusivity, agreement_80, smallest, as of ``topics.grid``.
    chosen : int
        The K in use, marked by a line.
    """
    panels = [
        ("npmi_held_out", style.say(lang, "连贯度（留出 NPMI）", "coherence (held-out NPMI)")),
        ("exclusivity", style.say(lang, "独占度", "exclusivity")),
        ("agreement_80", style.say(lang, "80% 子样本一致度", "agreement over 80 % subsamples")),
        ("smallest", style.say(lang, "最小主题领先的段数", "paragraphs of the smallest topic")),
    ]
    fig, axes = style.figure(
        "wide",
        84,
        title=title
        or style.say(lang, "没有一个数字能决定主题数", "No number picks the number of topics"),
        subtitle=style.say(
            lang,
            "横轴为主题数 K；虚线为本报告所用",
            "K, the number of topics; the dashed line is in use",
        ),
        foot=foot,
        lang=lang,
        grid="y",
        nrows=2,
        ncols=2,
    )
    for ax, (column, name) in zip(axes.flat, panels, strict=True):
        ax.plot(table["k"], table[column], color=palette.REVIEW, marker="o", ms=3.5)
        ax.axvline(chosen, color=palette.GREY, lw=0.8, ls=(0, (3, 2)))
        ax.set_title(name, loc="left", size=style.TICKS, color=palette.INK)
        ax.set_xticks(table["k"].tolist())
    return fig


def alignment(table: pd.DataFrame, *, names=("", ""), title="", foot="", lang="zh", top: int = 8):
    """Draw two models side by side, each topic joined to its partner.

    Parameters
    ----------
    table : DataFrame
        topic, partner, overlap, words, partner_words, as of ``topics.compare``.
    names : pair of str
        What the two models are.
    """
    fig, ax = style.figure(
        "wide",
        7 * len(table) + 8,
        title=title
        or style.say(lang, "两次运行，主题是否相同", "Two runs: are the topics the same?"),
        subtitle=style.say(
            lang, "中间为前十词相同的比例", "In the middle: share of the ten top words in common"
        ),
        foot=foot,
        lang=lang,
        grid="",
    )
    for row, line in enumerate(table.itertuples()):
        left = " ".join(line.words.split()[:top])
        right = " ".join(line.partner_words.split()[:top])
        same = line.overlap >= 0.8
        colour = palette.REVIEW if same else palette.ACCENT
        ax.text(0.0, row, f"{line.topic}  {left}", va="center", ha="left", size=style.TICKS)
        ax.text(1.0, row, f"{right}  {line.partner}", va="center", ha="right", size=style.TICKS)
        ax.plot(
            [0.44, 0.56], [row, row], color=colour, lw=0.4 + 4 * line.overlap, solid_capstyle="butt"
        )
        ax.text(0.5, row - 0.28, f"{line.overlap:.0%}", ha="center", va="bottom",
                size=style.FOOT, color=palette.GREY)  # fmt: skip
    for x, side, name in ((0.0, "left", names[0]), (1.0, "right", names[1])):
        ax.text(x, -0.9, name, ha=side, va="center", size=style.TEXT, color=palette.GREY)
    ax.set_xlim(0, 1)
    ax.set_ylim(len(table) - 0.4, -1.3)
    ax.set_axis_off()
    return fig


def over_time(shares: pd.DataFrame, table: pd.DataFrame, *, title="", foot="", lang="zh"):
    """Draw the share of each topic over reports, a small plot a topic, with its interval.

    Parameters
    ----------
    shares : DataFrame
        group, topic, share, lo, hi, as of ``topics.over_time``.
    table : DataFrame
        As of ``topics.table``.
    """
    topics = list(dict.fromkeys(table["topic"]))
    columns = 4
    lines = -(-len(topics) // columns)
    mark = table.drop_duplicates("topic").set_index("topic")["mark"]
    labels = _names(table, lang)
    fig, axes = style.figure(
        "wide",
        30 * lines + 6,
        title=title or style.say(lang, "主题随时间的消长", "Topics over time"),
        subtitle=style.say(
            lang,
            "主题占报告的份额；阴影为按段重抽样的 95% 区间",
            "Share of the report; shaded: 95 % interval, paragraphs resampled",
        ),
        foot=foot,
        lang=lang,
        grid="y",
        nrows=lines,
        ncols=columns,
        sharex=True,
        sharey=True,
        squeeze=False,
    )
    groups = sorted(shares["group"].unique())
    at = {group: i for i, group in enumerate(groups)}
    for ax, topic in zip(axes.flat, topics, strict=False):
        rows = shares[shares["topic"] == topic]
        x = rows["group"].map(at)
        colour = palette.PALE if mark[topic] else palette.REVIEW
        ax.fill_between(x, rows["lo"], rows["hi"], color=colour, alpha=0.25, lw=0)
        ax.plot(x, rows["share"], color=colour)
        ax.set_title(_short(labels[topic], 12), loc="left", size=style.TICKS,
                     color=palette.GREY if mark[topic] else palette.INK)  # fmt: skip
        ax.set_xticks([0, len(groups) - 1], [str(groups[0]), str(groups[-1])])
    for ax in axes.flat[len(topics) :]:
        ax.set_axis_off()
    return fig
