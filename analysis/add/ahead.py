"""Results of calls in order, computed ahead by several processes where that pays."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


class Ahead:
    """Makes calls a few ahead of where their results are used.

    Parameters
    ----------
    jobs : int
        Processes; with 1 each call is made when its result is wanted.
    few : int
        So many calls are made without a further process, which takes a second to start.

    Examples
    --------
    >>> with Ahead(1) as ahead:
    ...     list(ahead.through([("a", (divmod, 7, 2)), ("b", None), ("c", (divmod, 1, 0))]))[:2]
    [('a', (3, 1)), ('b', None)]
    """

    def __init__(self, jobs: int, few: int = 0):
        self.jobs, self.few = jobs, few
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Ahead:
        """Begin; the processes start when there are more calls than one would start them for."""
        return self

    def __exit__(self, *what) -> None:
        """End the processes; what has not begun is dropped."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)

    @staticmethod
    def _open(jobs: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(os.getpid(),))

    def through(self, calls: Iterable[tuple[object, tuple | None]]) -> Iterator[tuple]:
        """Yield (label, result) for each (label, call); an exception is a result.

        A call is (function of a module, its arguments...); where it is None so is the result.
        """
        waiting: deque = deque()
        for label, given in calls:
            waiting.append((label, self._start(given)))
            # With one process nothing is computed before it is wanted.
            while len(waiting) > (4 * self.jobs if self._pool else 0):
                label, result = waiting.popleft()
                yield label, result()
        while waiting:
            label, result = waiting.popleft()
            yield label, result()

    def _start(self, given: tuple | None) -> Callable:
        if given is None:
            return lambda: None
        self.few -= 1
        if self.jobs < 2 or self.few >= 0:
            return lambda: _caught(*given)
        if self._pool is None:
            self._pool = self._open(self.jobs)
        try:
            future = self._pool.submit(*given)
        except BrokenProcessPool:
            self._pool = self._open(self.jobs)
            future = self._pool.submit(*given)
        return lambda: self._result(future, given)

    def _result(self, future: Future, given: tuple):
        """Result of a call. If a process died, each call that was on its way is made alone."""
        found = _caught(future.result)
        if isinstance(found, BrokenProcessPool):
            with self._open(1) as alone:
                found = _caught(alone.submit(*given).result)
            if isinstance(found, BrokenProcessPool):
                return ValueError("its reader came to a sudden end")
        return found


def _caught(function: Callable, *given):
    try:
        return function(*given)
    except Exception as error:
        return error


def _begin(parent: int) -> None:
    """Set up a process: an interruption is its parent's business, and it ends with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        # If the parent was killed, it would wait for work for ever.
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
