"""Which words keep company: the strongest collocates of some words as a graph with places."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd


def network(collocates: pd.DataFrame, nodes, each: int = 8, measure: str = "logDice", labels=None):
    """Choose the strongest collocates of some words and find places for all of them.

    Parameters
    ----------
    collocates : DataFrame
        As of `collocations`.
    nodes : list of str
        The words in the middle.
    each : int
        Collocates of each.
    measure : str
        What counts as strong.
    labels : mapping of str to str, optional
        What will be written for a word, so that there is room for it.

    Returns
    -------
    (DataFrame, DataFrame)
        Nodes: word, x, y (0 to 1), f, hub. Edges: node, collocate, O, weight (the measure), G2.
        Places by the stress of path lengths (Kamada and Kawai 1989), so that the same table
        gives the same picture; then labels are pushed apart.

    Examples
    --------
    >>> toy = pd.DataFrame({"node": ["甲", "甲"], "collocate": ["乙", "丙"], "O": [3, 2],
    ...                     "G2": [9.0, 4.0], "logDice": [12.0, 11.0], "f_node": 5, "C1": [4, 3]})
    >>> points, lines = network(toy, ["甲"])
    >>> points["word"].tolist(), lines["collocate"].tolist()
    (['甲', '乙', '丙'], ['乙', '丙'])
    """
    import networkx as nx

    rows = collocates[collocates["node"].isin(list(nodes)) & (collocates["G2"] > 0)]
    order = np.lexsort((rows["collocate"].to_numpy(dtype=str), -rows[measure].round(9).to_numpy()))
    rows = rows.iloc[order].groupby("node", sort=False).head(each)
    rank = {word: i for i, word in enumerate(nodes)}
    rows = rows.iloc[rows["node"].map(rank).argsort(kind="stable").to_numpy()]
    edges = rows.assign(weight=rows[measure])[["node", "collocate", "O", "weight", "G2"]]
    pair = [tuple(sorted(p)) for p in zip(edges["node"], edges["collocate"], strict=True)]
    edges = edges[~pd.Series(pair, index=edges.index).duplicated()].reset_index(drop=True)
    frequency = dict(zip(rows["collocate"], rows["C1"], strict=True))
    frequency |= dict(zip(rows["node"], rows["f_node"], strict=True))
    graph = nx.Graph()
    graph.add_nodes_from(word for word in nodes if word in frequency)
    graph.add_edges_from(zip(edges["node"], edges["collocate"], strict=True))
    words = list(graph)
    # components are laid out as one graph, joined by weak ties between the words in the middle
    joined = graph.copy()
    hubs = [word for word in nodes if word in frequency]
    joined.add_edges_from((a, b, {"weight": 3.0}) for a, b in pairwise(hubs))
    if len(words) > 1:
        places = nx.kamada_kawai_layout(joined, pos=nx.circular_layout(joined), weight="weight")
        xy = np.array([places[word] for word in words])
    else:
        xy = np.zeros((len(words), 2))
    xy = spread(xy, [(labels or {}).get(w, w) for w in words], [w in set(hubs) for w in words])
    table = pd.DataFrame({"word": words, "x": xy[:, 0], "y": xy[:, 1]})
    table["f"] = [int(frequency[word]) for word in words]
    table["hub"] = table["word"].isin(hubs)
    return table, edges


def spread(xy, words, hubs, width=170.0, height=108.0, rounds=400) -> np.ndarray:
    """Push labels apart until none overlaps another; coordinates from 0 to 1 in a wide frame."""
    if not len(xy):
        return xy
    xy = (xy - xy.min(axis=0)) / np.where(np.ptp(xy, axis=0) > 0, np.ptp(xy, axis=0), 1)
    # half the label in mm: type of 10.5 pt for the words in the middle, of 8 pt for the others
    size = np.where(hubs, 3.7, 2.9)
    ems = np.array([sum(1 if ord(c) > 0x2E7F else 0.58 for c in word) for word in words])
    half = np.stack([size * (ems / 2 + 0.4), size * 0.75], axis=1)
    frame = np.array([width, height])
    spot = half + xy * (frame - 2 * half)
    for _ in range(rounds):
        gap = spot[:, None] - spot[None]
        overlap = half[:, None] + half[None] - np.abs(gap)
        hit = (overlap > 0).all(axis=2) & ~np.eye(len(words), dtype=bool)
        if not hit.any():
            break
        # along the axis that needs the smaller step; equal places part by their order
        order = np.sign(np.subtract.outer(np.arange(len(words)), np.arange(len(words))))
        sign = np.where(gap == 0, order[..., None], np.sign(gap))
        along = overlap[..., 0] <= overlap[..., 1]
        step = np.stack([along, ~along], axis=2) * overlap * sign * 0.55
        spot = spot + (step * hit[..., None]).sum(axis=1) / 2
        spot = np.clip(spot, half, frame - half)
    return spot / frame
