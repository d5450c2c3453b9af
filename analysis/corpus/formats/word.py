"""Word files (.docx): paragraphs, tables, text boxes, automatic numbers, footnotes at the end."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from pathlib import Path

from analysis.corpus.formats.numbering import Numbering
from analysis.corpus.formats.office import W, children, parse, value
from analysis.corpus.kinds import LARGEST_PART, open_zip, read_part
from analysis.errors import InputError
from analysis.paths import shown

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAIN = "/officeDocument"
# Deleted or moved away by a tracked change, or never text.
_LEFT = {
    "del", "moveFrom", "rPr", "pPr", "tblPr", "trPr", "tcPr", "sectPr", "instrText", "delText",
    "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference",
    "sdtPr", "sdtEndPr", "rt", "rubyPr", "annotationRef", "proofErr", "lastRenderedPageBreak",
}  # fmt: skip


def read(path: Path) -> tuple[str, dict]:
    """Read a Word file.

    Parameters
    ----------
    path : Path
        Checked before it is unpacked.

    Returns
    -------
    (text, meta)
        One line a paragraph (with its automatic number), one line a row of a table (cells set
        apart by tabs); footnotes and endnotes at the end under 注释. Tracked deletions, hidden
        text, headers, footers, comments and an automatic table of contents are left out;
        `left_out` counts the lines of contents.

    Raises
    ------
    InputError
        A broken file, or one without text.
    """
    where = shown(path)
    with open_zip(path, LARGEST_PART) as archive:
        main = _main_part(archive, where)
        folder = posixpath.dirname(main)

        def part(name: str):
            full = posixpath.join(folder, name)
            return parse(read_part(archive, full, where), where, full)

        root = parse(read_part(archive, main, where), where, main)
        body = None if root is None else next(children(root, "body"), None)
        if body is None:
            raise InputError("is no Word document", where=where, do="Save it again as .docx.")
        reader = _Reader(Numbering(part("numbering.xml"), part("styles.xml")))
        try:
            reader.blocks(body)
        except RecursionError:
            raise InputError(
                "a Word file nested without end", where=where, do="Copy its text into a new file."
            ) from None
        lines = reader.lines
        notes = [
            line
            for name, tag in (("footnotes.xml", "footnote"), ("endnotes.xml", "endnote"))
            for line in _notes(part(name), tag, reader.cited)
        ]
    if notes:
        lines = [*lines, "注释", *notes]
    if not any(line.strip() for line in lines):
        raise InputError(
            "no text in this Word file (only pictures?)",
            where=where,
            do="Let an OCR program read them and save the text as .txt.",
        )
    return "\n".join(lines) + "\n", {"left_out": reader.contents}


def _main_part(archive, where: str) -> str:
    relations = parse(read_part(archive, "_rels/.rels", where), where, "_rels/.rels")
    if relations is not None:
        for relation in relations.iter(_RELATIONS):
            if relation.get("Type", "").endswith(_MAIN):
                return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


@dataclass
class _Reader:
    """Walks a body; lines, and the text boxes of the paragraph at hand after it."""

    numbering: Numbering
    lines: list[str] = field(default_factory=list)
    cited: list[tuple[str, str]] = field(default_factory=list)
    contents: int = 0
    fields: list[list] = field(default_factory=list)  # [instruction, is its result shown]

    def blocks(self, parent) -> None:
        """Read paragraphs and tables, also those within content controls and insertions."""
        for element in parent:
            name = _name(element)
            if name == "p":
                self.paragraph(element)
            elif name == "tbl":
                self.table(element)
            elif name == "AlternateContent":
                self.blocks(_choice(element))
            elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
                self.blocks(element)

    def paragraph(self, element) -> None:
        """Read one paragraph: a line, or several where it has line breaks."""
        properties = next(children(element, "pPr"), None)
        boxes: list = []
        in_contents = any(_is_contents(f[0]) for f in self.fields)
        text = self.inline(element, boxes)
        in_contents = in_contents or any(_is_contents(f[0]) for f in self.fields)
        style = (value(properties, "pStyle") if properties is not None else None) or ""
        if in_contents or style.upper().startswith("TOC"):
            self.contents += bool(text.strip())
        else:
            # An empty paragraph is not numbered in print either way; its number counts on.
            number = self.numbering.next(properties) if text.strip() else ""
            self.lines += (number + text).split("\n")
        for box in boxes:
            self.blocks(box)

    def table(self, element) -> None:
        """Read a table: one line a row, cells set apart by tabs."""
        for row in element.iter(W + "tr"):
            if _nearest(row, "tbl") is not element:
                continue
            cells = []
            for cell in row.iter(W + "tc"):
                if _nearest(cell, "tr") is not row:
                    continue
                inner = _Reader(self.numbering, cited=self.cited)
                inner.blocks(cell)
                cells.append(inner.lines)
            if len(cells) == 1:
                self.lines += cells[0]  # a frame around text, not a table
            elif any("".join(cell).strip() for cell in cells):
                joined = ("".join(line.strip() for line in cell) for cell in cells)
                self.lines.append("\t".join(text.replace("\t", " ") for text in joined))

    def inline(self, parent, boxes: list) -> str:
        """Collect the text of runs; text boxes met on the way go into `boxes`."""
        out = []
        for element in parent:
            name = _name(element)
            if name in _LEFT or name is None:
                continue
            if name == "fldChar":
                self._field(element.get(W + "fldCharType"))
            elif name == "r":
                out.append(self._run(element, boxes))
            elif name == "AlternateContent":
                out.append(self.inline(_choice(element), boxes))
            elif name == "txbxContent":
                boxes.append(element)
            else:
                out.append(self.inline(element, boxes))
        return "".join(out)

    def _run(self, run, boxes: list) -> str:
        hidden = any(
            child.get(W + "val") not in ("0", "false", "off")
            for properties in children(run, "rPr")
            for child in children(properties, "vanish")
        )
        out = []
        for element in run:
            name = _name(element)
            if name == "fldChar":
                self._field(element.get(W + "fldCharType"))
            elif name == "instrText" and self.fields:
                self.fields[-1][0] += element.text or ""
            elif name in _LEFT or name is None or hidden or not all(f[1] for f in self.fields):
                continue
            elif name == "t":
                out.append(element.text or "")
            elif name in ("tab", "ptab"):
                out.append("\t")
            elif name in ("br", "cr"):
                out.append("\n")
            elif name == "noBreakHyphen":
                out.append("-")
            elif name == "sym":
                out.append(_symbol(element.get(W + "char")))
            elif name in ("footnoteReference", "endnoteReference"):
                self.cited.append((name.removesuffix("Reference"), element.get(W + "id", "")))
            elif name == "AlternateContent":
                out.append(self.inline(_choice(element), boxes))
            elif name == "txbxContent":
                boxes.append(element)
            else:
                out.append(self.inline(element, boxes))
        return "".join(out)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(["", False])
        elif kind == "separate" and self.fields:
            self.fields[-1][1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()


def _name(element) -> str | None:
    """Local name of an element; None for comments and what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else None


def _nearest(element, name: str):
    return next(element.iterancestors(W + name), None)


def _choice(element):
    """Of the alternatives of one content take one: the first that holds anything."""
    for wanted in ("Choice", "Fallback"):
        for child in element.iterchildren(_MC + wanted):
            if len(child):
                return child
    return ()


def _is_deleted(properties) -> bool:
    """Say whether a tracked change has deleted the end of this paragraph."""
    marks = () if properties is None else children(properties, "rPr")
    return any(next(children(mark, "del"), None) is not None for mark in marks)


def _is_contents(instruction: str) -> bool:
    return instruction.split()[:1] == ["TOC"]


def _symbol(code: str | None) -> str:
    try:
        found = chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return ""
    return found


def _notes(root, tag: str, cited: list[tuple[str, str]]) -> list[str]:
    """Footnotes in the order in which the text cites them."""
    if root is None:
        return []
    known = {note.get(W + "id", ""): note for note in children(root, tag)}
    lines = []
    for number, (_, key) in enumerate((c for c in cited if c[0] == tag), 1):
        if key in known:
            reader = _Reader(Numbering(None, None))
            reader.blocks(known[key])
            text = "".join(line.strip() for line in reader.lines)
            lines += [f"{number}. {text}"] if text else []
    return lines
