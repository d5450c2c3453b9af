"""Figures of a comparison: what is drawn, in both languages, for a few reports and for many."""

import json

import pandas as pd
import pytest

from analysis import comparison, corpus, sentences
from analysis.comparison import accuracy, matching
from analysis.drawings import comparison as drawings_comparison
from analysis.drawings import comparison_years as drawings_comparison_years
from analysis.figures import comparison as draws
from analysis.figures import comparison_years, style
from analysis.paths import ROOT

NAMES = ["keyness-years", "keyness-places", "topics-over-time", "formulation-life",
         "sentence-fate", "promise-result", "commitment-years", "similarity-map"]  # fmt: skip
IDS = ["yunxiu-2023", "yunxiu-2024", "yunxiu-2025", "hexi-2023", "hexi-2024", "hexi-2025"]


@pytest.fixture(scope="module")
def drawings():
    found = drawings_comparison_years.of_collection(comparison.load(IDS))
    return {drawing.name: drawing for drawing in found}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_label_overlaps_or_leaves_the_figure(drawings, name, lang):
    fig = drawings[name].draw(lang)
    assert style.faults(fig) == []
    made_up = {"zh": "教学虚构文本", "en": "made up for teaching"}[lang]
    assert made_up in fig.frame.foot


@pytest.mark.parametrize("name", NAMES)
def test_marks_and_evidence_belong_together(drawings, name):
    drawing = drawings[name]
    drawn = {mark for mark in drawing.data["mark"] if mark}
    assert drawn == set(drawing.evidence["mark"]) and drawing.alt and drawing.alt_en


def test_a_figure_is_saved_whole(drawings, tmp_path):
    drawings["sentence-fate"].save(owner="08_comparison", folder=tmp_path, english=False)
    about = json.loads((tmp_path / "sentence-fate.json").read_text("utf-8"))
    assert about["owner"] == "08_comparison" and about["rows"] == 16


def test_bars_of_fates_are_the_shares(drawings):
    data = drawings["sentence-fate"].data
    left = draws.fate(data).axes[0]
    kept = data.loc[data["fate"] == "kept", "share"].tolist()
    assert [bar.get_width() for bar in left.patches[:4]] == pytest.approx(kept)
    ends = [bar.get_x() + bar.get_width() for bar in left.patches[8:12]]
    assert ends == pytest.approx([1.0] * 4, abs=1e-5)


def test_a_dot_of_a_formulation_is_hollow_where_only_variants_stand():
    reports = comparison.load(IDS)
    lives = comparison.life(reports, ["茶旅融合"])
    told = comparison.summary(lives.table, lives.evidence, comparison.fate(reports).table)
    dots = draws.life(lives.table, told).axes[0].collections[0]
    assert dots.get_offsets()[:, 0].tolist() == [2023, 2024, 2025]
    white = [bool((colour[:3] == 1).all()) for colour in dots.get_facecolors()]
    assert white == [False, False, True]


def test_the_cells_of_the_grid_are_the_promises(drawings):
    data = drawings["promise-result"].data
    fig = comparison_years.promises(data)
    assert sorted(t.get_text() for t in fig.axes[0].texts) == sorted(data["said"])
    heads = [label.get_text() for label in fig.axes[0].get_xticklabels()]
    assert heads == ["云岫市 2023", "云岫市 2024", "禾汐市 2023", "禾汐市 2024"]


def many(years):
    """A table of many years for the small plots."""
    rows = [
        {"place": "甲市", "year": year, "topic": topic, "words": "茶叶 农村 道路", "share": 0.1,
         "lo": 0.05, "hi": 0.2, "rung": "4", "rate": 30.0, "rate_lo": 20.0, "rate_hi": 40.0}
        for year in years
        for topic in range(1, 11)
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_twenty_years_have_room(lang):
    years = range(2003, 2023)
    table = many(years)
    grid = pd.DataFrame(
        {"row": "国内生产总值", "column": [str(y) for y in years], "place": "甲市", "year": years,
         "verdict": "met", "said": "6% → 7%"}
    )  # fmt: skip
    counts = pd.DataFrame(
        [{"place": "甲市", "year": y, "next_year": y + 1, "fate": fate, "n": 1, "of": 4,
          "share": 0.25} for y in years for fate in ("kept", "reworded", "dropped", "new")]
    )  # fmt: skip
    life = pd.DataFrame({"formulation": "高质量发展", "place": "甲市", "year": years, "count": 2,
                         "variants": 0, "rate": 3.0})  # fmt: skip
    told = pd.DataFrame({"formulation": ["高质量发展"], "place": "甲市", "first": 2003,
                         "last": 2022, "replaced_in": "", "replaced_by": ""})  # fmt: skip
    for fig in (
        comparison_years.themes(table, lang=lang),
        comparison_years.pledges(table.drop_duplicates("year"), lang=lang),
        comparison_years.promises(grid, lang=lang),
        draws.fate(counts, lang=lang),
        draws.life(life, told, lang=lang),
    ):
        assert style.faults(fig) == []


def test_what_cannot_be_drawn_says_so(tmp_path):
    reports = comparison.load(["yunxiu-2024", "hexi-2024"])
    for drawing, said in (
        (drawings_comparison.keyness(reports, "year"), "one year only (2024)"),
        (drawings_comparison.fate(reports), "no place has two years"),
        (drawings_comparison_years.likeness(reports), "2 documents"),
        (drawings_comparison_years.promises(reports), "no promise can be compared"),
    ):
        assert isinstance(drawing, drawings_comparison.Undrawn)
        assert said in drawing.save(owner="08_comparison", folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_real_and_made_up_texts_are_told_apart():
    mixed = comparison.load(["yunxiu-2024", "yunxiu-2025", "shenzhen-2025"])
    said = drawings_comparison.source(mixed, "zh")
    assert said == "云岫市、深圳市政府工作报告 3 份（2024–2025，其中 2 份为教学虚构文本）"
    assert "2 of them made up for teaching" in drawings_comparison.source(mixed, "en")


# --- accuracy ---------------------------------------------------------------------------------


def test_the_labels_hold_ids_and_no_text():
    table = accuracy.gold()
    assert len(table) >= 200
    assert table["earlier"].str.fullmatch(r"natl-\d{4}:\d{4}\.\d{4}").all()
    assert table["later"].str.fullmatch(r"natl-\d{4}:\d{4}\.\d{4}").all()
    assert set(table["label"]) == {"kept", "reworded", "other"}
    assert (table.groupby("split").size() >= 60).all()
    years = table[["earlier", "later"]].apply(lambda ids: ids.str[5:9].astype(int))
    assert (years["later"] - years["earlier"] == 1).all()


def test_precision_and_recall_by_hand():
    toy = pd.DataFrame({"ratio": [1.0, 0.6, 0.5, 0.3], "same": 1, "cosine": [1.0, 0.5, 0.3, 0.1]})
    said = accuracy.verdicts(toy)
    assert said.tolist() == ["kept", "reworded", "reworded", "other"]
    true = pd.Series(["kept", "reworded", "other", "reworded"])
    weight = pd.Series([1, 2, 1, 3]).to_numpy()
    p, r, f = accuracy.rates(said == "reworded", (true == "reworded").to_numpy(), weight)
    assert (p, r) == (2 / 3, 2 / 5) and f == pytest.approx(0.5)


def test_rewordings_are_told_well_enough_on_labels_no_one_looked_at():
    scores = accuracy.scores().set_index(["split", "what"])
    assert scores.loc[("test", "reworded"), "p"] >= 0.80
    assert scores.loc[("test", "reworded"), "r"] >= 0.75
    assert scores.loc[("test", "kept"), "p"] == 1.0


def test_the_page_is_that_of_the_labels():
    assert accuracy.PAGE.read_text("utf-8") == accuracy.page()


REPORTS = ROOT.parent / "shared" / "data" / "gwr"


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the national reports are not here")
def test_the_ratios_are_those_of_the_labelled_sentences():
    labels = accuracy.gold()
    labels = labels[labels["earlier"].str[5:9].isin(["2010", "2018"])]
    texts = {}
    for year in (2010, 2011, 2018, 2019):
        document = corpus.read_file(REPORTS / f"natl_{year}.txt")
        table = sentences.of(document)
        ids = f"natl-{year}:" + table["sent_id"].str.rpartition(":")[2]
        texts |= dict(zip(ids, table["text"].map(matching.plain), strict=True))
    rows = labels[labels["earlier"].isin(texts) & labels["later"].isin(texts)]
    assert len(rows) >= 0.9 * len(labels) and len(rows) > 15
    one, other = [texts[i] for i in rows["earlier"]], [texts[i] for i in rows["later"]]
    at = pd.DataFrame({"i": range(len(rows)), "j": range(len(rows))})
    near = abs(matching.ratios(one, other, at) - rows["ratio"].to_numpy()) < 1e-5
    assert near.mean() > 0.9
