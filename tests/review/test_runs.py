"""Runs are kept whole, found again, and their findings chosen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from graphrisk.errors import NotFoundError, StoreError
from graphrisk.findings import Level
from graphrisk.review.records import ApplicationRecord, PersonRecord
from tests.review.factory import START, App, finding, result

if TYPE_CHECKING:
    from graphrisk.review import Repository

FOUND = (
    finding(level=Level.HIGH, name="Harbin Example Institute"),
    finding("R-COA-01", name="Other University", person_id="P2"),
    finding("R-ORG-01", Level.LOW, person_id=None, name="Example & Co."),
    finding("R-AFF-01", Level.LOW, "A2", name="Third_Univ"),
    finding("R-QLT-01", Level.INFO, None, None, name="the call", works=0 + 1),
)


def test_a_run_comes_back_as_it_was_saved(repository: Repository) -> None:
    saved = repository.save_run(result(*FOUND), by="tanaka")
    assert (
        repository.run() == saved == repository.run("R000001") == repository.run("r1") == repository.run("1")
    )
    assert saved.id == "R000001"
    assert (saved.call_id, saved.call_title, saved.as_of) == ("C1", "公募", dt.date(2026, 3, 31))
    assert (saved.snapshot, saved.policy, saved.policy_hash, saved.seconds) == (3, "jp-tejunsho", "abc", 1.5)
    assert saved.created_at == START + dt.timedelta(minutes=1)
    assert saved.created_by == "tanaka"
    assert saved.by_level == {"HIGH": 1, "MEDIUM": 1, "LOW": 2, "INFO": 1}
    assert saved.by_rule == {"R-AFF-01": 2, "R-COA-01": 1, "R-ORG-01": 1, "R-QLT-01": 1}
    assert saved.by_rule_level["R-AFF-01"] == {"HIGH": 1, "LOW": 1}
    assert (saved.finding_count, saved.application_count, saved.person_count) == (5, 2, 2)
    assert saved.applications[0] == ApplicationRecord(
        "A1", "量子もつれの研究", "Quantum study", "security", ("9",), proposed=False
    )
    assert saved.people[1] == PersonRecord(
        "A1", "P2", "co_i", "Müller, Jörg", None, "東北大学", "https://ror.org/01dq60k83", None, 7
    )
    assert saved.coverage == {
        "source": "openalex",
        "years": [2020, 2026],
        "since": "2026-01-02",
        "note": {"msgid": "{n} works.", "values": {"n": 3}},
    }


def test_runs_are_listed_newest_first(repository: Repository) -> None:
    assert repository.runs() == []
    for call in ("C1", "C2", "C3"):
        repository.save_run(result(call_id=call, snapshot=len(call) + int(call[1])))
    assert [(run.id, run.call_id) for run in repository.runs()] == [
        ("R000003", "C3"),
        ("R000002", "C2"),
        ("R000001", "C1"),
    ]
    assert repository.run().call_id == "C3"
    assert repository.snapshots_in_use() == {3, 4, 5}


def test_an_empty_result_is_a_run_too(repository: Repository) -> None:
    saved = repository.save_run(
        result(applications=(), people=(), coverage={"by_day": {dt.date(2026, 1, 1): {2, 1}}})
    )
    assert (saved.by_level, saved.applications, saved.people) == ({}, (), ())
    assert saved.coverage == {"by_day": {"2026-01-01": [1, 2]}}
    assert repository.findings(None) == []


def test_findings_come_in_the_order_of_the_scan_with_names(repository: Repository) -> None:
    run = repository.save_run(result(*FOUND))
    records = repository.findings(run.id)
    assert tuple(record.finding for record in records) == FOUND
    first, second, third, fourth, last = records
    assert (first.application_title, first.application_title_en) == ("量子もつれの研究", "Quantum study")
    assert (first.person_name, first.person_name_latin, first.person_role) == (
        "山田太郎",
        "Taro YAMADA",
        "pi",
    )
    assert (second.person_name, second.person_role) == ("Müller, Jörg", "co_i")
    assert (third.person_name, third.person_role) == (None, None)
    assert (fourth.application_title, fourth.person_name) == ("100% 海洋_探査", "山田太郎")
    assert (last.application_title, last.person_name) == (None, None)
    assert repository.finding(run.id, FOUND[1].id) == second
    assert repository.finding(None, FOUND[1].id) == second


@pytest.mark.parametrize(
    ("chosen", "positions"),
    [
        ({}, [0, 1, 2, 3, 4]),
        ({"levels": [Level.HIGH, "INFO"]}, [0, 4]),
        ({"levels": []}, []),
        ({"rules": ["R-AFF-01"]}, [0, 3]),
        ({"rules": ["R-AFF-01"], "levels": ["LOW"]}, [3]),
        ({"application_id": "A2"}, [3]),
        ({"application_id": "none"}, []),
        ({"states": ["open"]}, [0, 1, 2, 3, 4]),
        ({"states": ["confirmed"]}, []),
        ({"states": []}, []),
        ({"text": "harbin"}, [0]),
        ({"text": "HARBIN example"}, [0]),
        ({"text": "ＨＡＲＢＩＮ"}, [0]),
        ({"text": "müller"}, [1]),
        ({"text": "山田"}, [0, 3]),
        ({"text": "yamada taro"}, [0, 3]),
        ({"text": "quantum"}, [0, 1, 2]),
        ({"text": "100%"}, [3]),
        ({"text": "%"}, [3]),
        ({"text": "third_univ"}, [3]),
        ({"text": "thirdxuniv"}, []),
        ({"text": "example &"}, [2]),
        ({"text": "R-COA"}, [1]),
        ({"text": "  "}, [0, 1, 2, 3, 4]),
        ({"text": "'; DROP TABLE runs; --"}, []),
        ({"text": FOUND[4].id}, [4]),
    ],
)
def test_findings_are_chosen(
    repository: Repository, chosen: dict[str, list[str]], positions: list[int]
) -> None:
    run = repository.save_run(result(*FOUND))
    found = repository.findings(run.id, **chosen)  # type: ignore[arg-type]
    assert [FOUND.index(record.finding) for record in found] == positions


def test_a_state_that_there_is_not_is_refused(repository: Repository) -> None:
    repository.save_run(result())
    with pytest.raises(ValueError, match="finished"):
        repository.findings(None, states=["finished"])


def test_what_is_not_there_is_said_with_what_is(repository: Repository) -> None:
    with pytest.raises(NotFoundError, match=r"no run yet.*graphrisk scan"):
        repository.run()
    with pytest.raises(NotFoundError, match="graphrisk scan"):
        repository.run("R000001")
    for _ in range(7):
        repository.save_run(result(FOUND[0]))
    for name in ("R000008", "R0", "xyz", "", "R-1", "R99999999999999999999"):
        with pytest.raises(NotFoundError, match="R000007, R000006, R000005, R000004, R000003"):
            repository.run(name)
    with pytest.raises(NotFoundError, match=r"no finding 'F0'.*graphrisk findings --run R000007"):
        repository.finding(None, "F0")


def test_a_run_is_kept_whole_or_not_at_all(repository: Repository) -> None:
    repository.save_run(result(FOUND[0]))
    with pytest.raises(StoreError):
        repository.save_run(result(FOUND[0], FOUND[1], FOUND[0]))
    assert [run.id for run in repository.runs()] == ["R000001"]
    assert repository.verify_audit(deep=True).ok
    assert repository.save_run(result(FOUND[1])).id == "R000002"


def test_characters_that_no_database_keeps_do_not_stop_a_run(repository: Repository) -> None:
    odd = finding(name="Uni\x00versity \x07 X")
    run = repository.save_run(result(odd, applications=(App("A1", "a\x00b"),), people=()))
    assert run.applications[0].title == "ab"
    assert repository.findings(run.id, text="uni\x00versity \ud800")[0].finding == odd
    assert repository.verify_audit(deep=True).ok


def test_runs_of_several_batches(repository: Repository) -> None:
    many = tuple(finding(name=f"Org {n}", application_id=f"A{n // 5}") for n in range(2_345))
    applications = tuple(App(f"A{n}", f"課題 {n}") for n in range(469))
    run = repository.save_run(result(*many, applications=applications))
    assert len(run.applications) == 469
    assert [record.finding.id for record in repository.findings(run.id)] == [one.id for one in many]
    assert repository.verify_audit(deep=True).ok
