"""Rhetoric: one file a detector, each ``detect(sentences, tokens) -> hits``.

A detector takes the sentences and the fine tokens of one document and returns the table of
`analysis.rhetoric.table.hits`. It never raises, keeps no state, and its time grows linearly with
the text. Labels and attributes are those of the annotation guide in tests/gold/rhetoric.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import pandas as pd

from analysis.reading import once
from analysis.rhetoric import table

NAMES = (
    "parallel",
    "idiom",
    "fourchar",
    "numeric",
    "commit",
    "marker",
    "degree",
    "stance",
    "metaphor",
    "wordplay",
    "reuse",
)


def detectors() -> dict[str, object]:
    """Give the detectors by name, in the order of the guide.

    Examples
    --------
    >>> "parallel" in detectors()
    True
    """
    names = [name for name in NAMES if find_spec(f"{__name__}.{name}")]
    return {name: import_module(f"{__name__}.{name}") for name in names}


def detect_all(
    sentences: pd.DataFrame, tokens: pd.DataFrame, text: str | None = None
) -> dict[str, pd.DataFrame]:
    """Run every detector on one document.

    Parameters
    ----------
    sentences, tokens : DataFrame
        Of one document, as `sentences.split` and `words.tokens` give them.
    text : str, optional
        The document's text. With it the `text` of a hit that runs over several lines quotes the
        document to the letter; without it the line ends in between are not known.

    Returns
    -------
    dict of str to DataFrame
        Hits by detector, in the order of `NAMES`.
    """
    found = {}
    for name, module in detectors().items():
        hits = module.detect(sentences, tokens)
        if text is not None:
            spans = zip(hits["start"], hits["end"], strict=True)
            hits = hits.assign(text=pd.Series([text[a:b] for a, b in spans], dtype=str))
        found[name] = hits
    return found


@once
def of_report(reading) -> dict[str, pd.DataFrame]:
    """Run every detector on a report once for its tables and its figures; see `detect_all`."""
    return detect_all(reading.sentences, reading.tokens, reading.doc.text)


def report_tables(reading) -> dict[str, pd.DataFrame]:
    """Give the rhetoric tables of a report: file name to id start end text label attributes.

    Parameters
    ----------
    reading : object
        With `.doc`, `.sentences` and `.tokens`.
    """
    found = of_report(reading)
    return {f"rhetoric/{name}.tsv": table.report(hits) for name, hits in found.items()}
