"""Is a numeral with a unit a quantity, or part of a name, a date, a threshold, a set phrase?"""

from __future__ import annotations

import re

from analysis.targets import units
from analysis.targets.common import NUM, Quantity
from analysis.targets.cues import rx

_CUE = (
    r"(?:达|达到|达成|为|至|到|超|超过|突破|近|将近|接近|约|大约|逾|过|上|不足|不到|不低于|不少于|不超过|至少|"
    r"增加|减少|提高|降低|缩短|压缩|压减|延长|增|减|降|升|是|在|有|共|占|跃上|迈上|站上|累计|总计|合计|仅)"
)


CUED = re.compile(_CUE + "[了到至]?$")


def accepted(q: Quantity, numeral: str, before: str, after: str, rest: str) -> bool:
    """Is a numeral with its unit a quantity, by what stands before and behind it?"""
    kind, unit = q.unit_kind, q.unit
    arabic = numeral[0].isdigit()
    cue = bool(CUED.search(before, max(0, len(before) - 8)))
    if rx(r"新$").search(before) and unit == "条":
        return False
    if rx(r"前$").search(before) and kind in ("percent", "count", "people"):
        return False
    if kind == "time":
        return _time_accepted(q, numeral, before, after)
    if unit in ("届", "号") or (unit in ("期", "级", "档", "代") and not cue):
        return False
    if unit == "分" and not rx(r"(?:降低|下降|提高|下调|上调|得分|减少|增加|达|为)$").search(
        before
    ):
        return False
    if unit == "度" and not (arabic or q.value >= 100):
        return False
    if _threshold(q, before, after):
        return False
    if kind in ("percent", "point", "ratio"):
        return unit != "番" or bool(rx(r"翻[了一]?$").search(before))
    sized = kind in ("power", "data", "length") and not cue and _names_a_facility(q, after)
    if sized and not rx("<action>$").search(before):
        return False
    if not arabic:
        return _spoken_accepted(q, numeral, before, after, cue)
    return True


def _time_accepted(q, numeral, before, after) -> bool:
    unit = q.unit
    if rx(
        r"(?:来|间|内|后|前|之|以来|以内.|服务圈|生活圈|的|期间|一|规划|行动|计划|制|期|代|级|养老|便民|通勤|交通|经济)"
    ).match(after) and (unit in ("年", "岁") or not rx(r"以内(?:$|[、）])").match(after)):
        return False
    moved = rx(
        r"(?:提前|推迟|延长|延长了|缩短|缩短了|推后|压缩|压减|减少|增加|提高|延迟)(?:近|约|超过|至少|了)?$"
    ).search(before)
    if unit == "年":
        return bool(
            moved
            or rx(
                r"(?:延长|缩短)(?:到|至)$|年限(?:为|达到?|提高到)$|人均受教育.*(?:达到?|为|至|到)$"
            ).search(before)
        )
    if unit in ("月", "周", "周年", "旬", "载", "季度", "昼夜", "分秒"):
        return bool(moved) and unit in ("月", "周")
    if unit == "岁":
        return not rx(r"以[上下]|及以").match(after) and bool(
            rx(r"(?:寿命|年龄).*$").search(before)
        )
    moved = moved or CUED.search(before, max(0, len(before) - 8))
    noun = rx(r"(?:天数|时长|时间|时限|日数|工时|周期|里程)(?:由|从)?$").search(before)
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
    if not tail or rx(r"(?:和|与|及|或|是|用于|由|投向|来自|并|以及|左右|水平)").match(
        tail.group(1)
    ):
        return False
    counted = _COUNTED.search(tail.group(1))
    acted = rx("(?:<action>|投资)$").search(before) or CUED.search(before, max(0, len(before) - 8))
    return bool(counted) or not acted


MEASURED = units.MEASURING


_COUNTED = re.compile(rf"(?:{NUM})[多余]?(?:个|家|项|户|人|所|座|台|条|件|名|辆|处|只)")


_SIZED = re.compile(rf"[\u4e00-\u9fff]{{2,10}}{_COUNTED.pattern}")


def _names_a_facility(q: Quantity, after: str) -> bool:
    """12英寸集成电路生产线: a size inside the name of a plant or machine."""
    return bool(rx(r"(?:级)?[\u4e00-\u9fffA-Za-z“■]{0,18}?<facility>").match(after))


_GENERIC = re.compile(
    r"(?:方面|问题|原则|重点(?=$|工作|任务|方面|问题|领域|环节|[，、。])|阶段|层次|环节|关系|文明|百年|结合|转变|战略|字|关键|坚持|"
    r"必须|基本|根本|确保|时期|月|年|世纪|星期|层面|维度|主题|体系|目标|任务|工作|行动|攻坚|市场|大局|主义|样|步)"
)


# Measure words that make set phrases with small numerals.
_LOOSE = frozenset("位方线层头面手点口根道路")


def _spoken_accepted(q: Quantity, numeral: str, before: str, after: str, cue: bool) -> bool:
    """Small numerals in characters are mostly words; large ones, and measures, are numbers."""
    measure = q.unit_kind in MEASURED
    bare = not rx(r"[一二两三四五六七八九]").search(numeral) and numeral != "十"
    if bare and "点" not in numeral:  # 百家, 千亿元
        return cue if not measure else (cue or bool(rx(r"(?:以上|左右)(?:$|[、）])").match(after)))
    if measure or q.value >= 20:
        return q.value >= 2 or (measure and (cue or q.unit_kind == "money"))
    if q.value < 2:
        return bool(rx(r"(?:提前|增加|减少|至少|提高|不少于)$").search(before)) and q.unit != "个"
    if q.value <= 12:
        if q.unit in ("次", "届") or (q.unit in _LOOSE and not cue):
            return False
        acted = rx(r"<action>").search(before)
        return bool(acted or cue) and not _GENERIC.match(after)
    return not _GENERIC.match(after)
