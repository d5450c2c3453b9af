"""Numeric contractions 数字缩略语: 两新, 20+8, “24条”, 十四五, 双第一, 三甲, 一签多行."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import pandas as pd

from analysis import lexicons
from analysis.rhetoric import table
from analysis.rhetoric.clauses import lexicon

LABELS = ("set", "code", "count", "plan", "honor", "grade", "clause")

_N = "双两二三四五六七八九十"
_VALUE = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"双": 2, "两": 2}
_HAN = "\u4e00-\u9fff"
# Nouns of place and build: 一区两园, 三横四纵 name a layout, 一企一策 a rule.
_LAYOUT = "区园带路廊核主辅轴心极翼圈点地器城港湾横纵副屏谷网链库环片组群江河湖山海岛基底县镇村"
_QUOTED = re.compile(r"[“‘「]([^“”‘’「」\n]{1,40})[”’」]")
_JOINT = re.compile(r"[、，；/＋+]")

_CODE = re.compile(
    r"(?<![\w.+])\d{1,3}(?:\+(?:\d{1,3}(?![\d.]|[万亿%个项家元])|[NXn](?![A-Za-z])))+(?![>＞＝=])"
    r"|(?<![A-Za-z0-9])[A-Z]\d{1,2}(?=高校|院校|大学|联盟)"
)
_PLAN = re.compile(
    rf"(?<![一二三四五六七八九十百第\d])(?:十[一二三四五六七八九]五(?![届年次位个大条万亿天日名十])"
    rf"|(?:[六七八九]|十)五(?=[”]?(?:规划|计划|时期|期间|普法)))(?![{_N}])"
)
_HONOR = re.compile(
    rf"(?<!第)(?:双|[一{_N}百]{{1,3}}|\d{{1,3}})连(?:[冠增快升丰涨降优胜霸](?![^\W\d_]?接))"
    r"|双(?:丰收|第一|过半|首位|领先|提升|突破|下降|增长|百强|满意|[万千百]亿)"
    rf"|(?<=[“])[{_N}](?:个?第一|个?首位)(?=[”])"
)
_PACKAGE = re.compile(
    r"(?<![第百千万十])[两三四五六七八九十][大项](?:计划|工程|战略|规定|攻坚战|保卫战|战役|板块)"
)
_UNISON = re.compile(
    rf"(?<![第百千万十])[两三四五六七八九]([{_HAN}])"
    r"(?:联动|融合|共治|并举|协同|同步|并进|驱动|共建|共管|互促|贯通|同构|齐抓)"
)
_LAYOUTS = re.compile(
    rf"(?<![第一二三四五六七八九十百])[一{_N}][{_LAYOUT}](?:[一二三四五六七八九十两多][{_LAYOUT}]){{1,3}}"
)
_EACH = re.compile(
    rf"一(?!一)[{_HAN}](?:一(?!一)[{_HAN}]){{1,2}}(?:(?<=一标)准)?|(?<![统同唯第单均])一(?![一的])[{_HAN}]多[{_HAN}]"
)
_RULE = re.compile(
    r"一[网窗门证照码卡表票单箱企业章图屏](?:通[办管用享行]|统[管览]|受理|办理|制(?![造定度作约裁])|准营|联办)"
    r"|(?:最多|只)跑一次|一件事一次办"
)
_COUNT = re.compile(rf"[{_HAN}]{{0,3}}?((?:\d{{1,3}}|[一{_N}百]{{1,4}})(?:条|招|策))$")
_FULL = re.compile(
    rf"[{_HAN}]{{0,3}}?(?<!第)(?:[{_N}]|十[一二三四五六七八九])[个大项种类]?[{_HAN}]{{1,6}}$"
)
_LEADING_ONE = re.compile(rf"一[个大项]?[{_HAN}]{{1,5}}$")
_MILLIONS = re.compile(
    rf"[十百千万]{{2,3}}(?:工程|行动|计划|$)|[百千万][{_HAN}][千万][{_HAN}].*(?:工程|行动)$"
)
_LONG_CODE = re.compile(r"(?!1(?:10|19|20|22)$)\d{3,4}[A-Z]?$")


@cache
def _list() -> tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]:
    """Read seeds/numeric.csv: the fixed terms, the units, and the units that quotes overrule."""
    entries = lexicons.load("numeric.csv", columns=("term", "label"), unique=("term", "label"))
    by_label = {label: tuple(terms) for label, terms in entries.groupby("label")["term"]}
    units, counts = by_label.pop("literal_unit"), by_label.pop("literal_count")
    known = {term: label for label, terms in by_label.items() for term in terms}
    return known, units, counts


@cache
def _fixed() -> tuple[re.Pattern, dict[str, str]]:
    """One pattern for the fixed terms, sorted so that the longest of one beginning wins."""
    known = _list()[0]
    longest_first = sorted(known, key=lambda term: (-len(term), term))
    return re.compile("|".join(map(re.escape, longest_first))), known


def _literal(item: str, quoted: bool = False) -> bool:
    """Say whether a number word only counts: 三年行动, 两个省; quotes make “四边美感” a set."""
    known, units, counts = _list()
    if known.get(item) == "literal" or "合一" in item or item.endswith(("一体化", "两用", "号")):
        return True
    if quoted and _LAYOUTS.match(item):
        return False
    match = re.search(rf"[一{_N}]", item)
    if match is None:
        return True
    if match.group() == "双":
        return False
    rest = item[match.end() :].lstrip(_N)
    return len(rest) > 1 and (rest.startswith(units) or (not quoted and rest.startswith(counts)))


def _quoted(content: str, at: int) -> Iterator[tuple[int, int, str]]:
    """Read what stands between quotation marks; a list gives its items one by one."""
    if _LONG_CODE.match(content):
        yield at, at + len(content), "code"
        return
    pieces, left = [], 0
    for match in _JOINT.finditer(content):
        pieces.append((left, match.start()))
        left = match.end()
    pieces.append((left, len(content)))
    found = []
    for a, b in pieces:
        item = content[a:b]
        count = _COUNT.match(item)
        if count:
            found.append((at + a + count.start(1), at + b, "count"))
        elif _MILLIONS.match(item) or (
            len(item) <= 9 and _FULL.match(item) and not _literal(item, True)
        ):
            found.append((at + a, at + b, "set"))
    if len(pieces) == 2 and len(found) == 1:  # “一个尊重、五个统筹”, “双随机、一公开”
        found += [
            (at + a, at + b, "set")
            for a, b in pieces
            if at + a != found[0][0] and _LEADING_ONE.match(content[a:b])
        ]
    if len(pieces) == 2 and len(found) == 2 and content[pieces[0][1]] in "+＋":
        found = [(at, at + len(content), "set")]
    yield from found


def _spans(text: str) -> list[tuple[int, int, str]]:
    """Find contractions in one sentence; where two overlap the longer, then the earlier stays."""
    fixed, known = _fixed()
    found: list[tuple[int, int, int, str]] = []  # start, end, rank, label

    def add(pattern: re.Pattern, label: str, rank: int) -> None:
        for match in pattern.finditer(text):
            quoted = match.start() > 0 and text[match.start() - 1] == "“"
            if label not in ("set", "clause") or not _literal(match.group(), quoted):
                found.append((match.start(), match.end(), rank, label))

    for match in fixed.finditer(text):
        found.append((match.start(), match.end(), 0, known[match.group()]))
    add(_PLAN, "plan", 1)
    add(_HONOR, "honor", 1)
    add(_CODE, "code", 1)
    add(_RULE, "clause", 1)
    for match in _QUOTED.finditer(text):
        found += [(a, b, 2, label) for a, b, label in _quoted(match.group(1), match.start(1))]
    add(_LAYOUTS, "set", 3)
    add(_PACKAGE, "set", 3)
    for match in _UNISON.finditer(text):
        if not _literal(match.group()):
            found.append((match.start(), match.end(), 3, "set"))
    add(_EACH, "clause", 4)
    return _resolve(found)


def _resolve(found: list[tuple[int, int, int, str]]) -> list[tuple[int, int, str]]:
    """Keep one of overlapping spans: longest first, then by rank; drop what is only literal."""
    taken: list[tuple[int, int, str]] = []
    last_end, group = -1, []
    for span in [*sorted(found), (1 << 60, 1 << 60, 9, "")]:
        if span[0] >= last_end and group:
            kept: list[tuple[int, int, str]] = []
            for a, b, _, label in sorted(group, key=lambda s: (s[0] - s[1], s[2], s[0])):
                if all(b <= x or y <= a for x, y, _ in kept):
                    kept.append((a, b, label))
            taken += sorted(kept)
            group = []
        group.append(span)
        last_end = max(last_end, span[1])
    return [span for span in taken if span[2] != "literal"]


# ---------------------------------------------------------------- expansion

_CLAUSE_EDGE = re.compile(r"[，。；：！？（）()“”]")
_LISTED = re.compile(r"[、和与及]")
_REACHED = re.compile(r"连续|实现|均|获|荣|全部|再|取得|迎来")


def _size(term: str) -> int:
    """Number of things a contraction stands for, 0 where it does not say."""
    match = re.search(rf"[{_N}]", term)
    return _VALUE[match.group()] if match else 0


def _closest_tail(piece: str, edges: set[int], at: int, length: int) -> int:
    """Start of the tail of `piece` that begins at a word edge and is nearest to `length`."""
    cuts = [k for k in range(len(piece)) if at + k in edges] or [0]
    words = [piece[a:b] for a, b in pairwise([*cuts, len(piece)])]
    verbs = lexicon().labels["verb"]
    # A verb opens the clause, not the list: 实现[零售额]和进出口额.
    starts = [k for k, w in zip(cuts, words, strict=True) if w not in verbs] or cuts
    return min(starts, key=lambda k: (abs(len(piece) - k - length), k))


def _before(text: str, start: int, term: str, edges: set[int]) -> tuple[int, int] | None:
    """The items directly before the contraction: 国内国际双循环, 社会效益与经济效益“双丰收”."""
    size = _size(term)
    end = start - 1 if start and text[start - 1] in "“‘「" else start
    cut = 0
    for match in _CLAUSE_EDGE.finditer(text, max(0, end - 60), end):
        cut = match.end()
    cut = max(cut, end - 60)
    pieces, left = [], cut
    for match in _LISTED.finditer(text, cut, end):
        pieces.append((left, match.start()))
        left = match.end()
    pieces.append((left, end))
    if len(pieces) >= size >= 2 and all(b - a >= 2 for a, b in pieces[-size:]):
        first, *others = pieces[-size:]
        length = max(b - a for a, b in others)
        a = first[0] + _closest_tail(text[first[0] : first[1]], edges, first[0], length)
        lengths = [first[1] - a] + [y - x for x, y in others]
        if max(lengths) - min(lengths) <= 1 and min(lengths) >= 2:
            return a, end
    pair = text[max(cut, end - 4) : end]
    if size == 2 and len(pair) == 4 and (pair[0] == pair[2] or pair[1] == pair[3]):
        return end - 4, end
    items = text[end - size : end]
    opened = text[cut : end - size] in lexicon().labels["verb"]  # 突出[山河湖海]“四边美感”
    if 3 <= size <= 5 and opened and len(set(items)) == size and _LISTED.search(items) is None:
        return end - size, end
    return None


def _subject(text: str, start: int, term: str) -> tuple[int, int] | None:
    """The items that reached a double result: A、B连续3年实现全国“双第一”."""
    cut = 0
    for match in _CLAUSE_EDGE.finditer(text, max(0, start - 80), max(0, start - 1)):
        cut = match.end()
    verb = _REACHED.search(text, cut, start)
    if verb is None or len(_LISTED.findall(text[cut : verb.start()])) != _size(term) - 1:
        return None
    return cut, verb.start()


def _list_elsewhere(text: str, word: str, size: int) -> tuple[int, int] | None:
    """A list of `size` items that all begin with `word`: 更加开放、更加积极、更加有效."""
    item = re.escape(word) + r"[^\W\d_]{1,6}"
    match = re.search(item + rf"(?:[、，]{item}){{{size - 1}}}(?![、]{re.escape(word)})", text)
    return match.span() if match else None


def detect(sentences: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Find numeric contractions, and what they stand for where the text says it.

    Parameters
    ----------
    sentences, tokens : DataFrame
        As `sentences.split` and `words.tokens` give them.

    Returns
    -------
    DataFrame
        Hits with label set, code, count, plan, honor, grade or clause, and the attributes
        `expansion` (the items, ``-`` where the text does not give them) and `exp_span`.

    Examples
    --------
    >>> from analysis import sentences, words
    >>> table = sentences.split("服务国内国际双循环，出台“24条”，落实“十四五”规划。", "toy")
    >>> hits = detect(table, words.tokens(table))
    >>> hits[["text", "label"]].values.tolist()
    [['双循环', 'set'], ['24条', 'count'], ['十四五', 'plan']]
    >>> hits["attributes"][0]
    'expansion=国内国际;exp_span=2-6'
    """
    edges: set[int] | None = None
    elsewhere: dict[str, tuple[int, int, str] | None] = {}
    rows = []
    starts, texts = sentences["start"].tolist(), sentences["text"].tolist()
    for sent_id, start, text in zip(sentences["sent_id"].tolist(), starts, texts, strict=True):
        for a, b, label in _spans(text):
            term, more = text[a:b], {"expansion": "-"}
            if label in ("set", "honor") and _size(term) > 1:
                if edges is None:
                    edges = set(tokens["start"].tolist())
                local = {k - start for k in range(start + max(0, a - 60), start + a) if k in edges}
                span = _before(text, a, term, local)
                if span is None and label == "honor":
                    span = _subject(text, a, term)
                if span:
                    place = (start + span[0], start + span[1], text[slice(*span)])
                else:
                    place = _look_up(starts, texts, term, elsewhere)
                if place:
                    more = {"expansion": place[2], "exp_span": f"{place[0]}-{place[1]}"}
            rows.append((sent_id, start + a, start + b, term, label, more))
    return table.hits(rows, "numeric")


def _look_up(
    starts: list[int], texts: list[str], term: str, seen: dict
) -> tuple[int, int, str] | None:
    """Look through the document for the list behind 三个更加; at most fifty terms a document."""
    match = re.match(rf"([{_N}])[个大种]([^\W\d_]{{2}})$", term)
    if match is None:
        return None
    if term not in seen and len(seen) < 50:
        seen[term] = None
        for start, text in zip(starts, texts, strict=True):
            span = (
                _list_elsewhere(text, match.group(2), _VALUE[match.group(1)])
                if match.group(2) in text
                else None
            )
            if span:
                seen[term] = (start + span[0], start + span[1], text[slice(*span)])
                break
    return seen.get(term)
