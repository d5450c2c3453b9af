"""Readers, one a kind of file: each gives text, and says what it left out."""
