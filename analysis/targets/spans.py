"""Find the quantities of a sentence, and leave out what only looks like one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from analysis import lexicons
from analysis.targets import numerals, units

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


@cache
def words(kind: str) -> tuple[str, ...]:
    """Return the terms of one kind in seeds/targets.csv, the longest first.

    Examples
    --------
    >>> "左右" in words("approx_after")
    True
    """
    table = lexicons.load("targets.csv", columns=("term", "kind"), unique=("term", "kind"))
    found = table.loc[table["kind"] == kind, "term"]
    return tuple(sorted(found, key=lambda term: (-len(term), term)))


@cache
def one_of(*kinds: str) -> str:
    """Return a regular expression for any term of these kinds."""
    terms = sorted({t for kind in kinds for t in words(kind)}, key=lambda t: (-len(t), t))
    return f"(?:{'|'.join(map(re.escape, terms))})"


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
    rest = _blank(text, spans)
    for regex in (_phrases(), _DATES, _CODE):
        found = [m.span() for m in regex.finditer(rest) if m.end() > m.start()]
        rest = _blank(rest, found)
        spans += found
    return sorted(spans)


@cache
def _phrases() -> re.Pattern:
    return re.compile(rf"(?<![零〇一二三四五六七八九十百千万亿两\d点]){one_of('not_quantity')}")


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
    plain = numerals.narrow(text)
    found: list[Quantity] = []
    hidden = [m.span() for m in _SHELTERED.finditer(plain)]
    titles = [s for s in hidden if plain[s[0]] == "《"]
    rest = _blank(plain, titles)
    rest = _take(_STREAK_IN, _streak_title, rest, plain, found)
    rest = _blank(rest, [s for s in hidden if s not in titles])
    for regex, reader in (
        (_PERCENT, _percent),
        (_FRACTION, _fraction),
        (_STREAK, _streak),
        (_DOUBLE, _double),
        (_RANK, _rank),
        (_TENTHS, _tenths),
    ):
        rest = _take(regex, reader, rest, plain, found)
    for regex in (_phrases(), _DATES, _CODE):
        rest = _blank(rest, [m.span() for m in regex.finditer(rest) if m.end() > m.start()])
    for regex, reader in ((_HALF, _half), (_SYNC, _sync)):
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


def _before(text: str, at: int) -> str:
    """The clause up to `at`."""
    left = max((text.rfind(c, 0, at) for c in "，；。：！？,;:!?"), default=-1)
    return text[left + 1 : at]


def _after(text: str, at: int) -> str:
    """The clause from `at` on."""
    for end in range(at, len(text)):
        if text[end] in "，；。：！？,;:!?":
            return text[at:end]
    return text[at:]


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
    cue = re.search(r"(近|超|超过|约|达|达到|占|过|为|至|到|比重|比例|率|增长|下降|降低|压减|减少|提高|增加|的|有|是)$", before)
    if not cue and not re.match(r"(以上|左右|多|以下|的|$)", after):
        return None
    value = 10 * (numerals.parse(match.group(1)) or 0)
    if match.group(2):
        value += numerals.parse(match.group(2)) or 0
    return Quantity(
        match.start(), match.end(), "number", value, None, "%", "percent", bool(match.group(3))
    )


def _half(match, text):
    before, after = _before(text, match.start()), _after(text, match.end())
    if not re.search(r"(近|超过?|过|占.*|约|达到?|缩短|减少|降低|压减|压缩|下降|为|至|到|不足|不到)$", before):
        if not re.match(r"以上|左右|多", after):
            return None
    return Quantity(match.start(), match.end(), "number", 50.0, None, "%", "percent")


def _double(match, text):
    return Quantity(match.start(), match.end(), "double", 10.0, None, "%", "percent", True)


def _sync(match, text):
    before, after = _before(text, match.start()), _after(text, match.end())
    pair = re.search(r"(收入|工资|报酬|待遇|养老金|标准).*[与和同跟]", before)
    if not pair or not re.match(r"(的)?(增长|提高|上涨)?([、）（和]|$)", after):
        return None
    return Quantity(match.start(), match.end(), "sync", None)


def _rank(match, text):
    before, after = _before(text, match.start()), _after(text, match.end())
    front = match.group(2)
    numeral = match.group(1) or front
    value = numerals.parse(numeral) if numeral else 1.0
    if value is None or value < 1:
        return None
    if re.search(r"(放在|摆在|置于|排除在|作为|当作)[^，]{0,4}$", before):
        return None
    verbs, fields = one_of("rank_verb"), one_of("field")
    # A place is stated by a verb of standing or by a field, and nothing may follow it.
    verb = re.search(rf"(?:{verbs})[^，；。：]{{0,24}}?$", before)
    field = re.search(rf"(?:{fields}|系统|榜|考核|评价|排名|等次|之首)(?:的)?$", before)
    if re.match(r"(大|次|个|批|届|期|代|轮|产业|书记|季度|时间|方|步|章|条|课|线|部|阶段|名书记)", after):
        return None
    closed = re.match(r"(?:位|名|的位置|位次|位置|行列|方阵|梯队|方队)?(?:[、）（”’]|和|以及|及|上升|提升|跃升|前移|升|降|下降|$)", after)
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
        change = re.search(r"[由从][^，；]*$", before) and rest[match.end(4) : match.start(5)] in (
            "到", "至",
        )  # fmt: skip
        if top is None or not same or change or (unit and not high_unit):
            top, end, trailing = None, match.end(4), None
        else:
            unit = unit or high_unit
            if top >= 10**4 > value and not magnitude and not re.search("[万亿]", numeral):
                scale = re.search("[万亿]+$", high + (high_magnitude or ""))
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
    if not arabic and len(numeral) > 1 and not re.search(r"[十百千万亿点]", numeral):
        return True
    return False


_CUE = (
    r"(?:达|达到|达成|为|至|到|超|超过|突破|近|将近|接近|约|大约|逾|过|上|不足|不到|不低于|不少于|不超过|至少|"
    r"增加|减少|提高|降低|缩短|压缩|压减|延长|增|减|降|升|是|在|有|共|占|跃上|迈上|站上|累计|总计|合计|仅)"
)


def _without_unit(numeral, value, more, start, end, rest, text, before):
    noun = _noun_unit_re().match(rest, end)
    arabic = numeral[0].isdigit()
    has_magnitude = bool(re.search("[万亿]", rest[start:end])) and bool(
        re.search(r"[\d一二两三四五六七八九]", numeral)
    )
    if noun and not (len(noun.group()) == 1 and has_magnitude):
        unit = noun.group()
        if len(unit) == 1:
            tail = rest[noun.end() : noun.end() + 1]
            if unit in "金银铜胜负平":
                if not arabic or not (tail == "" or tail in EDGE + "、" or tail.isdigit()):
                    return None
            elif not (arabic or value >= 10) or re.match("[产际家道城内外长区级域市委]", tail or "。"):
                if unit in "省市县区镇乡村州盟旗国" and not (arabic and re.match("[区县市、]", tail)):
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
    cue = re.search(_CUE + r"[了到至]?$", before)
    if closed and (arabic or "点" in numeral or has_magnitude):
        if cue or has_magnitude or re.search(r"(?:指数|系数|强度|密度|倍差|比|均值|率)$", before):
            if not has_magnitude and value >= 1900 and value <= 2100 and len(numeral) == 4:
                return None
            return Quantity(start, end, "number", value, None, "", "", more)
        return None
    if has_magnitude and next_character == "的":
        return Quantity(start, end, "number", value, None, "", "", more)
    if has_magnitude:
        stop = _HEADED.match(rest, end)
        if stop:
            return Quantity(start, stop.end(), "number", value, None, stop.group(), "noun", more)
    return None


# 1260万农村户籍孩子: no measure word, the noun is the unit.
_HEADED = re.compile(
    r"[\u4e00-\u9fff、]{0,14}?(?:人口|毕业生|学生|孩子|儿童|农民工?|居民|职工|群众|家庭|人员|主体|用户|企业|老人|"
    r"老年人|劳动力|战士|官兵|妇女|青年|干部|党员|教师|工人|读者|观众|旅客|游客|农户|移民|军民|贫困户|岗位|在校生|研究生|本科生|大学生|新生|考生|"
    r"对象|患者|市民|户(?!籍|口)|者)(?:学生|子女|成员|人员|儿童|老人|人口)?"
)


def _accepted(q: Quantity, numeral: str, before: str, after: str, rest: str) -> bool:
    kind, unit = q.unit_kind, q.unit
    arabic = numeral[0].isdigit()
    cue = bool(re.search(_CUE + r"[了到至]?$", before))
    if re.search(r"新$", before) and unit == "条":
        return False
    if re.search(r"前$", before) and kind in ("percent", "count", "people"):
        return False
    if kind == "time":
        return _time_accepted(q, numeral, before, after)
    if unit in ("届", "号") or (unit in ("期", "级", "档", "代") and not cue):
        return False
    if unit == "分" and not re.search(r"(?:降低|下降|提高|下调|上调|得分|减少|增加|达|为)$", before):
        return False
    if unit == "度" and not (arabic or q.value >= 100):
        return False
    if _threshold(q, before, after):
        return False
    if kind in ("percent", "point", "ratio"):
        return unit != "番" or bool(re.search(r"翻[了一]?$", before))
    if kind in ("power", "data", "length") and not cue and _names_a_facility(q, after):
        return False
    if not arabic:
        return _spoken_accepted(q, numeral, before, after, cue)
    return True


def _time_accepted(q, numeral, before, after) -> bool:
    unit = q.unit
    if re.match(r"(?:来|间|内|后|前|之|以来|以内.|服务圈|生活圈|的|期间|一|规划|行动|计划|制|期|代|级|养老|便民|通勤|交通|经济)", after):
        if not (unit not in ("年", "岁") and re.match(r"以内(?:$|[、）])", after)):
            return False
    moved = re.search(r"(?:提前|推迟|延长|延长了|缩短|缩短了|推后|压缩|压减|减少|增加|提高|延迟)(?:近|约|超过|至少|了)?$", before)
    if unit == "年":
        return bool(moved or re.search(r"(?:延长|缩短)(?:到|至)$|年限(?:为|达到?|提高到)$|人均受教育.*(?:达到?|为|至|到)$", before))
    if unit in ("月", "周", "周年", "旬", "载", "季度", "昼夜", "分秒"):
        return bool(moved) and unit in ("月", "周")
    if unit == "岁":
        return not re.match(r"以[上下]|及以", after) and bool(
            re.search(r"(?:寿命|年龄).*$", before)
        )
    moved = moved or re.search(rf"{_CUE}[了到至]?$", before)
    noun = re.search(r"(?:天数|时长|时间|时限|日数|工时|周期|里程)$", before)
    return bool(moved or noun)


def _threshold(q: Quantity, before: str, after: str) -> bool:
    """亿元以上项目, 10亿元级, 65岁以上: a size inside a name."""
    if q.unit_kind not in MEASURED:
        return False
    if re.match(r"(?:及?以上|以下|以内|及以下)?级(?!别|以)|级", after):
        return True
    if re.match(r"(?:以上|以下|以内)?(?:的)?部分", after):
        return True
    sized = re.match(rf"[\u4e00-\u9fff]{{2,10}}(?:{_NUM})[多余]?(?:个|家|只|户|项|座)", after)
    if sized and q.unit_kind == "money" and re.search(r"(?:超|过|上|达|超过|突破)$", before):
        return True
    tail = re.match(r"(?:及?以上|及?以下|以内|以外|之间)(?:的)?([\u4e00-\u9fff“].*)", after)
    if not tail or re.match(r"(?:和|与|及|或|是|用于|由|投向|来自|并|以及|左右|水平)", tail.group(1)):
        return False
    counted = re.search(rf"(?:{_NUM})[多余]?(?:个|家|项|户|人|所|座|台|条|件|名|辆|处|只)", tail.group(1))
    acted = re.search(rf"(?:{one_of('action')}|投资|{_CUE})$", before)
    return bool(counted) or not acted


MEASURED = units.MEASURING


def _names_a_facility(q: Quantity, after: str) -> bool:
    return bool(
        re.match(
            r"(?:级)?[\u4e00-\u9fffA-Za-z“■]{0,18}?(?:项目|工程|机组|电站|电厂|基地|生产线|卫星|反应堆|冷堆|试验|"
            r"船|机|炉|高炉|口径|晶圆|芯片|光刻|线路|集成电路|高铁|动车|射电|望远镜)",
            after,
        )
    )


_GENERIC = re.compile(
    r"(?:方面|问题|原则|重点(?=$|工作|任务|方面|问题|领域|环节|[，、。])|阶段|层次|环节|关系|文明|百年|结合|转变|战略|字|关键|坚持|"
    r"必须|基本|根本|确保|时期|月|年|世纪|星期|层面|维度|主题|体系|目标|任务|工作|行动|攻坚|市场|大局|主义|样|步)"
)


def _spoken_accepted(q: Quantity, numeral: str, before: str, after: str, cue: bool) -> bool:
    """Small numerals in characters are mostly words; large ones, and measures, are numbers."""
    measure = q.unit_kind in MEASURED
    bare = not re.search(r"[一二两三四五六七八九]", numeral) and numeral != "十"
    if bare and "点" not in numeral:  # 百家, 千亿元
        return cue if not measure else (cue or bool(re.match(r"(?:以上|左右)(?:$|[、）])", after)))
    if measure or q.value >= 20:
        return q.value >= 2 or measure and (cue or q.unit_kind == "money")
    if q.value < 2:
        return bool(re.search(r"(?:提前|增加|减少|至少|提高|不少于)$", before)) and q.unit != "个"
    if q.value <= 12:
        if q.unit in ("次", "届") or q.unit in ("次", "位", "方", "线", "层", "头", "面", "手", "点", "口", "根", "道", "路") and not cue:
            return False
        acted = re.search(one_of("action"), before)
        if _GENERIC.match(after) or not (acted or cue):
            return False
        return True
    return not _GENERIC.match(after) or q.value > 10 and not _GENERIC.match(after)
