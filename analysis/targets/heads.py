"""Take the phrase before a quantity apart: subject, verb, noun."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from analysis.targets.common import YEAR
from analysis.targets.cues import grouped, one_of, rx, words


@dataclass(slots=True)
class Head:
    """The phrase before a quantity, taken apart."""

    verb: str = ""  # the action verb that governs the noun
    noun: str = ""
    subject: str = ""  # what stands before the verb
    total: bool = False
    strong: bool = False
    examples: bool = False  # A、B等 stood at the end
    raw: str = ""  # the noun before examples are dropped
    inner: bool = False  # the verb stood behind a subject


_ETC = re.compile(r"(?<![高中初平同优上对相下劣均])等(?![级次于候待同额价号离奖])")


@cache
def _verb_one() -> re.Pattern:
    return re.compile(
        one_of("action", "weak_action", "delta_verb_up", "delta_verb_down")
        + "(?:了|出(?![口让租版资院售入])|好|成)?"
    )


def verb_start(text: str) -> int:
    """Length of the verb, or chain of verbs, that opens a phrase; 0 for none.

    Examples
    --------
    >>> [verb_start(t) for t in ("新建改造绿道", "办理出口退税", "服务业增加值", "新建、修复管网")]
    [4, 2, 0, 5]
    """
    first = _verb_one().match(text)
    if not first or _opens_noun(first.group(), text[first.end() :]):
        return 0
    at = first.end()
    while True:
        link = rx(r"(?:、|和|及|并|或|与)?").match(text[at:]).end()
        then = _verb_one().match(text, at + link)
        if not then or then.end() == len(text) or _opens_noun(then.group(), text[then.end() :]):
            return at
        # 实施|帮扶项目: a weak verb goes with its noun unless it is joined to the first
        if not link and then.group() in words("weak_action") and not first.group().endswith("建"):
            return at
        at = then.end()


_SUFFIX = "性型化类业商者员额率量费权品期线器厂式制证区班率"


def _opens_noun(verb: str, rest: str) -> bool:
    """出口额, 服务业, 保障性住房: the verb is the first half of a noun."""
    if rx(r"(?:新增|净增)?(?:城镇)?(?:新增)?就业(?:人数|人口)?$").match(verb + rest):
        return True
    if rx(r"实际(?:使用|利用)|新增(?:社会融资|人民币贷款)").match(verb + rest):
        return True
    if (
        rest[:1]
        and rest[0] in _SUFFIX
        and (verb not in words("bound_verb") or rx("率|性|区(?!域)").match(rest))
    ):
        return True
    if (
        verb not in words("bound_verb")
        and not verb.startswith("新")
        and rest in words("relational") + words("measure_noun") + words("rate_noun")
    ):
        return True
    if (
        verb not in words("bound_verb")
        and not verb.startswith("新")
        and rest.endswith("率")
        and len(rest) <= 6
    ):
        return True
    return (
        verb in words("statistic_verb")
        and bool(rest)
        and bool(rx(r"(?:<stat_tail>|率|数|额|量)$").search(rest))
    )


@cache
def inner_verb() -> re.Pattern:
    """Pattern of verbs that open an object even behind a subject (全市高校获批…)."""
    weak = set(words("weak_action")) | set(words("noun_like_verb"))
    inner = [v for v in words("action") if len(v) > 1 and v not in weak]
    inner += [f"新{v}" for v in ("签", "设", "获")]
    one = grouped(inner)
    return re.compile(rf"{one}(?:(?:、|和|及|并|或)?{one})*(?:了)?")


def read_head(head: str) -> Head:
    """Split what is left before a quantity into subject, verb and noun.

    Examples
    --------
    >>> h = read_head("全市高校获批国家自然科学基金资助项目")
    >>> h.verb, h.noun
    ('获批', '国家自然科学基金资助项目')
    >>> read_head("新引进西门子高端医疗影像等亿元以上项目").noun
    '亿元以上项目'
    """
    result = Head()
    text = strip_lead(head)
    text = _for_whom(text)
    length = verb_start(text)
    if length:
        result.verb, result.strong = text[:length], True
        # 减税降费及退税: nothing but verbs, which then name the thing
        whole = length < len(text) and rx("(?:<weak_action>|[、和及与])+").fullmatch(text)
        named = whole or rx("[和及与、]").match(text[length:])
        text = text if named else text[length:]
    # 完成A、建成B: the last clause of its own counts
    text = _last_link(text, result)
    if not result.verb or rx(r"<causative>").match(result.verb):
        inner = None
        for found in inner_verb().finditer(text):
            if found.start() >= 1 and not inside_noun(text, found):
                inner = found
        # 可再生能源新增装机: what follows is too bare to stand alone
        if inner and inner.group().startswith("新增") and len(text) - inner.end() <= 3:
            inner = None
        if inner:
            result.inner = not result.verb
            result.subject = text[: inner.start()]
            result.verb, result.strong = inner.group(), True
            text = text[inner.end() :]
    agent = rx(r"(?:<agent>)+(?:各级|各部门|各地|共|累计|已|先后|每年|五年)*").match(text)
    if agent and not result.verb:
        after = text[agent.end() :]
        length = verb_start(after)
        if length and len(after) - length >= 2 and "的" not in after[length:-1]:
            result.subject, result.verb = agent.group(), after[:length]
            result.inner, text = True, after[length:]
    causative = rx(r"(?:<causative>)(?=[\u4e00-\u9fff“]{3,})").match(text)
    if causative and not result.verb:
        text = text[causative.end() :]
    if text in words("causative") and not result.verb:
        result.verb, text = text, ""
    if rx(r"累计|总计|总共|共计").search(head[: len(head) - len(text)]):
        result.total = True
    result.raw = text.strip(" \u3000、，的了—")
    result.noun, result.examples = clean(text)
    return result


def _for_whom(text: str) -> str:
    """为企业降低融资成本: the verb follows whom it serves."""
    for match in rx(r"(?<=[\u4e00-\u9fff]{2})").finditer(text[:12]):
        if not rx(r"为|向|给|对").match(text):
            return text
        rest = text[match.start() :]
        length = verb_start(rest)
        if length and len(rest) - length >= 2 and not rx(r"[和及与、]").match(rest[length:]):
            return rest
    return text


def _last_link(text: str, result: Head) -> str:
    """After 、 a strong verb opens a phrase of its own."""
    for match in rx("、").finditer(text):
        tail = text[match.end() :]
        verb = inner_verb().match(tail)
        if verb and len(tail) > verb.end() and not _ETC.search(tail):
            result.verb, result.strong = verb.group(), True
            return _last_link(tail[verb.end() :], result)
    return text


def inside_noun(text: str, match: re.Match) -> bool:
    """Does a verb found inside a phrase belong to a noun (完成率, 建设机制)?"""
    rest = text[match.end() :]
    if rx(
        r"(?:率|量|额|者|人员|工作|能力|企业$|机制|制度|权|单|面积|人数|总|费|期|办|方案|计划$)"
    ).match(rest):
        return True
    added = rx(r"(?:城镇)?就业|贷款|融资|社会融资|财力|人民币")
    return match.group() == "新增" and bool(added.match(rest))


_LEAD_TIME = re.compile(
    rf"(?:到|至|自|从|在|截至)?(?:{YEAR}年(?:底|末|初|上半年|前?[一二三四]季度)?|[一二三四五六七八九十两几\d]+年(?:多)?来|"
    r"用[^，]{1,6}时间|[一二三四五六七八九十两]+年(?:间|内|来|中)?(?![级度均底末制产总人用销发薪])|(?:从|自)[^，]{0,8}年[^，]{0,2}(?:开始|起|以来)|“[^”]{2,4}”(?:时期|期间|期末|以来)|"
    r"(?:过去|近|这|前|头|今后|未来)[一二三四五六七八九十两几\d]+年(?:里|来|中|间)?|[一二三四五六七八九十]+年(?=[\u4e00-\u9fff]{2,4}累计)|"
    r"(?:上|下)半年|本届政府|年底|年末|年初|月底|今后|当前|\d+月(?:底|末|份)?)"
)


def strip_lead(text: str) -> str:
    """Take conjunctions, adverbs and times off the left end.

    Examples
    --------
    >>> strip_lead("、其中2007年累计新建"), strip_lead("全年新增就业")
    ('新建', '全年新增就业')
    """
    lead = re.compile(one_of("lead_off"))
    while True:
        before = text
        text = text.lstrip(" \u3000、—‘：:·")
        if text.startswith("“") and "”" not in text:
            text = text[1:]
        for regex in (_LEAD_TIME, lead):
            match = regex.match(text)
            if match and match.end() < len(text) and not _part_of_word(text, match.end()):
                text = text[match.end() :]
        whole = rx(r"(?:全年|当年|全市|全省|全国|全区|全县)(?=[\u4e00-\u9fff])").match(text)
        if whole and verb_start(text[2:]):
            text = text[2:]
        if text == before:
            return text


def _part_of_word(text: str, at: int) -> bool:
    """The cue is the first half of a longer word (再生, 规划面积)."""
    match = rx("<whole_word>").match(text)
    return bool(match) and match.end() > at


def clean(noun: str) -> tuple[str, bool]:
    """Drop examples before 等 and what hangs on at the edges.

    Examples
    --------
    >>> clean("旧金山、维也纳等"), clean("的西门子高端医疗影像等亿元以上项目")
    (('旧金山、维也纳', True), ('亿元以上项目', False))
    """
    noun = noun.strip(" \u3000、，的了—")
    etc = None
    for match in _ETC.finditer(noun):
        etc = match
    examples = False
    if etc:
        tail = noun[etc.end() :].lstrip("的、 ")
        tail = rx(r"^(?:领域|学科|方面|行业|类)的?(?=[\u4e00-\u9fff]{2})").sub("", tail)
        if len(tail) >= 2 and not rx(r"(?:领域|方面|地区|城市|地|行业|学科)").fullmatch(tail):
            noun = tail
        else:
            examples, noun = True, noun[: etc.start()]
    noun = rx(r"^(?:一批|各类的|了)").sub("", noun)
    noun = rx(r"[的、和与及]$").sub("", noun).strip(" \u3000")
    if noun.count("“") > noun.count("”") and noun.endswith("“"):
        noun = noun[:-1]
    return noun, examples
