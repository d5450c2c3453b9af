"""Every kind of file a report comes in: what text is taken from it, what is left out and said."""

import json
import sys
import warnings
from pathlib import Path

import pandas as pd
import pytest

from analysis import corpus, sentences
from analysis.corpus import decoding, kinds
from analysis.corpus.formats import html, numbering
from analysis.corpus.script import simplify
from analysis.errors import InputError
from analysis.paths import ROOT

sys.path.insert(0, str(Path(__file__).parent))
import files

SHARED = ROOT.parent / "shared" / "data"
LINES = files.SPEECH.splitlines()
LONG = "各位代表：现在，我代表市人民政府，向大会报告工作，请予审议，并请各位委员提出意见。"


def put(tmp_path, name, raw):
    path = tmp_path / name
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return path


def refusal(path, **options):
    with pytest.raises(InputError) as caught:
        corpus.read_file(path, **options)
    said = str(caught.value)
    assert "\n" not in said and caught.value.do, said
    return said


# Encodings.

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_usual_encoding(tmp_path, encoding):
    document = corpus.read_file(put(tmp_path, "a.txt", files.SPEECH.encode(encoding)))
    assert document.received.lstrip("\ufeff") == files.SPEECH
    assert document.meta["notes"] == [] and document.meta["extracted"] is False


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "gb18030", "utf-16-le"])
def test_traditional_text(tmp_path, encoding):
    text = "全市經濟運行總體平穩，我們堅持穩中求進的工作總基調，努力辦好民生實事。\n" * 3
    text += "喺度嘅嘢" if encoding == "big5hkscs" else ""
    assert corpus.read_file(put(tmp_path, "a.txt", text.encode(encoding))).received == text


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be", "hz"])
def test_a_sentence_is_enough(encoding):
    text = "全市地区生产总值增长百分之六，新增就业两万人。"
    assert decoding.decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_broken_bytes_are_said_and_the_rest_is_read(tmp_path, encoding):
    text = files.SPEECH * 3
    raw = text.encode(encoding)
    # The file was cut in the middle of a character.
    at = len(text[: text.index("就业")].encode(encoding))
    document = corpus.read_file(put(tmp_path, "a.txt", raw[:at] + b"\xff" + raw[at:-2]))
    problems = corpus.reading_problems(document)
    assert problems["kind"].tolist() == ["unreadable"]
    assert problems["where"].tolist() == ["line 7"]
    assert "市人民政府" in document.text and decoding.LOST in document.received


def test_many_broken_bytes_are_refused(tmp_path):
    raw = b"".join(c.encode("gb18030") + b"\xff" for c in files.SPEECH)
    assert "neither UTF-8 nor GB18030" in refusal(put(tmp_path, "a.txt", raw))


def test_a_text_saved_in_the_wrong_encoding_is_said():
    wrong = files.SPEECH.encode("utf-8").decode("gb18030", "replace") * 3
    assert [kind for kind, *_ in decoding.reading_notes(wrong)] == ["unreadable"]
    assert decoding.reading_notes("锟斤拷")[0][1] == "line 1"
    assert decoding.reading_notes(files.SPEECH * 3) == []


def test_the_same_reports_in_every_encoding():
    folder = SHARED / "gwr"
    if not folder.is_dir():
        pytest.skip("the national reports are not here")
    for path in sorted(folder.glob("natl_*.txt"))[::4]:
        text = path.read_text("utf-8")
        for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
            assert decoding.decode(text.encode(encoding))[0] == text, (path.name, encoding)
    both = [(SHARED / "seg" / f"pku_test_gold.{s}").read_bytes() for s in ("txt", "utf8")]
    assert decoding.decode(both[0])[0].split() == decoding.decode(both[1])[0].split()


def test_traditional_characters_are_read_as_simplified_ones_in_their_places(tmp_path):
    text = "著名的經濟學家談發展，乾坤朗朗，天氣乾燥。\n"
    document = corpus.read_file(put(tmp_path, "a.txt", text), simplified=True)
    assert document.text == "著名的经济学家谈发展，乾坤朗朗，天气干燥。\n"
    assert document.received == text and document.origin.tolist() == list(range(len(text)))
    table = pd.DataFrame({"start": [3], "end": [7], "text": [document.text[3:7]]})
    assert corpus.restore(table, document)["text"].tolist() == ["經濟學家"]
    assert simplify("发展", None) == ("发展", None)


# Web pages.

PAGE = """<!DOCTYPE html><html><head><title>2024年某市政府工作报告_某市人民政府网</title>
<script>document.write("脚本里的报告文字")</script><style>p{content:"样式"}</style></head><body>
<nav><a href="/">导航</a></nav><div><a href="/">首页</a> &gt; <a href="/zw">政务公开</a></div>
<form id="aspnetForm"><input value="搜索"><select><option>全部</option></select>
<div class="c"><p>　　各位代表：</p><p>过去一年，我们坚持稳中求进，<b>全市</b>地区生产总值增长
6%，新增就业&#50;万人，民生持续改善&hellip;。</p>甲<br>乙<br/>丙
<table><tr><th>指标</th><th>目标</th></tr><tr><td>增速</td><td>5%</td></tr></table>
<ul><li>第一</li><li>第二</li></ul><div style="display:none">看不见</div>
<img onerror="alert(1)" src=x>
<iframe src="http://example.invalid/">框架</iframe><noscript>请打开脚本</noscript></div></form>
<!-- 注释里的字 --><div><a href="/1">相关链接一</a></div></body></html>"""


def test_a_web_page(tmp_path):
    document = corpus.read_file(put(tmp_path, "a.htm", PAGE))
    assert document.received.splitlines() == [
        "2024年某市政府工作报告",
        "　　各位代表：",
        "过去一年，我们坚持稳中求进，全市地区生产总值增长 6%，新增就业2万人，民生持续改善…。",
        "甲",
        "乙",
        "丙",
        "指标\t目标",
        "增速\t5%",
        "第一",
        "第二",
    ]
    assert document.meta["left_out"] == 2 and document.meta["extracted"]
    for never in ("脚本", "样式", "导航", "搜索", "看不见", "框架", "注释", "alert"):
        assert never not in document.received


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-8", "utf-8"),
        ("utf-8", "gb18030"),  # the page lies; the result decides
        ("gb2312", "utf-8"),
        ("x-unknown", "utf-16"),
    ],
)
def test_the_encoding_of_a_web_page(said, encoding):
    page = f'<html><head><meta charset="{said}"></head><body><p>{LONG}</p></body></html>'
    assert html.read(page.encode(encoding))[0] == LONG + "\n"


def test_a_web_page_saved_as_text_is_a_web_page(tmp_path):
    page = f'[<div class="box">\n<h4>各位代表：</h4>\n<p>{LONG}\n\n</p><h5>一、回顾</h5>\n</div>]'
    path = put(tmp_path, "a.txt", page)
    assert kinds.kind_of(path) == "html"
    assert corpus.read_file(path).received == f"各位代表：\n{LONG}\n一、回顾\n"


def test_a_piece_of_a_web_page_under_its_own_name(tmp_path):
    path = put(tmp_path, "a.html", "各位代表：<b>好</b>&hellip;")
    assert corpus.read_file(path).received == "各位代表：好…\n"


@pytest.mark.parametrize(
    "text",
    [
        "# 报告\n\n增速<8%的市县，占比>20%。\n",
        "<<政府工作报告>>\n各位代表：\n",
        "a <b> c\n",
        "# 标题\n<br>一<br>二<br>三<br>四<br>\n",
        '<p align="center">题</p>\n\n' + "# 报告\n\n各位代表：\n\n" * 5,
        "<!-- 备注 -->\n# 报告\n<br>\n",
    ],
)
def test_a_text_with_some_angles_is_no_web_page(tmp_path, text):
    path = put(tmp_path, "a.md", text)
    assert kinds.kind_of(path) == "text"
    assert corpus.read_file(path).received == text


def test_a_title_that_is_a_link_stays(tmp_path):
    page = f"<body><p><a href=a>首页</a></p><h1><a href=b>甲市报告</a></h1><p>{LONG}</p></body>"
    assert html.read(page.encode())[0] == f"甲市报告\n{LONG}\n"


def test_web_pages_nested_without_end_and_without_text(tmp_path):
    assert "nested without end" in refusal(put(tmp_path, "a.html", "<div>" * 20_000 + "深"))
    empty = "<html><body><script>x()</script></body></html>"
    assert "no text in this web page" in refusal(put(tmp_path, "b.html", empty))
    assert html.read(b"<div>" * 3000 + "深".encode())[0] == "深\n"


def test_the_shared_web_pages_hold_the_text_of_the_plain_copies():
    folder = SHARED / "gwr" / "variants"
    if not folder.is_dir():
        pytest.skip("the variants of the national reports are not here")
    for path in sorted(folder.glob("*_html.txt")):
        document = corpus.read_file(path)
        assert document.meta["format"] == "html" and document.received.startswith("各位代表：")
        assert "<" not in document.received and document.received.rstrip().endswith("！")


# Word files.

LEVELS = "".join(
    f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:lvlText w:val="{text}"/>'
    "</w:lvl>"
    for n, fmt, text in (
        (0, "chineseCountingThousand", "%1、"),
        (1, "chineseCounting", "（%2）"),
        (2, "decimal", "%3."),
        (3, "bullet", ""),
    )
)
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="7">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
)
STYLES = (
    '<w:style w:styleId="A"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    '</w:pPr></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
)


def item(level, text):
    own = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    return own, f"<w:r><w:t>{text}</w:t></w:r>"


def styled(style, text):
    return f'<w:pStyle w:val="{style}"/>', f"<w:r><w:t>{text}</w:t></w:r>"


def test_automatic_numbers_are_counted_anew(tmp_path):
    paragraphs = [
        item(0, "回顾"), item(1, "经济"), styled("B", "民生"), item(2, "就业"), item(2, "教育"),
        item(0, "安排"), item(1, "产业"), item(3, "一点"), "平文",
    ]  # fmt: skip
    path = put(tmp_path, "a.docx", files.docx(paragraphs, NUMBERING, STYLES))
    assert corpus.read_file(path).received.splitlines() == [
        "一、回顾", "（一）经济", "（二）民生", "1.就业", "2.教育",
        "二、安排", "（一）产业", "一点", "平文",
    ]  # fmt: skip


def test_numbers_that_come_by_way_of_styles_and_begin_anew(tmp_path):
    level = '<w:lvl w:ilvl="{0}"><w:numFmt w:val="{1}"/>{3}<w:lvlText w:val="{2}"/></w:lvl>'
    heads = level.format(0, "chineseCounting", "%1、", '<w:pStyle w:val="H1"/>')
    heads += level.format(1, "chineseCounting", "（%2）", '<w:pStyle w:val="H2"/>')
    lists = (
        '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="S"/>' + heads + "</w:abstractNum>"
        '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="S"/></w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="2"/></w:num>'
        '<w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="9"/></w:lvlOverride></w:num>'
        '<w:num w:numId="7"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        + level.format(0, "decimal", "%1.", "") + "</w:lvlOverride></w:num>"
    )  # fmt: skip
    numbered = '<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr>'
    styles = "".join(f'<w:style w:styleId="{n}">{numbered}</w:style>' for n in ("H1", "H2"))
    nine, seven, none = (
        (f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{n}"/></w:numPr>', "<w:r><w:t>x</w:t></w:r>")
        for n in (6, 7, 0)
    )
    paragraphs = [styled("H1", "a"), styled("H2", "b"), styled("H2", "c"), styled("H1", "d")]
    raw = files.docx([*paragraphs, nine, nine, seven, none], lists, styles)
    assert corpus.read_file(put(tmp_path, "a.docx", raw)).received.split() == [
        "一、a", "（一）b", "（二）c", "二、d", "九、x", "十、x", "1.x", "x",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fmt", "expected"),
    [
        ("chineseCounting", "一 十 十一 二十 二十一 一百 一百一十"),
        ("ideographDigital", "一 一〇 一一 二〇 二一 一〇〇 一一〇"),
        ("chineseLegalSimplified", "壹 壹拾 壹拾壹 贰拾 贰拾壹 壹佰 壹佰壹拾"),
        ("decimalFullWidth", "１ １０ １１ ２０ ２１ １００ １１０"),
        ("upperRoman", "I X XI XX XXI C CX"),
        ("decimal", "1 10 11 20 21 100 110"),
    ],
)
def test_labels(fmt, expected):
    found = [numbering.label(n, fmt) for n in (1, 10, 11, 20, 21, 100, 110)]
    assert " ".join(found) == expected


def test_what_a_word_file_holds_besides_paragraphs(tmp_path):
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:txbxContent><w:p><w:r><w:t>框中的字</w:t></w:r></w:p></w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>旧</w:t></w:r><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>加入</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>一、回顾</w:t></w:r></w:p>'
        '<w:p><w:r><w:t>二、安排</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice><w:pict>{box}</w:pict></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>指标</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>5%</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:t>一行</w:t><w:br/><w:t>又一行</w:t></w:r></w:p>"
    )
    notes = (
        f'<w:footnotes xmlns:w="{files.W}"><w:footnote w:id="2"><w:p><w:r><w:t>两重：解释。</w:t>'
        "</w:r></w:p></w:footnote></w:footnotes>"
    )
    raw = files.docx([], body=body, extra={"word/footnotes.xml": notes})
    document = corpus.read_file(put(tmp_path, "a.docx", raw))
    lines = [line for line in document.received.splitlines() if line]
    assert lines == [
        "旧加入", "框中的字", "指标\t5%", "一行", "又一行", "注释", "1. 两重：解释。",
    ]  # fmt: skip
    assert document.meta["left_out"] == 2


def test_a_word_file_of_another_program_under_another_name(tmp_path):
    import docx

    made = docx.Document()
    made.add_heading("2024年某市政府工作报告", 0)
    for line in LINES[1:]:
        made.add_paragraph(line)
    made.save(tmp_path / "a.docx")
    path = put(tmp_path, "b.txt", (tmp_path / "a.docx").read_bytes())
    document = corpus.read_file(path)
    assert document.meta["format"] == "docx"
    assert document.received.splitlines() == ["2024年某市政府工作报告", *LINES[1:]]


# PDF.


def test_a_pdf(tmp_path):
    path = put(tmp_path, "a.pdf", files.pdf([LINES[:4], ["⼀、回顾", *LINES[4:]]]))
    document = corpus.read_file(path)
    assert document.received == "\n".join([*LINES[:4], "", "一、回顾", *LINES[4:]]) + "\n"
    assert document.meta["pages"] == 2 and corpus.reading_problems(document).empty


def runs(text):
    han = "".join(c for c in text if "\u4e00" <= c <= "\u9fff")
    return {han[i : i + 12] for i in range(len(han) - 11)}


def test_the_report_as_printed_pages_reads_as_the_report(tmp_path):
    whole = corpus.load("shenzhen-2025")
    plain = sentences.of(whole)
    paragraphs = [line.lstrip("# ").strip() for line in whole.text.splitlines() if line.strip()]
    lines = []
    for text in paragraphs:
        lines += [("　　" + text)[i : i + 36] for i in range(0, len(text) + 2, 36)]
    pages = [[*lines[i : i + 38], f"— {i // 38 + 1} —"] for i in range(0, len(lines), 38)]
    document = corpus.read_file(put(tmp_path, "a.pdf", files.pdf(pages)))
    printed = sentences.of(document)
    speech = [
        runs("".join(t.loc[t["role"].isin(["body", "heading", "closing"]), "text"]))
        for t in (plain, printed)
    ]
    # Page numbers and line ends are gone from the sentences: the same runs of twelve characters.
    assert len(speech[0] & speech[1]) / len(speech[0] | speech[1]) >= 0.98
    assert abs(len(printed) - len(plain)) <= len(pages) + 5


def test_a_pdf_with_some_pages_scanned(tmp_path):
    path = put(tmp_path, "a.pdf", files.pdf([LINES, [], [], LINES, []]))
    found = corpus.reading_problems(corpus.read_file(path))
    assert found["kind"].tolist() == ["truncated"]
    assert found["where"].tolist() == ["page 2-3, 5"] and "OCR" in found["text"][0]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (files.pdf([[], []]), "a scanned PDF without text: it needs OCR"),
        (files.pdf([LINES], encrypted=True), "locked with a password"),
        (files.pdf([LINES])[:200], "broken or cut off"),
        (files.pdf([["\ue001\ue002\ue003", "\ue004"]]), "needs OCR"),
    ],
)
def test_pdfs_that_cannot_be_read(tmp_path, raw, said):
    assert said in refusal(put(tmp_path, "报告 a.pdf", raw))


# Tables.

ROWS = pd.DataFrame(
    {
        "编号": ["a1", "b2"],
        "标题": ["甲省报告", "乙市报告"],
        "省份": ["甲省", "乙省"],
        "城市": ["", "乙市"],
        "年份": [2020, 2021],
        "日期": ["2020-01-02", "2021年2月3日"],
        "网址": ["https://a.invalid/1", ""],
        "正文": [LONG + "\n一、回顾\n" + LONG, "二，" + LONG],
    }
)


def stata(table, path, version):
    names = dict(zip(table.columns, "abcdefg", strict=False)) | {"年份": "year", "正文": "text"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table.rename(columns=names).to_stata(path, version=version, write_index=False)


WRITERS = {
    "a.csv": lambda p: ROWS.to_csv(p, index=False),
    "b.csv": lambda p: ROWS.to_csv(p, index=False, encoding="gb18030"),
    "c.csv": lambda p: ROWS.to_csv(p, index=False, sep=";", encoding="utf-8-sig"),
    "d.tsv": lambda p: ROWS.to_csv(p, index=False, sep="\t"),
    "e.tsv": lambda p: ROWS.to_csv(p, index=False, sep="\t", encoding="utf-16"),
    "f.xlsx": lambda p: ROWS.to_excel(p, index=False),
    "g.jsonl": lambda p: ROWS.to_json(p, orient="records", lines=True, force_ascii=False),
    "h.json": lambda p: ROWS.to_json(p, orient="records", indent=1, force_ascii=False),
    "i.txt": lambda p: ROWS.to_json(p, orient="records", lines=True),
}


@pytest.mark.parametrize("name", WRITERS)
def test_tables(tmp_path, name):
    WRITERS[name](tmp_path / name)
    first, second = corpus.read_many(tmp_path / name)
    assert first.received == ROWS["正文"][0] and second.received == ROWS["正文"][1]
    assert [first.doc_id, second.doc_id] == ["a1", "b2"]
    known = {k: first.meta[k] for k in ("title", "place", "year", "date", "source", "row")}
    assert known == {
        "title": "甲省报告", "place": "甲省", "year": 2020, "date": "2020-01-02",
        "source": "https://a.invalid/1", "row": 1,
    }  # fmt: skip
    assert second.meta["place"] == "乙市" and second.meta["date"] == "2021-02-03"
    assert corpus.read_file(tmp_path / name, row=2).received == second.received
    assert "several reports" in refusal(tmp_path / name)
    assert "no report in row 9" in refusal(tmp_path / name, row=9)


@pytest.mark.parametrize("version", [118, 117])
def test_stata(tmp_path, version):
    table = ROWS[["年份", "正文"]].copy()
    if version < 118:  # such a file has the bytes of the machine that wrote it
        table["正文"] = [t.encode("gb18030").decode("latin-1") for t in table["正文"]]
    stata(table, tmp_path / "a.dta", version)
    found = list(corpus.read_many(tmp_path / "a.dta"))
    assert [d.received for d in found] == ROWS["正文"].tolist()
    assert [d.meta["year"] for d in found] == [2020, 2021]
    assert [d.doc_id for d in found] == ["a-0001", "a-0002"]


def test_a_table_without_a_header_and_ids_from_place_and_year(tmp_path):
    path = put(tmp_path, "a.csv", f"2020,{LONG * 2}\n2021,{LONG * 2}\n")
    assert [d.meta.get("year") for d in corpus.read_many(path)] == [2020, 2021]
    rows = f"省份,年,正文\n甲省,2020,{LONG}\n甲省,2020年,{LONG}x\n"
    path = put(tmp_path, "b.csv", rows)
    assert [d.doc_id for d in corpus.read_many(path)] == ["甲省-2020", "甲省-2020-2"]


def test_a_plain_text_with_a_report_a_line(tmp_path):
    lines = [f"{year}\t{LONG * 40}\n" for year in (2003, 2004, 2005)]
    path = put(tmp_path, "reports.txt", "".join(lines).encode("gb18030"))
    assert [(d.doc_id, d.meta["year"]) for d in corpus.read_many(path)] == [
        ("reports-0001", 2003), ("reports-0002", 2004), ("reports-0003", 2005),
    ]  # fmt: skip
    # Tabs in a report make no table of it.
    text = f"目录\t1\n{LONG * 40}\n指标\t5%\n{LONG * 40}\n"
    assert corpus.read_file(put(tmp_path, "a.txt", text)).received == text


def test_a_row_that_is_broken_does_not_stop_the_others(tmp_path):
    good = json.dumps({"text": LONG}, ensure_ascii=False)
    path = put(tmp_path, "a.jsonl", f"{good}\n{{broken\n[1]\n\n{good}\n" + '{"text": ""}\n')
    errors = []
    found = list(corpus.read_many(path, errors.append))
    assert [d.meta["row"] for d in found] == [1, 5]
    assert [str(e).split(": ")[0].rsplit(" ", 2)[1:] for e in errors] == [
        ["line", "2"], ["row", "3"], ["row", "6"],
    ]  # fmt: skip
    with pytest.raises(InputError, match="line 2"):
        list(corpus.read_many(path))


def test_a_table_with_pieces_of_web_pages(tmp_path):
    cells = [f"<p>{LONG}</p><p>二、<b>安排</b></p><script>x()</script>"] * 9
    pd.DataFrame({"正文": cells}).to_csv(tmp_path / "a.csv", index=False)
    found = list(corpus.read_many(tmp_path / "a.csv"))
    assert [d.received for d in found] == [f"{LONG}\n二、安排\n"] * 9
    pd.DataFrame({"年": [1] * 9, "正文": cells}).to_csv(tmp_path / "b.csv", index=False)
    assert len(list(corpus.read_many(tmp_path / "b.csv"))) == 9


def test_tables_without_a_text_column(tmp_path):
    path = put(tmp_path, "a.csv", "年份,标题\n2020,2020年某市政府工作报告\n")
    assert "without a text column" in refusal(path) and "年份, 标题" in refusal(path)
    assert "without rows" in refusal(put(tmp_path, "b.csv", "年份,正文\n"))


def test_a_cell_that_excel_has_cut(tmp_path):
    rows = [{"text": "好" * 32_767}, {"text": LONG}]
    path = put(tmp_path, "a.jsonl", "\n".join(json.dumps(r) for r in rows))
    found = [corpus.reading_problems(d) for d in corpus.read_many(path)]
    assert [f["kind"].tolist() for f in found] == [["truncated"], []]


def test_a_formula_in_a_table_is_text_and_nothing_is_computed(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["标题", "正文"])
    book.active.append(['=HYPERLINK("http://a.invalid")', LONG])
    book.save(tmp_path / "a.xlsx")
    (document,) = corpus.read_many(tmp_path / "a.xlsx")
    assert document.received == LONG and "title" not in document.meta


def test_a_table_of_one_report_is_a_report(tmp_path):
    path = put(tmp_path, "a.csv", f"正文\n{LONG}\n")
    assert corpus.read_file(path).received == LONG
