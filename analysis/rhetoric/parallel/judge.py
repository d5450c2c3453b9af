"""Three or more limbs: which kind of 排比 they are, if any."""

from __future__ import annotations

from collections import Counter

from analysis.rhetoric.parallel import limbs
from analysis.rhetoric.parallel.limbs import Span
from analysis.rhetoric.parallel.lines import Line, morphemes
from analysis.rhetoric.parallel.series import JOINERS, NUMERALS, Group, mentions_etc

LONGEST = 60  # limbs beyond this are no limbs
MOST = 30  # limbs
CLOSERS = ("", "，", "。", "！", "；", "”")


def possible(line: Line, spans: list[Span], texts: list[str], quoted: bool) -> bool:
    """Rule out doubles, names, statistics and lists that 等 closes."""
    if len(set(texts)) < len(texts) or "分别" in line.text[spans[-1][1] : spans[-1][1] + 8]:
        return False
    if any(not t or "《" in t or "（" in t or t[-1] == "的" for t in texts):
        return False
    if quoted:
        return True
    if any(mentions_etc(line, s) for s in spans):
        return False
    return not any(c.isdigit() or c in "%％" for t in texts for c in t)


def predicates(line: Line, spans: list[Span], kinds: list[float], place: str, head: str) -> bool:
    """Say whether the limbs together are predicates; the more they share, the less is asked."""
    sizes = {line.size(a, b) for a, b in spans}
    four = sizes == {4}
    last, end = spans[-1]
    after = line.text[end : end + 1]
    need = 1.25 if place else 1.5
    if four and (place or after == "的"):
        need = 1.0
    if place == "middle" and len(sizes) == 1 and max(sizes) <= 4:
        need = 0.5  # 察实情、办实事、求实效
    if place in ("start", "end") and len(head) > 1:
        need = 1.25
    if need == 1.5 and four and after in CLOSERS and line.text[last - 1 : last] not in JOINERS:
        need = 1.3
    if place == "start" and all(t == "p" for a, b in spans for _, t in line.inside(a, b)[:1]):
        return True  # 向…，向…，向…
    return sum(kinds) >= need * len(kinds) and kinds.count(limbs.NOMINAL) * 3 <= len(kinds)


def judge(line: Line, spans: list[Span], quoted: bool) -> Group | None:
    """Give three or more limbs their label, or none.

    Predicates that repeat something are `frame`, predicates of equal length `iso`, names that
    share a word or a bound affix `affix`; a quoted slogan of equal names is `iso`.
    """
    if not 3 <= len(spans) <= MOST or any(b - a < 2 or b - a > LONGEST for a, b in spans):
        return None
    texts = [line.bare(a, b) for a, b in spans]
    if not possible(line, spans, texts, quoted):
        return None
    sizes = [line.size(a, b) for a, b in spans]
    equal, spread = len(set(sizes)) == 1, max(sizes) - min(sizes)
    head, place = limbs.shared(line, spans)
    if place == "start" and len(head) == 1 and not repeated_morpheme(line, spans):
        head = place = ""
    kinds = [limbs.kind(line, a, b) for a, b in spans]
    score = 10.0 * len(spans) + (3 if equal else 0) + (2 if place else 0)
    verb = same_verb(line, spans) if place == "end" and len(head) > 1 else ""
    if max(sizes) > 2 and (verb or predicates(line, spans, kinds, place, head)):
        if place == "middle" and spread > 3:
            return None
        if place:
            return Group(spans, "frame", score + 2, f"{verb}…{head}" if verb else head)
        if equal and 3 <= sizes[0] <= (6 if min(kinds) < limbs.PREDICATE else 8):
            return Group(spans, "iso", score)
        return slogan(spans, texts, kinds, sizes, score) if quoted else None
    if equal and sizes[0] == 2 and short_predicates(line, spans, texts):
        return Group(spans, "frame" if place else "iso", score, head or "-", "word")
    if place == "start" and head[0] in NUMERALS and spread <= 2:
        return Group(spans, "frame", score + 2, head)
    if place == "end" and len(head) > 1 and head[0] == "之":
        return Group(spans, "frame", score, head)  # …之一、…之一和…之一
    if place in ("start", "end") and spread <= 1 and names(line, spans, texts, head, place):
        return Group(spans, "affix", score, head, "word")
    ends = {t[-1] for t in texts}
    if equal and len(ends) > 1 and ends <= morphemes("suffix_class") and sizes[0] >= 3:
        return Group(spans, "affix", score, "/".join(t[-1] for t in texts), "word")
    return slogan(spans, texts, kinds, sizes, score) if quoted else None


def slogan(spans, texts, kinds, sizes, score) -> Group | None:
    """What one pair of quotes encloses: like predicates, or names of equal length."""
    if max(sizes) < 3:
        return None
    if max(sizes) - min(sizes) <= 1 and sum(kinds) >= 1.5 * len(kinds):
        often = Counter(c for t in texts for c in set(t) - set("不有在的一"))
        common = [c for c, k in sorted(often.items()) if k >= len(texts) - 1]
        head = common[0] if common else "-"
        return Group(spans, "frame", score, head, "phrase", ["quoted"])
    if len(set(sizes)) == 1 and sizes[0] >= 3:
        return Group(spans, "iso", score, "-", "phrase", ["quoted"])
    return None


def repeated_morpheme(line: Line, spans: list[Span]) -> bool:
    """Say whether the shared first character is a word or a verbal morpheme (共抓, 共促), not
    the chance beginning of several nouns (产品, 产能)."""
    if all(b - a <= 4 for a, b in spans) and len({b - a for a, b in spans}) == 1:
        return True
    first = [line.inside(a, b)[:1] for a, b in spans]
    return sum(len(w[0][0]) > 1 and limbs.word_class(*w[0]) in "NW" for w in first if w) < 2


def same_verb(line: Line, spans: list[Span]) -> str:
    """A verb that stands inside every limb, not first: A建设B大学、C建设D大学."""
    inside = []
    for a, b in spans:
        parts = line.inside(a, b)[1:-1]
        inside.append({w for w, t in parts if w in morphemes("verb")})
    both = set.intersection(*inside)
    return min(both) if both else ""


def short_predicates(line: Line, spans: list[Span], texts: list[str]) -> bool:
    """Two-character limbs count as verb + object or adverb + verb, not as single words."""
    verbs = sum(t[0] in morphemes("verb1") for t in texts)
    known = sum(
        any(w == t and g != "x" for w, g in line.inside(a, b))
        for t, (a, b) in zip(texts, spans, strict=True)
    )
    return verbs >= len(texts) - 1 and known * 2 <= len(texts)


def names(line: Line, spans: list[Span], texts: list[str], head: str, place: str) -> bool:
    """Nominal limbs: a shared first or last word, or a bound affix; no list of places."""
    places = sum(any(g == "ns" and w not in texts for w, g in line.inside(a, b)) for a, b in spans)
    if places * 2 > len(spans):
        return False
    part = head.split("…")
    word = part[0] if place == "start" else part[-1]
    if len(word) >= 2 or word in morphemes("affix"):
        return True
    if place == "end":
        return {len(t) for t in texts} == {3}
    return place == "start" and max(map(len, texts)) <= 5
