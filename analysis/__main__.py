"""The command line: ``python3 run.py VERB`` ends here. Libraries are loaded where needed."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

from analysis import machine
from analysis.errors import InputError
from analysis.paths import BUILD, CACHE, CORPUS, FIGURES, NOTEBOOKS, ROOT, shown

PROGRAM = "run.py"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb.

    Returns
    -------
    int
        Exit code: 0 done, 1 a notebook failed, a test failed or a file would change, 2 bad
        input, 130 interrupted.
    """
    _soft_output()
    machine.settle()
    try:
        given = list(sys.argv[1:] if argv is None else argv)
        parser, verbs = _parser()
        given = _chosen_study(given)
        _check_verb(given, verbs)
        # What follows these two verbs belongs to another program, options and all.
        cut = 1 if given[:1] in (["test"], ["lab"]) and given[1:] != ["--help"] else len(given)
        arguments = parser.parse_args(given[:cut])
        arguments.rest = given[cut:]
        return arguments.run(arguments) or 0
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\ninterrupted; earlier results are as they were", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader (head, less) has gone: nothing more can be said, nor flushed at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _soft_output() -> None:
    """Let a narrow console show a question mark rather than end in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _number(text: str) -> int:
    """Read a whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number from 1")
    return int(text)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str):
        """Say it in one line, as for any other bad input."""
        raise InputError(message, do=f'Try "{self.prog} --help".')


def _chosen_study(given: list[str]) -> list[str]:
    """Take ``--study FILE`` from the front of the line, and that file as the study in use."""
    word, equals, value = given[0].partition("=") if given else ("", "", "")
    if word != "--study":
        return given
    rest = given[1:] if equals else given[2:]
    value = value if equals else (given[1] if len(given) > 1 else "")
    if not value:
        raise InputError("--study needs a file", do="Write: run.py --study FILE.toml VERB")
    from analysis import study

    study.use(value)
    return rest


def _place():
    """Give the place of the study in use; say on stderr where its results go."""
    from analysis import study, tasks

    chosen = study.current()
    if not study.is_shipped(chosen):
        study.check(chosen)
        print(study.note(chosen), file=sys.stderr)
    return tasks.place()


def _check_verb(given: list[str], verbs: list[str]) -> None:
    if given and not given[0].startswith("-") and given[0] not in verbs:
        import difflib

        near = difflib.get_close_matches(given[0], verbs, n=2, cutoff=0.5)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"Verbs: {', '.join(verbs)}."
        raise InputError(f"no verb '{given[0]}'", do=hint)


def _parser() -> tuple[argparse.ArgumentParser, list[str]]:
    parser = _Parser(
        prog=PROGRAM,
        description="Read, count and draw government work reports. "
        "Without a verb: run every notebook that is out of date, and so make every figure.",
    )
    parser.add_argument(
        "--study",
        metavar="FILE",
        help="before the verb: a study of your own (see seeds/study.toml)",
    )
    parser.set_defaults(run=run_all)
    verbs = parser.add_subparsers(title="verbs", metavar="VERB")

    def verb(name: str, run, text: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        made.set_defaults(run=run)
        return made

    verb("list", run_list, "list the notebooks and the figures each one makes")
    one = verb("figure", run_figure, "make one figure again")
    one.add_argument("name", help="as in the list, e.g. word-frequency")
    one = verb("notebook", run_notebook, "run one notebook")
    one.add_argument("name", help="its number or name, e.g. 03")
    verb("verify", run_verify, "rebuild everything elsewhere and name each file that would change")
    one = verb("trace", run_trace, "print the sentences behind a mark of a figure")
    one.add_argument("figure", help="e.g. word-frequency")
    one.add_argument("mark", help="what the mark says, e.g. 深圳")
    one = verb("analyse", run_analyse, "analyse one report of your own into one folder")
    one.add_argument("file", help="txt, md, html, docx, pdf, or a table of reports with --row")
    one.add_argument("--out", required=True, metavar="DIR", help="the folder to write")
    one.add_argument("--no-figures", action="store_true", help="the tables and the page alone")
    one.add_argument("--simplify", action="store_true", help="read traditional as simplified")
    one.add_argument("--row", type=_number, metavar="N", help="of a table the report to analyse")
    one.add_argument("--jobs", type=_number, metavar="N", help="processes at a time (default: 2)")
    one = verb("count", run_count, "count the words and terms of many files, on the disk")
    one.add_argument("source", nargs="+", help="files, folders, or tables with a document a row")
    one.add_argument("--out", required=True, metavar="DIR", help="the folder to write")
    one.add_argument("--executor", default="serial", help="serial (default), processes or dask")
    one.add_argument("--workers", type=int, default=2, metavar="N", help="processes (default: 2)")
    one.add_argument("--scheduler", metavar="ADDRESS", help="of a running Dask cluster")
    one.add_argument("--rows", action="store_true", help="a .txt file holds one document a line")
    one.add_argument("--dictionary", default="shipped", metavar="FILE", help="your own term list")
    one = verb("add", run_add, "take files and folders of your own into the corpus")
    one.add_argument("paths", nargs="*", metavar="FILE_OR_FOLDER", help="txt md html docx pdf csv "
                     "tsv xlsx jsonl dta, or folders of them")  # fmt: skip
    one.add_argument("--replace", action="store_true", help="put a text in the place of another")
    one.add_argument("--dry-run", action="store_true", help="show what would be done")
    one.add_argument("--simplify", action="store_true", help="read traditional as simplified")
    one.add_argument("--source", default="", help="where they come from, for the manifest")
    one.add_argument("--into", metavar="DIR", default=str(CORPUS), help="another corpus folder")
    one.add_argument("--check", action="store_true", help="look for problems of all texts anew")
    one = verb("terms", run_terms, "add the accepted proposals of an edited candidates.csv")
    one.add_argument("file", help="candidates.csv with `accept` and `kind` filled in")
    verb("test", run_test, "run the tests; what follows is handed to pytest")
    verb("lab", run_lab, "open the notebooks in JupyterLab; what follows is handed to it")
    verb("clean", run_clean, "delete what a run makes again (caches, memory of earlier runs)")
    return parser, list(verbs.choices)


def run_all(arguments) -> int:
    """Run all notebooks that are out of date."""
    from analysis import build, tasks

    place = _place()
    outcome = build.run(place)
    known = tasks.load(place)
    figures = sum(len(task.figures) for task in known)
    if not outcome.failed:
        state = "all up to date" if not outcome.ran else f"{len(outcome.ran)} run"
        print(f"{len(known)} notebooks, {figures} figures: {state}")
    else:
        done = len(known) - len(outcome.failed)
        print(f"{done} of {len(known)} notebooks are up to date", file=sys.stderr)
    return outcome.code


def run_list(arguments) -> int:
    """List notebooks and figures."""
    from analysis import tasks

    place = _place()
    known = tasks.load(place)
    old = tasks.outdated(known, place)
    for task in known:
        print(f"{task.name:<28}{'out of date' if task.name in old else 'up to date'}")
        for figure in task.figures:
            there = (place.figures / f"{figure}.png").is_file()
            print(f"    {figure}" + ("" if there else "  (not made yet)"))
    return 0


def run_figure(arguments) -> int:
    """Make one figure again, by running its notebook."""
    from analysis import build, tasks

    place = _place()
    task = tasks.find_owner(tasks.load(place), arguments.name)
    outcome = build.run(place, [task])
    if not outcome.failed:
        figure = next(f for f in task.figures if f == arguments.name.partition(".")[0])
        files = tasks.figure_files(place.figures, [figure])
        for path in files.values():
            print(f"{shown(path)}{'' if path in outcome.changed else ' (as before)'}")
        if not files:
            where = shown(place.notebooks / f"{task.name}.ipynb")
            print(f"{figure} is not drawn: the reports have nothing for it; see {where}")
    return outcome.code


def run_notebook(arguments) -> int:
    """Run one notebook."""
    from analysis import build, tasks

    place = _place()
    task = tasks.find_notebook(tasks.load(place), arguments.name)
    outcome = build.run(place, [task])
    for path in outcome.changed:
        print(f"{shown(path)} {'changed' if path.exists() else 'taken away'}")
    return outcome.code


def run_verify(arguments) -> int:
    """Rebuild everything into a temporary folder and compare."""
    from analysis import build, verify

    place = _place()
    with build.scratch() as folder:
        there, outcome = verify.rebuild(place, folder)
        found = verify.differences(place, there, skip=set(outcome.failed))
    for line in found:
        print(line)
    if not found and not outcome.failed:
        print("nothing would change: this machine makes the same notebooks, figures and tables")
    return 1 if found or outcome.failed else 0


def run_trace(arguments) -> int:
    """Print the sentences behind a mark."""
    from analysis import evidence

    figures = _place().figures
    print(evidence.show(evidence.trace(arguments.figure, arguments.mark, figures)))
    return 0


def run_analyse(arguments) -> int:
    """Analyse one file."""
    from analysis.progress import Bar

    bar = Bar()
    bar(0, 1, "load")
    try:
        from analysis import analyse

        jobs = arguments.jobs or min(2, os.cpu_count() or 1)
        out = analyse.run(
            arguments.file,
            arguments.out,
            progress=bar,
            figures=not arguments.no_figures,
            jobs=jobs,
            simplified=arguments.simplify,
            row=arguments.row,
        )
        print(f"written to {shown(out)}")
    finally:
        bar.line.clear()
    return 0


def run_count(arguments) -> int:
    """Count many files; the good ones are done, each bad one is a line."""
    from analysis import shards

    bar = shards.Rate()
    try:
        made = shards.count(
            arguments.source,
            arguments.out,
            executor="dask" if arguments.scheduler else arguments.executor,
            workers=arguments.workers,
            dictionary=arguments.dictionary,
            scheduler=arguments.scheduler,
            rows=arguments.rows,
            progress=bar,
        )
    finally:
        bar.line.clear()
    for line in made.problems:
        print(f"error: {line}", file=sys.stderr)
    for line in made.notes:
        print(line)
    if made.documents:
        print(
            f"{made.documents} documents, {made.characters} characters, {made.tokens} tokens: "
            f"{made.shards} shards, {made.reused} of them done before; in {shown(made.out)}"
        )
    return 1 if made.problems or not made.documents else 0


def run_add(arguments) -> int:
    """Take files into the corpus."""
    from analysis import add

    return add.main(arguments)


def _child(command: list[str]) -> int:
    """Run a program of this Python with the project on its path."""
    child = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=machine.child_environment())
    while True:
        # Ctrl-C reaches the child as well, which ends as it sees fit.
        with suppress(KeyboardInterrupt):
            return child.wait()


def run_terms(arguments) -> int:
    """Add accepted proposals to seeds/terms.csv."""
    from analysis import words

    added = words.accept_candidates(arguments.file)
    for row in added.itertuples():
        print(f"{row.term}  ({row.kind})")
    print(f"{len(added)} terms added to seeds/terms.csv")
    return 0


def run_test(arguments) -> int:
    """Run the tests."""
    return _child(["-m", "pytest", *arguments.rest])


def run_lab(arguments) -> int:
    """Open JupyterLab in the notebooks folder."""
    NOTEBOOKS.mkdir(exist_ok=True)
    root = [f"--ServerApp.root_dir={ROOT}", f"--LabApp.default_url=/lab/tree/{NOTEBOOKS.name}"]
    return _child(["-m", "jupyterlab", *root, *arguments.rest])


def run_clean(arguments) -> int:
    """Delete caches and the memory of earlier runs, never a result."""
    junk = [CACHE, BUILD / "tmp", BUILD / "state.json", CORPUS / "derived"]
    junk += [ROOT / name for name in (".pytest_cache", ".ruff_cache", ".hypothesis")]
    junk += [p for name in ("analysis", "tests") for p in (ROOT / name).rglob("__pycache__")]
    gone = [path for path in junk if path.exists()]
    for path in gone:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
    for path in gone:
        if path.name != "__pycache__":
            print(f"deleted {shown(path)}")
    print(f"kept: {shown(FIGURES)}, {shown(NOTEBOOKS)} and your own studies")
    return 0


def _terminated(number, frame) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _terminated)
    sys.exit(main())
