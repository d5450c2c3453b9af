"""Numerals: Arabic, full-width, in Chinese characters and mixed, to numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
DIGITS.update({"〇": 0, "○": 0, "两": 2, "俩": 2})
MAGNITUDES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

_WIDE = {ord("０") + i: str(i) for i in range(10)}
_WIDE |= {ord("Ａ") + i: chr(65 + i) for i in range(26)}
_WIDE |= {ord("ａ") + i: chr(97 + i) for i in range(26)}
_WIDE |= {ord(a): b for a, b in zip("％．，＋－～／﹪", "%.，+—～/%", strict=True)}

ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
HAN = r"[零〇○一二三四五六七八九两十百千万亿]"
# 2万5千 carries digits between its magnitudes; 3.68万亿 ends on them.
MIXED = rf"{ARABIC}(?:[十百千万亿]+(?:\d+[百千万亿]+)*)?"
SPOKEN = rf"{HAN}+(?:点[零〇○一二三四五六七八九]+[万亿]*)?"
NUMERAL = rf"(?:{MIXED}|{SPOKEN})"

_ARABIC_RE = re.compile(ARABIC)
_STEP = re.compile(r"(\d+)([百千万亿]+)")


def narrow(text: str) -> str:
    """Replace full-width digits, letters and signs one for one, so that offsets stay.

    Examples
    --------
    >>> narrow("增长７．３％，")
    '增长7.3%，'
    """
    return text.translate(_WIDE)


def magnitude(text: str) -> int:
    """Multiply the magnitudes of a string such as 万亿.

    Examples
    --------
    >>> magnitude("万亿"), magnitude("")
    (1000000000000, 1)
    """
    product = 1
    for character in text:
        product *= MAGNITUDES[character]
    return product


def _integer(text: str) -> int | None:
    """Read 八千二百九十一亿 or 一九八二."""
    if not text or any(c not in DIGITS and c not in MAGNITUDES for c in text):
        return None
    if not any(c in MAGNITUDES for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = digit = 0
    seen = False  # a digit, or a magnitude that stands for one, in the section
    last = 0
    for character in text:
        if character in DIGITS:
            # 四五百 and other pairs of digits are no single number
            if digit and DIGITS[character] and last == 1:
                return None
            digit = digit * 10 + DIGITS[character] if last == 1 and digit else DIGITS[character]
            last, seen = (1, True) if DIGITS[character] else (0, seen)
            continue
        unit = MAGNITUDES[character]
        if unit < 10**4:
            section += (digit or (1 if last != 1 or digit else 0)) * unit
        elif not seen and not section and total:
            total *= unit  # 万亿
        elif unit == 10**8:
            total = (total + (section + digit or 1)) * unit
            section = 0
        else:
            total += (section + digit or 1) * unit
            section = 0
        digit, last, seen = 0, unit, False
        if unit < 10**4:
            seen = True
    # 一千二 and 三万五 leave out the last magnitude
    if digit and last == 1 and text[-2:-1] in ("百", "千", "万", "亿"):
        return total + section + digit * MAGNITUDES[text[-2]] // 10
    return total + section + digit


@lru_cache(maxsize=4096)
def parse(text: str) -> float | None:
    """Read one numeral.

    Parameters
    ----------
    text : str
        As written, full-width or not: 3.68万亿, 2万5千, 八千二百九十一亿, 七点三.

    Returns
    -------
    float or None
        None where it is no single number (四五百).

    Examples
    --------
    >>> parse("3.68万亿"), parse("八千二百九十一亿"), parse("七点三"), parse("2万5千")
    (3680000000000.0, 829100000000.0, 7.3, 25000.0)
    >>> parse("一九八二"), parse("两千零三"), parse("百亿"), parse("四五百")
    (1982.0, 2003.0, 10000000000.0, None)
    """
    text = narrow(text).replace(" ", "")
    arabic = _ARABIC_RE.match(text)
    if arabic:
        value = Decimal(arabic.group().replace(",", ""))
        rest = text[arabic.end() :]
        steps = list(_STEP.finditer(rest))
        head = rest[: steps[0].start()] if steps else rest
        if any(c not in MAGNITUDES for c in head):
            return None
        value *= magnitude(head)
        for step in steps:
            value += Decimal(step.group(1)) * magnitude(step.group(2))
        return float(value)
    whole, point, fraction = text.partition("点")
    if point:
        tail = fraction.lstrip("零〇○一二三四五六七八九")
        digits = fraction[: len(fraction) - len(tail)]
        number = _integer(whole)
        if number is None or not digits or any(c not in MAGNITUDES for c in tail):
            return None
        value = Decimal(f"{number}.{''.join(str(DIGITS[c]) for c in digits)}")
        return float(value * magnitude(tail))
    if not text or any(c not in DIGITS and c not in MAGNITUDES for c in text):
        return None
    number = _integer(text)
    return None if number is None else float(number)


def spell(number: int) -> str:
    """Write a whole number below 10^12 in Chinese characters.

    Examples
    --------
    >>> spell(8291), spell(70069), spell(10), spell(120000000)
    ('八千二百九十一', '七万零六十九', '十', '一亿二千万')
    """
    if number == 0:
        return "零"
    out = ""
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, unit)
        if not part:
            continue
        piece = _below_myriad(part)
        if out and part < 1000:
            piece = "零" + piece
        out += piece + name
    return out[1:] if out.startswith("一十") else out


def _below_myriad(number: int) -> str:
    out = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            out += "零一二三四五六七八九"[digit] + name
        elif out and number and not out.endswith("零"):
            out += "零"
    return out
