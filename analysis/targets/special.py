"""Quantities of a build of their own: percentages in characters, ranks, streaks, 七成, 两位数."""

from __future__ import annotations

import re

from analysis.targets import numerals
from analysis.targets.common import GAP, NUM, TO, Quantity, clause_after, clause_before
from analysis.targets.cues import rx

STREAK_IN = re.compile(rf"({NUM})(连[冠增丰涨升降胜优跌快跳番霸][\u4e00-\u9fff]?)")


PERCENT = re.compile(rf"(百|千|万)分之({NUM})(?:({TO})(?:(?:百|千|万)分之)?({NUM}))?(多)?")


FRACTION = re.compile(rf"({NUM})分之({NUM})(多)?")


TENTHS = re.compile(
    r"([一二两三四五六七八九\d])成([一二三四五六七八九](?!是|来))?(多)?"
    r"(?![立果效为就本员长功都熟交绩套型品形分人])"
)


DOUBLE = re.compile(r"(?:两|2|双)位数")


RANK = re.compile(rf"第({NUM})(?:位|名)?|首位(?!度)|榜首|冠亚军|前({NUM})(?:位|名|强)?")


STREAK = re.compile(
    rf"连续(?:了)?(?:第)?{GAP}({NUM})(多|余)?(个?(?:年|月|季度?|次|届|天|轮|周|期|批|批次))"
)


HALF = re.compile(r"(?:一半|半数)")


SYNC = re.compile(r"同步")


def streak_title(match, text):
    """Read 三连冠, 二十一连丰."""
    value = numerals.parse(match.group(1))
    # 连冠 takes two characters after the numeral, 连 and its verb
    end = match.start(2) + 2
    if value is None or value < 2:
        return None
    return Quantity(match.start(), end, "streak", value, None, text[match.start(2) : end], "streak")


def percent(match, text):
    """Read 百分之七点三, 百分之四到百分之五, 千分之六."""
    low = numerals.parse(match.group(2))
    high = numerals.parse(match.group(4)) if match.group(4) else None
    if low is None:
        return None
    unit = {"百": "%", "千": "‰", "万": "‱"}[match.group(1)]
    end = match.end()
    if match.group(4) and high is None:
        end = match.start(3)
    return Quantity(match.start(), end, "number", low, high, unit, "percent", bool(match.group(5)))


def fraction(match, text):
    """Read 三分之二 as a ratio rounded to four digits."""
    low, high = numerals.parse(match.group(1)), numerals.parse(match.group(2))
    if not low or high is None or high > low:
        return None
    return Quantity(
        match.start(), match.end(), "fraction", round(high / low, 4), None, "", "fraction",
        bool(match.group(3)),
    )  # fmt: skip


def tenths(match, text):
    """Read 七成, 六成五 as per cent."""
    before, after = clause_before(text, match.start()), clause_after(text, match.end())
    if before[-1:] in "零一二三四五六七八九十百千万亿两第" and before:
        return None
    cue = rx(
        r"(近|超|超过|约|达|达到|占|过|为|至|到|比重|比例|率|增长|下降|降低|压减|减少|提高|增加|的|有|是)$"
    ).search(before)
    if not cue and not rx(r"(以上|左右|多|以下|的|$)").match(after):
        return None
    value = 10 * (numerals.parse(match.group(1)) or 0)
    if match.group(2):
        value += numerals.parse(match.group(2)) or 0
    end = match.end() - len(match.group(3) or "")  # 一成多: the 多 stands outside
    return Quantity(match.start(), end, "number", value, None, "%", "percent", bool(match.group(3)))


def half(match, text):
    """Read 一半 as 50 per cent, where something is measured by it."""
    before, after = clause_before(text, match.start()), clause_after(text, match.end())
    cue = r"(近|超过?|过|占.*|约|达到?|缩短|减少|降低|压减|压缩|下降|为|至|到|不足|不到)$"
    if not (rx(cue).search(before) or rx(r"以上|左右|多").match(after)):
        return None
    return Quantity(match.start(), match.end(), "number", 50.0, None, "%", "percent")


def double(match, text):
    """Read 两位数 as 10 per cent or more."""
    return Quantity(match.start(), match.end(), "double", 10.0, None, "%", "percent", True)


def sync(match, text):
    """Read 同步 where income goes in step with the economy."""
    before, after = clause_before(text, match.start()), clause_after(text, match.end())
    pair = rx(r"(收入|工资|报酬|待遇|养老金|标准).*[与和同跟]").search(before)
    if not pair or not rx(r"(的)?(增长|提高|上涨)?([、）（和]|$)").match(after):
        return None
    return Quantity(match.start(), match.end(), "sync", None)


def rank(match, text):
    """Read 首位, 第二, 前三, where a place is stated."""
    before, after = clause_before(text, match.start()), clause_after(text, match.end())
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
    if rx(r"(大|次|个|批|届|期|代|轮|产业|书记|季度|时间|方|步|章|条|课|线|部|阶段|名书记)").match(
        after
    ):
        return None
    closed = rx(
        r"(?:位|名|的位置|位次|位置|行列|方阵|梯队|方队)?(?:[、）（”’]|和|以及|及|上升|提升|跃升|前移|升|降|下降|$)"
    ).match(after)
    if not closed or not (verb or field):
        return None
    if front and not match.group().endswith(("位", "名", "强")) and not closed:
        return None
    return Quantity(
        match.start(), match.end(), "rank", value, None, "位", "rank", scope=bool(front)
    )


def streak(match, text):
    """Read the length of 连续三年."""
    value = numerals.parse(match.group(1))
    after = text[match.end() :]
    if value is None or value < 2 or after.startswith(("以来",)):
        return None
    end = match.end()
    return Quantity(
        match.start(1), end, "streak", value, None, match.group(3), "streak", bool(match.group(2))
    )
