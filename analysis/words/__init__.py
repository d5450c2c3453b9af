"""Words and terms: two layers over the same sentences.

`tokens` are the fine words, `terms` the spans of several of them that name one thing. Every
function takes and returns tables; offsets are code points of the document.
"""

from analysis.words.engine import ENGINES, Engine, load
from analysis.words.layers import tokens

__all__ = ["ENGINES", "Engine", "load", "tokens"]
