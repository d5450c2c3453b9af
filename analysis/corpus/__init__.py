"""The texts as received: the manifest, reading every kind of file, checking and repairing it."""

from analysis.corpus.documents import (
    DOCUMENT_COLUMNS,
    MANIFEST_COLUMNS,
    Document,
    decode,
    documents,
    load,
    manifest,
    read_file,
    sha256,
)
from analysis.corpus.view import repaired, restore

__all__ = [
    "DOCUMENT_COLUMNS",
    "MANIFEST_COLUMNS",
    "Document",
    "decode",
    "documents",
    "load",
    "manifest",
    "read_file",
    "repaired",
    "restore",
    "sha256",
]
