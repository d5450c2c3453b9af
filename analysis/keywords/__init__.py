"""Keywords and their context: frequency, keyness, dispersion, collocation, diversity.

Every function takes the project's tokens or any plain table of tokens (`word` in the order of the
text, and the grouping columns named in the call), and returns a tidy table whose column names say
the variant of each measure.
"""

from analysis.counts import Counts
from analysis.keywords.collocation import association, bigrams, collocations
from analysis.keywords.contingency import log_odds, log_ratio_conservative, measures
from analysis.keywords.correspondence import Correspondence, correspondence
from analysis.keywords.dispersion import by_distance, dispersion, over_parts
from analysis.keywords.diversity import diversity, lengths
from analysis.keywords.fisher import fisher_exact
from analysis.keywords.frequency import frequency, rank_frequency, textrank, tfidf
from analysis.keywords.keyness import adjusted, general_reference, keyness, keyness_by, split
from analysis.keywords.network import network
from analysis.keywords.permutation import null_control, permutation_p
from analysis.keywords.report import (
    compared,
    least_count,
    located,
    report_tables,
    sides,
    spoken_words,
)
from analysis.keywords.views import content_words, genre_words, words_only

__all__ = [
    "Correspondence",
    "Counts",
    "adjusted",
    "association",
    "bigrams",
    "by_distance",
    "collocations",
    "compared",
    "content_words",
    "correspondence",
    "dispersion",
    "diversity",
    "fisher_exact",
    "frequency",
    "general_reference",
    "genre_words",
    "keyness",
    "keyness_by",
    "least_count",
    "lengths",
    "located",
    "log_odds",
    "log_ratio_conservative",
    "measures",
    "network",
    "null_control",
    "over_parts",
    "permutation_p",
    "rank_frequency",
    "report_tables",
    "sides",
    "split",
    "spoken_words",
    "textrank",
    "tfidf",
    "words_only",
]
