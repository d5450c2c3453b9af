"""The life of a formulation 提法: when it comes, goes, returns, and what takes its place."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.comparison.collection import Collection, Compared, rounded
from analysis.comparison.wording import replacement, variants_in

LEAST = 0.76  # ratio from which a stretch with the same first and last character is a variant
PER = 10_000
COLUMNS = [
    "formulation", "place", "year", "doc_id", "count", "variants", "variant_texts", "characters",
    "rate",
]  # fmt: skip
SUMMARY = [
    "formulation", "place", "first", "last", "years_present", "gaps", "total", "variants",
    "replaced_in", "replaced_by", "basis", "score",
]  # fmt: skip
_QUOTED = r"“([^“”，。；：！？\s]{3,10})”"


def occurrences(collection: Collection, formulations, least: float = LEAST) -> pd.DataFrame:
    """Find formulations and their variants in the speeches.

    A variant begins and ends with the same characters, crosses no punctuation, and is like the
    formulation by a ratio of at least `least` (茶文旅融合 for 茶旅融合); it does not overlap an
    exact occurrence.

    Returns
    -------
    DataFrame
        formulation, doc_id, place, year, sent_id, start, end, text, score (1 for exact).
    """
    table = collection.sentences
    rows = []
    columns = ["doc_id", "place", "year", "sent_id", "start", "text"]
    sentences = list(table[columns].itertuples(index=False, name=None))
    for phrase in dict.fromkeys(formulations):
        for doc_id, place, year, sent_id, start, text in sentences:
            if phrase[0] not in text or phrase[-1] not in text:
                continue
            for a, b, score in variants_in(phrase, text, least):
                rows.append(
                    (phrase, doc_id, place, year, sent_id, start + a, start + b, text[a:b], score)
                )
    names = ["formulation", "doc_id", "place", "year", "sent_id", "start", "end", "text", "score"]
    found = pd.DataFrame(rows, columns=names)
    return found.astype({"start": int, "end": int, "year": int, "score": float})


def propose(collection: Collection, n: int = 12, shortest: int = 4) -> list[str]:
    """Propose formulations whose use changes most over the years of a place.

    Candidates are quoted phrases and the terms of seeds/terms.csv of the kinds ideology and plan.
    Each is ranked by (unevenness over the documents of a place) x log2(1 + count), the largest
    over places; unevenness is half the sum of |share of its uses - share of the characters|
    (Gries 2008). One that stands inside a better one is left out.

    Returns
    -------
    list of str
        The n best, in the order of their first year.
    """
    sentences = collection.sentences
    quoted = sentences["text"].str.extractall(_QUOTED)[0]
    quoted = pd.DataFrame(
        {"doc_id": sentences.loc[quoted.index.get_level_values(0), "doc_id"].to_numpy(),
         "text": quoted.to_numpy()}
    )  # fmt: skip
    terms = [
        one.terms.assign(doc_id=one.doc.doc_id)[["doc_id", "text", "label"]]
        for one in collection.readings
        if len(one.terms)
    ]
    terms = pd.concat(terms) if terms else quoted.assign(label="").iloc[:0]
    terms = terms[terms["label"].isin(["ideology", "plan"])]
    both = pd.concat([quoted, terms[["doc_id", "text"]]])
    both = both[both["text"].str.len() >= shortest]
    names = sorted(set(both["text"]))
    if not names:
        return []
    documents = collection.documents.set_index("doc_id")
    # Counted as strings, quoted or not: a quoted phrase often loses its quotes next year.
    texts = sentences.groupby("doc_id", sort=False)["text"].agg("".join).reindex(documents.index)
    counts = pd.DataFrame({name: texts.map(lambda t, n=name: t.count(n)) for name in names})
    best = pd.Series(0.0, index=names)
    for _, ids in documents.groupby("place", sort=False).groups.items():
        if len(ids) < 2:
            continue
        part = counts.loc[ids]
        total = part.sum()
        size = documents.loc[ids, "characters"] / documents.loc[ids, "characters"].sum()
        uneven = part.div(total.where(total > 0, 1)).sub(size, axis=0).abs().sum() / 2
        best = np.maximum(best, (uneven * np.log2(1 + total)).where(total > 1, 0).round(9))
    order = np.lexsort((np.array(names), -best.to_numpy()))
    chosen: list[str] = []
    for i in order:
        name = names[i]
        if best.iloc[i] > 0 and not any(name in c or c in name for c in chosen):
            chosen.append(name)
        if len(chosen) == n:
            break
    first = {c: min(documents.loc[counts.index[counts[c] > 0], "year"]) for c in chosen}
    return sorted(chosen, key=lambda c: (first[c], c))


def life(collection: Collection, formulations, least: float = LEAST) -> Compared:
    """Count formulations and their variants in every report.

    Returns
    -------
    Compared
        table: one row a formulation and document, the columns of `COLUMNS` (rate: count and
        variants per 10,000 Han characters of the speech) and mark (`茶旅融合 禾汐市 2023`; empty
        where there is none); formulations that occur nowhere in a place have no rows there.
        evidence: every occurrence, with its score.
    """
    hits = occurrences(collection, formulations, least)
    exact = hits["score"] >= 1
    rows = []
    for phrase in dict.fromkeys(formulations):
        here = hits["formulation"] == phrase
        for document in collection.documents.itertuples():
            if not (here & (hits["place"] == document.place)).any():
                continue
            mine = here & (hits["doc_id"] == document.doc_id)
            count, other = int((mine & exact).sum()), hits.loc[mine & ~exact, "text"]
            n = count + len(other)
            rows.append({
                "mark": f"{phrase} {document.place} {document.year}" if n else "",
                "formulation": phrase, "place": document.place, "year": document.year,
                "doc_id": document.doc_id, "count": count, "variants": len(other),
                "variant_texts": "；".join(dict.fromkeys(other)),
                "characters": document.characters,
                "rate": PER * n / max(document.characters, 1),
            })  # fmt: skip
    table = pd.DataFrame(rows, columns=["mark", *COLUMNS])
    marks = hits["formulation"] + " " + hits["place"] + " " + hits["year"].astype(str)
    proof = hits.assign(mark=marks)[["mark", "sent_id", "start", "end", "text", "score"]]
    return Compared(rounded(table), proof)


def summary(table: pd.DataFrame, proof: pd.DataFrame, fates: pd.DataFrame) -> pd.DataFrame:
    """Tell the life of each formulation in each place in one row.

    Parameters
    ----------
    table, proof : DataFrame
        Table and evidence of `life`.
    fates : DataFrame
        The table of `fate.fate`.

    Returns
    -------
    DataFrame
        The columns of `SUMMARY`. first, last, gaps: years with the formulation or a variant, and
        the years between without. Where a year with it is followed by a report without it,
        replaced_in is that report's year (the last such), replaced_by what stands in its place
        in the reworded sentence (empty where that was dropped or says nothing in its place),
        basis ``"reworded"``, ``"dropped"`` or ``""`` (still in use), score that of the pair.
    """
    rows = []
    for (phrase, place), part in table.groupby(["formulation", "place"], sort=False):
        part = part.sort_values("year")
        used = part["count"] + part["variants"] > 0
        years = part.loc[used, "year"].tolist()
        between = part["year"].between(years[0], years[-1])
        row = {
            "formulation": phrase, "place": place, "first": years[0], "last": years[-1],
            "years_present": len(years),
            "gaps": " ".join(part.loc[between & ~used, "year"].astype(str)),
            "total": int(part["count"].sum()), "variants": int(part["variants"].sum()),
            "replaced_in": "", "replaced_by": "", "basis": "", "score": np.nan,
        }  # fmt: skip
        ends = used & ~used.shift(-1, fill_value=True)
        if ends.any():
            gone = part.loc[ends, "year"].iloc[-1]
            mark = f"{phrase} {place} {gone}"
            after = part.loc[part["year"] > gone, "year"].iloc[0]
            found = replacement(phrase, proof[proof["mark"] == mark], fates)
            row |= {"replaced_in": str(after), **found}
        rows.append(row)
    return rounded(pd.DataFrame(rows, columns=SUMMARY))
