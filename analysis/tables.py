"""How tables are written: UTF-8 with BOM, LF, six significant digits, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.paths import shown

HIT_COLUMNS = ["hit_id", "sent_id", "start", "end", "text", "label", "method", "score"]


def round6(values):
    """Round to 6 significant digits, so that the last bits of a machine never show.

    Parameters
    ----------
    values : DataFrame, Series, array or float
        Of a DataFrame only the float columns are rounded.

    Returns
    -------
    The same kind of object, rounded; NaN and infinities unchanged.

    Examples
    --------
    >>> float(round6(1234567.89)), float(round6(0.000123456789))
    (1234570.0, 0.000123457)
    """
    if isinstance(values, pd.DataFrame):
        floats = values.select_dtypes("floating").columns
        out = values.copy()
        for column in floats:
            out[column] = round6(values[column])
        return out
    if isinstance(values, pd.Series):
        rounded = round6(values.to_numpy(dtype=float, na_value=np.nan))
        return pd.Series(rounded, index=values.index, name=values.name)
    x = np.asarray(values, dtype=float)
    out = x.copy()
    ok = np.isfinite(x) & (x != 0)
    # Through text: the nearest double of the six digits, the same on every machine.
    out[ok] = [float(f"{v:.6g}") for v in x[ok]]
    return out if out.ndim else out[()]


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: under a temporary name first, then renamed.

    Raises
    ------
    InputError
        If the folder cannot be written to or the disk is full.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror or error})",
            where=shown(path),
            do="Free space, or change the rights of the folder, then run again.",
        ) from None


def to_csv_bytes(table: pd.DataFrame, sep: str = ",", bom: bool = True) -> bytes:
    """Turn a table into the bytes that are written: header, LF, rounded floats.

    Parameters
    ----------
    table : DataFrame
        Written without its index.
    sep : str
        ``","`` for CSV, tab for TSV. A TSV carries no quotes: tabs and line ends in its cells
        are written as a space and as ``\\n``.
    bom : bool
        Start with a byte order mark, so that Excel reads Chinese right.

    Examples
    --------
    >>> to_csv_bytes(pd.DataFrame({"word": ["深圳"], "n": [0.1234567]}), bom=False).decode()
    'word,n\\n深圳,0.123457\\n'
    """
    table = round6(table)
    if sep == "\t":
        lines = ["\t".join(map(str, table.columns))]
        for row in table.itertuples(index=False):
            lines.append("\t".join(_tsv_cell(value) for value in row))
        text = "\n".join(lines) + "\n"
    else:
        text = table.to_csv(index=False, sep=sep, lineterminator="\n", float_format="%.6g")
    return (b"\xef\xbb\xbf" if bom else b"") + text.encode("utf-8")


def _tsv_cell(value) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return ""
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    return text.replace("\r", "").replace("\n", "\\n").replace("\t", " ")


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV with BOM, or as plain TSV where the name ends in .tsv."""
    tsv = Path(path).suffix == ".tsv"
    write_bytes(Path(path), to_csv_bytes(table, sep="\t" if tsv else ",", bom=not tsv))
