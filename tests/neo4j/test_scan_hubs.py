"""What a scan fetches of works and organisations with thousands of ties, and what it makes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from graphrisk.names.organizations import organization_key
from graphrisk.names.persons import person_key
from graphrisk.settings import create_workspace
from graphrisk.store.base import Reach
from tests.load.rows import batch, run
from tests.neo4j.reading import POLICY, Both, both, fetched, scanned
from tests.neo4j.server import TestServer

if TYPE_CHECKING:
    from loaders.base import Event

pytestmark = pytest.mark.neo4j

CROWD = 3_000
MOST = POLICY.rules.coa_01.max_authors


def _hubs() -> list[Event]:
    """A person who names a co-author; both are on a work of 3,000, all of whom name one listed organisation.

    The person is known by name, home organisation and that co-author alone. Another work, of two, has a
    stranger at the listed organisation beside the person, and so has one that is too old for any rule.
    """
    day = dt.date(2026, 3, 1)
    names = ["Hanako Suzuki", "Fuyuko Tanaka", *(f"Crowd {n}" for n in range(2, CROWD))]
    people = [
        {"author_id": f"A{n}", "display_name": name, "name_key": person_key(name)}
        for n, name in enumerate(names)
    ]
    crowd: list[dict[str, Any]] = [
        {"work_id": "WIDE", "position": n, "author_id": f"A{n}"} for n in range(CROWD)
    ]
    pair: list[dict[str, Any]] = [
        {"work_id": work, "position": n, "author_id": a}
        for work in ("PAIR", "OLD")
        for n, a in enumerate(("A0", "A9"))
    ]
    wide = {"work_id": "WIDE", "title": "Wide", "publication_date": day, "publication_year": 2026}
    narrow = {"work_id": "PAIR", "title": "Pair", "publication_date": day, "publication_year": 2026}
    old = narrow | {"work_id": "OLD", "publication_date": dt.date(2020, 3, 1), "publication_year": 2020}
    edition = {"list_id": "L", "edition": "1", "valid_from": dt.date(2020, 1, 1)}
    entry = edition | {
        "entry_id": "L|1|1",
        "row_no": "1",
        "name": "Listed Institute",
        "ror": "https://ror.org/0listed01",
    }
    listed, home = "https://ror.org/0listed01", "https://ror.org/0home0001"
    places = [
        place | {"seq": 0, "org_id": home if place["author_id"] == "A0" else listed}
        for place in (*crowd, *pair)
    ]
    return [
        batch(
            "organizations",
            {"org_id": listed, "name": "Listed Institute", "country_code": "ZZ", "status": "active"},
            {"org_id": home, "name": "Home University", "country_code": "JP", "status": "active"},
        ),
        batch("list_editions", edition),
        batch("list_entries", entry),
        batch("list_names", entry | {"name_key": organization_key("Listed Institute"), "kind": "name"}),
        batch("calls", {"row_id": "c", "call_id": "C", "designated": True, "closes_on": dt.date(2026, 9, 1)}),
        batch(
            "applications",
            {"row_id": "a", "application_id": "P", "call_id": "C", "technology_areas": ["1"]},
        ),
        batch(
            "participants",
            {
                "row_id": "p",
                "application_id": "P",
                "person_id": "R",
                "role": "pi",
                "name_latin": ["Hanako Suzuki"],
                "home_org": "Home University",
                "home_org_ror": home,
            },
        ),
        batch("declared_coauthors", {"row_id": "d", "person_id": "R", "name": "Fuyuko Tanaka"}),
        batch("works", wide | {"authors_count": CROWD, "type": "article"}),
        batch("works", *(work | {"authors_count": 2, "type": "article"} for work in (narrow, old))),
        batch("authorships", *crowd, *pair),
        batch("affiliations", *places),
        batch("persons", *people),
    ]


@pytest.fixture(scope="module")
def hubs(neo4j_server: TestServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """The graph of the hubs, in both stores."""
    neo4j_server.forget()
    workspace = create_workspace(tmp_path_factory.mktemp("hubs") / "ws")
    run(workspace, _hubs())
    with pytest.MonkeyPatch.context() as patch, both(workspace, neo4j_server, patch) as stores:
        yield stores


def test_the_findings_are_the_same(hubs: Both) -> None:
    result = scanned(hubs, "C")
    assert [(person.person_id, person.grade) for person in result.people] == [("R", "B")]
    # Found by the co-author whom the person declared, who is on the wide work alone.
    reasons = {reason for finding in result.findings for reason in finding.identity.reasons}
    assert "coauthor_declared" in reasons
    (listed,) = (finding for finding in result.findings if finding.rule == "R-COA-01")
    assert [item.record for item in listed.evidence if item.kind == "work"] == ["PAIR"]


def test_of_an_old_work_it_is_known_who_wrote_it(hubs: Both) -> None:
    with hubs.far.scope("C", reach=Reach(MOST, POLICY.rules.coa_01.window_months)) as scope:
        places, printed = (
            sorted(
                (row["work_id"], row["author_id"])
                for row in scope.backend.to_pyarrow(scope.tables[table]).to_pylist()
                if row["work_id"] != "WIDE"
            )
            for table in ("authorships", "affiliations")
        )
    assert places == [("OLD", "A0"), ("OLD", "A9"), ("PAIR", "A0"), ("PAIR", "A9")]
    assert printed == [("OLD", "A0"), ("PAIR", "A0"), ("PAIR", "A9")]


def test_few_rows_of_a_crowd_are_fetched(hubs: Both) -> None:
    rows = fetched(hubs.far, "C", reach=Reach(MOST))
    # The person's own places, the declared co-author's, and the stranger of the works of two.
    assert rows["authorships"] == 6
    assert rows["works"] <= 4
    assert sum(rows.values()) < 80


def test_all_rows_of_a_crowd_are_fetched_where_all_are_asked_for(hubs: Both) -> None:
    assert fetched(hubs.far, "C")["authorships"] == CROWD + 4
