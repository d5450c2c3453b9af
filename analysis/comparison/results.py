"""What one report promised, set against what the next one says was achieved."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from analysis import lexicons, targets
from analysis.comparison.collection import Collection, Compared, rounded, successions

SLACK = 0.05  # 左右: so far from the promise still counts as reached, as a share of it
VERDICTS = ("met", "missed", "open")
NO_RESULT = "no result of the same indicator"
COLUMNS = [
    "place", "year", "next_year", "indicator", "next_indicator", "likeness", "unit", "change_type",
    "comparator", "commitment", "promised", "promised_max", "achieved", "verdict", "reason",
    "sent_id", "start", "end", "text", "sentence", "next_sent_id", "next_start", "next_end",
    "next_text", "next_sentence",
]  # fmt: skip
LEAST = 0.8  # likeness of two indicators; 中央财政 and 中央财政支出 (.75) are two
_FLIP = {"ge": "le", "le": "ge"}
_YEAR = re.compile(r"(20\d\d|19\d\d)年?(?![\d.])")
_LONG = re.compile(
    r"[两二三四五六七八九十]年(?:来|内|间|期|里|规划|的)?|年均|“?十[一二三四五六]?五”|累计"
)


@cache
def _lower_is_better() -> tuple[str, ...]:
    table = lexicons.load("comparison.csv", columns=("term", "kind"), unique=("term", "kind"))
    return tuple(table.loc[table["kind"] == "lower_is_better", "term"])


def lower_is_better(indicator: str) -> bool:
    """Say whether a smaller value of an indicator is the better one (seeds/comparison.csv).

    Examples
    --------
    >>> lower_is_better("城镇调查失业率"), lower_is_better("地区生产总值")
    (True, False)
    """
    return any(term in indicator for term in _lower_is_better())


def verdict(
    comparator: str, promised: float, highest: float, achieved: float, lower: bool
) -> tuple[str, str]:
    """Judge a result by its promise.

    Parameters
    ----------
    comparator : str
        ge (以上), le (以内), eq, approx (左右), as of the target table.
    promised, highest : float
        The value promised; the upper end of a range, else NaN.
    achieved : float
    lower : bool
        Whether less is better: it decides for eq, approx and ranges.

    Returns
    -------
    (verdict, reason)
        ``met``, ``missed`` or ``open``; the reason names the rule.

    Examples
    --------
    >>> nan = float("nan")
    >>> verdict("ge", 6.0, nan, 5.8, False), verdict("approx", 5.0, nan, 4.8, False)
    (('missed', 'below the floor'), ('met', 'within 5 % of the value, or better'))
    >>> verdict("le", 5.5, nan, 5.3, True), verdict("eq", 30, nan, 36, False)
    (('met', 'within the ceiling'), ('met', 'as promised or better'))
    """
    if comparator == "ge":
        ok = achieved >= promised
        return ("met", "at or above the floor") if ok else ("missed", "below the floor")
    if comparator == "le":
        ok = achieved <= promised
        return ("met", "within the ceiling") if ok else ("missed", "above the ceiling")
    if comparator not in ("eq", "approx"):
        return "open", f"wording '{comparator}' sets no bound"
    slack = SLACK * abs(promised) if comparator == "approx" else 0.0
    end = highest if lower and pd.notna(highest) else promised
    ok = achieved <= end + slack if lower else achieved >= end - slack
    if comparator == "approx":
        reason = "within 5 % of the value, or better"
        return ("met", reason) if ok else ("missed", "beyond 5 % of the value")
    return ("met", "as promised or better") if ok else ("missed", "short of the promise")


def signed(hits: pd.DataFrame) -> pd.DataFrame:
    """Write declines as negative growth, so that a decline can answer a promise of growth.

    Returns
    -------
    DataFrame
        value, value_max, comparator and direction changed for growth and delta that go down;
        `fell` says which these are.
    """
    fell = hits["change_type"].isin(["growth", "delta"]) & (hits["direction"] == "down")
    out = hits.assign(fell=fell)
    out.loc[fell, "value"] = -hits.loc[fell, "value"]
    out.loc[fell, "value_max"] = -hits.loc[fell, "value_max"]
    out.loc[fell, "comparator"] = hits.loc[fell, "comparator"].map(lambda c: _FLIP.get(c, c))
    out.loc[fell, "direction"] = "up"
    return out


_CARRIED = re.compile(r"[两三四五六七八九十]年(?:来|间|里|期)|十[一二三四五六]?五”?(?:时期|期间)")
_LAST = re.compile(r"过去(?:的)?一年|去年|上年|今年")


def of_other_years(sentence: str, year: int) -> bool:
    """Say whether a sentence speaks of other years than one, or of several: 五年来, 到2025年.

    Examples
    --------
    >>> of_other_years("2024年增长6%。", 2024), of_other_years("五年新增就业6000万人。", 2024)
    (False, True)
    """
    named = {int(y) for y in _YEAR.findall(sentence)}
    return bool(named - {year}) or bool(_LONG.search(sentence))


def long_views(sentences: pd.DataFrame) -> set[str]:
    """Name the sentences that stand under a word of several years, and none of the last one.

    It may stand in the heading of their section (过去五年工作回顾), or before them in their
    paragraph (五年来……); 过去一年 or 去年 ends its reach.

    Examples
    --------
    >>> from analysis import sentences
    >>> table = sentences.split("五年来，变化很大。新增就业6000万人。去年增长6%。", "d")
    >>> sorted(long_views(table))
    ['d:0001.0001', 'd:0001.0002']
    """
    found, par, section, long = set(), None, None, False
    under = False
    columns = ["sent_id", "par_id", "section", "role", "part", "text"]
    for sent_id, par_id, sec, role, part, text in sentences[columns].itertuples(index=False):
        if sec != section or (role == "heading" and not part):
            section = sec
            under = role == "heading" and bool(_LONG.search(text))
        if par_id != par:
            par, long = par_id, under
        if _LAST.search(text):
            long = False
        elif _CARRIED.search(text):
            long = True
        if long:
            found.add(sent_id)
    return found


def _of_year(hits: pd.DataFrame, texts: pd.Series, year: int, long: set[str]) -> pd.DataFrame:
    said = [texts.get(sent_id, "") for sent_id in hits["sent_id"]]
    good = [not of_other_years(text, year) for text in said]
    return hits[pd.Series(good, index=hits.index, dtype=bool) & ~hits["sent_id"].isin(long)]


def promises(collection: Collection, least: float = LEAST) -> Compared:
    """Set every quantified promise against the result that the next report gives for it.

    Parameters
    ----------
    least : float
        Least likeness of two indicators, see `targets.pair`.

    Returns
    -------
    Compared
        table: one row a promise, with the result of the same indicator, unit and kind in the
        report of the following year; `open` where there is none, or where the wording sets no
        bound. mark names place, years, indicator and value. evidence: both quantities. Promises
        of a report whose next year is not there are left out, and so are those of other years
        than the report's own (到2025年, 五年).
    """
    found, hits, long = [], {}, set()
    for one in collection.readings:
        hits[one.doc.doc_id] = signed(targets.find(one.sentences))
        long |= long_views(one.sentences)
    texts = collection.sentences.set_index("sent_id")["text"]
    for earlier, later in successions(collection):
        if later.year != earlier.year + 1:
            continue
        before, after = hits[earlier.doc_id], hits[later.doc_id]
        made = before[(before["period"] == "promised") & (before["status"] == "core")]
        made = _of_year(made[made["value"].notna()], texts, earlier.year, long)
        found += _pairs(made, after, earlier, later, texts, least, long)
    table = pd.DataFrame(found, columns=["mark", *COLUMNS])
    table["mark"] = _told_apart(table["mark"])
    numbers = ["likeness", "promised", "promised_max", "achieved"]
    offsets = ["start", "end", "next_start", "next_end"]
    table = table.astype({c: float for c in numbers} | {c: "Int64" for c in offsets})
    return Compared(rounded(table), _evidence(table))


def _told_apart(marks: pd.Series) -> pd.Series:
    """Number marks that stand twice, so that each leads to its own sentences."""
    again = marks.groupby(marks, sort=False).cumcount()
    return marks.where(again == 0, marks + " (" + (again + 1).astype(str) + ")")


def _evidence(table: pd.DataFrame) -> pd.DataFrame:
    sides = []
    for prefix in ("", "next_"):
        names = {prefix + c: c for c in ("sent_id", "start", "end", "text")}
        side = table.loc[table[f"{prefix}sent_id"] != "", ["mark", *names]]
        sides.append(side.rename(columns=names))
    proof = pd.concat(sides).sort_index(kind="stable").reset_index(drop=True)
    return proof.astype({"start": int, "end": int})


def _pairs(made, after, earlier, later, texts, least, long) -> list[dict]:
    results = _of_year(after[after["period"] == "achieved"], texts, later.year - 1, long)
    both = pd.concat([made, results], ignore_index=True)
    both["hit_id"] = range(len(both))
    pairs = targets.pair(both, least)
    pairs = pairs[pairs["doc_achieved"] != pairs["doc_promised"]].set_index("hit_promised")
    rows = []
    for number, promise in both.iloc[: len(made)].iterrows():
        mark = f"{earlier.place} {earlier.year}→{later.year} {promise['indicator']}"
        row = {
            "mark": f"{mark} {promise['text']}", "place": earlier.place, "year": earlier.year,
            "next_year": later.year, "verdict": "open", "reason": NO_RESULT,
            "promised": promise["value"], "promised_max": promise["value_max"],
            "sentence": texts.get(promise["sent_id"], ""), "next_indicator": "",
            "next_sent_id": "", "next_text": "", "next_sentence": "",
        }  # fmt: skip
        same = ["indicator", "unit", "change_type", "comparator", "commitment"]
        row |= {c: promise[c] for c in [*same, "sent_id", "start", "end", "text"]}
        if number in pairs.index:
            pair = pairs.loc[number]
            result = both.loc[pair["hit_achieved"]]
            lower = bool(promise["fell"]) or lower_is_better(promise["indicator"])
            bound = promise["comparator"], promise["value"], promise["value_max"]
            row["verdict"], row["reason"] = verdict(*bound, result["value"], lower)
            row |= {"likeness": pair["likeness"], "achieved": result["value"]}
            row |= {
                f"next_{c}": result[c] for c in ("indicator", "sent_id", "start", "end", "text")
            }
            row["next_sentence"] = texts.get(result["sent_id"], "")
        rows.append(row)
    return rows
