"""Read the locks, and write conda's environment.yml from requirements.lock.

``python3 run.py lock`` calls this after it has resolved the locks anew; a test compares. Only the
standard library is used: it runs before any package is installed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from analysis.paths import ROOT

LOCK = ROOT / "requirements.lock"
ENVIRONMENT = ROOT / "environment.yml"
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>.+))?$")
HEAD = """\
# For conda users: conda env create -f environment.yml
#                  conda activate policy-notebooks
#                  python run.py --here
# Made from requirements.lock by "python3 run.py lock"; a test holds both equal.
name: policy-notebooks
channels:
  - conda-forge
  - nodefaults
dependencies:
  - python {python}
  - pip
  - pip:
"""


@dataclass(frozen=True)
class Pin:
    """One package of a lock: its version, where it is needed, and the hashes of its files."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def read_lock(text: str) -> list[Pin]:
    """Read a lock as pip and uv write it.

    Parameters
    ----------
    text : str
        Lines ``name==version ; marker`` with ``--hash=sha256:...`` on the lines that follow.

    Returns
    -------
    list of Pin
        In the order of the lock.

    Raises
    ------
    ValueError
        A line that is neither a pin nor a hash, such as an address; the message names it.

    Examples
    --------
    >>> read_lock("colorama==0.4.6 ; sys_platform == 'win32' \\\\\\n    --hash=sha256:4f1d\\n")
    [Pin(name='colorama', version='0.4.6', marker="sys_platform == 'win32'", hashes=('4f1d',))]
    """
    pins: list[Pin] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip().removesuffix("\\").rstrip()
        if not line or line.startswith("#"):
            continue
        found = PIN.match(line)
        if found:
            pins.append(Pin(found["name"], found["version"], found["marker"] or "", ()))
        elif line.startswith("--hash=sha256:") and pins:
            last = pins.pop()
            hashes = (*last.hashes, line.removeprefix("--hash=sha256:"))
            pins.append(Pin(last.name, last.version, last.marker, hashes))
        else:
            raise ValueError(f"line {number} of the lock is neither a pin nor a hash: {line}")
    return pins


def conda_environment(pins: list[Pin], python: str = ">=3.11,<3.14") -> str:
    """Write environment.yml: conda supplies Python and pip, pip the pins.

    The pins stand in the file itself, without hashes: micromamba fails on ``-r`` and on
    ``--hash``. Markers are kept; pip reads them.

    Examples
    --------
    >>> pins = read_lock("colorama==0.4.6 ; sys_platform == 'win32'")
    >>> print(conda_environment(pins).splitlines()[-1])
          - "colorama==0.4.6 ; sys_platform == 'win32'"
    """
    rows = []
    for pin in pins:
        text = f"{pin.name}=={pin.version}" + (f" ; {pin.marker}" if pin.marker else "")
        rows.append(f'      - "{text}"' if pin.marker else f"      - {text}")
    return HEAD.format(python=python) + "\n".join(rows) + "\n"


def main(target: Path = ENVIRONMENT) -> None:
    """Write environment.yml from requirements.lock."""
    text = conda_environment(read_lock(LOCK.read_text(encoding="utf-8")))
    target.write_text(text, encoding="utf-8", newline="\n")
    print(f"{target.name}: written")


if __name__ == "__main__":
    main()
