"""The figures of one report, and of several: table, evidence, picture and words for each.

One module a theme; each gives ``of_report(reading)``. A notebook shows `drawing.data`, then calls
`drawing.save(owner=...)`; `analyse` saves the same drawings of a user's own report into its folder.
"""

from analysis.drawings.base import Drawing, foot_of, glosses, need_headings, source
from analysis.drawings.overview import (
    of_report,
    report_shape,
    sentence_lengths,
    stop_list,
    word_cloud,
    word_frequency,
)

__all__ = [
    "Drawing",
    "foot_of",
    "glosses",
    "need_headings",
    "of_report",
    "report_shape",
    "sentence_lengths",
    "source",
    "stop_list",
    "word_cloud",
    "word_frequency",
]
