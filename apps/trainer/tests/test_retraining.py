"""The market that the retraining is timed on, and that no family is left out."""

import numpy as np

from footprint_trainer.retraining import DAYS, SLOWEST_FIRST, wide_market
from footprint_trainer.roster import families
from footprint_trainer.studies.input_groups import INPUT_GROUPS


def test_the_market_has_every_input_of_the_list() -> None:
    market = wide_market(500, seed=1)
    assert set(market.inputs) == {name for names in INPUT_GROUPS.values() for name in names}
    assert market.x.dtype == np.float32
    assert np.isfinite(market.x).all()
    assert len(np.unique(market.day)) == DAYS
    np.testing.assert_array_equal(market.x, wide_market(500, seed=1).x)


def test_every_family_is_trained() -> None:
    assert sorted(SLOWEST_FIRST) == sorted(family.name for family in families("FITTED"))
