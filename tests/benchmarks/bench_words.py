"""Print how right and how fast the words are: python tests/benchmarks/bench_words.py

Speeds are ratios to jieba in the same run, on the same sentences, processor time, the best of
five. The other texts to measure with are used where they are (``../shared/data``).
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analysis import corpus, sentences, words  # noqa: E402

GOLD = ROOT / "tests" / "gold"
DATA = ROOT.parent / "shared" / "data"


def frame(texts: list[str]) -> pd.DataFrame:
    ids = [f"d:{n:06d}" for n in range(len(texts))]
    return pd.DataFrame({"sent_id": ids, "start": 0, "text": texts})


def by_sentence(tokens: pd.DataFrame) -> list[list[str]]:
    return [part["word"].tolist() for _, part in tokens.groupby("sent_id", sort=False)]


def report() -> pd.DataFrame:
    document = corpus.load("shenzhen-2025")
    table = sentences.split(document.text, document.doc_id)
    return table[table["role"] != "footer"]


def segmentation() -> dict[str, float]:
    gold = words.read_gold(GOLD / "seg" / "seed_dev.txt")
    table = frame(gold["text"].tolist())
    tokens, terms = words.layers(table)
    plain = words.tokens(table, dictionary=None)
    bare = words.tokens(table, dictionary=words.Dictionary(words.read_dictionary().terms.iloc[:0]))
    merged = words.coarse(tokens, terms)
    return {
        "seed gold fine F1, engine alone": words.score(gold["fine"], by_sentence(plain))["f1"][0],
        "seed gold fine F1, rules only": words.score(gold["fine"], by_sentence(bare))["f1"][0],
        "seed gold fine F1, dev": words.score(gold["fine"], by_sentence(tokens))["f1"][0],
        "seed gold coarse F1, dev": words.score(gold["coarse"], by_sentence(merged))["f1"][0],
    }


def proposals() -> dict[str, float]:
    # Without the shipped terms: a proposal that was known beforehand proves nothing.
    shipped = words.read_dictionary()
    bare = words.Dictionary(shipped.terms.iloc[:0], shipped.words)
    found = words.candidates(words.tokens(report(), dictionary=bare), dictionary=None)["candidate"]
    judged = pd.read_csv(GOLD / "terms" / "seed_candidates_labelled.tsv", sep="\t")
    terms = pd.read_csv(GOLD / "terms" / "seed_terms_dev.tsv", sep="\t")
    right = dict(zip(judged["candidate"], judged["is_term"], strict=True))
    right |= dict.fromkeys(terms["term"], 1)
    engine = words.load()
    often = terms[(terms["count"] >= 2) & (terms["term"].str.len() >= 3)]["term"]
    wanted = [t for t in often if not engine.known(t)]
    known = words.read_dictionary().terms["term"]
    return {
        "proposals P@100, judged": float(np.mean([right[c] for c in found if c in right][:100])),
        "proposals recall@200": float(np.isin(wanted, found.head(200)).mean()),
        "dev terms in the dictionary": float(terms["term"].isin(known).mean()),
        "terms in the dictionary": float(len(known)),
    }


def seconds(job, rounds: int = 5) -> float:
    best = float("inf")
    for _ in range(rounds):
        begin = time.process_time()
        job()
        best = min(best, time.process_time() - begin)
    return best


def speed() -> dict[str, float]:
    texts = report()["text"].tolist()
    for path in sorted((DATA / "gwr").glob("*.txt"))[-8:]:
        table = sentences.split(path.read_text("utf-8"), path.stem)
        texts += table["text"].tolist()
    table = frame(texts)
    slow, fast = words.load("jieba"), words.load()
    slow.cut(texts[0]), words.layers(table.head())
    whole = "\n".join(texts)
    base = seconds(lambda: [slow.cut(text) for text in texts], 3)
    return {
        "characters": float(len(whole)),
        "engine, one text, times jieba": base / seconds(lambda: fast.cut(whole)),
        "engine, by sentence, times jieba": base / seconds(lambda: [fast.cut(t) for t in texts]),
        "both layers as tables, times jieba": base / seconds(lambda: words.layers(table)),
    }


def loading() -> dict[str, float]:
    """Processor time of a fresh process, less that of importing the package."""
    code = (
        "import time; from analysis import words; t = time.process_time(); "
        "words.load({}).cut('深圳'); print(time.process_time() - t)"
    )
    out = {}
    for name, what in (("engine load, s", ""), ("engine with dictionary load, s", "*DICTIONARY")):
        call = code.format("dictionary=words.read_dictionary().engine_words" if what else "")
        runs = [
            subprocess.run([sys.executable, "-c", call], cwd=ROOT, capture_output=True, check=True)
            for _ in range(3)
        ]
        out[name] = min(float(run.stdout) for run in runs)
    return out


def pku() -> dict[str, float]:
    path = DATA / "seg" / "pku_test_gold.utf8"
    if not path.exists():
        return {}
    gold = [g for line in path.read_text("utf-8").splitlines() if (g := line.split())]
    engine = words.load()
    found = [engine.cut("".join(line)) for line in gold]
    return {"PKU F1, engine": words.score(gold, found)["f1"][0]}


if __name__ == "__main__":
    print(f"{'measure':<40}{'value':>10}")
    for part in (segmentation, proposals, pku, loading, speed):
        for name, value in part().items():
            print(f"{name:<40}{value:>10.4g}", flush=True)
