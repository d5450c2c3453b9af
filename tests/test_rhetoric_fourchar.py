"""Four-character strings: candidates, classes, the published labels."""

import pytest

from analysis import corpus, sentences, words
from analysis.paths import ROOT
from analysis.rhetoric import fourchar


def found(text: str) -> dict[str, str]:
    rows = sentences.split(text, "d")
    hits = fourchar.detect(rows, words.tokens(rows))
    return dict(zip(hits["text"], hits["label"], strict=True))


@pytest.mark.parametrize(
    ("text", "word", "label"),
    [
        ("坚持改革开放，扩大投资。", "改革开放", "policy"),  # in the list
        ("建设“暖心社区”，服务居民。", "暖心社区", "policy"),  # quoted coinage
        ("今年，成功举办“双城论坛”。", "成功举办", "free"),
        ("今年，扩大投资，改善民生。", "扩大投资", "free"),
        ("建设集成电路、工业软件平台。", "集成电路", "term"),
        ("完善激励机制，留住人才。", "激励机制", "term"),
        ("推动电信、教育领域开放。", "推动电信", "frag"),  # the list goes on
        ("发展软件、云外包等，壮大贸易。", "云外包等", "frag"),
        ("落实国家“十四五”规划。", "落实国家", "frag"),  # the object follows
    ],
)
def test_classes_follow_the_guide(text, word, label):
    got = found(text)
    assert got.get(word) == label


def test_idioms_are_left_to_their_own_detector():
    assert "千方百计" not in found("要稳就业，千方百计，迎难而上。")
    assert "迎难而上" not in found("要稳就业，千方百计，迎难而上。")


def test_candidates_are_runs_of_four_and_words_of_four():
    text = "办好，成功举办“五育并举”，深圳人民政府"
    assert fourchar.candidates(text) == [(3, 7, True), (8, 12, True), (16, 20, False)]


def test_every_published_string_is_a_candidate_and_macro_f1_stays_above_the_floor():
    path = ROOT / "tests" / "gold" / "rhetoric" / "fourchar_dev.tsv"
    gold = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
    doc = corpus.load("shenzhen-2025")
    rows = sentences.split(doc.text, doc.doc_id)
    hits = fourchar.detect(rows, words.tokens(rows))
    got = {(h.start, h.end): h.label for h in hits.itertuples()}
    pairs = [(row[4], got.get((int(row[1]), int(row[2])), "?")) for row in gold]
    assert all(label != "?" for _, label in pairs)
    scores = []
    for label in sorted({g for g, _ in pairs}):
        both = sum(g == p == label for g, p in pairs)
        scores.append(
            2 * both / (sum(g == label for g, _ in pairs) + sum(p == label for _, p in pairs))
        )
    assert sum(scores) / len(scores) >= 0.85
