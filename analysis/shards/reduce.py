"""Many shards to one count: sorted vocabularies are merged, counts follow in the order dealt."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from analysis.shards import disk, layout
from analysis.shards.work import Done, folder_of

SUMMARY = "summary.json"
# layer -> list of words of a shard, its column, counts; the files of the whole are named alike.
LAYERS = {
    "words": ("words", ["word"], "word_counts"),
    "terms": ("term_list", ["term", "label"], "term_counts"),
}


def reduce(out: Path, shards: list[Done], about: dict) -> dict:
    """Merge the counts of shards into one and write it.

    Parameters
    ----------
    out : Path
        The folder that holds ``shards/``.
    shards : list of Done
        In the order dealt.
    about : dict
        Goes into summary.json.

    Returns
    -------
    dict
        What summary.json says. The files: documents, words, word_counts, terms, term_counts
        (Parquet), the same bytes whoever cut the shards.
    """
    kept = [shard for shard in shards if shard.documents]
    name = hashlib.sha256(json.dumps([shard.key for shard in kept]).encode()).hexdigest()[:16]
    mark = {"count": name}
    unfinished = {}
    try:
        for layer, (listed, columns, counted) in LAYERS.items():
            folders = [folder_of(out, s.key) for s in kept]
            merged = _merge((layout.read(f, listed, [*columns, "n"]) for f in folders), columns)
            path = out / f"{disk.UNFINISHED}{counted}.parquet"
            unfinished[f"{counted}.parquet"] = path
            df = _write_counts(path, folders, merged, (listed, counted), mark)
            merged = merged.append_column("df", [df])
            merged = merged.add_column(0, "code", [np.arange(len(df), dtype=np.int32)])
            unfinished[f"{layer}.parquet"] = out / f"{disk.UNFINISHED}{layer}.parquet"
            data = layout.to_bytes(listed, merged, mark)
            disk.write(unfinished[f"{layer}.parquet"], data)
        unfinished["documents.parquet"] = out / f"{disk.UNFINISHED}documents.parquet"
        documents = _documents(out, kept)
        disk.write(unfinished["documents.parquet"], layout.to_bytes("documents", documents, mark))
        summary = {
            **about,
            "count": name,
            "documents": documents.num_rows,
            "characters": sum(s.chars for s in kept),
            "tokens": sum(s.tokens for s in kept),
            "shards": [s.key for s in shards],
        }
        # All are on the disk: only names change now.
        for file, path in unfinished.items():
            path.replace(out / file)
    finally:
        for path in unfinished.values():
            path.unlink(missing_ok=True)
    text = json.dumps(summary, ensure_ascii=False, indent=1, sort_keys=True)
    disk.replace_file(out / SUMMARY, text.encode("utf-8"))
    disk.sync(out)
    return summary


def _merge(tables: Iterator, columns: list[str]):
    """One sorted vocabulary of all shards with the sums of n."""
    import pyarrow as pa
    import pyarrow.compute as pc

    schema = [(c, pa.string()) for c in columns] + [("n", pa.int64())]
    merged = pa.schema(schema).empty_table()
    while more := [t.cast(merged.schema) for t in islice(tables, 50)]:  # so that few are held
        merged = pa.concat_tables([merged, *more]).combine_chunks()
        merged = merged.group_by(columns).aggregate([("n", "sum")])
        merged = merged.select([*columns, "n_sum"]).rename_columns([*columns, "n"])
    order = pc.sort_indices(merged, sort_keys=[(c, "ascending") for c in columns])
    return merged.take(order).combine_chunks()


def _write_counts(path, folders, merged, names, mark) -> np.ndarray:
    """Write the matrix, a row group a shard; give the documents of each word."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    listed, counted = names
    keys = _keys(merged)
    df = np.zeros(merged.num_rows, dtype=np.int32)
    columns = ("doc", "word", "n")
    schema = pa.schema([(name, pa.int32()) for name in columns], metadata=mark)
    with open(path, "wb") as stream:
        options = layout.options(counted, schema)
        with pq.ParquetWriter(stream, schema, **options) as writer:
            done = 0
            for folder in folders:
                to = pc.index_in(_keys(layout.read(folder, listed)), keys).to_numpy()
                part = layout.read(folder, counted)
                doc, word = part["doc"].to_numpy(), to[part["word"].to_numpy()]
                order = np.lexsort((word, doc))
                df += np.bincount(word, minlength=len(df)).astype(np.int32)
                cells = (doc[order] + done, word[order], part["n"].to_numpy()[order])
                arrays = [pa.array(c.astype(np.int32)) for c in cells]
                writer.write_table(pa.table(dict(zip(columns, arrays, strict=True)), schema))
                done += layout.rows(folder, "documents")
        stream.flush()
        os.fsync(stream.fileno())
    return df


def _keys(table):
    """One string a row: a term may be listed under two labels."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = [c for c in ("word", "term", "label") if c in table.schema.names]
    parts = [table[c].combine_chunks() for c in names]
    if not table.num_rows:
        return pa.array([], pa.string())
    return parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, "\t")


def _documents(out: Path, shards: list[Done]):
    import pyarrow as pa

    parts = []
    for shard in shards:
        table = layout.read(folder_of(out, shard.key), "documents")
        parts.append(table.append_column("shard", pa.array([shard.key] * table.num_rows)))
    if not parts:
        return pa.table({"doc_id": pa.array([], pa.string())})
    whole = pa.concat_tables(parts).combine_chunks()
    return whole.add_column(0, "doc", [np.arange(whole.num_rows, dtype=np.int32)])


def current(out: Path, shards: list[Done], about: dict) -> dict | None:
    """Return the summary where the count on the disk is that of these shards, and whole."""
    try:
        summary = json.loads((Path(out) / SUMMARY).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    same = summary.get("shards") == [s.key for s in shards]
    same = same and all(summary.get(k) == v for k, v in about.items())
    return summary if same and all(_marked(Path(out), summary["count"])) else None


def _marked(out: Path, count: str) -> Iterator[bool]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    files = ["documents", *LAYERS, *(counted for _, _, counted in LAYERS.values())]
    for file in files:
        try:
            mark = pq.read_metadata(out / f"{file}.parquet").metadata or {}
            yield mark.get(b"count", b"").decode() == count
        except (OSError, pa.ArrowInvalid):
            yield False


def to_csr(table, shape):
    """Turn cells (doc, word, n), sorted by document and word, into a sparse matrix of int32."""
    from scipy.sparse import csr_matrix

    doc = table["doc"].to_numpy()
    indptr = np.searchsorted(doc, np.arange(shape[0] + 1)).astype(np.int32)
    cells = (table["n"].to_numpy(), table["word"].to_numpy(), indptr)
    return csr_matrix(cells, shape=shape)
