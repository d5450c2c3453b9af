"""Words and terms: two layers over the same sentences.

`tokens` are the fine words, `terms` the spans of several of them that name one thing. Every
function takes and returns tables; offsets are code points of the document.
"""

from __future__ import annotations

from analysis.words.accept import accept_candidates
from analysis.words.comparison import compare, content, overlap, rank_biased_overlap, summary
from analysis.words.dictionary import KINDS, Dictionary
from analysis.words.dictionary import read as read_dictionary
from analysis.words.engine import ENGINES, Engine, load
from analysis.words.proposals import candidates
from analysis.words.scoring import coarse, parse, read_gold, score
from analysis.words.segment import SHIPPED, Spans, layers, spans, terms, tokens
from analysis.words.tags import tag

__all__ = [
    "ENGINES",
    "KINDS",
    "SHIPPED",
    "Dictionary",
    "Engine",
    "Spans",
    "accept_candidates",
    "candidates",
    "coarse",
    "compare",
    "content",
    "layers",
    "load",
    "overlap",
    "parse",
    "rank_biased_overlap",
    "read_dictionary",
    "read_gold",
    "report_tables",
    "score",
    "spans",
    "summary",
    "tag",
    "terms",
    "tokens",
]


def report_tables(reading) -> dict:
    """Give the table of new-term proposals of a reading: ``{"candidates.csv": ...}``."""
    return {"candidates.csv": candidates(reading.tokens)}
