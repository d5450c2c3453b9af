"""Marker words of commitment and their use: 确保 that binds, 试点 that is only a noun.

Every occurrence of the marker words in the plan is classed: 4, 2, 1 (the rung of the ladder),
plan (规划建设) or no (noun, attribute, condition, stance).
"""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from analysis.rhetoric import clauses, commit, table
from analysis.rhetoric.clauses import Words, lexicon

LABELS = ("4", "2", "1", "plan", "no")

_BREAK = "，。；：、！？“”（）—\n"
_CONDITION = re.compile(r"[^，。；]{0,20}(?:前提下|基础上|条件下|情况下|过程中)")
# Behind a marker these make it part of a noun: 支持体系, 规划纲要, 保障水平.
_NOUN_AFTER = re.compile(
    r"(?:性|体系|政策|机制|措施|制度|力度|水平|能力|服务|工作|项目|城市|工程|方案|纲要|编制|区|点"
    r"|基金|计划|行动|对象|清单|范围|院|所|型|生|人员|机构|中心|基础|经费|成果|领域|基地|目标|任务"
    r"|网络|房|住房|功能|作用|方向|程度|者|先行|示范|作出|不够|不足)"
)


@cache
def _words() -> re.Pattern:
    return re.compile("|".join(lexicon().labels["marker"]))


def _in_head(text: str, at: int, items: list[commit.Commitment]) -> commit.Commitment | None:
    return next((i for i in items if i.start <= at < i.end), None)


def _classify(text: str, at: int, word: str, items: list[commit.Commitment], words: Words) -> str:
    """Class of one occurrence; see the module's docstring."""
    own = lexicon().label("marker", word)
    after = at + len(word)
    before = text[at - 1] if at else ""
    following = text[after : after + 1]
    item = _in_head(text, at, items)
    if own in ("4", "2") and word not in ("保障", "坚定", "严格"):
        if word in ("努力", "争取"):
            verbal = item or words.verb(after) or following in "在以为让使把"
            return own if verbal and before not in "懈同的" else "no"
        return "no" if word == "确保" and _in_condition(text, at) else own
    if word in ("坚定", "严格"):
        if text.startswith("不移", after):
            return own
        if following in "的“" or text.startswith(("自信", "信心", "决心", "信念"), after):
            return "no"
        return own if item else "no"
    if item is None:
        return own if _second_verb(text, at, after, own) else "no"
    if own == "plan":
        verbal = item.head is not None and word in item.head.verb
        return "plan" if verbal and item.head.verb.startswith(word) else "no"
    if word == "研究":
        return own if words.verb(after) or item.end > after else "no"
    return own


def _in_condition(text: str, at: int) -> bool:
    return bool(_CONDITION.match(text, at))


def _second_verb(text: str, at: int, after: int, own: str) -> bool:
    """Say whether a marker outside every head opens a verb phrase of its own.

    It must stand behind 、, 并 or 和 and have an object: 为市民守好…、保障舌尖上的品质.
    """
    if own == "plan" or at == 0 or text[at - 1] not in "、并，":
        return False
    if after >= len(text) or (text[after] in _BREAK + "的和与及等" and text[after] != "“"):
        return False
    return not _NOUN_AFTER.match(text, after)


def detect(sentences: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Class every occurrence of the marker words in the plan of a report.

    Parameters
    ----------
    sentences, tokens : DataFrame
        As `sentences.split` and `words.tokens` give them.

    Returns
    -------
    DataFrame
        Hits labelled 4, 2, 1, plan or no.

    Examples
    --------
    >>> from analysis import sentences, words
    >>> text = "一、2025年工作安排\\n支持企业创新，完善支持政策，深化改革试点，确保安全。"
    >>> table = sentences.split(text, "toy")
    >>> detect(table, words.tokens(table))[["text", "label"]].values.tolist()
    [['支持', '1'], ['支持', 'no'], ['试点', 'no'], ['确保', '4']]
    """
    mask = clauses.plan_rows(sentences, headings=True)
    rows = []
    for (sent_id, start, text), words in zip(
        clauses.walk(sentences, mask), clauses.words_of(sentences, tokens, mask), strict=True
    ):
        found = list(_words().finditer(text))
        if not found:
            continue
        items = commit.read(text, words)
        for match in found:
            at = match.start()
            label = _classify(text, at, match.group(), items, words)
            rows.append((sent_id, start + at, start + match.end(), match.group(), label, {}))
    return table.hits(rows, "marker")
