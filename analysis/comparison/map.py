"""A map of likeness: which reports use the same words, by correspondence analysis."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import keywords
from analysis.comparison.collection import Collection, Compared, rounded
from analysis.errors import InputError

MIN_COUNT = 5
LEAST_DOCUMENTS = 2  # a word of one report alone would pull an axis to that report
EVIDENCE = 3  # tokens behind each word of the map


def likeness(collection: Collection, min_count: int = MIN_COUNT) -> Compared:
    """Lay reports and words out on two axes.

    Words of two reports or more and of `min_count` tokens or more take part, content words alone.
    Reports stand at their principal coordinates, so that distances between them are chi-square
    distances; words by their contribution to the axes (Greenacre 2013), to be read by direction.

    Returns
    -------
    Compared
        table: item, kind (document, word), place, year, x, y, weight (contribution to both axes;
        of documents their mass), f (tokens), share1, share2 (of the inertia), mark. evidence: the
        first tokens of each word, and the titles or first sentences of the reports.

    Raises
    ------
    InputError
        Fewer than three reports, or fewer than three such words.
    """
    if len(collection.documents) < 3:
        raise InputError(
            f"{len(collection.documents)} documents for a map", do="Name three or more."
        )
    tokens = collection.tokens
    spread = tokens.groupby("word")["doc_id"].nunique()
    content = keywords.content_words(spread.index[spread >= LEAST_DOCUMENTS])
    ca = keywords.correspondence(
        tokens[tokens["word"].isin(set(content))], by="doc_id", min_count=min_count
    )
    if len(ca.inertia) < 2:
        raise InputError("too few words for a map of two axes", do="Use longer texts.")
    where = collection.documents.set_index("doc_id")
    rows = ca.rows.rename(columns={"unit": "item", "dim1": "x", "dim2": "y", "mass": "weight"})
    rows = rows.join(where[["place", "year", "label"]], on="item").assign(kind="document")
    sizes = tokens[tokens["word"].isin(set(ca.columns["word"]))].groupby("doc_id").size()
    rows["f"] = rows["item"].map(sizes).astype(int)
    rows["item"] = rows["label"]
    words = ca.columns.rename(columns={"word": "item"}).assign(kind="word", place="", year="")
    reach = rows[["x", "y"]].abs().max().max()
    for axis, (name, number) in {"x": ("dim1", 1), "y": ("dim2", 2)}.items():
        pull = np.sign(words[name]) * np.sqrt(words[f"contribution{number}"])
        words[axis] = pull / max(pull.abs().max(), 1e-12) * reach
    words["weight"] = words["contribution1"] + words["contribution2"]
    words["f"] = words["f"].astype(int)
    order = np.lexsort((words["item"].to_numpy(dtype=str), -words["weight"].round(9)))
    columns = ["item", "kind", "place", "year", "x", "y", "weight", "f"]
    table = pd.concat([rows[columns], words.iloc[order][columns]], ignore_index=True)
    table["share1"], table["share2"] = ca.inertia["share"].to_numpy()[:2]
    table.insert(0, "mark", table["item"])
    return Compared(rounded(table), _evidence(collection, table))


def _evidence(collection: Collection, table: pd.DataFrame) -> pd.DataFrame:
    words = set(table.loc[table["kind"] == "word", "item"])
    tokens = collection.tokens[collection.tokens["word"].isin(words)]
    tokens = tokens.groupby("word", sort=False).head(EVIDENCE)
    tokens = tokens.assign(mark=tokens["word"], text=tokens["word"])
    first = []
    for one, document in zip(collection.readings, collection.documents.itertuples(), strict=True):
        title = one.sentences[one.sentences["role"].isin(["title", "address", "heading", "body"])]
        first.append(title.head(1).assign(mark=document.label))
    columns = ["mark", "sent_id", "start", "end", "text"]
    return pd.concat([*(f[columns] for f in first), tokens[columns]], ignore_index=True)
