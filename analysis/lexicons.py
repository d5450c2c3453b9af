"""Lists that a person decides (seeds/*.csv): loading, checking, matching, coverage."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path

import pandas as pd

from analysis.errors import InputError
from analysis.paths import SEEDS, shown


def read_rows(path: Path) -> list[tuple[int, list[str]]]:
    """Read a CSV file as (line number, cells), whatever its BOM and line ends.

    Raises
    ------
    InputError
        If the file is missing, empty, not UTF-8, or holds a control character.
    """
    where = shown(path)
    try:
        raw = Path(path).read_bytes()
    except FileNotFoundError:
        raise InputError("file is missing", where=where, do="Restore it from git.") from None
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=where) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(
            f"not UTF-8 (byte 0x{raw[error.start]:02x})",
            where=f"{where} line {line}",
            do="Save the file as 'CSV UTF-8'.",
        ) from None
    if not text.strip():
        raise InputError("file is empty", where=where, do="It needs a header and one entry a row.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        for character in line:
            if unicodedata.category(character) == "Cc" and character != "\t":
                raise InputError(
                    f"control character U+{ord(character):04X}",
                    where=f"{where} line {number}",
                    do="Delete it.",
                )
    reader = csv.reader(io.StringIO(text))
    rows = []
    previous = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((previous + 1, cells))
            previous = reader.line_num
    except csv.Error as error:
        raise InputError(str(error), where=f"{where} line {reader.line_num}") from None
    return rows


def load(
    name: str | Path,
    columns: tuple[str, ...],
    optional: tuple[str, ...] = ("group", "source", "note"),
    unique: tuple[str, ...] | None = None,
) -> pd.DataFrame:
    """Load a list of seeds/ and check it.

    Parameters
    ----------
    name : str or Path
        File name inside seeds/, or a path.
    columns : tuple of str
        Columns that must be there and be filled in every row; others are refused.
    optional : tuple of str
        Columns that may be there.
    unique : tuple of str, optional
        Columns that together name an entry; the first of `columns` by default, ``()`` for none.

    Returns
    -------
    DataFrame
        All cells as stripped str, missing optional columns as "", and `line` (int), the line of
        the file, so that a later message can name it.

    Raises
    ------
    InputError
        One line with file and line: missing or unknown column, wrong number of cells, an empty
        cell, a doubled entry, a file that is no UTF-8.

    Examples
    --------
    >>> stop = load("stopwords.csv", columns=("word",))
    >>> "的" in set(stop["word"])
    True
    """
    path = Path(name) if Path(name).is_absolute() else SEEDS / name
    where = shown(path)
    (header_line, header), *body = read_rows(path)
    header = [cell.strip() for cell in header]
    for column in header:
        if column not in (*columns, *optional):
            raise InputError(
                f"unknown column '{column}'",
                where=f"{where} line {header_line}",
                do=f"Known: {', '.join((*columns, *optional))}.",
            )
    for column in columns:
        if column not in header:
            raise InputError(
                f"column '{column}' is missing", where=f"{where} line {header_line}", do="Add it."
            )
    key = columns[:1] if unique is None else unique
    seen: dict[tuple[str, ...], int] = {}
    records = []
    for line, cells in body:
        if len(cells) != len(header):
            raise InputError(
                f"{len(cells)} cells where the header has {len(header)}",
                where=f"{where} line {line}",
                do="Put text with a comma into quotes.",
            )
        record = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        for column in columns:
            if not record[column]:
                raise InputError(f"'{column}' is empty", where=f"{where} line {line}")
        entry = tuple(record[column] for column in key)
        if key and entry in seen:
            raise InputError(
                f"'{' '.join(entry)}' stands already in line {seen[entry]}",
                where=f"{where} line {line}",
                do="Delete one of the two.",
            )
        seen[entry] = line
        records.append({"line": line, **record})
    table = pd.DataFrame(records, columns=["line", *header])
    for column in optional:
        if column not in table:
            table[column] = ""
    return table[["line", *columns, *optional]]


def coverage(entries: pd.Series, words: pd.Series) -> pd.DataFrame:
    """Count how often each entry of a list occurs among words.

    Parameters
    ----------
    entries : Series of str
        The entries of a list.
    words : Series of str
        Words of the token table.

    Returns
    -------
    DataFrame
        entry, count (0 where it never occurs), in the order of the list.

    Examples
    --------
    >>> coverage(pd.Series(["的", "了"]), pd.Series(["的", "深圳", "的"])).values.tolist()
    [['的', 2], ['了', 0]]
    """
    counts = words.value_counts()
    return pd.DataFrame(
        {
            "entry": entries.to_numpy(),
            "count": entries.map(counts).fillna(0).astype(int).to_numpy(),
        }
    )
