"""The manifest: which texts the corpus holds, loading them checked against their hash.

`file` names the raw file. Where it holds many texts, or is read in simplified characters, a mark
follows: `reports.csv#12` (row 12), `natl-2003.txt#simplified`, `reports.csv#12+simplified`.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis import lexicons, tables
from analysis.corpus.decoding import reading_notes
from analysis.corpus.documents import Document
from analysis.corpus.formats import table as table_format
from analysis.corpus.kinds import TABLES, kind_of
from analysis.corpus.reading import extract, sha256_of
from analysis.errors import InputError
from analysis.paths import CORPUS, shown

MANIFEST_COLUMNS = (
    "doc_id", "file", "title", "place", "level", "year", "date", "speaker", "kind", "source",
    "licence", "sha256",
)  # fmt: skip
DOCUMENT_COLUMNS = [
    "doc_id", "title", "place", "level", "year", "date", "speaker", "kind", "source", "licence",
    "sha256", "n_chars",
]  # fmt: skip
NEEDED = ("doc_id", "file", "title", "sha256")
_EXTRACTION = 1  # goes up when a reader gives another text, so that derived files are made anew


@dataclass(frozen=True)
class Place:
    """What `file` of a manifest row says.

    Examples
    --------
    >>> Place.of("reports.csv#12+simplified")
    Place(name='reports.csv', row=12, simplified=True)
    >>> str(Place("a.txt", None, True))
    'a.txt#simplified'
    """

    name: str
    row: int | None = None
    simplified: bool = False

    @classmethod
    def of(cls, file: str) -> Place:
        """Read it from the cell."""
        name, _, marks = file.partition("#")
        parts = marks.split("+") if marks else []
        rows = [int(part) for part in parts if part.isdecimal()]
        if len(rows) + parts.count("simplified") != len(parts) or len(rows) > 1:
            raise ValueError(marks)
        return cls(name, rows[0] if rows else None, "simplified" in parts)

    def __str__(self) -> str:
        """Write it as in the cell."""
        marks = [str(self.row)] if self.row is not None else []
        marks += ["simplified"] if self.simplified else []
        return self.name + ("#" + "+".join(marks) if marks else "")


def manifest(folder: Path = CORPUS) -> pd.DataFrame:
    """Read corpus/manifest.csv and check its form.

    Returns
    -------
    DataFrame
        One row a document, the columns of `MANIFEST_COLUMNS` as str, and `line`, the line of the
        file.

    Raises
    ------
    InputError
        One line with file and line: an unknown or missing column, a missing or doubled id, a
        year that is no number, an empty manifest.
    """
    path = Path(folder) / "manifest.csv"
    found = rows_of(path)
    if found.empty:
        raise InputError("no document in it", where=shown(path), do="Add a report.")
    return found.reset_index(drop=True)


def rows_of(path: Path) -> pd.DataFrame:
    """Return the checked rows of a manifest by doc_id, were there none; not to be changed."""
    try:
        found = path.stat()
        sign = (found.st_ino, found.st_mtime_ns, found.st_size)
    except OSError:
        sign = (0, 0, 0)
    return _checked(path, sign)


@lru_cache(maxsize=8)
def _checked(path: Path, sign: tuple) -> pd.DataFrame:
    """Read a manifest once for each state of its file."""
    rest = tuple(c for c in MANIFEST_COLUMNS if c not in NEEDED)
    found = lexicons.load(path, columns=NEEDED, optional=(*rest, "note"))
    for row in found.itertuples():
        where = f"{shown(path)} line {row.line}"
        try:
            place = Place.of(row.file)
        except ValueError as error:
            raise InputError(
                f"file '{row.file}' has the unknown mark '{error}'",
                where=where,
                do="Write #12 for a row of a table, #simplified, or #12+simplified.",
            ) from None
        if Path(place.name).name != place.name or place.name in ("", ".", ".."):
            raise InputError(
                f"file '{row.file}' is no plain name", where=where, do="It lies in corpus/raw/."
            )
        stem = Path(place.name).stem
        if place.row is None and row.doc_id != stem:
            raise InputError(
                f"doc_id '{row.doc_id}' is not the stem of '{row.file}'",
                where=where,
                do=f"Write '{stem}'.",
            )
        if row.year and not row.year.isdigit():
            raise InputError(f"year '{row.year}' is no number", where=where, do="Write 2025.")
    return found[["line", *MANIFEST_COLUMNS]].set_index("doc_id", drop=False)


def load(doc_id: str, folder: Path = CORPUS) -> Document:
    """Load one document of the manifest, checked against its hash.

    Parameters
    ----------
    doc_id : str
        As in manifest.csv.

    Raises
    ------
    InputError
        An id that is not in the manifest, a missing or changed raw file.

    Examples
    --------
    >>> load("shenzhen-2025").meta["n_chars"]
    31523
    """
    path = Path(folder) / "manifest.csv"
    found = rows_of(path)
    if doc_id not in found.index:
        raise InputError(
            f"no document '{doc_id}'",
            where=shown(path),
            do=f"Known: {', '.join(found['doc_id'][:8])}.",
        )
    row = found.loc[doc_id].to_dict()
    where = f"{shown(path)} line {row.pop('line')}"
    place = Place.of(row.pop("file"))
    received, about = _received(Path(folder), doc_id, place, row["sha256"], where)
    row["year"] = int(row["year"]) if row["year"] else None
    meta = {**about, **row, "n_chars": len(received)}
    return Document.of(doc_id, received, meta, place.simplified)


def _received(
    folder: Path, doc_id: str, place: Place, expected: str, where: str
) -> tuple[str, dict]:
    """Text as received of a manifest row, from derived/ or, where that is gone, from raw/."""
    path = raw_file(folder, place.name, expected, where)
    kind = kind_of(path)
    if place.row is None and kind in TABLES:
        kind = "text"  # a person says that it is one text
    if kind == "text" and place.row is None:
        received, about = extract(path, kind)
        if about["sha256"] != expected:
            raise _changed(path, expected, about["sha256"], where)
        return received, about
    digest = _digest(path, *_sign(path))
    if digest != expected:
        raise _changed(path, expected, digest, where)
    if place.row is not None and kind not in TABLES:
        raise InputError(f"raw/{place.name} is no table", where=where, do="Take the # away.")
    kept = derived_file(folder, doc_id, expected)
    with suppress(OSError, ValueError):
        about = json.loads(kept.with_suffix(".json").read_text("utf-8"))
        about["notes"] = [tuple(note) for note in about["notes"]]
        if about.get("row") == place.row:
            return kept.read_bytes().decode("utf-8"), about
    if kind not in TABLES:
        received, about = extract(path, kind)
        keep(folder, doc_id, received, about)
        return received, about
    return _from_table(folder, doc_id, path, kind, place, expected, where)


def _changed(path: Path, expected: str, found: str, where: str) -> InputError:
    return InputError(
        f"sha256 differs from raw/{path.name} (expected {expected[:8]}..., found {found[:8]}...)",
        where=where,
        do='The raw file changed: restore it, or take it in again with "add --replace".',
    )


def _sign(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


@lru_cache(maxsize=64)
def _digest(path: Path, *sign: int) -> str:
    """Hash a large file once for each of its states."""
    return sha256_of(path)


def pending(folder: Path, name: str, digest: str) -> Path:
    """Where a replaced raw file lies between the change of its row and its own."""
    return Path(folder) / "raw" / f".{name}.{digest[:16]}.new"


def raw_file(folder: Path, name: str, expected: str, where: str) -> Path:
    """Find the raw file of a row; one whose replacing was interrupted lies beside its place."""
    waiting = pending(folder, name, expected)
    if waiting.is_file():
        with suppress(OSError):
            os.replace(waiting, Path(folder) / "raw" / name)
    path = waiting if waiting.is_file() else Path(folder) / "raw" / name
    if not path.is_file():
        raise InputError(
            f"raw/{path.name} is missing", where=where, do="Restore it, or take the row out."
        )
    return path


def derived_file(folder: Path, doc_id: str, digest: str) -> Path:
    """Where the extracted text of a document is kept: it goes with one raw file and one reader."""
    return Path(folder) / "derived" / f"{doc_id}.{digest[:12]}.{_EXTRACTION}.txt"


def keep(folder: Path, doc_id: str, received: str, about: dict) -> None:
    """Keep an extracted text in derived/; a corpus that cannot be written does without."""
    path = derived_file(folder, doc_id, about["sha256"])
    said = {key: about.get(key) for key in ("encoding", "format", "extracted", "notes", "left_out",
                                            "row", "pages", "sha256")}  # fmt: skip
    with suppress(InputError):
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        tables.write_bytes(path.with_suffix(".json"), text.encode("utf-8"))
        tables.write_bytes(path, received.encode("utf-8", "surrogatepass"))


def _from_table(
    folder: Path, doc_id: str, path: Path, kind: str, place: Place, digest: str, where: str
) -> tuple[str, dict]:
    """Take all reports of a table that the manifest names into derived/, and give back one."""
    rows = rows_of(folder / "manifest.csv")
    rows = rows[(rows["sha256"] == digest) & rows["file"].str.startswith(place.name + "#")]
    names = {Place.of(file).row: name for file, name in zip(rows["file"], rows.index, strict=True)}
    found = None
    for number, text, meta in table_format.texts(path, kind, lambda error: None):
        about = {
            "format": kind, "extracted": True, "row": number, "sha256": digest, "encoding": None,
            "notes": [*meta.get("notes", []), *reading_notes(text)],
        }  # fmt: skip
        if number in names:
            keep(folder, names[number], text, about)
        if number == place.row:
            found = text, about
    if found is None:
        raise InputError(f"raw/{path.name} has no text in row {place.row}", where=where)
    return found


def documents(doc_ids: list[str] | None = None, folder: Path = CORPUS) -> pd.DataFrame:
    """Return the documents table, one row a document, in the order of their ids.

    Parameters
    ----------
    doc_ids : list of str, optional
        All of the manifest by default.

    Examples
    --------
    >>> "shenzhen-2025" in documents()["doc_id"].tolist()
    True
    """
    chosen = sorted(manifest(folder)["doc_id"] if doc_ids is None else doc_ids)
    rows = [load(doc_id, folder).meta for doc_id in chosen]
    return pd.DataFrame(rows, columns=DOCUMENT_COLUMNS)
