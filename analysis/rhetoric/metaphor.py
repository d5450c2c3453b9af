"""Metaphor 隐喻: concrete images for abstract things, after the MIP procedure of Pragglejaz (2007).

Two kinds of evidence, both in seeds/metaphor.csv: words and phrases whose concrete sense the
abstract context excludes (引擎, 短板, 砥砺前行), and frames of a verb and a concrete noun in one
clause (奏响…之曲, 敞开…的怀抱), whose whole stretch is the image. Dead metaphors (建设, 推进, 平台)
are not in the list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import ahocorasick
import pandas as pd

from analysis import lexicons
from analysis.rhetoric import table
from analysis.rhetoric.clauses import automaton

LABELS = (
    "war", "journey", "building", "body", "nature", "water", "machine", "game", "art", "light",
    "object",
)  # fmt: skip
TIERS = ("active", "conv")

_FRAME_REACH = 18
_STOPS = "，。；：！？、\n（）"
# 之 joins an abstract noun to a concrete one: 文化之光, 奋进之曲, 创新之火.
_OF_FAMILY = {
    "光": "light", "火": "light", "曲": "art", "歌": "art", "舟": "water", "帆": "water",
    "源": "water", "桥": "building", "窗": "building", "花": "nature", "根": "nature",
    "翼": "nature", "镜": "object", "约": "journey",
}  # fmt: skip
_OF = re.compile(f"[\u4e00-\u9fff]{{2}}之([{''.join(_OF_FAMILY)}])(?![\u4e00-\u9fff]?[城都家乡大])")


@dataclass(frozen=True)
class Lists:
    """Phrases by automaton, and the verbs and nouns of the frames.

    `phrases` gives (label, tier, length); `verbs` the numbers of the frames a verb opens;
    `nouns` the (frame, label) pairs a noun closes.
    """

    phrases: ahocorasick.Automaton
    verbs: ahocorasick.Automaton
    nouns: ahocorasick.Automaton


@cache
def _lists() -> Lists:
    entries = lexicons.load(
        "metaphor.csv", columns=("term", "label", "group"), optional=("source", "note")
    )
    phrases: dict[str, tuple[str, str]] = {}
    verbs: dict[str, set[int]] = {}
    nouns: dict[str, dict[int, str]] = {}
    rows = zip(entries["term"], entries["label"], entries["group"], strict=True)
    for number, (term, label, group) in enumerate(rows):
        if group != "frame":
            phrases[term] = (label, group)
            continue
        left, _, right = term.partition(" … ")
        for verb in left.split():
            verbs.setdefault(verb, set()).add(number)
        for noun in right.split():
            nouns.setdefault(noun, {})[number] = label
    return Lists(automaton(phrases), automaton(verbs), automaton(nouns))


# Parts of a body or a house said of a city, and what one sees or stands on said of the mind.
_CITY = re.compile(
    r"(?:城市|都市|湾区|世界)(阳台|客厅|会客厅|大脑|血脉|筋骨|里子|后花园|肌理|心脏|之心)"
)
_INNER = re.compile(r"(眼里|眼中|脚下|肩上|心里)有(?:光|力量|劲|担当|方向|远方)")
_AFAR = re.compile(r"(?:[\u4e00-\u9fff]{2})?[向奔]向?远方")
_NAME = re.compile(r"”(?:“[^”]{1,12}”)*(?:计划|行动|工程|项目|杯|奖|论坛|试点|活动|系列|应用)")


def _frames(text: str) -> list[tuple[int, int, str, str]]:
    """Frames of verb and concrete noun within one clause: (start, end, family, tier)."""
    lists = _lists()
    found: list[tuple[int, int, str, str]] = []
    nouns = None
    for last, (verb, frames) in lists.verbs.iter_long(text):
        after = last + 1
        start = after - len(verb)
        if found and start < found[-1][1]:
            continue
        if nouns is None:
            nouns = [(at + 1 - len(noun), at + 1, by) for at, (noun, by) in lists.nouns.iter(text)]
        limit = _reach(text, after)
        inside = [
            (right, by[number])
            for left, right, by in nouns
            if after <= left and right <= limit
            for number in frames
            if number in by
        ]
        if inside:
            end, label = max(inside)
            end += text[end : end + 1] == "”" and "“" in text[start:end]
            found.append((start, end, label, "active" if end - start > 4 else "conv"))
    return found


def _reach(text: str, after: int) -> int:
    """End of the stretch in which a frame may close: the clause, marks inside quotes allowed."""
    inside = False
    for place in range(after, min(len(text), after + _FRAME_REACH)):
        if text[place] == "“":
            inside = True
        elif text[place] == "”":
            inside = False
        elif text[place] in _STOPS and not inside:
            return place
    return min(len(text), after + _FRAME_REACH)


def _phrases(text: str, edges: set[int]) -> list[tuple[int, int, str, str]]:
    """Listed words and phrases; a short one must be a word of the text."""
    found = []
    for last, (term, (label, tier)) in _lists().phrases.iter_long(text):
        end = last + 1
        start = end - len(term)
        edged = (start in edges) + (end in edges)
        if tier != "literal" and (len(term) > 2 or edged == 2 or (edged and tier == "active")):
            found.append((start, end, label, tier))
    return found


def _resolve(found: list[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    """Of overlapping images keep the longest."""
    kept: list[tuple[int, int, str, str]] = []
    for span in sorted(found, key=lambda s: (s[0], -s[1])):
        if kept and span[0] < kept[-1][1]:
            if span[1] - span[0] > kept[-1][1] - kept[-1][0]:
                kept[-1] = span
            continue
        kept.append(span)
    return kept


def _whole(text: str, found: list[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    """Join what is one image, and drop names that the sentence does not carry on.

    Touching images of one family are one (追梦逐梦), as are two that open alike
    (赢得主动、赢得未来) and two within one pair of quotes (“高原之上再建高峰”).
    """
    joined: list[tuple[int, int, str, str]] = []
    for span in found:
        if joined:
            a, b, label, tier = joined[-1]
            gap = text[b : span[0]]
            opening = text.rfind("“", 0, a + 1)
            quoted = (
                opening >= 0
                and a - opening <= 3
                and text.startswith("”", span[1])
                and "”" not in text[opening : span[1]]
            )
            same = text[a : a + 2] == text[span[0] : span[0] + 2] and gap == "、"
            if label == span[2] and (not gap or same or (quoted and len(gap) <= 6)):
                joined[-1] = (a, span[1], label, "active" if quoted else tier)
                continue
        joined.append(span)
    families = [label for _, _, label, _ in joined]
    return [
        (a, b, label, tier)
        for a, b, label, tier in joined
        if not (_NAME.match(text, b) and families.count(label) < 2)
    ]


def detect(sentences: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Find metaphors.

    Parameters
    ----------
    sentences, tokens : DataFrame
        As `sentences.split` and `words.tokens` give them.

    Returns
    -------
    DataFrame
        Hits labelled with one of eleven families, and tier=active (fresh or extended image) or
        conv (worn but transparent).

    Examples
    --------
    >>> from analysis import sentences, words
    >>> table = sentences.split("补齐民生短板，奏响新时代奋进之曲。", "toy")
    >>> detect(table, words.tokens(table))[["text", "label"]].values.tolist()
    [['补齐民生短板', 'object'], ['奏响新时代奋进之曲', 'art']]
    """
    starts = tokens["start"].to_numpy()
    ends = tokens["end"].to_numpy()
    rows = []
    chosen = sentences[~sentences["role"].isin(["footer", "annex", "date", "speaker"])]
    offsets = chosen["start"].to_numpy()
    first = starts.searchsorted(offsets).tolist()
    last = starts.searchsorted(chosen["end"].to_numpy()).tolist()
    columns = (chosen["sent_id"].tolist(), offsets.tolist(), chosen["text"].tolist())
    for sent_id, start, text, a, b in zip(*columns, first, last, strict=True):
        edges = set((starts[a:b] - start).tolist()) | set((ends[a:b] - start).tolist())
        found = _frames(text) + _phrases(text, edges)
        found += [
            (m.start(), m.end(), _OF_FAMILY[m.group(1)], "active") for m in _OF.finditer(text)
        ]
        for match in _CITY.finditer(text):
            body = match.group(1) in ("大脑", "血脉", "筋骨", "肌理", "心脏", "之心")
            found.append((*match.span(), "body" if body else "building", "active"))
        for match in _INNER.finditer(text):
            light = match.group().endswith("光")
            found.append((*match.span(), "light" if light else "journey", "active"))
        for match in _AFAR.finditer(text):
            found.append((*match.span(), "journey", "active"))
        for left, right, label, tier in _whole(text, _resolve(found)):
            rows.append((sent_id, start + left, start + right, text[left:right], label,
                         {"tier": tier}))  # fmt: skip
    return table.hits(rows, "metaphor")
