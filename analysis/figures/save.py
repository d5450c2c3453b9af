"""The only writer into figures/: pictures, the plotted numbers, and the sentences behind them."""

from __future__ import annotations

import html
import io
import json
import os
import re
import tempfile
import warnings
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import paths, study
from analysis.errors import InputError
from analysis.figures import fonts, style
from analysis.tables import to_csv_bytes

EVIDENCE = ["mark", "sent_id", "start", "end", "text"]
PIXELS = {"wide": 700, "narrow": 340}  # width on the screen


@dataclass(frozen=True)
class Saved:
    """A saved figure; a notebook shows its PNG with its alt text.

    Attributes
    ----------
    name, owner, alt, title : str
    width : str
        ``"wide"`` or ``"narrow"``.
    files : tuple of str
        Names of the files written.
    folder : Path
    """

    name: str
    owner: str
    alt: str
    title: str
    width: str
    files: tuple[str, ...]
    folder: Path

    def __repr__(self) -> str:
        return f"figures/{self.name}.png: {self.title or self.alt}"

    def _repr_html_(self) -> str:
        code = b64encode(self.screen()).decode("ascii")
        return (
            f'<img src="data:image/png;base64,{code}" width="{PIXELS[self.width]}" '
            f'alt="{html.escape(self.alt)}">'
        )

    def screen(self) -> bytes:
        """The saved PNG at 144 dpi, so that a notebook with ten figures stays small."""
        from PIL import Image

        with Image.open(self.folder / f"{self.name}.png") as image:
            size = (round(image.width * 0.48), round(image.height * 0.48))
            return _paletted(image.convert("RGB").resize(size, Image.Resampling.LANCZOS), 64)


def save(
    fig,
    name: str,
    data: pd.DataFrame,
    evidence: pd.DataFrame,
    *,
    alt: str,
    owner: str,
    en=None,
    alt_en: str = "",
    folder: Path | None = None,
) -> Saved:
    """Save a figure with its numbers and its evidence, all files or none.

    Writes NAME.png (300 dpi), NAME.svg (text as paths), NAME.pdf (text that can be selected),
    NAME.csv (the plotted numbers), NAME.evidence.csv (mark -> sentences) and NAME.json (owner,
    title, alt text). With `en`, also NAME.en.png, .en.svg and .en.pdf. The same figure gives the
    same bytes.

    Parameters
    ----------
    fig : Figure
        Made by ``style.figure``.
    name : str
        Small letters, digits and hyphens, e.g. ``"word-frequency"``.
    data : DataFrame
        The plotted numbers, one row a mark. A column `mark` names what evidence refers to; an
        empty cell there stands for a mark of nothing, such as a bar of length 0.
    evidence : DataFrame
        mark, sent_id, start, end, text; further columns are kept behind these.
    alt, alt_en : str
        What a reader who does not see the figure should know, in Chinese and in English.
    owner : str
        The notebook (its file name without .ipynb) that makes the figure; the only one.
    en : Figure, optional
        The same figure with English labels.
    folder : Path, optional
        ``study.figures()`` if not given: figures/, or the folder of the user's own study.

    Returns
    -------
    Saved

    Raises
    ------
    InputError
        No data, no evidence, a mark without evidence, evidence without a mark, a bad name, no
        alt text, a second owner, a character without a glyph, a folder that cannot be written.
        What was there before stays as it was.
    """
    folder = Path(folder) if folder is not None else study.figures()
    _check_words(name, alt, owner)
    _check_tables(name, data, evidence)
    _check_owner(name, owner, folder)
    for variant in (fig, en):
        if variant is not None and not hasattr(variant, "frame"):
            raise InputError("not made by figures.figure", where=f"figure {name}")
    frame = fig.frame
    files: dict[str, bytes] = {}
    for variant, suffix, words in ((fig, "", alt), (en, ".en", alt_en or alt)):
        if variant is not None:
            for kind, content in render(variant, name, words).items():
                files[f"{name}{suffix}.{kind}"] = content
    ordered = [*EVIDENCE, *(c for c in evidence.columns if c not in EVIDENCE)]
    files[f"{name}.csv"] = to_csv_bytes(data)
    files[f"{name}.evidence.csv"] = to_csv_bytes(evidence[ordered])
    about = {
        "name": name,
        "owner": owner,
        "title": frame.title,
        "subtitle": frame.subtitle,
        "foot": frame.foot,
        "lang": frame.lang,
        "alt": alt,
        "width": frame.width,
        "rows": len(data),
        "evidence": len(evidence),
        "files": sorted([*files, f"{name}.json"]),
    }
    if en is not None:
        about |= {"title_en": en.frame.title, "alt_en": alt_en or alt}
    text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True)
    files[f"{name}.json"] = (text + "\n").encode("utf-8")
    _write(folder, files)
    return Saved(name, owner, alt, frame.title, frame.width, tuple(about["files"]), folder)


def render(fig, name: str = "figure", alt: str = "") -> dict[str, bytes]:
    """Draw a figure as PNG, SVG and PDF.

    Returns
    -------
    dict of str to bytes
        ``{"png": ..., "svg": ..., "pdf": ...}``

    Raises
    ------
    InputError
        If a text of the figure has a character without a glyph.
    """
    from matplotlib.text import Text

    style.use()
    title = fig.frame.title or name
    # Drawing settles the layout once and for all, so that the three files are one picture.
    fig.set_dpi(300)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        fig.canvas.draw()
    fig.set_layout_engine("none")
    # After drawing, since only then the labels of the axes are there.
    for artist in fig.findobj(Text):
        if artist.get_visible():
            fonts.check(artist.get_text(), where=f"figure {name}")
    return {
        "png": _png(np.asarray(fig.canvas.buffer_rgba())[..., :3], title, alt),
        "svg": _vector(fig, "svg", {"Title": title, "Description": alt, "Date": None}),
        "pdf": _vector(fig, "pdf", {"Title": title, "Subject": alt, "CreationDate": None}),
    }


def _vector(fig, kind: str, about: dict) -> bytes:
    buffer = io.BytesIO()
    unnamed = {"Creator": None} | ({"Producer": None} if kind == "pdf" else {})
    fig.savefig(buffer, format=kind, metadata={**about, **unnamed})
    return _numbered(buffer.getvalue()) if kind == "svg" else buffer.getvalue()


def _numbered(svg: bytes) -> bytes:
    """Number the ids that matplotlib hashes from coordinates.

    A coordinate may differ in its last bit from run to run; no printed number shows it, but the
    hash would.
    """
    order: dict[bytes, bytes] = {}

    def number(match):
        return order.setdefault(match[0], b"%b%d" % (match[0][:1], len(order) + 1))

    return re.sub(rb"(?<=[\"#])[a-zA-Z][0-9a-f]{10}(?=[\")])", number, svg)


def _png(pixels: np.ndarray, title: str, alt: str) -> bytes:
    """PNG of 300 dpi with a palette, which halves the file and changes no flat colour."""
    from PIL import Image, PngImagePlugin

    info = PngImagePlugin.PngInfo()
    info.add_itxt("Title", title)
    info.add_itxt("Description", alt)
    return _paletted(Image.fromarray(pixels), dpi=(300, 300), pnginfo=info)


def _paletted(image, colours: int = 256, **options) -> bytes:
    from PIL import Image

    small = image.quantize(colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    # The palette holds means; the commonest colours (paper, ink, bars) are put back exactly.
    pixels = np.asarray(image).reshape(-1, 3)
    codes = pixels[:, 0].astype(np.int32) << 16 | pixels[:, 1].astype(np.int32) << 8 | pixels[:, 2]
    # hashed, not sorted: a wide figure has three million pixels
    number, colours_of = pd.factorize(codes)
    counts = np.bincount(number)
    palette, indices = small.getpalette(), np.asarray(small).reshape(-1)
    taken = set()
    first = np.flatnonzero(~pd.Series(number).duplicated())
    for at in np.lexsort((colours_of, -counts))[:24]:
        index = int(indices[first[at]])
        if index not in taken:
            taken.add(index)
            palette[3 * index : 3 * index + 3] = pixels[first[at]].tolist()
    small.putpalette(palette)
    out = io.BytesIO()
    small.save(out, format="PNG", optimize=True, **options)
    return out.getvalue()


def _check_words(name: str, alt: str, owner: str) -> None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise InputError(
            f"bad figure name '{name}'", do="Use small letters, digits and hyphens: word-frequency."
        )
    for what, text in (("alt text", alt), ("owner", owner)):
        if not text.strip():
            raise InputError(f"no {what}", where=f"figure {name}", do=f"Give it: {what} = '...'.")


def _check_tables(name: str, data: pd.DataFrame, evidence: pd.DataFrame) -> None:
    where = f"figure {name}"
    if data is None or data.empty:
        raise InputError("no data", where=where, do="Give the table of the plotted numbers.")
    if evidence is None or evidence.empty:
        raise InputError("no evidence", where=where, do="Give the sentences behind the marks.")
    absent = [c for c in EVIDENCE if c not in evidence.columns]
    if absent:
        raise InputError(
            f"evidence has no column {', '.join(absent)}",
            where=where,
            do=f"It needs {', '.join(EVIDENCE)}.",
        )
    if evidence[EVIDENCE].isna().to_numpy().any():
        raise InputError("evidence has empty cells", where=where)
    if "mark" in data.columns:
        drawn = [str(m) for m in data["mark"].dropna() if str(m)]
        proven = set(evidence["mark"].astype(str))
        bare = sorted(set(drawn) - proven)
        if bare:
            raise InputError(f"no evidence for the mark {_some(bare)}", where=where)
        stray = sorted(proven - set(drawn))
        if stray:
            raise InputError(f"evidence for the mark {_some(stray)}, not in the data", where=where)


def _some(marks: list[str]) -> str:
    more = f" and {len(marks) - 3} more" if len(marks) > 3 else ""
    return ", ".join(f"'{m}'" for m in marks[:3]) + more


def _check_owner(name: str, owner: str, folder: Path) -> None:
    path = folder / f"{name}.json"
    try:
        other = json.loads(path.read_text("utf-8"))["owner"]
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(
            "cannot be read", where=paths.shown(path), do="Delete it, then run again."
        ) from None
    if other != owner:
        raise InputError(
            f"the figure belongs to {other}, not to {owner}",
            where=f"figure {name}",
            do=f"Choose another name, or delete {name}.* to hand it over.",
        )


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Write all files under temporary names, then rename them."""
    made: list[tuple[str, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
            made.append((temporary, folder / name))
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            os.chmod(temporary, 0o644)
        for temporary, path in made:
            os.replace(temporary, path)
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror or error})",
            where=paths.shown(folder),
            do="Free space, or change the rights of the folder, then run again.",
        ) from None
    finally:
        for temporary, _ in made:
            Path(temporary).unlink(missing_ok=True)
