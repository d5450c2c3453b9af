"""Limbs written without a mark between them: 治水护水节水用水, 稳住位次稳住份额稳住规模."""

from __future__ import annotations

from analysis.rhetoric.parallel.lines import Line, morphemes
from analysis.rhetoric.parallel.series import Group

SIZES = (2, 3, 4)


def han(char: str) -> bool:
    """Say whether a character is a common Han character."""
    return "\u4e00" <= char <= "\u9fff"


def repeated(line: Line) -> list[Group]:
    """Three or more neighbouring stretches of equal length that repeat a character in place."""
    text, found = line.text, []
    for size in SIZES:
        same = [
            at
            for at, (x, y) in enumerate(zip(text, text[size:], strict=False))
            if x == y and han(x)
        ]
        ahead = set(same)
        for at in same:
            if at - size in ahead or at + size not in ahead:
                continue
            count = 2
            while at + (count - 1) * size in ahead:
                count += 1
            for place in {0, size - 1}:
                group = _group(line, at - place, size, count, place)
                if group:
                    found.append(group)
    return found


def _group(line: Line, start: int, size: int, count: int, place: int) -> Group | None:
    spans = [(start + k * size, start + (k + 1) * size) for k in range(count)]
    if start < 0 or spans[-1][1] > len(line.text) or count > 12:
        return None
    texts = [line.text[a:b] for a, b in spans]
    if len(set(texts)) < count or not all(map(han, "".join(texts))):
        return None
    if any(t[0] in "和与及等的" for t in texts):
        return None
    if start not in line.edges or not (spans[-1][1] in line.edges or count > 2):
        return None
    head = texts[0][0]
    shared = 1
    while place == 0 and shared < size and len({t[shared] for t in texts}) == 1:
        head += texts[0][shared]
        shared += 1
    if place:
        head = texts[0][-1]
    if place == 0 and head in morphemes("affix"):
        return None  # 思想上政治上行动上 is read from its end
    if place == 0 and size == 2 and set(texts) <= morphemes("verb") | morphemes("modifier"):
        return None  # 创新创业创造: three plain words
    if size > 2 and len(head) == 1 and head not in morphemes("affix") | {"好"}:
        return None
    if any(c in "的一了和是在年月日全" for c in head):
        return None
    named = place and head in (morphemes("affix") if size > 2 else "化性力度感")
    level = "word" if size == 2 or named else "phrase"
    label = "affix" if named else "frame"
    # 因灾因病因残 is read from its beginning
    score = 10.0 * count + (7 if place == 0 and head[0] in "因为以在向对从" else 6)
    return Group(spans, label, score, head, level, ["concat"])


def verb_object(line: Line) -> list[Group]:
    """Three or more verb + object of three characters each, without a mark: 稳增长提质量增效益."""
    text, found = line.text, []
    verbs = morphemes("verb1")
    begins = [a for a in line.starts if text[a] in verbs]
    if len(begins) < 3:
        return found
    known = {(a, b) for a, b, _, _ in line.words if b - a in (2, 3)}
    done = 0
    for at in begins:
        if at < done:
            continue
        end = at
        while _unit(text, known, verbs, end):
            end += 3
        done = max(at + 1, end)
        spans = [(k, k + 3) for k in range(at, end, 3)]
        if len(spans) >= 3 and end in line.edges and len({text[a:b] for a, b in spans}) > 2:
            found.append(Group(spans, "iso", 10.0 * len(spans) + 3, "-", "phrase", ["concat"]))
    return found


def _unit(text: str, known: set[tuple[int, int]], verbs, at: int) -> bool:
    unit = text[at : at + 3]
    if len(unit) < 3 or unit[0] not in verbs or not all(map(han, unit)):
        return False
    return (at + 1, at + 3) in known or (at, at + 3) in known
