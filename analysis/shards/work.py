"""What a worker does with one shard: read, cut, write. The same for every executor."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from analysis import corpus
from analysis.errors import InputError
from analysis.shards import cutting, disk, layout
from analysis.shards.dealing import Task
from analysis.shards.sources import Item


@dataclass(frozen=True)
class Done:
    """A shard on the disk.

    Attributes
    ----------
    number, key, size
        As in its task.
    documents, chars, tokens : int
    problems : list of str
        One line for each document that was left out.
    """

    number: int
    key: str
    size: int
    documents: int
    chars: int
    tokens: int
    problems: list[str] = field(default_factory=list)


def folder_of(out: str | Path, key: str) -> Path:
    """Return the folder of a shard."""
    return Path(out) / "shards" / f"shard={key}"


def found(task: Task, out: str | Path) -> Done | None:
    """Return a shard that is on the disk already, None where it has to be cut."""
    mark = disk.done(folder_of(out, task.key))
    return _done(task, mark) if mark and mark.get("key") == task.key else None


def do(task: Task, out: str, dictionary) -> Done:
    """Cut a shard and write it.

    Raises
    ------
    InputError
        If the folder cannot be written, or the term list has a mistake. What is wrong with a
        document is a line of the result instead.
    """
    unread: list[str] = []
    collecting = gc.isenabled()
    gc.disable()  # a third of the time goes into looking for cycles, and there are none
    try:
        tables, problems = cutting.cut(_documents(task.items, unread), dictionary)
        files = {f"{name}.parquet": layout.to_bytes(name, t) for name, t in tables.items()}
        lines = unread + problems
        mark = {
            "key": task.key,
            "documents": tables["documents"].num_rows,
            "chars": sum(tables["documents"]["n_chars"].to_pylist()),
            "tokens": tables["tokens"].num_rows,
            "problems": lines,
        }
    finally:
        if collecting:
            gc.enable()
    folder = folder_of(out, task.key)
    with disk.refused(folder):
        disk.write_folder(folder, files, mark)
    return _done(task, mark)


def _done(task: Task, mark: dict) -> Done:
    numbers = (mark["documents"], mark["chars"], mark["tokens"])
    return Done(task.number, task.key, task.size, *numbers, [*task.problems, *mark["problems"]])


def _documents(items: list[Item], unread: list[str]) -> Iterator[corpus.Document]:
    for item in items:
        try:
            document = item.read()
        except InputError as error:
            unread.append(str(error))
            continue
        except Exception as error:  # a reader of some format that stumbles over a file
            unread.append(f"{item.where}: cannot be read ({type(error).__name__}: {error})")
            continue
        known = {k: v for k, v in document.meta.items() if k not in ("doc_id", "n_chars")}
        yield replace(document, doc_id=item.doc_id, meta=known | item.meta)
