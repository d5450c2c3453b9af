"""Automatic numbers of a Word file: 一、（一）1. stand in no text of it and are counted anew."""

from __future__ import annotations

from typing import NamedTuple

from analysis.corpus.formats.office import W, children, value

_HAN = "〇一二三四五六七八九"
_HAN_ZERO = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_OLD = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def label(number: int, fmt: str) -> str:
    """Write a number in a format of Word (`w:numFmt`); "" for bullets and for none.

    Examples
    --------
    >>> [label(n, "chineseCountingThousand") for n in (3, 10, 12, 20, 105)]
    ['三', '十', '十二', '二十', '一百零五']
    >>> label(4, "decimalEnclosedCircle"), label(3, "upperRoman"), label(28, "lowerLetter")
    ('④', 'III', 'bb')
    """
    if fmt in ("bullet", "none"):
        return ""
    if fmt in ("chineseCounting", "chineseCountingThousand", "japaneseCounting",
               "taiwaneseCounting", "taiwaneseCountingThousand"):  # fmt: skip
        return _counted(number, _HAN_ZERO, "十百千")
    if fmt in ("chineseLegalSimplified", "ideographLegalTraditional"):
        old = fmt == "ideographLegalTraditional"
        return _counted(number, _LEGAL_OLD if old else _LEGAL, "拾佰仟", ten_alone=False)
    if fmt in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return "".join(_HAN[int(digit)] for digit in str(number))
    if fmt == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if fmt == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12]
    if fmt.startswith("decimalEnclosedCircle"):
        return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)
    if fmt == "decimalEnclosedParen":
        return chr(0x2474 + number - 1) if 1 <= number <= 20 else f"({number})"
    if fmt in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(0xFF10 + int(digit)) for digit in str(number))
    if fmt == "decimalZero":
        return f"{number:02d}"
    if fmt in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if fmt == "upperLetter" else letter.lower()
    if fmt in ("upperRoman", "lowerRoman"):
        return _roman(number) if fmt == "upperRoman" else _roman(number).lower()
    return str(number)


def _counted(number: int, digits: str, units: str, ten_alone: bool = True) -> str:
    """Write 1 to 9999 with 十百千 as one says it."""
    if not 1 <= number <= 9999:
        return str(number)
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit]
            text += units[power - 1] if power else ""
        gap = not digit
    return text[1:] if ten_alone and 10 <= number <= 19 else text


def _roman(number: int) -> str:
    pairs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    text = ""
    for size, sign in pairs:
        text += sign * (number // size)
        number %= size
    return text


class Level(NamedTuple):
    """One level of a list: format of its number, text around it, first number, its style."""

    fmt: str
    text: str
    start: int
    style: str | None


class Numbering:
    """The lists of one Word file: `next(paragraph)` gives the label of a paragraph.

    Parameters
    ----------
    numbering, styles : XML elements or None
        Roots of word/numbering.xml and word/styles.xml.
    """

    def __init__(self, numbering, styles):
        self._lists: dict[str, tuple[str, dict[int, Level]]] = {}
        self._starts: set[str] = set()
        self._counts: dict[str, dict[int, int]] = {}
        self._styles: dict[str, tuple[str | None, int | None, str | None]] = {}
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            self._read_lists(numbering)

    def _read_lists(self, root) -> None:
        abstract = {a.get(f"{W}abstractNumId", ""): a for a in children(root, "abstractNum")}
        # A list may borrow the levels of the one that defines a numbering style.
        defined = {value(a, "styleLink"): a for a in abstract.values() if value(a, "styleLink")}
        for num in children(root, "num"):
            name, kept = num.get(f"{W}numId", ""), value(num, "abstractNumId") or ""
            if kept not in abstract:
                continue
            linked = value(abstract[kept], "numStyleLink")
            levels = _levels(defined.get(linked, abstract[kept]))
            for override in children(num, "lvlOverride"):
                number = _whole(override.get(f"{W}ilvl"), 0)
                levels |= _levels(override)
                start = value(override, "startOverride")
                if start is not None and number in levels:
                    self._starts.add(name)
                    levels[number] = levels[number]._replace(start=_whole(start, 1))
            self._lists[name] = (kept, levels)

    def _read_styles(self, root) -> None:
        for style in children(root, "style"):
            number = level = None
            for properties in children(style, "pPr"):
                number, level = self._own(properties)
            name = style.get(f"{W}styleId", "")
            self._styles[name] = (number, level, value(style, "basedOn"))

    @staticmethod
    def _own(properties) -> tuple[str | None, int | None]:
        for found in children(properties, "numPr"):
            level = value(found, "ilvl")
            return value(found, "numId"), int(level) if level and level.isdigit() else None
        return None, None

    def _of(self, properties) -> tuple[str | None, int]:
        """List and level of a paragraph: its own, or that of its style and those it is based on."""
        number, level = self._own(properties) if properties is not None else (None, None)
        own = style = value(properties, "pStyle") if properties is not None else None
        for _ in range(20):
            if number is not None or style not in self._styles:
                break
            number, from_style, based_on = self._styles[style]
            level = from_style if level is None else level
            style = based_on
        if level is None and own is not None:
            # The list says which level goes with a style of headings.
            _, levels = self._lists.get(number or "", ("", {}))
            level = next((n for n, found in levels.items() if found.style == own), None)
        return number, level or 0

    def next(self, properties) -> str:
        """Count one paragraph on, given its `w:pPr` (or None), and return its label.

        Returns
        -------
        str
            As Word shows it (`（一）`), or "" where it has no number.
        """
        name, level = self._of(properties)
        kept, levels = self._lists.get(name or "", ("", {}))
        if level not in levels:
            return ""
        # Lists of one definition count on together unless one starts anew.
        counts = self._counts.setdefault(name if name in self._starts else f"of {kept}", {})
        counts[level] = counts[level] + 1 if level in counts else levels[level].start
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        text = levels[level].text
        if levels[level].fmt in ("bullet", "none"):
            return ""
        for number in range(level + 1):
            if number in levels and f"%{number + 1}" in text:
                count = counts.setdefault(number, levels[number].start)
                text = text.replace(f"%{number + 1}", label(count, levels[number].fmt))
        return text


def _levels(parent) -> dict[int, Level]:
    return {
        _whole(found.get(f"{W}ilvl"), 0): Level(
            value(found, "numFmt") or "decimal",
            value(found, "lvlText") or "",
            _whole(value(found, "start"), 1),
            value(found, "pStyle"),
        )
        for found in children(parent, "lvl")
    }


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() else otherwise
