"""Records that split one person or hold two, forms of names, and places in their time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from tests.resolve.applicants import (
    HOME,
    ONE,
    OTHER,
    TWO,
    UNIT,
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


def team(snapshot: Snapshot, author: str, *mates: str, place: str = HOME, **more: Any) -> None:
    """Write two works of a record with some co-authors."""
    for number in range(2):
        snapshot.work(f"W-{author}-{number}", {author: [place], **{mate: [place] for mate in mates}}, **more)


def mates(snapshot: Snapshot, count: int = 4) -> list[str]:
    return [snapshot.author(f"M{n}", f"Mate {chr(97 + n)}{chr(97 + n)}") for n in range(count)]


def test_a_split_record_is_joined_through_its_coauthors(snapshot: Snapshot) -> None:
    one, two, three, _ = mates(snapshot)
    snapshot.author("A1", "Taro Sato", orcid=ONE)
    snapshot.author("A2", "Sato Tarou")
    snapshot.author("A3", "Taro Sato")
    team(snapshot, "A1", one, two)
    team(snapshot, "A2", one, two)
    team(snapshot, "A3", two, three)
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE)
    found = identities(snapshot)
    assert (found["P1", "A2"]["status"], found["P1", "A2"]["grade"]) == ("linked", "B")
    assert found["P1", "A2"]["reasons"] == ["name", "home_org", "coauthors_shared:2"]
    # One co-author in common is not enough: two people of one name at one university are kept apart.
    assert found["P1", "A3"]["against"] == ["other_record_linked"]


def test_a_split_record_elsewhere_needs_three_coauthors(snapshot: Snapshot) -> None:
    some = mates(snapshot)
    snapshot.author("A1", "Taro Sato", orcid=ONE)
    team(snapshot, "A1", *some[:3])
    for author, count in (("A2", 3), ("A3", 2)):
        snapshot.author(author, "Taro Sato")
        team(snapshot, author, *some[:count], place=OTHER)
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE)
    assert links(snapshot) == {("P1", "A1"): "linked A", ("P1", "A2"): "linked B"}


def test_records_of_one_work_or_with_two_orcids_are_never_joined(snapshot: Snapshot) -> None:
    some = mates(snapshot)
    snapshot.author("A1", "Taro Sato", orcid=ONE)
    snapshot.author("A2", "Taro Sato")
    snapshot.author("A3", "Taro Sato", orcid=TWO)
    for author in ("A1", "A2", "A3"):
        team(snapshot, author, *some)
    snapshot.work("W", {"A1": [HOME], "A2": [HOME]})
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE)
    found = identities(snapshot)
    assert {pair: row["status"] for pair, row in found.items()} == {
        ("P1", "A1"): "linked",
        ("P1", "A2"): "rejected",
        ("P1", "A3"): "rejected",
    }
    assert "same_work" in found["P1", "A2"]["against"]
    assert found["P1", "A3"]["against"] == [f"orcid_differs:{TWO}", "other_record_linked"]


@pytest.mark.parametrize(("size", "status"), [(24, "linked B"), (25, "rejected C")])
def test_works_of_crowds_join_nothing(snapshot: Snapshot, size: int, status: str) -> None:
    crowd = mates(snapshot, size)
    snapshot.author("A1", "Taro Sato", orcid=ONE)
    snapshot.author("A2", "Taro Sato")
    for author in ("A1", "A2"):
        team(snapshot, author, *crowd)
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE)
    assert links(snapshot)["P1", "A2"] == status


@pytest.mark.parametrize(("others", "status"), [(4, "linked B"), (5, "rejected C")])
def test_in_a_small_house_everybody_writes_with_everybody(
    snapshot: Snapshot, others: int, status: str
) -> None:
    """Two shared co-authors of eight are a quarter; of nine they are less."""
    some = mates(snapshot, 20)
    snapshot.author("A1", "Taro Sato", orcid=ONE)
    snapshot.author("A2", "Taro Sato")
    team(snapshot, "A1", *some[:12])
    team(snapshot, "A2", *some[10 : 14 + others])
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE)
    assert links(snapshot)["P1", "A2"] == status


def test_proved_records_that_hang_together_are_all_the_persons(snapshot: Snapshot) -> None:
    some = mates(snapshot)
    for author in ("A1", "A2"):
        snapshot.author(author, "Taro Sato")
        team(snapshot, author, *some[:2], awards=["22K07777"])
    applicant(snapshot, "P1", "Taro Sato")
    snapshot.add("declared_funding", person_id="P1", funder="X", award_key="22K07777")
    assert links(snapshot) == {("P1", "A1"): "linked B", ("P1", "A2"): "linked B"}


def test_a_record_that_two_people_would_get_is_nobodys(snapshot: Snapshot) -> None:
    some = mates(snapshot)
    for author, orcid in (("A1", ONE), ("A2", TWO), ("A3", None)):
        snapshot.author(author, "Taro Sato", orcid=orcid)
        team(snapshot, author, *some[:2])
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE)
    assert links(snapshot)["P1", "A3"] == "linked B"
    applicant(snapshot, "P2", "Taro Sato", orcid=TWO)
    assert {links(snapshot)[person, "A3"] for person in ("P1", "P2")} == {"rejected C"}


def test_a_former_organisation_in_common_does_not_do_beside_an_identifier(snapshot: Snapshot) -> None:
    snapshot.author("A1", "Taro Sato", orcid=ONE)
    at_home(snapshot, "A2")
    snapshot.work("W2", {"A2": [OTHER]})
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE)
    snapshot.add("declared_education", person_id="P1", org="Other University")
    assert links(snapshot) == {("P1", "A1"): "linked A", ("P1", "A2"): "rejected C"}


@pytest.mark.parametrize(
    ("start", "end", "grade"),
    [(2019, 2021, "B"), (2027, None, "B"), (2028, None, "C"), (2010, 2019, "B"), (2010, 2018, "C")],
)
def test_a_former_organisation_counts_in_its_time(
    snapshot: Snapshot, start: int, end: int | None, grade: str
) -> None:
    at_home(snapshot)
    snapshot.work("W2", {"A1": [OTHER]}, date="2024-05-01")
    applicant(snapshot, "P1", "Taro Sato")
    dates = {"start_on": dt.date(start, 4, 1), "end_on": dt.date(end, 3, 31) if end else None}
    snapshot.add("declared_affiliations", person_id="P1", org="Other University", **dates)
    assert links(snapshot) == {("P1", "A1"): f"linked {grade}"}


@pytest.mark.parametrize(("start", "status"), [(2009, "linked C"), (2010, "candidate C")])
def test_a_record_that_ended_long_before_the_post_began(snapshot: Snapshot, start: int, status: str) -> None:
    snapshot.author("A1", "Taro Sato")
    snapshot.work("W1", {"A1": [HOME]}, date="1999-05-01")
    applicant(snapshot, "P1", "Taro Sato")
    began = dt.date(start, 4, 1)
    snapshot.add("declared_affiliations", person_id="P1", org="Home University", start_on=began)
    assert links(snapshot) == {("P1", "A1"): status}


@pytest.mark.parametrize(("year", "against"), [(1989, ["active_before:1989"]), (1990, [])])
def test_a_record_with_works_before_the_persons_studies(
    snapshot: Snapshot, year: int, against: list[str]
) -> None:
    at_home(snapshot)
    snapshot.work("W0", {"A1": [HOME]}, date=f"{year}-05-01")
    applicant(snapshot, "P1", "Taro Sato")
    snapshot.add("declared_funding", person_id="P1", funder="X", award_key="22K07777")
    snapshot.add("declared_education", person_id="P1", org="X", start_on=dt.date(2000, 4, 1))
    (row,) = identities(snapshot).values()
    assert (row["grade"], row["against"]) == ("C" if against else "B", against)


@pytest.mark.parametrize(
    ("declared", "record"),
    [
        ("John Smith", "John A. Smith"),
        ("John Smith", "Smith, J. John"),
        ("Ana Souza Lima", "Ana B. Souza Lima"),
        ("William Smith", "Bill Smith"),
    ],
)
def test_a_record_that_always_prints_an_initial_or_an_everyday_name_is_found_at_home(
    snapshot: Snapshot, declared: str, record: str
) -> None:
    at_home(snapshot, name=record)
    snapshot.author("A2", record)
    snapshot.work("W2", {"A2": [OTHER]})
    applicant(snapshot, "P1", declared)
    assert links(snapshot) == {("P1", "A1"): "linked C"}
    snapshot.add("declared_funding", person_id="P1", funder="X", award_key="22K07777")
    snapshot.add("declared_education", person_id="P1", org="Other University")
    snapshot.work("W3", {"A1": [OTHER]})
    (row,) = identities(snapshot).values()
    assert (row["grade"], row["reasons"][:2]) == ("B", ["name_short", "home_org"])


@pytest.mark.parametrize("record", ["John A. B. Smith", "A. Smith Johnson", "John Smith Miller"])
def test_a_record_with_more_than_one_initial_is_not_found(snapshot: Snapshot, record: str) -> None:
    at_home(snapshot, name=record)
    applicant(snapshot, "P1", "John Smith")
    assert links(snapshot) == {}


def test_a_short_name_needs_home_and_two_facts(snapshot: Snapshot) -> None:
    at_home(snapshot, name="T. Sato")
    snapshot.author("A2", "T. Sato")
    snapshot.work("W2", {"A2": [OTHER]})
    applicant(snapshot, "P1", "Taro Sato")
    snapshot.add("declared_funding", person_id="P1", funder="X", award_key="22K07777")
    assert links(snapshot) == {("P1", "A1"): "linked C"}
    snapshot.add("declared_education", person_id="P1", org="Other University")
    snapshot.work("W3", {"A1": [OTHER]})
    (row,) = identities(snapshot).values()
    assert (row["grade"], row["reasons"][:2]) == ("B", ["name_short", "home_org"])


@pytest.mark.parametrize(
    ("declared", "record"),
    [
        ({"name_latin": ["Xiaoming Wang"]}, "Xiao Ming Wang"),
        ({"name_latin": ["Sang-hoon Lee"]}, "Yi Sanghun"),
        ({"name_ja": "김민수"}, "Min-soo Kim"),
        ({"name_latin": ["Jürgen Müller"]}, "Juergen Mueller"),
        ({"name_latin": ["Hanako Sato"], "former_names": ["Yamada"]}, "Hanako Yamada"),
        ({"name_ja": "佐藤 花子", "former_names": ["山田"]}, "山田 花子"),
        ({"name_latin": ["Jan van der Berg"]}, "Jan Vanderberg"),
    ],
)
def test_other_forms_of_a_name_lead_to_records(
    snapshot: Snapshot, declared: dict[str, Any], record: str
) -> None:
    at_home(snapshot, name=record)
    snapshot.add("participants", person_id="P1", application_id="X", home_org="Home University", **declared)
    snapshot.add("declared_funding", person_id="P1", funder="X", award_key="22K07777")
    (row,) = identities(snapshot).values()
    assert (row["grade"], row["reasons"][0]) == ("B", "name_variant")


def test_a_record_with_a_strange_name_on_two_works_is_no_sure_one(snapshot: Snapshot) -> None:
    snapshot.author("A1", "Taro Sato", orcid=ONE)
    snapshot.work("W1", {"A1": [HOME]}, printed={"A1": "Tomoko Sato"})
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE)
    assert links(snapshot) == {("P1", "A1"): "linked A"}
    snapshot.work("W2", {"A1": [HOME]}, printed={"A1": "Sato, Tomoko"})
    (row,) = identities(snapshot).values()
    assert (row["status"], row["grade"], row["against"]) == ("linked", "C", ["mixed_names:Sato, Tomoko"])


@pytest.mark.parametrize("tie", ["none", "work", "mate", "topic", "year", "country"])
def test_a_record_whose_works_fall_apart_is_no_sure_one(snapshot: Snapshot, tie: str) -> None:
    snapshot.author("A1", "Taro Sato", orcid=ONE)
    here, there = mates(snapshot, 2)
    abroad = UNIT if tie == "country" else OTHER
    for number in range(2):
        snapshot.work(f"H{number}", {"A1": [HOME], here: []}, topics=["robots"], date="2020-05-01")
        topics = ["robots" if tie == "topic" else "history"]
        date = "2021-05-01" if tie == "year" else "2020-09-01"
        snapshot.work(f"T{number}", {"A1": [abroad], there: []}, topics=topics, date=date)
    if tie == "work":
        snapshot.work("W", {"A1": [HOME, OTHER]}, topics=["art"])
    if tie == "mate":
        snapshot.work("W", {"A1": [HOME], there: []}, topics=["art"])
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE)
    (row,) = identities(snapshot).values()
    against = ["mixed_places:2020"] if tie == "none" else []
    assert (row["status"], row["grade"], row["against"]) == ("linked", "C" if against else "A", against)


@pytest.mark.parametrize("tie", ["none", "two", "mate", "topic", "year", "country", "parent"])
def test_a_record_scattered_over_three_countries_in_a_year_is_no_sure_one(
    snapshot: Snapshot, tie: str
) -> None:
    """A source whose ids stand for names tells no topics, and often one work at each place."""
    snapshot.author("A1", "Taro Sato", orcid=ONE)
    here, there, third = mates(snapshot, 3)
    far = snapshot.org("https://ror.org/far", "Far University", "CA")
    if tie == "parent":
        snapshot.relate(far, "parent", OTHER)
    topics = ["robots"] if tie == "topic" else []
    snapshot.work("W0", {"A1": [HOME], here: []}, date="2020-05-01", topics=topics)
    snapshot.work("W1", {"A1": [OTHER], there: []}, date="2020-06-01", topics=topics)
    if tie != "two":
        place = UNIT if tie == "country" else far
        beside = there if tie == "mate" else third
        date = "2021-05-01" if tie == "year" else "2020-07-01"
        snapshot.work("W2", {"A1": [place], beside: []}, date=date)
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE)
    (row,) = identities(snapshot).values()
    against = ["mixed_scattered:2020"] if tie == "none" else []
    assert (row["status"], row["grade"], row["against"]) == ("linked", "C" if against else "A", against)


@pytest.mark.parametrize("tie", ["none", "three", "mate", "topic", "year"])
def test_a_record_of_four_works_in_a_year_that_share_nothing_is_no_sure_one(
    snapshot: Snapshot, tie: str
) -> None:
    """Countries may recur: two namesakes of one country are still two."""
    snapshot.author("A1", "Taro Sato", orcid=ONE)
    beside = mates(snapshot, 4)
    near = [snapshot.org(f"https://ror.org/near{n}", f"Near University {n}", "JP") for n in range(2)]
    topics = ["robots"] if tie == "topic" else []
    for number, place in enumerate([HOME, OTHER, *near][: 3 if tie == "three" else 4]):
        mate = beside[0] if tie == "mate" else beside[number]
        year = 2020 + (number if tie == "year" else 0)
        snapshot.work(f"W{number}", {"A1": [place], mate: []}, date=f"{year}-05-01", topics=topics)
    applicant(snapshot, "P1", "Taro Sato", orcid=ONE)
    (row,) = identities(snapshot).values()
    against = ["mixed_scattered:2020"] if tie == "none" else []
    assert (row["status"], row["grade"], row["against"]) == ("linked", "C" if against else "A", against)
