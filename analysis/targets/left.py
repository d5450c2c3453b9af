"""What stands before a quantity: predicate, comparator, direction, and the phrase left over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from analysis.targets.common import YEAR
from analysis.targets.cues import one_of, rx

_TIMES = (
    rf"(?:(?:截至|自|在)?(?:{YEAR}年(?:底|末|初|度)?|上年|(?:去|今|明)年(?:底|末)?|前年|当年|现在|目前|本世纪末|年初)的?"
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
        (
            "eq",
            re.compile(
                r"(?:达到|达成|长达|深达|达|高达|多达|成为|转为|减为|变为|调整(?:为|到)|为|是|至|到|有|按|在)(?:了)?$"
            ),
        ),
        ("up", re.compile(up + r"$")),
        ("down", re.compile(down + r"$")),
        ("base", re.compile(rf"(?:{_BASE})$")),
        ("time", re.compile(rf"{_TIMES}$")),
        ("place", re.compile(r"(?<=[到至占])(?:全国|全省|全市|全区|我国|世界|全球)$")),
        (
            "each",
            re.compile(r"(?<![人日月户年平])均$|^都$|(?<=[\u4e00-\u9fff])都(?<!首都)(?<!成都)$"),
        ),
        ("respective", re.compile(r"分别(?:为)?$")),
        ("total", re.compile(r"(?:累计(?:已)?|(?<![公])共|总共|共计|合计|总计)$")),
        ("adverb", re.compile(one_of("adverb") + "$")),
        (
            "light",
            re.compile(
                r"(?:已|(?<![而])将|再|仅|又|也|只(?<!船只)|还(?<![退归偿]还)|约|则|却|拟|就(?<![成造]就)|计划|了|其中|更|各|平均|达到?)$"
            ),
        ),
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
            # All cues are anchored at the end, and none is longer.
            match = regex.search(rest, max(0, len(rest) - 30))
            if not match or match.end() == match.start():
                continue
            if not _apply(left, name, match, rest):
                continue
            rest = rest[: match.start()].rstrip(" \u3000")
            moved = True
            break
    rest = rx(r"(?:^|(?<=[，、]))[一二三四五六七八九十两几\d]+年(?:来|间|内|中|里|共|以来)?$").sub(
        "", rest
    )
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
        if found in ("超", "近", "约", "逾") and before.endswith(
            (
                "赶",
                "最",
                "附",
                "临",
                "节",
                "签",
                "条",
                "公",
                "预",
                "邻",
                "靠",
                "渐",
                "远",
                "履",
                "集",
            )
        ):
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
        if (
            found == "有"
            and not before.endswith(("全国", "我国"))
            and before.endswith(("国", "所", "拥", "占", "没", "私", "公", "享"))
        ):
            return False
        if found in ("为", "是") and before.endswith(("行", "作", "认", "最", "因", "但", "成")):
            return False
        if found in ("至", "到") and before.endswith(("甚", "以", "冬", "得", "报", "乃", "直")):
            return False
        if found.endswith("达") and before.endswith(
            ("最", "发", "抵", "到", "表", "传", "直", "下")
        ):
            return False
        left.stated = True
        if found in ("为", "是"):
            left.times = True
    elif name in ("up", "down"):
        if left.change or left.level:
            return False
        if len(found) == 1 and before.endswith(
            tuple(
                "新净扩倍递猛剧激改提晋抬攀回上高翻加下裁缩缓锐衰消不至最繁众诸许大老多减投跨跌年稀青冰霜荒霞退"
            )
        ):
            return False
        if found in ("增", "减", "升", "降", "多", "少", "涨", "跌") and not before:
            left.change, left.verb = name, found
            return True
        if found == "多" or rx(r"(?:改造|整治|优化|更新|新建|完善|修复|保护|建设|巩固)$").search(
            before
        ):
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
        if (
            found.startswith("年")
            and before[-1:] in "一二两三四五六七八九十几0123456789"
            and before
        ):
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
        return bool(left.change or left.level) or before.endswith(
            ("产值", "收入", "量", "额", "资")
        )
    elif name == "acted":
        if left.acted or not before or left.change or left.level:
            return False
        if not rx(r"[\u4e00-\u9fff”）]{2,}$").search(before):
            return False
        if found in ("支出", "投放", "覆盖", "开工", "新建", "建成", "新增") and len(before) < 4:
            return False
        if found in ("支出", "覆盖", "投放", "安排") and before.endswith(
            ("消费", "民生", "财政", "性", "预算", "全", "利息", "教育", "社会", "总")
        ):
            return False
        left.acted = found
    return True
