"""How fast is the target table, for the report and at the pace of 13,000 of them?

Run ``python tests/benchmarks/bench_targets.py``; prints CPU seconds after load with their limits.
"""

import time

from analysis import corpus, sentences, targets


def main() -> None:
    document = corpus.load("shenzhen-2025")
    table = sentences.split(document.text, document.doc_id)
    targets.find(table)  # loads the lists
    seconds = []
    for _ in range(9):
        begin = time.process_time()
        hits = targets.find(table)
        seconds.append(time.process_time() - begin)
    best = min(seconds)
    print(f"{len(hits)} rows in {best:.3f} s  limit 0.1 s  {'ok' if best < 0.1 else 'OVER'}")
    minutes = 13_000 * best / 2 / 60
    print(f"13,000 reports on 2 cores {minutes:.1f} min  limit 15 min")


if __name__ == "__main__":
    main()
