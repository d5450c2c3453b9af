"""Idioms: the dictionary, how near-idioms are built, the published labels."""

import pytest

from analysis import corpus, sentences, words
from analysis.paths import ROOT
from analysis.rhetoric import idiom


def found(text: str) -> list[tuple[str, str]]:
    rows = sentences.split(text, "d")
    hits = idiom.detect(rows, words.tokens(rows))
    return list(zip(hits["text"], hits["label"], strict=True))


def test_dictionary_idioms_are_found_wherever_they_stand():
    text = "要千方百计稳就业，毫不动摇抓发展，做到持之以恒。"
    expected = [("千方百计", "chengyu"), ("毫不动摇", "chengyu"), ("持之以恒", "chengyu")]
    assert found(text) == expected


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("可亲可敬", True),  # ABAC
        ("苦干实干", True),  # ABCB
        ("节节攀升", True),  # AABC
        ("迎难而上", True),  # 而
        ("量质齐升", True),  # classical third character
        ("奋楫扬帆", True),  # two images
        ("勇攀新高", True),  # 勇 + verb
        ("检验检测", False),  # doubled, but plain
        ("应保尽保", False),  # formula of policy
        ("守正创新", False),  # fixed policy phrase
        ("扎实推进", False),  # plain
        ("集成电路", False),  # term
        ("奋进之路", False),  # noun
    ],
)
def test_near_idioms_are_told_by_their_build(word, near):
    assert idiom.built_like_one(word) is near


def test_a_near_idiom_stands_at_the_edge_of_a_clause():
    assert ("奋楫扬帆", "near") in found("全市人民奋楫扬帆，再启新程。")
    assert found("建设奋楫扬帆计划展示中心。") == []


def test_names_hold_no_idioms():
    assert found("演出《百花齐放》，举办“天空之城·大有作为”表演，实施“扬帆启航”计划。") == []


def test_overlaps_are_settled_for_the_dictionary():
    assert idiom.choose([(1, 5, "near"), (3, 7, "chengyu"), (8, 12, "near")]) == [
        (3, 7, "chengyu"),
        (8, 12, "near"),
    ]


def test_no_list_of_other_people_is_copied():
    ours = (ROOT / "seeds" / "chengyu_extra.csv").read_text("utf-8-sig").splitlines()
    assert len(ours) < 200


def gold() -> dict[tuple[int, int], str]:
    lines = (ROOT / "tests" / "gold" / "rhetoric" / "idiom_dev.tsv").read_text("utf-8").splitlines()
    cells = [line.split("\t") for line in lines[1:]]
    return {(int(c[1]), int(c[2])): c[4] for c in cells}


def f1(expected: set, got: set) -> float:
    return 2 * len(expected & got) / (len(expected) + len(got))


def test_published_labels_stay_above_the_floor():
    doc = corpus.load("shenzhen-2025")
    rows = sentences.split(doc.text, doc.doc_id)
    hits = idiom.detect(rows, words.tokens(rows))
    lines = (ROOT / "tests" / "gold" / "rhetoric" / "units_dev.tsv").read_text("utf-8").splitlines()
    units = [tuple(map(int, line.split("\t")[1:3])) for line in lines[1:]]
    got = {
        (h.start, h.end, h.label)
        for h in hits.itertuples()
        if any(a <= h.start and h.end <= b for a, b in units)
    }
    expected = {(*span, label) for span, label in gold().items()}
    assert f1(expected, got) >= 0.85
    assert (
        f1({e for e in expected if e[2] == "chengyu"}, {g for g in got if g[2] == "chengyu"}) > 0.95
    )


def test_dictionary_agrees_with_an_independent_list_on_the_national_reports():
    folder = ROOT.parent / "shared" / "data"
    if not folder.exists():
        pytest.skip("the word list and the national reports are not here")
    lines = (folder / "lexicon" / "THUOCL_chengyu.txt").read_text("utf-8").splitlines()
    listed = {line.split("\t")[0].strip() for line in lines if line.strip()}
    text = (folder / "gwr" / "natl_2019.txt").read_text("utf-8")
    strings = {text[k : k + 4] for k in range(len(text) - 3)}
    theirs, ours = strings & listed, strings & idiom.dictionary()
    assert f1(theirs, ours) > 0.9
