from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphrisk.resolve import reason
from tests.resolve.applicants import (
    HOME,
    ONE,
    OTHER,
    TWO,
    applicant,
    at_home,
    identities,
    links,
    places,
)

if TYPE_CHECKING:
    from tests.resolve.world import Snapshot


@pytest.fixture
def snapshot() -> Snapshot:
    return places()


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
        ("P2", "A2"): ["openalex_id", "name_short"],
        ("P3", "A3"): ["orcid_stated", "name"],
    }
    assert {(row["status"], row["grade"]) for row in found.values()} == {("linked", "A")}


def test_identifiers_with_another_name(snapshot: Snapshot) -> None:
    snapshot.author("A1", "Maria Rossi", orcid=ONE)
    snapshot.author("A2", "Maria Rossi")
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE)
    applicant(snapshot, "P2", "Jiro Ito", openalex_id="A2")
    snapshot.author("A3", "Hanako Mori", orcid=TWO)
    applicant(snapshot, "P3", "Hanako Yamada", orcid=TWO)
    found = identities(snapshot)
    assert (found["P1", "A1"]["status"], found["P1", "A1"]["grade"]) == ("linked", "C")
    assert (found["P2", "A2"]["status"], found["P2", "A2"]["grade"]) == ("linked", "C")
    # Another family name alone may be that of before.
    assert (found["P3", "A3"]["status"], found["P3", "A3"]["grade"]) == ("linked", "B")
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
