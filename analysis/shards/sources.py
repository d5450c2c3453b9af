"""Where documents come from: files, folders, a manifest, tables with one report a row, pairs.

Nothing is read here but names, sizes and hashes, and the rows of tables, one at a time: the texts
of files are read where they are cut.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from analysis import corpus
from analysis.corpus import gather, kinds
from analysis.corpus.decoding import stream_encoding
from analysis.corpus.formats import table
from analysis.corpus.reading import row_id, safe_id, unique_id
from analysis.errors import InputError
from analysis.paths import shown

# A file whose characters cannot be told from its bytes counts as one report of usual length.
USUAL = 20_000


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
        The file to read, or the folder of the manifest; "" where the text is at hand.
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

    def read(self) -> corpus.Document:
        """Read the document, mended where it has to be.

        Raises
        ------
        InputError
            As `corpus.read_file` and `corpus.load`.
        """
        if not self.path:
            meta = self.meta | {"sha256": self.digest}
            return corpus.Document.of(self.doc_id, self.text, meta)
        path = Path(self.path)
        return corpus.load(self.doc_id, path) if path.is_dir() else corpus.read_file(path)


@dataclass(frozen=True)
class Problem:
    """A document that cannot be counted, and why, in one line."""

    line: str


def items(source, rows: bool = False) -> Iterator[Item | Problem]:
    """Yield the documents of a source in a fixed order.

    Parameters
    ----------
    source : path, list of paths, or iterable of (doc_id, text) or of Document
        A folder gives its files by name, those of its folders too; a table (.csv, .tsv, .xlsx,
        .jsonl, .dta) a document a row; a folder with a manifest, or its manifest.csv, the
        documents that the manifest names.
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
    >>> [(item.doc_id, item.size) for item in items([("a", "好。"), ("b", "新。")])]
    [('a', 2), ('b', 2)]
    """
    seen: set[str] = set()
    for item in _of_paths(_paths(source), rows) if _is_paths(source) else _pairs(source):
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
    plain, paths = _plain(_paths(source))
    files = gather.find(plain).files
    total = sum(item.size for path in paths for item in _manifest(path) if isinstance(item, Item))
    return total + sum(_size(p, kinds.SUFFIXES.get(p.suffix.lower(), "text")) for p in files)


def folders(source) -> list[Path]:
    """Return the folders that a source names."""
    paths = _paths(source) if _is_paths(source) else []
    return [path.resolve() for path in paths if path.is_dir()]


def passed_over(source) -> str:
    """Say in a line which files of the folders of a source are of no kind read here, or ""."""
    found = gather.find(_plain(_paths(source))[0]).passed_over if _is_paths(source) else {}
    kinds_ = ", ".join(f"{suffix}: {n}" for suffix, n in sorted(found.items()))
    return f"{sum(found.values())} files of other kinds left out ({kinds_})" if found else ""


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


def _plain(paths: list[Path]) -> tuple[list[Path], list[Path]]:
    """Part files and folders from the folders that have a manifest."""
    folders = [_manifest_folder(path) for path in paths]
    plain = [path for path, folder in zip(paths, folders, strict=True) if folder is None]
    return plain, [folder for folder in folders if folder is not None]


def _manifest_folder(path: Path) -> Path | None:
    folder = path.parent if path.name == "manifest.csv" else path
    has = folder.is_dir() and (folder / "manifest.csv").is_file() and (folder / "raw").is_dir()
    return folder.resolve() if has else None


def _of_paths(paths: list[Path], rows: bool) -> Iterator[Item | Problem]:
    plain, manifests = _plain(paths)
    for folder in manifests:
        yield from _manifest(folder)
    found = gather.find(plain)
    yield from (Problem(str(error)) for error in found.trouble if plain)
    names = gather.name_files(found.files)
    for path in found.files:
        try:
            kind = kinds.kind_of(path)
            if kind in kinds.TABLES:
                yield from _table(path, kind)
            elif rows and kind == "text":
                yield from _lines(path)
            else:
                yield _file(path, names[path], kind)
        except InputError as error:
            yield Problem(str(error))
        except OSError as error:
            yield Problem(str(InputError(f"cannot be read ({error.strerror})", where=shown(path))))


def _size(path: Path, kind: str) -> int:
    return path.stat().st_size // 3 if kind in ("text", "html", "csv", "tsv", "jsonl") else USUAL


def _file(path: Path, doc_id: str, kind: str) -> Item:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Item(doc_id, _size(path, kind), digest, shown(path), str(path.resolve()))


def _manifest(folder: Path) -> Iterator[Item | Problem]:
    known = corpus.manifest(folder)
    for row in known.drop(columns="line").to_dict("records"):
        raw = folder / "raw" / row["file"].partition("#")[0]
        # A row of a table is one report; the mark of the file says which.
        whole = raw.is_file() and "#" not in row["file"]
        size = _size(raw, kinds.SUFFIXES.get(raw.suffix.lower(), "text")) if whole else USUAL
        where = f"{shown(folder / 'manifest.csv')} {row['doc_id']}"
        digest, meta = row["sha256"] + row["file"], {k: v for k, v in row.items() if v}
        yield Item(row["doc_id"], size, digest, where, str(folder), meta=meta)


def _pairs(source: Iterable) -> Iterator[Item | Problem]:
    for number, one in enumerate(source, start=1):
        if isinstance(one, corpus.Document):
            doc_id, text, meta = one.doc_id, one.received, one.meta
        else:
            doc_id, text = one
            meta = {}
        yield _text(str(doc_id), text, f"document {number} ({doc_id})", meta)


def _text(doc_id: str, text: str, where: str, meta: dict) -> Item | Problem:
    """An item of a text at hand."""
    if not text.strip("\ufeff \t\r\n\u3000"):
        return Problem(f"{where}: the text is empty. Fill it in, or take it out.")
    try:
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError as error:
        return Problem(
            f"{where}: holds half a character (position {error.start}). Write it as UTF-8."
        )
    return Item(doc_id, len(text), digest, where, text=text, meta=meta)


def _table(path: Path, kind: str) -> Iterator[Item | Problem]:
    """The reports of a table, named as `corpus.read_many` names them, but not mended yet."""
    troubles: list[Problem] = []
    taken: set[str] = set()
    for number, text, meta in table.texts(path, kind, lambda e: troubles.append(Problem(str(e)))):
        yield from troubles
        troubles.clear()
        doc_id = unique_id(row_id(path, number, meta), taken)
        meta = {k: v for k, v in meta.items() if k != "id"} | {"row": number}
        yield _text(doc_id, text, f"{shown(path)} row {number}", meta)
    yield from troubles


def _lines(path: Path) -> Iterator[Item | Problem]:
    """The lines of a text file, a document each; what cannot be decoded is one bad line."""
    where, stem = shown(path), safe_id(path.stem)
    encoding = stream_encoding(path, where)
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as stream:
        for number, line in enumerate(stream, start=1):
            text = line.strip("\ufeff\r\n")
            if text.strip():
                yield _text(f"{stem}-{number:06d}", text, f"{where} line {number}", {})
