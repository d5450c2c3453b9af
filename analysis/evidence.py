"""From a mark in a figure back to the sentences behind it."""

from __future__ import annotations

import difflib
from pathlib import Path

import pandas as pd

from analysis import corpus, sentences, study
from analysis.errors import InputError
from analysis.paths import shown

COLUMNS = ["mark", "sent_id", "start", "end", "text"]


def of_words(tokens: pd.DataFrame, words) -> pd.DataFrame:
    """Collect the evidence of words: one row for each of their tokens.

    Parameters
    ----------
    tokens : DataFrame
        The tokens table.
    words : iterable of str
        The marks of the figure.

    Returns
    -------
    DataFrame
        mark (the word), sent_id, start, end, text; in the order of `words`, then of the text.

    Examples
    --------
    >>> toks = pd.DataFrame({"sent_id": ["d:1"], "start": [0], "end": [2], "word": ["深圳"]})
    >>> of_words(toks, ["深圳"]).values.tolist()
    [['深圳', 'd:1', 0, 2, '深圳']]
    """
    order = {word: rank for rank, word in enumerate(dict.fromkeys(words))}
    found = tokens[tokens["word"].isin(order)]
    table = found.assign(mark=found["word"], text=found["word"])[COLUMNS]
    rank = table["mark"].map(order)
    return table.iloc[rank.argsort(kind="stable").to_numpy()].reset_index(drop=True)


def of_sentences(table: pd.DataFrame, marks: pd.Series) -> pd.DataFrame:
    """Collect whole sentences as evidence: one row a sentence with the mark it belongs to.

    Examples
    --------
    >>> sents = sentences.split("好。新。", "d")
    >>> of_sentences(sents, pd.Series(["a", "b"]))["mark"].tolist()
    ['a', 'b']
    """
    return table.assign(mark=marks.to_numpy())[COLUMNS].reset_index(drop=True)


def trace(figure: str, mark: str, folder: Path | None = None) -> pd.DataFrame:
    """Find the sentences behind one mark of a figure.

    Parameters
    ----------
    figure : str
        Name of a figure (`word-frequency`).
    mark : str
        What the mark says (`深圳`).
    folder : Path, optional
        Where the figures lie.

    Returns
    -------
    DataFrame
        sent_id, start, end, text (the words that count) and sentence, in the order of the text.

    Raises
    ------
    InputError
        An unknown figure or mark; the nearest names are given.
    """
    folder = study.figures() if folder is None else Path(folder)
    table = _evidence_table(figure, folder)
    found = table[table["mark"] == str(mark)]
    if found.empty:
        marks = table["mark"].drop_duplicates().tolist()
        near = difflib.get_close_matches(str(mark), marks, n=5, cutoff=0.3) or marks[:5]
        raise InputError(f"no mark '{mark}' in figure '{figure}'", do=f"Try: {', '.join(near)}.")
    found = found.sort_values(["sent_id", "start"], kind="stable")
    full = _sentence_texts(found["sent_id"])
    columns = ["sent_id", "start", "end", "text"]
    return found[columns].assign(sentence=found["sent_id"].map(full)).reset_index(drop=True)


def _evidence_table(figure: str, folder: Path) -> pd.DataFrame:
    path = folder / f"{figure}.evidence.csv"
    if not path.is_file():
        names = sorted(p.name.removesuffix(".evidence.csv") for p in folder.glob("*.evidence.csv"))
        near = difflib.get_close_matches(figure, names, n=3, cutoff=0.3) or names
        raise InputError(
            f"no figure '{figure}' in {shown(folder)}/",
            do=f"Known: {', '.join(near) or 'none yet, run python3 run.py first'}.",
        )
    return pd.read_csv(path, encoding="utf-8-sig", dtype={"mark": str, "text": str})


def _sentence_texts(sent_ids: pd.Series) -> pd.Series:
    parts = []
    for doc_id in sent_ids.str.rpartition(":")[0].unique():
        document = corpus.load(doc_id)
        table = sentences.of(document)
        parts.append(table.set_index("sent_id")["text"])
    return pd.concat(parts)


def show(found: pd.DataFrame) -> str:
    """Lay out traced sentences for reading: id, then the sentence with its words in 【】.

    Examples
    --------
    >>> row = {"sent_id": "d:1", "start": 0, "end": 2, "text": "深圳", "sentence": "深圳好。"}
    >>> print(show(pd.DataFrame([row])))
    d:1  【深圳】好。
    """
    lines = []
    for sent_id, rows in found.groupby("sent_id", sort=False):
        sentence = rows["sentence"].iloc[0]
        for word in dict.fromkeys(rows["text"]):
            if word == sentence:
                break
            sentence = sentence.replace(word, f"【{word}】")
        lines.append(f"{sent_id}  {sentence}")
    return "\n".join(lines)
