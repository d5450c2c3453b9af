"""The ladder of commitment and its marker words on toys."""

import pytest

from analysis import sentences, words
from analysis.rhetoric import clauses, commit, marker, table

PLAN = "一、2025年工作安排\n"


def read(text, detector=commit):
    found = sentences.split(PLAN + text, "toy")
    return detector.detect(found, words.tokens(found))


def pairs(text):
    return read(text)[["text", "label"]].values.tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("深入推进改革试点。", [["深入推进", "3"]]),
        ("坚决防止违规执法。", [["坚决防止", "4"]]),
        ("全力支持香港发展。", [["全力支持", "1"]]),
        ("争创国家医学中心。", [["争创", "2"]]),
        ("坚持以开放促改革。", [["坚持", "P"]]),
        ("我们要牢固树立改革观念。", [["要牢固树立", "P"]]),
        ("网络零售额增长8.0%以上。", [["增长8.0%以上", "T"]]),
        ("服务贸易进出口额1500亿美元以上。", [["1500亿美元以上", "T"]]),
        ("全社会研发投入保持两位数增长。", [["保持两位数增长", "T"]]),
        ("培育壮大银发经济。", [["培育壮大", "3"]]),
        ("支持和引导各类企业完善制度。", [["支持和引导", "1"]]),
        ("积极参与并培育大科学工程。", [["积极参与", "3"]]),
        ("在深化民生改革上率先示范。", [["率先示范", "3"]]),
        ("以市场需求为导向深化服务改革。", [["深化", "3"]]),
        ("坚持唯才是举更加有效用好人才。", [["更加有效用好", "3"]]),
        ("不唯地域、不问出身、不遗余力引进人才。", [["引进", "3"]]),
        ("引领消费潮流、提升消费体验。", [["引领", "3"], ["提升", "3"]]),
        ("努力在全球竞争中赢得主动。", [["努力", "2"]]),
        ("加快新型工业化进程。", [["加快", "3"]]),
        ("一是加强产权保护。", [["加强", "3"]]),
    ],
)
def test_heads(text, expected):
    assert pairs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "让市民生活更加美好。",
        "为发展夯实基础。",
        "在确保安全前提下，经济平稳运行。",
        "绿色发展是高质量发展的底色。",
        "实现目标并非易事。",
    ],
)
def test_results_conditions_and_statements_are_none(text):
    assert pairs(text) == []


def test_verbs_inside_the_object_are_none():
    assert pairs("推动消费商圈与城市公园、文体场馆衔接联通。") == [["推动", "3"]]
    assert pairs("鼓励青年人才担纲挑梁、潜心研究基础科学。") == [["鼓励", "1"]]


def test_only_the_plan_is_read():
    act = "大力发展首发经济。\n"
    for text, n in [
        (f"一、2024年工作回顾\n{act}二、2025年工作安排\n{act}", 1),
        (f"一、2024年工作回顾\n{act}", 0),
        (act, 1),  # no heading tells review from plan
    ]:
        found = sentences.split(text, "toy")
        assert len(commit.detect(found, words.tokens(found))) == n


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("谋划一批标志性项目。", "prelim"),
        ("规划建设抽水蓄能电站。", "plan"),
        ("开工建设深汕引水工程。", "start"),
        ("加快建设深圳海洋大学。", "build"),
        ("建成通车春风隧道。", "done"),
        ("加快建设具有全球影响力的消费中心。", "-"),
        ("完善城市规划体系。", "-"),
    ],
)
def test_stage_of_a_project(text, stage):
    assert table.parse(read(text)["attributes"].iloc[0])["proj"] == stage


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("新增就业20万人。", "1"),
        ("落实《总体规划（2021—2035年）》。", "0"),
        ("发展“20+8”产业集群。", "0"),
        ("优化政策3.0。", "0"),
        ("新建绿道200公里。", "1"),
    ],
)
def test_quantity(text, quantity):
    assert table.parse(read(text)["attributes"].iloc[0])["quant"] == quantity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支持企业创新，完善支持政策。", ["1", "no"]),
        ("试点开展车网互动，深化改革试点。", ["1", "no"]),
        ("高水平规划建设高铁枢纽，完善规划体系。", ["plan", "no"]),
        ("保障企业公平竞争，健全社会保障体系。", ["4", "no"]),
        ("在确保安全前提下，确保工期。", ["no", "4"]),
        ("坚定四个自信，坚定维护合法权益。", ["no", "4"]),
        ("共同努力，努力打造博物馆之城。", ["no", "2"]),
        ("加强调查研究，研究制定办法。", ["no", "1"]),
        ("空气优良率力争达到97%。", ["2"]),
    ],
)
def test_marker_words(text, expected):
    assert read(text, marker)["label"].tolist() == expected


def test_clauses_close_quotes_and_skip_numbering():
    text = "（一）深化“职普融通，产教融合”、办好论坛；二是完成改造。"
    assert [text[c.start : c.end] for c in clauses.split(text)] == [
        "深化“职普融通，产教融合”、办好论坛",
        "完成改造",
    ]
