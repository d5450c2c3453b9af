"""A text in the making: edits that keep the way back to the text as received."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np

from analysis import lexicons

Edit = tuple[int, int, str]  # start, end, what stands there instead


@cache
def cues(kind: str) -> tuple[str, ...]:
    """Return the terms of one kind in seeds/structure.csv.

    Examples
    --------
    >>> "回顾" in cues("review_heading")
    True
    """
    table = lexicons.load("structure.csv", columns=("term", "kind"), unique=("term", "kind"))
    return tuple(table.loc[table["kind"] == kind, "term"])


def edited(
    text: str, origin: np.ndarray | None, edits: Iterable[Edit]
) -> tuple[str, np.ndarray | None]:
    """Apply edits to a text and to the offsets of its characters.

    Parameters
    ----------
    text, origin
        As `view.repaired` returns them.
    edits : iterable of (start, end, new)
        In the order of the text, apart from one another. `new` is as long as what it replaces
        (each character keeps its offset), or shorter or inserted (it has the offset of `start`).

    Examples
    --------
    >>> mended, origin = edited("工作报\\n告", None, [(3, 4, "")])
    >>> mended, origin.tolist()
    ('工作报告', [0, 1, 2, 4])
    """
    edits = list(edits)
    if not edits:
        return text, origin
    if origin is None:
        origin = np.arange(len(text))
    pieces, places, at = [], [], 0
    for start, end, new in edits:
        pieces += [text[at:start], new]
        places.append(origin[at:start])
        if len(new) == end - start:
            places.append(origin[start:end])
        elif new:
            places.append(np.full(len(new), origin[min(start, len(text) - 1)]))
        at = end
    pieces.append(text[at:])
    places.append(origin[at:])
    return "".join(pieces), np.concatenate(places)
