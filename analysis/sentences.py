"""Text to sentences: offsets, section, part, lead and role of every sentence.

A report is read as paragraphs (lines, or stretches of one line set apart by two ideographic
spaces); each paragraph gets its role from its form and its place, then is cut at 。！？.
The semicolon stays inside a sentence, as GB/T 15834-2011 has it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis import lexicons
from analysis.corpus import Document

COLUMNS = ["sent_id", "doc_id", "par_id", "section", "part", "lead", "role", "start", "end", "text"]
ROLES = (
    "title", "date", "speaker", "resolution", "address", "heading", "body", "closing", "footer",
    "annex",
)  # fmt: skip

_SPEECH = ("body", "closing", "address")

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_INDENT = re.compile(r"\u3000{2,}")
_MARK = re.compile(r"[\s\u3000\ufeff\u200b>]*(#*)[\s\u3000\ufeff\u200b]*")
_LINK = re.compile(r"\[([^\[\]]+)\]\([^()\s]+\)")
_RULE = re.compile(r"[-*_=—\s]{3,}")
_NUMERAL = "一二三四五六七八九十"
_SECTION = re.compile(rf"([{_NUMERAL}]{{1,3}})[、．.]\s*(?=\S)")
_PART = re.compile(rf"[（(]([{_NUMERAL}]{{1,3}})[）)]\s*(?=\S)")
_ENDS = re.compile(r"[。！？!?]+[”’」』）)》】]*")
_DATE = re.compile(
    r"[—\-（(\s]*(?:\d{4}|[〇○零一二三四五六七八九]{4})年"
    r"[\d〇零一二三四五六七八九十]{1,3}月[\d〇零一二三四五六七八九十]{1,3}日"
)
_ADDRESS = re.compile(r"(?:各位|同志们|代表们)[^。，；]{0,24}[：:！!]")
_DATELINE = re.compile(r"新华社.{1,12}电")
_INSIDE = set("，、；：,;:")


@dataclass(frozen=True)
class Paragraph:
    """A stretch of text with its place: line and paragraph of that line, both from 1."""

    line: int
    number: int
    start: int
    end: int
    text: str
    heading_mark: bool  # a Markdown '#' stood before it


@cache
def cues(kind: str) -> tuple[str, ...]:
    """Return the terms of one kind in seeds/structure.csv.

    Examples
    --------
    >>> "回顾" in cues("review_heading")
    True
    """
    table = lexicons.load("structure.csv", columns=("term", "kind"), unique=("term", "kind"))
    return tuple(table.loc[table["kind"] == kind, "term"])


def paragraphs(text: str, lines: Sequence[int] | None = None) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text: its lines, cut further at two ideographic spaces.

    `lines` gives for each character the line to name it by, where the text was mended.

    Examples
    --------
    >>> [p.text for p in paragraphs("# 标题\\n　　一段。　　二段。")]
    ['标题', '一段。', '二段。']
    """
    line_number, at, number = 1, 0, 0
    for match in _LINE.finditer(text):
        gap = text[at : match.start()]
        at = match.end()
        before = line_number
        if lines is None:
            line_number += gap.count("\n") + gap.count("\r") - gap.count("\r\n")
            line_number += gap.count("\u2028") + gap.count("\u2029")
        else:
            line_number = int(lines[match.start()])
        number = number if line_number == before else 0
        cuts = [match.start(), *(m.end() for m in _INDENT.finditer(match.group()))]
        cuts = [match.start()] + [match.start() + c for c in cuts[1:]] + [match.end()]
        for left, right in itertools.pairwise(cuts):
            mark = _MARK.match(text, left, right)
            start = mark.end()
            end = start + len(text[start:right].rstrip(" \t\u3000\u200b\xa0\ufeff"))
            if end > start:
                number += 1
                yield Paragraph(
                    line_number, number, start, end, text[start:end], bool(mark.group(1))
                )


def cut(text: str) -> list[tuple[int, int]]:
    """Cut a paragraph into sentences at 。！？, closing quotes and brackets included.

    Parameters
    ----------
    text : str
        One paragraph.

    Returns
    -------
    list of (start, end)
        Offsets into `text`, white space at the edges left out.

    Examples
    --------
    >>> s = "要“冲！”，再冲。好！"
    >>> [s[a:b] for a, b in cut(s)]
    ['要“冲！”，再冲。', '好！']
    """
    spans, left = [], 0
    for match in _ENDS.finditer(text):
        after = text[match.end() : match.end() + 1]
        ascii_mark = match.group()[0] in "!?"
        if after in _INSIDE and after:
            continue
        if ascii_mark and not (match.start() and ord(text[match.start() - 1]) > 0x2E7F):
            continue
        spans.append((left, match.end()))
        left = match.end()
    spans.append((left, len(text)))
    trimmed = []
    for start, end in spans:
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        if end > start:
            trimmed.append((start, end))
    return trimmed


def ordinal(numeral: str) -> int:
    """Read 一 to 九十九 as a number.

    Examples
    --------
    >>> ordinal("十二"), ordinal("三十")
    (12, 30)
    """
    tens, ten, ones = numeral.rpartition("十")
    value = _NUMERAL.find(ones) + 1 if ones else 0
    if ten:
        value += 10 * (_NUMERAL.find(tens) + 1 if tens else 1)
    return value


def of(document: Document) -> pd.DataFrame:
    """Split a document, with the lines of the text as received in its ids; see `split`."""
    return split(document.text, document.doc_id, document.lines())


def split(text: str, doc_id: str, lines: Sequence[int] | None = None) -> pd.DataFrame:
    """Split a document into sentences.

    Parameters
    ----------
    text : str
        The document, newlines untouched.
    doc_id : str
        Goes before every id.
    lines : sequence of int, optional
        For each character the number of its line, where they are not those of `text` itself.

    Returns
    -------
    DataFrame
        One row a sentence in the order of the text: sent_id (`doc:LINE.NUMBER`), doc_id, par_id,
        section (`一`), part (`（一）`), lead (the heading sentence it stands under), role, start,
        end (code points, end exclusive), text. ``text[start:end]`` equals the stored text.

    Examples
    --------
    >>> table = split("一、去年工作回顾\\n（一）稳增长。用心惠企。新增企业9家。", "toy")
    >>> table[["sent_id", "part", "lead", "role", "text"]].values.tolist()[-1]
    ['toy:0002.0003', '（一）', '用心惠企。', 'body', '新增企业9家。']
    """
    rows: list[dict] = []
    reader = _Reader()
    pieces = list(paragraphs(text, lines))
    tail = _tail(pieces)
    line, in_line = 0, 0
    for index, paragraph in enumerate(pieces):
        if paragraph.line != line:
            line, in_line = paragraph.line, 0
        par_id = f"{doc_id}:{paragraph.line:04d}"
        if paragraph.number > 1:
            par_id += f"-{paragraph.number:04d}"
        role, spans = reader.read(paragraph, in_tail=index >= tail)
        placed = role not in ("footer", "annex", "title")
        for position, (start, end) in enumerate(spans):
            in_line += 1
            sentence = text[start:end]
            own = role
            if role == "part":  # the part heading opens its paragraph
                own = "heading" if position == 0 else "body"
            elif role == "body" and _ADDRESS.fullmatch(sentence):
                own = "address"
            rows.append(
                {
                    "sent_id": f"{doc_id}:{paragraph.line:04d}.{in_line:04d}",
                    "doc_id": doc_id,
                    "par_id": par_id,
                    "section": reader.section if placed else "",
                    "part": reader.part if placed else "",
                    "lead": "",
                    "role": own,
                    "start": start,
                    "end": end,
                    "text": sentence,
                }
            )
    _clear_after_last_part(rows)
    _mark_closing(rows)
    for row, lead in zip(rows, _leads(rows), strict=True):
        row["lead"] = lead
    return pd.DataFrame(rows, columns=COLUMNS).astype({"start": int, "end": int})


class _Reader:
    """Reads paragraphs in order and remembers where in the document it is."""

    def __init__(self):
        self.state = "front"  # front, resolution, body, annex
        self.section = ""
        self.part = ""
        self._section_number = 0
        self._part_number = 0

    def read(self, paragraph: Paragraph, in_tail: bool) -> tuple[str, list[tuple[int, int]]]:
        text, start = paragraph.text, paragraph.start
        whole = [(start, paragraph.end)]
        if in_tail or self._is_furniture(text):
            return ("footer", [] if _RULE.fullmatch(text) else whole)
        link = _LINK.fullmatch(text)
        if link:
            text = link.group(1)
            whole = [(start + 1, start + 1 + len(text))]
        if self.state == "annex":
            return "annex", self._sentences(paragraph)
        front = self._front(text, paragraph.heading_mark or bool(link))
        if front:
            return front, whole
        if link:
            return "footer", [(start, paragraph.end)]
        if self.state == "resolution":
            return "resolution", self._sentences(paragraph)
        section = self._section(text)
        if section:
            self.state, self.section, self.part = "body", section, ""
            self._part_number = 0
            return "heading", whole
        part = _PART.match(text)
        if part and ordinal(part.group(1)) in (1, self._part_number + 1):
            self.state, self._part_number = "body", ordinal(part.group(1))
            self.part = f"（{part.group(1)}）"
            spans = self._sentences(paragraph)
            return ("part" if len(spans) > 1 else "heading"), spans
        if self.state == "body" and text.startswith(cues("annex")) and len(text) < 40:
            self.state, self.section, self.part = "annex", "", ""
            return "annex", whole
        if paragraph.heading_mark:
            return "heading", whole
        if _ADDRESS.fullmatch(text):
            self.state = "body"
            return "address", whole
        self.state = "body"
        return "body", self._sentences(paragraph)

    @staticmethod
    def _sentences(paragraph: Paragraph) -> list[tuple[int, int]]:
        return [(paragraph.start + a, paragraph.start + b) for a, b in cut(paragraph.text)]

    @staticmethod
    def _is_furniture(text: str) -> bool:
        if _RULE.fullmatch(text):
            return True
        if len(text) < 60 and "。" not in text and text.startswith(cues("furniture_line")):
            return True
        return bool(_DATELINE.fullmatch(text)) or text.startswith(("URL:", "http://", "https://"))

    def _front(self, text: str, marked: bool) -> str:
        """Title, date, speaker, and the resolution printed before or after the report."""
        short = len(text) <= 80 and not text.endswith(("。", "；"))
        if not short or _SECTION.match(text):
            return ""
        if any(cue in text for cue in cues("resolution")) and (marked or self.state == "front"):
            self.state = "resolution"
            return "resolution"
        if any(cue in text for cue in cues("title")) and len(text) <= 40 and "，" not in text:
            if self.state in ("front", "resolution") or marked:
                self.state = "front"
                return "title"
            return ""
        if self.state == "resolution" and text.startswith(("——", "—")) and _DATE.match(text):
            self.state = "front"
        if self.state != "front":
            return ""
        if _DATE.match(text):
            return "date"
        if len(text) <= 30 and any(cue in text for cue in cues("speaker_title")):
            return "speaker" if "：" not in text and "，" not in text else ""
        return ""

    def _section(self, text: str) -> str:
        match = _SECTION.match(text)
        if not match or len(text) > 60 or "。" in text.rstrip("。") or text.endswith("；"):
            return ""
        number = ordinal(match.group(1))
        if number not in (1, self._section_number + 1):
            return ""
        self._section_number = number
        return match.group(1)


def _tail(pieces: list[Paragraph]) -> int:
    """Index of the first paragraph of a licence box at the end of the file."""
    first = max(0, len(pieces) - 40)
    for index in range(first, len(pieces)):
        text = pieces[index].text
        if len(text) < 120 and any(cue in text for cue in cues("furniture_tail")):
            # The box may be broken over lines: take the scraps above it too.
            while index and len(pieces[index - 1].text) < 40:
                if pieces[index - 1].text[-1] in "。！？：":
                    break
                index -= 1
            return index
    return len(pieces)


def _clear_after_last_part(rows: list[dict]) -> None:
    """Where each part is one paragraph, what follows the last of them stands in no part."""
    by_section: dict[str, dict[str, list[str]]] = {}
    inline: dict[str, bool] = {}
    for row in rows:
        if row["part"]:
            pars = by_section.setdefault(row["section"], {}).setdefault(row["part"], [])
            if row["par_id"] not in pars:
                pars.append(row["par_id"])
            if row["role"] == "heading":
                inline[row["par_id"]] = False
            elif row["par_id"] in inline:
                inline[row["par_id"]] = True
    for parts in by_section.values():
        *firsts, last = parts.values()
        if firsts and all(len(pars) == 1 and inline[pars[0]] for pars in firsts):
            extra = set(last[1:])
            for row in rows:
                if row["par_id"] in extra:
                    row["part"] = ""


def _mark_closing(rows: list[dict]) -> None:
    """The last appeal to the house, to the end of the speech, is its closing."""
    headings = [i for i, row in enumerate(rows) if row["role"] == "heading"]
    first = headings[-1] + 1 if headings else 0
    after = [i for i in range(first, len(rows)) if rows[i]["role"] in ("body", "address")]
    starts = [i for i in after if _ADDRESS.match(rows[i]["text"])]
    starts = starts or [i for i in after if "让我们" in rows[i]["text"]]
    # A paragraph of its own, and short: an appeal in mid-speech is no closing.
    if not starts or not starts[-1] or rows[starts[-1]]["par_id"] == rows[starts[-1] - 1]["par_id"]:
        return
    closing = [i for i in after if i >= starts[-1]]
    if sum(len(rows[i]["text"]) for i in closing) < 1500:
        for i in closing:
            rows[i].update(role="closing", section="", part="")


def _heading_like(sentence: str) -> bool:
    inner = sentence.rstrip("。")
    return (
        3 <= len(inner) <= 40
        and sentence.endswith("。")
        and inner.count("，") <= 1
        and not any(c.isdigit() for c in inner)
        and "；" not in inner
        and not inner.startswith(cues("not_lead"))
    )


def _lead_rows(rows: list[dict]) -> dict[int, bool]:
    """Rows that open a block, and whether they are its lead sentence (else it has none)."""
    opening: dict[int, bool] = {}
    pars: dict[str, list[int]] = {}
    opened_by_heading = set()
    for index, row in enumerate(rows):
        if row["role"] in _SPEECH:
            pars.setdefault(row["par_id"], []).append(index)
        elif row["role"] == "heading":
            opened_by_heading.add(row["par_id"])
    for par_id, inside in pars.items():
        if par_id in opened_by_heading:
            opening.update(dict.fromkeys(_inner_leads(inside, rows), True))
        else:
            first = rows[inside[0]]
            sentence = first["text"].lstrip("—")
            lead = len(inside) > 1 and first["role"] == "body" and _heading_like(sentence)
            opening[inside[0]] = lead
    return opening


def _inner_leads(inside: list[int], rows: list[dict]) -> list[int]:
    """Leads inside a paragraph: short sentences of one build that report no event."""
    candidates = []
    for index in inside[:-1]:
        sentence = rows[index]["text"]
        plain = (
            len(sentence) <= 22
            and "，" not in sentence
            and "《" not in sentence
            and not any(event in sentence for event in cues("event"))
        )
        if (plain or index == inside[0]) and _heading_like(sentence):
            candidates.append((index, sentence.startswith(cues("action_verb"))))
    majority = sum(verb for _, verb in candidates) * 2 > len(candidates)
    leads = [index for index, verb in candidates if verb == majority or index == inside[0]]
    return leads or inside[:1]


def _leads(rows: list[dict]) -> list[str]:
    opening = _lead_rows(rows)
    leads, lead, place = [], "", None
    for index, row in enumerate(rows):
        if (row["par_id"], row["part"]) != place or row["role"] not in _SPEECH:
            lead, place = "", (row["par_id"], row["part"])
        if index in opening:
            lead = row["text"] if opening[index] else ""
        leads.append(lead)
    return leads


def blocks(sentences: pd.DataFrame) -> pd.Series:
    """Name the block of each sentence: a lead sentence and the text up to the next lead.

    Parameters
    ----------
    sentences : DataFrame
        As `split` returns it.

    Returns
    -------
    Series of str
        Aligned to `sentences`; the id of the block's first sentence, "" outside the speech's
        body and closing.

    Examples
    --------
    >>> table = split("一、去年工作回顾\\n（一）稳增长。用心惠企。新增企业9家。", "toy")
    >>> blocks(table).tolist()
    ['', '', 'toy:0002.0002', 'toy:0002.0002']
    """
    rows = sentences[["sent_id", "par_id", "role", "text"]].to_dict("records")
    opening = _lead_rows(rows)
    names, block = [], ""
    for index, row in enumerate(rows):
        block = row["sent_id"] if index in opening else block
        names.append(block if row["role"] in _SPEECH else "")
    return pd.Series(names, index=sentences.index, name="block", dtype=object)


def zones(sentences: pd.DataFrame) -> pd.Series:
    """Say for each sentence whether it stands in the resolution, the review or the plan.

    The review is the part of a report that looks back (`2024年工作回顾`), the plan all sections
    from the first one that looks ahead. Cues stand in seeds/structure.csv; a heading that names
    a year before the report's own counts as review.

    Returns
    -------
    Series of str
        Aligned to `sentences`: "resolution", "review", "plan", or "" (front matter, closing,
        and the whole text where no heading tells).

    Examples
    --------
    >>> zones(split("一、2024年工作回顾\\n好。\\n二、2025年工作安排\\n更好。", "toy")).tolist()
    ['review', 'review', 'plan', 'plan']
    """
    zone = pd.Series("", index=sentences.index, name="zone", dtype=object)
    zone[sentences["role"] == "resolution"] = "resolution"
    speech = sentences["role"].isin(["heading", "body", "address"])
    for _, rows in sentences[speech].groupby("doc_id", sort=False):
        change = rows["section"].ne(rows["section"].shift())
        current = ""
        for _, section in rows.groupby(change.cumsum(), sort=False):
            if not section["section"].iloc[0]:
                continue
            first = section.iloc[0]
            current = _zone_of(first["text"] if first["role"] == "heading" else "", current)
            zone[section.index] = current
    return zone


def _zone_of(heading: str, current: str) -> str:
    looks_back = any(cue in heading for cue in cues("review_heading"))
    looks_ahead = any(cue in heading for cue in cues("plan_heading"))
    if looks_back and not (looks_ahead and current):
        return "review"
    if looks_ahead or current:
        return "plan"
    return ""
