"""Comparison of reports: toys worked by hand, invariants, and second sources."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import comparison, corpus, keywords, reading, sentences
from analysis.comparison import (
    collection,
    commitment,
    contrast,
    fates,
    formulations,
    matching,
    results,
    wording,
)
from analysis.errors import InputError
from analysis.rhetoric import commit

IDS = ["yunxiu-2023", "yunxiu-2024", "yunxiu-2025", "hexi-2023", "hexi-2024", "hexi-2025"]
HAN = st.text(alphabet="工业强市建设新增推动企业年0123，", max_size=24)


@pytest.fixture(scope="module")
def reports():
    return comparison.load(IDS)


@pytest.fixture(scope="module")
def followed(reports):
    return comparison.fate(reports)


def toy(doc_id, place, year, text):
    """A reading of a made-up text."""
    document = corpus.Document(doc_id, text, {"place": place, "year": year, "title": doc_id})
    return reading.read(document)


def quotes(proof, reports):
    """Whether every piece of evidence is a quotation of its document."""
    texts = {one.doc.doc_id: one.doc.text for one in reports.readings}
    ids = proof["sent_id"].str.rpartition(":")[0]
    rows = zip(ids, proof["start"], proof["end"], proof["text"], strict=True)
    return all(texts[doc][start:end] == text for doc, start, end, text in rows)


# --- the collection ---------------------------------------------------------------------------


def test_reports_stand_by_place_and_year(reports):
    assert reports.documents["doc_id"].tolist() == IDS
    assert reports.places == ["云岫市", "禾汐市"] and reports.years == [2023, 2024, 2025]
    assert reports.made_up == 6
    assert reports.documents["label"].iloc[0] == "云岫市 2023"


def test_the_order_of_the_ids_changes_nothing(reports):
    other = comparison.load(IDS[::-1])
    pd.testing.assert_frame_equal(other.documents, reports.documents)
    pd.testing.assert_frame_equal(other.tokens, reports.tokens)


@pytest.mark.parametrize(
    ("metas", "said"),
    [
        ([("甲市", 2023)], "1 document(s) to compare"),
        ([("甲市", 2023), ("甲市", 2023)], "d0 and d1 are of the same place and year"),
        ([("甲市", 2023), ("", 2024)], "d1 has no place"),
        ([("甲市", None), ("甲市", 2024)], "d0 has no year"),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_line(metas, said):
    with pytest.raises(InputError) as caught:
        collection.gather(
            toy(f"d{i}", place, year, "增长。") for i, (place, year) in enumerate(metas)
        )
    assert said in str(caught.value) and "\n" not in str(caught.value)


# --- matching ---------------------------------------------------------------------------------


def common(a, b):
    """Length of the longest common subsequence, by the textbook table."""
    row = [0] * (len(b) + 1)
    for x in a:
        last = 0
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], last + 1 if x == y else max(row[j], row[j - 1])
    return row[-1]


@given(st.lists(st.tuples(HAN, HAN).filter(all), min_size=1, max_size=6))
def test_the_ratio_is_that_of_the_textbook(pairs):
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    at = pd.DataFrame({"i": range(len(pairs)), "j": range(len(pairs))})
    expected = [2 * common(a, b) / (len(a) + len(b)) for a, b in pairs]
    assert matching.ratios(one, other, at) == pytest.approx(expected)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=16))
def test_the_assignment_is_one_to_one_and_leaves_no_free_pair(values):
    side = int(len(values) ** 0.5)
    spots = list(itertools.product(range(side), range(side)))
    table = pd.DataFrame(spots, columns=["i", "j"])
    table["score"] = [value / 100 for value in values[: len(spots)]]
    taken = matching.assign(table)
    assert taken["i"].is_unique and taken["j"].is_unique
    free = table[~table["i"].isin(taken["i"]) & ~table["j"].isin(taken["j"])]
    assert free.empty


def test_years_quotes_and_list_numbers_are_no_difference():
    assert matching.plain("一、2024年“三农”工作。") == matching.plain("二、2025年三农工作")
    assert matching.plain("3.5万人") == "3.5万人"


def test_index_proposes_the_same_words_in_another_order():
    one, other = ["企业支持新业态发展"], ["办好灯会", "支持企业发展新业态", "修路"]
    assert matching.candidates(one, other)["j"].tolist() == [1]


# --- fates ------------------------------------------------------------------------------------

EARLIER = (
    "一、2023年工作回顾\n新增就业5万人。\n二、2024年工作安排\n"
    "支持企业扩大出口。坚决守住安全底线。举办春季灯会。确保大桥年内开工。"
)
LATER = (
    "一、2024年工作回顾\n新增就业6万人。\n二、2025年工作安排\n"
    "推动企业扩大出口。坚决守住安全底线。发展低空物流。力争大桥年内开工。"
)


@pytest.fixture(scope="module")
def two():
    return collection.gather([toy("a", "甲市", 2024, EARLIER), toy("b", "甲市", 2025, LATER)])


def test_fates_of_a_toy(two):
    table = comparison.fate(two).table
    told = {row.text or row.next_text: row.fate for row in table.itertuples()}
    assert told == {
        "新增就业5万人。": "reworded",  # another number
        "支持企业扩大出口。": "reworded",
        "坚决守住安全底线。": "kept",
        "举办春季灯会。": "dropped",
        "确保大桥年内开工。": "reworded",  # 力争 is no 确保
        "发展低空物流。": "new",
    }


def test_shares_of_a_toy(two):
    table = comparison.shares(comparison.fate(two).table).set_index("fate")
    assert table["n"].to_dict() == {"kept": 1, "reworded": 3, "dropped": 1, "new": 1}
    assert table["of"].to_dict() == {"kept": 5, "reworded": 5, "dropped": 5, "new": 5}
    assert table["mark"].tolist()[0] == "甲市 2024→2025 kept"


def test_a_sentence_of_the_review_is_no_sentence_of_the_plan():
    a = toy("a", "甲市", 2024, "一、2023年工作回顾\n建成大桥。\n二、2024年工作安排\n建设大桥二期。")
    b = toy("b", "甲市", 2025, "一、2024年工作回顾\n建设大桥二期。\n二、2025年工作安排\n修路架桥。")
    table = comparison.fate(collection.gather([a, b])).table
    pairs = table[table["fate"].isin(["kept", "reworded"])]
    assert "建设大桥二期。" not in set(pairs["text"])


def test_a_report_keeps_all_sentences_of_its_copy():
    one = toy("a", "甲市", 2024, EARLIER)
    table = comparison.between(
        *(one.sentences.assign(zone=one.zones),) * 2,
    )
    assert set(table["fate"]) == {"kept"} and (table["text"] == table["next_text"]).all()


def test_every_sentence_has_one_fate(reports, followed):
    table = followed.table
    for earlier, later in collection.successions(reports):
        part = table[(table["place"] == earlier.place) & (table["year"] == earlier.year)]
        for doc_id, column in ((earlier.doc_id, "sent_id"), (later.doc_id, "next_sent_id")):
            body = fates.compared(reports.sentences[reports.sentences["doc_id"] == doc_id])
            found = part.loc[part[column] != "", column]
            assert sorted(found) == sorted(body["sent_id"])
    assert quotes(followed.evidence, reports)
    assert set(followed.evidence["mark"]) == set(table["mark"])


def test_fates_of_the_teaching_texts(followed):
    counts = comparison.shares(followed.table)
    first = counts[(counts["place"] == "云岫市") & (counts["year"] == 2023)].set_index("fate")
    dropped = followed.table[followed.table["mark"] == "云岫市 2023→2024 dropped"]["text"]
    assert first.loc["kept", "n"] + first.loc["reworded", "n"] + len(dropped) == 38
    assert "完成国有粮库智能化改造，办好首届城市书展。" in set(dropped)
    assert "鼓励发展社区团购、直播带货等新业态。" in set(dropped)


# --- formulations -----------------------------------------------------------------------------


def test_lives_of_the_teaching_texts(reports, followed):
    lives = comparison.life(reports, ["工业强市", "夜间经济", "茶旅融合", "三抓三比", "没有的话"])
    told = comparison.summary(lives.table, lives.evidence, followed.table)
    told = told.set_index("formulation")
    assert told.loc["工业强市", ["first", "last", "replaced_by"]].tolist() == [
        2023,
        2023,
        "制造强市",
    ]
    assert told.loc["三抓三比", "replaced_by"] == "提质攻坚年"
    assert told.loc["夜间经济", ["first", "last", "gaps"]].tolist() == [2023, 2025, "2024"]
    assert told.loc["茶旅融合", ["total", "variants", "replaced_in"]].tolist() == [6, 3, ""]
    assert "没有的话" not in told.index
    assert quotes(lives.evidence, reports)
    tea = lives.table[(lives.table["formulation"] == "茶旅融合") & (lives.table["year"] == 2025)]
    assert tea["variant_texts"].tolist() == ["茶文旅融合"] and tea["count"].tolist() == [0]


def test_counts_of_formulations_are_those_of_the_text(reports):
    spoken = reports.sentences.groupby("doc_id")["text"].agg("".join)
    lives = comparison.life(reports, ["稳中求进", "一窗通办"])
    for row in lives.table.itertuples():
        assert row.count == spoken[row.doc_id].count(row.formulation)
        assert row.rate == pytest.approx(1e4 * (row.count + row.variants) / row.characters, 1e-5)


@given(HAN, st.integers(4, 8))
def test_variants_are_alike_and_apart(text, n):
    phrase = ("工业强市建设新增" * 2)[:n]
    found = wording.variants_in(phrase, text, 0.76)
    for start, end, ratio in found:
        piece = text[start:end]
        assert ratio == pytest.approx(2 * common(phrase, piece) / (len(phrase) + len(piece)))
        assert ratio >= 0.76 and piece[0] == phrase[0] and piece[-1] == phrase[-1]
        assert "，" not in piece
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))
    assert sum(ratio == 1 for *_, ratio in found) >= text.count(phrase)


def test_proposals_are_what_comes_and_goes(reports):
    found = comparison.propose(reports, n=8)
    assert len(found) == 8 and {"一湖两岸", "三抓三比"} <= set(found)
    assert not any(a != b and a in b for a in found for b in found)
    assert formulations.propose(reports, n=8) == found


# --- promises ---------------------------------------------------------------------------------

NAN = float("nan")


@pytest.mark.parametrize(
    ("comparator", "promised", "highest", "achieved", "lower", "expected"),
    [
        ("ge", 6.0, NAN, 6.0, False, "met"),
        ("ge", 6.0, NAN, 5.9, False, "missed"),
        ("le", 5.5, NAN, 5.6, True, "missed"),
        ("eq", 30.0, NAN, 29.0, False, "missed"),
        ("eq", 3.0, NAN, 2.0, True, "met"),  # prices
        ("approx", 5.0, NAN, 4.75, False, "met"),
        ("approx", 5.0, NAN, 4.7, False, "missed"),
        ("approx", 3.0, NAN, 3.2, True, "missed"),
        ("eq", 6.0, 6.5, 6.1, False, "met"),  # a range
        ("eq", 6.0, 6.5, 5.9, False, "missed"),
        ("near", 6.0, NAN, 6.1, False, "open"),
    ],
)
def test_verdicts(comparator, promised, highest, achieved, lower, expected):
    assert results.verdict(comparator, promised, highest, achieved, lower)[0] == expected


def test_a_decline_answers_a_promise_of_growth():
    a = toy("a", "甲市", 2024, "一、2023年工作回顾\n好。\n二、2024年工作安排\n进出口总额增长5%。")
    b = toy("b", "甲市", 2025, "一、2024年工作回顾\n进出口总额下降2%。\n二、2025年工作安排\n好。")
    table = comparison.promises(collection.gather([a, b])).table
    assert table[["promised", "achieved", "verdict"]].values.tolist() == [[5.0, -2.0, "missed"]]


def test_less_energy_is_better():
    plan, review = "单位生产总值能耗下降3%以上。", "单位生产总值能耗下降3.4%。"
    a = toy("a", "甲市", 2024, f"一、2023年工作回顾\n好。\n二、2024年工作安排\n{plan}")
    b = toy("b", "甲市", 2025, f"一、2024年工作回顾\n{review}\n二、2025年工作安排\n好。")
    table = comparison.promises(collection.gather([a, b])).table
    assert table[["promised", "achieved", "verdict"]].values.tolist() == [[-3.0, -3.4, "met"]]


def test_no_result_is_open_and_a_missing_year_is_no_next_year():
    a = toy("a", "甲市", 2023, "一、2022年工作回顾\n好。\n二、2023年工作安排\n新建公园3座。")
    b = toy("b", "甲市", 2024, "一、2023年工作回顾\n新建车站3座。\n二、2024年工作安排\n好。")
    c = toy("c", "甲市", 2025, "一、2024年工作回顾\n新建公园3座。\n二、2025年工作安排\n好。")
    table = comparison.promises(collection.gather([a, b])).table
    assert table[["verdict", "reason"]].values.tolist() == [["open", results.NO_RESULT]]
    assert comparison.promises(collection.gather([a, c])).table.empty


def test_promises_of_five_years_are_not_asked():
    assert results.of_other_years("五年新增就业6000万人。", 2024)
    assert results.of_other_years("到2027年增长30%。", 2024)
    assert not results.of_other_years("2024年增长6%。", 2024)
    heading = "一、过去五年工作回顾\n新增就业6000万人。\n过去一年，新增就业1200万人。"
    table = sentences.split(heading, "d")
    said = results.long_views(table)
    assert [sent_id in said for sent_id in table["sent_id"]] == [True, True, False]


def test_promises_of_the_teaching_texts(reports):
    found = comparison.promises(reports)
    counts = found.table["verdict"].value_counts()
    assert counts.to_dict() == {"met": 32, "missed": 13, "open": 12}
    table = found.table.set_index("mark")
    parks = table.loc["云岫市 2023→2024 口袋公园 10座"]
    assert (parks["achieved"], parks["verdict"]) == (9, "missed")
    assert parks["next_sentence"].startswith("改造老旧小区31个")
    assert table.loc["禾汐市 2024→2025 养老床位 500张", "verdict"] == "missed"
    assert table.index.is_unique and quotes(found.evidence, reports)


# --- commitment -------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=5))
def test_intervals_are_those_of_other_libraries(pairs):
    from scipy.stats import chi2
    from statsmodels.stats.proportion import proportion_confint

    n = np.array([min(a, b) for a, b in pairs])
    of = np.array([max(a, b) for a, b in pairs])
    low, high = commitment.garwood(n)
    with np.errstate(invalid="ignore"):
        assert low == pytest.approx(np.where(n > 0, chi2.ppf(0.025, 2 * n) / 2, 0))
    assert high == pytest.approx(chi2.ppf(0.975, 2 * n + 2) / 2)
    some = of > 0
    low, high = commitment.wilson(n[some], of[some])
    if some.any():
        expected = proportion_confint(n[some], of[some], method="wilson")
        assert low == pytest.approx(np.clip(expected[0], 0, 1), abs=1e-9)
        assert high == pytest.approx(np.clip(expected[1], 0, 1), abs=1e-9)


def test_rungs_add_up_to_the_commitments_found(reports):
    found = comparison.pledges(reports)
    for one, document in zip(reports.readings, reports.documents.itertuples(), strict=True):
        hits = commit.detect(one.sentences, one.tokens)
        rows = found.table[
            (found.table["place"] == document.place) & (found.table["year"] == document.year)
        ]
        assert rows["n"].sum() == len(hits) == rows["of"].iloc[0]
        assert rows["share"].sum() == pytest.approx(1, abs=1e-5)
        assert (rows.loc[rows["rung"] == "4", "n"] == (hits["label"] == "4").sum()).all()
    assert ((found.table["rate_lo"] <= found.table["rate"]) & True).all()
    assert quotes(found.evidence, reports)


def test_the_made_up_city_grows_firmer(reports):
    table = comparison.pledges(reports).table
    firm = table[(table["place"] == "云岫市") & (table["rung"] == "4")].sort_values("year")
    loose = table[(table["place"] == "云岫市") & (table["rung"] == "1")].sort_values("year")
    assert firm["n"].is_monotonic_increasing and loose["n"].is_monotonic_decreasing


# --- keywords ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("target", "reference"), [(1, 2), (2, 2), (3, 3), (2, 5)])
def test_no_permutation_of_documents_goes_below_the_resolution(target, reference):
    rows = [("新", f"t{i}") for i in range(target) for _ in range(9)]
    rows += [("旧", f"r{i}") for i in range(reference) for _ in range(9)]
    tokens = pd.DataFrame(rows, columns=["word", "doc"])
    late = tokens["doc"].str.startswith("t")
    table = keywords.keyness(tokens[late], tokens[~late], "doc")
    least = contrast.resolution(target, reference)
    assert table["p_perm"].min() == pytest.approx(least)


def test_few_documents_permute_paragraphs_and_say_so(reports):
    found = comparison.keyness(reports, "place", permutations=999)
    assert set(found.table["unit"]) == {"paragraph"}
    assert found.table["p_least"].iloc[0] == pytest.approx(1 / 1000)
    assert (found.table["p_perm"].dropna() >= 1 / 1000 - 1e-9).all()
    tea = found.table.set_index("word").loc["茶叶"]
    assert (tea["status"], tea["a"], tea["documents_reference"]) == ("reference", 0, 3)
    assert quotes(found.evidence, reports)


def test_swapping_the_places_flips_the_sign(reports):
    one = comparison.keyness(reports, "place", "云岫市", permutations=99).table.set_index("word")
    other = comparison.keyness(reports, "place", "禾汐市", permutations=99).table.set_index("word")
    assert set(one.index) == set(other.index)
    assert one["LR_half"].to_dict() == pytest.approx((-other["LR_half"]).to_dict())
    assert one["a"].to_dict() == other["b"].to_dict()


def test_years_are_not_compared_by_comparing_places():
    mixed = comparison.load(["yunxiu-2023", "yunxiu-2024", "yunxiu-2025", "hexi-2025"])
    late, early, *names = contrast.sides(mixed, "year")
    assert (late, early) == (["yunxiu-2025"], ["yunxiu-2023", "yunxiu-2024"])
    assert names == ["2025", "2023–2024"]
    here, there, *names = contrast.sides(mixed, "place")
    assert (here, there, names) == (["yunxiu-2025"], ["hexi-2025"], ["云岫市", "禾汐市"])
    apart = comparison.load(["yunxiu-2023", "hexi-2025"])
    with pytest.raises(InputError, match="no place has reports of both halves"):
        contrast.sides(apart, "year")
    assert contrast.sides(apart, "place")[0] == ["yunxiu-2023"]


def test_one_year_or_an_unknown_place_is_refused(reports):
    single = comparison.load(["yunxiu-2024", "hexi-2024"])
    with pytest.raises(InputError, match="one year only"):
        comparison.keyness(single, "year")
    with pytest.raises(InputError, match="no place '甲市'"):
        comparison.keyness(reports, "place", "甲市")


# --- topics and the map -----------------------------------------------------------------------


def test_shares_of_topics_add_up_in_each_report(reports):
    counted, model = comparison.fitted(reports)
    found = comparison.over_time(reports, counted, model, draws=50)
    sums = found.table.groupby("doc_id")["share"].sum()
    assert sums.to_numpy() == pytest.approx(1, abs=1e-4)
    assert ((found.table["lo"] <= found.table["hi"]) & (found.table["hi"] <= 1)).all()
    assert set(found.evidence["mark"]) == set(found.table["mark"])
    assert quotes(found.evidence, reports)


def test_the_map_is_a_correspondence_analysis(reports):
    table = comparison.likeness(reports).table
    documents = table[table["kind"] == "document"]
    tokens = reports.tokens
    words = table.loc[table["kind"] == "word", "item"]
    X = pd.crosstab(tokens["doc_id"], tokens["word"])[list(words)].loc[IDS].to_numpy(float)
    P = X / X.sum()
    r, c = P.sum(axis=1), P.sum(axis=0)
    S = (P - np.outer(r, c)) / np.sqrt(np.outer(r, c))
    U, s, _ = np.linalg.svd(S, full_matrices=False)
    F = U[:, :2] * s[:2] / np.sqrt(r)[:, None]
    F *= np.sign(F[np.abs(F).argmax(axis=0), [0, 1]])
    assert documents[["x", "y"]].to_numpy(float) == pytest.approx(F, abs=1e-4)
    assert table["share1"].iloc[0] == pytest.approx(s[0] ** 2 / (s**2).sum(), rel=1e-4)


def test_two_reports_are_no_map():
    with pytest.raises(InputError, match="2 documents"):
        comparison.likeness(comparison.load(IDS[:2]))
