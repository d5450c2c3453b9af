"""Figures of parallelism and four-character strings of one report: table, evidence, picture."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis import rhetoric
from analysis.drawings import Drawing, foot_of, need_headings
from analysis.reading import Reading
from analysis.rhetoric import accuracy, table, views

COLUMNS = ["mark", "sent_id", "start", "end", "text"]
KINDS = {"frame": 4, "iso": 3, "affix": 3, "duiou": 5}  # cards of each kind that are shown
METHODS = {
    "parallel": ("按标点与词性对齐各肢", "limbs aligned on marks and words"),
    "fourchar": (
        "成语查词典，其余按构词与词性判断",
        "idioms by dictionary, the rest by build and part of speech",
    ),
}
MOST_CHARACTERS = 12  # of a limb that fits on a card


def _foot(reading: Reading, lang: str, detector: str) -> str:
    zh, en = METHODS[detector]
    return foot_of(reading, lang, zh, en, accuracy.caption(detector, lang))


def level(group: pd.Series) -> str:
    """Give the level of a parallel group from its attributes."""
    return table.parse(group["attributes"]).get("level", "-")


def strip(reading: Reading, found: Mapping[str, pd.DataFrame] | None = None) -> Drawing:
    """Draw the density of parallelism along the speech."""
    from analysis.figures import rhetoric as drawn
    from analysis.figures import style

    groups = (found or rhetoric.of_report(reading))["parallel"]
    groups = groups.assign(zone=views.zone_of(groups, reading.sentences, reading.zones))
    groups = groups[groups["zone"].isin(views.ZONES)].reset_index(drop=True)
    dense = views.density(groups, reading.sentences, reading.zones)
    totals = dense.groupby("zone")[["parallel", "chars"]].sum()
    share = {z: 100 * r["parallel"] / r["chars"] for z, r in totals.iterrows()}
    spots = groups.assign(mark=groups["hit_id"], value=groups["label"])
    data = pd.concat(
        [
            dense.assign(mark="", kind="share", value=dense["share"].round(6).astype(str)),
            spots.assign(kind="group")[["mark", "kind", "zone", "start", "end", "value"]],
        ]
    )[["mark", "kind", "zone", "start", "end", "value"]].reset_index(drop=True)

    def draw(lang):
        title = style.say(
            lang,
            f"计划段 {share.get('plan', 0):.0f}% 的字处在排比、对偶之中，回顾段 "
            f"{share.get('review', 0):.0f}%",
            f"{share.get('plan', 0):.0f} % of the plan stands in parallel limbs, "
            f"{share.get('review', 0):.0f} % of the review",
        )
        low = groups.assign(end=[spans[0][1] for spans in views.members(groups)])
        return drawn.strip(
            dense, low, title=title, foot=_foot(reading, lang, "parallel"), lang=lang
        )

    alt = "上图为沿全文的排比密度柱，下图为四类排比、对偶每一组的位置；" + "，".join(
        f"{z} {v:.1f}%" for z, v in share.items()
    )
    alt_en = "Density of parallelism along the speech, each group in the row of its kind: "
    alt_en += ", ".join(f"{z} {v:.1f} %" for z, v in share.items())
    return Drawing("parallel-strip", data, spots[COLUMNS], draw, alt, alt_en)


def choose(groups: pd.DataFrame, kinds: Mapping[str, int] = KINDS) -> pd.DataFrame:
    """Choose groups for cards: of each kind those with most limbs, then the longest that fit; no
    headings, no two with the same words or the same shared word."""
    plain = groups[[level(g) != "heading" for _, g in groups.iterrows()]]
    plain = plain.drop_duplicates("text")
    spans = views.members(plain)
    plain = plain.assign(
        n=[len(s) for s in spans],
        longest=[max(b - a for a, b in s) for s in spans],
        head=[table.parse(text).get("head", "-") for text in plain["attributes"]],
    )
    fits = plain[plain["longest"].between(3, MOST_CHARACTERS)]
    ranked = fits.sort_values(["n", "longest", "start"], ascending=[False, False, True])
    ranked = ranked[(ranked["head"] == "-") | ~ranked.duplicated("head")]
    picked = [ranked[ranked["label"] == kind].head(most) for kind, most in kinds.items()]
    return pd.concat(picked).drop(columns=["n", "longest", "head"])


def cards(reading: Reading, found: Mapping[str, pd.DataFrame] | None = None) -> Drawing:
    """Set the limbs of some groups in columns."""
    from analysis.figures import rhetoric as drawn
    from analysis.figures import style

    need_headings(reading)
    groups = (found or rhetoric.of_report(reading))["parallel"]
    groups = groups.assign(zone=views.zone_of(groups, reading.sentences, reading.zones))
    chosen = choose(groups[groups["zone"].isin(views.ZONES)])
    rows = reading.sentences.set_index("sent_id")
    parts = []
    for _, group in chosen.iterrows():
        row = rows.loc[group["sent_id"]]
        place = "、".join(filter(None, (row["section"], row["part"])))
        cut = views.card(group, reading.doc.text)
        parts.append(
            cut.assign(
                mark=group["hit_id"], group=group["hit_id"], label=group["label"], place=place
            )
        )
    limbs = pd.concat(parts, ignore_index=True)
    evidence = limbs.assign(
        sent_id=limbs["mark"].map(chosen.set_index("hit_id")["sent_id"]),
        text=[reading.doc.text[a:b] for a, b in zip(limbs["start"], limbs["end"], strict=True)],
    )[COLUMNS]

    def draw(lang):
        title = style.say(
            lang,
            "各肢对齐来看：排比重复同一个框架，对偶两肢等长",
            "Limbs set in columns: series repeat a frame, pairs have equal length",
        )
        subtitle = style.say(
            lang,
            f"每类取肢数最多的几组，共 {len(chosen)} 组（全文 {len(groups)} 组）；"
            "相同位置上重复的字为红色",
            f"The groups with most limbs of each kind, {len(chosen)} of {len(groups)}; "
            "what repeats in the same place is coloured",
        )
        text = _foot(reading, lang, "parallel")
        return drawn.cards(limbs, title=title, subtitle=subtitle, foot=text, lang=lang)

    alt = "排比、对偶各肢对齐的卡片：" + "；".join(chosen["text"].str.replace("\n", ""))
    alt_en = f"Cards with the limbs of {len(chosen)} parallel groups set in columns."
    return Drawing("parallel-cards", limbs, evidence, draw, alt, alt_en)


def four(reading: Reading, found: Mapping[str, pd.DataFrame] | None = None) -> Drawing:
    """Draw the rates of idioms and four-character strings in review and plan."""
    from analysis.figures import rhetoric as drawn
    from analysis.figures import style

    got = found or rhetoric.of_report(reading)
    rows = views.four_characters(got["idiom"], got["fourchar"], reading.sentences, reading.zones)
    data = views.rates(rows, reading.sentences, reading.zones)
    marks = data["label"] + " " + data["zone"]
    data.insert(0, "mark", marks.where(data["count"] > 0, ""))
    proof = rows.assign(mark=rows["label"] + " " + rows["zone"])[COLUMNS]
    rate = data.set_index(["label", "zone"])["per_10k"]
    idioms = {z: rate["chengyu", z] + rate["near", z] for z in views.ZONES}

    def draw(lang):
        plan, review = idioms["plan"], idioms["review"]
        title = style.say(
            lang,
            f"每万字成语与类成语：计划段 {plan:.0f} 个，回顾段 {review:.0f} 个",
            f"Idioms per 10,000 characters: {plan:.0f} in the plan, {review:.0f} in the review",
        )
        subtitle = style.say(lang, "每万字次数（括号内为次数）", "per 10,000 characters (count)")
        text = _foot(reading, lang, "fourchar")
        return drawn.four(data, title=title, subtitle=subtitle, foot=text, lang=lang)

    alt = "条形图：成语、类成语、政策固定语、自由短语在回顾与计划两段的每万字次数。"
    alt_en = "Bars: idioms, near-idioms, policy phrases and free phrases per 10,000 characters."
    return Drawing("four-characters", data, proof.reset_index(drop=True), draw, alt, alt_en)


def of_report(reading: Reading) -> list[Drawing]:
    """Return the drawings a report allows: none without review and plan or without parallelism."""
    if not set(views.ZONES) <= set(reading.zones):
        return []
    found = rhetoric.of_report(reading)
    zones = views.zone_of(found["parallel"], reading.sentences, reading.zones)
    placed = found["parallel"][zones.isin(views.ZONES)]
    made = [strip] if len(placed) else []
    if len(placed) and len(choose(placed)):
        made.append(cards)
    four_rows = views.four_characters(
        found["idiom"], found["fourchar"], reading.sentences, reading.zones
    )
    if len(four_rows):
        made.append(four)
    return [make(reading, found) for make in made]
