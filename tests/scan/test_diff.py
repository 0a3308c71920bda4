"""What changed between two scans: every finding is in exactly one of four groups."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graphrisk.scan.diff import Difference, difference
from tests.analyzers.cases import named
from tests.factory import small_world

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


def _scanned(as_of: str, *editions: tuple[str, str, str | None, str | None]) -> dict[str, str]:
    """Scan a world with two works with ONE and two with TWO; editions are number, first and last day, name.

    The body ONE is listed by name in each, TWO in the first.
    """
    world = small_world()
    world.org("ONE", "First Institute")
    world.org("TWO", "Second Institute")
    for number, (edition, since, until, name) in enumerate(editions):
        # Rows of the next edition have other numbers.
        for filler in range(number):
            world.listed("", since, until, edition=edition, name=f"Nobody {filler}")
        if name:
            world.listed("ONE", since, until, edition=edition, name=name)
        if not number:
            world.listed("TWO", since, until, edition=edition)
    for index in range(2):
        for short in ("ONE", "TWO"):
            work = f"W{short}{index}"
            world.work(work, f"2025-0{index + 1}-01", ("AP1", ["HOME"]), ("X", [named(short)]))
    found = world.scan(as_of=as_of).findings
    return {finding.object.name: finding.evidence_hash for finding in found if finding.rule == "R-COA-01"}


NAME = "First Institute"


def test_an_edition_that_came_after_the_day_of_the_scan_changes_nothing() -> None:
    before = _scanned("2026-06-01", ("1", "2020-01-01", None, NAME))
    now = _scanned("2026-06-01", ("1", "2020-01-01", "2026-09-30", NAME), ("2", "2026-10-01", None, None))
    assert set(difference(before, now).unchanged) == {"First Institute", "Second Institute"}


def test_a_newer_edition_changes_what_it_no_longer_names_or_names_otherwise_and_no_more() -> None:
    before = _scanned("2026-01-01", ("1", "2020-01-01", None, NAME))
    kept = _scanned("2026-06-01", ("1", "2020-01-01", "2026-03-31", NAME), ("2", "2026-04-01", None, NAME))
    assert difference(before, kept) == Difference((), ("Second Institute",), ("First Institute",), ())
    renamed = _scanned(
        "2026-06-01", ("1", "2020-01-01", "2026-03-31", NAME), ("2", "2026-04-01", None, "First Inst. (FI)")
    )
    assert set(difference(before, renamed).changed) == {"First Institute", "Second Institute"}
    gap = _scanned("2026-06-01", ("1", "2020-01-01", "2026-02-28", NAME), ("2", "2026-04-01", None, NAME))
    assert set(difference(before, gap).changed) == {"First Institute", "Second Institute"}
