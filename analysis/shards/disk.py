"""Whole or not at all: files and folders are written under another name, then renamed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.errors import InputError
from analysis.paths import shown

UNFINISHED = ".unfinished-"
MARK = "done.json"


@contextmanager
def refused(path: Path) -> Iterator[None]:
    """Turn what the disk says (full, read-only, no rights) into one line."""
    try:
        yield
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror or error})",
            where=shown(path),
            do="Free space or change the rights of the folder, then run again: what is done is "
            "kept.",
        ) from None


def write(path: Path, data: bytes) -> None:
    """Write a file and wait until the disk has it."""
    with open(path, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def replace_file(path: Path, data: bytes) -> None:
    """Put a file in the place of an older one, whole or not at all."""
    temporary = path.with_name(f"{UNFINISHED}{os.getpid()}-{path.name}")
    try:
        write(temporary, data)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def write_folder(folder: Path, files: dict[str, bytes], summary: dict) -> None:
    """Write a folder of files at once, with a mark that names their sizes and hashes.

    The folder appears under its name only when every file in it is on the disk.
    """
    sizes = {name: [len(data), hashlib.sha256(data).hexdigest()] for name, data in files.items()}
    mark = json.dumps({**summary, "files": sizes}, ensure_ascii=False, indent=1, sort_keys=True)
    temporary = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder.parent))
    try:
        for name, data in files.items():
            write(temporary / name, data)
        write(temporary / MARK, mark.encode("utf-8"))
        os.chmod(temporary, 0o755)
        sync(temporary)
        if folder.exists():  # one that is not whole, or the same made by another worker
            if done(folder) is not None:
                return
            shutil.rmtree(folder)
        os.replace(temporary, folder)
        sync(folder.parent)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def sync(folder: Path) -> None:
    """Wait until the disk has the names of a folder, where the system can say so."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def done(folder: Path) -> dict | None:
    """Return what the mark of a folder says, None where a file is missing or has another size."""
    try:
        mark = json.loads((folder / MARK).read_text("utf-8"))
        for name, (size, _) in mark["files"].items():
            if (folder / name).stat().st_size != size:
                return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return mark


def sweep(folder: Path) -> None:
    """Delete what a run that was ended left unfinished."""
    for path in folder.glob(f"{UNFINISHED}*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep a second run out of a folder; the lock goes with the process, however it ends."""
    path = folder / ".lock"
    with refused(folder):
        stream = open(path, "a+b")  # noqa: SIM115
    with stream:
        try:
            if os.name == "nt":
                import msvcrt

                msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            import errno

            # A file system without locks (some of a cluster) lets everybody in.
            if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                raise InputError(
                    "another run is writing here", where=shown(folder), do="Wait, or end it."
                ) from None
        yield
