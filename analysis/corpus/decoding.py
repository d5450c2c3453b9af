"""From bytes to text: which encoding a file is in, judged by what comes out of it."""

from __future__ import annotations

import re
from functools import cache

from analysis.errors import InputError

# The commonest characters of general and of policy Chinese, in both scripts. Of running text they
# are two fifths; of the same bytes read in a wrong encoding next to nothing.
_COMMON = frozenset(
    "的一是不了在有人我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学"
    "对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面"
    "公同三已老从动两长知样现分将外但身些与高意进法此实回二理美点月明其种声全工己话儿者向情部正"
    "名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关"
    "并内加化由却代军产入先山五太水万市民社展建济革务员设系级议任务区农城企投资金资安保障强推优"
    "改促健续项目达增总率稳深提制度治支持完善落服供极体环境科技创步"
    "這來國個說們為時後麼學對裡裏會過還發當開經頭見從動兩長樣現將與進實點種聲話兒問機給幾業間"
    "門東氣聽關並內產軍萬區農資強優續項達總穩體環濟務員設級議黨優頁報書記應際條傳統領導華變無"
)
# Where a common character stands is chance in a text of two words; from ten on it is not.
_ENOUGH = 0.06
_BAD = re.compile(
    r"[\ufffd\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufff0-\uffff\U000e0000-\U0010ffff]"
)
_ODD = re.compile(
    r"[\u0100-\u036f\u0530-\u1fff\u3130-\u318f\ua000-\uabff\uac00-\ud7ff\uff61-\uffdc]"
)
_WHITE = "\ufeff \t\r\n\x0b\x0c\u3000"
_NO_TEXT = "Put the report's text into it."
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
GUESSES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
LOST = "\ufffd"
_SAMPLE = 20_000  # characters by which an encoding is judged


def decode(raw: bytes, where: str = "", hint: str | None = None) -> tuple[str, str]:
    """Decode the bytes of a text file.

    Parameters
    ----------
    raw : bytes
        The whole file.
    where : str
        The file's name for the messages.
    hint : str, optional
        What the file says its encoding is (an HTML page does); taken if the result bears it out.

    Returns
    -------
    (text, encoding)
        Newlines untouched; a byte order mark stays, as one code point. A mark decides; valid
        UTF-8 is UTF-8; else that of GB18030, Big5 (with the Hong Kong characters) and UTF-16
        without mark which gives the most of the commonest characters. One byte in 500 may be
        broken: U+FFFD stands in its place, and `reading_notes` says so.

    Raises
    ------
    InputError
        An empty file, bytes in no encoding known here, NUL bytes.

    Examples
    --------
    >>> decode("深圳的工作".encode("gb18030"))
    ('深圳的工作', 'gb18030')
    """
    if not raw.strip():
        raise InputError("file is empty", where=where, do=_NO_TEXT)
    text, encoding = _decoded(raw, where, hint)
    if "\x00" in text:
        raise InputError("holds NUL bytes, so it is no text", where=where, do="Save it as UTF-8.")
    if not text.strip(_WHITE):
        raise InputError("holds no text", where=where, do=_NO_TEXT)
    return text, encoding


def _decoded(raw: bytes, where: str, hint: str | None) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            text = raw.decode(encoding, "replace")
            if _few_lost(text):
                return text, encoding
            raise InputError(f"broken {encoding.upper()}", where=where, do="Save as UTF-8.")
    strict = _strict(raw, "utf-8")
    if strict is not None and "\x00" not in strict:
        return _escaped(raw, strict)
    if hint:
        text = _lenient(raw, hint)
        if text is not None and score(text) > 2 * _ENOUGH:
            return text, hint
    found = best_guess(raw)
    if found is not None:
        return found
    if b"\x00" in raw:
        raise InputError("holds NUL bytes, so it is no text", where=where, do="Save it as UTF-8.")
    start = _first_broken(raw)
    raise InputError(
        f"neither UTF-8 nor GB18030 nor Big5 (byte 0x{raw[start]:02x})",
        where=f"{where} line {raw[:start].count(10) + 1}".strip(),
        do="Save the file as UTF-8.",
    )


def best_guess(raw: bytes) -> tuple[str, str] | None:
    """Choose the encoding by its result; None where no result looks like Chinese.

    Examples
    --------
    >>> best_guess("全市經濟工作會議在市政府召開".encode("big5"))[1]
    'big5'
    """
    best, most = None, _ENOUGH
    for encoding in GUESSES:
        if encoding.startswith("utf-16") and len(raw) % 2:
            continue
        # The beginning tells; the winner alone is decoded whole.
        text = raw[: 4 * _SAMPLE].decode(encoding, "replace")
        found = score(text)
        if found > most and _few_lost(text):
            best, most = encoding, found
    text = None if best is None else _lenient(raw, best)
    if text is None:
        return None
    if best == "big5hkscs" and _strict(raw, "big5") == text:
        best = "big5"
    return text, best


def score(text: str) -> float:
    """Share of the commonest characters among the non-ASCII ones, less five times the broken ones.

    Examples
    --------
    >>> score("的的abc"), score("的\\ue000")
    (1.0, -2.0)
    """
    text = text[:_SAMPLE]
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    common = sum(map(_COMMON.__contains__, text))
    bad = len(_BAD.findall(text)) + len(_ODD.findall(text)) / 2
    return (common - 5 * bad) / max(1, beyond)


def _few_lost(text: str) -> bool:
    lost = text.count(LOST)
    return not lost or (lost <= max(2, len(text) // 500) and lost * 10 <= len(text))


def _strict(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _lenient(raw: bytes, encoding: str) -> str | None:
    try:
        text = raw.decode(encoding, "replace")
    except LookupError:
        return None
    return text if _few_lost(text) else None


def _escaped(raw: bytes, text: str) -> tuple[str, str]:
    """Read seven-bit HZ, which is valid UTF-8 as well."""
    if b"~{" in raw and b"~}" in raw and text.isascii():
        found = _strict(raw, "hz")
        if found is not None and score(found) > 2 * _ENOUGH:
            return found, "hz"
    return text, "utf-8"


def _first_broken(raw: bytes) -> int:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def stream_encoding(path, where: str, chunk: int = 1 << 20) -> str:
    """Find the encoding of a file that is too long to be held at once.

    Returns
    -------
    str
        UTF-8 if all of it is; else judged by the first stretch with bytes beyond ASCII.
    """
    import codecs

    with open(path, "rb") as stream:
        head = stream.read(chunk)
        for mark, encoding in _MARKS:
            if head.startswith(mark):
                return encoding
        check, part, sample = codecs.getincrementaldecoder("utf-8")(), head, b""
        try:
            while part:
                if not sample and not part.isascii():
                    sample = part
                if b"\x00" in part:
                    raise UnicodeDecodeError("utf-8", b"\x00", 0, 1, "NUL")
                check.decode(part)
                part = stream.read(chunk)
            check.decode(b"", True)
            return "utf-8"
        except UnicodeDecodeError:
            sample = sample or head
    cut = sample.rfind(b"\n") + 1 or len(sample)
    sample = sample[: cut + cut % 2] if b"\x00" in sample else sample[:cut]
    return decode(sample, where)[1]


def reading_notes(text: str) -> list[tuple[str, str, str]]:
    """Say what the decoding lost.

    Returns
    -------
    list of (kind, where, text)
        Kind is `unreadable`: characters lost before or while reading, or a text that was once
        saved in the wrong encoding.

    Examples
    --------
    >>> reading_notes("第一行\\n坏\\ufffd字")[0][:2]
    ('unreadable', 'line 2')
    >>> reading_notes("好")
    []
    """
    found = [m.start() for m in _lost().finditer(text)]
    if found:
        line = text.count("\n", 0, found[0]) + 1
        said = f"{len(found)} characters are lost (broken bytes; U+FFFD or 锟斤拷 in their place)."
        return [("unreadable", f"line {line}", said)]
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    if beyond >= 200 and score(text) < _ENOUGH:
        said = "Hardly any common character: the text was once saved in a wrong encoding."
        return [("unreadable", "whole text", said)]
    return []


@cache
def _lost() -> re.Pattern:
    return re.compile(rf"{LOST}|锟斤拷")
