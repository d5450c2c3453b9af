"""Several reports read and laid side by side: the starting point of every comparison."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from analysis import corpus, keywords, overview, reading, tables
from analysis.errors import InputError
from analysis.reading import Reading

MADE_UP = "made up for teaching"  # the `source` of texts that no government wrote


@dataclass(frozen=True)
class Collection:
    """Reports of one or more places and years.

    Attributes
    ----------
    documents : DataFrame
        doc_id, title, place, year, source, label (`2024`, or `云岫市 2024` where there are several
        places), characters (Han characters of the speech); by place and year.
    sentences : DataFrame
        The sentences of all speeches, with zone, place, year; in the order of `documents`.
    tokens : DataFrame
        The words of all speeches, with doc_id, place, year, zone, par_id; no bare numbers.
    readings : tuple of Reading
        In the order of `documents`.
    """

    documents: pd.DataFrame
    sentences: pd.DataFrame
    tokens: pd.DataFrame
    readings: tuple[Reading, ...]

    @property
    def places(self) -> list[str]:
        """Places in order."""
        return list(dict.fromkeys(self.documents["place"]))

    @property
    def years(self) -> list[int]:
        """Years in order."""
        return sorted(set(self.documents["year"]))

    @property
    def made_up(self) -> int:
        """How many of the texts were made up for teaching."""
        return int((self.documents["source"] == MADE_UP).sum())


@dataclass(frozen=True)
class Compared:
    """The result of a comparison.

    Attributes
    ----------
    table : DataFrame
        One row a claim; `mark` names it.
    evidence : DataFrame
        mark, sent_id, start, end, text: what stands behind each claim.
    notes : tuple of str
        What a reader must know of the method as it was applied here.
    """

    table: pd.DataFrame
    evidence: pd.DataFrame
    notes: tuple[str, ...] = ()


def load(doc_ids: Iterable[str]) -> Collection:
    """Load documents of the manifest, read them, and lay them side by side.

    Raises
    ------
    InputError
        As of `corpus.load` and `gather`.

    Examples
    --------
    >>> load(["yunxiu-2024", "yunxiu-2023"]).documents["label"].tolist()
    ['2023', '2024']
    """
    return gather(reading.read(corpus.load(doc_id)) for doc_id in doc_ids)


def gather(readings: Iterable[Reading]) -> Collection:
    """Lay readings side by side.

    Raises
    ------
    InputError
        Fewer than two, one without place or year, or two of the same place and year.
    """
    readings = list(readings)
    if len(readings) < 2:
        raise InputError(
            f"{len(readings)} document(s) to compare", do="Name two or more under compare."
        )
    rows = [_row(one) for one in readings]
    documents = pd.DataFrame(rows).sort_values(["place", "year"], kind="stable")
    twice = documents[documents.duplicated(["place", "year"], keep=False)]
    if len(twice):
        raise InputError(
            f"{' and '.join(twice['doc_id'].head(2))} are of the same place and year",
            do="Take one of them out of compare.",
        )
    readings = [readings[i] for i in documents.index]
    documents = documents.reset_index(drop=True)
    several = len(set(documents["place"])) > 1
    years = documents["year"].astype(str)
    documents["label"] = documents["place"] + " " + years if several else years
    spoken, words = [], []
    for one, row in zip(readings, documents.itertuples(), strict=True):
        place = {"place": row.place, "year": row.year}
        spoken.append(overview.speech(one.sentences).assign(**place))
        words.append(keywords.spoken_words(one).assign(doc_id=row.doc_id, **place))
    sentences = pd.concat(spoken, ignore_index=True)
    han = overview.han_length(sentences["text"]).groupby(sentences["doc_id"]).sum()
    documents["characters"] = documents["doc_id"].map(han).astype(int)
    tokens = pd.concat(words, ignore_index=True)
    return Collection(documents, sentences, tokens, tuple(readings))


def _row(one: Reading) -> dict:
    meta = one.doc.meta
    for what in ("place", "year"):
        if not meta.get(what):
            raise InputError(
                f"{one.doc.doc_id} has no {what}",
                where="corpus/manifest.csv",
                do="Fill it in: reports are compared by place and year.",
            )
    return {
        "doc_id": one.doc.doc_id,
        "title": meta.get("title", ""),
        "place": meta["place"],
        "year": int(meta["year"]),
        "source": meta.get("source", ""),
    }


def successions(collection: Collection) -> list[tuple]:
    """List the pairs of documents of one place that follow each other.

    Returns
    -------
    list of (row, row)
        Rows of `documents` as named tuples: earlier, later.
    """
    pairs = []
    for _, group in collection.documents.groupby("place", sort=False):
        rows = list(group.itertuples(index=False))
        pairs += list(pairwise(rows))
    return pairs


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Round the floats of a table to six significant digits, and number its rows anew."""
    return tables.round6(table.reset_index(drop=True))
