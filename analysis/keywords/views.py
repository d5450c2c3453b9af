"""Two views of the same tokens: all words, and content words."""

from __future__ import annotations

import pandas as pd

from analysis import lexicons, overview, study
from analysis.keywords.units import words_of


def words_only(tokens: pd.DataFrame) -> pd.DataFrame:
    """Leave out punctuation and bare numbers: what statistics over words run on.

    Examples
    --------
    >>> toy = pd.DataFrame({"word": ["新增", "，", "5G", "8.0%", "基站"]})
    >>> words_only(toy)["word"].tolist()
    ['新增', '5G', '基站']
    """
    return overview.content_tokens(tokens.assign(word=words_of(tokens).astype(str)))


def genre_words() -> pd.DataFrame:
    """Load seeds/genre_verbs.csv: verbs and adverbs any government report uses.

    Returns
    -------
    DataFrame
        word, group (achievement, plan, manner), source, note, line.
    """
    return lexicons.load("genre_verbs.csv", columns=("word", "group"), optional=("source", "note"))


def content_words(vocabulary) -> list[str]:
    """Keep the words that say what a text is about.

    Left out: the stop list of the study (seeds/stopwords.csv), and the verbs of the genre in
    seeds/genre_verbs.csv (新增 and 入选 tell the review from the plan in any report, whatever
    the city did). Single characters that are no Latin letter are left out too: most are measure
    words and fragments.

    Examples
    --------
    >>> content_words(["的", "新增", "人工智能", "个", "5G"])
    ['人工智能', '5G']
    """
    stop = set(study.stop_list())
    stop |= set(genre_words()["word"])
    return [word for word in vocabulary if word not in stop and len(word) > 1]
