"""The frame of the detectors: their tables, and what they must never do."""

from analysis.rhetoric import table


def test_hits_are_sorted_numbered_and_without_doubles():
    rows = [
        ("d:0002.0001", 9, 11, "更加", "comp", {"factual": 0}),
        ("d:0001.0001", 3, 4, "最", "sup", {"factual": 1}),
        ("d:0001.0001", 3, 4, "最", "sup", {"factual": 1}),
    ]
    found = table.hits(rows, "degree")
    assert found["hit_id"].tolist() == ["degree-0001", "degree-0002"]
    assert found["start"].tolist() == [3, 9]
    assert found["attributes"].tolist() == ["factual=1", "factual=0"]


def test_empty_hits_keep_columns_and_types():
    found = table.hits([], "degree")
    assert found.columns.tolist() == table.COLUMNS
    assert found["start"].dtype == int and found["score"].dtype == float


def test_attributes_survive_a_round_trip_and_carry_no_separator():
    written = table.attributes({"head": "一;二", "note": "", "exp": "a\tb\nc", "n": 0})
    assert written == "head=一；二;note=-;exp=a b c;n=0"
    assert table.parse(written) == {"head": "一；二", "note": "-", "exp": "a b c", "n": "0"}
