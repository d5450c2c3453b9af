"""PDF files: the text of each page, in the order in which the file draws it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from analysis.errors import InputError
from analysis.paths import shown

_OCR = "Let an OCR program read it and save the text as .txt."
_MOST_PAGES = 5000
# Fonts often map 一 to the radical that looks the same; it is the character that is meant.
_RADICAL = re.compile("[\u2e80-\u2fdf]")
_BROKEN_HYPHEN = re.compile("[\ufffe\u0002\xad]\\n?")


def read(path: Path) -> tuple[str, dict]:
    """Read a PDF.

    Returns
    -------
    (text, meta)
        One line a printed line, a blank line between pages; `notes` names pages without text,
        `pages` counts them.

    Raises
    ------
    InputError
        A locked or broken file, or one without text (a scan), or with fonts whose characters
        cannot be told.
    """
    import pypdfium2

    where = shown(path)
    try:
        document = pypdfium2.PdfDocument(str(path))
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise InputError(
                "this PDF is locked with a password",
                where=where,
                do="Save it without the password (print it as PDF).",
            ) from None
        raise InputError(
            "this PDF is broken or cut off", where=where, do="Fetch it again."
        ) from None
    try:
        if len(document) > _MOST_PAGES:
            raise InputError(
                f"has {len(document):,} pages; {_MOST_PAGES:,} can be read", where=where,
                do="Split it into one file a report.",
            )  # fmt: skip
        pages = [_page(document, number) for number in range(len(document))]
    finally:
        document.close()
    empty = [number for number, text in enumerate(pages, 1) if not text.strip()]
    if len(empty) == len(pages):
        raise InputError("a scanned PDF without text: it needs OCR", where=where, do=_OCR)
    text = "\n\n".join(text.strip("\n") for text in pages if text.strip()) + "\n"
    if _illegible(text):
        raise InputError(
            "the fonts of this PDF do not say which characters they draw: it needs OCR",
            where=where,
            do=_OCR,
        )
    notes = []
    if empty:
        said = f"{len(empty)} of {len(pages)} pages hold no text (scanned?): they need OCR."
        notes = [("truncated", f"page {_ranges(empty)}", said)]
    return text, {"pages": len(pages), "notes": notes}


def _page(document, number: int) -> str:
    import pypdfium2

    try:
        page = document[number]
        try:
            text = page.get_textpage().get_text_bounded()
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        return ""
    return tidy(text)


def tidy(text: str) -> str:
    r"""Make printed lines of what a page gives.

    Examples
    --------
    >>> tidy("\u2f00、回顾\r\n好。")
    '一、回顾\n好。'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    text = _BROKEN_HYPHEN.sub("", text)
    return _RADICAL.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)


def _illegible(text: str) -> bool:
    seen = [c for c in text if not c.isspace()]
    lost = sum(unicodedata.category(c) in ("Co", "Cn", "Cc") or c == "\ufffd" for c in seen)
    return lost * 3 > len(seen)


def _ranges(numbers: list[int]) -> str:
    """Write 1, 2, 3, 7 as '1-3, 7'."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)
