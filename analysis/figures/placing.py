"""Labels at points without overlaps: the same on every run, rather fewer than colliding."""

from __future__ import annotations

import numpy as np

from analysis.figures import fonts
from analysis.figures.palette import INK, TICKS

# Where a label may stand, seen from its point: dx, dy in points of type, alignment.
_PLACES = [
    (4, 0, "left", "center"),
    (-4, 0, "right", "center"),
    (0, 4, "center", "bottom"),
    (0, -4, "center", "top"),
    (3, 3, "left", "bottom"),
    (-3, 3, "right", "bottom"),
    (3, -3, "left", "top"),
    (-3, -3, "right", "top"),
    (4, 7, "left", "center"),
    (4, -7, "left", "center"),
    (-4, 7, "right", "center"),
    (-4, -7, "right", "center"),
]


# Farther off, for labels that must be written: joined to their point by a thin line.
_FAR = [
    (round(r * dx), round(r * dy), ha, "center")
    for r in (14, 20, 27, 35, 44, 54)
    for dx, dy, ha in (
        (1, 0.4, "left"), (1, -0.4, "left"), (-1, 0.4, "right"), (-1, -0.4, "right"),
        (0.5, 1, "left"), (0.5, -1, "left"), (-0.5, 1, "right"), (-0.5, -1, "right"),
        (1, 0, "left"), (-1, 0, "right"),
    )
]  # fmt: skip


def place(ax, x, y, texts, colours=None, *, size=TICKS, points=None, radius=2.6, must=0):
    """Write labels beside their points, the first of the list first, where there is room.

    Set the limits of the axes before. A label stands clear of all points and of all labels
    written before it, and inside the axes; one that finds no such place is left out.

    Parameters
    ----------
    ax : Axes
    x, y : sequence of float
        Data coordinates of the labelled points, the most important first.
    texts : list of str
    colours : list of colour, optional
    size : float
        Type size in points.
    points : (array, array), optional
        Further points to keep clear of.
    radius : float
        Half the size of a point, in points of type.
    must : int
        So many of the first labels may stand farther off, joined to their point by a line.

    Returns
    -------
    list of bool
        Which labels were written.

    Examples
    --------
    >>> from analysis.figures import style
    >>> fig, ax = style.figure("narrow", 30, grid="")
    >>> _ = ax.set_xlim(0, 1), ax.set_ylim(0, 1)
    >>> place(ax, [0.5, 0.5], [0.5, 0.5], ["建设", "发展"])
    [True, True]
    """
    ax.figure.draw_without_rendering()
    dots_per_point = ax.figure.dpi / 72
    spot = ax.transData.transform(np.column_stack([x, y])) if len(x) else np.zeros((0, 2))
    everything = spot
    if points is not None and len(points[0]):
        everything = np.vstack([spot, ax.transData.transform(np.column_stack(points))])
    everything, spot = everything / dots_per_point, spot / dots_per_point
    area = ax.get_window_extent()
    frame = np.array([area.x0, area.y0, area.x1, area.y1]) / dots_per_point
    taken = np.zeros((0, 4))
    written = []
    colours = colours or [INK] * len(texts)
    for i, text in enumerate(texts):
        fonts.check(text)
        wide, high = fonts.width(text) * size, size * 1.12
        found = None
        others = np.delete(everything, i, axis=0)
        for dx, dy, ha, va in [*_PLACES, *(_FAR if i < must else [])]:
            box = _box(spot[i], dx, dy, ha, va, wide, high)
            inside = (box[:2] >= frame[:2]).all() and (box[2:] <= frame[2:]).all()
            if inside and not _hits(box, taken) and not _covers(box, others, radius):
                found = (dx, dy, ha, va, box)
                break
        written.append(found is not None)
        if found:
            dx, dy, ha, va, box = found
            taken = np.vstack([taken, box])
            ax.annotate(
                text,
                (x[i], y[i]),
                xytext=(dx, dy),
                textcoords="offset points",
                ha=ha,
                va=va,
                size=size,
                color=colours[i],
            )
            if max(abs(dx), abs(dy)) > 10:
                line = {"arrowstyle": "-", "color": colours[i], "lw": 0.5, "shrinkA": 0}
                ax.annotate("", (x[i], y[i]), (dx, dy), textcoords="offset points", arrowprops=line)
    return written


def _box(spot, dx, dy, ha, va, wide, high):
    left = {"left": 0, "center": -wide / 2, "right": -wide}[ha] + spot[0] + dx
    low = {"bottom": 0, "center": -high / 2, "top": -high}[va] + spot[1] + dy
    return np.array([left, low, left + wide, low + high])


def _hits(box, taken) -> bool:
    apart = (
        (taken[:, 0] >= box[2])
        | (taken[:, 2] <= box[0])
        | (taken[:, 1] >= box[3])
        | (taken[:, 3] <= box[1])
    )
    return not apart.all()


def _covers(box, points, radius) -> bool:
    gap = np.maximum(np.maximum(box[:2] - points, points - box[2:]), 0)
    return bool((np.hypot(gap[:, 0], gap[:, 1]) < radius).any())


def inner_ticks(ax) -> None:
    """Keep the ticks that lie inside the limits; the others are drawn by no one but counted."""
    for limits, get, put in (
        (ax.get_xlim(), ax.get_xticks, ax.set_xticks),
        (ax.get_ylim(), ax.get_yticks, ax.set_yticks),
    ):
        put([tick for tick in get() if min(limits) <= tick <= max(limits)])
