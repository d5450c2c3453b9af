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
    """Return a regular expression for any term of these kinds, the longest one first.

    Terms are grouped by their first character: the engine tries one branch instead of hundreds.

    Examples
    --------
    >>> re.match(one_of("approx_after", "ge_after"), "以上的").group()
    '以上'
    """
    return grouped({t for kind in kinds for t in words(kind)})


def grouped(terms) -> str:
    """Return a regular expression for any of some terms, grouped by their first character.

    Examples
    --------
    >>> grouped(["建成", "建成投产", "新增"])
    '(?:建(?:成投产|成)|新(?:增))'
    """
    heads: dict[str, list[str]] = {}
    for term in sorted(set(terms), key=lambda t: (-len(t), t)):
        heads.setdefault(term[0], []).append(re.escape(term[1:]))
    branches = (
        re.escape(head) + (f"(?:{'|'.join(rest)})" if rest != [""] else "")
        for head, rest in sorted(heads.items())
    )
    return f"(?:{'|'.join(branches)})"


@cache
def rx(template: str) -> re.Pattern:
    """Compile a pattern in which `<kind>` stands for any term of that kind of seeds/targets.csv.

    Examples
    --------
    >>> bool(rx("5%<approx_after>$").search("增长5%左右"))
    True
    """
    return re.compile(_KIND.sub(lambda match: one_of(*match[1].split("|")), template))
