"""Run one notebook in a clean kernel and return it in its one committed form.

The kernel is this very Python, reads nothing of the user's Jupyter, IPython or matplotlib
settings, computes with one thread, and treats warnings as errors. The result depends on
the notebook, the code and the data: no times, no versions, no random ids.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import re
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from analysis.machine import ONE_THREAD
from analysis.paths import CACHE, ROOT

CELL_SECONDS = 3600
KEPT_CELL_METADATA = ("tags",)
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
# Every warning is an error, but those that Python itself keeps quiet: they tell the authors of a
# library, not its users, differ with the version of Python, and never reach a notebook. In our
# own code they count. The message comes only when a library is compiled, so once on a machine.
EXEC_LINES = (
    "import warnings",
    "warnings.simplefilter('error')",
    *(
        f"warnings.simplefilter('ignore', {kind})"
        for kind in (
            "DeprecationWarning",
            "PendingDeprecationWarning",
            "ImportWarning",
            "ResourceWarning",
        )
    ),
    "warnings.filterwarnings('error', '', DeprecationWarning, r'(__main__|analysis)(\\.|$)')",
    "warnings.filterwarnings('ignore', 'invalid escape sequence')",
)


class NotebookFailed(Exception):
    """A notebook did not run to its end; the message is one line with notebook and cell."""

    def __init__(self, name: str, what: str, cell: int | None = None):
        self.name, self.what, self.cell = name, what, cell
        place = f"{name}.ipynb" + (f" In [{cell}]" if cell else "")
        super().__init__(" ".join(f"{place}: {what}".split()))


class Kernels:
    """The kernels that run now, so that an interrupt can end them."""

    def __init__(self):
        self._lock = threading.Lock()
        self._managers: set = set()
        self.stopped = False

    def add(self, manager) -> None:
        """Remember a kernel."""
        with self._lock:
            self._managers.add(manager)

    def drop(self, manager) -> None:
        """Forget a kernel that has ended."""
        with self._lock:
            self._managers.discard(manager)

    def check(self, **_) -> None:
        """Stop a notebook between two cells where an interrupt came before its kernel was there.

        Raises
        ------
        InterruptedError
        """
        if self.stopped:
            raise InterruptedError("interrupted")

    def stop(self) -> None:
        """End all kernels at once; the threads that wait for them then return."""
        self.stopped = True
        with self._lock:
            managers = list(self._managers)
        for manager in managers:
            process = getattr(manager.provisioner, "process", None)
            if process is not None and process.poll() is None:
                with suppress(OSError):
                    # The kernel leads a process group of its own where there are such groups.
                    if hasattr(os, "killpg"):
                        os.killpg(process.pid, signal.SIGKILL)
                    else:
                        process.kill()


def environment(figures: Path, scratch: Path) -> dict[str, str]:
    """Return the kernel's environment: this one's, without what would change a result.

    PYTHONHASHSEED stays as it is where it is set, so that a check can run with another one.
    """
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("JUPYTER", "IPYTHON", "JPY_", "MPL", "MATPLOTLIB"))
        and key not in ("PYTHONWARNINGS", "PYTHONSTARTUP", "PYTHONINSPECT", "PYTHONOPTIMIZE")
    }
    path = [str(ROOT), *filter(None, [kept.get("PYTHONPATH")])]
    return {
        "PYTHONHASHSEED": "0",
        **kept,
        **ONE_THREAD,
        "PYTHONPATH": os.pathsep.join(path),
        "PYTHONUTF8": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "IPYTHONDIR": str(scratch / "ipython"),
        "JUPYTER_CONFIG_DIR": str(scratch / "jupyter"),
        "JUPYTER_DATA_DIR": str(scratch / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(scratch / "jupyter"),
        "MPLCONFIGDIR": str(CACHE / "matplotlib"),
        "POLICY_FIGURES_DIR": str(figures),
    }


def run(
    path: Path,
    figures: Path,
    scratch: Path,
    cwd: Path | None = None,
    kernels: Kernels | None = None,
    on_cell: Callable[[int, int], None] | None = None,
) -> str:
    """Run a notebook from its first cell to its last.

    Parameters
    ----------
    path : Path
        The notebook.
    figures : Path
        Where ``figures.save`` writes in the meantime.
    scratch : Path
        A folder for the kernel's own files.
    cwd : Path, optional
        The kernel's working folder, by default the notebook's.
    kernels : Kernels, optional
        Where the kernel is remembered while it runs.
    on_cell : callable, optional
        Called as ``on_cell(done, of)`` after each cell.

    Returns
    -------
    str
        The executed notebook in normal form, see `normalise`.

    Raises
    ------
    NotebookFailed
        A cell raised, warned, wrote to stderr or took too long, or the kernel died.
    """
    import nbformat.v4

    scratch.mkdir(parents=True, exist_ok=True)
    figures.mkdir(parents=True, exist_ok=True)
    kernels = kernels or Kernels()
    for attempt in (1, 2):
        notebook = nbformat.v4.reads(path.read_text(encoding="utf-8"))
        clear(notebook)
        try:
            _execute(notebook, path.stem, figures, scratch, cwd or path.parent, kernels, on_cell)
            break
        except _NotStarted as error:
            # Another process may have taken one of its ports between choice and use.
            if attempt == 2 or kernels.stopped:
                log = _last_line(scratch / "kernel.log")
                raise NotebookFailed(path.stem, f"no kernel: {log or error}") from None
    check_streams(notebook, path.stem)
    return normalise(notebook, path.stem[:2])


class _NotStarted(Exception):
    pass


def _client(notebook, scratch: Path, kernels: Kernels, on_cell):
    from jupyter_client import AsyncKernelManager
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from nbclient import NotebookClient

    lines = [f"--IPKernelApp.exec_lines={line}" for line in EXEC_LINES]
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", *lines]

    class ThisPython(KernelSpecManager):
        def get_kernel_spec(self, kernel_name):
            return KernelSpec(argv=command, display_name="Python 3", language="python")

    manager = AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=ThisPython(data_dir=str(scratch), kernel_dirs=[]),
        transport="tcp",
        connection_file=str(scratch / "kernel.json"),
    )
    codes = sum(cell.cell_type == "code" for cell in notebook.cells)
    client = NotebookClient(
        notebook,
        km=manager,
        timeout=CELL_SECONDS,
        record_timing=False,
        coalesce_streams=True,
        store_widget_state=False,
        allow_errors=False,
        force_raise_errors=True,
        iopub_timeout=60,
        on_cell_start=kernels.check,
        on_cell_executed=lambda cell, **_: on_cell and on_cell(cell.execution_count, codes),
    )
    client.owns_km = True  # so that it also ends the kernel
    return manager, client


def _execute(notebook, name, figures, scratch, cwd, kernels, on_cell) -> None:
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    manager, client = _client(notebook, scratch, kernels, on_cell)
    kernels.add(manager)
    env = environment(figures, scratch)
    try:
        # ZeroMQ wants this kind of loop, which is not the default on Windows.
        with (
            open(scratch / "kernel.log", "wb") as log,
            asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner,
        ):
            runner.run(_to_end(client, cwd=str(cwd), env=env, stdout=log, stderr=log))
    except CellExecutionError as error:
        raise NotebookFailed(name, _error_line(error), _running(notebook)) from None
    except InterruptedError:
        raise NotebookFailed(name, "interrupted") from None
    except CellTimeoutError:
        what = f"the cell ran longer than {CELL_SECONDS} s"
        raise NotebookFailed(name, what, _running(notebook)) from None
    except DeadKernelError:
        what = "interrupted" if kernels.stopped else "the kernel died; is there enough memory?"
        raise NotebookFailed(name, what, _running(notebook)) from None
    finally:
        kernels.drop(manager)


async def _to_end(client, **options) -> None:
    try:
        await client.async_execute(**options)
    except RuntimeError as error:
        # nbclient leaves this behind where a kernel does not start, and it fails at the end.
        atexit.unregister(client._cleanup_kernel)
        if client.code_cells_executed == 0 and "Kernel" in str(error):
            raise _NotStarted(str(error)) from None
        raise


def _running(notebook) -> int:
    """Number of the cell that ran last: In [n]."""
    done = [c.execution_count for c in notebook.cells if c.cell_type == "code"]
    return max([n for n in done if n], default=0) or 1


def _error_line(error) -> str:
    text = re.sub(r"\x1b\[[0-9;]*m", "", error.evalue).strip()
    return error.ename if not text else f"{error.ename}: {text}"


def _last_line(path: Path) -> str:
    with suppress(OSError):
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")
    return ""


def clear(notebook) -> None:
    """Take away all results of an earlier run, in place."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def check_streams(notebook, name: str) -> None:
    """Refuse a notebook of which something was written to stderr.

    Raises
    ------
    NotebookFailed
        Naming the cell and what it wrote.
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                first = output.text.strip().partition("\n")[0][:200]
                raise NotebookFailed(name, f"wrote to stderr: {first}", cell.execution_count)


def normalise(notebook, number: str) -> str:
    """Write a notebook in its one form: same content, same bytes.

    Cell ids follow from the notebook's number and the cell's position (``03-007``); kept of the
    metadata are kernelspec, policy and tags; keys are sorted, indent 1, UTF-8, LF.

    Examples
    --------
    >>> import nbformat.v4
    >>> nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("深圳")])
    >>> print(normalise(nb, "07")[:64])
    {
     "cells": [
      {
       "cell_type": "markdown",
       "id": "07-000",
    """
    import nbformat.v4

    notebook = nbformat.from_dict(notebook)
    policy = notebook.metadata.get("policy")
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": KERNELSPEC} | ({"policy": policy} if policy is not None else {})
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for position, cell in enumerate(notebook.cells):
        cell.id = f"{number}-{position:03d}"
        cell.metadata = {k: v for k, v in cell.metadata.items() if k in KEPT_CELL_METADATA}
        if cell.cell_type == "code" and not cell.source.strip():
            cell.execution_count = None
    text = nbformat.v4.writes(notebook)
    return text.rstrip("\n") + "\n"
