"""The dictionary: terms with their inner cut and kind, and single words cut by our own rules.

Two lists of seeds/: ``terms.csv`` (term, cut, kind, source, note) and ``dictionary.csv`` (word,
cut, source, note). The cut is written with blanks: ``粤港澳大湾区`` is cut ``粤港澳 大 湾区``. An
empty cut means one word. Whitespace is in no token, so a term that contains a blank (``K11
ECOAST``) is always cut there and needs no escape.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import lexicons
from analysis.errors import InputError
from analysis.paths import SEEDS, shown
from analysis.words.trie import Trie, Words

KINDS = ("ideology", "plan", "industry", "indicator", "social", "place_org")
TERMS = SEEDS / "terms.csv"
WORDS = SEEDS / "dictionary.csv"


@dataclass(frozen=True, eq=False)
class Dictionary:
    """Terms and words, ready to be matched.

    Attributes
    ----------
    terms : DataFrame
        term, cut, kind (and source, note, line where it came from a file), one term a row.
    words : DataFrame
        word, cut: single words; a word with a cut is cut so wherever the engine returns it.
    """

    terms: pd.DataFrame
    words: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"word": [], "cut": []}))

    @cached_property
    def engine_words(self) -> tuple[str, ...]:
        """Words the engine has to know: terms and entries that are a single word.

        Runs of Latin letters and digits are left out: the engine keeps them whole anyway, and
        would find 5G inside 15G.
        """
        single = self.terms.loc[self.terms["cut"] == "", "term"]
        whole = self.words.loc[self.words["cut"] == "", "word"]
        every = dict.fromkeys([*single, *whole])
        return tuple(word for word in every if not (word.isascii() and word.isalnum()))

    @cached_property
    def kept(self) -> frozenset[str]:
        """Words that no rule may cut."""
        return frozenset(self.engine_words)

    @cached_property
    def cuts(self) -> dict[str, tuple[int, ...]]:
        """Single words that are cut: word -> inner boundaries."""
        rows = self.words[self.words["cut"] != ""]
        return {w: inner(w, c) for w, c in zip(rows["word"], rows["cut"], strict=True)}

    @cached_property
    def short_words(self) -> dict[int, Words]:
        """Words of two and three characters that are cut, with their boundaries as bits."""
        return {
            n: Words({w: sum(cut) for w, cut in self.cuts.items() if len(w) == n}, n)
            for n in (2, 3)
        }

    @cached_property
    def trie(self) -> Trie:
        """All terms of several words or of three characters up."""
        pairs = zip(self.terms["term"], self.terms["cut"], strict=True)
        rows = [(term, k) for k, (term, cut) in enumerate(pairs) if cut or len(term) > 2]
        return Trie([term for term, _ in rows], [k for _, k in rows])

    @cached_property
    def short_terms(self) -> Words:
        """Terms of one word of two characters, with their term numbers."""
        pairs = zip(self.terms["term"], self.terms["cut"], strict=True)
        return Words({t: k for k, (t, cut) in enumerate(pairs) if not cut and len(t) == 2}, 2)

    @cached_property
    def inner(self) -> tuple[np.ndarray, np.ndarray]:
        """Inner boundaries of all terms, flat, and where each term's begin (CSR)."""
        lists = [inner(t, c) for t, c in zip(self.terms["term"], self.terms["cut"], strict=True)]
        sizes = np.array([0, *map(len, lists)], dtype=np.int64)
        flat = np.array([x for one in lists for x in one], dtype=np.int64)
        return flat, np.cumsum(sizes)


def inner(term: str, cut: str) -> tuple[int, ...]:
    """Give the inner boundaries of a term as offsets.

    Examples
    --------
    >>> inner("粤港澳大湾区", "粤港澳 大 湾区"), inner("K11 ECOAST", "K11 ECOAST")
    ((3, 4), (3, 4))
    """
    edges = set()
    at = 0
    for word in cut.split():
        while term[at].isspace():
            at += 1
        edges |= {at, at + len(word)}
        at += len(word)
    return tuple(sorted(edges - {0, len(term)}))


def read(path: str | Path = TERMS, words: str | Path | None = WORDS) -> Dictionary:
    """Read and check a term list, and the list of single words beside it.

    Parameters
    ----------
    path : str or Path
        A CSV file with the columns term and kind, and perhaps cut, source and note.
    words : str or Path, optional
        A CSV file with the columns word, and perhaps cut, source and note; None for none.

    Raises
    ------
    InputError
        One line with file and line number: a doubled term or one with two different cuts, a cut
        that does not spell its term, a term of one character, an unknown kind, a control
        character, a file that is not UTF-8. Nothing is loaded then.

    Examples
    --------
    >>> book = read()
    >>> book.terms.loc[book.terms["term"] == "粤港澳大湾区", ["cut", "kind"]].values.tolist()
    [['粤港澳 大 湾区', 'plan']]
    """
    return _read(Path(path), Path(words) if words else None)


def _read(path: Path, words: Path | None) -> Dictionary:
    stamps = tuple(_stamp(p) for p in (path, words))
    return _read_stamped(path, words, stamps)


def _stamp(path: Path | None):
    # A list that was edited while the notebook is open is read again.
    try:
        return path and (path.stat().st_mtime_ns, path.stat().st_size)
    except OSError:
        return None


@lru_cache(maxsize=8)
def _read_stamped(path: Path, words: Path | None, stamps) -> Dictionary:
    terms = _load(path, "term", ("kind",))
    for line, term, kind in terms[["line", "term", "kind"]].itertuples(index=False):
        if kind not in KINDS:
            raise InputError(
                f"unknown kind '{kind}' of '{term}'",
                where=f"{shown(path)} line {line}",
                do=f"Use one of: {', '.join(KINDS)}.",
            )
    if words is None:
        return Dictionary(terms)
    return Dictionary(terms, _load(words, "word", ()))


def _load(path: Path, column: str, more: tuple[str, ...]) -> pd.DataFrame:
    """Load one list and check each entry and its cut."""
    table = lexicons.load(
        path, columns=(column, *more), optional=("cut", "source", "note"), unique=()
    )
    check(table, column, shown(path))
    # A cut without a blank says the same as none.
    whole = ~table["cut"].str.contains(r"\s")
    spaced = table[column].str.contains(r"\s")
    table["cut"] = table["cut"].mask(whole, "").mask(whole & spaced, table[column])
    return table


def check(table: pd.DataFrame, column: str, where: str) -> None:
    """Check entries and cuts of a list (columns line, `column`, cut); see `read` for the errors."""
    seen: dict[str, tuple[int, str]] = {}
    for line, term, cut in table[["line", column, "cut"]].itertuples(index=False):
        place = f"{where} line {line}"
        if len(term) < 2:
            raise InputError(
                f"'{term}' has one character",
                where=place,
                do="A term needs two; a single character matches inside other words.",
            )
        if "\t" in term or "\x00" in term or "\n" in term:
            raise InputError("control character in the term", where=place, do="Delete it.")
        if _blank_in_chinese(term):
            raise InputError(
                f"blank inside '{term}'",
                where=place,
                do=f"The inner cut belongs into the column cut: '{''.join(term.split())}'.",
            )
        if cut and "".join(cut.split()) != "".join(term.split()):
            raise InputError(
                f"the cut '{cut}' does not spell '{term}'",
                where=place,
                do="Cut and term may differ by blanks only.",
            )
        if term in seen:
            first, other = seen[term]
            what = "stands already in" if other == cut else "is cut differently from"
            raise InputError(
                f"'{term}' {what} line {first}", where=place, do="Delete one of the two."
            )
        seen[term] = (line, cut)


def _blank_in_chinese(term: str) -> bool:
    parts = term.split()
    return any(
        "\u3400" <= a[-1] <= "\u9fff" and "\u3400" <= b[0] <= "\u9fff" for a, b in pairwise(parts)
    )
