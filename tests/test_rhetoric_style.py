"""Degree, stance, metaphor, wordplay and reuse on toys."""

import pytest

from analysis import sentences, words
from analysis.rhetoric import degree, matching, metaphor, reuse, stance, table, wordplay


def read(detector, text):
    found = sentences.split(text, "toy")
    return detector.detect(found, words.tokens(found))


def pairs(detector, text):
    return read(detector, text)[["text", "label"]].values.tolist()


def test_degree():
    text = "更新设备，更加开放，更好服务，三更灯火，变更手续，最终落实，20年来最长降雨。"
    hits = read(degree, text)
    assert hits[["text", "label"]].values.tolist() == [
        ["更加", "comp"], ["更", "comp"], ["最", "sup"]
    ]  # fmt: skip
    assert hits["attributes"].tolist() == ["factual=0", "factual=0", "factual=1"]


def test_stance_of_a_report():
    text = (
        "各位代表：\n我代表市政府报告工作。\n一、2024年工作回顾\n一年来，我们做了以下工作。产值增长8%。\n"
        "我们也清醒认识到，还存在一些困难。一是需求不足。我们必须直面问题。\n"
        "向全市人民表示衷心感谢！\n二、2025年工作安排\n我们要办好教育。新增学位8万个。"
    )
    assert read(stance, text)["label"].tolist() == [
        "address", "report", "report", "selfcrit", "selfcrit", "hort", "thanks", "hort"
    ]  # fmt: skip


def test_stance_marks_the_exclamation():
    assert read(stance, "让我们奋勇前进！")["attributes"].tolist() == ["mark=！"]
    assert pairs(stance, "扬帆再启新程！") == [["扬帆再启新程！", "exclaim"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("补上民生领域短板。", [["短板", "object"]]),
        ("奏响新时代奋进之曲。", [["奏响新时代奋进之曲", "art"]]),
        ("敞开欢迎人才的怀抱。", [["敞开欢迎人才的怀抱", "body"]]),
        ("续写更多“春天的故事”。", [["续写更多“春天的故事”", "art"]]),
        ("在改革中追梦逐梦。", [["追梦逐梦", "journey"]]),
        ("打造城市阳台。", [["城市阳台", "building"]]),
        ("让孩子眼里有光。", [["眼里有光", "light"]]),
        ("推进土壤污染防治，去杠杆。", []),
        ("举办高峰论坛，建设平台，推动发展。", []),
    ],
)
def test_metaphor(text, expected):
    assert pairs(metaphor, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("让群众“医”路无忧。", [["“医”路无忧", "pun"]]),
        ("让群众更有“医”靠。", [["更有“医”靠", "pun"]]),
        ("接入“i深圳”平台。", [["i深圳", "blend"]]),
        ("拓展深i企功能。", [["深i企", "blend"]]),
        ("提升产业“含绿量”，提升含金量。", [["含绿量", "parody"]]),
        ("“街超”激发热潮。", [["街超", "parody"]]),
        ("优化“鹏城万里”步道。", [["鹏城万里", "parody"]]),
        ("把“心上事”作为“上心事”。", [["“心上事”作为“上心事”", "reversal"]]),
        ("“关键小事”就是“头等大事”。", [["“关键小事”就是“头等大事”", "contrast"]]),
        ("从“十三五”到“十四五”。", []),
        ("坚持“五育并举”，打造“硬科技”。", []),
    ],
)
def test_wordplay(text, expected):
    assert pairs(wordplay, text) == expected


def test_the_place_plays_with_its_own_name():
    text = "# 2025年深圳市政府工作报告\n深港合作。敞开“深爱人才、圳等您来”的怀抱。"
    assert pairs(wordplay, text) == [
        ["深爱人才", "pun"], ["深爱人才、圳等您来", "slogan"], ["圳等您来", "pun"]
    ]  # fmt: skip


def borrowed(review, plan):
    return read(reuse, f"一、2024年工作回顾\n{review}\n二、2025年工作安排\n{plan}")


def test_reuse_finds_the_longest_string_in_both_zones():
    goal = "建设具有全球重要影响力的国际科技创新中心"
    hits = borrowed(f"我们{goal}，成效明显。", f"继续{goal}。")
    assert hits["text"].tolist() == [goal, goal]
    first, second = (table.parse(more) for more in hits["attributes"])
    assert (first["zone"], first["src_zone"]) == ("A", "B")
    assert int(first["src_start"]) == hits["start"][1]
    assert int(second["src_start"]) == hits["start"][0]


def test_reuse_cuts_stubs_and_numbers_back_to_the_clause():
    name = "基础设施领域不动产投资信托基金"
    hits = borrowed(f"发行债券70亿元、{name}162亿元。", f"发行债券50亿元、{name}100亿元。")
    assert hits["text"].unique().tolist() == [name]


def test_reuse_needs_fifteen_characters_of_another_zone():
    assert borrowed("建设国际科技创新中心。", "建设国际科技创新中心。").empty
    goal = "建设具有全球重要影响力的国际科技创新中心"
    assert borrowed(f"{goal}。{goal}。", "别的话。").empty


def test_reuse_does_not_cross_a_line_end():
    half, rest = "建设具有全球影响力的城市", "推动经济社会高质量发展"
    assert borrowed(f"{half}\n{rest}。", f"{half}\n{rest}。").empty


def test_reuse_between_two_documents_gives_the_place_in_the_source():
    goal = "加快建设具有全球影响力的国际科技创新中心"
    old = sentences.split(f"去年说过：{goal}。", "old")
    new = sentences.split(f"{goal}，再上台阶。", "new")
    more = table.parse(reuse.between(new, old)["attributes"].iloc[0])
    assert more == {"src_start": "5", "src_sent_id": "old:0001.0001", "length": "20"}


def test_longest_elsewhere_agrees_with_a_search_by_hand():
    import numpy as np

    rng = np.random.default_rng(7)
    codes = rng.integers(0, 3, 120)
    zone = np.repeat([0, 1, 2], 40)
    length, source = matching.longest_elsewhere(codes, zone, least=2)
    text = "".join(map(str, codes))
    for i in range(120):
        best = max(
            (k for j in range(120) if zone[j] != zone[i] for k in range(121 - max(i, j))
             if text[i : i + k] == text[j : j + k]),
        )  # fmt: skip
        assert length[i] == (best if best >= 2 else 0)
        if length[i]:
            assert text[i : i + length[i]] == text[source[i] : source[i] + length[i]]
            assert zone[source[i]] != zone[i]
