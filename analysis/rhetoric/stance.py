"""Stance sentences 立场句: where the speaker addresses, thanks, admits, urges or calls."""

from __future__ import annotations

import re

import pandas as pd

from analysis import lexicons
from analysis.rhetoric import table
from analysis.sentences import zones

LABELS = ("address", "report", "thanks", "selfcrit", "hort", "exclaim", "call")


def _cues() -> dict[str, re.Pattern]:
    """Compile the cues of seeds/stance.csv; ``…`` in a cue spans up to 30 characters."""
    entries = lexicons.load("stance.csv", columns=("term", "label"), unique=("term", "label"))
    patterns = {}
    for label, terms in entries.groupby("label")["term"]:
        parts = [re.escape(term).replace("…", "[^。！？]{0,30}?") for term in terms]
        patterns[label] = re.compile("|".join(parts))
    return patterns


_CACHE: dict[str, re.Pattern] = {}


def _label(text: str, zone: str, admitting: bool) -> str:
    """Name the stance of one sentence, "" for none."""
    cues = _CACHE
    bare = re.sub(r"“[^“”]*”", "", text)
    if cues["address"].match(text) and len(text) <= 12:
        return "address"
    if cues["call"].search(bare):
        return "call"
    if cues["thanks"].search(bare):
        return "thanks"
    hort = cues["hort"].search(bare)
    if cues["selfcrit"].search(bare) and not (hort and admitting):
        return "selfcrit"
    if hort:
        return "hort"
    if admitting:
        return "selfcrit"
    if zone != "plan" and zone != "resolution" and cues["report"].search(bare):
        return "report"
    return "exclaim" if text.rstrip("”’」』）)").endswith(("！", "!")) else ""


def detect(sentences: pd.DataFrame, tokens: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find stance sentences, whole, final mark included.

    Parameters
    ----------
    sentences : DataFrame
        As `sentences.split` gives it.
    tokens : DataFrame, optional
        Not used.

    Returns
    -------
    DataFrame
        Hits labelled address (各位代表), report (我们 in the review, 我代表…报告), thanks,
        selfcrit (problems, from 清醒认识到 to the resolve to mend them), hort (我们要, 让我们,
        必须), exclaim (！ without those) or call (号召); ``mark=！`` where it ends in one.

    Examples
    --------
    >>> from analysis import sentences
    >>> table = sentences.split("各位代表！\\n我们要办好教育！", "toy")
    >>> detect(table)[["text", "label"]].values.tolist()
    [['各位代表！', 'address'], ['我们要办好教育！', 'hort']]
    """
    if not _CACHE:
        _CACHE.update(_cues())
    rows = []
    admitting, paragraph = False, ""
    for sent_id, par_id, role, start, end, text, zone in zip(
        *(sentences[c].tolist() for c in ("sent_id", "par_id", "role", "start", "end", "text")),
        zones(sentences),
        strict=True,
    ):
        if role in ("title", "date", "speaker", "heading", "footer", "annex"):
            admitting = False
            continue
        if par_id != paragraph:
            admitting, paragraph = False, par_id
        label = _label(text, zone, admitting)
        if zone == "plan" and label == "selfcrit":
            label = "exclaim" if text.endswith("！") else ""
        admitting = label == "selfcrit"
        if label:
            mark = "！" if text.endswith(("！", "!")) else "-"
            rows.append((sent_id, start, end, text, label, {"mark": mark}))
    return table.hits(rows, "stance")
