"""Print how long each comparison of twenty reports takes.

Run ``python tests/benchmarks/bench_comparison.py``; the national reports are used where they are
(``../shared/data``). Times are processor time of one thread; reading is apart.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

for name in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{name}_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analysis import comparison, corpus, reading  # noqa: E402

REPORTS = ROOT.parent / "shared" / "data" / "gwr"


def timed(name: str, call):
    """Call, print the processor time, and hand the result on."""
    begun = time.process_time()
    found = call()
    print(f"{name:<22}{time.process_time() - begun:6.1f} s", flush=True)
    return found


def read(path: Path):
    """Read one national report, its year from the name of the file."""
    document = corpus.read_file(path)
    year = int(path.stem[-4:])
    meta = {**document.meta, "place": "中国", "year": year, "title": path.stem}
    return reading.read(replace(document, doc_id=f"natl-{year}", meta=meta))


def main() -> None:
    """Time every comparison."""
    paths = sorted(REPORTS.glob("natl_????.txt"))
    if not paths:
        print("the national reports are not here")
        return
    reports = timed("read and lay together", lambda: comparison.gather(map(read, paths)))
    print(
        f"{len(paths)} reports, {len(reports.sentences):,} sentences, {len(reports.tokens):,} words"
    )
    fates = timed("fates", lambda: comparison.fate(reports))
    timed("keyness of years", lambda: comparison.keyness(reports))
    chosen = timed("formulations proposed", lambda: comparison.propose(reports))
    lives = timed("lives", lambda: comparison.life(reports, chosen))
    timed("what replaced them",
          lambda: comparison.summary(lives.table, lives.evidence, fates.table))  # fmt: skip
    timed("promises and results", lambda: comparison.promises(reports))
    timed("commitment", lambda: comparison.pledges(reports))
    counted, model = timed("topics fitted", lambda: comparison.fitted(reports))
    timed("topics over time", lambda: comparison.over_time(reports, counted, model))
    timed("map of likeness", lambda: comparison.likeness(reports))


if __name__ == "__main__":
    main()
