"""Name the indicator: ellipsis resolved, lists shared out, lent heads and tails."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.targets import subjects
from analysis.targets.common import Quantity
from analysis.targets.cues import rx, words
from analysis.targets.heads import clean, strip_lead
from analysis.targets.left import Left
from analysis.targets.right import read_right
from analysis.targets.state import Memory


@dataclass
class Names:
    """The indicators of a run of quantities and how they were found."""

    indicators: list[str]
    right: str = ""  # the noun behind the numeral
    predicate: str = ""
    inherited: bool = False
    appended: bool = False
    group: bool = False


def name(run, left: Left, head, head_text, right_text, memory: Memory, share: bool, more) -> Names:
    """Name the indicators of a run of figures, one for each."""
    first, count = run[0], len(run)
    noun, predicate = "", ""
    if _may_follow(first, left, head, share):
        noun, predicate = read_right(right_text)
        if first.unit_kind == "noun" and not noun:
            noun = first.unit if len(first.unit) > 1 else ""
        if first.unit_kind == "noun" and len(first.unit) > 1:
            noun = first.unit + (right_text if len(right_text) <= 10 else "")
            predicate = ""
    subject = head.noun
    if head.verb and not subject and not noun and not predicate and not share:
        if head.verb in ("新增", "净增") and memory.seen:
            return Names([memory.subject] * count, inherited=True)
        if (memory.fresh and memory.unit != first.unit) or not memory.verb_noun:
            return Names([memory.work or head.verb] * count)
        return Names([head.verb + memory.verb_noun] * count, inherited=True)
    if noun and (not subject or head.examples or _prefers_right(first, subject, left)):
        return Names(
            [predicate + noun if predicate else noun] * count, right=noun, predicate=predicate
        )
    if (
        not subject
        and not noun
        and predicate
        and not left.change
        and not left.level
        and _is_event(predicate, first, share)
    ):
        return Names([predicate] * count, predicate=predicate)
    opening, comma, ending = subject.rpartition("、")
    if comma and count == 1 and not left.each and _stands_alone(opening, ending, left, head, first):
        return Names([clean(ending)[0]])
    if (
        comma
        and count == 1
        and not left.each
        and (subjects.is_relational(ending) or ending in ("深度", "高度"))
    ):
        owner = clean(opening)[0]
        return Names([subjects.join(owner, ending)], appended=True)
    if subject and (count > 1 or left.respective or left.each):
        parts = subjects.share_out(head.raw or subject, count, left.each)
        if parts:
            if all(subjects.is_relational(p) for p in parts) and current(memory):
                parts = [current(memory) + p for p in parts]
            return Names(parts, group=True)
    if not subject:
        subject_list = _inherited(count, left, memory)
        if not subject_list[0]:
            subject_list = [memory.work or predicate or strip_lead(head_text)] * count
        return Names(subject_list, inherited=True)
    if subjects.is_subject_only(subject) and current(memory):
        head.total = True
        return Names([current(memory)] * count, inherited=True)
    if subjects.is_relational(subject) and not head.verb:
        owners = _owners(left, memory)
        if owners:
            joined = [subjects.join(owner, subject) for owner in owners] * (
                1 if left.each else count
            )
            return Names(joined, appended=any(name != subject for name in joined))
    subject = _borrow(subject, memory)
    return Names([subject] * count)


def _stands_alone(opening: str, ending: str, left: Left, head, q: Quantity) -> bool:
    """Does what stands before 、 make a statement of its own (规模大幅增加、项目减少…)?"""
    if rx(
        r"(?:增加|减少|下降|增长|提高|改善|扩大|上升|提升|降低|完成|建立|加快|好转|回升)$"
    ).search(opening):
        return True
    statistic = left.stated or left.change or left.level or q.unit_kind == "percent"
    return bool(
        head.verb
        and statistic
        and rx(r"(?:<stat_tail>|率|额|量|面积|值|比例|比重|数)$").search(ending)
        and not subjects.is_relational(ending)
        and not rx(r"(?:<stat_tail>|率|额|量|面积|值|比例|比重|数)").search(opening)
    )


def current(memory: Memory) -> str:
    """The subject a leaning noun belongs to: it must stand in the same sentence."""
    return memory.topic or (memory.subject if memory.seen else "")


def _owners(left: Left, memory: Memory) -> list[str]:
    if left.each and not memory.topic:
        owners = memory.group if len(memory.group) > 1 else memory.seen
        return list(owners) or ([memory.subject] if memory.subject else [])
    return [current(memory)] if current(memory) else []


def _inherited(count: int, left: Left, memory: Memory) -> list[str]:
    if count > 1 and left.respective and not memory.topic and memory.clause_list:
        parts = subjects.share_out(memory.clause_list, count)
        if parts:
            return parts
    if not memory.topic and not memory.seen and 2 <= len(memory.clause_list) <= 14:
        return [strip_lead(memory.clause_list)] * count
    if memory.topic:
        parts = (
            subjects.share_out(memory.topic, count, left.each) if count > 1 or left.each else None
        )
        return parts or [memory.topic] * count
    if left.each:
        owners = memory.group if len(memory.group) > 1 else memory.seen
        if len(owners) > 1 and count == 1:
            return list(owners)
    if count > 1 and len(memory.group) == count:
        return list(memory.group)
    if count > 1 and left.respective and len(memory.seen) >= count:
        return list(memory.seen[-count:])
    return [memory.subject] * count


def _may_follow(q: Quantity, left: Left, head, share: bool) -> bool:
    """May the noun stand behind this quantity?"""
    if left.source:
        return False
    if share or left.change or left.level:
        return (
            q.unit_kind in ("count", "people", "noun")
            and bool(
                rx(r"(?:减少|增加|扩大|覆盖|扩展|提高|降低|压减|精简)(?:了|到|至)?").fullmatch(
                    left.verb
                )
            )
            and (not head.noun or bool(head.verb))
        )
    if q.unit_kind in ("count", "people", "noun"):
        return True
    if q.kind == "double" or q.unit_kind in ("point", "ratio"):
        return False
    open_end = head.noun.endswith(("的", "下达")) or head.noun in words("generic_place")
    return not head.noun or head.examples or open_end


def _prefers_right(q: Quantity, subject: str, left: Left) -> bool:
    if q.unit_kind in ("count", "people", "noun"):
        return True
    return subject.endswith(("的", "下达")) or subject in words("generic_place")


def _is_event(predicate: str, q: Quantity, share: bool) -> bool:
    if q.unit_kind not in ("people", "count", "noun"):
        return False
    return (
        bool(rx(r"<action>|在|参加|享受|领取|受益|受到|接受").match(predicate))
        and len(predicate) >= 2
    )


def _borrow(subject: str, memory: Memory) -> str:
    """国家级、省级: an item that repeats the end of the last one takes its head along."""
    last = memory.verb_noun or memory.subject
    at = last.find(subject[:1], 1) if subject else -1
    if (
        at >= 2
        and memory.verb
        and len(last) > len(subject)
        and last.endswith(subject[-2:])
        and len(last) - at <= len(subject) + 2
        and len(subject) <= 8
    ):
        return last[:at] + subject
    return subject
