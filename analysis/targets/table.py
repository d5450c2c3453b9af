"""The target table: every quantity of a report as a row."""

from __future__ import annotations

import pandas as pd

from analysis import sentences as sentence_module
from analysis.reading import once
from analysis.tables import HIT_COLUMNS
from analysis.targets import periods, rows, state

COLUMNS = [
    *HIT_COLUMNS, "section", "indicator", "value", "value_max", "unit", "comparator",
    "change_type", "direction", "commitment", "period", "base", "status",
]  # fmt: skip
ROLES = ("body", "address", "closing", "heading")


def find(sentences: pd.DataFrame) -> pd.DataFrame:
    """Find every quantitative statement of a report.

    Parameters
    ----------
    sentences : DataFrame
        As `sentences.split` returns it; more than one document may stand in it.

    Returns
    -------
    DataFrame
        One row a statement, in the order of the text: the columns of all hits (label is the
        change type, score 1.0), then section, indicator, value, value_max, unit, comparator,
        change_type, direction, commitment, period, base, status. Labels as in
        tests/gold/targets/guide.md. `value` is the number with its magnitude applied, NaN for
        同步.

    Examples
    --------
    >>> from analysis.sentences import split
    >>> hits = find(split("一、2024年工作回顾\\n粮食产量增长5%左右，居全国首位。", "toy"))
    >>> hits[["indicator", "value", "unit", "comparator", "change_type"]].values.tolist()
    [['粮食产量', 5.0, '%', 'approx', 'growth'], ['粮食产量', 1.0, '位', 'eq', 'rank']]
    """
    zones = sentence_module.zones(sentences)
    records: list[dict] = []
    for _, group in sentences.groupby("doc_id", sort=False):
        records += _document(group, zones[group.index])
    for number, record in enumerate(records, 1):
        record["hit_id"] = f"targets-{number:04d}"
    table = pd.DataFrame(records, columns=COLUMNS)
    return table.astype(
        {"start": int, "end": int, "value": float, "value_max": float, "score": float}
    )


def _document(sentences: pd.DataFrame, zones: pd.Series) -> list[dict]:
    place = periods.setting(sentences, zones)
    records, memory, par_id = [], state.Memory(), None
    columns = ["sent_id", "par_id", "section", "part", "role", "start", "text"]
    lists = [sentences[c].tolist() for c in columns]
    names = sections(sentences)
    for (sent_id, par, _, _, role, start, text), zone, section in zip(
        zip(*lists, strict=True), zones.tolist(), names, strict=True
    ):
        if role not in ROLES or zone == "resolution":
            continue
        if par != par_id:
            memory, par_id = state.Memory(), par
        for row in rows.read(text, memory):
            records.append(_record(row, sent_id, start, text, zone, place, section))
    return records


def _record(row: rows.Row, sent_id, start, text, zone, place, section) -> dict:
    q = row.quantity
    clause, before = text[row.clause[0] : q.start], text[: row.clause[0]]
    period = periods.period(row, clause, before, zone, place)
    promise = period == "promised" or periods.later(row, before + clause, zone, place)
    return {
        "hit_id": "",
        "sent_id": sent_id,
        "start": start + q.start,
        "end": start + q.end,
        "text": text[q.start : q.end],
        "label": row.change_type,
        "method": "targets",
        "score": 1.0,
        "section": section,
        "indicator": row.indicator,
        "value": q.value,
        "value_max": q.value_max,
        "unit": q.unit,
        "comparator": row.comparator,
        "change_type": row.change_type,
        "direction": row.direction,
        "commitment": periods.commitment(clause, before, promise),
        "period": period,
        "base": row.base,
        "status": "optional" if row.optional else "core",
    }


_ORDER = "一二三四五六七八九十"


def sections(sentences: pd.DataFrame) -> list[str]:
    """Name the place of each sentence: 1.0 before the first part of section 一, 1.1 in it, ...

    Examples
    --------
    >>> from analysis.sentences import split
    >>> sections(split("一、回顾\\n去年好。\\n（一）稳增长。新增9家。", "toy"))
    ['1.0', '1.0', '1.1', '1.1']
    """
    names, section, last = [], "", 0
    for key, part in zip(sentences["section"], sentences["part"], strict=True):
        if key != section:
            section, last = key, 0
        if not key:
            names.append("")
            continue
        number = sentence_module.ordinal(part.strip("（）")) if part else 0
        place = number or (last + 1 if last else 0)
        last = max(last, number)
        names.append(f"{sentence_module.ordinal(key)}.{place}")
    return names


TSV = [
    "id", "section", "start", "end", "text", "indicator", "value", "value_max", "unit",
    "comparator", "change_type", "direction", "commitment", "period", "base", "status",
    "sent_start", "sent_end", "sentence",
]  # fmt: skip


def guide_table(hits: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Put hits into the columns of the annotation guide, values without trailing zeros."""
    placed = hits.merge(
        sentences[["sent_id", "start", "end", "text"]].rename(
            columns={"start": "sent_start", "end": "sent_end", "text": "sentence"}
        ),
        on="sent_id",
        how="left",
    )
    placed = placed.assign(
        id=placed["hit_id"],
        value=[number(v) for v in placed["value"]],
        value_max=[number(v) for v in placed["value_max"]],
    )
    return placed[TSV]


def number(value: float) -> str:
    """Write a value as the guide does: no exponent, no trailing zero, "" for none.

    Examples
    --------
    >>> number(3.68e12), number(5.5), number(float("nan"))
    ('3680000000000', '5.5', '')
    """
    if value is None or value != value:
        return ""
    return f"{value:.6f}".rstrip("0").rstrip(".")


@once
def of_report(reading) -> pd.DataFrame:
    """Find the quantities of a report once for its table and its figures; see `find`."""
    return find(reading.sentences)


def report_tables(reading) -> dict[str, pd.DataFrame]:
    """Give the tables of `analyse`: targets.tsv in the columns of the guide.

    Parameters
    ----------
    reading
        Has `.sentences`.
    """
    return {"targets.tsv": guide_table(of_report(reading), reading.sentences)}
