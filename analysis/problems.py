"""The problems table (corpus/problems.csv): what is wrong with the texts of the corpus."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis import corpus, describe, sentences, tables
from analysis.corpus import store
from analysis.corpus.manifest import MANIFEST_COLUMNS, rows_of
from analysis.errors import InputError
from analysis.paths import CORPUS

COLUMNS = ["doc_id", "kind", "where", "text"]


def examine(document: corpus.Document) -> tuple[dict, pd.DataFrame]:
    """Describe a document and look for problems.

    Returns
    -------
    (row, problems)
        The columns of the manifest that the text gives, and kind, where, text.

    Raises
    ------
    InputError
        No sentence in it.

    Examples
    --------
    >>> row, found = examine(corpus.load("shenzhen-2025"))
    >>> row["place"], row["date"], len(found)
    ('深圳市', '2025-02-25', 0)
    """
    found = sentences.of(document)
    if found.empty:
        raise InputError("no sentence in it", where=document.doc_id, do="Is this the right file?")
    said = describe.describe(document, found)
    row = {column: said.get(column) for column in MANIFEST_COLUMNS if column != "file"}
    row["title"] = row["title"] or document.doc_id
    problems = [corpus.reading_problems(document), describe.problems(document, found)]
    return row, pd.concat(problems, ignore_index=True)


def read(folder: Path = CORPUS) -> pd.DataFrame:
    """Return the table as it was last written: doc_id, kind, where, text; it may be empty.

    Examples
    --------
    >>> list(read())
    ['doc_id', 'kind', 'where', 'text']
    """
    path = Path(folder) / "problems.csv"
    rows: list[list[str]] = []
    if path.is_file():
        text = path.read_text("utf-8-sig")
        rows = [row for row in csv.reader(io.StringIO(text)) if len(row) == len(COLUMNS)][1:]
    return pd.DataFrame(rows, columns=COLUMNS)


def write_problems(folder: Path, new: list[pd.DataFrame], examined: set[str]) -> None:
    """Put what was found of some documents into the table, sorted by doc_id.

    Parameters
    ----------
    new : list of DataFrame
        doc_id, kind, where, text.
    examined : set of str
        These documents: their earlier rows go, as do those of documents no longer in the corpus.
    """
    folder = Path(folder)
    known = set(examined)
    if store.has_manifest(folder):
        known |= set(rows_of(folder / "manifest.csv").index)
    old = read(folder)
    old = old[old["doc_id"].isin(known - examined)]
    table = pd.concat([old, *new], ignore_index=True)[COLUMNS]
    table = table.sort_values("doc_id", kind="stable")
    data = tables.to_csv_bytes(table)
    path = folder / "problems.csv"
    if not path.is_file() or path.read_bytes() != data:
        store.write_whole(path, data)


def check(
    folder: Path = CORPUS, progress: Callable[[int, int, str], None] | None = None
) -> pd.DataFrame:
    """Look for the problems of every document anew and write the table.

    Returns
    -------
    DataFrame
        doc_id, kind, where, text, sorted by doc_id. A document that cannot be loaded has a row
        of kind `unreadable`.
    """
    folder = Path(folder)
    ids = list(rows_of(folder / "manifest.csv").index)
    found = []
    for number, doc_id in enumerate(ids):
        if progress:
            progress(number, len(ids), doc_id)
        try:
            problems = examine(corpus.load(doc_id, folder))[1]
        except InputError as error:
            problems = pd.DataFrame([("unreadable", "whole text", str(error))], columns=COLUMNS[1:])
        found.append(problems.assign(doc_id=doc_id))
    if progress:
        progress(len(ids), len(ids), "done")
    with store.locked(folder):
        write_problems(folder, found, set(ids))
    return read(folder)
