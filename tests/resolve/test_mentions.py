from __future__ import annotations

import pytest

from graphrisk.resolve.mentions import COLUMNS
from graphrisk.schema import TABLES
from tests.resolve.world import Snapshot

UT, TUS, NE_CN, NE_US, NE_JP = (
    "https://ror.org/057zh3y96",
    "https://ror.org/05sj3n476",
    "https://ror.org/03awzbc87",
    "https://ror.org/04t5xt781",
    "https://ror.org/01dq60k83",
)
UNKNOWN_ROR = "https://ror.org/02kpeqv85"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    made = Snapshot()
    made.org(UT, "The University of Tokyo", labels=["東京大学"], acronyms=["UTokyo", "TUSX", "UT"])
    made.org(TUS, "Tokyo University of Science", labels=["東京理科大学"], acronyms=["TUSX"])
    made.org(NE_CN, "Northeastern University", "CN", labels=["东北大学"])
    made.org(NE_US, "Northeastern University", "US")
    made.org(NE_JP, "Tohoku University", "JP", labels=["東北大学"], aliases=["Northeastern Institute"])
    people = [("P1", "東京大学"), ("P2", "Northeastern University"), ("P3", "Nowhere College")]
    for person, home in people:
        made.add("participants", row_id=f"home-{person}", person_id=person, application_id="X", home_org=home)
    posts = [
        ("ror", "P1", "University of Tokyo", UT),
        ("acronym", "P1", "UTokyo", UT),
        ("ror-other-name", "P1", "Tokyo University of Science", UT),
        ("ror-not-loaded", "P1", "Kyoto University", UNKNOWN_ROR),
        ("legal-form", "P1", "国立大学法人東京大学", None),
        ("letters-jp", "P1", "国立大学法人 東北大学", None),
        ("letters-cn", "P1", "东北大学", None),
        ("letters-old", "P3", "東北大學", None),
        ("department", "P1", "Graduate School of Science, The University of Tokyo", None),
        ("run-on", "P1", "Graduate School of Science The University of Tokyo", None),
        ("abbreviated", "P1", "Fac. of Sci., Tokyo Univ. of Science", None),
        ("other-order", "P1", "Science University Tokyo", None),
        ("bracket", "P1", "Tohoku University (Japan)", None),
        ("country", "P1", "Northeastern University, China", None),
        ("ambiguous", "P1", "Northeastern University", None),
        ("nothing", "P1", "Tokyo University", None),
        ("substring", "P1", "University of Tokyo Hospital", None),
        ("blank", "P1", " ", None),
        ("only-acronym", "P1", "UTokyo", None),
        ("shared-acronym", "P1", "TUSX", None),
        ("short-acronym", "P1", "UT", None),
    ]
    for row_id, person, org, ror in posts:
        made.add("declared_affiliations", row_id=row_id, person_id=person, org=org, org_ror=ror)
    made.derive()
    return made


def mention(snapshot: Snapshot, row_id: str) -> tuple[str, str, str, list[str], list[str]]:
    sql = "SELECT org_id, grade, method, reasons, alternatives FROM mentions WHERE row_id = ?"
    ((org_id, grade, method, reasons, alternatives),) = snapshot.rows(sql, row_id)
    return org_id, grade, method, reasons, alternatives


@pytest.mark.parametrize(
    ("row_id", "org_id", "grade", "method", "reasons"),
    [
        ("home-P1", UT, "B", "name", ["name"]),
        ("ror", UT, "A", "id", ["ror"]),
        ("acronym", UT, "A", "id", ["ror"]),
        ("ror-other-name", UT, "A", "id", ["ror", "name_differs"]),
        ("ror-not-loaded", UNKNOWN_ROR, "A", "id", ["ror", "no_record"]),
        ("legal-form", UT, "B", "name", ["name"]),
        ("letters-jp", NE_JP, "B", "name", ["name", "letters"]),
        ("letters-cn", NE_CN, "B", "name", ["name", "letters"]),
        ("letters-old", "name:東北大学", "C", "none", ["ambiguous"]),
        ("department", UT, "B", "name", ["name_part:The University of Tokyo"]),
        ("run-on", UT, "B", "name", ["name_part:University of Tokyo"]),
        ("abbreviated", TUS, "B", "name", ["name_part:Tokyo Univ. of Science"]),
        ("other-order", "name:science university tokyo", "C", "none", ["no_record"]),
        ("bracket", NE_JP, "B", "name", ["name", "country"]),
        ("country", NE_CN, "B", "name", ["name_part:Northeastern University"]),
        ("ambiguous", "name:northeastern university", "C", "none", ["ambiguous"]),
        ("nothing", "name:tokyo university", "C", "none", ["no_record"]),
        ("substring", "name:university of tokyo hospital", "C", "none", ["no_record"]),
        ("only-acronym", UT, "C", "name", ["acronym_of_one"]),
        ("shared-acronym", "name:tusx", "C", "none", ["acronym"]),
        ("short-acronym", "name:ut", "C", "none", ["acronym"]),
        ("home-P3", "name:nowhere college", "C", "none", ["no_record"]),
    ],
)
def test_what_a_declared_name_means(
    snapshot: Snapshot, row_id: str, org_id: str, grade: str, method: str, reasons: list[str]
) -> None:
    assert mention(snapshot, row_id)[:4] == (org_id, grade, method, reasons)


def test_alternatives_are_kept(snapshot: Snapshot) -> None:
    assert set(mention(snapshot, "ambiguous")[4]) == {f"{NE_CN}|ambiguous", f"{NE_US}|ambiguous"}


def test_a_blank_name_means_nothing(snapshot: Snapshot) -> None:
    assert snapshot.rows("SELECT * FROM mentions WHERE row_id = 'blank'") == []


def test_the_seat_of_the_home_organisation_decides_between_namesakes_at_grade_c() -> None:
    made = Snapshot()
    for org_id, name, country in (
        (NE_CN, "Northeastern University", "CN"),
        (NE_US, "Northeastern University", "US"),
    ):
        made.org(org_id, name, country)
    made.org(UT, "Some Chinese University", "CN")
    made.add(
        "participants", row_id="h", person_id="P", application_id="X", home_org="Some Chinese University"
    )
    made.add("declared_education", row_id="e", person_id="P", org="Northeastern University")
    made.derive()
    assert mention(made, "e") == (NE_CN, "C", "name", ["name", "home_country"], [f"{NE_US}|country_differs"])


def test_every_organisation_column_of_the_declared_tables_is_read() -> None:
    rors = {(table, column) for table, column, _ in COLUMNS}
    for table in TABLES.values():
        for column in table.names:
            if column.endswith("_ror") and table.layer == "declared":
                assert (table.name, column.removesuffix("_ror")) in rors
    made = Snapshot()
    made.org(UT, "The University of Tokyo")
    for name, column, _ in COLUMNS:
        made.add(name, **{"row_id": f"{name}-row", column: "University of Tokyo"})
    made.derive()
    found = set(made.rows("SELECT row_id, field, org_id FROM mentions"))
    assert found == {(f"{name}-row", column, UT) for name, column, _ in COLUMNS}


def test_all_who_bear_a_declared_abbreviation_are_among_the_alternatives(snapshot: Snapshot) -> None:
    assert mention(snapshot, "shared-acronym")[4] == [f"{UT}|acronym_too", f"{TUS}|acronym_too"]
    assert mention(snapshot, "short-acronym")[4] == [f"{UT}|acronym_too"]
