"""Sections, parts, leads, roles and offsets: on the report, on toys, on any text."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import corpus, sentences
from analysis.paths import ROOT

SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="module")
def report():
    document = corpus.load("shenzhen-2025")
    return document, sentences.split(document.text, document.doc_id)


def test_offsets_quote_the_report(report):
    document, table = report
    assert [document.text[a:b] for a, b in zip(table["start"], table["end"], strict=True)] == (
        table["text"].tolist()
    )
    assert table["sent_id"].is_unique
    assert table["start"].is_monotonic_increasing
    assert (table["start"].to_numpy()[1:] >= table["end"].to_numpy()[:-1]).all()


def test_roles_of_the_report(report):
    _, table = report
    assert table["role"].value_counts().to_dict() == {
        "body": 567, "heading": 22, "resolution": 6, "title": 3, "footer": 3, "closing": 3,
        "address": 2, "date": 1, "speaker": 1,
    }  # fmt: skip
    by_role = table.groupby("role")["text"].agg(list)
    assert by_role["speaker"] == ["深圳市市长 覃伟中"]
    assert by_role["date"] == ["——2025年2月25日在深圳市第七届人民代表大会第六次会议上"]
    assert by_role["title"][-1] == "2025年深圳市人民政府工作报告"  # without its link
    assert by_role["resolution"][0].endswith("的决议")
    assert by_role["closing"][0] == "各位代表！"


def test_nothing_of_the_web_page_is_counted(report):
    _, table = report
    counted = table[table["role"] != "footer"]["text"].str.cat(sep="\n")
    for scrap in ("http", "](", "t0ur1st", "作者", "URL", "历年工作报告", "#", ">"):
        assert scrap not in counted


def test_sections_and_parts(report):
    _, table = report
    headings = table[table["role"] == "heading"]
    ten = [f"（{n}）" for n in "一二三四五六七八九十"]
    for section in "一二":
        found = headings.loc[headings["section"] == section, "part"].tolist()
        assert found == ["", *ten]
    # In the review the heading opens its paragraph, in the plan it has a line of its own.
    first = headings[headings["part"] == "（一）"]
    assert first["text"].tolist() == [
        "（一）着力推动经济稳增长提质量增效益。",
        "（一）全方位扩大内需、稳定外需，巩固和增强经济持续回升向好态势",
    ]
    # The paragraphs behind the last part of the review belong to no part.
    own = table[table["text"].str.startswith("一年来，我们全面贯彻新时代党的建设")]
    assert own[["section", "part"]].values.tolist() == [["一", ""]]


def test_sentence_ids_count_lines(report):
    document, table = report
    row = table[table["text"] == "用心用情惠企利企。"].iloc[0]
    assert row["sent_id"] == "shenzhen-2025:0044.0002"
    assert row["text"] in document.text.split("\n")[43]


def test_leads_agree_with_the_theme_labels(report):
    path = ROOT / "tests" / "gold" / "themes" / "seed_themes_dev.tsv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines(), delimiter="\t"))
    _, table = report
    blocks = sentences.blocks(table)
    opens = {t for t, s, b in zip(table["text"], table["sent_id"], blocks, strict=True) if s == b}
    gold = {row["text"] for row in rows if row["is_lead"] == "1"}
    rest = {row["text"] for row in rows if row["is_lead"] == "0"}
    assert len(gold) == 40
    assert gold <= opens
    assert not rest & opens


def test_every_lead_stands_in_its_block(report):
    _, table = report
    lead = table["lead"] != ""
    first = table.drop_duplicates("sent_id").set_index("sent_id")["text"]
    blocks = sentences.blocks(table)
    assert (blocks[lead].map(first) == table.loc[lead, "lead"]).all()


def test_zones(report):
    _, table = report
    zones = sentences.zones(table)
    assert zones.value_counts().to_dict() == {
        "review": 300, "plan": 289, "resolution": 6, "": 13,
    }  # fmt: skip
    assert set(table.loc[zones == "plan", "section"]) == {"二"}


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("好。新！真的？", ["好。", "新！", "真的？"]),
        ("甲；乙。", ["甲；乙。"]),
        ("说“好。”又说。", ["说“好。”", "又说。"]),
        ("喊“冲！”，再喊。", ["喊“冲！”，再喊。"]),
        ("（其中：好。）再来。", ["（其中：好。）", "再来。"]),
        ("增长5.8%. ok? yes", ["增长5.8%. ok? yes"]),
        ("真的?好!", ["真的?", "好!"]),
        ("没有句号", ["没有句号"]),
        ("！！！", ["！！！"]),
        ("", []),
    ],
)
def test_cut(paragraph, expected):
    assert [paragraph[a:b] for a, b in sentences.cut(paragraph)] == expected


def test_one_line_report_with_ideographic_indents():
    pieces = [
        *("政府工作报告", "各位代表：", "一、2019年工作回顾", "好。再好。"),
        *("二、2020年安排", "新。"),
    ]
    text = "".join(f"\u3000\u3000{piece}" for piece in pieces)
    table = sentences.split(text, "d")
    assert table["role"].tolist() == [
        "title",
        "address",
        "heading",
        "body",
        "body",
        "heading",
        "body",
    ]
    assert sentences.zones(table).tolist()[2:] == ["review"] * 3 + ["plan"] * 2
    assert table["sent_id"].is_unique
    assert table.loc[3, "par_id"] == table.loc[4, "par_id"] != table.loc[6, "par_id"]


def test_heading_numbers_must_follow():
    table = sentences.split("一、回顾\n三、不接\n二、安排", "d")
    assert table["role"].tolist() == ["heading", "body", "heading"]


@pytest.mark.parametrize(
    "line",
    [
        "各位代表：",
        "各位代表、同志们：",
        "各位代表，同志们！",
        "尊敬的各位代表：",
        "主席团、各位代表：",
        "同志们！",
    ],
)
def test_ways_to_address_the_house(line):
    assert sentences.split(f"{line}\n好。\n", "d")["role"].tolist() == ["address", "body"]


def test_a_last_paragraph_that_calls_out_is_the_closing():
    text = (
        "各位代表：\n一、2024年工作回顾\n好。\n二、2025年工作安排\n好。\n新征程上，我们阔步前行！\n"
    )
    assert sentences.split(text, "d")["role"].tolist()[-2:] == ["body", "closing"]
    assert sentences.split(text[:-13], "d")["role"].tolist()[-1] == "body"


def test_what_stands_before_the_plan_is_review():
    text = (
        "一、攻坚克难，发展迈出新步伐\n好。\n二、总体要求和主要目标\n好。\n三、加强自身建设\n好。\n"
    )
    assert sentences.zones(sentences.split(text, "d")).tolist() == ["review"] * 2 + ["plan"] * 4


def test_a_note_in_the_speech_opens_no_annex():
    text = "各位代表：\n好。\n注：本表为初步数。\n再好。\n各位代表！\n让我们前进！\n注：甲为乙。\n"
    roles = sentences.split(text, "d")["role"].tolist()
    assert roles == ["address", "body", "body", "body", "closing", "closing", "annex"]


def test_a_resolution_behind_the_report_is_kept_apart():
    text = (
        "各位代表：\n一、2024年工作回顾\n好。\n二、2025年工作安排\n好。\n各位代表！\n"
        "让我们前进！\n关于政府工作报告的决议\n会议决定批准这个报告。\n"
    )
    assert sentences.split(text, "d")["role"].tolist()[-3:] == [
        "closing",
        "resolution",
        "resolution",
    ]


def test_a_missing_heading_does_not_hide_the_next():
    text = "一、2024年工作回顾\n好。\n三、2025年工作安排\n（一）稳增长\n好。\n（三）促改革\n好。\n"
    table = sentences.split(text, "d")
    headings = table[table["role"] == "heading"]
    assert headings["section"].tolist() == ["一", "三", "三", "三"]
    assert headings["part"].tolist() == ["", "", "（一）", "（三）"]
    inside = sentences.split("一、回顾\n（一）一是好；（三）三是好；\n（五）五是好；", "d")
    assert inside["role"].tolist() == ["heading", "heading", "body"]


def test_headings_without_numbers_are_counted():
    text = "各位代表：\n2024年工作回顾\n好。\n2025年工作安排\n好。\n各位代表！让我们前进！\n"
    table = sentences.split(text, "d")
    headings = table[table["role"] == "heading"]
    assert headings["section"].tolist() == ["一", "二"]
    assert sentences.zones(table).tolist() == ["", "review", "review", "plan", "plan", "", ""]


def test_a_heading_of_both_kinds_turns_where_a_paragraph_looks_ahead():
    text = (
        "一、2020年工作回顾\n好。\n二、“十三五”时期发展成就和“十四五”时期主要目标任务\n"
        "过去五年，成就显著。\n“十四五”时期是新的五年。\n要加快发展。\n三、2021年重点工作\n好。\n"
    )
    table = sentences.split(text, "d")
    assert sentences.zones(table).tolist() == ["review"] * 4 + ["plan"] * 4


def test_a_part_that_looks_back_is_review_wherever_it_stands():
    text = (
        "一、2005年工作回顾\n好。\n二、关于规划纲要的说明\n（一）编制过程\n好。\n"
        "（二）“十五”时期发展的回顾\n好。\n（三）今后五年的目标\n好。\n"
    )
    table = sentences.split(text, "d")
    assert sentences.zones(table).tolist() == [
        *("review", "review", "plan", "plan", "plan", "review", "review", "plan", "plan"),
    ]


def test_columns_are_those_of_the_table(report):
    document, table = report
    plain = sentences.columns(document.text, document.doc_id)
    assert all(list(plain[name]) == table[name].tolist() for name in sentences.COLUMNS)


def test_licence_box_and_annex_are_kept_apart():
    text = (
        "政府工作报告\n各位代表：\n一、2011年工作回顾\n很好。\n各位代表！\n让我们前进！\n"
        "本作品是\n法规\n，属于\n公有领域\n。\nPublic domain\nfalse\n"
    )
    table = sentences.split(text, "d")
    assert table["role"].tolist()[-7:] == ["footer"] * 7
    annex = sentences.split("各位代表：\n很好。\n名词解释\n两重：重大战略。\n", "d")
    assert annex["role"].tolist() == ["address", "body", "annex", "annex"]


def test_crlf_counts_one_line():
    table = sentences.split("一行。\r\n二行。\r三行。", "d")
    assert table["sent_id"].tolist() == ["d:0001.0001", "d:0002.0001", "d:0003.0001"]


def test_empty_text_gives_an_empty_table():
    table = sentences.split("", "d")
    assert list(table) == sentences.COLUMNS and table.empty
    assert sentences.zones(table).empty and sentences.blocks(table).empty


PIECES = st.sampled_from(
    [
        *(
            "一、",
            "（一）",
            "二、2025年安排",
            "各位代表：",
            "回顾",
            "让我们",
            "决议",
            "政府工作报告",
        ),
        *("公有领域", "名词解释", "好", "5.8%", "𠀀", "[a](b)", "# ", "> "),
        *("。", "！", "，", "“", "”", "——", " ", "\n", "\r\n", "\u3000\u3000", "\u2028", "\ufeff"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_quoted_in_order_and_loses_no_word(text):
    table = sentences.split(text, "d")
    assert [text[a:b] for a, b in zip(table["start"], table["end"], strict=True)] == (
        table["text"].tolist()
    )
    assert table["sent_id"].is_unique
    assert (table["start"].to_numpy()[1:] >= table["end"].to_numpy()[:-1]).all()
    assert set(table["role"]) <= set(sentences.ROLES)
    between = set("".join(text[a:b] for a, b in gaps(text, table)))
    assert not between & set("好回顾安排")
    assert len(sentences.zones(table)) == len(sentences.blocks(table)) == len(table)


def gaps(text, table):
    edges = [0, *table["end"].tolist()], [*table["start"].tolist(), len(text)]
    return zip(*edges, strict=True)


def test_national_reports_split_into_review_and_plan():
    folder = SHARED / "data" / "gwr"
    if not folder.is_dir():
        pytest.skip("the national reports are not here")
    for path in sorted(folder.glob("natl_*.txt")):
        document = corpus.read_file(path)
        table = sentences.split(document.text, document.doc_id)
        zones = sentences.zones(table).value_counts()
        assert zones["review"] >= 70 and zones["plan"] >= 160, path.name
        kept = table[table["role"] != "footer"]["text"].str.cat()
        assert "公有领域" not in kept and "维基" not in kept, path.name
