"""Rows of table files, one at a time: CSV and its kin, Excel, JSON lines, Stata."""

from __future__ import annotations

import csv
import json
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from analysis.corpus.decoding import decode, stream_encoding
from analysis.corpus.kinds import MEGABYTE, open_zip
from analysis.errors import InputError
from analysis.paths import shown

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
TITLE_LONG = 40  # Han characters a title hardly has and every report does
LONGEST_ROW = 64 * MEGABYTE  # characters
_ONE_A_LINE = 'One object a line, such as {"text": "..."}.'

Row = tuple[int, dict[str, str]]
Trouble = Callable[[InputError], None]


def rows(path: Path, kind: str, trouble: Trouble) -> Iterator[Row]:
    """Go through the rows of a table file, one at a time.

    Parameters
    ----------
    path : Path
    kind : str
        csv, tsv, xlsx, jsonl or dta.
    trouble : callable
        Is given one InputError for each row that cannot be read; the others follow.

    Yields
    ------
    (number, cells)
        The row's number from 1 (without header) and its cells as str by column name.
    """
    reader = {"xlsx": _xlsx, "jsonl": _jsonl, "dta": _dta}.get(kind, _delimited)
    return reader(path, trouble)


def _cell(value) -> str:
    """Write a cell as text: whole numbers without .0, days as ISO, nothing for nothing."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "strftime") and hasattr(value, "date"):
        return value.date().isoformat()
    return str(value)


def _delimited(path: Path, trouble: Trouble) -> Iterator[Row]:
    where = shown(path)
    encoding = stream_encoding(path, where)
    csv.field_size_limit(
        max(csv.field_size_limit(), LONGEST_ROW)
    )  # a report is longer than the 128 KB that csv allows itself
    with open(path, encoding=encoding, errors="replace", newline="") as stream:
        start = stream.read(1 << 16).lstrip("\ufeff")
        stream.seek(0)
        reader = csv.reader(stream, delimiter=_delimiter(start), strict=False)
        header: list[str] | None = None
        number = 0
        try:
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                if header is None:
                    cells = [cell.lstrip("\ufeff") for cell in cells]
                    headless = any(len(HAN.findall(c)) >= TITLE_LONG for c in cells)
                    header = _unique([] if headless else cells, len(cells))
                    if not headless:
                        continue
                number += 1
                if len(cells) > len(header):
                    header = _unique(header, len(cells))
                yield number, dict(zip(header, cells, strict=False))
        except csv.Error as error:
            raise InputError(
                f"no table can be read ({error})", where=f"{where} line {reader.line_num}",
                do="Save it as 'CSV UTF-8' from Excel.",
            ) from None  # fmt: skip


def _unique(names: list[str], width: int) -> list[str]:
    """Name every column, each by a name of its own."""
    out: list[str] = []
    for place in range(width):
        name = names[place].strip() if place < len(names) else ""
        name = name or f"column {place + 1}"
        out.append(name if name not in out else f"{name} {place + 1}")
    return out


def _delimiter(start: str) -> str:
    """Choose what parts the cells: what the first line has most of, outside quotes."""
    line = re.sub(r'"(?:[^"]|"")*"?', "", start)
    line = next((part for part in line.splitlines() if part.strip()), "")
    return max(",\t;|", key=lambda c: (line.count(c), -",\t;|".index(c)))


def _jsonl(path: Path, trouble: Trouble) -> Iterator[Row]:
    where = shown(path)
    encoding = stream_encoding(path, where)
    with open(path, encoding=encoding, errors="replace") as stream:
        first = stream.read(4096).lstrip("\ufeff \t\r\n")
        stream.seek(0)
        if first.startswith("[") or (first.startswith("{") and _is_one_object(stream, first)):
            records = _json_array(path, where)
        else:
            records = _json_lines(stream, where, trouble)
        for number, record in records:
            if isinstance(record, dict):
                yield number, {str(k): _json_cell(v) for k, v in record.items()}
            elif isinstance(record, str):
                yield number, {"text": record}
            else:
                trouble(InputError("no JSON object", where=f"{where} row {number}", do=_ONE_A_LINE))


def _is_one_object(stream, first: str) -> bool:
    """Say whether one object is spread over lines (a JSON file, not JSON lines)."""
    line = next((part for part in first.splitlines() if part.strip()), "")
    if len(first) >= 4000 and "\n" not in first:
        return False
    try:
        json.loads(line)
    except ValueError:
        return line.strip() in ("{", "[") or line.rstrip().endswith((",", "{", ":", "["))
    return False


def _json_cell(value) -> str:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n".join(value)  # paragraphs
    return "" if isinstance(value, dict | list | bool) else _cell(value)


def _json_lines(stream, where: str, trouble: Trouble):
    for number, line in enumerate(iter(lambda: stream.readline(LONGEST_ROW), ""), 1):
        if len(line) == LONGEST_ROW and not line.endswith("\n"):
            raise InputError("a line without end", where=f"{where} line {number}", do=_ONE_A_LINE)
        line = line.strip("\ufeff \t\r\n")
        if not line:
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as error:
            trouble(
                InputError(
                    f"no JSON ({getattr(error, 'msg', 'nested too deep')})",
                    where=f"{where} line {number}",
                    do=_ONE_A_LINE,
                )
            )


def _json_array(path: Path, where: str):
    size = path.stat().st_size
    if size > 200 * MEGABYTE:
        raise InputError(
            f"one JSON value of {size // MEGABYTE} MB",
            where=where,
            do="Save it as .jsonl, one a line.",
        )
    text, _ = decode(path.read_bytes(), where)
    try:
        found = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"no JSON ({getattr(error, 'msg', 'nested too deep')})",
            where=f"{where} line {getattr(error, 'lineno', 1)}",
            do="Save it as .jsonl, one object a line.",
        ) from None
    if isinstance(found, dict):
        lists = [v for v in found.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
        found = lists[0] if len(lists) == 1 else [found]
    return enumerate(found, 1)


def _xlsx(path: Path, trouble: Trouble) -> Iterator[Row]:
    where, number = shown(path), 0
    open_zip(path).close()
    try:
        with open(path, "rb") as stream:
            for values in _sheet_rows(stream):
                if isinstance(values, str):
                    header: list[str] | None = None  # the next sheet
                    continue
                cells = [_cell(value) for value in values]
                if not any(cell.strip() for cell in cells):
                    continue
                if header is None:
                    headless = any(len(HAN.findall(c)) >= TITLE_LONG for c in cells)
                    header = _unique([] if headless else cells, len(cells))
                    if not headless:
                        continue
                number += 1
                if len(cells) > len(header):
                    header = _unique(header, len(cells))
                yield number, dict(zip(header, cells, strict=False))
    except InputError:
        raise
    except Exception as error:  # openpyxl has no class of its own for a broken file
        raise InputError(
            f"this .xlsx is broken ({type(error).__name__})",
            where=f"{where} row {number + 1}",
            do="Save it again.",
        ) from None


def _sheet_rows(stream) -> Iterator[str | tuple]:
    """Go through the sheets: the title of each, then its rows; formulas by their last value."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on styles and extensions, of no matter here
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            yield sheet.title or ""
            yield from sheet.iter_rows(values_only=True)
    finally:
        book.close()


def _dta(path: Path, trouble: Trouble) -> Iterator[Row]:
    import pandas as pd

    where = shown(path)
    number = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            labels = _stata_labels(path)
            with pd.read_stata(path, iterator=True, convert_categoricals=False) as reader:
                version = None
                # Up to Stata 13 a file does not say its encoding; pandas reads Latin-1.
                for chunk in _chunks(reader):
                    version = version or getattr(reader, "_format_version", 118)
                    old = version < 118
                    for record in chunk.to_dict("records"):
                        number += 1
                        cells = {
                            str(k): labels.get(str(k), {}).get(v, v) for k, v in record.items()
                        }
                        yield number, {_old_text(k, old): _old_text(_cell(v), old)
                                       for k, v in cells.items()}  # fmt: skip
    except InputError:
        raise
    except Exception as error:  # struct.error, ValueError, KeyError, ...: as the bytes break it
        raise InputError(
            f"this .dta is broken ({type(error).__name__})", where=where, do="Save it again."
        ) from None


def _chunks(reader):
    while True:
        try:
            yield reader.read(nrows=100)
        except StopIteration:
            return


def _stata_labels(path: Path) -> dict[str, dict]:
    """Labels of values, by column (1 -> 广东省)."""
    import pandas as pd

    with pd.read_stata(path, iterator=True, convert_categoricals=False) as reader:
        reader.read(nrows=1)
        found = reader.value_labels()
        columns = getattr(reader, "_varlist", [])
        names = getattr(reader, "_lbllist", [])
        return {c: found[n] for c, n in zip(columns, names, strict=False) if n in found}


def _old_text(text: str, old: bool) -> str:
    if not old or text.isascii():
        return text
    try:
        return decode(text.encode("latin-1"))[0]
    except (UnicodeEncodeError, InputError):
        return text
