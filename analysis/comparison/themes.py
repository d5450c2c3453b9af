"""Topics over time: one model of all reports, and the share of each topic in each of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import topics
from analysis.comparison.collection import Collection, Compared, rounded
from analysis.topics import Topics, Units

DRAWS = 500
MANY = 2000  # sentences from which a word must stand in five paragraphs, not in two
QUOTED = 3  # sentences of each report that stand behind its share of a topic


def fitted(
    collection: Collection, k: int | None = None, model: str = "nmf", seed: int = 0
) -> tuple[Units, Topics]:
    """Fit one topic model on the paragraphs of all reports.

    Parameters
    ----------
    k : int, optional
        Number of topics; by default the largest number of parts in a section, 4 to 20.
    model, seed
        As of `topics.fit`. NMF by default: of twenty national reports it takes two seconds, LDA
        some twenty.

    Raises
    ------
    InputError
        As of `topics.fit`.
    """
    stop = topics.stop_words()
    # Offsets count anew in each document, so that each is laid out by itself.
    words = [topics.words_of(one.tokens, one.terms, stop) for one in collection.readings]
    table = pd.concat([one.sentences for one in collection.readings], ignore_index=True)
    rare = 2 if len(table) < MANY else 5
    counted = topics.units(table, pd.concat(words, ignore_index=True), min_df=rare)
    return counted, topics.fit(counted, k=k, model=model, seed=seed)


def over_time(
    collection: Collection, counted: Units, model: Topics, draws: int = DRAWS, seed: int = 0
) -> Compared:
    """Follow the topics through the reports.

    Returns
    -------
    Compared
        table: mark, place, year, topic, share of the report, lo, hi (bootstrap over its
        paragraphs, 95 %), n (paragraphs), words (the topic's five top words). evidence: the three
        sentences of the report that hold most of the topic.
    """
    found = topics.over_time(model, counted, "doc_id", draws=draws, seed=seed)
    where = collection.documents.set_index("doc_id")[["place", "year"]]
    table = found.join(where, on="group").rename(columns={"group": "doc_id"})
    table["mark"] = (
        table["place"] + " " + table["year"].astype(str) + " " + table["topic"].astype(str)
    )
    top = dict(zip(model.weights.index, model.top_words(5), strict=True))
    table["words"] = table["topic"].map(lambda topic: " ".join(top[topic]))
    columns = ["mark", "place", "year", "doc_id", "topic", "words", "share", "lo", "hi", "n"]
    order = {doc_id: i for i, doc_id in enumerate(collection.documents["doc_id"])}
    table = table.iloc[table["doc_id"].map(order).argsort(kind="stable").to_numpy()]
    return Compared(rounded(table[columns]), _evidence(counted, model, where))


def _evidence(counted: Units, model: Topics, where: pd.DataFrame) -> pd.DataFrame:
    size = np.asarray(counted.by_sentence.X.sum(axis=1)).ravel()
    size = pd.Series(size, index=counted.by_sentence.units)
    mass = model.sentence_shares.mul(size, axis=0).round(9)
    rows = counted.sentences.set_index("sent_id")
    parts = []
    for doc_id, ids in rows.groupby("doc_id", sort=False).groups.items():
        label = f"{where.loc[doc_id, 'place']} {where.loc[doc_id, 'year']}"
        for topic in model.weights.index:
            best = mass.loc[ids, topic].sort_values(ascending=False, kind="stable").head(QUOTED)
            found = rows.loc[best.index, ["start", "end", "text"]].reset_index(names="sent_id")
            parts.append(found.assign(mark=f"{label} {topic}"))
    return pd.concat(parts, ignore_index=True)[["mark", "sent_id", "start", "end", "text"]]
