"""The problems table (corpus/problems.csv): what is wrong with the texts of the corpus."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import corpus, describe, sentences, tables
from analysis.corpus import store
from analysis.corpus.manifest import MANIFEST_COLUMNS, rows_of
from analysis.errors import InputError
from analysis.paths import CORPUS

_FIRST = 64  # hashes of a text that lead to others like it
_ENOUGH = 3  # of them shared
_COMPARED = 4  # others looked at
_SHOWN = 3  # others named

COLUMNS = ["doc_id", "kind", "where", "text"]


@dataclass(frozen=True)
class Examined:
    """A document with what its text says.

    Attributes
    ----------
    document : corpus.Document
    row : dict
        The columns of the manifest that the text gives.
    problems : DataFrame
        kind, where, text.
    sketch : (array of uint64, int)
        As `describe.sketch` gives it.
    """

    document: corpus.Document
    row: dict
    problems: pd.DataFrame
    sketch: tuple[np.ndarray, int]


def examine(document: corpus.Document, where: str = "") -> Examined:
    """Describe a document and look for problems.

    Parameters
    ----------
    where : str
        Names the file in the message.

    Raises
    ------
    InputError
        No sentence in it.

    Examples
    --------
    >>> found = examine(corpus.load("shenzhen-2025"))
    >>> found.row["place"], found.row["date"], len(found.problems)
    ('深圳市', '2025-02-25', 0)
    """
    table = sentences.of(document)
    if table.empty:
        where = where or document.doc_id
        raise InputError("no sentence in it", where=where, do="Is this the right file?")
    said = describe.describe(document, table)
    row = {column: said.get(column) for column in MANIFEST_COLUMNS if column != "file"}
    row["title"] = row["title"] or document.doc_id
    problems = [corpus.reading_problems(document), describe.problems(document, table)]
    found = pd.concat(problems, ignore_index=True)
    return Examined(document, row, found, describe.sketch(document.text))


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


class Near:
    """The texts of a corpus by the runs of characters they share, to find what is there twice.

    Of each text a sketch (`describe.sketch`) is kept in derived/. The smallest hashes of a sketch
    lead to the few texts that are worth comparing, so that one text among 13,000 costs no more
    than one among ten.

    Parameters
    ----------
    folder : Path
    keep : bool
        Write the sketches that are missing.
    """

    def __init__(self, folder: Path, keep: bool = True):
        self.folder, self.keep = Path(folder), keep
        self._sketches: dict[str, tuple[np.ndarray, int]] = {}
        self._owners: dict[int, list[str]] = {}

    def know(self, progress: Callable[[int, int, str], None] | None = None) -> None:
        """Take in every text of the manifest; those without a kept sketch are read."""
        if not store.has_manifest(self.folder):
            return
        rows = rows_of(self.folder / "manifest.csv")
        for number, (doc_id, digest) in enumerate(zip(rows.index, rows["sha256"], strict=True)):
            found = self._kept(doc_id, digest)
            if found is None:
                if progress:
                    progress(number, len(rows), f"looking at {doc_id}")
                try:
                    text = corpus.load(doc_id, self.folder).text
                except InputError:
                    continue
                found = describe.sketch(text)
                self._write(doc_id, digest, found)
            self._take(doc_id, found)

    def find(self, doc_id: str, examined: Examined, digest: str = "") -> pd.DataFrame:
        """Say which texts are nearly this one, as problems; then it is known as well.

        Parameters
        ----------
        doc_id : str
            Its id in the corpus.
        examined : Examined
        digest : str
            SHA-256 of its raw file, under which its sketch is kept; "" keeps none.

        Returns
        -------
        DataFrame
            kind (`duplicate`), where, text: at most three.
        """
        mine, text = examined.sketch, examined.document.text
        shared = Counter(
            other
            for value in mine[0][:_FIRST].tolist()
            for other in self._owners.get(value, ())
            if other != doc_id
        )
        likely = sorted(shared, key=lambda other: (-shared[other], other))[:_COMPARED]
        known = {n: self._sketches[n] for n in sorted(likely) if shared[n] >= _ENOUGH}
        table = describe.duplicates([(doc_id, text)], known=known) if known else None
        rows = []
        for pair in [] if table is None else table.head(_SHOWN).itertuples():
            same = f"12-character runs: Jaccard {pair.jaccard:.2f}, contained {pair.contained:.2f}"
            rows.append(("duplicate", "whole text", f"Nearly the text of {pair.other} ({same})."))
        self._take(doc_id, mine)
        self._write(doc_id, digest, mine)
        return pd.DataFrame(rows, columns=COLUMNS[1:])

    def _take(self, doc_id: str, found: tuple[np.ndarray, int]) -> None:
        if doc_id not in self._sketches:
            for value in found[0][:_FIRST].tolist():
                self._owners.setdefault(value, []).append(doc_id)
        self._sketches[doc_id] = found

    def _file(self, doc_id: str, digest: str) -> Path:
        return self.folder / "derived" / "sketches" / f"{doc_id}.{digest[:12]}.npy"

    def _kept(self, doc_id: str, digest: str) -> tuple[np.ndarray, int] | None:
        try:
            found = np.load(self._file(doc_id, digest))
        except (OSError, ValueError, EOFError):
            return None
        return found[1:], int(found[0])

    def _write(self, doc_id: str, digest: str, found: tuple[np.ndarray, int]) -> None:
        if not self.keep or not digest:
            return
        out = io.BytesIO()
        np.save(out, np.concatenate([np.array([found[1]], dtype=np.uint64), found[0]]))
        with suppress(InputError):
            tables.write_bytes(self._file(doc_id, digest), out.getvalue())


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


def find(
    doc_ids: Sequence[str] | None = None,
    folder: Path = CORPUS,
    progress: Callable[[int, int, str], None] | None = None,
) -> pd.DataFrame:
    """Look for the problems of documents; nothing is written.

    Parameters
    ----------
    doc_ids : sequence of str, optional
        All of the manifest by default, in its order: of two texts that are nearly the same the
        later is the duplicate.

    Returns
    -------
    DataFrame
        doc_id, kind, where, text, sorted by doc_id. A document that cannot be loaded has a row
        of kind `unreadable`.

    Examples
    --------
    >>> len(find(["shenzhen-2025"]))
    0
    """
    return _found(doc_ids, Near(Path(folder), keep=False), progress)


def _found(doc_ids, near: Near, progress) -> pd.DataFrame:
    ids = list(rows_of(near.folder / "manifest.csv").index if doc_ids is None else doc_ids)
    found = [pd.DataFrame(columns=COLUMNS)]
    for number, doc_id in enumerate(ids):
        if progress:
            progress(number, len(ids), doc_id)
        try:
            examined = examine(corpus.load(doc_id, near.folder))
            like = near.find(doc_id, examined, examined.document.meta["sha256"])
            problems = pd.concat([examined.problems, like], ignore_index=True)
        except InputError as error:
            problems = pd.DataFrame([("unreadable", "whole text", str(error))], columns=COLUMNS[1:])
        found.append(problems.assign(doc_id=doc_id)[COLUMNS])
    if progress:
        progress(len(ids), len(ids), "done")
    table = pd.concat(found, ignore_index=True)
    return table.sort_values("doc_id", kind="stable", ignore_index=True)


def check(
    folder: Path = CORPUS, progress: Callable[[int, int, str], None] | None = None
) -> pd.DataFrame:
    """Look for the problems of every document anew and write corpus/problems.csv.

    Returns
    -------
    DataFrame
        As `find` gives it.
    """
    folder = Path(folder)
    table = _found(None, Near(folder), progress)
    with store.locked(folder):
        write_problems(folder, [table], set(rows_of(folder / "manifest.csv").index))
    return read(folder)
