"""Plants about who is who: namesakes, spellings, missing or conflicting identifiers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graphrisk.findings import Level

if TYPE_CHECKING:
    from graphrisk.world.cast import Cast
    from graphrisk.world.model import Organization
    from graphrisk.world.people import PersonName

AFF, IDENTITY = "R-AFF-01", "R-IDN-01"
VARIANTS = str.maketrans({"沢": "澤", "崎": "﨑", "高": "髙", "浜": "濵", "島": "嶋", "国": "國", "桜": "櫻"})


def _namesake(cast: Cast, name: PersonName, at: Organization, home: Organization | None) -> None:
    """Publish works of another person of the same name at `at`, and at `home` where given."""
    other = cast.stage.author(name=name, stated=False)
    for when in (3, 9, 15):
        names = [cast.stage.credit(other, [at] if home is None else [home, at]), cast.outsider(at)]
        cast.stage.work(cast.months_ago(when), names, field=cast.application.field)


def homonym_elsewhere(cast: Cast) -> None:
    """Another person of the same name publishes from a listed organisation: nothing to ask."""
    person = cast.person()
    _namesake(cast, person.name, cast.stage.turn("steady", cast.stage.landscape.steady), None)


def homonym_corroborated(cast: Cast) -> None:
    """As before, and the person gave no identifier but is known by name, home and former university."""
    person = cast.person(ids="none")
    cast.study(person, cast.stage.pick("domestic", not_in=[cast.home]), seen=True)
    _namesake(cast, person.name, cast.stage.turn("steady", cast.stage.landscape.steady), None)


def namesake_at_home(cast: Cast) -> None:
    """A namesake at the same university has a post at a listed organisation: nothing to ask."""
    person = cast.person(ids="openalex")
    listed = cast.stage.turn("steady", cast.stage.landscape.steady)
    _namesake(cast, person.name, listed, person.home)


def ambiguous_name(cast: Cast) -> None:
    """No identifier, and two records at the same university bear the name, one with a listed post."""
    person = cast.person(ids="none", alone=True, funded=False)
    cast.stage.open.add(person.person_id)
    listed = cast.stage.turn("steady", cast.stage.landscape.steady)
    _namesake(cast, person.name, listed, person.home)
    cast.expect(IDENTITY, Level.INFO, person, "identity", "two records bear the name, one with a listed tie")


def variant_spelling(cast: Cast) -> None:
    """Kanji and capitals differ between form and record; an undeclared post is asked about all the same."""
    drawn = cast.stage.names.draw("ja" if cast.script == "ja" else cast.script)
    formal = replace(drawn, native=drawn.native.translate(VARIANTS)) if drawn.native else drawn
    record = replace(drawn, family=drawn.family.upper())
    person = cast.person(ids="none", name=formal, record=record)
    cast.study(person, cast.stage.pick("domestic", not_in=[cast.home]), seen=True)
    post = cast.stage.pick("abroad")
    cast.publish(person, (4, 9, 14), [person.home, post])
    cast.expect(AFF, Level.MEDIUM, person, post, "undeclared post; the name is spelt in another way")


def corroborated(cast: Cast) -> None:
    """No identifier, known by corroboration: an undeclared post in the project's area stays below HIGH."""
    person = cast.person(ids="none")
    cast.study(person, cast.stage.pick("domestic", not_in=[cast.home]), seen=True)
    post = cast.stage.pick("abroad")
    cast.publish(person, (3, 8, 13), [person.home, post], technical=True)
    cast.expect(
        AFF, Level.MEDIUM, person, post, "undeclared post in the project's area, identity corroborated"
    )


def corroborated_listed(cast: Cast) -> None:
    """No identifier, known by corroboration: an undeclared post at a listed organisation is HIGH."""
    person = cast.person(ids="none")
    cast.study(person, cast.stage.pick("domestic", not_in=[cast.home]), seen=True)
    post = cast.stage.turn("steady", cast.stage.landscape.steady)
    cast.publish(person, (3, 8, 13), [person.home, post])
    cast.expect(AFF, Level.HIGH, person, post, "undeclared listed post, identity corroborated")


def name_only(cast: Cast) -> None:
    """Only the name and the home organisation lead to the record: the question stays LOW and says so."""
    person = cast.person(ids="none", alone=True, funded=False)
    cast.stage.open.add(person.person_id)
    cast.study(person, cast.stage.pick("domestic", not_in=[cast.home]), seen=False)
    post = cast.stage.pick("abroad")
    cast.publish(person, (4, 10, 17), [person.home, post])
    cast.expect(AFF, Level.LOW, person, post, "undeclared post, identity by name only")
    cast.expect(IDENTITY, Level.LOW, person, "identity", "identity by name only caps another question")


def conflicting_orcid(cast: Cast) -> None:
    """The declared ORCID iD belongs to a record of somebody with another name."""
    other = cast.stage.names.draw(cast.script)
    person = cast.person(record=other, alone=True, funded=False)
    cast.stage.unsure(person, cast.record(person), "an iD that leads to another name")
    cast.expect(IDENTITY, Level.INFO, person, "identity", "the declared ORCID iD leads to another name")
