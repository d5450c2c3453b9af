"""What readers of Office files share: names of elements, a parser that expands no entity."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.errors import InputError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def parse(data: bytes | None, where: str, name: str):
    """Parse one XML part; None for a part that is not there.

    Raises
    ------
    InputError
        Broken XML, or one with a document type (no Office program writes any; entities that
        grow without end need one).
    """
    from lxml import etree

    if data is None:
        return None
    if b"<!DOCTYPE" in data[:2000]:
        raise InputError(f"its part {name} is not what Word writes", where=where, do="Save again.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(data.replace(_STRICT, _USUAL), parser)
    except etree.XMLSyntaxError:
        raise InputError(
            f"its part {name} is broken", where=where, do="Save the file again."
        ) from None


def children(element, name: str) -> Iterator:
    """Go through the children of one name in Word's namespace."""
    return element.iterchildren(W + name)


def value(element, name: str) -> str | None:
    """Return the `w:val` of the first child of a name, or None."""
    for child in children(element, name):
        return child.get(W + "val")
    return None
