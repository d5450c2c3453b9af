"""Where documents come from: files, folders, a manifest, tables with one document a row, pairs.

Nothing is read here but names, sizes and hashes, and the rows of tables, one at a time: the texts
of files are read where they are cut.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from analysis import corpus
from analysis.errors import InputError
from analysis.paths import shown

TABLES = (".csv", ".tsv", ".jsonl")
FILES = (".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".xlsx", ".dta")
TEXT_COLUMNS = ("text", "content", "正文", "内容", "全文", "文本")
ID_COLUMNS = ("doc_id", "id", "编号", "文件名")
# A file whose characters cannot be told from its bytes counts as one report of usual length.
USUAL = 20_000
PLAIN = (".txt", ".md", ".html", ".htm")


@dataclass(frozen=True)
class Item:
    """One document before it is read.

    Attributes
    ----------
    doc_id : str
    size : int
        Characters, as far as they can be told beforehand; depends on the input alone.
    digest : str
        SHA-256 of the bytes of the file, or of the text.
    where : str
        Names the document in messages.
    path : str
        The file to read, or "" where the text is at hand.
    text : str
    meta : dict
        Known columns of the documents table.
    """

    doc_id: str
    size: int
    digest: str
    where: str
    path: str = ""
    text: str = ""
    meta: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """A document that cannot be counted, and why, in one line."""

    line: str


def items(source, rows: bool = False) -> Iterator[Item | Problem]:
    """Yield the documents of a source in a fixed order.

    Parameters
    ----------
    source : path, list of paths, or iterable of (doc_id, text) or of Document
        A folder gives its files by name, those of its folders too; a table (.csv, .tsv, .jsonl)
        a document a row; a manifest (columns doc_id, file, sha256) the files of ``raw/`` beside
        it.
    rows : bool
        Read a .txt file as one document a line.

    Yields
    ------
    Item or Problem
        In the order given; inside a folder in that of the names. One id is never given twice.

    Raises
    ------
    InputError
        If a path does not exist.

    Examples
    --------
    >>> [(item.doc_id, item.size) for item in items([("a", "好。"), ("b", "")])]
    [('a', 2)]
    """
    seen: set[str] = set()
    for item in _every(source, rows):
        if isinstance(item, Item):
            if item.doc_id in seen:
                item = Problem(f"{item.where}: a document '{item.doc_id}' came before")
            else:
                seen.add(item.doc_id)
        yield item


def size_of(source) -> int:
    """Characters of a source as far as its files tell, 0 where nobody knows beforehand."""
    if not _is_paths(source):
        return 0
    total = 0
    for path in _files(_paths(source)):
        size = path.stat().st_size
        total += size // 3 if path.suffix.lower() in (*TABLES, *PLAIN) else USUAL
    return total


def others(source) -> list[str]:
    """Files of the folders of a source that are of no kind read here."""
    if not _is_paths(source):
        return []
    folders = [path for path in _paths(source) if path.is_dir()]
    return [shown(p) for f in folders for p in _walk(f) if p.suffix.lower() not in FILES + TABLES]


def _is_paths(source) -> bool:
    if isinstance(source, str | Path):
        return True
    return isinstance(source, list | tuple) and all(isinstance(p, str | Path) for p in source)


def _paths(source) -> list[Path]:
    paths = [Path(source)] if isinstance(source, str | Path) else [Path(p) for p in source]
    for path in paths:
        if not path.exists():
            raise InputError("no such file or folder", where=str(path), do="Check the path.")
    return paths


def _walk(folder: Path) -> list[Path]:
    found = [p for p in folder.rglob("*") if p.is_file() and not p.name.startswith((".", "~$"))]
    return sorted(found, key=lambda p: p.relative_to(folder).as_posix())


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (p for p in _walk(path) if p.suffix.lower() in FILES + TABLES)
        else:
            yield path


def _every(source, rows: bool) -> Iterator[Item | Problem]:
    if not _is_paths(source):
        yield from _pairs(source)
        return
    paths = _paths(source)
    names = _names(paths)
    for path in _files(paths):
        suffix = path.suffix.lower()
        if suffix in TABLES or (rows and suffix == ".txt"):
            yield from _table(path)
        else:
            yield _file(path, names[path])


def _names(paths: list[Path]) -> dict[Path, str]:
    """Ids of files: the stem, or the path within the folder where stems are not unique."""
    within = {}
    for path in paths:
        for file in _files([path]):
            within[file] = file.relative_to(path) if path.is_dir() else Path(file.name)
    often = Counter(file.stem for file in within)
    return {
        file: file.stem if often[file.stem] == 1 else "-".join(name.with_suffix("").parts)
        for file, name in within.items()
    }


def _file(path: Path, doc_id: str, meta: dict | None = None) -> Item | Problem:
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        bytes_ = path.stat().st_size
    except OSError as error:
        return Problem(str(InputError(f"cannot be read ({error.strerror})", where=shown(path))))
    size = bytes_ // 3 if path.suffix.lower() in PLAIN else USUAL
    return Item(doc_id, size, digest, shown(path), str(path.resolve()), meta=meta or {})


def _pairs(source: Iterable) -> Iterator[Item | Problem]:
    for number, one in enumerate(source, start=1):
        if isinstance(one, corpus.Document):
            doc_id, text, meta = one.doc_id, one.text, one.meta
        else:
            doc_id, text = one
            meta = {}
        item = _text(str(doc_id), text, f"document {number} ({doc_id})", meta)
        if item:
            yield item


def _text(doc_id: str, text: str, where: str, meta: dict) -> Item | Problem | None:
    """An item of a text at hand; None where there is no text in it at all."""
    if not text.strip("\ufeff \t\r\n\u3000"):
        return None
    try:
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError as error:
        return Problem(
            f"{where}: holds half a character (position {error.start}). Write it as UTF-8."
        )
    return Item(doc_id, len(text), digest, where, text=text, meta=meta)


def _table(path: Path) -> Iterator[Item | Problem]:
    """The documents of a table, a row each, read as it goes."""
    where = shown(path)
    try:
        yield from _rows(path, where)
    except OSError as error:
        yield Problem(str(InputError(f"cannot be read ({error.strerror})", where=where)))
    except InputError as error:
        yield Problem(str(error))
    except csv.Error as error:
        yield Problem(str(InputError(f"is no table ({error})", where=where)))


def _rows(path: Path, where: str) -> Iterator[Item | Problem]:
    # What is in no encoding becomes half characters, so that one bad row is one bad row.
    with path.open(encoding=_encoding(path), errors="surrogateescape", newline="") as stream:
        suffix = path.suffix.lower()
        if suffix == ".txt":
            records = ((n, {"text": line}) for n, line in enumerate(stream, start=1))
        elif suffix == ".jsonl":
            records = ((n, line) for n, line in enumerate(stream, start=1))
        else:
            csv.field_size_limit(2**31 - 1)
            reader = csv.DictReader(stream, delimiter="\t" if suffix == ".tsv" else ",")
            names = reader.fieldnames or []
            if {"doc_id", "file", "sha256"} <= set(names):
                yield from _manifest(path)
                return
            if not set(names) & set(TEXT_COLUMNS):
                raise InputError(
                    f"no column with the text (there are: {', '.join(names) or 'none'})",
                    where=f"{where} line 1",
                    do="Name it text.",
                )
            records = ((reader.line_num, row) for row in reader)
        for number, (line, record) in enumerate(records, start=1):
            item = _record(path.stem, number, f"{where} line {line}", record)
            if item:
                yield item


def _record(stem: str, number: int, where: str, record) -> Item | Problem | None:
    if isinstance(record, str):
        if not record.strip():
            return None
        try:
            record = json.loads(record)
        except ValueError:
            record = None
        if not isinstance(record, dict):
            return Problem(f"{where}: is no JSON object. Write one object a line.")
    text = next((record[c] for c in TEXT_COLUMNS if isinstance(record.get(c), str)), None)
    if text is None:
        return Problem(f"{where}: no text in it. Name the column text.")
    given = next((str(record[c]) for c in ID_COLUMNS if record.get(c)), "")
    meta = {
        str(k): str(v)
        for k, v in record.items()
        if k is not None and k not in (*TEXT_COLUMNS, *ID_COLUMNS) and v not in (None, "")
    }
    doc_id = " ".join(given.split()) or f"{stem}-{number:06d}"
    item = _text(doc_id, text, where, meta)
    return item or Problem(f"{where}: the text is empty. Fill it in, or take the row out.")


def _encoding(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(1 << 20)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if head[:3] == b"\xef\xbb\xbf":
        return "utf-8-sig"
    for encoding in ("utf-8", "gb18030"):
        try:
            head[: head.rfind(b"\n") + 1 or None].decode(encoding)
            return encoding
        except UnicodeDecodeError:
            continue
    return "utf-8"


def _manifest(path: Path) -> Iterator[Item | Problem]:
    table = corpus.manifest(path.parent)
    for row in table.drop(columns="line").to_dict("records"):
        expected = row.pop("sha256")
        item = _file(path.parent / "raw" / row.pop("file"), row.pop("doc_id"), row)
        if isinstance(item, Item) and expected and item.digest != expected:
            item = Problem(f"{item.where}: sha256 differs from the manifest. Restore the file.")
        yield item
