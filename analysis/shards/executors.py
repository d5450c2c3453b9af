"""Three ways to have the shards cut: here, by processes of this machine, by a Dask cluster.

Each takes tasks one after the other and gives results as they come, in any order; no more tasks
are held than there is work for.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from itertools import chain, islice

from analysis.errors import InputError
from analysis.machine import child_environment
from analysis.shards.dealing import Task
from analysis.shards.work import Done, do

EXECUTORS = ("serial", "processes", "dask")


def serial(tasks: Iterator[Task], out: str, dictionary) -> Iterator[Done]:
    """Cut the shards one after the other in this process."""
    for task in tasks:
        yield do(task, out, dictionary)


def processes(tasks: Iterator[Task], out: str, dictionary, workers: int = 2) -> Iterator[Done]:
    """Cut the shards by processes of their own on this machine.

    A worker is a fresh Python that reads tasks from a pipe: it imports nothing of the caller's
    script, sees no Ctrl-C, and ends when the pipe does, however the caller came to its end.

    Raises
    ------
    InputError
        If a worker was ended from outside.
    """
    results: queue.Queue = queue.Queue()
    lock = threading.Lock()
    stopped = threading.Event()
    running = []

    def take() -> Task | None:
        with lock:
            return None if stopped.is_set() else next(tasks, None)

    def serve() -> None:
        process = None
        try:
            while (task := take()) is not None:
                if process is None:
                    process = _start()
                    running.append(process)
                if stopped.is_set():
                    break
                results.put(_ask(process, (task, out, dictionary)))
            results.put(None)
        except BaseException as error:  # handed to the caller's thread
            results.put(error)
        finally:
            if process is not None:
                _end(process)

    threads = [threading.Thread(target=serve, daemon=True) for _ in range(max(1, workers))]
    try:
        for thread in threads:
            thread.start()
        open_ = len(threads)
        while open_:
            result = _next(results)
            if result is None:
                open_ -= 1
            elif isinstance(result, BaseException):
                raise result
            else:
                yield result
    finally:
        stopped.set()
        for process in list(running):
            process.kill()  # in the middle of a shard, perhaps
        for thread in threads:
            thread.join()


def _end(process) -> None:
    with suppress(OSError):
        process.stdin.close()
    process.kill()
    process.wait()
    process.stdout.close()


def _next(results: queue.Queue):
    while True:
        # In short waits: Windows delivers Ctrl-C between them only.
        with suppress(queue.Empty):
            return results.get(timeout=0.5)


def _start():
    # Out of reach of the terminal's Ctrl-C, which is the caller's to answer.
    apart = (
        {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        if os.name == "nt"
        else {"start_new_session": True}
    )
    command = [sys.executable, "-m", "analysis.shards.worker"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, env=child_environment(), **apart)


def _ask(process, message):
    try:
        pickle.dump(message, process.stdin, protocol=5)
        process.stdin.flush()
        kind, answer = pickle.load(process.stdout)
    except (OSError, EOFError, ValueError, pickle.UnpicklingError):
        raise InputError(
            "a worker was ended from outside (out of memory?)",
            where="processes",
            do="Run again, with fewer workers if memory is short: finished shards are kept.",
        ) from None
    if kind == "done":
        return answer
    if kind == "input":
        raise InputError(answer)
    raise RuntimeError(f"a worker failed:\n{answer}")


def dask(
    tasks: Iterator[Task], out: str, dictionary, workers: int = 2, scheduler=None
) -> Iterator[Done]:
    """Cut the shards by a Dask cluster.

    Parameters
    ----------
    scheduler : str or distributed.Client, optional
        The address of a running scheduler (``tcp://host:8786``), whose workers see the same
        files and have this package, or a client of it. None: a cluster of `workers` processes
        on this machine, for as long as it takes.

    Raises
    ------
    InputError
        If Dask is not installed, no scheduler answers, or a worker was lost again and again.
    """
    try:
        from distributed import Client, as_completed
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise InputError(
            "the executor dask needs packages that are not installed",
            do="Run: python3 run.py --with scale count ...",
        ) from None
    first = next(tasks, None)
    if first is None:
        return
    tasks = chain([first], tasks)
    with ExitStack() as opened:
        client = scheduler
        if not isinstance(scheduler, Client):
            address = scheduler or opened.enter_context(_local_cluster(workers))
            try:
                client = opened.enter_context(Client(address, timeout="5s", set_as_default=False))
            except (OSError, ValueError) as error:
                raise InputError(
                    f"no scheduler answers at {scheduler} ({type(error).__name__})",
                    do="Start one (dask scheduler), or leave the address out.",
                ) from None
        at_once = 2 * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))

        def submit(task):
            return client.submit(do, task, out, dictionary, key=f"shard-{task.key}", pure=False)

        waiting = as_completed([submit(t) for t in islice(tasks, at_once)], loop=client.loop)
        try:
            for future in waiting:
                result = future.result()
                future.release()
                if (task := next(tasks, None)) is not None:
                    waiting.add(submit(task))
                yield result
        except KilledWorker:
            raise InputError(
                "a shard ended its workers several times (out of memory?)",
                where="dask",
                do="Give each worker more memory, then run again: finished shards are kept.",
            ) from None
        finally:
            client.cancel(list(waiting.futures))


def _local_cluster(workers: int):
    from distributed import LocalCluster

    return LocalCluster(
        n_workers=max(1, workers), threads_per_worker=1, dashboard_address=None, silence_logs=50
    )


def start(name: str, tasks: Iterator[Task], out: str, dictionary, workers, scheduler):
    """Give the results of an executor by its name.

    Raises
    ------
    InputError
        For an unknown name.
    """
    makers: dict[str, Callable] = {
        "serial": lambda: serial(tasks, out, dictionary),
        "processes": lambda: processes(tasks, out, dictionary, workers),
        "dask": lambda: dask(tasks, out, dictionary, workers, scheduler),
    }
    if name not in makers:
        raise InputError(f"no executor '{name}'", do=f"Use one of: {', '.join(EXECUTORS)}.")
    return makers[name]()
