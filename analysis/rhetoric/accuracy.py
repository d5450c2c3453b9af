"""How good is it: every detector against the published labels, as a table and as a page.

The labels, their guide and their scorer lie in tests/gold/rhetoric. ``python -m
analysis.rhetoric.accuracy`` writes the page docs/accuracy/rhetoric.md.
"""

from __future__ import annotations

import importlib.util
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType

import pandas as pd

from analysis import corpus, lexicons, rhetoric, sentences, tables, words
from analysis.errors import InputError
from analysis.paths import ROOT, shown
from analysis.rhetoric import table

GOLD = ROOT / "tests" / "gold" / "rhetoric"
PAGE = ROOT / "docs" / "accuracy" / "rhetoric.md"
DOCUMENT = "shenzhen-2025"
# The measure by which each detector is judged first.
FIRST = {
    "parallel": "group",
    "idiom": "strict",
    "fourchar": "macro_f1",
    "numeric": "overlap",
    "commit": "exact",
    "marker": "macro_f1",
    "degree": "strict",
    "stance": "strict",
    "metaphor": "overlap",
    "wordplay": "strict",
    "reuse": "char",
}
MEASURES = ("group", "member", "soft", "strict", "exact", "overlap", "char")
SINGLE = ("label", "accuracy", "macro_f1", "kappa")


@cache
def scorer() -> ModuleType:
    """Load the scorer that comes with the labels.

    Raises
    ------
    InputError
        If the labels are not there.
    """
    path = GOLD / "score.py"
    if not path.is_file():
        raise InputError("the scorer is missing", where=shown(path), do="Restore it from git.")
    spec = importlib.util.spec_from_file_location("rhetoric_score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def found() -> dict[str, pd.DataFrame]:
    """Run all detectors on the labelled report."""
    doc = corpus.load(DOCUMENT)
    rows = sentences.of(doc)
    return rhetoric.detect_all(rows, words.tokens(rows), doc.text)


def zones(detector: str) -> list[tuple[int, int]]:
    """Give the stretches of the report that are labelled for a detector."""
    name = scorer().SCOPED.get(detector, "units")
    return [(row["s"], row["e"]) for row in scorer().read(str(GOLD / f"{name}_dev.tsv"))]


def gold(detector: str) -> list[dict]:
    """Read the published labels of a detector, as the scorer has them."""
    return scorer().read(str(GOLD / f"{detector}_dev.tsv"))


def predicted(detector: str) -> list[dict]:
    """Give what a detector found, as the scorer wants it."""
    hits = found()[detector]
    rows = hits[["start", "end", "label", "attributes"]].itertuples(index=False)
    return [{"s": r.start, "e": r.end, "label": r.label, "attr": table.parse(r.attributes)}
            for r in rows]  # fmt: skip


@cache
def result(detector: str) -> dict:
    """Score one detector; see tests/gold/rhetoric/score.py for the measures."""
    return scorer().score(detector, gold(detector), predicted(detector), zones(detector))


def scores(detectors: tuple[str, ...] = rhetoric.NAMES) -> pd.DataFrame:
    """Score the detectors on the published labels.

    Returns
    -------
    DataFrame
        detector, measure, p, r, f1 (NaN where a measure has none), value (f1, or the accuracy,
        macro F1 or kappa itself), n (labels), found (hits within the labelled stretches).
    """
    rows = []
    for name in detectors:
        got = result(name)
        n, hits = got["gold"], got["pred"]
        for measure in MEASURES:
            if measure in got:
                m = got[measure]
                rows.append((name, measure, m["p"], m["r"], m["f1"], m["f1"], n, hits))
        for measure in SINGLE:
            if measure in got:
                rows.append((name, measure, None, None, None, got[measure], n, hits))
    columns = ["detector", "measure", "p", "r", "f1", "value", "n", "found"]
    out = pd.DataFrame(rows, columns=columns)
    return out.astype({"p": float, "r": float, "f1": float, "value": float})


def caption(detector: str, lang: str = "zh") -> str:
    """Say in a few words how good a detector is, for the foot of a figure."""
    got, first = result(detector), FIRST[detector]
    value = got[first]["f1"] if isinstance(got[first], dict) else got[first]
    if lang == "zh":
        return f"识别准确度 F1 {value:.2f}（公开标注 {got['gold']} 条，开发用）"
    return f"detector F1 {value:.2f} on {got['gold']} published labels (development set)"


def differences(detector: str) -> pd.DataFrame:
    """List what a detector misses and what it finds too much on the published labels.

    Returns
    -------
    DataFrame
        kind (missed, extra, label), start, text, gold (label), got (label).
    """
    text = corpus.load(DOCUMENT).text
    inside = zones(detector)

    def key(row):
        return scorer().members(row) if detector == "parallel" else (row["s"], row["e"])

    def shown_text(row):
        parts = sorted(key(row)) if detector == "parallel" else [(row["s"], row["e"])]
        return "｜".join(text[a:b] for a, b in parts).replace("\n", " ")

    mine = {
        key(row): row
        for row in predicted(detector)
        if any(a <= row["s"] and row["e"] <= b for a, b in inside)
    }
    theirs = {key(row): row for row in gold(detector)}
    rows = []
    for k, row in theirs.items():
        if k not in mine:
            rows.append(("missed", row["s"], shown_text(row), row["label"], ""))
        elif mine[k]["label"] != row["label"]:
            rows.append(("label", row["s"], shown_text(row), row["label"], mine[k]["label"]))
    if detector not in scorer().CLASS:
        for k, row in mine.items():
            if k not in theirs:
                rows.append(("extra", row["s"], shown_text(row), "", row["label"]))
    out = pd.DataFrame(rows, columns=["kind", "start", "text", "gold", "got"])
    return out.sort_values(["kind", "start"], kind="stable").reset_index(drop=True)


def page(examples: int = 5, width: int = 60) -> str:
    """Write the page: a table of all measures, then for each detector its hard cases and errors."""
    notes = lexicons.load("accuracy_notes.csv", columns=("detector", "zh", "en"), unique=())
    lines = [
        "# 修辞识别有多准 / How good is the rhetoric",
        "",
        "本页由一次运行生成，请勿手改：`python -m analysis.rhetoric.accuracy`。"
        "标注、定义与评分程序在 tests/gold/rhetoric。"
        "这些标注在编写规则时看得到，所以下面的数字是**开发集**上的数字，"
        "对没见过的报告会低一些。",
        "",
        "Generated by a run; do not edit. Labels, definitions and scorer lie in "
        "tests/gold/rhetoric. The rules were written with these labels in view: the numbers are "
        "those of a **development set**, and lower on reports not seen before.",
        "",
        "| detector | measure | P | R | F1 or value | labels n | found |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in scores().itertuples(index=False):
        name = f"**{row.measure}**" if FIRST[row.detector] == row.measure else row.measure
        p, r = ("" if pd.isna(v) else f"{v:.3f}" for v in (row.p, row.r))
        lines.append(
            f"| {row.detector} | {name} | {p} | {r} | {row.value:.3f} | {row.n} | {row.found} |"
        )
    lines += [
        "",
        "每个识别器的主要指标为粗体。 The first measure of each detector is set in bold. "
        "group：一组各肢全部相同 all limbs of a group agree；member：单个肢 single limbs；"
        "soft：各肢重合一半以上 half of the limbs agree；exact、strict：起止（与类别）全同 span "
        "(and label) agree；overlap：重合一半以上 half of the span agrees；char：字 characters；"
        "macro_f1、kappa：给定的词逐个判类 given strings classified.",
        "",
    ]
    for name in rhetoric.NAMES:
        lines += section(name, notes[notes["detector"] == name], examples, width)
    return "\n".join(lines).rstrip() + "\n"


def section(name: str, notes: pd.DataFrame, examples: int, width: int) -> list[str]:
    """Write the part of one detector: recall by label, hard cases, known errors."""
    lines = [f"## {name}", ""]
    got = result(name)
    counts = Counter(row["label"] for row in gold(name))
    labels = "，".join(f"{label} {n}" for label, n in sorted(counts.items()))
    lines += [f"标注 labels: {labels}.", ""]
    if "recall_by_label" in got:
        parts = "，".join(f"{k} {v}" for k, v in got["recall_by_label"].items())
        lines += [f"召回 found of each label: {parts}.", ""]
    for note in notes.itertuples(index=False):
        lines += [f"- {note.zh} / {note.en}"]
    lines += [""] if len(notes) else []
    wrong = differences(name)
    if wrong.empty:
        return [*lines, "在公开标注上没有差错。 No error on the published labels.", ""]
    titles = {
        "missed": "漏掉的 missed",
        "extra": "多出的 found too much",
        "label": "类别不同 other label",
    }
    for kind, title in titles.items():
        own = wrong[wrong["kind"] == kind]
        if own.empty:
            continue
        lines += [f"{title} ({len(own)}):", ""]
        for row in own.head(examples).itertuples(index=False):
            short = row.text if len(row.text) <= width else row.text[: width - 1] + "…"
            label = " → ".join(filter(None, (row.gold, row.got)))
            lines.append(f"- {short} ({label})")
        if len(own) > examples:
            lines.append(f"- …… {len(own) - examples} more")
        lines.append("")
    return lines


def write(path: Path = PAGE) -> Path:
    """Write the page.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    tables.write_bytes(path, page().encode("utf-8"))
    return path


if __name__ == "__main__":
    print(shown(write()))
