"""Automatic numbers of a Word file: 一、（一）1. stand in no text of it and are counted anew."""

from __future__ import annotations

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


class Numbering:
    """The lists of one Word file: `next(paragraph)` gives the label of a paragraph.

    Parameters
    ----------
    numbering, styles : XML elements or None
        Roots of word/numbering.xml and word/styles.xml.
    """

    def __init__(self, numbering, styles):
        self._lists: dict[str, str] = {}
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles: dict[str, tuple[str | None, int | None, str | None]] = {}
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read_lists(self, root) -> None:
        for abstract in children(root, "abstractNum"):
            levels = {}
            for level in children(abstract, "lvl"):
                fmt = value(level, "numFmt") or "decimal"
                text = value(level, "lvlText") or ""
                start = value(level, "start") or "1"
                number = int(level.get(f"{W}ilvl", "0"))
                levels[number] = (fmt, text, int(start) if start.isdigit() else 1)
            self._levels[abstract.get(f"{W}abstractNumId", "")] = levels
        for num in children(root, "num"):
            name = num.get(f"{W}numId", "")
            self._lists[name] = value(num, "abstractNumId") or ""
            for override in children(num, "lvlOverride"):
                start = value(override, "startOverride")
                if start and start.isdigit():
                    self._starts[name, int(override.get(f"{W}ilvl", "0"))] = int(start)

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
        style = value(properties, "pStyle") if properties is not None else None
        for _ in range(20):
            if number is not None or style not in self._styles:
                break
            number, from_style, based_on = self._styles[style]
            level = from_style if level is None else level
            style = based_on
        return number, level or 0

    def next(self, properties) -> str:
        """Count one paragraph on, given its `w:pPr` (or None), and return its label.

        Returns
        -------
        str
            As Word shows it (`（一）`), or "" where it has no number.
        """
        name, level = self._of(properties)
        kept = self._lists.get(name or "")
        levels = self._levels.get(kept or "", {})
        if level not in levels:
            return ""
        # Lists of one definition count on together unless one starts anew.
        key = name if any((name, n) in self._starts for n in levels) else f"abstract {kept}"
        counts = self._counts.setdefault(key, {})
        start = self._starts.get((name, level), levels[level][2])
        counts[level] = counts[level] + 1 if level in counts else start
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        fmt, text, _ = levels[level]
        if fmt in ("bullet", "none"):
            return ""
        for number in range(level + 1):
            if number in levels and f"%{number + 1}" in text:
                count = counts.setdefault(number, levels[number][2])
                text = text.replace(f"%{number + 1}", label(count, levels[number][0]))
        return text
