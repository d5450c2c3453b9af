"""From the quantities of a sentence to rows: clauses, lists of figures, subjects carried on."""

from __future__ import annotations

import re

from analysis.targets import numerals, spans, subjects
from analysis.targets.common import Quantity, blank_out
from analysis.targets.cues import rx, words
from analysis.targets.heads import read_head, strip_lead
from analysis.targets.labels import action, change_type, comparator, direction, right_change
from analysis.targets.left import Left, read_left
from analysis.targets.masks import SHELTERED
from analysis.targets.names import Names, name
from analysis.targets.right import read_right
from analysis.targets.standings import rank_rows, streak_row, sync_row
from analysis.targets.state import Memory, Row, tail
from analysis.words.tags import tag_word

CLAUSE_EDGES = frozenset("，；。：！？,;:!?（）()")


def hide(text: str) -> str:
    """Hide what stands in quotes or titles, so that its commas cut nothing."""
    plain = numerals.narrow(text)
    return blank_out(plain, [m.span() for m in _HIDDEN.finditer(plain)])


# Quotes and titles, and short brackets without a number: 服务中心（站）35家.
_HIDDEN = re.compile(SHELTERED.pattern + r"|（[^（）\d：，。]{1,12}）")


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
    hidden = hide(text)
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
    same = last.clause[0] == row.clause[0] and noun and last.verb and row.verb
    if same and last.indicator == noun and row.indicator == row.verb + noun:
        last.indicator = last.verb + noun


def _lend(rows: list[Row], text: str) -> None:
    """Items of one list lend each other what only the last one says: 2个百亿元级、11个…级项目."""
    for row, then in zip(reversed(rows[:-1]), reversed(rows[1:]), strict=True):
        if row.right is None or then.right is None or row.clause[0] != then.clause[0]:
            continue
        if (
            not text[row.quantity.end : then.quantity.start]
            .rstrip()
            .endswith(("、", "和", "及", "与"))
        ):
            continue
        noun, predicate = row.right
        ended = rx(r"(?:”|级)$").search(noun)
        tail = rx(r"(?:”|级)([^”级]{2,8})$").search(then.right[0])
        if ended and tail:
            noun += tail.group(1)
        if row.change_type == "scope" and then.change_type == "new":
            row.change_type = "new"
            predicate = predicate or then.right[1]
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
    match = tail().match(hidden, quantity.end)
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
        if (
            gap.startswith("，")
            and "分别" not in hidden[_clause_start(hidden, here.start) : here.start]
        ):
            break
        if then.unit != here.unit and not (gap == "" and here.unit_kind == "noun"):
            alike = here.unit_kind == then.unit_kind and here.unit_kind != "percent"
            if not alike or "分别" not in hidden[: here.start]:
                break
        # 个 and the like carry their own noun: 100个小区、200个小区
        nxt = hidden[_tail_end(hidden, then) : _tail_end(hidden, then) + 1]
        if (
            here.unit_kind in ("count", "people")
            and nxt
            and nxt not in CLAUSE_EDGES
            and nxt not in "、和及"
        ):
            break
        count += 1
    return count


def _right_text(text: str, hidden: str, start: int, end: int, more: bool) -> str:
    """What may belong to a quantity behind it: up to 、, or a whole list of short nouns."""
    cut = hidden.find("、", start, end)
    if cut < 0 or (
        not more and rx(r"、[^、]*(?<![高中初平同优])等(?![级次])").search(hidden[start:end])
    ):
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
    memory.work = (
        work
        if 2 <= len(work) <= 16 and rx("(?:工程|建设|改造|试点|计划|还林|还草|项目)$").search(work)
        else ""
    )
    opening = rx(
        r"[^，]*?(?=近年来|首次|继续|持续|明显|实现|出现|保持|均|都|稳步|大幅|双双|不断|较快|快速|逐步|逐年|进一步)"
    ).match(topic)
    memory.clause_list = opening.group() if opening else ""


def _statement(run, left_text, right_text, hidden, text, memory, fresh, clause, more) -> list[Row]:
    first = run[0]
    memory.fresh = fresh
    compared = None
    if first.unit_kind == "point":
        compared = rx(
            r"(高于|低于|快于|慢于|高出|优于|超出|超过|好于|领先|落后)[^，、]{1,16}$"
        ).search(left_text)
    if first.unit_kind == "percent":
        compared = rx("(超过|超|低于)(?:年度|年初)?(?:预算|计划|目标|指标|任务)$").search(left_text)
    left = read_left(_without_streak(left_text[: compared.start()] if compared else left_text))
    if compared:
        left.compared, left.change = (
            True,
            "down" if compared.group(1) in ("低于", "慢于", "落后") else "up",
        )
        left.verb = left.verb or compared.group(1)
    rows: list[Row] = []
    if first.kind == "streak":
        return [streak_row(first, left_text, right_text, memory, clause, more)]
    if first.kind == "rank":
        return rank_rows(first, left, left_text, memory, clause)
    if first.kind == "sync":
        return [sync_row(first, left_text, memory, clause)]
    right_change(left, right_text, first)
    than = rx("^(?:大大|远远|明显|显著)?(?:超过|高于|快于|低于)(?=.*年)").match(left.head)
    if than and left.change:  # 超过…二十六年平均每年增长3.2%的速度
        left.head, left.source = "", True
    left.head = rx("^在[^，]{1,6}中$").sub("", left.head)
    if (
        memory.grows
        and first.unit_kind == "percent"
        and left.stated
        and not (left.head or left.change)
    ):
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
    _plain_statistic(head, left, head_text)
    if not (head.verb or left.stated or left.change or left.level) and first.unit_kind in _COUNTED:
        _unlisted_verb(head)
    keeps = (
        left.change
        and head.verb
        and not rx(r"完成|实现|推动|促进|带动").match(head.verb)
        and head.noun
    )
    stated = left.controlled and not behind and not rx("实现|推动|促进|带动").match(head.verb)
    if (first.unit_kind in ("percent", "ratio") and keeps) or stated:
        head.verb, head.noun, head.raw = "", strip_lead(head_text), strip_lead(head_text)
    if head.inner and (left.change or left.level or left.source or share):
        head.verb, head.noun, head.raw = "", strip_lead(head_text), strip_lead(head_text)
    names = name(run, left, head, head_text, right_text, memory, share is not None, more)
    if head.total or left.total:
        memory.total = bool(head.verb)
    elif memory.total and not head.verb and not fresh and not left.change:
        head.total = True
    acted = action(left, head, memory, right_text, names)
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


_COUNTED = ("count", "people", "area", "length")


def _plain_statistic(head, left: Left, head_text: str) -> None:
    """脱贫人口规模达…: before 达 a verb that nouns are made of is one."""
    if left.stated and head.verb in words("statistic_verb") and not head.noun.startswith(head.verb):
        head.verb, head.noun, head.raw = "", strip_lead(head_text), strip_lead(head_text)


def _unlisted_verb(head) -> None:
    """消除易涝点86处: a verb of the general dictionary that seeds/targets.csv does not list."""
    verb, noun = head.noun[:2], head.noun[2:]
    listed = rx("<action|weak_action|delta_verb_up|delta_verb_down>").match(head.noun)
    if len(noun) < 4 or listed or noun[0] in "性化率业" or verb[0] in "新在":
        return
    if tag_word(verb) == "v":
        head.verb, head.noun, head.raw = verb, noun, noun


def _without_streak(text: str) -> str:
    return rx(r"连续(?:第)?$").sub("", text)


def _remember(memory: Memory, rows: list[Row], names: Names, head, left: Left) -> None:
    if not rows:
        return
    memory.unit = rows[-1].quantity.unit
    memory.grows = rows[-1].direction if rows[-1].change_type == "growth" else ""
    if head.verb:
        memory.verb = head.verb
        memory.verb_noun = head.noun or names.right or memory.verb_noun
    elif left.acted or (not names.inherited and not names.right and (left.change or left.level)):
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
