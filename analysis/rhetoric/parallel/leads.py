"""Parallel headings: the leads of one part, and sentences of a paragraph that open alike."""

from __future__ import annotations

import re

import pandas as pd

from analysis.rhetoric.parallel import limbs
from analysis.rhetoric.parallel.lines import Line, morphemes
from analysis.rhetoric.parallel.series import Group

_BARE = re.compile(r"^[—\-\s]*|[。！？：\s]+$")

Limb = tuple[Line, int, int]


def edges(line: Line) -> tuple[int, int]:
    """The heading without dashes before and mark after it."""
    left = len(line.text) - len(line.text.lstrip("—- \u3000"))
    right = len(line.text.rstrip("。！？：:；; \u3000"))
    return left, max(left, right)


def lead_series(sentences: pd.DataFrame, lines: list[Line]) -> list[list[Limb]]:
    """Collect the leads of each part, in order."""
    series: dict[tuple[str, str], list[Limb]] = {}
    seen = set()
    columns = ("section", "part", "lead", "role", "text")
    for row, line in zip(sentences[list(columns)].itertuples(index=False), lines, strict=True):
        key = (row.section, row.part, row.lead)
        if row.role != "body" or not row.lead or key in seen or row.lead != row.text:
            continue
        seen.add(key)
        series.setdefault(key[:2], []).append((line, *edges(line)))
    return list(series.values())


def opening_series(sentences: pd.DataFrame, lines: list[Line]) -> list[list[Limb]]:
    """Collect the first clauses of the sentences of each paragraph."""
    series: dict[str, list[Limb]] = {}
    for par, role, line in zip(sentences["par_id"], sentences["role"], lines, strict=True):
        left, right = edges(line)
        at = line.text.find("，", left, right)
        if role == "body" and left < right:
            series.setdefault(par, []).append((line, left, at if at > 0 else right))
    return list(series.values())


def same_ends(x: Limb, y: Limb) -> tuple[str, str]:
    """What two headings share at the beginning and at the end."""
    first, second = x[0].bare(x[1], x[2]), y[0].bare(y[1], y[2])
    short = min(len(first), len(second))
    head = 0
    while head < short and first[head] == second[head]:
        head += 1
    tail = 0
    while tail < short - head and first[-1 - tail] == second[-1 - tail]:
        tail += 1
    return first[:head], first[len(first) - tail :] if tail else ""


def four_predicate(limb: Limb) -> bool:
    """A noun and a predicate of four characters: 韧性城市 基础牢固."""
    line, a, b = limb
    cut = b - 4
    if "，" in line.text[a:b]:
        return False
    if cut - a < 3 or cut not in line.edges or any(c.isdigit() for c in line.text[a:b]):
        return False
    opening = line.inside(a, cut)[:1]
    verb_first = bool(opening) and (
        limbs.word_class(*opening[0]) in "VD" and opening[0][0] not in morphemes("modifier")
    )
    last = limbs.classes(line, cut, b)[-1:]
    if limbs.kind(line, cut, b) == limbs.NOMINAL and last not in (["V"], ["A"], ["X"], ["W"]):
        return False
    # A verb in front makes it verb and object, unless an adjective ends it.
    return not verb_first or last == ["A"]


def find(series: list[Limb], openings: bool) -> list[list[Limb] | tuple]:
    """Find the groups of one series; each is (limbs, label, head, note)."""
    found = []
    n = len(series)
    taken = [False] * n

    def run(same, least: int):
        k = 0
        while k < n:
            m = k
            while m + 1 < n and same(series[m], series[m + 1]):
                m += 1
            if m - k + 1 >= least and not any(taken[k : m + 1]):
                yield k, m
            k = m + 1

    def alike(x: Limb, y: Limb) -> bool:
        head, tail = same_ends(x, y)
        if openings:
            near = abs(x[0].size(x[1], x[2]) - y[0].size(y[1], y[2])) <= 1
            return near and max(len(head), len(tail)) >= 2
        return len(head) >= 2 or len(tail) >= 2 or _word_inside(x, y)

    for low, high in run(alike, 3):
        for k, m in ((low, high), (low + 1, high), (low, high - 1)):
            head = _common(series[k : m + 1]) if m - k > 1 else ""
            if not head:
                continue
            found.append((series[k : m + 1], "frame", head, "-"))
            taken[k : m + 1] = [True] * (m + 1 - k)
            break
    if openings:
        return found
    for k, m in run(lambda x, y: four_predicate(x) and four_predicate(y), 3):
        found.append((series[k : m + 1], "iso", "-", "-"))
        taken[k : m + 1] = [True] * (m + 1 - k)
    for k in range(n - 1):
        if taken[k] or taken[k + 1]:
            continue
        x, y = series[k], series[k + 1]
        if x[0].size(x[1], x[2]) < 5 or limbs.pattern(*x) != limbs.pattern(*y):
            continue
        if limbs.classes(*x)[0] == limbs.classes(*y)[0]:
            found.append(([x, y], "duiou", _common([x, y]) or "-", "strict"))
            taken[k] = taken[k + 1] = True
    return found


def _word_inside(x: Limb, y: Limb) -> bool:
    """The same character at the same place from either side, in headings of like length."""
    first, second = x[0].bare(x[1], x[2]), y[0].bare(y[1], y[2])
    short = min(len(first), len(second))
    if max(len(first), len(second)) > 24:
        return False
    if any(first[-k:][:2] == second[-k:][:2] for k in range(2, short + 1)):
        return True
    if abs(len(first) - len(second)) > 1:
        return False
    forward = any(first[k] == second[k] for k in range(short))
    backward = any(first[-1 - k] == second[-1 - k] for k in range(short))
    return forward or backward


def _common(group: list[Limb]) -> str:
    """What all headings of a group repeat in the same place."""
    texts = [line.bare(a, b) for line, a, b in group]
    short = min(map(len, texts))
    head = 0
    while head < short and len({t[head] for t in texts}) == 1:
        head += 1
    tail = 0
    while tail < short - head and len({t[-1 - tail] for t in texts}) == 1:
        tail += 1
    if head or tail:
        return "…".join(
            filter(None, [texts[0][:head], texts[0][len(texts[0]) - tail :] if tail else ""])
        )
    for k in range(1, short - 1):
        if len({t[k] for t in texts}) == 1:
            return texts[0][k]
        if len({t[-1 - k] for t in texts}) == 1:
            return texts[0][-1 - k]
    return ""


def group_rows(found: tuple) -> tuple[Line, list[tuple[int, int]], Group]:
    """Turn one finding into document offsets."""
    limbs_, label, head, note = found
    spans = [(line.start + a, line.start + b) for line, a, b in limbs_]
    return limbs_[0][0], spans, Group(spans, label, 0.0, head, "heading", [note])
