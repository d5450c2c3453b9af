"""The fast engine gives jieba's tokens, and jieba's traps are shut."""

import logging
import os
import random
import subprocess
import sys
import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import words
from analysis.errors import InputError
from analysis.paths import ROOT

SHARED = ROOT.parent / "shared"
REPORT = ROOT / "corpus" / "raw" / "shenzhen-2025.md"
# Words of every sort: plain, with signs, with blanks, with a character outside jieba's range.
OWN = (
    "新质",
    "湾区",
    "首店",
    "发展新",
    "5G-A",
    "K11 ECOAST",
    "C语言",
    "A&B+",
    "㐀发展",
    "1+N+X",
    "的了",
)
PIECES = [
    *"５Ａ，。的了中国深圳々〇①Ⅲ㐀䶵𠀀𪜀龦鿖豈發臺灣한カｶéßİ℃m²·-_#&.%+",
    *(
        "👨‍👩‍👧",
        "😀",
        "\u200d",
        "\r\n",
        "\r",
        "\n",
        "\u3000",
        "\t",
        " ",
        "\x00",
        "\x1f",
        "\x85",
        "\u2028",
    ),
    *("\xa0", "\ufeff", "\u200b", "http://a.b/c?d=1&e=%20#x", "5G-A", "2021—2035年", "3156.7亿元"),
    *(
        "50%",
        "C++",
        "C#",
        "A&B",
        "a_b",
        ".5",
        "1.2.3",
        "12.5%",
        "--",
        "K11 ECOAST",
        "新质生产力",
        "改革",
    ),
    *(
        "大湾区",
        "IPv6",
        "PM2.5",
        "1‰",
        "T恤",
        "卡拉OK",
        "AA制",
        "IP地址",
        "3D",
        "6·30",
        "20+8",
        "發展經濟",
    ),
]


def _hostile(n: int) -> list[str]:
    rng = random.Random(20250225)
    han = [chr(c) for c in range(0x4E00, 0x9FA6)]
    pick = (PIECES, PIECES, PIECES, han)
    return [
        "".join(rng.choice(rng.choice(pick)) for _ in range(rng.randint(1, 9))) for _ in range(n)
    ]


def _differ(lines: list[str], dictionary=None) -> list[str]:
    fast, slow = (words.load(name, dictionary) for name in words.ENGINES)
    return [line for line in lines if fast.cut(line) != slow.cut(line)]


@pytest.mark.parametrize("dictionary", [None, OWN])
def test_parity_on_hostile_strings(dictionary):
    assert _differ(_hostile(20_000), dictionary) == []


@pytest.mark.parametrize("dictionary", [None, OWN])
def test_parity_on_the_report(dictionary):
    lines = REPORT.read_text("utf-8").split("\n")
    assert len(lines) > 100
    assert _differ(lines, dictionary) == []


@pytest.mark.parametrize("dictionary", [None, OWN])
def test_parity_on_other_texts(dictionary):
    paths = sorted((SHARED / "data" / "gwr").glob("*.txt"))
    paths += [SHARED / "data" / "seg" / "pku_test.utf8"]
    if not paths[-1].exists():
        pytest.skip("the texts to measure with are not here")
    lines = [line for path in paths for line in path.read_text("utf-8").split("\n")]
    assert len(paths) >= 20
    assert _differ(lines, dictionary) == []


def test_parity_with_the_shipped_dictionary():
    dictionary = words.read_dictionary().engine_words
    assert _differ([*_hostile(3000), *REPORT.read_text("utf-8").split("\n")], dictionary) == []


@given(st.text(max_size=60))
def test_cut_spells_the_text_and_edges_agree(text):
    for dictionary in (None, OWN):
        engine = words.load("rjieba", dictionary)
        cut = engine.cut(text)
        assert "".join(cut) == text
        bounds, at = {0, len(text)}, 0
        for word in cut:
            at += len(word)
            bounds.add(at)
        assert set(engine.edges(text).nonzero()[0].tolist()) == bounds


def test_the_known_false_words_of_the_default_cut():
    cut = words.load().cut("粤港澳大湾区新质生产力")
    assert cut == ["粤港澳", "大湾", "区新质", "生产力"]
    assert words.load().cut("5G-A基站") == ["5G", "-", "A", "基站"]


def test_engines_share_nothing():
    word = "湾区碳"
    assert word in words.load("rjieba", (word,)).cut("湾区碳市场")
    assert word not in words.load("rjieba").cut("湾区碳市场")
    assert not words.load("jieba").known(word)


def test_unknown_engine():
    with pytest.raises(InputError, match="no engine 'pkuseg'"):
        words.load("pkuseg")


def test_a_planted_cache_changes_nothing(tmp_path):
    """jieba trusts any jieba.cache in the temporary folder; the project must not."""
    import marshal

    poison = ({"深圳经济": 10**9, "深": 0, "深圳": 0, "深圳经": 0}, 10**9)
    (tmp_path / "jieba.cache").write_bytes(marshal.dumps(poison))
    code = (
        "from analysis import words; "
        "print('|'.join(words.load('jieba').cut('深圳经济特区')), flush=True)"
    )
    environment = {
        **os.environ,
        "TMPDIR": str(tmp_path),
        "TEMP": str(tmp_path),
        "TMP": str(tmp_path),
    }
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert run.stdout.strip() == "|".join(words.load("rjieba").cut("深圳经济特区"))
    # Neither a log line nor a warning of jieba's own sources.
    assert run.stderr == ""
    # jieba itself would have been fooled.
    fooled = (
        "import warnings; warnings.simplefilter('ignore'); import jieba; jieba.setLogLevel(60); "
        "print('|'.join(jieba.Tokenizer().cut('深圳经济特区')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", fooled],
        cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert run.stdout.startswith("深圳经济|")


def test_our_cache_lies_in_the_project_only():
    words.load("jieba").cut("深圳")
    before = set(os.listdir(tempfile.gettempdir()))
    words.load("jieba", ("另一个词典",)).cut("深圳")
    made = set(os.listdir(tempfile.gettempdir())) - before
    assert not [name for name in made if "jieba" in name]
    assert logging.getLogger("jieba").getEffectiveLevel() >= logging.ERROR


def test_pku_sanity():
    """The engine alone on news text, without rules: an outside check of words.score too."""
    folder = SHARED / "data" / "seg"
    if not folder.exists():
        pytest.skip("the PKU text is not here")
    gold = [
        line.split() for line in (folder / "pku_test_gold.utf8").read_text("utf-8").splitlines()
    ]
    gold = [line for line in gold if line]
    engine = words.load()
    found = [engine.cut("".join(line)) for line in gold]
    assert words.score(gold, found)["f1"][0] >= 0.818
