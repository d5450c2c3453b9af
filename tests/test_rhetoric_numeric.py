"""Numeric contractions on toys: what is one, what only counts, what it stands for."""

import pytest

from analysis import sentences, words
from analysis.rhetoric import numeric, table


def find(text):
    found = sentences.split(text, "toy")
    return numeric.detect(found, words.tokens(found))


@pytest.mark.parametrize(
    ("text", "term", "label"),
    [
        ("能耗双控转变。", "双控", "set"),
        ("增强“四个意识”。", "四个意识", "set"),
        ("突出“四边美感”。", "四边美感", "set"),
        ("打造一区两园。", "一区两园", "set"),
        ("出台五外联动政策。", "五外联动", "set"),
        ("实施百亿级“1+N+X”政策。", "1+N+X", "code"),
        ("推动X9高校院所联盟。", "X9", "code"),
        ("发展“20+8”产业集群。", "20+8", "code"),
        ("出台稳外贸“24条”。", "24条", "count"),
        ("完成“十四五”规划。", "十四五", "plan"),
        ("实现全省“双第一”。", "双第一", "honor"),
        ("实现“32连冠”。", "32连冠", "honor"),
        ("新增三甲医院2家。", "三甲", "grade"),
        ("恢复“一签多行”。", "一签多行", "clause"),
        ("推行一企一策。", "一企一策", "clause"),
    ],
)
def test_contractions(text, term, label):
    assert find(text)[["text", "label"]].values.tolist() == [[term, label]]


@pytest.mark.parametrize(
    "text",
    [
        "党的二十大精神。",
        "第十五届运动会。",
        "组建三个重点产业办公室。",
        "建设一张床、一间房。",
        "万无一失，五湖四海。",
        "推进城乡一体化。",
        "发射“嫦娥五号”。",
        "实施三年行动计划。",
        "坚持“九二共识”。",
        "平急两用设施。",
        "1+1>2的效应。",
        "5G+工业互联网。",
        "约法三章。",
        "两岸一家亲。",
    ],
)
def test_what_only_counts_is_none(text):
    assert find(text).empty


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("服务国内国际双循环。", "国内国际"),
        ("实现零售额和进出口额“双千亿”。", "零售额和进出口额"),
        ("坚持生产、生活、生态“三生融合”。", "生产、生活、生态"),
        ("突出山河湖海“四边美感”。", "山河湖海"),
        ("工业总产值、工业增加值连续3年实现全国城市“双第一”。", "工业总产值、工业增加值"),
        ("落实“三个更加”。政策更加开放、更加积极、更加有效。", "更加开放、更加积极、更加有效"),
    ],
)
def test_expansions_are_slices_of_the_text(text, items):
    hits = find(text)
    more = table.parse(hits["attributes"].iloc[0])
    assert more["expansion"] == items
    start, end = map(int, more["exp_span"].split("-"))
    assert text[start:end] == items


def test_no_expansion_where_the_text_gives_none():
    assert find("出口实现“32连冠”。")["attributes"].tolist() == ["expansion=-"]
