"""Bad input: every file that is no report gives one line, with what it is and what to do."""

import io
import os
import sys
import zipfile
from pathlib import Path

import pytest

from analysis import corpus
from analysis.corpus import kinds, store
from analysis.corpus.formats import office, rows
from analysis.errors import InputError

sys.path.insert(0, str(Path(__file__).parent))
import files


def refusal(path, **options):
    with pytest.raises(InputError) as caught:
        corpus.read_file(path, **options)
    said = str(caught.value)
    # One line: the file, what it is, what to do.
    assert "\n" not in said and path.name in said and caught.value.do, said
    return said


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "file is empty"),
        (b" \r\n\t\n", "file is empty"),
        ("\ufeff\n\u3000\u3000\n".encode(), "holds no text"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture"),
        (b"GIF89a", "a GIF picture"),
        (b"BM\x00\x01\x00\x00", "a BMP picture"),
        (b"Rar!\x1a\x07", "a RAR archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .docx"),
        (b"{\\rtf1\\ansi", "an RTF file"),
        (b"MIME-Version: 1.0\r\n", "a web archive"),
        (b"SQLite format 3\x00", "a SQLite database"),
        (b"\x7fELF\x02", "a program"),
        (zipped(a="x"), "a ZIP archive"),
        (zipped(ppt__presentation="x"), "a presentation"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "an OpenDocument"),
        (b"PK\x03\x04 broken", "a broken ZIP archive"),
        ("好\x00坏".encode(), "NUL bytes"),
        (bytes(range(256)) * 4, "NUL bytes"),
        (b"abc \xff\xff\xff\n\x80", "line 1: neither UTF-8"),
        (b"\xff\xfe\x00\xd8", "broken UTF-16-LE"),
        (files.docx([])[:-30], "a broken ZIP archive"),
        (files.docx(["", ""]), "no text in this Word file"),
        (files.docx([], body="<w:p>"), "is broken"),
        (zipped(word__other="x"), "no Word document"),
        (b"<stata_dta>broken", "this .dta is broken"),
        (zipped(xl__workbook="x"), "this .xlsx is broken"),
    ],
)
def test_what_is_no_report(tmp_path, raw, said):
    path = tmp_path / "报告 2024.txt"
    path.write_bytes(raw)
    assert said in refusal(path)


def test_paths_that_are_no_file(tmp_path):
    assert "no such file" in refusal(tmp_path / "none.txt")
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_a_link_to_nothing(tmp_path):
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "nowhere.txt")
    assert "a link to a file that is not there" in refusal(link)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_pipe_or_a_device_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert "no regular file" in refusal(tmp_path / "pipe.txt")
    assert "no regular file" in refusal(Path("/dev/zero"))


def test_a_file_without_the_right_to_read_it(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text(files.SPEECH, "utf-8")

    def refused(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(kinds, "open", refused, raising=False)
    assert "cannot be read (Permission denied)" in refusal(path)


@pytest.mark.parametrize(
    ("name", "said"),
    [("a.txt", "is 200 MB large; a text may have 32 MB"), ("b.html", "a web page may have 32 MB")],
)
def test_a_file_of_200_mb(tmp_path, name, said):
    path = tmp_path / name
    path.write_bytes(b"<html><p>" if name == "b.html" else files.SPEECH.encode())
    with open(path, "r+b") as stream:
        stream.truncate(200 << 20)
    found = refusal(path)
    assert said in found and "one report a row" in found


@pytest.mark.parametrize("mega", [6, 101])
def test_a_word_file_that_unpacks_to_much_more(tmp_path, mega):
    path = tmp_path / "a.docx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as part,
    ):
        for _ in range(mega):
            part.write(b"<w:p/>  " * (1 << 17))
    assert path.stat().st_size < 1 << 20
    assert f"unpacks to {mega} MB" in refusal(path)


def test_entities_that_grow_without_end(tmp_path):
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = (
        f'<!DOCTYPE d [<!ENTITY l0 "lol">{lol}]><w:document xmlns:w="{files.W}">&l9;</w:document>'
    )
    raw = zipped(**{"word__document.xml": body})
    (tmp_path / "a.docx").write_bytes(raw)
    assert "not what Word writes" in refusal(tmp_path / "a.docx")
    with pytest.raises(InputError, match="is broken"):
        office.parse(b"<a>", "a", "b")


def test_a_word_file_nested_without_end(tmp_path):
    for depth, said in ((900, "nested without end"), (3000, "is broken")):
        body = "<w:sdt><w:sdtContent>" * depth + "</w:sdtContent></w:sdt>" * depth
        (tmp_path / "a.docx").write_bytes(files.docx([], body=body))
        assert said in refusal(tmp_path / "a.docx")


def test_a_line_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "LONGEST_ROW", 1000)
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "' + "好" * 2000, "utf-8")
    with pytest.raises(InputError, match="a line without end"):
        list(corpus.read_many(path))


def test_a_table_of_many_columns_and_broken_bytes(tmp_path):
    path = tmp_path / "a.csv"
    text = "正文,b\n" + "各位代表：报告工作，请予审议。" * 4 + ",1\n"
    path.write_bytes(text.encode("gb18030") + b"\xff\xff" + "好的,x\n".encode("gb18030"))
    found = list(corpus.read_many(path))
    assert len(found) == 2 and "unreadable" in corpus.reading_problems(found[1])["kind"].tolist()
    path.write_bytes(text.encode() + b'"open quote,' + b"x" * 100)
    assert len(list(corpus.read_many(path))) == 2


def test_cells_for_a_spreadsheet():
    assert store.plain_cell("=cmd|'/c calc'!A1") == "cmd|'/c calc'!A1"
    assert store.plain_cell(" a\n\u3000b\x07 ") == "a b"
    assert store.plain_cell(float("nan")) == ""
