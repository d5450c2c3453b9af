"""Figures: what is drawn, what is written, what is refused."""

import ctypes
import io
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pypdfium2
import pytest
from PIL import Image

from analysis import figures
from analysis.errors import InputError
from analysis.figures import cloud, fonts, frequency, palette, shape, style
from analysis.paths import ROOT

RATES = pd.DataFrame(
    {
        "mark": ["建设", "建设", "增长", "增长"],
        "word": ["建设", "建设", "增长", "增长"],
        "zone": ["review", "plan", "review", "plan"],
        "count": [36, 139, 47, 14],
        "n": [5104, 7837, 5104, 7837],
        "per_10k": [70.53291, 177.3638, 92.08464, 17.86398],
    }
)
EVIDENCE = pd.DataFrame(
    {
        "mark": ["建设", "增长"],
        "sent_id": ["toy:0001.0001", "toy:0002.0001"],
        "start": [0, 9],
        "end": [2, 11],
        "text": ["建设", "增长"],
    }
)


def save(folder, fig=None, **changed):
    given = {
        "name": "word-frequency",
        "data": RATES,
        "evidence": EVIDENCE,
        "alt": "条形图：两个词",
        "owner": "03_words",
        "folder": folder,
    } | changed
    return figures.save(fig or frequency.draw(RATES, title="计划段更多“建设”"), **given)


# -- what is drawn ---------------------------------------------------------------------------


def test_frequency_pairs_of_bars_in_the_order_of_the_table():
    fig = frequency.draw(RATES)
    (ax,) = fig.axes
    assert [t.get_text() for t in ax.get_yticklabels()] == ["建设", "增长"]
    bars = {c.get_label(): c for c in ax.containers}
    assert list(bars) == ["review", "plan"]
    assert [b.get_width() for b in bars["review"]] == [70.53291, 92.08464]
    assert [b.get_width() for b in bars["plan"]] == [177.3638, 17.86398]
    colours = {z: c.patches[0].get_facecolor() for z, c in bars.items()}
    assert colours["review"][:3] == pytest.approx(rgb(palette.REVIEW))
    assert colours["plan"][:3] == pytest.approx(rgb(palette.PLAN))
    assert [t.get_text() for t in ax.texts] == ["71", "92", "177", "18"]
    # The first word stands on top, its review bar over its plan bar.
    assert ax.yaxis_inverted()
    assert bars["review"][0].get_y() < bars["plan"][0].get_y() < bars["review"][1].get_y()


def test_english_labels_keep_the_chinese_word():
    fig = frequency.draw(RATES, lang="en", gloss={"建设": "build"})
    assert [t.get_text() for t in fig.axes[0].get_yticklabels()] == ["建设 build", "增长"]
    texts = [t.get_text() for t in fig.texts]
    assert "Occurrences per 10,000 tokens (review 5,104 tokens; plan 7,837 tokens)" in texts
    assert {"review", "plan"} <= set(texts)


def test_stop_words_are_accented_and_newcomers_dark():
    table = pd.DataFrame(
        {
            "side": ["before", "before", "after", "after"],
            "rank": [1, 2, 1, 2],
            "word": ["的", "建设", "建设", "发展"],
            "count": [9, 5, 5, 3],
            "stopped": [True, False, False, False],
        }
    )
    fig = frequency.stop_effect(table)
    before, after = (
        [bar.get_facecolor()[:3] for bar in ax.patches if bar.get_height()] for ax in fig.axes
    )
    assert before == [pytest.approx(rgb(c)) for c in (palette.ACCENT, palette.PALE)]
    assert after == [pytest.approx(rgb(c)) for c in (palette.PALE, palette.GREY)]
    assert fig.frame.title == "最常见的 2 个词里，停用词表去掉 1 个"


def parts_table():
    rows = []
    for zone, section, part in (
        ("review", "一", ""),
        ("review", "一", "（一）"),
        ("plan", "二", ""),
    ):
        for kind, sentences, characters in (
            ("heading", 1, 6),
            ("lead", 2, 14),
            ("figures", 3, 100),
            ("words", 0, 0),
        ):
            heading = f"{part}着力推动经济稳增长，提质量。" if part else ""
            rows.append((zone, section, part, heading, kind, sentences, characters))
    columns = ["zone", "section", "part", "heading", "kind", "sentences", "characters"]
    return pd.DataFrame(rows, columns=columns)


def test_shape_stacks_the_kinds_and_counts_them():
    (ax,) = shape.parts(parts_table()).axes
    labels = [t.get_text() for t in ax.get_yticklabels()]
    assert labels == ["一、回顾：总述", "（一）着力推动经济稳增长", "二、计划：总述"]
    assert [(b.get_x(), b.get_width()) for b in ax.patches[:3]] == [(0, 20), (20, 100), (120, 0)]
    assert {t.get_text() for t in ax.texts} == {"120 字，6 句"}
    assert ax.patches[1].get_facecolor()[:3] == pytest.approx(rgb(palette.REVIEW))
    assert ax.patches[7].get_facecolor()[:3] == pytest.approx(rgb(palette.PLAN))


def test_sentence_lengths_share_and_median():
    table = pd.DataFrame(
        {"zone": ["review"] * 4 + ["plan"], "characters": [9, 10, 19, 400, 159]},
    )
    review, plan = shape.lengths(table).axes
    heights = [b.get_height() for b in review.patches]
    assert heights == [25, 50, *[0] * 14, 25]  # 0-9, 10-19, ..., 160 and more
    assert [b.get_height() for b in plan.patches].index(100) == 15  # 150-159
    assert [t.get_text() for t in review.texts] == ["中位数 14.5 字"]
    assert review.get_title(loc="left") == "回顾（4 句）"


def test_bins_are_the_marks_of_the_histogram():
    assert shape.bins(pd.Series([0, 9, 10, 159, 160, 999])).tolist() == [
        "0–9", "0–9", "10–19", "150–159", "≥160", "≥160",
    ]  # fmt: skip


def cloud_table():
    words = [*"建设 发展 深圳 城市 加快 服务 项目 产业 创新 企业 中心 体系".split()]  # noqa: SIM905
    return pd.DataFrame(
        {
            "word": words,
            "count": range(40, 16, -2),
            "zone": ["plan", "review", ""] * 4,
        }
    )


def test_cloud_words_are_larger_the_more_frequent_and_never_touch():
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    fig = cloud.draw(cloud_table())
    (ax,) = fig.axes
    texts = ax.texts
    assert [t.get_text() for t in texts] == cloud_table()["word"].tolist()
    sizes = [t.get_size() for t in texts]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]
    assert texts[0].get_color() == palette.PLAN_TEXT
    ink = []
    face = FontProperties(fname=str(fonts.face()))
    for text in texts:
        x, y = (v * palette.PT for v in text.get_position())
        box = TextPath((0, 0), text.get_text(), size=text.get_size(), prop=face).get_extents()
        ink.append((x + box.x0, x + box.x1, y - box.y1, y - box.y0))
    for a, b in itertools.combinations(ink, 2):
        assert min(a[1], b[1]) < max(a[0], b[0]) or min(a[3], b[3]) < max(a[2], b[2])
    width, height = ax.get_xlim()[1] * palette.PT, ax.get_ylim()[0] * palette.PT
    assert all(x0 >= 0 and x1 <= width and y0 >= 0 and y1 <= height for x0, x1, y0, y1 in ink)


def test_cloud_is_the_same_in_the_second_run():
    first, second = (
        [
            (t.get_text(), t.get_position(), t.get_size())
            for t in cloud.draw(cloud_table()).axes[0].texts
        ]
        for _ in range(2)
    )
    assert first == second


# -- style -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "mm"), [("narrow", 84), ("wide", 174)])
def test_two_widths_and_a_plot_of_the_height_asked_for(width, mm):
    words = "建设具有全球重要影响力的产业科技创新中心，" * 4
    fig, ax = style.figure(width, 50, title=words, subtitle=words, foot=words * 3, grid="")
    assert fig.get_figwidth() * 25.4 == pytest.approx(mm)
    fig.canvas.draw()
    tall = fig.get_figheight() * 25.4
    box = ax.get_tightbbox()
    assert 40 < box.height / fig.dpi * 25.4 <= 50.5
    assert box.y0 / fig.dpi * 25.4 > style.MARGIN
    assert tall > 50 + 2 * style.MARGIN
    assert style.faults(fig) == []
    assert "".join(t.get_text() for t in fig.texts).startswith(words[:8])


def test_sizes_of_type():
    fig = frequency.draw(RATES, title="计划段更多“建设”", foot="来源：报告。")
    fig.canvas.draw()
    sizes = {t.get_size() for t in fig.findobj(match=is_text) if t.get_text()}
    assert sizes <= {10.5, 9.0, 8.0, 7.0}
    assert fig.axes[0].get_yticklabels()[0].get_size() == 9.0


def is_text(artist):
    from matplotlib.text import Text

    return isinstance(artist, Text)


def test_wrap_keeps_words_numbers_and_quotes_whole():
    text = (
        "计划段更多“建设”“完善”，回顾段更多“增长”，p < .05，log-likelihood 1,234.5 万元（下同）。"
    )
    for mm in range(25, 120, 7):
        lines = style.wrap(text, mm, 9).split("\n")
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        limit = mm * palette.PT / 9
        assert all(fonts.width(line) <= limit + 1e-9 for line in lines)
        assert not any(line[0] in "，。”）" or line[-1] in "“（" for line in lines)
        for whole in ("“建设”", "“完善”", "“增长”", "log-likelihood", "1,234.5"):
            assert any(whole in line for line in lines)


def test_punctuation_of_the_language():
    assert style.say("zh", '计划段(n=3)更多"建设",', "x") == "计划段（n=3）更多“建设”，"
    assert style.say("en", "x", "the plan’s “建设”") == 'the plan\'s "建设"'
    with pytest.raises(InputError, match="language 'de'"):
        style.say("de", "x", "x")
    with pytest.raises(InputError, match="no figure width 'huge'"):
        style.figure("huge")


def test_users_settings_change_nothing():
    import matplotlib

    expected = figures.render(frequency.draw(RATES))["png"]
    matplotlib.rcParams["axes.facecolor"] = "red"
    matplotlib.rcParams["font.size"] = 30
    assert figures.render(frequency.draw(RATES))["png"] == expected


def test_faults_are_found_and_labels_out_of_view_are_none():
    fig, ax = style.figure("narrow", 30, grid="")
    ax.set_ylim(0, 1)
    ax.set_yticks([0, 0.5, 1.4], ["甲", "乙", "丙"])  # matplotlib does not draw the third
    ax.set_ylim(0, 1)
    fig.canvas.draw()
    fig.set_layout_engine("none")
    assert style.faults(fig) == []
    style.labels(ax, [0.5, 0.5, 0.9], [0.5, 0.52, 0.8], ["深圳", "广州", "出去了" * 9])
    assert style.faults(fig) == [f"'{'出去了' * 9}' leaves the figure", "'深圳' overlaps '广州'"]


# -- colours ---------------------------------------------------------------------------------


def rgb(colour):
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))


def linear(colour):
    c = np.array(rgb(colour))
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(light):
    """CIE L*a*b* (D65) of linear sRGB."""
    m = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]],
    )
    f = np.cbrt(np.maximum(m @ np.clip(light, 0, 1) / [0.9505, 1.0, 1.089], 0.008856))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


# Machado, Oliveira and Fernandes 2009, severity 1.
BLINDNESS = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


@pytest.mark.parametrize("kind", BLINDNESS)
@pytest.mark.parametrize(
    ("a", "b"),
    [
        (palette.REVIEW, palette.PLAN),
        (palette.REVIEW_TEXT, palette.PLAN_TEXT),
        (palette.REVIEW, palette.PALE),
        (palette.PLAN, palette.PALE),
        (palette.ACCENT, palette.PALE),
        (palette.ACCENT, palette.GREY),
        (palette.REVIEW, shape.TINTS["review"]),
        (palette.PLAN, shape.TINTS["plan"]),
    ],
)
def test_colours_are_apart_for_colour_blind_readers(kind, a, b):
    first, second = (lab(np.array(BLINDNESS[kind]) @ linear(c)) for c in (a, b))
    # 2.3 is just noticeable; surfaces side by side want ten times as much.
    assert np.linalg.norm(first - second) > 15


def test_review_and_plan_are_apart_in_grey_print():
    def lightness(colour):
        return lab(linear(colour))[0]

    assert lightness(palette.PLAN) - lightness(palette.REVIEW) > 25
    for zone in ("review", "plan"):
        assert lightness(shape.TINTS[zone]) - lightness(palette.ZONES[zone]) > 10
        assert lightness(shape.BLANK) - lightness(shape.TINTS[zone]) > 5


@pytest.mark.parametrize("name", ["INK", "GREY", "ACCENT", "REVIEW_TEXT", "PLAN_TEXT"])
def test_type_can_be_read_on_white(name):
    luminance = linear(getattr(palette, name)) @ [0.2126, 0.7152, 0.0722]
    assert 1.05 / (luminance + 0.05) >= 4.5  # WCAG 2.2, contrast AA


# -- typeface --------------------------------------------------------------------------------


def test_cold_cache_makes_the_same_face(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "CACHE", tmp_path)
    made = fonts.face.__wrapped__()
    assert made.is_relative_to(tmp_path)
    assert made.read_bytes() == fonts.face().read_bytes()


def test_only_the_own_face_is_used():
    from matplotlib.font_manager import FontProperties, fontManager

    figures.render(frequency.draw(RATES))
    found = fontManager._find_fonts_by_props(FontProperties(family=list(fonts.register())))
    assert [Path(str(f)) for f in found] == [fonts.face(), fonts.collection()]
    pdf = figures.render(frequency.draw(RATES))["pdf"]
    names = {part.split()[0] for part in pdf.split(b"/BaseFont /")[1:]}
    assert {name.split(b"+")[1] for name in names} == {b"PolicySansSC"}
    assert b"DejaVu" not in pdf


def test_simplified_forms():
    """骨 differs between the Japanese and the simplified face: the cached one is the latter."""
    from matplotlib.ft2font import FT2Font, LoadFlags

    def outline(font):
        font.load_char(ord("骨"), LoadFlags.NO_SCALE)
        return font.get_path()[0].round(2).tolist()

    chinese, japanese = (FT2Font(str(fonts.collection()), face_index=i) for i in (2, 0))
    assert chinese.family_name == "Noto Sans CJK SC"
    assert outline(chinese) != outline(japanese)
    cached = FT2Font(str(fonts.face()))
    cached.load_char(ord("骨"), LoadFlags.NO_SCALE)
    chinese.load_char(ord("骨"), LoadFlags.NO_SCALE)
    box, other = (np.array(f.get_path()[0]) for f in (cached, chinese))
    assert box.min(axis=0) == pytest.approx(other.min(axis=0), abs=0.05)
    assert box.max(axis=0) == pytest.approx(other.max(axis=0), abs=0.05)


def test_rare_characters_are_drawn():
    assert fonts.missing("𬒈㙟鿏龘") == []
    fig, ax = style.figure("narrow", 30, grid="")
    style.labels(ax, [0.5], [0.5], ["㙟"])
    assert "㙟" in pdf_text(figures.render(fig)["pdf"])


@pytest.mark.parametrize("character", ["🌊", "\ue000", "\t"])
def test_a_missing_glyph_is_named(character, tmp_path):
    code = f"U\\+{ord(character):04X}"
    with pytest.raises(InputError, match=code):
        style.figure(title=f"深{character}圳")
    fig = frequency.draw(RATES)
    fig.axes[0].text(0, 0, f"深{character}")
    with pytest.raises(InputError, match=code):
        save(tmp_path, fig)
    fig = frequency.draw(RATES)
    fig.axes[0].set_xticks([0, 50])
    fig.axes[0].xaxis.set_major_formatter(lambda value, _: f"{value:g}{character}")
    with pytest.raises(InputError, match=code):
        save(tmp_path, fig)
    assert not list(tmp_path.iterdir())


# -- what is written -------------------------------------------------------------------------


def pdf_text(content):
    document = pypdfium2.PdfDocument(content)
    text = document[0].get_textpage().get_text_range()
    document.close()
    return text


def test_files_of_a_figure(tmp_path):
    shown = save(tmp_path, en=frequency.draw(RATES, lang="en"), alt_en="Bar chart: two words")
    names = [
        "csv", "en.pdf", "en.png", "en.svg", "evidence.csv", "json", "pdf", "png", "svg",
    ]  # fmt: skip
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"word-frequency.{n}" for n in names]
    assert list(shown.files) == [f"word-frequency.{n}" for n in names]
    about = json.loads((tmp_path / "word-frequency.json").read_text("utf-8"))
    assert about["owner"] == "03_words"
    assert (about["alt"], about["alt_en"]) == ("条形图：两个词", "Bar chart: two words")
    with Image.open(tmp_path / "word-frequency.png") as image:
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert image.width == round(174 / 25.4 * 300)
        assert image.info["Description"] == "条形图：两个词"
        pixels = image.convert("RGB")
    colours = {colour for _, colour in pixels.getcolors(1 << 24)}
    for colour in (palette.REVIEW, palette.PLAN, "#ffffff"):
        assert tuple(round(255 * v) for v in rgb(colour)) in colours


def test_tables_are_read_back_as_they_were(tmp_path):
    save(tmp_path)
    for name, table in (("csv", RATES), ("evidence.csv", EVIDENCE)):
        raw = (tmp_path / f"word-frequency.{name}").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in raw
        back = pd.read_csv(io.BytesIO(raw), encoding="utf-8-sig")
        if name == "csv":
            assert back["per_10k"].tolist() == [70.5329, 177.364, 92.0846, 17.864]
            back, table = back.drop(columns="per_10k"), table.drop(columns="per_10k")
        pd.testing.assert_frame_equal(back, table, check_dtype=False)


def test_text_of_the_pdf_can_be_selected_and_text_of_the_svg_is_drawn(tmp_path):
    save(tmp_path)
    text = pdf_text((tmp_path / "word-frequency.pdf").read_bytes())
    for words in ("计划段更多“建设”", "增长", "每万词出现次数", "177"):
        assert words in text
    svg = (tmp_path / "word-frequency.svg").read_text("utf-8")
    assert "<text" not in svg
    assert "<title>计划段更多“建设”</title>" in svg
    assert "条形图：两个词" in svg


def test_fonts_in_the_pdf_are_what_their_label_says():
    """A strict reader refuses outlines that are not of the kind which the file declares."""
    document = pypdfium2.PdfDocument(figures.render(frequency.draw(RATES))["pdf"])
    raw = pypdfium2.raw
    seen = set()
    for item in document[0].get_objects():
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            font = raw.FPDFTextObj_GetFont(item.raw)
            size = ctypes.c_size_t()
            raw.FPDFFont_GetFontData(font, None, 0, ctypes.byref(size))
            head = (ctypes.c_uint8 * size.value)()
            raw.FPDFFont_GetFontData(font, head, size.value, ctypes.byref(size))
            seen.add(bytes(head[:4]))
    document.close()
    assert seen == {b"\x00\x01\x00\x00"}  # TrueType, as matplotlib declares


def test_a_notebook_shows_the_png_with_its_alt_text(tmp_path):
    shown = save(tmp_path, alt='图："建设" < 增长')
    page = shown._repr_html_()
    assert 'alt="图：&quot;建设&quot; &lt; 增长"' in page
    assert 'width="700"' in page
    assert page.startswith('<img src="data:image/png;base64,')
    assert len(page) < 150_000
    assert "0x" not in repr(shown)
    assert str(tmp_path) not in repr(shown)
    assert repr(shown) == "figures/word-frequency.png: 计划段更多“建设”"


SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import test_figures as t
folder = Path({folder!r})
t.save(folder)
t.save(folder, t.cloud.draw(t.cloud_table()), name="cloud", data=t.cloud_table())
"""


def test_bytes_are_the_same_whatever_the_surroundings(tmp_path):
    surroundings = (
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LANG": "zh_CN.UTF-8", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "77", "TZ": "America/New_York", "SOURCE_DATE_EPOCH": "12345"},
    )
    running = []
    for number, changed in enumerate(surroundings):
        folder = tmp_path / str(number)
        script = SCRIPT.format(tests=str(ROOT / "tests"), folder=str(folder))
        running.append(
            subprocess.Popen(
                [sys.executable, "-W", "error", "-c", script],
                env=os.environ | changed | {"PYTHONPATH": str(ROOT)},
                cwd=tmp_path,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
    made = []
    said = [process.communicate(timeout=300) for process in running]
    assert said == [("", "")] * 2
    for number in range(2):
        made.append({p.name: p.read_bytes() for p in (tmp_path / str(number)).iterdir()})
    assert len(made[0]) == 6 + 6
    assert made[0] == made[1]


def test_saving_again_changes_nothing(tmp_path):
    fig = frequency.draw(RATES)
    save(tmp_path, fig)
    first = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    save(tmp_path, fig)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == first


# -- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"data": RATES.head(0)}, "no data"),
        ({"data": None}, "no data"),
        ({"evidence": EVIDENCE.head(0)}, "no evidence"),
        ({"evidence": None}, "no evidence"),
        ({"evidence": EVIDENCE.drop(columns="start")}, "evidence has no column start"),
        ({"evidence": EVIDENCE.head(1)}, "no evidence for the mark '增长'"),
        ({"data": RATES.head(2)}, "evidence for the mark '增长', not in the data"),
        ({"evidence": EVIDENCE.assign(text=None)}, "evidence has empty cells"),
        ({"name": "Word frequency"}, "bad figure name 'Word frequency'"),
        ({"name": "../escape"}, "bad figure name '../escape'"),
        ({"alt": " "}, "no alt text"),
        ({"owner": ""}, "no owner"),
    ],
)
def test_refusals_write_nothing(tmp_path, changed, message):
    with pytest.raises(InputError) as error:
        save(tmp_path, **changed)
    assert message in str(error.value)
    assert "\n" not in str(error.value)
    assert not list(tmp_path.iterdir())


def test_a_mark_of_nothing_needs_no_evidence(tmp_path):
    data = pd.concat([RATES, RATES.tail(1).assign(mark="", word="完善")])
    assert save(tmp_path, data=data).name == "word-frequency"


def test_a_second_owner_is_refused_and_the_first_figure_stays(tmp_path):
    save(tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    with pytest.raises(InputError, match="belongs to 03_words, not to 04_other"):
        save(tmp_path, owner="04_other", alt="另一张图")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before
    save(tmp_path, alt="改了说明")  # the owner may change it
    assert json.loads((tmp_path / "word-frequency.json").read_text("utf-8"))["alt"] == "改了说明"


def test_a_folder_that_cannot_be_written(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(InputError, match="cannot be written"):
        save(blocked / "figures")


def test_all_files_or_none(tmp_path, monkeypatch):
    save(tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    real, calls = os.fdopen, itertools.count()

    def full(*args, **options):
        if next(calls) == 3:
            raise OSError(28, "No space left on device")
        return real(*args, **options)

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(InputError, match="No space left on device"):
        save(tmp_path, alt="别的")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_figure_of_another_make_is_refused(tmp_path):
    from matplotlib.figure import Figure

    with pytest.raises(InputError, match=r"not made by figures\.figure"):
        save(tmp_path, Figure())


# -- the figures of the report ---------------------------------------------------------------


@pytest.fixture(scope="module")
def drawings():
    from analysis import analyse, corpus
    from analysis import drawings as module

    return {d.name: d for d in module.of_report(analyse.read(corpus.load("shenzhen-2025")))}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "name", ["word-frequency", "report-shape", "sentence-lengths", "stop-list"]
)
def test_labels_of_the_report_neither_overlap_nor_are_cut(drawings, name, lang):
    assert style.faults(drawings[name].draw(lang)) == []


def test_ids_of_an_svg_are_numbers_not_hashes_of_coordinates():
    from analysis.figures.save import _numbered

    one = b'<path id="m0123456789" clip-path="url(#pabcdef0123)"/><use xlink:href="#m0123456789"/>'
    other = one.replace(b"0123456789", b"9999999999")
    assert _numbered(one) == _numbered(other)
    assert _numbered(one) == b'<path id="m1" clip-path="url(#p2)"/><use xlink:href="#m1"/>'
