"""Clauses of policy text: where they begin, what verb heads them, what stands before it.

A clause ends at ，。；：！？ outside quotes and brackets. Its head is read from the left: modal
(要), adverbs, verb, second verb of a compound; the words stand in seeds/commitment.csv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import ahocorasick
import numpy as np
import pandas as pd

from analysis import lexicons
from analysis.sentences import zones
from analysis.words.tags import tag_word

_STOPS = frozenset("，。；：！？,;!?\n")
_OPEN = dict(zip("“‘「（(《〈【[", "”’」）)》〉】]", strict=True))
_CLOSE = frozenset(_OPEN.values())
_ENUMERATOR = re.compile(
    r"[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}(?:是|、|(?=要))|第[一二三四五六七八九十]是?"
)
_LEADING = " \t\u3000\ufeff—-·>*"


@dataclass(frozen=True)
class Clause:
    """A clause of a sentence: offsets into its text, and those of its 、 outside quotes."""

    start: int
    end: int
    pauses: tuple[int, ...]


@dataclass(frozen=True)
class Head:
    """The head of a clause: ``text[start:end]`` is modal + adverbs + verb (+ second verb)."""

    start: int
    end: int
    verb: str
    verb_start: int
    adverbs: tuple[str, ...]
    modal: bool
    level: str  # 4 3 2 1 P
    known: bool = True  # the verb stands in the list; else the tagger called it one


class Lexicon:
    """The list of seeds/commitment.csv by group, for longest match at a position.

    Examples
    --------
    >>> words = lexicon()
    >>> words.longest("verb", "建立健全机制", 0), words.longest("verb", "桌子", 0)
    ('建立健全', '')
    """

    def __init__(self, entries: pd.DataFrame):
        self.labels: dict[str, dict[str, str]] = {}
        for term, group, label in zip(
            entries["term"], entries["group"], entries["label"], strict=True
        ):
            self.labels.setdefault(group, {}).setdefault(term, label)
        self._lengths: dict[str, dict[str, tuple[int, ...]]] = {}
        for group, terms in self.labels.items():
            by_first: dict[str, set[int]] = {}
            for term in terms:
                by_first.setdefault(term[0], set()).add(len(term))
            self._lengths[group] = {
                first: tuple(sorted(lengths, reverse=True)) for first, lengths in by_first.items()
            }

    def longest(self, group: str, text: str, at: int, end: int | None = None) -> str:
        """Give the longest entry of a group that stands at a position, "" for none."""
        end = len(text) if end is None else end
        if at >= end:
            return ""
        terms = self.labels.get(group, {})
        for length in self._lengths.get(group, {}).get(text[at], ()):
            if at + length <= end and text[at : at + length] in terms:
                return text[at : at + length]
        return ""

    def label(self, group: str, term: str) -> str:
        """Give the label of an entry, "" where the group lacks it."""
        return self.labels.get(group, {}).get(term, "")


def automaton(terms: Mapping[str, object]) -> ahocorasick.Automaton:
    """Make an automaton that finds all terms in one pass; it yields (last index, (term, value)).

    Examples
    --------
    >>> [item for item in automaton({"海": 1, "大海": 2}).iter_long("向大海")]
    [(2, ('大海', 2))]
    """
    made = ahocorasick.Automaton()
    for term, value in terms.items():
        made.add_word(term, (term, value))
    made.make_automaton()
    return made


@cache
def lexicon() -> Lexicon:
    """Load seeds/commitment.csv once."""
    return Lexicon(
        lexicons.load(
            "commitment.csv",
            columns=("term", "group", "label"),
            optional=("source", "note"),
            unique=("term", "group"),
        )
    )


def split(text: str) -> list[Clause]:
    """Split a sentence into clauses.

    Parameters
    ----------
    text : str
        One sentence.

    Returns
    -------
    list of Clause
        Offsets into `text`, end marks and white space left out. A mark inside quotes or brackets
        splits nothing; a quote that is never closed counts as closed after 60 characters.

    Examples
    --------
    >>> sentence = "深化“职普融通，产教融合”、办好论坛，完成改造。"
    >>> [sentence[c.start : c.end] for c in split(sentence)]
    ['深化“职普融通，产教融合”、办好论坛', '完成改造']
    """
    found, start, pauses = [], 0, []
    waiting, opened = "", 0
    for at, character in enumerate(text):
        if waiting:
            if character == waiting or at - opened > 60:
                waiting = ""
            continue
        if character in _OPEN:
            waiting, opened = _OPEN[character], at
        elif character == "、":
            pauses.append(at)
        elif character in _STOPS:
            _append(found, text, start, at, pauses)
            start, pauses = at + 1, []
    _append(found, text, start, len(text), pauses)
    return found


def _append(found: list[Clause], text: str, start: int, end: int, pauses: list[int]) -> None:
    while start < end and text[start] in _LEADING:
        start += 1
    enumerator = _ENUMERATOR.match(text, start, end)
    if enumerator:
        start = enumerator.end()
    while end > start and text[end - 1] in _CLOSE and text[end - 1] in "”’" and end - start == 1:
        end -= 1
    if end > start:
        found.append(Clause(start, end, tuple(pauses)))


def plan_rows(sentences: pd.DataFrame, headings: bool = False) -> np.ndarray:
    """Say which sentences plan: body of the plan zone, and the closing after it.

    Where no heading tells review from plan, the whole body counts.

    Parameters
    ----------
    sentences : DataFrame
    headings : bool
        Take the headings of the plan in as well.

    Returns
    -------
    array of bool
        Aligned to the rows.
    """
    role = sentences["role"].to_numpy()
    zone = zones(sentences).to_numpy()
    unnamed = not np.isin(zone, ["plan", "review"]).any()
    plan = ((zone == "plan") | unnamed) & np.isin(
        role, ["body", "address", *(["heading"] if headings else [])]
    )
    first = np.flatnonzero(plan)
    if len(first):
        plan = plan | ((role == "closing") & (np.arange(len(plan)) > first[0]))
    return plan


def walk(sentences: pd.DataFrame, mask: np.ndarray) -> Iterator[tuple[str, int, str]]:
    """Yield (sent_id, start, text) of the chosen sentences."""
    chosen = sentences[mask]
    yield from zip(
        *(chosen[c].tolist() for c in ("sent_id", "start", "text")),
        strict=True,
    )


# ---------------------------------------------------------------- heads


def _level(adverbs: list[str], verb: str, words: Lexicon) -> str:
    levels = [words.label("adverb", a) for a in adverbs]
    own = words.label("verb", verb) or "3"
    for level in ("4", "2"):
        if level in levels and own not in "1P":
            return level
    return own


class Words:
    """The fine words of one sentence by their place in its text."""

    def __init__(self, at: dict[int, str]):
        self.at = at

    def verb(self, place: int) -> str:
        """Give the word at a place if the dictionary calls it a verb of two characters or more."""
        word = self.at.get(place, "")
        return word if len(word) > 1 and tag_word(word).startswith("v") else ""


def words_of(sentences: pd.DataFrame, tokens: pd.DataFrame, mask: np.ndarray) -> Iterator[Words]:
    """Yield the words of each chosen sentence, in the order of `walk`."""
    starts, words = tokens["start"].to_numpy(), tokens["word"].tolist()
    chosen = sentences[mask]
    left = chosen["start"].to_numpy()
    first = np.searchsorted(starts, left).tolist()
    last = np.searchsorted(starts, chosen["end"].to_numpy()).tolist()
    places = starts.tolist()
    for offset, a, b in zip(left.tolist(), first, last, strict=True):
        yield Words({places[k] - offset: words[k] for k in range(a, b)})


def head_at(text: str, at: int, end: int, tokens: Words | None = None) -> Head | None:
    """Read the head of a clause that begins at a position.

    Parameters
    ----------
    text : str
        The sentence.
    at, end : int
        Where the clause begins and ends.
    tokens : Words, optional
        Asked for a verb where the list is silent and an adverb stands before.

    Returns
    -------
    Head or None

    Examples
    --------
    >>> head = head_at("要大力培育壮大银发经济", 0, 11)
    >>> head.verb, head.adverbs, head.modal, head.level
    ('培育壮大', ('大力',), True, '3')
    >>> head_at("银发经济很好", 0, 6) is None
    True
    """
    words = lexicon()
    start = at
    modal = text.startswith(("要", "须", "必须"), at) and at + 2 < end
    adverbs: list[str] = []
    if modal:
        step = 2 if text.startswith("必须", at) else 1
        if step == 2:
            adverbs.append("必须")
        at += step
    while at < end:
        adverb = words.longest("adverb", text, at, end)
        verb = words.longest("verb", text, at, end)
        if not adverb or len(verb) > len(adverb):
            break
        after = at + len(adverb)
        follows = (
            words.longest("adverb", text, after, end)
            or words.longest("verb", text, after, end)
            or (tokens.verb(after) if tokens else "")
        )
        joined = text[after : after + 1] in "和且地" and (
            words.longest("adverb", text, after + 1, end)
            or words.longest("verb", text, after + 1, end)
        )
        if not follows and not joined:
            break
        hasten = words.label("adverb", adverb) == "hasten" and text[after : after + 1] != ""
        if verb == adverb and not hasten and _noun_after(text, after, end, words):
            break  # 创新服务机制: the word is the verb, what follows is its object
        adverbs.append(adverb)
        at = after + (1 if joined and not follows else 0)
        if len(adverbs) > 6:
            break
    verb = words.longest("verb", text, at, end)
    if verb and _part_of_word(verb, at, tokens):
        verb = ""
    known = bool(verb)
    if not verb and adverbs and tokens:
        verb = tokens.verb(at)
    if not known:
        # 加快新型工业化, 加快弯道超车: the last adverb that may be a verb was the verb.
        while adverbs and not words.label("verb", adverbs[-1]) and _any_verb(adverbs, words):
            at -= len(adverbs.pop())
        if adverbs and words.label("verb", adverbs[-1]):
            verb = adverbs.pop()
            at, known = at - len(verb), True
    if not verb or text.startswith(("了", "的"), at + len(verb)):
        return None
    verb_end = _compound(text, at, at + len(verb), end, words)
    return Head(
        start, verb_end, text[at:verb_end], at, tuple(adverbs), modal,
        _level(adverbs, verb, words), known,
    )  # fmt: skip


def _any_verb(adverbs: list[str], words: Lexicon) -> bool:
    return any(words.label("verb", adverb) for adverb in adverbs)


def _part_of_word(verb: str, at: int, tokens: Words | None) -> bool:
    """Say whether a verb only begins a longer word: 教育 in 教育家."""
    word = tokens.at.get(at, "") if tokens else ""
    return len(word) > len(verb) and word.startswith(verb)


def _noun_after(text: str, at: int, end: int, words: Lexicon) -> bool:
    """Say whether the verb at a position is part of a noun: 服务 in 服务机制."""
    verb = words.longest("verb", text, at, end)
    if not verb:
        return False
    after = at + len(verb)
    if text[after : after + 1] in "和与及" and (
        words.longest("adverb", text, after + 1, end) or words.longest("verb", text, after + 1, end)
    ):
        return False  # 加快融入和主动服务
    return (
        after >= end
        or text[after] in "、的和与及"
        or bool(words.longest("noun_head", text, after, end))
    )


def _of_noun(text: str, verb: str, at: int, end: int, words: Lexicon) -> bool:
    """Say whether a second verb belongs to the object: 实施[提升]行动, 建立[扩大]内需的制度."""
    if words.longest("noun_head", text, at, end) and tag_word(verb) in ("vn", "n"):
        return True
    last = max(at, end - 2)
    return "的" in text[at:last] and bool(words.label("noun_head", text[last:end]))


def _compound(text: str, start: int, at: int, end: int, words: Lexicon) -> int:
    """Take in a second verb (培育壮大) or a coordinated one (支持和引导)."""
    first = text[start:at]
    if at < end and text[at] == "好" and not first.endswith("好"):
        return at if "、好" in text[at:end] else at + 1  # 建设好房子、好小区
    coordinated = at + 1 < end and text[at] in "和与"
    while coordinated or words.label("compound", first):
        place = at + 1 if coordinated else at
        second = words.longest("verb" if coordinated else "second", text, place, end)
        after = place + len(second)
        if (
            not second
            or after >= end
            or text[after] in "、的和与及等之，"
            or (words.label("verb", second) == "1" != words.label("verb", first))
            or _of_noun(text, second, after, end, words)
        ):
            break
        at, first, coordinated = after, second, False
        if at - start > 8:
            break
    return at
