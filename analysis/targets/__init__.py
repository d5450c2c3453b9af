"""Every quantity of a report: what was achieved and what is promised."""

from analysis.targets.pairs import pair
from analysis.targets.spans import quantities
from analysis.targets.table import find, guide_table, of_report, report_tables

__all__ = ["find", "guide_table", "of_report", "pair", "quantities", "report_tables"]
