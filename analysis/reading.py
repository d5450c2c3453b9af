"""A document read: split, cut, and ready for every analysis."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

import pandas as pd

from analysis import corpus, overview, sentences, study, words
from analysis.errors import InputError


def once(function: Callable) -> Callable:
    """Let a function of a reading compute its result once for each reading and set of options.

    Tables and figures start from the same test or model. What is returned is shared: it must not
    be changed in place. It is forgotten together with the reading.

    Examples
    --------
    >>> class Toy:
    ...     pass
    >>> calls = []
    >>> count = once(lambda reading, k=1: calls.append(k) or k)
    >>> toy = Toy()
    >>> count(toy), count(toy), count(toy, k=2), calls
    (1, 1, 2, [1, 2])
    """
    memory: dict[int, dict] = {}

    @wraps(function)
    def remembered(reading, **options):
        if id(reading) not in memory:
            weakref.finalize(reading, memory.pop, id(reading), None)
        results = memory.setdefault(id(reading), {})
        key = repr(sorted(options.items()))
        if key not in results:
            results[key] = function(reading, **options)
        return results[key]

    return remembered


@dataclass(frozen=True)
class Reading:
    """A document read: what every analysis starts from.

    Attributes
    ----------
    doc : corpus.Document
    sentences : DataFrame
        The sentences table, all roles.
    zones : Series of str
        Aligned to `sentences`: resolution, review, plan or "".
    tokens : DataFrame
        Fine words of all sentences but page furniture.
    terms : DataFrame
        Hits of the terms layer.
    """

    doc: corpus.Document
    sentences: pd.DataFrame
    zones: pd.Series
    tokens: pd.DataFrame
    terms: pd.DataFrame


def read(document: corpus.Document) -> Reading:
    """Split and cut a document.

    Raises
    ------
    InputError
        If it holds no sentence.
    """
    table = sentences.of(document)
    text = table[table["role"] != "footer"]
    if text.empty:
        raise InputError("no sentence in it", where=document.doc_id, do="Is this the right file?")
    tokens, terms = words.layers(text)
    return Reading(document, table, sentences.zones(table), tokens, terms)


def stop_words() -> pd.Series:
    """Return the stop list of the study (seeds/stopwords.csv in the shipped one)."""
    return pd.Series(study.stop_list(), name="word", dtype=object)


def counted(reading: Reading) -> pd.DataFrame:
    """Return the tokens of the speech itself with their zone, resolution and matter left out."""
    spoken = overview.speech(reading.sentences)
    zone = spoken.set_index("sent_id")["zone"]
    tokens = reading.tokens[reading.tokens["sent_id"].isin(zone.index)]
    return tokens.assign(zone=tokens["sent_id"].map(zone))
