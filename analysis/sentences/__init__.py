"""Text to sentences: offsets, section, part, lead and role of every sentence.

A report is read as paragraphs (lines, or stretches of one line set apart by two ideographic
spaces); each paragraph gets its role from its form and its place, then is cut at 。！？.
The semicolon stays inside a sentence, as GB/T 15834-2011 has it.
"""

from analysis.corpus.view_edits import cues
from analysis.sentences.pieces import Paragraph, cut, ordinal, paragraphs
from analysis.sentences.tables import COLUMNS, ROLES, blocks, columns, of, split
from analysis.sentences.zones import zones

__all__ = [
    "COLUMNS",
    "ROLES",
    "Paragraph",
    "blocks",
    "columns",
    "cues",
    "cut",
    "of",
    "ordinal",
    "paragraphs",
    "split",
    "zones",
]
