"""Progress with its denominator."""

import pytest

from jawara.kernel.progress import Missing, Progress, State, progress_of

NOT_DONE = Missing("b", "Ward B", "not_done")
NOT_ENTERED = Missing("c", "Ward C", "not_entered")


def test_nine_of_eleven() -> None:
    items = [(str(n), f"Ward {n}", "done") for n in range(9)]
    items += [("x", "Ward X", "not_done"), ("y", "Ward Y", "not_entered")]
    progress = progress_of(items)
    assert (progress.numerator, progress.denominator) == (9, 11)
    assert progress.ratio() == "0.8182"
    assert progress.not_done == (Missing("x", "Ward X", State.NOT_DONE),)
    assert progress.not_entered == (Missing("y", "Ward Y", State.NOT_ENTERED),)
    assert not progress.complete


def test_nothing_entered_is_not_zero() -> None:
    nothing = progress_of([("a", "A", "not_entered"), ("b", "B", "not_entered")])
    assert nothing.numerator is None
    assert nothing.ratio() is None
    assert len(nothing.missing) == 2
    zero = progress_of([("a", "A", "not_done"), ("b", "B", "not_entered")])
    assert zero.numerator == 0
    assert zero.ratio() == "0.0000"


def test_all_done_and_nothing_to_do() -> None:
    done = progress_of([("a", "A", "done")])
    assert done == Progress(1, 1)
    assert done.complete
    assert done.ratio() == "1.0000"
    empty = progress_of([])
    assert empty == Progress(None, 0)
    assert not empty.complete
    assert Progress(0, 0).ratio() is None


@pytest.mark.parametrize(
    ("numerator", "denominator", "missing", "says"),
    [
        (3, 2, (), "no progress"),
        (-1, 2, (), "no progress"),
        (1, 2, (), "1 items are missing, 0 are named"),
        (1, 3, (NOT_DONE, NOT_DONE), "named twice"),
        (None, 1, (NOT_DONE,), "not None"),
    ],
)
def test_figures_that_do_not_fit(
    numerator: int | None, denominator: int, missing: tuple[Missing, ...], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        Progress(numerator, denominator, missing)
    assert Progress(1, 3, (NOT_DONE, NOT_ENTERED)).ratio() == "0.3333"


def test_unknown_states_and_repeated_codes() -> None:
    with pytest.raises(ValueError, match="'done'"):
        Missing("a", "A", "done")
    with pytest.raises(ValueError, match="'perhaps'"):
        progress_of([("a", "A", "perhaps")])
    with pytest.raises(ValueError, match="a comes twice"):
        progress_of([("a", "A", "done"), ("a", "A", "done")])
