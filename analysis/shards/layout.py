"""How the tables lie on the disk, and how tokens, sentences and terms are made from them again.

Words are integers, the commonest 0, so that most need one byte; tokens lie end to end, so their
places follow from the lengths of the words; white space between them is listed apart.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.paths import shown

LEVEL = 3
# Measured on reports: bytes a token with each encoding, zstd 3. Words: byte streams apart 1.30,
# dictionary 1.54, plain 1.51, differences 1.80. Sentences of tokens: differences .06, dictionary
# .32. Ids of sentences: differences .05, dictionary .17.
_ENCODINGS = {
    "tokens": {"sentence": "DELTA_BINARY_PACKED", "word": "BYTE_STREAM_SPLIT"},
    "sentences": {
        "doc": "DELTA_BINARY_PACKED",
        "sent_id": "DELTA_BYTE_ARRAY",
        "par_id": "DELTA_BYTE_ARRAY",
        "lead": "DELTA_BINARY_PACKED",
        "start": "DELTA_BINARY_PACKED",
    },
    "terms": {"token": "DELTA_BINARY_PACKED", "term": "BYTE_STREAM_SPLIT"},
    "words": {"code": "DELTA_BINARY_PACKED", "n": "DELTA_BINARY_PACKED", "df": "PLAIN"},
    "term_list": {"code": "DELTA_BINARY_PACKED", "n": "DELTA_BINARY_PACKED"},
    "word_counts": {
        "doc": "DELTA_BINARY_PACKED",
        "word": "DELTA_BINARY_PACKED",
        "n": "BYTE_STREAM_SPLIT",
    },
}
_ENCODINGS["term_counts"] = _ENCODINGS["word_counts"]
TABLES = (
    "documents", "sentences", "tokens", "gaps", "words", "terms", "term_list", "word_counts",
    "term_counts",
)  # fmt: skip


def options(name: str, schema) -> dict:
    """Return how a table of this name is written."""
    encoding = {c: e for c, e in _ENCODINGS.get(name, {}).items() if c in schema.names}
    rest = [c for c in schema.names if c not in encoding]
    return {
        "compression": "zstd",
        "compression_level": LEVEL,
        "use_dictionary": rest,
        "column_encoding": encoding,
        "write_statistics": False,
        "store_schema": bool(schema.metadata),
        "data_page_size": 1 << 22,
    }


def to_bytes(name: str, table, about: dict | None = None) -> bytes:
    """Turn a table into the bytes of its Parquet file."""
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    table = table.replace_schema_metadata(about)
    pq.write_table(table, stream, **options(name, table.schema))
    return stream.getvalue()


def read(folder: Path, name: str, columns=None):
    """Read one table of a shard or of a count.

    Raises
    ------
    InputError
        If it is not there, or is no Parquet file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = Path(folder) / f"{name}.parquet"
    try:
        # One file, not a dataset: a folder named shard=... would add a column.
        return pq.ParquetFile(path).read(columns=columns)
    except FileNotFoundError:
        raise InputError(
            "no such count", where=shown(path), do="Make it: run.py count FILE --out DIR."
        ) from None
    except (OSError, pa.ArrowInvalid) as error:
        raise InputError(
            f"cannot be read ({str(error).splitlines()[0]})",
            where=shown(path),
            do="Delete the folder it lies in and count again.",
        ) from None


def rows(folder: Path, name: str) -> int:
    """Say how many rows a table has."""
    import pyarrow.parquet as pq

    return pq.read_metadata(Path(folder) / f"{name}.parquet").num_rows


def sentences(folder: Path) -> pd.DataFrame:
    """Make the sentences table of a shard again, as `analysis.sentences.split` gives it."""
    return sentence_table({name: read(folder, name) for name in TABLES[:5]})


def tokens(folder: Path) -> pd.DataFrame:
    """Make the token table of a shard again, as `words.tokens` gives it."""
    return token_table({name: read(folder, name) for name in TABLES[:5]})


def terms(folder: Path) -> pd.DataFrame:
    """Make the hits of the terms of a shard again, as `words.terms` gives them."""
    return term_table({name: read(folder, name) for name in TABLES})


def sentence_table(tables: dict) -> pd.DataFrame:
    """Make the sentences table from the tables of a shard; see `cutting.cut`."""
    stored = tables["sentences"]
    text = _texts(tables)
    start = stored["start"].to_numpy().astype(np.int64)
    length = text.map(len).to_numpy(dtype=np.int64)
    doc_id = tables["documents"]["doc_id"].to_pandas().array.take(stored["doc"].to_numpy())
    leads = stored["lead"].to_numpy(zero_copy_only=False)
    lead = stored["lead_text"].to_pandas().fillna("").to_numpy(dtype=object, copy=True)
    has = ~np.isnan(leads.astype(float))
    lead[has] = text.to_numpy(dtype=object)[leads[has].astype(int)]
    table = {"sent_id": stored["sent_id"].to_pandas(), "doc_id": pd.array(doc_id, dtype="str")}
    for name in ("par_id", "section", "part"):
        table[name] = stored[name].to_pandas()
    table |= {"lead": pd.array(lead, dtype="str"), "role": stored["role"].to_pandas()}
    table |= {"start": start, "end": start + length, "text": text}
    return pd.DataFrame(table)


def token_table(tables: dict) -> pd.DataFrame:
    """Make the token table from the tables of a shard.

    Examples
    --------
    >>> from analysis.corpus import Document
    >>> from analysis.shards.cutting import cut
    >>> tables, _ = cut([Document("a", "稳外贸 24条。", {})])
    >>> token_table(tables)[["start", "end", "word"]].values.tolist()
    [[0, 1, '稳'], [1, 3, '外贸'], [4, 6, '24'], [6, 7, '条'], [7, 8, '。']]
    """
    row, number, start, length = _places(tables)
    code = tables["tokens"]["word"].to_numpy()
    words = tables["words"]["word"].combine_chunks().take(tables["tokens"]["word"])
    return pd.DataFrame(
        {
            "sent_id": tables["sentences"]["sent_id"].to_pandas().array.take(row),
            "i": number,
            "start": start,
            "end": start + length[code],
            "word": words.to_pandas(),
        }
    )


def term_table(tables: dict) -> pd.DataFrame:
    """Make the hits of the terms from the tables of a shard, numbered through the shard."""
    row, _, start, length = _places(tables)
    words = tables["tokens"]["word"].to_numpy()
    first = tables["terms"]["token"].to_numpy()
    code = tables["terms"]["term"].to_numpy()
    last = first + tables["term_list"]["n_tokens"].to_numpy()[code] - 1
    return pd.DataFrame(
        {
            "hit_id": [f"terms-{n:04d}" for n in range(1, len(first) + 1)],
            "sent_id": tables["sentences"]["sent_id"].to_pandas().array.take(row[first]),
            "start": start[first],
            "end": start[last] + length[words[last]],
            "text": tables["term_list"]["term"].to_pandas().array.take(code),
            "label": tables["term_list"]["label"].to_pandas().array.take(code),
            "method": "terms",
            "score": 1.0,
        }
    )


def _places(tables: dict):
    """Of each token: sentence, number in it, start; and the length of each word."""
    row = tables["tokens"]["sentence"].to_numpy()
    code = tables["tokens"]["word"].to_numpy()
    length = np.array([len(word) for word in tables["words"]["word"].to_pylist()], dtype=np.int64)
    first = np.searchsorted(row, np.arange(tables["sentences"].num_rows))
    number = np.arange(len(row)) - first[row]
    step = length[code] if len(code) else np.zeros(0, dtype=np.int64)
    gaps = tables["gaps"]
    if gaps.num_rows:
        at = first[gaps["sentence"].to_numpy()] + gaps["i"].to_numpy()
        inside = gaps["i"].to_numpy() < np.bincount(row, minlength=len(first))[gaps["sentence"]]
        size = np.array([len(text) for text in gaps["text"].to_pylist()], dtype=np.int64)
        before = np.zeros(len(row), dtype=np.int64)
        before[at[inside]] = size[inside]
    else:
        before = 0
    stop = np.cumsum(step + before)
    base = np.append(0, stop)[first[row]] if len(row) else 0
    shift = tables["sentences"]["start"].to_numpy().astype(np.int64)[row]
    return row, number, stop - step - base + shift, length


def _texts(tables: dict) -> pd.Series:
    """The text of each sentence: its words and the white space between them, end to end."""
    import pyarrow as pa

    row, code = tables["tokens"]["sentence"].to_numpy(), tables["tokens"]["word"].to_numpy()
    pieces = tables["words"]["word"].combine_chunks()
    gaps = tables["gaps"]
    n = tables["sentences"].num_rows
    if gaps.num_rows:
        at = np.searchsorted(row, gaps["sentence"].to_numpy()) + gaps["i"].to_numpy()
        row = np.insert(row, at, gaps["sentence"].to_numpy())
        code = np.insert(code, at, len(pieces) + np.arange(gaps.num_rows))
        pieces = pa.concat_arrays([pieces, gaps["text"].combine_chunks()])
    parts = pieces.cast(pa.large_string()).take(pa.array(code))
    edges = np.searchsorted(row, np.arange(n + 1))
    offsets = np.frombuffer(parts.buffers()[1], dtype=np.int64)[: len(parts) + 1]
    whole = pa.LargeStringArray.from_buffers(
        n, pa.py_buffer(np.ascontiguousarray(offsets[edges])), parts.buffers()[2]
    )
    return pd.Series(pd.array(whole, dtype="str"))
