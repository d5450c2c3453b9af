"""The figures along one report: stances, metaphors, numeric contractions, borrowed text."""

from __future__ import annotations

from analysis import rhetoric
from analysis.drawings import Drawing, foot_of
from analysis.reading import Reading
from analysis.rhetoric import accuracy, findings

EVIDENCE = ["mark", "sent_id", "start", "end", "text"]


def stance_strip(reading: Reading) -> Drawing:
    """Draw where in the speech each stance is taken."""
    from analysis.figures import strips, style

    hits = rhetoric.of_report(reading)["stance"]
    data = findings.strip(hits, reading.sentences)
    spans = findings.spans(reading.sentences)
    urging = data[data["label"] == "hort"]
    planned = int((urging["zone"] == "plan").sum())

    def draw(lang):
        title = style.say(
            lang,
            f"{len(urging)} 句激励里 {planned} 句在计划段",
            f"{planned} of {len(urging)} exhortations stand in the plan",
        )
        foot = foot_of(
            reading,
            lang,
            "整句，按提示语归类，词表 seeds/stance.csv",
            "whole sentences by their cues, list seeds/stance.csv",
            accuracy.caption("stance", lang),
        )
        return strips.stance(data, spans, title=title, foot=foot, lang=lang)

    return Drawing(
        "stance-strip",
        data,
        data[EVIDENCE],
        draw,
        f"横条图：{len(data)}个立场句（称呼、报告、感谢、自省、激励、感叹）在讲话中的位置。",
        f"Strips: where the {len(data)} stance sentences stand in the speech, a row a stance.",
    )


def metaphor_strip(reading: Reading) -> Drawing:
    """Draw the density of metaphor along the speech and its families."""
    from analysis.figures import strips, style

    hits = rhetoric.of_report(reading)["metaphor"]
    data = findings.strip(hits, reading.sentences, "tier")
    spans = findings.spans(reading.sentences)
    widths = spans.set_index("zone")["width"]
    rates = (data["zone"].value_counts() / widths * 1000).dropna()

    def draw(lang):
        title = None
        if {"review", "plan"} <= set(rates.index):
            title = style.say(
                lang,
                f"隐喻：回顾段每千字 {rates['review']:.1f} 处，计划段 {rates['plan']:.1f} 处",
                f"Metaphors per 1,000 characters: {rates['review']:.1f} in the review, "
                f"{rates['plan']:.1f} in the plan",
            )
        foot = foot_of(
            reading,
            lang,
            "意象词与动名框架，词表 seeds/metaphor.csv；死隐喻（建设、推进、平台）不计",
            "images and verb-noun frames, list seeds/metaphor.csv; dead ones "
            "(建设, 推进, 平台) not counted",
            accuracy.caption("metaphor", lang),
        )
        return strips.metaphor(data, spans, title=title, foot=foot, lang=lang)

    return Drawing(
        "metaphor-strip",
        data,
        data[EVIDENCE],
        draw,
        f"上为每千字隐喻数的柱形图，下为{len(data)}处隐喻按源域分行的位置。",
        f"Above bars of metaphors per 1,000 characters, below the place of each of the {len(data)} "
        "images in the row of its source domain.",
    )


def glossary(reading: Reading) -> Drawing:
    """Draw a glossary of the numeric contractions."""
    from analysis.figures import strips, style

    hits = rhetoric.of_report(reading)["numeric"]
    data = findings.glossary(hits, reading.sentences)
    terms = data.drop_duplicates("mark")
    told = int((terms["expansion"] != "-").sum())

    def draw(lang):
        title = style.say(
            lang,
            f"{len(terms)} 个数字缩略语，报告自己说明内容的只有 {told} 个",
            f"Of {len(terms)} numeric contractions the report itself explains {told}",
        )
        foot = foot_of(
            reading,
            lang,
            "数词加语素的构造，词表 seeds/numeric.csv；届次、实数不计",
            "built of number and morpheme, list seeds/numeric.csv; sessions and plain counts not "
            "counted",
            accuracy.caption("numeric", lang),
        )
        return strips.glossary(data, title=title, foot=foot, lang=lang)

    return Drawing(
        "numeric-glossary",
        data,
        data[EVIDENCE],
        draw,
        f"词表：{len(terms)}个数字缩略语，各在讲话中的位置与报告给出的内容。",
        f"Glossary: {len(terms)} numeric contractions, where each stands and what it stands for.",
    )


def borrowed_text(reading: Reading) -> Drawing:
    """Print the resolution, shaded where the report says the same word for word."""
    from analysis.figures import strips, style

    data = findings.borrowed(reading.sentences)
    sizes = data["text"].str.len()
    share = sizes[data["mark"] != ""].sum() / max(int(sizes.sum()), 1)

    def draw(lang):
        title = style.say(
            lang,
            f"决议 {share:.0%} 的字在报告里一字不差",
            f"{share:.0%} of the resolution stands word for word in the report",
        )
        foot = foot_of(
            reading,
            lang,
            "后缀数组求最长公共串，断到小句",
            "longest common strings by suffix array, cut back to clauses",
            accuracy.caption("reuse", lang),
        )
        return strips.borrowed(data, title=title, foot=foot, lang=lang)

    return Drawing(
        "borrowed-text",
        data,
        data.loc[data["mark"] != "", EVIDENCE],
        draw,
        f"决议全文，{share:.0%}的字着色：见于回顾、计划或两处。",
        f"The resolution in full; {share:.0%} of it shaded: in the review, the plan or both.",
    )


def of_report(reading: Reading) -> list[Drawing]:
    """Give the figures that this report has material for; a map only where a resolution is."""
    makers = (stance_strip, metaphor_strip, glossary, borrowed_text)
    made = [make(reading) for make in makers]
    return [drawing for drawing in made if len(drawing.data) and len(drawing.evidence)]
