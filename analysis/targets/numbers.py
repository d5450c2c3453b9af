"""Numerals with a measure word, or with the noun itself for one."""

from __future__ import annotations

import re
from functools import cache

from analysis.targets import numerals, units
from analysis.targets.common import EDGE, GAP, MAG, NUM, TO, Quantity, clause_after, clause_before
from analysis.targets.cues import one_of, rx
from analysis.targets.filters import CUED, accepted


@cache
def _number_re() -> re.Pattern:
    unit = units.pattern()
    return re.compile(
        rf"({NUM})(?:{GAP}(多|余|来))?({MAG}+)?"
        rf"(?:{GAP}({unit}))?"
        rf"(?:{TO}({NUM})(多|余)?({MAG}+)?{GAP}({unit})?)?"
        r"(多|余)?"
    )


@cache
def _noun_unit_re() -> re.Pattern:
    return re.compile(units.pattern(noun=True))


def numbers_in(rest: str, text: str, found: list[Quantity]) -> None:
    """Add to `found` the numerals of a text that are quantities; `rest` has hidden parts blank."""
    regex, at = _number_re(), 0
    while True:
        match = regex.search(rest, at)
        if match is None:
            return
        quantity = _number(match, rest, text)
        at = quantity.end if quantity else max(match.end(1), match.start() + 1)
        if quantity:
            found.append(quantity)


def _number(match, rest: str, text: str) -> Quantity | None:
    numeral, more, magnitude, unit, high, _, high_magnitude, high_unit, trailing = match.groups()
    value = numerals.parse(numeral)
    start, end = match.start(), match.end()
    before, after = clause_before(rest, start), ""
    if value is None or _broken(numeral, rest, start):
        return None
    value *= numerals.magnitude(magnitude or "")
    if unit and unit.startswith("个多"):
        unit, more = "个" + unit[2:], "多"
    top = None
    if high and (high_unit or unit):
        top = numerals.parse(high)
        if top is not None:
            top *= numerals.magnitude(high_magnitude or "")
        same = not unit or not high_unit or unit == high_unit
        change = rx(r"[由从][^，；]*$").search(before) and rest[match.end(4) : match.start(5)] in (
            "到", "至",
        )  # fmt: skip
        if top is None or not same or change or (unit and not high_unit):
            top, end, trailing = None, match.end(4), None
        else:
            unit = unit or high_unit
            if top >= 10**4 > value and not magnitude and not rx("[万亿]").search(numeral):
                scale = rx("[万亿]+$").search(high + (high_magnitude or ""))
                if scale and value < numerals.parse(high.rstrip("万亿") or "1"):
                    value *= numerals.magnitude(scale.group())
            if top <= value:
                return None
    elif high:
        top, end = (
            None,
            match.end(4)
            if unit
            else (match.end(3) if magnitude else match.end(2) if more else match.end(1)),
        )
        trailing = None
    if trailing:
        end -= len(trailing)  # 一倍多: the 多 stands outside
    after = clause_after(rest, end)
    if not unit:
        return _without_unit(numeral, value, bool(more), start, end, rest, text, before)
    quantity = Quantity(
        start, end, "number", value, top, unit, units.kind_of(unit), bool(more or trailing)
    )
    return quantity if accepted(quantity, numeral, before, after, rest) else None


def _broken(numeral: str, rest: str, start: int) -> bool:
    """The numeral is part of a name, an ordinal, a vague number or a year."""
    left = rest[start - 1 : start]
    if left == "数":  # 数百 is vague, 天数312天 is not
        return numeral[0] in "十百千万亿"
    if left and (left in "第几初之某每+·#○〇" or (left.isascii() and left.isalnum())):
        return True
    if left in (".", "-") and rest[start - 2 : start - 1].isascii():
        return True
    right = rest[start + len(numeral) : start + len(numeral) + 1]
    if right and right in "几数":
        return True
    spoken = not numeral[0].isdigit() and len(numeral) > 1
    return spoken and not rx(r"[十百千万亿点]").search(numeral)


def _short_noun(unit: str, numeral: str, value: float, arabic: bool, after: str) -> bool:
    """2金1银, 106县: one character that counts itself, if nothing makes a longer word of it."""
    if numeral in ("百", "千", "万", "亿"):
        return False
    if unit in "金银铜胜负平":
        return arabic and (after == "" or after in EDGE + "、" or after.isdigit())
    if (arabic or value >= 10) and not rx("[产际家道城内外长区级域市委]").match(after or "。"):
        return True
    places = unit in "省市县区镇乡村州盟旗国"
    return not places or (arabic and bool(rx("[区县市、]").match(after)))


def _without_unit(numeral, value, more, start, end, rest, text, before):
    noun = _noun_unit_re().match(rest, end)
    arabic = numeral[0].isdigit()
    has_magnitude = bool(rx("[万亿]").search(rest[start:end])) and bool(
        rx(r"[\d一二两三四五六七八九]").search(numeral)
    )
    if noun and not (len(noun.group()) == 1 and has_magnitude):
        unit = noun.group()
        if len(unit) == 1:
            if not _short_noun(unit, numeral, value, arabic, rest[noun.end() : noun.end() + 1]):
                return None
        elif not arabic and not has_magnitude:
            return None
        return Quantity(start, noun.end(), "number", value, None, unit, "noun", more)
    next_character = rest[end : end + 1]
    closed = (
        next_character == ""
        or next_character in EDGE + "、"
        or re.match(r"(?:以上|以下|以内|左右|上下|和|及|增加|提高|上升|下降|降)", rest[end:])
    )
    cue = CUED.search(before, max(0, len(before) - 8))
    if closed and (arabic or "点" in numeral or has_magnitude):
        if cue or has_magnitude or rx(r"(?:指数|系数|强度|密度|倍差|比|均值|率)$").search(before):
            if not has_magnitude and value >= 1900 and value <= 2100 and len(numeral) == 4:
                return None
            return Quantity(start, end, "number", value, None, "", "", more)
        return None
    if has_magnitude and next_character == "的":
        return Quantity(start, end, "number", value, None, "", "", more)
    if has_magnitude:
        stop = _headed().match(rest, end)
        if stop:
            return Quantity(start, stop.end(), "number", value, None, stop.group(), "noun", more)
    return None


# 1260万农村户籍孩子: no measure word, the noun is the unit.
@cache
def _headed() -> re.Pattern:
    return re.compile(
        rf"[\u4e00-\u9fff、]{{0,14}}?(?:{one_of('people_noun')}|户(?!籍|口)|者){one_of('people_noun')}?"
    )
