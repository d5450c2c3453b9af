"""Would this machine make the same notebooks, figures and tables? Rebuild and compare bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from analysis import build, tasks
from analysis.build import same
from analysis.paths import shown
from analysis.tasks import Place


def rebuild(
    place: Place, folder: Path, report: build.Report | None = None
) -> tuple[Place, build.Outcome]:
    """Run every notebook into an empty folder, leaving all that is there as it is.

    Returns
    -------
    tuple of Place and Outcome
        Where the results lie, and how it went.
    """
    there = replace(place, notebooks=folder / "notebooks", figures=folder / "figures", state=None)
    return there, build.run(there, tasks.load(there), report=report)


def differences(place: Place, there: Place, skip: set[str] | frozenset = frozenset()) -> list[str]:
    """Compare what is there with a rebuilt copy, byte for byte.

    Parameters
    ----------
    place, there : Place
        What is there, and the copy.
    skip : set of str
        Notebooks that could not be rebuilt; they and their figures are left out.

    Returns
    -------
    list of str
        One line a file: its path and what would happen to it.
    """
    known = tasks.load(place)
    names = [task.name for task in known if task.name not in skip]
    unknown = {figure for task in known if task.name in skip for figure in task.figures}
    found = []
    for name in names:
        here, new = (p.notebooks / f"{name}.ipynb" for p in (place, there))
        if not same(here, new):
            found.append(f"{shown(here)} would change{_first_cell(here, new)}")
    old, made = (_visible(p.figures) for p in (place, there))
    for file in sorted(old | made):
        path = place.figures / file
        if file.partition(".")[0] in unknown:
            continue
        if file not in made:
            found.append(f"{shown(path)} is made by no notebook")
        elif file not in old:
            found.append(f"{shown(path)} is missing and would be made")
        elif not same(path, there.figures / file):
            found.append(f"{shown(path)} would change")
    return found


def _visible(folder: Path) -> set[str]:
    return {p.name for p in folder.glob("*") if p.is_file() and not p.name.startswith(".")}


def _first_cell(here: Path, new: Path) -> str:
    """Name the first cell that differs."""
    try:
        old, now = (json.loads(p.read_text(encoding="utf-8"))["cells"] for p in (here, new))
        for a, b in zip(old, now, strict=True):
            if a != b:
                return f" (first in cell {b['id']})"
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return ""
