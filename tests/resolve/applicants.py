"""People who apply from one university, and the author records that may be theirs, for tests of resolving."""

from __future__ import annotations

from typing import Any

from graphrisk.resolve import REASONS, resolve_persons
from graphrisk.schema import IDENTITIES
from graphrisk.store.engine import Engine
from tests.factory import FactoryScope
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


def places() -> Snapshot:
    """Return a snapshot with a home university, a unit of it and another one abroad."""
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


def at_home(snapshot: Snapshot, author: str = "A1", name: str = "Taro Sato") -> None:
    snapshot.author(author, name)
    snapshot.work(f"W-{author}", {author: [UNIT]}, awards=["22K07777"])
