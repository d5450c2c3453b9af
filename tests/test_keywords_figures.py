"""Figures on keywords: what is drawn is what the table says, and labels keep apart."""

import numpy as np
import pandas as pd
import pytest

from analysis.figures import company, keywords, placing, style

WORDS = ["建设", "加快", "完善", "发展", "增长", "新增", "入选", "全国"]
WORDS += ["经济", "政治", "中国", "企业", "城市", "服务", "教育", "文化"]


def key_table(n=60):
    rng = np.random.default_rng(2)
    lr = rng.normal(0, 2, n)
    g2 = np.sign(lr) * rng.gamma(1.5, 6, n)
    kinds = np.where(g2 > 0, "target", "reference")
    status = np.where(abs(g2) > 9, kinds, np.where(abs(g2) > 3.84, "G2 only", "none"))
    words = [WORDS[i % len(WORDS)] + "甲乙丙丁"[i // len(WORDS)] for i in range(n)]
    return pd.DataFrame({"word": words, "LR_half": lr, "G2_4": g2, "status": status})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_keyness_labels_key_words_and_never_overlap(lang):
    table = key_table()
    fig = keywords.keyness(table, lang=lang)
    assert style.faults(fig) == []
    written = {text.get_text() for text in fig.axes[0].texts}
    assert len(written) > 10 and written <= set(table.loc[table["status"] != "none", "word"])
    drawn = sum(len(points.get_offsets()) for points in fig.axes[0].collections)
    assert drawn == len(table)


def test_keyness_draws_the_table():
    table = key_table(10)
    fig = keywords.keyness(table)
    points = np.vstack([np.asarray(c.get_offsets()) for c in fig.axes[0].collections])
    assert sorted(points[:, 0]) == pytest.approx(sorted(table["LR_half"]))
    assert sorted(points[:, 1]) == pytest.approx(sorted(table["G2_4"].abs()))


def test_null_control_draws_percent():
    table = pd.DataFrame(
        {
            "test": ["G2_4", "permutation"],
            "share": [0.153, 0.046],
            "share_lo": [0.11, 0.02],
            "share_hi": [0.2, 0.07],
            "words": 500,
            "units": 79,
            "halves": 100,
        }
    )
    fig = keywords.null_control(table, lang="en")
    assert [bar.get_width() for bar in fig.axes[0].patches] == pytest.approx([15.3, 4.6])
    assert style.faults(fig) == []


def test_placing_leaves_out_what_has_no_room():
    fig, ax = style.figure("narrow", 30, grid="")
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    x = np.full(40, 0.5)
    written = placing.place(ax, x, x, ["很长的一个标签"] * 40)
    assert 0 < sum(written) < 40
    assert style.faults(fig) == []


def test_placing_joins_far_labels_by_a_line():
    fig, ax = style.figure("narrow", 60, grid="")
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    x = np.full(14, 0.5)
    written = placing.place(ax, x, x, [f"部分{i}" for i in range(14)], must=14)
    assert all(written) and style.faults(fig) == []
    assert sum(text.get_text() == "" for text in ax.texts) > 0


def test_strip_has_one_tick_an_occurrence():
    table = pd.DataFrame(
        {
            "word": ["建设"] * 3 + ["增长"],
            "position": [0.1, 0.5, 0.9, 0.2],
            "zone": ["review", "plan", "plan", "review"],
            "f": [3, 3, 3, 1],
            "DP": [0.2, 0.2, 0.2, 0.9],
        }
    )
    borders = pd.DataFrame({"position": [0.0, 0.4, 0.41], "label": ["一", "二", "三"]})
    fig = company.strip(table, borders)
    ticks = [path for c in fig.axes[0].collections for path in c.get_paths()]
    assert sorted(path.vertices[0][0] for path in ticks) == [0.1, 0.2, 0.5, 0.9]
    assert [t.get_text() for t in fig.axes[0].get_xticklabels()] == ["一", "三"]
    assert style.faults(fig) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_biplot_names_all_parts(lang):
    rng = np.random.default_rng(4)
    rows = pd.DataFrame({"unit": [f"一（{i}）" for i in range(12)], "zone": "review"})
    rows[["dim1", "dim2"]] = rng.normal(0, 0.4, (12, 2))
    columns = pd.DataFrame({"word": WORDS, "weight": rng.random(len(WORDS))})
    columns[["x", "y"]] = rng.normal(0, 0.6, (len(WORDS), 2))
    inertia = pd.DataFrame({"dimension": [1, 2], "share": [0.3, 0.2]})
    fig = company.biplot(rows, columns, inertia, lang=lang)
    assert set(rows["unit"]) <= {text.get_text() for text in fig.axes[0].texts}
    assert style.faults(fig) == []
