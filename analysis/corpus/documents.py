"""The texts as received: the manifest, reading and decoding files, checking them.

Files in corpus/raw/ are never edited; the manifest says for each where it comes from and which
bytes were received. A document's text is the file itself, newlines untouched, so that an offset
into the text is an offset into the file.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import lexicons
from analysis.corpus.view import repaired
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

_NO_TEXT = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"PK\x03\x04": "a ZIP archive (or an Office file)",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x1f\x8b": "a gzip archive",
}
_LINE_END = re.compile(r"\r\n|[\r\n\u2028\u2029]")
_COMMON = set("的和国一在发展为是大有中人年工作业经济全新建设会政府市民高我们不对")


@dataclass(frozen=True)
class Document:
    """One text with what is known of it.

    Attributes
    ----------
    doc_id : str
        The file's stem (`shenzhen-2025`).
    text : str
        What is read: the file as Unicode code points, newlines and byte order mark untouched,
        but for what `view.repaired` had to mend.
    meta : dict
        The columns of the documents table.
    original : str or None
        The text as received where it differs from `text`.
    origin : array of int or None
        For each character of `text` its offset in the text as received; None if they are equal.
    """

    doc_id: str
    text: str
    meta: dict = field(default_factory=dict)
    original: str | None = None
    origin: np.ndarray | None = field(default=None, repr=False, compare=False)

    @property
    def received(self) -> str:
        """The text as received, into which the offsets of exported tables count."""
        return self.text if self.original is None else self.original

    def lines(self) -> np.ndarray | None:
        """Number of the line, in the text as received, of each character of a mended text."""
        if self.origin is None:
            return None
        ends = [m.end() for m in _LINE_END.finditer(self.received)]
        return np.searchsorted(ends, self.origin, side="right") + 1

    @classmethod
    def of(cls, doc_id: str, received: str, meta: dict) -> Document:
        """Make a document of a text as received, mended where it has to be."""
        text, origin = repaired(received)
        return cls(doc_id, text, meta, None if origin is None else received, origin)


def decode(raw: bytes, where: str = "") -> tuple[str, str]:
    """Decode the bytes of a text file.

    Parameters
    ----------
    raw : bytes
        The whole file.
    where : str
        The file's name for the messages.

    Returns
    -------
    (text, encoding)
        Newlines untouched; a byte order mark stays, as one code point. UTF-8, UTF-16 with mark,
        then whichever of GB18030 and Big5 gives more of the commonest characters.

    Raises
    ------
    InputError
        An empty file, a picture, an archive, bytes in no encoding known here.

    Examples
    --------
    >>> decode("深圳的工作".encode("gb18030"))
    ('深圳的工作', 'gb18030')
    """
    if not raw.strip():
        raise InputError("file is empty", where=where, do="Put the report's text into it.")
    for magic, name in _NO_TEXT.items():
        if raw.startswith(magic):
            raise InputError(f"this is {name}, not text", where=where, do="Save the text as .txt.")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16-le" if raw[:2] == b"\xff\xfe" else "utf-16-be"
        return _strict(raw, encoding, where), encoding
    try:
        text, encoding = raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        guess = _best_guess(raw)
        if guess is None:
            line = raw[: error.start].count(b"\n") + 1
            raise InputError(
                f"neither UTF-8 nor GB18030 nor Big5 (byte 0x{raw[error.start]:02x})",
                where=f"{where} line {line}",
                do="Save the file as UTF-8.",
            ) from None
        text, encoding = guess
    if "\x00" in text:
        raise InputError("holds NUL bytes, so it is no text", where=where, do="Save it as UTF-8.")
    if not text.strip("\ufeff \t\r\n\u3000"):
        raise InputError("holds no text", where=where, do="Put the report's text into it.")
    return text, encoding


def _strict(raw: bytes, encoding: str, where: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise InputError(f"broken {encoding.upper()}", where=where, do="Save as UTF-8.") from None


def _best_guess(raw: bytes) -> tuple[str, str] | None:
    best, share = None, 0.02
    for encoding in ("gb18030", "big5"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        common = sum(character in _COMMON for character in text) / max(1, len(text))
        if common > share:
            best, share = (text, encoding), common
    return best


def read_file(path: str | Path) -> Document:
    """Read any single text file (.txt, .md) as a document.

    Parameters
    ----------
    path : str or Path
        The file. It is only read.

    Returns
    -------
    Document
        doc_id is the file's stem; meta has `sha256`, `n_chars`, `encoding`.

    Raises
    ------
    InputError
        The file is missing, a folder, empty, or no text.
    """
    path = Path(path)
    raw = _bytes_of(path)
    text, encoding = decode(raw, where=shown(path))
    meta = {"sha256": sha256(raw), "n_chars": len(text), "encoding": encoding}
    return Document.of(path.stem, text, {"doc_id": path.stem, **meta})


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("no such file", where=str(path), do="Check the path.") from None
    except IsADirectoryError:
        raise InputError("is a folder", where=str(path), do="Name one text file.") from None
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=str(path)) from None


def sha256(raw: bytes) -> str:
    """Return the SHA-256 of bytes as hexadecimal digits."""
    return hashlib.sha256(raw).hexdigest()


def manifest(folder: Path = CORPUS) -> pd.DataFrame:
    """Read corpus/manifest.csv and check its form.

    Returns
    -------
    DataFrame
        One row a document, the columns of `MANIFEST_COLUMNS` as str, `year` as int, and `line`,
        the line of the file.

    Raises
    ------
    InputError
        One line with file and line: an unknown or missing column, a missing or doubled id, a
        year that is no number, an empty manifest.
    """
    path = Path(folder) / "manifest.csv"
    needed = ("doc_id", "file", "title", "sha256")
    rest = tuple(c for c in MANIFEST_COLUMNS if c not in needed)
    table = lexicons.load(path, columns=needed, optional=(*rest, "note"))
    for row in table.itertuples():
        where = f"{shown(path)} line {row.line}"
        if row.doc_id != Path(row.file).stem:
            raise InputError(
                f"doc_id '{row.doc_id}' is not the stem of '{row.file}'",
                where=where,
                do=f"Write '{Path(row.file).stem}'.",
            )
        if row.year and not row.year.isdigit():
            raise InputError(f"year '{row.year}' is no number", where=where, do="Write 2025.")
    if table.empty:
        raise InputError("no document in it", where=shown(path), do="Add a report.")
    return table[["line", *MANIFEST_COLUMNS]]


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
    table = manifest(folder)
    where = shown(Path(folder) / "manifest.csv")
    found = table[table["doc_id"] == doc_id]
    if found.empty:
        raise InputError(
            f"no document '{doc_id}'", where=where, do=f"Known: {', '.join(table['doc_id'][:8])}."
        )
    row = found.iloc[0].to_dict()
    where = f"{where} line {row.pop('line')}"
    path = Path(folder) / "raw" / row.pop("file")
    if not path.is_file():
        raise InputError(
            f"raw/{path.name} is missing", where=where, do="Restore it, or take the row out."
        )
    raw = path.read_bytes()
    text, encoding = decode(raw, where=shown(path))
    if sha256(raw) != row["sha256"]:
        raise InputError(
            f"sha256 differs from raw/{path.name} (expected {row['sha256'][:8]}..., "
            f"found {sha256(raw)[:8]}...)",
            where=where,
            do="The raw file changed: restore it from git.",
        )
    row["year"] = int(row["year"]) if row["year"] else None
    return Document.of(doc_id, text, {**row, "n_chars": len(text), "encoding": encoding})


def documents(doc_ids: list[str] | None = None, folder: Path = CORPUS) -> pd.DataFrame:
    """Return the documents table, one row a document, in the order of their ids.

    Parameters
    ----------
    doc_ids : list of str, optional
        All of the manifest by default.

    Examples
    --------
    >>> documents(["shenzhen-2025"])["place"].tolist()
    ['深圳市']
    """
    chosen = sorted(manifest(folder)["doc_id"] if doc_ids is None else doc_ids)
    rows = [load(doc_id, folder).meta for doc_id in chosen]
    return pd.DataFrame(rows, columns=DOCUMENT_COLUMNS)
