"""The target table against hand labels: the report's, and sentences written for practice."""

import csv
import importlib.util

import pandas as pd
import pytest

from analysis import corpus, sentences, tables, targets
from analysis.paths import ROOT

GOLD = ROOT / "tests" / "gold" / "targets"
spec = importlib.util.spec_from_file_location("targets_score", GOLD / "score.py")
scorer = importlib.util.module_from_spec(spec)
spec.loader.exec_module(scorer)

TITLES = {
    "review 2024": ("2025年政府工作报告", "一、2024年工作回顾"),
    "plan 2025": ("2025年政府工作报告", "一、2024年工作回顾\n好。\n二、2025年工作安排"),
    "review 1983": ("一九八四年政府工作报告", "一、一九八三年工作回顾"),
    "review 1982": ("一九八三年政府工作报告", "一、过去五年的回顾"),
    "plan 1983": ("一九八三年政府工作报告", "一、过去五年的回顾\n好。\n二、今后五年的主要任务"),
}


@pytest.fixture(scope="module")
def dev(tmp_path_factory):
    document = corpus.load("shenzhen-2025")
    table = sentences.split(document.text, document.doc_id)
    path = tmp_path_factory.mktemp("targets") / "targets.tsv"
    tables.write_table(targets.guide_table(targets.find(table), table), path)
    regions = [(int(r["start"]), int(r["end"])) for r in scorer.read(GOLD / "seed_dev.regions.tsv")]
    return scorer.score(scorer.read(GOLD / "seed_dev.tsv"), scorer.read(path), regions)[0]


def test_detection_on_the_report(dev):
    assert dev["detect"]["span+value+unit"]["F1"] >= 0.99
    assert dev["detect"]["row"]["F1"] >= 0.96


def test_every_field_on_the_report(dev):
    accuracy = {name: measure["acc"] for name, measure in dev["attr"].items()}
    assert min(accuracy.values()) >= 0.99
    assert dev["indicator"]["charF1"] >= 0.97


@pytest.fixture(scope="module")
def practice():
    """Labels and predictions of the practice sentences, place by place."""
    path = GOLD / "practice.tsv"
    labels = pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False, quoting=csv.QUOTE_NONE)
    pairs, missed, extra = [], [], []
    for place, group in labels.groupby("place", sort=False):
        title, head = TITLES[place]
        front = f"{title}\n\n{head}\n"
        lines = list(dict.fromkeys(group["sentence"]))
        table = sentences.split(front + "\n".join(lines) + "\n", "toy")
        predicted = targets.guide_table(targets.find(table), table)
        predicted = predicted[predicted["status"] == "core"].to_dict("records")
        at = len(front)
        gold = []
        for line in lines:
            for row in group[group["sentence"] == line].to_dict("records"):
                begin = at + int(row["at"])
                gold.append({**row, "start": begin, "end": begin + len(row["text"])})
            at += len(line) + 1
        for row in gold + predicted:
            row["_s"], row["_e"] = int(row["start"]), int(row["end"])
            row.setdefault("status", "core")
        found = scorer.pair_up(gold, predicted, right)
        for kept, new in zip((pairs, missed, extra), found, strict=True):
            kept.extend(new)
    return pairs, missed, extra


def right(gold, predicted):
    return scorer.same_value(gold, predicted) and scorer.same_unit(gold, predicted)


def test_practice_sentences_are_read(practice):
    """462 rows of provincial and 1980s prose of our own; labelled in part before any rule."""
    pairs, missed, extra = practice
    values = sum(right(g, p) for g, p in pairs)
    assert len(pairs) >= 450
    assert values >= 0.99 * (len(pairs) + len(missed))
    assert len(extra) <= 6
    labels = ("comparator", "change_type", "commitment", "period")
    whole = [
        right(g, p)
        and all(g[a] == p[a] for a in labels)
        and scorer.char_f1(g["indicator"], p["indicator"]) >= 0.8
        for g, p in pairs
    ]
    assert sum(whole) >= 0.96 * (len(pairs) + len(missed))
