"""Read the words around a quantity: predicate, comparator, direction, and the phrase left over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from analysis.targets.cues import one_of, rx, words

_YEAR = r"(?:[12]\d{3}|[一二][〇○零一二三四五六七八九]{3})年"
_TIMES = (
    rf"(?:(?:截至|自|在)?(?:{_YEAR}(?:底|末|初|度)?|上年|(?:去|今|明)年(?:底|末)?|前年|当年|现在|目前|本世纪末|年初)的?"
    r"|[一二两三四五六七八九十]+年(?:来|间|内|中|里)?)"
)
_BASE = (
    r"(?:按可?不?变?比?价格计算|按[^，。；、]{1,8}计算|扣除[^，。；]{0,10}(?:因素|影响)|同口径|可比)"
    r"|(?:(?<![占同可对环相无评])比(?![重例率价较])|较(?!快|好|大|多|高|低|强|为))[^，。；、]{1,16}?"
    r"|以?年?平?均?每?年?(?:以)?(?:每年)?平均"
)


@dataclass(slots=True)
class Left:
    """What stands before a quantity in its clause."""

    head: str = ""  # the phrase left when the predicate is taken off
    comparator: str = ""
    change: str = ""  # up, down: a verb of change stands before the quantity
    verb: str = ""  # that verb
    level: str = ""  # up, down: the change has an end (增至, 降到)
    flat: bool = False
    source: bool = False  # the A of 由A增加到B
    each: bool = False  # 均
    respective: bool = False  # 分别
    acted: str = ""  # an action verb stands between the noun and the quantity
    total: bool = False  # 累计, 共
    compared: bool = False  # 比上年
    times: bool = False  # 是上年的N倍
    year: str = ""
    realised: bool = False  # 实现
    controlled: bool = False  # 控制在
    stated: bool = False  # 达, 为, 超过: the phrase before is a statistic


@cache
def _tails() -> tuple[tuple[str, re.Pattern], ...]:
    up, down = one_of("growth_up"), one_of("growth_down")
    stop = r"(?:了)?(?:到|至|为)$"
    return (
        ("level_up", re.compile(rf"(?:{up}|拓展|扩展|壮大|跃升|发展|扩|推进|延伸|进){stop}")),
        ("level_down", re.compile(rf"(?:{down}|控制|裁并|合并|归并|撤并){stop}")),
        ("le", re.compile(one_of("le_before") + "$")),
        ("ge", re.compile(one_of("ge_before") + r"(?:了)?$")),
        ("near", re.compile(one_of("near_before") + "$")),
        ("approx", re.compile(one_of("approx_before") + "$")),
        ("flat", re.compile(r"(?:稳定|保持|维持|控制|稳控|稳)在$|(?:保持|维持|严守|坚守|守住)$")),
        ("eq", re.compile(r"(?:达到|达成|长达|深达|达|高达|多达|成为|转为|减为|变为|为|是|至|到|有|按|在)(?:了)?$")),
        ("up", re.compile(up + r"$")),
        ("down", re.compile(down + r"$")),
        ("base", re.compile(rf"(?:{_BASE})$")),
        ("time", re.compile(rf"{_TIMES}$")),
        ("place", re.compile(r"(?<=[到至占])(?:全国|全省|全市|全区|我国|世界|全球)$")),
        ("each", re.compile(r"(?<![人日月户年平])均$|^都$|(?<=[\u4e00-\u9fff])都(?<!首都)(?<!成都)$")),
        ("respective", re.compile(r"分别(?:为)?$")),
        ("total", re.compile(r"(?:累计(?:已)?|(?<![公])共|总共|共计|合计|总计)$")),
        ("adverb", re.compile(one_of("adverb") + "$")),
        ("light", re.compile(r"(?:已|(?<![而])将|再|仅|又|也|只(?<!船只)|还(?<![退归偿]还)|约|则|却|拟|就(?<![成造]就)|计划|了|其中|更|各|平均|达到?)$")),
        ("whom", re.compile(r"(?<![即致驱])使$|让$|把$|(?<![大小部麻])将$")),
        ("acted", re.compile(one_of("trailing_action") + "$")),
    )


def read_left(text: str) -> Left:
    """Take the predicate off the right end of what stands before a quantity.

    Examples
    --------
    >>> left = read_left("粮食产量比上年增长超过")
    >>> left.head, left.change, left.comparator
    ('粮食产量', 'up', 'ge')
    >>> left = read_left("生活垃圾回收利用率提升至")
    >>> left.head, left.level
    ('生活垃圾回收利用率', 'up')
    """
    left = Left()
    rest = text.rstrip(" \u3000“‘")
    moved = True
    while moved and rest:
        moved = False
        for name, regex in _tails():
            match = regex.search(rest)
            if not match or match.end() == match.start():
                continue
            if not _apply(left, name, match, rest):
                continue
            rest = rest[: match.start()].rstrip(" \u3000")
            moved = True
            break
    rest = rx(r"(?:^|(?<=[，、]))[一二三四五六七八九十两几\d]+年(?:来|间|内|中|里|共|以来)?$").sub("", rest)
    rest = rx(r"(?:平均)?每(?:\d+)?(?:斤|公斤|吨|亩|户|人|千人)$").sub("", rest)
    if rest in ("人均", "全年人均", "全年", "年人均", "户均", "每人", "全"):
        rest = ""
    left.head = rest.rstrip("、")
    if rx(r"(?:由|从)$").search(rest):
        left.source = True
        left.head = rx("(?:<adverb>|要|将|已)+$").sub("", rest[:-1])
    elif rx(r"(?:由|从)(?=[^，]*$)").match(rest) and len(rest) == 1:
        left.source, left.head = True, ""
    return left


def _apply(left: Left, name: str, match: re.Match, rest: str) -> bool:
    """Note what a cue says; False where it is part of a noun."""
    found = match.group()
    before = rest[: match.start()]
    if name in ("level_up", "level_down"):
        if left.level or left.change:
            return False
        if found.startswith("控制"):
            left.controlled = True
            return True
        left.level = name[6:]
        left.verb = found
    elif name in ("ge", "le", "near", "approx"):
        if before.endswith("不") and not found.startswith("不"):
            return False
        left.stated = True
        if found in ("超", "近", "约", "逾") and before.endswith(("赶", "最", "附", "临", "节", "签", "条", "公", "预", "邻", "靠", "渐", "远", "履", "集")):
            return False
        if found in ("低于", "高于", "高出", "少于", "多于") and left.change:
            return False
        left.comparator = left.comparator or name
        if found in ("高于", "低于", "高出"):
            left.compared = left.compared or bool(before)
    elif name == "flat":
        if left.change or left.level:
            return found in ("保持", "维持")
        left.flat = not found.startswith("控制")
        left.controlled = not left.flat
    elif name == "eq":
        if found == "在" and before.endswith(("存", "内", "潜", "现", "实")):
            return False
        if found == "按" and before.endswith(("拟", "率")) is False:
            return False
        if found == "有" and not before.endswith(("全国", "我国")) and before.endswith(("国", "所", "拥", "占", "没", "私", "公", "享")):
            return False
        if found in ("为", "是") and before.endswith(("行", "作", "认", "最", "因", "但", "成")):
            return False
        if found in ("至", "到") and before.endswith(("甚", "以", "冬", "得", "报", "乃", "直")):
            return False
        if found.endswith("达") and before.endswith(("最", "发", "抵", "到", "表", "传", "直", "下")):
            return False
        left.stated = True
        if found in ("为", "是"):
            left.times = True
    elif name in ("up", "down"):
        if left.change or left.level:
            return False
        if len(found) == 1 and before.endswith(tuple("新净扩倍递猛剧激改提晋抬攀回上高翻加下裁缩缓锐衰消不至最繁众诸许大老多减投跨跌年稀青冰霜荒霞退")):
            return False
        if found in ("增", "减", "升", "降", "多", "少", "涨", "跌") and not before:
            left.change, left.verb = name, found
            return True
        if found == "多" or rx(r"(?:改造|整治|优化|更新|新建|完善|修复|保护|建设|巩固)$").search(before):
            return False
        left.change, left.verb = name, found
    elif name == "base":
        left.compared = True
    elif name == "time":
        if not rx("[上去前当今明本初现目]|\\d{4}|[〇○零一二三四五六七八九]{4}").search(found):
            return left.total or not before.strip("在要将，、")
        if rx(r"(?:是|为|达|相当于)$").search(before):
            left.times = True
        left.year = left.year or found
    elif name == "each":
        left.each = True
    elif name == "respective":
        left.respective = True
    elif name == "total":
        left.total = True
    elif name == "adverb":
        if found.startswith("年") and before.endswith("全"):
            return False
        if found.startswith("年") and before[-1:] in "一二两三四五六七八九十几0123456789" and before:
            return False
        if "累计" in found:
            left.total = True
        if found.startswith(("实现", "达成")):
            left.realised = True
        if found.startswith("分别"):
            left.respective = True
        if found in ("保持", "保持了", "维持") and not (left.change or left.level):
            left.flat = True
    elif found == "计划":
        return bool(left.change or left.level) or before.endswith(("产值", "收入", "量", "额", "资"))
    elif name == "acted":
        if left.acted or not before or left.change or left.level:
            return False
        if not rx(r"[\u4e00-\u9fff”）]{2,}$").search(before):
            return False
        if found in ("支出", "投放", "覆盖", "开工", "新建", "建成", "新增") and len(before) < 4:
            return False
        if found in ("支出", "覆盖", "投放", "安排") and before.endswith(("消费", "民生", "财政", "性", "预算", "全", "利息", "教育", "社会", "总")):
            return False
        left.acted = found
    return True


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
        one_of("action", "weak_action", "delta_verb_up", "delta_verb_down") + "(?:了|出(?![口让租版资院售入])|好|成)?"
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
        if not link and then.group() in words("weak_action") and first.group()[0] not in "新改续扩":
            return at
        at = then.end()


_SUFFIX = "性型化类业商者员额率量费权品期线器厂式制证区班率"
def _opens_noun(verb: str, rest: str) -> bool:
    """出口额, 服务业, 保障性住房: the verb is the first half of a noun."""
    if rx(r"(?:新增|净增)?(?:城镇)?(?:新增)?就业(?:人数|人口)?$").match(verb + rest):
        return True
    if rx(r"实际(?:使用|利用)|新增(?:社会融资|人民币贷款)").match(verb + rest):
        return True
    if rest[:1] and rest[0] in _SUFFIX and (verb not in words("bound_verb") or rest[0] in "率区性"):
        return True
    if verb not in words("bound_verb") and not verb.startswith("新") and rest in words("relational") + words("measure_noun") + words("rate_noun"):
        return True
    if verb not in words("bound_verb") and not verb.startswith("新") and rest.endswith("率") and len(rest) <= 6:
        return True
    return verb in words("statistic_verb") and bool(rest) and bool(
        rx(r"(?:<stat_tail>|率|数|额|量)$").search(rest)
    )


@cache
def _verb_inner() -> re.Pattern:
    weak = set(words("weak_action")) | set(words("noun_like_verb"))
    inner = [v for v in words("action") if len(v) > 1 and v not in weak]
    inner += [f"新{v}" for v in ("签", "设", "获")]
    one = "|".join(map(re.escape, sorted(inner, key=lambda v: (-len(v), v))))
    return re.compile(rf"(?:{one})(?:(?:、|和|及|并|或)?(?:{one}))*(?:了)?")


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
        text = text if rx(r"[和及与、]").match(text[length:]) else text[length:]
    # 完成A、建成B: the last clause of its own counts
    text = _last_link(text, result)
    if not result.verb or rx(r"<causative>").match(result.verb):
        inner = None
        for found in _verb_inner().finditer(text):
            if found.start() >= 1 and not _inside_noun(text, found):
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
        verb = _verb_inner().match(tail)
        if verb and len(tail) > verb.end() and not _ETC.search(tail):
            result.verb, result.strong = verb.group(), True
            return _last_link(tail[verb.end() :], result)
    return text


def _inside_noun(text: str, match: re.Match) -> bool:
    rest = text[match.end() :]
    if rx(r"(?:率|量|额|者|人员|工作|能力|企业$|机制|制度|权|单|面积|人数|总|费|期|办|方案|计划$)").match(rest):
        return True
    if match.group() == "新增" and rx(r"(?:城镇)?就业|贷款|融资|社会融资|财力|人民币").match(rest):
        return True
    return False


_LEAD_TIME = re.compile(
    rf"(?:到|至|自|从|在|截至)?(?:{_YEAR}(?:底|末|初|上半年|前?[一二三四]季度)?|[一二三四五六七八九十两几\d]+年(?:多)?来|"
    r"[一二三四五六七八九十两]+年(?:间|内|来|中)?(?![级度均底末制产总人用销发薪])|(?:从|自)[^，]{0,8}年[^，]{0,2}(?:开始|起|以来)|“[^”]{2,4}”(?:时期|期间|期末|以来)|"
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
        if rx(r"(?:全年|当年|全市|全省|全国|全区|全县)(?=[\u4e00-\u9fff])").match(text):
            if verb_start(text[2:]):
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


def read_right(text: str) -> tuple[str, str]:
    """Split what stands behind a count into noun and predicate.

    Examples
    --------
    >>> read_right("企业入选首批国家卓越级智能工厂")
    ('企业', '入选首批国家卓越级智能工厂')
    >>> read_right("项目全面开工")
    ('项目', '')
    """
    if text.strip() in words("action") + words("weak_action"):
        return "", text.strip()
    text = rx(r"^(?:左右|上下)?(?:的)?").sub("", text.strip(" \u3000")).rstrip("、和及与以 ")
    text = rx(r"(?<=[\u4e00-\u9fff])(?<![合兼])并(?=[\u4e00-\u9fff]{2})(?!网|购|轨|联|行|表|发症)|(?<=[\u4e00-\u9fff]{2})中(?:位|居|排|名列|有|的)").split(text)[0]
    if not text or _not_noun().match(text):
        return "", text
    at = len(text)
    for match in _predicate().finditer(text):
        if match.start() >= 1 and not _inside_noun(text, match):
            at = match.start()
            break
    noun, predicate = text[:at], text[at:]
    noun = rx(r"(?:全面|加快|已经?|全部|均|先后|陆续|相继|成功|正式|正|将|又|都|顺利|共|分别|首次|也|实现|初步|基本|普遍|要)+$").sub("", noun)
    core = rx(r"^(?:全面|加快|已经?|全部|均|先后|陆续|相继|成功|正式|正|将|顺利)+").sub("", predicate)
    if _dropped().match(core):
        predicate = ""
    elif core != predicate:
        predicate = core
    return noun.strip("、的 "), predicate.strip("、")


@cache
def _not_noun() -> re.Pattern:
    return re.compile(
        r"(?:和(?!谐|平|美)|与|及(?!时)|以及|或|并|，|是|为(?!民|农)|用于|由|从(?!业)|到(?!期|岗)|至|不(?!动产|良|锈|同)|"
        r"在(?!建|校|园|职|岗|线|外|华|读|营|研|产|编|籍|册)|都(?!市)|均(?!衡|等)|已|以(?!色)|左右|上升|提高|下降|增加(?!值)|增长(?!极|点)|"
        r"减少|降低|创(?!新|业|意|客|投|伤)|居(?!民|家|住)|占|同比|环比|比(?!例|重|亚|赛)|较(?!大|高|多|好)|实现|成为|位(?!于)?|列(?!车)|"
        r"排(?!水|污|放|涝)|跃|再(?!生|就业|贷|制|担保)|达(?!标)|超(?!大|高|市|充|算|级|长|声|导|特|低|限)|低于|高于|来自|投向|分别|相当|"
        r"全部|予以|给予|大关|台阶|水平|；|（|）|、|“?的|时(?!尚|代)|后(?!备)|前(?!沿|海)|之间|上下|继续|基本(?!医|养|公|农|药|建)|稳|升|"
        r"降(?!水|解)|等$|增(?!量|值|殖)|减(?!排|灾)|跨(?!境|国|区|省|海|江|市|河)|目标|进入)"
        + "|" + _verb_inner().pattern
    )


@cache
def _predicate() -> re.Pattern:
    drops = one_of("drop_predicate")
    return re.compile(
        rf"{_verb_inner().pattern}|(?:全面|加快|陆续|相继|先后|全部)*{drops}(?=$|，)|落地|落户|来访|到访|开工建设|来[\u4e00-\u9fff]{{0,2}}(?:访问|交流|考察)"
        r"|(?:在[^，]{2,12}(?:执业|就业|创业|落户))|支持|帮助|置换|热烈|进行|予以|给予|纳入|参加|参与|受益|脱贫|就业|创业|享受|取消|接入|推动|开展|获得?|"
        r"达到|用于|进入|成为|来自|覆盖|使用|领取|通过|被"
    )


@cache
def _dropped() -> re.Pattern:
    drops = one_of("drop_predicate")
    return re.compile(
        rf"(?:{drops})$|(?:落地|落户|来访|到访|开工|精彩亮相).*|来[\u4e00-\u9fff]{{0,2}}(?:访问|交流|考察).*"
    )
