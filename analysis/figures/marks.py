"""What is drawn again and again: rows of bars, their values, labels at points."""

from __future__ import annotations

from analysis.figures import fonts
from analysis.figures.palette import GREY, INK, TEXT, TICKS


def rows(n: int, mm: float = 4.6, extra: float = 9.0) -> float:
    """Height in mm of a plot of n horizontal bars, with room for the value axis.

    Examples
    --------
    >>> rows(20)
    101.0
    """
    return n * mm + extra


def values(ax, bars, texts: list[str], colour: str = INK, size: float = TICKS) -> None:
    """Write a text behind the end of each horizontal bar (before it, for bars to the left)."""
    for bar, text in zip(bars, texts, strict=True):
        fonts.check(text)
        end = bar.get_x() + bar.get_width()
        left = bar.get_width() < 0
        ax.annotate(
            text,
            (end, bar.get_y() + bar.get_height() / 2),
            xytext=(-2.5 if left else 2.5, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            size=size,
            color=colour,
        )


def labels(ax, x, y, texts: list[str], *, adjust: bool = False, **text) -> list:
    """Write labels at points; with ``adjust=True`` moved apart until none overlap another.

    Parameters
    ----------
    ax : Axes
    x, y : sequences of numbers
        Data coordinates.
    texts : list of str
        One for each point; the punctuation is the caller's (see `say`).
    adjust : bool
        Use adjustText, for scattered points. Set the limits of the axes before.
    **text
        As of ``Axes.text``, e.g. size and color.

    Returns
    -------
    list of Text
    """
    for label in texts:
        fonts.check(label)
    style = {"size": TICKS, "color": INK, "va": "center"} | text
    artists = [ax.text(a, b, label, **style) for a, b, label in zip(x, y, texts, strict=True)]
    if adjust:
        from adjustText import adjust_text

        ax.figure.draw_without_rendering()
        adjust_text(
            artists,
            x=list(x),
            y=list(y),
            ax=ax,
            arrowprops={"arrowstyle": "-", "color": GREY, "lw": 0.5},
        )
    return artists


def words_axis(ax, words: list[str]) -> None:
    """Name the rows of a bar plot, first row on top, without a line or ticks."""
    for word in words:
        fonts.check(word)
    ax.set_yticks(range(len(words)), words, size=TEXT)
    ax.set_ylim(len(words) - 0.4, -0.6)
    ax.spines["left"].set_visible(False)


def no_value_axis(ax) -> None:
    """Take away the value axis and its grid, where every bar carries its value."""
    ax.grid(False)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)


def bare(ax) -> None:
    """Take away spines, ticks and grid, as for a word cloud or a drawing."""
    ax.set_axis_off()
    ax.grid(False)


def faults(fig) -> list[str]:
    """Find labels that overlap another or leave the figure; for tests and for the eye of the maker.

    Returns
    -------
    list of str
        One line a fault; empty where all is well.

    Examples
    --------
    >>> from analysis.figures import style
    >>> fig, ax = style.figure("narrow", 30, grid="")
    >>> _ = labels(ax, [0.5, 0.5], [0.5, 0.52], ["深圳", "广州"])
    >>> faults(fig)
    ["'深圳' overlaps '广州'"]
    """
    from matplotlib.text import Text

    fig.canvas.draw()
    beyond = {
        id(label)
        for ax in fig.axes
        for axis in (ax.xaxis, ax.yaxis)
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks())
        for label in (tick.label1, tick.label2)
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
    }
    boxes = []
    for artist in fig.findobj(Text):
        if artist.get_visible() and artist.get_text().strip() and id(artist) not in beyond:
            # A box is larger than the ink in it, by a tenth of the type size or so.
            slack = max(1.0, 0.1 * artist.get_size()) * fig.dpi / 72
            boxes.append((artist.get_text(), artist.get_window_extent(), slack))
    found = []
    for text, box, _ in boxes:
        if box.x0 < -1 or box.y0 < -1 or box.x1 > fig.bbox.x1 + 1 or box.y1 > fig.bbox.y1 + 1:
            found.append(f"'{text}' leaves the figure")
    for i, (text, box, slack) in enumerate(boxes):
        for other, area, room in boxes[i + 1 :]:
            across = min(box.x1, area.x1) - max(box.x0, area.x0)
            down = min(box.y1, area.y1) - max(box.y0, area.y0)
            if min(across, down) > max(slack, room):
                found.append(f"'{text}' overlaps '{other}'")
    return found
