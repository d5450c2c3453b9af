"""Tables of what the detectors found, one for each figure: ladder, pipeline, glossary, strips.

Each takes hits and sentences and returns one row a mark or a place; `mark` is what the evidence of
the figure refers to.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.rhetoric import reuse, table
from analysis.sentences import zones

RUNGS = ("4", "3+", "3", "2", "1", "T", "P")
STAGES = ("prelim", "plan", "start", "build", "done")
BIN = 1000  # characters of the report in one bar of a density strip


def attributes(hits: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Add attributes of the hits as columns of their own, "-" where a hit lacks one.

    Examples
    --------
    >>> hits = pd.DataFrame({"attributes": ["quant=1;adv=加快", "quant=0"]})
    >>> attributes(hits, "quant", "adv")[["quant", "adv"]].values.tolist()
    [['1', '加快'], ['0', '-']]
    """
    read = [table.parse(text) for text in hits["attributes"]]
    return hits.assign(**{name: [more.get(name, "-") for more in read] for name in names})


def _placed(hits: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Hits with section, part and zone of their sentence."""
    place = sentences.assign(zone=zones(sentences)).set_index("sent_id")
    columns = ["section", "part", "zone"]
    bare = hits.drop(columns=[c for c in columns if c in hits])
    return bare.join(place[columns], on="sent_id")


def _headings(sentences: pd.DataFrame) -> dict[tuple[str, str], str]:
    headings = sentences[(sentences["role"] == "heading") & (sentences["part"] != "")]
    keys = zip(headings["section"], headings["part"], strict=True)
    return dict(zip(keys, headings["text"], strict=True))


def rungs(commitments: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Give each commitment its policy area (a part of the plan) and its rung of the ladder.

    Parameters
    ----------
    commitments : DataFrame
        Hits of `commit.detect`.
    sentences : DataFrame

    Returns
    -------
    DataFrame
        The hits in a part of the plan with part, heading, rung (4, 3+ for an action with a pushing
        adverb, 3, 2, 1, T, P), quant and proj.
    """
    found = _placed(attributes(commitments, "quant", "proj", "adv"), sentences)
    found = found[found["part"] != ""]
    pushed = (found["label"] == "3") & (found["adv"] != "-")
    headings = _headings(sentences)
    keys = zip(found["section"], found["part"], strict=True)
    return found.assign(
        rung=found["label"].mask(pushed, "3+"), heading=[headings.get(key, key[1]) for key in keys]
    )


def ladder(placed: pd.DataFrame) -> pd.DataFrame:
    """Count commitments by policy area and rung, and those with a quantity or a named project.

    Parameters
    ----------
    placed : DataFrame
        As `rungs` gives it.

    Returns
    -------
    DataFrame
        mark (``（一） 3+``), part, heading, kind (a rung, quantity or project), count, share of the
        area's commitments; areas in the order of the report.

    Examples
    --------
    >>> toy = pd.DataFrame({"part": "（一）", "heading": "（一）稳增长", "rung": ["3+", "3", "T"],
    ...                     "quant": ["0", "0", "1"], "proj": ["-", "done", "-"]})
    >>> counted = ladder(toy).set_index("kind")["count"]
    >>> counted[["3+", "4", "quantity", "project"]].tolist()
    [1, 0, 1, 1]
    """
    rows = []
    for (part, heading), group in placed.groupby(["part", "heading"], sort=False):
        counts = {rung: int((group["rung"] == rung).sum()) for rung in RUNGS}
        counts["quantity"] = int((group["quant"] == "1").sum())
        counts["project"] = int((group["proj"] != "-").sum())
        for kind, count in counts.items():
            mark = f"{part} {kind}" if count else ""
            rows.append((mark, part, heading, kind, count, count / len(group)))
    return pd.DataFrame(rows, columns=["mark", "part", "heading", "kind", "count", "share"])


def ladder_evidence(placed: pd.DataFrame) -> pd.DataFrame:
    """Collect the commitments behind each mark of `ladder`."""
    columns = ["mark", "sent_id", "start", "end", "text"]
    rung = placed.assign(mark=placed["part"] + " " + placed["rung"])
    quantity = placed[placed["quant"] == "1"]
    project = placed[placed["proj"] != "-"]
    parts = [
        rung,
        quantity.assign(mark=quantity["part"] + " quantity"),
        project.assign(mark=project["part"] + " project"),
    ]
    return pd.concat(parts, ignore_index=True)[columns]


def pipeline(commitments: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """List the commitments to named projects by their stage.

    Returns
    -------
    DataFrame
        mark (the stage), stage, verb (the commitment's words), project (the first project named
        after them), sent_id, start, end, text (words and object); stages in order, then text
        order.
    """
    found = attributes(commitments, "proj", "clause")
    found = found[found["proj"].isin(STAGES)]
    texts = sentences.set_index("sent_id")[["start", "text"]]
    rows = []
    for hit in found.itertuples():
        offset, text = texts.loc[hit.sent_id, ["start", "text"]]
        stop = int(hit.clause.split("-")[1])
        words = text[hit.start - offset : stop - offset]
        goal = words[hit.end - hit.start :]
        listed = "等" in goal or "的" not in goal
        project = goal.split("、")[0].split("等")[0] if listed else goal.rpartition("的")[2]
        rows.append((hit.proj, hit.proj, hit.text, project, hit.sent_id, hit.start, stop, words))
    columns = ["mark", "stage", "verb", "project", "sent_id", "start", "end", "text"]
    made = pd.DataFrame(rows, columns=columns)
    rank = made["stage"].map({stage: k for k, stage in enumerate(STAGES)})
    return made.iloc[np.lexsort((made["start"], rank))].reset_index(drop=True)


def places(hits: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Give each hit its place along the speech, in characters from its first sentence.

    Returns
    -------
    DataFrame
        The hits inside the speech (review, plan, address, closing) with zone, at and width.
    """
    named = zones(sentences)
    role = sentences["role"]
    speech = named.isin(["review", "plan"]) | role.isin(["address", "body", "closing"])
    first = int(sentences.loc[speech, "start"].min()) if speech.any() else 0
    inside = hits[hits["sent_id"].isin(set(sentences.loc[speech, "sent_id"]))]
    placed = _placed(inside, sentences)
    return placed.assign(at=placed["start"] - first, width=placed["end"] - placed["start"])


def spans(sentences: pd.DataFrame) -> pd.DataFrame:
    """Say where review and plan lie along the speech: zone, at, width in characters."""
    placed = places(sentences, sentences)
    rows = []
    for zone in ("review", "plan"):
        own = placed[placed["zone"] == zone]
        if len(own):
            left, right = own["at"].min(), (own["at"] + own["width"]).max()
            rows.append((zone, int(left), int(right - left)))
    return pd.DataFrame(rows, columns=["zone", "at", "width"])


def glossary(numerics: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """List the numeric contractions: kind, how often, where, and what they stand for.

    Returns
    -------
    DataFrame
        A row an occurrence in the speech: mark (the term), label, zone, at, expansion, count (of
        the term); terms grouped by label, in the order of their first occurrence.
    """
    found = attributes(places(numerics, sentences), "expansion")
    shown = found[found["expansion"] != "-"].drop_duplicates("text").set_index("text")["expansion"]
    found = found.assign(
        mark=found["text"],
        expansion=[shown.get(text, "-") for text in found["text"]],
        count=found.groupby("text")["text"].transform("size"),
        first=found.groupby("text")["at"].transform("min"),
    )
    order = {"set": 0, "code": 1, "plan": 2, "count": 3, "honor": 4, "clause": 5, "grade": 6}
    keys = (found["at"], found["first"], found["label"].map(order))
    columns = ["mark", "label", "zone", "at", "expansion", "count", "sent_id", "start", "end"]
    return found.iloc[np.lexsort(keys)][[*columns, "text"]].reset_index(drop=True)


def strip(hits: pd.DataFrame, sentences: pd.DataFrame, *more: str) -> pd.DataFrame:
    """Lay hits along the speech, one row each.

    Returns
    -------
    DataFrame
        mark (the label), label, the attributes named in `more`, zone, at, width, sent_id, start,
        end, text.
    """
    found = attributes(places(hits, sentences), *more)
    columns = ["mark", "label", *more, "zone", "at", "width", "sent_id", "start", "end", "text"]
    return found.assign(mark=found["label"])[columns].reset_index(drop=True)


def borrowed(sentences: pd.DataFrame) -> pd.DataFrame:
    """Say for each stretch of the resolution where it stands word for word in the report.

    Returns
    -------
    DataFrame
        mark (review, plan, both or ""), sent_id, start, end, text: the resolution cut into
        stretches of one kind; empty where there is no resolution.

    Examples
    --------
    >>> from analysis import sentences
    >>> borrowed(sentences.split("一、2024年工作回顾\\n好。", "toy")).empty
    True
    """
    numbers = reuse.zone_numbers(sentences)
    own = sentences[(numbers == 0) & (sentences["role"] == "resolution").to_numpy()]
    rows = []
    cover: dict[str, set[int]] = {}
    for name, number in (("review", 1), ("plan", 2)):
        hits = reuse.between(own, sentences[numbers == number])
        spans = zip(hits["start"], hits["end"], strict=True)
        cover[name] = {at for start, end in spans for at in range(start, end)}
    for sent_id, start, text in zip(own["sent_id"], own["start"], own["text"], strict=True):
        kinds = [
            ("both" if at in cover["plan"] else "review")
            if at in cover["review"]
            else ("plan" if at in cover["plan"] else "")
            for at in range(start, start + len(text))
        ]
        for k, character in enumerate(text):  # a mark between two finds belongs to both
            if character in "，、；：。":
                between = 0 < k < len(text) - 1 and kinds[k - 1] and kinds[k + 1]
                kinds[k] = kinds[k - 1] if between else ""
        left = 0
        for right in range(1, len(text) + 1):
            if right == len(text) or kinds[right] != kinds[left]:
                span = (sent_id, start + left, start + right, text[left:right])
                rows.append((kinds[left], *span))
                left = right
    return pd.DataFrame(rows, columns=["mark", "sent_id", "start", "end", "text"])
