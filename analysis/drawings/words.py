"""The figures of words and terms, ready to be saved."""

from __future__ import annotations

import pandas as pd

from analysis import evidence, overview, words
from analysis.drawings import Drawing, foot_of, glosses
from analysis.reading import Reading

TOP = 14  # words on each side
EACH = 6  # terms of a kind
FEWEST = 20  # terms a text needs to be drawn


def spoken(reading: Reading) -> pd.DataFrame:
    """Give the sentences of the speech itself: what both layers are counted on."""
    return reading.sentences[
        reading.sentences["sent_id"].isin(overview.speech(reading.sentences)["sent_id"])
    ]


def dictionary_changes(reading: Reading, top: int = TOP) -> Drawing:
    """Draw which words the shipped dictionary and the rules took away, and which they made."""
    from analysis.figures import style
    from analysis.figures import terms as figure

    sentences = spoken(reading)
    before = words.content(words.tokens(sentences, dictionary=None))
    after = words.content(words.tokens(sentences))
    table = words.compare(before, after)
    table = table[table["word"].str.len() > 1]
    sides = [table[table["difference"] * sign > 0].head(top) for sign in (-1, 1)]
    data = pd.concat(sides, ignore_index=True)
    data.insert(0, "mark", data["word"])
    # A word that lost is shown where the default cut had put it, one that won where it stands now.
    proof = [evidence.of_words(t, s["word"]) for t, s in zip((before, after), sides, strict=True)]
    kinds = words.summary(table).set_index("change")["words"]
    gone, new = (int(kinds[k]) for k in ("vanishes", "appears"))
    english = glosses()

    def draw(lang):
        return figure.changes(
            data,
            title=style.say(
                lang,
                f"词典与规则去掉 {gone:,} 个词，添上 {new:,} 个词",
                f"Dictionary and rules take away {gone:,} words and add {new:,}",
            ),
            subtitle=style.say(
                lang,
                "两字以上实词的出现次数，变化最大的各 14 个",
                "Occurrences of content words of two characters or more, the 14 greatest changes",
            ),
            foot=foot_of(
                reading,
                lang,
                "默认切分：jieba；词典：seeds/terms.csv、seeds/dictionary.csv；"
                "60 句人工切分上的 F1：默认 .875，词典与规则 .99",
                "default cut: jieba; dictionary: seeds/terms.csv, seeds/dictionary.csv; "
                "F1 on 60 sentences cut by hand: default .875, dictionary and rules .99",
            ),
            lang=lang,
            gloss=english,
        )

    most, least = data[data["difference"] > 0].iloc[0], data[data["difference"] < 0].iloc[0]
    return Drawing(
        "dictionary-changes",
        data,
        pd.concat(proof, ignore_index=True),
        draw,
        f"两栏点图：用词典前后的出现次数。减少最多的是“{least['word']}”"
        f"（{least['count_a']}→{least['count_b']}），增加最多的是“{most['word']}”"
        f"（{most['count_a']}→{most['count_b']}）。",
        f"Two panels of dots: occurrences before and after the dictionary. Greatest loss: "
        f"{least['word']} ({least['count_a']} to {least['count_b']}); greatest gain: "
        f"{most['word']} ({most['count_a']} to {most['count_b']}).",
    )


def terms_by_kind(reading: Reading, each: int = EACH) -> Drawing:
    """Draw the commonest terms of each kind."""
    from analysis.figures import style
    from analysis.figures import terms as figure

    hits = words.terms(spoken(reading))
    counts = hits.groupby(["label", "text"]).size().rename("count").reset_index()
    counts["n"] = counts.groupby("label")["count"].transform("sum")
    counts["place"] = counts["label"].map({kind: n for n, kind in enumerate(words.KINDS)})
    counts = counts.sort_values(["place", "count", "text"], ascending=[True, False, True])
    data = counts.groupby("label", sort=False).head(each).reset_index(drop=True)
    data = data.rename(columns={"label": "kind", "text": "term"})[["kind", "term", "count", "n"]]
    data.insert(0, "mark", data["term"])
    proof = evidence.of_words(hits.assign(word=hits["text"]), data["term"])
    english = glosses()
    total, distinct = len(hits), hits["text"].nunique()

    def draw(lang):
        return figure.by_kind(
            data,
            title=style.say(
                lang,
                f"报告里有 {distinct:,} 个术语，共出现 {total:,} 次",
                f"{distinct:,} terms occur {total:,} times in the report",
            ),
            foot=foot_of(
                reading,
                lang,
                "词典中的术语，最长优先，互不重叠；词典之外的术语不在内",
                "terms of the dictionary, longest first, none overlapping; others are not counted",
            ),
            lang=lang,
            gloss=english,
        )

    first = data.drop_duplicates("kind")
    return Drawing(
        "terms-by-kind",
        data,
        proof,
        draw,
        "六栏条形图：各类术语中最常见的。"
        + "；".join(f"{t}（{n}）" for t, n in zip(first["term"], first["count"], strict=True))
        + "。",
        "Six panels of bars, the commonest terms of each kind: "
        + "; ".join(f"{t} ({n})" for t, n in zip(first["term"], first["count"], strict=True))
        + ".",
    )


def of_report(reading: Reading) -> list[Drawing]:
    """Give the drawings of words and terms, where a text holds enough terms to compare."""
    if len(reading.terms) < FEWEST:
        return []
    return [dictionary_changes(reading), terms_by_kind(reading)]
