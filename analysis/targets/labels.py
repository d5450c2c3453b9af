"""Label a row: comparator, change type, direction."""

from __future__ import annotations

import re

from analysis.targets.common import Quantity
from analysis.targets.cues import rx, words
from analysis.targets.left import Left
from analysis.targets.names import Names
from analysis.targets.state import Memory, Row, tail


def action(left: Left, head, memory: Memory, right_text: str, names: Names) -> str:
    """The action verb that governs the figure."""
    if head.verb and not rx(r"<delta_verb_up|delta_verb_down>").fullmatch(head.verb):
        return head.verb
    if left.acted:
        return left.acted
    if names.predicate and rx(r"<action>").search(names.predicate):
        return names.predicate
    if names.right and _acts(right_text):
        return right_text
    if left.realised and names.right:
        return "实现"
    if rx(r"(?:^|年)(?:为|向)[^，]{2,}<action|weak_action>").search(head.noun):
        return head.noun
    return memory.verb


def _acts(text: str) -> bool:
    """Does the thing counted do something (企业首次公开发行, 项目全面开工)?"""
    for match in rx(r"<action|weak_action|drop_predicate>").finditer(text):
        if (
            match.start() >= 2
            and len(match.group()) > 1
            and not re.match(
                r"(?:率|量|额|者|人员|能力|机制|制度|权|面积|办|方案|计划|指引|空间|项目|工程|企业|中心|体系|平台|机构|设施|"
                r"用地|城市|园区|基地|试点|示范|站|点|区)",
                text[match.end() :],
            )
        ):
            return True
    return False


def right_change(left: Left, right_text: str, q: Quantity) -> None:
    """实现8%的增长, 两位数增长: the verb of change stands behind."""
    if left.change or q.unit_kind not in ("percent", "ratio", "point"):
        return
    match = re.match(
        r"(?:左右|以上)?(?:的)?(?:年均|平均)?(?:速度|幅度)?(?:的)?"
        r"(增长|增速|增幅|递增|上升|提高|下降|降幅|降低|减少|涨幅)(?![到至了])",
        right_text,
    )
    if match and not left.source:
        left.change = "down" if match.group(1) in ("下降", "降幅", "降低", "减少") else "up"
        left.verb = left.verb or match.group(1)
        left.flat = False
        left.head = rx(r"以$").sub("", left.head)


def comparator(q: Quantity, left: Left, hidden: str) -> str:
    """Label the comparator: cues behind the figure count before those in front of it.

    Examples
    --------
    >>> from analysis.targets.left import read_left
    >>> from analysis.targets.spans import quantities
    >>> comparator(quantities("增长5%左右")[0], read_left("增长"), "增长5%左右")
    'approx'
    """
    if q.kind == "double":
        return "ge"
    match = tail().match(hidden, q.end)
    after = match.group(1) if match else ""
    for label in ("approx", "le", "ge"):
        if after in words(f"{label}_after"):
            return label
    if rx(r"[^，。；]{0,4}(?:台阶|大关)").match(hidden[q.end :]):
        return "ge"
    if left.comparator in ("near", "approx", "le"):
        return left.comparator
    if q.more or left.comparator == "ge":
        return "ge"
    return "eq"


def change_type(q, left: Left, head, acted, names: Names, indicator: str, share) -> str:
    """Label the change type by the guide's order; see tests/gold/targets/guide.md."""
    kind = q.unit_kind
    rate = rx(r"(?<!自然)(?:<rate_noun|fall_noun>)$").search(left.head) is not None
    if q.kind == "double":
        return "growth"
    if kind == "point":
        return "delta"
    changed = bool(left.change) and not left.level
    verb_delta = bool(
        head.verb and rx(r"<delta_verb_up|delta_verb_down>+(?:了)?").fullmatch(head.verb)
    )
    if kind in ("percent", "ratio") or q.kind == "fraction":
        if changed or (rate and kind == "percent"):
            return "growth"
        if verb_delta and not left.level:
            return "growth"
        if kind == "ratio":
            return "growth" if (left.times and left.year) or q.unit == "番" else "total"
        return "share"
    if changed and q.kind != "fraction":
        return "delta"
    if verb_delta and not rx("新增").search(head.verb):
        return "delta"
    if (
        head.verb == "完成"
        and rx(r"压减|裁减|削减|减少|压缩|精简").match(head.noun)
        and not names.right
    ):
        return "delta"
    if left.level or left.total or head.total:
        return "total"
    if rx("新增").search((head.verb or "") + indicator):
        return "new"
    if left.controlled or (q.unit == "" and not names.right and q.value % 1):
        return "total"
    if rx(r"<total_noun>$").search(indicator) and not names.right:
        return "total"
    if names.right:
        if left.flat:
            return "total"
        if acted:
            return "new"
        if left.comparator or rx(r"(?:达|有|为|共|拥有)$").search(left.head):
            return "total"
        return "scope"
    own = head.verb or left.acted
    if own and left.stated and rx("<causative>|实现").fullmatch(own):
        return "total"
    if own:
        return "new"
    if acted and rx(r"<measure_noun>$").search(indicator):
        return "total"
    if acted or indicator.startswith("新增"):
        return "new"
    if kind in ("count", "people", "area", "length") and not left.stated:
        done = rx(r"(?:<deed_noun>)$").search(indicator)
        return "new" if done else "total"
    return "total"


def direction(row: Row, left: Left, head) -> str:
    """Label the direction of a row whose type is known."""
    kind = row.change_type
    if kind in ("growth", "delta"):
        if row.quantity.kind == "double":
            return left.change or "up"
        if left.change:
            return left.change
        if rx(r"(?:<fall_noun>)$").search(left.head):
            return "down"
        if head.verb and rx(r"<delta_verb_down>").match(head.verb):
            return "down"
        return "up"
    if kind in ("total", "share"):
        if row.source:
            return "none"
        if left.level:
            return left.level
        if left.flat or head.verb in ("严守", "保持", "守住"):
            return "flat"
    return "none"
