"""What a file is, by its content: its name is only asked where the content leaves it open."""

from __future__ import annotations

import re
import stat
import zipfile
from pathlib import Path

from analysis.corpus.decoding import best_guess
from analysis.errors import InputError
from analysis.paths import shown

MEGABYTE = 1 << 20
# A text of 32 MB is ten million characters: five hundred reports in one file.
LARGEST_TEXT = 32 * MEGABYTE
LARGEST_FILE = 200 * MEGABYTE  # docx, pdf, xlsx: with their pictures
LARGEST_TABLE = 2048 * MEGABYTE
LARGEST_PART = 100 * MEGABYTE  # one XML part of a Word file, unpacked
LARGEST_SHEET = 400 * MEGABYTE  # and of an Excel file, which may hold ten thousand reports
_SUSPICIOUS, _DENSEST = 5 * MEGABYTE, 200  # a part so large is not packed so well
LARGEST_WHOLE = 1024 * MEGABYTE  # all parts, unpacked

TABLES = ("csv", "tsv", "xlsx", "jsonl", "dta")
KINDS = ("text", "html", "docx", "pdf", *TABLES)
SUFFIXES = {
    ".txt": "text", ".md": "text", ".markdown": "text", ".text": "text", ".html": "html",
    ".htm": "html", ".xhtml": "html", ".docx": "docx", ".docm": "docx", ".pdf": "pdf",
    ".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".xlsx": "xlsx", ".xlsm": "xlsx",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".dta": "dta",
}  # fmt: skip

_AS_DOCX = "Open it in Word or WPS and save it as .docx."
_AS_TEXT = "Save the text as .txt."
_UNPACK = "Unpack it and give the files inside."
_OCR = "Let an OCR program read it and save the text as .txt."
_MAGIC = (
    (b"\x89PNG", "a PNG picture", _OCR),
    (b"\xff\xd8\xff", "a JPEG picture", _OCR),
    (b"GIF8", "a GIF picture", _OCR),
    (b"BM", "a BMP picture", _OCR),
    (b"II*\x00", "a TIFF picture", _OCR),
    (b"MM\x00*", "a TIFF picture", _OCR),
    (b"RIFF", "a picture, sound or film", _OCR),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"7z\xbc\xaf", "a 7z archive", _UNPACK),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ", "an xz archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", _UNPACK),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .wps, .xls) or one with a password", _AS_DOCX),
    (b"{\\rtf", "an RTF file", _AS_DOCX),
    (b"MIME-Version:", "a web archive (.mht)", "Save the page as .html."),
    (b"SQLite format 3", "a SQLite database", "Export the table as .csv."),
    (b"PAR1", "a Parquet table", "Export it as .csv or .jsonl."),
    (b"RDX", "an R data file", "Export it as .csv."),
    (b"\x7fELF", "a program", _AS_TEXT),
    (b"MZ\x90", "a program", _AS_TEXT),
    (b"ID3", "a sound file", _AS_TEXT),
    (b"\x00\x00\x00\x18ftyp", "a film", _AS_TEXT),
    (b"\x00\x00\x00\x20ftyp", "a film", _AS_TEXT),
    (b"%!PS", "a PostScript file", "Save it as PDF."),
)
# Beginnings that a text may have as well: they count only beside bytes that no text has.
_ALSO_TEXT = (b"BM", b"RIFF", b"ID3", b"RDX", b"PAR1", b"BZh")
_TAG = re.compile(
    rb"</?(?:html|head|body|div|p|br|span|table|tr|td|h[1-6]|meta|title|section|article|ul|li)\b"
    rb"[^<>]{0,2000}>",
    re.I,
)
_ANY_TAG = re.compile(rb"</?[a-z][^<>]{0,2000}>", re.I)
_JSON = re.compile(rb'\s*\{\s*"[^"]{1,60}"\s*:')
_COMMENTS = re.compile(rb"[\s\[\xef\xbb\xbf]*(?:<!--.*?-->\s*)*", re.S)
_PAGE = re.compile(
    rb"<(?:!doctype\s+html|\?xml[^>]*>\s*<!doctype\s+html|html|head|body|meta)\b", re.I
)
_PIECE = re.compile(
    rb"<(?:div|p|h[1-6]|table|span|section|article|title|center|font|ul|ol)\b", re.I
)


def look(path: Path) -> int:
    """Check that a path is a file that can be read, without opening it.

    Returns
    -------
    int
        Its size in bytes.

    Raises
    ------
    InputError
        Missing, a folder, a link into nowhere, a pipe or device, empty.
    """
    where = shown(path)
    try:
        found = path.stat()
    except FileNotFoundError:
        broken = path.is_symlink()
        what = "a link to a file that is not there" if broken else "no such file"
        raise InputError(what, where=where, do="Check the path.") from None
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=where, do=_rights()) from None
    if stat.S_ISDIR(found.st_mode):
        raise InputError("is a folder", where=where, do='Name one file, or use "add".')
    if not stat.S_ISREG(found.st_mode):
        raise InputError("is no regular file (a pipe or a device)", where=where, do=_AS_TEXT)
    if not found.st_size:
        raise InputError("file is empty", where=where, do="Put the report's text into it.")
    return found.st_size


def _rights() -> str:
    return "Check the rights of the file and its folder."


def head(path: Path, size: int = 1 << 16) -> bytes:
    """Read the first bytes of a file.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    try:
        with open(path, "rb") as stream:
            return stream.read(size)
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror or error})", where=shown(path), do=_rights()
        ) from None


def kind_of(path: Path) -> str:
    """Say what a file is: one of `KINDS`.

    Raises
    ------
    InputError
        A file that cannot be read here (picture, archive, old Office file), or one too large:
        one line that says what it is and what to do.
    """
    path = Path(path)
    size = look(path)
    start, where = head(path), shown(path)
    kind = _by_content(path, start, where)
    if kind is None:
        kind = _by_text(start, SUFFIXES.get(path.suffix.lower(), "text"))
    if kind == "text" and b"\t" in start and _has_a_report_a_line(head(path, MEGABYTE)):
        kind = "tsv"
    limit = {"text": LARGEST_TEXT, "html": LARGEST_TEXT, "docx": LARGEST_FILE, "pdf": LARGEST_FILE,
             "xlsx": LARGEST_FILE}.get(kind, LARGEST_TABLE)  # fmt: skip
    if size > limit:
        raise InputError(
            f"is {size // MEGABYTE:,} MB large; {_named(kind)} may have {limit // MEGABYTE:,} MB",
            where=where,
            do="Split it into one file a report, or into a table (.csv, .jsonl), one report a row.",
        )
    return kind


def _named(kind: str) -> str:
    return {"text": "a text", "html": "a web page"}.get(kind, f"a .{kind}")


def _by_content(path: Path, start: bytes, where: str) -> str | None:
    if b"%PDF-" in start[:1024]:
        return "pdf"
    if start.startswith(b"PK\x03\x04") or start.startswith(b"PK\x05\x06"):
        return _of_zip(path, where)
    if start.startswith(b"<stata_dta>") or _old_stata(path, start):
        return "dta"
    for magic, name, do in _MAGIC:
        if start.startswith(magic) and (magic not in _ALSO_TEXT or b"\x00" in start):
            raise InputError(f"this is {name}, not text", where=where, do=do)
    return None


def _old_stata(path: Path, start: bytes) -> bool:
    """Stata 8 to 12 begin with their version and byte order."""
    known = start[:1] in (b"\x69", b"\x6c", b"\x6e", b"\x6f", b"\x71", b"\x72", b"\x73")
    return known and start[1:2] in (b"\x01", b"\x02") and start[2:4] == b"\x01\x00"


def _of_zip(path: Path, where: str) -> str:
    with open_zip(path) as archive:
        names = set(archive.namelist())
    if "word/document.xml" in names or any(n.startswith("word/") for n in names):
        return "docx"
    if "xl/workbook.xml" in names or any(n.startswith("xl/") for n in names):
        return "xlsx"
    if any(n.startswith("ppt/") for n in names):
        raise InputError("this is a presentation, not text", where=where, do=_AS_TEXT)
    if "mimetype" in names:
        raise InputError("this is an OpenDocument or EPUB file", where=where, do=_AS_DOCX)
    raise InputError("this is a ZIP archive, not text", where=where, do=_UNPACK)


def open_zip(path: Path, part_limit: int = LARGEST_SHEET) -> zipfile.ZipFile:
    """Open an Office file after a look at what it would unpack to.

    Parameters
    ----------
    path : Path
    part_limit : int
        Bytes that one of its XML parts may have.

    Raises
    ------
    InputError
        A broken archive, or one that unpacks to more than a document holds. Python reads no more
        of a part than its entry says, so these sizes can be relied on.
    """
    where = shown(path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise InputError(
            "is a broken ZIP archive or Office file", where=where, do="Fetch or save it again."
        ) from None
    entries = archive.infolist()
    whole = sum(entry.file_size for entry in entries)
    parts = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
    # Text packs to a fifth, its marks to a fiftieth; the same sign over and over to a thousandth.
    hollow = any(
        e.file_size > _SUSPICIOUS and e.file_size > _DENSEST * max(1, e.compress_size)
        for e in parts
    )
    longest = max((entry.file_size for entry in parts), default=0)
    if hollow or whole > LARGEST_WHOLE or longest > part_limit or len(entries) > 20_000:
        archive.close()
        raise InputError(
            f"unpacks to {whole // MEGABYTE:,} MB, more than is read here",
            where=where,
            do="Save its text as .txt, or a table as .csv.",
        )
    return archive


def read_part(archive: zipfile.ZipFile, name: str, where: str) -> bytes | None:
    """Read one part of an Office file; None if it has none of this name."""
    try:
        return archive.read(name)
    except KeyError:
        return None
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, NotImplementedError, ValueError):
        raise InputError(
            f"its part {name} is broken or locked", where=where, do="Save the file again."
        ) from None
    except Exception as error:  # zlib.error and its kin have no common class
        raise InputError(
            f"its part {name} cannot be unpacked ({error})", where=where, do="Save it again."
        ) from None


def _by_text(start: bytes, named: str) -> str:
    """Tell web page, JSON lines and plain text apart; the name decides between csv and tsv."""
    plain = _seven_bit(start)
    # A table may hold pages in its cells; Markdown may hold some tags.
    begins_only = named in ("csv", "tsv", "jsonl") or b"\n# " in b"\n" + plain[:2000]
    if looks_like_html(plain, begins_only) or (named == "html" and _ANY_TAG.search(plain)):
        return "html"
    opening = plain.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if named == "jsonl" or (named in ("csv", "tsv") and opening == b"{"):
        return "jsonl"
    if named == "text" and opening == b"{" and _JSON.match(plain.lstrip(b"\xef\xbb\xbf")):
        return "jsonl"
    return named if named in ("csv", "tsv") else "text"


def _has_a_report_a_line(start: bytes) -> bool:
    """Say whether a plain text is a table after all: year, tab, report; next line.

    At least two whole lines, each with the same number of tabs and one cell as long as a report,
    the others short.
    """
    guess = best_guess(start)
    lines = [line for line in (guess[0] if guess else "").splitlines()[:-1] if line.strip()]
    if len(lines) < 2 or len({line.count("\t") for line in lines}) > 1:
        return False
    lengths = [sorted(map(len, line.split("\t"))) for line in lines]
    return all(cells[-1] >= 1000 and cells[-2] < 200 for cells in lengths[1:])


def _seven_bit(start: bytes) -> bytes:
    """Make tags of a UTF-16 file legible."""
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or start.count(b"\x00") > len(start) // 10:
        return start.replace(b"\x00", b"").lstrip(b"\xff\xfe")
    return start


def looks_like_html(start: bytes, begins_only: bool = False) -> bool:
    """Say whether a text is a web page, or a piece of one, whatever its name.

    It begins like one or, unless `begins_only`, holds five tags.

    Examples
    --------
    >>> looks_like_html("[<div><p>各位代表：</p></div>".encode())
    True
    >>> looks_like_html("各位代表：<br>一、回顾<br>二、安排<br>三<br>四<br>".encode())
    True
    >>> looks_like_html("增速<8%的市县占比>20%。".encode())
    False
    """
    tags = len(_TAG.findall(start))
    rest = start[_COMMENTS.match(start).end() :][:2000]
    if _PAGE.match(rest):
        return True
    if _PIECE.match(rest):
        # Markdown may begin with a piece of a page, but does not go on so line after line.
        return tags * 3 >= sum(bool(line.strip()) for line in start.splitlines())
    return not begins_only and tags >= 5
