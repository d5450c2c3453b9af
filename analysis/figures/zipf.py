"""Rank and frequency of all words: the shape of a vocabulary."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.figures import placing, style
from analysis.figures.style import say


def draw(
    table: pd.DataFrame,
    fits: Mapping[str, float],
    *,
    title: str | None = None,
    foot: str = "",
    lang: str = "zh",
    gloss: Mapping[str, str] | None = None,
    labels: int = 6,
):
    """Draw frequency against rank, both on log scales, with two fits of Zipf's law.

    Parameters
    ----------
    table : DataFrame
        rank, word, f, most frequent first.
    fits : mapping
        ``slope_ols`` and ``intercept_ols`` (log10 on log10), ``exponent_mle`` and
        ``constant_mle`` (f = constant x rank^-exponent).
    title, foot, lang, gloss
        As of ``frequency.draw``.
    labels : int
        The first so many words are named.

    Returns
    -------
    Figure

    Examples
    --------
    >>> toy = pd.DataFrame({"rank": [1, 2, 3], "word": ["和", "建设", "等"], "f": [60, 30, 20]})
    >>> fits = {"slope_ols": -1.0, "intercept_ols": 1.78, "exponent_mle": 1.0, "constant_mle": 60}
    >>> len(draw(toy, fits).axes[0].lines)
    2
    """
    ols, mle = fits["slope_ols"], fits["exponent_mle"]
    fig, ax = style.figure(
        "wide",
        86,
        title=title or say(lang, "名次与次数", "Rank and frequency"),
        subtitle=say(
            lang,
            f"一点一词，两轴均为对数；Zipf 指数：最小二乘 {-ols:.2f}，最大似然 {mle:.2f}",
            f"One point a word, log scales; Zipf exponent: least squares {-ols:.2f}, maximum "
            f"likelihood {mle:.2f}",
        ),
        foot=foot,
        lang=lang,
        key=[
            (say(lang, "最小二乘（OLS）", "least squares (OLS)"), style.ACCENT),
            (say(lang, "最大似然（MLE）", "maximum likelihood (MLE)"), style.INK),
        ],
        grid="y",
    )
    rank, f = table["rank"].to_numpy(dtype=float), table["f"].to_numpy(dtype=float)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlim(0.8, rank.max() * 1.3)
    ax.set_ylim(0.8, f.max() * 1.8)
    ax.scatter(rank, f, s=7, color=style.PALE, lw=0, zorder=2)
    ends = np.array([1.0, rank.max()])
    ax.plot(ends, 10 ** fits["intercept_ols"] * ends**ols, color=style.ACCENT, lw=1, zorder=3)
    ax.plot(
        ends, fits["constant_mle"] * ends**-mle, color=style.INK, lw=1, ls=(0, (4, 2)), zorder=3
    )
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter("{x:.0f}")
        axis.minorticks_off()
    placing.inner_ticks(ax)
    ax.tick_params(axis="y", labelcolor=style.GREY)
    ax.set_xlabel(say(lang, "名次", "rank"))
    ax.set_ylabel(say(lang, "次数", "count"))
    first = table.head(labels)
    # labels keep clear of the points and of both lines
    along = np.geomspace(1, rank.max(), 300)
    curves = [10 ** fits["intercept_ols"] * along**ols, fits["constant_mle"] * along**-mle]
    x, y = np.concatenate([rank, along, along]), np.concatenate([f, *curves])
    placing.place(
        ax,
        first["rank"].to_numpy(dtype=float),
        first["f"].to_numpy(dtype=float),
        [style.named(word, lang, gloss) for word in first["word"]],
        points=(x, y),
        must=labels,
        radius=1.6,
    )
    return fig
