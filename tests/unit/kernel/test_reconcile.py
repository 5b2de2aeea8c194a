"""Stated against computed."""

from jawara.kernel.reconcile import Reconciliation

USES = {"economic": 2_132_470_000, "physical": 1_158_080_000, "social": 189_450_000}


def test_serang_leaves_120_million_unexplained() -> None:
    grant = Reconciliation(3_600_000_000, USES)
    assert grant.computed == 3_480_000_000
    assert grant.difference == 120_000_000
    assert grant.share() == "0.0333"
    assert not grant.holds


def test_an_explanation_settles_it_and_too_much_keeps_its_sign() -> None:
    assert Reconciliation(3_600_000_000, USES, 120_000_000).holds
    over = Reconciliation(100, {"a": 150})
    assert over.difference == -50
    assert over.share() == "-0.5000"


def test_nothing_stated() -> None:
    assert Reconciliation(0).holds
    assert Reconciliation(0, {"a": 1}).share() is None
