"""The figures on words in their places: strips, collocates, rank and frequency, parts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import evidence, keywords
from analysis.drawings import Drawing, foot_of, glosses, need_headings
from analysis.reading import Reading


def strip(reading: Reading, words: list[str]) -> Drawing:
    """Draw where some words stand in the report."""
    from analysis.figures import company

    tokens = keywords.spoken_words(reading).reset_index(drop=True)
    tokens["position"] = tokens.index / max(len(tokens), 1)
    measures = keywords.dispersion(tokens, "paragraph").set_index("word")
    words = [word for word in words if word in measures.index]
    rank = {word: i for i, word in enumerate(words)}
    data = tokens[tokens["word"].isin(rank)]
    data = data.iloc[data["word"].map(rank).argsort(kind="stable").to_numpy()]
    data = data[["word", "position", "zone", "section", "part"]].reset_index(drop=True)
    data = data.join(measures[["f", "range", "DP", "DA", "ARF"]], on="word")
    data.insert(0, "mark", data["word"])
    first = tokens.drop_duplicates(["section", "part"])
    first = first[first["section"] != ""]
    borders = pd.DataFrame({"position": first["position"]})
    borders["label"] = first["part"].str.strip("（）()")

    def draw(lang):
        foot = foot_of(
            reading,
            lang,
            "横轴为词序；DP 以段落为部分（Gries 2008）",
            "words in order from left to right; DP over paragraphs (Gries 2008)",
        )
        return company.strip(data, borders, foot=foot, lang=lang, gloss=glosses())

    listed = "、".join(words)
    return Drawing(
        "dispersion-strip",
        data,
        evidence.of_words(tokens, words),
        draw,
        f"位置图：{listed} 在全文中的每一次出现。",
        f"Strip plot: every occurrence of {listed} in the text.",
    )


def network(reading: Reading, words: list[str], each: int = 8) -> Drawing:
    """Draw the strongest collocates of some words."""
    from analysis.figures import company, style

    tokens = keywords.spoken_words(reading)
    table = keywords.collocations(tokens, node=words, window=5, min_count=3)
    content = set(keywords.content_words(table["collocate"].unique()))
    table = table[table["collocate"].isin(content)]
    english = glosses()
    room = {word: f"{word} {english[word]}" for word in english}
    nodes, edges = keywords.network(table, words, each=each, labels=room)
    edges.insert(0, "mark", edges["node"] + " + " + edges["collocate"])
    proof = pair_evidence(tokens, edges)

    def draw(lang):
        first = edges[edges["node"] == words[0]].head(3)["collocate"]
        said = [style.named(word, lang, english) for word in [words[0], *first]]
        title = style.say(
            lang,
            f"与“{said[0]}”搭配最紧的是" + "".join(f"“{word}”" for word in said[1:]),
            f"{said[0]} keeps company with {', '.join(said[1:])}",
        )
        foot = foot_of(
            reading,
            lang,
            f"共现 3 次以上的实词，每个中心词取 logDice 最大的 {each} 个；位置本身没有意义",
            f"content words met 3 times or more, the {each} of largest logDice for each; "
            "places mean nothing by themselves",
        )
        return company.network(nodes, edges, title=title, foot=foot, lang=lang, gloss=english)

    listed = "、".join(words)
    return Drawing(
        "collocation-network",
        edges,
        proof,
        draw,
        f"网络图：{listed} 的搭配词。",
        f"Network of the collocates of {listed}.",
    )


def pair_evidence(tokens: pd.DataFrame, edges: pd.DataFrame, window: int = 5) -> pd.DataFrame:
    """Collect the tokens of each collocate that stand in a window of the node.

    Examples
    --------
    >>> toks = pd.DataFrame({"sent_id": ["d:1"] * 3, "start": [0, 2, 4], "end": [2, 4, 6],
    ...                      "word": ["人工", "智能", "城市"]})
    >>> edges = pd.DataFrame({"mark": ["m"], "node": ["人工"], "collocate": ["智能"]})
    >>> pair_evidence(toks, edges).values.tolist()
    [['m', 'd:1', 2, 4, '智能']]
    """
    word, sent = tokens["word"].to_numpy(dtype=object), tokens["sent_id"].to_numpy(dtype=object)
    tables = []
    for edge in edges.itertuples():
        at = np.flatnonzero(word == edge.collocate)
        near = np.zeros(len(at), dtype=bool)
        for step in (*range(-window, 0), *range(1, window + 1)):
            other = np.clip(at + step, 0, len(word) - 1)
            near |= (word[other] == edge.node) & (sent[other] == sent[at])
        found = tokens.iloc[at[near]]
        tables.append(found.assign(mark=edge.mark, text=found["word"]))
    columns = evidence.COLUMNS
    return pd.concat(tables)[columns].reset_index(drop=True) if tables else pd.DataFrame()


def zipf(reading: Reading) -> Drawing:
    """Draw rank against frequency of all words, with both fits of Zipf's law."""
    from analysis.figures import style
    from analysis.figures import zipf as draws

    tokens = keywords.spoken_words(reading)
    data = keywords.rank_frequency(tokens)
    row = keywords.diversity(tokens).iloc[0]
    slope, exponent = row["zipf_slope_ols"], row["zipf_exponent_mle"]
    rank, f = np.log10(data["rank"]), np.log10(data["f"])
    fits = {"slope_ols": slope, "intercept_ols": f.mean() - slope * rank.mean()}
    fits |= {"exponent_mle": exponent}
    fits["constant_mle"] = data["f"].sum() / (data["rank"].astype(float) ** -exponent).sum()
    share, once = data["f"].head(10).sum() / data["f"].sum(), (data["f"] == 1).mean()
    data.insert(0, "mark", data["word"])

    def draw(lang):
        title = style.say(
            lang,
            f"前 10 个词占全部词次的 {share:.0%}；{once:.0%} 的词只出现一次",
            f"The first ten words make {share:.0%} of all tokens; {once:.0%} of the words "
            "stand only once",
        )
        foot = foot_of(
            reading,
            lang,
            f"全部 {len(data):,} 个词；最小二乘用全部名次，最大似然为截断 zeta 分布",
            f"all {len(data):,} words; least squares over all ranks, maximum likelihood of the "
            "truncated zeta distribution",
        )
        return draws.draw(data, fits, title=title, foot=foot, lang=lang, gloss=glosses())

    return Drawing(
        "zipf",
        data,
        evidence.of_words(tokens, data["word"]),
        draw,
        f"散点图：{len(data)} 个词的名次与次数，两轴为对数，附两条拟合线。",
        f"Scatter of rank and count of {len(data)} words on log scales with two fitted lines.",
    )


def biplot(reading: Reading, min_count: int | None = None) -> Drawing:
    """Draw the correspondence analysis of the parts of a report.

    Words with fewer tokens than `min_count` are left out: 8, or 2 in a short text.
    """
    from analysis.figures import company, style

    need_headings(reading, zones=False)
    tokens = keywords.spoken_words(reading)
    if min_count is None:
        min_count = 8 if len(tokens) >= keywords.report.SHORT else 2
    tokens = tokens[(tokens["section"] != "") & (tokens["part"] != "")]
    tokens = tokens.assign(unit=tokens["section"] + tokens["part"])
    content = set(keywords.content_words(tokens["word"].unique()))
    ca = keywords.correspondence(
        tokens[tokens["word"].isin(content)], by="unit", min_count=min_count
    )
    zone = tokens.drop_duplicates("unit").set_index("unit")["zone"]
    rows = ca.rows.assign(zone=ca.rows["unit"].map(zone))
    own = own_words(tokens, content)
    rows["part"] = rows["unit"].map(tokens.drop_duplicates("unit").set_index("unit")["part"])
    rows["own"] = rows["unit"].map(own)
    columns = ca.columns.copy()
    # contribution coordinates: a rare word no longer stretches the plot (Greenacre 2013)
    reach = ca.rows[["dim1", "dim2"]].abs().max().max() * 1.4
    for axis, (name, number) in {"x": ("dim1", 1), "y": ("dim2", 2)}.items():
        columns[axis] = np.sign(columns[name]) * np.sqrt(columns[f"contribution{number}"]) * reach
    columns["weight"] = columns["contribution1"] + columns["contribution2"]
    rows_long = rows.rename(columns={"unit": "item"}).assign(kind="part")
    words_long = columns.rename(columns={"word": "item"}).assign(kind="word", zone="")
    data = pd.concat([rows_long, words_long], ignore_index=True)
    data.insert(0, "mark", data["item"])
    proof = evidence.of_words(tokens, ca.columns["word"])
    heads = reading.sentences
    heads = heads[(heads["role"] == "heading") & (heads["part"] != "")]
    marks = heads["section"] + heads["part"]
    heads, marks = heads[marks.isin(set(rows["unit"]))], marks[marks.isin(set(rows["unit"]))]
    known = evidence.of_sentences(heads, marks)
    absent = rows.loc[~rows["unit"].isin(set(marks)), "unit"]
    first = tokens[tokens["unit"].isin(set(absent))].drop_duplicates("unit")
    first = first.assign(mark=first["unit"], text=first["word"])[evidence.COLUMNS]
    proof = pd.concat([known, first, proof], ignore_index=True)

    def draw(lang):
        foot = foot_of(
            reading,
            lang,
            f"各部分 × 词频 {min_count} 以上的实词；菱形为部分（主坐标），旁注其 tf-idf 最大的词；"
            "词按对两轴的贡献取位（Greenacre 2013）",
            f"parts by content words with {min_count} tokens or more; diamonds: parts (principal "
            "coordinates), named by their word of largest tf-idf; words placed by contribution "
            "(Greenacre 2013)",
        )
        english = glosses()
        named = [
            f"{part.strip('（）()')} {english.get(word, word) if lang == 'en' else word}"
            for part, word in zip(rows["part"], rows["own"], strict=True)
        ]
        labelled = rows.assign(name=named)
        ends = columns.sort_values(["x", "word"])["word"]
        one, two = (
            [style.named(word, lang, english) for word in side] for side in (ends[:2], ends[-2:])
        )
        title = style.say(
            lang,
            f"第 1 轴一端是“{one[0]}”“{one[1]}”，另一端是“{two[1]}”“{two[0]}”",
            f"Axis 1 runs from {one[0]} and {one[1]} to {two[1]} and {two[0]}",
        )
        say = {"title": title, "foot": foot, "lang": lang, "gloss": english}
        return company.biplot(labelled, columns, ca.inertia, **say)

    return Drawing(
        "correspondence",
        data,
        proof,
        draw,
        f"双标图：{len(rows)} 个部分与它们偏好的词，前两轴。",
        f"Biplot of {len(rows)} parts and the words they favour, two axes.",
    )


def own_words(tokens: pd.DataFrame, content: set[str]) -> dict[str, str]:
    """Find the content word of largest tf-idf of each unit.

    Examples
    --------
    >>> toks = pd.DataFrame({"word": ["海洋", "海洋", "城市", "城市"], "unit": list("aabb")})
    >>> own_words(toks, {"海洋", "城市"})
    {'a': '海洋', 'b': '城市'}
    """
    table = keywords.tfidf(tokens[tokens["word"].isin(content)], by="unit")
    first = table.drop_duplicates("unit")
    return dict(zip(first["unit"], first["word"], strict=True))
