"""Reading topics: words, labels, quotes, shares by part, agreement of two models, over time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import lexicons
from analysis.tables import round6
from analysis.topics.fit import Topics, top_words
from analysis.topics.stability import match, overlaps
from analysis.topics.units import Units

QUOTES = 3
QUOTE_LENGTH = (12, 90)  # characters a sentence needs to be quoted


def themes() -> dict[str, list[str]]:
    """Return the seed words of each theme (seeds/topics.csv).

    Examples
    --------
    >>> "医院" in themes()["民生"]
    True
    """
    table = lexicons.load("topics.csv", columns=("theme", "word"), unique=("theme", "word"))
    return {theme: rows["word"].tolist() for theme, rows in table.groupby("theme", sort=False)}


def frex(weights: np.ndarray, balance: float = 0.5) -> np.ndarray:
    """Weigh words by frequency and exclusivity (Bischof and Airoldi 2012).

    FREX = 1 / (b / ECDF(exclusivity) + (1 - b) / ECDF(weight)), within each topic.

    Examples
    --------
    >>> frex(np.array([[0.6, 0.4], [0.1, 0.9]])).round(2).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    share = weights / np.maximum(weights.sum(axis=0, keepdims=True), 1e-300)

    def ecdf(values):
        ranks = pd.DataFrame(round6(values)).rank(axis=1, method="max").to_numpy()
        return ranks / values.shape[1]

    return 1 / (balance / ecdf(share) + (1 - balance) / ecdf(weights))


def quotes(topics: Topics, units: Units, n: int = QUOTES) -> pd.DataFrame:
    """Choose the sentences that show a topic best: the largest share, then the most words.

    Returns
    -------
    DataFrame
        topic, rank, sent_id, share, text.
    """
    text = units.sentences.set_index("sent_id")["text"]
    length = text.str.len()
    fit = length.between(*QUOTE_LENGTH)
    words = pd.Series(np.asarray(units.by_sentence.X.sum(axis=1)).ravel(), index=text.index)
    rows = []
    for topic in topics.weights.index:
        share = topics.sentence_shares[topic]
        table = pd.DataFrame({"share": share, "mass": round6(share * words.loc[share.index])})
        best = table[fit.loc[table.index]].sort_values("mass", ascending=False, kind="stable")
        for rank, (sent_id, row) in enumerate(best.head(n).iterrows(), 1):
            rows.append((topic, rank, sent_id, row["share"], text[sent_id]))
    return pd.DataFrame(rows, columns=["topic", "rank", "sent_id", "share", "text"])


def labels(topics: Topics, units: Units) -> pd.Series:
    """Propose a label for each topic: the lead sentence of the block that holds most of it.

    Among the blocks where the topic has the largest share, the one with the largest mass
    (share x words) whose block has a lead; no lead serves two topics.
    """
    if topics.model == "seeded":
        return pd.Series([str(t) for t in topics.weights.index], index=topics.weights.index)
    sents = units.sentences
    words = np.asarray(units.by_sentence.X.sum(axis=1)).ravel()
    mass = topics.sentence_shares.mul(words, axis=0).to_numpy()
    table = pd.DataFrame(mass, columns=topics.weights.index).groupby(sents["block"].to_numpy())
    blocks = table.sum()
    lead = sents.drop_duplicates("block").set_index("block")["lead"].reindex(blocks.index)
    blocks = blocks[(lead != "").to_numpy()]
    purity = blocks.div(blocks.sum(axis=1), axis=0)
    score = round6(blocks * purity)
    taken: set[str] = set()
    found = {}
    for topic in score.max().sort_values(ascending=False, kind="stable").index:
        for block in score[topic].sort_values(ascending=False, kind="stable").index:
            if lead[block] not in taken:
                taken.add(lead[block])
                found[topic] = lead[block].strip("—").rstrip("。")
                break
    return pd.Series({t: found.get(t, "") for t in topics.weights.index})


def by_part(topics: Topics, units: Units) -> pd.DataFrame:
    """Share of each topic in each part, weighted by words.

    Returns
    -------
    DataFrame
        doc_id, zone, section, part, topic, share (sums to 1 over topics within a part), n (words
        of the model's vocabulary in the part).
    """
    keys = ["doc_id", "zone", "section", "part"]
    words = np.asarray(units.by_sentence.X.sum(axis=1)).ravel()
    mass = topics.sentence_shares.mul(words, axis=0).reset_index(drop=True)
    sums = mass.groupby([units.sentences[k] for k in keys], sort=False).sum()
    total = sums.sum(axis=1)
    table = sums.div(total.where(total > 0, 1), axis=0).reset_index()
    long = table.melt(keys, var_name="topic", value_name="share")
    n = total.rename("n").reset_index()
    return round6(long.merge(n, on=keys)[[*keys, "topic", "share", "n"]])


def compare(one: Topics, other: Topics, n: int = 10) -> pd.DataFrame:
    """Align the topics of two models by their top words.

    Returns
    -------
    DataFrame
        topic, partner (of `other`, or None), overlap (share of the top n words in common),
        words, partner_words.

    Examples
    --------
    >>> import pandas as pd
    >>> t = Topics("nmf", pd.DataFrame([[.9, .1]], columns=["甲", "乙"], index=[1]), None, None)
    >>> compare(t, t, n=1)[["partner", "overlap"]].values.tolist()
    [[1, 1.0]]
    """
    a, b = one.top_words(n), other.top_words(n)
    partner = match(a, b)
    names = list(other.weights.index)
    return pd.DataFrame(
        {
            "topic": list(one.weights.index),
            "partner": pd.Series([names[p] if p >= 0 else None for p in partner], dtype=object),
            "overlap": round6(overlaps(a, b)),
            "words": [" ".join(w) for w in a],
            "partner_words": [" ".join(b[p]) if p >= 0 else "" for p in partner],
        }
    )


def over_time(
    topics: Topics, units: Units, groups: str = "doc_id", draws: int = 500, seed: int = 0
) -> pd.DataFrame:
    """Share of each topic in each report, with bootstrap intervals over its paragraphs.

    Parameters
    ----------
    groups : str
        A column of ``units.sentences`` (`doc_id`, or `year` where the caller added one).
    draws : int
        Bootstrap samples; paragraphs are drawn with replacement within a group.

    Returns
    -------
    DataFrame
        group, topic, share, lo, hi (percentile interval, 95 %), n (paragraphs).
    """
    generator = np.random.default_rng(seed)
    words = np.asarray(units.by_sentence.X.sum(axis=1)).ravel()
    mass = topics.sentence_shares.mul(words, axis=0).reset_index(drop=True)
    rows = []
    for group, index in units.sentences.groupby(groups, sort=True).groups.items():
        par = mass.loc[index].groupby(units.sentences.loc[index, "par_id"], sort=False).sum()
        values = par.to_numpy()
        n = len(values)
        weight = generator.multinomial(n, np.full(n, 1 / n), size=draws)
        sums = weight @ values
        total = sums.sum(axis=1, keepdims=True)
        boot = np.divide(sums, total, out=np.zeros_like(sums), where=total > 0)
        lo, hi = np.quantile(boot, [0.025, 0.975], axis=0)
        share = values.sum(axis=0) / max(values.sum(), 1e-300)
        rows += [
            (group, topic, share[j], lo[j], hi[j], n)
            for j, topic in enumerate(topics.weights.index)
        ]
    return round6(pd.DataFrame(rows, columns=["group", "topic", "share", "lo", "hi", "n"]))


def table(topics: Topics, units: Units, marks: pd.DataFrame, n: int = 10) -> pd.DataFrame:
    """Lay a model out as topics.csv: one row a topic and word.

    Returns
    -------
    DataFrame
        topic, rank, word, weight, frex_rank, label, mark, quotes (sentence ids, with spaces).
    """
    weights = topics.weights.to_numpy()
    vocabulary = list(topics.weights.columns)
    names = labels(topics, units)
    shown = quotes(topics, units).groupby("topic", sort=False)["sent_id"].agg(" ".join)
    mark = marks.set_index("topic")["mark"]
    order = {w: j for j, w in enumerate(vocabulary)}
    ranks = pd.DataFrame(-round6(frex(weights))).rank(axis=1, method="first").to_numpy()
    rows = []
    for i, (topic, words) in enumerate(
        zip(topics.weights.index, top_words(weights, vocabulary, n), strict=True)
    ):
        for rank, word in enumerate(words, 1):
            rows.append(
                {
                    "topic": topic,
                    "rank": rank,
                    "word": word,
                    "weight": weights[i, order[word]],
                    "frex_rank": int(ranks[i, order[word]]),
                    "label": names[topic],
                    "mark": mark[topic],
                    "quotes": shown.get(topic, ""),
                }
            )
    return round6(pd.DataFrame(rows))
