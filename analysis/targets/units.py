"""Units of measurement and measure words, from seeds/units.csv."""

from __future__ import annotations

import re
from functools import cache

from analysis import lexicons

# Units that count things: what follows them is the thing counted.
COUNTING = frozenset({"count", "people", "noun"})
# Units that measure: the thing stands before them, or they qualify the name that follows.
MEASURING = frozenset(
    {"money", "length", "area", "volume", "mass", "power", "data", "time", "score", "rate"}
)


@cache
def kinds() -> dict[str, str]:
    """Return unit -> kind.

    Examples
    --------
    >>> kinds()["人次"], kinds()["个百分点"], kinds()["平方公里"]
    ('people', 'point', 'area')
    """
    table = lexicons.load("units.csv", columns=("unit", "kind"))
    return dict(zip(table["unit"], table["kind"], strict=True))


@cache
def pattern(noun: bool = False) -> str:
    """Return a regular expression for one unit, the longest first; nouns on demand only.

    A unit may carry a second one after a stroke (元/吨) or in brackets (套（间）).
    """
    plain = tuple(u for u, kind in kinds().items() if kind != "noun")
    nouns = [u for u, kind in kinds().items() if kind == "noun"]
    # 人口 must be tried before 人, 家庭 before 家
    names = nouns if noun else [*plain, *(n for n in nouns if n.startswith(plain) and len(n) > 1)]
    names.sort(key=lambda u: (-len(u), u))
    one = "|".join(map(re.escape, names))
    if noun:
        return f"(?:{one})"
    per = rf"(?:/[百千万]?(?:{one}|[\u4e00-\u9fff]{{1,3}}))?"
    return rf"(?:(?:{one}){per}(?:（[套间类台次段家个项处座只户]）)?)"


def kind_of(unit: str) -> str:
    """Return the kind of a unit; compounds take `rate`, unknown ones `noun`.

    Examples
    --------
    >>> kind_of("元/吨"), kind_of("套（间）"), kind_of("农村居民"), kind_of("")
    ('rate', 'count', 'noun', '')
    """
    if not unit:
        return ""
    known = kinds().get(unit)
    if known:
        return known
    if "/" in unit:
        return "rate"
    return kinds().get(unit.partition("（")[0], "noun")
