"""What a text says of itself, and what is wrong with it."""

import random

import pytest

from analysis import corpus, describe, sentences
from analysis.paths import ROOT


def found(text, doc_id="x"):
    document = corpus.Document(doc_id, text)
    return describe.describe(document, sentences.split(text, doc_id))


def kinds(text):
    document = corpus.Document("x", text)
    return describe.problems(document, sentences.split(text, "x"))["kind"].tolist()


SPEECH = (
    "各位代表：\n一、2024年工作回顾\n很好。\n二、2025年工作安排\n更好。\n各位代表！\n让我们前进！\n"
)


def test_the_report_describes_itself_as_the_manifest_says():
    document = corpus.load("shenzhen-2025")
    plain = corpus.read_file(ROOT / "corpus" / "raw" / "shenzhen-2025.md")
    said = describe.describe(plain, sentences.split(plain.text, plain.doc_id))
    for column in ("title", "place", "level", "year", "date", "speaker", "kind", "n_chars"):
        assert said[column] == document.meta[column], column
    assert describe.problems(plain, sentences.split(plain.text, plain.doc_id)).empty


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            "广东省政府工作报告\n——2025年1月15日在大会上\n广东省省长 王某某\n",
            ("广东省", "province", 2025, "2025-01-15", "王某某"),
        ),
        (
            "政府工作报告\n——二〇二六年一月二十七日在大会上\n国务院总理　张　某\n",
            ("中国", "national", 2026, "2026-01-27", "张某"),
        ),
        ("2023年上海市政府工作报告\n", ("上海市", "province", 2023, None, None)),
        ("安吉县人民政府工作报告\n", ("安吉县", "county", 2025, None, None)),
    ],
)
def test_front_matter(head, expected):
    said = found(head + SPEECH)
    assert tuple(said[c] for c in ("place", "level", "year", "date", "speaker")) == expected
    assert said["kind"] == "report"


def test_what_is_known_wins():
    document = corpus.Document("x", SPEECH, {"place": "深圳市", "year": 2020})
    said = describe.describe(document, sentences.split(SPEECH, "x"))
    assert (said["place"], said["year"]) == ("深圳市", 2020)


def test_a_sound_report_has_no_problem():
    assert kinds(SPEECH) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SPEECH.replace("很好", "很\ue00b好"), ["private_use"]),
        (SPEECH[: SPEECH.index("各位代表！")], ["truncated"]),
        (SPEECH[: SPEECH.index("前进")], ["truncated"]),
        ("关于政府工作报告的决议\n会议听取和审议了报告，决定批准。\n", ["not_a_report"]),
        ("小明去上学。今天天气很好。\n", ["not_a_report"]),
        (SPEECH + "名词解释\n两重：重大战略。\n", ["appended"]),
    ],
)
def test_problems(text, expected):
    assert kinds(text) == expected


def test_doubled_text():
    long = "".join(
        f"第{n}项工作要坚持稳中求进的总基调，推动经济实现质的有效提升。" for n in range(12)
    )
    text = SPEECH.replace("很好。", long)
    assert kinds(text) == []
    assert kinds(SPEECH.replace("很好。", long + "\n" + long)) == ["doubled"]


def test_no_date_is_no_date():
    assert describe.iso_date("今年2月") is None
    assert describe.iso_date("2025年13月1日") is None


@pytest.mark.parametrize(
    ("name", "place", "year"),
    [
        ("2019年湖北省政府工作报告.txt", "湖北省", 2019),
        ("湖北/武汉/2021.txt", "武汉市", 2021),
        ("reports\\安吉县_2018.docx", "安吉县", 2018),
        ("2023/浙江省/杭州市/西湖区.pdf", "西湖区", 2023),
        ("report", None, None),
    ],
)
def test_names_of_files_are_asked_last(name, place, year):
    text = SPEECH.replace("2024年", "过去一年").replace("2025年", "今年")
    document = corpus.Document("x", text, {"path": name})
    said = describe.describe(document, sentences.split(text, "x"))
    assert (said["place"], said["year"]) == (place, year)
    document = corpus.Document("x", "2025年深圳市政府工作报告\n" + SPEECH, {"path": name})
    said = describe.describe(document, sentences.split(document.text, "x"))
    assert (said["place"], said["year"]) == ("深圳市", 2025)


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({}, []),
        ({"path": "深圳2025.txt"}, []),
        ({"path": "深圳2019.txt"}, ["wrong_document"]),
        ({"path": "广州/2025.txt"}, ["wrong_document"]),
        ({"path": "广东/2025.txt"}, []),
        ({"path": "广东省2025.txt"}, ["wrong_document"]),
        ({"path": "reports1954-2022"}, []),
        ({"year": 2025, "place": "广东省深圳市"}, []),
        ({"year": "2025", "place": "深圳"}, []),
        ({"year": 2024, "place": "珠海市"}, ["wrong_document"] * 2),
    ],
)
def test_another_document_under_the_name(meta, expected):
    text = "2025年深圳市政府工作报告\n" + SPEECH
    document = corpus.Document("x", text, meta)
    found = describe.problems(document, sentences.split(text, "x"))
    assert found["kind"].tolist() == expected


CHARACTERS = (
    "稳进求中推动发展改革开放创新协调绿色共享民生就业教育医疗住房交通农业工业服务市场企业人才"
)


def made_up(first, last):
    """Sentences of words that no other has."""
    words = (random.Random(n).choices(CHARACTERS, k=20) for n in range(first, last))
    return ["".join(word) + "，要有新的更大作为，努力走在前列。" for word in words]


LONG = made_up(0, 30)


def report(pars):
    return (
        "各位代表：\n一、2024年工作回顾\n很好。\n二、2025年工作安排\n"
        + "\n".join(pars)
        + "\n各位代表！\n让我们更加紧密地团结起来，为美好明天而努力奋斗！\n"
    )


def test_a_block_that_stands_there_twice():
    assert kinds(report(LONG)) == []
    assert kinds(report(LONG + LONG[:12])) == ["doubled"]
    light = [text.replace("努力", "着力").replace("更大", "") for text in LONG[:14]]
    assert kinds(report(LONG + light)) == ["doubled"]


def test_the_beginning_is_missing():
    text = report(LONG)
    assert kinds(text[text.index("二、2025") :]) == ["truncated"]


def test_another_text_follows():
    assert kinds(report(made_up(0, 99))) == []
    assert kinds(report(made_up(0, 99)) + report(made_up(100, 199))) == ["appended"]


def test_scripts_that_do_not_belong_together():
    mixed = report([*LONG, "發展經濟，會議決定實現國家長遠目標。"])
    assert kinds(mixed) == ["mixed_script"]
    alike = report([*LONG, "支持\u0421hina项目和G\u0420U芯片。"])
    assert kinds(alike) == ["mixed_script"]
    assert kinds(report([*LONG, "发展β-内酰胺类药物，显著提高。"])) == []


def test_a_traditional_text_is_told_to_be_read_so():
    from opencc import OpenCC

    text = OpenCC("s2t").convert(report(LONG))
    found = describe.problems(corpus.Document("x", text), sentences.split(text, "x"))
    assert found["kind"].tolist() == ["mixed_script"]
    assert "--simplify" in found["text"].iloc[0]


def test_kinds_of_texts_that_are_no_report():
    def kind(*lines):
        return found("\n".join(lines))["kind"]

    assert kind("关于2024年国民经济和社会发展计划执行情况的报告", "各位代表：", "好。") == "plan"
    assert kind("关于2024年预算执行情况和2025年预算草案的报告", "各位代表：", "好。") == "budget"
    assert kind("深圳市中级人民法院工作报告", "各位代表：", "好。") == "other"
    assert kind("本报讯（记者 李四）1月3日，市人大会议开幕。市长作政府工作报告。") == "news"
    assert kind("2025年《政府工作报告》重点任务分工方案", "各部门：", "好。") == "other"


def test_duplicates_by_hand():
    text = "".join(LONG)
    assert len(describe.sketch(text)[0]) == 512
    table = describe.duplicates([("a", text), ("b", text[: len(text) // 2]), ("c", text[::-1])])
    assert table[["doc_id", "other"]].values.tolist() == [["b", "a"]]
    runs = [
        {t[i : i + 12] for i in range(len(t) - 11)}
        for t in map(han, (text, text[: len(text) // 2]))
    ]
    exact = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
    assert table["jaccard"].iloc[0] == pytest.approx(exact, abs=0.07)
    assert table["contained"].iloc[0] > 0.85
    known = {"a": describe.sketch(text)}
    later = describe.duplicates([("z", text)], known=known)
    assert later.values.tolist() == [["z", "a", 1.0, 1.0]]


def han(text):
    return "".join(c for c in text if "\u3400" <= c <= "\u9fff")


def test_a_crowd_of_copies_is_found_whole():
    text = "".join(LONG)
    table = describe.duplicates((f"{n:02d}", text + "好" * 12 * n) for n in range(40))
    assert set(table["doc_id"]) == {f"{n:02d}" for n in range(1, 40)}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("某市市长　周望舒（虚构）", "周望舒"),
        ("代市长：李四（女）", "李四"),
        ("县长（代）王小明", "王小明"),
        ("自治区主席 张 三(壮族)", "张三"),
        ("市长（王强）", "王强"),
    ],
)
def test_brackets_behind_a_name_are_no_part_of_it(line, name):
    text = f"2024年某市政府工作报告\n——2024年1月9日在会议上\n{line}\n各位代表：\n好。"
    document = corpus.Document("x", text)
    assert describe.describe(document, sentences.of(document))["speaker"] == name
