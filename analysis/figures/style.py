"""The one style of all figures: sizes, colours, the frame of title, subtitle and foot.

A figure is made by ``figure(...)``, drawn into, and handed to ``figures.save``. The title states
the finding, the subtitle the measure and n, the foot the source, the method and its accuracy.
They stand in bands of their own above and below the plot, wrapped to the width, so that they
neither overlap nor are cut; ``height_mm`` is the height of the plot alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.errors import InputError
from analysis.figures import fonts

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

_settled: dict = {}

_PT = 72 / 25.4  # points in a millimetre
MARGIN = 2.0  # mm, white all round
_GAP = 2.0  # mm, between the bands
_LEADING = 1.35  # distance of baselines in type sizes

_HAN = "\u2e80-\u2fff\u3005-\u3007\u3400-\u9fff\uf900-\ufaff"
_FULL = str.maketrans({",": "，", ";": "；", ":": "：", "?": "？", "!": "！"})
_NO_START = set("，。、；：？！”’）】》〉」』…％%,.;:?!)]}")
_NO_END = set("“‘（【《〈「『([{")


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


def chinese(text: str) -> str:
    """Make the punctuation beside Chinese characters full-width.

    Examples
    --------
    >>> chinese('计划段更多"建设",回顾段(n=3)更少; p < .05, n = 1,024')
    '计划段更多“建设”，回顾段（n=3）更少； p < .05, n = 1,024'
    """
    text = re.sub(rf'"([^"]*[{_HAN}][^"]*)"', r"“\1”", text)
    text = re.sub(rf"(?<=[{_HAN}”])\(([^()]*)\)", r"（\1）", text)
    text = re.sub(rf"\(([^()]*[{_HAN}][^()]*)\)", r"（\1）", text)
    return re.sub(rf"(?<=[{_HAN}”）])[,;:?!]", lambda m: m[0].translate(_FULL), text)


def english(text: str) -> str:
    """Straight quotes in an English label: in a Chinese typeface curved ones are a full em wide.

    Examples
    --------
    >>> english("the plan’s “建设” (build)")
    'the plan\\'s "建设" (build)'
    """
    return text.translate(str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"}))


def say(lang: str, zh: str, en: str) -> str:
    """Choose the text of the language, with the punctuation that belongs to it.

    Raises
    ------
    InputError
        If the language is neither ``"zh"`` nor ``"en"``.

    Examples
    --------
    >>> say("zh", "每万词", "per 10,000 tokens")
    '每万词'
    """
    if lang not in ("zh", "en"):
        raise InputError(f"no labels in the language '{lang}'", do='Use "zh" or "en".')
    return chinese(zh) if lang == "zh" else english(en)


def _units(line: str) -> list[str]:
    """Pieces between which a line may break: one Han character, or one run of anything else.

    Closing punctuation stays with what it closes, opening with what it opens, and a quotation of
    up to eight characters in one piece.
    """
    single = rf"{_HAN}\uff00-\uffef\u3000-\u303f“”‘’…—"
    pieces = re.findall(rf"\s+|“[^“”\s]{{1,8}}”|[{single}]|[^\s{single}]+", line)
    units: list[str] = []
    for piece in pieces:
        if units and (piece[0] in _NO_START or units[-1][-1] in _NO_END) and not piece.isspace():
            units[-1] += piece
        else:
            units.append(piece)
    return units


def _fill(units: list[str], limit: float) -> list[str]:
    lines, line, length = [], "", 0.0
    for unit in units:
        extent = fonts.width(unit)
        if line and length + fonts.width(unit.rstrip()) > limit:
            lines.append(line.rstrip())
            line, length = "", 0.0
            if unit.isspace():
                continue
        line, length = line + unit, length + extent
    return [*lines, line.rstrip()] if line.strip() else lines


def wrap(text: str, width_mm: float, size: float) -> str:
    """Break a text into lines no wider than a width, Chinese and English alike.

    Chinese breaks between any two characters, but no line begins with closing punctuation or
    ends with an opening one; words and numbers stay whole. Lines are evened out where the last
    one would be short.

    Parameters
    ----------
    text : str
        May hold line ends, which are kept.
    width_mm : float
        Width in millimetres.
    size : float
        Type size in points.

    Returns
    -------
    str
        The text with line ends.

    Examples
    --------
    >>> print(wrap("加快建设现代化产业体系，推动高质量发展", 35, 9))
    加快建设现代化产业体
    系，推动高质量发展
    """
    limit = width_mm * _PT / size
    out = []
    for line in text.split("\n"):
        units = _units(line)
        lines = _fill(units, limit)
        if len(lines) > 1 and fonts.width(lines[-1]) < 0.5 * limit:
            tighter = limit
            while tighter > limit / 2:
                tighter -= 0.5
                closer = _fill(units, tighter)
                if len(closer) > len(lines):
                    break
                lines = closer
        out += lines or [""]
    return "\n".join(out)


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
        fonts.check(text)
    (head, sub, tail) = (
        wrap(text, full - 2 * MARGIN, size).split("\n") if text else []
        for text, size in zip(texts, (TITLE, TICKS, FOOT), strict=True)
    )
    above = _extent(head, TITLE) + _extent(sub, TICKS) + (_extent([""], TICKS) if key else 0)
    above += 0.4 if key else 0
    above += _GAP if above else 0
    below = _extent(tail, FOOT) + (_GAP if tail else 0)
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
    return len(lines) * size * _LEADING / _PT


def _at(fig, x_mm: float, down_mm: float) -> tuple[float, float]:
    """Figure coordinates of a place given in millimetres from the upper left corner."""
    across, height = fig.get_figwidth() * 25.4, fig.get_figheight() * 25.4
    return x_mm / across, 1 - down_mm / height


def _lines(fig, lines: list[str], size: float, colour: str, down: float) -> float:
    """Write lines below each other from `down` mm on; return where the next may begin."""
    step = _extent([""], size)
    for number, line in enumerate(lines):
        # The baseline lies at 0.95 of the type size under the top of the line.
        x, y = _at(fig, MARGIN, down + number * step + 0.95 * size / _PT)
        fig.text(x, y, line, size=size, color=colour, va="baseline").set_in_layout(False)
    return down + len(lines) * step


def _key(fig, entries: list[tuple[str, list[str]]], down: float) -> None:
    """Write what the colours mean: squares and their label, one entry after the other."""
    from matplotlib.patches import Rectangle

    em = TICKS / _PT
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


def foot(lang: str, source: str, method: str = "", accuracy: str = "") -> str:
    """Compose the foot of a figure from the three things that a reader must be told.

    Examples
    --------
    >>> foot("zh", "2025年深圳市政府工作报告", "jieba 分词，去停用词")
    '来源：2025年深圳市政府工作报告。方法：jieba 分词，去停用词。'
    >>> foot("en", "Shenzhen report 2025", accuracy="F1 .93")
    'Source: Shenzhen report 2025. Accuracy: F1 .93.'
    """
    names = say(lang, "来源 方法 准确度", "Source Method Accuracy").split()
    colon, stop, between = ("：", "。", "") if lang == "zh" else (": ", ".", " ")
    given = zip(names, (source, method, accuracy), strict=True)
    return between.join(f"{name}{colon}{text.rstrip('。.')}{stop}" for name, text in given if text)


def named(word: str, lang: str, gloss=None) -> str:
    """Label of a word: the word; in English with its gloss behind it, where there is one.

    Examples
    --------
    >>> named("建设", "en", {"建设": "build"}), named("建设", "zh", {"建设": "build"})
    ('建设 build', '建设')
    """
    english_word = (gloss or {}).get(word, "") if lang == "en" else ""
    return f"{word} {english_word}".rstrip()


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
            va="center_baseline",
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
