"""Four-character strings: fixed policy phrase, free phrase, term, or no constituent at all.

Candidates are the runs of exactly four Han characters between marks and the four-character words
of the engine; idioms are left to `analysis.rhetoric.idiom`.
"""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from analysis import lexicons, words
from analysis.rhetoric import idiom, table
from analysis.words.tags import tag_word

METHOD = "fourchar"
_HAN = re.compile("[\u4e00-\u9fff]+")
_NUMBERS = "一二三四五六七八九十百千万两双多"


@cache
def listed(label: str) -> frozenset[str]:
    """Give the entries of one label in seeds/fourchar_words.csv."""
    rows = lexicons.load("fourchar_words.csv", columns=("term", "label"), unique=())
    return frozenset(rows.loc[rows["label"] == label, "term"])


@cache
def tag(word: str) -> str:
    """First letter of the word's tag in jieba's dictionary, "" where it is none."""
    return tag_word(word)[:1] if word and words.load().known(word) else ""


def candidates(text: str) -> list[tuple[int, int, bool]]:
    """Find the strings to classify: (start, end, between marks).

    Examples
    --------
    >>> candidates("办好，成功举办“五育并举”，深圳人民政府")
    [(3, 7, True), (8, 12, True), (16, 20, False)]
    """
    found = {}
    for match in _HAN.finditer(text):
        if match.end() - match.start() == 4:
            found[match.span()] = True
    at = 0
    for word in words.load().cut(text):
        span = (at, at + len(word))
        if len(word) == 4 and _HAN.fullmatch(word):
            found.setdefault(span, False)
        at = span[1]
    return [(a, b, bounded) for (a, b), bounded in sorted(found.items())]


def quoted(text: str, a: int, b: int) -> bool:
    """Say whether the string fills a pair of quotes, alone or as an item of a quoted list."""
    before, after = text[a - 1 : a], text[b : b + 1]
    if before == "“" and after == "”":
        return True
    if {before, after} <= set("“”、"):
        return text.rfind("“", max(0, a - 40), a) > text.rfind("”", max(0, a - 40), a)
    return False


def classify(text: str, a: int, b: int, bounded: bool) -> str:
    """Give one string its class.

    Examples
    --------
    >>> s = "推动政策、资金布局，成功举办“熟人社区”，激励机制"
    >>> [classify(s, a, b, True) for a, b in ((0, 4), (10, 14), (15, 19), (21, 25))]
    ['frag', 'free', 'policy', 'term']
    """
    word = text[a:b]
    if word in idiom.policy() or (bounded and quoted(text, a, b)):
        return "policy"
    left, right = word[:2], word[2:]
    verbs, adverbs = listed("pure_verb"), listed("adverb")
    if (left in adverbs or left in verbs) and (right in verbs or right in listed("predicate")):
        return "free"
    if left in adverbs and tag(right) in ("v", "a"):
        return "free"
    if (word[-1] in listed("bound_end") and not tag(right)) or (
        word[0] in listed("bound_start") and not tag(left)
    ):
        return "frag"
    if left in listed("light_verb") and right in listed("head"):
        return "term"
    known = tag(word)
    if known in ("n", "j") and left not in verbs:
        return "term"
    if left in verbs:
        return verb_phrase(text, a, b, bounded, tag(right))
    if not bounded and not known and not (tag(left) and tag(right)):
        return "frag"
    if word[0] in listed("predicate_start") and known != "n":
        return "free"
    if right in verbs and tag(left) in ("d", "v", "a", "b"):
        return "free"
    if bounded and not known and (word[1] in "有更" or word[2] in "有更"):
        return "free"
    if tag(left) in ("c", "p"):
        return "frag"
    if bounded and left in ("会议", "大会") and tag(right) == "v":
        return "free"
    return "term"


def verb_phrase(text: str, a: int, b: int, bounded: bool, ending: str) -> str:
    """A verb and what follows it: free, unless its object only begins here."""
    after = text[b : b + 1]
    if ending == "a" and not bounded:
        return "frag"  # 保持良好|势头
    if bounded and after == "“":
        return "frag"  # 落实省委|“1310”
    if bounded and after == "、" and text[a - 1 : a] != "、" and not opens_verb(text, b + 1):
        return "frag"  # 推动政策、资金…
    return "free"


def opens_verb(text: str, at: int) -> bool:
    """Say whether the item after a mark opens with a verb."""
    return text[at : at + 2] in listed("pure_verb")


def detect(sentences: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Classify every four-character string.

    Parameters
    ----------
    sentences, tokens : DataFrame
        Of one document.

    Returns
    -------
    DataFrame
        Hits with label policy, free, term or frag and the attribute `bounded` (1 where the
        string stands between marks, 0 where it is a word of the engine).
    """
    rows = []
    columns = (sentences["sent_id"], sentences["start"], sentences["text"])
    edges = idiom.word_edges(sentences, tokens)
    for (sent_id, start, text), own in zip(
        zip(*(c.tolist() for c in columns), strict=True), edges, strict=True
    ):
        idioms = {(a, b) for a, b, _ in idiom.find(text, own)}
        for a, b, bounded in candidates(text):
            if (a, b) in idioms:
                continue
            label = classify(text, a, b, bounded)
            more = {"bounded": int(bounded)}
            rows.append((sent_id, start + a, start + b, text[a:b], label, more))
    return table.hits(rows, METHOD)
