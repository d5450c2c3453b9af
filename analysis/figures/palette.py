"""Sizes, colours and names that all figures share."""

from __future__ import annotations

WIDTHS = {"narrow": 84.0, "wide": 174.0}  # mm: one and two columns of a journal
TITLE, TEXT, TICKS, FOOT = 10.5, 9.0, 8.0, 7.0  # pt

INK, GREY, PALE, GRID = "#222222", "#6f6f6f", "#c4c4c4", "#e4e4e4"
REVIEW, PLAN = "#1f5fa8", "#f08a24"  # the same two in every figure; also apart in grey print
ACCENT = "#b3263a"  # the one thing the title speaks of, where it is no matter of zones
# Orange type on white is hard to read: text in the colour of a zone takes these.
REVIEW_TEXT, PLAN_TEXT = "#1f5fa8", "#b25a00"
ZONES = {"review": REVIEW, "plan": PLAN, "resolution": GREY, "": PALE}
ZONE_NAMES = {
    "zh": {"review": "回顾", "plan": "计划", "resolution": "决议", "": "其他"},
    "en": {"review": "review", "plan": "plan", "resolution": "resolution", "": "other"},
}

PT = 72 / 25.4  # points in a millimetre
MARGIN = 2.0  # mm, white all round
GAP = 2.0  # mm, between the bands
LEADING = 1.35  # distance of baselines in type sizes
