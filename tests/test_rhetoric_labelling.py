"""The exercise: a sheet to label, kappa against the published labels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.rhetoric import labelling

LISTS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=40)


@given(LISTS)
def test_kappa_agrees_with_scikit_learn(pairs):
    from sklearn.metrics import cohen_kappa_score

    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    if len(set(first) | set(second)) == 1:
        assert labelling.kappa(first, second) == 1.0
    else:
        assert labelling.kappa(first, second) == pytest.approx(
            cohen_kappa_score(first, second), abs=0.0006
        )


def test_kappa_needs_as_many_labels_on_both_sides():
    with pytest.raises(InputError, match="3 labels against 2"):
        labelling.kappa(["a", "b", "a"], ["a", "b"])


def test_sheet_shows_no_label_and_quotes_the_report():
    sheet = labelling.sheet(n=30)
    assert sheet.columns.tolist() == ["number", "before", "text", "after"]
    assert len(sheet) == 30 and sheet["text"].str.len().eq(4).all()
    assert len(labelling.truth(n=30)) == len(labelling.machine(n=30)) == 30


def test_agreement_speaks_to_every_answer():
    right = labelling.truth(n=30)
    assert "尚未作答" in labelling.agreement(None)
    assert "30/30" in labelling.agreement(right)
    assert "kappa = 1.00" in labelling.agreement(" ".join(right))
    assert "unknown" in labelling.agreement("nonsense " * 30)
    assert "30 rows, 2 labels" in labelling.agreement(right[:2])
    assert labelling.disagreements(right).empty
    wrong = ["term" if label != "term" else "free" for label in right]
    assert len(labelling.disagreements(wrong)) == 30
