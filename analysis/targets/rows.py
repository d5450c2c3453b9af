"""From the quantities of a sentence to rows: subjects carried on, lists shared out, labels given."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from analysis.targets import numerals, spans, subjects
from analysis.targets.context import Left, clean, read_head, read_left, read_right, strip_lead
from analysis.targets.cues import one_of, rx, words
from analysis.targets.spans import Quantity

CLAUSE_EDGES = frozenset("，；。：！？,;:!?（）()")


@dataclass(slots=True)
class Row:
    """One quantitative statement; offsets count in the sentence."""

    quantity: Quantity
    indicator: str
    comparator: str = "eq"
    change_type: str = "total"
    direction: str = "none"
    base: str = ""
    optional: bool = False
    source: bool = False  # the A of 由A增加到B
    streak: bool = False  # a streak, or a rate inside one
    clause: tuple[int, int] = (0, 0)
    year: str = ""
    right: tuple[str, str] | None = None  # noun and predicate behind the numeral
    verb: str = ""
    compared: bool = False  # a year in the clause is one compared with


@dataclass
class Memory:
    """What a reader keeps in mind while the text goes on."""

    subject: str = ""  # the last thing spoken of
    group: list[str] = field(default_factory=list)  # the members of the last list
    seen: list[str] = field(default_factory=list)  # distinct subjects of the sentence
    verb: str = ""  # the action verb that governs the clause
    verb_noun: str = ""
    topic: str = ""  # the last clause without a number
    streak: bool = False
    total: bool = False  # 累计 governs the list
    clause_list: str = ""  # the list that opened the last clause without a number
    unit: str = ""  # of the last quantity in the sentence
    work: str = ""  # what the clause before is about, where it has no number
    grows: str = ""  # direction of the last rate of growth in the sentence
    fresh: bool = True  # the first quantity of its clause is being read


@cache
def _tail() -> re.Pattern:
    after = one_of("approx_after", "ge_after", "le_after")
    return re.compile(rf"(?:的)?(?:水平)?({after})")


def blank(text: str) -> str:
    """Hide what stands in quotes or titles, so that its commas cut nothing."""
    plain = numerals.narrow(text)
    return spans._blank(plain, [m.span() for m in _HIDDEN.finditer(plain)])


# Quotes and titles, and short brackets without a number: 服务中心（站）35家.
_HIDDEN = re.compile(spans._SHELTERED.pattern + r"|（[^（）\d：，。]{1,12}）")


def read(text: str, memory: Memory) -> list[Row]:
    """Read the rows of one sentence.

    Parameters
    ----------
    text : str
        The sentence.
    memory : Memory
        Carried from the sentence before in the same paragraph; changed in place.

    Examples
    --------
    >>> rows = read("集成电路、工业机器人产量分别增长16.0%、31.8%。", Memory())
    >>> [(r.indicator, r.quantity.value, r.change_type) for r in rows]
    [('集成电路产量', 16.0, 'growth'), ('工业机器人产量', 31.8, 'growth')]
    """
    quantities = spans.quantities(text)
    if not quantities:
        memory.topic = ""
        return []
    hidden = blank(text)
    memory.seen, memory.verb, memory.topic, memory.unit = [], "", "", ""
    memory.grows = ""
    rows: list[Row] = []
    index, edge = 0, 0
    while index < len(quantities):
        known = len(rows)
        run = _run(quantities, index, text, hidden)
        first, last = quantities[index], quantities[index + run - 1]
        start = _clause_start(hidden, first.start)
        fresh = start >= edge  # no quantity stood before in this clause
        if fresh:
            _new_clause(memory, hidden, edge, start, text)
        left_text = text[max(start, edge) : first.start]
        if not fresh:  # what stands before 、 belongs to the quantity before
            cut = hidden.find("、", edge, first.start)
            left_text = text[cut + 1 : first.start] if cut >= 0 else left_text
            owner = quantities[index - 1]
            if cut < 0 and owner.unit_kind == "noun" and edge == owner.end:
                left_text = owner.unit + left_text
        edge = _tail_end(hidden, last)
        end = _clause_end(hidden, edge)
        following = quantities[index + run].start if index + run < len(quantities) else len(text)
        right_text = _right_text(text, hidden, edge, min(end, following), following < end)
        rows += _statement(
            quantities[index : index + run], left_text, right_text, hidden, text, memory, fresh,
            (start, end), following < end,
        )  # fmt: skip
        _tell_apart(rows, known, memory)
        index += run
    memory.topic = ""
    _lend(rows, text)
    return rows


def _tell_apart(rows: list[Row], at: int, memory: Memory) -> None:
    """收储土地20公顷、出让8公顷: where the verb alone tells two figures apart, both keep it."""
    if not 0 < at < len(rows):
        return
    last, row = rows[at - 1], rows[at]
    noun = memory.verb_noun
    if noun and last.verb and last.indicator == noun and row.indicator == row.verb + noun:
        if last.clause[0] == row.clause[0] and row.verb:
            last.indicator = last.verb + noun


def _lend(rows: list[Row], text: str) -> None:
    """Items of one list lend each other what only the last one says: 2个百亿元级、11个…级项目."""
    for row, then in zip(reversed(rows[:-1]), reversed(rows[1:]), strict=True):
        if row.right is None or then.right is None or row.clause[0] != then.clause[0]:
            continue
        if not text[row.quantity.end : then.quantity.start].rstrip().endswith(("、", "和", "及", "与")):
            continue
        noun, predicate = row.right
        ended = rx(r"(?:”|级)$").search(noun)
        tail = rx(r"(?:”|级)([^”级]{2,8})$").search(then.right[0])
        if ended and tail:
            noun += tail.group(1)
        if not predicate and then.right[1] and row.change_type == "scope":
            predicate, row.change_type = then.right[1], then.change_type
        row.right, row.indicator = (noun, predicate), predicate + noun
        row.optional = row.change_type == "scope"


def _clause_start(hidden: str, at: int) -> int:
    while at and hidden[at - 1] not in CLAUSE_EDGES:
        at -= 1
    return at


def _clause_end(hidden: str, at: int) -> int:
    while at < len(hidden) and hidden[at] not in CLAUSE_EDGES:
        at += 1
    return at


def _tail_end(hidden: str, quantity: Quantity) -> int:
    match = _tail().match(hidden, quantity.end)
    return match.end() if match else quantity.end


def _run(quantities, index, text, hidden) -> int:
    """How many quantities follow each other with nothing but 、 or 和 between."""
    count = 1
    while index + count < len(quantities):
        here, then = quantities[index + count - 1], quantities[index + count]
        gap = hidden[_tail_end(hidden, here) : then.start]
        if then.kind != here.kind or here.kind in ("rank", "streak", "sync"):
            break
        if not re.fullmatch(
            r"[、和及与]?(?:以及)?(?:分别)?(?:约|近|超过?|达到?|不低于)?|，(?:和|以及)?", gap
        ):
            break
        if gap.startswith("，") and "分别" not in hidden[_clause_start(hidden, here.start) : here.start]:
            break
        if then.unit != here.unit and not (gap == "" and here.unit_kind == "noun"):
            alike = here.unit_kind == then.unit_kind and here.unit_kind != "percent"
            if not alike or "分别" not in hidden[: here.start]:
                break
        # 个 and the like carry their own noun: 100个小区、200个小区
        nxt = hidden[_tail_end(hidden, then) : _tail_end(hidden, then) + 1]
        if here.unit_kind in ("count", "people") and nxt and nxt not in CLAUSE_EDGES and nxt not in "、和及":
            break
        count += 1
    return count


def _right_text(text: str, hidden: str, start: int, end: int, more: bool) -> str:
    """What may belong to a quantity behind it: up to 、, or a whole list of short nouns."""
    cut = hidden.find("、", start, end)
    if cut < 0 or (not more and rx(r"、[^、]*(?<![高中初平同优])等(?![级次])").search(hidden[start:end])):
        return text[start:end]
    parts = hidden[start:end].split("、")
    short = all(len(p) <= 5 for p in parts[:-1]) and 2 <= len(parts[-1]) <= 12
    if not more and short and not rx(r"<action|weak_action>").match(parts[-1]):
        return text[start:end]
    return text[start:cut]


def _new_clause(memory: Memory, hidden: str, edge: int, start: int, text: str) -> None:
    clause = hidden[start : start + 3]
    between = hidden[edge:start]
    inherits = clause.startswith(("其中", "以及", "及", "和")) or between.endswith(("（", "："))
    if "；" in between or not inherits:
        memory.verb = memory.verb if inherits else ""
    if inherits and not memory.verb:
        memory.verb = read_head(rx("[，；。：]").split(text[: max(start - 1, 0)])[-1]).verb
    memory.streak = memory.total = False
    # A clause without a number just before may name the subject: 人均纯收入，由…增加到…
    pieces = rx("[，；。：！？]").split(text[edge:start])[1 if edge else 0 :]
    pieces = [p for p in pieces if p.strip(" 、（）")]
    topic = pieces[-1].strip("、 ") if pieces and between.rstrip().endswith(("，", "：")) else ""
    memory.topic = topic if subjects.is_noun(topic) else ""
    work = read_head(topic).noun if topic and not memory.topic else ""
    work = rx("(?:建设)?(?:力度|步伐|工作|进度)$").sub("", work)
    memory.work = work if 2 <= len(work) <= 16 and rx("(?:工程|建设|改造|试点|计划|还林|还草|项目)$").search(work) else ""
    opening = rx(r"[^，]*?(?=近年来|首次|继续|持续|明显|实现|出现|保持|均|都|稳步|大幅|双双|不断|较快|快速|逐步|逐年|进一步)").match(topic)
    memory.clause_list = opening.group() if opening else ""


def _statement(run, left_text, right_text, hidden, text, memory, fresh, clause, more) -> list[Row]:
    first = run[0]
    memory.fresh = fresh
    compared = None
    if first.unit_kind == "point":
        compared = rx(r"(高于|低于|快于|慢于|高出|优于|超出|超过|好于|领先|落后)[^，、]{1,16}$").search(left_text)
    if first.unit_kind == "percent":
        compared = rx("(超过|超|低于)(?:年度|年初)?(?:预算|计划|目标|指标|任务)$").search(left_text)
    left = read_left(_without_streak(left_text[: compared.start()] if compared else left_text))
    if compared:
        left.compared, left.change = True, "down" if compared.group(1) in ("低于", "慢于", "落后") else "up"
        left.verb = left.verb or compared.group(1)
    rows: list[Row] = []
    if first.kind == "streak":
        return [_streak_row(first, left_text, right_text, memory, clause, more)]
    if first.kind == "rank":
        return _rank_rows(first, left, left_text, memory, clause)
    if first.kind == "sync":
        return [_sync_row(first, left_text, memory, clause)]
    _right_change(left, right_text, first)
    than = rx("^(?:大大|远远|明显|显著)?(?:超过|高于|快于|低于)(?=.*年)").match(left.head)
    if than and left.change:  # 超过…二十六年平均每年增长3.2%的速度
        left.head, left.source = "", True
    left.head = rx("^在[^，]{1,6}中$").sub("", left.head)
    if memory.grows and first.unit_kind == "percent" and left.stated and not (left.head or left.change):
        left.change = memory.grows  # 增长5%，争取达到6%
    share = subjects.share_of(left.head)
    head_text, base = (share.subject, share.base) if share else (left.head, "")
    if share:
        again = read_left(share.subject)
        head_text = again.head
        left.each, left.respective = left.each or again.each, left.respective or again.respective
    head = read_head(head_text)
    behind, event = read_right(right_text)
    behind = behind or (event if event in words("action") + words("weak_action") else "")
    ended = rx(r"<action|weak_action>(?:了)?$").search(head.noun) if behind else None
    if ended and first.unit_kind != "percent" and len(ended.group()) > 1 and not left.change:
        head.verb, head.noun, head.raw = ended.group(), "", ""
    if head.verb in ("支出", "收入", "出口", "进口") and not head.noun:
        head.verb, head.noun, head.raw = "", head.verb, head.verb
    keeps = left.change and head.verb and not rx(r"完成|实现|推动|促进|带动").match(head.verb) and head.noun
    stated = left.controlled and not behind and not rx("实现|推动|促进|带动").match(head.verb)
    if first.unit_kind in ("percent", "ratio") and keeps or stated:
        head.verb, head.noun, head.raw = "", strip_lead(head_text), strip_lead(head_text)
    if head.inner and (left.change or left.level or left.source or share):
        head.verb, head.noun, head.raw = "", strip_lead(head_text), strip_lead(head_text)
    names = _names(run, left, head, head_text, right_text, memory, share is not None, more)
    if head.total or left.total:
        memory.total = bool(head.verb)
    elif memory.total and not head.verb and not fresh and not left.change:
        head.total = True
    acted = _action(left, head, memory, right_text, names)
    if left.each and len(names.indicators) > 1 and len(run) == 1:
        run = run * len(names.indicators)
    for quantity, indicator in zip(run, names.indicators, strict=False):
        row = Row(quantity, indicator, clause=clause, base=base, source=left.source)
        row.streak, row.year = memory.streak, "" if left.times else left.year
        row.compared = left.compared or left.times
        row.comparator = comparator(quantity, left, hidden)
        row.change_type = change_type(quantity, left, head, acted, names, indicator, share)
        row.direction = direction(row, left, head)
        row.optional = row.change_type == "scope"
        row.verb = head.verb
        row.right = (names.right, names.predicate) if names.right else None
        rows.append(row)
    memory.streak = False
    _remember(memory, rows, names, head, left)
    return rows


def _without_streak(text: str) -> str:
    return rx(r"连续(?:第)?$").sub("", text)


@dataclass
class Names:
    """The indicators of a run of quantities and how they were found."""

    indicators: list[str]
    right: str = ""  # the noun behind the numeral
    predicate: str = ""
    inherited: bool = False
    appended: bool = False
    group: bool = False


def _names(run, left: Left, head, head_text, right_text, memory: Memory, share: bool, more) -> Names:
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
        return Names([predicate + noun if predicate else noun] * count, right=noun, predicate=predicate)
    if not subject and not noun and predicate and not left.change and not left.level and _is_event(predicate, first, share):
        return Names([predicate] * count, predicate=predicate)
    opening, comma, ending = subject.rpartition("、")
    if comma and count == 1 and not left.each and _stands_alone(opening, ending, left, head, first):
        return Names([clean(ending)[0]])
    if comma and count == 1 and not left.each and (subjects.is_relational(ending) or ending in ("深度", "高度")):
        owner = clean(opening)[0]
        return Names([subjects.join(owner, ending)], appended=True)
    if subject and (count > 1 or left.respective or left.each):
        parts = subjects.share_out(head.raw or subject, count, left.each)
        if parts:
            if all(subjects.is_relational(p) for p in parts) and _current(memory):
                parts = [_current(memory) + p for p in parts]
            return Names(parts, group=True)
    if not subject:
        subject_list = _inherited(count, left, memory)
        if not subject_list[0]:
            subject_list = [memory.work or predicate or strip_lead(head_text)] * count
        return Names(subject_list, inherited=True)
    if subjects.is_subject_only(subject) and _current(memory):
        head.total = True
        return Names([_current(memory)] * count, inherited=True)
    if subjects.is_relational(subject) and not head.verb:
        owners = _owners(left, memory)
        if owners:
            joined = [subjects.join(owner, subject) for owner in owners] * (1 if left.each else count)
            return Names(joined, appended=any(name != subject for name in joined))
    subject = _borrow(subject, memory)
    return Names([subject] * count)


def _stands_alone(opening: str, ending: str, left: Left, head, q: Quantity) -> bool:
    """Does what stands before 、 make a statement of its own (规模大幅增加、项目减少…)?"""
    if rx(r"(?:增加|减少|下降|增长|提高|改善|扩大|上升|提升|降低|完成|建立|加快|好转|回升)$").search(opening):
        return True
    statistic = left.stated or left.change or left.level or q.unit_kind == "percent"
    return bool(
        head.verb and statistic and rx(r"(?:<stat_tail>|率|额|量|面积|值|比例|比重|数)$").search(ending)
        and not subjects.is_relational(ending) and not rx(r"(?:<stat_tail>|率|额|量|面积|值|比例|比重|数)").search(opening)
    )


def _current(memory: Memory) -> str:
    """The subject a leaning noun belongs to: it must stand in the same sentence."""
    return memory.topic or (memory.subject if memory.seen else "")


def _owners(left: Left, memory: Memory) -> list[str]:
    if left.each and not memory.topic:
        owners = memory.group if len(memory.group) > 1 else memory.seen
        return list(owners) or ([memory.subject] if memory.subject else [])
    return [_current(memory)] if _current(memory) else []


def _inherited(count: int, left: Left, memory: Memory) -> list[str]:
    if count > 1 and left.respective and not memory.topic and memory.clause_list:
        parts = subjects.share_out(memory.clause_list, count)
        if parts:
            return parts
    if not memory.topic and not memory.seen and 2 <= len(memory.clause_list) <= 14:
        return [strip_lead(memory.clause_list)] * count
    if memory.topic:
        parts = subjects.share_out(memory.topic, count, left.each) if count > 1 or left.each else None
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
        return q.unit_kind in ("count", "people", "noun") and bool(
            rx(r"(?:减少|增加|扩大|覆盖|扩展|提高|降低|压减|精简)(?:了|到|至)?").fullmatch(left.verb)
        ) and (not head.noun or bool(head.verb))
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
    return bool(rx(r"<action>|在|参加|享受|领取|受益|受到|接受").match(predicate)) and len(predicate) >= 2


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


def _action(left: Left, head, memory: Memory, right_text: str, names: Names) -> str:
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
        if match.start() >= 2 and len(match.group()) > 1 and not re.match(
            r"(?:率|量|额|者|人员|能力|机制|制度|权|面积|办|方案|计划|指引|空间|项目|工程|企业|中心|体系|平台|机构|设施|"
            r"用地|城市|园区|基地|试点|示范|站|点|区)", text[match.end() :]
        ):
            return True
    return False


def _remember(memory: Memory, rows: list[Row], names: Names, head, left: Left) -> None:
    if not rows:
        return
    memory.unit = rows[-1].quantity.unit
    memory.grows = rows[-1].direction if rows[-1].change_type == "growth" else ""
    if head.verb:
        memory.verb = head.verb
        memory.verb_noun = head.noun or names.right or memory.verb_noun
    elif left.acted:
        memory.verb = ""
    elif not names.inherited and not names.right and (left.change or left.level):
        memory.verb = ""
    elif names.right or head.noun:
        memory.verb_noun = names.right or head.noun
    indicators = [row.indicator for row in rows]
    if names.group or (len(indicators) > 1 and len(set(indicators)) > 1):
        memory.group = indicators
    elif not names.inherited and not names.appended:
        memory.group = []
    leaning = rx("(?:总量|规模|增速|增幅|降幅|增量|总投资|面积|位次|排名)$").search(indicators[-1])
    if indicators[-1] and not (names.appended and leaning):
        memory.subject = indicators[-1]
    for indicator in indicators:
        if indicator and not names.appended and indicator not in memory.seen:
            memory.seen.append(indicator)
    memory.topic = memory.topic if names.inherited else ""


def _streak_row(q, left_text, right_text, memory: Memory, clause, more) -> Row:
    left = read_left(rx(r"(?:已|已经)?连续(?:第)?$").sub("", left_text))
    head = read_head(left.head)
    subject = head.noun or head.verb
    scored = rx(r".{0,8}?在(.+?)中$").match(subject)
    subject = scored.group(1) if scored else subject
    if subject and q.unit.startswith("连"):
        subject = rx(r"(?:<field>|实现|取得|获得|喜获|获评|荣获|成功)+$").sub("", subject.rstrip("“"))
    predicate = rx(r"^(?:保持|实现|获评?|位?居|稳居)?").sub("", right_text)
    if not subject:
        goes_on = rx(r"(?:保持|位?居|稳居|实现两|超|名列|排名|位列|增长|下降|超过|突破|达|稳定|高于|低于|正增长|$|[、，])").match(right_text)
        carried = _current(memory) or memory.subject
        if carried and (goes_on or not right_text):
            subject = carried
        else:
            body = right_text if not right_text.startswith("实现") else predicate
            inner = read_head(rx(r"[“”]?[、和及]?$").sub("", body))
            verb = inner.verb if rx("获|入选|荣").match(inner.verb or "") else ""
            subject = (verb + inner.noun).strip("“”") or carried
    row = Row(q, subject, "ge" if q.more else "eq", "streak", clause=clause, streak=True)
    memory.streak = True
    if subject:
        memory.subject = subject
        if subject not in memory.seen:
            memory.seen.append(subject)
    memory.verb = ""
    return row


_RANK_END = r"(?:综合|总体)?(?:排名|排位|名次|位次)?(?:第|由|从)?$"


def _rank_rows(q, left: Left, left_text: str, memory: Memory, clause) -> list[Row]:
    text = left_text.rstrip("“ ")
    source = bool(rx(r"(?:由|从)[^，]{0,12}$").search(text)) and "升" not in text
    text = rx(r"(?:由|从)(?:的)?$").sub("", text)
    plain = rx(r"(?:均|都|分别|连续|稳|继续|已|仍|首次|综合)+$").sub("", text)
    each = bool(rx(r"(?:均|都)[^、，]*$").search(text))
    match = re.search(
        rf"(?:均|都|继续|稳|首次|总体|仍|已|分别|保持|综合|历史性|成功|持续)*(?:{one_of('rank_verb')})"
        r"(?P<field>[^，、]{0,20}?)$",
        plain,
    )
    base = ""
    if match:
        start = match.start()
        while True:  # 保持居全国, 跃升至全国: verbs in a row
            more = rx(r"(?:均|都|继续|稳|首次|总体|仍|已|分别|综合)*(?:<rank_verb>)$").search(plain[:start])
            if not more or more.start() == start:
                break
            start = more.start()
        subject, base = plain[:start], match.group("field")
    else:
        place = rx(r"(?:<field>)(?:的)?$").search(plain)
        subject = plain[: place.start()] if place else plain
        base = place.group() if place else ""
    bare = rx(r"(?:<field>|在|，)").sub("", plain[: match.start()]) == "" if match else False
    if bare and match.group().endswith(("排名", "位次", "名次")) and not base:
        subject = plain[: match.end()]  # 世界排名 is the thing ranked
        if subjects.is_relational(subject):
            base = ""
    base = rx(r"^(?:到|至|为|在|于)|(?:的|排名|第|中|前列的?)$").sub("", base)
    subject = rx(r"(?:由|从)$").sub("", subject)
    scored = rx(r"(?P<a>.*?)(?<!存)在(?P<b>[^，]+?)(?P<c>综合评价|综合考核|考核评价|考核|评价|测评|评估|排名|评比|竞赛|排行榜|榜单)?(?:中|上|里)?(?:的)?$").match(subject)
    if scored and scored.group("b"):
        base = scored.group("b").rstrip("的")
        subject = scored.group("a") + (scored.group("c") or "")
    head = read_head(read_left(subject).head)
    subject = rx(r"(?:世界|全国|全球|全省)?(?:<field>)$").sub("", head.noun) or head.noun
    subject = rx(r"(?:均|分别|均为)$").sub("", subject)
    if not subject and base and match and rx("获|荣|取得|夺得").search(match.group()) and memory.fresh:
        subject, base = rx(r"(?:优秀|良好)?(?:等次|成绩)?$").sub("", base), ""
    relational = subject and subjects.is_relational(subject)
    if relational or not subject:
        if each or left.each:
            names = [subjects.join(o, subject) for o in (memory.group if len(memory.group) > 1 else memory.seen or [memory.subject])]
        else:
            names = [subjects.join(_current(memory) or ("" if subject else memory.subject), subject)]
        appended = bool(subject)
    else:
        parts = subjects.share_out(subject, 0, True) if each else None
        names, appended = parts or [subject], False
    rows = []
    for name in names:
        row = Row(q, name, "le" if q.scope else "eq", "rank", base=base.strip("“”"), clause=clause, source=source)
        row.quantity = q
        row.year = left.year
        rows.append(row)
    if not appended and names[-1]:
        memory.subject = names[-1]
        memory.seen += [n for n in names if n and n not in memory.seen]
    memory.streak = False
    return rows


def _sync_row(q, left_text: str, memory: Memory, clause) -> Row:
    text = rx(r"(?:保持|基本|大体|实现|更加|总体)+$").sub("", left_text)
    match = rx(r"(?P<a>.*?)(?:与|和|同|跟)(?P<b>[^与和同跟]+)$").match(text)
    a, b = (match.group("a"), match.group("b")) if match else (text, "")
    subject = read_head(a).noun or a or memory.subject
    memory.subject = subject or memory.subject
    return Row(q, subject, "sync", "growth", "up", base=b, clause=clause)


def _right_change(left: Left, right_text: str, q: Quantity) -> None:
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
    >>> q = spans.quantities("增长5%左右")[0]
    >>> comparator(q, read_left("增长"), "增长5%左右")
    'approx'
    """
    if q.kind == "double":
        return "ge"
    match = _tail().match(hidden, q.end)
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
    verb_delta = bool(head.verb and rx(r"<delta_verb_up|delta_verb_down>+(?:了)?").fullmatch(head.verb))
    if kind in ("percent", "ratio") or q.kind == "fraction":
        if changed or (rate and kind == "percent"):
            return "growth"
        if verb_delta and not left.level:
            return "growth"
        if kind == "ratio":
            return "growth" if left.times and left.year or q.unit == "番" else "total"
        return "share"
    if changed and not q.kind == "fraction":
        return "delta"
    if verb_delta and not rx("新增").search(head.verb):
        return "delta"
    if head.verb == "完成" and rx(r"压减|裁减|削减|减少|压缩|精简").match(head.noun) and not names.right:
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
