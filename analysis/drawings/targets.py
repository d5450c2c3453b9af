"""The figures on targets of one report: promise and result, firmness, share of the plan."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import targets
from analysis.drawings import Drawing, foot_of
from analysis.reading import Reading
from analysis.targets import accuracy

MOST = 36  # pairs of amounts drawn
LONG = 22  # characters of an indicator drawn


def _short(text: str) -> str:
    return text if len(text) <= LONG else text[: LONG - 1] + "…"


def _amount(value: float, unit: str) -> str:
    for size, name in ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")):
        if abs(value) >= size:
            return f"{value / size:.4g}{name}{unit}"
    return f"{value:.6g}{unit}"


def pairs_table(hits: pd.DataFrame) -> pd.DataFrame:
    """Turn pairs of result and promise into the table that is drawn.

    Returns
    -------
    DataFrame
        panel, indicator, achieved, promised, text, mark, hit_achieved, hit_promised. Rates and
        shares stand in per cent; an amount stands as per cent of its result, which is 100.
    """
    pairs = targets.pair(hits)
    pairs = pairs[pairs["doc_achieved"] == pairs["doc_promised"]]
    rate = pairs["unit"].isin(["%", "‰"])
    ratio = 100 * pairs["promised"] / pairs["achieved"].where(pairs["achieved"] != 0)
    out = pd.DataFrame(
        {
            "panel": np.where(rate, "rate", "ratio"),
            "indicator": [_short(i) for i in pairs["indicator_promised"]],
            "achieved": pairs["achieved"].where(rate, 100.0),
            "promised": pairs["promised"].where(rate, ratio),
            "text": [
                f"{_amount(a, u)} → {_amount(p, u)}"
                for a, p, u in zip(pairs["achieved"], pairs["promised"], pairs["unit"], strict=True)
            ],
            "hit_achieved": pairs["hit_achieved"],
            "hit_promised": pairs["hit_promised"],
        }
    )
    out = out[out["promised"].notna()].sort_values("panel", kind="stable").reset_index(drop=True)
    return out.assign(mark=[f"pair-{n:02d}" for n in range(1, len(out) + 1)])


def most_changed(data: pd.DataFrame, most: int = MOST) -> pd.DataFrame:
    """Keep all rates, and of the amounts the `most` whose promise differs most from the result."""
    amounts = data[data["panel"] == "ratio"]
    distance = np.log(amounts["promised"].clip(lower=1e-6) / 100).abs()
    keep = distance.sort_values(kind="stable").index[-most:]
    return data[(data["panel"] == "rate") | data.index.isin(keep)].reset_index(drop=True)


def _evidence(hits: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """Lead from marks (mark, hit_id) to the quantities behind them."""
    found = marks.merge(hits[["hit_id", "sent_id", "start", "end", "text"]], on="hit_id")
    return found[["mark", "sent_id", "start", "end", "text"]]


def promise_against_result(reading: Reading) -> Drawing:
    """Draw what was achieved last year against what is promised for this year."""
    from analysis.figures import style
    from analysis.figures import targets as figures

    hits = targets.of_report(reading)
    every = pairs_table(hits)
    data = most_changed(every)
    both = pd.concat(
        [data[["mark", side]].set_axis(["mark", "hit_id"], axis=1)
         for side in ("hit_achieved", "hit_promised")]
    )  # fmt: skip
    lower = int((every["promised"] < every["achieved"]).sum())
    n = len(every)

    def draw(lang):
        title = style.say(
            lang,
            f"{n} 个可比指标里，{lower} 个的承诺低于上年实绩",
            f"{lower} of {n} comparable indicators are promised below last year's result",
        )
        foot = foot_of(
            reading,
            lang,
            "同名指标由规则配对，先去掉地名与年份",
            "indicators of one name paired by rule, places and years set aside",
            accuracy.caption(lang),
        )
        return figures.promise_against_result(data, title=title, foot=foot, lang=lang)

    return Drawing(
        "target-pairs",
        data.drop(columns=["hit_achieved", "hit_promised"]),
        _evidence(hits, both),
        draw,
        f"哑铃图：{n}个指标的上年实绩与今年承诺，{lower}个承诺低于实绩。",
        f"Dumbbell chart: last year's result and this year's promise of {n} indicators; "
        f"{lower} are promised lower.",
    )


def _parts(sentences: pd.DataFrame) -> pd.Series:
    """Name the part of the plan each sentence stands in, by the first clause of its heading."""
    from analysis.figures.shape import first_clause

    heads = sentences[(sentences["role"] == "heading") & (sentences["part"] != "")]
    names = {
        (row.section, row.part): row.part + first_clause(row.text.partition("）")[2], 13)
        for row in heads.itertuples(index=False)
    }
    keys = zip(sentences["section"], sentences["part"], strict=True)
    return pd.Series([names.get(key, key[1]) for key in keys], index=sentences.index, dtype=object)


def _promised(reading: Reading) -> pd.DataFrame:
    """Give the core promises of the plan with the part they stand in."""
    hits = targets.of_report(reading)
    hits = hits[(hits["period"] == "promised") & (hits["status"] == "core")]
    parts = dict(zip(reading.sentences["sent_id"], _parts(reading.sentences), strict=True))
    hits = hits.assign(part=hits["sent_id"].map(parts))
    return hits.assign(part=hits["part"].where(hits["part"] != "", _OPENING))


_OPENING = "总体要求"


def firmness_table(promised: pd.DataFrame) -> pd.DataFrame:
    """Count promises by part, and by wording and bound.

    Returns
    -------
    DataFrame
        part, scale (commitment, comparator), label, n, mark.
    """
    counts = []
    for scale in ("commitment", "comparator"):
        group = promised.groupby(["part", scale], sort=False).size().rename("n").reset_index()
        counts.append(group.rename(columns={scale: "label"}).assign(scale=scale))
    order = {part: n for n, part in enumerate(dict.fromkeys(promised["part"]))}
    table = pd.concat(counts, ignore_index=True)
    table = table.sort_values(["scale", "part"], key=lambda c: c.map(order).fillna(0)
                              if c.name == "part" else c, kind="stable")  # fmt: skip
    marks = [f"{r.part}/{r.label}" for r in table.itertuples(index=False)]
    return table.assign(mark=marks)[["part", "scale", "label", "n", "mark"]].reset_index(drop=True)


def firmness(reading: Reading) -> Drawing:
    """Draw the quantified promises of each part of the plan by firmness."""
    from analysis.figures import style
    from analysis.figures import targets as figures

    promised = _promised(reading)
    data = firmness_table(promised)
    marks = pd.concat(
        [promised.assign(mark=promised["part"] + "/" + promised[scale])[["mark", "hit_id"]]
         for scale in ("commitment", "comparator")]
    )  # fmt: skip
    n = max(len(promised), 1)
    soft = int(promised["commitment"].isin(["expect", "strive"]).sum())
    bound = int((promised["comparator"] == "ge").sum())

    def draw(lang):
        title = style.say(
            lang,
            f"{n} 条数量目标里，{bound / n:.0%} 只定下限，{soft / n:.0%} 用“预期”“力争”",
            f"Of {n} quantified promises {bound / n:.0%} set a lower bound only, "
            f"{soft / n:.0%} say expected or striven for",
        )
        foot = foot_of(
            reading,
            lang,
            "措辞与界限由规则识别，词表 seeds/targets.csv",
            "wording and bound read by rule, cues in seeds/targets.csv",
            accuracy.caption(lang),
        )
        return figures.firmness(_in(data, lang), title=title, foot=foot, lang=lang)

    return Drawing(
        "target-firmness",
        data,
        _evidence(promised, marks),
        draw,
        f"堆叠条形图：计划各部分的{n}条数量目标，按措辞（预期、力争、直述、确保）与界限分。",
        f"Stacked bars: {n} quantified promises in the parts of the plan, by wording and bound.",
    )


def _in(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Name the opening of the plan in the language of the figure."""
    if lang == "zh":
        return table
    return table.assign(part=table["part"].replace(_OPENING, "opening of the plan"))


def quantified_table(reading: Reading, promised: pd.DataFrame) -> pd.DataFrame:
    """Count the sentences of each part of the plan, and those that promise a quantity.

    Returns
    -------
    DataFrame
        part, sentences, quantified, share, low, high: 95 % interval of Wilson (1927).
    """
    sentences = reading.sentences.assign(part=_parts(reading.sentences))
    plan = sentences[(reading.zones == "plan") & (sentences["role"] == "body")]
    plan = plan[plan["part"] != ""]
    rows = []
    with_target = set(promised["sent_id"])
    for part, group in plan.groupby("part", sort=False):
        n, k = len(group), int(group["sent_id"].isin(with_target).sum())
        z = 1.959964
        middle = (k + z * z / 2) / (n + z * z)
        half = z / (n + z * z) * np.sqrt(k * (n - k) / n + z * z / 4)
        low, high = max(0.0, middle - half), min(1.0, middle + half)
        rows.append((part, n, k, k / n, low, high))
    columns = ["part", "sentences", "quantified", "share", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def quantified(reading: Reading) -> Drawing:
    """Draw how many sentences of each part of the plan promise a quantity."""
    from analysis.figures import style
    from analysis.figures import targets as figures

    promised = _promised(reading)
    data = quantified_table(reading, promised).assign(mark=lambda t: t["part"])
    marks = promised[promised["part"].isin(data["part"])].rename(columns={"part": "mark"})
    behind = _evidence(promised, marks[["mark", "hit_id"]])
    # A part without a target leads to its heading.
    none = data.loc[data["quantified"] == 0, "part"]
    heads = reading.sentences.assign(mark=_parts(reading.sentences))
    heads = heads[(heads["role"] == "heading") & heads["mark"].isin(none)]
    behind = pd.concat([behind, heads[behind.columns]], ignore_index=True)
    most = data.loc[data["share"].idxmax()] if len(data) else None
    share = data["quantified"].sum() / max(int(data["sentences"].sum()), 1)

    def draw(lang):
        title = style.say(
            lang,
            f"计划里 {share:.0%} 的句子带数量目标，最多的是“{most['part']}”",
            f"{share:.0%} of the plan's sentences promise a quantity, most of them in "
            f"“{most['part']}”",
        )
        foot = foot_of(
            reading,
            lang,
            "句子按（一）（二）…分部分",
            "sentences by the numbered parts of the plan",
            accuracy.caption(lang),
        )
        return figures.quantified(data, title=title, foot=foot, lang=lang)

    return Drawing(
        "target-share",
        data,
        behind,
        draw,
        f"条形图：计划各部分含数量目标的句子所占百分比，总计{share:.0%}。",
        f"Bars: per cent of sentences with a quantified promise in each part of the plan, "
        f"{share:.0%} in all.",
    )


def of_report(reading: Reading) -> list[Drawing]:
    """Return the drawings a report allows: promises need a plan, results a review."""
    if not {"review", "plan"} <= set(reading.zones) or _promised(reading).empty:
        return []
    made = [make(reading) for make in (promise_against_result, firmness, quantified)]
    return [drawing for drawing in made if len(drawing.data) and len(drawing.evidence)]
