"""Files of one's own into the corpus: read, described, checked, written down as manifest rows.

``python3 run.py add FILE_OR_FOLDER...`` asks nothing. What it finds of each text (title, place,
year, date, speaker, kind) it shows and writes into corpus/manifest.csv, where a person corrects
it; what is wrong with a text is a row of corpus/problems.csv. The files themselves are copied
byte for byte into corpus/raw/.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from analysis import corpus
from analysis.corpus import gather, kinds, store
from analysis.corpus.manifest import MANIFEST_COLUMNS, Place, keep, rows_of
from analysis.corpus.reading import sha256_of, unique_id
from analysis.errors import InputError
from analysis.paths import CORPUS, shown
from analysis.problems import COLUMNS as PROBLEM_COLUMNS
from analysis.problems import check, examine, write_problems
from analysis.progress import Bar, Clock

_BATCH, _SECONDS = 100, 5.0  # rows, or seconds, after which the manifest is written
_SAME_ERRORS = 3  # of one file, that are told one by one


@dataclass
class Outcome:
    """What an `add` did.

    Attributes
    ----------
    rows : list of dict
        One for each document read or met: the columns of the manifest, `state` (added, replaced,
        already there, would be added, would be replaced) and `problems` (kinds, joined by ", ").
    trouble : list of InputError
        One for each file or row that could not be taken in.
    passed_over : Counter
        Suffix -> number of files in folders that are of no kind known here.
    """

    rows: list[dict] = field(default_factory=list)
    trouble: list[InputError] = field(default_factory=list)
    passed_over: Counter = field(default_factory=Counter)


def add(
    paths: list[str | Path],
    folder: Path = CORPUS,
    *,
    overwrite: bool = False,
    dry_run: bool = False,
    simplified: bool = False,
    source: str = "",
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
        A broken manifest, or a corpus that another run is writing to: nothing is done then.
    """
    folder = Path(folder)
    found = gather.find(list(paths))
    work = _Work(folder, Outcome(passed_over=found.passed_over), told or (lambda said: None))
    work.overwrite, work.dry_run, work.simplified = overwrite, dry_run, simplified
    work.source = source
    for error in found.trouble:
        work.fail(error)
    names = gather.name_files(found.files)
    if dry_run:
        work.know()
        _go(work, names, progress)
        return work.outcome
    with store.locked(folder):
        store.tidy(folder)
        work.know()
        try:
            _go(work, names, progress)
        finally:
            # Also when interrupted: what has been read is written down.
            try:
                work.flush()
            except store.CannotWrite as error:
                work.fail(error)
    return work.outcome


def _go(work: _Work, names: dict[Path, str], progress) -> None:
    for number, (path, name) in enumerate(names.items()):
        if progress:
            progress(number, len(names), path.name)
        try:
            work.file(path, name)
        except store.CannotWrite as error:
            work.fail(error)
            return
        except InputError as error:
            work.fail(error)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError) as e:
            # A file may be broken in ways its reader does not foresee: one line, and on.
            what = f"cannot be read ({type(e).__name__}: {e})"
            work.fail(InputError(what[:200], where=shown(path), do="Save its text as .txt."))
    if progress:
        progress(len(names), len(names), "done")


@dataclass
class _Work:
    """One run of `add`: what is known of the corpus, and what waits to be written."""

    folder: Path
    outcome: Outcome
    told: Callable
    overwrite: bool = False
    dry_run: bool = False
    simplified: bool = False
    source: str = ""

    def __post_init__(self):
        self._by_bytes: dict[tuple[str, int | None], str] = {}
        self._ids: dict[str, str] = {}  # casefolded -> as written: no two files differ by case
        self._files: dict[str, str] = {}  # name in raw/ -> sha256
        self._new: list[dict] = []
        self._changed: dict[str, dict] = {}
        self._finish: list[tuple[str, str, str]] = []
        self._problems: list[pd.DataFrame] = []
        self._clock = Clock()

    def know(self) -> None:
        """Read the manifest as it is."""
        if not store.has_manifest(self.folder):
            return
        for row in rows_of(self.folder / "manifest.csv").itertuples(index=False):
            self._take(row.doc_id, row.file, row.sha256)

    def _take(self, doc_id: str, file: str, digest: str) -> None:
        place = Place.of(file)
        self._by_bytes[digest, place.row] = doc_id
        self._ids[doc_id.casefold()] = doc_id
        self._files[place.name] = digest

    def fail(self, error: InputError) -> None:
        """Note one line of what went wrong."""
        self.outcome.trouble.append(error)
        self.told(error)

    def file(self, path: Path, name: str) -> None:
        """Take in one file: its one document, or those of its rows."""
        kind = kinds.kind_of(path)
        if not gather.is_table(kind):
            digest = sha256_of(path)
            known = self._by_bytes.get((digest, None))
            if known and not (self.overwrite and self._other_script(known)):
                self._say({"doc_id": known, "state": "already there", "problems": ""})
                return
            document = corpus.read_file(path, self.simplified)
            doc_id = known or name
            place = Place(doc_id + gather.raw_suffix(path, kind), None, self.simplified)
            self._document(path, replace(document, doc_id=doc_id), place)
            return
        self._table(path, name, kind)

    def _other_script(self, doc_id: str) -> bool:
        row = rows_of(self.folder / "manifest.csv").loc[doc_id]
        return Place.of(row["file"]).simplified != self.simplified

    def _table(self, path: Path, name: str, kind: str) -> None:
        digest, said = sha256_of(path), 0
        same = [file for file, known in self._files.items() if known == digest]
        suffix = gather.raw_suffix(path, kind)
        stems = {Path(f).stem for f, known in self._files.items() if known != digest}
        raw = same[0] if same else unique_id(name, stems) + suffix
        errors: list[InputError] = []
        for document in corpus.read_many(path, errors.append, self.simplified):
            row = document.meta["row"]
            known = self._by_bytes.get((digest, row))
            if known:
                self._say({"doc_id": known, "state": "already there", "problems": ""})
                continue
            try:
                self._document(path, document, Place(raw, row, self.simplified))
            except store.CannotWrite:
                raise
            except InputError as error:
                errors.append(error)
        for error in errors[:_SAME_ERRORS]:
            self.fail(error)
        said = len(errors) - _SAME_ERRORS
        if said > 0:
            self.fail(InputError(f"and {said} more rows like these", where=shown(path)))

    def _document(self, path: Path, document: corpus.Document, place: Place) -> None:
        """Describe a document, put its file into raw/, and let its row wait."""
        doc_id, digest = document.doc_id, document.meta["sha256"]
        there = self._ids.get(doc_id.casefold())
        if there is not None and not self.overwrite:
            raise InputError(
                f"the id '{there}' is taken by another text",
                where=shown(path) + (f" row {place.row}" if place.row else ""),
                do="Use --replace to put this one in its place, or rename the file.",
            )
        row, problems = examine(document)
        row |= {"doc_id": doc_id, "file": str(place), "sha256": digest}
        row["source"] = self.source or row.get("source")
        if there is not None:
            row = self._corrected(there, row)
        state = "replaced" if there is not None else "added"
        if self.dry_run:
            state = f"would be {state}"
        else:
            self._write(path, document, place, row, there)
        self._take(doc_id, str(place), digest)
        self._problems.append(problems.assign(doc_id=row["doc_id"])[PROBLEM_COLUMNS])
        kinds_found = list(dict.fromkeys(problems["kind"]))
        self._say({**row, "state": state, "problems": ", ".join(kinds_found)})
        waiting = len(self._new) + len(self._changed)
        if not self.dry_run and (waiting >= _BATCH or self._clock.seconds > _SECONDS):
            self.flush()

    def _write(self, path, document, place, row, there) -> None:
        digest = document.meta["sha256"]
        old = ""
        if there is not None:
            old = Place.of(rows_of(self.folder / "manifest.csv").loc[there, "file"]).name
        replacing = old == place.name and self._files.get(old) != digest
        store.put_raw(self.folder, path, place.name, digest, replacing)
        if document.meta["extracted"]:
            keep(self.folder, row["doc_id"], document.received, document.meta)
        if there is None:
            self._new.append(row)
        else:
            self._changed[there] = row
            self._finish.append((place.name, digest, old))
            self.flush()

    def _corrected(self, there: str, row: dict) -> dict:
        """Keep what a person has corrected in the row of the text that is replaced."""
        if there in {waiting["doc_id"] for waiting in self._new}:
            self.flush()
        now = rows_of(self.folder / "manifest.csv").loc[there].to_dict()
        try:
            old = corpus.load(there, self.folder)
            bare = replace(old, meta={"sha256": old.meta["sha256"]})
            proposed = {k: store.plain_cell(v) for k, v in examine(bare)[0].items()}
        except InputError:
            proposed = {}  # the old file is gone or changed: all that is written stays
        out = dict(row)
        for column in MANIFEST_COLUMNS:
            if column in ("file", "sha256"):
                continue
            if now[column] and now[column] != proposed.get(column, ""):
                out[column] = now[column]
        return {**out, "doc_id": there}

    def _say(self, row: dict) -> None:
        self.outcome.rows.append(row)
        self.told(row)

    def flush(self) -> None:
        """Write what waits: problems first, then the rows, then the old files go."""
        if self._new or self._changed:
            examined = {row["doc_id"] for row in [*self._new, *self._changed.values()]}
            write_problems(self.folder, self._problems, examined)
            store.write_rows(self.folder, self._new, self._changed)
            for name, digest, old in self._finish:
                store.finish(self.folder, name, digest, old)
        self._new, self._changed, self._finish, self._problems = [], {}, [], []
        self._clock = Clock()


def main(arguments) -> int:
    """Run the verb: a line for each text on stdout, one for each trouble on stderr.

    Parameters
    ----------
    arguments
        paths, into, replace, dry_run, simplify, source, check, as the command line gives them.

    Returns
    -------
    int
        0, or 1 if something could not be taken in.
    """
    folder, bar = Path(arguments.into), Bar()
    if not arguments.paths and not arguments.check:
        raise InputError("nothing to add", do="Name files or folders.")
    outcome, headed = Outcome(), []

    def told(said: dict | InputError) -> None:
        bar.line.clear()
        if isinstance(said, InputError):
            sys.stdout.flush()
            print(f"error: {said}", file=sys.stderr, flush=True)
        else:
            if said["state"] != "already there" and not headed:
                headed.append(True)
                print(line_of({**{name: name for name, _ in COLUMNS}, "state": ""}))
            print(line_of(said))

    try:
        if arguments.paths:
            outcome = add(
                arguments.paths, folder, overwrite=arguments.replace, dry_run=arguments.dry_run,
                simplified=arguments.simplify, source=arguments.source, told=told, progress=bar,
            )  # fmt: skip
            print(summary(outcome, folder))
        if arguments.check:
            found = check(folder, progress=bar)
            print(f"{len(found):,} problems of {found['doc_id'].nunique():,} texts: "
                  f"{shown(folder / 'problems.csv')}")  # fmt: skip
    finally:
        bar.line.clear()
    return 1 if outcome.trouble else 0


COLUMNS = (("doc_id", 22), ("title", 36), ("place", 12), ("year", 4), ("date", 10),
           ("speaker", 10), ("kind", 10), ("problems", 0))  # fmt: skip


def line_of(row: dict) -> str:
    """Write one row of an outcome as a line of the summary, in columns.

    Examples
    --------
    >>> line_of({"doc_id": "a-2020", "state": "already there"})
    'a-2020                 already there'
    """
    if row["state"] == "already there":
        return cut(row["doc_id"], COLUMNS[0][1]) + " already there"
    parts = []
    for column, width in COLUMNS:
        value = "-" if row.get(column) in (None, "") else str(row[column])
        parts.append(cut(value, width) if width else value)
    return " ".join(parts).rstrip()


def cut(text: str, width: int) -> str:
    """Fit a text into so many cells of a terminal, where a Chinese character takes two.

    Examples
    --------
    >>> cut("深圳市政府工作报告", 9), cut("ab", 4)
    ('深圳市… ', 'ab  ')
    """
    cells = [2 if ord(c) > 0x2E7F else 1 for c in text]
    if sum(cells) > width:
        total = kept = 0
        while total + cells[kept] <= width - 2:
            total += cells[kept]
            kept += 1
        text, cells = text[:kept] + "…", [*cells[:kept], 2]
    return text + " " * (width - sum(cells))


def summary(outcome: Outcome, folder: Path = CORPUS) -> str:
    """Say how many were taken in, what was passed over, and where a person corrects it."""
    states = Counter(row["state"] for row in outcome.rows)
    parts = [f"{n:,} {state}" for state, n in sorted(states.items())]
    parts += [f"{len(outcome.trouble):,} not taken in"] if outcome.trouble else []
    lines = [", ".join(parts) or "nothing to add"]
    if outcome.passed_over:
        kinds_seen = ", ".join(f"{n:,} {s}" for s, n in outcome.passed_over.most_common(8))
        lines.append(f"passed over: {kinds_seen}")
    if any(s in outcome.passed_over for s in (".doc", ".wps", ".rtf", ".xls", ".odt")):
        lines.append("  save .doc, .wps, .rtf, .odt as .docx and .xls as .xlsx to take them in")
    if states["added"] or states["replaced"]:
        lines.append(f"correct what is wrong in {shown(folder / 'manifest.csv')}; "
                     f"problems: {shown(folder / 'problems.csv')}")  # fmt: skip
    return "\n".join(lines)
