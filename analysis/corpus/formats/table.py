"""Tables with one report a row: which column is the text, and what the others say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, islice
from pathlib import Path

from analysis import lexicons
from analysis.corpus.formats import html
from analysis.corpus.formats.rows import HAN, TITLE_LONG, Trouble, rows
from analysis.corpus.kinds import looks_like_html
from analysis.errors import InputError
from analysis.paths import shown

META = ("title", "place", "level", "year", "date", "speaker", "kind", "source", "licence")
_LEVELS = {"national", "province", "city", "county"}
_KINDS = {"report", "resolution", "plan", "other"}
_YEAR = re.compile(r"(?<!\d)(19[4-9]\d|20\d\d)(?!\d)")
_DAY = re.compile(r"(?<!\d)(19[4-9]\d|20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_EXCEL_LIMIT = 32_767
_HEAD = 1 << 16
_LOOK = 200  # rows that are looked at to tell the columns


def texts(path: Path, kind: str, trouble: Trouble) -> Iterator[tuple[int, str, dict]]:
    """Go through the reports of a table.

    Yields
    ------
    (row, text, meta)
        `meta` has what the row says of `META` (year as int, date as ISO), and `id`.

    Raises
    ------
    InputError
        No column with text.
    """
    where = shown(path)
    stream = rows(path, kind, trouble)
    first = list(islice(stream, _LOOK))
    columns = find_columns([cells for _, cells in first], where)
    for number, cells in chain(first, stream):
        text = cells.get(columns["text"], "")
        if looks_like_html(text[:_HEAD].encode("utf-8", "replace"), begins_only=True):
            text = _page(text)
        if not text.strip("\ufeff \t\r\n\u3000"):
            trouble(
                InputError(
                    f"no text in column '{columns['text']}'",
                    where=f"{where} row {number}",
                    do="Fill it in, or delete the row.",
                )
            )
            continue
        meta = known(cells, columns)
        if len(text) == _EXCEL_LIMIT:
            said = f"Exactly {_EXCEL_LIMIT} characters: Excel cuts a cell there."
            meta["notes"] = [("truncated", f"row {number}", said)]
        yield number, text, meta


def _page(text: str) -> str:
    """Text of a cell that holds a piece of a web page."""
    try:
        return html.read(text.encode("utf-8", "replace"))[0]
    except InputError:
        return ""


@cache
def _names() -> dict[str, str]:
    table = lexicons.load("columns.csv", columns=("name", "column"))
    return {_plain(name): column for name, column in zip(table["name"], table["column"],
                                                         strict=True)}  # fmt: skip


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-]+", "", name).lower()


def find_columns(cells: list[dict[str, str]], where: str = "") -> dict[str, str]:
    """Tell which column holds what, by name (seeds/columns.csv) and by content.

    Parameters
    ----------
    cells : list of dict
        The first rows.

    Returns
    -------
    dict
        From `text` and the columns of the documents table to the name in the file.

    Raises
    ------
    InputError
        No row, or no column that holds text of the length of a report.

    Examples
    --------
    >>> find_columns([{"年份": "2020", "a": "各位代表：" * 20}, {"年份": "2021", "a": "好" * 90}])
    {'text': 'a', 'year': '年份'}
    """
    if not cells:
        raise InputError("a table without rows", where=where, do="One report a row.")
    names = list(dict.fromkeys(name for row in cells for name in row))
    longest = {n: max(len(HAN.findall(row.get(n, ""))) for row in cells) for n in names}
    by_name = [n for n in names if _names().get(_plain(n)) == "text" and longest[n]]
    text = max(by_name or names, key=lambda n: longest[n])
    # A column by the name of text may be a summary beside the text itself.
    other = max(names, key=lambda n: longest[n])
    if longest[other] > 5 * longest[text]:
        text = other
    if not longest[text] or (text not in by_name and longest[text] < TITLE_LONG):
        raise InputError(
            "a table without a text column",
            where=where,
            do=f"One report a row, its text in a column named text or 正文. "
            f"Found: {', '.join(map(_short, names[:8]))}.",
        )
    found = {"text": text}
    for name in names:
        column = _names().get(_plain(name))
        if column and column != "text" and name != text:
            found.setdefault(column, name)
    for column, fits in (("year", _YEAR.fullmatch), ("date", _DAY.match)):
        if column not in found:
            for name in names:
                given = [row[name].strip() for row in cells if row.get(name, "").strip()]
                if name not in found.values() and given and all(map(fits, given)):
                    found[column] = name
                    break
    return found


def _short(name: str) -> str:
    return name if len(name) <= 20 else name[:19] + "…"


def known(cells: dict[str, str], columns: dict[str, str]) -> dict:
    """Return what a row says of its report.

    Examples
    --------
    >>> known({"省份": "广东省", "年": "2019年"}, {"province": "省份", "year": "年"})
    {'place': '广东省', 'year': 2019}
    """

    def get(column: str) -> str:
        return " ".join(cells.get(columns.get(column, ""), "").split())

    meta: dict = {}
    for column in ("id", "title", "speaker", "source", "licence"):
        if get(column):
            meta[column] = get(column)
    place = next(filter(None, map(get, ("county", "city", "place", "province"))), "")
    if place:
        meta["place"] = "中国" if place in ("全国", "国家", "中央", "国务院") else place
    for column, allowed in (("level", _LEVELS), ("kind", _KINDS)):
        if get(column) in allowed:
            meta[column] = get(column)
    year, day = _YEAR.search(get("year")), _DAY.search(get("date"))
    if year:
        meta["year"] = int(year.group(1))
    if day and 1 <= int(day.group(2)) <= 12 and 1 <= int(day.group(3)) <= 31:
        meta["date"] = f"{day.group(1)}-{int(day.group(2)):02d}-{int(day.group(3)):02d}"
    return meta
