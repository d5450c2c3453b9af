"""The study: its file is checked, other studies write elsewhere, notebooks run on other reports."""

import csv
import hashlib
import json
import os
import re
from dataclasses import replace

import pytest

from analysis import __main__ as command
from analysis import build, study, tasks
from analysis.errors import InputError
from analysis.paths import BUILD, CORPUS, FIGURES, NOTEBOOKS, ROOT, SEEDS

SHARED = ROOT.parent / "shared" / "data" / "gwr"
GOOD = (
    'name = "mine"\nseed = 1\nreport = "yunxiu-2023"\n'
    'compare = ["yunxiu-2023", "yunxiu-2024"]\n\n[parameters]\ntop_words = 10\n'
)


def write(folder, text=GOOD, name="mine.toml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """A study of one's own in use."""
    path = write(tmp_path)
    monkeypatch.setenv(study.VARIABLE, str(path))
    return path


# --- the file ---------------------------------------------------------------------------------


def test_the_shipped_file_is_the_study_in_the_code():
    assert study.load(SEEDS / "study.toml") == study.SHIPPED
    assert study.folder(study.current()) is None and study.note(study.current()) == ""
    study.check(study.current())


def test_what_is_not_written_has_the_shipped_value(tmp_path):
    found = study.load(write(tmp_path))
    assert (found.name, found.top_words, found.cloud_words) == ("mine", 10, 80)
    assert found.formulations == () and found.topics is None
    assert found.compare == ("yunxiu-2023", "yunxiu-2024")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("seed = 1\n", "", "mine.toml: seed is missing"),
        ("seed = 1", 'seed = "one"', "line 2: seed is 'one', no whole number"),
        ("seed = 1", "seed = true", "line 2: seed is True, no whole number"),
        ("seed = 1", "sead = 1", "line 2: sead is no key of a study. Did you mean seed?"),
        ("top_words = 10", "top_words = 1", "line 7: top_words is 1. Use 2 to 100."),
        ("top_words = 10", "topwords = 10", "line 7: topwords is no key of a study"),
        ("top_words = 10", "topics = 1", "line 7: topics is 1"),
        ("top_words = 10", 'topic_model = "btm"', "line 7: topic_model is 'btm'"),
        ("top_words = 10", 'stop_words = "no.csv"', "line 7: stop_words is 'no.csv'"),
        ("top_words = 10", 'stop_words = "../README.md"', "line 7: stop_words is '../README.md'"),
        ("top_words = 10", "indicator_likeness = 1.5", "line 7: indicator_likeness is 1.5"),
        ('"mine"', '"../mine"', "line 1: name is '../mine'"),
        ('"mine"', '"tmp"', "line 1: name is 'tmp'"),
        ('"mine"', '"a/b"', "line 1: name is 'a/b'"),
        ('"mine"', '""', "line 1: name is no text"),
        ('compare = ["yunxiu-2023", ', "compare = [", "line 4: compare names 1 document(s)"),
        ('"yunxiu-2024"]', '"yunxiu-2023"]', "line 4: compare names 'yunxiu-2023' twice"),
        ('["yunxiu-2023", "yunxiu-2024"]', '"yunxiu-2023"', "line 4: compare is no list"),
        ("seed = 1", "seed = ", "line 2: no TOML: Invalid value"),
        ("[parameters]", "parameters = 3\n[other]", "line 6: parameters is no table"),
    ],
)
def test_a_bad_file_is_told_in_one_line(tmp_path, old, new, said):
    assert old in GOOD
    with pytest.raises(InputError) as caught:
        study.load(write(tmp_path, GOOD.replace(old, new)))
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_no_file_and_no_text(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        study.load(tmp_path / "none.toml")
    (tmp_path / "picture.toml").write_bytes(b"\x89PNG\xff")
    with pytest.raises(InputError, match="is no UTF-8"):
        study.load(tmp_path / "picture.toml")
    with pytest.raises(InputError, match="cannot be read"):
        study.load(tmp_path)


def test_a_byte_order_mark_is_no_harm(tmp_path):
    path = tmp_path / "bom.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert study.load(path).name == "mine"


def test_an_unknown_document_is_told_with_its_line(tmp_path):
    path = write(tmp_path, GOOD.replace('"yunxiu-2024"', '"yunxiu-2042"'))
    with pytest.raises(InputError) as caught:
        study.check(study.load(path))
    text = str(caught.value)
    assert "line 4: compare names 'yunxiu-2042'" in text and "yunxiu-2024" in text


def test_an_edited_file_is_read_again(mine):
    assert study.current().seed == 1
    mine.write_text(GOOD.replace("seed = 1", "seed = 23"), encoding="utf-8")
    os.utime(mine, ns=(1, 1))
    assert study.current().seed == 23


# --- where results go -------------------------------------------------------------------------


def test_any_other_study_writes_into_build():
    for other in (
        replace(study.SHIPPED, name="mine"),
        replace(study.SHIPPED, report="hexi-2023"),
        replace(study.SHIPPED, seed=1),
        replace(study.SHIPPED, compare=study.SHIPPED.compare[:3]),
    ):
        assert study.folder(other).parent == BUILD
        assert study.note(other)
    changed = replace(study.SHIPPED, report="hexi-2023")
    assert study.folder(changed).name == "shenzhen-changed"
    assert "report is not that of the shipped study" in study.note(changed)


def test_a_user_never_writes_into_the_projects_folders(mine, monkeypatch):
    place = tasks.place()
    assert place.source == NOTEBOOKS and place.study == "mine"
    for path in (place.notebooks, place.figures, place.state):
        assert BUILD / "mine" in path.parents
    monkeypatch.delenv("POLICY_FIGURES_DIR", raising=False)
    assert study.figures() == BUILD / "mine" / "figures" != FIGURES


def test_the_study_is_an_input_of_every_task(mine, monkeypatch):
    one = tasks.shared_hash()
    mine.write_text(GOOD.replace("seed = 1", "seed = 2"), encoding="utf-8")
    assert tasks.shared_hash() != one


def test_verbs_take_a_study(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv(study.VARIABLE, "")
    path = write(tmp_path)
    assert command.main(["--study", str(path), "list"]) == 0
    said = capsys.readouterr()
    assert "results go to build/mine/" in said.err and "(not made yet)" in said.out
    assert os.environ[study.VARIABLE] == str(path.resolve())
    assert command.main([f"--study={path}", "trace", "word-frequency", "深圳"]) == 2
    assert "build/mine/figures" in capsys.readouterr().err
    assert command.main(["--study"]) == 2
    assert "--study needs a file" in capsys.readouterr().err
    bad = write(tmp_path, GOOD.replace("yunxiu-2024", "yunxiu-2042"), "bad.toml")
    for verb in (["list"], ["figure", "word-frequency"], ["notebook", "03"], ["verify"], []):
        assert command.main(["--study", str(bad), *verb]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_a_figure_without_data_is_left_out_of_a_users_study_alone(mine, tmp_path, monkeypatch):
    import pandas as pd

    from analysis.drawings import Drawing

    none = pd.DataFrame({"mark": []})
    drawing = Drawing("word-cloud", none, none, lambda lang: None, "词云", "cloud")
    assert "is not drawn" in drawing.save(owner="03_words", folder=tmp_path)
    task = tasks.Task("03_words", tmp_path, ("word-cloud",), (), "")
    build.check_figures(task, {}, some=True)
    with pytest.raises(build.NotebookFailed, match="declares figure 'word-cloud'"):
        build.check_figures(task, {})


def test_a_report_without_headings_is_told_in_one_line():
    from analysis import corpus, drawings, reading
    from analysis.drawings import company, parallel

    one = reading.read(corpus.Document("flat", "经济增长。我们要继续努力工作。", {}))
    for draw in (drawings.word_frequency, drawings.word_cloud, parallel.cards):
        with pytest.raises(InputError, match=r"^flat: no headings that tell review from plan"):
            draw(one)
    for draw in (drawings.report_shape, company.biplot):
        with pytest.raises(InputError, match=r"^flat: no numbered headings"):
            draw(one)


def test_notebooks_name_no_document():
    for path in sorted(NOTEBOOKS.glob(tasks.PATTERN)):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
        assert not re.search(r"shenzhen-\d{4}|yunxiu|hexi", code), path.name
        assert "study.current()" in code, path.name


# --- notebooks on other reports ---------------------------------------------------------------


def corpus_of(folder, years):
    """A corpus of national reports beside the shipped one, in a folder of its own."""
    (folder / "raw").mkdir(parents=True)
    with open(CORPUS / "manifest.csv", encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["doc_id"] == "shenzhen-2025"]
    sources = {"shenzhen-2025.md": CORPUS / "raw" / "shenzhen-2025.md"}
    with open(SHARED / "manifest.csv", encoding="utf-8-sig", newline="") as stream:
        about = {row["file"]: row for row in csv.DictReader(stream)}
    for year in years:
        row = about[f"natl_{year}.txt"]
        rows.append({c: row.get(c, "") for c in rows[0]})
        rows[-1] |= {"doc_id": f"natl-{year}", "file": f"natl-{year}.txt", "kind": "report"}
        sources[f"natl-{year}.txt"] = SHARED / f"natl_{year}.txt"
    for row in rows:
        data = sources[row["file"]].read_bytes()
        (folder / "raw" / row["file"]).write_bytes(data)
        row["sha256"] = hashlib.sha256(data).hexdigest()
    with open(folder / "manifest.csv", "w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def run(folder, monkeypatch, text, numbers):
    """Run some notebooks of a study in a temporary folder."""
    monkeypatch.setenv(study.VARIABLE, str(write(folder, text, f"study-{numbers[0]}.toml")))
    place = replace(
        tasks.place(), notebooks=folder / "notebooks", figures=folder / "figures", state=None
    )
    chosen = [task for task in tasks.load(place) if task.number in numbers]
    outcome = build.run(place, chosen, report=build.Report(quiet=True))
    assert outcome.failed == {} and len(outcome.ran) == len(numbers)
    return place


needs_reports = pytest.mark.skipif(
    not (SHARED / "manifest.csv").is_file(), reason="the national reports are not here"
)


# Those that depend most on what a report has; all eight were run on 2006 and 2019 by hand.
@needs_reports
@pytest.mark.parametrize(("year", "numbers"), [(2006, ("00", "01")), (2019, ("03", "07"))])
def test_notebooks_run_on_other_reports(tmp_path, monkeypatch, year, numbers):
    corpus_of(tmp_path / "corpus", [year])
    monkeypatch.setenv("POLICY_CORPUS_DIR", str(tmp_path / "corpus"))
    report = f"natl-{year}"
    text = f'name = "n{year}"\nseed = 1\nreport = "{report}"\ncompare = ["{report}", "x"]\n'
    place = run(tmp_path, monkeypatch, text, numbers)
    proofs = sorted(place.figures.glob("*.evidence.csv"))
    assert proofs
    for path in proofs:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            ids = {row["sent_id"].partition(":")[0] for row in csv.DictReader(stream)}
        assert ids == {report}, path.name


@needs_reports
def test_notebook_08_compares_six_national_reports(tmp_path, monkeypatch):
    years = range(2017, 2023)
    corpus_of(tmp_path / "corpus", years)
    monkeypatch.setenv("POLICY_CORPUS_DIR", str(tmp_path / "corpus"))
    ids = json.dumps([f"natl-{year}" for year in years])
    text = f'name = "natl"\nseed = 1\nreport = "natl-2019"\ncompare = {ids}\n'
    text += "[parameters]\npermutations = 999\n"
    place = run(tmp_path, monkeypatch, text, ("08",))
    made = {path.name.split(".")[0] for path in place.figures.glob("*.json")}
    assert made == {"commitment-years", "formulation-life", "keyness-years", "promise-result",
                    "sentence-fate", "similarity-map", "topics-over-time"}  # fmt: skip
    text = (place.notebooks / "08_comparison.ipynb").read_text("utf-8")
    assert "keyness-places is not drawn: one place only" in text
    assert json.loads(text)["cells"][0]["source"].startswith("> **研究 `natl`**")
    about = json.loads((place.figures / "sentence-fate.json").read_text("utf-8"))
    assert "中国政府工作报告 6 份（2017–2022）" in about["foot"]
