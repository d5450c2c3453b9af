"""Figures: one style, one typeface, one way of saving.

To add a figure: write a drawing function in the module of its theme. It takes a tidy table,
computes nothing, and returns the Figure:

    def draw(table, *, title="", foot="", lang="zh"):
        fig, ax = style.figure("wide", style.rows(len(table)), title=title,
                               subtitle=style.say(lang, "每万词次数", "per 10,000 tokens"),
                               foot=foot, lang=lang)
        bars = ax.barh(range(len(table)), table["per_10k"], color=style.PALE, height=0.7)
        style.words_axis(ax, list(table["word"]))
        style.values(ax, bars, [f"{v:.1f}" for v in table["per_10k"]])
        return fig

A notebook saves and shows it: ``figures.save(draw(table), "word-frequency", table, evidence,
alt="...", alt_en="...", owner="03_words", en=draw(table, lang="en"))``. Colours: REVIEW and PLAN
for the two parts only, ACCENT for what the title says, greys for the rest. Zone colours as text:
REVIEW_TEXT, PLAN_TEXT. `key=` explains colours in a line under the subtitle; no legend box.
Then look at the PNG at 100 %, in grey too, and at the English one; a test asserts that
``style.faults(fig) == []``: no label overlaps another or leaves the figure.
"""

from analysis.figures.save import Saved, render, save
from analysis.figures.style import figure

__all__ = ["Saved", "figure", "render", "save"]
