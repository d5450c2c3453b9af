"""What a process needs so that it gives the same result, and starts fast, on any machine."""

from __future__ import annotations

import os
import sys

from analysis.paths import CACHE, ROOT

# More than one thread adds floats in another order, and the last digit differs.
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "BLIS", "NUMEXPR")}
ONE_THREAD["VECLIB_MAXIMUM_THREADS"] = "1"


def settle() -> None:
    """Set up this process, before any library is imported, and those it will start.

    One thread for sums of floats. Compiled code is kept in our own cache where the machine keeps
    none beside the sources: without any, every start compiles all libraries anew, which takes
    some five seconds for each notebook.
    """
    os.environ.update(ONE_THREAD)
    if sys.dont_write_bytecode:
        sys.dont_write_bytecode = False
        sys.pycache_prefix = str(CACHE / "bytecode")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix


def child_environment() -> dict[str, str]:
    """Return the environment for a Python of ours: the project on its path, UTF-8, one thread."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1", **ONE_THREAD}
