"""Plants about co-authors at listed organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.findings import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphrisk.world.cast import Cast
    from graphrisk.world.model import Organization, Participant

COA, NEAR = "R-COA-01", "R-ORG-02"


def _joint(
    cast: Cast,
    person: Participant,
    at: Organization,
    months: Sequence[float],
    *,
    technical: bool = False,
    kind: str = "article",
) -> None:
    """Publish with one author at `at`."""
    other = cast.outsider(at)
    cast.publish(person, months, [person.home], others=[other], technical=technical, kind=kind)


def coauthor_once(cast: Cast) -> None:
    """One work with an author at a listed organisation."""
    person, at = cast.person(recent=8), cast.stage.turn("steady", cast.stage.landscape.steady)
    _joint(cast, person, at, (10,))
    cast.expect(COA, Level.INFO, person, at, "one joint work with a listed organisation")


def coauthor_few(cast: Cast) -> None:
    """Three of many works with an author at a listed organisation."""
    person, at = cast.person(recent=16, older=1), cast.stage.turn("steady", cast.stage.landscape.steady)
    _joint(cast, person, at, (6, 18, 30))
    cast.expect(COA, Level.LOW, person, at, "three joint works with a listed organisation, among many others")


def coauthor_many(cast: Cast) -> None:
    """Five works with an author at a listed organisation."""
    person, at = cast.person(), cast.stage.turn("steady", cast.stage.landscape.steady)
    _joint(cast, person, at, (4, 10, 16, 22, 28))
    cast.expect(COA, Level.MEDIUM, person, at, "five joint works with a listed organisation")


def coauthor_share(cast: Cast) -> None:
    """Two works, a quarter of the person's recent ones, with an author at a listed organisation."""
    person = cast.person(recent=6, alone=True)
    at = cast.stage.turn("steady", cast.stage.landscape.steady)
    _joint(cast, person, at, (5, 20))
    cast.expect(
        COA, Level.MEDIUM, person, at, "a quarter of recent works are joint with a listed organisation"
    )


def coauthor_in_field(cast: Cast) -> None:
    """Five works in the project's own technology area with an author at a listed organisation."""
    person, at = cast.person(), cast.stage.turn("steady", cast.stage.landscape.steady)
    _joint(cast, person, at, (3, 9, 15, 21, 27), technical=True)
    why = "five joint works in the project's area with a listed organisation"
    cast.expect(COA, Level.MEDIUM, person, at, why, technical=True)


def coauthor_declared(cast: Cast) -> None:
    """Five works with an author at a listed organisation, the collaboration declared."""
    person, at = cast.person(), cast.stage.turn("steady", cast.stage.landscape.steady)
    cast.stage.declared.add(
        "declared_collaborations",
        person_id=person.person_id,
        org=at.name,
        org_ror=at.ror,
        purpose="joint measurements",
        agreement="mou",
        start_on=cast.months_ago(36).replace(day=1),
    )
    _joint(cast, person, at, (4, 10, 16, 22, 28))
    cast.expect(COA, Level.LOW, person, at, "five joint works with a listed organisation, declared")


def coauthor_before_listing(cast: Cast) -> None:
    """Five works with an author at an organisation that was listed only afterwards."""
    person, at = cast.person(), cast.stage.turn("joined", cast.stage.landscape.joined)
    _joint(cast, person, at, (12, 18, 24, 30, 36))
    cast.expect(COA, Level.INFO, person, at, "joint works before the organisation was listed")


def coauthor_delisted(cast: Cast) -> None:
    """Five works with an author at an organisation that has left the list since."""
    person, at = cast.person(), cast.stage.turn("left", cast.stage.landscape.left)
    _joint(cast, person, at, (12, 18, 24, 30, 36))
    cast.expect(COA, Level.LOW, person, at, "joint works with an organisation that has left the list since")


def hyperauthorship(cast: Cast) -> None:
    """Works of forty authors, one of them at a listed organisation: nothing to ask."""
    person, at = cast.person(), cast.stage.turn("steady", cast.stage.landscape.steady)
    crowd = [cast.outsider(at), *cast.stage.friends(37)]
    cast.publish(person, (5, 11, 17, 23), [person.home], others=crowd)


def erratum(cast: Cast) -> None:
    """Errata with an author at a listed organisation are no research works: nothing to ask."""
    person, at = cast.person(), cast.stage.turn("steady", cast.stage.landscape.steady)
    _joint(cast, person, at, (5, 11), kind="erratum")


def coauthor_near_listed(cast: Cast) -> None:
    """Five works with an author at an organisation that belongs to a listed one: one level below."""
    person, at = cast.person(), cast.near_listed()[0]
    _joint(cast, person, at, (4, 10, 16, 22, 28))
    cast.expect(NEAR, Level.LOW, person, at, "five joint works with a unit of a listed organisation")
