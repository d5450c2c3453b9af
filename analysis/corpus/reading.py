"""Files to documents: one document of a text file, many of a table."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from analysis.corpus.decoding import decode, reading_notes
from analysis.corpus.documents import Document
from analysis.corpus.formats import html, pdf, table, word
from analysis.corpus.kinds import TABLES, kind_of
from analysis.errors import InputError
from analysis.paths import shown

_RESERVED = {"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10))}
_LONGEST = 60


def sha256(raw: bytes) -> str:
    """Return the SHA-256 of bytes as hexadecimal digits."""
    return hashlib.sha256(raw).hexdigest()


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, read piece by piece."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def safe_id(text: str) -> str:
    """Make an id that serves as a file name on every system: letters, digits, hyphens.

    Examples
    --------
    >>> safe_id("natl_2019"), safe_id("深圳 2025（报告）"), safe_id("../..")
    ('natl-2019', '深圳-2025-报告', 'document')
    """
    text = unicodedata.normalize("NFKC", text)
    kept = "".join(c if c.isalnum() else "-" for c in text)
    kept = re.sub("-+", "-", kept).strip("-")[:_LONGEST].strip("-").lower()
    if not kept:
        return "document"
    return f"doc-{kept}" if kept in _RESERVED else kept


def read_file(path: str | Path, simplified: bool = False, row: int | None = None) -> Document:
    """Read a file with one text as a document.

    Parameters
    ----------
    path : str or Path
        .txt, .md, .html, .docx, .pdf; what it is its content decides. It is only read: nothing
        in it is run, nothing it names is fetched.
    simplified : bool
        Read traditional characters as simplified ones.
    row : int, optional
        Of a table the row to read, from 1. A table of one row needs none.

    Returns
    -------
    Document
        doc_id is the file's stem; `meta` has sha256, n_chars (of the text as received), encoding,
        format, extracted, notes.

    Raises
    ------
    InputError
        One line: the file is missing, a folder, empty, too large, locked, broken, no text, or a
        table of many reports.
    """
    path = Path(path)
    kind = kind_of(path)
    if kind in TABLES:
        return _row_of(path, kind, row, simplified)
    if row is not None:
        raise InputError("is no table, so it has no rows", where=shown(path), do="Leave out --row.")
    received, meta = extract(path, kind)
    about = {"doc_id": path.stem, "n_chars": len(received), **meta}
    return Document.of(path.stem, received, about, simplified)


def extract(path: Path, kind: str) -> tuple[str, dict]:
    """Take the text out of a file of one document.

    Parameters
    ----------
    kind : str
        As `kind_of` says.

    Returns
    -------
    (text, meta)
        The text as received, with sha256, encoding, format, extracted, notes, left_out.
    """
    where = shown(path)
    about: dict
    if kind in ("text", "html"):
        raw = _bytes_of(path)
        if kind == "html":
            text, about = html.read(raw, where)
        else:
            text, encoding = decode(raw, where)
            about = {"encoding": encoding}
        about["sha256"] = sha256(raw)
    else:
        text, about = (word if kind == "docx" else pdf).read(path)
        about["sha256"] = sha256_of(path)
    notes = [*about.pop("notes", []), *reading_notes(text)]
    return text, {"encoding": None, "format": kind, "extracted": kind != "text", **about,
                  "notes": notes}  # fmt: skip


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror or error})",
            where=shown(path),
            do="Check the rights of the file.",
        ) from None


def _raise(error: InputError) -> None:
    raise error


def _ignore(error: InputError) -> None:
    return None


def _row_of(path: Path, kind: str, row: int | None, simplified: bool) -> Document:
    found = read_many(path, simplified=simplified, trouble=_ignore)
    if row is not None:
        for document in found:
            if document.meta["row"] == row:
                return document
        raise InputError(f"no report in row {row}", where=shown(path), do="Rows count from 1.")
    first = list(islice(found, 2))
    if len(first) == 1:
        return first[0]
    raise InputError(
        f"is a table ({kind}) with " + ("several reports" if first else "no report"),
        where=shown(path),
        do='Use "add" to take in all of them, or name one with --row N.',
    )


def read_many(
    path: str | Path,
    trouble: Callable[[InputError], None] = _raise,
    simplified: bool = False,
    wanted: Callable[[int], bool] | None = None,
) -> Iterator[Document]:
    """Read a file of one or of many texts, one document at a time.

    Parameters
    ----------
    path : str or Path
        .csv, .tsv, .xlsx, .jsonl, .dta with one report a row; any other gives its one document.
    trouble : callable
        Is given one InputError for each row that cannot be read; by default it is raised.
    simplified : bool
        Read traditional characters as simplified ones.
    wanted : callable, optional
        Is asked for each row of a table, by its number, whether it is to be read.

    Yields
    ------
    Document
        `meta` has what the row says (title, place, year, date, ...; seeds/columns.csv lists the
        names of columns), `row`, and the sha256 of the table. doc_id is the row's id, or place and
        year, or the file's stem and the row, each made unique in the order of the rows.
    """
    path = Path(path)
    kind = kind_of(path)
    if kind not in TABLES:
        yield read_file(path, simplified)
        return
    digest, taken = sha256_of(path), set()
    for number, text, meta in table.texts(path, kind, trouble):
        doc_id = unique_id(row_id(path, number, meta), taken)
        if wanted and not wanted(number):
            continue
        about = {
            **{key: meta[key] for key in table.META if key in meta},
            "doc_id": doc_id, "sha256": digest, "n_chars": len(text), "encoding": None,
            "format": kind, "extracted": True, "row": number,
            "notes": [*meta.get("notes", []), *reading_notes(text)],
        }  # fmt: skip
        yield Document.of(doc_id, text, about, simplified)


def row_id(path: Path, number: int, meta: dict) -> str:
    """Name the report of a row: by its id, by place and year, or by the number of the row.

    Examples
    --------
    >>> row_id(Path("a.csv"), 7, {"place": "甲省", "year": 2020}), row_id(Path("a.csv"), 7, {})
    ('甲省-2020', 'a-0007')
    """
    if given := safe_id(meta["id"]) if meta.get("id") else "":
        return f"{safe_id(path.stem)}-{given}" if given.isdigit() else given
    if meta.get("place") and meta.get("year"):
        return safe_id(f"{meta['place']}-{meta['year']}")
    return f"{safe_id(path.stem)}-{number:04d}"


def unique_id(wanted: str, taken: set[str]) -> str:
    """Give an id that is not taken, and take it.

    Examples
    --------
    >>> taken = {"a"}
    >>> unique_id("a", taken), unique_id("a", taken), unique_id("b", taken)
    ('a-2', 'a-3', 'b')
    """
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    taken.add(found)
    return found
