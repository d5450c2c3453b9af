"""The text as received, mended: characters, lines, glued paragraphs, and the way back."""

import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import corpus, sentences
from analysis.corpus import view, view_characters, view_lines
from analysis.paths import ROOT

sys.path.insert(0, str(Path(__file__).parent))
import dirty

SPOKEN = ("title", "date", "speaker", "address", "heading", "body", "closing")


def mended(text):
    return view.repaired(text)[0]


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("增长８．１％，ＧＤＰ", "增长8.1%，GDP"),
        ("⻓期向好，⼯作", "长期向好，工作"),
        ("金融\u200b服\xad务\ufeff", "金融服务"),
        ("2008 年工作回顾", "2008年工作回顾"),
        ("政 府 工 作 报 告", "政府工作报告"),
        ("深圳市市长 覃伟中", "深圳市市长 覃伟中"),
        ("政府工作报\n告\n\n各位代表：\n", "政府工作报告\n\n各位代表：\n"),
        ("国务院总理\n\u3000李克强\n", "国务院总理李克强\n"),
        ("贯彻《\n中国制造\n》，推进\n", "贯彻《中国制造》，推进\n"),
        ("一、回顾\n\n好\n", "一、回顾\n\n好\n"),
        ("第一行没有句号\n第二行也没有\n", "第一行没有句号\n第二行也没有\n"),
        ("各位代表：现在，我代表市政府", "各位代表：\n现在，我代表市政府"),
        ("各位代表：<br/>&ldquo;两会&rdquo;", "各位代表：\n“两会”"),
        ("A&B，R&amp;D", "A&B，R&D"),
        (r"政府工作报告\n各位代表：\n好。\n", "政府工作报告\n各位代表：\n好。\n"),
        ("", ""),
        (
            "- 1 -\n甲乙丙丁\n- 2 -\n甲乙丙丁\n- 3 -\n甲乙丙丁",
            "- 1 -\n甲乙丙丁\n- 2 -\n甲乙丙丁\n- 3 -\n甲乙丙丁",
        ),
    ],
)
def test_small_repairs(received, expected):
    assert mended(received) == expected


def test_the_report_of_the_project_is_not_touched():
    for path in sorted((ROOT / "corpus" / "raw").glob("*.md")):
        assert corpus.read_file(path).origin is None, path.name


def test_a_page_number_inside_a_sentence_is_cut_out_and_named():
    line = "坚持稳中求进工作总基调统筹推进各项工作取得了新的明显成效"  # 28 characters
    rows = [f"{line[:27]}，"] * 5 + [line, "- 3 -", f"{line[:20]}。", "- 4 -", f"好{line}。"]
    text = "各位代表：\n" + "\n".join(rows) + "\n"
    document = corpus.Document.of("x", text, {})
    assert f"{line}{line[:20]}。\n- 4 -\n好" in document.text
    assert view.cut_out(document)["text"].tolist() == ["- 3 -"]
    table = sentences.of(document)
    assert table.loc[table["role"] == "footer", "text"].tolist() == ["- 4 -"]


def test_restored_rows_quote_the_file():
    text = "政 府 工 作 报\n告\n\n各位代表：\n增长\u200b８％。新增\ufeff９家。\n"
    document = corpus.Document.of("x", text, {})
    table = sentences.of(document)
    back = corpus.restore(table, document)
    assert table["text"].tolist() == ["政府工作报告", "各位代表：", "增长8%。", "新增9家。"]
    assert back["text"].tolist() == [
        "政 府 工 作 报\n告",
        "各位代表：",
        "增长\u200b８％。",
        "新增\ufeff９家。",
    ]
    quoted = [text[a:b] for a, b in zip(back["start"], back["end"], strict=True)]
    assert quoted == back["text"].tolist()
    assert [i.split(":")[1] for i in table["sent_id"]] == [
        "0001.0001", "0004.0001", "0005.0001", "0005.0002",
    ]  # fmt: skip


def test_restored_rows_quote_escapes_whole():
    text = "各位代表：<br/>推动&ldquo;两会&rdquo;。&nbsp;"
    document = corpus.Document.of("x", text, {})
    back = corpus.restore(sentences.of(document), document)
    assert back["text"].tolist() == ["各位代表：", "推动&ldquo;两会&rdquo;。"]
    assert view.cut_out(document).empty


def test_page_furniture_needs_a_run_of_pages():
    def found(text):
        lines = view_lines.lines_of(text)
        return [lines[i].text for i in sorted(view_lines.page_furniture(lines))]

    assert found("甲\n1\n乙\n2\n丙\n3\n丁") == ["1", "2", "3"]
    assert found("甲\n12\n乙\n7\n丙") == []
    assert found("甲\n第3页 共10页\n乙\n— 4 —") == ["第3页 共10页", "— 4 —"]


PIECES = st.sampled_from(
    [
        *(
            "一、",
            "二、去年工作回顾",
            "（一）",
            "各位代表：",
            "各位代表！",
            "政府工作报告",
            "市长 李四",
        ),
        *("政 府 工 作", "——", "—", "- 3 -", "12", "５％", "⻓", "\u200b", "\xad", "\ufeff", "A b"),
        *(
            "2025年1月5日在会议上",
            "来源：新华社",
            "字号",
            "《",
            "》",
            "“",
            "”",
            "，",
            "。",
            "；",
            "：",
        ),
        *("工作", "坚持稳中求进工作总基调统筹推进各项工作取得了新的明显成效", "2008 年"),
        *(" ", "  ", "\t", "\u3000", "\u3000\u3000", "\xa0", "\n", "\n\n", "\r\n", "\r", "\x0c"),
        *(
            "\u2028",
            "𠀀",
            "#",
            "> ",
            "<p>",
            "|",
            "&nbsp;",
            "&ldquo;",
            "<br>",
            r"\n",
            "&",
            "&amp;lt;",
        ),
    ]
)
BLANK = set(" \t\r\n\x0b\x0c\x85\xa0\u2028\u2029\u3000" + view_characters.ZERO_WIDTH)
BLANK |= set(map(chr, range(0x2000, 0x200B)))


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_is_mended_with_the_way_back(text):
    check_way_back(text)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["坚持稳中求进，", "推动发展。", "增长５％", "新\u200b增"]), min_size=30
    ),
    st.integers(14, 45),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
)
def test_any_wrapped_text_is_mended_with_the_way_back(words, width, newline):
    text = "".join(words)
    check_way_back(newline.join(text[i : i + width] for i in range(0, len(text), width)))


def check_way_back(text):
    new, origin = view.repaired(text)
    again, nothing = view.repaired(new)
    assert again == new and nothing is None
    if origin is None:
        assert new == text
        return
    assert len(origin) == len(new)
    assert (np.diff(origin) >= 0).all()
    for character, place in zip(new, origin, strict=True):
        folded = view_characters.folded(text[place], None)[0] or text[place]
        if text[place] in "&<\\":  # an escape
            continue
        assert character in (text[place], folded, "\n", " ", "."), (character, text[place])
    gone = view.cut_out(corpus.Document("x", new, {}, text, origin))
    stops = view._stops(corpus.Document("x", new, {}, text, origin))
    escapes = list(view_characters.ESCAPED.finditer(text))
    breaks = [m.span() for m in escapes if m.group()[0] in "<\\" or m.group() == "&nbsp;"]
    blank = {k for start, end in breaks for k in range(start, end)}
    lost = Counter(c for k, c in enumerate(text) if c not in BLANK and k not in blank)
    kept = {k for i, j in zip(origin.tolist(), stops.tolist(), strict=True) for k in range(i, j)}
    lost -= Counter(text[i] for i in kept)
    lost -= Counter("".join(gone["text"]))
    assert not +lost
    page = re.compile(r"[-—–－―·•\s]*\d{1,4}[-—–－―·•\s]*|第.*页.*|[\u4e00-\u9fff]+|\d+ ?/ ?\d+")
    bare = [view_characters.ESCAPED.sub("", t) for t in gone["text"]]
    assert all(page.fullmatch(t) for t in bare), gone


# Dirty copies of the project's report, against the clean one.
@pytest.fixture(scope="module")
def report():
    document = corpus.load("shenzhen-2025")
    pars = dirty.paragraphs(document, sentences.of(document))
    clean = corpus.Document.of("x", dirty.plain(pars), {})
    assert clean.origin is None
    return pars, key(sentences.of(clean))


def key(table):
    """Text without white space, role, section and part of what was said, sentence by sentence."""
    spoken = table[table["role"].isin(SPOKEN)]
    bare = spoken["text"].str.replace(r"\s", "", regex=True)
    return Counter(zip(bare, spoken["role"], spoken["section"], spoken["part"], strict=True))


# The title is another.
ROUGH = {"spread title": 0.998}
NAMES = [name for name, _ in dirty.copies(["政府工作报告", "各位代表：", "好。"])]


@pytest.mark.parametrize("name", NAMES)
def test_a_dirty_copy_gives_the_sentences_of_the_clean_one(name, report):
    pars, clean = report
    document = corpus.Document.of("x", dict(dirty.copies(pars))[name], {})
    table = sentences.of(document)
    back = corpus.restore(table, document)
    places = zip(back["start"], back["end"], strict=True)
    assert [document.received[a:b] for a, b in places] == back["text"].tolist()
    assert (back["start"].to_numpy()[1:] >= back["end"].to_numpy()[:-1]).all()
    found = key(table)
    share = 2 * sum((clean & found).values()) / (sum(clean.values()) + sum(found.values()))
    if name in ROUGH:
        assert share >= ROUGH[name]
    else:
        assert found == clean


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_a_dirty_copy_in_another_encoding(encoding, report, tmp_path):
    pars, clean = report
    path = tmp_path / "报告.txt"
    path.write_bytes(dirty.columned(pars, 72).replace("\n", "\r\n").encode(encoding))
    assert key(sentences.of(corpus.read_file(path))) == clean


def test_a_traditional_copy_read_in_simplified_characters(report):
    from opencc import OpenCC

    pars, clean = report
    text = OpenCC("s2t").convert(dirty.indented(pars))
    document = corpus.Document.of("x", text, {}, simplified=True)
    found = key(sentences.of(document))
    share = 2 * sum((clean & found).values()) / (sum(clean.values()) + sum(found.values()))
    assert share >= 0.97
    assert document.received == text


def test_furniture_is_of_the_page_and_a_glossary_of_the_annex(report):
    pars, _ = report
    text = dirty.plain([*dirty.FRONT, *pars, *dirty.GLOSSARY, *dirty.BACK])
    table = sentences.split(text, "x")
    roles = table.groupby("role")["text"].agg(list)
    assert roles["annex"][: len(dirty.GLOSSARY)] == dirty.GLOSSARY
    page = dict.fromkeys(re.sub(r"\s", "", t) for t in [*dirty.FRONT, *dirty.BACK])
    kept = pd.Series(roles["footer"] + roles["annex"]).str.replace(r"\s", "", regex=True)
    assert set(page) <= set(kept)
