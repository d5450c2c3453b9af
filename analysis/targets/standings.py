"""Rows of a build of their own: streaks, ranks, 同步."""

from __future__ import annotations

import re

from analysis.targets import subjects
from analysis.targets.cues import one_of, rx
from analysis.targets.heads import read_head
from analysis.targets.left import Left, read_left
from analysis.targets.names import current
from analysis.targets.state import Memory, Row


def streak_row(q, left_text, right_text, memory: Memory, clause, more) -> Row:
    """Make the row of a streak: background, and so is a rate inside it."""
    left = read_left(rx(r"(?:已|已经)?连续(?:第)?$").sub("", left_text))
    head = read_head(left.head)
    subject = head.noun or head.verb
    scored = rx(r".{0,8}?在(.+?)中$").match(subject)
    subject = scored.group(1) if scored else subject
    if subject and q.unit.startswith("连"):
        subject = rx(r"(?:<field>|实现|取得|获得|喜获|获评|荣获|成功)+$").sub(
            "", subject.rstrip("“")
        )
    predicate = rx(r"^(?:保持|实现|获评?|位?居|稳居)?").sub("", right_text)
    if not subject:
        goes_on = rx(
            r"(?:保持|位?居|稳居|实现两|超|名列|排名|位列|增长|下降|超过|突破|达|稳定|高于|低于|正增长|$|[、，])"
        ).match(right_text)
        carried = current(memory) or memory.subject
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


def rank_rows(q, left: Left, left_text: str, memory: Memory, clause) -> list[Row]:
    """Make the rows of a rank: one, or under 均 one for each subject."""
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
            more = rx(r"(?:均|都|继续|稳|首次|总体|仍|已|分别|综合)*(?:<rank_verb>)$").search(
                plain[:start]
            )
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
    scored = rx(
        r"(?P<a>.*?)(?<!存)在(?P<b>[^，]+?)(?P<c>综合评价|综合考核|考核评价|考核|评价|测评|评估|排名|评比|竞赛|排行榜|榜单)?(?:中|上|里)?(?:的)?$"
    ).match(subject)
    if scored and scored.group("b"):
        base = scored.group("b").rstrip("的")
        subject = scored.group("a") + (scored.group("c") or "")
    head = read_head(read_left(subject).head)
    subject = rx(r"(?:世界|全国|全球|全省)?(?:<field>)$").sub("", head.noun) or head.noun
    subject = rx(r"(?:均|分别|均为)$").sub("", subject)
    if (
        not subject
        and base
        and match
        and rx("获|荣|取得|夺得").search(match.group())
        and memory.fresh
    ):
        subject, base = rx(r"(?:优秀|良好)?(?:等次|成绩)?$").sub("", base), ""
    if subjects.is_subject_only(subject) and current(memory):
        subject = ""
    relational = subject and subjects.is_relational(subject)
    if relational or not subject:
        if each or left.each:
            names = [
                subjects.join(o, subject)
                for o in (
                    memory.group if len(memory.group) > 1 else memory.seen or [memory.subject]
                )
            ]
        else:
            names = [subjects.join(current(memory) or ("" if subject else memory.subject), subject)]
        appended = bool(subject)
    else:
        parts = subjects.share_out(subject, 0, True) if each else None
        names, appended = parts or [subject], False
    rows = []
    for name in names:
        row = Row(
            q,
            name,
            "le" if q.scope else "eq",
            "rank",
            base=base.strip("“”"),
            clause=clause,
            source=source,
        )
        row.quantity = q
        row.year = left.year
        rows.append(row)
    if not appended and names[-1]:
        memory.subject = names[-1]
        memory.seen += [n for n in names if n and n not in memory.seen]
    memory.streak = False
    return rows


def sync_row(q, left_text: str, memory: Memory, clause) -> Row:
    """Make the row of 同步: subject and partner."""
    text = rx(r"(?:保持|基本|大体|实现|更加|总体)+$").sub("", left_text)
    match = rx(r"(?P<a>.*?)(?:与|和|同|跟)(?P<b>[^与和同跟]+)$").match(text)
    a, b = (match.group("a"), match.group("b")) if match else (text, "")
    subject = read_head(a).noun or a or memory.subject
    memory.subject = subject or memory.subject
    return Row(q, subject, "sync", "growth", "up", base=b, clause=clause)
