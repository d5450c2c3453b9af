"""What `analyse` writes about words: keywords, dispersion, collocations, diversity."""

from __future__ import annotations

import pandas as pd

from analysis import overview, study
from analysis.keywords.collocation import collocations
from analysis.keywords.dispersion import dispersion
from analysis.keywords.diversity import diversity, lengths
from analysis.keywords.keyness import keyness, split
from analysis.keywords.units import column
from analysis.keywords.views import content_words, words_only
from analysis.reading import once

MIN_COUNT = 5  # words with fewer tokens are not tested
SHORT = 2000  # tokens; below, two occurrences are enough
MIN_NODE, MIN_JOINT = 10, 3
PLACES = ("par_id", "section", "part", "role")


def located(tokens: pd.DataFrame, sentences: pd.DataFrame, **columns) -> pd.DataFrame:
    """Give each token the paragraph, section, part and role of its sentence.

    Parameters
    ----------
    tokens, sentences : DataFrame
        The two tables.
    **columns : Series
        Further columns, aligned to `sentences` (such as ``zone=zones``).

    Examples
    --------
    >>> from analysis import sentences
    >>> sents = sentences.split("好。", "d")
    >>> toks = pd.DataFrame({"sent_id": sents["sent_id"], "word": ["好"]})
    >>> located(toks, sents, zone=pd.Series(["plan"]))[["word", "zone"]].values.tolist()
    [['好', 'plan']]
    """
    places = {name: sentences[name] for name in PLACES if name in sentences} | columns
    keys = sentences["sent_id"].to_numpy()
    found = {
        name: pd.Series(values.to_numpy(), index=keys).reindex(tokens["sent_id"]).to_numpy()
        for name, values in places.items()
    }
    return tokens.assign(**found)


def spoken_words(reading) -> pd.DataFrame:
    """Take the words of the speech (no resolution, no front matter) with their places and zone.

    Returns
    -------
    DataFrame
        The tokens that are words, with par_id, section, part, role, zone.
    """
    spoken = overview.speech(reading.sentences)
    tokens = reading.tokens[reading.tokens["sent_id"].isin(set(spoken["sent_id"]))]
    return located(words_only(tokens), spoken, zone=spoken["zone"])


def contrast(tokens: pd.DataFrame) -> tuple[str, object, object]:
    """Choose what to compare: the column, the target, the reference (None: all the rest).

    Plan against review where a report has both; else the longest section against the rest; else
    the second half of the paragraphs (or of the sentences) against the first.

    Examples
    --------
    >>> contrast(pd.DataFrame({"word": list("甲乙"), "zone": ["plan", "review"]}))
    ('zone', 'plan', 'review')
    """
    if "zone" in tokens and {"plan", "review"} <= set(tokens["zone"]):
        return "zone", "plan", "review"
    if "section" in tokens:
        longest = tokens.loc[tokens["section"].ne(""), "section"].value_counts()
        if len(longest) > 1:
            return "section", longest.index[0], None
    return "half", "second half", "first half"


def halves(tokens: pd.DataFrame) -> pd.Series:
    """Name the half of the paragraphs (of the sentences where there is one) a token is in."""
    several = len(set(column(tokens, "paragraph"))) > 1
    unit = "paragraph" if several else "sentence"
    code, units = pd.factorize(column(tokens, unit))
    first = code < max(len(units) // 2, 1)
    return pd.Series(first, index=tokens.index).map({True: "first half", False: "second half"})


def least_count(tokens: pd.DataFrame) -> int:
    """Tokens a word needs to be tested: five, in a short text two."""
    return 2 if len(tokens) < SHORT else MIN_COUNT


@once
def compared(reading) -> pd.DataFrame:
    """Test all words of the two sides of a report once for its table and its figures.

    Returns
    -------
    DataFrame
        As `keyness` gives it, with 9,999 permutations of paragraphs, or of sentences where a
        side has one paragraph.
    """
    return _tested(sides(reading), None)


@once
def sides(reading) -> dict:
    """Give both sides of a report: first, second, target, reference (names), unit, least."""
    tokens = spoken_words(reading)
    tokens = tokens.assign(half=halves(tokens))
    by, target, reference = contrast(tokens)
    groups = set(tokens[by]) if by in tokens else set()
    if target not in groups or len(groups) < 2:
        first, second = tokens, tokens.iloc[:0]
    else:
        first, second = split(tokens, by, target, reference)
    several = min(column(side, "paragraph").nunique() for side in (first, second)) > 1
    return {
        "first": first,
        "second": second,
        "target": target,
        "reference": reference or "rest",
        "unit": "paragraph" if several else "sentence",
        "least": least_count(tokens),
    }


def _tested(two: dict, words) -> pd.DataFrame:
    options = {"unit": two["unit"], "seed": study.current().seed, "min_count": two["least"]}
    return keyness(two["first"], two["second"], words=words, **options)


def report_tables(reading) -> dict[str, pd.DataFrame]:
    """Compute the four tables of one text.

    Parameters
    ----------
    reading
        With .sentences and .tokens.

    Returns
    -------
    dict of str to DataFrame
        ``keywords.csv`` (both views; permutation over paragraphs), ``dispersion.csv`` (over
        paragraphs and over sections), ``collocations.csv`` (window 5), ``diversity.csv`` (whole
        text, zones, sections; with the lengths of sentences and clauses). A table is empty, with
        its header, where a text is too short for it.
    """
    tokens = spoken_words(reading)
    few = len(tokens) < SHORT
    return {
        "keywords.csv": _keywords(reading, tokens),
        "dispersion.csv": _dispersion(tokens, least_count(tokens)),
        "collocations.csv": _collocations(tokens, few),
        "diversity.csv": _diversity(tokens, reading),
    }


def _keywords(reading, tokens):
    two = sides(reading)
    content = content_words(tokens["word"].unique())
    views = {"all words": compared(reading), "content words": _tested(two, content)}
    tables = []
    for view, table in views.items():
        front = {"view": view} | {name: two[name] for name in ("target", "reference", "unit")}
        tables.append(pd.concat([pd.DataFrame(front, index=table.index), table], axis=1))
    return pd.concat(tables, ignore_index=True)


def _dispersion(tokens, min_count):
    tables = []
    for parts in ("paragraph", "section"):
        table = dispersion(tokens, parts=parts, min_count=min_count)
        table.insert(0, "parts", parts)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def _collocations(tokens, few):
    least = (2, 2) if few else (MIN_NODE, MIN_JOINT)
    table = collocations(tokens, window=5, min_node=least[0], min_count=least[1])
    content = set(content_words(tokens["word"].unique()))
    table.insert(0, "window", 5)
    # a function word is no node a reader asks for; as a collocate it stays
    return table[table["node"].isin(content)].reset_index(drop=True)


def _diversity(tokens, reading):
    sentences = overview.speech(reading.sentences)
    sentences = sentences[sentences["sent_id"].isin(set(tokens["sent_id"]))]
    tables = []
    for level in (None, "zone", "section"):
        table = diversity(tokens, by=level).merge(lengths(sentences, by=level), on="unit")
        table = table[table["unit"] != ""]
        table.insert(0, "level", level or "text")
        tables.append(table)
    return pd.concat(tables, ignore_index=True)
