"""Exercises that check themselves: what a notebook calls after `answer = None`."""

from __future__ import annotations

import math


def check(answer, truth, tolerance: float = 0.0) -> str:
    """Compare an answer with the right one and say so in Chinese and English.

    Parameters
    ----------
    answer : number, str, set, list or None
        What the reader put; None means not yet answered.
    truth
        The right answer, computed by the notebook from the data.
    tolerance : float
        For numbers: how far off still counts, as a share of the truth.

    Returns
    -------
    str
        One line. It does not give the right answer away.

    Examples
    --------
    >>> check(None, 3)
    '尚未作答：把答案写在 answer 里。 Not answered yet: put your answer into answer.'
    >>> check(3, 3)
    '答对了。 Right.'
    >>> check({"乙", "甲"}, ["甲", "乙"])
    '答对了。 Right.'
    >>> check(2, 3)
    '再想想：偏小。 Not yet: too small.'
    """
    if answer is None:
        return "尚未作答：把答案写在 answer 里。 Not answered yet: put your answer into answer."
    if isinstance(truth, (int, float)) and isinstance(answer, (int, float)):
        if math.isclose(answer, truth, rel_tol=tolerance, abs_tol=1e-12):
            return "答对了。 Right."
        small = answer < truth
        zh, en = ("偏小", "too small") if small else ("偏大", "too large")
        return f"再想想：{zh}。 Not yet: {en}."
    if isinstance(truth, (set, list, tuple)):
        mine = {answer} if isinstance(answer, str) else set(answer)
        missing, extra = len(set(truth) - mine), len(mine - set(truth))
        if not missing and not extra:
            return "答对了。 Right."
        wrong = f"缺 {missing} 个，多 {extra} 个。 Not yet: {missing} missing, {extra} too many."
        return f"再想想：{wrong}"
    return "答对了。 Right." if str(answer).strip() == str(truth) else "再想想。 Not yet."
