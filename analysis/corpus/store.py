"""Writing to the corpus: raw files first, rows after, each whole or not at all.

A kill at any moment leaves a corpus that can be read: at worst a raw file without a row (the
next `add` takes it over) or a temporary file (the next `add` deletes it).
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis import lexicons
from analysis.corpus.manifest import MANIFEST_COLUMNS, pending, rows_of
from analysis.corpus.reading import sha256_of
from analysis.errors import InputError
from analysis.paths import shown

_LINE_END = re.compile(r"\r\n|\r|\n")
_BOM = "\ufeff"
_WAIT = 5.0  # seconds for another run to end


class CannotWrite(InputError):
    """The corpus cannot be written: nothing else can be done in this run."""


def _refused(path: Path, error: OSError) -> CannotWrite:
    return CannotWrite(
        f"cannot be written ({error.strerror or error})",
        where=shown(path),
        do="Free space, or change the rights of the folder, then run again: what is done stays.",
    )


def write_whole(path: Path, data: bytes) -> None:
    """Write a file under a temporary name, onto the disk, then rename it.

    Raises
    ------
    CannotWrite
        A full disk, a folder without rights; the file is as it was.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp",
                                             dir=path.parent)  # fmt: skip
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
        temporary = None
    except OSError as error:
        raise _refused(path, error) from None
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the corpus for one writer; the system lets go of it when the program ends or dies.

    Raises
    ------
    CannotWrite
        Another run holds it still after some seconds, or the folder cannot be written.
    """
    path = Path(folder) / "derived" / ".lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = open(path, "a+b")  # noqa: SIM115 (closed below, with the lock)
    except OSError as error:
        raise _refused(Path(folder), error) from None
    try:
        end = time.monotonic() + _WAIT
        while not _try_lock(stream):
            if time.monotonic() > end:
                raise CannotWrite(
                    "another run is writing to it", where=shown(Path(folder)), do="Wait for it."
                )
            time.sleep(0.1)
        yield
    finally:
        stream.close()


def _try_lock(stream) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def tidy(folder: Path) -> None:
    """Finish or sweep what an interrupted run left; only while the corpus is held."""
    raw = Path(folder) / "raw"
    rows = rows_of(Path(folder) / "manifest.csv") if has_manifest(folder) else None
    for path in list(raw.glob(".*.new")) if raw.is_dir() else []:
        name, digest = path.name[1:-4].rsplit(".", 1)
        wanted = rows is not None and any(
            file.partition("#")[0] == name and sha.startswith(digest)
            for file, sha in zip(rows["file"], rows["sha256"], strict=True)
        )
        with suppress(OSError):
            if wanted:
                os.replace(path, raw / name)
            else:
                path.unlink()
    for place in (Path(folder), raw):
        for path in list(place.glob(".*.tmp")) if place.is_dir() else []:
            with suppress(OSError):
                path.unlink()


def has_manifest(folder: Path) -> bool:
    """Say whether the corpus has a manifest, were it without rows."""
    return (Path(folder) / "manifest.csv").is_file()


def put_raw(folder: Path, source: Path, name: str, digest: str, replacing: bool = False) -> None:
    """Copy a file's bytes into raw/, unedited.

    Parameters
    ----------
    source : Path
    name : str
        Its name in raw/.
    digest : str
        SHA-256 of what was read: a file that has changed since is refused.
    replacing : bool
        The name is that of a row with other bytes: the copy waits beside it until the row is
        changed (see `finish`).

    Raises
    ------
    CannotWrite
        A full disk, a folder without rights.
    InputError
        The source changed, or raw/ holds another file of this name that no row names.
    """
    target = Path(folder) / "raw" / name
    if target.exists():
        if target.resolve() == source.resolve() or sha256_of(target) == digest:
            return
        if not replacing:
            raise InputError(
                f"raw/{name} is there already, with other bytes and without a row",
                where=shown(source),
                do=f"Move {shown(target)} away, or rename this file.",
            )
    temporary = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=target.parent)
        found = hashlib.sha256()
        with os.fdopen(handle, "wb") as out, open(source, "rb") as stream:
            while piece := stream.read(1 << 20):
                found.update(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        if found.hexdigest() != digest:
            raise InputError("changed while it was read", where=shown(source), do="Run again.")
        os.chmod(temporary, 0o644)
        os.replace(temporary, pending(folder, name, digest) if replacing else target)
        temporary = None
    except OSError as error:
        raise _refused(target, error) from None
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def finish(folder: Path, name: str, digest: str, old: str) -> None:
    """After the row has changed: the waiting copy takes its place, the old file goes.

    Until then `load` finds the waiting copy by its hash.
    """
    waiting = pending(folder, name, digest)
    with suppress(OSError):
        if waiting.is_file():
            os.replace(waiting, Path(folder) / "raw" / name)
        rows = rows_of(Path(folder) / "manifest.csv")
        named = {file.partition("#")[0] for file in rows["file"]}
        if old != name and old not in named:
            (Path(folder) / "raw" / old).unlink(missing_ok=True)


def write_rows(folder: Path, new: list[dict], changed: dict[str, dict] | None = None) -> None:
    """Append rows to the manifest and change some; every other row stays byte for byte.

    Parameters
    ----------
    new : list of dict
        From column to value.
    changed : dict
        From doc_id to the whole new row.

    Notes
    -----
    The manifest is read anew each time, so that what a person has corrected meanwhile stays.
    """
    path = Path(folder) / "manifest.csv"
    text = _BOM + ",".join(MANIFEST_COLUMNS) + "\n"
    if path.is_file():
        text = path.read_bytes().decode("utf-8")
    records = lexicons.read_rows(path) if path.is_file() else [(1, list(MANIFEST_COLUMNS))]
    header = [cell.strip() for cell in records[0][1]]
    newline = next(iter(_LINE_END.findall(text)), "\n")
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    pieces, end = [], 0
    for number, (line, cells) in enumerate(records):
        start = starts[line - 1]
        last = number + 1 == len(records)
        stop = len(text) if last else starts[records[number + 1][0] - 1]
        pieces.append(text[end:start])
        whole, end = text[start:stop], stop
        row = (changed or {}).get(_cell_of(cells, header, "doc_id")) if number else None
        if row is not None:
            kept = {column: _cell_of(cells, header, column) for column in header}
            body = whole.rstrip("\r\n")
            whole = _line(header, {**kept, **row}, "") + whole[len(body) :]
        pieces.append(whole)
    body = "".join([*pieces, text[end:]])
    if new and not body.endswith(("\n", "\r")):
        body += newline
    body += "".join(_line(header, row, newline) for row in new)
    write_whole(path, body.encode("utf-8"))


def _cell_of(cells: list[str], header: list[str], column: str) -> str:
    place = header.index(column) if column in header else len(cells)
    return cells[place].strip() if place < len(cells) else ""


def _line(header: list[str], row: dict, newline: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=newline)
    writer.writerow([plain_cell(row.get(column)) for column in header])
    return out.getvalue()


def plain_cell(value) -> str:
    """Write a value for one cell of a table that people open in a spreadsheet.

    One line, no control characters, and no beginning that a spreadsheet would take for a formula.

    Examples
    --------
    >>> plain_cell("=1+1\\nx"), plain_cell(None), plain_cell(2025)
    ('1+1 x', '', '2025')
    """
    text = "" if value is None or value != value else str(value)
    text = "".join(" " if c.isspace() else c for c in text)
    text = "".join(c for c in text if c.isprintable())
    return " ".join(text.split()).lstrip("=+-@ ")
