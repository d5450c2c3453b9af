"""What a text says of itself, and what is wrong with it."""

from analysis.describe.checks import PROBLEMS, problems
from analysis.describe.description import describe, iso_date
from analysis.describe.near import duplicates, sketch

__all__ = ["PROBLEMS", "describe", "duplicates", "iso_date", "problems", "sketch"]
