"""What stands in a figure as text: language, punctuation, line breaks."""

from __future__ import annotations

import re

from analysis.errors import InputError
from analysis.figures import fonts
from analysis.figures.palette import PT

_HAN = "\u2e80-\u2fff\u3005-\u3007\u3400-\u9fff\uf900-\ufaff"
_FULL = str.maketrans({",": "，", ";": "；", ":": "：", "?": "？", "!": "！"})
_NO_START = set("，。、；：？！”’）】》〉」』…％%,.;:?!)]}")
_NO_END = set("“‘（【《〈「『([{")


def chinese(text: str) -> str:
    """Make the punctuation beside Chinese characters full-width.

    Examples
    --------
    >>> chinese('计划段更多"建设",回顾段(n=3)更少; p < .05, n = 1,024')
    '计划段更多“建设”，回顾段（n=3）更少； p < .05, n = 1,024'
    """
    text = re.sub(rf'"([^"]*[{_HAN}][^"]*)"', r"“\1”", text)
    text = re.sub(rf"(?<=[{_HAN}”])\(([^()]*)\)", r"（\1）", text)
    text = re.sub(rf"\(([^()]*[{_HAN}][^()]*)\)", r"（\1）", text)
    return re.sub(rf"(?<=[{_HAN}”）])[,;:?!]", lambda m: m[0].translate(_FULL), text)


def english(text: str) -> str:
    """Straight quotes in an English label: in a Chinese typeface curved ones are a full em wide.

    Examples
    --------
    >>> english("the plan’s “建设” (build)")
    'the plan\\'s "建设" (build)'
    """
    return text.translate(str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"}))


def say(lang: str, zh: str, en: str) -> str:
    """Choose the text of the language, with the punctuation that belongs to it.

    Raises
    ------
    InputError
        If the language is neither ``"zh"`` nor ``"en"``.

    Examples
    --------
    >>> say("zh", "每万词", "per 10,000 tokens")
    '每万词'
    """
    if lang not in ("zh", "en"):
        raise InputError(f"no labels in the language '{lang}'", do='Use "zh" or "en".')
    return chinese(zh) if lang == "zh" else english(en)


def _units(line: str) -> list[str]:
    """Pieces between which a line may break: one Han character, or one run of anything else.

    Closing punctuation stays with what it closes, opening with what it opens, and a quotation of
    up to eight characters in one piece.
    """
    single = rf"{_HAN}\uff00-\uffef\u3000-\u303f“”‘’…—"
    pieces = re.findall(rf"\s+|“[^“”\s]{{1,8}}”|[{single}]|[^\s{single}]+", line)
    units: list[str] = []
    for piece in pieces:
        if units and (piece[0] in _NO_START or units[-1][-1] in _NO_END) and not piece.isspace():
            units[-1] += piece
        else:
            units.append(piece)
    return units


def _fill(units: list[str], limit: float) -> list[str]:
    lines, line, length = [], "", 0.0
    for unit in units:
        extent = fonts.width(unit)
        if line and length + fonts.width(unit.rstrip()) > limit:
            lines.append(line.rstrip())
            line, length = "", 0.0
            if unit.isspace():
                continue
        line, length = line + unit, length + extent
    return [*lines, line.rstrip()] if line.strip() else lines


def wrap(text: str, width_mm: float, size: float) -> str:
    """Break a text into lines no wider than a width, Chinese and English alike.

    Chinese breaks between any two characters, but no line begins with closing punctuation or
    ends with an opening one; words and numbers stay whole. Lines are evened out where the last
    one would be short.

    Parameters
    ----------
    text : str
        May hold line ends, which are kept.
    width_mm : float
        Width in millimetres.
    size : float
        Type size in points.

    Returns
    -------
    str
        The text with line ends.

    Examples
    --------
    >>> print(wrap("加快建设现代化产业体系，推动高质量发展", 35, 9))
    加快建设现代化产业体
    系，推动高质量发展
    """
    limit = width_mm * PT / size
    out = []
    for line in text.split("\n"):
        units = _units(line)
        lines = _fill(units, limit)
        if len(lines) > 1 and fonts.width(lines[-1]) < 0.5 * limit:
            tighter = limit
            while tighter > limit / 2:
                tighter -= 0.5
                closer = _fill(units, tighter)
                if len(closer) > len(lines):
                    break
                lines = closer
        out += lines or [""]
    return "\n".join(out)


def foot(lang: str, source: str, method: str = "", accuracy: str = "") -> str:
    """Compose the foot of a figure from the three things that a reader must be told.

    Examples
    --------
    >>> foot("zh", "2025年深圳市政府工作报告", "jieba 分词，去停用词")
    '来源：2025年深圳市政府工作报告。方法：jieba 分词，去停用词。'
    >>> foot("en", "Shenzhen report 2025", accuracy="F1 .93")
    'Source: Shenzhen report 2025. Accuracy: F1 .93.'
    """
    names = say(lang, "来源 方法 准确度", "Source Method Accuracy").split()
    colon, stop, between = ("：", "。", "") if lang == "zh" else (": ", ".", " ")
    given = zip(names, (source, method, accuracy), strict=True)
    return between.join(f"{name}{colon}{text.rstrip('。.')}{stop}" for name, text in given if text)


def named(word: str, lang: str, gloss=None) -> str:
    """Label of a word: the word; in English with its gloss behind it, where there is one.

    Examples
    --------
    >>> named("建设", "en", {"建设": "build"}), named("建设", "zh", {"建设": "build"})
    ('建设 build', '建设')
    """
    english_word = (gloss or {}).get(word, "") if lang == "en" else ""
    return f"{word} {english_word}".rstrip()
