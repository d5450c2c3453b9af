"""Where things lie. Every folder of the project is named here and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
NOTEBOOKS = ROOT / "notebooks"
BUILD = ROOT / "build"
CACHE = BUILD / "cache"

# Tests read texts that are not the project's from a corpus elsewhere.
CORPUS = Path(os.environ.get("POLICY_CORPUS_DIR") or ROOT / "corpus")
# A check rebuilds the figures elsewhere; a user's own study never writes into figures/.
FIGURES = Path(os.environ.get("POLICY_FIGURES_DIR") or ROOT / "figures")


def shown(path: Path) -> str:
    """Name a path as a reader should see it: relative to the project where it lies inside.

    Examples
    --------
    >>> shown(SEEDS / "stopwords.csv")
    'seeds/stopwords.csv'
    """
    path = Path(path)
    try:
        return path.resolve().relative_to(ROOT).as_posix()
    except ValueError:
        return str(path)
