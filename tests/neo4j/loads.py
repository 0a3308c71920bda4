"""Random loads: works, people, organisations, declarations that come, change, come again and go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from loaders.base import Event, Replace
from tests.load.rows import batch

if TYPE_CHECKING:
    from random import Random

PEOPLE, WORKS, ORGANIZATIONS, APPLICANTS = 12, 30, 8, 6


def random_load(chance: Random, *, share: float = 0.5) -> list[Event]:
    """Return a load that touches about `share` of all things."""

    def some(number: int) -> list[int]:
        return [n for n in range(number) if chance.random() < share]

    def either(*values: Any) -> Any:
        return chance.choice(values)

    events: list[Event] = []
    for n in some(ORGANIZATIONS):
        name = either(f"University {n}", f"Institute {n}", f"University {n + 1}")
        row = {"org_id": f"O{n}", "name": name, "name_key": name.lower(), "country": "JP"}
        events.append(batch("organizations", row))
        events.append(batch("organization_names", {"org_id": f"O{n}", "name": name, "kind": "label"}))
        if chance.random() < 0.5:
            kind = either("parent", "child", "related", "successor", "host", "旧姓")
            related = {"org_id": f"O{n}", "related_id": f"O{chance.randrange(ORGANIZATIONS)}", "kind": kind}
            events.append(batch("organization_relations", related))
    for n in some(PEOPLE):
        events.append(
            batch("persons", {"author_id": f"A{n}", "display_name": either(f"Name {n}", f"N. {n}")})
        )
        if chance.random() < 0.5:
            events.append(
                batch("person_names", {"author_id": f"A{n}", "name": either(f"Name {n}", f"名 {n}")})
            )
    gone: list[str] = []
    for n in some(WORKS):
        if chance.random() < 0.2:
            gone.append(f"W{n}")
        else:
            events += _work(n, chance)
    events.append(Replace("works", tuple(gone)))
    for n in some(APPLICANTS):
        events += _declared(n, chance)
    return events


def _work(number: int, chance: Random) -> list[Event]:
    work = {"work_id": f"W{number}"}
    authors = [chance.randrange(PEOPLE + 2) for _ in range(chance.randrange(4))]
    places = [{**work, "position": i, "author_id": f"A{a}"} for i, a in enumerate(authors)]
    posts = [
        {
            **place,
            "seq": seq,
            "org_id": f"O{chance.randrange(ORGANIZATIONS + 2)}" if chance.random() < 0.6 else None,
            "raw_string": f"University {chance.randrange(ORGANIZATIONS)}" if chance.random() < 0.6 else None,
        }
        for place in places
        for seq in range(chance.randrange(3))
    ]
    awards = [
        {
            **work,
            "seq": i,
            "funder_name": f"Fund {chance.randrange(3)}",
            "award_id": str(i),
            "award_key": str(i),
        }
        for i in range(chance.randrange(3))
    ]
    return [
        batch("works", {**work, "title": f"Title {chance.randrange(3)}", "authors_count": len(places)}),
        batch("authorships", *places),
        batch("affiliations", *posts),
        batch("work_awards", *awards),
    ]


def _declared(number: int, chance: Random) -> list[Event]:
    person, application = f"P{number}", f"AP{number}"
    posts = [
        {
            "row_id": f"D{number}-{i}",
            "person_id": person,
            "org": f"University {chance.randrange(ORGANIZATIONS)}",
        }
        for i in range(chance.randrange(3))
    ]
    taking_part = {
        "row_id": f"T{number}",
        "person_id": person,
        "application_id": application,
        "openalex_id": f"A{number}",
        "home_org": f"University {chance.randrange(ORGANIZATIONS)}",
    }
    applied = {
        "row_id": application,
        "application_id": application,
        "call_id": "C",
        "technology_areas": ["3"],
    }
    return [
        batch("calls", {"row_id": "C", "call_id": "C"}),
        batch("applications", applied),
        batch("participants", taking_part),
        batch("declared_affiliations", *posts),
        Replace("declared_affiliations", (person,)),
    ]
