"""The cue words of seeds/targets.csv, and patterns built from them."""

from __future__ import annotations

import re
from functools import cache

from analysis import lexicons

_KIND = re.compile(r"(?<!P)<([a-z_]+(?:\|[a-z_]+)*)>")


@cache
def words(kind: str) -> tuple[str, ...]:
    """Return the terms of one kind in seeds/targets.csv, the longest first.

    Examples
    --------
    >>> "左右" in words("approx_after")
    True
    """
    return _by_kind()[kind]


@cache
def _by_kind() -> dict[str, tuple[str, ...]]:
    table = lexicons.load("targets.csv", columns=("term", "kind"), unique=("term", "kind"))
    return {
        kind: tuple(sorted(terms, key=lambda term: (-len(term), term)))
        for kind, terms in table.groupby("kind")["term"]
    }


@cache
def one_of(*kinds: str) -> str:
    """Return a regular expression for any term of these kinds."""
    terms = sorted({t for kind in kinds for t in words(kind)}, key=lambda t: (-len(t), t))
    return f"(?:{'|'.join(map(re.escape, terms))})"


@cache
def rx(template: str) -> re.Pattern:
    """Compile a pattern in which `<kind>` stands for any term of that kind of seeds/targets.csv.

    Examples
    --------
    >>> bool(rx("5%<approx_after>$").search("增长5%左右"))
    True
    """
    return re.compile(_KIND.sub(lambda match: one_of(*match[1].split("|")), template))
