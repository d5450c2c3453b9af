"""The texts as received: the manifest, reading every kind of file, checking and repairing it."""

from analysis.corpus.decoding import decode
from analysis.corpus.documents import Document, reading_problems
from analysis.corpus.manifest import (
    DOCUMENT_COLUMNS,
    MANIFEST_COLUMNS,
    documents,
    load,
    manifest,
)
from analysis.corpus.reading import read_file, read_many, sha256
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
    "read_many",
    "reading_problems",
    "repaired",
    "restore",
    "sha256",
]
