"""Part of speech by look-up in jieba's dictionary: a hint for filters, never a result."""

from __future__ import annotations

import importlib.util
import unicodedata
from functools import lru_cache
from pathlib import Path

import pandas as pd

# Chinese digits and their powers; jieba's own tag for them is m.
_NUMERAL = set("〇零一二三四五六七八九十百千万亿两")


def tag(tokens: pd.DataFrame) -> pd.Series:
    """Label each token with jieba's part of speech (ICTCLAS letters: n, v, a, ns, ...).

    Parameters
    ----------
    tokens : DataFrame
        The token table; only the column word is read.

    Returns
    -------
    Series of str
        Aligned to the tokens. Words that the dictionary lacks: ``m`` for a number, ``eng`` for
        Latin letters, ``x`` for punctuation, else the tag of their longest known ending, else
        ``n``. The word decides alone, its neighbours do not: accuracy is that of a dictionary.

    Examples
    --------
    >>> tag(pd.DataFrame({"word": ["深圳", "建设", "3156.7亿", "AI", "充电桩", "。"]})).tolist()
    ['ns', 'vn', 'm', 'eng', 'q', 'x']
    """
    distinct = pd.unique(tokens["word"])
    table = {word: tag_word(word) for word in distinct}
    return tokens["word"].map(table).astype("str").rename("tag")


def tag_word(word: str) -> str:
    """Give the part of speech of one word; see `tag`."""
    tags = _dictionary()
    if word in tags:
        return tags[word]
    if word[0].isdigit() or all(c in _NUMERAL for c in word):
        return "m"
    if word[0].isascii() and word[0].isalpha():
        return "eng"
    if unicodedata.category(word[0])[0] in "PSZC":
        return "x"
    for k in range(1, len(word)):
        if word[k:] in tags:
            return tags[word[k:]]
    return "n"


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, str]:
    # The package's data file is read as it lies, so that jieba itself need not be imported.
    spec = importlib.util.find_spec("jieba")
    path = Path(spec.submodule_search_locations[0]) / "dict.txt"
    rows = (line.split(" ") for line in path.read_text(encoding="utf-8").splitlines())
    return {row[0]: row[2] for row in rows}
