"""What a paragraph is by its own form: a date, a page number, a caption, a line of a web page."""

from __future__ import annotations

import re
from functools import cache

from analysis.corpus.view_edits import cues
from analysis.corpus.view_lines import is_page_line

NUMERAL = "一二三四五六七八九十"
SECTION = re.compile(
    rf"([{NUMERAL}]{{1,3}})[、．.]\s*(?=\S)|第([{NUMERAL}]{{1,2}})部分[、：:\s]*(?=\S)"
)
PART = re.compile(rf"[（(]([{NUMERAL}]{{1,3}})[）)]\s*(?=\S)")
_HOUSE = r"(?:各位[^。，；！!：:]{0,20}|同志们|代表们|朋友们)"
ADDRESS = re.compile(
    rf"(?:尊敬的|主席团[、，]|主席[、，]|主任[、，])*{_HOUSE}(?:[，、]\s*{_HOUSE})*\s*[：:！!]"
)
MINOR = re.compile(r"\d{1,2}[.．、](?!\d)\s*\S{3,40}")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
OPENING = re.compile(
    r"(?:尊敬的|主席团[、，]|主席[、，]|主任[、，])*(?:各位代表|各位委员|同志们)[^。；]{0,24}[：:，,]"
)
LINK = re.compile(r"\[([^\[\]]+)\]\([^()\s]+\)")
RULE = re.compile(r"[-*_=—·.\s]{3,}")

NAMES_TIME = re.compile(
    r"(?:\d{4}年|过去[一五]年|今年|去年|[一五]年来|今后[一五]年|未来[一五]年|本届|“[一二三四五六七八九十]+五”)"
)
_DIGITS = r"(?:\d{4}|[〇○零一二三四五六七八九]{4})"
_FEW = r"\s*[\d〇零一二三四五六七八九十]{1,3}\s*"
_DAY = rf"{_DIGITS}\s*年{_FEW}月{_FEW}日"
DATE = re.compile(rf"[—\-（(\s]*(?:{_DAY}|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}})")
_OCCASION = re.compile(r"[—\-（(\s]*在[^。，；]{2,50}(?:会议|大会|全会)上?[）)]?")
_NAME = re.compile(r"[\u4e00-\u9fff](?:[\s\u3000]*[\u4e00-\u9fff·]){1,3}")
_LONG_NAME = re.compile(r"[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff·]{1,12}")
_NOT_NAMES = (
    "目录",
    "全文",
    "摘要",
    "正文",
    "首页",
    "封面",
    "前言",
    "简版",
    "公报",
    "政府",
    "会议",
)

_PAGE = re.compile(
    r"[-—–－―·•]*\s*\d{1,4}\s*[-—–－―·•]*|第\s*\d{1,4}\s*页.{0,12}|共\s*\d{1,4}\s*页.{0,12}"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}|[Pp]age\s*\d{1,4}.{0,12}"
)
_DATELINE = re.compile(
    r"[（(【]?(?:据)?新华(?:社|网).{1,14}电[）)】]?|[（(].{2,12}社.{1,12}电[）)]"
)
_STAMP = re.compile(
    r"[\[【（(]?\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?[\]】）)]?\s+\d{1,2}:\d{2}"
    r"|.*(?:^|[\s\u3000\]】])来源\s*[：:]"
)
_OVER = re.compile(r"[（(【]?(?:全文)?完[)）】]?|中国政府网|新华网|人民网|央视网")
_NEWSPAPER = re.compile(
    r"《\s*[\u4e00-\u9fff]{2,8}(?:日报|晚报|时报)\s*》?\s*[（(]?.{0,24}版?\s*[）)]?"
)
_CAPTION = re.compile(
    r"(?:记者|通讯员|摄影)[\s\u3000:：]*[\u4e00-\u9fff\s\u3000·]{2,16}摄(?:影)?[）)]?。?$"
    r"|（[\u4e00-\u9fff\s]{2,8}摄）$"
)
_LEAD_IN = re.compile(
    r"(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日|日前|近日|昨日|今天)[^。]{0,60}"
    r"(?:作|做|所作)(?:了)?(?:《)?政府工作(?:的)?报告|.{0,80}(?:作|做)(?:《)?政府工作报告(?:》)?[。！]?$"
)
# A photo's caption in mid-speech: who gave the report, and when.
_DELIVERY = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日，.{4,60}(?:会议|大会|人大).{0,40}(?:作|做)(?:《)?政府工作报告》?[。）]?$"
)
_ENTRY = re.compile(r".{2,60}?[.…·\s]{3,}\s*[（(]?\d{1,3}[）)]?$")  # a line of a table of contents
_DEFINITION = re.compile(
    rf"(?:注释?)?[\[（(【〔]?(?:\d{{1,3}}|[①-⑳]|[{NUMERAL}]{{1,3}})[\]）)】〕]?[.．、:：\s]*"
    r"[“\"《‘]?[^。，：:；]{1,40}[”\"》’]?(?:（[^）]{1,40}）)?(?:[：:—－-]{1,2}|是指|指的是|，?指)"
)
_LEAVE_OUT = "[【（(〖「<《•·|*◆■▲※>]　 \t"


@cache
def _starts(kind: str) -> re.Pattern:
    return re.compile("|".join(map(re.escape, sorted(cues(kind), key=len, reverse=True))))


def is_furniture(text: str) -> bool:
    """Whether a paragraph belongs to the page, not to the text: navigation, source, page number.

    Examples
    --------
    >>> [is_furniture(t) for t in ("来源：新华社", "- 3 -", "各位代表：", "增长8%。")]
    [True, True, False, False]
    """
    if text.startswith(("URL:", "http://", "https://", "www.")):
        return True
    if len(text) > 120:
        return False
    if RULE.fullmatch(text) or _PAGE.fullmatch(text) or _OVER.fullmatch(text):
        return True
    closed = text[-1] in "。！？；" and len(text) > 24
    if not closed and is_page_line(text):
        return True
    if not closed and (_starts("furniture_part").search(text) or _STAMP.match(text)):
        return True
    if len(text) <= 40 and (_DATELINE.fullmatch(text) or _NEWSPAPER.fullmatch(text)):
        return True
    return bool(_CAPTION.search(text) or _DELIVERY.match(text))


def heads_links(text: str) -> bool:
    """Whether a line of furniture heads a list of other texts.

    Examples
    --------
    >>> heads_links("【相关报道】"), heads_links("来源：新华社")
    (True, False)
    """
    return bool(_starts("furniture_rest").match(text.lstrip(_LEAVE_OUT)))


def is_lead_in(text: str) -> bool:
    """Whether a paragraph before the speech tells of its delivery, or is a photo's caption.

    Examples
    --------
    >>> is_lead_in("3月5日，总理在会上作政府工作报告。"), is_lead_in("现在，我代表国务院作报告。")
    (True, False)
    """
    return len(text) < 200 and bool(_LEAD_IN.match(text) or _CAPTION.search(text))


def is_date(text: str) -> bool:
    """Whether a line gives the day or the occasion of the report.

    Examples
    --------
    >>> is_date("（2025年1月10日在第三次会议上）"), is_date("——在第三次会议上")
    (True, True)
    """
    return bool(DATE.match(text) or _OCCASION.fullmatch(text))


def is_speaker(text: str) -> bool:
    """Whether a short line names an office, with or without who holds it.

    Examples
    --------
    >>> is_speaker("市长 张 三"), is_speaker("代市长：李四"), is_speaker("县长王五说，好")
    (True, True, False)
    """
    if len(text) > 32 or "，" in text or not _starts("speaker_title").search(text):
        return False
    head, colon, _ = text.partition("：" if "：" in text else ":")
    return not colon or head.endswith((*cues("speaker_title"), "报告人", "作者"))


def is_name(text: str) -> bool:
    """Whether a line is a person's name and nothing else (by its length only).

    Examples
    --------
    >>> is_name("李　克强"), is_name("目录")
    (True, False)
    """
    bare = re.sub(r"[\s\u3000]", "", text)
    if any(word in bare for word in _NOT_NAMES):
        return False
    return bool(_NAME.fullmatch(text) and len(bare) <= 4) or bool(_LONG_NAME.fullmatch(bare))


def is_title(text: str) -> bool:
    """Whether a line is a report's title.

    Examples
    --------
    >>> is_title("2025年深圳市政府工作报告（摘要）"), is_title("李克强作政府工作报告")
    (True, False)
    """
    if len(text) > 60 or "，" in text or not _starts("title").search(text):
        return False
    return not _starts("not_title").search(text)


def is_other_title(text: str) -> bool:
    """Whether a line is the title of a report on a plan or a budget.

    Examples
    --------
    >>> is_other_title("关于2023年国民经济和社会发展计划执行情况的报告")
    True
    """
    ends = ("报告", "草案", "草案）", "草案)", "的说明", "的通知", "方案")
    return text.startswith("关于") and len(text) <= 80 and text.endswith(ends)


def is_contents(text: str) -> bool:
    """Whether a line is one of a table of contents.

    Examples
    --------
    >>> is_contents("一、2024年工作回顾……………1"), is_contents("目　录")
    (True, True)
    """
    return re.sub(r"\s", "", text) in ("目录", "目次") or bool(_ENTRY.fullmatch(text))


def is_definition(text: str) -> bool:
    """Whether a paragraph is an entry of a glossary: a number, a term, what it means.

    Examples
    --------
    >>> is_definition("1.“三网”融合：是指电信网、广播电视网和互联网融合发展。")
    True
    """
    return bool(_DEFINITION.match(text))


def opens_annex(text: str) -> bool:
    """Whether a line heads a glossary, notes or an annex.

    Examples
    --------
    >>> opens_annex("附件：名词解释"), opens_annex("《政府工作报告》有关名词解释")
    (True, True)
    """
    if len(text) >= 45 or "。" in text:
        return False
    bare = text.lstrip(_LEAVE_OUT)
    return bool(_starts("annex").match(bare) or _starts("annex_part").search(text))


def is_note(text: str) -> bool:
    """Whether a paragraph is a note that names itself.

    Examples
    --------
    >>> is_note("注：“两重”即重大战略和安全能力。"), is_note("注重实效。")
    (True, False)
    """
    match = _starts("annex").match(text)
    return bool(match) and "：" in text[: match.end() + 1].replace(":", "：")
