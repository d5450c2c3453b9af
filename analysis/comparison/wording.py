"""Variants of a phrase inside a sentence, and what stands in its place after a rewording."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

LONGER = 3  # characters a variant may be longer than the phrase
WHOLE = 7  # characters below which a variant is not shorter: 农村改革 is not 农村税费改革
SURE = 0.5  # score of a reworded pair from which its words are set against each other
_NARROW = {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，：；！？（）"
}
_STOPS = frozenset("，。；：！？、,;:!?（）()“”《》")
_EDGE = re.compile(r"^[^\w]+|[^\w]+$")
_LEADING = re.compile(
    r"^(?:[的了在和与及]|以|坚持|实施|开展|推进|发展|建设|打造|完善|构建|加快|深入|持续|大力|扎实)+"
)


def variants_in(phrase: str, text: str, least: float) -> list[tuple[int, int, float]]:
    """Find a phrase and its variants in a text.

    Returns
    -------
    list of (start, end, ratio)
        Exact occurrences (ratio 1), and stretches with the same first and last character, no
        punctuation inside, at most `LONGER` characters longer, whose ratio is at least `least`;
        none overlaps a better one.

    Examples
    --------
    >>> variants_in("茶旅融合", "推动茶文旅融合发展。", 0.75)
    [(2, 7, 0.8888888888888888)]
    >>> variants_in("茶旅融合", "茶旅融合，茶业融合", 0.8)
    [(0, 4, 1.0)]
    """
    from rapidfuzz import fuzz

    phrase, text = phrase.translate(_NARROW), text.translate(_NARROW)
    found, at = [], text.find(phrase)
    while at >= 0:
        found.append((at, at + len(phrase), 1.0))
        at = text.find(phrase, at + len(phrase))
    if len(phrase) < 4:
        return found
    first, last = phrase[0], phrase[-1]
    shortest = len(phrase) if len(phrase) < WHOLE else int(np.ceil(len(phrase) * 0.6))
    loose = []
    start = text.find(first)
    while start >= 0:
        for end in range(start + 1, min(len(text), start + len(phrase) + LONGER) + 1):
            if end > start + 1 and text[end - 1] in _STOPS:
                break
            if text[end - 1] == last and end - start >= shortest:
                ratio = fuzz.ratio(phrase, text[start:end]) / 100
                if least <= ratio < 1:
                    loose.append((start, end, ratio))
        start = text.find(first, start + 1)
    for start, end, ratio in sorted(loose, key=lambda x: (-x[2], x[0], x[1])):
        if all(end <= a or start >= b for a, b, _ in found):
            found.append((start, end, ratio))
    return sorted(found)


def mapped(text: str, other: str, start: int, end: int) -> str:
    """Say what stands in `other` where `text` has ``text[start:end]``.

    The two are aligned by their longest common subsequence of words as far as their characters
    tell: the stretch between what is common before the span and after it, cut at punctuation.

    Examples
    --------
    >>> mapped("我们坚持工业强市，稳增长。", "我们坚持制造强市，稳增长。", 4, 8)
    '制造强市'
    >>> mapped("开展“三抓三比”活动。", "开展“提质攻坚年”活动。", 3, 7)
    '提质攻坚年'
    >>> mapped("优化营商环境，减负。", "减负。", 2, 6)
    ''
    """
    from difflib import SequenceMatcher

    blocks = SequenceMatcher(None, text, other, autojunk=False).get_matching_blocks()
    left, right = 0, len(other)
    for block in blocks:
        if block.size == 0:
            continue
        a, b, size = block
        if a + size <= start:
            left = b + size
        elif a < start:  # the common stretch runs into the span
            left = b + start - a
        if a >= end:
            right = min(right, b)
            break
        if a + size > end:  # or out of it
            right = min(right, b + end - a)
            break
    if right <= left:
        return ""
    piece = other[left:right]
    clauses = [c for c in re.split("[，。；：！？,;:!?]", piece) if c.strip()]
    return _EDGE.sub("", clauses[0]) if clauses else ""


def replacement(phrase: str, hits: pd.DataFrame, fates: pd.DataFrame) -> dict:
    """Ask the reworded sentences what took the place of a phrase.

    Parameters
    ----------
    phrase : str
    hits : DataFrame
        Its occurrences in the last report that has it: sent_id, text.
    fates : DataFrame
        The table of `fate.fate`.

    Returns
    -------
    dict
        replaced_by, basis (``"reworded"`` or ``"dropped"``), score. Of several sentences the pair
        of the largest score with something in its place decides, if that is `SURE` or more; what
        is longer than three times the phrase is no replacement but a new sentence.

    Examples
    --------
    >>> hits = pd.DataFrame({"sent_id": ["a:1"], "text": ["工业强市"]})
    >>> fates = pd.DataFrame({"sent_id": ["a:1"], "text": ["坚持工业强市。"], "fate": "reworded",
    ...                       "next_text": ["坚持制造强市。"], "score": [0.6]})
    >>> replacement("工业强市", hits, fates)
    {'replaced_by': '制造强市', 'basis': 'reworded', 'score': 0.6}
    """
    rows = fates[fates["sent_id"].isin(set(hits["sent_id"])) & (fates["fate"] == "reworded")]
    rows = rows[rows["score"] >= SURE].sort_values("score", ascending=False, kind="stable")
    said = dict(zip(hits["sent_id"], hits["text"], strict=True))
    best = None
    for row in rows.itertuples():
        spot = row.text.find(said[row.sent_id])
        if spot < 0:
            continue
        new = _LEADING.sub("", mapped(row.text, row.next_text, spot, spot + len(said[row.sent_id])))
        if best is None:
            best = {"replaced_by": "", "basis": "reworded", "score": float(row.score)}
        if 2 <= len(new) <= 3 * len(phrase) and new not in phrase:
            return {"replaced_by": new, "basis": "reworded", "score": float(row.score)}
    return best or {"replaced_by": "", "basis": "dropped", "score": np.nan}
