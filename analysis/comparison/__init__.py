"""Several reports compared: years and places, what stays, what changes, what became of it.

Every function takes a `Collection` (see `load`) and gives a `Compared`: a tidy table with one row a
claim, and the sentences behind each claim.
"""

from analysis.comparison.collection import Collection, Compared, gather, load
from analysis.comparison.commitment import pledges
from analysis.comparison.contrast import keyness, resolution
from analysis.comparison.fates import between, fate, shares
from analysis.comparison.formulations import life, propose, summary
from analysis.comparison.map import likeness
from analysis.comparison.results import promises
from analysis.comparison.themes import fitted, over_time

__all__ = [
    "Collection",
    "Compared",
    "between",
    "fate",
    "fitted",
    "gather",
    "keyness",
    "life",
    "likeness",
    "load",
    "over_time",
    "pledges",
    "promises",
    "propose",
    "resolution",
    "shares",
    "summary",
]
