"""Numerals: written out and read back, every script, nothing raised."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.targets import numerals

NUMBERS = st.integers(min_value=0, max_value=10**12 - 1)
WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


@given(NUMBERS)
def test_a_number_spelt_in_characters_reads_back(number):
    assert numerals.parse(numerals.spell(number)) == number


@given(st.integers(0, 10**7), st.sampled_from(["", "十", "百", "万", "亿", "万亿"]))
def test_magnitudes_multiply(number, magnitude):
    assert numerals.parse(f"{number}{magnitude}") == number * numerals.magnitude(magnitude)


@given(st.integers(0, 10**6), st.integers(1, 9999))
def test_full_width_reads_as_half_width(whole, fraction):
    text = f"{whole}.{fraction}"
    assert numerals.parse(text.translate(WIDE)) == numerals.parse(text) == float(text)


@given(st.integers(0, 999), st.integers(1, 999))
def test_a_fraction_in_characters_reads_digit_by_digit(whole, fraction):
    digits = "".join("零一二三四五六七八九"[int(d)] for d in str(fraction))
    assert numerals.parse(f"{numerals.spell(whole)}点{digits}") == float(f"{whole}.{fraction}")


@given(st.text(alphabet="零一二三四五六七八九十百千万亿两点.,0123456789 ", max_size=14))
def test_no_string_of_numerals_raises(text):
    value = numerals.parse(text)
    assert value is None or value >= 0


def test_mixed_and_spoken_forms():
    cases = {
        "八千二百九十一亿": 829_100_000_000,
        "十亿六千万": 1_060_000_000,
        "三万五": 35_000,
        "一千零二": 1002,
        "2万5千": 25_000,
        "10亿3千万": 1_030_000_000,
        "1,234.5": 1234.5,
        "百万": 1_000_000,
        "两千三": 2300,
        "〇": 0,
    }
    assert {text: numerals.parse(text) for text in cases} == cases


def test_two_digits_side_by_side_are_no_number():
    assert numerals.parse("四五百") is None
    assert numerals.parse("") is None
    assert numerals.parse("亿点") is None
