"""Print how right, how steady and how fast the topics are: python tests/benchmarks/bench_topics.py

``report`` and ``national`` as arguments choose one part. AMI (adjusted mutual information) is of
the dominant topic with the theme of the part (tests/gold/themes/guide.md); NMI and purity rise
with the number of topics and are not printed. Times are processor time of one thread; loading
is apart. The national reports are used where they are (``../shared/data``).
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace

for name in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{name}_NUM_THREADS", "1")

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from test_topics import agreement, labelled  # noqa: E402

from analysis import analyse, corpus, topics  # noqa: E402
from analysis.topics import Topics, Units  # noqa: E402
from analysis.topics import stability as marking  # noqa: E402

NATIONAL = ROOT.parent / "shared" / "data" / "gwr"
SEEDS = range(5)


def timed(work, *args, **named):
    """The result of `work` and its processor time."""
    begin = time.process_time()
    result = work(*args, **named)
    return result, time.process_time() - begin


def sklearn_lda(units: Units, k: int, seed: int) -> Topics:
    """LDA of scikit-learn as its examples use it."""
    from sklearn.decomposition import LatentDirichletAllocation

    lda = LatentDirichletAllocation(k, random_state=seed, max_iter=10)
    shares = lda.fit_transform(units.counts.X)
    lines = lda.transform(units.by_sentence.X)
    weights = lda.components_ / lda.components_.sum(axis=1, keepdims=True)
    names = list(range(1, k + 1))
    return Topics(
        "scikit-learn",
        pd.DataFrame(weights, index=names, columns=units.counts.vocabulary),
        pd.DataFrame(shares, index=units.counts.units, columns=names),
        pd.DataFrame(lines, index=units.by_sentence.units, columns=names),
    )


def steadiness(models: list[Topics]) -> float:
    """Mean overlap of the ten top words over all pairs of models."""
    pairs = [(i, j) for i in range(len(models)) for j in range(i)]
    return float(
        np.mean([topics.compare(models[i], models[j])["overlap"].mean() for i, j in pairs])
    )


def models(units: Units, k: int) -> dict:
    """Name -> how to fit it with a seed."""
    themes = topics.themes()
    return {
        "nmf": lambda seed: topics.fit(units, k, "nmf", seed),
        "lda": lambda seed: topics.fit(units, k, "lda", seed),
        "seeded": lambda seed: topics.fit(units, model="seeded", themes=themes, seed=seed),
        "gensim, plain": lambda seed: topics.fit(units, k, "plain", seed),
        "scikit-learn LDA": lambda seed: sklearn_lda(units, k, seed),
    }


def shuffled(units: Units, k: int, texts: int = 6) -> float:
    """Share of topics marked readable in texts whose sentences are dealt to paragraphs by chance.

    Each shuffled text gets a model and marks of its own, as a report would.
    """
    lines = marking._lines(units)
    every = np.arange(len(lines.unit))
    found = []
    for seed in range(texts):
        generator = np.random.default_rng([42, seed])
        unit = generator.permutation(lines.unit)
        tops = marking._half_tops(lines.units(every, unit), k, lines.vocabulary)
        overlap = marking.split_half(lines, unit, tops, generator, marking.SPLITS)
        line = marking.null_line(lines, k, generator, marking.SHUFFLES, marking.SPLITS)
        found.extend(np.round(overlap, 6) > np.round(line, 6))
    return float(np.mean(found))


def report() -> None:
    """One report, K = 10, against the ten themes."""
    reading = analyse.read(corpus.load("shenzhen-2025"))
    units, _ = topics.of_report(reading)  # imports
    n = labelled(reading)
    print(f"one report: {len(units.counts.units)} paragraphs, {len(units.counts.vocabulary)} words")
    print(f"{n['block'].nunique()} blocks and {len(n)} sentences with a theme; seeds {len(SEEDS)}")
    print(f"{'':18s} AMI blocks  sentences  named right  same words over seeds   fit")
    for name, fit in models(units, 10).items():
        fitted = [timed(fit, seed) for seed in SEEDS]
        scores = np.mean([agreement(reading, model) for model, _ in fitted], axis=0)
        right = f"{scores[2]:.3f}" if name == "seeded" else "-"
        same, seconds = steadiness([m for m, _ in fitted]), min(t for _, t in fitted)
        print(
            f"{name:18s} {scores[0]:10.3f} {scores[1]:10.3f} {right:>12s} {same:22.3f} "
            f"{seconds:5.2f} s"
        )
    many = {
        name: steadiness([fit(seed) for seed in range(20)])
        for name, fit in models(units, 10).items()
        if name in ("nmf", "lda")
    }
    print("same ten words over 20 seeds:", *(f"{k} {v:.3f}" for k, v in many.items()))
    (_, marks), seconds = timed(lambda: (lambda m: (m, topics.marks(m, units)))(topics.fit(units)))
    print(
        f"fit with all marks: {seconds:.1f} s; readable {marks['readable'].sum()} of {len(marks)}"
    )
    print(f"topics of shuffled text marked readable: {shuffled(units, 10):.3f}")


def nation(years=range(2003, 2023)) -> SimpleNamespace:
    """Read the national reports of some years into one."""
    names = [f"natl_{year}.txt" for year in years]
    found = [analyse.read(corpus.read_file(NATIONAL / name)) for name in names]
    return SimpleNamespace(
        sentences=pd.concat([r.sentences for r in found], ignore_index=True),
        tokens=pd.concat([r.tokens for r in found], ignore_index=True),
        terms=pd.concat([r.terms for r in found], ignore_index=True),
    )


def part_of(reading, years) -> SimpleNamespace:
    """The reports of some years."""
    return SimpleNamespace(
        **{
            name: table[
                table["sent_id"].str.extract(r"(\d{4})")[0].astype(int).isin(years)
            ].reset_index(drop=True)
            for name, table in vars(reading).items()
        }
    )


def national() -> None:
    """Twenty national reports, K = 20."""
    if not NATIONAL.is_dir():
        print("no ../shared/data/gwr: the national reports are left out")
        return
    reading, seconds = timed(nation)
    print(f"twenty national reports: read in {seconds:.1f} s")
    for model in ("nmf", "lda"):
        (units, first), seconds = timed(topics.of_report, reading, k=20, model=model)
        again = topics.fit(units, 20, model, seed=1)
        halves = [
            topics.of_report(part_of(reading, years), k=20, model=model)[1]
            for years in (range(2003, 2023, 2), range(2004, 2023, 2))
        ]
        tops = first.top_words(10)
        dirt = sum(any("译文" in w or "公有领域" in w for w in words) for words in tops)
        vocabulary = [w for w in units.counts.vocabulary if "译文" in w or "公有领域" in w]
        print(
            f"{model}: {units.counts.X.shape[0]} paragraphs, {units.counts.X.shape[1]} words, "
            f"fit in {seconds:.1f} s; same words over seeds {steadiness([first, again]):.3f}; "
            f"odd and even years {topics.compare(*halves)['overlap'].mean():.3f}; topics with "
            f"licence words {dirt}; such words counted: {vocabulary}"
        )
        if model == "lda":
            marks, seconds = timed(topics.marks, first, units)
            print(f"marks: {seconds:.1f} s; readable {marks['readable'].sum()} of {len(marks)}")
        for number, words in enumerate(tops, 1):
            print(f"  {number:2d} {' '.join(words)}")


if __name__ == "__main__":
    for part in sys.argv[1:] or ["report", "national"]:
        {"report": report, "national": national}[part]()
