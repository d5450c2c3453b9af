"""The figures of words and terms: what is drawn, and what stands behind each mark."""

import pandas as pd
import pytest

from analysis import analyse, corpus, words
from analysis.drawings import words as drawings_words
from analysis.figures import style, terms

CHANGES = pd.DataFrame(
    {
        "word": ["大湾", "区", "湾区", "设施", "基础"],
        "count_a": [18, 9, 5, 11, 6],
        "count_b": [0, 4, 23, 33, 27],
    }
).assign(difference=lambda t: t["count_b"] - t["count_a"])


def test_changes_draw_before_and_after():
    fig = terms.changes(CHANGES, title="词典去掉“大湾”")
    lost, won = fig.axes
    for ax, rows in ((lost, CHANGES.head(2)), (won, CHANGES.tail(3))):
        lines, before, after = ax.collections
        assert before.get_offsets()[:, 0].tolist() == rows["count_a"].tolist()
        assert after.get_offsets()[:, 0].tolist() == rows["count_b"].tolist()
        assert len(lines.get_segments()) == len(rows)
        assert [t.get_text() for t in ax.get_yticklabels()] == rows["word"].tolist()
        # Both panels share one scale that shows every dot.
        low, high = ax.get_xlim()
        assert low < 0 < 33 < high
    assert lost.get_xlim() == won.get_xlim()
    assert style.faults(fig) == []


def test_by_kind_draws_a_panel_a_kind():
    kinds = [kind for kind in words.KINDS for _ in range(2)]
    table = pd.DataFrame(
        {"kind": kinds, "term": [f"术语{n}" for n in range(12)], "count": range(12, 0, -1), "n": 30}
    )
    for lang in ("zh", "en"):
        fig = terms.by_kind(table, lang=lang)
        bars = [[round(bar.get_width()) for bar in ax.patches] for ax in fig.axes]
        assert bars == [[12, 11], [10, 9], [8, 7], [6, 5], [4, 3], [2, 1]]
        assert [ax.get_title(loc="left") for ax in fig.axes] == [
            style.say(
                lang, f"{terms.KIND_NAMES['zh'][k]}（30）", f"{terms.KIND_NAMES['en'][k]} (30)"
            )
            for k in words.KINDS
        ]
        assert style.faults(fig) == []


@pytest.fixture(scope="module")
def reading():
    return analyse.read(corpus.load("shenzhen-2025"))


def test_drawings_carry_numbers_and_evidence(reading):
    for drawing in drawings_words.of_report(reading):
        counted = drawing.evidence.groupby("mark").size()
        for row in drawing.data.itertuples():
            # As many sentences behind a mark as it counts (the side it is taken from).
            wanted = row.count if hasattr(row, "term") else max(row.count_a, row.count_b)
            assert counted[row.mark] == wanted
        text = reading.doc.text
        for row in drawing.evidence.head(200).itertuples():
            assert text[row.start : row.end] == row.text == row.mark
        assert drawing.alt
        assert drawing.alt_en


def test_the_famous_words(reading):
    data = drawings_words.dictionary_changes(reading).data.set_index("word")
    assert data.loc["大湾", "count_b"] == 0
    assert data.loc["湾区", "count_b"] > 4 * data.loc["湾区", "count_a"]


def test_report_tables(reading):
    tables = words.report_tables(reading)
    assert list(tables) == ["candidates.csv"]
    found = tables["candidates.csv"]
    assert found["rank"].tolist() == list(range(1, len(found) + 1))
    assert found["score"].is_monotonic_decreasing
    assert (found["accept"] == "").all()
