"""Words and terms: two layers over the same sentences.

`tokens` are the fine words, `terms` the spans of several of them that name one thing. Every
function takes and returns tables; offsets are code points of the document.
"""

from analysis.words.candidates import candidates
from analysis.words.dictionary import KINDS, Dictionary
from analysis.words.dictionary import read as read_dictionary
from analysis.words.engine import ENGINES, Engine, load
from analysis.words.segment import SHIPPED, layers, terms, tokens
from analysis.words.tags import tag

__all__ = [
    "ENGINES",
    "KINDS",
    "SHIPPED",
    "Dictionary",
    "Engine",
    "candidates",
    "layers",
    "load",
    "read_dictionary",
    "tag",
    "terms",
    "tokens",
]
