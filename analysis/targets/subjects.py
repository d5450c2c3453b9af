"""Subjects: lists shared out over their figures, shares and bases, nouns that lean on others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from analysis.targets.cues import one_of, rx, words


@dataclass(slots=True)
class Share:
    """A and B of A占B比重."""

    subject: str
    base: str


_SHARE = re.compile(
    r"(?P<a>.*?)(?<![抢侵独])占(?![比用有道优领据]|地(?!区|方))(?:到|了)?(?P<b>[^占]{0,30}?)(?:的)?(?:比重|比例|份额|比率|比)?(?:的)?$"
)
_IN_SHARE = re.compile(
    r"(?P<a>.+?)(?:占|在)(?P<b>[^占在]{2,20}?)(?:中|内)?(?:的|所占)(?:比重|比例|份额|占比)$"
)


_OF_TOTAL = re.compile(
    r"(?P<a>.*?)(?:完成|相当于|等于|是|为)(?P<b>[^，]*?(?:计划|指标|总数|总量|总和|总额|预算|任务|之和))的?$"
)


def share_of(head: str) -> Share | None:
    """Read A占B比重.

    Examples
    --------
    >>> share_of("现代服务业增加值占服务业比重")
    Share(subject='现代服务业增加值', base='服务业')
    >>> share_of("普惠性幼儿园在园儿童占比") is None
    True
    """
    match = _SHARE.fullmatch(head) or _IN_SHARE.fullmatch(head) or _OF_TOTAL.fullmatch(head)
    if not match:
        return None
    return Share(match.group("a").strip("、，"), match.group("b").strip("的"))


@cache
def _relational() -> frozenset[str]:
    return frozenset(words("relational"))


def is_relational(noun: str) -> bool:
    """Does this noun need an owner (规模, 总投资)?"""
    plain = rx("^(?:协议|计划|合同|预计|年度|意向|签约|其中)(?=.{2})").sub("", noun)
    return noun in _relational() or plain in _relational() or noun in _PAIRS


def is_subject_only(noun: str) -> bool:
    """Is this noun just the count of the last subject (总数)?"""
    return noun in words("subject_only")


def join(owner: str, noun: str) -> str:
    """Put owner and noun together, without saying the same twice.

    Examples
    --------
    >>> join("载货无人机飞行架次", "规模"), join("商事主体总量", "总量")
    ('载货无人机飞行架次规模', '商事主体总量')
    """
    if not owner or owner.endswith(noun):
        return owner or noun
    twin = _PAIRS.get(noun)
    if twin:
        return owner[: -len(twin)] + noun if owner.endswith(twin) else noun
    for tail in ("总量", "总额", "数量", "规模", "总数"):
        if owner.endswith(tail) and noun in ("总量", "规模", "增速", "增幅"):
            return owner[: -len(tail)] + noun
    return owner + noun


_PAIRS = {
    "支出": "收入",
    "收入": "支出",
    "进口": "出口",
    "出口": "进口",
    "销量": "产量",
    "贷款": "存款",
    "存款": "贷款",
}


def is_noun(text: str) -> bool:
    """Is a clause without a number a name that can be the subject of the next?

    Examples
    --------
    >>> is_noun("农村居民家庭人均纯收入"), is_noun("推动平台经济健康发展")
    (True, False)
    """
    if not 2 <= len(text) <= 36:
        return False
    if rx(r"<action>").match(text) or re.search(
        r"(?:^创|^比|^较|^居|^占|^超|^为|等[^级]*$|扣除|按|同时|此外|为了|通过|经过|根据|截至|到|今年|去年|上年|年$|来$|以来|是|使|把|将|要|不|了|着|得到|发展$|提高|加强|增强|改善)",
        text,
    ):
        return False
    return bool(rx(r"(?:<stat_tail>|率|数|额|量|值|费|金|价|水平|标准)$").search(text))


_SPLIT = re.compile(
    r"(?:、|以及|(?<![共总调饱缓温亲中])和(?!平|谐|睦)|(?<![普参赠])与(?!会)|(?<![普以涉遍])及(?!时|其|以))"
)


def _parts(text: str) -> list[str]:
    """Cut at 、 and 和, leaving what stands in quotes whole."""
    out, depth, at = [], 0, 0
    position = 0
    while position < len(text):
        character = text[position]
        if character in "“《（(":
            depth += 1
        elif character in "”》）)":
            depth -= 1
        elif depth <= 0:
            match = _SPLIT.match(text, position)
            if match:
                out.append(text[at:position])
                at = position = match.end()
                continue
        position += 1
    out.append(text[at:])
    return [p for p in out if p]


def _by_comma(text: str) -> list[str]:
    return [p for p in rx("、").split(text) if p]


def share_out(text: str, count: int, each: bool = False) -> list[str] | None:
    """Share a list of subjects out over its figures.

    Parameters
    ----------
    text : str
        What stands before 分别.
    count : int
        Number of figures; 0 takes as many as there are.
    each : bool
        均: one figure for all subjects.

    Returns
    -------
    list of str or None
        None where the list has not `count` members.

    Examples
    --------
    >>> share_out("新能源汽车、光伏产品、家电出口", 3)
    ['新能源汽车出口', '光伏产品出口', '家电出口']
    >>> share_out("城乡居民人均可支配收入", 2)
    ['城镇居民人均可支配收入', '农村居民人均可支配收入']
    """
    text = rx(r"(?:两项指标|三项指标|等指标|均)$").sub("", text)
    etc = rx(r"(?<![高中初平同优])等(?=[^级次]*$)").search(text)
    tail = ""
    if etc:
        tail = text[etc.end() :].rpartition("的")[2]
        text = text[: etc.start()]
    for parts in (_by_comma(text), _parts(text)):
        if len(parts) == count or (each and count <= 1 and len(parts) > 1):
            if tail:
                return [p if p.endswith(tail) else p + tail for p in parts]
            return _complete(parts)
    if each and count <= 1:
        twin = _twins(text, 2)
        return twin
    return _twins(text, count)


def _twins(text: str, count: int) -> list[str] | None:
    """城乡居民 and other words that name several things at once."""
    for pattern, replacements in _TWINS:
        match = re.search(pattern, text)
        if match and len(replacements) == count:
            return [text[: match.start()] + r + text[match.end() :] for r in replacements]
    return None


_TWINS = (
    (r"城乡(?!社区|建设|融合|一体)(?:常住)?(?=居民)", ("城镇", "农村")),
    (r"城镇和农村|城乡", ("城镇", "农村")),
    (r"三次产业(?=增加值|投资|$)|一二三(?:次)?产业", ("第一产业", "第二产业", "第三产业")),
    (r"二三产业", ("第二产业", "第三产业")),
    (r"进出口", ("进口", "出口")),
    (r"工农业", ("工业", "农业")),
    (r"存贷款", ("存款", "贷款")),
    (r"客货运", ("客运", "货运")),
    (r"产销量", ("产量", "销量")),
    (r"本外币存贷款", ("本外币存款", "本外币贷款")),
)


@cache
def _stat_tail() -> re.Pattern:
    modifier = r"(?:产业集群|产业|行业|人均|财政|年均|日均|平均|最低)*"
    return re.compile(rf"{modifier}{one_of('stat_tail')}$")


def _complete(parts: list[str]) -> list[str]:
    """Give every member the head and the tail that the list shares."""
    parts = [p.strip() for p in parts]
    if parts[-1].endswith("余额"):  # 存款、贷款余额
        parts = [p + "余额" if p.endswith(("存款", "贷款")) else p for p in parts]
    last = parts[-1]
    match = _stat_tail().search(last)
    bare = not any(_stat_tail().search(p) for p in parts[:-1])
    if match and match.start() > 0 and bare:
        tail = match.group()
        parts = [p if p.endswith(tail) else p + tail for p in parts[:-1]] + [last]
    first = parts[0]
    if first.startswith("对") and not any(p.startswith("对") for p in parts[1:]):
        parts = [first] + ["对" + p for p in parts[1:]]
    ordinal = rx(r"(?:第)?[一二三](?:次)?产业(?P<rest>.*)$").search(parts[-1])
    if ordinal and all(rx(r"第?[一二三]").match(p) for p in parts):
        rest = ordinal.group("rest")
        numbers = [rx(r"第?([一二三])").match(p).group(1) for p in parts]
        return [f"第{n}产业{rest}" for n in numbers]
    out = [parts[0]]
    for part in parts[1:]:
        if len(part) <= 3 and len(out[0]) >= len(part) + 2 and out[0][-1] == part[-1]:
            part = out[0][: -len(part)] + part
        out.append(part)
    return out
