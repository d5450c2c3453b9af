"""Topics that may be believed: an exact start, marks for what is too thin to read, quotes."""

from analysis.topics.fit import MODELS, Topics, fit, top_words
from analysis.topics.reading import by_part, compare, labels, over_time, quotes, table, themes
from analysis.topics.report import marked, of_report, report_tables, stop_words
from analysis.topics.stability import UNREADABLE, grid, marks
from analysis.topics.units import UNITS, Units, default_k, units, words_of

__all__ = [
    "MODELS",
    "UNITS",
    "UNREADABLE",
    "Topics",
    "Units",
    "by_part",
    "compare",
    "default_k",
    "fit",
    "grid",
    "labels",
    "marked",
    "marks",
    "of_report",
    "over_time",
    "quotes",
    "report_tables",
    "stop_words",
    "table",
    "themes",
    "top_words",
    "units",
    "words_of",
]
