"""The shape of a quantity, and the patterns of numerals that all its readers share."""

from __future__ import annotations

from dataclasses import dataclass

EDGE = "，；。：！？,;:!?（）()…"


@dataclass(slots=True)
class Quantity:
    """One numeral with its magnitude and unit; offsets count in the sentence.

    `kind`: number, rank, streak, sync, double (两位数), fraction.
    """

    start: int
    end: int
    kind: str
    value: float | None
    value_max: float | None = None
    unit: str = ""
    unit_kind: str = ""
    more: bool = False  # 多 or 余, before or after the unit
    scope: bool = False  # the size of a set rather than a count of what was done


# 千瓦, 千米 and 百分点 are units: their first character is no magnitude.
MAG = r"(?:[十万亿]|百(?!分)|千(?![瓦米克伏赫升卡]))"


_HAN = rf"(?:[零〇○一二三四五六七八九两]|{MAG})"


_ARABIC = rf"(?:(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?:{MAG}+(?:\d+{MAG}+)*)?)"


_SPOKEN = rf"(?:{_HAN}+(?:点[零〇○一二三四五六七八九]+[万亿]*)?)"


NUM = rf"(?:{_ARABIC}|{_SPOKEN})"


TO = r"(?:至|到|—|–|―|─|-|~|～|－)+"


GAP = r"[ \u3000]?"


YEAR = r"(?:[12]\d{3}|[一二][〇○零一二三四五六七八九]{3})"


def blank_out(text: str, spans) -> str:
    """Hide spans of a text behind ■, so that offsets stay."""
    if not spans:
        return text
    out = list(text)
    for start, end in spans:
        out[start:end] = "■" * (end - start)
    return "".join(out)


EDGES = frozenset("，；。：！？,;:!?")


def clause_before(text: str, at: int) -> str:
    """The clause up to `at`."""
    left = at
    while left and text[left - 1] not in EDGES:
        left -= 1
    return text[left:at]


def clause_after(text: str, at: int) -> str:
    """The clause from `at` on."""
    right = at
    while right < len(text) and text[right] not in EDGES:
        right += 1
    return text[at:right]
