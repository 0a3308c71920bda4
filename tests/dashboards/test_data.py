"""What pages read: findings kept for a moment, decisions seen at once, filters and order."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from dashboards.address import Filters, parse
from dashboards.data import FRESH, READ_AGAIN, Data
from dashboards.selection import counts_by_level, neighbours, selected, undecided
from dashboards.words import Words
from graphrisk.errors import NotFoundError, StoreError
from graphrisk.findings import Level
from graphrisk.review import Decision, Repository, Status
from graphrisk.settings import Workspace, create_workspace
from tests.dashboards import small as worlds

EN, JA = Words("en"), Words("ja")


def test_levels_are_counted_highest_first(data: Data) -> None:
    found = counts_by_level(data.findings("R000001"))
    assert list(found.items()) == [(Level.HIGH, 1), (Level.MEDIUM, 1), (Level.LOW, 2), (Level.INFO, 1)]


@pytest.mark.parametrize(
    ("filters", "rules"),
    [
        (Filters(levels=(Level.LOW,)), {"R-FND-01", "R-CVR-01"}),
        (Filters(rule="R-COA-01"), {"R-COA-01"}),
        (Filters(application="A-001"), {"R-AFF-01", "R-COA-01", "R-FND-01", "R-CVR-01"}),
        (Filters(text="FUND demonstration"), {"R-FND-01"}),
        (Filters(text="山田", levels=(Level.HIGH,)), {"R-AFF-01"}),
        (Filters(text="nothing of the kind"), set()),
        (Filters(states=(Status.CONFIRMED,)), set()),
    ],
)
def test_filters(data: Data, filters: Filters, rules: set[str]) -> None:
    assert {r.finding.rule for r in selected(data.findings("R000001"), filters, EN)} == rules


def test_the_search_reads_the_question_in_the_language_shown(data: Data) -> None:
    records = data.findings("R000001")
    assert len(selected(records, Filters(text="was the tie"), EN)) == 5


def test_neighbours(data: Data) -> None:
    records = data.findings("R000001")
    ids = [record.finding.id for record in records]
    assert neighbours(records, ids[0]) == (1, None, ids[1])
    assert neighbours(records, ids[4]) == (5, ids[3], None)
    assert neighbours(records, "elsewhere") == (None, None, ids[0])
    assert neighbours([], "elsewhere") == (None, None, None)


def test_a_decision_is_seen_at_once_and_one_from_elsewhere_soon(own: Workspace) -> None:
    time = [0.0]
    repository = Repository(own.review_url, clock=lambda: worlds.NOW)
    data = Data(own, repository, user="reviewer", ticks=lambda: time[0])
    first, second = (record.finding.id for record in data.findings("R000001")[:2])
    data.decide("R000001", first, Decision.EXPLAINED, "a reason")
    assert len(undecided(data.findings("R000001"))) == 4
    assert data.finding("R000001", first).state.decided_by == "reviewer"
    with Repository(own.review_url, clock=lambda: worlds.NOW) as other:
        other.decide("R000001", second, decision="confirmed", reason="another", decided_by="colleague")
    time[0] = FRESH + 1
    assert len(undecided(data.findings("R000001"))) == 3
    data.close()


def test_an_export_is_kept_in_the_audit_log(own: Workspace) -> None:
    repository = Repository(own.review_url, clock=lambda: worlds.NOW)
    data = Data(own, repository, user="reviewer", ticks=lambda: 0.0)
    data.record_export("R000001", "xlsx", 5)
    newest = repository.audit_entries(limit=1)[0]
    assert (newest.who, newest.action, newest.subject) == ("reviewer", "export", "R000001")
    data.close()


def test_runs_that_are_not_there(data: Data, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert data.run(None) is not None
    with pytest.raises(NotFoundError):
        data.run("R000099")
    space = create_workspace(tmp_path_factory.mktemp("none"))
    empty = Data(space, Repository(space.review_url, clock=lambda: worlds.NOW), user="x", ticks=lambda: 0.0)
    assert empty.run(None) is None
    empty.close()


def test_a_snapshot_that_is_gone_is_an_error_with_a_remedy(data: Data) -> None:
    with pytest.raises((StoreError, NotFoundError)):
        data.graph(99)


def test_a_policy_that_is_gone_is_none(data: Data) -> None:
    assert data.policy("no-such-policy") is None
    assert data.policy("jp-tejunsho") is not None


def test_a_rescan_tells_new_changed_and_gone_and_each_can_be_listed(own: Workspace) -> None:
    first, changed, gone, *rest = worlds.questions()
    assert changed.evidence
    later = dataclasses.replace(changed, evidence_hash="f" * 64)
    added = worlds.many(1)[0]
    repository = Repository(own.review_url, clock=lambda: worlds.NOW)
    repository.save_run(worlds.result([added, first, later, *rest]), by="tester")
    data = Data(own, repository, user="reviewer", ticks=lambda: 0.0)
    runs = {name: data.run(name) for name in ("R000001", "R000002")}
    assert runs["R000001"] is not None
    assert runs["R000002"] is not None
    old, new = runs["R000001"], runs["R000002"]
    assert data.changes(old) is None
    found = data.changes(new)
    assert found is not None
    assert (found.new, found.changed, found.gone) == ((added.id,), (changed.id,), (gone.id,))
    for run, change, expected in ((new, "new", added), (new, "changed", changed), (old, "gone", gone)):
        filters = parse("/queue", f"?change={change}").filters
        assert [record.finding.id for record in data.chosen(run, filters, EN)] == [expected.id]
    assert data.chosen(old, Filters(change="new"), EN) == []
    assert data.chosen(new, Filters(change="gone"), EN) == []
    data.close()


def test_areas_narrow_to_the_questions_of_their_applications(data: Data) -> None:
    run = data.run(None)
    assert run is not None
    rules = {record.finding.rule for record in data.chosen(run, Filters(area="7"), EN)}
    assert rules == {"R-AFF-01", "R-COA-01", "R-FND-01", "R-CVR-01"}
    assert data.chosen(run, Filters(area="8"), EN) == []


@pytest.mark.parametrize(
    ("day", "left"), [(dt.date(2026, 10, 20), 10), (dt.date(2026, 10, 30), 0), (dt.date(2026, 11, 1), -2)]
)
def test_days_left_are_counted_from_the_clock_to_the_day_on_which_the_call_closes(
    small: Workspace, day: dt.date, left: int
) -> None:
    noon = dt.datetime.combine(day, dt.time(12)).astimezone()
    repository = Repository(small.review_url, clock=lambda: worlds.NOW)
    data = Data(small, repository, user="reviewer", ticks=lambda: 0.0, clock=lambda: noon)
    run = data.run(None)
    assert run is not None
    assert data.days_left(run) == (dt.date(2026, 10, 30), left)
    data.close()


def test_days_left_are_unknown_where_the_snapshot_is_gone(data: Data) -> None:
    run = data.run(None)
    assert run is not None
    assert data.days_left(dataclasses.replace(run, id="R000009", snapshot=99)) is None


def test_a_read_is_a_line_of_the_log_once_in_a_while(own: Workspace) -> None:
    time = [0.0]
    repository = Repository(own.review_url, clock=lambda: worlds.NOW)
    data = Data(own, repository, user="reader", ticks=lambda: time[0])

    def reads() -> list[tuple[str, str, str]]:
        return [(e.who, e.subject, e.detail) for e in repository.audit_entries(action="read")]

    data.note_read("F1", page="case")
    data.note_read("F1", page="case")
    data.note_read("F2", page="case")
    assert reads() == [("reader", "F2", '{"page":"case"}'), ("reader", "F1", '{"page":"case"}')]
    time[0] = READ_AGAIN
    data.note_read("F1", page="case")
    assert len(reads()) == 3
    assert repository.verify_audit().ok
    data.close()
