"""Topics that may be believed: an exact start, marks for what is too thin to read, quotes."""

from analysis.topics.fit import MODELS, Topics, fit, top_words
from analysis.topics.units import UNITS, Units, default_k, units, words_of

__all__ = [
    "MODELS",
    "UNITS",
    "Topics",
    "Units",
    "default_k",
    "fit",
    "top_words",
    "units",
    "words_of",
]
