"""Decisions are added, hold until the evidence changes, and are never lost."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from graphrisk.errors import NotFoundError, UsageError
from graphrisk.i18n import translate
from graphrisk.review import Decision, State, Status
from tests.review.factory import START, finding, result

if TYPE_CHECKING:
    from graphrisk.review import Repository

OLD, NEW, OTHER = finding(works=2), finding(works=3), finding(name="Other University")


def state(repository: Repository, run: str) -> State:
    return repository.finding(run, OLD.id).state


def test_an_open_finding_has_no_decision(repository: Repository) -> None:
    run = repository.save_run(result(OLD)).id
    assert state(repository, run) == State()
    assert state(repository, run).status is Status.OPEN


def test_a_decision_is_in_force_at_once(repository: Repository) -> None:
    run = repository.save_run(result(OLD, OTHER)).id
    decided = repository.decide(
        run, OLD.id, decision="explained", reason=" Joint lab,\r\nsee file 12. ", decided_by="Sato"
    )
    assert decided.state == State(
        decision=Decision.EXPLAINED,
        decided_by="Sato",
        decided_at=START + dt.timedelta(minutes=2),
        reason="Joint lab,\nsee file 12.",
        times=1,
    )
    assert decided == repository.finding(run, OLD.id)
    assert [r.state.status for r in repository.findings(run)] == [Status.EXPLAINED, Status.OPEN]
    assert [r.finding.id for r in repository.findings(run, states=[Decision.EXPLAINED])] == [OLD.id]
    assert [r.finding.id for r in repository.findings(run, states=["open"])] == [OTHER.id]


def test_the_newest_decision_is_in_force_and_all_are_kept(repository: Repository) -> None:
    run = repository.save_run(result(OLD)).id
    for decision in Decision:
        repository.decide(run, OLD.id, decision=decision, reason=f"because {decision}", decided_by="Sato")
    assert state(repository, run).decision is Decision.NEEDS_INFORMATION
    assert state(repository, run).times == 5
    history = repository.decisions(OLD.id)
    assert [one.decision for one in history] == list(reversed(Decision))
    assert [one.id for one in history] == [5, 4, 3, 2, 1]
    assert history[0].decided_at > history[-1].decided_at
    assert {one.run_id for one in history} == {run}
    assert {one.evidence_hash for one in history} == {OLD.evidence_hash}


def test_a_decided_finding_stays_decided_in_later_runs(repository: Repository) -> None:
    first = repository.save_run(result(OLD)).id
    repository.decide(first, OLD.id, decision="false_match", reason="a namesake", decided_by="Sato")
    second = repository.save_run(result(OLD, OTHER)).id
    assert state(repository, second).decision is Decision.FALSE_MATCH
    assert not state(repository, second).reopened


def test_changed_evidence_opens_it_again_and_says_so(repository: Repository) -> None:
    first = repository.save_run(result(OLD)).id
    repository.decide(first, OLD.id, decision="explained", reason="joint lab", decided_by="Sato")
    second = repository.save_run(result(NEW)).id
    again = state(repository, second)
    assert again.status is Status.REOPENED
    assert again.decision is None
    assert again.reopened
    assert (again.previous, again.decided_by, again.reason) == (Decision.EXPLAINED, "Sato", "joint lab")
    assert [r.finding.id for r in repository.findings(second, states=[Status.REOPENED])] == [OLD.id]
    assert repository.findings(second, states=[Status.OPEN]) == []
    assert state(repository, first).decision is Decision.EXPLAINED  # the earlier run stands as it was

    repository.decide(second, OLD.id, decision="confirmed", reason="a third work", decided_by="Ito")
    assert state(repository, second).decision is Decision.CONFIRMED
    assert state(repository, first).decision is Decision.EXPLAINED
    third = repository.save_run(result(OLD)).id  # the third work is withdrawn
    assert state(repository, third).decision is Decision.EXPLAINED


def test_a_decision_on_later_evidence_does_not_reopen_an_earlier_run(repository: Repository) -> None:
    first = repository.save_run(result(OLD)).id
    second = repository.save_run(result(NEW)).id
    repository.decide(second, OLD.id, decision="confirmed", reason="seen", decided_by="Ito")
    assert state(repository, first).status is Status.OPEN
    assert state(repository, first).times == 1


def test_a_decision_belongs_to_its_finding_alone(repository: Repository) -> None:
    run = repository.save_run(result(OLD, OTHER)).id
    repository.decide(run, OTHER.id, decision="confirmed", reason="yes", decided_by="Ito")
    assert state(repository, run) == State()
    assert repository.decisions(OLD.id) == []
    assert repository.decisions("unknown") == []


@pytest.mark.parametrize("reason", ["", "   \n\t ", "\x00\x07", "\ud800"])
def test_a_decision_needs_a_reason(repository: Repository, reason: str) -> None:
    run = repository.save_run(result(OLD)).id
    with pytest.raises(UsageError, match="needs a reason"):
        repository.decide(run, OLD.id, decision="confirmed", reason=reason, decided_by="Ito")
    assert repository.decisions(OLD.id) == []


def test_reasons_are_kept_up_to_a_length(repository: Repository) -> None:
    run = repository.save_run(result(OLD)).id
    longest = "理" * 4000
    assert (
        repository.decide(
            run, OLD.id, decision="confirmed", reason=f" {longest} ", decided_by="Ito"
        ).state.reason
        == longest
    )
    with pytest.raises(UsageError, match="4,001 characters"):
        repository.decide(run, OLD.id, decision="confirmed", reason=longest + "由", decided_by="Ito")


def test_what_cannot_be_decided_is_refused(repository: Repository) -> None:
    run = repository.save_run(result(OLD)).id
    with pytest.raises(UsageError, match=r"'guilty' is no decision.*confirmed, explained"):
        repository.decide(run, OLD.id, decision="guilty", reason="x", decided_by="Ito")
    with pytest.raises(UsageError, match="name of who decides"):
        repository.decide(run, OLD.id, decision="confirmed", reason="x", decided_by=" ")
    with pytest.raises(NotFoundError, match="no finding"):
        repository.decide(run, OTHER.id, decision="confirmed", reason="x", decided_by="Ito")
    with pytest.raises(NotFoundError, match="no run"):
        repository.decide("R000009", OLD.id, decision="confirmed", reason="x", decided_by="Ito")
    assert [entry.action for entry in repository.audit_entries()] == ["run"]


def test_every_word_of_a_state_has_a_translation() -> None:
    labels = [one.label for one in (*Decision, *Status)]
    assert len(set(labels)) == len(Status)
    for label in labels:
        assert translate(label, "ja") != label
