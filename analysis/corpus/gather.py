"""Which files of what a user names are to be read, and what each shall be called."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from analysis.corpus.kinds import SUFFIXES, TABLES
from analysis.corpus.reading import safe_id, unique_id
from analysis.errors import InputError
from analysis.paths import shown

_LEFT_BY_PROGRAMS = ("~$", "._", ".")
_SUFFIX_OF = {"text": ".txt", "html": ".html"}


@dataclass
class Found:
    """Files to read, what could not be looked into, and what was passed over, by suffix.

    `within` names a file by its place in the folder that was given, which may say more than its
    own name does (湖北/武汉/2021.txt).
    """

    files: list[Path] = field(default_factory=list)
    within: dict[Path, str] = field(default_factory=dict)
    trouble: list[InputError] = field(default_factory=list)
    passed_over: Counter = field(default_factory=Counter)


def find(paths: list[str | Path]) -> Found:
    """Go through files and folders.

    Parameters
    ----------
    paths : list
        A file is taken whatever its name; of a folder, and the folders in it, the files with a
        known suffix (`kinds.SUFFIXES`). Links to folders are not followed.

    Returns
    -------
    Found
        Files in the order of the paths, those of a folder sorted; each once.
    """
    found, seen = Found(), set()

    def take(path: Path) -> None:
        # The real place, so that a file named twice is read once.
        key = os.path.realpath(path)
        if key not in seen:
            seen.add(key)
            found.files.append(path)

    for given in map(Path, paths):
        if not given.is_dir():
            take(given)
            continue
        before = len(found.files)
        for path in _walk(given, found):
            if path.name.startswith(_LEFT_BY_PROGRAMS) or path.name in ("Thumbs.db", "desktop.ini"):
                continue
            if path.suffix.lower() in SUFFIXES:
                take(path)
                found.within[path] = path.relative_to(given.parent).as_posix()
            else:
                found.passed_over[path.suffix.lower() or path.name] += 1
        if len(found.files) == before and not found.trouble:
            known = " ".join(s for s in SUFFIXES if s not in (".markdown", ".text", ".tab"))
            found.trouble.append(
                InputError(
                    "no file of a known kind in it", where=shown(given), do=f"Known: {known}"
                )
            )
    return found


def _walk(folder: Path, found: Found):
    def said(error: OSError) -> None:
        found.trouble.append(
            InputError(
                f"folder cannot be read ({error.strerror})",
                where=str(error.filename),
                do="Check its rights.",
            )
        )

    for place, folders, names in os.walk(folder, onerror=said):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place) / name for name in sorted(names))


def name_files(files: list[Path]) -> dict[Path, str]:
    """Give each file an id: its stem, with its folder or suffix where two stems are the same.

    Examples
    --------
    >>> files = ["京/2019.txt", "沪/2019.txt", "a.md", "a.pdf"]
    >>> list(name_files([Path(file) for file in files]).values())
    ['京-2019', '沪-2019', 'a-md', 'a-pdf']
    """
    stems = {path: safe_id(path.stem) for path in files}
    for longer in (
        lambda path: f"{path.parent.name}-{path.stem}",
        lambda path: f"{path.stem}-{path.suffix.lower()}",
        lambda path: f"{path.parent.name}-{path.stem}-{path.suffix.lower()}",
    ):
        groups: dict[str, list[Path]] = {}
        for path in files:
            groups.setdefault(stems[path], []).append(path)
        for group in groups.values():
            tried = {path: safe_id(longer(path)) for path in group} if len(group) > 1 else {}
            # Only where it tells all of one name apart, so that names stay short.
            if len(set(tried.values())) == len(group):
                stems.update(tried)
    taken: set[str] = set()
    return {path: unique_id(stems[path], taken) for path in files}


def raw_suffix(path: Path, kind: str) -> str:
    """Return the suffix under which a file of a kind is kept.

    Examples
    --------
    >>> raw_suffix(Path("a.txt"), "docx"), raw_suffix(Path("a.HTM"), "html")
    ('.docx', '.htm')
    """
    own = path.suffix.lower()
    return own if SUFFIXES.get(own) == kind else _SUFFIX_OF.get(kind, f".{kind}")


def is_table(kind: str) -> bool:
    """Say whether a file of this kind has one report a row."""
    return kind in TABLES
