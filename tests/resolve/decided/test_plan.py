"""Where decided links are found after a reload: the same ids, successors that follow, and what is lost."""

from __future__ import annotations

import dataclasses

from graphrisk.links import LinkDecision, LinkKind, Verdict
from graphrisk.resolve.decided import Plan, plan_of
from graphrisk.resolve.decided.stable import declared_subject
from tests.resolve.decided.rows import Tables

YES, NO = Verdict.CONFIRMED, Verdict.REJECTED
WORKS = ("W1", "W2", "W3", "W4")
ORCID = "https://orcid.org/0000-0002-1825-0097"
OTHER_ORCID = "https://orcid.org/0000-0001-5109-3700"


def before(orcid: str | None = None) -> Tables:
    tables = Tables()
    tables.person("P1", "Hanako Yamada")
    tables.author("A1", "Hanako Yamada", WORKS, orcid)
    return tables


def person(tables: Tables, number: int = 1, verdict: Verdict = YES, other: str = "A1") -> LinkDecision:
    return tables.decide(number, verdict, LinkKind.PERSON, "P1", other)


def after() -> Tables:
    tables = Tables()
    tables.person("P1", "Hanako Yamada")
    return tables


def pairs(plan: Plan) -> list[tuple[int, str, str]]:
    return [(pair.decision.id, pair.person_id, pair.author_id) for pair in plan.people]


def lost(plan: Plan) -> list[tuple[int, str]]:
    return [(one.decision.id, one.why) for one in plan.lost]


def test_without_decisions_nothing_is_read() -> None:
    tables = Tables()
    assert plan_of(tables, "CALL", ()) == Plan()
    assert tables.asked == 0


def test_a_record_under_the_same_id_is_found() -> None:
    tables = before()
    plan = plan_of(tables, "CALL", [person(tables)])
    assert (pairs(plan), plan.outcomes, plan.authors) == ([(1, "P1", "A1")], ((1, "applied"),), ("A1",))


def test_a_decision_about_nobody_of_the_call_is_idle() -> None:
    tables = before()
    plan = plan_of(tables, "ANOTHER", [person(tables)])
    assert (plan.people, plan.lost, plan.outcomes) == ((), (), ((1, "idle"),))


def test_a_record_that_got_another_id_is_followed_by_its_works() -> None:
    decision, later = person(before()), after()
    later.author("A9", "YAMADA Hanako", ("W1", "W2", "W3"))
    later.author("A8", "Hanako Yamada", ("W4",))
    assert pairs(plan_of(later, "CALL", [decision])) == [(1, "P1", "A9")]


def test_works_that_got_other_ids_are_found_by_doi() -> None:
    decision, later = person(before()), after()
    later.author("A9", "Hanako Yamada", ("X1", "X2", "X3"))
    assert [row["doi"] for row in later.held["works"]] == ["doi:1", "doi:2", "doi:3"]
    assert pairs(plan_of(later, "CALL", [decision])) == [(1, "P1", "A9")]


def test_a_record_that_is_left_without_its_works_is_followed_to_where_they_went() -> None:
    """A newer file of works under another author id leaves the row of the old one in the snapshot."""
    for orcid in (None, ORCID):
        for verdict in (YES, NO):
            decision, later = person(before(orcid), verdict=verdict), after()
            later.author("A1", "Hanako Yamada", (), orcid)
            later.author("A9", "Hanako Yamada", WORKS, orcid)
            plan = plan_of(later, "CALL", [decision])
            assert (pairs(plan), plan.outcomes) == ([(1, "P1", "A9")], ((1, "applied"),))


def test_a_record_whose_works_went_nowhere_sure_is_lost_only_where_it_has_none_left() -> None:
    decision, later = person(before()), after()
    later.author("A8", "Hanako Yamada", WORKS[:2])
    later.author("A9", "Hanako Yamada", WORKS[2:])
    later.author("A1", "Hanako Yamada")
    assert lost(plan_of(later, "CALL", [decision])) == [(1, "decision_record_gone")]
    later.add("works", work_id="V71")
    later.add("authorships", work_id="V71", position=0, author_id="A1")
    assert pairs(plan_of(later, "CALL", [decision])) == [(1, "P1", "A1")]


def test_a_co_author_of_all_works_is_no_successor() -> None:
    decision, later = person(before()), after()
    later.author("A7", "Jiro Suzuki", WORKS)
    assert lost(plan_of(later, "CALL", [decision])) == [(1, "decision_record_gone")]


def test_a_record_whose_works_went_half_and_half_is_lost() -> None:
    decision, later = person(before()), after()
    later.author("A8", "Hanako Yamada", WORKS[:2])
    later.author("A9", "Hanako Yamada", WORKS[2:])
    plan = plan_of(later, "CALL", [decision])
    assert lost(plan) == [(1, "decision_record_gone")]
    assert plan.lost[0].people == (("AP", "P1"),)
    assert plan.outcomes == ((1, "lost"),)


def test_two_records_with_all_works_and_the_name_are_too_many() -> None:
    decision, later = person(before()), after()
    later.author("A8", "Hanako Yamada", WORKS)
    later.author("A9", "H. Yamada", WORKS)
    later.held["person_names"][-1]["name_key"] = later.held["persons"][0]["name_key"]
    assert lost(plan_of(later, "CALL", [decision])) == [(1, "decision_several_records")]


def test_without_works_the_only_record_with_orcid_and_name_follows() -> None:
    decision, later = person(before(ORCID)), after()
    later.author("A9", "Hanako Yamada", ("Z71",), ORCID)
    assert pairs(plan_of(later, "CALL", [decision])) == [(1, "P1", "A9")]


def test_a_record_that_carries_another_orcid_is_not_followed() -> None:
    decision, later = person(before(ORCID)), after()
    later.author("A9", "Hanako Yamada", WORKS, OTHER_ORCID)
    assert lost(plan_of(later, "CALL", [decision])) == [(1, "decision_record_gone")]


def test_an_id_that_was_given_to_another_person_is_lost() -> None:
    decision, later = person(before()), after()
    later.author("A1", "Jiro Suzuki", ("Z71", "Z72"))
    assert lost(plan_of(later, "CALL", [decision])) == [(1, "decision_record_changed")]


def test_a_record_that_only_changed_its_name_is_found() -> None:
    decision, later = person(before()), after()
    later.author("A1", "Hanako Sato", WORKS)
    assert pairs(plan_of(later, "CALL", [decision])) == [(1, "P1", "A1")]


def test_a_person_with_a_new_number_is_found_by_identifier_and_name() -> None:
    tables = Tables()
    tables.person("P1", "Hanako Yamada", orcid=ORCID)
    tables.author("A1", "Hanako Yamada", WORKS)
    decision = person(tables)
    later = Tables()
    later.person("N7", "Hanako Yamada", orcid=ORCID)
    later.author("A1", "Hanako Yamada", WORKS)
    assert pairs(plan_of(later, "CALL", [decision])) == [(1, "N7", "A1")]


def test_a_person_without_identifier_is_found_under_a_new_number_in_the_application() -> None:
    decision, later = person(before(), verdict=NO), Tables()
    later.author("A1", "Hanako Yamada", WORKS)
    later.person("N7", "YAMADA Hanako")
    later.person("N8", "Jiro Suzuki")
    assert pairs(plan_of(later, "CALL", [decision])) == [(1, "N7", "A1")]
    later.person("N9", "Hanako Yamada")
    assert plan_of(later, "CALL", [decision]).outcomes == ((1, "idle"),)


def test_a_namesake_elsewhere_or_with_another_identifier_is_not_the_person_under_a_new_number() -> None:
    tables = Tables()
    tables.person("P1", "Hanako Yamada", orcid=ORCID)
    tables.author("A1", "Hanako Yamada", WORKS)
    decision = person(tables)
    elsewhere, another = Tables(), Tables()
    elsewhere.person("N7", "Hanako Yamada", "BQ")
    another.person("N7", "Hanako Yamada", orcid=OTHER_ORCID)
    for later in (elsewhere, another):
        later.author("A1", "Hanako Yamada", WORKS)
        assert plan_of(later, "CALL", [decision]).outcomes == ((1, "idle"),)
    older = dataclasses.replace(decision, facts={**decision.facts, "person": dict(decision.facts["person"])})
    del older.facts["person"]["applications"]
    assert plan_of(another, "CALL", [older]).outcomes == ((1, "idle"),)


def test_a_number_that_was_given_to_another_person_is_not_theirs() -> None:
    decision = person(before())
    later = Tables()
    later.person("P1", "Jiro Suzuki")
    later.author("A1", "Hanako Yamada", WORKS)
    assert plan_of(later, "CALL", [decision]).outcomes == ((1, "idle"),)


def test_a_rejected_record_that_became_one_with_the_declared_one_is_asked_about() -> None:
    decision = person(before(), verdict=NO)
    later = Tables()
    later.person("P1", "Hanako Yamada", openalex_id="A5")
    later.author("A5", "Hanako Yamada", (*WORKS, "W8"))
    plan = plan_of(later, "CALL", [decision])
    assert (plan.people, lost(plan)) == ((), [(1, "decision_now_declared")])


def test_a_rejected_record_that_became_one_with_a_confirmed_one_is_asked_about() -> None:
    tables = before()
    tables.author("A2", "Hanako Yamada", ("V71", "V72"))
    confirmed, rejected = person(tables), person(tables, 2, NO, "A2")
    later = after()
    later.author("A1", "Hanako Yamada", (*WORKS, "V71", "V72"))
    plan = plan_of(later, "CALL", [confirmed, rejected])
    assert (pairs(plan), lost(plan)) == ([(1, "P1", "A1")], [(2, "decision_records_merged")])


def declared(tables: Tables, org: str, verdict: Verdict = YES, text: str = "Tokyo Institute") -> LinkDecision:
    return tables.decide(1, verdict, LinkKind.DECLARED, declared_subject(text, None), org, text=text)


def test_a_withdrawn_organisation_is_followed_to_its_successor() -> None:
    tables = Tables()
    tables.org("R1", "Old Institute")
    decision = declared(tables, "R1")
    later = Tables()
    later.org("R1", "Old Institute", linked="R2")
    later.org("R2", "New Institute")
    (naming,) = plan_of(later, "CALL", [decision]).declared
    assert (naming.org_id, naming.org_name, naming.org_ids) == (
        "R2",
        "New Institute",
        frozenset({"R1", "R2"}),
    )
    assert naming.key == ("tokyo institute", None)


def test_an_organisation_that_vanished_is_followed_to_the_only_one_of_its_name_and_country() -> None:
    tables = Tables()
    tables.org("R1", "Old Institute")
    decision = declared(tables, "R1")
    later = Tables()
    later.org("R8", "Old Institute", "FR")
    later.org("R9", "Old Institute")
    assert plan_of(later, "CALL", [decision]).organizations == ("R9",)
    later.org("R7", "Old Institute")
    assert lost(plan_of(later, "CALL", [decision])) == [(1, "decision_record_gone")]


def test_a_name_without_a_record_is_found_when_it_gets_one() -> None:
    tables = Tables()
    decision = declared(tables, "name:old institute", NO)
    (naming,) = plan_of(tables, "CALL", [decision]).declared
    assert naming.org_ids == {"name:old institute"}
    tables.org("R1", "Old Institute")
    (naming,) = plan_of(tables, "CALL", [decision]).declared
    assert naming.org_ids == {"name:old institute", "R1"}


def listing(tables: Tables, entry: str = "eul|1|4") -> LinkDecision:
    return tables.decide(1, NO, LinkKind.LISTING, "R1", entry)


def test_a_list_row_is_found_in_every_edition_by_name_and_not_by_number() -> None:
    tables = Tables()
    tables.org("R1", "Institute One")
    tables.listed("4", "Institute One")
    decision = listing(tables)
    tables.listed("7", "INSTITUTE ONE", "2")
    tables.listed("4", "Institute Two", "2")
    tables.listed("4", "Institute One", list_id="other")
    (membership,) = plan_of(tables, "CALL", [decision]).listings
    assert membership.entry_ids == ("eul|1|4", "eul|2|7")


def test_a_list_row_is_found_by_ror_id_under_another_name() -> None:
    ror, another = "https://ror.org/057zh3y96", "https://ror.org/026vcq606"
    tables = Tables()
    tables.org("R1", "Institute One")
    tables.listed("4", "Institute One", ror=ror)
    decision = listing(tables)
    tables.listed("9", "First Institute", "2", ror=ror)
    tables.listed("4", "Institute One", "2", ror=another)
    (membership,) = plan_of(tables, "CALL", [decision]).listings
    assert membership.entry_ids == ("eul|1|4", "eul|2|9")


def test_a_list_row_that_is_gone_is_asked_about() -> None:
    tables = Tables()
    tables.org("R1", "Institute One")
    tables.listed("4", "Institute One")
    decision = listing(tables)
    tables.held["list_entries"].clear()
    tables.held["list_names"].clear()
    assert lost(plan_of(tables, "CALL", [decision])) == [(1, "decision_row_gone")]
