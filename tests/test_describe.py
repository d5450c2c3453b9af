"""What a text says of itself, and what is wrong with it."""

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
