"""The figures of a comparison: table, evidence, picture and words for each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import comparison
from analysis.comparison import Collection, Compared
from analysis.comparison.contrast import span
from analysis.comparison.formulations import COLUMNS as LIFE
from analysis.comparison.formulations import SUMMARY
from analysis.drawings import Drawing, glosses
from analysis.errors import InputError

TOP = 12  # words of each side
EACH = 60  # pieces of evidence of each mark


@dataclass(frozen=True)
class Undrawn(Drawing):
    """A figure that these reports do not allow: saving it says so and writes nothing."""

    zh: str = ""
    en: str = ""

    def save(self, owner: str, folder=None, english: bool = True) -> str:
        """Say why there is no figure."""
        return f"没有画 {self.name}：{self.zh}。 {self.name} is not drawn: {self.en}."


def undrawn(name: str, zh: str, en: str, columns=()) -> Undrawn:
    """Make a figure that says why it cannot be drawn; its table is empty but has its columns.

    Examples
    --------
    >>> undrawn("keyness-places", "只有一个地方", "one place only").save(owner="08")
    '没有画 keyness-places：只有一个地方。 keyness-places is not drawn: one place only.'
    """
    none = pd.DataFrame(columns=["mark", *columns])
    return Undrawn(name, none, none, lambda lang: None, zh, en, zh, en)


def source(collection: Collection, lang: str) -> str:
    """Name the reports at the foot of a figure; made-up texts are called so."""
    from analysis.figures import style

    n, years = len(collection.documents), span(collection.years)
    places = collection.places
    named = "、".join(places[:3]) + ("等" if len(places) > 3 else "")
    made_up = collection.made_up
    if made_up == n:
        return style.say(
            lang,
            f"教学虚构文本 {n} 份（{named}，{years}）",
            f"{n} texts made up for teaching ({', '.join(places[:3])}, {years})",
        )
    zh = f"，其中 {made_up} 份为教学虚构文本" if made_up else ""
    en = f", {made_up} of them made up for teaching" if made_up else ""
    return style.say(
        lang,
        f"{named}政府工作报告 {n} 份（{years}{zh}）",
        f"{n} government work reports ({', '.join(places[:3])}, {years}{en})",
    )


def foot_of(collection: Collection, lang: str, zh: str, en: str, *more: str) -> str:
    """Write the foot of a figure: the reports, the method, and more (such as the accuracy)."""
    from analysis.figures import style

    return style.foot(lang, source(collection, lang), style.say(lang, zh, en), *more)


def behind(data: pd.DataFrame, proof: pd.DataFrame, most: int = EACH) -> pd.DataFrame:
    """Keep the evidence of the marks that are drawn, of each the first pieces."""
    marks = {str(mark) for mark in data["mark"] if str(mark)}
    found = proof[proof["mark"].isin(marks)]
    return found.groupby("mark", sort=False).head(most).reset_index(drop=True)


def _list(words, lang: str, gloss) -> str:
    from analysis.figures import style

    named = [style.named(word, lang, gloss) for word in words]
    return style.say(lang, "".join(f"“{word}”" for word in named), ", ".join(named))


def keyness(
    collection: Collection, by: str = "year", target: str | None = None, **options
) -> Drawing:
    """Draw the words that differ most between years (``"year"``) or places (``"place"``).

    Parameters
    ----------
    target, **options
        As of `comparison.keyness`.
    """
    from analysis.figures import comparison as draws
    from analysis.figures import style

    name = f"keyness-{by}s"
    try:
        found = comparison.keyness(collection, by, target, **options)
    except InputError as error:
        zh = "只有一个年份" if by == "year" else "只有一个地方"
        return undrawn(name, zh, str(error).partition(".")[0])
    data = pd.concat([_strongest(found.table, sign) for sign in (1, -1)])
    if data.empty:
        return undrawn(name, "没有足够常用的词", "no word is common enough")
    data = data.sort_values(["LR_half", "word"], ascending=[False, True]).reset_index(drop=True)
    unit, least = found.table["unit"].iloc[0], found.table["p_least"].iloc[0]
    sides = [data[c].iloc[0] for c in ("target", "reference")]
    key = [found.table.loc[found.table["status"] == s, "word"] for s in ("target", "reference")]
    tested = int(found.table["n_tested"].iloc[0])

    def draw(lang):
        gloss = glosses()
        names = [draws.side(side, lang) for side in sides]
        if not len(key[0]) and not len(key[1]):
            title = style.say(
                lang,
                f"{names[0]}与{names[1]}相比，没有一个词的差别经得起检验",
                f"{names[0]} against {names[1]}: no word stands the test",
            )
        else:
            parts = [
                style.say(lang, f"{n}更多{_list(w.head(3), lang, gloss)}",
                          f"more in {n}: {_list(w.head(3), lang, gloss)}")
                for n, w in zip(names, key, strict=True) if len(w)
            ]  # fmt: skip
            english = "; ".join(parts)
            title = style.say(lang, "；".join(parts), english[:1].upper() + english[1:])
        what = {"document": ("整份报告", "whole reports"), "paragraph": ("段落", "paragraphs")}
        foot = foot_of(
            collection,
            lang,
            f"{tested} 个实词里两边 |G2| 最大者；以{what[unit][0]}为单位置换，Benjamini-Hochberg "
            f"校正，q < .05 为实心；p 最小可到 {least:.2g}",
            f"of {tested} content words those of largest |G2| on each side; {what[unit][1]} "
            f"permuted, Benjamini-Hochberg, filled: q < .05; least possible p {least:.2g}",
        )
        return draws.keyness(data, title=title, foot=foot, lang=lang, gloss=gloss)

    listed = "、".join(data["word"])
    return Drawing(
        name,
        data,
        behind(data, found.evidence),
        draw,
        f"点图：{sides[0]}与{sides[1]}相比用得多或少的词的对数比与区间。{listed}",
        f"Dot plot: log ratios of words of {sides[0]} against {sides[1]}, with intervals. {listed}",
    )


def _strongest(table: pd.DataFrame, sign: int) -> pd.DataFrame:
    """Take the words of the largest G2 on one side, those that are key first."""
    rows = table[np.sign(table["LR_half"]) == sign]
    sure = rows["status"].isin(["target", "reference"])
    order = np.lexsort((rows["word"].to_numpy(dtype=str), -rows["G2_4"].abs(), ~sure))
    return rows.iloc[order].head(TOP)


def life(collection: Collection, formulations=None, fates: Compared | None = None) -> Drawing:
    """Draw the lives of formulations; proposed from the reports where none are named."""
    from analysis.figures import comparison as draws
    from analysis.figures import style

    name = "formulation-life"
    chosen = list(formulations or comparison.propose(collection))
    found = comparison.life(collection, chosen)
    if found.table.empty:
        columns = [*LIFE, *SUMMARY[2:]]
        return undrawn(name, "这些提法没有出现", "none of these formulations occurs", columns)
    fates = fates or comparison.fate(collection)
    told = comparison.summary(found.table, found.evidence, fates.table)
    data = found.table.merge(told.drop(columns=["variants"]), on=["formulation", "place"])
    replaced = told[told["replaced_by"] != ""]
    back = told[told["gaps"] != ""]

    def draw(lang):
        zh, en = [], []
        for row in replaced.head(2).itertuples():
            zh.append(f"“{row.formulation}”改作“{row.replaced_by}”")
            en.append(f"“{row.formulation}” gives way to “{row.replaced_by}”")
        for row in back.head(1).itertuples():
            zh.append(f"“{row.formulation}”中断后重现")
            en.append(f"“{row.formulation}” goes and returns")
        if not zh:
            zh, en = ["这些提法都延续下来"], ["all of these formulations live on"]
        foot = foot_of(
            collection,
            lang,
            "字面查找；变体：首尾字相同、相似度 .76 以上；替换者取自得分 .5 以上的改写句",
            "literal search; variants: same first and last character, likeness .76 or more; "
            "replacements from reworded sentences that score .5 or more",
        )
        title = style.say(lang, "；".join(zh), "; ".join(en))
        return draws.life(found.table, told, title=title, foot=foot, lang=lang)

    listed = "、".join(dict.fromkeys(told["formulation"]))
    return Drawing(
        name,
        data,
        behind(data, found.evidence),
        draw,
        f"时间带：各提法出现的年份、中断与替换。{listed}",
        f"Timelines: years in which formulations occur, gaps, and what replaced them. {listed}",
    )


def fate(collection: Collection, found: Compared | None = None) -> Drawing:
    """Draw what became of last year's sentences."""
    from analysis.comparison import accuracy
    from analysis.figures import comparison as draws
    from analysis.figures import style

    found = found or comparison.fate(collection)
    if found.table.empty:
        columns = ["place", "year", "next_year", "fate", "n", "of", "share"]
        return undrawn("sentence-fate", "没有同一地方的两个年份", "no place has two years", columns)
    data = comparison.shares(found.table)
    n = data.groupby("fate")[["n", "of"]].sum()
    share = (n["n"] / n["of"].clip(lower=1)).to_dict()

    def draw(lang):
        title = style.say(
            lang,
            f"上一年的句子里 {share['kept']:.0%} 原样保留，{share['reworded']:.0%} 改写，"
            f"{share['dropped']:.0%} 不再出现",
            f"Of the earlier sentences {share['kept']:.0%} are kept, {share['reworded']:.0%} "
            f"reworded, {share['dropped']:.0%} dropped",
        )
        foot = foot_of(
            collection,
            lang,
            f"正文句 {int(n.loc['kept', 'of'])} 句，回顾对回顾、计划对计划，一句配一句；"
            "数字改了也算改写",
            f"{int(n.loc['kept', 'of'])} body sentences, review with review, plan with plan, one "
            "to one; a new number is a rewording",
            accuracy.caption(lang),
        )
        return draws.fate(data, title=title, foot=foot, lang=lang)

    return Drawing(
        "sentence-fate",
        data,
        behind(data, found.evidence, most=2 * EACH),
        draw,
        "堆叠条形图：每两份相邻报告之间，上一年的句子保留、改写、不再出现的比例，与新写的比例。",
        "Stacked bars: shares of the earlier report's sentences kept, reworded and dropped, and of "
        "new ones in the later, for each pair of reports.",
    )
