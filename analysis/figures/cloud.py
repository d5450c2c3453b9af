"""A word cloud: an ornament with numbers behind it, not a measurement."""

from __future__ import annotations

import pandas as pd

from analysis.figures import fonts, style
from analysis.figures.style import say

PIXELS_PER_MM = 10
COLOURS = {"review": style.REVIEW_TEXT, "plan": style.PLAN_TEXT}


def draw(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    foot: str = "",
    lang: str = "zh",
    height_mm: float = 84,
    seed: int = 20250225,
):
    """Draw words the larger the more often they occur, all upright, as text.

    Parameters
    ----------
    table : DataFrame
        word, count; optional zone: ``"review"`` or ``"plan"`` for a word that belongs to one
        part, which gives it the colour of the part, ``""`` otherwise.
    title, foot, lang
        As of ``frequency.draw``.
    height_mm : float
        Height of the cloud.
    seed : int
        Of the placement; the same seed gives the same cloud.

    Returns
    -------
    Figure
        Words that find no room are left out, rarest first.

    Examples
    --------
    >>> toy = pd.DataFrame({"word": ["建设", "发展"], "count": [9, 4]})
    >>> sorted(text.get_text() for text in draw(toy).axes[0].texts)
    ['发展', '建设']
    """
    zones = dict(zip(table["word"], table["zone"], strict=True)) if "zone" in table else {}
    used = [zone for zone in ("review", "plan") if zone in set(zones.values())]
    names = style.ZONE_NAMES[lang]
    key = [(say(lang, f"{names[z]}段更多", f"more in the {names[z]}"), COLOURS[z]) for z in used]
    if used and "" in set(zones.values()):
        key.append((say(lang, "两段相当", "about the same"), style.GREY))
    fig, ax = style.figure(
        "wide",
        height_mm,
        title=title or say(lang, "报告里的常用词", "Words of the report"),
        subtitle=say(lang, "字号随出现次数增大", "Type size grows with the number of occurrences"),
        foot=foot,
        lang=lang,
        key=key or None,
        grid="",
    )
    style.bare(ax)
    full = style.WIDTHS["wide"] - 2 * style.MARGIN
    ax.set_xlim(0, full)
    ax.set_ylim(height_mm, 0)
    counts = dict(zip(table["word"], table["count"], strict=True))
    for word, left, baseline, size in _places(counts, full, height_mm, seed):
        colour = COLOURS.get(zones.get(word, ""), style.GREY if used else style.REVIEW_TEXT)
        ax.text(left, baseline, word, size=size, color=colour, ha="left", va="baseline")
    return fig


def _places(counts: dict[str, int], width: float, height: float, seed: int):
    """Yield (word, left mm, baseline mm, type size pt) of each word that finds room."""
    from PIL import ImageFont
    from wordcloud import WordCloud

    for word in counts:
        fonts.check(word)
    cloud = WordCloud(
        font_path=str(fonts.face()),
        width=round(width * PIXELS_PER_MM),
        height=round(height * PIXELS_PER_MM),
        margin=20,
        prefer_horizontal=1.0,
        relative_scaling=0.6,
        min_font_size=round(7 / 72 * 25.4 * PIXELS_PER_MM),
        max_font_size=round(46 / 72 * 25.4 * PIXELS_PER_MM),
        random_state=seed,
        max_words=len(counts),
    ).generate_from_frequencies(counts)
    for (word, _), pixels, (top, left), _, _ in cloud.layout_:
        font = ImageFont.truetype(str(fonts.face()), pixels)
        yield (
            word,
            left / PIXELS_PER_MM,
            (top + font.getmetrics()[0]) / PIXELS_PER_MM,
            pixels / PIXELS_PER_MM * 72 / 25.4,
        )
