"""The figures on topics of one report: cards, parts by topics, the grid over K, two runs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import evidence, topics
from analysis.drawings import Drawing, foot_of, glosses
from analysis.errors import InputError
from analysis.reading import Reading
from analysis.topics import Topics, Units

MODEL = {
    "lda": ("LDA，从确定的 NMF 起步", "LDA begun from an exact NMF"),
    "nmf": ("NMF，从确定的起点", "NMF from an exact start"),
    "seeded": ("LDA，带主题种子词（seeds/topics.csv）", "LDA with seed words (seeds/topics.csv)"),
    "plain": ("gensim LDA，随机起步", "gensim LDA from a random start"),
}
UNIT = {
    "paragraph": ("段落", "paragraphs"),
    "block": ("领句及其后文", "leads and what follows them"),
    "sentence": ("句子", "sentences"),
    "document": ("全文", "whole reports"),
}
HALF = 0.5  # share from which a part is said to have a main topic


def _method(counted: Units, model: Topics) -> tuple[str, str]:
    """What was fitted, on what."""
    n, words = counted.counts.X.shape
    zh, en = UNIT[counted.unit]
    how_zh, how_en = MODEL[model.model]
    return (
        f"{how_zh}，K = {model.k}；{n} 个单位（{zh}），{words} 个词和术语",
        f"{how_en}, K = {model.k}; {n} units ({en}), {words} words and terms",
    )


def _mark(marks: pd.DataFrame) -> tuple[str, str]:
    """What it takes to be readable."""
    line = marks["line"].iloc[0]
    return (
        f"灰色：把句子随机分成两半各自建模，两半前十词的重合不高于打乱文本的 95% 线（{line:.2f}），"
        "或领先的段落不足 3 个",
        "grey: fitted on two random halves of the sentences, no more of the ten top words agree "
        f"than in shuffled text (95 % line: {line:.2f}), or it leads in fewer than 3 paragraphs",
    )


def _said(reading: Reading, lang: str, *texts: tuple[str, str]) -> str:
    return foot_of(reading, lang, "；".join(t[0] for t in texts), "; ".join(t[1] for t in texts))


def cards(reading: Reading, counted: Units, model: Topics, marks: pd.DataFrame) -> Drawing:
    """Draw a card for each topic: words, label, quote, mark.

    Parameters
    ----------
    reading : Reading
    counted, model
        As of ``topics.of_report``.
    marks : DataFrame
        As of ``topics.marks``.

    Returns
    -------
    Drawing
        Its marks are the topics; the evidence of a topic is its three quotes.
    """
    from analysis.figures import style
    from analysis.figures import topics as draws

    table = topics.table(model, counted, marks)
    quotes = topics.quotes(model, counted)
    measured = marks[["topic", "overlap", "line", "leads", "readable"]]
    data = table.rename(columns={"mark": "warning"}).merge(measured, on="topic")
    data.insert(0, "mark", data["topic"].astype(str))
    readable = int(marks["readable"].sum())

    def draw(lang):
        title = style.say(
            lang,
            f"{model.k} 个主题里，{readable} 个可以解读",
            f"{readable} of {model.k} topics may be interpreted",
        )
        foot = _said(reading, lang, _method(counted, model), _mark(marks))
        return draws.cards(table, quotes, title=title, foot=foot, lang=lang, gloss=glosses())

    first = table[table["rank"] <= 3].groupby("topic", sort=False)["word"].agg(" ".join)
    listed = "；".join(f"{topic}. {words}" for topic, words in first.items())
    return Drawing(
        "topic-cards",
        data,
        _quoted(quotes, reading),
        draw,
        f"{model.k} 张主题卡片，{readable} 个可以解读，其余为灰色。每个主题的前三词：{listed}",
        f"{model.k} cards of topics; {readable} may be interpreted, the others are grey. First "
        f"three words of each: {listed}",
    )


def _quoted(quotes: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Quotes as evidence of their topic."""
    place = reading.sentences[["sent_id", "start", "end"]]
    table = quotes.merge(place, on="sent_id").assign(mark=quotes["topic"].astype(str))
    return table[evidence.COLUMNS]


def leading(model: Topics) -> pd.Series:
    """Name the topic of the largest share in each sentence; None for one without any word.

    Examples
    --------
    >>> shares = pd.DataFrame([[0.2, 0.8], [0.0, 0.0]], index=["d:1", "d:2"], columns=[1, 2])
    >>> leading(Topics("nmf", pd.DataFrame(), shares, shares)).tolist()
    [2, None]
    """
    shares = model.sentence_shares
    names = np.array(shares.columns.tolist(), dtype=object)[shares.to_numpy().argmax(axis=1)]
    return pd.Series(names, index=shares.index, dtype=object).where(shares.sum(axis=1) > 0, None)


def parts(reading: Reading, counted: Units, model: Topics, marks: pd.DataFrame) -> Drawing:
    """Draw how much of each part each topic has.

    Returns
    -------
    Drawing
        Its marks are ``section + part + topic`` (``一（三） 1``); the evidence of a cell is the
        sentences of the part in which the topic has the largest share. Cells without any have
        the mark of nothing.
    """
    from analysis.figures import style
    from analysis.figures import topics as draws

    table = topics.table(model, counted, marks)
    shares = topics.by_part(model, counted)
    shares = shares[shares["part"] != ""].reset_index(drop=True)
    sents = counted.sentences
    topic = leading(model).reindex(sents["sent_id"]).to_numpy()
    known = (sents["part"] != "").to_numpy() & pd.notna(topic)
    sents = sents[known]
    place = sents["section"] + sents["part"] + " " + topic[known].astype(str)
    cell = shares["section"] + shares["part"] + " " + shares["topic"].astype(str)
    shares.insert(0, "mark", cell.where(cell.isin(set(place)), ""))
    data = shares.merge(marks[["topic", "readable"]], on="topic")
    largest = shares.groupby(["section", "part"])["share"].max()
    main, n = int((largest > HALF).sum()), len(largest)

    def draw(lang):
        title = style.say(
            lang,
            f"{n} 个部分里，{main} 个有一个主题占一半以上",
            f"In {main} of {n} parts one topic has more than half",
        )
        foot = _said(reading, lang, _method(counted, model), _mark(marks))
        return draws.by_part(shares, table, title=title, foot=foot, lang=lang)

    return Drawing(
        "topic-parts",
        data,
        evidence.of_sentences(sents, place),
        draw,
        f"{n} 个部分 × {model.k} 个主题的份额表，颜色越深份额越大；{main} 个部分有一个主题占一半"
        "以上。",
        f"Shares of {model.k} topics in {n} parts, darker for more; in {main} parts one topic has "
        "more than half.",
    )


def grid(reading: Reading, counted: Units, table: pd.DataFrame, chosen: int) -> Drawing:
    """Draw the measures over K.

    Parameters
    ----------
    table : DataFrame
        As of ``topics.grid``.
    chosen : int
        The K in use.

    Returns
    -------
    Drawing
        All its marks are ``paragraphs``, whose evidence is every sentence of the units.
    """
    from analysis.figures import topics as draws

    data = table.copy()
    data.insert(0, "mark", "paragraphs")
    best = {column: int(table.loc[table[column].idxmax(), "k"]) for column in table.columns[1:]}
    n = counted.counts.X.shape[0]

    def draw(lang):
        foot = foot_of(
            reading,
            lang,
            f"NMF，{n} 个单位；连贯度：在一半上取前十词，在另一半上数共现；子样本：随机取 80% 的"
            "单位重做，前十词的重合",
            f"NMF on {n} units; coherence: top ten words of one half, pairs counted in the other; "
            "subsamples: fitted again on a random 80 %, overlap of the top ten words",
        )
        return draws.grid(table, chosen, foot=foot, lang=lang)

    sents = counted.sentences[counted.sentences["unit"].isin(counted.counts.units)]
    return Drawing(
        "topic-grid",
        data,
        evidence.of_sentences(sents, pd.Series("paragraphs", index=sents.index)),
        draw,
        f"四幅折线图，横轴为主题数：连贯度在 {best['npmi_held_out']} 最大，独占度在 "
        f"{best['exclusivity']} 最大，一致度在 {best['agreement_80']} 最大，最小主题的段数在 "
        f"{best['smallest']} 最大。",
        f"Four lines over the number of topics: coherence is largest at {best['npmi_held_out']}, "
        f"exclusivity at {best['exclusivity']}, agreement at {best['agreement_80']}, the smallest "
        f"topic at {best['smallest']}.",
    )


def alignment(
    reading: Reading, counted: Units, one: Topics, other: Topics, names: tuple, names_en: tuple
) -> Drawing:
    """Draw two models side by side, each topic beside its partner.

    Parameters
    ----------
    one, other : Topics
        Fitted on the same units.
    names, names_en : pair of str
        What the two are, in Chinese and in English.

    Returns
    -------
    Drawing
        Its marks are the topics of `one`; the evidence of a topic is its three quotes.
    """
    from analysis.figures import style
    from analysis.figures import topics as draws

    table = topics.compare(one, other)
    data = table.copy()
    data.insert(0, "mark", data["topic"].astype(str))
    mean = table["overlap"].mean()

    def draw(lang):
        title = style.say(
            lang,
            f"两次运行，前十词平均 {mean:.0%} 相同",
            f"Two runs have {mean:.0%} of the top ten words in common",
        )
        foot = _said(
            reading,
            lang,
            _method(counted, one),
            ("按前十词配对（匈牙利法）", "paired by the top ten words (Hungarian method)"),
        )
        pair = style.say(lang, "\t".join(names), "\t".join(names_en)).split("\t")
        return draws.alignment(table, names=pair, title=title, foot=foot, lang=lang)

    return Drawing(
        "topic-alignment",
        data,
        _quoted(topics.quotes(one, counted), reading),
        draw,
        f"{names[0]}与{names[1]}的主题逐一配对，前十词平均 {mean:.0%} 相同。",
        f"Topics of {names_en[0]} and {names_en[1]} in pairs; {mean:.0%} of the top ten words are "
        "the same.",
    )


def of_report(reading: Reading) -> list[Drawing]:
    """Return the drawings on topics that a text allows; none where it is too short."""
    try:
        counted, model, marks = topics.marked(reading)
    except InputError:
        return []
    made = [cards(reading, counted, model, marks)]
    if (counted.sentences["part"] != "").any():
        made.append(parts(reading, counted, model, marks))
    return made
