"""The figures on commitment of one report: the ladder by policy area, the stages of projects."""

from __future__ import annotations

from analysis import rhetoric
from analysis.drawings import Drawing, foot_of
from analysis.reading import Reading
from analysis.rhetoric import accuracy, findings


def ladder(reading: Reading) -> Drawing:
    """Draw how many commitments of each policy area stand on which rung of the ladder."""
    from analysis.figures import commitment, style

    hits = rhetoric.of_report(reading)["commit"]
    placed = findings.rungs(hits, reading.sentences)
    data = findings.ladder(placed)
    n = max(len(placed), 1)
    acts = int(placed["rung"].isin(["3", "3+"]).sum())
    counted = int((placed["quant"] == "1").sum())

    def draw(lang):
        title = style.say(
            lang,
            f"{n} 条承诺里 {acts / n:.0%} 是“推动”“加快”一类的行动，{counted / n:.0%} 带数量",
            f"{acts / n:.0%} of {n} commitments are actions (“推动”, “加快”), "
            f"{counted / n:.0%} carry a quantity",
        )
        foot = foot_of(
            reading,
            lang,
            "逐小句读出副词与主动词，词表 seeds/commitment.csv",
            "adverbs and head verb of each clause, list seeds/commitment.csv",
            accuracy.caption("commit", lang),
        )
        return commitment.ladder(data, title=title, foot=foot, lang=lang)

    return Drawing(
        "commitment-ladder",
        data,
        findings.ladder_evidence(placed),
        draw,
        f"堆叠条形图：计划各部分的承诺条数，分为约束、行动、力争、支持、指标、坚持；共{n}条。",
        f"Stacked bars: {n} commitments in each part of the plan by rung: binding, action, "
        "aspiring, enabling, target, principle; with those that carry a quantity or a project.",
    )


def pipeline(reading: Reading) -> Drawing:
    """Draw how many commitments name a project at each stage."""
    from analysis.figures import commitment, style

    hits = rhetoric.of_report(reading)["commit"]
    data = findings.pipeline(hits, reading.sentences)
    counts = data["stage"].value_counts()
    late = int(counts.reindex(["build", "done"], fill_value=0).sum())
    early = int(len(data) - late)

    def draw(lang):
        title = style.say(
            lang,
            f"点名项目的承诺：在建或建成 {late} 条，谋划到开工 {early} 条",
            f"Commitments to named projects: {late} being built or completed, {early} before that",
        )
        foot = foot_of(
            reading,
            lang,
            "按动词定阶段（谋划、规划建设、开工、加快建设、建成），宾语须点名项目",
            "stage by the verb (谋划, 规划建设, 开工, 加快建设, 建成); the object names a project",
            accuracy.caption("commit", lang),
        )
        return commitment.pipeline(data, title=title, foot=foot, lang=lang)

    return Drawing(
        "project-pipeline",
        data,
        data[["mark", "sent_id", "start", "end", "text"]],
        draw,
        f"条形图：点名项目的{len(data)}条承诺按阶段（谋划、规划建设、开工、加快建设、建成）的条数与例子。",
        f"Bars: {len(data)} commitments that name a project, by stage from prepared to completed, "
        "with the first projects named.",
    )


def of_report(reading: Reading) -> list[Drawing]:
    """Give the figures that this report has material for."""
    made = [ladder(reading), pipeline(reading)]
    return [drawing for drawing in made if len(drawing.data) and len(drawing.evidence)]
