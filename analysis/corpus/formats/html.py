"""Web pages to text: block elements are lines, what is never text is dropped."""

from __future__ import annotations

import re

from analysis.corpus.decoding import decode
from analysis.errors import InputError

# Never text: programs, styles, pictures, controls, what another page would fill.
_NEVER = {
    "script", "style", "noscript", "template", "iframe", "frame", "frameset", "object", "embed",
    "applet", "svg", "math", "canvas", "audio", "video", "map", "nav", "input", "button", "select",
    "textarea", "datalist", "head", "link", "meta", "img", "rp", "rt", "dialog",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "legend", "li", "main", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "tfoot", "thead", "tr", "ul", "details",
}  # fmt: skip
_CHARSET = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})|"
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,30})",
    re.I,
)
_NESTING = re.compile(
    r"<(/?)(?:div|span|font|b|i|u|em|strong|section|article|table|blockquote|center|form|ul|ol)\b",
    re.I,
)
_DEEPEST = 10_000  # the parser's time grows with the square of it
_WIDE = "[\u2014-\u2026\u3000-\u9fff\uff00-\uffef]"
# A line end in the source is a space between words, but nothing between Chinese characters.
_FOLDED = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n][ \t\r\n]*(?={_WIDE})")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LISTED = re.compile(r"^\s*\[(?=<)|\]\s*$")  # several elements printed as a list of a program
_TITLE_ENDS = re.compile(r"\s*[_|–—]\s*|\s+-\s+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_NAMED = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs"}


def read(raw: bytes, where: str = "") -> tuple[str, dict]:
    """Read a web page, or a piece of one.

    Parameters
    ----------
    raw : bytes
        The file. Nothing in it is run, and nothing it names is fetched.

    Returns
    -------
    (text, meta)
        One line a block; `encoding`, and `left_out`, the number of lines that are only links
        outside the text itself.

    Raises
    ------
    InputError
        No text in it.

    Examples
    --------
    >>> read(b"<div><p>&#x6DF1;\\n&nbsp;x<script>alert(1)</script></p>a<br>b</div>")[0]
    '深 \\xa0x\\na\\nb\\n'
    """
    from selectolax.lexbor import LexborHTMLParser

    hint = _CHARSET.search(raw[:4096])
    name = (hint.group(1) or hint.group(2)).decode("ascii").lower() if hint else None
    source, encoding = decode(raw, where, _NAMED.get(name, name))
    if _depth(source) > _DEEPEST:
        raise InputError("a web page nested without end", where=where, do="Copy its text.")
    tree = LexborHTMLParser(_LISTED.sub("", source.lstrip("\ufeff")))
    page = _Page()
    page.walk(tree.root)
    kept, left_out = without_navigation(page.lines)
    if not kept:
        raise InputError(
            "no text in this web page",
            where=where,
            do="A script may draw it: copy the text from the browser into a .txt file.",
        )
    title = tree.css_first("title")
    title = _TITLE_ENDS.split(title.text().strip())[0].strip() if title else ""
    if title and not any(title in line for line in kept):
        kept.insert(0, _SPACE.sub(" ", title))
    return "\n".join(kept) + "\n", {"encoding": encoding, "left_out": left_out}


def _depth(source: str) -> int:
    """Return how deep elements stand in each other, at most."""
    deepest = depth = 0
    for closing in _NESTING.finditer(source):
        depth = max(0, depth + (-1 if closing.group(1) else 1))
        deepest = max(deepest, depth)
    return deepest


class _Page:
    """The lines of a page, each with the number of its characters that stand in links."""

    def __init__(self):
        self.lines: list[tuple[str, int]] = []
        self._pieces: list[str] = []
        self._linked = 0

    def walk(self, root) -> None:
        """Go through the tree, without recursion: a page may nest ten thousand deep."""
        stack = [(root, False, False)] if root is not None else []
        while stack:
            node, in_link, as_typed = stack.pop()
            if node is None:
                self._end()
                continue
            tag = node.tag or "-"
            if tag == "-text":
                self._write(node.text_content or "", in_link, as_typed)
                continue
            if tag in _NEVER or tag[:1] in "-_!" or _is_hidden(node):
                continue
            if tag in ("td", "th"):
                self._write("\t", False, True)
            if tag in _BLOCKS or tag == "br":
                self._end()
                stack.append((None, False, False))
            inside, child = [], node.child
            while child is not None:
                # A title (None) is no navigation, though it may lead to itself.
                titled = in_link is None or tag in ("h1", "h2")
                linked = None if titled else in_link or tag == "a"
                inside.append((child, linked, as_typed or tag == "pre"))
                child = child.next
            stack.extend(reversed(inside))
        self._end()

    def _write(self, text: str, in_link: bool | None, as_typed: bool) -> None:
        if as_typed:
            first, *more = re.split(r"\r\n|[\r\n]", text)
            self._add(first, in_link)
            for part in more:
                self._end()
                self._add(part, in_link)
        else:
            text = _SPACE.sub(" ", _FOLDED.sub("", text))
            after_space = not self._pieces or self._pieces[-1].endswith((" ", "\t"))
            self._add(text.lstrip(" ") if after_space else text, in_link)

    def _add(self, text: str, in_link: bool | None) -> None:
        if text:
            self._pieces.append(text)
            self._linked += len(text.strip()) if in_link else 0

    def _end(self) -> None:
        line = "".join(self._pieces).strip(" \t")
        if line.strip():
            self.lines.append((line, self._linked))
        self._pieces, self._linked = [], 0


def _is_hidden(node) -> bool:
    """Say whether a reader does not see an element; a long text that a script unveils stays."""
    given = node.attributes
    hidden = "hidden" in given or _HIDDEN.search(given.get("style") or "")
    return bool(hidden) and len(node.text()) < 500


def without_navigation(lines: list[tuple[str, int]]) -> tuple[list[str], int]:
    """Leave out the lines that are mostly links, before and after the prose.

    Parameters
    ----------
    lines : list of (text, number of its characters in links)

    Returns
    -------
    (lines, how many were left out)

    Examples
    --------
    >>> prose = ("过去一年，面对复杂严峻的国内外形势，全市上下团结奋斗，完成了全年目标任务。", 0)
    >>> without_navigation([("首页 > 政务公开", 6), ("报告", 0), prose, ("相关链接", 4)])
    (['报告', '过去一年，面对复杂严峻的国内外形势，全市上下团结奋斗，完成了全年目标任务。'], 2)
    """
    prose = [i for i, (text, n) in enumerate(lines) if len(text) - n >= 30 and "。" in text]
    if not prose:
        return [text for text, _ in lines], 0
    first, last = prose[0], prose[-1]
    kept = [
        text
        for i, (text, linked) in enumerate(lines)
        if first <= i <= last or linked * 2 <= len(text)
    ]
    return kept, len(lines) - len(kept)
