"""The report at a glance: what was kept, how it is built, how long its sentences are."""

from __future__ import annotations

import re

import pandas as pd

from analysis import counts
from analysis.corpus import Document
from analysis.sentences import ROLES, zones
from analysis.tables import round6

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_NUMBER = re.compile(r"[0-9０-９]|[百千万亿][分余多]|百分之")
KINDS = ("heading", "lead", "figures", "words")
SPOKEN = ("title", "address", "heading", "body", "closing")


def han_length(texts: pd.Series) -> pd.Series:
    """Count the Han characters of each text.

    Examples
    --------
    >>> han_length(pd.Series(["增长5.8%。"])).tolist()
    [2]
    """
    return texts.map(lambda text: len(HAN.findall(text))).astype(int)


def kept(document: Document, sentences: pd.DataFrame) -> pd.DataFrame:
    """Account for every character of the file: what each role holds, and what stands between.

    Returns
    -------
    DataFrame
        role, sentences, characters, share (of the file), counted (whether words of this role
        enter the analyses), example (its first words). The last row, `between`, is white
        space and markup. The characters add up to the file's.

    Examples
    --------
    >>> from analysis import sentences
    >>> table = kept(Document("x", "各位代表：\\n好。"), sentences.split("各位代表：\\n好。", "x"))
    >>> table[["role", "characters"]].values.tolist()
    [['address', 5], ['body', 2], ['between', 1]]
    """
    n = len(document.text)
    rows = []
    for role in ROLES:
        part = sentences[sentences["role"] == role]
        if len(part):
            characters = int((part["end"] - part["start"]).sum())
            rows.append((role, len(part), characters, role in SPOKEN, part["text"].iloc[0][:24]))
    between = n - sum(row[2] for row in rows)
    rows.append(("between", 0, between, False, ""))
    table = pd.DataFrame(rows, columns=["role", "sentences", "characters", "counted", "example"])
    table.insert(3, "share", table["characters"] / n)
    return table


def speech(sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences that are counted: what the speaker said, with its headings.

    The resolution, the front matter's date and name, page furniture and annexes are left out.
    A `zone` column is added.
    """
    table = sentences.assign(zone=zones(sentences))
    return table[table["role"].isin(("address", "heading", "body", "closing"))]


def kinds(sentences: pd.DataFrame) -> pd.Series:
    """Name the kind of each sentence: heading, lead, with figures, or words only.

    Examples
    --------
    >>> from analysis import sentences
    >>> table = sentences.split("一、去年工作回顾\\n（一）稳增长。用心惠企。新增企业9家。", "toy")
    >>> kinds(table).tolist()
    ['heading', 'heading', 'lead', 'figures']
    """
    kind = pd.Series("words", index=sentences.index, name="kind", dtype=object)
    kind[sentences["text"].str.contains(_NUMBER)] = "figures"
    kind[(sentences["lead"] == sentences["text"]) & sentences["lead"].ne("")] = "lead"
    kind[sentences["role"] == "heading"] = "heading"
    return kind


def parts(sentences: pd.DataFrame) -> pd.DataFrame:
    """Measure the parts of a report: length and kinds of sentences.

    Returns
    -------
    DataFrame
        zone, section, part, heading, kind, sentences, characters (Han), one row a part and kind,
        in the order of the text; a section's text outside its parts has part "". Kinds that do
        not occur have 0.
    """
    table = speech(sentences)
    table = table[table["section"] != ""]
    table = table.assign(kind=kinds(table), characters=han_length(table["text"]))
    first = table.drop_duplicates(["section", "part"])[["zone", "section", "part", "text", "role"]]
    heading = first["text"].where((first["role"] == "heading") & (first["part"] != ""), "")
    order = first.drop(columns=["text", "role"]).assign(heading=heading)
    grid = order.merge(pd.DataFrame({"kind": KINDS}), how="cross")
    sums = (
        table.groupby(["section", "part", "kind"], sort=False)
        .agg(sentences=("sent_id", "size"), characters=("characters", "sum"))
        .reset_index()
    )
    merged = grid.merge(sums, on=["section", "part", "kind"], how="left")
    filled = merged[["sentences", "characters"]].fillna(0).astype(int)
    return merged.assign(**filled)


def lengths(sentences: pd.DataFrame) -> pd.DataFrame:
    """Measure the body sentences: Han characters of each, with zone and kind.

    Returns
    -------
    DataFrame
        sent_id, zone, kind, characters; body and closing sentences that hold a Han character.
    """
    table = speech(sentences)
    table = table[table["role"].isin(["body", "closing"])]
    table = table.assign(kind=kinds(table), characters=han_length(table["text"]))
    return table.loc[table["characters"] > 0, ["sent_id", "zone", "kind", "characters"]]


def content_tokens(tokens: pd.DataFrame, stop: pd.Series | None = None) -> pd.DataFrame:
    """Keep the tokens that are words: a Han character or letter, no number, no stop word.

    Examples
    --------
    >>> toks = pd.DataFrame({"word": ["深圳", "的", "，", "5.8%", "3.68万亿", "AI"]})
    >>> content_tokens(toks, pd.Series(["的"]))["word"].tolist()
    ['深圳', 'AI']
    """
    words = tokens["word"]
    keep = words.str.contains(r"[^\W\d_]", regex=True)
    keep &= ~words.str.fullmatch(r"[\d.,．，]+[十百千万亿]*[%％‰]?")
    if stop is not None:
        keep &= ~words.isin(set(stop))
    return tokens[keep]


def zone_rates(tokens: pd.DataFrame, stop: pd.Series) -> pd.DataFrame:
    """Count the words that the stop list leaves, with rates on all words.

    Parameters
    ----------
    tokens : DataFrame
        Columns `word` and `zone`.
    stop : Series of str
        Taken out after the sizes are counted: a rate is per 10,000 words, stop words included,
        punctuation and bare numbers not.

    Returns
    -------
    DataFrame
        word, zone, count, n (words of the zone), per_10k, as `counts.frequencies` gives them.

    Examples
    --------
    >>> toks = pd.DataFrame({"word": ["的", "深圳", "，"], "zone": ["plan"] * 3})
    >>> zone_rates(toks, pd.Series(["的"])).values.tolist()
    [['深圳', 'plan', 1, 2, 5000.0]]
    """
    rates = counts.frequencies(content_tokens(tokens), by="zone")
    return round6(rates[~rates["word"].isin(set(stop))].reset_index(drop=True))


def stop_effect(tokens: pd.DataFrame, stop: pd.Series, top: int = 20) -> pd.DataFrame:
    """Show what the stop list takes away: the commonest words before and after.

    Parameters
    ----------
    tokens : DataFrame
        Column `word`.
    stop : Series of str
        The stop list.
    top : int
        Words a side.

    Returns
    -------
    DataFrame
        side (before, after), rank (from 1), word, count, stopped (bool); ties by code point.
    """
    before = content_tokens(tokens)["word"].value_counts().rename("count")
    table = before.rename_axis("word").reset_index()
    table = table.sort_values(["count", "word"], ascending=[False, True], ignore_index=True)
    table["stopped"] = table["word"].isin(set(stop))
    sides = []
    for side, rows in (("before", table), ("after", table[~table["stopped"]])):
        rows = rows.head(top).reset_index(drop=True)
        sides.append(rows.assign(side=side, rank=rows.index + 1))
    return pd.concat(sides, ignore_index=True)[["side", "rank", "word", "count", "stopped"]]
