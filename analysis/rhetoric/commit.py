"""The ladder of commitment 承诺: from 探索 and 支持 over 推动 and 建设 to 确保 and 坚决."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from analysis.rhetoric import clauses, table
from analysis.rhetoric.clauses import Clause, Head, Words, head_at, lexicon
from analysis.words.tags import tag_word

LABELS = ("4", "3", "2", "1", "T", "P")
STATUS = ("prelim", "plan", "start", "build", "done")

_CONNECTIVE = re.compile(
    r"(?:并且|而且|同时|此外|另外|还要|也要|并|更要|特别是|今年|全年|今后|国家)(?=[^\W\d_])"
)
_SUBJECT = re.compile(
    r"[^\W\d_]{0,10}?(?:我们|政府|部门|上下|各地|各级|单位|干部|人员|全市)(?=要|必须|将|应)"
)
_NUMBER = re.compile(
    r"(?<![A-Za-z\d.+])(?:\d[\d.,]*(?![\d.,]*\+)|[一两二三四五六七八九]位数|百分之[一二三四五六七八九十百]+)"
)
_UNIT_END = re.compile(
    r"[^\W\d_的部%％/／]{0,4}?(?:标准煤)?(?:（[^\W\d_]{1,3}）)?(?:[%％/／][^\W\d_的]{0,4}?)?"
    r"(?:以上|左右|以内|以下|上下|增长)?(?=[，。；、：！”）\s]|$)"
)
_INDICATOR = "额量率值数重比积力度"  # last characters of the names of indicators
_YEAR = re.compile(r"年(?!均)|月|日|周年|世纪|期|号线|届|次会议")
_COUNTED = re.compile(
    r"(?<![A-Za-z\d.+第])\d[\d.,]*(?![\d.,]|年|月|日|周年|期|号|\+|届|次会议|版|英寸|G|$)"
)
_GENERAL = re.compile(
    r"(?:具有|全球(?!首)|全国|国家|世界|一流|更|高|新型|新一代|现代|国际性|完备|绿色|健康|人文|全[^\W\d_]{1,3}的)"
)


@dataclass(frozen=True)
class Commitment:
    """One commitment: offsets into the text of its sentence."""

    start: int
    end: int
    label: str
    clause: tuple[int, int]
    head: Head | None
    strength: str = ""


def _target(text: str, clause: Clause) -> Commitment | None:
    """A clause that states a number to be met and has no verb of action: 网络零售额增长8%以上."""
    for match in _NUMBER.finditer(text, clause.start, clause.end):
        tail = _UNIT_END.match(text, match.end(), clause.end)
        if _YEAR.match(text, match.end()) or not tail or tail.end() < clause.end:
            continue
        start = match.start()
        while word := _reach_before(text, start, clause.start):
            start -= len(word)
        if start == clause.start and match.start() == start:
            return None
        strength = "2" if text.startswith(("力争", "争取", "努力"), start) else "3"
        span = (clause.start, clause.end)
        return Commitment(start, clause.end, "T", span, None, strength)
    return None


def _reach_before(text: str, at: int, start: int) -> str:
    """The word of reaching that ends at a position: 增长, 力争, 控制在."""
    reach = lexicon().labels["reach"]
    for size in (3, 2, 1):
        if at - size >= start and text[at - size : at] in reach:
            return text[at - size : at]
    return ""


def _sites(text: str, clause: Clause, words: Words) -> list[int]:
    """Starts of words inside the clause, outside quotes."""
    inside, sites = 0, []
    for at in range(clause.start + 2, clause.end):
        if text[at] in "“《（(":
            inside += 1
        elif text[at] in "”》）)":
            inside = max(0, inside - 1)
        elif not inside and at in words.at:
            sites.append(at)
    return sites


def _closes(text: str, at: int, start: int) -> bool:
    """Say whether a phrase like 在…上, 以…为导向 ends right before a position."""
    frame_close = lexicon().labels["frame_close"]
    return text[at - 1] == "”" or any(
        text[at - n : at] in frame_close for n in (5, 4, 3, 2, 1) if at - n > start
    )


def _object_follows(text: str, head: Head, end: int) -> bool:
    """Say whether an object stands after the verb; 建设项目 is a noun, 支持项目 is not."""
    if head.end >= end or text[head.end] in "、的和与及等之为":
        return False
    noun = lexicon().longest("noun_head", text, head.end, end)
    return not (noun and tag_word(head.verb) == "vn")


def _skip_adverbs(text: str, at: int, end: int) -> int:
    """Step over adverbs before a phrase: 要[始终]向全球敞开."""
    adverb = lexicon().longest("adverb", text, at, end)
    return at + len(adverb)


def _inside(text: str, clause: Clause, words: Words, loose: bool) -> Head | None:
    """The head behind a phrase that opens the clause: 以…为导向[提升]…, 面向…时期[谋划]…."""
    closed, moved, plain = None, None, None
    framed = text.startswith("以", clause.start)
    for at in _sites(text, clause, words):
        head = head_at(text, at, clause.end, words)
        if head is None or head.level == "P" or text[at - 1] in "、和与及为":
            continue
        if framed and "为" in text[head.end : clause.end]:
            continue  # still inside 以…为…
        if _closes(text, at, clause.start) and (
            _object_follows(text, head, clause.end) or head.adverbs
        ):
            if not (closed and closed.verb_start == head.verb_start):
                closed = head
        elif head.adverbs and not moved and head.known:
            if _object_follows(text, head, clause.end):
                moved = head
        elif loose and not plain and head.known and _object_follows(text, head, clause.end):
            plain = head
    if text.startswith(("在", "当", "随着"), clause.start):
        return closed  # what stands before 中, 上 belongs to the phrase
    if closed and moved and moved.verb_start == closed.verb_start:
        return moved
    return closed or moved or plain


def _clause_commitments(text: str, clause: Clause, words: Words, results: bool) -> list[Commitment]:
    lex = lexicon()
    span = (clause.start, clause.end)
    at = clause.start
    connective = _CONNECTIVE.match(text, at, clause.end)
    if connective:
        at = connective.end()
    subject = _SUBJECT.match(text, at, clause.end)
    if subject:
        at = subject.end()
    opener = _opener(text, at, clause.end, words)
    head = head_at(text, at, clause.end, words)
    if results and (head is None or not head.adverbs):
        return []
    if head and head.modal and not head.known and not head.adverbs:
        head = None
    if head is None and subject and text.startswith("要", at):
        at = _skip_adverbs(text, at + 1, clause.end)
        opener = _opener(text, at, clause.end, words) or opener
    if (head is None or head.level == "P") and opener and opener not in ("为", "把", "将"):
        rest = Clause(at, clause.end, clause.pauses)
        loose = lex.label("frame_open", opener) == "loose"
        inner = _inside(text, rest, words, loose)
        if inner:
            head = inner
    if head is None and opener in ("把", "将"):
        for mark in ("作为", "摆在", "放在", "贯穿"):
            place = text.find(mark, at, clause.end)
            if place > 0:
                return [Commitment(place, place + 2, "P", span, None)]
    if head is None:
        for pause in reversed(clause.pauses):
            head = head_at(text, pause + 1, clause.end, words)
            if head and head.known and any(len(w) > 1 for w in head.adverbs):
                # One of a series of adverbials: the series stays outside the span.
                head = replace(head, start=head.verb_start, adverbs=())
                break
            head = None
        if head is None:
            target = _target(text, clause)
            return [target] if target else []
    if _states(text, head, clause.end):
        return []
    if not head.adverbs and head.level in "432":
        target = _target(text, clause)
        if target and _is_target(text, head, target):
            return [target]
    if head.end >= clause.end and not head.adverbs and len(head.verb) < 3:
        return []
    found = [Commitment(head.start, head.end, head.level, span, head)]
    if head.level in "432" and lex.label("clausal", head.verb) == "":
        found += _pauses(text, clause, head, words)
    return found


def _opener(text: str, at: int, end: int, words: Words) -> str:
    """The preposition at a position; 对 in 对冲 is none."""
    opener = lexicon().longest("frame_open", text, at, end)
    word = words.at.get(at, "")
    return "" if len(word) > len(opener) and word.startswith(opener) else opener


def _states(text: str, head: Head, end: int) -> bool:
    """Say whether the verb is the subject of a statement: 绿色发展是…, 实现目标并非易事."""
    if text.startswith(("是", "也是", "就是", "既是", "不是"), head.end):
        return True
    return "并非" in text[head.end : end]


def _is_target(text: str, head: Head, target: Commitment) -> bool:
    """Say whether a clause with a verb in front is a target all the same.

    The verb is part of the indicator (服务贸易进出口额1500亿美元, 新建数据中心能效控制在1.25以下)
    or the 力争 before it (力争优良天数占比97.5%以上).
    """
    indicator = target.start > head.end and text[target.start - 1] in _INDICATOR
    if head.verb in ("力争", "确保", "争取", "努力"):
        return indicator
    noun = tag_word(head.verb) in ("vn", "n")
    level = lexicon().label("reach", _reach_at(text, target.start)) == "level"
    return indicator and (noun or level)


def _pauses(text: str, clause: Clause, head: Head, words: Words) -> list[Commitment]:
    """Verb phrases after 、: 引领消费潮流、[提升]消费体验."""
    found = []
    bounds = [*clause.pauses, clause.end]
    left = head.end
    for pause, after in pairwise(bounds):
        previous = text[left:pause]
        left = pause + 1
        if pause < head.end:
            continue
        nxt = head_at(text, pause + 1, after, words)
        if (
            nxt
            and nxt.known
            and (
                tag_word(nxt.verb) == "v" or lexicon().longest("pause", text, nxt.verb_start, after)
            )
            and len(previous) >= 3
            and after - nxt.end >= 3
            and _object_follows(text, nxt, after)
            and not re.search(r"[和与]|等[^\W\d_]", text[nxt.end : after])
            and after == clause.end
        ):
            found.append(Commitment(nxt.start, nxt.end, nxt.level, (pause + 1, clause.end), nxt))
        elif nxt is None and after == clause.end:
            target = _target(text, Clause(pause + 1, after, ()))
            if target and _reach_at(text, target.start) and text[target.start - 1] in _INDICATOR:
                found.append(target)  # 培育壮大体育产业、增加值[突破1000亿元]
    return found


def _reach_at(text: str, at: int) -> str:
    return lexicon().longest("reach", text, at)


def read(text: str, words: Words) -> list[Commitment]:
    """Read the commitments of one sentence.

    Parameters
    ----------
    text : str
        The sentence.
    words : Words
        Its fine words.

    Returns
    -------
    list of Commitment
        In the order of the text.
    """
    found: list[Commitment] = []
    results = False
    for clause in clauses.split(text):
        if lexicon().longest("result", text, clause.start, clause.end):
            results = True
            continue
        found += _clause_commitments(text, clause, words, results)
    return found


def _status(text: str, item: Commitment) -> str:
    """Stage of a named project: prelim, plan, start, build, done, or - where none is named."""
    head = item.head
    if head is None:
        return "-"
    lex = lexicon()
    stated = lex.label("status", head.verb)
    if not stated:
        for size in (4, 3, 2):
            stated = stated or lex.label("status", head.verb[:size])
    goal = text[head.end : item.clause[1]]
    if not stated and "前期" not in goal[-4:]:
        return "-"
    if goal.rstrip("。）)").endswith(("前期工作", "前期研究")):
        return "prelim"
    if stated == "start" or (head.verb.startswith("建成") and not _GENERAL.match(goal)):
        return stated
    if stated == "build" and not (head.adverbs and head.adverbs[-1] in ("加快", "抓紧", "全力")):
        return "-"
    return stated if _named_project(goal) else "-"


def _named_project(goal: str) -> bool:
    """Say whether an object names projects: 深圳湾超级总部基地, not 高质量教育体系."""
    if "、" not in goal and (_GENERAL.match(goal) or "体系" in goal or "机制" in goal):
        return False
    nouns = lexicon().labels["project_noun"]
    bare = goal.rstrip("。）)")
    tail = any(bare.endswith(n) for n in nouns) or any(n + "、" in goal for n in nouns)
    return tail or ("等" in goal and bool(re.search(r"项目|工程|区域|设施|园区|线路|集聚区", goal)))


def detect(sentences: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Find commitments in the plan of a report.

    Parameters
    ----------
    sentences, tokens : DataFrame
        As `sentences.split` and `words.tokens` give them.

    Returns
    -------
    DataFrame
        One hit a commitment: adverbs and head verb, or the target's own words. Labels: 4 binding,
        3 action, 2 aspiration, 1 enabling or exploring, T target without a verb of action, P
        principle. Attributes: strength, proj (prelim, plan, start, build, done or -), quant (1
        where the clause carries a number to be met), modal, clause, adv.

    Examples
    --------
    >>> from analysis import sentences, words
    >>> text = "一、2025年工作安排\\n大力发展首发经济，支持企业出海，网络零售额增长8.0%以上。"
    >>> table = sentences.split(text, "toy")
    >>> detect(table, words.tokens(table))[["text", "label"]].values.tolist()
    [['大力发展', '3'], ['支持', '1'], ['增长8.0%以上', 'T']]
    """
    mask = clauses.plan_rows(sentences)
    rows = []
    for (sent_id, start, text), words in zip(
        clauses.walk(sentences, mask), clauses.words_of(sentences, tokens, mask), strict=True
    ):
        for item in read(text, words):
            rows.append(_row(sent_id, start, text, item))
    return table.hits(rows, "commit")


def _row(sent_id: str, start: int, text: str, item: Commitment):
    a, b = item.clause
    pushing = [w for w in (item.head.adverbs if item.head else ()) if w]
    more = {
        "strength": item.strength or item.label,
        "proj": _status(text, item),
        "quant": int(item.label == "T" or _quantity(text, item.end, b)),
        "modal": "要" if item.head and item.head.modal else "-",
        "clause": f"{start + a}-{start + b}",
        "adv": "".join(pushing) or "-",
    }
    return (sent_id, start + item.start, start + item.end, text[item.start : item.end],
            item.label, more)  # fmt: skip


def _quantity(text: str, start: int, end: int) -> bool:
    """Say whether a clause carries a number to be met; years, codes and versions are none."""
    goal = re.sub(r"《[^《》]*》|（[^（）]*）|“[^“”]*”", "", text[start:end])
    return bool(_COUNTED.search(goal))
