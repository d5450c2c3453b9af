"""What depends on what: one task a notebook. Nothing is run here; `build` does that.

A task reads the source cells of its notebook, the figures of other notebooks it uses, and
everything in `INPUTS`; it makes the executed notebook and the figures the notebook declares in
its metadata, ``"policy": {"figures": ["word-frequency"], "uses": ["report-shape"]}``.

Why no doit, make or Snakemake: they look at the inputs and ask of an output only whether it is
there. Here an output is committed, opened in JupyterLab, edited by hand; a task is up to date
only where inputs *and* outputs have the hashes of its last run. That, one clear line for a
failed notebook and the comparison of `verify` would all be ours on top of such a tool, and
what would be left to it is a loop over some ten tasks.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import platform
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from analysis import study
from analysis.errors import InputError
from analysis.paths import BUILD, FIGURES, NOTEBOOKS, ROOT, shown

# Every notebook may read all of these; a narrower list per notebook would have to be proved.
INPUTS = (
    "analysis/**/*.py",
    "seeds/**/*",
    "corpus/manifest.csv",
    "corpus/raw/**/*",
    "tests/gold/**/*",
    "requirements.lock",
)
PATTERN = "[0-9][0-9]_*.ipynb"


@dataclass(frozen=True)
class Place:
    """Where a set of notebooks is read and where its results go.

    Attributes
    ----------
    source : Path
        The notebooks to run.
    notebooks, figures : Path
        Where executed notebooks and figures are written.
    state : Path or None
        File with the hashes of the last runs; None remembers nothing.
    root : Path
        The folder against which `INPUTS` are read.
    study : str
        Name of a user's own study; "" for the shipped one. Its reports may lack what a figure
        shows, so that not every declared figure must be made.
    """

    source: Path = NOTEBOOKS
    notebooks: Path = NOTEBOOKS
    figures: Path = FIGURES
    state: Path | None = BUILD / "state.json"
    root: Path = ROOT
    study: str = ""


def place() -> Place:
    """Return where the study in use is read and where its results go.

    Examples
    --------
    >>> place() == Place()
    True
    """
    chosen = study.current()
    folder = study.folder(chosen)
    if folder is None:
        return Place()
    return Place(
        notebooks=folder / "notebooks",
        figures=folder / "figures",
        state=folder / "state.json",
        study=folder.name,
    )


@dataclass(frozen=True)
class Task:
    """One notebook: its name, its declared figures, the figures it uses, its source's hash."""

    name: str
    path: Path
    figures: tuple[str, ...]
    uses: tuple[str, ...]
    source: str

    @property
    def number(self) -> str:
        """The two digits its name begins with."""
        return self.name[:2]


def load(place: Place) -> list[Task]:
    """Read the tasks of all notebooks ``NN_name.ipynb``, in order of their names.

    Raises
    ------
    InputError
        No notebook, a file that is no notebook, or a figure with two owners or none.
    """
    tasks = [read(path) for path in sorted(place.source.glob(PATTERN))]
    if not tasks:
        raise InputError("no notebook NN_name.ipynb", where=shown(place.source))
    owners: dict[str, str] = {}
    for task in tasks:
        for figure in task.figures:
            if figure in owners:
                raise InputError(
                    f"figure '{figure}' is declared by {owners[figure]} and by {task.name}",
                    where=shown(place.source),
                    do="One figure has one owner; the other lists it under uses.",
                )
            owners[figure] = task.name
    for task in tasks:
        for figure in task.uses:
            if figure not in owners:
                raise InputError(f"uses figure '{figure}', which no notebook declares", task.name)
    return tasks


def read(path: Path) -> Task:
    """Read one notebook as a task.

    Raises
    ------
    InputError
        If the file is no notebook or its metadata are not as they should be.
    """
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = [[cell["cell_type"], "".join(cell["source"])] for cell in notebook["cells"]]
        policy = notebook["metadata"].get("policy", {})
        figures, uses = (tuple(policy.get(key, ())) for key in ("figures", "uses"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"is no notebook that can be read ({type(error).__name__}: {error})",
            where=shown(path),
            do="Restore the file.",
        ) from None
    source = json.dumps([cells, policy], ensure_ascii=False, sort_keys=True)
    return Task(path.stem, path, figures, uses, digest(source.encode("utf-8")))


def needs(task: Task, tasks: Iterable[Task]) -> set[str]:
    """Names of the notebooks whose figures a task uses."""
    return {other.name for other in tasks if set(other.figures) & set(task.uses)}


def find_notebook(tasks: list[Task], wanted: str) -> Task:
    """Find a notebook by number, name or path.

    Examples
    --------
    >>> find_notebook([Task("03_words", Path("03_words.ipynb"), (), (), "")], "3").name
    '03_words'
    """
    stem = Path(wanted).name.removesuffix(".ipynb")
    number = stem.zfill(2) if stem.isdecimal() else ""
    found = [task for task in tasks if task.name == stem or task.number == number]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(task.name for task in found)
        raise InputError(f"'{wanted}' names more than one notebook", do=f"Say which: {names}.")
    raise InputError(f"no notebook '{wanted}'", do=_near(stem, [task.name for task in tasks]))


def find_owner(tasks: list[Task], figure: str) -> Task:
    """Find the notebook that makes a figure.

    Raises
    ------
    InputError
        An unknown figure; the nearest names are given.
    """
    stem = Path(figure).name.partition(".")[0]
    for task in tasks:
        if stem in task.figures:
            return task
    known = [name for task in tasks for name in task.figures]
    raise InputError(f"no figure '{figure}'", do=_near(stem, known))


def _near(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return f"There are: {', '.join(sorted(known))}." if known else "There is none yet."


def digest(data: bytes) -> str:
    """Return the sha256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def shared_hash(root: Path = ROOT) -> str:
    """Hash what every notebook may read: names and contents of `INPUTS`, and Python's version."""
    total = hashlib.sha256(platform.python_version().encode())
    chosen = study.current()
    total.update(repr(replace(chosen, file=None)).encode())
    for pattern in INPUTS:
        for path in sorted(root.glob(pattern)):
            name = path.relative_to(root).as_posix()
            hidden = any(part.startswith(".") for part in name.split("/"))
            if path.is_file() and not hidden and not name.endswith("~"):
                total.update(f"{name} {digest(path.read_bytes())}\n".encode())
    return total.hexdigest()


def figure_files(folder: Path, names: Iterable[str]) -> dict[str, Path]:
    """Return the files of some figures as they lie in a folder: file name -> path."""
    return {path.name: path for name in sorted(names) for path in sorted(folder.glob(f"{name}.*"))}


def input_hash(task: Task, place: Place, shared: str) -> str:
    """Hash all a task depends on."""
    used = figure_files(place.figures, task.uses)
    parts = [shared, task.source, *(f"{n} {digest(p.read_bytes())}" for n, p in used.items())]
    return digest("\n".join(parts).encode("utf-8"))


def output_hashes(task: Task, place: Place) -> dict[str, str]:
    """Hash all a task has made, as it lies there now."""
    files = {f"notebooks/{task.name}.ipynb": place.notebooks / f"{task.name}.ipynb"}
    for name, path in figure_files(place.figures, task.figures).items():
        files[f"figures/{name}"] = path
    return {name: digest(path.read_bytes()) for name, path in files.items() if path.is_file()}


def read_state(place: Place) -> dict[str, dict]:
    """Read what was remembered of the last runs; nothing where the file is missing or broken."""
    try:
        state = json.loads(place.state.read_text(encoding="utf-8"))
        return state if isinstance(state, dict) else {}
    except (OSError, ValueError, AttributeError):
        return {}


def is_current(task: Task, place: Place, shared: str) -> bool:
    """Tell whether a task's inputs and outputs are those of its last successful run."""
    now = {"inputs": input_hash(task, place, shared), "outputs": output_hashes(task, place)}
    return read_state(place).get(task.name) == now


def outdated(tasks: list[Task], place: Place) -> set[str]:
    """Names of the tasks that have to run: changed themselves, or using what will change."""
    shared = shared_hash(place.root)
    old = {task.name for task in tasks if not is_current(task, place, shared)}
    for _ in tasks:
        old |= {task.name for task in tasks if needs(task, tasks) & old}
    return old
