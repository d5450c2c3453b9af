"""The one shape in which every detector of rhetoric gives its findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.tables import HIT_COLUMNS

COLUMNS = [*HIT_COLUMNS, "attributes"]
REPORT_COLUMNS = ["id", "start", "end", "text", "label", "attributes"]


def attributes(values: Mapping[str, object]) -> str:
    """Write attributes as ``k=v;k=v``, ``-`` where there are none.

    Examples
    --------
    >>> attributes({"n": 3, "head": "稳"})
    'n=3;head=稳'
    >>> attributes({})
    '-'
    """
    parts = []
    for key, value in values.items():
        shown = " ".join(str(value).replace(";", "；").split()) or "-"
        parts.append(f"{key}={shown}")
    return ";".join(parts) or "-"


def parse(text: str) -> dict[str, str]:
    """Read attributes back; what is no ``k=v`` is left out.

    Examples
    --------
    >>> parse("n=3;head=稳"), parse("-")
    ({'n': '3', 'head': '稳'}, {})
    """
    return dict(part.split("=", 1) for part in text.split(";") if "=" in part)


def hits(
    rows: Iterable[tuple[str, int, int, str, str, Mapping[str, object]]],
    method: str,
    score: float = 1.0,
) -> pd.DataFrame:
    """Make the hits table of one detector.

    Parameters
    ----------
    rows : iterable of (sent_id, start, end, text, label, attributes)
        `sent_id` of the sentence in which the hit starts, offsets in code points of the
        document's text, attributes as a mapping. Any order; exact doubles are dropped.
    method : str
        Name of the detector; hit ids are ``method-0001`` in the order of the text.
    score : float
        Written to `score`; these detectors decide, they do not grade.

    Returns
    -------
    DataFrame
        hit_id, sent_id, start, end, text, label, method, score, attributes.

    Examples
    --------
    >>> found = hits([("d:0001.0001", 0, 1, "更", "comp", {"factual": 0})], "degree")
    >>> found[["hit_id", "text", "label", "attributes"]].values.tolist()
    [['degree-0001', '更', 'comp', 'factual=0']]
    """
    plain = {(a, b, s, t, label, attributes(more)) for s, a, b, t, label, more in rows}
    ordered = sorted(plain)
    return pd.DataFrame(
        {
            "hit_id": pd.Series(
                [f"{method}-{n:04d}" for n in range(1, len(ordered) + 1)], dtype=str
            ),
            "sent_id": pd.Series([row[2] for row in ordered], dtype=str),
            "start": pd.Series([row[0] for row in ordered], dtype=int),
            "end": pd.Series([row[1] for row in ordered], dtype=int),
            "text": pd.Series([row[3] for row in ordered], dtype=str),
            "label": pd.Series([row[4] for row in ordered], dtype=str),
            "method": pd.Series([method] * len(ordered), dtype=str),
            "score": pd.Series([score] * len(ordered), dtype=float),
            "attributes": pd.Series([row[5] for row in ordered], dtype=str),
        },
        columns=COLUMNS,
    )


def report(found: pd.DataFrame) -> pd.DataFrame:
    """Turn hits into the table that is written for a report: id start end text label attributes.

    Examples
    --------
    >>> found = hits([("d:0001.0001", 0, 1, "更", "comp", {})], "degree")
    >>> report(found).values.tolist()
    [['degree-0001', 0, 1, '更', 'comp', '-']]
    """
    return found.rename(columns={"hit_id": "id"})[REPORT_COLUMNS].reset_index(drop=True)
