"""What no quantity stands in: titles, quoted words, set phrases, dates, codes."""

from __future__ import annotations

import re
from functools import cache

from analysis.targets.common import TO, YEAR, blank_out
from analysis.targets.cues import grouped, words

_DATES = re.compile(
    rf"{YEAR}(?:{TO}{YEAR})?(?:学?年(?:代|度)?|{TO})"
    rf"|{YEAR}(?={TO}{YEAR})"
    r"|(?:[一二]?十?[一二三四五六七八九]?十年代|\d0年代|[末本上]世纪[一二三四五六七八九]十年代)"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,3})世纪"
    rf"|(?:(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月?{TO})?"
    r"(?<!个)(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|底|末|初|中旬)?"
    r"(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})日)?"
    rf"|(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})日|{YEAR}年"
    r"|第?[一二三四1-4](?:个)?季度|[一二三四]、[一二三四]季度"
    r"|\d+[·/.]\d+(?=[”’\u4e00-\u9fff])(?<=\d·\d\d)|\d+·\d+"
)


SHELTERED = re.compile(r"《[^》]*》|“[^”]*”|‘[^’]*’|「[^」]*」|【[^】]*】|\[[^\]]*\]\([^)]*\)")


_CODE = re.compile(
    r"[A-Za-z][A-Za-z.\-]*\d+(?:\.\d+)?[A-Za-z\-]*|\d+(?:[+×xX]\d+|[+＋][A-Za-z]+)+(?:[+＋]\w+)*"
    r"|\d+[A-Za-z]+-[A-Za-z]|\d[GD](?=[^A-Za-z]|$)|\d{1,2}[:：]\d{2}"
)


def sheltered(text: str) -> list[tuple[int, int]]:
    """Spans in which no numeral is a quantity: titles, quoted words, codes, dates, set phrases.

    Examples
    --------
    >>> [("《前海方案》72项、“20条”、1990年"[a:b]) for a, b in
    ...  sheltered("《前海方案》72项、“20条”、1990年")]
    ['《前海方案》', '“20条”', '1990年']
    """
    spans = [m.span() for m in SHELTERED.finditer(text)]
    return sorted(spans + not_quantities(blank_out(text, spans)))


@cache
def _phrases() -> re.Pattern:
    """Set phrases, grouped by their first character, which lets the engine skip the rest."""
    return re.compile(grouped(words("not_quantity")))


_MORE = frozenset("十百千万亿")  # 同一百七十四个 does not hold 同一


_DATE_SIGNS = re.compile("[年月日世季·]")


_CODE_SIGNS = re.compile("[A-Za-z+:：]")


_NUMERIC = frozenset("零〇一二三四五六七八九十百千万亿两点0123456789")


def not_quantities(text: str) -> list[tuple[int, int]]:
    """Spans of set phrases, dates and codes; 十一家 does not hold 一家."""
    spans = [
        m.span()
        for m in _phrases().finditer(text)
        if (not m.start() or text[m.start() - 1] not in _NUMERIC)
        and not (text[m.end() - 1] in _NUMERIC and text[m.end() : m.end() + 1] in _MORE)
    ]
    text = blank_out(text, spans)
    for regex, signs in ((_DATES, _DATE_SIGNS), (_CODE, _CODE_SIGNS)):
        if not signs.search(text):
            continue
        found = [m.span() for m in regex.finditer(text) if m.end() > m.start()]
        text = blank_out(text, found)
        spans += found
    return spans
