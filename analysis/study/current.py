"""The study in use, and where its results go."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from analysis.errors import InputError
from analysis.paths import BUILD, FIGURES, SEEDS, shown
from analysis.study.reader import load
from analysis.study.settings import SHIPPED, SHIPPED_NAME, Study

VARIABLE = "POLICY_STUDY"  # names the file of the study in use


def current() -> Study:
    """Return the study in use: the file that ``--study`` named, else seeds/study.toml.

    Raises
    ------
    InputError
        As of `load`.

    Examples
    --------
    >>> current().report
    'shenzhen-2025'
    """
    path = Path(os.environ.get(VARIABLE) or SEEDS / "study.toml")
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        stamp = 0
    return _load(path, stamp)


@lru_cache(maxsize=16)
def _load(path: Path, stamp: int) -> Study:
    return load(path)


def is_shipped(study: Study) -> bool:
    """Say whether a study is the shipped one, value for value.

    Examples
    --------
    >>> from dataclasses import replace
    >>> is_shipped(SHIPPED), is_shipped(replace(SHIPPED, seed=1))
    (True, False)
    """
    return study == SHIPPED


def folder(study: Study) -> Path | None:
    """Return where the results of a study go; None for the shipped one (notebooks/, figures/).

    A study that keeps the shipped name but is another goes to ``build/<name>-changed``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> folder(SHIPPED) is None, folder(replace(SHIPPED, seed=1)).name
    (True, 'shenzhen-changed')
    """
    if is_shipped(study):
        return None
    if study.name == SHIPPED_NAME:
        return BUILD / f"{SHIPPED_NAME}-changed"
    return BUILD / study.name


def note(study: Study) -> str:
    """Say where results go, and why, where that may surprise; "" for the shipped study.

    Examples
    --------
    >>> from dataclasses import replace
    >>> note(SHIPPED)
    ''
    >>> note(replace(SHIPPED, name="mine"))
    'study mine (seeds/study.toml): results go to build/mine/'
    """
    where = folder(study)
    if where is None:
        return ""
    said = f"study {study.name} ({shown(study.file)}): results go to {shown(where)}/"
    if study.name == SHIPPED_NAME:
        changed = [
            name
            for name in Study.__dataclass_fields__
            if name != "file" and getattr(study, name) != getattr(SHIPPED, name)
        ]
        said += (
            f"; {', '.join(changed)} is not that of the shipped study of this name: "
            "give yours a name of its own"
        )
    return said


def figures() -> Path:
    """Return where figures are saved and read: figures/, or the folder of the study in use."""
    if os.environ.get("POLICY_FIGURES_DIR"):
        return FIGURES
    where = folder(current())
    return FIGURES if where is None else where / "figures"


def stop_list() -> list[str]:
    """Return the stop list of the study in use.

    Examples
    --------
    >>> "的" in stop_list()
    True
    """
    from analysis import lexicons  # brings pandas, which the command line starts without

    return lexicons.load(current().stop_words, columns=("word",))["word"].tolist()


def pick(wanted, there, least: int = 1):
    """Take what a notebook speaks of where the report has it, else what the report has.

    Parameters
    ----------
    wanted : str or list of str
        What the text of the notebook names.
    there : iterable of str
        What there is, the best first.
    least : int
        Of a list: filled up from the front of `there` to so many.

    Returns
    -------
    str or list of str

    Raises
    ------
    InputError
        If there is nothing at all.

    Examples
    --------
    >>> pick("改革", ["发展", "改革"]), pick("改革", ["发展"])
    ('改革', '发展')
    >>> pick(["改革", "低空"], ["发展", "改革", "教育"], least=2)
    ['改革', '发展']
    """
    there = list(dict.fromkeys(there))
    if not there:
        raise InputError("the report has nothing of this kind", do="Take a longer report.")
    if isinstance(wanted, str):
        return wanted if wanted in there else there[0]
    found = [one for one in wanted if one in there]
    rest = [one for one in there if one not in found]
    return found + rest[: max(0, least - len(found))]


def use(path: str | Path) -> Study:
    """Take another file as the study in use, here and in the kernels of the notebooks.

    Raises
    ------
    InputError
        As of `load`.
    """
    found = load(Path(path))
    os.environ[VARIABLE] = str(Path(path).resolve())
    return found
