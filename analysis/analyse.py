"""One file in, one folder out: everything the suite knows about a text, without the project.

``python3 run.py analyse FILE --out DIR`` reads FILE, runs every analysis there is and writes
their tables into DIR. The folder appears whole: it is built under a temporary name and moved
into place at the end, so an earlier result stays until the new one is ready.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pandas as pd

from analysis import corpus, describe, overview, page, tables
from analysis.errors import InputError
from analysis.paths import SEEDS, shown
from analysis.reading import Reading, counted, read, stop_words

# Analyses that are run, in this order: each module gives report_tables(reading).
ANALYSES = ("words", "keywords", "topics", "targets", "rhetoric")
SEED = 20250225
FEWEST = 30  # words a text needs to be drawn at all

# Modules whose figures are drawn, in this order: each gives of_report(reading).
DRAWINGS = ("", "_words", "_keywords", "_topics", "_targets", "_commitment", "_parallel", "_strips")

__all__ = ["Reading", "counted", "read", "report_tables", "run", "stop_words"]


def document_json(reading: Reading, meta: dict) -> dict:
    """Collect document.json: metadata, problems, versions, hashes, parameters, seed."""
    found = describe.problems(reading.doc, reading.sentences)
    packages = ("jieba", "rjieba", "numpy", "pandas", "scikit-learn", "gensim")
    return {
        **meta,
        "problems": found.to_dict("records"),
        "versions": {
            "policy-notebooks": _project_version(),
            "python": platform.python_version(),
            **{name: metadata.version(name) for name in packages},
        },
        "hashes": {p.name: corpus.sha256(p.read_bytes()) for p in sorted(SEEDS.glob("*.csv"))},
        "parameters": {"encoding": reading.doc.meta.get("encoding")},
        "seed": SEED,
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


def run(path: str | Path, out: str | Path, progress: Callable | None = None) -> Path:
    """Analyse one text file into one folder.

    Parameters
    ----------
    path : str or Path
        A text file (.txt, .md).
    out : str or Path
        The folder to write; made if missing. It may hold an earlier analysis, which is
        replaced, but no other files.
    progress : callable, optional
        Called as ``progress(done, of, what)``.

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
    steps = ["read", *ANALYSES, "figures"]
    tell = progress or (lambda done, of, what: None)
    tell(0, len(steps), "read")
    document = corpus.read_file(path)
    reading = read(document)
    meta = describe.describe(document, reading.sentences)
    with _staging(out) as folder:
        for name, table in report_tables(reading).items():
            tables.write_table(table, folder / name)
        for number, name in enumerate(ANALYSES, 1):
            tell(number, len(steps), name)
            module = importlib.import_module(f"analysis.{name}")
            for file, table in module.report_tables(reading).items():
                tables.write_table(table, folder / file)
        tell(len(steps) - 1, len(steps), "figures")
        left_out = draw(reading, meta, folder / "figures")
        about = {**document_json(reading, meta), "figures_left_out": left_out}
        text = json.dumps(about, ensure_ascii=False, indent=1) + "\n"
        tables.write_bytes(folder / "document.json", text.encode("utf-8"))
        tables.write_bytes(folder / "index.html", page.write(folder))
    tell(len(steps), len(steps), "done")
    return out


def draw(reading: Reading, meta: dict, folder: Path) -> list[str]:
    """Draw the figures of one report into a folder.

    Returns
    -------
    list of str
        One line for each figure that could not be drawn of this text, with the reason.
    """
    known = replace(reading, doc=replace(reading.doc, meta=meta))
    if len(overview.content_tokens(counted(known))) < FEWEST:
        return ["all figures: fewer than 30 words"]
    left_out = []
    for name in DRAWINGS:
        module = importlib.import_module(f"analysis.drawings{name}")
        for drawing in module.of_report(known):
            if drawing.data.empty or drawing.evidence.empty:
                left_out.append(f"{drawing.name}: nothing of this kind in the text")
                continue
            drawing.save(owner="analyse", folder=folder, english=False)
    return left_out


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
