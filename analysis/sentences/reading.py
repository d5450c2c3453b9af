"""Paragraph by paragraph: which role each has, and in which section and part it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from analysis.corpus.view_edits import cues
from analysis.sentences import forms
from analysis.sentences.pieces import Paragraph, cut, numeral, ordinal

_MARKED = frozenset(
    "一二三四五六七八九十（(第[*各同代朋尊主hHwU#"
)  # what a longer paragraph may open with
_MOST = 2000  # headings looked back at: more are no report's
_LOOKS = ("review_heading", "plan_heading")

Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Outline:
    """What has to be known of a whole text before its first paragraph can be read.

    Attributes
    ----------
    speech : int
        Index of the paragraph that opens the speech (各位代表：), -1 where none does.
    tail : int
        Index of the first paragraph of a licence box at the end.
    annex : int
        Index of the first paragraph behind the speech that opens a glossary or an annex.
    sections : tuple of (index, number)
        Paragraphs that look like section headings.
    plain : frozenset of int
        Headings without a number.
    minor : frozenset of int
        Headings of the third rank (`1.扩大内需`): lines of their own over running text.
    numbered : bool
        Whether the text has headings with one.
    last : int
        Index of the last paragraph that addresses the house or appeals to it, -1 for none.
    """

    speech: int
    tail: int
    annex: int
    sections: tuple[tuple[int, int], ...]
    plain: frozenset[int]
    minor: frozenset[int]
    numbered: bool
    last: int


def outline(pieces: list[Paragraph]) -> Outline:
    """Look over the paragraphs of a text."""
    tail = _tail(pieces)
    speech = _speech(pieces)
    sections = [
        (index, ordinal(match.group(1) or match.group(2)))
        for index, piece in enumerate(pieces)
        if len(piece.text) <= 60 and (match := forms.SECTION.match(piece.text))
    ]
    numbered = [index for index, _ in sections if index > speech]
    plain = _plain(pieces, max(speech, 0), tail, len(numbered) >= 2)
    behind = max((i for i, _ in sections), default=0)
    annex = _annex(pieces, tail, max(speech, 0), behind)
    appeals = (i for i in range(min(tail, annex) - 1, -1, -1) if _appeals(pieces[i].text))
    last = next(appeals, -1)
    sections, plain = tuple(sections[:_MOST]), frozenset(plain)
    minor = _minor(pieces, max(speech, 0), min(annex, tail))
    return Outline(speech, tail, annex, sections, plain, minor, len(numbered) >= 2, last)


def _minor(pieces: list[Paragraph], start: int, end: int) -> frozenset[int]:
    """Numbered lines without an end mark, each over a paragraph with one."""
    found = frozenset(
        index
        for index in range(start, end - 1)
        if len(pieces[index].text) <= 44
        and forms.MINOR.fullmatch(pieces[index].text)
        and pieces[index].text[-1] not in "。；！？：，;,"
        and pieces[index + 1].text[-1] in "。；！"
        and not forms.MINOR.match(pieces[index + 1].text)
    )
    return found if len(found) >= 2 else frozenset()


def _speech(pieces: list[Paragraph]) -> int:
    """The first address to the house, if what stands before it can be front matter."""
    total = sum(len(piece.text) for piece in pieces)
    before = 0
    for index, piece in enumerate(pieces[:120]):
        if forms.OPENING.match(piece.text):
            return index
        if forms.ADDRESS.fullmatch(piece.text) and before < 600:
            return index
        before += len(piece.text)
        if before > max(600, 0.15 * total) or before > 5000:
            return -1
    return -1


def _tail(pieces: list[Paragraph]) -> int:
    """Index of the first paragraph of a licence box at the end of the file."""
    first = max(0, len(pieces) - 40)
    for index in range(first, len(pieces)):
        text = pieces[index].text
        if len(text) < 120 and any(cue in text for cue in cues("furniture_tail")):
            # The box may be broken over lines: take the scraps above it too.
            while index and len(pieces[index - 1].text) < 40:
                if pieces[index - 1].text[-1] in "。！？：!?":
                    break
                index -= 1
            return index
    return len(pieces)


def _plain(pieces: list[Paragraph], start: int, end: int, numbered: bool) -> list[int]:
    """Short lines without a number that name the review or the plan.

    Beside numbered headings only those count that name a time too (`2024年工作安排`).
    """
    found = []
    for index in range(start, end):
        text = pieces[index].text
        if (
            4 <= len(text) <= 30
            and text[-1] not in "。！？；：，!?;:,"
            and "，" not in text
            and (not numbered or forms.NAMES_TIME.match(text))
            and not forms.SECTION.match(text)
            and not forms.PART.match(text)
            and not forms.is_title(text)
            and not forms.is_furniture(text)
            and any(cue in text for kind in _LOOKS for cue in cues(kind))
        ):
            found.append(index)
    return found if len(found) <= 12 else []


def _annex(pieces: list[Paragraph], tail: int, speech: int, last: int) -> int:
    """Index of the paragraph that opens the annex: behind the last section heading."""
    appeal = next((i for i in range(tail - 1, last - 1, -1) if _appeals(pieces[i].text)), -1)
    for index in range(max(speech, last, appeal) + 1, tail):
        text = pieces[index].text
        if forms.opens_annex(text) or (appeal >= 0 and forms.is_note(text)):
            return index
        if index > speech + 1 and forms.is_definition(text) and _closes(pieces[index - 1].text):
            follow = pieces[index + 1 : index + 4]
            if sum(forms.is_definition(piece.text) for piece in follow) >= min(2, len(follow)):
                return index
    return len(pieces)


def _closes(text: str) -> bool:
    """Whether a paragraph can be the last of a speech."""
    return text[-1] in "！!" or (text[-1] == "。" and bool(_closing().search(text)))


@cache
def _closing() -> re.Pattern:
    return re.compile("|".join(map(re.escape, cues("closing"))))


def _appeals(text: str) -> bool:
    return _closes(text) and (bool(forms.ADDRESS.match(text)) or bool(_closing().search(text)))


class Reader:
    """Reads paragraphs in order and remembers where in the document it is."""

    def __init__(self, pieces: list[Paragraph]):
        self.outline = outline(pieces)
        self.state = "front"  # front, resolution, body, annex
        self.section = ""
        self.part = ""
        self._section_number = 0
        self._heading = ""
        self._part_number = 0
        self._part_text = ""
        self._named = False  # a title or a speaker's office stood before
        self._tail_furniture = False

    def read(self, index: int, paragraph: Paragraph) -> tuple[str, Spans]:
        """Return the role of a paragraph and the spans of its sentences.

        The roles `part` and `section` stand for a heading that opens its paragraph.
        """
        text, start = paragraph.text, paragraph.start
        plain = len(text) > 120 and text[0] not in _MARKED and not paragraph.heading_mark
        if plain and self._in_speech(index):
            return "body", self._sentences(paragraph)  # most of a report: nothing to look for
        whole = [(start, paragraph.end)]
        if index >= self.outline.tail:
            return "footer", ([] if forms.RULE.fullmatch(text) else whole)
        if forms.is_furniture(text):
            if index > self.outline.last >= 0 and forms.heads_links(text):
                self._tail_furniture = True
            return "footer", ([] if forms.RULE.fullmatch(text) else whole)
        link = forms.LINK.fullmatch(text)
        if link:
            text = link.group(1)
            whole = [(start + 1, start + 1 + len(text))]
        bold = forms.BOLD.fullmatch(text)
        if bold:
            text = bold.group(1)
            paragraph = replace(paragraph, start=start + 2, end=start + 2 + len(text), text=text)
            whole = [(paragraph.start, paragraph.end)]
        if index >= self.outline.annex and self._tail_furniture:
            return "footer", self._sentences(paragraph)
        if index >= self.outline.annex:
            self.state, self.section, self.part = "annex", "", ""
            opens = index == self.outline.annex and len(text) < 45
            return "annex", (whole if opens else self._sentences(paragraph))
        front = self._front(index, text, paragraph.heading_mark or bool(link))
        if front:
            return front, whole
        if link:
            return "footer", [(start, paragraph.end)]
        if index < self.outline.speech and self.state == "front":
            return "footer", self._sentences(paragraph)
        if self.state == "resolution" and index != self.outline.speech:
            return "resolution", self._sentences(paragraph)
        if self._tail_furniture and self._is_scrap(index, text):
            return "footer", self._sentences(paragraph)
        return self._body(index, paragraph, whole)

    def _in_speech(self, index: int) -> bool:
        return (
            self.state == "body"
            and index < self.outline.tail
            and index < self.outline.annex
            and not self._tail_furniture
        )

    def _body(self, index: int, paragraph: Paragraph, whole: Spans) -> tuple[str, Spans]:
        text = paragraph.text
        section = self._section(index, text)
        if section == "heading":
            return "heading", whole
        if section == "opens":
            return "section", self._sentences(paragraph)
        part = forms.PART.match(text)
        if part and self._is_next_part(ordinal(part.group(1)), text):
            self.state, self._part_number = "body", ordinal(part.group(1))
            self.part, self._part_text = f"（{part.group(1)}）", text
            spans = self._sentences(paragraph)
            return ("part" if len(spans) > 1 else "heading"), spans
        if paragraph.heading_mark or index in self.outline.minor:
            return "heading", whole
        if forms.ADDRESS.fullmatch(text):
            self.state = "body"
            return "address", whole
        self.state = "body"
        return "body", self._sentences(paragraph)

    @staticmethod
    def _sentences(paragraph: Paragraph) -> Spans:
        return [(paragraph.start + a, paragraph.start + b) for a, b in cut(paragraph.text)]

    def _is_scrap(self, index: int, text: str) -> bool:
        """Behind the links at the end of a page: another text's title or news."""
        return not any(i >= index for i, _ in self.outline.sections) and not forms.PART.match(text)

    def _front(self, index: int, text: str, marked: bool) -> str:
        """Title, date, speaker, and the resolution printed before or after the report."""
        before = index < self.outline.speech
        if self.state == "front" and (before or self.outline.speech < 0) and forms.is_lead_in(text):
            return "footer"
        if len(text) > 80 or text.endswith(("。", "；")):
            return ""
        match = forms.SECTION.match(text)
        if match:
            return "footer" if before and self.state == "front" else ""
        behind = index > self.outline.last >= 0 and text.endswith("决议")
        free = marked or behind or self.state == "front"
        if free and any(cue in text for cue in cues("resolution")):
            self.state = "resolution"
            return "resolution"
        if self.state == "front" and forms.is_other_title(text):
            self._named = True
            return "title"
        if forms.is_title(text):
            if self.state in ("front", "resolution") or marked:
                self.state, self._named = "front", True
                return "title"
            # A running head: the title once more, in the middle of the speech.
            return "footer" if text.endswith("报告") else ""
        if self.state == "resolution" and text.startswith(("——", "—")) and forms.is_date(text):
            self.state = "front"
        if self.state != "front":
            return ""
        if forms.is_date(text):
            return "date"
        if forms.is_speaker(text):
            self._named = True
            return "speaker"
        if before and self._named and forms.is_name(text):
            return "speaker"
        return "footer" if forms.is_contents(text) else ""

    def _section(self, index: int, text: str) -> str:
        """Whether a paragraph is a section heading, opens with one, or is none."""
        if index in self.outline.plain:
            if self.outline.numbered:  # the numbers belong to the headings below it
                self._section_number = 0
                return self._open(text, "")
            self._section_number += 1
            return self._open(text, numeral(self._section_number))
        match = forms.SECTION.match(text)
        if not match:
            return ""
        key = match.group(1) or match.group(2)
        number = ordinal(key)
        first = text.find("。")
        alone = len(text) <= 60 and first in (-1, len(text) - 1) and not text.endswith("；")
        if alone:
            again = number == self._section_number and text == self._heading
            if number in (1, self._section_number + 1) or again or self._skips(index, number):
                self._section_number = number
                return self._open(text, key)
            return ""
        if len(text) > 60 and number == self._section_number + 1 and 0 < first <= 60:
            follows = any(i > index and n == number + 1 for i, n in self.outline.sections)
            known = any(
                c in text[:first] for k in ("review_heading", "plan_heading") for c in cues(k)
            )
            if known or follows:
                self._section_number = number
                self._open(text[: first + 1], key)
                return "opens"
        return ""

    def _open(self, text: str, key: str) -> str:
        self.state, self.section, self.part = "body", key, ""
        self._heading, self._part_number, self._part_text = text, 0, ""
        return "heading"

    def _skips(self, index: int, number: int) -> bool:
        """A number or two are missing in this copy, and do not come later."""
        gap = range(self._section_number + 1, number)
        if not self._section_number or not 1 <= len(gap) <= 2:
            return False
        return not any(i > index and n in gap for i, n in self.outline.sections)

    def _is_next_part(self, number: int, text: str) -> bool:
        if number in (1, self._part_number + 1):
            return True
        if number == self._part_number:
            return text == self._part_text
        # A heading or two are missing in this copy: a line of its own is one all the same.
        alone = len(text) <= 45 and "。" not in text[:-1] and text[-1] not in "；，"
        return alone and 1 < number - self._part_number <= 3 and self._part_number > 0
