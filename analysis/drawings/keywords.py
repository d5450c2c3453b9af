"""The figures on keywords of one report: table, evidence, picture and words for each."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import evidence, keywords, study
from analysis.drawings import Drawing, foot_of, glosses
from analysis.drawings.company import biplot, network, strip, zipf
from analysis.figures.keywords import side_name
from analysis.reading import Reading

__all__ = [
    "biplot", "cloud", "compare", "dumbbell", "keyness", "network", "null_control", "of_report",
    "sides", "status", "strip", "zipf",
]  # fmt: skip

ALPHA = 0.05
TOP = 24
FEWEST = 300  # words a text needs to be drawn


def compare(reading: Reading) -> pd.DataFrame:
    """Compare the two sides of a report (plan and review, or what it has), with a verdict a word.

    It is the view `all words` of keywords.csv.

    Returns
    -------
    DataFrame
        The columns of `keywords.keyness`, words with five tokens or more, and `status`:
        ``"target"`` or ``"reference"`` where q < .05 (permutation, Benjamini-Hochberg), ``"G2
        only"`` where p of G2 < .05 but p of the permutation test is not, ``"none"``.
    """
    table = keywords.compared(reading)
    return table.assign(status=status(table))


def sides(reading: Reading) -> tuple[pd.DataFrame, pd.DataFrame, str, str]:
    """Return the words of the two sides that are compared, and their names."""
    found = keywords.sides(reading)
    return found["first"], found["second"], found["target"], found["reference"]


def status(table: pd.DataFrame) -> np.ndarray:
    """Name the verdict on each word; see `compare`.

    Examples
    --------
    >>> toy = pd.DataFrame({"G2_4": [9.0, -9.0, 9.0, 1.0], "p_G2_4": [0.003, 0.003, 0.003, 0.3],
    ...                     "p_perm": [0.001, 0.001, 0.2, 0.4], "q": [0.01, 0.01, 0.3, 0.5]})
    >>> status(toy).tolist()
    ['target', 'reference', 'G2 only', 'none']
    """
    key = table["q"] < ALPHA
    doubtful = (table["p_G2_4"] < ALPHA) & ~(table["p_perm"] < ALPHA)
    cases = [key & (table["G2_4"] > 0), key & (table["G2_4"] < 0), doubtful]
    return np.select(cases, ["target", "reference", "G2 only"], "none")


def _compared(reading: Reading) -> pd.DataFrame:
    """The words of both sides in the order of the text."""
    first, second, _, _ = sides(reading)
    return pd.concat([first, second]).sort_index(kind="stable")


def _counts(table: pd.DataFrame) -> dict[str, int]:
    return {name: int((table["status"] == name).sum()) for name in table["status"].unique()}


def _method(reading: Reading, table: pd.DataFrame) -> tuple[str, str]:
    two = keywords.sides(reading)
    n, least, unit = len(table), two["least"], two["unit"]
    unit_zh = {"paragraph": "段落", "sentence": "句"}[unit]
    if not table["status"].isin(["target", "reference"]).any():
        zh = (
            f"词频 {least} 以上的 {n} 个词按{unit_zh}置换并校正后，没有一个显著；所列为 |G2| 最大者"
        )
        en = f"none of {n} words stands the permutation of {unit}s; shown: the largest |G2|"
        return zh, en
    zh = (
        f"词频 {least} 以上的 {n} 个词；以{unit_zh}为单位置换 9,999 次，Benjamini-Hochberg "
        "校正，q < .05"
    )
    en = (
        f"{n} words with {least} tokens or more; 9,999 permutations of {unit}s, "
        "Benjamini-Hochberg, q < .05"
    )
    return zh, en


def keyness(reading: Reading, table: pd.DataFrame | None = None) -> Drawing:
    """Draw effect size against evidence."""
    from analysis.figures import keywords as draws
    from analysis.figures import style

    table = compare(reading) if table is None else table
    _, _, target, reference = sides(reading)
    columns = ["word", "a", "b", "C", "D", "LR_half", "LR_half_lo", "LR_half_hi", "G2_4"]
    columns += ["p_G2_4", "p_perm", "q", "range_target", "range_reference", "status"]
    data = table[columns].copy()
    data.insert(0, "mark", data["word"])
    found = _counts(table)
    both = found.get("target", 0) + found.get("reference", 0)
    g2 = int((table["p_G2_4"] < ALPHA).sum())

    def draw(lang):
        title = style.say(
            lang,
            f"G2 判 {g2} 个词为关键（p < .05）；按段落置换并校正后，{both} 个站得住",
            f"G2 calls {g2} words key (p < .05); {both} stand the permutation of paragraphs",
        )
        foot = foot_of(reading, lang, *_method(reading, table))
        two = {"target": target, "reference": reference}
        return draws.keyness(data, **two, title=title, foot=foot, lang=lang, gloss=glosses())

    proof = evidence.of_words(_compared(reading), data["word"])
    alt = f"散点图：{len(data)} 个词的对数比与 G2；{both} 个词经置换检验仍为关键。"
    alt_en = f"Scatter of {len(data)} words by log ratio and G2; {both} are key by permutation."
    return Drawing("keyness", data, proof, draw, alt, alt_en)


def dumbbell(reading: Reading, table: pd.DataFrame | None = None, top: int = TOP) -> Drawing:
    """Draw the rates of the strongest keywords of two characters or more on both sides."""
    from analysis.figures import keywords as draws

    table = compare(reading) if table is None else table
    _, _, target, reference = sides(reading)
    rows = _key(table)
    rows = rows.iloc[np.lexsort((rows["word"].to_numpy(dtype=str), -rows["G2_4"].abs()))]
    rows = rows.head(top).sort_values(["LR_half", "word"], ascending=[False, True])
    columns = ["word", "a", "b", "C", "D", "rate_target", "rate_reference", "LR_half", "G2_4", "q"]
    data = rows[columns].reset_index(drop=True)
    data.insert(0, "mark", data["word"])

    def draw(lang):
        english = glosses()
        title = _ends(data, lang, english, target, reference)
        foot = foot_of(reading, lang, *_method(reading, table))
        two = {"target": target, "reference": reference}
        return draws.dumbbell(data, **two, title=title, foot=foot, lang=lang, gloss=english)

    proof = evidence.of_words(_compared(reading), data["word"])
    listed = "、".join(data["word"])
    return Drawing(
        "keyness-rates",
        data,
        proof,
        draw,
        f"哑铃图：{len(data)} 个关键词在回顾段与计划段的每万词次数。{listed}",
        f"Dumbbell plot: rates of {len(data)} keywords in review and plan. {listed}",
    )


def _key(table: pd.DataFrame) -> pd.DataFrame:
    """Key words of two characters or more; all words where none is key."""
    table = table[table["word"].str.len() > 1]
    key = table[table["status"].isin(["target", "reference"])]
    return table if key.empty else key


def _ends(data: pd.DataFrame, lang: str, english: dict[str, str], target, reference) -> str:
    """Say what the first and the last row of the rates show."""
    from analysis.figures import style

    here, there = side_name(target, lang), side_name(reference, lang)
    zh, en = [], []
    for row, more, less, side, other in (
        (data.iloc[0], "rate_target", "rate_reference", here, there),
        (data.iloc[-1], "rate_reference", "rate_target", there, here),
    ):
        word = style.named(row["word"], lang, english)
        if row[less] == 0:
            zh.append(f"“{word}”只在{side}出现")
            en.append(f"{word} stands in the {side} only")
        elif row[more] > row[less]:
            times = f"{row[more] / row[less]:.2g}"
            zh.append(f"“{word}”的使用率，{side}是{other}的 {times} 倍")
            en.append(f"{word} is {times} times as frequent in the {side}")
    return style.say(lang, "；".join(zh), "; ".join(en))


def null_control(reading: Reading, halves: int = 200, permutations: int = 1999) -> Drawing:
    """Draw how often the two tests flag words on random halves of the paragraphs."""
    from analysis.figures import keywords as draws
    from analysis.figures import style

    tokens = _compared(reading)
    data = keywords.null_control(
        tokens,
        halves=halves,
        permutations=permutations,
        seed=study.current().seed,
        min_count=keywords.least_count(tokens),
    )
    data.insert(0, "mark", "paragraphs")
    share = data.set_index("test")["share"]

    def draw(lang):
        title = style.say(
            lang,
            f"没有差别时，G2 仍把 {share['G2_4']:.0%} 的词判为关键，置换检验 "
            f"{share['permutation']:.0%}",
            f"Where nothing differs G2 still calls {share['G2_4']:.0%} of the words key, "
            f"the permutation test {share['permutation']:.0%}",
        )
        foot = foot_of(
            reading,
            lang,
            f"每次置换 {permutations:,} 次；黑线为各次划分中间的 95%",
            f"{permutations:,} permutations; black lines hold 95 % of the splits",
        )
        return draws.null_control(data, title=title, foot=foot, lang=lang)

    # what was dealt out: every paragraph of review and plan
    ids = set(tokens["sent_id"])
    sents = reading.sentences[reading.sentences["sent_id"].isin(ids)]
    proof = evidence.of_sentences(sents, pd.Series("paragraphs", index=sents.index))
    return Drawing(
        "keyness-null",
        data,
        proof,
        draw,
        "条形图：随机两半之间被判为关键的词的比例，G2 与置换检验各一条，虚线为 5%。",
        "Bars: share of words called key between random halves, for G2 and for the permutation "
        "test; dashed line at 5 %.",
    )


def cloud(reading: Reading, table: pd.DataFrame | None = None, top: int = 60) -> Drawing:
    """Draw the keywords as a cloud sized by evidence."""
    from analysis.figures import keywords as draws

    table = compare(reading) if table is None else table
    _, _, target, reference = sides(reading)
    rows = _key(table)
    rows = rows.iloc[np.lexsort((rows["word"].to_numpy(dtype=str), -rows["G2_4"].abs()))].head(top)
    data = pd.DataFrame(
        {
            "mark": rows["word"],
            "word": rows["word"],
            "keyness": rows["G2_4"].abs(),
            "side": np.where(rows["G2_4"] > 0, target, reference),
            "q": rows["q"],
        }
    ).reset_index(drop=True)

    def draw(lang):
        zh, en = _method(reading, table)
        foot = foot_of(reading, lang, zh + "；词云只示意", en + "; a cloud is a sketch")
        return draws.cloud(data, target=target, reference=reference, foot=foot, lang=lang)

    proof = evidence.of_words(_compared(reading), data["word"])
    listed = "、".join(data["word"])
    return Drawing(
        "keyness-cloud",
        data,
        proof,
        draw,
        f"词云：{len(data)} 个关键词，字号随 G2 增大。{listed}",
        f"Word cloud of {len(data)} keywords, sized by G2. {listed}",
    )


def of_report(reading: Reading) -> list[Drawing]:
    """Return the drawings on keywords that a text allows; none for a text of a few words."""
    tokens = keywords.spoken_words(reading)
    if len(tokens) < FEWEST:
        return []
    table = compare(reading)
    made = []
    if (table["word"].str.len() > 1).sum() >= 5:
        made += [keyness(reading, table), dumbbell(reading, table)]
        made += [null_control(reading), cloud(reading, table)]
    f = tokens["word"].value_counts().rename_axis("word").reset_index(name="f")
    f = f[f["f"] >= keywords.least_count(tokens)]
    f = f.sort_values(["f", "word"], ascending=[False, True])
    common = keywords.content_words(f["word"])
    if common:
        made.append(strip(reading, common[:12]))
        net = network(reading, common[:5])
        if len(net.data):
            made.append(net)
    placed = tokens[(tokens["section"] != "") & (tokens["part"] != "")]
    rich = placed["word"].isin(keywords.content_words(f.loc[f["f"] >= 8, "word"]))
    if len((placed["section"] + placed["part"])[rich].unique()) > 3 and rich.sum() > 50:
        made.append(biplot(reading))
    return made
