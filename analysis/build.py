"""Run the tasks that are out of date, two at a time, and put their results in place.

A notebook runs in a folder of its own below ``build/tmp``. Only when it has run to its end and
made what it declares are its results moved to where they belong; a failed or killed run leaves
everything as it was.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from analysis import execute, tasks
from analysis.errors import InputError
from analysis.execute import Kernels, NotebookFailed
from analysis.paths import BUILD, shown
from analysis.progress import Clock, Line
from analysis.tasks import Place, Task

KINDS = ("png", "svg", "pdf", "csv", "evidence.csv", "json")
JOBS = 2


@dataclass
class Outcome:
    """What a run did: names of notebooks, and one line for each that failed or was skipped."""

    ran: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    changed: list[Path] = field(default_factory=list)

    @property
    def code(self) -> int:
        """Exit code."""
        return 1 if self.failed else 0


class Report:
    """One line a task; on a terminal also what is running."""

    def __init__(self, quiet: bool = False, line: Line | None = None):
        self.quiet, self.line = quiet, line or Line()
        self.cells: dict[str, str] = {}

    def running(self, clocks: dict[str, Clock], done: int, of: int) -> None:
        """Show what runs now."""
        now = (f"{n} {self.cells.get(n, '')} {c.seconds:.0f} s" for n, c in clocks.items())
        self.line.show(f"{done}/{of} done, running: " + ", ".join(now))

    def ended(self, task: Task, seconds: float, error: str = "") -> None:
        """Print the line of a task."""
        import sys

        self.line.clear()
        if error:
            print(f"error: {error}", file=sys.stderr, flush=True)
        elif not self.quiet:
            count = len(task.figures)
            what = f"{count} figure{'s' * (count != 1)}" if count else ""
            print(f"{task.name:<28}{seconds:6.1f} s  {what}".rstrip(), flush=True)


@contextmanager
def scratch(base: Path | None = None) -> Iterator[Path]:
    """Give a temporary folder below build/tmp and take it away again.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    base = BUILD / "tmp" if base is None else base
    try:
        base.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=base))
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", where=shown(base)) from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(
    place: Place,
    chosen: list[Task] | None = None,
    *,
    report: Report | None = None,
    jobs: int = JOBS,
) -> Outcome:
    """Run notebooks and put their results in place.

    Parameters
    ----------
    place : Place
    chosen : list of Task, optional
        Run these whether up to date or not; by default all that are out of date.
    report : Report, optional
        Where lines are printed.
    jobs : int
        Notebooks at a time.

    Returns
    -------
    Outcome

    Raises
    ------
    InputError
        Notebooks that wait for each other, or a folder that cannot be written.
    KeyboardInterrupt
        After all kernels have been ended.
    """
    known = tasks.load(place)
    shared = tasks.shared_hash(place.root)
    if chosen is None:
        names = tasks.outdated(known, place)
        todo = {task.name: task for task in known if task.name in names}
    else:
        todo = {task.name: task for task in chosen}
    outcome = Outcome()
    if not todo:
        return outcome
    with scratch() as folder, ThreadPoolExecutor(jobs) as pool:
        work = _Work(place, known, shared, folder, report or Report(), outcome, Kernels(), pool)
        try:
            work.all(todo, jobs, force=chosen is not None)
        except BaseException:
            work.kernels.stop()
            raise
    return outcome


@dataclass
class _Work:
    """One run under way."""

    place: Place
    known: list[Task]
    shared: str
    folder: Path
    report: Report
    outcome: Outcome
    kernels: Kernels
    pool: ThreadPoolExecutor

    def all(self, todo: dict[str, Task], jobs: int, force: bool) -> None:
        of = len(todo)
        running: dict[Future, tuple[Task, str]] = {}
        clocks: dict[str, Clock] = {}
        while todo or running:
            self._start(todo, running, clocks, jobs, force)
            if not running:
                if todo:
                    _refuse_circle(todo)
                break
            done, _ = wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
            for future in done:
                task, inputs = running.pop(future)
                self._end(task, inputs, future, clocks.pop(task.name).seconds)
            self.report.running(clocks, of - len(todo) - len(running), of)
        self.report.line.clear()

    def _start(self, todo, running, clocks, jobs, force) -> None:
        busy = {task.name for task, _ in running.values()}
        for task in list(todo.values()):
            needed = tasks.needs(task, self.known)
            lost = sorted(needed & set(self.outcome.failed))
            if lost:
                del todo[task.name]
                self._fail(task, f"{task.name}.ipynb: not run, it uses figures of {lost[0]}", 0)
            elif not needed & (busy | set(todo)) and len(running) < jobs:
                del todo[task.name]
                if not force and tasks.is_current(task, self.place, self.shared):
                    continue
                inputs = tasks.input_hash(task, self.place, self.shared)
                clocks[task.name] = Clock()
                running[self.pool.submit(self._make, task)] = (task, inputs)
                busy.add(task.name)

    def _make(self, task: Task) -> dict[str, Path]:
        return make(task, self.place, self.folder / task.name, self.kernels, self._cell(task))

    def _cell(self, task: Task):
        def told(done: int, of: int) -> None:
            self.report.cells[task.name] = f"{done}/{of}"

        return told

    def _end(self, task: Task, inputs: str, future: Future, seconds: float) -> None:
        try:
            made = future.result()
            if tasks.read(task.path).source != task.source:
                raise NotebookFailed(task.name, "was edited while it ran; run it again")
            self.outcome.changed += put(task, self.place, made)
            remember(task, self.place, inputs)
        except (NotebookFailed, InputError) as error:
            self._fail(task, str(error), seconds)
        else:
            self.outcome.ran.append(task.name)
            self.report.ended(task, seconds)

    def _fail(self, task: Task, message: str, seconds: float) -> None:
        self.outcome.failed[task.name] = message
        self.report.ended(task, seconds, message)


def _refuse_circle(todo: dict[str, Task]) -> None:
    raise InputError(
        f"{', '.join(sorted(todo))} use each other's figures in a circle",
        do='Take one of the figures out of "uses" in their metadata.',
    )


def make(
    task: Task, place: Place, folder: Path, kernels: Kernels | None = None, on_cell=None
) -> dict[str, Path]:
    """Run one notebook in a folder of its own.

    Returns
    -------
    dict of str to Path
        The executed notebook and the files of its figures: ``notebooks/03_words.ipynb`` or
        ``figures/word-frequency.png`` -> where it lies now.

    Raises
    ------
    NotebookFailed
        It did not run to its end, or did not make what it declares.
    """
    figures = folder / "figures"
    figures.mkdir(parents=True)
    used = tasks.figure_files(place.figures, task.uses)
    for name, path in used.items():
        shutil.copyfile(path, figures / name)
    text = execute.run(
        task.path, figures, folder / "kernel", place.source, kernels=kernels, on_cell=on_cell
    )
    if place.study:
        text = noted(text, place.study)
    notebook = folder / f"{task.name}.ipynb"
    notebook.write_bytes(text.encode("utf-8"))
    made = {p.name: p for p in sorted(figures.iterdir()) if p.name not in used}
    check_figures(task, made, some=bool(place.study))
    return {f"notebooks/{notebook.name}": notebook} | {f"figures/{n}": p for n, p in made.items()}


def noted(text: str, study: str) -> str:
    """Put before a notebook of a user's own study that its prose speaks of the shipped report.

    Examples
    --------
    >>> first = json.loads(noted('{"cells": []}', "mine"))["cells"][0]
    >>> first["id"], "`mine`" in first["source"]
    ('note', True)
    """
    notebook = json.loads(text)
    said = (
        f"> **研究 `{study}`**：以下结果来自这项研究的报告；说明文字是为随项目发布的报告写的，"
        "其中的例子和数字未必适用。\n>\n"
        f"> **Study `{study}`**: the results below are of its reports; the prose was written for "
        "the shipped ones, and its examples and numbers may not apply."
    )
    cell = {"cell_type": "markdown", "id": "note", "metadata": {}, "source": said}
    notebook["cells"].insert(0, cell)
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def check_figures(task: Task, made: dict[str, Path], some: bool = False) -> None:
    """Hold what a notebook saved against what it declares.

    Parameters
    ----------
    some : bool
        A declared figure may be absent: the report has nothing for it.

    Raises
    ------
    NotebookFailed
        A figure too many, one too few, a file missing, or another owner's name in it.
    """
    saved = {name.partition(".")[0] for name in made}
    for figure in sorted(saved - set(task.figures)):
        what = f"saves figure '{figure}', which its metadata do not declare"
        raise NotebookFailed(task.name, what)
    for figure in task.figures:
        if figure not in saved and some:
            continue
        if figure not in saved:
            raise NotebookFailed(task.name, f"declares figure '{figure}', but does not save it")
        lacking = [kind for kind in KINDS if f"{figure}.{kind}" not in made]
        if lacking:
            what = f"figure '{figure}' lacks {', '.join(f'.{kind}' for kind in lacking)}"
            raise NotebookFailed(task.name, what)
        owner = json.loads(made[f"{figure}.json"].read_text(encoding="utf-8")).get("owner")
        if owner != task.name:
            raise NotebookFailed(task.name, f"saves figure '{figure}' with the owner '{owner}'")


def put(task: Task, place: Place, made: dict[str, Path]) -> list[Path]:
    """Move results to where they belong, all or none; files that are the same stay untouched.

    Returns
    -------
    list of Path
        The files written or taken away.

    Raises
    ------
    InputError
        If a folder cannot be written; nothing is changed then.
    """
    folders = {"notebooks": place.notebooks, "figures": place.figures}
    targets = {folders[k.partition("/")[0]] / k.partition("/")[2]: p for k, p in made.items()}
    old = set(owned_files(place.figures, task)) - set(targets)
    changed = {target: path for target, path in targets.items() if not same(target, path)}
    staged: list[tuple[Path, Path]] = []
    where = place.figures
    try:
        for target, path in changed.items():
            where = target.parent
            where.mkdir(parents=True, exist_ok=True)
            # Copied first: the last step, renaming within a folder, does not fail half-way.
            temporary = target.with_name(f".{target.name}.{os.getpid()}")
            staged.append((temporary, target))
            shutil.copyfile(path, temporary)
        for temporary, target in staged:
            os.replace(temporary, target)
        for path in old:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror or error})",
            where=shown(where),
            do="Free space, or change the rights of the folder, then run again.",
        ) from None
    finally:
        for temporary, _ in staged:
            with suppress(OSError):
                temporary.unlink()
    return [*changed, *sorted(old)]


def same(target: Path, path: Path) -> bool:
    """Tell whether a file is there and holds the same bytes as another."""
    return target.is_file() and target.read_bytes() == path.read_bytes()


def owned_files(folder: Path, task: Task) -> list[Path]:
    """Files of all figures in a folder that a notebook owns or declares, by their JSON."""
    names = set(task.figures)
    for path in folder.glob("*.json"):
        try:
            if json.loads(path.read_text(encoding="utf-8"))["owner"] == task.name:
                names.add(path.stem)
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return list(tasks.figure_files(folder, names).values())


def remember(task: Task, place: Place, inputs: str) -> None:
    """Write into the state what a task was made from and what it made."""
    if place.state is None:
        return
    from analysis.tables import write_bytes

    state = tasks.read_state(place)
    state[task.name] = {"inputs": inputs, "outputs": tasks.output_hashes(task, place)}
    text = json.dumps(dict(sorted(state.items())), indent=1, sort_keys=True)
    write_bytes(place.state, (text + "\n").encode("utf-8"))
