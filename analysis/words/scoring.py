"""How right a segmentation is: precision, recall and F1 against words cut by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from analysis.errors import InputError
from analysis.paths import shown
from analysis.tables import round6


def score(gold: Iterable, predicted: Iterable) -> pd.DataFrame:
    """Score a segmentation against gold.

    Parameters
    ----------
    gold, predicted : iterable of (list of str, or str with blanks between the words)
        One item a sentence; both must spell the same text.

    Returns
    -------
    DataFrame
        Two rows. ``word``: a word is right if both its boundaries are and none lies inside
        (Sproat & Emerson 2003); ``boundary``: each boundary inside a sentence for itself.
        Columns unit, precision, recall, f1, n_gold, n_predicted, n_right. A measure without
        cases is NA.

    Raises
    ------
    InputError
        If the two do not spell the same sentences.

    Examples
    --------
    >>> table = score(["粤港澳 大 湾区 建设"], ["粤港澳 大湾 区 建设"])
    >>> table[["unit", "f1", "n_right"]].values.tolist()
    [['word', 0.5, 2], ['boundary', 0.666667, 2]]
    """
    gold, predicted = [_words(s) for s in gold], [_words(s) for s in predicted]
    if len(gold) != len(predicted):
        raise InputError(f"{len(gold)} gold sentences, {len(predicted)} predicted")
    counts = {"word": [0, 0, 0], "boundary": [0, 0, 0]}
    for number, (g, p) in enumerate(zip(gold, predicted, strict=True), 1):
        if "".join(g) != "".join(p):
            raise InputError(
                f"gold has '{''.join(g)[:20]}', predicted '{''.join(p)[:20]}'",
                where=f"sentence {number}",
                do="Both must spell the same text; only the blanks may differ.",
            )
        spans = [_spans(g), _spans(p)]
        inner = [{end for _, end in s} - {len("".join(g))} for s in spans]
        for unit, (x, y) in (("word", spans), ("boundary", inner)):
            for k, n in enumerate((len(x), len(y), len(x & y))):
                counts[unit][k] += n
    rows = [(unit, *_measures(*n), *n) for unit, n in counts.items()]
    columns = ["unit", "precision", "recall", "f1", "n_gold", "n_predicted", "n_right"]
    return round6(pd.DataFrame(rows, columns=columns))


def read_gold(path: str | Path) -> pd.DataFrame:
    """Read sentences cut by hand: blanks between fine words, square brackets around one term.

    Parameters
    ----------
    path : str or Path
        A text file; each line a label, a tab, and the sentence, or the sentence alone.

    Returns
    -------
    DataFrame
        label, text, fine, coarse (the last two as str with blanks; in coarse a term is one word).

    Raises
    ------
    InputError
        With file and line: a bracket that is not closed, a file that is missing or not UTF-8.

    Examples
    --------
    >>> parse("推进 [粤港澳 大 湾区] 建设 。")
    ('推进 粤港澳 大 湾区 建设 。', '推进 粤港澳大湾区 建设 。')
    """
    path = Path(path)
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=shown(path)) from None
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 (byte {error.start})", where=shown(path)) from None
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        label, _, text = line.rpartition("\t")
        try:
            fine, coarse = parse(text)
        except InputError as error:
            raise InputError(error.what, where=f"{shown(path)} line {number}") from None
        rows.append((label, fine.replace(" ", ""), fine, coarse))
    return pd.DataFrame(rows, columns=["label", "text", "fine", "coarse"])


def parse(line: str) -> tuple[str, str]:
    """Turn a line of gold into its fine and its coarse words; see `read_gold`."""
    if re.sub(r"\[[^\[\]]*\]", "", line).strip("[]") != re.sub(r"\[[^\[\]]*\]|[\[\]]", "", line):
        raise InputError("a bracket is not closed")
    fine = " ".join(re.sub(r"[\[\]]", "", line).split())
    whole = re.sub(r"\[([^\[\]]*)\]", lambda m: m.group(1).replace(" ", ""), line)
    return fine, " ".join(whole.split())


def coarse(tokens: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Merge the words of each term into one: the coarse layer as a token table.

    Parameters
    ----------
    tokens, terms : DataFrame
        Both layers of the same sentences.

    Returns
    -------
    DataFrame
        sent_id, i, start, end, word.

    Examples
    --------
    >>> from analysis import words
    >>> table = pd.DataFrame({"sent_id": ["d:1"], "start": [0], "text": ["推进粤港澳大湾区建设"]})
    >>> coarse(*words.layers(table))["word"].tolist()
    ['推进', '粤港澳大湾区', '建设']
    """
    ordered = terms.sort_values("start", kind="stable")
    inside = pd.merge_asof(
        tokens.reset_index(names="row").sort_values("start", kind="stable"),
        ordered[["sent_id", "start", "end", "text"]].rename(
            columns={"start": "term_start", "end": "term_end"}
        ),
        left_on="start",
        right_on="term_start",
        by="sent_id",
    ).sort_values("row")
    within = (inside["start"] < inside["term_end"]).fillna(False).to_numpy(dtype=bool)
    later = within & (inside["start"] > inside["term_start"]).fillna(False).to_numpy(dtype=bool)
    table = tokens.reset_index(drop=True)
    table.loc[within, "word"] = inside["text"].to_numpy()[within]
    table.loc[within, "end"] = inside["term_end"].to_numpy()[within].astype("int64")
    table = table[~later].reset_index(drop=True)
    return table.assign(i=table.groupby("sent_id", sort=False).cumcount())


def _words(sentence) -> list[str]:
    return sentence.split() if isinstance(sentence, str) else [w for w in sentence if w.strip()]


def _spans(words: list[str]) -> set[tuple[int, int]]:
    spans, at = set(), 0
    for word in words:
        spans.add((at, at + len(word)))
        at += len(word)
    return spans


def _measures(n_gold: int, n_predicted: int, n_right: int) -> tuple[float, float, float]:
    nan = float("nan")
    precision = n_right / n_predicted if n_predicted else nan
    recall = n_right / n_gold if n_gold else nan
    f1 = 2 * n_right / (n_gold + n_predicted) if n_gold + n_predicted else nan
    return precision, recall, f1
