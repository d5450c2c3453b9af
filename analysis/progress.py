"""What is shown while one waits: a line on stderr that rewrites itself, on a terminal only."""

from __future__ import annotations

import sys
import time

WIDTH = 78


class Line:
    """A line that is rewritten in place, and gone when the work is done.

    Examples
    --------
    >>> import io
    >>> quiet = Line(io.StringIO())
    >>> quiet.show("1/5 03_words")
    >>> quiet.stream.getvalue()
    ''
    """

    def __init__(self, stream=None):
        self.stream = sys.stderr if stream is None else stream
        self.live = bool(getattr(self.stream, "isatty", lambda: False)())
        self._shown = ""

    def show(self, text: str) -> None:
        """Write a text over the one before."""
        text = text[:WIDTH]
        if self.live and text != self._shown:
            self.stream.write("\r" + text + " " * max(0, _cells(self._shown) - _cells(text)))
            self.stream.flush()
            self._shown = text

    def clear(self) -> None:
        """Take the line away."""
        if self.live and self._shown:
            self.stream.write("\r" + " " * _cells(self._shown) + "\r")
            self.stream.flush()
            self._shown = ""


def _cells(text: str) -> int:
    """Width on a terminal, where a Chinese character takes two cells."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)


class Bar:
    """A progress bar for ``analyse``; call it as ``bar(done, of, what)``.

    Examples
    --------
    >>> bar_text(3, 4, "figures")
    '[##################      ] 3/4 figures'
    """

    def __init__(self, stream=None):
        self.line = Line(stream)

    def __call__(self, done: int, of: int, what: str = "") -> None:
        """Show how far the work is; the bar goes when all is done."""
        if done >= of:
            self.line.clear()
        else:
            self.line.show(bar_text(done, of, what))


def bar_text(done: int, of: int, what: str = "", width: int = 24) -> str:
    """Draw a bar as text."""
    full = width * done // max(of, 1)
    return f"[{'#' * full}{' ' * (width - full)}] {done}/{of} {what}".rstrip()


class Clock:
    """Seconds since it was made.

    Examples
    --------
    >>> Clock().seconds < 60
    True
    """

    def __init__(self):
        self._start = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Seconds until now."""
        return time.perf_counter() - self._start
