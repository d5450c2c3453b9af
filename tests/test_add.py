"""Files into the corpus: what is written, and that corpus and manifest stay whole."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from analysis import __main__, add, corpus, problems
from analysis.add import run
from analysis.add.ahead import Ahead
from analysis.corpus import store
from analysis.errors import InputError
from analysis.paths import CORPUS, ROOT

sys.path.insert(0, str(Path(__file__).parent))
import files

LONG = "各位代表：现在，我代表市人民政府，向大会报告工作，请予审议。"


def speech(place="甲市", year=2024):
    text = files.SPEECH.replace("某市", place)
    return text.replace("2023", str(year - 1)).replace("2024", str(year))


@pytest.fixture
def folder(tmp_path):
    """A corpus with one text, which a person has corrected."""
    place = tmp_path / "语料 corpus"
    (place / "raw").mkdir(parents=True)
    shutil.copy(CORPUS / "raw" / "shenzhen-2025.md", place / "raw")
    lines = (CORPUS / "manifest.csv").read_bytes().splitlines(keepends=True)
    row = next(line for line in lines if line.startswith(b"shenzhen-2025,"))
    mine = row.replace("覃伟中".encode(), "覃 伟中".encode())
    (place / "manifest.csv").write_bytes(lines[0] + mine)
    return place


@pytest.fixture
def inbox(tmp_path):
    """A folder with a report of each kind, and others."""
    place = tmp_path / "收件 箱"
    place.mkdir()
    (place / "甲市 2024.txt").write_bytes(speech().encode("gb18030"))
    (place / "b_2023.md").write_bytes(speech("乙市", 2023).encode())
    (place / "c.docx").write_bytes(files.docx(speech("丙市", 2022).splitlines()))
    (place / "d.pdf").write_bytes(files.pdf([speech("丁市", 2021).splitlines()]))
    page = "".join(f"<p>{line}</p>" for line in speech("戊市", 2020).splitlines())
    (place / "e.html").write_text(f"<html><body>{page}</body></html>", "utf-8")
    rows = {"年份": [2019, 2018], "地区": ["己市", "己市"],
            "正文": [speech("己市", 2019), speech("己市", 2018)]}  # fmt: skip
    pd.DataFrame(rows).to_csv(place / "many.csv", index=False)
    (place / "photo.png").write_bytes(b"\x89PNG")
    (place / "~$c.docx").write_bytes(b"lock of a program")
    return place


def state(folder):
    """Every file but the caches, by its bytes."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and "derived" not in p.parts
    }


def whole(folder):
    """The corpus can be read: manifest, every text, every hash; no temporary file is named."""
    table = corpus.manifest(folder)
    for doc_id in table["doc_id"]:
        assert corpus.load(doc_id, folder).text
    return table


def states(outcome):
    return {row["doc_id"]: row["state"] for row in outcome.rows}


def test_a_folder_of_every_kind(folder, inbox):
    before = (folder / "manifest.csv").read_bytes()
    outcome = add.add([inbox], folder, source="教学")
    assert outcome.trouble == [] and dict(outcome.passed_over) == {".png": 1}
    table = whole(folder).set_index("doc_id")
    expected = {
        "甲市-2024": ("甲市", "2024", "甲市-2024.txt"),
        "b-2023": ("乙市", "2023", "b-2023.md"),
        "c": ("丙市", "2022", "c.docx"),
        "d": ("丁市", "2021", "d.pdf"),
        "e": ("戊市", "2020", "e.html"),
        "己市-2019": ("己市", "2019", "many.csv#1"),
        "己市-2018": ("己市", "2018", "many.csv#2"),
    }
    for doc_id, found in expected.items():
        assert tuple(table.loc[doc_id, ["place", "year", "file"]]) == found
        assert table.loc[doc_id, "source"] == "教学"
        assert f"{found[0]}人民政府工作报告" in corpus.load(doc_id, folder).text
    assert table.loc["甲市-2024", ["date", "speaker", "kind", "level"]].tolist() == [
        "2024-01-15", "王某某", "report", "city",
    ]  # fmt: skip
    # Rows that were there, a person's correction among them, are the same bytes.
    assert (folder / "manifest.csv").read_bytes().startswith(before)
    # Raw files are the bytes received.
    raw = {p.read_bytes() for p in (folder / "raw").iterdir()}
    given = {p.read_bytes() for p in inbox.iterdir() if p.suffix != ".png" and p.name[0] != "~"}
    assert given <= raw and len(raw) == 7


def test_derived_texts_are_made_again(folder, inbox):
    add.add([inbox], folder)
    ids = corpus.manifest(folder)["doc_id"]
    texts = {i: corpus.load(i, folder).received for i in ids}
    notes = {i: corpus.load(i, folder).meta for i in ids}
    kept = {p.name: p.read_bytes() for p in (folder / "derived").glob("*.txt")}
    assert len(kept) == 5
    shutil.rmtree(folder / "derived")
    assert {i: corpus.load(i, folder).received for i in ids} == texts
    assert {i: corpus.load(i, folder).meta for i in ids} == notes
    assert {p.name: p.read_bytes() for p in (folder / "derived").glob("*.txt")} == kept
    table = corpus.documents(folder=folder)
    assert table["doc_id"].tolist() == sorted(ids) and (table["n_chars"] > 100).all()


def test_a_changed_raw_file_of_every_kind_is_found(folder, inbox):
    add.add([inbox], folder)
    for file in ("c.docx", "d.pdf", "e.html", "many.csv"):
        path = folder / "raw" / file
        path.write_bytes(path.read_bytes() + b" ")
    for doc_id in ("c", "d", "e", "己市-2019"):
        with pytest.raises(InputError, match="sha256 differs"):
            corpus.load(doc_id, folder)


def test_again_changes_nothing(folder, inbox):
    add.add([inbox], folder)
    before = state(folder)
    outcome = add.add([inbox, inbox / "c.docx"], folder)
    assert set(states(outcome).values()) == {"already there"} and len(outcome.rows) == 7
    shutil.copy(inbox / "c.docx", inbox / "other name.docx")
    assert states(add.add([inbox / "other name.docx"], folder)) == {"c": "already there"}
    assert state(folder) == before


def test_a_dry_run_writes_nothing(folder, inbox):
    before = state(folder)
    outcome = add.add([inbox], folder, dry_run=True)
    assert set(states(outcome).values()) == {"would be added"} and len(outcome.rows) == 7
    assert state(folder) == before and not (folder / "derived").exists()


def test_two_files_of_one_name(folder, tmp_path):
    for name in ("京", "沪"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "2019.txt").write_text(speech(name + "市"), "utf-8")
    add.add([tmp_path / "京", tmp_path / "沪"], folder)
    assert {"京-2019", "沪-2019"} <= set(whole(folder)["doc_id"])


def test_other_bytes_under_an_id_need_a_word(folder, tmp_path):
    path = tmp_path / "甲市-2024.txt"
    path.write_text(speech(), "utf-8")
    add.add([path], folder)
    # A person corrects the speaker.
    manifest = folder / "manifest.csv"
    manifest.write_bytes(manifest.read_bytes().replace("王某某".encode(), "王大明".encode()))
    before = state(folder)
    path.write_text(speech("丙市").replace("15日", "16日"), "utf-8")
    outcome = add.add([path], folder)
    assert "Use --replace" in str(outcome.trouble[0]) and state(folder) == before
    outcome = add.add([path], folder, overwrite=True)
    assert states(outcome) == {"甲市-2024": "replaced"}
    row = whole(folder).set_index("doc_id").loc["甲市-2024"]
    assert (row["speaker"], row["place"], row["date"]) == ("王大明", "丙市", "2024-01-16")
    assert (folder / "raw" / "甲市-2024.txt").read_bytes() == path.read_bytes()
    now, old = (manifest.read_bytes().splitlines(), before["manifest.csv"].splitlines())
    assert now[:2] == old[:2] and len(now) == len(old)


def test_replaced_by_a_file_of_another_kind(folder, tmp_path):
    (tmp_path / "a.txt").write_text(speech(), "utf-8")
    (tmp_path / "a.docx").write_bytes(files.docx(speech("丙市").splitlines()))
    add.add([tmp_path / "a.txt"], folder)
    add.add([tmp_path / "a.docx"], folder, overwrite=True)
    assert whole(folder).set_index("doc_id").loc["a", "file"] == "a.docx"
    assert {p.name for p in (folder / "raw").iterdir()} == {"shenzhen-2025.md", "a.docx"}


def test_a_raw_file_edited_in_its_place_is_taken_in_again(folder):
    path = folder / "raw" / "shenzhen-2025.md"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(InputError, match="--replace"):
        corpus.load("shenzhen-2025", folder)
    outcome = add.add([path], folder, overwrite=True)
    assert states(outcome) == {"shenzhen-2025": "replaced"}
    assert whole(folder)["speaker"].tolist() == ["覃 伟中"]


def test_a_killed_replacement_is_finished_by_its_reader(folder, tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text(speech(), "utf-8")
    add.add([path], folder)
    path.write_text(speech("丙市"), "utf-8")
    # The program dies after the row and before the file took its place.
    monkeypatch.setattr(store, "finish", lambda *given: None)
    add.add([path], folder, overwrite=True)
    assert (folder / "raw" / "a.txt").read_text("utf-8") == speech()
    assert "丙市" in corpus.load("a", folder).text
    assert (folder / "raw" / "a.txt").read_text("utf-8") == speech("丙市")
    assert [p.name for p in (folder / "raw").iterdir() if p.name.startswith(".")] == []


def test_traditional_text_read_as_simplified(folder, tmp_path):
    text = "2024年某市人民政府工作報告\n各位代表：\n經濟運行穩中有進。\n"
    (tmp_path / "t.txt").write_bytes(text.encode("big5"))
    add.add([tmp_path / "t.txt"], folder, simplified=True)
    document = corpus.load("t", folder)
    assert "经济运行稳中有进" in document.text and "經濟運行穩中有進" in document.received
    row = whole(folder).set_index("doc_id").loc["t"]
    assert row["file"] == "t.txt#simplified" and row["place"] == "某市"
    assert (folder / "raw" / "t.txt").read_bytes() == text.encode("big5")


def test_good_files_are_taken_in_and_each_bad_one_is_a_line(folder, inbox, capsys):
    (inbox / "坏 1.docx").write_bytes(b"PK\x03\x04")
    (inbox / "坏 2.pdf").write_bytes(files.pdf([[]]))
    (inbox / "坏 3.txt").write_bytes(b"")
    (inbox / "坏 4.txt").symlink_to(inbox / "nowhere")
    before = (folder / "manifest.csv").read_bytes()
    code = __main__.main(["add", str(inbox), "--into", str(folder)])
    said = capsys.readouterr()
    errors = said.err.splitlines()
    assert code == 1 and len(errors) == 4
    for number, line in enumerate(errors, 1):
        assert line.startswith("error: ") and f"坏 {number}" in line and line.endswith(".")
    assert "7 added, 4 not taken in" in said.out and "passed over: 1 .png" in said.out
    assert "manifest.csv" in said.out and "Traceback" not in said.err
    assert (folder / "manifest.csv").read_bytes().startswith(before)
    whole(folder)
    assert __main__.main(["add", "--into", str(folder)]) == 2
    assert "Name files or folders" in capsys.readouterr().err


def test_a_text_that_no_reader_foresees_is_one_line(folder, tmp_path, monkeypatch):
    rows = [{"text": LONG * 3, "id": "a"}, {"text": LONG * 4, "id": "b"}]
    pd.DataFrame(rows).to_json(tmp_path / "t.jsonl", orient="records", lines=True)
    (tmp_path / "c.txt").write_text(speech(), "utf-8")
    real = problems.describe.describe

    def odd(document, table):
        if document.doc_id in ("a", "c"):
            raise IndexError("of nothing")
        return real(document, table)

    monkeypatch.setattr(problems.describe, "describe", odd)
    outcome = add.add([tmp_path / "t.jsonl", tmp_path / "c.txt"], folder)
    assert states(outcome) == {"b": "added"} and len(whole(folder)) == 2
    said = sorted(str(error).replace(str(tmp_path), "") for error in outcome.trouble)
    assert said == [
        "/c.txt: cannot be read (IndexError: of nothing). Save its text as .txt.",
        "/t.jsonl row 1: cannot be read (IndexError: of nothing). Save its text as .txt.",
    ]


def test_an_empty_folder_and_no_file(folder, tmp_path):
    (tmp_path / "empty").mkdir()
    outcome = add.add([tmp_path / "empty", tmp_path / "none.txt"], folder)
    assert ["no file of a known kind" in str(outcome.trouble[0]),
            "no such file" in str(outcome.trouble[1])] == [True, True]  # fmt: skip


def test_a_row_with_a_cell_for_a_formula(folder, tmp_path):
    row = {"title": '=HYPERLINK("http://a.invalid")', "id": "../../x", "text": LONG * 3}
    pd.DataFrame([row]).to_json(tmp_path / "a.jsonl", orient="records", lines=True)
    add.add([tmp_path / "a.jsonl"], folder)
    found = whole(folder).iloc[-1]
    assert found["doc_id"] == "x" and found["title"] == 'HYPERLINK("http://a.invalid")'


def full(*args, **kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk(folder, inbox, monkeypatch, call):
    before = state(folder)
    monkeypatch.setattr(store.os, call, full)
    outcome = add.add([inbox], folder)
    monkeypatch.undo()
    assert [str(e) for e in outcome.trouble if "No space left" in str(e)]
    assert len(outcome.trouble) <= 2
    assert state(folder) == before
    assert len(add.add([inbox], folder).rows) == 7 and len(whole(folder)) == 8


def test_a_disk_that_fills_up_on_the_way(folder, inbox, monkeypatch):
    real, calls = os.fsync, []

    def fsync(handle):
        calls.append(handle)
        return full() if len(calls) > 3 else real(handle)

    monkeypatch.setattr(store.os, "fsync", fsync)
    outcome = add.add([inbox], folder)
    monkeypatch.undo()
    assert outcome.trouble and len(whole(folder)) == 1 and outcome.left
    assert "added" not in states(outcome).values()
    add.add([inbox], folder)
    assert len(whole(folder)) == 8


def test_a_corpus_that_cannot_be_written(folder, inbox, monkeypatch):
    before = state(folder)

    def refused(*args, **kwargs):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(store.tempfile, "mkstemp", refused)
    outcome = add.add([inbox], folder)
    assert len(outcome.trouble) == 1 and "Permission denied" in str(outcome.trouble[0])
    assert state(folder) == before


def test_a_raw_file_that_was_deleted_comes_back(folder, inbox):
    add.add([inbox], folder)
    before = state(folder)
    (folder / "raw" / "c.docx").unlink()
    with pytest.raises(InputError, match="is missing"):
        corpus.load("c", folder)
    assert states(add.add([inbox / "c.docx"], folder)) == {"c": "restored"}
    assert state(folder) == before


def test_a_text_that_is_there_already_in_another_form_is_said(folder, tmp_path):
    text = files.SPEECH + "".join(
        f"推进第{a}批{b}类项目建设，完成年度投资计划。\n" for a in "一二三四五" for b in "甲乙丙丁"
    )
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "b.docx").write_bytes(files.docx(text.splitlines()))
    outcome = add.add([tmp_path / "a.txt", tmp_path / "b.docx"], folder)
    found = problems.read(folder)
    assert found[found["kind"] == "duplicate"]["doc_id"].tolist() == ["b"]
    assert "Nearly the text of a (" in found.loc[found["doc_id"] == "b", "text"].iloc[-1]
    assert "duplicate" in outcome.rows[1]["problems"]


def test_two_runs_at_a_time(folder, inbox, monkeypatch):
    monkeypatch.setattr(store, "_WAIT", 0.2)
    before = state(folder)
    with store.locked(folder):
        outcome = add.add([inbox], folder)
    assert "another run is writing" in str(outcome.trouble[0]) and outcome.left == 6
    assert state(folder) == before
    assert len(add.add([inbox], folder).rows) == 7


def test_a_correction_made_while_files_come_in_stays(folder, inbox):
    def told(said):
        path = folder / "manifest.csv"
        path.write_bytes(path.read_bytes().replace("覃 伟中".encode(), "某某某".encode()))

    add.add([inbox], folder, told=told)
    assert whole(folder)["speaker"][0] == "某某某"


def test_a_manifest_saved_by_a_spreadsheet(folder, inbox):
    path = folder / "manifest.csv"
    text = path.read_bytes().decode("utf-8-sig").replace("\n", "\r\n").rstrip()
    header, row = text.split("\r\n")
    path.write_bytes(f"{header},note\r\n{row},看过".encode())
    add.add([inbox / "c.docx"], folder)
    lines = path.read_bytes().split(b"\r\n")
    assert lines[1] == f"{row},看过".encode() and len(lines) == 4 and lines[2].endswith(b",")
    assert len(whole(folder)) == 2


def test_a_broken_manifest_stops_before_anything(folder, inbox):
    path = folder / "manifest.csv"
    path.write_bytes(path.read_bytes() + b"x,y\n")
    before = state(folder)
    with pytest.raises(InputError, match="line 3: 2 cells where the header has 12"):
        add.add([inbox], folder)
    assert state(folder) == before


def test_a_new_corpus(tmp_path, inbox):
    add.add([inbox], tmp_path / "new")
    assert len(whole(tmp_path / "new")) == 7
    header = (tmp_path / "new" / "manifest.csv").read_bytes().splitlines()[0]
    assert header == (CORPUS / "manifest.csv").read_bytes().splitlines()[0]


def test_problems_are_a_table_that_can_be_made_again(folder, tmp_path, capsys):
    (tmp_path / "a.txt").write_text(speech().replace("6%", "6\ue000"), "utf-8")
    (tmp_path / "b.pdf").write_bytes(files.pdf([speech().splitlines(), []]))
    outcome = add.add([tmp_path / "b.pdf", tmp_path / "a.txt"], folder)
    assert "truncated" in outcome.rows[0]["problems"]
    table = problems.read(folder)
    assert {("a", "private_use"), ("b", "truncated")} <= set(
        zip(table["doc_id"], table["kind"], strict=True)
    )
    raw = (folder / "problems.csv").read_bytes()
    (folder / "problems.csv").unlink()
    problems.check(folder)
    assert (folder / "problems.csv").read_bytes() == raw
    assert problems.find(folder=folder).values.tolist() == table.values.tolist()
    # Rows of a text that is taken out of the manifest go.
    lines = (folder / "manifest.csv").read_bytes().splitlines(keepends=True)
    (folder / "manifest.csv").write_bytes(b"".join(x for x in lines if not x.startswith(b"a,")))
    assert __main__.main(["add", "--check", "--into", str(folder)]) == 0
    assert "a" not in problems.read(folder)["doc_id"].tolist()
    assert "problems of" in capsys.readouterr().out


def test_the_same_corpus_from_one_process_and_from_two(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "_FEW", 2)
    inbox = tmp_path / "in"
    inbox.mkdir()
    for number in range(7):
        (inbox / f"r{number}.txt").write_text(speech(f"第{number}市"), "utf-8")
    rows = [{"id": f"t{n}", "text": speech(f"第{n}县")} for n in range(7)]
    pd.DataFrame(rows).to_json(inbox / "t.jsonl", orient="records", lines=True)
    (inbox / "r5.txt").write_bytes(b"\x89PNG")
    one = add.add([inbox], tmp_path / "one")
    two = add.add([inbox], tmp_path / "two", jobs=2)
    assert len(one.rows) == 13 and state(tmp_path / "one") == state(tmp_path / "two")
    assert one.rows == two.rows and list(map(str, one.trouble)) == list(map(str, two.trouble))


def test_a_reader_that_dies_is_an_error_of_its_file():
    with Ahead(2) as ahead:
        calls = [("a", (divmod, 7, 2)), ("b", None), ("c", (divmod, 7, 0)), ("d", (os._exit, 9))]
        found = dict(ahead.through(calls))
        assert found["a"] == (3, 1) and found["b"] is None
        assert isinstance(found["c"], ZeroDivisionError) and "sudden end" in str(found["d"])


DIE = """
import os, sys
from pathlib import Path
from analysis import add
from analysis.add import work
left = int(sys.argv[3])
def dying(real):
    def call(*given, **named):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return real(*given, **named)
    return call
for name in ("replace", "fsync", "chmod", "unlink"):
    setattr(os, name, dying(getattr(os, name)))
work.BATCH = 2
add.add([sys.argv[1]], Path(sys.argv[2]))
"""


@pytest.mark.parametrize("calls", [0, 2, 5, 9, 14, 20])
def test_killed_at_any_call(folder, inbox, calls):
    child = subprocess.run(
        [sys.executable, "-c", DIE, str(inbox), str(folder), str(calls)],
        cwd=ROOT, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert child.returncode == 9, child.stderr.decode()
    assert len(whole(folder)) >= 1
    add.add([inbox], folder)
    assert len(whole(folder)) == 8
    names = {p.name for p in (folder / "raw").iterdir()}
    assert len(names) == 7 and not any(name.startswith(".") for name in names)
    undisturbed = folder.parent / "undisturbed"
    add.add([inbox], undisturbed)
    mine = set(whole(folder)["doc_id"]) - {"shenzhen-2025"}
    assert mine == set(whole(undisturbed)["doc_id"])
    found = problems.read(undisturbed)
    assert problems.read(folder).values.tolist() == found.values.tolist()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_kill_9_in_the_middle_of_a_folder(folder, tmp_path):
    inbox = tmp_path / "many"
    inbox.mkdir()
    for number in range(50):
        (inbox / f"r{number}.txt").write_text(speech(f"第{number}市"), "utf-8")
    child = subprocess.Popen(
        [sys.executable, "-m", "analysis", "add", str(inbox), "--into", str(folder)],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + 120
    while len(list((folder / "raw").iterdir())) < 20 and time.monotonic() < until:
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert len(list((folder / "raw").iterdir())) >= 20
    whole(folder)
    outcome = add.add([inbox], folder)
    assert outcome.trouble == [] and len(whole(folder)) == 51


def test_folders_say_what_a_text_does_not(tmp_path):
    body = "各位代表：\n现在，我代表市人民政府向大会报告工作。\n一、去年工作回顾\n" + (
        "一年来，全市上下团结奋斗，各项事业取得新的成绩。" * 30
    )
    path = tmp_path / "湖北省" / "武汉市" / "2021.txt"
    path.parent.mkdir(parents=True)
    path.write_text(body + "\n各位代表！让我们团结奋斗！\n", "utf-8")
    outcome = add.add([tmp_path / "湖北省"], tmp_path / "corpus")
    assert [(row["place"], row["year"]) for row in outcome.rows] == [("武汉市", 2021)]
