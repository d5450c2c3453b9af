"""Shards: what is stored is what was cut, and who cut it leaves no trace."""

import csv
import json
import os
import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from analysis import corpus, counts, keywords, sentences, shards, words
from analysis.errors import InputError
from analysis.paths import CACHE, ROOT
from analysis.shards import cutting, dealing, disk, executors, layout, reduce, sources, work
from analysis.shards.sources import Item

SMALL = 400  # characters of a shard


@pytest.fixture(autouse=True, scope="module")
def compiled():
    """Let the many processes that start here share compiled code: each starts in half the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.setenv("PYTHONPYCACHEPREFIX", str(CACHE / "bytecode"))
        yield


def report():
    return corpus.load("shenzhen-2025").text


def documents(n=12, size=150):
    """Pieces of the report as documents."""
    text = report().replace("\ufeff", "")
    return [(f"doc-{k:03d}", text[1500 + k * size : 1500 + (k + 1) * size]) for k in range(n)]


def tables_of(pairs, dictionary="shipped"):
    return cutting.cut([corpus.Document(*pair) for pair in pairs], dictionary)[0]


def contents(folder):
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def same_tables(pairs):
    """Compare the tables made again from a shard with those that the text itself gives."""
    tables = tables_of(pairs)
    split = [sentences.split(text, doc_id) for doc_id, text in pairs]
    split = pd.concat([t for t in split if len(t)], ignore_index=True)
    cut, terms = words.layers(split)
    assert_frame_equal(layout.sentence_table(tables), split, check_dtype=False)
    assert_frame_equal(layout.token_table(tables), cut, check_dtype=False)
    assert_frame_equal(layout.term_table(tables), terms, check_dtype=False)


# --- what is stored -----------------------------------------------------------------------------
def test_tables_of_the_report_are_made_again():
    same_tables([("shenzhen-2025", report()), *documents()])


def test_white_space_anywhere_is_made_again():
    same_tables(
        [
            ("a", "  稳 外贸 24条 。 \n\u2003\u2003\n1\x0b\x0b\n# 标 题\u2003\n好"),
            ("b", "K11 ECOAST开业。\u3000\u3000一、好\u2028又\u2029好 \u00a0 。"),
        ]
    )


HOSTILE = st.text(
    st.one_of(
        st.sampled_from(list("。！？；，、一二（）《》“” \t\n\r\u3000\u2003\u2028\x0b\x1c\x00")),
        st.sampled_from(list("稳外贸条粤港澳大湾区新质生产力的是年万亿％%5.aG𠀀㐀豈é😀")),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


@given(st.lists(HOSTILE, min_size=1, max_size=4))
def test_hostile_texts_are_made_again(texts):
    pairs = [(f"d{k}", text) for k, text in enumerate(texts) if len(sentences.split(text, "d"))]
    if pairs:
        same_tables(pairs)


def test_a_lead_that_is_no_sentence_is_kept_as_text():
    rows, plain = cutting._leads(
        np.array([0, 0, 1]), ["甲。", "丙。", "甲。"], ["甲。", "乙。", "丁。"]
    )
    assert rows == [0, None, None] and plain == [None, "丙。", "甲。"]


def test_giant_documents_are_cut_in_pieces(monkeypatch):
    pairs = [("shenzhen-2025", report())]
    whole = {name: t.to_pydict() for name, t in tables_of(pairs).items()}
    monkeypatch.setattr(cutting, "AT_ONCE", 700)
    assert {name: t.to_pydict() for name, t in tables_of(pairs).items()} == whole


def test_words_are_numbered_by_frequency():
    tables = tables_of([("a", "好好学习。好好学习。天天向上。")])
    f = np.bincount(tables["tokens"]["word"].to_numpy())
    assert (np.diff(f) <= 0).all()
    assert tables["words"]["n"].to_pylist() == f.tolist()


def test_page_furniture_is_stored_but_not_counted():
    text = "一、工作\n好的工作。\n责任编辑：好人"
    assert sentences.split(text, "a")["role"].tolist()[-1] == "footer"
    tables = tables_of([("a", text)])
    assert layout.sentence_table(tables)["text"].tolist()[-1] == "责任编辑：好人"
    counted = sum(tables["word_counts"]["n"].to_pylist())
    assert 0 < counted < tables["tokens"].num_rows


def test_two_bytes_a_token(tmp_path):
    # Real text, not the shuffled sentences of the benchmark; a small shard has the larger lists.
    made = shards.count([("shenzhen-2025", report())] * 1, tmp_path)
    folder = shards.folders(tmp_path)[0]
    size = sum((folder / f"{name}.parquet").stat().st_size for name in ("tokens", "gaps"))
    assert size / made.tokens < 1.6
    places = sum((folder / f"{n}.parquet").stat().st_size for n in ("sentences", "terms"))
    assert places / made.tokens < 1.0


# --- the matrix ---------------------------------------------------------------------------------
def test_the_matrix_is_that_of_all_tokens_at_once(tmp_path):
    pairs = documents()
    shards.count(pairs, tmp_path, size=SMALL)
    assert len(shards.folders(tmp_path)) > 2
    split = pd.concat([sentences.split(t, d) for d, t in pairs], ignore_index=True)
    split = split[split["role"] != "footer"]
    tokens, terms = words.layers(split)
    for layer, table in (("words", tokens), ("terms", terms.rename(columns={"text": "word"}))):
        expected = counts.matrix(table, "doc_id", split)
        found = shards.load(tmp_path, layer)
        assert found.vocabulary == expected.vocabulary
        assert found.X.dtype == np.int32
        dense = pd.DataFrame(found.X.toarray(), found.units).loc[expected.units]
        assert (dense.to_numpy() == expected.X.toarray()).all()
    assert pd.concat(shards.tokens(tmp_path)).shape[0] == shards.summary(tmp_path)["tokens"]
    listed = pd.read_parquet(tmp_path / "words.parquet")
    full = shards.load(tmp_path)
    assert listed["n"].tolist() == full.totals().tolist()
    assert listed["df"].tolist() == (full.X.toarray() > 0).sum(axis=0).tolist()


def test_one_document_or_many_the_same_call(tmp_path):
    made = shards.count(ROOT / "corpus" / "raw" / "shenzhen-2025.md", tmp_path)
    assert (made.documents, made.shards, made.problems) == (1, 1, [])
    document = corpus.load("shenzhen-2025")
    split = sentences.of(document)
    kept = words.tokens(split[split["role"] != "footer"])
    assert shards.load(tmp_path).X.sum() == len(kept)


def test_every_executor_and_any_number_of_workers_give_the_same_bytes(tmp_path):
    pairs = documents()
    for name, options in {
        "serial": {},
        "one": {"executor": "processes", "workers": 1},
        "two": {"executor": "processes", "workers": 2},
    }.items():
        shards.count(pairs, tmp_path / name, size=SMALL, **options)
    first = contents(tmp_path / "serial")
    assert len(first) > 20
    assert contents(tmp_path / "one") == first
    assert contents(tmp_path / "two") == first


def test_a_script_without_a_guard_may_use_processes(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\n"
        "from analysis import shards\n"
        "pairs = [(str(n), '稳外贸。' * 20) for n in range(9)]\n"
        "print(shards.count(pairs, sys.argv[1], executor='processes', size=200).shards)\n",
        "utf-8",
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(script), str(tmp_path / "out")]
    found = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", timeout=120)
    assert (found.stderr, int(found.stdout) > 1) == ("", True)


# --- resuming -----------------------------------------------------------------------------------
SCRIPT = """
import sys
from pathlib import Path
from analysis import shards
from analysis.shards import {module}
seen = 0
plain = {module}.{name}
def counted(*given, **named):
    global seen
    seen += 1
    if seen > {after}:
        import os, signal
        os.kill(os.getpid(), signal.SIGKILL) if os.name != "nt" else os._exit(9)
    return plain(*given, **named)
{module}.{name} = counted
folder = Path(sys.argv[1])
pairs = [(p.stem, p.read_text("utf-8")) for p in sorted(folder.glob("*.txt"))]
shards.count(pairs, sys.argv[2], size={size})
"""


@pytest.mark.parametrize(
    ("module", "name", "after"),
    [("disk", "write", 0), ("disk", "write", 25), ("reduce", "_write_counts", 1)],
    ids=["at the first file", "inside a shard", "while merging"],
)
def test_a_killed_run_goes_on_and_ends_the_same(tmp_path, module, name, after):
    source = tmp_path / "source"
    source.mkdir()
    for doc_id, text in documents():
        (source / f"{doc_id}.txt").write_text(text, "utf-8", newline="")
    pairs = [(p.stem, p.read_text("utf-8")) for p in sorted(source.glob("*.txt"))]
    shards.count(pairs, tmp_path / "whole", size=SMALL)
    code = SCRIPT.format(module=module, name=name, after=after, size=SMALL)
    command = [sys.executable, "-c", code, str(source), str(tmp_path / "cut")]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, env=env, capture_output=True, cwd=ROOT)
    assert run.returncode != 0 and not run.stderr
    assert any(".unfinished-" in p.name for p in (tmp_path / "cut").rglob("*"))
    done = len(list((tmp_path / "cut" / "shards").glob("shard=*")))
    made = shards.count(pairs, tmp_path / "cut", size=SMALL)
    assert made.reused == done
    assert contents(tmp_path / "cut") == contents(tmp_path / "whole")


def test_nothing_is_done_twice(tmp_path, monkeypatch):
    pairs = documents()
    shards.count(pairs, tmp_path, size=SMALL)
    before = contents(tmp_path)
    monkeypatch.setattr(work, "do", None)
    monkeypatch.setattr(executors, "do", None)
    made = shards.count(pairs, tmp_path, size=SMALL)
    assert made.reused == made.shards and made.notes == []
    assert contents(tmp_path) == before


def test_a_broken_shard_is_cut_anew(tmp_path):
    pairs = documents()
    shards.count(pairs, tmp_path, size=SMALL)
    before = contents(tmp_path)
    folder = shards.folders(tmp_path)[1]
    (folder / "tokens.parquet").write_bytes(b"PAR1")
    made = shards.count(pairs, tmp_path, size=SMALL)
    assert made.reused == made.shards - 1
    assert contents(tmp_path) == before


def test_where_the_source_changed_only_that_is_cut_anew(tmp_path):
    pairs = documents(40)
    shards.count(pairs, tmp_path / "a", size=SMALL)
    pairs[20] = ("doc-020", "全新的一份文件。" * 10)
    made = shards.count(pairs, tmp_path / "a", size=SMALL)
    assert made.shards - made.reused == 1
    note = f"the source, a list or the program changed: 1 of {made.shards} shards cut anew, 1 old"
    assert made.notes == [note + " ones deleted"]
    shards.count(pairs, tmp_path / "b", size=SMALL)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_a_document_put_in_front_leaves_most_shards(tmp_path):
    pairs = documents(60, size=100)
    before = {t.key for t in dealing.deal(sources.items(pairs), "", 1000)}
    after = {t.key for t in dealing.deal(sources.items([("new", "新的。"), *pairs]), "", 1000)}
    assert len(after & before) >= len(before) // 2


def test_lists_and_program_are_part_of_the_key(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("term,kind\n稳外贸,plan\n", "utf-8")
    first, shipped = dealing.fingerprint(str(own)), dealing.fingerprint("shipped")
    own.write_text("term,kind\n稳外资,plan\n", "utf-8")
    assert len({first, shipped, dealing.fingerprint(str(own)), dealing.fingerprint(None)}) == 4


# --- bad input ----------------------------------------------------------------------------------
def test_good_files_are_done_and_each_bad_one_is_a_line(tmp_path):
    folder = tmp_path / "报 告"
    folder.mkdir()
    for k in range(30):
        (folder / f"好 {k:02d}.txt").write_text(f"稳外贸{k}条。", "utf-8")
    (folder / "空.txt").write_bytes(b"")
    (folder / "图.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "坏.txt").write_bytes(b"\xff\xfa\x81\x20" * 50)
    (folder / "图.png").write_bytes(b"\x89PNG")
    made = shards.count(folder, tmp_path / "out", size=60)
    assert (made.documents, len(made.problems)) == (30, 3)
    assert all(name in "".join(made.problems) for name in ("空.txt", "图.txt", "坏.txt"))
    assert all("\n" not in line for line in made.problems)
    assert made.notes == ["1 files of other kinds left out (.png: 1)"]
    again = shards.count(folder, tmp_path / "out", size=60)
    assert again.problems == made.problems and again.reused == again.shards


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "analysis", "count", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
    )


def test_the_verb_says_what_it_did(tmp_path):
    (tmp_path / "a.txt").write_text("稳外贸。", "utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    found = run(tmp_path / "a.txt", tmp_path / "b.txt", "--out", tmp_path / "out")
    assert found.returncode == 1
    assert found.stderr.count("\n") == 1 and "b.txt" in found.stderr
    assert found.stdout.startswith("1 documents, 4 characters, 3 tokens: 1 shards")
    found = run(tmp_path / "c.txt", "--out", tmp_path / "out")
    assert found.returncode == 2 and found.stderr.count("\n") == 1


def test_wrong_names_are_one_line(tmp_path):
    for options in ({"executor": "cluster"}, {"workers": 0}, {"dictionary": tmp_path / "no.csv"}):
        with pytest.raises(InputError):
            shards.count([("a", "好。")], tmp_path / "out", **options)
    with pytest.raises(InputError, match="no finished count"):
        shards.load(tmp_path)


def test_only_bad_documents_leave_no_count(tmp_path):
    made = shards.count([("a", "稳外贸\ud800。")], tmp_path)
    assert made.documents == 0 and len(made.problems) == 1
    with pytest.raises(InputError, match="no finished count"):
        shards.load(tmp_path)


@pytest.mark.parametrize("number", [13, 30], ids=["no rights", "read-only"])
def test_a_read_only_folder_is_one_line(tmp_path, monkeypatch, number):
    shards.count(documents(4), tmp_path)
    before = contents(tmp_path)

    def refuse(*given, **named):
        raise OSError(number, os.strerror(number))

    # Root, who may write everywhere, runs the tests of some machines.
    monkeypatch.setattr(disk.tempfile, "mkdtemp", refuse)
    with pytest.raises(InputError, match=r"cannot be written \(.+\)\. Free space or change"):
        shards.count(documents(5), tmp_path)
    monkeypatch.setattr(os, "mkdir", refuse)
    with pytest.raises(InputError, match="cannot be written"):
        shards.count(documents(4), tmp_path / "new")
    monkeypatch.undo()
    assert contents(tmp_path) == before


def full(*given):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("after", [0, 5, 30])
def test_a_full_disk_leaves_old_results_whole(tmp_path, monkeypatch, after):
    shards.count(documents(6), tmp_path, size=SMALL)
    before = contents(tmp_path)
    expected = shards.load(tmp_path).totals()
    seen = iter(range(10**6))
    plain = os.fsync
    monkeypatch.setattr(os, "fsync", lambda h: full() if next(seen) >= after else plain(h))
    changed = [(d + "x", t) for d, t in documents(12)]
    with pytest.raises(InputError, match="No space left on device"):
        shards.count(changed, tmp_path, size=SMALL)
    monkeypatch.undo()
    now = contents(tmp_path)
    assert {name: now[name] for name in before} == before
    assert not any(".unfinished-" in name for name in now)
    assert shards.load(tmp_path).totals().equals(expected)
    shards.count(changed, tmp_path, size=SMALL)
    shards.count(changed, tmp_path / "new", size=SMALL)
    fresh = contents(tmp_path / "new")
    assert {k: v for k, v in contents(tmp_path).items() if not k.startswith("new/")} == fresh


def test_a_full_disk_at_a_worker_is_one_line(tmp_path):
    out = tmp_path / "out"
    (out / "shards").mkdir(parents=True)
    task = next(dealing.deal(sources.items([("a", "好。")]), "x"))
    missing = tmp_path / "gone"
    with pytest.raises(InputError, match="cannot be written"):
        list(executors.processes(iter([task]), str(missing), "shipped", 1))


def test_a_killed_worker_is_one_line_and_the_rest_is_kept(tmp_path, monkeypatch):
    plain = executors._start
    started = []

    def start():
        started.append(plain())
        return started[-1]

    monkeypatch.setattr(executors, "_start", start)
    (tmp_path / "shards").mkdir()
    pairs = documents(12)
    running = executors.processes(
        dealing.deal(sources.items(pairs), "x", SMALL), str(tmp_path), "shipped", 1
    )
    first = next(running)
    started[0].kill()
    with pytest.raises(InputError, match="a worker was ended from outside"):
        list(running)
    assert work.folder_of(tmp_path, first.key).is_dir()
    assert all(process.poll() is not None for process in started)


def test_a_run_that_is_left_leaves_no_worker(tmp_path, monkeypatch):
    plain = executors._start
    started = []
    monkeypatch.setattr(executors, "_start", lambda: started.append(plain()) or started[-1])
    (tmp_path / "shards").mkdir()
    tasks = dealing.deal(sources.items(documents(12)), "x", SMALL)
    running = executors.processes(tasks, str(tmp_path), "shipped", 2)
    next(running)
    with pytest.raises(KeyboardInterrupt):
        running.throw(KeyboardInterrupt)
    assert len(started) == 2 and all(process.poll() is not None for process in started)


def test_workers_end_with_their_caller(tmp_path):
    code = (
        "import os\n"
        "from analysis.shards import executors\n"
        "process = executors._start()\n"
        "print(process.pid, flush=True)\n"
        "os._exit(1)\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    # The worker holds the error stream, too: the call returns only when it is gone.
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, timeout=60)
    assert int(done.stdout) > 0


@pytest.mark.skipif(os.name == "nt", reason="checks the lock of a POSIX system")
def test_two_runs_do_not_write_into_one_folder(tmp_path):
    with disk.alone(tmp_path), pytest.raises(InputError, match="another run is writing here"):
        shards.count([("a", "好。")], tmp_path)


# --- sources ------------------------------------------------------------------------------------
def ids(source, **options):
    return [
        (one.doc_id, one.text) if isinstance(one, Item) else one.line
        for one in sources.items(source, **options)
    ]


def test_tables_give_a_document_a_row(tmp_path):
    path = tmp_path / "年 报.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id", "年份", "正文"])
        rows.writerows([["甲", 2024, "第一行\n第二行" * 20], ["乙", 2025, ""]])
        rows.writerows([["甲", 2025, "又" * 80], ["", 2025, "没有名字" * 20]])
    found = ids(path)
    named = [doc.doc_id for doc in corpus.read_many(path, trouble=lambda error: None)]
    assert [one[0] for one in found if isinstance(one, tuple)] == named
    assert found[0] == ("甲", "第一行\n第二行" * 20)
    assert next(one for one in found if isinstance(one, str)).startswith(f"{path} row")
    assert next(sources.items(path)).meta == {"year": 2024, "row": 1}


def test_one_bad_row_is_one_line(tmp_path):
    path = tmp_path / "a.jsonl"
    lines = [json.dumps({"id": "a", "text": "好" * 80}).encode(), b"{no"]
    lines += [json.dumps({"id": "c", "text": "新" * 80}).encode()]
    path.write_bytes(b"\n".join(lines))
    made = shards.count(path, tmp_path / "out")
    assert made.documents == 2 and len(made.problems) == 1 and "a.jsonl" in made.problems[0]
    path = tmp_path / "b.csv"
    path.write_text("name,words\na,b\n", "utf-8")
    assert "a table without a text column" in ids(path)[0]


def test_an_id_comes_once(tmp_path):
    found = ids([("a", "好。"), ("b", " "), ("a", "新。")])
    assert found[0] == ("a", "好。")
    assert found[1:] == [
        "document 2 (b): the text is empty. Fill it in, or take it out.",
        "document 3 (a): a document 'a' came before",
    ]


def test_lines_as_documents(tmp_path):
    path = tmp_path / "rows.txt"
    path.write_bytes("第一篇。\r\n\r\n第二篇的工作。\n".encode("gb18030"))
    assert ids(path, rows=True) == [("rows-000001", "第一篇。"), ("rows-000003", "第二篇的工作。")]
    assert len(ids(path)) == 1


def test_files_of_one_name_get_their_folder(tmp_path):
    for year in ("2024", "2025"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "报告.txt").write_text(year, "utf-8")
    (tmp_path / "其他.txt").write_text("1", "utf-8")
    (tmp_path / ".隐.txt").write_text("1", "utf-8")
    assert [name for name, _ in ids(tmp_path)] == ["其他", "2024-报告", "2025-报告"]


def test_the_manifest_is_a_source(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    for path in (ROOT / "corpus" / "manifest.csv", "corpus"):
        found = list(sources.items(path))
        assert [item.doc_id for item in found] == corpus.manifest()["doc_id"].tolist()
    made = shards.count(ROOT / "corpus", tmp_path)
    table = shards.documents(tmp_path).set_index("doc_id")
    assert made.documents == len(found) and made.problems == []
    assert table.loc["shenzhen-2025", ["year", "level"]].tolist() == ["2025", "city"]


# --- results ------------------------------------------------------------------------------------
def test_keyness_of_two_groups_is_that_of_their_tokens(tmp_path):
    pairs = documents()
    shards.count(pairs, tmp_path, size=SMALL)
    target = [name for name, _ in pairs[:5]]
    found = shards.keyness(tmp_path, target, permutations=199, min_count=2)
    split = pd.concat([sentences.split(t, d) for d, t in pairs], ignore_index=True)
    tokens = words.tokens(split[split["role"] != "footer"])
    tokens["doc"] = tokens["sent_id"].str.partition(":")[0]
    mine = tokens["doc"].isin(target)
    expected = keywords.keyness(tokens[mine], tokens[~mine], "doc", permutations=199, min_count=2)
    assert_frame_equal(found, expected, check_dtype=False)


def test_the_permutation_runs_in_blocks(tmp_path, monkeypatch):
    from analysis.shards import reading

    shards.count(documents(), tmp_path, size=SMALL)
    whole = shards.keyness(tmp_path, permutations=99, min_count=1)
    monkeypatch.setattr(reading, "CELLS", 100)
    assert_frame_equal(shards.keyness(tmp_path, permutations=99, min_count=1), whole)


def test_groups_are_checked(tmp_path):
    shards.count(documents(4), tmp_path)
    for groups, words_ in (
        ((["nobody"],), "no document 'nobody'"),
        ((np.zeros(4, dtype=bool),), "no document in the group"),
        ((np.ones(3, dtype=bool),), "3 values for 4 documents"),
        ((["doc-000"], ["doc-000", "doc-001"]), "stands in both groups"),
    ):
        with pytest.raises(InputError, match=words_):
            shards.keyness(tmp_path, *groups)
    with pytest.raises(InputError, match="no layer"):
        shards.load(tmp_path, "letters")


def test_frequency_and_dispersion_over_documents(tmp_path):
    shards.count(documents(), tmp_path, size=SMALL)
    f, dp = shards.frequency(tmp_path), shards.dispersion(tmp_path)
    assert f["f"].sum() == shards.load(tmp_path).X.sum() and f["m"].iloc[0] == 12
    merged = f.merge(dp, on="word", suffixes=("", "_dp"))
    assert (merged["f"] == merged["f_dp"]).all() and (merged["df"] == merged["range"]).all()


def test_files_of_two_counts_are_noticed(tmp_path):
    shards.count(documents(6), tmp_path / "a")
    shards.count(documents(9), tmp_path / "b")
    (tmp_path / "a" / "words.parquet").write_bytes((tmp_path / "b" / "words.parquet").read_bytes())
    with pytest.raises(InputError, match="of two counts"):
        shards.load(tmp_path / "a")
    shards.count(documents(6), tmp_path / "a")  # makes it good
    assert shards.load(tmp_path / "a").X.shape[0] == 6


def test_the_vocabularies_of_many_shards_are_merged(monkeypatch):
    import pyarrow as pa

    parts = [
        pa.table({"word": ["好", chr(0x4E00 + k)], "n": pa.array([1, k], pa.int32())})
        for k in range(120)
    ]
    merged = reduce._merge(iter(parts), ["word"]).to_pydict()
    assert merged["word"] == sorted(merged["word"]) and len(merged["word"]) == 121
    assert merged["n"][merged["word"].index("好")] == 120


# --- the bar ------------------------------------------------------------------------------------
def test_rate_and_time_left():
    assert shards.Rate.text(0, 100, 0).endswith("0 %  starting")
    assert shards.Rate.text(2_000_000, 0, 4.0) == "2.0 M characters  0.50 M characters/s"
    assert shards.Rate.text(1_000_000, 601_000_000, 1.0).endswith("10 min left")


def test_progress_ends_with_every_character(tmp_path):
    shown = []
    source = tmp_path / "source"
    source.mkdir()
    for doc_id, text in documents():
        (source / f"{doc_id}.txt").write_text(text, "utf-8", newline="")
    shards.count(source, tmp_path / "out", size=SMALL, progress=lambda *a: shown.append(a))
    assert shown[0] == (0, shown[-1][1], 0)
    done, of, cut = shown[-1]
    assert len(shown) > 2 and done == of == cut > 0
    with pytest.raises(InputError, match="lies inside the source"):
        shards.count(source, source / "out")


# --- the page -----------------------------------------------------------------------------------
PAGE = ROOT / "docs" / "scale.md"


def test_the_page_names_every_file_and_column(tmp_path):
    import pyarrow.parquet as pq

    shards.count(documents(3), tmp_path)
    page = PAGE.read_text("utf-8")
    for path in sorted(tmp_path.rglob("*.parquet")):
        assert f"`{path.stem}`" in page
        for column in pq.read_schema(path).names:
            assert f"`{column}`" in page, f"{path.stem}: {column}"


def test_the_lines_for_pandas_run(tmp_path, monkeypatch):
    shards.count(documents(3), tmp_path / "counts")
    monkeypatch.chdir(tmp_path)
    (lines,) = re.findall(r"```python\n(import pandas.+?)```", PAGE.read_text("utf-8"), re.DOTALL)
    found: dict = {}
    exec(lines, found)
    assert found["table"].groupby("doc_id")["n"].sum().sum() == shards.load("counts").X.sum()
