"""A row in the making, and what a reader keeps in mind while the text goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from analysis.targets.common import Quantity
from analysis.targets.cues import one_of


@dataclass(slots=True)
class Row:
    """One quantitative statement; offsets count in the sentence."""

    quantity: Quantity
    indicator: str
    comparator: str = "eq"
    change_type: str = "total"
    direction: str = "none"
    base: str = ""
    optional: bool = False
    source: bool = False  # the A of 由A增加到B
    streak: bool = False  # a streak, or a rate inside one
    clause: tuple[int, int] = (0, 0)
    year: str = ""
    right: tuple[str, str] | None = None  # noun and predicate behind the numeral
    verb: str = ""
    compared: bool = False  # a year in the clause is one compared with


@dataclass
class Memory:
    """What a reader keeps in mind while the text goes on."""

    subject: str = ""  # the last thing spoken of
    group: list[str] = field(default_factory=list)  # the members of the last list
    seen: list[str] = field(default_factory=list)  # distinct subjects of the sentence
    verb: str = ""  # the action verb that governs the clause
    verb_noun: str = ""
    topic: str = ""  # the last clause without a number
    streak: bool = False
    total: bool = False  # 累计 governs the list
    clause_list: str = ""  # the list that opened the last clause without a number
    unit: str = ""  # of the last quantity in the sentence
    work: str = ""  # what the clause before is about, where it has no number
    grows: str = ""  # direction of the last rate of growth in the sentence
    fresh: bool = True  # the first quantity of its clause is being read


@cache
def tail() -> re.Pattern:
    """Pattern of what may follow a quantity and says how exact it is (左右, 以上)."""
    after = one_of("approx_after", "ge_after", "le_after")
    return re.compile(rf"(?:的)?(?:水平)?({after})")
