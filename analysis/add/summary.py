"""What `add` says: a line for each text, a line for each trouble, and where to correct."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

from analysis.add.run import add
from analysis.add.work import Outcome
from analysis.errors import InputError
from analysis.paths import CORPUS, shown
from analysis.problems import check
from analysis.progress import Bar

_HINTS = (
    ({".doc", ".wps", ".rtf", ".odt"}, "save .doc, .wps, .rtf and .odt as .docx to take them in"),
    ({".xls", ".et", ".ods"}, "save .xls, .et and .ods as .xlsx to take them in"),
    ({".zip", ".rar", ".7z", ".gz", ".tar"}, "unpack .zip, .rar, .7z and .gz to take them in"),
)
COLUMNS = (("doc_id", 22), ("title", 36), ("place", 12), ("year", 4), ("date", 10),
           ("speaker", 10), ("kind", 10), ("problems", 0))  # fmt: skip


def main(arguments) -> int:
    """Run the verb: a line for each text on stdout, one for each trouble on stderr.

    Parameters
    ----------
    arguments
        paths, into, replace, dry_run, simplify, source, check, as the command line gives them.

    Returns
    -------
    int
        0, or 1 if something could not be taken in.
    """
    folder, bar = Path(arguments.into), Bar()
    if not arguments.paths and not arguments.check:
        raise InputError("nothing to add", do="Name files or folders.")
    outcome, headed = Outcome(), []

    def told(said: dict | InputError) -> None:
        bar.line.clear()
        if isinstance(said, InputError):
            sys.stdout.flush()
            print(f"error: {said}", file=sys.stderr, flush=True)
        else:
            if said["state"] != "already there" and not headed:
                headed.append(True)
                print(line_of({**{name: name for name, _ in COLUMNS}, "state": ""}))
            print(line_of(said))

    try:
        if arguments.paths:
            outcome = add(
                arguments.paths, folder, overwrite=arguments.replace, dry_run=arguments.dry_run,
                simplified=arguments.simplify, source=arguments.source, told=told, progress=bar,
                jobs=min(8, os.cpu_count() or 1),
            )  # fmt: skip
            print(summary(outcome, folder))
        if arguments.check:
            found = check(folder, progress=bar)
            print(f"{len(found):,} problems of {found['doc_id'].nunique():,} texts: "
                  f"{shown(folder / 'problems.csv')}")  # fmt: skip
    finally:
        bar.line.clear()
    return 1 if outcome.trouble else 0


def line_of(row: dict) -> str:
    """Write one row of an outcome as a line of the summary, in columns.

    Examples
    --------
    >>> line_of({"doc_id": "a-2020", "state": "already there"})
    'a-2020                 already there'
    """
    if row["state"] == "already there":
        return cut(row["doc_id"], COLUMNS[0][1]) + " already there"
    parts = []
    for column, width in COLUMNS:
        value = "-" if row.get(column) in (None, "") else str(row[column])
        parts.append(cut(value, width) if width else value)
    return " ".join(parts).rstrip()


def cut(text: str, width: int) -> str:
    """Fit a text into so many cells of a terminal, where a Chinese character takes two.

    Examples
    --------
    >>> cut("深圳市政府工作报告", 9), cut("ab", 4)
    ('深圳市… ', 'ab  ')
    """
    cells = [2 if ord(c) > 0x2E7F else 1 for c in text]
    if sum(cells) > width:
        total = kept = 0
        while total + cells[kept] <= width - 2:
            total += cells[kept]
            kept += 1
        text, cells = text[:kept] + "…", [*cells[:kept], 2]
    return text + " " * (width - sum(cells))


def summary(outcome: Outcome, folder: Path = CORPUS) -> str:
    """Say how many were taken in, what was passed over, and where a person corrects it."""
    states = Counter(row["state"] for row in outcome.rows)
    parts = [f"{n:,} {state}" for state, n in sorted(states.items())]
    parts += [f"{len(outcome.trouble):,} not taken in"] if outcome.trouble else []
    parts += [f"{outcome.left:,} not looked at"] if outcome.left else []
    lines = [", ".join(parts) or "nothing to add"]
    if outcome.passed_over:
        kinds_seen = ", ".join(f"{n:,} {s}" for s, n in outcome.passed_over.most_common(8))
        lines.append(f"passed over: {kinds_seen}")
        lines += [f"  {do}" for names, do in _HINTS if names & set(outcome.passed_over)]
    if states["added"] or states["replaced"]:
        lines.append(f"correct what is wrong in {shown(folder / 'manifest.csv')}; "
                     f"problems: {shown(folder / 'problems.csv')}")  # fmt: skip
    return "\n".join(lines)
