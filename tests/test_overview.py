"""The report at a glance, checked on the report and on toys counted by hand."""

import pandas as pd

from analysis import corpus, overview, sentences

TOY = "一、去年工作回顾\n（一）稳增长。用心惠企。新增企业9家。\n二、今年工作安排\n更好。\n"


def toy():
    return corpus.Document("toy", TOY), sentences.split(TOY, "toy")


def test_every_character_is_accounted_for():
    document = corpus.load("shenzhen-2025")
    table = overview.kept(document, sentences.split(document.text, document.doc_id))
    assert table["characters"].sum() == len(document.text) == 31523
    assert abs(table["share"].sum() - 1) < 1e-12
    counted = set(table.loc[table["counted"], "role"])
    assert counted == {"title", "address", "heading", "body", "closing"}
    document, sents = toy()
    assert overview.kept(document, sents)["characters"].sum() == len(TOY)


def test_parts_of_the_toy():
    table = overview.parts(toy()[1]).set_index(["section", "part", "kind"])["characters"]
    assert table[("一", "（一）", "heading")] == 4  # 一 稳增长
    assert table[("一", "（一）", "lead")] == 4
    assert table[("一", "（一）", "figures")] == 5
    assert table[("二", "", "words")] == 2
    assert table[("二", "", "lead")] == 0


def test_lengths_count_han_characters_of_body_sentences():
    table = overview.lengths(toy()[1])
    assert table[["zone", "kind", "characters"]].values.tolist() == [
        ["review", "lead", 4],
        ["review", "figures", 5],
        ["plan", "words", 2],
    ]


def test_stop_effect_by_hand():
    tokens = pd.DataFrame({"word": ["的"] * 3 + ["建设"] * 2 + ["深圳", "，", "5.8%", "的"]})
    table = overview.stop_effect(tokens, pd.Series(["的"]), top=2)
    assert table.values.tolist() == [
        ["before", 1, "的", 4, True],
        ["before", 2, "建设", 2, False],
        ["after", 1, "建设", 2, False],
        ["after", 2, "深圳", 1, False],
    ]


def test_speech_leaves_out_what_is_not_the_speech():
    document = corpus.load("shenzhen-2025")
    spoken = overview.speech(sentences.split(document.text, document.doc_id))
    text = spoken["text"].str.cat()
    assert "会议号召" not in text and "覃伟中" not in text and "http" not in text
    assert set(spoken["zone"]) == {"", "review", "plan"}
