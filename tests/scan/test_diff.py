"""What changed between two scans: every finding is in exactly one of four groups."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graphrisk.scan.diff import Difference, difference

RUNS = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("123"), max_size=8)


@given(RUNS, RUNS)
def test_each_finding_is_in_one_group(before: dict[str, str], now: dict[str, str]) -> None:
    found = difference(before, now)
    assert set(found.new) == {key for key in now if key not in before}
    assert set(found.gone) == {key for key in before if key not in now}
    assert set(found.changed) == {key for key in now if key in before and before[key] != now[key]}
    groups = (found.new, found.changed, found.unchanged, found.gone)
    assert sum(map(len, groups)) == len({*before, *now}) == len({key for group in groups for key in group})
    assert [key for key in now if key in found.new] == list(found.new)


def test_a_run_beside_itself_has_no_difference() -> None:
    run = {"a": "1", "b": "2"}
    assert difference(run, run) == Difference((), (), ("a", "b"), ())
