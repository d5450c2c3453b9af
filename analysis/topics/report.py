"""Topics of one report: what `analyse` writes and the notebook shows."""

from __future__ import annotations

import pandas as pd

from analysis import lexicons, study
from analysis.errors import InputError
from analysis.reading import once
from analysis.topics import reading as read
from analysis.topics.fit import Topics, fit
from analysis.topics.stability import marks
from analysis.topics.units import Units, units, words_of


def stop_words() -> list[str]:
    """Return what enters no topic: stop words, and verbs of genre that stand in every topic."""
    genre = lexicons.load("genre_verbs.csv", columns=("word",))["word"]
    return [*study.stop_list(), *genre]


@once
def of_report(reading, **wanted) -> tuple[Units, Topics]:
    """Count the words and terms of one report, or of several, and fit topics.

    Parameters
    ----------
    reading : analyse.Reading
        Or anything with `sentences`, `tokens` and `terms`.
    **wanted
        As of `fit` (k, model, seed, themes, residual), `unit` as of `units`, `layers` as of
        `words_of`.

    Returns
    -------
    (Units, Topics)
    """
    unit = wanted.pop("unit", "paragraph")
    layers = wanted.pop("layers", "both")
    words = words_of(reading.tokens, reading.terms, stop_words(), layers)
    counted = units(reading.sentences, words, unit=unit)
    return counted, fit(counted, **wanted)


@once
def marked(reading, **wanted) -> tuple[Units, Topics, pd.DataFrame]:
    """Fit topics as `of_report` does, and mark them; see `stability.marks`."""
    counted, topics = of_report(reading, **wanted)
    return counted, topics, marks(topics, counted)


def report_tables(reading) -> dict[str, pd.DataFrame]:
    """Return topics.csv and topic_sentences.csv; nothing where the text is too short for any."""
    try:
        counted, topics, verdicts = marked(reading)
    except InputError:
        return {}
    found = read.table(topics, counted, verdicts)
    shares = topics.sentence_shares
    body = reading.sentences.loc[reading.sentences["role"] == "body", ["sent_id"]]
    lines = shares.rename_axis("sent_id").reset_index().melt(
        "sent_id", var_name="topic", value_name="share"
    )  # fmt: skip
    lines = body.merge(lines, on="sent_id", how="left")
    order = lines["sent_id"].map({s: i for i, s in enumerate(body["sent_id"])})
    lines = lines.iloc[order.argsort(kind="stable").to_numpy()]
    return {"topics.csv": found, "topic_sentences.csv": lines.reset_index(drop=True)}
