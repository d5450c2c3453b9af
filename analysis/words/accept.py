"""Feeding proposals back: what a person accepted goes into the dictionary, nothing else."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis import lexicons
from analysis.errors import InputError
from analysis.paths import shown
from analysis.tables import write_table
from analysis.words import dictionary as dictionaries

YES = {"yes", "y", "1", "x", "true", "是", "√", "✓"}
NO = {"", "no", "n", "0", "false", "否"}
COLUMNS = ["term", "cut", "kind", "source", "note"]


def accept_candidates(path: str | Path, terms: str | Path = dictionaries.TERMS) -> pd.DataFrame:
    """Add the accepted proposals of an edited candidate file to the term list.

    Parameters
    ----------
    path : str or Path
        A file as `candidates` writes it, edited: `accept` says yes (yes, y, 1, x, 是) or no
        (empty, no, n, 0, 否), `kind` names the kind, `cut` may be corrected.
    terms : str or Path
        The term list to add to; ``seeds/terms.csv`` by default.

    Returns
    -------
    DataFrame
        The terms that were added: term, cut, kind, source, note. Empty if there were none.

    Raises
    ------
    InputError
        One line with file and line: no `candidate` or `accept` column, an answer that is neither
        yes nor no, an accepted row without a known kind, a cut that does not spell it, a term
        that the list holds already with another cut or kind. The list stays as it was then.
    """
    path, terms = Path(path), Path(terms)
    old = dictionaries.read(terms, words=None).terms
    have = {t: (c, k) for t, c, k in old[["term", "cut", "kind"]].itertuples(index=False)}
    new = []
    for line, row in _rows(path):
        where = f"{shown(path)} line {line}"
        if not _answer(row["accept"], where):
            continue
        kind = row.get("kind", "")
        if kind not in dictionaries.KINDS:
            raise InputError(
                f"'{row['candidate']}' is accepted with the kind '{kind}'",
                where=where,
                do=f"Fill in one of: {', '.join(dictionaries.KINDS)}.",
            )
        cut = row.get("cut", "") if " " in row.get("cut", "") else ""
        entry = pd.DataFrame([{"line": line, "term": row["candidate"], "cut": cut}])
        dictionaries.check(entry, "term", shown(path))
        if row["candidate"] in have:
            if have[row["candidate"]] == (cut, kind):
                continue
            raise InputError(
                f"'{row['candidate']}' stands already in {shown(terms)}, cut or kind differ",
                where=where,
                do="Change it there by hand, or take the yes away here.",
            )
        have[row["candidate"]] = (cut, kind)
        new.append([row["candidate"], cut, kind, "proposal", row.get("note", "")])
    added = pd.DataFrame(new, columns=COLUMNS)
    if len(added):
        table = pd.concat([old[COLUMNS], added], ignore_index=True)
        place = table["kind"].map({k: n for n, k in enumerate(dictionaries.KINDS)})
        table = table.assign(place=place).sort_values(["place", "term"], kind="stable")
        write_table(table[COLUMNS], terms)
    return added


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows of the edited file as (line, cells by column)."""
    (header_line, header), *body = lexicons.read_rows(path)
    header = [cell.strip() for cell in header]
    for column in ("candidate", "accept"):
        if column not in header:
            raise InputError(
                f"column '{column}' is missing",
                where=f"{shown(path)} line {header_line}",
                do="Edit the file that analyse wrote as candidates.csv.",
            )
    rows = []
    for line, cells in body:
        if len(cells) != len(header):
            raise InputError(
                f"{len(cells)} cells where the header has {len(header)}",
                where=f"{shown(path)} line {line}",
                do="Put text with a comma into quotes.",
            )
        rows.append((line, dict(zip(header, (c.strip() for c in cells), strict=True))))
    return rows


def _answer(text: str, where: str) -> bool:
    answer = text.strip().lower()
    if answer not in YES | NO:
        raise InputError(
            f"'{text}' in accept is neither yes nor no", where=where, do="Write yes, or leave it."
        )
    return answer in YES
