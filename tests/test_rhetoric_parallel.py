"""Parallelism: limbs cut by hand, the rules of the guide, the published labels."""

import importlib.util
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import corpus, sentences, words
from analysis.paths import ROOT
from analysis.rhetoric import parallel, table

GOLD = ROOT / "tests" / "gold" / "rhetoric"


def found(text: str) -> list[tuple[str, list[str]]]:
    rows = sentences.split(text, "d")
    hits = parallel.detect(rows, words.tokens(rows))
    groups = []
    for hit in hits.itertuples():
        members = table.parse(hit.attributes)["members"].split(",")
        spans = [tuple(map(int, m.split("-"))) for m in members]
        groups.append((hit.label, [text[a:b] for a, b in spans]))
    return groups


@pytest.mark.parametrize(
    ("text", "label", "limbs"),
    [
        # the carrier stands once and is outside
        ("坚持稳物价、稳就业、稳市场，促发展。", "frame", "稳物价 稳就业 稳市场"),
        ("让乡村更美、田野更绿、农民更富。", "frame", "乡村更美 田野更绿 农民更富"),
        ("我们要不忘初心、不负人民、不辱使命。", "frame", "不忘初心 不负人民 不辱使命"),
        # equal length, nothing repeated, 、 and ， alike
        (
            "全市上下团结一致、奋勇争先，埋头苦干、开拓创新，取得新的成绩。",
            "iso",
            "团结一致 奋勇争先 埋头苦干 开拓创新",
        ),
        # what follows the last limb is outside
        ("推进管理标准化、规范化、精细化水平提升。", "affix", "标准化 规范化 精细化"),
        ("引进领军人才、青年人才、技能人才团队。", "affix", "领军人才 青年人才 技能人才"),
        # pairs
        ("加强监管，厉行节约粮食，反对铺张浪费。", "duiou", "厉行节约粮食 反对铺张浪费"),
        ("坚持人民至上、生命至上。", "duiou", "人民至上 生命至上"),
        ("守住青山绿水、蓝天白云。", "duiou", "青山绿水 蓝天白云"),
        # no mark between the limbs
        ("做好防汛防风防旱工作。", "frame", "防汛 防风 防旱"),
        ("推动外贸稳住客户稳住订单稳住份额。", "frame", "稳住客户 稳住订单 稳住份额"),
        # quotes round one limb do not count, quotes round all stay outside
        ("推行“一张网、一平台、一窗口”服务。", "frame", "一张网 一平台 一窗口"),
    ],
)
def test_limbs_are_cut_as_the_guide_has_it(text, label, limbs):
    assert (label, limbs.split()) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "完善发现、选拔、培养机制。",  # single words
        "加强要素获取、资质许可、标准制定等方面的服务。",  # closed by 等
        "钢材、水泥、汽车产量分别增长1.0%、2.0%、3.0%。",  # statistics
        "建成华星光电厂、比亚迪工业园、机场东枢纽。",  # names
        "深化《城市总体规划》、《城市更新规划》、《城市交通规划》。",  # titles
    ],
)
def test_what_the_guide_excludes_is_not_found(text):
    assert found(text) == []


def test_headings_of_one_part_are_compared_across_paragraphs():
    text = (
        "政府工作报告\n\n一、过去一年的工作回顾\n\n（一）经济工作。工业经济稳步回升。"
        "全年工业增加值增长5.0%，利润增长3.0%，投资增长2.0%。农业生产再获丰收。"
        "全年粮食产量增长1.0%，农民收入增长6.0%，新建农田2万亩。消费市场持续回暖。"
        "全年零售额增长4.0%，网络零售增长9.0%，新增店铺3千家。\n"
    )
    groups = [limbs for label, limbs in found(text) if label == "iso"]
    assert ["工业经济稳步回升", "农业生产再获丰收", "消费市场持续回暖"] in groups


def test_a_group_inside_a_limb_is_nested():
    text = "感谢全市人民，感谢各民主党派、各人民团体、各界人士，感谢驻地官兵，谢谢。"
    rows = sentences.split(text, "d")
    hits = parallel.detect(rows, words.tokens(rows))
    notes = {hit.label: table.parse(hit.attributes)["note"] for hit in hits.itertuples()}
    assert notes == {"frame": "-", "affix": "nested"}


def test_attributes_agree_with_the_span():
    doc = corpus.load("shenzhen-2025")
    rows = sentences.split(doc.text, doc.doc_id)
    hits = parallel.detect(rows, words.tokens(rows))
    for hit in hits.itertuples():
        more = table.parse(hit.attributes)
        spans = [tuple(map(int, m.split("-"))) for m in more["members"].split(",")]
        assert int(more["n"]) == len(spans) == (2 if hit.label == "duiou" else max(3, len(spans)))
        assert spans[0][0] == hit.start and spans[-1][1] == hit.end
        assert all(a < b for a, b in spans)
        assert all(x[1] <= y[0] for x, y in pairwise(spans))
        if hit.label == "duiou":
            sizes = {sum(c not in "“”" for c in doc.text[a:b]) for a, b in spans}
            assert len(sizes) == 1


@given(
    st.lists(
        st.sampled_from(["稳物价", "稳就业", "促改革", "的", "、", "，", "“", "”"]), max_size=12
    )
)
def test_groups_of_a_sentence_overlap_only_inside_a_limb(parts):
    rows = sentences.split("".join(parts) + "。", "d")
    for line in parallel.lines.lines(rows, words.tokens(rows)):
        kept = parallel.groups(line)
        for k, x in enumerate(kept):
            assert not any(parallel.clash(x, y) for y in kept[k + 1 :])


def test_published_labels_stay_above_the_floor():
    spec = importlib.util.spec_from_file_location("rhetoric_score", GOLD / "score.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    doc = corpus.load("shenzhen-2025")
    rows = sentences.split(doc.text, doc.doc_id)
    hits = parallel.detect(rows, words.tokens(rows))
    pred = [
        {"s": h.start, "e": h.end, "label": h.label, "attr": table.parse(h.attributes)}
        for h in hits.itertuples()
    ]
    zones = [(u["s"], u["e"]) for u in scorer.read(str(GOLD / "units_dev.tsv"))]
    gold = scorer.read(str(GOLD / "parallel_dev.tsv"))
    result = scorer.score("parallel", gold, pred, zones)
    assert result["group"]["f1"] >= 0.85
    assert result["member"]["f1"] >= 0.88
    assert result["label"] >= 0.95


def test_national_reports_are_read_and_mostly_pairs_and_frames():
    folder = ROOT.parent / "shared" / "data" / "gwr"
    if not folder.exists():
        pytest.skip("the national reports are not here")
    text = (folder / "natl_2018.txt").read_bytes().decode("utf-8")
    rows = sentences.split(text, "natl_2018")
    hits = parallel.detect(rows, words.tokens(rows))
    assert 60 <= len(hits) <= 180
    quoted = pd.Series([text[a:b] for a, b in zip(hits["start"], hits["end"], strict=True)])
    assert "更高质量、更有效率、更加公平、更可持续" in set(quoted)
