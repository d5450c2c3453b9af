"""The set-up: run.py's decisions and its words, the locks, and the papers around the code.

Nothing is installed here; where a program would run, a stand-in answers.
"""

import ast
import errno
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from analysis import environment
from analysis.paths import ROOT


def _load():
    spec = importlib.util.spec_from_file_location("run_under_test", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


run = _load()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _pins(name="requirements.lock"):
    return environment.read_lock((ROOT / name).read_text(encoding="utf-8"))


def _normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def _names(requirements):
    return {_normal(re.match(r"[A-Za-z0-9._-]+", text).group()) for text in requirements}


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A project folder with locks of its own, in which run.py believes to stand."""
    (tmp_path / "requirements.lock").write_text("six==1.17.0 \\\n    --hash=sha256:aa\n")
    (tmp_path / "requirements-scale.lock").write_text("toolz==1.0 \\\n    --hash=sha256:bb\n")
    (tmp_path / "requirements-tools.lock").write_text(
        "uv==9.9.9 \\\n    --hash=sha256:cc \\\n    --hash=sha256:dd\n    # via x\nwheel==1.0\n"
    )
    monkeypatch.setattr(run, "ROOT", str(tmp_path))
    return tmp_path


def _stand(house):
    """Put an environment there that looks like one made by this Python."""
    python = Path(run.venv_python(run.venv_folder()))
    python.parent.mkdir(parents=True)
    python.touch()
    version = ".".join(map(str, sys.version_info[:3]))
    (house / ".venv" / "pyvenv.cfg").write_text(f"home = /x\nversion_info = {version}\n")
    scheme = "nt_venv" if os.name == "nt" else "posix_venv"
    folder = run.venv_folder()
    site = run.sysconfig.get_path("purelib", scheme, vars={"base": folder, "platbase": folder})
    Path(site).mkdir(parents=True)
    return Path(site)


# --- which Python ---------------------------------------------------------------------------------


def test_an_old_python_can_read_the_file():
    source = (ROOT / "run.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    # annotations such as list[str] are read by an old Python, but fail when it runs them
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None
            assert not any(argument.annotation for argument in node.args.args)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 1), (3, 13, 9)])
def test_fine_pythons(version):
    assert run.check_python(version) is None


@pytest.mark.parametrize(
    ("version", "system", "word", "get"),
    [
        ((3, 10, 13), "Linux", "3.10 is too old", "apt install python3.12"),
        ((3, 6, 15), "Darwin", "3.6 is too old", "brew install python@3.12"),
        ((3, 14, 0), "Windows", "3.14 is too new", "winget install Python.Python.3.12"),
        ((4, 0, 0), "Linux", "4.0 is too new", "conda env create -f environment.yml"),
    ],
)
def test_other_pythons_hear_what_is_fine_and_how_to_get_it(version, system, word, get):
    said = run.check_python(version, system=system, found=lambda name: False)
    assert word in said and get in said
    assert all(fine in said for fine in ("3.11", "3.12", "3.13"))
    assert "\n" not in said


def test_a_fitting_python_on_the_machine_is_named():
    said = run.check_python((3, 9, 2), found=lambda name: name == "python3.11")
    assert said.endswith("This machine has one: python3.11 run.py")


def test_other_builds_of_python():
    assert "32 bits" in run.check_python((3, 12, 0), bits=32)
    assert "pypy" in run.check_python((3, 11, 0), implementation="pypy")


def test_too_old_ends_in_one_line(monkeypatch, capsys):
    monkeypatch.setattr(run.sys, "version_info", (3, 10, 1, "final", 0))
    assert run.main(["list"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("run.py: Python 3.10 is too old") and said.count("\n") == 1


# --- the command line -----------------------------------------------------------------------------


def test_options_of_the_setup_stand_before_the_verb():
    assert run.own_options([]) == (False, None, [], [])
    assert run.own_options(["--here", "test", "-x"]) == (True, None, [], ["test", "-x"])
    assert run.own_options(["--from", "b c", "list"]) == (False, "b c", [], ["list"])
    assert run.own_options(["--from=b", "--with=scale"]) == (False, "b", ["scale"], [])
    assert run.own_options(["test", "--here"])[3] == ["test", "--here"]


@pytest.mark.parametrize(
    ("argv", "word"),
    [
        (["--from"], "needs a folder"),
        (["--with"], "needs a group"),
        (["--with", "nothing"], "no group 'nothing'; there are: reference, scale"),
        (["--here", "--from", "b"], "--here sets up nothing"),
        (["bundle"], "one folder"),
        (["bundle", "a", "b"], "one folder"),
        (["bundle", "a", "--fast"], "bundle knows no --fast"),
        (["bundle", "a", "--platform", "amiga"], "not 'amiga'"),
        (["bundle", "a", "--python"], "3.11, 3.12, 3.13"),
        (["--from", "/no/such/folder"], "no folder"),
    ],
)
def test_wrong_options_end_in_one_line(argv, word, monkeypatch, capsys):
    monkeypatch.setattr(run, "is_ready", lambda folder, groups: False)
    assert run.main(argv) == 2
    said = capsys.readouterr().err
    assert word in said and said.startswith("run.py: ") and said.count("\n") == 1


def test_bundle_options():
    here = f"3.{sys.version_info[1]}"
    assert run.bundle_options(["b"]) == ("b", [run.this_platform()], [here])
    chosen = ["b", "--platform", "macos", "--platform=windows", "--python=3.12"]
    assert run.bundle_options(chosen) == ("b", ["windows", "macos"], ["3.12"])
    everything = run.bundle_options(["--platform", "all", "b", "--python", "all"])
    assert everything == ("b", list(run.PLATFORMS), ["3.11", "3.12", "3.13"])


def test_help_needs_no_setup(house, monkeypatch, capsys):
    handed = []
    monkeypatch.setattr(run, "hand_over", lambda python, argv: handed.append((python, argv)) or 0)
    assert run.main(["--help"]) == 0
    assert run.main(["analyse", "--help"]) == 0
    assert run.main(["clean"]) == 0
    assert handed == [
        (sys.executable, argv) for argv in (["--help"], ["analyse", "--help"], ["clean"])
    ]
    assert "bundle DIR" in capsys.readouterr().out


def test_clean_all_deletes_what_the_setup_made(house, monkeypatch):
    monkeypatch.setattr(run, "hand_over", lambda python, argv: argv)
    for name in (".venv", ".tools", "figures"):
        (house / name).mkdir()
    assert run.main(["clean", "--all"]) == ["clean"]
    assert not (house / ".venv").exists() and not (house / ".tools").exists()
    assert (house / "figures").exists()


def test_handing_over_passes_arguments_and_exit_code(tmp_path):
    # a file of that name in the user's folder must not be run instead
    (tmp_path / "analysis.py").write_text("raise SystemExit(77)")
    command = [sys.executable, str(ROOT / "run.py"), "--here", "no such verb"]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert answer.returncode == 2
    assert "no such verb" in answer.stderr and "Traceback" not in answer.stderr


# --- when is it set up ----------------------------------------------------------------------------


def test_the_stamp_follows_lock_python_and_groups(house):
    folder = run.venv_folder()
    assert not run.is_ready(folder, [])
    _stand(house)
    assert not run.is_ready(folder, [])  # an interrupted set-up has no stamp
    run.write_stamp(folder, [])
    assert run.is_ready(folder, [])
    assert not run.is_ready(folder, ["scale"])
    run.write_stamp(folder, ["scale"])
    assert run.is_ready(folder, ["scale"]) and run.is_ready(folder, [])
    (house / "requirements-scale.lock").write_text("toolz==2.0\n")
    assert not run.is_ready(folder, [])
    run.write_stamp(folder, ["scale"])
    (house / "requirements-scale.lock").unlink()
    assert not run.is_ready(folder, [])


def test_another_python_or_a_moved_folder_needs_a_new_setup(house):
    assert run.stamp_of([], version="3.11.7") != run.stamp_of([], version="3.12.1")
    assert run.stamp_of([], root="/a") != run.stamp_of([], root="/b")


def test_line_ends_do_not_matter(house):
    before = run.stamp_of([]), run.lock_hash()
    text = (house / "requirements.lock").read_bytes()
    (house / "requirements.lock").write_bytes(text.replace(b"\n", b"\r\n"))
    assert (run.stamp_of([]), run.lock_hash()) == before


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"hash": 1}', "\0", "null"])
def test_a_broken_stamp_means_set_up_again(house, text):
    _stand(house)
    (house / ".venv" / "stamp.json").write_text(text)
    assert not run.is_ready(run.venv_folder(), [])


def test_a_python_that_went_away_means_set_up_again(house):
    _stand(house)
    run.write_stamp(run.venv_folder(), [])
    os.unlink(run.venv_python(run.venv_folder()))
    assert not run.is_ready(run.venv_folder(), [])


# --- setting up -----------------------------------------------------------------------------------


@pytest.fixture
def recorded(monkeypatch):
    """Record each command in place of running it."""
    commands = []

    def stream(command, env, bundle=None):
        commands.append((command, env))
        return ""

    monkeypatch.setattr(run, "stream", stream)
    monkeypatch.setattr(run, "has_pip", lambda python: True)
    monkeypatch.setattr(run, "fetch_uv", lambda source=None: "uv")
    monkeypatch.setattr(run, "package_environment", lambda python: {"UV_INDEX": "x"})
    return commands


def test_setup_makes_the_environment_from_the_hashed_lock(house, recorded, capsys):
    site = _stand(house)
    (house / ".venv" / "pyvenv.cfg").unlink()
    run.set_up([])
    (venv, _), (sync, env), (compiled, _) = recorded
    assert venv[:3] == ["uv", "venv", "--clear"]
    assert venv[venv.index("--python") + 1] == run.base_python()
    assert sync[:4] == ["uv", "pip", "sync", "--require-hashes"]
    assert sync[-1] == str(house / "requirements.lock") and env == {"UV_INDEX": "x"}
    assert compiled[-1] == str(site / "jieba")
    line = (site / "policy_notebooks.pth").read_text().strip()
    assert (site / line).resolve() == house.resolve()
    assert run.is_ready(run.venv_folder(), [])


def test_a_standing_environment_is_kept_and_its_groups_stay(house, recorded):
    _stand(house)
    run.write_stamp(run.venv_folder(), ["scale"])
    run.set_up([])
    assert "venv" not in [command[1] for command, _ in recorded]
    assert recorded[0][0][-1] == str(house / "requirements-scale.lock")


def test_a_failed_setup_leaves_no_stamp(house, recorded, monkeypatch):
    _stand(house)

    def fail(command, env, bundle=None):
        raise run.Stop("no")

    monkeypatch.setattr(run, "stream", fail)
    with pytest.raises(run.Stop):
        run.set_up([])
    assert not run.is_ready(run.venv_folder(), [])


def test_setup_from_a_folder_asks_no_network(house, recorded, tmp_path):
    _stand(house)
    bundle = tmp_path / "class room"
    bundle.mkdir()
    locks = {name: run.lock_hash(group) for name, group in _locks({None, "tools"})}
    (bundle / "bundle.json").write_text(json.dumps({"locks": locks}))
    run.set_up([], str(bundle))
    sync, env = recorded[0]
    assert {"--offline", "--no-index"} < set(sync) and env == {}
    assert sync[sync.index("--find-links") + 1] == str(bundle)
    with pytest.raises(run.Stop, match=r"nothing for requirements-scale\.lock"):
        run.set_up(["scale"], str(bundle))
    (house / "requirements.lock").write_text("six==2.0\n")
    with pytest.raises(run.Stop, match=r"made for another requirements\.lock"):
        run.set_up([], str(bundle))
    (bundle / "bundle.json").write_text("{")
    with pytest.raises(run.Stop, match="is no bundle"):
        run.set_up([], str(bundle))


def _locks(groups):
    return [(os.path.basename(run.lock_file(group)), group) for group in groups]


def test_uv_comes_with_its_hashes_and_leaves_nothing_half_done(house, monkeypatch):
    seen = []

    def stream(command, env, bundle=None):
        seen.append(Path(command[command.index("-r") + 1]).read_text())
        target = Path(command[command.index("--target") + 1])
        (target / "bin").mkdir(parents=True)
        if len(seen) == 1:
            raise KeyboardInterrupt
        (target / "bin" / ("uv.exe" if os.name == "nt" else "uv")).touch()

    monkeypatch.setattr(run, "stream", stream)
    monkeypatch.setattr(run, "has_pip", lambda python: True)
    with pytest.raises(KeyboardInterrupt):
        run.fetch_uv()
    assert os.listdir(run.tools_folder()) == []
    program = run.fetch_uv()
    assert os.path.exists(program) and run.fetch_uv() == program
    assert len(seen) == 2
    assert seen[1] == "uv==9.9.9 \\\n    --hash=sha256:cc \\\n    --hash=sha256:dd\n"


def test_a_python_without_pip(house, monkeypatch, capsys):
    monkeypatch.setattr(run, "has_pip", lambda python: False)
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    assert run.main(["list"]) == 1
    assert "this Python has no pip. Get it: " in capsys.readouterr().err
    monkeypatch.setattr(run.shutil, "which", lambda name: f"/bin/{name}")
    assert run.fetch_uv() == "/bin/uv"


# --- what goes wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("output", "word"),
    [
        ("error: failed to copy: No space left on device (os error 28)", "disk is full"),
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "disk is full"),
        ("  cause: dns error\n  cause: failed to lookup address", "no network"),
        ("error: Request failed after 3 retries\n  cause: Failed to fetch: `x`", "no network"),
        ("WARNING: NewConnectionError: [Errno -2] Name or service not known", "no network"),
        (
            "WARNING: Retrying after 'NewConnectionError('<x>: Failed')': /uv/\n"
            "ERROR: No matching distribution found for uv==0.13.9",
            "no network, or the package index does not answer (NewConnectionError)",
        ),
        ("  Hash mismatch for `six==1.17.0`", "other hash"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE FILE", "other hash"),
        ("  cause: Because gensim==4.4.0 has no wheels with a matching tag, x", "gensim==4.4.0"),
        ("ERROR: No matching distribution found for uv==0.13.9", "uv==0.13.9"),
        ("error: failed to create `C:\\x`: os error 206", "too long for Windows"),
        ("error: failed to create directory: Permission denied (os error 13)", "may not write"),
        ("error: something new\n  cause: nobody knows", "something new; nobody knows"),
        ("", "no reason given"),
    ],
)
def test_what_went_wrong_is_said_in_one_line(output, word):
    said = run.explain(output)
    assert word in said and "\n" not in said


def test_a_bundle_that_lacks_a_package_says_how_to_make_one():
    said = run.explain("cause: Because there is no version of six==1.17.0 and x", bundle="/b")
    assert "the bundle /b lacks" in said and "six==1.17.0" in said and "run.py bundle" in said


def test_no_room_is_the_cause_whatever_the_program_says():
    assert "disk is full" in run.explain("error: strange", free=1e6)
    assert "disk is full" not in run.explain("error: strange", free=1e10)


@pytest.mark.parametrize(
    ("error", "word", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/x"), "the disk is full", 1),
        (PermissionError(errno.EACCES, "Permission denied", "/x/.venv"), "may not write here", 1),
        (OSError(errno.EROFS, "Read-only file system", "/x"), "may not write here", 1),
        (FileNotFoundError(errno.ENOENT, "No such file", "requirements.lock"), "No such file", 1),
        (KeyboardInterrupt(), "interrupted", 130),
        (run.Stop("plain word", 2), "plain word", 2),
    ],
)
def test_whatever_a_user_can_mend_is_one_line(monkeypatch, capsys, error, word, code):
    def fail(argv):
        raise error

    monkeypatch.setattr(run, "start", fail)
    assert run.main([]) == code
    said = capsys.readouterr().err
    assert word in said and said.count("\n") == 1


def test_the_words_of_a_failed_program_are_kept(house):
    failing = [sys.executable, "-c", "print('dns error'); raise SystemExit(3)"]
    with pytest.raises(run.Stop, match="no network"):
        run.stream(failing, dict(os.environ))
    assert "dns error" in (house / ".tools" / "setup.log").read_text()
    fine = [sys.executable, "-c", "print('installed')"]
    assert run.stream(fine, dict(os.environ)).strip() == "installed"


# --- where packages come from ---------------------------------------------------------------------

LISTED = """\
:env:.timeout='30'
global.index-url='https://a.example/simple'
global.extra-index-url='https://b.example/simple\\nhttps://c.example/simple'
global.trusted-host='a.example'
install.index-url='https://d.example/simple'
install.find-links='/w1 /w2'
list.format='columns'
nonsense
"""


def test_uv_looks_where_pip_looks():
    settings = run.pip_settings(LISTED)
    assert settings["index-url"] == "https://d.example/simple"
    assert "format" not in settings
    env = run.uv_environment(settings, {"PATH": "/bin"})
    assert env["UV_DEFAULT_INDEX"] == "https://d.example/simple"
    assert env["UV_INDEX"] == "https://b.example/simple https://c.example/simple"
    assert env["UV_FIND_LINKS"] == "/w1,/w2"
    assert env["UV_INSECURE_HOST"] == "a.example" and env["UV_HTTP_TIMEOUT"] == "30"
    assert env["UV_SYSTEM_CERTS"] == "1" and env["PYTHONUTF8"] == "1" and env["PATH"] == "/bin"


def test_the_environment_goes_before_the_files():
    text = ":env:.index-url='https://e.example'\nglobal.index-url='https://a.example'\n"
    assert run.pip_settings(text)["index-url"] == "https://e.example"
    env = run.uv_environment(run.pip_settings(text), {"UV_DEFAULT_INDEX": "https://u.example"})
    assert env["UV_DEFAULT_INDEX"] == "https://u.example"


def test_nothing_configured_means_nothing_given():
    env = run.uv_environment({}, {"VIRTUAL_ENV": "/v", "PYTHONPATH": "/p", "HOME": "/h"})
    assert not {"UV_DEFAULT_INDEX", "UV_INDEX", "UV_NO_INDEX", "VIRTUAL_ENV", "PYTHONPATH"} & set(
        env
    )
    assert env["HOME"] == "/h"
    assert run.uv_environment({"no-index": "true"}, {})["UV_NO_INDEX"] == "1"


# --- locks and environment.yml --------------------------------------------------------------------


def test_the_lock_holds_every_dependency():
    locked = {_normal(pin.name) for pin in _pins()}
    assert _names(PROJECT["project"]["dependencies"]) <= locked
    assert set(map(_normal, run.SDISTS)) <= locked


def test_each_group_has_its_lock_and_shares_the_versions():
    versions = {pin.name: pin.version for pin in _pins()}
    groups = PROJECT["dependency-groups"]
    assert {*run.known_groups(), "tools"} == set(groups)
    for group, wanted in groups.items():
        pins = _pins(f"requirements-{group}.lock")
        assert _names(wanted) <= {_normal(pin.name) for pin in pins}
        if group != "tools":
            for pin in pins:
                assert versions.get(pin.name, pin.version) == pin.version, pin.name


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.lock")), ids=lambda p: p.name)
def test_a_lock_has_hashes_one_version_each_and_no_address(path):
    text = path.read_text(encoding="utf-8")
    pins = environment.read_lock(text)
    assert all(re.fullmatch("[0-9a-f]{64}", one) for pin in pins for one in pin.hashes)
    assert [pin.name for pin in pins if not pin.hashes] == []
    assert len({pin.name for pin in pins}) == len(pins)
    assert "://" not in text and "-index" not in text and "@" not in text


def test_environment_yml_is_made_from_the_lock(tmp_path, monkeypatch):
    made = tmp_path / "environment.yml"
    environment.main(made)
    assert made.read_bytes() == (ROOT / "environment.yml").read_bytes(), "run: run.py lock"


def test_conda_can_read_environment_yml():
    yaml = pytest.importorskip("yaml")
    document = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, inner = document["dependencies"]
    assert python == "python " + PROJECT["project"]["requires-python"] and pip == "pip"
    assert inner["pip"] == [
        f"{pin.name}=={pin.version}" + (f" ; {pin.marker}" if pin.marker else "") for pin in _pins()
    ]


def test_a_lock_with_an_address_is_refused():
    with pytest.raises(ValueError, match="line 1 of the lock"):
        environment.read_lock("--index-url https://a.example/simple\n")


def test_run_py_and_the_project_name_the_same_pythons():
    oldest, newest = run.OLDEST, (run.NEWEST[0], run.NEWEST[1] + 1)
    wanted = ">={}.{},<{}.{}".format(*oldest, *newest)
    assert PROJECT["project"]["requires-python"] == wanted


def test_here_names_what_is_missing():
    text = (
        "numpy==2.4.0 \\\n    --hash=sha256:aa\nno-such-package==1.0\n"
        "only-elsewhere==1.0 ; sys_platform == 'x'\n"
    )
    assert run.missing_here(text) == ["no-such-package"]


# --- the tree -------------------------------------------------------------------------------------


def _git(*words):
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git checkout")
    return subprocess.check_output(["git", "-C", str(ROOT), *words], encoding="utf-8")


def test_no_committed_file_names_a_package_index():
    word = re.compile(
        r"pypi\.org|pythonhosted|/simple\b(?! *\\n|')|registry\.npmjs|index-url *[:=] *h"
    )
    here = Path(__file__).name
    found = []
    for name in _git("ls-files", "-z").split("\0"):
        path = ROOT / name
        if not name or path.name == here or not path.is_file() or path.stat().st_size > 5e6:
            continue
        data = path.read_bytes()
        if b"\0" not in data[:4096] and word.search(data.decode("utf-8", "replace")):
            found.append(name)
    assert found == []


def test_raw_texts_and_labels_are_never_converted():
    for name in ("corpus/raw/x.md", "corpus/raw/a/b.txt", "tests/gold/targets/x.tsv"):
        assert _git("check-attr", "text", name).strip().endswith("text: unset")
    assert _git("check-attr", "eol", "run.py").strip().endswith("eol: lf")


def test_what_is_made_is_not_committed():
    ignored = [".venv/x", ".tools/x", "build/x", "corpus/derived/x", "uv.lock", "a/__pycache__/x"]
    assert _git("check-ignore", *ignored).split() == ignored


# --- papers ---------------------------------------------------------------------------------------

PAPERS = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md")


def _paper(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAPERS)
def test_links_and_pictures_of_the_papers_are_there(name):
    targets = re.findall(r"\]\(([^)]+)\)", _paper(name))
    missing = [t for t in targets if "://" not in t and not (ROOT / t).exists()]
    assert missing == []


@pytest.mark.parametrize("name", PAPERS)
def test_commands_of_the_papers_exist(name):
    command = [sys.executable, "-P", "-m", "analysis", "--help"]
    said = subprocess.check_output(command, env=run.child_env(), encoding="utf-8")
    verbs = set(re.findall(r"^ {4}([a-z]+) ", said, re.M))
    found = re.findall(
        r"(?:python3?|py) run\.py(?: --(?:from|with) \S+| --here)? ?([a-z]+)?", _paper(name)
    )
    own = {"", "bundle", "lock"}
    assert set(found) - own <= verbs
    assert "README" not in name or {"", "lab", "analyse", "trace", "bundle"} <= set(found)


def test_both_readmes_name_the_same_commands_and_notebooks():
    def said(name):
        text = _paper(name)
        commands = re.findall(r"^(?:\| `)?python3 run\.py ?(-?-?[a-z]*)", text, re.M)
        return commands, re.findall(r"`(\d\d_\w+)`", text)

    assert said("README.md") == said("README.zh-CN.md")
    there = [path.stem for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))]
    assert said("README.md")[1] == there


def test_citation_is_complete_and_of_this_version():
    yaml = pytest.importorskip("yaml")
    citation = yaml.safe_load(_paper("CITATION.cff"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["cff-version"] == "1.2.0" and citation["type"] == "software"
    assert all(set(author) == {"name"} for author in citation["authors"])
    version = PROJECT["project"]["version"]
    assert citation["version"] == version
    for name in ("README.md", "README.zh-CN.md", "CHANGELOG.md"):
        assert version in _paper(name)


def test_ci_calls_the_tests_as_a_user_does():
    lines = _paper(".ci/run").splitlines()
    called = re.compile(r'(PYTEST_ADDOPTS="[^"]*" )?python3 run\.py test')
    assert any(called.fullmatch(line) for line in lines)
    if os.name == "posix":
        assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("command", [["check"], ["format", "--check", "--diff"]], ids="-".join)
def test_ruff(command):
    ruff = [sys.executable, "-m", "ruff", *command, "--no-cache", "."]
    answer = subprocess.run(ruff, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert answer.returncode == 0, answer.stdout + answer.stderr
