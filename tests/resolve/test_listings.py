from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphrisk.resolve.list_rows import Entry
from graphrisk.resolve.listings import Edition, last_days
from tests.resolve.world import Snapshot

UNIT, OTHER_UNIT, THIRD_UNIT = (
    "https://ror.org/05cvf7v30",
    "https://ror.org/03f7w4e72",
    "https://ror.org/022c3hy66",
)
BUAA, CAS, NE_CN, NE_US = (
    "https://ror.org/00wk2mp56",
    "https://ror.org/034t30j35",
    "https://ror.org/03awzbc87",
    "https://ror.org/04t5xt781",
)


@pytest.fixture
def snapshot() -> Snapshot:
    made = Snapshot()
    made.org(BUAA, "Beihang University", "CN", labels=["北京航空航天大学"], acronyms=["BUAA"])
    made.org(CAS, "Chinese Academy of Sciences", "CN", acronyms=["CAS"])
    made.org(NE_CN, "Northeastern University", "CN")
    made.org(NE_US, "Northeastern University", "US")
    made.edition("L", "2024", "2024-01-01")
    return made


def found(snapshot: Snapshot) -> set[tuple[str, str, str]]:
    snapshot.derive()
    return set(snapshot.rows("SELECT org_id, grade, method FROM listings"))


def test_a_ror_id_is_grade_a(snapshot: Snapshot) -> None:
    snapshot.entry("L", "2024", "1", "Beihang University", start="2024-01-01", ror=BUAA)
    assert found(snapshot) == {(BUAA, "A", "ror")}


def test_a_ror_id_without_a_record_stands_for_itself(snapshot: Snapshot) -> None:
    snapshot.entry(
        "L", "2024", "1", "Beihang University", start="2024-01-01", ror="https://ror.org/05sj3n476"
    )
    assert ("https://ror.org/05sj3n476", "A", "ror") in found(snapshot)


@pytest.mark.parametrize(
    ("name", "native", "aliases", "method"),
    [
        ("BEIHANG UNIVERSITY", None, [], "name"),
        ("Beijing Univ. of Aeronautics", "北京航空航天大學", [], "native"),
        ("Beijing Univ. of Aeronautics", None, ["Beihang University"], "alias"),
    ],
)
def test_names_native_names_and_aliases(
    snapshot: Snapshot, name: str, native: str | None, aliases: list[str], method: str
) -> None:
    snapshot.entry("L", "2024", "1", name, start="2024-01-01", country="CN", native=native, aliases=aliases)
    assert (BUAA, "B", method) in found(snapshot)


def test_names_that_no_record_has_are_listed_by_their_key(snapshot: Snapshot) -> None:
    snapshot.entry(
        "L", "2024", "1", "Beihang University", start="2024-01-01", country="CN", aliases=["Red Works"]
    )
    snapshot.entry("L", "2024", "2", "Bureau Nine", start="2024-01-01", aliases=["Office Nine", "ON9"])
    assert found(snapshot) == {
        (BUAA, "B", "name"),
        ("name:red works", "B", "alias"),
        ("name:bureau nine", "B", "name"),
        ("name:office nine", "B", "alias"),
    }


def test_an_acronym_alone_never_links(snapshot: Snapshot) -> None:
    snapshot.entry("L", "2024", "1", "BUAA", start="2024-01-01", country="CN")
    snapshot.entry("L", "2024", "2", "Unknown Body", start="2024-01-01", country="CN", aliases=["CAS"])
    assert {org for org, _, _ in found(snapshot)} == {"name:buaa", "name:unknown body"}


def test_a_unit_row_is_not_its_parent(snapshot: Snapshot) -> None:
    name = "Chinese Academy of Sciences – Institute of Secrets"
    snapshot.entry("L", "2024", "1", name, start="2024-01-01", country="CN")
    assert {org for org, _, _ in found(snapshot)} == {"name:chinese academy of sciences institute of secrets"}


def test_the_country_tells_namesakes_apart(snapshot: Snapshot) -> None:
    snapshot.entry("L", "2024", "1", "Northeastern University", start="2024-01-01", country="CN")
    snapshot.entry("L", "2024", "2", "Northeastern University", start="2024-01-01", country="FR")
    snapshot.entry("L", "2024", "3", "Northeastern University", start="2024-01-01")
    snapshot.derive()
    rows = snapshot.rows("SELECT entry_id, org_id, reasons, alternatives FROM listings ORDER BY entry_id")
    key = "name:northeastern university"
    assert [(entry[-1], org, reasons) for entry, org, reasons, _ in rows] == [
        ("1", NE_CN, ["name", "country"]),
        ("2", key, ["no_record"]),
        ("3", key, ["ambiguous"]),
    ]
    assert rows[0][3] == [f"{NE_US}|country_differs"]
    assert rows[2][3] == [f"{NE_CN}|ambiguous", f"{NE_US}|ambiguous"]


def _company(snapshot: Snapshot, branches: dict[str, str], head: str) -> None:
    for org_id, country in branches.items():
        shown = {"CN": "China", "PL": "Poland", "SE": "Sweden"}[country]
        snapshot.org(org_id, f"Example Technologies ({shown})", country)
        if org_id != head:
            snapshot.relate(head, "child", org_id)
            snapshot.relate(org_id, "parent", head)


def test_of_a_company_and_its_branches_a_row_means_the_company(snapshot: Snapshot) -> None:
    _company(snapshot, {UNIT: "CN", OTHER_UNIT: "PL", THIRD_UNIT: "SE"}, UNIT)
    snapshot.entry("L", "2024", "1", "Example Technologies Co., Ltd.", start="2024-01-01")
    snapshot.entry("L", "2024", "2", "Example Technologies Co., Ltd.", start="2024-01-01", country="PL")
    snapshot.derive()
    rows = snapshot.rows("SELECT entry_id, org_id, reasons, alternatives FROM listings ORDER BY entry_id")
    assert [(entry[-1], org, reasons) for entry, org, reasons, _ in rows] == [
        ("1", UNIT, ["name", "head_of_namesakes"]),
        ("2", OTHER_UNIT, ["name", "country"]),
    ]
    assert sorted(rows[0][3]) == sorted([f"{OTHER_UNIT}|branch", f"{THIRD_UNIT}|branch"])


def test_of_namesakes_one_of_which_stands_apart_none_is_meant(snapshot: Snapshot) -> None:
    _company(snapshot, {UNIT: "CN", OTHER_UNIT: "PL"}, UNIT)
    snapshot.org(THIRD_UNIT, "Example Technologies", "SE")
    snapshot.entry("L", "2024", "1", "Example Technologies Co., Ltd.", start="2024-01-01")
    assert {org for org, _, _ in found(snapshot)} == {"name:example technologies"}


def beside(snapshot: Snapshot) -> list[tuple[str, str, list[str]]]:
    return snapshot.rows("SELECT org_id, kind, reasons FROM listing_relations ORDER BY org_id")


def test_an_alias_that_is_another_organisation_is_named_beside_and_not_listed(snapshot: Snapshot) -> None:
    aliases = ["Chinese Academy of Sciences", "Northeastern University"]
    snapshot.entry("L", "2024", "1", "Beihang University", start="2024-01-01", aliases=aliases)
    snapshot.derive()
    assert snapshot.rows("SELECT org_id, reasons, alternatives FROM listings") == [(BUAA, ["name"], [])]
    assert snapshot.rows(
        "SELECT org_id, kind, name, reasons, alternatives FROM listing_relations ORDER BY org_id"
    ) == [
        (CAS, "alias", "Chinese Academy of Sciences", ["name", "alias_of_other"], []),
        (
            NE_CN,
            "alias",
            "Northeastern University",
            ["name", "alias_of_other"],
            [f"{NE_US}|country_differs"],
        ),
    ]


def test_the_registry_says_what_a_printed_alias_is(snapshot: Snapshot) -> None:
    unit = snapshot.org(UNIT, "Southwest Works", "CN")
    snapshot.relate(unit, "parent", BUAA)
    aliases = ["Southwest Works", "Beihang Kexue"]
    snapshot.entry("L", "2024", "1", "Beihang University", start="2024-01-01", country="CN", aliases=aliases)
    assert found(snapshot) == {(BUAA, "B", "name"), ("name:beihang kexue", "B", "alias")}
    assert beside(snapshot) == [(UNIT, "unit", ["name", "country", "registry"])]


def test_of_several_aliases_the_one_to_which_the_others_belong_is_meant(snapshot: Snapshot) -> None:
    for number, name in ((UNIT, "Southwest Works"), (OTHER_UNIT, "Ninth Works")):
        snapshot.relate(snapshot.org(number, name, "CN"), "parent", BUAA)
    aliases = ["Southwest Works", "Beihang University"]
    snapshot.entry("L", "2024", "1", "Body without record", start="2024-01-01", aliases=aliases)
    snapshot.entry(
        "L", "2024", "2", "Another one", start="2024-01-01", aliases=["Southwest Works", "Ninth Works"]
    )
    snapshot.derive()
    rows = snapshot.rows("SELECT entry_id, org_id FROM listings WHERE org_id LIKE 'https%'")
    assert rows == [("L|2024|1", BUAA)]
    rows = snapshot.rows("SELECT entry_id, org_id, kind FROM listing_relations ORDER BY ALL")
    assert rows == [
        ("L|2024|1", UNIT, "unit"),
        ("L|2024|2", OTHER_UNIT, "alias"),
        ("L|2024|2", UNIT, "alias"),
    ]


def test_what_a_row_names_beside_is_no_member_of_the_list(snapshot: Snapshot) -> None:
    related = [("Northeastern University", "subsidiary"), ("Red Works", "unit"), ("CAS", "parent")]
    snapshot.entry("L", "2024", "1", "Beihang University", start="2024-01-01", country="CN", related=related)
    snapshot.work("W1", {"A1": [(None, "Red Works, Beijing, China")]})
    assert found(snapshot) == {(BUAA, "B", "name")}
    assert beside(snapshot) == [
        (NE_CN, "subsidiary", ["name", "country"]),
        ("name:red works", "unit", ["no_record"]),
    ]
    assert snapshot.rows("SELECT org_id FROM string_links") == [("name:red works",)]


@pytest.fixture
def physics(snapshot: Snapshot) -> Snapshot:
    """Two institutes of physics: one of the academy, one in another country that is the only one by name."""
    snapshot.relate(snapshot.org(UNIT, "Institute of Physics", "CN"), "parent", CAS)
    snapshot.org(OTHER_UNIT, "Institute of Physics", "GB")
    snapshot.relate(snapshot.org(THIRD_UNIT, "Institute of Automation", "CN"), "parent", CAS)
    return snapshot


@pytest.mark.parametrize("country", [None, "CN"])
def test_a_unit_of_a_body_is_sought_inside_that_body(physics: Snapshot, country: str | None) -> None:
    physics.entry(
        "L",
        "2024",
        "1",
        "Chinese Academy of Sciences – Institute of Physics",
        start="2024-01-01",
        country=country,
        aliases=["Institute of Physics, Chinese Academy of Sciences", "Institute of Automation"],
        related=[("Chinese Academy of Sciences", "parent")],
    )
    listed = {org for org, _, _ in found(physics) if org.startswith("https")}
    assert listed == {UNIT}
    why = physics.rows("SELECT reasons FROM listings WHERE org_id = ?", UNIT)
    assert why == [(["name", f"within:{CAS}"],)]
    # The academy stands above a listed unit; its other institute is what the row prints as another name.
    kinds = {org: kind for org, kind, _ in beside(physics)}
    assert kinds == {CAS: "parent", THIRD_UNIT: "alias"}


def test_units_with_usual_names_need_a_country_or_a_second_name(snapshot: Snapshot) -> None:
    snapshot.org(UNIT, "Institute of High Energy Physics", "CN", acronyms=["IHEP"], aliases=["Gaoneng Suo"])
    name = "Institute of High Energy Physics"
    snapshot.entry("L", "2024", "1", name, start="2024-01-01", aliases=["IHEP", "Kurchatov Institute ITEF"])
    snapshot.entry("L", "2024", "2", name, start="2024-01-01", country="RU")
    snapshot.entry("L", "2024", "3", name, start="2024-01-01", country="CN")
    snapshot.entry("L", "2024", "4", name, start="2024-01-01", aliases=["Gaoneng Suo"])
    snapshot.derive()
    rows = snapshot.rows("SELECT entry_id FROM listings WHERE org_id = ? ORDER BY ALL", UNIT)
    assert [row[-1] for (row,) in rows] == ["3", "4"]


def test_namesakes_are_never_taken_for_one_another(snapshot: Snapshot) -> None:
    """Pairs of which published analyses took one for the other."""
    names = (
        "Nanjing University",
        "Beijing Institute of Technology",
        "University of Tokyo",
        "Southern University of Science and Technology",
        "Wuhan University",
        "Academia Sinica",
    )
    for number, name in enumerate(names):
        snapshot.org(f"https://ror.org/0{number}", name, "TW" if name.startswith("Acad") else "CN")
    rows = (
        "Nanjing University of Aeronautics and Astronautics",
        "Beijing Institute of Technology Zhuhai",
        "Tokyo University of Science",
        "Army Engineering University",
        "Information Engineering University",
        "Chinese Academy of Sciences – Institute of Secrets",
    )
    for number, name in enumerate(rows, 1):
        snapshot.entry("L", "2024", str(number), name, start="2024-01-01", country="CN")
    assert all(org.startswith("name:") for org, _, _ in found(snapshot))


def test_an_alias_in_another_country_is_nobody(snapshot: Snapshot) -> None:
    snapshot.org("https://ror.org/05sj3n476", "Red Works", "FR")
    snapshot.entry("L", "2024", "1", "Beihang University", start="2024-01-01", aliases=["Red Works"])
    assert {org for org, _, _ in found(snapshot)} == {BUAA, "name:red works"}


def test_names_of_list_rows_without_a_record_are_found_in_addresses(snapshot: Snapshot) -> None:
    snapshot.entry("L", "2024", "1", "Bureau Nine", start="2024-01-01", country="CN")
    snapshot.work(
        "W1", {"A1": [(None, "Dept. 2, Bureau Nine, Beijing, China"), (None, "Bureau Nine, Paris, France")]}
    )
    snapshot.derive()
    rows = snapshot.rows("SELECT org_id, country_code FROM string_links ORDER BY raw_string")
    assert rows == [(None, "FR"), ("name:bureau nine", "CN")]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def entry(edition: str, row: str, name: str, start: str, end: str | None = None) -> Entry:
    names = ((name, name.lower(), "name"),)
    return Entry(
        f"{edition}|{row}", "L", edition, row, name, None, None, day(start), day(end) if end else None, names
    )


def test_the_next_edition_ends_the_rows_of_the_one_before() -> None:
    editions = [Edition("e1", day("2022-01-01"), None), Edition("e2", day("2023-01-01"), None)]
    rows = [
        entry("e1", "1", "Gone", "2022-01-01"),
        entry("e1", "2", "Stays", "2022-01-01"),
        entry("e1", "3", "Dated", "2022-01-01", "2025-06-30"),
        entry("e1", "4", "Late", "2022-01-01"),
        entry("e2", "1", "Stays", "2023-01-01"),
        entry("e2", "2", "Late", "2023-04-01"),
    ]
    assert last_days(rows, editions) == {
        "e1|1": day("2022-12-31"),
        "e1|2": day("2022-12-31"),
        "e1|3": day("2025-06-30"),
        "e1|4": day("2023-03-31"),
        "e2|1": None,
        "e2|2": None,
    }


def test_the_end_of_an_edition_holds_where_no_later_one_is_loaded() -> None:
    editions = [Edition("e1", day("2022-01-01"), day("2022-06-30"))]
    assert last_days([entry("e1", "1", "A", "2022-01-01")], editions) == {"e1|1": day("2022-06-30")}


STARTS = ["2022-01-01", "2023-01-01", "2024-01-01"]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from("ABC"), st.integers(0, 40)), max_size=9))
def test_membership_day_by_day(rows: list[tuple[int, str, int]]) -> None:
    """A name is listed on a day if the edition in force has it, from its own first day on.

    Where its row in the new edition begins later, the row of the edition before goes on until then.
    """
    editions = [Edition(f"e{n}", day(start), None) for n, start in enumerate(STARTS)]
    first: dict[tuple[int, str], dt.date] = {}
    for edition, name, delay in rows:
        first.setdefault((edition, name), day(STARTS[edition]) + dt.timedelta(days=delay))
    entries = [entry(f"e{e}", name, name, start.isoformat()) for (e, name), start in first.items()]
    ends = last_days(entries, editions)
    for name in "ABC":
        for probe in range(0, 1200, 7):
            at = day(STARTS[0]) + dt.timedelta(days=probe)
            current = max(n for n, start in enumerate(STARTS) if day(start) <= at)
            start = first.get((current, name))
            before = first.get((current - 1, name))
            expected = start is not None and (start <= at or (before is not None and before <= at))
            listed = any(
                e.name == name and e.valid_from <= at <= (ends[e.entry_id] or dt.date.max) for e in entries
            )
            assert listed == expected, (name, at)


@pytest.mark.parametrize(
    ("name", "country", "meant"),
    [
        ("Beihang Univercity", "CN", BUAA),
        ("Chinese Academi of Sciences", "CN", CAS),
        ("Beihong University", "CN", None),
        ("Beihang Univercity", "FR", None),
        ("Beihang Univercity", None, None),
        ("Beihang University Hospital", "CN", None),
        ("Beihang University of Sciences", "CN", None),
        ("Chinese Academy of Sciences – Institute of Secrets", "CN", None),
        ("Chinese Academy of Agricultural Sciences", "CN", None),
    ],
)
def test_a_misprint_in_the_row_s_country_is_the_same_name(
    snapshot: Snapshot, name: str, country: str | None, meant: str | None
) -> None:
    snapshot.entry("L", "2024", "1", name, start="2024-01-01", country=country)
    assert {org for org, _, _ in found(snapshot) if org.startswith("https")} == ({meant} if meant else set())
    if meant:
        ((why,),) = snapshot.rows("SELECT reasons FROM listings WHERE org_id = ?", meant)
        assert why[0].startswith("name_alike:")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Signal Force Engineering University", THIRD_UNIT),
        ("Institute of Solid-State Physics of the Chinese Academy of Sciences", UNIT),
        ("Institute of Solid-State Physics", None),
        ("Signal Force Enginering University", None),
    ],
)
def test_without_a_country_the_same_words_in_another_order_are_the_same_name(
    snapshot: Snapshot, name: str, meant: str | None
) -> None:
    snapshot.org(THIRD_UNIT, "Signal Force University of Engineering", "CN")
    snapshot.org(UNIT, "Institute of Solid State Physics, Chinese Academy of Sciences", "CN")
    snapshot.relate(CAS, "child", UNIT)
    snapshot.relate(UNIT, "parent", CAS)
    snapshot.entry("L", "2024", "1", name, start="2024-01-01")
    assert {org for org, _, _ in found(snapshot) if org.startswith("https")} == ({meant} if meant else set())
