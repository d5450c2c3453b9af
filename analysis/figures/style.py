"""The one style of all figures: sizes, colours, the frame of title, subtitle and foot.

A figure is made by ``figure(...)``, drawn into, and handed to ``figures.save``. The title states
the finding, the subtitle the measure and n, the foot the source, the method and its accuracy.
They stand in bands of their own above and below the plot, wrapped to the width, so that they
neither overlap nor are cut; ``height_mm`` is the height of the plot alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.errors import InputError
from analysis.figures import fonts
from analysis.figures.marks import (
    bare,
    faults,
    labels,
    no_value_axis,
    rows,
    values,
    words_axis,
)
from analysis.figures.palette import (
    ACCENT,
    FOOT,
    GAP,
    GREY,
    GRID,
    INK,
    LEADING,
    MARGIN,
    PALE,
    PLAN,
    PLAN_TEXT,
    PT,
    REVIEW,
    REVIEW_TEXT,
    TEXT,
    TICKS,
    TITLE,
    WIDTHS,
    ZONE_NAMES,
    ZONES,
)
from analysis.figures.wording import chinese, english, foot, named, say, wrap

__all__ = [  # all that a drawing function needs is style.NAME
    "ACCENT", "FOOT", "GREY", "GRID", "INK", "MARGIN", "PALE", "PLAN", "PLAN_TEXT", "REVIEW",
    "REVIEW_TEXT", "TEXT", "TICKS", "TITLE", "WIDTHS", "ZONES", "ZONE_NAMES",
    "bare", "chinese", "english", "faults", "figure", "foot", "labels", "named", "no_value_axis",
    "rows", "say", "use", "values", "words_axis", "wrap",
]  # fmt: skip

_settled: dict = {}


@dataclass(frozen=True)
class Frame:
    """What stands round a plot, kept on the figure as ``figure.frame``."""

    title: str
    subtitle: str
    foot: str
    lang: str
    width: str


def rc() -> dict:
    """matplotlib settings of every figure, complete, so that no matplotlibrc changes a thing."""
    return {
        "font.family": list(fonts.register()),
        "font.size": TEXT,
        "font.weight": "normal",
        "text.color": INK,
        "text.hinting": "no_hinting",
        "text.parse_math": False,
        "axes.unicode_minus": True,
        "axes.titlesize": TEXT,
        "axes.titlepad": 3.0,
        "axes.labelsize": TICKS,
        "axes.labelcolor": GREY,
        "axes.edgecolor": PALE,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.grid": False,
        "grid.color": GRID,
        "grid.linewidth": 0.6,
        "xtick.labelsize": TICKS,
        "ytick.labelsize": TICKS,
        "xtick.color": PALE,
        "ytick.color": PALE,
        "xtick.labelcolor": GREY,
        "ytick.labelcolor": INK,
        "xtick.major.size": 2.5,
        "ytick.major.size": 0,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "lines.linewidth": 1.4,
        "patch.linewidth": 0,
        "legend.frameon": False,
        "legend.fontsize": TICKS,
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
        "svg.fonttype": "path",
        "svg.hashsalt": "policy-notebooks",
        "pdf.fonttype": 42,
        "pdf.compression": 9,
    }


def use() -> None:
    """Set matplotlib to its own defaults and the style of the project, in this process.

    ``figure`` and ``save`` call it, so that artists made in between have the style too.
    """
    import matplotlib

    if matplotlib.rcParams != _settled:
        settings = rc()
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(settings)
        _settled.clear()
        _settled.update(matplotlib.rcParams)


def figure(
    width: str = "wide",
    height_mm: float = 70.0,
    *,
    title: str = "",
    subtitle: str = "",
    foot: str = "",
    lang: str = "zh",
    key: list[tuple[str, str | list[str]]] | None = None,
    grid: str = "x",
    **subplots,
):
    """Make a figure with its title, subtitle, key and foot, and empty axes between them.

    Parameters
    ----------
    width : str
        ``"wide"`` (174 mm) or ``"narrow"`` (84 mm).
    height_mm : float
        Height of the plot with its tick labels; title and foot come on top of it.
    title, subtitle, foot : str
        The finding; the measure and n; source, method and accuracy. Wrapped to the width.
    lang : str
        ``"zh"`` or ``"en"``; decides the punctuation of the labels.
    key : list of (label, colour or colours), optional
        What the colours mean, in a line of its own under the subtitle.
    grid : str
        Value axis with the light grid: ``"x"``, ``"y"`` or ``""``.
    **subplots
        ncols, nrows, sharex, sharey, width_ratios, height_ratios as of ``Figure.subplots``.

    Returns
    -------
    tuple
        (Figure, Axes), or (Figure, array of Axes) for more than one.

    Raises
    ------
    InputError
        If width or language is unknown, or a character has no glyph.

    Examples
    --------
    >>> fig, ax = figure("narrow", 40, title="计划段更长", subtitle="字数", foot="来源：报告全文")
    >>> fig.frame.title, round(fig.get_figwidth() * 25.4)
    ('计划段更长', 84)
    """
    if width not in WIDTHS:
        raise InputError(f"no figure width '{width}'", do=f"Use {' or '.join(WIDTHS)}.")
    use()
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    full = WIDTHS[width]
    texts = [say(lang, text, text) for text in (title, subtitle, foot)]
    for text in texts:
        fonts.check(text, where="figure")
    (head, sub, tail) = (
        wrap(text, full - 2 * MARGIN, size).split("\n") if text else []
        for text, size in zip(texts, (TITLE, TICKS, FOOT), strict=True)
    )
    above = _extent(head, TITLE) + _extent(sub, TICKS) + (_extent([""], TICKS) if key else 0)
    above += 0.4 if key else 0
    above += GAP if above else 0
    below = _extent(tail, FOOT) + (GAP if tail else 0)
    height = above + height_mm + below + 2 * MARGIN

    fig = Figure(figsize=(full / 25.4, height / 25.4), dpi=300, layout="constrained")
    FigureCanvasAgg(fig)
    fig.frame = Frame(*texts, lang=lang, width=width)
    down = _lines(fig, head, TITLE, INK, MARGIN)
    down = _lines(fig, sub, TICKS, GREY, down)
    if key:
        entries = [(say(lang, t, t), [c] if isinstance(c, str) else list(c)) for t, c in key]
        _key(fig, entries, down + 0.4)
    _lines(fig, tail, FOOT, GREY, height - MARGIN - _extent(tail, FOOT))
    fig.get_layout_engine().set(
        w_pad=0,
        h_pad=0,
        wspace=0.04,
        hspace=0.06,
        rect=(
            MARGIN / full,
            (MARGIN + below) / height,
            1 - 2 * MARGIN / full,
            height_mm / height,
        ),
    )
    axes = fig.subplots(**subplots)
    for ax in fig.axes:
        if grid:
            ax.grid(axis=grid)
        if grid == "y":
            ax.tick_params(axis="x", length=0)
            ax.tick_params(axis="y", labelcolor=GREY)
    return fig, axes


def _extent(lines: list[str], size: float) -> float:
    """Height of some lines in millimetres."""
    return len(lines) * size * LEADING / PT


def _at(fig, x_mm: float, down_mm: float) -> tuple[float, float]:
    """Figure coordinates of a place given in millimetres from the upper left corner."""
    across, height = fig.get_figwidth() * 25.4, fig.get_figheight() * 25.4
    return x_mm / across, 1 - down_mm / height


def _lines(fig, lines: list[str], size: float, colour: str, down: float) -> float:
    """Write lines below each other from `down` mm on; return where the next may begin."""
    step = _extent([""], size)
    for number, line in enumerate(lines):
        # The baseline lies at 0.95 of the type size under the top of the line.
        x, y = _at(fig, MARGIN, down + number * step + 0.95 * size / PT)
        fig.text(x, y, line, size=size, color=colour, va="baseline").set_in_layout(False)
    return down + len(lines) * step


def _key(fig, entries: list[tuple[str, list[str]]], down: float) -> None:
    """Write what the colours mean: squares and their label, one entry after the other."""
    from matplotlib.patches import Rectangle

    em = TICKS / PT
    square = (0.8 * em / (fig.get_figwidth() * 25.4), 0.8 * em / (fig.get_figheight() * 25.4))
    x = MARGIN
    for label, colours in entries:
        fonts.check(label)
        for colour in colours:
            place = _at(fig, x, down + 0.97 * em)
            patch = Rectangle(place, *square, color=colour, transform=fig.transFigure, lw=0)
            patch.set_in_layout(False)
            fig.add_artist(patch)
            x += 0.8 * em
        x += 0.4 * em
        left, bottom = _at(fig, x, down + 0.95 * em)
        fig.text(left, bottom, label, size=TICKS, color=INK, va="baseline").set_in_layout(False)
        x += (fonts.width(label) + 1.4) * em
