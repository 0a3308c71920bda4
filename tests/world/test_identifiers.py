"""Invented identifiers are well formed, and lie where no real ones do."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.names import identifiers as names
from graphrisk.world import identifiers
from graphrisk.world.bulk import columns

NUMBERS = st.integers(0, 10**6 - 1)


@given(NUMBERS)
def test_check_digits_are_right(number: int) -> None:
    assert names.orcid(identifiers.orcid(number)) == identifiers.orcid(number)
    assert names.ror(identifiers.ror(number)) == identifiers.ror(number)
    assert names.openalex(identifiers.openalex("A", number), "A") == identifiers.openalex("A", number)


@given(st.lists(NUMBERS, min_size=1, max_size=20))
def test_columns_hold_the_same_identifiers(numbers: list[int]) -> None:
    array = np.array(numbers, dtype=np.int64)
    assert columns.orcid(array).to_pylist() == [identifiers.orcid(n) for n in numbers]
    assert columns.openalex("W", array).to_pylist() == [identifiers.openalex("W", n) for n in numbers]
    assert columns.doi(array).to_pylist() == [identifiers.doi(n) for n in numbers]


def test_no_real_range_is_touched() -> None:
    # ORCID gives out 0000-0001-5… to 0000-0003-5… and 0009-…
    assert identifiers.orcid(10**10).startswith("https://orcid.org/0900-")
    assert identifiers.doi(1).startswith("https://doi.org/10.5555/")
