"""One file in, one folder out: what is written, and that nothing is lost when it fails."""

import json
import re
import shutil

import pandas as pd
import pytest

from analysis import analyse, corpus, words
from analysis.drawings import overview
from analysis.errors import InputError
from analysis.paths import ROOT

REPORT = ROOT / "corpus" / "raw" / "shenzhen-2025.md"
SHORT = (
    "2025年某市政府工作报告\n各位代表：\n一、2024年工作回顾\n（一）经济稳步增长。新增企业9家。\n"
    "（二）民生持续改善。新增就业2万人。\n二、2025年工作安排\n（一）推动经济发展\n"
    "加快建设产业园区。新增企业10家。\n（二）改善民生\n加强就业服务。新增就业3万人。\n"
    "各位代表！\n让我们团结奋斗！\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return analyse.run(REPORT, tmp_path_factory.mktemp("out") / "深圳 2025")


def read(path):
    return pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False)


def test_tables_quote_the_file(folder):
    text = REPORT.read_bytes().decode("utf-8")
    for name, column in (("sentences.csv", "text"), ("tokens.csv", "word"), ("terms.csv", "text")):
        table = read(folder / name)
        assert len(table) > 100
        quoted = [text[a:b] for a, b in zip(table["start"], table["end"], strict=True)]
        assert quoted == table[column].astype(str).tolist(), name
    assert list(read(folder / "tokens.csv")) == ["sent_id", "start", "end", "word"]
    assert list(read(folder / "terms.csv")) == ["sent_id", "start", "end", "text", "label"]


def test_document_json(folder):
    about = json.loads((folder / "document.json").read_text("utf-8"))
    assert about["date"] == "2025-02-25" and about["place"] == "深圳市"
    assert about["problems"] == [] and about["n_chars"] == 31523
    assert {"versions", "hashes", "parameters", "seed"} <= set(about)


def test_every_file_begins_with_a_mark_for_excel(folder):
    for path in folder.rglob("*.csv"):
        raw = path.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw, path.name


def test_evidence_of_every_figure_quotes_the_file(folder):
    text = REPORT.read_bytes().decode("utf-8")
    names = {
        p.name.removesuffix(".evidence.csv") for p in (folder / "figures").glob("*.evidence.csv")
    }
    assert {"word-frequency", "report-shape", "sentence-lengths", "stop-list"} <= names
    for name in names:
        proof = read(folder / "figures" / f"{name}.evidence.csv")
        quoted = [text[a:b] for a, b in zip(proof["start"], proof["end"], strict=True)]
        assert quoted == proof["text"].astype(str).tolist(), name


def test_bars_are_their_evidence(folder):
    data = read(folder / "figures" / "word-frequency.csv")
    proof = read(folder / "figures" / "word-frequency.evidence.csv")
    bars = data.groupby("word")["count"].sum()
    assert proof["mark"].value_counts().to_dict() == bars.to_dict()
    shape = read(folder / "figures" / "report-shape.csv")
    proof = read(folder / "figures" / "report-shape.evidence.csv")
    assert len(proof) == shape["sentences"].sum()


def test_a_short_report_and_again_into_the_same_folder(tmp_path):
    path = tmp_path / "短 报告.txt"
    path.write_bytes(SHORT.encode("gb18030"))
    out = analyse.run(path, tmp_path / "out")
    first = {p.name: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    analyse.run(path, out)
    assert {p.name: p.read_bytes() for p in out.rglob("*") if p.is_file()} == first
    assert json.loads(first["document.json"])["place"] == "某市"


@pytest.mark.parametrize(
    "text", ["好。", "没有句号", "abc 123", "各位代表：", "一、\n（一）\n", "，。！"]
)
def test_texts_of_a_few_characters(tmp_path, text):
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    out = analyse.run(path, tmp_path / "out")
    assert (out / "sentences.csv").is_file()


def test_folders_that_hold_something_else_are_left_alone(tmp_path):
    (tmp_path / "keep.txt").write_text("mine", "utf-8")
    with pytest.raises(InputError, match="not empty and holds no earlier analysis"):
        analyse.run(REPORT, tmp_path)
    assert (tmp_path / "keep.txt").read_text("utf-8") == "mine"
    with pytest.raises(InputError, match="is a file, not a folder"):
        analyse.run(REPORT, tmp_path / "keep.txt")


def test_a_failure_leaves_the_earlier_result(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text(SHORT, "utf-8")
    out = analyse.run(path, tmp_path / "out")
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}

    def broken(reading):
        raise InputError("disk is full", where="figures")

    monkeypatch.setattr(overview, "of_report", broken)
    with pytest.raises(InputError, match="disk is full"):
        analyse.run(path, out)
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_bad_files_make_no_folder(tmp_path):
    for name, raw, said in [
        ("empty.txt", b"", "empty"),
        ("picture.txt", b"\x89PNG\r\n", "PNG picture"),
        ("page.txt", b"URL: http://x\n", "no sentence"),
    ]:
        path = tmp_path / name
        path.write_bytes(raw)
        with pytest.raises(InputError, match=said):
            analyse.run(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def wrapped(text, width=34):
    """A copy of a text whose lines end at a fixed width, as an editor or an e-mail breaks them."""
    lines = []
    for line in text.split("\n"):
        line = "\u3000\u3000" + line if len(line) > width else line
        lines += [line[i : i + width] for i in range(0, max(len(line), 1), width)]
    return "\n".join(lines)


def test_a_wrapped_copy_counts_the_same_words_and_quotes_its_own_lines(folder, tmp_path):
    path = tmp_path / "深圳 wrapped.txt"
    text = wrapped(REPORT.read_bytes().decode("utf-8"))
    path.write_bytes(text.encode("gb18030"))
    out = analyse.run(path, tmp_path / "out", figures=False)
    assert list((out / "figures").glob("*")) == []
    plain = read(folder / "tokens.csv")["word"].value_counts()
    found = read(out / "tokens.csv")["word"].str.replace(r"\s", "", regex=True).value_counts()
    assert (plain - found).abs().sum() / plain.sum() < 0.01
    for path in [*out.glob("*.?sv"), *out.glob("rhetoric/*.tsv")]:
        table = read(path) if path.suffix == ".csv" else pd.read_csv(path, sep="\t", dtype=str)
        for start, end, quote in (
            ("start", "end", "word" if "word" in table else "text"),
            ("sent_start", "sent_end", "sentence"),
        ):
            if not {start, end, quote} <= set(table.columns):
                continue
            spans = zip(table[start].astype(int), table[end].astype(int), strict=True)
            quoted = [text[a:b] for a, b in spans]
            if path.suffix == ".tsv":
                quoted = [q.replace("\n", "\\n") for q in quoted]
            assert quoted == table[quote].astype(str).tolist(), path.name
    groups = pd.read_csv(out / "rhetoric" / "parallel.tsv", sep="\t")
    members = [
        text[int(a) : int(b)]
        for spans in groups["attributes"].str.extract(r"members=([\d,-]+)")[0]
        for a, b in re.findall(r"(\d+)-(\d+)", spans)
    ]
    original = read(folder / "sentences.csv")["text"].str.cat()
    inside = [re.sub(r"\s", "", m) in original for m in members]
    assert len(members) > 300 and sum(inside) / len(inside) > 0.99


def test_two_processes_make_the_same_files(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(SHORT, "utf-8")
    one, two = analyse.run(path, tmp_path / "1"), analyse.run(path, tmp_path / "2", jobs=2)
    files = sorted(p.relative_to(one) for p in one.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(two) for p in two.rglob("*") if p.is_file())
    assert [f for f in files if (one / f).read_bytes() != (two / f).read_bytes()] == []


def test_progress_counts_to_the_end(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(SHORT, "utf-8")
    told = []
    analyse.run(path, tmp_path / "out", lambda done, of, what: told.append((done, of)))
    assert told[0][0] == 0 and told[-1][0] == told[-1][1]
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_offsets_count_a_byte_order_mark(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeff".encode() + SHORT.encode())
    out = analyse.run(path, tmp_path / "out")
    text = path.read_bytes().decode("utf-8")
    table = read(out / "sentences.csv")
    assert [text[a:b] for a, b in zip(table["start"], table["end"], strict=True)] == (
        table["text"].tolist()
    )
    shutil.rmtree(out)


def test_tokens_cover_every_sentence_but_furniture():
    reading = analyse.read(corpus.load("shenzhen-2025"))
    text = reading.sentences[reading.sentences["role"] != "footer"]
    joined = reading.tokens.groupby("sent_id", sort=False)["word"].agg("".join)
    plain = text.set_index("sent_id")["text"].str.replace(r"\s", "", regex=True)
    assert (joined == plain.loc[joined.index]).all() and len(joined) == len(text)
    assert (words.tokens(text)["word"] == reading.tokens["word"]).all()


def test_the_page_refers_only_to_files_beside_it(folder):
    page = (folder / "index.html").read_text("utf-8")
    links = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert len(links) > 60
    assert [link for link in links if not (folder / link).is_file()] == []
    assert "http" not in page and "<script" not in page
    assert "2025年深圳市人民政府工作报告" in page
    # Chinese on a machine without any Chinese font.
    assert "@font-face" in page


def test_a_title_cannot_put_markup_into_the_page(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("<b>市</b>政府工作报告\n" + SHORT.partition("\n")[2], "utf-8")
    page = (analyse.run(path, tmp_path / "out") / "index.html").read_text("utf-8")
    assert "<b>市" not in page and "&lt;b&gt;市" in page
