"""Reading and checking files: every bad input gives one line that says what, where, what to do."""

import shutil

import pytest

from analysis import corpus, lexicons
from analysis.errors import InputError
from analysis.paths import CORPUS

RECEIVED = "a4f53ecdb7b00bbad961f3498b426a250ffdea0ad548291778091222c742ec02"


@pytest.fixture
def folder(tmp_path):
    """A corpus of the one report, which a test may spoil."""
    (tmp_path / "raw").mkdir()
    shutil.copy(CORPUS / "raw" / "shenzhen-2025.md", tmp_path / "raw")
    lines = (CORPUS / "manifest.csv").read_bytes().splitlines(keepends=True)
    rows = [line for line in lines[1:] if line.startswith(b"shenzhen-2025,")]
    (tmp_path / "manifest.csv").write_bytes(lines[0] + rows[0])
    return tmp_path


def spoil(folder, old, new):
    path = folder / "manifest.csv"
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))


def message(call, *args, **kwargs):
    with pytest.raises(InputError) as caught:
        call(*args, **kwargs)
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_the_report_is_the_bytes_received():
    document = corpus.load("shenzhen-2025")
    assert document.meta["sha256"] == RECEIVED
    assert len(document.text) == document.meta["n_chars"] == 31523
    assert (document.meta["place"], document.meta["year"]) == ("深圳市", 2025)


def test_changed_raw_file(folder):
    path = folder / "raw" / "shenzhen-2025.md"
    path.write_bytes(path.read_bytes() + b"x")
    text = message(corpus.load, "shenzhen-2025", folder)
    assert "manifest.csv line 2" in text and "a4f53ecd" in text and "restore" in text


def test_missing_raw_file(folder):
    (folder / "raw" / "shenzhen-2025.md").unlink()
    assert "raw/shenzhen-2025.md is missing" in message(corpus.load, "shenzhen-2025", folder)


def test_unknown_document_names_the_known(folder):
    assert "shenzhen-2025" in message(corpus.load, "beijing-1999", folder)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("shenzhen-2025,shenzhen", ",shenzhen", "line 2: 'doc_id' is empty"),
        ("shenzhen-2025,shenzhen", "beijing,shenzhen", "line 2: doc_id 'beijing' is not the stem"),
        ("kind,source", "sort,source", "line 1: unknown column 'sort'"),
        (",2025,2025-", ",MMXXV,2025-", "line 2: year 'MMXXV' is no number"),
        (",sha256", "", "line 1: column 'sha256' is missing"),
    ],
)
def test_bad_manifest(folder, old, new, said):
    spoil(folder, old, new)
    assert said in message(corpus.manifest, folder)


def test_doubled_id(folder):
    path = folder / "manifest.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], lines[1]]))
    assert "line 3: 'shenzhen-2025' stands already in line 2" in message(corpus.manifest, folder)


def test_manifest_missing_or_without_documents(folder):
    path = folder / "manifest.csv"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    assert "no document" in message(corpus.manifest, folder)
    path.unlink()
    assert "file is missing" in message(corpus.manifest, folder)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        ("\ufeff\n　".encode(), "holds no text"),
        ("好\x00".encode(), "NUL"),
        (b"abc \xff\xff\xff\n\x80", "line 1: neither UTF-8"),
        (b"\xff\xfe\x00\xd8", "broken UTF-16-LE"),
    ],
)
def test_what_is_no_text(raw, said):
    assert said in message(corpus.decode, raw, "x.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16-le", "utf-8-sig"])
def test_encodings_found_by_their_result(encoding):
    text = "全市經濟工作報告：新建一百個項目，在市政府的工作中。"
    raw = text.encode(encoding)
    if encoding == "utf-16-le":
        raw = b"\xff\xfe" + raw
    found, _ = corpus.decode(raw)
    assert found.lstrip("\ufeff") == text
    # The mark stays and counts, so that offsets are those of the file.
    assert found.startswith("\ufeff") == (encoding in ("utf-16-le", "utf-8-sig"))


def test_newlines_are_untouched(tmp_path):
    path = tmp_path / "a b 深圳.txt"
    path.write_bytes("一\r\n二\r三\n".encode())
    assert corpus.read_file(path).text == "一\r\n二\r三\n"


def test_missing_file_and_folder(tmp_path):
    assert "no such file" in message(corpus.read_file, tmp_path / "none.txt")
    assert "is a folder" in message(corpus.read_file, tmp_path)


def seed(tmp_path, raw):
    path = tmp_path / "list.csv"
    path.write_bytes(raw)
    return path


def test_list_with_bom_and_crlf(tmp_path):
    path = seed(tmp_path, "\ufeffword,note\r\n的,虚词\r\n了,\r\n".encode())
    table = lexicons.load(path, columns=("word",))
    assert table[["line", "word", "note", "source"]].values.tolist() == [
        [2, "的", "虚词", ""],
        [3, "了", "", ""],
    ]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("word\n的\n的\n".encode(), "line 3: '的' stands already in line 2"),
        ("wrod\n的\n".encode(), "line 1: unknown column 'wrod'"),
        ("word,note\n的\n".encode(), "line 2: 1 cells where the header has 2"),
        ("word\n的\x07\n".encode(), "line 2: control character U+0007"),
        ("word\n的\n".encode("gbk"), "line 2: not UTF-8"),
        (b"", "empty"),
    ],
)
def test_bad_lists(tmp_path, raw, said):
    assert said in message(lexicons.load, seed(tmp_path, raw), columns=("word",))
