"""The segmenter: jieba 0.42.1 semantics (dictionary, Viterbi path, HMM on), by rjieba or by jieba.

rjieba is some twenty times faster and differs from jieba in two places, which two rules mend:
(1) an ASCII run that is no dictionary word is split again by jieba's own pattern;
(2) Han characters outside jieba's range stand alone, so the text is split at them first.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import tempfile
import warnings
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

import numpy as np

from analysis.errors import InputError
from analysis.paths import CACHE

ENGINES = ("rjieba", "jieba")

# jieba reads U+4E00-9FD5 as Han, rjieba all of these as well.
_HAN_BEYOND = re.compile("([\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
_ASCII_RUN = re.compile(r"[a-zA-Z0-9+#&._%\-]+")
# Only a run with one of these signs can be cut by the two in different ways.
_SIGN = re.compile(r"[a-zA-Z0-9+#&._%\-][+#&._%\-]|[+#&._%\-][a-zA-Z0-9]")
_JIEBA_SKIP = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")


class Engine:
    """One segmenter with its own dictionary; nothing in it is shared with another.

    Parameters
    ----------
    name : str
        ``"rjieba"`` (fast) or ``"jieba"`` (the reference); both give the same tokens.
    dictionary : iterable of str, optional
        Words added to jieba's dictionary, in this order, with jieba's suggested frequency.

    Examples
    --------
    >>> load().cut("粤港澳大湾区新质生产力")
    ['粤港澳', '大湾', '区新质', '生产力']
    >>> load(dictionary=("湾区", "新质")).cut("粤港澳大湾区新质生产力")
    ['粤港澳', '大湾', '区', '新质', '生产力']
    """

    def __init__(self, name: str = "rjieba", dictionary: Iterable[str] = ()):
        if name not in ENGINES:
            raise InputError(f"no engine '{name}'", do=f"Use one of: {', '.join(ENGINES)}.")
        self.name = name
        self.dictionary = tuple(dict.fromkeys(dictionary))
        make = _rjieba if name == "rjieba" else _jieba
        self._raw, self._known = make(self.dictionary)

    def cut(self, text: str) -> list[str]:
        """Cut a text into words. ``"".join(words) == text`` always holds.

        Whitespace is kept, one character a token (CR LF is one).
        """
        if self.name == "jieba":
            return self._raw(text)
        if _HAN_BEYOND.search(text):
            words = []
            for k, piece in enumerate(_HAN_BEYOND.split(text)):
                words += [piece] if k % 2 else self._raw(piece) if piece else []
        else:
            words = self._raw(text)
        if not _SIGN.search(text):
            return words
        out: list[str] = []
        done = 0
        for k in [k for k, word in enumerate(words) if word[0] <= "z" and len(word) > 1]:
            if _ASCII_RUN.fullmatch(words[k]):
                out += words[done:k]
                out += _split_again(words[k], self._known)
                done = k + 1
        return out + words[done:] if done else words

    def edges(self, text: str) -> np.ndarray:
        """Cut a text and give the boundaries: True at each code point where a word begins or ends.

        Shape ``len(text) + 1``; the same tokens as `cut`.
        """
        edges = np.zeros(len(text) + 1, dtype=bool)
        edges[0] = True
        if self.name == "jieba" or _HAN_BEYOND.search(text):
            words = self.cut(text)
        else:
            words = self._raw(text)
        edges[np.cumsum(np.fromiter(map(len, words), dtype=np.int64, count=len(words)))] = True
        if self.name == "rjieba":
            self._mend(text, edges)
        return edges

    def _mend(self, text: str, edges: np.ndarray) -> None:
        """Rule 1 on the boundaries themselves, at the runs that hold a sign."""
        before = edges.tobytes()
        seen: dict[tuple[str, bytes], list[int]] = {}
        for match in _ASCII_RUN.finditer(text):
            run = match.group()
            if run.isalnum():
                continue
            first, last = match.span()
            key = run, before[first : last + 1]
            if key not in seen:
                seen[key] = self._more_edges(*key)
            for place in seen[key]:
                edges[first + place] = True

    def _more_edges(self, run: str, bounds: bytes) -> list[int]:
        """Boundaries that jieba makes in a run beside those that are there."""
        more = []
        inside = [k for k, bound in enumerate(bounds) if bound]
        for start, end in pairwise(inside):
            for piece in _split_again(run[start:end], self._known):
                start += len(piece)
                more.append(start)
        return [place for place in more if not bounds[place]]

    def known(self, word: str) -> bool:
        """Say whether a word stands in the dictionary, the added words included."""
        return self._known(word)


def load(name: str = "rjieba", dictionary: Iterable[str] | None = None) -> Engine:
    """Give the engine of this name and dictionary; the same one when asked again."""
    return _load(name, tuple(dictionary or ()))


@lru_cache(maxsize=8)
def _load(name: str, dictionary: tuple[str, ...]) -> Engine:
    return Engine(name, dictionary)


def _split_again(run: str, known) -> list[str]:
    """Rule 1: cut an ASCII run as jieba does, unless it is a dictionary word."""
    return [run] if known(run) else [piece for piece in _JIEBA_SKIP.split(run) if piece]


def _rjieba(dictionary: tuple[str, ...]):
    import rjieba

    inner = rjieba.Jieba()
    for word in dictionary:
        inner.add_word(word, None, None)
    return inner.cut, inner.has_word


def _jieba(dictionary: tuple[str, ...]):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's sources hold invalid escapes
        import jieba

    # jieba answers to a logger of its own that prints at DEBUG whatever the root says.
    logging.getLogger("jieba").setLevel(logging.ERROR)
    inner = jieba.Tokenizer()
    # jieba would trust any jieba.cache in the system's temporary folder. Ours carries the hash of
    # the dictionary it was made from and lies in the project.
    with jieba.get_module_res(jieba.DEFAULT_DICT_NAME) as stream:
        digest = hashlib.sha256(stream.read()).hexdigest()[:16]
    try:
        CACHE.mkdir(parents=True, exist_ok=True)
        folder = str(CACHE) if os.access(CACHE, os.W_OK) else None
    except OSError:
        folder = None
    if folder:
        inner.tmp_dir, inner.cache_file = folder, f"jieba-{digest}.cache"
        inner.initialize()
    else:
        with tempfile.TemporaryDirectory() as private:
            inner.tmp_dir, inner.cache_file = private, f"jieba-{digest}.cache"
            inner.initialize()
    for word in dictionary:
        inner.add_word(word)
    return inner.lcut, (lambda word: bool(inner.FREQ.get(word)))
