"""Many documents: dealt into shards, cut by one worker or many, counted on the disk.

`count` does it all; the rest reads what it left.
"""

from analysis.shards.counting import Counted, Rate, count
from analysis.shards.cutting import cut
from analysis.shards.executors import EXECUTORS
from analysis.shards.reading import (
    dispersion,
    documents,
    folders,
    frequency,
    halves,
    keyness,
    load,
    sentences,
    summary,
    terms,
    tokens,
)

__all__ = [
    "EXECUTORS",
    "Counted",
    "Rate",
    "count",
    "cut",
    "dispersion",
    "documents",
    "folders",
    "frequency",
    "halves",
    "keyness",
    "load",
    "sentences",
    "summary",
    "terms",
    "tokens",
]
