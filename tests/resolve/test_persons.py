from __future__ import annotations

import random
from typing import Any

import pytest

from graphrisk.resolve import REASONS, reason, resolve_persons
from graphrisk.schema import IDENTITIES
from graphrisk.store.engine import Engine
from tests.factory import FactoryScope
from tests.resolve.slow import Slow
from tests.resolve.world import Snapshot

HOME, OTHER, UNIT = "https://ror.org/home", "https://ror.org/other", "https://ror.org/unit"
ONE, TWO = "https://orcid.org/0000-0002-1825-0097", "https://orcid.org/0000-0002-1694-233X"


def identities(snapshot: Snapshot, *people: str) -> dict[tuple[str, str], dict[str, Any]]:
    snapshot.derive()
    with Engine(FactoryScope(snapshot.connection.cursor())) as engine:
        ids = engine.tables["participants"].select("person_id")
        if people:
            ids = ids.filter(ids.person_id.isin(people))
        table = engine.read(resolve_persons(engine, ids).identities)
    assert table.schema.names == list(IDENTITIES.names)
    rows = table.to_pylist()
    for row in rows:
        assert {code.partition(":")[0] for code in row["reasons"] + row["against"]} <= set(REASONS)
    return {(row["person_id"], row["author_id"]): row for row in rows}


def links(snapshot: Snapshot) -> dict[tuple[str, str], str]:
    return {pair: f"{row['status']} {row['grade']}" for pair, row in identities(snapshot).items()}


@pytest.fixture
def snapshot() -> Snapshot:
    made = Snapshot()
    made.org(HOME, "Home University")
    made.org(UNIT, "Institute of Home University")
    made.org(OTHER, "Other University", "US")
    made.relate(UNIT, "parent", HOME)
    return made


def applicant(snapshot: Snapshot, person: str, *latin: str, application: str = "X", **columns: Any) -> None:
    columns.setdefault("home_org", "Home University")
    snapshot.add(
        "participants", person_id=person, application_id=application, name_latin=list(latin), **columns
    )


def test_declared_identifiers_give_grade_a(snapshot: Snapshot) -> None:
    snapshot.author("A1", "Taro Sato", orcid=ONE)
    snapshot.author("A2", "T. Suzuki")
    snapshot.author("A3", "Ken Mori")
    snapshot.work("W1", {"A3": []}, orcids={"A3": TWO})
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE)
    applicant(snapshot, "P2", "Tomoko Suzuki", openalex_id="A2")
    applicant(snapshot, "P3", "Ken Mori", orcid=TWO)
    found = identities(snapshot)
    assert {pair: row["reasons"] for pair, row in found.items()} == {
        ("P1", "A1"): ["orcid", "name"],
        ("P2", "A2"): ["openalex_id"],
        ("P3", "A3"): ["orcid_stated", "name"],
    }
    assert {(row["status"], row["grade"]) for row in found.values()} == {("linked", "A")}


def test_identifiers_with_another_name(snapshot: Snapshot) -> None:
    snapshot.author("A1", "Maria Rossi", orcid=ONE)
    snapshot.author("A2", "Maria Rossi")
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE)
    applicant(snapshot, "P2", "Jiro Ito", openalex_id="A2")
    found = identities(snapshot)
    assert (found["P1", "A1"]["status"], found["P1", "A1"]["grade"]) == ("linked", "B")
    assert (found["P2", "A2"]["status"], found["P2", "A2"]["grade"]) == ("linked", "C")
    assert all(row["against"] == ["name_differs"] for row in found.values())


def test_names_in_different_scripts_neither_agree_nor_differ(snapshot: Snapshot) -> None:
    snapshot.author("A1", "Taro Sato", orcid=ONE)
    applicant(snapshot, "P1", name_ja="佐藤太郎", orcid=ONE)
    (row,) = identities(snapshot).values()
    assert (row["grade"], row["against"]) == ("A", ["name_not_comparable"])


def test_another_orcid_excludes_a_record(snapshot: Snapshot) -> None:
    snapshot.author("A1", "Taro Sato", orcid=TWO)
    snapshot.author("A2", "Taro Sato", orcid=TWO)
    snapshot.work("W1", {"A2": [HOME]})
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE, openalex_id="A1")
    found = identities(snapshot)
    assert {pair: row["status"] for pair, row in found.items()} == {
        ("P1", "A1"): "rejected",
        ("P1", "A2"): "rejected",
    }
    assert found["P1", "A1"]["against"] == [f"orcid_differs:{TWO}"]


def test_an_orcid_printed_at_the_wrong_author_of_a_work(snapshot: Snapshot) -> None:
    snapshot.author("A1", "Taro Sato", orcid=ONE)
    snapshot.author("A2", "Maria Rossi")
    snapshot.work("W1", {"A1": [HOME], "A2": [OTHER]}, orcids={"A2": ONE})
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE)
    found = identities(snapshot)
    assert (found["P1", "A1"]["status"], found["P1", "A1"]["grade"]) == ("linked", "A")
    assert found["P1", "A2"]["status"] == "rejected"
    assert found["P1", "A2"]["against"] == ["name_differs", "same_work"]


def test_a_work_states_the_declared_orcid_on_a_record_with_another(snapshot: Snapshot) -> None:
    snapshot.author("A1", "Taro Sato", orcid=TWO)
    snapshot.author("A2", "Maria Rossi", orcid=TWO)
    snapshot.work("W1", {"A1": []}, orcids={"A1": ONE})
    snapshot.work("W2", {"A2": []}, orcids={"A2": ONE})
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE)
    assert links(snapshot) == {("P1", "A1"): "linked C", ("P1", "A2"): "rejected C"}


def test_a_record_that_states_several_orcids_is_no_sure_one(snapshot: Snapshot) -> None:
    snapshot.author("A1", "Taro Sato", orcid=ONE)
    for number, orcid in enumerate([ONE, ONE, TWO, TWO]):
        snapshot.work(f"W{number}", {"A1": []}, orcids={"A1": orcid})
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE)
    (row,) = identities(snapshot).values()
    assert (row["status"], row["grade"], row["against"]) == ("linked", "C", ["merged_record"])


def test_one_misprinted_orcid_does_not_make_a_record_doubtful(snapshot: Snapshot) -> None:
    snapshot.author("A1", "Taro Sato", orcid=ONE)
    for number, orcid in enumerate([ONE, ONE, TWO]):
        snapshot.work(f"W{number}", {"A1": []}, orcids={"A1": orcid})
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE)
    assert links(snapshot) == {("P1", "A1"): "linked A"}


def at_home(snapshot: Snapshot, author: str = "A1", name: str = "Taro Sato") -> None:
    snapshot.author(author, name)
    snapshot.work(f"W-{author}", {author: [UNIT]}, awards=["22K07777"])


def test_name_home_and_an_award_give_grade_b(snapshot: Snapshot) -> None:
    at_home(snapshot)
    applicant(snapshot, "P1", "Sato Taro")
    snapshot.add("declared_funding", person_id="P1", funder="X", award_key="22K07777")
    (row,) = identities(snapshot).values()
    assert (row["status"], row["grade"]) == ("linked", "B")
    assert row["reasons"] == ["name", "home_org", "award:22K07777"]


def test_name_home_and_a_declared_post_elsewhere_give_grade_b(snapshot: Snapshot) -> None:
    at_home(snapshot)
    snapshot.work("W2", {"A1": [(None, "Dept., Other University, USA")]})
    applicant(snapshot, "P1", "Sato Taro")
    snapshot.add("declared_education", person_id="P1", org="Other University")
    (row,) = identities(snapshot).values()
    assert (row["grade"], row["reasons"][-1]) == ("B", f"other_org:{OTHER}")


def test_a_declared_post_at_a_unit_of_the_home_organisation_proves_nothing_more(snapshot: Snapshot) -> None:
    at_home(snapshot)
    applicant(snapshot, "P1", "Sato Taro")
    snapshot.add("declared_affiliations", person_id="P1", org="Institute of Home University")
    assert links(snapshot) == {("P1", "A1"): "linked C"}


def test_works_with_a_fellow_or_a_declared_coauthor_give_grade_b(snapshot: Snapshot) -> None:
    snapshot.author("A1", "Taro Sato")
    snapshot.author("A2", "Hanako Mori")
    snapshot.author("A3", "Boss Person", orcid=ONE)
    snapshot.author("A4", "Old Friend")
    snapshot.work("W1", {"A1": [HOME], "A3": [HOME]})
    snapshot.work("W2", {"A2": [HOME], "A4": [OTHER]})
    applicant(snapshot, "P1", "Taro Sato")
    applicant(snapshot, "P2", "Hanako Mori")
    applicant(snapshot, "P3", "Boss Person", orcid=ONE)
    snapshot.add("declared_coauthors", person_id="P2", name="Friend, Old")
    found = identities(snapshot)
    assert found["P1", "A1"]["reasons"] == ["name", "home_org", "coauthor_linked"]
    assert found["P2", "A2"]["reasons"] == ["name", "home_org", "coauthor_declared"]
    assert {row["grade"] for row in found.values()} == {"A", "B"}


def test_a_fellow_of_another_application_proves_nothing(snapshot: Snapshot) -> None:
    snapshot.author("A1", "Taro Sato")
    snapshot.author("A3", "Boss Person", orcid=ONE)
    snapshot.work("W1", {"A1": [HOME], "A3": [HOME]})
    applicant(snapshot, "P1", "Taro Sato")
    applicant(snapshot, "P3", "Boss Person", orcid=ONE, application="Y")
    assert links(snapshot)["P1", "A1"] == "linked C"


def test_a_name_alone_is_a_candidate(snapshot: Snapshot) -> None:
    snapshot.author("A1", "Wei Wang")
    snapshot.work("W1", {"A1": [OTHER]})
    applicant(snapshot, "P1", "Wei Wang")
    (row,) = identities(snapshot).values()
    assert (row["status"], row["grade"], row["reasons"]) == ("candidate", "C", ["name"])


def test_two_records_at_home_are_both_candidates(snapshot: Snapshot) -> None:
    at_home(snapshot, "A1")
    at_home(snapshot, "A2")
    applicant(snapshot, "P1", "Taro Sato")
    assert links(snapshot) == {("P1", "A1"): "candidate C", ("P1", "A2"): "candidate C"}


def test_two_records_that_reach_grade_b_are_both_candidates(snapshot: Snapshot) -> None:
    at_home(snapshot, "A1")
    at_home(snapshot, "A2")
    applicant(snapshot, "P1", "Taro Sato")
    snapshot.add("declared_funding", person_id="P1", funder="X", award_key="22K07777")
    found = identities(snapshot)
    assert {row["status"] for row in found.values()} == {"candidate"}
    assert all(row["against"] == ["several_records"] for row in found.values())


def test_a_common_name_is_not_held_against_who_has_a_link(snapshot: Snapshot) -> None:
    snapshot.author("A0", "Wei Wang", orcid=ONE)
    for number in range(1, 6):
        snapshot.author(f"A{number}", "Wei Wang")
        snapshot.work(f"W{number}", {f"A{number}": [OTHER]})
    at_home(snapshot, "A9", "Wei Wang")
    applicant(snapshot, "P1", "Wei Wang", orcid=ONE)
    found = identities(snapshot)
    assert set(found) == {("P1", "A0"), ("P1", "A9")}
    assert found["P1", "A9"]["status"] == "rejected"
    assert found["P1", "A9"]["against"] == ["other_record_linked"]


def test_two_authors_of_one_work_are_two_people(snapshot: Snapshot) -> None:
    snapshot.author("A1", "Wei Wang", orcid=ONE)
    snapshot.author("A2", "Wei Wang")
    snapshot.work("W1", {"A1": [HOME], "A2": [HOME]}, awards=["22K07777"])
    applicant(snapshot, "P1", "Wei Wang", orcid=ONE)
    snapshot.add("declared_funding", person_id="P1", funder="X", award_key="22K07777")
    found = identities(snapshot)
    assert found["P1", "A2"]["status"] == "rejected"
    assert "same_work" in found["P1", "A2"]["against"]


def test_a_record_that_is_surely_another_participants(snapshot: Snapshot) -> None:
    snapshot.author("A1", "Wei Wang", orcid=ONE)
    snapshot.work("W1", {"A1": [HOME]})
    applicant(snapshot, "P1", "Wei Wang", orcid=ONE)
    applicant(snapshot, "P2", "Wei Wang")
    found = identities(snapshot)
    assert (found["P2", "A1"]["status"], found["P2", "A1"]["against"]) == ("candidate", ["claimed_by_other"])
    assert identities(snapshot, "P2")["P2", "A1"]["status"] == "linked"


def test_namesakes_at_one_organisation_share_no_record(snapshot: Snapshot) -> None:
    at_home(snapshot, "A1", "Wei Wang")
    applicant(snapshot, "P1", "Wei Wang")
    applicant(snapshot, "P2", "Wei Wang", application="Y")
    found = identities(snapshot)
    assert {row["status"] for row in found.values()} == {"candidate"}
    assert all(row["against"] == ["shared_name"] for row in found.values())


def test_kana_and_variant_characters_lead_to_records(snapshot: Snapshot) -> None:
    at_home(snapshot, "A1", "Shin-ichi Watanabe")
    at_home(snapshot, "A2", "渡辺 真一")
    applicant(snapshot, "P1", name_ja="渡邊眞一", name_kana="わたなべ しんいち")
    assert set(links(snapshot)) == {("P1", "A1"), ("P1", "A2")}


def test_no_people_give_no_rows(snapshot: Snapshot) -> None:
    assert identities(snapshot) == {}


def test_reasons_are_sentences() -> None:
    assert (
        reason("award:22K07777").render("en")
        == "A work of the record names an award that the person declared (22K07777)."
    )
    assert "22K07777" in reason("award:22K07777").render("ja")
    with pytest.raises(KeyError):
        reason("unheard_of")


def _random_world(seed: int) -> Snapshot:
    made, pick = Snapshot(), random.Random(seed)  # noqa: S311
    orgs = [f"https://ror.org/{n}" for n in range(5)]
    for number, org in enumerate(orgs):
        made.org(org, f"University {number}")
    made.relate(orgs[1], "parent", orgs[0])
    places: list[str | tuple[str | None, str | None] | None] = [
        *orgs,
        (None, "University 2, Japan"),
        (None, "X"),
    ]
    names = ["Taro Sato", "T. Sato", "Wei Wang", "Wei-Wei Wang", "Hanako Mori", "佐藤太郎"]
    orcids = [f"https://orcid.org/{n}" for n in range(6)]
    authors = [f"A{n}" for n in range(24)]
    for author in authors:
        made.author(author, pick.choice(names), orcid=pick.choice([*orcids, None, None, None, None]))
    for number in range(50):
        some = pick.sample(authors, pick.randint(1, 3))
        made.work(
            f"W{number}",
            {author: [pick.choice(places)] for author in some},
            awards=pick.sample(["1A", "2B", "3C", "4D", "5E"], pick.choice([0, 0, 1])),
            orcids={some[0]: pick.choice(orcids)} if pick.random() < 0.2 else None,
        )
    for number in range(20):
        person = f"P{number}"
        for application in pick.sample(["X", "Y", "Z"], pick.choice([1, 1, 2])):
            applicant(
                made,
                person,
                *pick.sample(names[:5], 1),
                application=application,
                name_ja="佐藤太郎" if pick.random() < 0.2 else None,
                orcid=pick.choice([*orcids, None, None, None, None, None]),
                openalex_id=pick.choice([*authors, *[None] * 40]),
                home_org=f"University {pick.randint(0, 4)}",
            )
        if pick.random() < 0.3:
            made.add("declared_affiliations", person_id=person, org=f"University {pick.randint(0, 4)}")
        if pick.random() < 0.3:
            made.add("declared_funding", person_id=person, funder="F", award_key=pick.choice(["1A", "2B"]))
        if pick.random() < 0.2:
            made.add("declared_coauthors", person_id=person, name=pick.choice(names))
    return made


@pytest.mark.parametrize("seed", range(3))
def test_equals_the_slow_version(seed: int) -> None:
    made = _random_world(seed)
    fast = {pair: (row["status"], row["grade"]) for pair, row in identities(made).items()}
    slow = Slow(made).resolve()
    assert fast == slow
    # Worlds without every kind of link would prove nothing.
    kinds = {("linked", "A"), ("linked", "B"), ("linked", "C"), ("candidate", "C"), ("rejected", "C")}
    assert kinds == set(slow.values())
