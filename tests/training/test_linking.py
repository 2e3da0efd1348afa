"""Fitting the weights of linking."""

from __future__ import annotations

from dragoman.linking import compare
from dragoman.training.linking import _NAMES, Example, fit, standing, weighing


def example(is_same: bool, **levels: str) -> Example:
    return Example(levels=tuple(levels.get(name, "unknown") for name in _NAMES), is_same=is_same)


def test_many_pairs_outweigh_the_prior_and_few_do_not() -> None:
    # By hand a common place speaks for one event; here it never does.
    pairs = [example(False, place="same"), example(True, day="same_day")]
    told = standing()["place", "same"]
    assert fit(pairs * 200, 1.0)["place", "same"] < 0 < told
    assert fit(pairs, 0.05)["place", "same"] == told


def test_levels_that_no_pair_has_keep_their_weight() -> None:
    fitted = fit([example(True, day="same_day")], 1.0)
    assert fitted["counts", "same"] == standing()["counts", "same"]
    assert fitted["day", "same_day"] > standing()["day", "same_day"]


def test_other_weights_hold_for_a_while_alone() -> None:
    before = standing()
    with weighing({**before, ("place", "same"): -7.0}):
        assert "WHEN 'same' THEN -7.0" in compare.compare_sql("pairs", "rows")
        assert ("place", "same", -7.0) in compare.explain({"place": "same"})
    assert standing() == before
    assert ("place", "same", 2.0) in compare.explain({"place": "same"})
