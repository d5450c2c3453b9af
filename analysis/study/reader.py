"""Read the file of a study and check it, key by key."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import InputError
from analysis.paths import SEEDS, shown
from analysis.study.settings import Study

_NAME = re.compile(r"[^\W_][\w.-]{0,39}")
_TAKEN = ("cache", "tmp")  # folders of build/ that a run deletes
MODELS = ("lda", "nmf")


def load(path: Path) -> Study:
    """Read the file of a study and check it.

    Raises
    ------
    InputError
        One line with the file, the line and the key: no such file, bad TOML, a key unknown,
        missing or of another type, a value out of range.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
        given = tomllib.loads(text)
    except FileNotFoundError:
        raise InputError("no such file", where=shown(path), do="Name a study file.") from None
    except (OSError, UnicodeDecodeError) as error:
        what = getattr(error, "strerror", None) or "is no UTF-8"
        raise InputError(f"cannot be read ({what})", where=shown(path)) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        where = shown(path) + (f" line {found[1]}" if found else "")
        what = re.sub(r" \(at .*\)$", "", str(error))
        raise InputError(
            f"no TOML: {what}", where=where, do="See seeds/study.toml for the form."
        ) from None
    return Reader(path, text, given).study()


@dataclass(frozen=True)
class Reader:
    """Reads the keys of one file and knows their lines."""

    path: Path
    text: str
    given: dict

    def study(self) -> Study:
        """Check all keys and make the study."""
        parameters = self.given.get("parameters", {})
        if not isinstance(parameters, dict):
            self.refuse("parameters", "is no table", "Write [parameters] on a line of its own.")
        top = ("name", "seed", "report", "compare", "formulations")
        below = ("stop_words", "top_words", "cloud_words", "topics", "topic_model", "permutations",
                 "indicator_likeness")  # fmt: skip
        self.unknown(self.given, (*top, "parameters"))
        self.unknown(parameters, below)
        topics = self.number(parameters, "topics", 0, 50, default=0)
        if topics == 1:
            self.refuse("topics", "is 1", "Ask for 2 or more, or 0 for as many as there are parts.")
        model = self.word(parameters, "topic_model", default="lda")
        if model not in MODELS:
            self.refuse("topic_model", f"is '{model}'", f"Use {' or '.join(MODELS)}.")
        return Study(
            name=self.name(),
            seed=self.number(self.given, "seed", 0, 2**32 - 1),
            report=self.word(self.given, "report"),
            compare=self.words(self.given, "compare"),
            formulations=self.words(self.given, "formulations", needed=False),
            stop_words=self.stop_words(parameters),
            top_words=self.number(parameters, "top_words", 2, 100, default=20),
            cloud_words=self.number(parameters, "cloud_words", 5, 300, default=80),
            topics=topics or None,
            topic_model=model,
            permutations=self.number(parameters, "permutations", 99, 999_999, default=9999),
            indicator_likeness=self.share(parameters, "indicator_likeness", default=0.8),
            file=self.path,
        )

    def line(self, key: str) -> int:
        """Return the line of a key, of the table's end where it is not there."""
        for number, line in enumerate(self.text.splitlines(), 1):
            if re.match(rf"\s*\[?\s*[\"']?{re.escape(key)}[\"']?\s*[=\]]", line):
                return number
        return len(self.text.splitlines())

    def refuse(self, key: str, what: str, do: str):
        """Raise what is wrong with a key."""
        where = f"{shown(self.path)} line {self.line(key)}"
        raise InputError(f"{key} {what}", where=where, do=do)

    def unknown(self, table: dict, known: tuple[str, ...]) -> None:
        """Refuse keys that no one reads."""
        for key in table:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
                do = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known)}."
                self.refuse(key, "is no key of a study", do)

    def value(self, table: dict, key: str, default=None):
        """Return a value, or the default where the key is not there."""
        if key not in table and default is None:
            raise InputError(f"{key} is missing", where=shown(self.path), do=f"Write {key} = ...")
        return table.get(key, default)

    def word(self, table: dict, key: str, default: str | None = None) -> str:
        """Read a text."""
        value = self.value(table, key, default)
        if not isinstance(value, str) or not value.strip():
            self.refuse(key, "is no text", f'Write {key} = "...".')
        return value.strip()

    def words(self, table: dict, key: str, needed: bool = True) -> tuple[str, ...]:
        """Read a list of texts, none of them twice."""
        value = self.value(table, key, None if needed else [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            self.refuse(key, "is no list of texts", f'Write {key} = ["...", "..."].')
        found = tuple(v.strip() for v in value)
        if needed and len(found) < 2:
            self.refuse(key, f"names {len(found)} document(s)", "Name two or more.")
        for one in found:
            if found.count(one) > 1:
                self.refuse(key, f"names '{one}' twice", "Take one of them out.")
        return found

    def number(self, table: dict, key: str, least: int, most: int, default=None) -> int:
        """Read a whole number."""
        value = self.value(table, key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            self.refuse(key, f"is {value!r}, no whole number", f"Write {key} = {least}.")
        if not least <= value <= most:
            self.refuse(key, f"is {value}", f"Use {least} to {most}.")
        return value

    def share(self, table: dict, key: str, default: float) -> float:
        """Read a number from 0 to 1."""
        value = self.value(table, key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
            self.refuse(key, f"is {value!r}", "Use a number above 0 and up to 1.")
        return float(value)

    def name(self) -> str:
        """Read the name, which becomes a folder."""
        name = self.word(self.given, "name")
        if not _NAME.fullmatch(name) or name in _TAKEN or name.endswith("."):
            self.refuse("name", f"is '{name}'", "Use letters, digits, - and _; 40 at most.")
        return name

    def stop_words(self, table: dict) -> str:
        """Read the name of the stop list, which must be there."""
        file = self.word(table, "stop_words", default="stopwords.csv")
        if Path(file).name != file or not (SEEDS / file).is_file():
            self.refuse("stop_words", f"is '{file}', which is not in seeds/", "Put the file there.")
        return file


def check(study: Study) -> None:
    """Hold the documents of a study against the manifest.

    Raises
    ------
    InputError
        A document that is not there, with the key and the line of the study's file.
    """
    from analysis import corpus

    known = corpus.manifest()["doc_id"].tolist()
    reader = Reader(study.file, study.file.read_text(encoding="utf-8-sig"), {})
    for key, ids in (("report", (study.report,)), ("compare", study.compare)):
        for doc_id in ids:
            if doc_id not in known:
                near = difflib.get_close_matches(doc_id, known, n=3, cutoff=0.5) or known[:5]
                reader.refuse(
                    key,
                    f"names '{doc_id}', which is not in corpus/manifest.csv",
                    f"Add it (python3 run.py add FILE), or use {', '.join(near)}.",
                )
