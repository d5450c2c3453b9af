"""One run of `add`: what is known of the corpus, and what waits to be written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from analysis import corpus
from analysis.add.ahead import Ahead
from analysis.corpus import gather, kinds, store
from analysis.corpus.manifest import MANIFEST_COLUMNS, Place, keep, rows_of
from analysis.corpus.reading import sha256_of, unique_id
from analysis.errors import InputError
from analysis.paths import shown
from analysis.problems import COLUMNS as PROBLEM_COLUMNS
from analysis.problems import Examined, Near, examine, write_problems
from analysis.progress import Clock

BATCH, SECONDS = 100, 5.0  # rows, or seconds, after which the manifest is written
_SAME_ERRORS = 3  # of one file, that are told one by one


def plain(error: Exception, where: str) -> InputError:
    """Say an error in one line, also one that no reader foresees: a file may be broken so."""
    if isinstance(error, InputError):
        return error
    what = f"cannot be read ({type(error).__name__}: {error})"
    return InputError(what[:200], where=where, do="Save its text as .txt.")


@dataclass
class Outcome:
    """What an `add` did.

    Attributes
    ----------
    rows : list of dict
        One for each document read or met: the columns of the manifest, `state` (added, replaced,
        already there, restored, not written, would be added, would be replaced) and `problems`
        (kinds, joined by ", ").
    trouble : list of InputError
        One for each file or row that could not be taken in.
    passed_over : Counter
        Suffix -> number of files in folders that are of no kind known here.
    left : int
        Files that were not looked at, since the corpus could not be written.
    """

    rows: list[dict] = field(default_factory=list)
    trouble: list[InputError] = field(default_factory=list)
    passed_over: Counter = field(default_factory=Counter)
    left: int = 0


@dataclass
class Work:
    """One run of `add`: what is known of the corpus, and what waits to be written."""

    folder: Path
    outcome: Outcome
    told: Callable
    overwrite: bool = False
    dry_run: bool = False
    simplified: bool = False
    source: str = ""
    progress: Callable | None = None
    files: int = 0
    begun: int = 0  # of them
    within: dict[Path, str] = field(default_factory=dict)  # places in the folders that were given

    def __post_init__(self):
        self._by_bytes: dict[tuple[str, int | None], str] = {}
        self._ids: dict[str, str] = {}  # casefolded -> as written: no two files differ by case
        self._files: dict[str, str] = {}  # name in raw/ -> sha256
        self._stored: set[tuple[str, str]] = set()
        self._new: list[dict] = []
        self._changed: dict[str, dict] = {}
        self._finish: list[tuple[str, str, str]] = []
        self._problems: list[pd.DataFrame] = []
        self._clock = Clock()
        self.near = Near(self.folder, keep=not self.dry_run)

    def know(self) -> None:
        """Read the manifest as it is."""
        if not store.has_manifest(self.folder):
            return
        for row in rows_of(self.folder / "manifest.csv").itertuples(index=False):
            self._take(row.doc_id, row.file, row.sha256)
        self.near.keep = not self.dry_run
        self.near.know(self.progress)

    def _take(self, doc_id: str, file: str, digest: str) -> None:
        place = Place.of(file)
        self._by_bytes[digest, place.row] = doc_id
        self._ids[doc_id.casefold()] = doc_id
        self._files[place.name] = digest

    def fail(self, error: InputError) -> None:
        """Note one line of what went wrong."""
        self.outcome.trouble.append(error)
        self.told(error)

    def is_new(self, path: Path, kind: str) -> bool:
        """Say whether a file of one text has to be read; one that is there already is told."""
        if self.table(kind):
            return True
        known = self._by_bytes.get((sha256_of(path), None))
        if not known or (self.overwrite and self._other_script(known)):
            return True
        self._there(path, known)
        return False

    def _there(self, path: Path, known: str) -> None:
        """Tell that a text is there; its raw file, if somebody has deleted it, comes back."""
        state = "already there"
        if not self.dry_run and known not in {row["doc_id"] for row in self._new}:
            row = rows_of(self.folder / "manifest.csv").loc[known]
            name = Place.of(row["file"]).name
            if not (self.folder / "raw" / name).is_file():
                store.put_raw(self.folder, path, name, row["sha256"])
                state = "restored"
        self._say({"doc_id": known, "state": state, "problems": ""})

    @staticmethod
    def table(kind: str) -> bool:
        """Say whether a file of this kind has one report a row."""
        return kind in kinds.TABLES

    def one(self, path: Path, name: str, kind: str, found: Examined) -> None:
        """Take in a file of one text, read and examined."""
        known = self._by_bytes.get((found.document.meta["sha256"], None))
        if known and not (self.overwrite and self._other_script(known)):
            self._there(path, known)  # the same bytes came in this run
            return
        doc_id = known or name
        place = Place(doc_id + gather.raw_suffix(path, kind), None, self.simplified)
        document = replace(found.document, doc_id=doc_id)
        self._document(path, replace(found, document=document), place)

    def _other_script(self, doc_id: str) -> bool:
        row = rows_of(self.folder / "manifest.csv").loc[doc_id]
        return Place.of(row["file"]).simplified != self.simplified

    def many(self, path: Path, name: str, kind: str, ahead: Ahead) -> None:
        """Take in the texts of a table, read and examined one by one."""
        digest = sha256_of(path)
        same = [file for file, known in self._files.items() if known == digest]
        stems = {Path(f).stem for f, known in self._files.items() if known != digest}
        raw = same[0] if same else unique_id(name, stems) + gather.raw_suffix(path, kind)
        errors: list[InputError] = []

        def wanted(row: int) -> bool:
            known = self._by_bytes.get((digest, row))
            if known:
                self._there(path, known)
            return not known

        def calls():
            for document in corpus.read_many(path, errors.append, self.simplified, wanted):
                row = document.meta["row"]
                yield row, (examine, document, f"{shown(path)} row {row}")

        for row, found in ahead.through(calls()):
            if self.progress:
                self.progress(self.begun - 1, self.files, f"{path.name} row {row}")
            try:
                if isinstance(found, Exception):
                    raise plain(found, f"{shown(path)} row {row}")
                self._document(path, found, Place(raw, row, self.simplified))
            except store.CannotWrite:
                raise
            except InputError as error:
                errors.append(error)
        for error in errors[:_SAME_ERRORS]:
            self.fail(error)
        if len(errors) > _SAME_ERRORS:
            more = f"and {len(errors) - _SAME_ERRORS:,} more rows like these"
            self.fail(InputError(more, where=shown(path), do="Look at the table."))

    def _document(self, path: Path, found: Examined, place: Place) -> None:
        """Look for others like a document, put its file into raw/, and let its row wait."""
        document, row = found.document, dict(found.row)
        doc_id, digest = document.doc_id, document.meta["sha256"]
        there = self._ids.get(doc_id.casefold())
        if there is not None and not self.overwrite:
            raise InputError(
                f"the id '{there}' is taken by another text",
                where=shown(path) + (f" row {place.row}" if place.row else ""),
                do="Use --replace to put this one in its place, or rename the file.",
            )
        near = self.near.find(there or doc_id, found, "" if self.dry_run else digest)
        problems = pd.concat([found.problems, near], ignore_index=True)
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
        if not self.dry_run and (waiting >= BATCH or self._clock.seconds > SECONDS):
            self.flush()

    def _write(self, path, document, place, row, there) -> None:
        digest = document.meta["sha256"]
        old = ""
        if there is not None:
            old = Place.of(rows_of(self.folder / "manifest.csv").loc[there, "file"]).name
        replacing = old == place.name and self._files.get(old) != digest
        if (place.name, digest) not in self._stored:  # a table has one file for all its rows
            store.put_raw(self.folder, path, place.name, digest, replacing)
            self._stored.add((place.name, digest))
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
            proposed = {k: store.plain_cell(v) for k, v in examine(bare).row.items()}
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
        waiting = [*self._new, *self._changed.values()]
        examined = {row["doc_id"] for row in waiting}
        try:
            if waiting:
                write_problems(self.folder, self._problems, examined)
                store.write_rows(self.folder, self._new, self._changed)
                for name, digest, old in self._finish:
                    store.finish(self.folder, name, digest, old)
        except store.CannotWrite:
            for row in self.outcome.rows:
                if row["doc_id"] in examined:
                    row["state"] = "not written"
            raise
        finally:
            self._new, self._changed, self._finish, self._problems = [], {}, [], []
            self._clock = Clock()
