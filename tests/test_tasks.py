"""Tasks on toy notebooks: what runs when, what a failure leaves behind, what the user is told."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis import __main__ as command
from analysis import build, execute, progress, tasks, verify
from analysis.errors import InputError
from analysis.paths import ROOT

SAVE = """
import json
from analysis.paths import FIGURES
about = {"owner": OWNER}
for kind in KINDS: (FIGURES / f"{NAME}.{kind}").write_text(json.dumps(about))
"""
KINDS = ("png", "svg", "pdf", "csv", "evidence.csv", "json")


def saving(name, owner, kinds=KINDS):
    """A cell that writes the files of a figure as figures.save would, only faster."""
    values = f"NAME, OWNER, KINDS = {name!r}, {owner!r}, {kinds!r}"
    return values + SAVE


def write(folder, name, cells, figures=(), uses=()):
    folder.mkdir(parents=True, exist_ok=True)
    made = [new_markdown_cell("深圳 Shenzhen"), *map(new_code_cell, cells)]
    policy = {"figures": list(figures), "uses": list(uses)}
    notebook = new_notebook(
        cells=made, metadata={"policy": policy, "language_info": {"name": "python"}}
    )
    nbformat.write(notebook, folder / f"{name}.ipynb")


def place_in(folder):
    (folder / "analysis").mkdir(parents=True, exist_ok=True)
    (folder / "seeds").mkdir(exist_ok=True)
    (folder / "seeds" / "list.csv").write_text("word\n深圳\n", encoding="utf-8")
    here = folder / "notebooks"
    return tasks.Place(here, here, folder / "figures", folder / "state.json", folder)


def snapshot(*folders):
    return {
        str(p): (p.read_bytes(), p.stat().st_mtime_ns)
        for folder in folders
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


# What Python keeps quiet, because it is meant for the authors of a library, stops no notebook.
THEIRS = (
    "import warnings\nwarnings.warn_explicit('old', DeprecationWarning, 'a.py', 1, 'a_library')"
)

BROKEN = {
    "11_raises": (["1 + 1", "x = nope"], [], "In [2]: NameError: name 'nope' is not defined"),
    "12_warns": (
        ["import warnings\nwarnings.warn('old', FutureWarning)"],
        [],
        "In [1]: FutureWarning: old",
    ),
    "19_ours": (
        ["import warnings\nwarnings.warn('old', DeprecationWarning)"],
        [],
        "In [1]: DeprecationWarning: old",
    ),
    "13_stderr": (
        ["1", "import sys\nprint('oops', file=sys.stderr)"],
        [],
        "In [2]: wrote to stderr: oops",
    ),
    "14_dies": (["import os, signal\nos.kill(os.getpid(), 9)"], [], "In [1]: the kernel died"),
    "15_saves_none": (["1"], ["ghost"], "declares figure 'ghost', but does not save it"),
    "16_undeclared": ([saving("extra", "16_undeclared")], [], "saves figure 'extra', which"),
    "17_lacks": ([saving("half", "17_lacks", KINDS[:2] + KINDS[5:])], ["half"], "lacks .pdf, .csv"),
    "18_owner": ([saving("mine", "99_other")], ["mine"], "with the owner '99_other'"),
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Good and broken notebooks run together, once: (place, outcome, what was printed)."""
    folder = tmp_path_factory.mktemp("toy")
    place = place_in(folder)
    write(
        place.source, "01_good", ["print(1)\nprint(2)", "'深圳'", saving("one", "01_good")], ["one"]
    )
    write(
        place.source,
        "02_uses",
        ["from analysis.paths import FIGURES\n(FIGURES / 'one.csv').read_text()", THEIRS],
        uses=["one"],
    )
    for name, (cells, figures, _) in BROKEN.items():
        write(place.source, name, cells, figures)
    before = snapshot(place.source)
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        outcome = build.run(place)
    return place, outcome, before, out.getvalue(), err.getvalue()


def test_good_notebooks_run_though_others_fail(ran):
    _, outcome, _, out, _ = ran
    assert outcome.ran == ["01_good", "02_uses"]
    assert outcome.code == 1
    assert [line.split()[0] for line in out.splitlines()] == ["01_good", "02_uses"]
    assert out.splitlines()[0].endswith("s  1 figure")


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_notebook_gives_one_line_and_stays_as_it_was(ran, name):
    place, outcome, before, _, err = ran
    assert outcome.failed[name].startswith(f"{name}.ipynb")
    assert BROKEN[name][2] in outcome.failed[name]
    assert f"error: {outcome.failed[name]}\n" in err
    path = place.source / f"{name}.ipynb"
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before[str(path)]


def test_only_declared_figures_of_good_notebooks_arrive(ran):
    place = ran[0]
    assert sorted(p.name for p in place.figures.iterdir()) == sorted(f"one.{k}" for k in KINDS)
    assert not [p for p in place.source.iterdir() if p.suffix != ".ipynb"]


def test_the_form_of_an_executed_notebook(ran):
    path = ran[0].source / "01_good.ipynb"
    raw = path.read_bytes()
    notebook = json.loads(raw)
    assert (
        raw.decode("utf-8")
        == json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    )
    assert "深圳" in raw.decode("utf-8") and b"\r" not in raw
    assert set(notebook["metadata"]) == {"kernelspec", "policy"}
    assert [c["id"] for c in notebook["cells"]] == ["01-000", "01-001", "01-002", "01-003"]
    codes = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    assert [c["execution_count"] for c in codes] == [1, 2, 3]
    assert all(c["metadata"] == {} for c in codes)
    (stream,) = codes[0]["outputs"]
    assert stream["text"] == ["1\n", "2\n"]
    assert codes[1]["outputs"][0]["data"]["text/plain"] == ["'深圳'"]


def test_a_used_figure_is_there_when_its_user_runs(ran):
    notebook = json.loads((ran[0].source / "02_uses.ipynb").read_text("utf-8"))
    assert "01_good" in notebook["cells"][1]["outputs"][0]["data"]["text/plain"][0]


@pytest.fixture
def done(ran, tmp_path):
    """A copy of the good notebooks, all up to date."""
    place = place_in(tmp_path)
    place.source.mkdir()
    for name in ("01_good", "02_uses"):
        shutil.copy(ran[0].source / f"{name}.ipynb", place.source)
    shutil.copytree(ran[0].figures, place.figures)
    shared = tasks.shared_hash(place.root)
    for task in tasks.load(place):
        build.remember(task, place, tasks.input_hash(task, place, shared))
    assert tasks.outdated(tasks.load(place), place) == set()
    return place


def names(place):
    return tasks.outdated(tasks.load(place), place)


def test_nothing_runs_where_nothing_changed(done, monkeypatch):
    monkeypatch.setattr(execute, "run", lambda *a, **k: pytest.fail("a notebook was run"))
    before = snapshot(done.root)
    assert build.run(done) == build.Outcome()
    assert snapshot(done.root) == before


def test_a_touched_file_is_not_a_changed_file(done):
    for path in done.root.rglob("*"):
        os.utime(path, (0, 0))
    assert names(done) == set()


@pytest.mark.parametrize(
    "file",
    [
        "analysis/new.py",
        "analysis/deep/er.py",
        "seeds/list.csv",
        "corpus/raw/a.md",
        "corpus/manifest.csv",
        "requirements.lock",
        "tests/gold/words/gold.tsv",
    ],
)
def test_each_input_makes_all_out_of_date(done, file):
    path = done.root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("changed", encoding="utf-8")
    assert names(done) == {"01_good", "02_uses"}


def test_what_is_no_input_makes_nothing_out_of_date(done):
    for file in ("README.md", "seeds/.list.csv.swp", "seeds/list.csv~", "analysis/x.pyc"):
        (done.root / file).write_text("changed", encoding="utf-8")
    assert names(done) == set()


def test_a_renamed_input_is_a_changed_input(done):
    (done.root / "seeds" / "list.csv").rename(done.root / "seeds" / "other.csv")
    assert names(done) == {"01_good", "02_uses"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_or_lost_output_is_made_again(done, kind):
    path = done.figures / f"one.{kind}"
    content = path.read_bytes()
    path.write_bytes(content + b" ")
    assert names(done) == {"01_good", "02_uses"}
    path.unlink()
    assert names(done) == {"01_good", "02_uses"}
    path.write_bytes(content)
    assert names(done) == set()


def edit(place, name, change):
    path = place.source / f"{name}.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    change(notebook)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_a_notebook_saved_elsewhere_is_run_again(done):
    edit(done, "02_uses", lambda nb: nb["metadata"].update(language_info={"name": "python"}))
    assert names(done) == {"02_uses"}


def test_users_of_an_outdated_figure_are_outdated_but_not_the_other_way(done):
    edit(done, "01_good", lambda nb: nb["cells"][0].update(source="new"))
    assert names(done) == {"01_good", "02_uses"}


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b"\xff\xfe", b'{"01_good": 3}'])
def test_a_broken_state_means_nothing_is_remembered(done, junk):
    done.state.write_bytes(junk)
    assert names(done) == {"01_good", "02_uses"}


def test_one_notebook_on_its_own_leaves_no_trace_when_it_gives_the_same(done):
    before = snapshot(done.source, done.figures)
    outcome = build.run(done, [tasks.find_owner(tasks.load(done), "one")])
    assert (outcome.ran, outcome.changed) == (["01_good"], [])
    assert snapshot(done.source, done.figures) == before


def test_old_files_of_a_figure_go_and_those_of_others_stay(done, tmp_path):
    (done.figures / "one.en.png").write_text("from an earlier version")
    (done.figures / "gone.png").write_text("x")
    (done.figures / "gone.json").write_text('{"owner": "01_good"}')
    (done.figures / "one-more.png").write_text("x")
    (done.figures / "one-more.json").write_text('{"owner": "07_other"}')
    task = tasks.load(done)[0]
    new = tmp_path / "new.png"
    new.write_text("new")
    made = {f"figures/one.{k}": done.figures / f"one.{k}" for k in KINDS} | {"figures/one.png": new}
    changed = build.put(task, done, made)
    assert sorted(p.name for p in changed) == ["gone.json", "gone.png", "one.en.png", "one.png"]
    left = sorted(p.name for p in done.figures.iterdir())
    assert left == sorted([f"one.{k}" for k in KINDS] + ["one-more.json", "one-more.png"])


def test_unwritable_figures_changes_nothing_and_is_said(done, tmp_path):
    shutil.rmtree(done.figures)
    done.figures.write_text("a file where the folder should be")
    new = tmp_path / "new"
    new.write_text("new")
    before = snapshot(done.source)
    made = {"notebooks/01_good.ipynb": new, "figures/one.png": new}
    with pytest.raises(InputError, match=r"figures: cannot be written \(.*\)\. Free space"):
        build.put(tasks.load(done)[0], done, made)
    assert snapshot(done.source) == before
    assert sorted(p.name for p in done.source.iterdir()) == ["01_good.ipynb", "02_uses.ipynb"]


def test_a_full_disk_half_way_changes_nothing(done, tmp_path, monkeypatch):
    new = tmp_path / "new"
    new.write_text("new")
    before = snapshot(done.source, done.figures)
    copied = []

    def full(source, target):
        if copied:
            raise OSError(28, "No space left on device")
        copied.append(target)
        Path(target).write_bytes(Path(source).read_bytes())

    monkeypatch.setattr(build.shutil, "copyfile", full)
    made = {"notebooks/01_good.ipynb": new, "figures/one.png": new}
    with pytest.raises(InputError, match="No space left on device"):
        build.put(tasks.load(done)[0], done, made)
    assert snapshot(done.source, done.figures) == before


def test_a_failure_of_one_stops_those_that_use_it(done):
    edit(done, "01_good", lambda nb: nb["cells"][1].update(source="1 / 0"))
    outcome = build.run(done, report=build.Report(quiet=True))
    assert "In [1]: ZeroDivisionError: division by zero" in outcome.failed["01_good"]
    assert outcome.failed["02_uses"] == "02_uses.ipynb: not run, it uses figures of 01_good"
    assert "01_good" in names(done)


def test_a_circle_of_uses_is_refused(done):
    edit(done, "01_good", lambda nb: nb["metadata"]["policy"].update(uses=["two"]))
    edit(done, "02_uses", lambda nb: nb["metadata"]["policy"].update(figures=["two"]))
    with pytest.raises(InputError, match="01_good, 02_uses use each other's figures in a circle"):
        build.run(done)


def test_two_owners_and_unknown_uses_are_refused(done):
    edit(done, "02_uses", lambda nb: nb["metadata"]["policy"].update(figures=["one"]))
    with pytest.raises(InputError, match="'one' is declared by 01_good and by 02_uses"):
        tasks.load(done)
    edit(done, "02_uses", lambda nb: nb["metadata"]["policy"].update(figures=[], uses=["none"]))
    with pytest.raises(InputError, match="02_uses: uses figure 'none', which no notebook"):
        tasks.load(done)


@pytest.mark.parametrize("junk", [b"", b"{}", b"[1]", b"\xff", b'{"cells": 1, "metadata": {}}'])
def test_a_file_that_is_no_notebook_is_named(done, junk):
    (done.source / "02_uses.ipynb").write_bytes(junk)
    with pytest.raises(InputError, match=r"02_uses\.ipynb: is no notebook that can be read"):
        tasks.load(done)


def test_differences_name_every_file(done, tmp_path):
    there = tasks.Place(done.source, tmp_path / "n", tmp_path / "f", None, done.root)
    shutil.copytree(done.source, there.notebooks)
    shutil.copytree(done.figures, there.figures)
    assert verify.differences(done, there) == []
    (done.figures / "one.csv").write_text("edited")
    (done.figures / "one.pdf").unlink()
    (done.figures / "stray.png").write_text("x")
    edit(done, "02_uses", lambda nb: nb["cells"][1].update(outputs=[]))
    found = verify.differences(done, there)
    assert [" ".join(line.split("/")[-1:]) for line in found] == [
        "02_uses.ipynb would change (first in cell 02-001)",
        "one.csv would change",
        "one.pdf is missing and would be made",
        "stray.png is made by no notebook",
    ]
    assert verify.differences(done, there, skip={"01_good", "02_uses"}) == [found[-1]]


KILLED = """
import signal
import sys
from pathlib import Path
from analysis import build, tasks
# A shell's background job ignores Ctrl-C, and hands that down.
signal.signal(signal.SIGINT, signal.default_int_handler)
root = Path(sys.argv[1])
build.run(tasks.Place(root / "notebooks", root / "notebooks", root / "figures",
                      root / "state.json", root))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of this kind are for Unix")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_killed_in_the_middle_leaves_everything_as_it_was(done, tmp_path, number):
    mark = tmp_path / "running"
    slow = f"import os, time\nopen({str(mark)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    edit(done, "01_good", lambda nb: nb["cells"][1].update(source=slow))
    before = snapshot(done.source, done.figures, done.root / "seeds")
    state = done.state.read_bytes()
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(done.root)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    wait_for(lambda: mark.exists() and mark.read_text(), 60)
    kernel = int(mark.read_text())
    child.send_signal(number)
    child.communicate(timeout=180)
    assert child.returncode != 0
    wait_for(lambda: not alive(kernel), 30)
    assert snapshot(done.source, done.figures, done.root / "seeds") == before
    assert done.state.read_bytes() == state
    assert names(done) == {"01_good", "02_uses"}


def wait_for(what, seconds):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return True


def test_the_kernel_hears_nothing_of_the_users_settings(monkeypatch, tmp_path):
    for key in ("JUPYTER_CONFIG_DIR", "IPYTHONDIR", "MPLBACKEND", "PYTHONWARNINGS", "MATPLOTLIBRC"):
        monkeypatch.setenv(key, "theirs")
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "8")
    monkeypatch.delenv("PYTHONHASHSEED", raising=False)
    env = execute.environment(tmp_path / "f", tmp_path)
    assert "theirs" not in env.values()
    assert env["OPENBLAS_NUM_THREADS"] == env["OMP_NUM_THREADS"] == "1"
    assert env["PYTHONHASHSEED"] == "0"
    assert env["POLICY_FIGURES_DIR"] == str(tmp_path / "f")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    assert execute.environment(tmp_path, tmp_path)["PYTHONHASHSEED"] == "7"


NO_KERNEL = """
import signal
import sys
from pathlib import Path
from analysis import build, tasks
# A shell's background job ignores Ctrl-C, and hands that down.
signal.signal(signal.SIGINT, signal.default_int_handler)
root = Path(sys.argv[1])
sys.executable = str(root / "python")
place = tasks.Place(root, root, root / "figures", None, root)
sys.exit(build.run(place).code)
"""


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_a_kernel_that_does_not_start_is_one_line(tmp_path):
    script = tmp_path / "python"
    script.write_text("#!/bin/sh\necho first >&2\necho no ipykernel here >&2\nexit 1\n")
    script.chmod(0o755)
    write(tmp_path, "01_a", ["1"])
    said = subprocess.run(
        [sys.executable, "-c", NO_KERNEL, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert said.stderr == "error: 01_a.ipynb: no kernel: no ipykernel here\n"
    assert (said.returncode, said.stdout) == (1, "")


def task(name, *figures):
    return tasks.Task(name, Path(f"{name}.ipynb"), figures, (), "")


def test_finding_a_notebook_or_a_figure():
    known = [task("00_five", "shape"), task("03_words", "word-frequency"), task("03_more")]
    for wanted in ("0", "00", "00_five", "00_five.ipynb", "notebooks/00_five.ipynb"):
        assert tasks.find_notebook(known, wanted).name == "00_five"
    for wanted in ("word-frequency", "word-frequency.png", "figures/word-frequency.svg"):
        assert tasks.find_owner(known, wanted).name == "03_words"
    with pytest.raises(InputError, match=r"more than one notebook\. Say which: 03_words, 03_more"):
        tasks.find_notebook(known, "3")
    with pytest.raises(InputError, match=r"no notebook '03_word'\. Did you mean 03_words"):
        tasks.find_notebook(known, "03_word")
    with pytest.raises(InputError, match=r"no figure 'wordfreq'\. Did you mean word-frequency\?"):
        tasks.find_owner(known, "wordfreq")
    with pytest.raises(InputError, match=r"There are: shape, word-frequency\."):
        tasks.find_owner(known, "zzz")


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_is_shown_on_a_terminal_only():
    bar = progress.Bar(io.StringIO())
    bar(1, 2, "x")
    assert bar.line.stream.getvalue() == ""
    bar = progress.Bar(Terminal())
    bar(1, 2, "图")
    bar(2, 2, "done")
    first, wiped, end = bar.line.stream.getvalue().split("\r")[1:]
    assert first == "[############            ] 1/2 图"
    assert wiped == " " * (len(first) + 1) and end == ""


# --- the command line -----------------------------------------------------------------------


@pytest.fixture
def line(done, monkeypatch, capsys):
    """Run a command line on the toy notebooks: (exit code, stdout, stderr)."""
    monkeypatch.setattr(tasks, "Place", lambda *a, **k: PLACE(*a, **k) if a else done)

    def run(*words):
        code = command.main(list(words))
        return (code, *capsys.readouterr())

    return run


PLACE = tasks.Place


def test_no_verb_and_nothing_to_do(line):
    assert line() == (0, "2 notebooks, 1 figures: all up to date\n", "")


def test_list(line, done):
    (done.figures / "one.png").unlink()
    code, out, err = line("list")
    assert (code, err) == (0, "")
    assert " ".join(out.split()) == "01_good out of date one (not made yet) 02_uses out of date"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["figure", "on"], "error: no figure 'on'. Did you mean one?\n"),
        (["notebook", "9"], "error: no notebook '9'. There are: 01_good, 02_uses.\n"),
        (["verfy"], "error: no verb 'verfy'. Did you mean verify?\n"),
        (
            ["figure"],
            'error: the following arguments are required: name. Try "run.py figure --help".\n',
        ),
        (["list", "--x"], 'error: unrecognized arguments: --x. Try "run.py --help".\n'),
        (["analyse", "no-such-file.txt", "--out", "x"], "error: no-such-file.txt: no such file"),
    ],
)
def test_bad_words_give_one_line_and_code_2(line, words, said):
    code, out, err = line(*words)
    assert (code, out) == (2, "")
    assert err.startswith(said) and err.count("\n") == 1


def test_interrupt_is_one_line(line, monkeypatch):
    def interrupted(*args, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "run", interrupted)
    code, out, err = line()
    assert (code, out, len(err.strip().splitlines())) == (130, "", 1)


def test_verify_changes_nothing_and_names_what_would_change(line, done):
    good = (done.figures / "one.csv").read_bytes()
    (done.figures / "one.csv").write_text("edited")
    before = snapshot(done.root)
    code, out, _ = line("verify")
    assert code == 1
    assert out.splitlines()[2:] == [f"{done.figures / 'one.csv'} would change"]
    assert snapshot(done.root) == before
    (done.figures / "one.csv").write_bytes(good)
    assert names(done) == set()


def test_start_is_quick_and_loads_no_library():
    code = (
        "import sys, analysis.__main__ as m, analysis.tasks, analysis.build\n"
        "heavy = {'pandas', 'numpy', 'matplotlib', 'nbformat', 'nbclient', 'scipy', 'jieba'}\n"
        "print(heavy & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


def test_a_dead_reader_is_no_traceback():
    command = f'"{sys.executable}" -m analysis --help | true'
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == ""
