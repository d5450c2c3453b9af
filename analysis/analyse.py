"""One file in, one folder out: everything the suite knows about a text, without the project.

``python3 run.py analyse FILE --out DIR`` reads FILE, runs every analysis there is and writes
their tables into DIR. The folder appears whole: it is built under a temporary name and moved
into place at the end, so an earlier result stays until the new one is ready.
"""

from __future__ import annotations

import importlib
import json
import multiprocessing
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pandas as pd

from analysis import corpus, describe, overview, page, study, tables
from analysis.errors import InputError
from analysis.export import as_received
from analysis.paths import SEEDS, shown
from analysis.reading import Reading, counted, read, stop_words

# Theme -> modules of its figures in drawings/: each gives of_report(reading). The theme's own
# module gives report_tables(reading). The longest come first, so that two processes end together.
THEMES = {
    "rhetoric": ("commitment", "parallel", "strips"),
    "keywords": ("keywords",),
    "topics": ("topics",),
    "words": ("overview", "words"),
    "targets": ("targets",),
}
PARAMETERS = ("format", "encoding", "extracted", "row")
FEWEST = 30  # words a text needs to be drawn at all

__all__ = ["Reading", "counted", "read", "report_tables", "run", "stop_words"]


def document_json(reading: Reading, meta: dict, **parameters) -> dict:
    """Collect document.json: metadata, problems, versions, hashes, parameters, seed."""
    document = reading.doc
    found = [corpus.reading_problems(document), describe.problems(document, reading.sentences)]
    packages = ("jieba", "rjieba", "numpy", "pandas", "scikit-learn", "gensim")
    return {
        **meta,
        "problems": pd.concat(found).to_dict("records"),
        "versions": {
            "policy-notebooks": _project_version(),
            "python": platform.python_version(),
            **{name: metadata.version(name) for name in packages},
        },
        "hashes": {p.name: corpus.sha256(p.read_bytes()) for p in sorted(SEEDS.glob("*.csv"))},
        "parameters": {key: reading.doc.meta.get(key) for key in PARAMETERS} | parameters,
        "seed": study.current().seed,
    }


def _project_version() -> str:
    import tomllib

    from analysis.paths import ROOT

    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]


def report_tables(reading: Reading) -> dict[str, pd.DataFrame]:
    """Return the tables of the reading itself: sentences, tokens, terms."""
    found = {"sentences.csv": reading.sentences, "tokens.csv": reading.tokens.drop(columns="i")}
    if len(reading.terms.columns):
        found["terms.csv"] = reading.terms[["sent_id", "start", "end", "text", "label"]]
    return found


def run(
    path: str | Path,
    out: str | Path,
    progress: Callable | None = None,
    *,
    figures: bool = True,
    jobs: int = 1,
    simplified: bool = False,
    row: int | None = None,
) -> Path:
    """Analyse one file into one folder.

    Parameters
    ----------
    path : str or Path
        A report in any format that `corpus.read_file` knows.
    out : str or Path
        The folder to write; made if missing. It may hold an earlier analysis, which is
        replaced, but no other files.
    progress : callable, optional
        Called as ``progress(done, of, what)``.
    figures : bool
        Draw the figures as well.
    jobs : int
        Processes at a time. The result is the same for any number.
    simplified : bool
        Read traditional characters as simplified ones; offsets and quotations stay the file's.
    row : int, optional
        Of a table of reports the one to analyse, from 1.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InputError
        Bad file, or a folder that holds something else; nothing is written then.
    """
    out = Path(out)
    _check_folder(out)
    steps = len(THEMES) + 2
    tell = progress or (lambda done, of, what: None)
    tell(0, steps, "read")
    document = corpus.read_file(path, simplified=simplified, row=row)
    reading = read(document)
    meta = describe.describe(document, reading.sentences)
    with _staging(out) as folder:
        if document.meta.get("extracted"):
            tables.write_bytes(folder / "text.txt", document.received.encode("utf-8"))
        _write(report_tables(reading), document, folder)
        known = replace(reading, doc=replace(document, meta=meta))
        too_short = len(overview.content_tokens(counted(known))) < FEWEST
        left_out = _themes(known, folder, figures and not too_short, jobs, tell)
        if figures and too_short:
            left_out = [f"all figures: fewer than {FEWEST} words"]
        about = document_json(reading, meta, simplified=simplified, figures=figures)
        about |= {"figures_left_out": left_out}
        tell(steps - 1, steps, "page")
        text = json.dumps(about, ensure_ascii=False, indent=1) + "\n"
        tables.write_bytes(folder / "document.json", text.encode("utf-8"))
        tables.write_bytes(folder / "index.html", page.write(folder))
    tell(steps, steps, "done")
    return out


def _write(found: dict[str, pd.DataFrame], document: corpus.Document, folder: Path) -> None:
    for name, table in found.items():
        tables.write_table(as_received(table, document), folder / name)


def _theme(name: str, reading: Reading, folder: Path, draw: bool) -> list[str]:
    """Write the tables of a theme and draw its figures.

    Returns
    -------
    list of str
        One line for each figure that could not be drawn of this text, with the reason.
    """
    document = reading.doc
    module = importlib.import_module(f"analysis.{name}")
    _write(module.report_tables(reading), document, folder)
    left_out = []
    for drawings in THEMES[name] if draw else ():
        for drawing in importlib.import_module(f"analysis.drawings.{drawings}").of_report(reading):
            if drawing.data.empty or drawing.evidence.empty:
                left_out.append(f"{drawing.name}: nothing of this kind in the text")
                continue
            data, proof = (as_received(t, document) for t in (drawing.data, drawing.evidence))
            drawing = replace(drawing, data=data, evidence=proof)
            drawing.save(owner="analyse", folder=folder / "figures", english=False)
    return left_out


def _themes(reading: Reading, folder: Path, draw: bool, jobs: int, tell: Callable) -> list[str]:
    """Do all themes, some at a time, and give their lines in the order of `THEMES`."""
    steps, left_out = len(THEMES) + 2, {}

    def told(running) -> None:
        drawn = len(list((folder / "figures").glob("*.json")))
        tell(len(left_out) + 1, steps, ", ".join(running) + (f" ({drawn} figures)" * bool(drawn)))

    if jobs == 1:
        for name in THEMES:
            told([name])
            left_out[name] = _theme(name, reading, folder, draw)
    else:
        with _processes(jobs) as pool:
            waiting = {pool.submit(_theme, n, reading, folder, draw): n for n in THEMES}
            while waiting:
                told([name for future, name in waiting.items() if future.running()][:jobs])
                for future in wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED).done:
                    left_out[waiting.pop(future)] = future.result()
    return [line for name in THEMES for line in left_out[name]]


@contextmanager
def _processes(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes that end with this one, also when it is interrupted."""
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))
    try:
        yield pool
    except BrokenProcessPool:
        raise InputError(
            "a process was ended from outside (out of memory?)",
            where="analyse",
            do="Close other programs, or use --jobs 1.",
        ) from None
    except BaseException:
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _check_folder(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise InputError("is a file, not a folder", where=shown(out), do="Name another --out.")
    if out.is_dir() and any(out.iterdir()) and not (out / "document.json").is_file():
        raise InputError(
            "the folder is not empty and holds no earlier analysis",
            where=shown(out),
            do="Name an empty or new folder with --out.",
        )


@contextmanager
def _staging(out: Path) -> Iterator[Path]:
    """Give a temporary folder that takes the place of `out` if all goes well."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        os.chmod(folder, 0o755)
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror})", where=shown(out), do="Name another --out."
        ) from None
    try:
        yield folder
        old = folder.with_name(folder.name + ".old")
        if out.exists():
            os.replace(out, old)
        os.replace(folder, out)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", where=shown(out)) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
