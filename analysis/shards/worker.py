"""A worker of `executors.processes`: ``python -m analysis.shards.worker``, tasks on stdin."""

from __future__ import annotations

import os
import pickle
import queue
import signal
import sys
import threading
import traceback

from analysis.errors import InputError


def main() -> None:
    """Cut shards until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The answers have a pipe of their own; whatever else is printed goes to stderr.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    tasks: queue.Queue = queue.Queue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, tasks), daemon=True).start()
    from analysis.shards.work import do

    while True:
        message = tasks.get()
        try:
            answer = ("done", do(*message))
        except InputError as error:
            answer = ("input", str(error))
        except Exception:
            answer = ("failed", traceback.format_exc())
        try:
            pickle.dump(answer, answers, protocol=5)
            answers.flush()
        except OSError:
            os._exit(0)


def _listen(stream, tasks: queue.Queue) -> None:
    """Hand on tasks; when the caller is gone, end at once, in the middle of a shard too."""
    while True:
        try:
            tasks.put(pickle.load(stream))
        except Exception:
            os._exit(0)


if __name__ == "__main__":
    main()
