"""The published labels: eight detectors stay at or above their floors."""

import importlib.util
from functools import cache

import pytest

from analysis import corpus, sentences, words
from analysis.paths import ROOT
from analysis.rhetoric import (
    commit,
    degree,
    marker,
    metaphor,
    numeric,
    reuse,
    stance,
    table,
    wordplay,
)

GOLD = ROOT / "tests" / "gold" / "rhetoric"
DETECTORS = (numeric, commit, marker, degree, stance, metaphor, wordplay, reuse)


@cache
def scorer():
    spec = importlib.util.spec_from_file_location("rhetoric_score", GOLD / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def scores(tmp_path_factory):
    folder = tmp_path_factory.mktemp("predictions")
    doc = corpus.load("shenzhen-2025")
    found = sentences.split(doc.text, doc.doc_id)
    tokens = words.tokens(found)
    for detector in DETECTORS:
        rows = table.report(detector.detect(found, tokens))
        name = detector.__name__.rpartition(".")[2]
        cells = rows.map(lambda cell: str(cell).replace("\n", "\\n"))
        lines = [
            "\t".join(cells.columns),
            *("\t".join(row) for row in cells.itertuples(index=False)),
        ]
        (folder / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return scorer().run(str(GOLD), str(folder), "dev")


@pytest.mark.parametrize(
    ("detector", "measure", "floor"),
    [
        ("numeric", "overlap", 0.95),
        ("numeric", "label", 0.90),
        ("commit", "exact", 0.88),
        ("marker", "macro_f1", 0.85),
        ("degree", "strict", 0.99),
        ("stance", "strict", 0.92),
        ("metaphor", "overlap", 0.60),
        ("reuse", "char", 1.0),
    ],
)
def test_floor(scores, detector, measure, floor):
    value = scores[detector][measure]
    assert (value["f1"] if isinstance(value, dict) else value) >= floor


def test_targets_and_principles_are_recalled(scores):
    recall = scores["commit"]["recall_by_label"]
    targets, principles = (
        int(a) / int(b) for a, b in (recall[label].split("/") for label in ("T", "P"))
    )
    assert targets >= 0.85
    assert principles >= 0.80


def test_expansions(scores):
    right, _, of = scores["numeric"]["expansion"].partition("/")
    assert int(right) / int(of) >= 0.75


def test_wordplay_shows_little_that_is_none(scores):
    assert scores["wordplay"]["pred"] >= 8
    assert scores["wordplay"]["strict"]["p"] >= 0.60
