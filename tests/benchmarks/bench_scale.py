"""Print what counting many documents costs: python tests/benchmarks/bench_scale.py [--small] [PART]

The corpus is made by shuffling the sentences of the report (and of the national reports in
``../shared/data/gwr`` where they are) into documents of 24,000 characters. Speeds are ratios to
jieba's bare cut of the same text in the same run, in processor time. With --small everything
runs on a fiftieth of the text. Parts: ratio, large, kill; all by default.
"""

from __future__ import annotations

import gc
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analysis import corpus, sentences, shards, words  # noqa: E402
from analysis.shards import cutting, layout  # noqa: E402

DATA = ROOT.parent / "shared" / "data" / "gwr"
DOCUMENT = 24_000
PLACES = ("documents", "sentences", "tokens", "gaps", "words", "terms", "term_list")

COUNT = """
import json, resource, sys, time
from analysis import shards
begin = time.perf_counter()
made = shards.count(sys.argv[1], sys.argv[2], **json.loads(sys.argv[3]))
seconds = time.perf_counter() - begin
own, others = (resource.getrusage(k) for k in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps({
    "seconds": seconds, "characters": made.characters, "tokens": made.tokens,
    "documents": made.documents, "shards": made.shards, "problems": len(made.problems),
    "cpu": own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime,
    "driver_mb": own.ru_maxrss / 1024, "worker_mb": others.ru_maxrss / 1024,
}))
"""
KEYNESS = """
import json, resource, sys, time
from analysis import shards
begin = time.perf_counter(), time.process_time()
table = shards.keyness(sys.argv[1], permutations=int(sys.argv[2]))
end = time.perf_counter(), time.process_time()
print(json.dumps({
    "seconds": end[0] - begin[0], "cpu": end[1] - begin[1], "words": len(table),
    "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""


def real() -> list[tuple[str, str]]:
    """The report, and the national reports where they are."""
    texts = [("shenzhen-2025", corpus.load("shenzhen-2025").text)]
    return texts + [(p.stem, p.read_text("utf-8")) for p in sorted(DATA.glob("*.txt"))]


def shuffled(characters: int, seed: int = 1):
    """Documents of shuffled sentences: (doc_id, text)."""
    pool = []
    for doc_id, text in real():
        table = sentences.split(text, doc_id)
        pool += table.loc[table["role"].isin(["body", "heading"]), "text"].tolist()
    rng = random.Random(seed)
    total = number = 0
    while total < characters:
        paragraphs, size = [], 0
        while size < DOCUMENT:
            paragraphs.append("".join(rng.choices(pool, k=rng.randint(1, 6))))
            size += len(paragraphs[-1]) + 1
        text = "\n".join(paragraphs)
        yield f"made-{number:05d}", text
        total, number = total + len(text), number + 1


def say(measure: str, floor: str, reached: str) -> None:
    print(f"{measure:<58}{floor:>12}{reached:>22}", flush=True)


def python(code: str, *arguments, **options):
    env = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True, **options)


def answer(process) -> dict:
    text, _ = process.communicate()
    return json.loads(text)


def ratio(characters: int, rounds: int = 3) -> None:
    """Text in memory to the bytes of all Parquet files of a shard, against jieba, in turns."""
    documents = [corpus.Document(*pair) for pair in shuffled(characters)]
    engine = words.load("jieba")
    engine.cut("深圳"), words.spans(["深圳"])

    def ours():
        tables, _ = cutting.cut(documents)
        for name, table in tables.items():
            layout.to_bytes(name, table)

    jobs = {
        "jieba": lambda: [engine.cut(d.text) for d in documents],
        "text -> token Parquet + counts": ours,
        "  of which sentences": lambda: [sentences.of(d) for d in documents],
        "mending a text as received": lambda: [
            corpus.Document.of(d.doc_id, d.text, {}) for d in documents
        ],
    }
    best = dict.fromkeys(jobs, float("inf"))
    gc.disable()
    for _ in range(rounds):
        for name, job in jobs.items():
            begin = time.process_time()
            job()
            best[name] = min(best[name], time.process_time() - begin)
            gc.collect()
    gc.enable()
    size = sum(len(d.text) for d in documents)
    for name, seconds in best.items():
        floor = "5x" if name.startswith("text") else ""
        rate = f"{best['jieba'] / seconds:.2f}x  {seconds / size * 1e6:.2f} us/char"
        say(f"{name}, one process", floor, rate)


def large(folder: Path, out: Path, characters: int) -> None:
    """Files in a folder, two processes."""
    folder.mkdir()
    for doc_id, text in shuffled(characters):
        (folder / f"{doc_id}.txt").write_text(text, "utf-8", newline="")
    for load in ("cold", "again"):
        made = answer(python(COUNT, folder, out, json.dumps({"executor": "processes"})))
        name = f"{made['characters'] / 1e6:.1f} M characters, 2 workers"
        if load == "cold":
            say(f"{name}: seconds", "60", f"{made['seconds']:.1f}")
            say("  processor seconds, all processes", "", f"{made['cpu']:.1f}")
            say("  driver, MB at most", "1000", f"{made['driver_mb']:.0f}")
            say("  a worker, MB at most", "", f"{made['worker_mb']:.0f}")
            say("  documents, shards", "", f"{made['documents']}, {made['shards']}")
            say("  tokens", "", str(made["tokens"]))
        else:
            say("  the same again, all done before: seconds", "", f"{made['seconds']:.1f}")


def disk(out: Path, name: str) -> None:
    tokens = shards.summary(out)["tokens"]
    size = {
        table: sum((f / f"{table}.parquet").stat().st_size for f in shards.folders(out))
        for table in layout.TABLES
    }
    places = sum(size[table] for table in PLACES)
    say(f"bytes a token, {name}", "2", f"{places / tokens:.2f}")
    say("  counts of the shards besides", "", f"{(sum(size.values()) - places) / tokens:.2f}")
    merged = sum(path.stat().st_size for path in out.glob("*.parquet"))
    say("  merged counts besides", "", f"{merged / tokens:.2f}")


def keyness(out: Path) -> None:
    for permutations in (0, 199):
        found = answer(python(KEYNESS, out, permutations))
        name = f", {permutations} permutations of documents" if permutations else ""
        reached = f"{found['seconds']:.1f} (cpu {found['cpu']:.1f})"
        say(f"keyness of halves, {found['words']} words{name}", "" if name else "3", reached)
        say("  MB at most", "", f"{found['mb']:.0f}")
    for name in ("frequency", "dispersion"):
        begin = time.perf_counter()
        getattr(shards, name)(out)
        say(f"{name} over documents: seconds", "", f"{time.perf_counter() - begin:.1f}")


def contents(folder: Path) -> dict[str, bytes]:
    files = [p for p in folder.rglob("*") if p.is_file() and p.name != ".lock"]
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def killed(work: Path, characters: int, times: int = 10) -> None:
    """End the driver with SIGKILL at random moments, then run again."""
    source = work / "kill.jsonl"
    with source.open("w", encoding="utf-8") as stream:
        for doc_id, text in shuffled(characters, seed=2):
            stream.write(json.dumps({"doc_id": doc_id, "text": text}, ensure_ascii=False) + "\n")
    options = json.dumps({"executor": "processes", "size": max(characters // 12, 1)})
    begin = time.perf_counter()
    answer(python(COUNT, source, work / "whole", options))
    seconds = time.perf_counter() - begin
    whole = contents(work / "whole")
    rng = random.Random(3)
    same, reused = 0, []
    for number in range(times):
        out = work / f"cut-{number}"
        process = python(COUNT, source, out, options)
        time.sleep(rng.uniform(0.1, 1) * seconds)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        reused.append(len(list(out.glob("shards/shard=*"))))
        answer(python(COUNT, source, out, options))
        same += contents(out) == whole
        shutil.rmtree(out)
    name = f"kill -9 at {times} random moments, then resume: identical"
    say(name, str(times), str(same))
    say("  shards done at each kill", "", " ".join(map(str, reused)))


if __name__ == "__main__":
    parts = [name for name in sys.argv[1:] if name != "--small"] or ["ratio", "large", "kill"]
    part = 50 if "--small" in sys.argv[1:] else 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(f"{date.today()}, {cores} cores, load {os.getloadavg()[0]:.1f}")
    say("measure", "floor", "reached")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "ratio" in parts:
            ratio(4_000_000 // min(part, 8))
        if "large" in parts:
            large(folder / "source", folder / "out", 50_000_000 // part)
            disk(folder / "out", "shuffled")
            keyness(folder / "out")
            shards.count(real(), folder / "real")
            disk(folder / "real", "reports as they are, one shard")
        if "kill" in parts:
            killed(folder, 6_000_000 // min(part, 6))
