"""The figures of a report at a glance: its words, its shape, its sentences, the stop list."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import evidence, overview
from analysis.drawings.base import Drawing, foot_of, glosses, need_headings
from analysis.reading import Reading, counted, stop_words

MIN_LENGTH = 2  # characters a word needs to be drawn: single characters say little
EITHER = 1.5  # ratio of rates from which a word of the cloud takes the colour of a part


def _rates(reading: Reading) -> pd.DataFrame:
    """Content words of two characters or more with their rates in review and plan."""
    tokens = counted(reading)
    rates = overview.zone_rates(tokens[tokens["zone"].isin(["review", "plan"])], stop_words())
    return rates[rates["word"].str.len() >= MIN_LENGTH]


def word_frequency(reading: Reading, top: int = 20) -> Drawing:
    """Draw the commonest words of review and plan side by side."""
    from analysis.figures import frequency, style

    need_headings(reading)
    rates = _rates(reading)
    wide = rates.pivot_table(index="word", columns="zone", values="per_10k", aggfunc="sum")
    commonest = wide.mean(axis=1).rename("mean").reset_index()
    commonest = commonest.sort_values(["mean", "word"], ascending=[False, True])["word"].head(top)
    order = {word: rank for rank, word in enumerate(commonest)}
    data = rates[rates["word"].isin(order)].copy()
    rank = data["word"].map(order)
    data = data.iloc[np.lexsort((data["zone"] != "review", rank))].reset_index(drop=True)
    data.insert(0, "mark", data["word"].where(data["count"] > 0, ""))
    gap = (wide["plan"] - wide["review"])[list(order)]
    most, least = gap.nlargest(2).index.tolist(), gap.nsmallest(2).index.tolist()
    english = glosses()

    def draw(lang):
        title = style.say(
            lang,
            f"计划段更多“{most[0]}”“{most[1]}”，回顾段更多“{least[0]}”“{least[1]}”",
            f"More in the plan: {', '.join(_glossed(most, english))}; "
            f"more in the review: {', '.join(_glossed(least, english))}",
        )
        foot = foot_of(
            reading,
            lang,
            f"分词后去停用词，取两段平均每万词次数最高的 {top} 个两字以上词；未作显著性检验",
            f"fine words without stop words; the {top} words of two or more characters with the "
            "highest mean rate; no test of significance here",
        )
        return frequency.draw(data, title=title, foot=foot, lang=lang, gloss=english)

    tokens = counted(reading)
    proof = evidence.of_words(tokens[tokens["zone"].isin(["review", "plan"])], list(order))
    alt = f"条形图：回顾与计划两段里最常用的{top}个词的每万词次数。" + "、".join(order)
    alt_en = (
        f"Bar chart: the {top} commonest words of review and plan per 10,000 tokens: "
        + ", ".join(_glossed(order, english))
    )
    return Drawing("word-frequency", data, proof, draw, alt, alt_en)


def _glossed(words, english: dict[str, str]) -> list[str]:
    return [f"{word} {english[word]}" if word in english else word for word in words]


def report_shape(reading: Reading) -> Drawing:
    """Draw the length of each part and the kinds of its sentences."""
    from analysis.figures import shape

    need_headings(reading, zones=False)
    data = overview.parts(reading.sentences)
    sents = overview.speech(reading.sentences)
    sents = sents[sents["section"] != ""].assign(kind=overview.kinds(sents))
    marks = sents["section"] + sents["part"] + " " + sents["kind"]
    data.insert(0, "mark", data["section"] + data["part"] + " " + data["kind"])
    data["mark"] = data["mark"].where(data["sentences"] > 0, "")
    total = data.groupby("zone")["characters"].sum()
    share = data[data["kind"] == "figures"].groupby("zone")["characters"].sum() / total

    def draw(lang):
        from analysis.figures import style

        title = None
        if {"review", "plan"} <= set(share.index):
            title = style.say(
                lang,
                f"回顾段 {share['review']:.0%} 的字在带数字的句子里，计划段 {share['plan']:.0%}",
                f"{share['review']:.0%} of the review stands in sentences with figures, "
                f"{share['plan']:.0%} of the plan",
            )
        foot = foot_of(
            reading,
            lang,
            "按标题与句末点号（。！？）切分；决议与网页文字不计",
            "cut at headings and at 。！？; resolution and web page not counted",
        )
        return shape.parts(data, title=title, foot=foot, lang=lang)

    return Drawing(
        "report-shape",
        data,
        evidence.of_sentences(sents, marks),
        draw,
        "条形图：报告各部分的字数，分为标题、领句、带数字的句子和其他句子。",
        "Bar chart: length of the parts of the report, by headings, leads, sentences with "
        "figures and other sentences.",
    )


def sentence_lengths(reading: Reading) -> Drawing:
    """Draw the lengths of the sentences of review and plan."""
    from analysis.figures import shape

    sentences = overview.lengths(reading.sentences)
    sentences = sentences[sentences["zone"].isin(["review", "plan"])]
    if sentences.empty:
        sentences = overview.lengths(reading.sentences)
    marks = sentences["zone"] + " " + shape.bins(sentences["characters"])
    data = sentences.assign(mark=marks)
    median = data.groupby("zone")["characters"].median()
    found = reading.sentences.set_index("sent_id").loc[data["sent_id"]].reset_index()

    def draw(lang):
        from analysis.figures import style

        title = None
        if {"review", "plan"} <= set(median.index):
            title = style.say(
                lang,
                f"句长中位数：回顾段 {median['review']:g} 字，计划段 {median['plan']:g} 字",
                f"Median sentence: {median['review']:g} characters in the review, "
                f"{median['plan']:g} in the plan",
            )
        foot = foot_of(
            reading,
            lang,
            "正文句，句末为。！？，只数汉字",
            "body sentences ended by 。！？; Han characters only",
        )
        return shape.lengths(data, title=title, foot=foot, lang=lang)

    return Drawing(
        "sentence-lengths",
        data,
        evidence.of_sentences(found, marks),
        draw,
        "直方图：回顾段与计划段每句汉字数的分布与中位数。",
        "Histograms: Han characters a sentence in review and plan, with medians.",
    )


def stop_list(reading: Reading, top: int = 20) -> Drawing:
    """Draw what the stop list takes away."""
    from analysis.figures import frequency

    tokens = counted(reading)
    data = overview.stop_effect(tokens, stop_words(), top)
    data.insert(0, "mark", data["word"])
    english = glosses()

    def draw(lang):
        foot = foot_of(
            reading,
            lang,
            "停用词表见 seeds/stopwords.csv；要、不、必须、应当等政策用词一律保留",
            "stop list: seeds/stopwords.csv; words of policy such as 要 不 必须 应当 are kept",
        )
        return frequency.stop_effect(data, foot=foot, lang=lang, gloss=english)

    return Drawing(
        "stop-list",
        data,
        evidence.of_words(tokens, data["word"].unique()),
        draw,
        f"两列条形图：去停用词之前与之后最常见的{top}个词。",
        f"Two bar charts: the {top} commonest words before and after the stop list.",
    )


def word_cloud(reading: Reading, top: int = 80) -> Drawing:
    """Draw the commonest content words as a cloud, coloured by the part that uses them more."""
    from analysis.figures import cloud

    need_headings(reading)
    rates = _rates(reading)
    wide = rates.pivot_table(index="word", columns="zone", values="per_10k", aggfunc="sum")
    total = rates.groupby("word")["count"].sum().rename("count").reset_index()
    data = total.sort_values(["count", "word"], ascending=[False, True]).head(top)
    data = data.reset_index(drop=True)
    rate = wide.loc[data["word"]].reset_index(drop=True)
    data["zone"] = np.select(
        [rate["plan"] >= EITHER * rate["review"], rate["review"] >= EITHER * rate["plan"]],
        ["plan", "review"],
        "",
    )
    data.insert(0, "mark", data["word"])

    def draw(lang):
        foot = foot_of(
            reading,
            lang,
            f"分词后去停用词；每万词次数相差 {EITHER} 倍以上者着色；词云只示意，数字见频率图",
            f"fine words without stop words; coloured where the rates differ {EITHER}-fold; "
            "a cloud is a sketch, the numbers stand in the bar chart",
        )
        return cloud.draw(data, foot=foot, lang=lang)

    tokens = counted(reading)
    proof = evidence.of_words(tokens[tokens["zone"].isin(["review", "plan"])], data["word"])
    return Drawing(
        "word-cloud",
        data,
        proof,
        draw,
        f"词云：报告里最常用的{top}个实词。",
        f"Word cloud: the {top} commonest content words of the report.",
    )


def of_report(reading: Reading) -> list[Drawing]:
    """Return the drawings a report allows: those that set review against plan need both."""
    spoken = overview.content_tokens(counted(reading))
    made = [sentence_lengths, stop_list]
    if (reading.sentences["section"] != "").any():
        made = [report_shape, *made]
    if {"review", "plan"} <= set(spoken["zone"]):
        made = [word_frequency, *made, word_cloud]
    return [make(reading) for make in made]
