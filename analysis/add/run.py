"""Taking in files and folders: the good ones are done, each bad one is told in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from analysis import corpus
from analysis.add.ahead import Ahead
from analysis.add.work import Outcome, Work, plain
from analysis.corpus import gather, kinds, store
from analysis.errors import InputError
from analysis.paths import CORPUS, shown
from analysis.problems import Examined, examine

_FEW = 24  # texts that are read before further processes are started, which takes a second
# What a file that is broken in a way its reader does not foresee may end in.
_UNFORESEEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError)


def add(
    paths: list[str | Path],
    folder: Path = CORPUS,
    *,
    overwrite: bool = False,
    dry_run: bool = False,
    simplified: bool = False,
    source: str = "",
    jobs: int = 1,
    told: Callable[[dict | InputError], None] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Outcome:
    """Take files and folders into the corpus.

    Parameters
    ----------
    paths : list of str or Path
        Files of any kind of `kinds.KINDS`; of folders the files with a known suffix.
    folder : Path
        The corpus: manifest.csv, raw/, problems.csv.
    overwrite : bool
        A document whose id is there with other bytes takes the place of the old one; cells of its
        row that a person has corrected stay.
    dry_run : bool
        Write nothing.
    simplified : bool
        Read traditional characters as simplified ones; the raw file stays as it is.
    source : str
        Where the files come from, for the manifest.
    jobs : int
        Processes that read, where there are many files.
    told : callable, optional
        Is given each row and each error as it comes.
    progress : callable, optional
        Called as ``progress(done, of, what)``.

    Returns
    -------
    Outcome

    Raises
    ------
    InputError
        A broken manifest: nothing is done then.
    """
    folder = Path(folder)
    found = gather.find(list(paths))
    work = Work(folder, Outcome(passed_over=found.passed_over), told or (lambda said: None))
    work.overwrite, work.dry_run, work.simplified = overwrite, dry_run, simplified
    work.source, work.progress = source, progress
    for error in found.trouble:
        work.fail(error)
    names = gather.name_files(found.files)
    work.within = found.within
    if dry_run:
        work.know()
        _go(work, names, progress, jobs)
        return work.outcome
    try:
        with store.locked(folder):
            store.tidy(folder)
            work.know()
            try:
                _go(work, names, progress, jobs)
            finally:
                # Also when interrupted: what has been read is written down.
                work.flush()
    except store.CannotWrite as error:
        work.fail(error)
        work.outcome.left = work.outcome.left or len(names) - work.begun
    return work.outcome


def _go(work: Work, names: dict[Path, str], progress: Callable | None, jobs: int) -> None:
    """Take in every file, in order; several are read ahead where there are many."""
    work.files = len(names)
    with Ahead(jobs, _FEW) as ahead:
        for number, (path, name, kind, found) in enumerate(_looked_at(work, names, ahead)):
            work.begun = number + 1
            if progress:
                progress(number, len(names), path.name)
            try:
                if isinstance(found, Exception):
                    raise found
                if work.table(kind):
                    work.many(path, name, kind, ahead)
                elif found is not None:
                    work.one(path, name, kind, found)
            except store.CannotWrite as error:
                work.fail(error)
                work.outcome.left = len(names) - number - 1
                return
            except InputError as error:
                work.fail(error)
            except _UNFORESEEN as error:
                work.fail(plain(error, shown(path)))
    if progress:
        progress(len(names), len(names), "done")


def _looked_at(work: Work, names: dict[Path, str], ahead: Ahead) -> Iterator[tuple]:
    """Yield (path, id, kind, Examined or the error of reading it, None where nothing is to do)."""

    def calls():
        for path, name in names.items():
            try:
                kind = kinds.kind_of(path)
                wanted = work.is_new(path, kind)
            except (*_UNFORESEEN, InputError) as error:
                yield (path, name, "text", error), None
                continue
            if wanted and not work.table(kind):
                yield (path, name, kind), (look, path, name, work.simplified, work.within.get(path))
            else:
                yield (path, name, kind, None), None

    for given, found in ahead.through(calls()):
        yield given if len(given) == 4 else (*given, found)


def look(path: Path, doc_id: str, simplified: bool, within: str | None = None) -> Examined:
    """Read and examine one file of one text; `within` is its place in a folder that was given."""
    document = corpus.read_file(path, simplified)
    meta = {**document.meta, "doc_id": doc_id} | ({"path": within} if within else {})
    return examine(replace(document, doc_id=doc_id, meta=meta), shown(path))
