"""Plants about funding that works acknowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.findings import Level
from graphrisk.world.model import Grant

if TYPE_CHECKING:
    from graphrisk.world.cast import Cast
    from graphrisk.world.model import Organization, Participant

FND = "R-FND-01"


def _funder(cast: Cast) -> Organization:
    """Return a funder abroad, each in turn."""
    abroad = [o for o in cast.stage.landscape.by_role["funder"] if o.country != "JP"]
    return cast.stage.turn("funders abroad", abroad)


def _number(cast: Cast) -> str:
    return f"GR-{cast.stage.rng.randrange(10**6, 10**7)}"


def _declare(cast: Cast, person: Participant, funder: str, ror: str | None, number: str | None) -> None:
    cast.stage.declared.add(
        "declared_funding",
        person_id=person.person_id,
        funder=funder,
        funder_ror=ror,
        funder_type="foreign_public",
        award_id=number,
        status="current",
        start_on=cast.months_ago(30).replace(day=1),
    )


def sole_author_award(cast: Cast) -> None:
    """A work by the person alone acknowledges a numbered award that is not declared."""
    person, funder = cast.person(), _funder(cast)
    cast.publish(person, (5,), [person.home], grants=[Grant(funder, _number(cast))], sole=True)
    cast.expect(FND, Level.MEDIUM, person, funder, "undeclared award on a work of the person alone")


def sole_author_award_old(cast: Cast) -> None:
    """As before, but the work is three years old."""
    person, funder = cast.person(), _funder(cast)
    cast.publish(person, (34,), [person.home], grants=[Grant(funder, _number(cast))], sole=True)
    cast.expect(FND, Level.LOW, person, funder, "undeclared award on an older work of the person alone")


def sole_author_award_listed(cast: Cast) -> None:
    """A work by the person alone acknowledges an undeclared award of a listed organisation."""
    person = cast.person()
    registered = [o for o in cast.stage.landscape.steady if o.ror]
    funder = cast.stage.turn("listed funders", registered)
    cast.publish(person, (4,), [person.home], grants=[Grant(funder, _number(cast))], sole=True)
    cast.expect(FND, Level.HIGH, person, funder, "undeclared award of a listed organisation")


def team_award(cast: Cast) -> None:
    """A work of several authors acknowledges a numbered award that the person has not declared."""
    person, funder = cast.person(), _funder(cast)
    cast.publish(person, (6, 9), [person.home], grants=[Grant(funder, _number(cast))])
    cast.expect(FND, Level.INFO, person, funder, "an award on team works may be another author's")


def unnumbered_funding(cast: Cast) -> None:
    """A work names a funder without an award number."""
    person, funder = cast.person(), _funder(cast)
    cast.publish(person, (8,), [person.home], grants=[Grant(funder)])
    cast.expect(FND, Level.INFO, person, funder, "a funder named without a number")


def unnumbered_funding_listed(cast: Cast) -> None:
    """A work names a listed organisation as funder, without an award number."""
    person = cast.person()
    registered = [o for o in cast.stage.landscape.steady if o.ror]
    funder = cast.stage.turn("listed funders", registered)
    cast.publish(person, (7,), [person.home], grants=[Grant(funder)])
    cast.expect(FND, Level.LOW, person, funder, "a listed funder named without a number")


def award_printed_differently(cast: Cast) -> None:
    """A declared award is printed in another way on the work: nothing to ask."""
    person, funder = cast.person(), _funder(cast)
    number = f"{cast.stage.rng.randrange(10**6, 10**7)}"
    _declare(cast, person, funder.name, funder.ror, f"GR {number}")
    printed = Grant(funder, f"Grant No. gr-{number}")
    cast.publish(person, (5,), [person.home], grants=[printed], sole=True)


def funder_declared_without_number(cast: Cast) -> None:
    """The funder is declared, the number left out: nothing to ask."""
    person, funder = cast.person(), _funder(cast)
    _declare(cast, person, funder.name, None, None)
    cast.publish(person, (5,), [person.home], grants=[Grant(funder, _number(cast))], sole=True)
