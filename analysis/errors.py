"""The one error a user sees: a single line that says what, where and what to do."""

from __future__ import annotations


class InputError(Exception):
    """Something in the user's files or words is wrong.

    Parameters
    ----------
    what : str
        What was found, in one line.
    where : str, optional
        File and line, or the argument, in which it was found.
    do : str, optional
        What the reader can do about it.

    Examples
    --------
    >>> str(InputError("unknown column 'wrod'", where="seeds/stopwords.csv line 1", do="Use word."))
    "seeds/stopwords.csv line 1: unknown column 'wrod'. Use word."
    """

    def __init__(self, what: str, where: str = "", do: str = ""):
        self.what, self.where, self.do = what, where, do
        message = f"{where}: {what}" if where else what
        if do:
            message = f"{message.rstrip('.')}. {do}"
        super().__init__(" ".join(message.split()))
