"""The one call for one report and for thousands: deal, cut what is not done, merge."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from analysis.errors import InputError
from analysis.progress import Clock, Line
from analysis.shards import disk, executors, sources
from analysis.shards.dealing import SIZE, Task, deal, fingerprint
from analysis.shards.reduce import current, reduce
from analysis.shards.work import Done, folder_of, found


@dataclass(frozen=True)
class Counted:
    """What came of a count.

    Attributes
    ----------
    out : Path
    documents, characters, tokens, shards : int
    reused : int
        Shards that were done before.
    problems : list of str
        One line for each document that was left out.
    notes : list of str
        What else the reader should know, a line each.
    """

    out: Path
    documents: int
    characters: int
    tokens: int
    shards: int
    reused: int
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Rate:
    """A progress bar in characters, with rate and time left; shown on a terminal only.

    Examples
    --------
    >>> Rate.text(15_000_000, 50_000_000, 20.0)
    '[#######                 ] 30 %  0.75 M characters/s  47 s left'
    """

    def __init__(self, stream=None):
        self.line, self.clock = Line(stream), Clock()

    def __call__(self, done: int, of: int, cut: int) -> None:
        """Show the characters done, of how many (0: unknown), and how many were cut just now."""
        seconds = self.clock.seconds
        self.line.show(self.text(done, of, seconds * done / max(cut, 1) if cut else 0))

    @staticmethod
    def text(done: int, of: int, seconds: float, width: int = 24) -> str:
        """Draw it as text; `seconds` is what the characters done would have taken."""
        rate = f"{done / seconds / 1e6:.2f} M characters/s" if seconds else "starting"
        if not of:
            return f"{done / 1e6:.1f} M characters  {rate}"
        share = min(done / of, 1)
        full = int(width * share)
        bar = f"[{'#' * full}{' ' * (width - full)}] {int(100 * share)} %  {rate}"
        left = seconds * (1 / share - 1) if share else 0
        return f"{bar}  {_time(left)} left" if seconds else bar


def _time(seconds: float) -> str:
    seconds = round(seconds)
    return f"{seconds} s" if seconds < 90 else f"{round(seconds / 60)} min"


def count(
    source,
    out: str | Path,
    executor: str = "serial",
    workers: int = 2,
    dictionary="shipped",
    scheduler=None,
    rows: bool = False,
    progress=None,
    size: int = SIZE,
) -> Counted:
    """Count the words and terms of many documents, on the disk and in bounded memory.

    Parameters
    ----------
    source : path, list of paths, or iterable of (doc_id, text) or of Document
        Files and folders; tables with one document a row; a folder with a manifest. See
        `sources.items`.
    out : path
        A folder of its own. What is done there already is not done again.
    executor : str
        ``"serial"``, ``"processes"`` (of this machine) or ``"dask"``; all give the same bytes.
    workers : int
        Processes; of a Dask cluster on this machine as well.
    dictionary : str, Path or None
        As for `words.tokens`.
    scheduler : str or distributed.Client, optional
        A running Dask cluster.
    rows : bool
        Read a .txt file as one document a line.
    progress : callable, optional
        Called as ``progress(done, of, cut)`` in characters, see `Rate`.
    size : int
        Characters of a shard, about.

    Returns
    -------
    Counted
        Read the result with `load`, `keyness`, `frequency`, `dispersion`, `tokens`, `sentences`.

    Raises
    ------
    InputError
        No such source, a folder that cannot be written, a full disk, a worker that was ended:
        what is done stays, and the same call goes on from there. A document that cannot be read
        raises nothing: it is a line in `problems`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as out:
    ...     made = count([("a", "稳外贸。"), ("b", "稳外资。")], out)
    >>> made.documents, made.tokens, made.problems
    (2, 6, [])
    """
    if executor not in executors.EXECUTORS:
        raise InputError(
            f"no executor '{executor}'", do=f"Use one of: {', '.join(executors.EXECUTORS)}."
        )
    if workers < 1:
        raise InputError(f"{workers} workers", do="Give 1 or more.")
    if isinstance(dictionary, str | Path) and dictionary != "shipped":
        dictionary = str(Path(dictionary).resolve())
    out = Path(out).resolve()
    if any(folder == out or folder in out.parents for folder in sources.folders(source)):
        raise InputError(
            "the folder of results lies inside the source", where=str(out), do="Name another."
        )
    known, total = fingerprint(dictionary), sources.size_of(source)
    with disk.refused(out):
        (out / "shards").mkdir(parents=True, exist_ok=True)
    with disk.alone(out):
        disk.sweep(out / "shards")
        disk.sweep(out)
        before = {path.name for path in (out / "shards").glob("shard=*")}
        run = _Run(out, progress, total)
        if progress:
            progress(0, total, 0)
        tasks = run.missing(deal(sources.items(source, rows), known, size))
        for made in executors.start(executor, tasks, str(out), dictionary, workers, scheduler):
            run.add(made)
        return _finish(run, before, known, source)


class _Run:
    """The shards of a run, those found done and those cut now."""

    def __init__(self, out: Path, progress, total: int):
        self.out, self.progress, self.total = out, progress, total
        self.shards: list[Done] = []
        self.reused = self.done = self.cut = 0
        self.lock = Lock()

    def missing(self, tasks: Iterator[Task]) -> Iterator[Task]:
        """Hand on the tasks that are not done; note the others."""
        for task in tasks:
            if not task.items:
                self.add(Done(task.number, task.key, 0, 0, 0, 0, task.problems), new=False)
            elif there := found(task, self.out):
                self.reused += there.documents > 0
                self.add(there, new=False)
            else:
                yield task

    def add(self, shard: Done, new: bool = True) -> None:
        """Note a shard that is done; several threads may ask for tasks meanwhile."""
        with self.lock:
            self.shards.append(shard)
            self.done += shard.size
            self.cut += shard.size if new else 0
            if self.progress:
                self.progress(self.done, self.total, self.cut)


def _finish(run: _Run, before: set[str], known: str, source) -> Counted:
    shards = sorted(run.shards, key=lambda shard: shard.number)
    problems = [line for shard in shards for line in shard.problems]
    whole = [shard for shard in shards if shard.documents]
    notes = []
    if whole:
        about = {"fingerprint": known}
        if current(run.out, whole, about) is None:
            with disk.refused(run.out):
                reduce(run.out, whole, about)
        wanted = {folder_of(run.out, shard.key).name for shard in shards}
        stale = sorted(before - wanted)
        if stale:
            new = len(whole) - run.reused
            notes.append(
                f"the source, a list or the program changed: {new} of {len(whole)} shards cut "
                f"anew, {len(stale)} old ones deleted"
            )
        for name in stale:
            shutil.rmtree(run.out / "shards" / name, ignore_errors=True)
    if left_out := sources.passed_over(source):
        notes.append(left_out)
    total = [sum(getattr(s, name) for s in shards) for name in ("documents", "chars", "tokens")]
    return Counted(run.out, *total, len(whole), run.reused, problems, notes)
