"""Pictures of commitment: the ladder by policy area, and the stages of named projects."""

from __future__ import annotations

import pandas as pd

from analysis.figures import fonts, style
from analysis.figures.shape import first_clause
from analysis.figures.style import say

# Dark for binding, paler down the ladder; what stands beside it (target, principle) in greys.
RUNGS = {
    "4": "#7a3300",
    "3+": "#c25f06",
    "3": style.PLAN,
    "2": "#f7b877",
    "1": "#fbdcba",
    "T": "#6f6f6f",
    "P": "#c9c9c9",
}
RUNG_NAMES = {
    "4": ("确保、坚决", "binding"),
    "3+": ("行动，带推动副词", "action with a pushing adverb"),
    "3": ("行动", "action"),
    "2": ("力争、努力", "aspiring"),
    "1": ("支持、探索", "enabling"),
    "T": ("指标", "target"),
    "P": ("坚持", "principle"),
}
STAGE_NAMES = {
    "prelim": ("谋划", "prepared"),
    "plan": ("规划建设", "planned"),
    "start": ("开工", "started"),
    "build": ("加快建设", "built on"),
    "done": ("建成", "completed"),
}


def ladder(table: pd.DataFrame, *, title: str | None = None, foot: str = "", lang: str = "zh"):
    """Draw the commitments of each policy area by rung, quantity and named project.

    Parameters
    ----------
    table : DataFrame
        part, heading, kind (a rung, quantity or project), count, share, as of
        `rhetoric.findings.ladder`.
    title, foot, lang
        As of ``frequency.draw``.

    Returns
    -------
    Figure

    Examples
    --------
    >>> kinds = [*RUNGS, "quantity", "project"]
    >>> toy = pd.DataFrame({"part": "（一）", "heading": "（一）稳增长", "kind": kinds,
    ...                     "count": [1, 2, 3, 0, 1, 2, 1, 4, 2], "share": 0.1})
    >>> fig = ladder(toy)
    >>> [round(bar.get_width()) for bar in fig.axes[0].patches if bar.get_width()]
    [1, 2, 3, 1, 2, 1]
    """
    areas = table.drop_duplicates("part")[["part", "heading"]]
    pick = {"zh": 0, "en": 1}[lang]
    fig, (left, middle, right) = style.figure(
        "wide",
        style.rows(len(areas), mm=5.4, extra=7),
        title=title or say(lang, "承诺的阶梯", "The ladder of commitment"),
        subtitle=say(
            lang,
            "计划各部分的承诺条数；右：其中带数量、落到具名项目的条数",
            "Commitments in each part of the plan; right: those with a quantity, with a named "
            "project",
        ),
        foot=foot,
        lang=lang,
        key=[(names[pick], RUNGS[rung]) for rung, names in RUNG_NAMES.items()],
        ncols=3,
        sharey=True,
        width_ratios=(6, 1.25, 1.25),
    )
    wide = table.pivot_table(index="part", columns="kind", values="count", sort=False)
    wide = wide.reindex(areas["part"])
    at = range(len(areas))
    sofar = wide["4"] * 0
    for rung, colour in RUNGS.items():
        left.barh(at, wide[rung], 0.74, left=sofar, color=colour)
        sofar = sofar + wide[rung]
    for y, total in zip(at, sofar, strict=True):
        left.annotate(
            f"{total:.0f}", (total, y), xytext=(3, 0), textcoords="offset points", va="center",
            size=style.TICKS, color=style.GREY,
        )  # fmt: skip
    names = [
        row.part + first_clause(row.heading.removeprefix(row.part), 17)
        for row in areas.itertuples()
    ]
    style.words_axis(left, names)
    left.set_yticks(list(at), names, size=style.TICKS)
    left.set_xlim(0, sofar.max() * 1.07)
    style.no_value_axis(left)
    for ax, kind, label in (
        (middle, "quantity", say(lang, "带数量", "quantity")),
        (right, "project", say(lang, "具名项目", "project")),
    ):
        bars = ax.barh(at, wide[kind], 0.74, color=style.GREY)
        style.values(ax, bars, [f"{n:.0f}" for n in wide[kind]])
        ax.set_title(label, loc="left", size=style.TICKS)
        ax.set_xlim(0, max(1, wide[["quantity", "project"]].max().max()) * 1.35)
        ax.spines["left"].set_visible(False)
        style.no_value_axis(ax)
    left.set_title(say(lang, "承诺条数", "commitments"), loc="left", size=style.TICKS)
    return fig


def pipeline(table: pd.DataFrame, *, title: str | None = None, foot: str = "", lang: str = "zh"):
    """Draw how many commitments name a project at each stage, with the first projects named.

    Parameters
    ----------
    table : DataFrame
        stage, project, as of `rhetoric.findings.pipeline`; a row a commitment.
    title, foot, lang
        As of ``frequency.draw``.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"stage": ["start", "done"], "project": ["甲桥", "乙馆"]})
    >>> fig = pipeline(toy)
    >>> [round(bar.get_width()) for bar in fig.axes[0].patches]
    [0, 0, 1, 0, 1]
    """
    pick = {"zh": 0, "en": 1}[lang]
    stages = list(STAGE_NAMES)
    counts = table["stage"].value_counts().reindex(stages, fill_value=0)
    fig, ax = style.figure(
        "wide",
        style.rows(len(stages), mm=9.5, extra=2),
        title=title or say(lang, "项目走到哪一步", "How far the projects are"),
        subtitle=say(
            lang,
            f"点名项目的承诺（{len(table)} 条），按所处阶段；条形右侧为条数与所点项目之例",
            f"Commitments that name a project (n = {len(table)}) by its stage; right of the bars "
            "their number and the first projects named",
        ),
        foot=foot,
        lang=lang,
    )
    bars = ax.barh(range(len(stages)), counts, 0.5, color=style.PLAN)
    longest = max(counts.max(), 1)
    for bar, stage, count in zip(bars, stages, counts, strict=True):
        named = table.loc[table["stage"] == stage, "project"].drop_duplicates()
        room = 132 - 55 * count / longest
        examples = "、".join(named[named.map(fonts.width) <= 16].head(12))
        lines = style.wrap(examples, room, style.FOOT).split("\n")
        text = "\n".join(lines[:2]).rstrip("、") + ("…" if len(lines) > 2 else "")
        y = bar.get_y() + bar.get_height() / 2
        ax.annotate(
            f"{count}", (count, y), xytext=(4, 0), textcoords="offset points", va="center",
            size=style.TEXT,
        )  # fmt: skip
        ax.annotate(
            text, (count, y), xytext=(20, 0), textcoords="offset points", va="center",
            size=style.FOOT, color=style.GREY, linespacing=1.4,
        )  # fmt: skip
    style.words_axis(ax, [STAGE_NAMES[stage][pick] for stage in stages])
    ax.set_xlim(0, longest * 2.7)
    style.no_value_axis(ax)
    return fig
