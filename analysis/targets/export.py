"""Write the target table as a workbook that Excel opens right, the same bytes every time."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pandas as pd

from analysis.tables import write_bytes

COLUMNS = [
    "section", "indicator", "value", "value_max", "unit", "comparator", "change_type",
    "direction", "commitment", "period", "base", "text", "sentence",
]  # fmt: skip
WIDTHS = {"indicator": 34, "value": 16, "sentence": 80, "text": 14, "base": 16}
# Offices write the date into a workbook; a fixed one keeps the bytes the same.
CREATED = datetime.datetime(2000, 1, 1)


def workbook(table: pd.DataFrame) -> bytes:
    """Make an .xlsx file with a filter on every column and the header row frozen.

    Parameters
    ----------
    table : DataFrame
        Columns of the guide, as of `guide_table`; values may be str.

    Returns
    -------
    bytes
        The same for the same table on every machine.

    Examples
    --------
    >>> toy = pd.DataFrame({"indicator": ["生产总值"], "value": ["5.8"]})
    >>> workbook(toy)[:2] == b"PK" and workbook(toy) == workbook(toy)
    True
    """
    import xlsxwriter

    columns = [c for c in COLUMNS if c in table] or list(table.columns)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": CREATED})
    sheet = book.add_worksheet("targets")
    bold = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    top = book.add_format({"valign": "top"})
    for number, column in enumerate(columns):
        sheet.set_column(number, number, WIDTHS.get(column, 12))
        sheet.write_string(0, number, column, bold)
        form = wrapped if column == "sentence" else top
        for line, value in enumerate(table[column], 1):
            amount = _number(value) if column in ("value", "value_max") else None
            if amount is not None:
                sheet.write_number(line, number, amount, top)
            elif value == value and value is not None:
                sheet.write_string(line, number, str(value), form)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(table), 1), len(columns) - 1)
    book.close()
    return stream.getvalue()


def _number(value) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if number == number and abs(number) != float("inf") else None


def write(table: pd.DataFrame, path: Path) -> Path:
    """Write the workbook, whole or not at all, and return its path."""
    write_bytes(Path(path), workbook(table))
    return Path(path)
