"""Parallelism 排比、对偶: limbs that repeat a word in the same place or have equal length.

Every series of items is read three ways (shared beginning, end or place; equal length), the
first limb cut free of the carrier that is said once, the last of what follows it; the reading
that explains most limbs best is kept. Labels: frame, iso, affix (three or more limbs), duiou (two).
"""

from __future__ import annotations

import pandas as pd

from analysis.rhetoric import table
from analysis.rhetoric.parallel import chained, cuts, judge, leads, lines, pairs, series

METHOD = "parallel"
LONGEST_GROUP = 2000
STRETCH = 256


def groups(line: lines.Line) -> list[series.Group]:
    """Find the groups of one sentence, overlaps settled."""
    found = chained.repeated(line) + chained.verb_object(line)
    scopes = lines.scopes(line)
    found += pairs.quoted(line)
    hortatory = line.text.endswith(("！", "!")) or "我们要" in line.text or "让我们" in line.text
    for quoted, items in scopes:
        for run in series.runs(items, "、"):
            found += listed(line, run, quoted)
        for run in series.runs(items, "、，"):
            if any(item.after == "，" for item in run[:-1]) and not quoted:
                found += mixed(line, run)
        clauses = merge(items)
        for clause in clauses:
            found += pairs.joined(line, clause)
        for run in series.runs(clauses, "，"):
            found += openings(line, run)
            found += pairs.clauses(line, run, hortatory)
    return settle(found)


def listed(line, run, quoted: bool) -> list[series.Group]:
    """Groups of one list joined by 、."""
    whole = quoted and not any("，" in (i.before, i.after) for i in run)
    versions = [run]
    if not whole:
        split = series.split_last(line, run)
        if split:
            versions.append(split)
    found = []
    for items in versions:
        if items is run:
            found += paired(line, items, whole)
        if len(items) < 3 or (not whole and series.closed_by_etc(line, items[-1])):
            continue
        for spans in cuts.candidates(line, items, whole):
            group = judge.judge(line, spans, whole)
            if group:
                found.append(group)
    return found


def paired(line, items, whole: bool) -> list[series.Group]:
    """The pair that a list of two holds; of a longer list the last two where they repeat
    something, the first two where 的 ends them (A、B的C、D)."""
    n = len(items)
    found = []
    for k in sorted({0, n - 2}):
        pair = pairs.fit(line, items[k], items[k + 1], whole and n == 2)
        if pair and (
            n == 2
            or (k == n - 2 and pair.head != "-")
            or (k == 0 and line.text[pair.end : pair.end + 1] == "的")
        ):
            found.append(pair)
    return found


def mixed(line, run) -> list[series.Group]:
    """Short limbs whether 、 or ， joins them: four-character predicates, one shared word."""
    found = []
    for part in short_stretches(run):
        for spans in cuts.candidates(line, part, False):
            lengths = sorted(b - a for a, b in spans)
            if len(spans) < 3 or lengths[-2] > series.SHORT or lengths[-1] > 30:
                continue
            if "，" not in line.text[spans[0][1] : spans[-1][0]]:
                continue  # a plain list is judged as such
            end = spans[-1][1]
            if line.text[end : end + 1] not in lines.STOPS:
                continue
            group = judge.judge(line, spans, False)
            if group and group.label in ("iso", "frame"):
                loose = len(group.head) == 1 and group.head not in {line.text[a] for a, _ in spans}
                if loose and lengths[-1] - lengths[0] > 1:
                    continue  # one character at the end of unlike clauses
                sizes = {line.size(a, b) for a, b in spans}
                if group.label == "frame" or sizes == {4}:
                    group.level = "clause"
                    found.append(group)
    return found


def short_stretches(run):
    """Stretches of two or more short items with one neighbour on each side, a comma inside."""
    k, n = 0, len(run)
    while k < n:
        m = k
        while m < n and run[m].end - run[m].start <= series.SHORT + 2:
            m += 1
        if m - k >= 2:
            part = run[max(0, k - 1) : m + 1]
            if len(part) > 2 and any(item.after == "，" for item in part[:-1]):
                yield part
        k = m + 1


def merge(items):
    """Join items between clause marks into clauses."""
    out, start, before = [], None, ""
    for item in items:
        if start is None:
            start, before = item.start, item.before
        if item.after != "、":
            out.append(lines.Item(start, item.end, before, item.after))
            start = None
    return out


def openings(line, run) -> list[series.Group]:
    """Three or more neighbouring clauses that open or close with the same word."""
    found = []
    for spans in clause_chains(line, run):
        group = judge.judge(line, spans, False)
        if group and group.label == "frame":
            group.level = "clause"
            found.append(group)
    return found


def clause_chains(line, run):
    """Propose neighbouring clauses that share their first word, or their last."""
    heads = [first_word(line, item) for item in run]
    k = 1
    while k < len(run):
        m = k
        while m + 1 < len(run) and heads[m + 1] and heads[m + 1] == heads[k]:
            m += 1
        if heads[k]:
            left = carried(line, run[k - 1], heads[k])
            spans = [line.trim(i.start, i.end) for i in run[k : m + 1]]
            spans = ([left] if left else []) + spans
            if len(spans) > 2:
                spans[-1] = reach(line, spans, run[m + 1 : m + 3])
            yield spans
        k = m + 1


def reach(line, spans, following):
    """The last limb, carried on over the next clauses where only so it ends like the others."""
    last = spans[-1]
    ends = {line.text[max(a, b - 2) : b] for a, b in spans[:-1]}
    if len(ends) > 1 or line.text[last[1] - 2 : last[1]] in ends:
        return last
    for item in following:
        if line.text[item.end - 2 : item.end] in ends:
            return (last[0], item.end)
    return last


def first_word(line, item) -> str:
    """Give the word that opens a clause."""
    words = line.inside(item.start, min(item.end, item.start + 12))
    return words[0][0] if words else ""


def carried(line, item, word: str):
    """The part of the clause before that opens with the same word."""
    at = line.text.find(word, item.start, min(item.end, item.start + 200))
    if at < 0 or at not in line.edges:
        return None
    return line.trim(at, item.end)


def settle(found: list[series.Group]) -> list[series.Group]:
    """Keep the best of overlapping groups; a group inside one limb of another stays, nested.

    Kept groups are entered in every stretch of text they touch, so that each new one is compared
    with its neighbours alone.
    """
    near: dict[int, list[series.Group]] = {}
    kept: list[series.Group] = []
    for group in sorted(found, key=lambda g: (-g.score, g.start, g.spans)):
        if group.end - group.start > LONGEST_GROUP:
            continue
        stretches = range(group.start // STRETCH, group.end // STRETCH + 1)
        others = [other for at in stretches for other in near.get(at, ())]
        if any(clash(group, other) for other in others):
            continue
        for other in others:
            if within(group, other):
                group.note.append("nested")
                break
        for other in others:
            if within(other, group) and "nested" not in other.note:
                other.note.append("nested")
        for other in others:
            widen(group, other)
        kept.append(group)
        for at in stretches:
            near.setdefault(at, []).append(group)
    return kept


def widen(inner: series.Group, outer: series.Group) -> None:
    """Let a nested 之一-series begin right after the words that its outer frame repeats."""
    if inner.head[:1] != "之" or outer.head in ("-", "") or "…" in outer.head:
        return
    for a, b in outer.spans:
        start = a + len(outer.head)
        if start < inner.start < b:
            inner.spans[0] = (start, inner.spans[0][1])


def within(inner: series.Group, outer: series.Group) -> bool:
    """Say whether a group lies inside one limb of another."""
    return any(a <= inner.start and inner.end <= b for a, b in outer.spans)


def clash(x: series.Group, y: series.Group) -> bool:
    """Say whether two groups overlap without one lying inside a limb of the other."""
    if x.end <= y.start or y.end <= x.start:
        return False
    return x.spans == y.spans or not (within(x, y) or within(y, x))


def row(sent_id: str, spans, group: series.Group, text: str):
    """Make the row of one group, attributes as the guide has them."""
    start, end = spans[0][0], spans[-1][1]
    note = " ".join(n for n in group.note if n and n != "-") or "-"
    more = {
        "level": group.level,
        "n": len(spans),
        "members": ",".join(f"{a}-{b}" for a, b in spans),
        "head": group.head,
        "note": note,
    }
    return (sent_id, start, end, text, group.label, more)


def detect(sentences: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Find parallel groups.

    Parameters
    ----------
    sentences, tokens : DataFrame
        Of one document.

    Returns
    -------
    DataFrame
        Hits with label frame, iso, affix or duiou and the attributes level, n, members
        (``a-b,c-d``), head and note.
    """
    read = lines.lines(sentences, tokens)
    rows = []
    for line in read:
        for group in groups(line):
            spans = [(line.start + a, line.start + b) for a, b in group.spans]
            rows.append(row(line.sent_id, spans, group, line.text[group.start : group.end]))
    seen = set()
    for openings_, gather in ((False, leads.lead_series), (True, leads.opening_series)):
        for limbs_ in gather(sentences, read):
            for found in leads.find(limbs_, openings_):
                first, spans, group = leads.group_rows(found)
                if seen & set(spans):
                    continue
                seen |= set(spans)
                text = "".join(line.text[a:b] for line, a, b in found[0])
                rows.append(row(first.sent_id, spans, group, text))
    return table.hits(rows, METHOD)
