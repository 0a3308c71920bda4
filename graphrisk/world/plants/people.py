"""Plants about author records: names in other forms, homonyms at one university, records split or merged.

What is planted looks as sources make it: a record split by a spelling or an address keeps its co-authors, a
merged one holds works of somebody with the same family name and initial.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graphrisk.findings import Level
from graphrisk.world.people import respelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphrisk.world.cast import Cast
    from graphrisk.world.model import Author, Credit, Organization
    from graphrisk.world.people import PersonName

AFF, IDENTITY = "R-AFF-01", "R-IDN-01"


def _listed(cast: Cast) -> Organization:
    return cast.stage.turn("steady", cast.stage.landscape.steady)


def _colleagues(cast: Cast, count: int) -> list[Author]:
    """Return new people at the home organisation who publish with nobody else."""
    return [cast.stage.author(stated=number % 2 == 0) for number in range(count)]


def _work(
    cast: Cast,
    months: Sequence[float],
    author: Author,
    at: Sequence[Organization],
    mates: Sequence[Author],
    *,
    name: PersonName | None = None,
    where: Organization | None = None,
    field: str | None = None,
) -> None:
    """Publish works of a record with the same co-authors, at home unless `where`; printed under `name`."""
    stage = cast.stage
    for when in months:
        first = stage.credit(author, at)
        if name is not None:
            first = replace(first, raw_name=name.printed(0))
        names: list[Credit] = [first, *(stage.credit(mate, [where or cast.home]) for mate in mates)]
        stage.work(cast.months_ago(when), names, field=field or cast.application.field)


def former_name(cast: Cast) -> None:
    """The record has the family name from before, which the person declares."""
    name = cast.stage.names.draw(cast.script)
    before = cast.stage.names.draw(cast.script)
    old = replace(name, family=before.family, native=None)
    person = cast.person(ids="none", name=name, record=old, former=(before.family,))
    cast.study(person, cast.stage.pick("domestic", not_in=[cast.home]), seen=True)
    post = cast.stage.pick("abroad")
    cast.publish(person, (4, 9, 14), [person.home, post])
    cast.expect(AFF, Level.MEDIUM, person, post, "undeclared post; the record has the former name")


def other_spelling(cast: Cast) -> None:
    """The record spells the name in another way: an undeclared post is asked about all the same."""
    name = cast.stage.names.draw(cast.script)
    person = cast.person(ids="none", name=name, record=respelled(name, cast.script))
    cast.study(person, cast.stage.pick("domestic", not_in=[cast.home]), seen=True)
    post = cast.stage.pick("abroad")
    cast.publish(person, (5, 10, 15), [person.home, post])
    cast.expect(AFF, Level.MEDIUM, person, post, "undeclared post; the record spells the name otherwise")


def initials_only(cast: Cast) -> None:
    """The record has initials only, and was seen with a declared award and former university."""
    name = cast.stage.names.draw(cast.script, initials=True)
    person = cast.person(ids="none", name=name, record=replace(name, given=f"{name.given[0]}.", native=None))
    cast.study(person, cast.stage.pick("domestic", not_in=[cast.home]), seen=True)
    grant = cast.declare_award(person)
    post = cast.stage.pick("abroad")
    cast.publish(person, (4, 9, 14), [person.home, post], grants=[grant])
    cast.expect(AFF, Level.MEDIUM, person, post, "undeclared post; the record has initials only")


def split_record(cast: Cast) -> None:
    """The source split the person: works with an undeclared post and the same co-authors have another id."""
    person = cast.person()
    mates = _colleagues(cast, 3)
    _work(cast, (5, 11, 17, 23), cast.record(person), [person.home], mates)
    other = cast.stage.author(name=respelled(person.name, cast.script), stated=False)
    cast.stage.same(person, other, "split")
    post = cast.stage.pick("abroad")
    _work(cast, (4, 9, 14), other, [person.home, post], mates)
    cast.expect(AFF, Level.MEDIUM, person, post, "undeclared post on a second record of the person")


def split_record_elsewhere(cast: Cast) -> None:
    """The second record names the undeclared post alone; the co-authors are the same."""
    person = cast.person()
    mates = _colleagues(cast, 4)
    _work(cast, (5, 11, 17, 23), cast.record(person), [person.home], mates)
    other = cast.stage.author(name=person.name, stated=False)
    cast.stage.same(person, other, "split")
    post = cast.stage.pick("abroad")
    _work(cast, (4, 9, 14), other, [post], mates)
    cast.expect(AFF, Level.MEDIUM, person, post, "undeclared post on a second record, seen nowhere else")


def split_without_identifier(cast: Cast) -> None:
    """No identifier; two records of the person are each corroborated, and share their co-authors."""
    person = cast.person(ids="none", alone=True)
    mates = _colleagues(cast, 3)
    university = cast.stage.pick("domestic", not_in=[cast.home])
    cast.study(person, university, seen=True)
    _work(cast, (6, 12, 18), cast.record(person), [person.home], mates)
    other = cast.stage.author(name=person.name, stated=False)
    cast.stage.same(person, other, "split")
    post = cast.stage.pick("abroad")
    _work(cast, (158, 170), other, [university], mates)
    _work(cast, (4, 9, 14), other, [person.home, post], mates)
    cast.expect(AFF, Level.MEDIUM, person, post, "undeclared post on a second record, without identifiers")


def merged_name(cast: Cast) -> None:
    """The declared record also holds works of somebody with another given name, who has a listed post."""
    person = cast.person(ids="openalex", alone=True, funded=False)
    stranger = cast.stage.names.namesake(person.name, cast.script)
    cast.stage.unsure(person, cast.record(person), "merged")
    listed = _listed(cast)
    _work(cast, (3, 9, 15), cast.record(person), [person.home, listed], _colleagues(cast, 2), name=stranger)
    cast.expect(AFF, Level.LOW, person, listed, "the declared record holds works under another given name")
    cast.expect(IDENTITY, Level.LOW, person, "identity", "the declared record may hold two people's works")


def merged_places(cast: Cast) -> None:
    """The declared record also holds works of a namesake: elsewhere, with others, in another field."""
    person = cast.person(alone=True, funded=False)
    cast.stage.unsure(person, cast.record(person), "merged")
    abroad = cast.stage.pick("abroad")
    mates = [cast.stage.author(stated=False) for _ in range(2)]
    for when in (3, 9, 15):
        names = [
            cast.stage.credit(cast.record(person), [abroad]),
            *(cast.stage.credit(mate, [abroad]) for mate in mates),
        ]
        cast.stage.work(cast.months_ago(when), names, field=cast.application.field, topics=("Other Topics",))
    cast.expect(AFF, Level.LOW, person, abroad, "the declared record falls apart into two people's works")
    cast.expect(IDENTITY, Level.LOW, person, "identity", "the declared record may hold two people's works")


def homonym_in_the_next_room(cast: Cast) -> None:
    """A namesake at the same university has a listed post and one colleague in common: nothing to ask."""
    person = cast.person()
    mates = _colleagues(cast, 4)
    _work(cast, (6, 12, 18), cast.record(person), [person.home], mates[:2])
    other = cast.stage.author(name=person.name, stated=False)
    cast.stage.other(person, other, "homonym at home")
    _work(cast, (3, 8, 13), other, [person.home, _listed(cast)], mates[1:])


def homonym_who_studied_there_too(cast: Cast) -> None:
    """No identifier; a namesake at the same university was at the same former one, too: a question."""
    person = cast.person(ids="none", alone=True, funded=False)
    cast.stage.open.add(person.person_id)
    university = cast.stage.pick("domestic", not_in=[cast.home])
    cast.study(person, university, seen=True)
    other = cast.stage.author(name=person.name, stated=False)
    cast.stage.other(person, other, "homonym with the same career")
    mates = _colleagues(cast, 2)
    _work(cast, (156, 168), other, [university], mates[:1], where=university)
    _work(cast, (3, 8, 13), other, [person.home, _listed(cast)], mates)
    cast.expect(IDENTITY, Level.INFO, person, "identity", "two records fit as well, one with a listed tie")


def homonym_of_another_time(cast: Cast) -> None:
    """No identifier; a namesake was at the same two universities, decades before: nothing to ask of them."""
    person = cast.person(ids="none", alone=True, funded=False)
    university = cast.stage.pick("domestic", not_in=[cast.home])
    cast.study(person, university, seen=True)
    other = cast.stage.author(name=person.name, stated=False)
    cast.stage.other(person, other, "homonym of another time")
    mates = _colleagues(cast, 2)
    _work(cast, (420, 432), other, [university], mates[:1], where=university)
    _work(cast, (360, 372), other, [person.home, _listed(cast)], mates)
    post = cast.stage.pick("abroad")
    cast.publish(person, (4, 9, 14), [person.home, post])
    cast.expect(AFF, Level.MEDIUM, person, post, "undeclared post; a namesake of another time is told apart")


def homonyms_apply(cast: Cast) -> None:
    """Two applicants with one name at one university: each has the own record, and one an undeclared post."""
    name = cast.stage.names.draw(cast.script)
    first = cast.person(name=name)
    second = cast.person(ids="none", name=name, alone=True)
    cast.study(second, cast.stage.pick("domestic", not_in=[cast.home]), seen=True)
    post = cast.stage.pick("abroad")
    cast.publish(second, (4, 9, 14), [second.home, post])
    cast.expect(AFF, Level.MEDIUM, second, post, "undeclared post of one of two applicants of one name")
    cast.stage.other(first, cast.record(second), "homonym who applies")
    cast.stage.other(second, cast.record(first), "homonym who applies")
