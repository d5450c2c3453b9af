"""Find the quantities of a sentence, and leave out what only looks like one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from analysis.targets import numerals, units
from analysis.targets.cues import one_of, rx, words

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
_MAG = r"(?:[十万亿]|百(?!分)|千(?![瓦米克伏赫升卡]))"
_HAN = rf"(?:[零〇○一二三四五六七八九两]|{_MAG})"
_ARABIC = rf"(?:(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?:{_MAG}+(?:\d+{_MAG}+)*)?)"
_SPOKEN = rf"(?:{_HAN}+(?:点[零〇○一二三四五六七八九]+[万亿]*)?)"
_NUM = rf"(?:{_ARABIC}|{_SPOKEN})"
_TO = r"(?:至|到|—|–|―|─|-|~|～|－)+"
_GAP = r"[ \u3000]?"

_YEAR = r"(?:[12]\d{3}|[一二][〇○零一二三四五六七八九]{3})"
_DATES = re.compile(
    rf"{_YEAR}(?:{_TO}{_YEAR})?(?:学?年(?:代|度)?|{_TO})"
    rf"|{_YEAR}(?={_TO}{_YEAR})"
    r"|(?:[一二]?十?[一二三四五六七八九]?十年代|\d0年代|[末本上]世纪[一二三四五六七八九]十年代)"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,3})世纪"
    rf"|(?:(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月?{_TO})?"
    r"(?<!个)(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|底|末|初|中旬)?"
    r"(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})日)?"
    rf"|(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})日|{_YEAR}年"
    r"|第?[一二三四1-4](?:个)?季度|[一二三四]、[一二三四]季度"
    r"|\d+[·/.]\d+(?=[”’\u4e00-\u9fff])(?<=\d·\d\d)|\d+·\d+"
)
_SHELTERED = re.compile(r"《[^》]*》|“[^”]*”|‘[^’]*’|「[^」]*」|【[^】]*】|\[[^\]]*\]\([^)]*\)")
_STREAK_IN = re.compile(rf"({_NUM})(连[冠增丰涨升降胜优跌快跳番霸][\u4e00-\u9fff]?)")
_CODE = re.compile(
    r"[A-Za-z][A-Za-z.\-]*\d+(?:\.\d+)?[A-Za-z\-]*|\d+(?:[+×xX]\d+|[+＋][A-Za-z]+)+(?:[+＋]\w+)*"
    r"|\d+[A-Za-z]+-[A-Za-z]|\d[GD](?=[^A-Za-z]|$)|\d{1,2}[:：]\d{2}"
)

_PERCENT = re.compile(
    rf"(百|千|万)分之({_NUM})(?:({_TO})(?:(?:百|千|万)分之)?({_NUM}))?(多)?"
)
_FRACTION = re.compile(rf"({_NUM})分之({_NUM})(多)?")
_TENTHS = re.compile(
    r"([一二两三四五六七八九\d])成([一二三四五六七八九](?!是|来))?(多)?"
    r"(?![立果效为就本员长功都熟交绩套型品形分人])"
)
_DOUBLE = re.compile(r"(?:两|2|双)位数")
_RANK = re.compile(
    rf"第({_NUM})(?:位|名)?|首位(?!度)|榜首|冠亚军|前({_NUM})(?:位|名|强)?"
)
_STREAK = re.compile(rf"连续(?:了)?(?:第)?{_GAP}({_NUM})(多|余)?(个?(?:年|月|季度?|次|届|天|轮|周|期|批|批次))")
_HALF = re.compile(r"(?:一半|半数)")
_SYNC = re.compile(r"同步")


@cache
def _number_re() -> re.Pattern:
    unit = units.pattern()
    return re.compile(
        rf"({_NUM})(?:{_GAP}(多|余|来))?({_MAG}+)?"
        rf"(?:{_GAP}({unit}))?"
        rf"(?:{_TO}({_NUM})(多|余)?({_MAG}+)?{_GAP}({unit})?)?"
        r"(多|余)?"
    )


@cache
def _noun_unit_re() -> re.Pattern:
    return re.compile(units.pattern(noun=True))


def _blank(text: str, spans) -> str:
    if not spans:
        return text
    out = list(text)
    for start, end in spans:
        out[start:end] = "■" * (end - start)
    return "".join(out)


def sheltered(text: str) -> list[tuple[int, int]]:
    """Spans in which no numeral is a quantity: titles, quoted words, codes, dates, set phrases.

    Examples
    --------
    >>> [("《前海方案》72项、“20条”、1990年"[a:b]) for a, b in
    ...  sheltered("《前海方案》72项、“20条”、1990年")]
    ['《前海方案》', '“20条”', '1990年']
    """
    spans = [m.span() for m in _SHELTERED.finditer(text)]
    return sorted(spans + _not_quantities(_blank(text, spans)))


@cache
def _phrases() -> re.Pattern:
    """Set phrases, grouped by their first character, which lets the engine skip the rest."""
    heads: dict[str, list[str]] = {}
    for term in words("not_quantity"):
        heads.setdefault(term[0], []).append(re.escape(term[1:]))
    return re.compile("|".join(f"{head}(?:{'|'.join(rest)})" for head, rest in heads.items()))


_MORE = frozenset("十百千万亿")  # 同一百七十四个 does not hold 同一
_DATE_SIGNS = re.compile("[年月日世季·]")
_CODE_SIGNS = re.compile("[A-Za-z+:：]")
_NUMERIC = frozenset("零〇一二三四五六七八九十百千万亿两点0123456789")


def _not_quantities(text: str) -> list[tuple[int, int]]:
    """Spans of set phrases, dates and codes; 十一家 does not hold 一家."""
    spans = [
        m.span()
        for m in _phrases().finditer(text)
        if (not m.start() or text[m.start() - 1] not in _NUMERIC)
        and not (text[m.end() - 1] in _NUMERIC and text[m.end() : m.end() + 1] in _MORE)
    ]
    text = _blank(text, spans)
    for regex, signs in ((_DATES, _DATE_SIGNS), (_CODE, _CODE_SIGNS)):
        if not signs.search(text):
            continue
        found = [m.span() for m in regex.finditer(text) if m.end() > m.start()]
        text = _blank(text, found)
        spans += found
    return spans


_ANY = re.compile(r"[0-9０-９零〇一二三四五六七八九十百千万亿两]|同步|首位|榜首|半数")


def quantities(text: str) -> list[Quantity]:
    """Find the quantities of a sentence, in order, without overlap.

    Parameters
    ----------
    text : str
        One sentence, as it stands in the document.

    Returns
    -------
    list of Quantity
        Offsets count in `text`. Dates, names, codes, titles, set phrases, thresholds and
        denominators are left out.

    Examples
    --------
    >>> [(q.value, q.unit) for q in quantities("亿元以上项目640个，增长百分之七点三，居全国首位。")]
    [(640.0, '个'), (7.3, '%'), (1.0, '位')]
    """
    if not _ANY.search(text):
        return []
    plain = numerals.narrow(text)
    found: list[Quantity] = []
    hidden = [m.span() for m in _SHELTERED.finditer(plain)]
    titles = [s for s in hidden if plain[s[0]] == "《"]
    rest = _blank(plain, titles)
    for sign, regex, reader in _READERS:
        if sign == "”":  # so far titles alone are hidden, now quoted words are
            rest = _blank(rest, [s for s in hidden if s not in titles])
        elif sign in rest:
            rest = _take(regex, reader, rest, plain, found)
    rest = _blank(rest, _not_quantities(rest))
    if not found and not _ANY.search(rest):
        return []
    for sign, regex, reader in _LATE_READERS:
        if sign in rest:
            rest = _take(regex, reader, rest, plain, found)
    _numbers(rest, plain, found)
    return sorted(found, key=lambda q: q.start)


def _take(regex, reader, rest, plain, found) -> str:
    """Let a reader judge every match; what it takes is blanked for the next reader."""
    taken = []
    for match in regex.finditer(rest):
        quantity = reader(match, plain)
        if quantity is not None:
            found.append(quantity)
            taken.append((quantity.start, quantity.end))
    return _blank(rest, taken)


_EDGES = frozenset("，；。：！？,;:!?")


def _before(text: str, at: int) -> str:
    """The clause up to `at`."""
    left = at
    while left and text[left - 1] not in _EDGES:
        left -= 1
    return text[left:at]


def _after(text: str, at: int) -> str:
    """The clause from `at` on."""
    right = at
    while right < len(text) and text[right] not in _EDGES:
        right += 1
    return text[at:right]


def _streak_title(match, text):
    value = numerals.parse(match.group(1))
    # 连冠 takes two characters after the numeral, 连 and its verb
    end = match.start(2) + 2
    if value is None or value < 2:
        return None
    return Quantity(match.start(), end, "streak", value, None, text[match.start(2) : end], "streak")


def _percent(match, text):
    low = numerals.parse(match.group(2))
    high = numerals.parse(match.group(4)) if match.group(4) else None
    if low is None:
        return None
    unit = {"百": "%", "千": "‰", "万": "‱"}[match.group(1)]
    end = match.end()
    if match.group(4) and high is None:
        end = match.start(3)
    return Quantity(
        match.start(), end, "number", low, high, unit, "percent", bool(match.group(5))
    )


def _fraction(match, text):
    low, high = numerals.parse(match.group(1)), numerals.parse(match.group(2))
    if not low or high is None or high > low:
        return None
    return Quantity(
        match.start(), match.end(), "fraction", round(high / low, 4), None, "", "fraction",
        bool(match.group(3)),
    )  # fmt: skip


def _tenths(match, text):
    before, after = _before(text, match.start()), _after(text, match.end())
    if before[-1:] in "零一二三四五六七八九十百千万亿两第" and before:
        return None
    cue = rx(r"(近|超|超过|约|达|达到|占|过|为|至|到|比重|比例|率|增长|下降|降低|压减|减少|提高|增加|的|有|是)$").search(before)
    if not cue and not rx(r"(以上|左右|多|以下|的|$)").match(after):
        return None
    value = 10 * (numerals.parse(match.group(1)) or 0)
    if match.group(2):
        value += numerals.parse(match.group(2)) or 0
    return Quantity(
        match.start(), match.end(), "number", value, None, "%", "percent", bool(match.group(3))
    )


def _half(match, text):
    before, after = _before(text, match.start()), _after(text, match.end())
    if not rx(r"(近|超过?|过|占.*|约|达到?|缩短|减少|降低|压减|压缩|下降|为|至|到|不足|不到)$").search(before):
        if not rx(r"以上|左右|多").match(after):
            return None
    return Quantity(match.start(), match.end(), "number", 50.0, None, "%", "percent")


def _double(match, text):
    return Quantity(match.start(), match.end(), "double", 10.0, None, "%", "percent", True)


def _sync(match, text):
    before, after = _before(text, match.start()), _after(text, match.end())
    pair = rx(r"(收入|工资|报酬|待遇|养老金|标准).*[与和同跟]").search(before)
    if not pair or not rx(r"(的)?(增长|提高|上涨)?([、）（和]|$)").match(after):
        return None
    return Quantity(match.start(), match.end(), "sync", None)


def _rank(match, text):
    before, after = _before(text, match.start()), _after(text, match.end())
    front = match.group(2)
    numeral = match.group(1) or front
    value = numerals.parse(numeral) if numeral else 1.0
    if value is None or value < 1:
        return None
    if rx(r"(放在|摆在|置于|排除在|作为|当作)[^，]{0,4}$").search(before):
        return None
    # A place is stated by a verb of standing or by a field, and nothing may follow it.
    verb = rx("<rank_verb>[^，；。：]{0,24}?$").search(before)
    field = rx("(?:<field>|系统|榜|考核|评价|排名|等次|之首)的?$").search(before)
    if rx(r"(大|次|个|批|届|期|代|轮|产业|书记|季度|时间|方|步|章|条|课|线|部|阶段|名书记)").match(after):
        return None
    closed = rx(r"(?:位|名|的位置|位次|位置|行列|方阵|梯队|方队)?(?:[、）（”’]|和|以及|及|上升|提升|跃升|前移|升|降|下降|$)").match(after)
    if not closed or not (verb or field):
        return None
    if front and not match.group().endswith(("位", "名", "强")) and not closed:
        return None
    return Quantity(
        match.start(), match.end(), "rank", value, None, "位", "rank", scope=bool(front)
    )


def _streak(match, text):
    value = numerals.parse(match.group(1))
    after = text[match.end() :]
    if value is None or value < 2 or after.startswith(("以来",)):
        return None
    end = match.end()
    return Quantity(
        match.start(1), end, "streak", value, None, match.group(3), "streak", bool(match.group(2))
    )


# A sign that must be there, what to look for, and who judges it; the order counts.
_READERS = (
    ("连", _STREAK_IN, _streak_title),
    ("”", None, None),
    ("分之", _PERCENT, _percent),
    ("分之", _FRACTION, _fraction),
    ("连续", _STREAK, _streak),
    ("位数", _DOUBLE, _double),
    ("第", _RANK, _rank),
    ("首位", _RANK, _rank),
    ("榜首", _RANK, _rank),
    ("前", _RANK, _rank),
    ("成", _TENTHS, _tenths),
)
_LATE_READERS = (("半", _HALF, _half), ("同步", _SYNC, _sync))


def _numbers(rest: str, text: str, found: list[Quantity]) -> None:
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
    numeral, more, magnitude, unit, high, high_more, high_magnitude, high_unit, trailing = (
        match.groups()
    )
    value = numerals.parse(numeral)
    start, end = match.start(), match.end()
    before, after = _before(rest, start), ""
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
        top, end = None, match.end(4) if unit else (match.end(3) if magnitude else match.end(2) if more else match.end(1))
        trailing = None
    if trailing:
        end -= len(trailing)  # 一倍多: the 多 stands outside
    after = _after(rest, end)
    if not unit:
        return _without_unit(numeral, value, bool(more), start, end, rest, text, before)
    quantity = Quantity(
        start, end, "number", value, top, unit, units.kind_of(unit), bool(more or trailing)
    )
    return quantity if _accepted(quantity, numeral, before, after, rest) else None


def _broken(numeral: str, rest: str, start: int) -> bool:
    """The numeral is part of a name, an ordinal, a vague number or a year."""
    left = rest[start - 1 : start]
    if left and (left in "第几数初之某每+·#○〇" or (left.isascii() and left.isalnum())):
        return not (left == "每" and False)
    if left in (".", "-") and rest[start - 2 : start - 1].isascii():
        return True
    right = rest[start + len(numeral) : start + len(numeral) + 1]
    if right and right in "几数":
        return True
    arabic = numeral[0].isdigit()
    if not arabic and len(numeral) > 1 and not rx(r"[十百千万亿点]").search(numeral):
        return True
    return False


_CUE = (
    r"(?:达|达到|达成|为|至|到|超|超过|突破|近|将近|接近|约|大约|逾|过|上|不足|不到|不低于|不少于|不超过|至少|"
    r"增加|减少|提高|降低|缩短|压缩|压减|延长|增|减|降|升|是|在|有|共|占|跃上|迈上|站上|累计|总计|合计|仅)"
)


_CUED = re.compile(_CUE + "[了到至]?$")


def _without_unit(numeral, value, more, start, end, rest, text, before):
    noun = _noun_unit_re().match(rest, end)
    arabic = numeral[0].isdigit()
    has_magnitude = bool(rx("[万亿]").search(rest[start:end])) and bool(
        rx(r"[\d一二两三四五六七八九]").search(numeral)
    )
    if noun and not (len(noun.group()) == 1 and has_magnitude):
        unit = noun.group()
        if len(unit) == 1:
            tail = rest[noun.end() : noun.end() + 1]
            if unit in "金银铜胜负平":
                if not arabic or not (tail == "" or tail in EDGE + "、" or tail.isdigit()):
                    return None
            elif not (arabic or value >= 10) or rx("[产际家道城内外长区级域市委]").match(tail or "。"):
                if unit in "省市县区镇乡村州盟旗国" and not (arabic and rx("[区县市、]").match(tail)):
                    return None
        elif not arabic and not has_magnitude:
            return None
        if len(unit) == 1 and numeral in ("百", "千", "万", "亿"):
            return None
        return Quantity(start, noun.end(), "number", value, None, unit, "noun", more)
    next_character = rest[end : end + 1]
    closed = next_character == "" or next_character in EDGE + "、" or re.match(
        r"(?:以上|以下|以内|左右|上下|和|及|增加|提高|上升|下降|降)", rest[end:]
    )
    cue = _CUED.search(before)
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


def _accepted(q: Quantity, numeral: str, before: str, after: str, rest: str) -> bool:
    kind, unit = q.unit_kind, q.unit
    arabic = numeral[0].isdigit()
    cue = bool(_CUED.search(before))
    if rx(r"新$").search(before) and unit == "条":
        return False
    if rx(r"前$").search(before) and kind in ("percent", "count", "people"):
        return False
    if kind == "time":
        return _time_accepted(q, numeral, before, after)
    if unit in ("届", "号") or (unit in ("期", "级", "档", "代") and not cue):
        return False
    if unit == "分" and not rx(r"(?:降低|下降|提高|下调|上调|得分|减少|增加|达|为)$").search(before):
        return False
    if unit == "度" and not (arabic or q.value >= 100):
        return False
    if _threshold(q, before, after):
        return False
    if kind in ("percent", "point", "ratio"):
        return unit != "番" or bool(rx(r"翻[了一]?$").search(before))
    acted = rx("<action>$").search(before)
    if kind in ("power", "data", "length") and not (cue or acted) and _names_a_facility(q, after):
        return False
    if not arabic:
        return _spoken_accepted(q, numeral, before, after, cue)
    return True


def _time_accepted(q, numeral, before, after) -> bool:
    unit = q.unit
    if rx(r"(?:来|间|内|后|前|之|以来|以内.|服务圈|生活圈|的|期间|一|规划|行动|计划|制|期|代|级|养老|便民|通勤|交通|经济)").match(after):
        if not (unit not in ("年", "岁") and rx(r"以内(?:$|[、）])").match(after)):
            return False
    moved = rx(r"(?:提前|推迟|延长|延长了|缩短|缩短了|推后|压缩|压减|减少|增加|提高|延迟)(?:近|约|超过|至少|了)?$").search(before)
    if unit == "年":
        return bool(moved or rx(r"(?:延长|缩短)(?:到|至)$|年限(?:为|达到?|提高到)$|人均受教育.*(?:达到?|为|至|到)$").search(before))
    if unit in ("月", "周", "周年", "旬", "载", "季度", "昼夜", "分秒"):
        return bool(moved) and unit in ("月", "周")
    if unit == "岁":
        return not rx(r"以[上下]|及以").match(after) and bool(
            rx(r"(?:寿命|年龄).*$").search(before)
        )
    moved = moved or _CUED.search(before)
    noun = rx(r"(?:天数|时长|时间|时限|日数|工时|周期|里程)$").search(before)
    return bool(moved or noun)


def _threshold(q: Quantity, before: str, after: str) -> bool:
    """亿元以上项目, 10亿元级, 65岁以上: a size inside a name."""
    if q.unit_kind not in MEASURED:
        return False
    if rx(r"(?:及?以上|以下|以内|及以下)?级(?!别|以)|级").match(after):
        return True
    if rx(r"(?:以上|以下|以内)?(?:的)?部分").match(after):
        return True
    sized = _SIZED.match(after)
    if sized and q.unit_kind == "money" and rx(r"(?:超|过|上|达|超过|突破)$").search(before):
        return True
    tail = rx(r"(?:及?以上|及?以下|以内|以外|之间)(?:的)?([\u4e00-\u9fff“].*)").match(after)
    if not tail or rx(r"(?:和|与|及|或|是|用于|由|投向|来自|并|以及|左右|水平)").match(tail.group(1)):
        return False
    counted = _COUNTED.search(tail.group(1))
    acted = rx("(?:<action>|投资)$").search(before) or _CUED.search(before)
    return bool(counted) or not acted


MEASURED = units.MEASURING
_COUNTED = re.compile(rf"(?:{_NUM})[多余]?(?:个|家|项|户|人|所|座|台|条|件|名|辆|处|只)")
_SIZED = re.compile(rf"[\u4e00-\u9fff]{{2,10}}{_COUNTED.pattern}")


def _names_a_facility(q: Quantity, after: str) -> bool:
    """12英寸集成电路生产线: a size inside the name of a plant or machine."""
    return bool(rx(r"(?:级)?[\u4e00-\u9fffA-Za-z“■]{0,18}?<facility>").match(after))


_GENERIC = re.compile(
    r"(?:方面|问题|原则|重点(?=$|工作|任务|方面|问题|领域|环节|[，、。])|阶段|层次|环节|关系|文明|百年|结合|转变|战略|字|关键|坚持|"
    r"必须|基本|根本|确保|时期|月|年|世纪|星期|层面|维度|主题|体系|目标|任务|工作|行动|攻坚|市场|大局|主义|样|步)"
)


def _spoken_accepted(q: Quantity, numeral: str, before: str, after: str, cue: bool) -> bool:
    """Small numerals in characters are mostly words; large ones, and measures, are numbers."""
    measure = q.unit_kind in MEASURED
    bare = not rx(r"[一二两三四五六七八九]").search(numeral) and numeral != "十"
    if bare and "点" not in numeral:  # 百家, 千亿元
        return cue if not measure else (cue or bool(rx(r"(?:以上|左右)(?:$|[、）])").match(after)))
    if measure or q.value >= 20:
        return q.value >= 2 or measure and (cue or q.unit_kind == "money")
    if q.value < 2:
        return bool(rx(r"(?:提前|增加|减少|至少|提高|不少于)$").search(before)) and q.unit != "个"
    if q.value <= 12:
        if q.unit in ("次", "届") or q.unit in ("次", "位", "方", "线", "层", "头", "面", "手", "点", "口", "根", "道", "路") and not cue:
            return False
        acted = rx(r"<action>").search(before)
        if _GENERIC.match(after) or not (acted or cue):
            return False
        return True
    return not _GENERIC.match(after) or q.value > 10 and not _GENERIC.match(after)
