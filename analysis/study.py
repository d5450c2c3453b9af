"""The study: which reports the notebooks read, with what parameters, and where results go.

seeds/study.toml is the shipped study; its results are the committed notebooks/ and figures/. Any
other study, named by ``python3 run.py --study FILE`` or made by editing seeds/study.toml, writes
into build/<name>/.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from analysis.errors import InputError
from analysis.paths import BUILD, FIGURES, SEEDS, shown

VARIABLE = "POLICY_STUDY"  # names the file of the study in use
SHIPPED_NAME = "shenzhen"
_NAME = re.compile(r"[^\W_][\w.-]{0,39}")
_TAKEN = ("cache", "tmp")  # folders of build/ that a run deletes
MODELS = ("lda", "nmf")


@dataclass(frozen=True)
class Study:
    """What a study decides; see seeds/study.toml.

    Attributes
    ----------
    name : str
    seed : int
    report : str
        doc_id of the report of notebooks 00 to 07.
    compare, formulations : tuple of str
        doc_ids and formulations of notebook 08.
    stop_words : str
        A file in seeds/.
    top_words, cloud_words, permutations : int
    topics : int or None
        Number of topics; None where the report's own parts decide.
    topic_model : str
    indicator_likeness : float
    file : Path
        Where it was read; not compared.
    """

    name: str
    seed: int
    report: str
    compare: tuple[str, ...]
    formulations: tuple[str, ...]
    stop_words: str
    top_words: int
    cloud_words: int
    topics: int | None
    topic_model: str
    permutations: int
    indicator_likeness: float
    file: Path = field(default=SEEDS / "study.toml", compare=False)


# The study whose results are committed. It stands here once more, so that an edited
# seeds/study.toml is told from it and never overwrites them.
SHIPPED = Study(
    name=SHIPPED_NAME,
    seed=20250225,
    report="shenzhen-2025",
    compare=("yunxiu-2023", "yunxiu-2024", "yunxiu-2025", "hexi-2023", "hexi-2024", "hexi-2025"),
    formulations=("一湖两岸", "一湖三区", "三抓三比", "提质攻坚年", "工业强市", "制造强市",
                  "夜间经济", "数字云岫", "稳中求进", "营商环境", "茶旅融合", "生态立市"),
    stop_words="stopwords.csv",
    top_words=20,
    cloud_words=80,
    topics=None,
    topic_model="lda",
    permutations=9999,
    indicator_likeness=0.8,
)  # fmt: skip


def current() -> Study:
    """Return the study in use: the file that ``--study`` named, else seeds/study.toml.

    Raises
    ------
    InputError
        As of `load`.

    Examples
    --------
    >>> current().report
    'shenzhen-2025'
    """
    path = Path(os.environ.get(VARIABLE) or SEEDS / "study.toml")
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        stamp = 0
    return _load(path, stamp)


@lru_cache(maxsize=16)
def _load(path: Path, stamp: int) -> Study:
    return load(path)


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
    return _Reader(path, text, given).study()


@dataclass(frozen=True)
class _Reader:
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
        import difflib

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


def is_shipped(study: Study) -> bool:
    """Say whether a study is the shipped one, value for value.

    Examples
    --------
    >>> from dataclasses import replace
    >>> is_shipped(SHIPPED), is_shipped(replace(SHIPPED, seed=1))
    (True, False)
    """
    return study == SHIPPED


def folder(study: Study) -> Path | None:
    """Return where the results of a study go; None for the shipped one (notebooks/, figures/).

    A study that keeps the shipped name but is another goes to ``build/<name>-changed``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> folder(SHIPPED) is None, folder(replace(SHIPPED, seed=1)).name
    (True, 'shenzhen-changed')
    """
    if is_shipped(study):
        return None
    if study.name == SHIPPED_NAME:
        return BUILD / f"{SHIPPED_NAME}-changed"
    return BUILD / study.name


def note(study: Study) -> str:
    """Say where results go, and why, where that may surprise; "" for the shipped study.

    Examples
    --------
    >>> from dataclasses import replace
    >>> note(SHIPPED)
    ''
    >>> note(replace(SHIPPED, name="mine"))
    'study mine (seeds/study.toml): results go to build/mine/'
    """
    where = folder(study)
    if where is None:
        return ""
    said = f"study {study.name} ({shown(study.file)}): results go to {shown(where)}/"
    if study.name == SHIPPED_NAME:
        changed = [
            name
            for name in Study.__dataclass_fields__
            if name != "file" and getattr(study, name) != getattr(SHIPPED, name)
        ]
        said += (
            f"; {', '.join(changed)} is not that of the shipped study of this name: "
            "give yours a name of its own"
        )
    return said


def figures() -> Path:
    """Return where figures are saved and read: figures/, or the folder of the study in use."""
    if os.environ.get("POLICY_FIGURES_DIR"):
        return FIGURES
    where = folder(current())
    return FIGURES if where is None else where / "figures"


def stop_list() -> list[str]:
    """Return the stop list of the study in use.

    Examples
    --------
    >>> "的" in stop_list()
    True
    """
    from analysis import lexicons

    return lexicons.load(current().stop_words, columns=("word",))["word"].tolist()


def pick(wanted, there, least: int = 1):
    """Take what a notebook speaks of where the report has it, else what the report has.

    Parameters
    ----------
    wanted : str or list of str
        What the text of the notebook names.
    there : iterable of str
        What there is, the best first.
    least : int
        Of a list: filled up from the front of `there` to so many.

    Returns
    -------
    str or list of str

    Raises
    ------
    InputError
        If there is nothing at all.

    Examples
    --------
    >>> pick("改革", ["发展", "改革"]), pick("改革", ["发展"])
    ('改革', '发展')
    >>> pick(["改革", "低空"], ["发展", "改革", "教育"], least=2)
    ['改革', '发展']
    """
    there = list(dict.fromkeys(there))
    if not there:
        raise InputError("the report has nothing of this kind", do="Take a longer report.")
    if isinstance(wanted, str):
        return wanted if wanted in there else there[0]
    found = [one for one in wanted if one in there]
    rest = [one for one in there if one not in found]
    return found + rest[: max(0, least - len(found))]


def check(study: Study) -> None:
    """Hold the documents of a study against the manifest.

    Raises
    ------
    InputError
        A document that is not there, with the key and the line of the study's file.
    """
    from analysis import corpus

    known = corpus.manifest()["doc_id"].tolist()
    reader = _Reader(study.file, study.file.read_text(encoding="utf-8-sig"), {})
    for key, ids in (("report", (study.report,)), ("compare", study.compare)):
        for doc_id in ids:
            if doc_id not in known:
                import difflib

                near = difflib.get_close_matches(doc_id, known, n=3, cutoff=0.5) or known[:5]
                reader.refuse(
                    key,
                    f"names '{doc_id}', which is not in corpus/manifest.csv",
                    f"Add it (python3 run.py add FILE), or use {', '.join(near)}.",
                )


def use(path: str | Path) -> Study:
    """Take another file as the study in use, here and in the kernels of the notebooks.

    Raises
    ------
    InputError
        As of `load`.
    """
    found = load(Path(path))
    os.environ[VARIABLE] = str(Path(path).resolve())
    return found
