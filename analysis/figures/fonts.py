"""One typeface for every figure: Noto Sans CJK SC out of the package noto-cjk-sans-otc.

The package holds one collection of ten faces with PostScript outlines, in Regular weight only.
Its simplified Chinese face is rewritten once with TrueType outlines into the project's cache,
because matplotlib labels every font it embeds in a PDF as TrueType, and strict readers refuse
a file whose label is wrong. The cached face holds GB 2312, Latin, Greek and the signs of a
report; any rarer character is drawn from the collection itself.
"""

from __future__ import annotations

import functools
import io
import logging
import os
from importlib import metadata
from itertools import pairwise
from pathlib import Path

from analysis.errors import InputError
from analysis.paths import CACHE
from analysis.tables import write_bytes

FAMILY = "Policy Sans SC"
FALLBACK = "Policy Sans SC Rare"
PACKAGE = "noto-cjk-sans-otc"
COLLECTION = "noto_cjk_sans_otc/NotoSansCJK-Regular.ttc"
FACE = 2  # Noto Sans CJK SC: the Japanese face (0) draws other forms of the same characters
RECIPE = 7  # count up when the making of the cached face changes

DATE = 3_600_000_000  # seconds since 1904: any day will do, if it is always the same

# Half of these full-width signs is white; where two meet, half an em of white is taken out.
CLOSING = "”’）》】〉」』，。、；："
OPENING = "“‘（《【〈「『"

# Latin, Greek, punctuation, arrows, signs of mathematics, circled numbers, CJK and full-width.
SIGNS = ((0x20, 0x24F), (0x370, 0x3FF), (0x2000, 0x27BF), (0x3000, 0x303F), (0xFF00, 0xFFEF))


def collection() -> Path:
    """Path of the collection as installed.

    Raises
    ------
    InputError
        If the package is not installed.

    Examples
    --------
    >>> collection().name
    'NotoSansCJK-Regular.ttc'
    """
    try:
        path = Path(str(metadata.distribution(PACKAGE).locate_file(COLLECTION)))
    except metadata.PackageNotFoundError:
        path = None
    if path is None or not path.is_file():
        raise InputError(
            "the font of the figures is not installed",
            where=PACKAGE,
            do='Run "python3 run.py" to install what requirements.lock names.',
        )
    return path


@functools.cache
def face() -> Path:
    """Path of the one face with TrueType outlines, made on the first call (about 5 s).

    The file serves matplotlib and wordcloud. Its name carries the version of the package, the
    size of the collection and the recipe, so that another package makes another file.

    Raises
    ------
    InputError
        If the package is missing or the cache cannot be written.

    Examples
    --------
    >>> face().suffix
    '.ttf'
    """
    source = collection()
    stem = f"policy-sans-sc-{metadata.version(PACKAGE)}-{source.stat().st_size}-r{RECIPE}"
    path = CACHE / "fonts" / f"{stem}.ttf"
    if not path.is_file():
        write_bytes(path, _truetype(source))
    return path


def _wanted(code: int) -> bool:
    if any(first <= code <= last for first, last in SIGNS):
        return True
    try:
        return bool(chr(code).encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _outline(font, index: int):
    """One glyph with quadratic outlines, within a thousandth of the type size."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    quadratic = TTGlyphPen(None)
    pen = Cu2QuPen(quadratic, 1.0)  # the direction of outlines is not turned: both fill the same
    vertices, codes = font.get_path()
    points = [tuple(point) for point in (vertices * 64).round().astype(int).tolist()]
    at = 0
    while at < len(codes):
        code = codes[at]
        if code == 1:
            pen.moveTo(points[at])
        elif code == 2:
            pen.lineTo(points[at])
        elif code == 4:
            pen.curveTo(*points[at : at + 3])
            at += 2
        else:
            pen.closePath()
        at += 1
    return quadratic.glyph()


def _squeeze(names: dict[int, str]) -> str:
    """Kerning of full-width punctuation, in the language of OpenType feature files."""
    closing, opening = (" ".join(names[ord(c)] for c in text) for text in (CLOSING, OPENING))
    return (
        f"@closing = [{closing}]; @opening = [{opening}];"
        "feature kern { pos @closing @opening -500; pos @closing @closing -500;"
        " pos @opening @opening -500; } kern;"
    )


def _truetype(source: Path) -> bytes:
    """Bytes of the SC face with the wanted characters and TrueType outlines."""
    from fontTools.fontBuilder import FontBuilder
    from matplotlib.ft2font import FT2Font, LoadFlags

    font = FT2Font(str(source), face_index=FACE)
    charmap = {code: index for code, index in sorted(font.get_charmap().items()) if _wanted(code)}
    names = {0: ".notdef"} | {index: f"g{index}" for index in sorted(charmap.values())}
    glyphs, metrics = {}, {}
    for index, name in names.items():
        advance_width = font.load_glyph(index, LoadFlags.NO_SCALE).horiAdvance
        glyphs[name] = glyph = _outline(font, index)
        glyph.recalcBounds(None)
        metrics[name] = (advance_width, getattr(glyph, "xMin", 0))
    builder = FontBuilder(unitsPerEm=font.units_per_EM, isTTF=True)
    builder.setupGlyphOrder(list(names.values()))
    builder.setupCharacterMap({code: names[index] for code, index in charmap.items()})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(metrics)
    # The square of a Chinese character, so that labels are centred on what is seen.
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable(
        {
            "familyName": FAMILY,
            "styleName": "Regular",
            "psName": FAMILY.replace(" ", ""),
            "copyright": font.get_sfnt()[3, 1, 0x409, 0].decode("utf-16-be"),
            "licenseDescription": "SIL Open Font License 1.1; made from Noto Sans CJK SC",
        }
    )
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    builder.addOpenTypeFeatures(_squeeze({code: names[index] for code, index in charmap.items()}))
    # A PDF carries these dates along, and must be the same on every machine.
    builder.updateHead(created=DATE, modified=DATE)
    builder.font.recalcTimestamp = False
    buffer = io.BytesIO()
    builder.font.save(buffer)
    return buffer.getvalue()


@functools.cache
def register() -> tuple[str, str]:
    """Make the typeface known to matplotlib in this process, and return its family names.

    Nothing of the user's matplotlib is read or changed: where matplotlib is not loaded yet, its
    own cache goes into the project's; no installed font can answer to these family names.

    Examples
    --------
    >>> register()
    ('Policy Sans SC', 'Policy Sans SC Rare')
    """
    cache = CACHE / "matplotlib"
    if "MPLCONFIGDIR" not in os.environ:
        try:
            cache.mkdir(parents=True, exist_ok=True)
            os.environ["MPLCONFIGDIR"] = str(cache)
        except OSError:
            pass  # matplotlib then uses a temporary folder
    # On a cold machine matplotlib reports on stderr that it lists the fonts of the system.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    from matplotlib import font_manager

    plain = {"style": "normal", "variant": "normal", "weight": 400, "stretch": "normal"}
    entries = [
        font_manager.FontEntry(fname=str(face()), name=FAMILY, size="scalable", **plain),
        font_manager.FontEntry(
            fname=str(collection()), index=FACE, name=FALLBACK, size="scalable", **plain
        ),
    ]
    manager = font_manager.fontManager
    manager.ttflist = [e for e in manager.ttflist if e.name not in (FAMILY, FALLBACK)] + entries
    manager._findfont_cached.cache_clear()
    return FAMILY, FALLBACK


@functools.cache
def _faces():
    from matplotlib.ft2font import FT2Font

    return FT2Font(str(face())), FT2Font(str(collection()), face_index=FACE)


def missing(text: str) -> list[str]:
    """Characters of a text that the typeface cannot draw, in order of appearance.

    Examples
    --------
    >>> missing("深圳𬒈 2025"), missing("🌊深")
    ([], ['🌊'])
    """
    faces = _faces()
    return [
        c
        for c in dict.fromkeys(text)
        if c != "\n" and not any(f.get_char_index(ord(c)) for f in faces)
    ]


def check(text: str, where: str = "") -> None:
    """Refuse a text with a character that the typeface cannot draw.

    Raises
    ------
    InputError
        Naming the character and its code point.

    Examples
    --------
    >>> check("“高质量发展”")
    """
    bad = missing(text)
    if bad:
        names = ", ".join(f"'{c}' (U+{ord(c):04X})" for c in bad)
        raise InputError(
            f"the font has no glyph for {names} in '{text}'",
            where=where,
            do="Write the label without it.",
        )


@functools.lru_cache(maxsize=4096)
def advance(character: str) -> float:
    """Width of one character in em, so that text can be wrapped before it is drawn.

    Examples
    --------
    >>> advance("深"), round(advance("0"), 3)
    (1.0, 0.555)
    """
    from matplotlib.ft2font import LoadFlags

    for font in _faces():
        index = font.get_char_index(ord(character))
        if index:
            return font.load_glyph(index, LoadFlags.NO_SCALE).horiAdvance / 1000
    return 1.0


def width(text: str) -> float:
    """Width of a line of text in em.

    Examples
    --------
    >>> width("深圳"), width("“建设”，“完善”")
    (2.0, 8.0)
    """
    closing, opening = set(CLOSING), set(OPENING)
    met = sum(
        (a in closing and b in closing | opening) or (a in opening and b in opening)
        for a, b in pairwise(text)
    )
    return sum(advance(c) for c in text) - met / 2
