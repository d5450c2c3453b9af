"""How fast are the detectors of rhetoric, on the report and on a line of a million characters?

Run ``python tests/benchmarks/bench_rhetoric.py [report|long]``; prints one line a detector. The
limit for all detectors together on the report is 0.6 s after loading, on an idle machine.
"""

import sys
import time

from analysis import corpus, rhetoric, sentences, words

LIMIT = 0.6


def best(work, rounds: int) -> float:
    """Seconds of the fastest of some rounds."""
    seconds = []
    for _ in range(rounds):
        begin = time.process_time()
        work()
        seconds.append(time.process_time() - begin)
    return min(seconds)


def report() -> None:
    """Time every detector on the report, loaded lists and all."""
    doc = corpus.load("shenzhen-2025")
    rows = sentences.split(doc.text, doc.doc_id)
    tokens = words.tokens(rows)
    total = 0.0
    for name, detector in rhetoric.detectors().items():
        detector.detect(rows, tokens)
        seconds = best(lambda detector=detector: detector.detect(rows, tokens), 5)
        total += seconds
        print(f"{name:10s} {seconds:6.3f} s")
    print(f"{'all':10s} {total:6.3f} s  limit {LIMIT} s  {'ok' if total < LIMIT else 'OVER'}")


def long() -> None:
    """Time every detector on one line of 250,000 and of 1,000,000 characters."""
    text = corpus.load("shenzhen-2025").text
    line = "".join(text.split()).replace("。", "，").replace("！", "，")
    for name, detector in rhetoric.detectors().items():
        seconds = []
        for size in (250_000, 1_000_000):
            rows = sentences.split((line * (size // len(line) + 1))[:size], "long")
            tokens = words.tokens(rows)
            seconds.append(best(lambda d=detector, r=rows, t=tokens: d.detect(r, t), 1))
        ratio = seconds[1] / max(seconds[0], 1e-9)
        print(f"{name:10s} {seconds[0]:7.2f} s {seconds[1]:7.2f} s  ratio {ratio:4.1f} (linear 4)")


if __name__ == "__main__":
    {"report": report, "long": long}[sys.argv[1] if len(sys.argv) > 1 else "report"]()
