"""The house: who may import whom, how long a module is, what carries a docstring, whose paths.

ruff and package indexes are looked after in test_setup.py.
"""

import ast
import re
import shutil
import subprocess

import pytest

from analysis.paths import ROOT

# The way of one sentence: a module imports only from those that stand before it.
WAY = (
    *("errors", "paths", "machine", "progress", "environment"),
    *("tables", "lexicons", "corpus", "study", "sentences", "describe", "problems", "add"),
    *("words", "counts", "overview"),
    "reading",
    *("keywords", "shards", "topics", "rhetoric", "targets", "concordance"),
    "comparison",
    *("figures", "evidence", "exercises", "drawings", "export", "page", "analyse"),
    *("tasks", "execute", "build", "verify", "__main__"),
)

LONG = 400
LONGER = {
    "drawings/keywords.py": (520, "a list of drawings, each on one screen"),
    "rhetoric/reuse.py": (430, "one file a detector"),
}


MADE = {".git", ".venv", ".tools", "build", ".ruff_cache", ".pytest_cache", ".hypothesis"}


def committed():
    """The files that are committed; outside a checkout all that a run does not make."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        said = subprocess.check_output(["git", "-C", str(ROOT), "ls-files", "-z"], encoding="utf-8")
        return [ROOT / name for name in said.split("\0") if name and (ROOT / name).is_file()]
    tops = [path for path in ROOT.iterdir() if path.name not in MADE]
    return [path for top in tops for path in [top, *top.rglob("*")] if path.is_file()]


COMMITTED = sorted(committed())
MODULES = [p for p in COMMITTED if p.suffix == ".py" and ROOT / "analysis" in p.parents]


def name_of(path):
    """A module's path within analysis/."""
    return path.relative_to(ROOT / "analysis").as_posix()


def place_of(parts):
    """The module of `analysis` that a dotted name belongs to."""
    return parts[1] if len(parts) > 1 else ""


def imported(source):
    """Modules of `analysis` that a source imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            base = node.module.split(".")
            names = [base] if len(base) > 1 else [[*base, a.name] for a in node.names]
        else:
            continue
        found |= {place_of(parts) for parts in names if parts[0] == "analysis"}
    return found - {""}


def rank(module):
    """Place on the way; None for a module unknown."""
    return WAY.index(module) if module in WAY else None


def out_of_order(module, source):
    """Imports of a module that do not stand before it on the way."""
    return sorted(
        other
        for other in imported(source) - {module}
        if rank(other) is None or rank(other) >= rank(module)
    )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_follow_the_way_of_one_sentence(path):
    module = name_of(path).split("/")[0].removesuffix(".py")
    if module == "__init__":
        assert imported(path.read_text("utf-8")) == set()
        return
    assert rank(module) is not None, "give the new module its place in WAY"
    assert out_of_order(module, path.read_text("utf-8")) == []


def test_an_import_against_the_way_is_found():
    assert out_of_order("sentences", "from analysis import lexicons, words") == ["words"]
    assert out_of_order("counts", "import analysis.topics.fit") == ["topics"]
    assert out_of_order("corpus", "def f():\n    from analysis.words import load") == ["words"]
    assert out_of_order("words", "from analysis.words import engine, rules") == []
    assert out_of_order("drawings", "from analysis.drawings import base") == []
    assert out_of_order("figures", "from analysis.drawings import Drawing") == ["drawings"]
    assert out_of_order("tasks", "from analysis import nobody_knows") == ["nobody_knows"]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_can_be_read_in_one_go(path):
    lines = len(path.read_text("utf-8").splitlines())
    most, _ = LONGER.get(name_of(path), (LONG, ""))
    assert lines <= most, "ask what second thing it does, and give that a module of its own"


def undocumented(source):
    """Public functions, classes and methods without a docstring."""
    tree = ast.parse(source)
    found = [] if ast.get_docstring(tree) else ["the module"]
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in tree.body:
        if not isinstance(node, kinds) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            found.append(node.name)
        if isinstance(node, ast.ClassDef):
            found += [
                f"{node.name}.{part.name}"
                for part in node.body
                if isinstance(part, kinds)
                and not part.name.startswith("_")
                and not ast.get_docstring(part)
            ]
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_what_is_public_has_a_docstring(path):
    assert undocumented(path.read_text("utf-8")) == []


def test_a_missing_docstring_is_found():
    source = '"""M."""\ndef f(): ...\ndef _g(): ...\nclass A:\n    """A."""\n    def m(self): ...'
    assert undocumented(source) == ["f", "A.m"]
    assert undocumented("x = 1") == ["the module"]


MACHINE = re.compile(r"(?<![\w.])/(?:root|work)/|(?<![\w.])/(?:home|Users)/(?!me/)\w")


def test_no_committed_file_names_a_folder_of_a_machine():
    found = []
    for path in COMMITTED:
        name = path.relative_to(ROOT).as_posix()
        data = path.read_bytes()
        if b"\0" not in data[:4096] and MACHINE.search(data.decode("utf-8", "replace")):
            found.append(name)
    assert found == []


def test_a_folder_of_a_machine_is_found():
    def path(*names):  # put together here, so that this file holds none itself
        return "/".join(names)

    assert MACHINE.search(f"open('{path('', 'root', 'x')}')")
    assert MACHINE.search(path("", "home", "lin", "a.txt"))
    assert not MACHINE.search(f"{path('https:', '', 'a.org', 'home', 'page')} or a/work/x")


def test_the_lists_name_no_ghost():
    assert all((ROOT / "analysis" / name).is_file() for name in LONGER)
