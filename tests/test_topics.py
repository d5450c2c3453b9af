"""Topics: the same for every seed, close to the report's own parts, honest about thin text."""

import csv

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgba

from analysis import analyse, corpus, sentences, topics
from analysis.drawings import topics as drawings_topics
from analysis.errors import InputError
from analysis.figures import palette, style
from analysis.paths import ROOT
from analysis.topics import stability as marking
from analysis.topics.fit import exact_start

PARTS = {
    ("一", "（一）"): "经济", ("一", "（二）"): "改革开放", ("一", "（三）"): "产业",
    ("一", "（四）"): "教科人", ("一", "（五）"): "湾区区域", ("一", "（六）"): "湾区区域",
    ("一", "（七）"): "城市", ("一", "（八）"): "生态", ("一", "（九）"): "文化",
    ("一", "（十）"): "民生", ("二", "（一）"): "经济", ("二", "（二）"): "产业",
    ("二", "（三）"): "教科人", ("二", "（四）"): "城市", ("二", "（五）"): "改革开放",
    ("二", "（六）"): "湾区区域", ("二", "（七）"): "生态", ("二", "（八）"): "文化",
    ("二", "（九）"): "民生", ("二", "（十）"): "政府",
}  # fmt: skip


@pytest.fixture(scope="module")
def reading():
    return analyse.read(corpus.load("shenzhen-2025"))


@pytest.fixture(scope="module")
def fitted(reading):
    return topics.of_report(reading)


def labelled(reading):
    """Theme and block of every body sentence, by the part it stands in (the guide's table)."""
    table = reading.sentences.assign(block=sentences.blocks(reading.sentences))
    table = table[table["role"] == "body"]
    places = zip(table["section"], table["part"], strict=True)
    theme = pd.Series([PARTS.get(p, "") for p in places], index=table.index)
    # The government's own building has a paragraph of the review to itself.
    theme[table["text"].str.startswith("一年来，我们全面贯彻新时代党的建设")] = "政府"
    own = table.loc[theme == "政府", "par_id"]
    theme[table["par_id"].isin(own)] = "政府"
    return table.assign(theme=theme)[theme != ""]


def test_the_labels_by_part_are_those_of_the_gold(reading):
    path = ROOT / "tests" / "gold" / "themes" / "seed_themes_dev.tsv"
    rows = csv.DictReader(path.read_text("utf-8").splitlines(), delimiter="\t")
    theme = labelled(reading).set_index("text")["theme"].to_dict()
    wrong = [row["text"] for row in rows if theme.get(row["text"]) != row["theme"]]
    assert wrong == []


def agreement(reading, model):
    """AMI over blocks, over sentences, and share of blocks whose topic is named as the theme."""
    from sklearn.metrics import adjusted_mutual_info_score as ami

    table = labelled(reading)
    shares = model.sentence_shares.reindex(table["sent_id"]).fillna(0)
    blocks = shares.groupby(table["block"].to_numpy()).sum()
    truth = table.drop_duplicates("block").set_index("block")["theme"].loc[blocks.index]
    by_block = ami(truth, blocks.to_numpy().argmax(axis=1))
    right = float((blocks.idxmax(axis=1) == truth).mean())
    return by_block, ami(table["theme"], shares.to_numpy().argmax(axis=1)), right


def test_topics_follow_the_report_s_own_parts(reading, fitted):
    by_block, by_sentence, _ = agreement(reading, fitted[1])
    assert by_block >= 0.68 and by_sentence >= 0.54


def test_nmf_reaches_the_floor_too(reading, fitted):
    by_block, by_sentence, _ = agreement(reading, topics.fit(fitted[0], model="nmf"))
    assert by_block >= 0.68 and by_sentence >= 0.54


def test_seeded_topics_carry_their_theme(reading, fitted):
    model = topics.fit(fitted[0], model="seeded", themes=topics.themes())
    assert agreement(reading, model)[2] >= 0.90
    assert model.weights.index.tolist() == list(topics.themes())


@pytest.mark.parametrize("model", ["nmf", "lda"])
def test_the_same_topics_for_every_seed(fitted, model):
    units, _ = fitted
    first = topics.fit(units, model=model, seed=0)
    for seed in range(1, 20):
        again = topics.fit(units, model=model, seed=seed)
        assert topics.compare(first, again)["overlap"].min() == 1.0


def test_plain_lda_is_not_the_same(fitted):
    units, _ = fitted
    one, other = (topics.fit(units, model="plain", seed=s) for s in (1, 2))
    assert topics.compare(one, other)["overlap"].mean() < 0.7


def test_rows_sum_to_one(fitted):
    units, model = fitted
    for table in (model.weights, model.shares):
        assert np.allclose(table.sum(axis=1), 1, atol=1e-4)
    total = model.sentence_shares.sum(axis=1)
    assert (np.isclose(total, 1, atol=1e-4) | (total == 0)).all()
    assert list(model.sentence_shares.index) == units.sentences["sent_id"].tolist()


def test_exact_start_is_the_nndsvd_of_the_exact_decomposition():
    from scipy.sparse import csr_matrix

    A = np.array([[2.0, 1, 0], [1, 2, 0], [0, 0, 3], [0, 1, 1]])
    W, H = exact_start(csr_matrix(A), 2)
    U, s, Vt = np.linalg.svd(A)
    # The first pair of singular vectors has one sign (Perron-Frobenius).
    assert np.allclose(np.outer(W[:, 0], H[0]), s[0] * np.outer(abs(U[:, 0]), abs(Vt[0])))
    assert (W > 0).all() and (H > 0).all()


def test_marks_of_the_report(fitted):
    units, model = fitted
    table = topics.marks(model, units)
    assert set(table["mark"]) == {"", topics.UNREADABLE}
    assert ((table["overlap"] > table["line"]) & (table["leads"] >= 3)).tolist() == (
        table["readable"].tolist()
    )
    assert table["leads"].sum() == len(units.counts.units)
    pd.testing.assert_frame_equal(table, topics.marks(model, units))


def test_hardly_any_topic_of_shuffled_text_is_readable(fitted):
    units, _ = fitted
    lines = marking._lines(units)
    generator = np.random.default_rng(42)
    line = marking.null_line(lines, 10, generator, shuffles=4, splits=3)
    every = np.arange(len(lines.unit))
    above = []
    for _ in range(4):
        unit = generator.permutation(lines.unit)
        tops = marking._half_tops(lines.units(every, unit), 10, lines.vocabulary)
        above.extend(marking.split_half(lines, unit, tops, generator, 3) > line)
    assert np.mean(above) <= 0.10


def test_quotes_stand_in_the_report(reading, fitted):
    units, model = fitted
    table = topics.quotes(model, units)
    assert table.groupby("topic").size().eq(3).all()
    text = reading.sentences.set_index("sent_id")["text"]
    assert (table["sent_id"].map(text) == table["text"]).all()


def test_labels_are_leads_and_each_its_own(reading, fitted):
    units, model = fitted
    labels = topics.labels(model, units)
    leads = set(reading.sentences["lead"].str.strip("—").str.rstrip("。"))
    assert labels.is_unique and set(labels) <= leads


def test_shares_by_part(fitted):
    units, model = fitted
    table = topics.by_part(model, units)
    sums = table.groupby(["section", "part"])["share"].sum()
    assert np.allclose(sums, 1, atol=1e-4)


def test_intervals_hold_the_share(fitted):
    units, model = fitted
    table = topics.over_time(model, units, draws=200)
    assert ((table["lo"] <= table["share"]) & (table["share"] <= table["hi"])).mean() > 0.9
    assert np.isclose(table["share"].sum(), 1, atol=1e-4)


def test_npmi_by_hand():
    from scipy.sparse import csr_matrix

    X = csr_matrix([[1, 1, 0], [1, 0, 1], [0, 0, 1], [1, 1, 0]])
    # p12 = 1/2, p1 = 3/4, p2 = 1/2: ln(4/3) / ln 2
    assert marking.npmi([["a", "b"]], X, ["a", "b", "c"])[0] == pytest.approx(
        np.log(4 / 3) / np.log(2)
    )
    assert marking.npmi([["b", "c"]], X, ["a", "b", "c"])[0] == -1


def test_grid_says_what_it_measured(fitted):
    table = topics.grid(fitted[0], [2, 10, 500], repeats=2)
    assert table["k"].tolist() == [2, 10]
    assert table["agreement_seeds"].eq(1).all()
    assert table["npmi_held_out"].between(-1, 1).all()


def toy_units(lines, unit="paragraph"):
    text = "\n".join(["一、去年工作回顾", *lines])
    reading = analyse.read(corpus.Document("toy", text))
    words = topics.words_of(reading.tokens, pd.DataFrame(), [])
    return topics.units(reading.sentences, words, unit=unit)


TOY = ["发展工业经济。", "建设文化场馆。", "发展工业园区。", "建设文化公园。"] * 2


def test_more_topics_than_units_gives_fewer_and_says_so():
    model = topics.fit(toy_units(TOY), k=500)
    assert model.k < 8 and "500 topics asked" in model.notes[0]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: topics.fit(toy_units(TOY), k=1), "1 topic"),
        (lambda: topics.fit(toy_units(TOY[:2])), "no word stands in|only 2 units"),
        (lambda: toy_units(["各不相同。", "完全无关。", "毫无重复。"]), "no word stands in"),
        (lambda: toy_units(TOY, unit="page"), "no unit 'page'"),
        (lambda: topics.fit(toy_units(TOY), model="bert"), "no model 'bert'"),
        (
            lambda: topics.fit(toy_units(TOY), model="seeded", themes={"海洋": ["鲸鱼"]}),
            "fewer than two themes",
        ),
    ],
)
def test_bad_input_is_one_line(call, said):
    with pytest.raises(InputError, match=said):
        call()


def test_a_theme_with_one_word_or_none_is_named():
    themes = {"工业": ["工业"], "文化": ["文化", "场馆", "鲸鱼"], "海洋": ["鲸鱼"]}
    model = topics.fit(toy_units(TOY), model="seeded", themes=themes)
    notes = " ".join(model.notes)
    assert "工业: only one seed word" in notes and "海洋: left out" in notes
    assert model.weights.index.tolist() == ["工业", "文化"]


def test_theme_list_of_the_seeds():
    found = topics.themes()
    assert set(found) == set(PARTS.values())
    assert min(len(words) for words in found.values()) >= 5


def test_a_text_too_short_for_topics_writes_none():
    reading = analyse.read(corpus.Document("toy", "各位代表：\n好。"))
    assert topics.report_tables(reading) == {}


# --- the figures ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn(reading, fitted):
    units, model = fitted
    marks = topics.marks(model, units, splits=2, shuffles=2)
    runs = [topics.fit(units, model="plain", seed=seed) for seed in (0, 1)]
    made = [
        drawings_topics.cards(reading, units, model, marks),
        drawings_topics.parts(reading, units, model, marks),
        drawings_topics.grid(reading, units, topics.grid(units, [4, 10], repeats=1), model.k),
        drawings_topics.alignment(reading, units, *runs, ("甲", "乙"), ("one", "two")),
    ]
    return marks, {drawing.name: drawing for drawing in made}


def test_every_mark_has_its_sentences_and_no_label_overlaps(reading, drawn, tmp_path):
    text = reading.sentences.set_index("sent_id")["text"]
    for name, drawing in drawn[1].items():
        assert set(drawing.evidence["mark"]) == set(drawing.data["mark"]) - {""}, name
        assert (drawing.evidence["sent_id"].map(text) == drawing.evidence["text"]).all()
        for lang in ("zh", "en"):
            assert style.faults(drawing.draw(lang)) == [], (name, lang)
        drawing.save(owner="test", folder=tmp_path, english=False)
        assert (tmp_path / f"{name}.png").is_file()


def test_a_topic_that_may_not_be_read_is_grey_and_says_so(drawn):
    marks, made = drawn
    for lang, said in (("zh", "不可解读"), ("en", "do not interpret")):
        axes = made["topic-cards"].draw(lang).axes
        for ax, readable in zip(axes, marks["readable"], strict=False):
            written = " ".join(text.get_text() for text in ax.texts)
            assert (said in written) == (not readable)
            grey = ax.patches[0].get_facecolor() == to_rgba(palette.PALE)
            assert grey == (not readable)
    ax = made["topic-parts"].draw("zh").axes[0]
    colours = [label.get_color() for label in ax.get_xticklabels()]
    assert [c == palette.GREY for c in colours] == (~marks["readable"]).tolist()


def test_cards_draw_weights_and_the_first_quote(fitted, drawn):
    units, model = fitted
    axes = drawn[1]["topic-cards"].draw("zh").axes
    quotes = topics.quotes(model, units)
    first = quotes[quotes["rank"] == 1]["text"]
    for ax, topic, quote in zip(axes, model.weights.index, first, strict=False):
        weights = model.weights.loc[topic].sort_values(ascending=False).head(6)
        assert [bar.get_width() for bar in ax.patches] == pytest.approx(weights.tolist(), rel=1e-5)
        written = "".join(text.get_text() for text in ax.texts).replace("\n", "")
        assert quote[:30] in written


def test_a_cell_of_the_parts_leads_to_its_sentences(reading, fitted, drawn):
    _, model = fitted
    drawing = drawn[1]["topic-parts"]
    table = reading.sentences.set_index("sent_id").loc[drawing.evidence["sent_id"]]
    best = model.sentence_shares.idxmax(axis=1).loc[table.index].astype(str)
    place = table["section"] + table["part"] + " " + best
    assert place.tolist() == drawing.evidence["mark"].tolist()
    cells = [patch.get_facecolor() for patch in drawing.draw("zh").axes[0].patches]
    parts = drawing.data[["section", "part"]].drop_duplicates()
    assert len(cells) == len(parts) * model.k


def test_the_grid_and_the_alignment_draw_their_tables(drawn):
    made = drawn[1]
    lines = [ax.lines[0] for ax in made["topic-grid"].draw("en").axes]
    for line, column in zip(
        lines, ["npmi_held_out", "exclusivity", "agreement_80", "smallest"], strict=True
    ):
        assert line.get_ydata().tolist() == made["topic-grid"].data[column].tolist()
    data = made["topic-alignment"].data
    written = [text.get_text() for text in made["topic-alignment"].draw("en").axes[0].texts]
    assert [t for t in written if t.endswith("%")] == [f"{v:.0%}" for v in data["overlap"]]


def test_a_short_text_has_no_drawings_of_topics():
    reading = analyse.read(corpus.Document("toy", "各位代表：\n好。"))
    assert drawings_topics.of_report(reading) == []
