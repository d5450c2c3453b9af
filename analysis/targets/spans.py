"""Find the quantities of a sentence, and leave out what only looks like one."""

from __future__ import annotations

import re

from analysis.targets import numerals
from analysis.targets.common import Quantity, blank_out
from analysis.targets.masks import SHELTERED, not_quantities
from analysis.targets.numbers import numbers_in
from analysis.targets.special import (
    DOUBLE,
    FRACTION,
    HALF,
    PERCENT,
    RANK,
    STREAK,
    STREAK_IN,
    SYNC,
    TENTHS,
    double,
    fraction,
    half,
    percent,
    rank,
    streak,
    streak_title,
    sync,
    tenths,
)

_ANY = re.compile(r"[0-9０-９零〇一二三四五六七八九十百千万亿两]|同步|首位|榜首|半数")


def quantities(text: str) -> list[Quantity]:
    """Find the quantities of a sentence, in order, without overlap.

    Parameters
    ----------
    text : str
        One sentence, as it stands in the document.

    Returns
    -------
    list of Quantity
        Offsets count in `text`. Dates, names, codes, titles, set phrases, thresholds and
        denominators are left out.

    Examples
    --------
    >>> [(q.value, q.unit) for q in quantities("亿元以上项目640个，增长百分之七点三，居全国首位。")]
    [(640.0, '个'), (7.3, '%'), (1.0, '位')]
    """
    if not _ANY.search(text):
        return []
    plain = numerals.narrow(text)
    found: list[Quantity] = []
    hidden = [m.span() for m in SHELTERED.finditer(plain)]
    titles = [s for s in hidden if plain[s[0]] == "《"]
    rest = blank_out(plain, titles)
    for sign, regex, reader in _READERS:
        if sign == "”":  # so far titles alone are hidden, now quoted words are
            rest = blank_out(rest, [s for s in hidden if s not in titles])
        elif sign in rest:
            rest = _take(regex, reader, rest, plain, found)
    rest = blank_out(rest, not_quantities(rest))
    if not found and not _ANY.search(rest):
        return []
    for sign, regex, reader in _LATE_READERS:
        if sign in rest:
            rest = _take(regex, reader, rest, plain, found)
    numbers_in(rest, plain, found)
    return sorted(found, key=lambda q: q.start)


def _take(regex, reader, rest, plain, found) -> str:
    """Let a reader judge every match; what it takes is blanked for the next reader."""
    taken = []
    for match in regex.finditer(rest):
        quantity = reader(match, plain)
        if quantity is not None:
            found.append(quantity)
            taken.append((quantity.start, quantity.end))
    return blank_out(rest, taken)


# A sign that must be there, what to look for, and who judges it; the order counts.
_READERS = (
    ("连", STREAK_IN, streak_title),
    ("”", None, None),
    ("分之", PERCENT, percent),
    ("分之", FRACTION, fraction),
    ("连续", STREAK, streak),
    ("位数", DOUBLE, double),
    ("第", RANK, rank),
    ("首位", RANK, rank),
    ("榜首", RANK, rank),
    ("前", RANK, rank),
    ("成", TENTHS, tenths),
)


_LATE_READERS = (("半", HALF, half), ("同步", SYNC, sync))
