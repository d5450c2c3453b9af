"""The dictionary and the stop list: what may stand in them, and one line for what may not."""

import itertools

import pytest

from analysis import lexicons, words
from analysis.errors import InputError
from analysis.words import dictionary as dictionaries

HEADER = "term,cut,kind,source,note\n"


def write(path, text: str | bytes):
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


# --- reading --------------------------------------------------------------------------------------
def test_bom_crlf_symbols_digits_and_blanks_survive(tmp_path):
    text = (
        "\ufeffterm,kind,cut,note\r\n"
        "粤港澳大湾区,plan,粤港澳 大 湾区,\r\n"
        "K11 ECOAST,place_org,K11 ECOAST,\r\n"
        "20+8,plan,,产业集群\r\n"
        '"交通运输、仓储和邮政业",industry,交通 运输 、 仓储 和 邮政业,"含逗号, 引号"\r\n'
        "PM2.5,indicator,PM2.5,\r\n"
    )
    book = words.read_dictionary(write(tmp_path / "own.csv", text), words=None)
    assert book.terms["term"].tolist() == [
        "粤港澳大湾区", "K11 ECOAST", "20+8", "交通运输、仓储和邮政业", "PM2.5",
    ]  # fmt: skip
    # A cut without a blank says the same as none.
    assert book.terms["cut"].tolist() == [
        "粤港澳 大 湾区", "K11 ECOAST", "", "交通 运输 、 仓储 和 邮政业", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            "低空经济,低空 经济,industry,,\n低空经济,低空 经济,industry,,\n",
            "line 3: '低空经济' stands already in line 2",
        ),
        (
            "低空经济,低空 经济,industry,,\n低空经济,低空经 济,industry,,\n",
            "line 3: '低空经济' is cut differently from line 2",
        ),
        (
            "低空经济,低空 产业,industry,,\n",
            "line 2: the cut '低空 产业' does not spell '低空经济'",
        ),
        ("云,,industry,,\n", "line 2: '云' has one character"),
        ("低空经济,低空 经济,technology,,\n", "line 2: unknown kind 'technology' of '低空经济'"),
        ("低空 经济,低空 经济,industry,,\n", "line 2: blank inside '低空 经济'"),
        ("低空\x07经济,,industry,,\n", "line 2: control character U+0007"),
        ("低空\t经济,,industry,,\n", "line 2: control character"),
        ("低空经济,低空 经济,,,\n", "line 2: 'kind' is empty"),
        ("低空经济,低空 经济,industry\n", "line 2: 3 cells where the header has 5"),
        (b"\xb5\xcd\xbf\xd5,,industry,,\n", "line 2: not UTF-8 (byte 0xb5)"),
    ],
)
def test_a_mistake_is_one_line_with_file_and_number(tmp_path, rows, message):
    content = HEADER.encode() + (rows if isinstance(rows, bytes) else rows.encode())
    path = write(tmp_path / "own.csv", content)
    with pytest.raises(InputError) as caught:
        words.read_dictionary(path, words=None)
    text = str(caught.value)
    assert "own.csv " + message in text
    assert "\n" not in text
    # Nothing is half-loaded: the same list in words.tokens fails the same way.
    with pytest.raises(InputError):
        dictionaries.read(path)


def test_an_edited_list_is_read_again(tmp_path):
    path = write(tmp_path / "own.csv", HEADER + "低空经济,低空 经济,industry,,\n")
    assert len(words.read_dictionary(path, words=None).terms) == 1
    write(path, HEADER + "低空经济,低空 经济,industry,,\n具身智能,具身 智能,industry,,\n")
    assert len(words.read_dictionary(path, words=None).terms) == 2


def test_missing_file(tmp_path):
    with pytest.raises(InputError, match=r"absent.csv: file is missing"):
        words.read_dictionary(tmp_path / "absent.csv")


# --- the shipped lists ----------------------------------------------------------------------------
def test_shipped_dictionary():
    terms = words.read_dictionary().terms
    assert 1500 <= len(terms) <= 3100
    assert set(terms["kind"]) == set(words.KINDS)
    assert (terms["source"] != "").all()
    # No sentence hides in a note, and terms are terms.
    assert terms["note"].str.len().max() <= 40
    assert not terms["term"].str.contains("[。！？；\n]").any()
    assert terms["term"].str.len().max() <= 24
    order = [(words.KINDS.index(k), t) for k, t in zip(terms["kind"], terms["term"], strict=True)]
    assert order == sorted(order)


def test_lists_agree_on_every_stretch():
    """A term or word that stands inside another term is cut there as it is by itself."""
    book = words.read_dictionary()
    own = dict(zip(book.words["word"], book.words["cut"], strict=True))
    own |= dict(zip(book.terms["term"], book.terms["cut"], strict=True))
    own = {word: cut or word for word, cut in own.items()}
    wrong = []
    for term in book.terms["term"]:
        parts = own[term].split()
        for a, b in itertools.combinations(range(len(parts) + 1), 2):
            piece = "".join(parts[a:b])
            if own.get(piece, piece) != " ".join(parts[a:b]) and piece in own:
                wrong.append((term, own[term], own[piece]))
    assert wrong == []


# fmt: off
POLICY_WORDS = {
    "要", "不", "不得", "必须", "应当", "应", "须", "加强", "大力", "坚持", "全面",
    "深入", "加快", "推进", "不断", "进一步", "切实", "更加", "更", "最", "十分", "基本",
    "坚决", "努力", "积极", "继续", "严格", "禁止", "确保", "力争", "可以", "可", "能",
    "会", "将", "未", "无", "没有", "没", "别", "勿", "不能", "不准", "严禁",
    "新", "大", "高", "强", "好", "改革", "发展", "建设", "创新", "深圳", "人民",
    "群众", "安全", "稳定", "完善", "提升", "促进", "推动", "实施", "支持", "鼓励", "保障",
    "落实", "全力", "持续", "着力", "务必", "绝不",
}
# fmt: on


def test_the_stop_list_spares_words_of_policy():
    stop = lexicons.load("stopwords.csv", columns=("word",))
    assert not set(stop["word"]) & POLICY_WORDS
    assert {"的", "和", "了", "在", "等"} <= set(stop["word"])
    assert (stop["group"] != "").all()


# --- feeding back ---------------------------------------------------------------------------------
CANDIDATES = "rank,candidate,cut,score,known,kind,accept,examples\n"


def test_accept_adds_what_was_accepted_and_nothing_else(tmp_path):
    terms = write(tmp_path / "terms.csv", HEADER + "具身智能,具身 智能,industry,ours,旧\n")
    edited = write(
        tmp_path / "candidates.csv",
        "\ufeff" + CANDIDATES.replace("\n", "\r\n")
        + "1,民意速办,民意 速办,9.1,,social,yes,d:1\r\n"
        + "2,勇当尖兵,勇当 尖兵,8.0,,,,d:2\r\n"
        + "3,国家战略,国家 战略,7.0,,plan,no,d:2\r\n"
        + "4,具身智能,具身 智能,6.0,industry,industry,是,d:3\r\n",
    )  # fmt: skip
    added = words.accept_candidates(edited, terms)
    assert added[["term", "cut", "kind", "source"]].values.tolist() == [
        ["民意速办", "民意 速办", "social", "proposal"]
    ]
    assert terms.read_bytes().decode("utf-8-sig") == (
        HEADER + "具身智能,具身 智能,industry,ours,旧\n民意速办,民意 速办,social,proposal,\n"
    )
    # A second time adds nothing.
    before = terms.read_bytes()
    assert len(words.accept_candidates(edited, terms)) == 0
    assert terms.read_bytes() == before


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "1,民意速办,民意 速办,9,,social,perhaps,d:1\n",
            "line 2: 'perhaps' in accept is neither yes nor no",
        ),
        ("1,民意速办,民意 速办,9,,,yes,d:1\n", "line 2: '民意速办' is accepted with the kind ''"),
        ("1,民意速办,民意 速递,9,,social,yes,d:1\n", "line 2: the cut '民意 速递' does not spell"),
        ("1,具身智能,具 身 智能,9,,industry,yes,d:1\n", "line 2: '具身智能' stands already in"),
        ("1,民意速办,民意 速办,9\n", "line 2: 4 cells where the header has 8"),
    ],
)
def test_accept_refuses(tmp_path, row, message):
    terms = write(tmp_path / "terms.csv", HEADER + "具身智能,具身 智能,industry,ours,\n")
    before = terms.read_bytes()
    with pytest.raises(InputError) as caught:
        words.accept_candidates(write(tmp_path / "candidates.csv", CANDIDATES + row), terms)
    assert "candidates.csv " + message in str(caught.value)
    assert terms.read_bytes() == before


def test_accept_needs_its_columns(tmp_path):
    terms = write(tmp_path / "terms.csv", HEADER + "具身智能,具身 智能,industry,ours,\n")
    with pytest.raises(InputError, match=r"line 1: column 'accept' is missing"):
        words.accept_candidates(
            write(tmp_path / "c.csv", "candidate,kind\n民意速办,social\n"), terms
        )
