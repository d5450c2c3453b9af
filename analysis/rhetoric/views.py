"""Tables behind the figures of parallelism and four-character strings."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.rhetoric import table

ZONES = ("review", "plan")
FOUR = ("chengyu", "near", "policy", "free")


def members(hits: pd.DataFrame) -> list[list[tuple[int, int]]]:
    """Read the limbs of parallel hits back from their attributes.

    Examples
    --------
    >>> members(pd.DataFrame({"attributes": ["n=2;members=3-7,8-12"]}))
    [[(3, 7), (8, 12)]]
    """
    spans = []
    for text in hits["attributes"]:
        parts = table.parse(text).get("members", "").split(",")
        spans.append([tuple(map(int, p.split("-"))) for p in parts if "-" in p])
    return spans


def zone_of(hits: pd.DataFrame, sentences: pd.DataFrame, zones: pd.Series) -> pd.Series:
    """Give the zone of the sentence in which each hit starts."""
    known = dict(zip(sentences["sent_id"], zones, strict=True))
    return hits["sent_id"].map(known).astype(object).fillna("").rename("zone")


def density(
    hits: pd.DataFrame, sentences: pd.DataFrame, zones: pd.Series, width: int = 400
) -> pd.DataFrame:
    """Measure how much of each stretch of the speech stands in parallel limbs.

    Parameters
    ----------
    hits : DataFrame
        Of the detector parallel, headings left out by the caller if they should not count.
    sentences, zones
        Of the document; stretches cover review and plan.
    width : int
        Characters a stretch.

    Returns
    -------
    DataFrame
        zone, start, end, chars (of sentences), parallel (characters in limbs), share.
    """
    spoken = sentences[zones.isin(ZONES).to_numpy()]
    if spoken.empty:
        columns = ["zone", "start", "end", "chars", "parallel", "share"]
        return pd.DataFrame(columns=columns)
    first, last = int(spoken["start"].min()), int(spoken["end"].max())
    inside = np.zeros(last - first, dtype=bool)
    limb = np.zeros(last - first, dtype=bool)
    for a, b in zip(spoken["start"], spoken["end"], strict=True):
        inside[a - first : b - first] = True
    for spans in members(hits):
        for a, b in spans:
            limb[max(0, a - first) : max(0, b - first)] = True
    limb &= inside
    rows = []
    for zone in ZONES:
        own = spoken[(zones[zones.isin(ZONES)] == zone).to_numpy()]
        if own.empty:
            continue
        low, high = int(own["start"].min()) - first, int(own["end"].max()) - first
        for a in range(low, high, width):
            b = min(a + width, high)
            chars, parallel = int(inside[a:b].sum()), int(limb[a:b].sum())
            share = parallel / chars if chars else 0.0
            rows.append((zone, a + first, b + first, chars, parallel, share))
    return pd.DataFrame(rows, columns=["zone", "start", "end", "chars", "parallel", "share"])


def card(hit: pd.Series, text: str) -> pd.DataFrame:
    """Cut the limbs of a group round what they share, so that they can be set in columns.

    Parameters
    ----------
    hit : Series
        One hit of the detector parallel.
    text : str
        The document's text.

    Returns
    -------
    DataFrame
        limb (1...), start, end, before, shared, after; `shared` is "" where nothing repeats.

    Examples
    --------
    >>> hit = pd.Series({"attributes": "n=2;members=0-3,4-7;head=稳"})
    >>> card(hit, "稳地价、稳房价")[["before", "shared", "after"]].values.tolist()
    [['', '稳', '地价'], ['', '稳', '房价']]
    """
    spans = members(pd.DataFrame([hit]))[0]
    head = table.parse(hit["attributes"]).get("head", "-").split("…")[0].split("/")[0]
    rows = []
    for k, (a, b) in enumerate(spans, 1):
        limb = text[a:b]
        at = limb.find(head) if head != "-" else -1
        if at < 0:
            rows.append((k, a, b, "", "", limb))
        else:
            rows.append((k, a, b, limb[:at], head, limb[at + len(head) :]))
    return pd.DataFrame(rows, columns=["limb", "start", "end", "before", "shared", "after"])


def four_characters(
    idioms: pd.DataFrame, strings: pd.DataFrame, sentences: pd.DataFrame, zones: pd.Series
) -> pd.DataFrame:
    """Collect idioms and four-character strings of review and plan with their zone.

    Returns
    -------
    DataFrame
        sent_id, start, end, text, label (chengyu, near, policy, free), zone.
    """
    both = pd.concat([idioms, strings[strings["label"].isin(FOUR)]], ignore_index=True)
    both["zone"] = zone_of(both, sentences, zones)
    both = both[both["zone"].isin(ZONES)].sort_values(["start", "end"], kind="stable")
    return both[["sent_id", "start", "end", "text", "label", "zone"]].reset_index(drop=True)


def rates(rows: pd.DataFrame, sentences: pd.DataFrame, zones: pd.Series) -> pd.DataFrame:
    """Count labels by zone, per 10,000 characters of the zone's sentences.

    Returns
    -------
    DataFrame
        label, zone, count, chars, per_10k; every label in both zones.
    """
    chars = sentences["text"].str.len().groupby(zones.to_numpy()).sum()
    counts = rows.groupby(["label", "zone"]).size()
    out = []
    for label in FOUR:
        for zone in ZONES:
            count, n = int(counts.get((label, zone), 0)), int(chars.get(zone, 0))
            out.append((label, zone, count, n, 1e4 * count / n if n else 0.0))
    return pd.DataFrame(out, columns=["label", "zone", "count", "chars", "per_10k"])
