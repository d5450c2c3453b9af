"""The notebooks: each one runs, gives what is committed byte for byte, and keeps the house rules.

Every rule is a function from a notebook to the list of what breaks it; a toy that breaks it
proves that it can fail.
"""

import ast
import datetime
import json
import re
import sys

import nbformat
import pytest

from analysis import build, tasks, verify
from analysis.paths import ROOT

PLACE = tasks.Place()
PATHS = sorted(PLACE.source.glob(tasks.PATTERN))
NAMES = [path.stem for path in PATHS]
MAY_IMPORT = {"analysis", "pandas", "numpy", "IPython"}
MAX_LINES, MAX_WIDTH = 12, 100


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def sources(notebook, kind):
    """(cell id, source) of the cells of a kind."""
    return [
        (cell["id"], "".join(cell["source"]))
        for cell in notebook["cells"]
        if cell["cell_type"] == kind
    ]


def outputs(notebook):
    """(cell id, output) of all outputs."""
    return [(c["id"], o) for c in notebook["cells"] for o in c.get("outputs", [])]


def shown_text(output):
    """All an output shows, pictures left out."""
    if output["output_type"] == "stream":
        return "".join(output["text"])
    if output["output_type"] == "error":
        return "\n".join(output["traceback"])
    parts = ["".join(v) if isinstance(v, list) else str(v) for v in output["data"].values()]
    return re.sub(r"data:[\w/+]+;base64,[A-Za-z0-9+/=\s]+", "", "\n".join(parts))


# --- the rules --------------------------------------------------------------------------------


def no_logic(notebook):
    """No def, class, lambda, while, try, with or global; no magic and no shell."""
    banned = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.While)
    banned += (ast.Try, ast.With, ast.Global)
    for where, source in sources(notebook, "code"):
        try:
            tree = ast.parse(source)
        except SyntaxError:
            yield f"{where}: is no plain Python (a magic, a shell command?)"
            continue
        for node in ast.walk(tree):
            if isinstance(node, banned):
                yield f"{where}: {type(node).__name__}"


def imports(notebook):
    """The first code cell imports from analysis only; the others from a short list."""
    for position, (where, source) in enumerate(sources(notebook, "code")):
        allowed = MAY_IMPORT if position else {"analysis"}
        found = re.findall(r"^\s*(?:from|import)\s+([\w.]+)", source, flags=re.M)
        if not position and not found:
            yield f"{where}: the first code cell imports nothing"
        for module in found:
            if module.split(".")[0] not in allowed:
                yield f"{where}: imports {module}"


def short_cells(notebook):
    """Cells of a few lines that fit the page."""
    for where, source in sources(notebook, "code"):
        lines = source.split("\n")
        if len(lines) > MAX_LINES:
            yield f"{where}: {len(lines)} lines"
        if max(map(len, lines)) > MAX_WIDTH:
            yield f"{where}: a line of {max(map(len, lines))} characters"
        if not source.strip():
            yield f"{where}: empty"


TOPS = ("home", "root", "Users", "tmp", "var", "mnt", "work", "opt")
PLACES = (*(f"/{top}/" for top in TOPS), "~/")
FETCHES = re.compile(r"\b(pip|conda|wget|curl|urlopen|urlretrieve|requests|httpx|download)\b")


def nothing_from_outside(notebook):
    """No absolute path and no download, in code."""
    for where, source in sources(notebook, "code"):
        if any(place in source for place in PLACES) or re.search(r"\b[A-Za-z]:[\\/]", source):
            yield f"{where}: an absolute path"
        if FETCHES.search(source) or "://" in source:
            yield f"{where}: fetches something"


def plain_text(source):
    """Prose of a markdown cell: no code, addresses, picture or formula."""
    source = re.sub(r"```.*?```|`[^`]*`|\$[^$]*\$|<[^>]+>", " ", source, flags=re.S)
    source = re.sub(r"!\[[^\]]*\]\([^)]*\)", " ", source)
    return re.sub(r"\]\([^)]*\)|https?://\S+", " ", source)


def both_languages(notebook):
    """Whoever reads one of the two languages misses nothing, headings included.

    A sentence of English has about as many words as its Chinese has pairs of characters; a
    cell where one language has less than a third of what the other makes one expect is not
    translated. Quotes (lines with >) are in the language of the source.
    """
    for where, source in sources(notebook, "markdown"):
        text = plain_text("\n".join(x for x in source.split("\n") if not x.startswith(">")))
        chinese = len(re.findall(r"[\u4e00-\u9fff]", text))
        english = len(re.findall(r"[A-Za-z][A-Za-z'’-]+", text))
        if english < chinese / 2 / 3:
            yield f"{where}: {chinese} Chinese characters, {english} English words"
        if chinese / 2 < english / 3:
            yield f"{where}: {english} English words, {chinese} Chinese characters"
        for line in re.findall(r"^#+ (.+)$", text, flags=re.M):
            if not (re.search(r"[\u4e00-\u9fff]", line) and re.search(r"[A-Za-z]{3}", line)):
                yield f"{where}: heading in one language: {line}"


TEACHES = {
    "what you will see": r"You will (see|find out|learn)",
    "what you need": r"What you need",
    "limits": r"^## .*Limits",
    "exercises": r"^## .*Exercises",
}


def teaches(notebook):
    """A title, what one will see, what one needs, limits, and exercises that check themselves."""
    prose = sources(notebook, "markdown")
    text = "\n".join(source for _, source in prose)
    first = notebook["cells"][0]
    if first["cell_type"] != "markdown" or not "".join(first["source"]).startswith("# "):
        yield "does not begin with a title"
    for what, pattern in TEACHES.items():
        if not re.search(pattern, text, flags=re.M):
            yield f"lacks {what}"
    if "exercises.check(" not in "\n".join(source for _, source in sources(notebook, "code")):
        yield "no exercise checks itself"


def quiet(notebook):
    """No error, nothing on stderr; every picture with an alt text."""
    for where, output in outputs(notebook):
        if output["output_type"] == "error" or output.get("name") == "stderr":
            yield f"{where}: {output['output_type']} {output.get('name', '')}".rstrip()
        data = output.get("data", {})
        if any(kind.startswith("image/") for kind in data):
            yield f"{where}: a picture without alt text"
        for tag in re.findall(r"<img[^>]*>", "".join(data.get("text/html", ""))):
            if not re.search(r'alt="[^"]+"', tag):
                yield f"{where}: a picture without alt text"


def of_no_moment(notebook, today=None):
    """Outputs without memory addresses, process ids, times and dates of the run, or paths."""
    today = today or datetime.date.today()
    days = [today + datetime.timedelta(days=n) for n in (-1, 0, 1)]
    dates = [day.strftime(form) for day in days for form in ("%Y-%m-%d", "%Y/%m/%d", "%d %b %Y")]
    machine = (str(ROOT), sys.prefix, *PLACES)
    for where, output in outputs(notebook):
        text = shown_text(output)
        if re.search(r"\b0x[0-9a-fA-F]{5,}", text):
            yield f"{where}: a memory address"
        if re.search(r"ipykernel_\d+|\bpid\b[ =:]*\d+", text):
            yield f"{where}: a process id"
        if any(date in text for date in dates) or re.search(r"\b\d\d:\d\d:\d\d\b", text):
            yield f"{where}: a date or time of the run"
        if any(place in text for place in machine):
            yield f"{where}: a path of this machine"


def in_normal_form(notebook):
    """Executed from top to bottom, with ids by position and nothing else in the metadata."""
    number = notebook["cells"][0]["id"][:2]
    if set(notebook["metadata"]) != {"kernelspec", "policy"}:
        yield f"metadata {sorted(notebook['metadata'])}"
    counts = [c["execution_count"] for c in notebook["cells"] if c["cell_type"] == "code"]
    if counts != list(range(1, len(counts) + 1)):
        yield f"execution counts {counts}"
    for position, cell in enumerate(notebook["cells"]):
        if cell["id"] != f"{number}-{position:03d}":
            yield f"cell {position} has the id {cell['id']}"


RULES = [
    no_logic,
    imports,
    short_cells,
    nothing_from_outside,
    both_languages,
    teaches,
    quiet,
    of_no_moment,
    in_normal_form,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_house_rules(path, rule):
    assert list(rule(read(path))) == []


# --- each rule can fail -----------------------------------------------------------------------


def code(source, *found, count=1):
    return {
        "cell_type": "code",
        "id": "01-001",
        "metadata": {},
        "source": source,
        "execution_count": count,
        "outputs": list(found),
    }


def prose(source):
    return {"cell_type": "markdown", "id": "01-000", "metadata": {}, "source": source}


def result(text, kind="text/plain"):
    return {"output_type": "display_data", "metadata": {}, "data": {kind: text}}


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


FINE = prose("# 词 / Words\n\n您将看到词。\n\nYou will see words.")
FIRST = code("from analysis import corpus")
WIDE = "x = " + "1" * 100


@pytest.mark.parametrize(
    ("rule", "cells"),
    [
        (no_logic, [code("def f(x):\n    return x")]),
        (no_logic, [code("class A:\n    pass")]),
        (no_logic, [code("f = lambda x: x")]),
        (no_logic, [code("while True:\n    break")]),
        (no_logic, [code("%matplotlib inline")]),
        (no_logic, [code("!ls")]),
        (imports, [code("import numpy")]),
        (imports, [code("1 + 1")]),
        (imports, [FIRST, code("from sklearn.decomposition import NMF")]),
        (short_cells, [code("\n".join(["1"] * 13))]),
        (short_cells, [code(WIDE)]),
        (short_cells, [code(" ")]),
        (nothing_from_outside, [code("open('/home/me/a.txt')")]),
        (nothing_from_outside, [code(r"open('C:\a.txt')")]),
        (nothing_from_outside, [code("a = 'https://example.org'")]),
        (nothing_from_outside, [code("import pip")]),
        (both_languages, [prose("这一格只有中文，没有英文译文。")]),
        (both_languages, [prose("Only English here, and no word of Chinese.")]),
        (both_languages, [prose("## 词频\n\n这里看词频 We look at frequency here")]),
        (both_languages, [prose("很长的一段中文，说了许多许多事情，译文却只有几个词。Short.")]),
        (teaches, [FIRST]),
        (teaches, [FINE, FIRST]),
        (quiet, [code("1", stream("hm", "stderr"))]),
        (quiet, [code("1", result("iVBOR", "image/png"))]),
        (quiet, [code("1", result('<img src="a.png">', "text/html"))]),
        (quiet, [code("1", result('<img src="a.png" alt="">', "text/html"))]),
        (of_no_moment, [code("1", result("<Axes at 0x7f3a2b1c>"))]),
        (of_no_moment, [code("1", stream("ipykernel_4242/1.py:3: FutureWarning"))]),
        (of_no_moment, [code("1", stream(f"made on {datetime.date.today()}"))]),
        (of_no_moment, [code("1", stream("at 09:41:07"))]),
        (of_no_moment, [code("1", stream(f"{ROOT}/figures"))]),
        (of_no_moment, [code("1", result("<td>/tmp/x</td>", "text/html"))]),
        (in_normal_form, [FINE, code("1", count=2)]),
        (in_normal_form, [FINE, code("1", count=None)]),
        (in_normal_form, [FINE, FINE]),
    ],
)
def test_a_rule_finds_what_breaks_it(rule, cells):
    notebook = {"metadata": {"kernelspec": {}, "policy": {}}, "cells": cells}
    assert list(rule(notebook))


@pytest.mark.parametrize(
    "rule",
    [
        no_logic,
        imports,
        short_cells,
        nothing_from_outside,
        both_languages,
        quiet,
        of_no_moment,
        in_normal_form,
    ],
    ids=lambda rule: rule.__name__,
)
def test_a_rule_lets_good_cells_pass(rule):
    picture = '<img src="data:image/png;base64,/tmp/0x12345678" alt="图">'
    first = code("from analysis import corpus", result(picture, "text/html"), stream("2025-02-25"))
    quote = prose("> 只有中文的引文，原样照录。\n\n见上 See above")
    cells = [FINE, first, {**quote, "id": "01-002"}]
    assert list(rule({"metadata": {"kernelspec": {}, "policy": {}}, "cells": cells})) == []


# --- they run, and give what is committed -----------------------------------------------------


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    """All notebooks run afresh, once, in a folder of their own."""
    folder = tmp_path_factory.mktemp("rebuilt")
    return verify.rebuild(PLACE, folder, build.Report(quiet=True))


def test_there_are_notebooks():
    assert NAMES[0].startswith("00_")


@pytest.mark.parametrize("name", NAMES)
def test_each_notebook_runs(rebuilt, name):
    _, outcome = rebuilt
    assert outcome.failed.get(name) is None


def test_a_fresh_run_gives_what_is_committed_byte_for_byte(rebuilt):
    there, outcome = rebuilt
    assert verify.differences(PLACE, there, skip=set(outcome.failed)) == []


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_each_file_is_a_valid_notebook(path):
    nbformat.validate(nbformat.from_dict(read(path)), version=4, version_minor=5)


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_declared_figures_lie_in_figures_with_data_and_evidence(path):
    for figure in tasks.read(path).figures:
        for kind in build.KINDS:
            file = PLACE.figures / f"{figure}.{kind}"
            assert file.is_file() and file.stat().st_size > 0, file.name
        about = json.loads((PLACE.figures / f"{figure}.json").read_text("utf-8"))
        assert about["owner"] == path.stem and about["alt"].strip()


def test_each_declared_figure_is_shown_by_its_notebook():
    for task in tasks.load(PLACE):
        html = [shown_text(o) for _, o in outputs(read(task.path))]
        assert sum(text.count("<img") for text in html) >= len(task.figures), task.name
