"""Plants about posts: declared or not, ended, begun, listed, domestic, or a resolution error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.findings import Level
from graphrisk.world import vocabulary
from graphrisk.world.model import Address

if TYPE_CHECKING:
    from graphrisk.world.cast import Cast

AFF, EXPOSED, NEAR = "R-AFF-01", "R-AFF-03", "R-ORG-02"


def clean(cast: Cast) -> None:
    """Nothing to ask: everything observed is declared."""
    cast.person()


def undeclared_post(cast: Cast) -> None:
    """Three works name a post abroad that is not declared."""
    person, post = cast.person(), cast.stage.pick("abroad")
    cast.publish(person, (3, 9, 15), [person.home, post])
    cast.expect(AFF, Level.MEDIUM, person, post, "three works name an undeclared post abroad")


def undeclared_post_listed(cast: Cast) -> None:
    """Three works name an undeclared post at an organisation that was and is listed."""
    person, post = cast.person(), cast.stage.turn("steady", cast.stage.landscape.steady)
    cast.publish(person, (2, 8, 14), [person.home, post])
    cast.expect(AFF, Level.HIGH, person, post, "three works name an undeclared post at a listed organisation")


def undeclared_post_domestic(cast: Cast) -> None:
    """Three works name an undeclared post at another organisation in the same country."""
    person, post = cast.person(), cast.stage.pick("domestic", not_in=[cast.home])
    cast.publish(person, (4, 10, 16), [person.home, post])
    cast.expect(AFF, Level.LOW, person, post, "an undeclared cross-appointment in the same country")


def single_work(cast: Cast) -> None:
    """One single work names another organisation abroad."""
    person, post = cast.person(), cast.stage.pick("abroad")
    cast.publish(person, (7,), [person.home, post])
    cast.expect(AFF, Level.LOW, person, post, "a single work names an undeclared post")


def undeclared_post_in_field(cast: Cast) -> None:
    """Three works in the project's own technology area name an undeclared post abroad."""
    person, post = cast.person(), cast.stage.pick("abroad")
    cast.publish(person, (3, 7, 13), [person.home, post], technical=True)
    why = "three works in the project's area name an undeclared post"
    cast.expect(AFF, Level.MEDIUM, person, post, why, technical=True)


def declared_post(cast: Cast) -> None:
    """Works name a post abroad that is declared: nothing to ask."""
    person, post = cast.person(), cast.stage.pick("abroad")
    cast.declare_post(person, post, start=30, end=None)
    cast.publish(person, (3, 9, 15), [person.home, post])


def ended_post_within_lag(cast: Cast) -> None:
    """Works still name a declared post that ended less than a year before: nothing to ask."""
    person, post = cast.person(), cast.stage.pick("abroad")
    cast.declare_post(person, post, start=60, end=14, kind="visiting")
    cast.publish(person, (6, 11), [person.home, post])


def ended_post_beyond_lag(cast: Cast) -> None:
    """Works go on to name a post two years after its declared end."""
    person, post = cast.person(), cast.stage.pick("abroad")
    cast.declare_post(person, post, start=60, end=30, kind="visiting")
    cast.publish(person, (2, 5), [person.home, post])
    cast.expect(AFF, Level.MEDIUM, person, post, "works name a post long after its declared end")


def begun_post(cast: Cast) -> None:
    """A work named a post some months before its declared start: nothing to ask."""
    person, post = cast.person(), cast.stage.pick("abroad")
    cast.declare_post(person, post, start=8, end=None)
    cast.publish(person, (4, 13), [person.home, post])


def post_at_unit(cast: Cast) -> None:
    """Works name a unit of a declared organisation: nothing to ask."""
    stage = cast.stage
    person, unit = cast.person(), stage.pick("unit")
    parent = next(o for o in stage.landscape.organizations if o.org_id == unit.parent)
    if parent != person.home:
        cast.declare_post(person, parent, start=40, end=None)
    cast.publish(person, (5, 9), [person.home, unit])


def old_tie(cast: Cast) -> None:
    """Works older than the window name an undeclared post: nothing to ask."""
    person, post = cast.person(), cast.stage.pick("abroad")
    cast.publish(person, (27, 33, 39), [person.home, post])


def work_after_closing(cast: Cast) -> None:
    """Works dated after the call closes do not count."""
    person, post = cast.person(), cast.stage.pick("abroad")
    cast.publish(person, (-1, -2), [person.home, post])


def post_before_listing(cast: Cast) -> None:
    """An undeclared post at an organisation that was listed only afterwards: asked, without the list step."""
    person, post = cast.person(), cast.stage.turn("joined", cast.stage.landscape.joined)
    cast.publish(person, (12, 16, 20), [person.home, post])
    cast.expect(
        AFF, Level.MEDIUM, person, post, "undeclared post; the organisation was listed only afterwards"
    )


def misresolved_post(cast: Cast) -> None:
    """The source resolved an address to an organisation abroad, but its words name the home organisation."""
    person, wrong = cast.person(), cast.stage.pick("abroad")
    words = person.home.printed(vocabulary.department(cast.stage.rng), 0)
    cast.publish(person, (4, 8, 12), [Address(wrong, words)])
    cast.expect(AFF, Level.LOW, person, wrong, "the printed address contradicts the resolved organisation")


def declared_post_listed(cast: Cast) -> None:
    """A declared, current post at a listed organisation."""
    person, post = cast.person(), cast.stage.turn("steady", cast.stage.landscape.steady)
    cast.declare_post(person, post, start=30, end=None, kind="visiting")
    cast.publish(person, (6, 12), [person.home, post])
    cast.expect(EXPOSED, Level.MEDIUM, person, post, "a declared current post at a listed organisation")


def declared_post_listed_ended(cast: Cast) -> None:
    """A declared post at a listed organisation that ended two years ago."""
    person, post = cast.person(), cast.stage.turn("steady", cast.stage.landscape.steady)
    cast.declare_post(person, post, start=34, end=24)
    cast.expect(EXPOSED, Level.LOW, person, post, "a declared post at a listed organisation, ended")


def declared_post_before_listing(cast: Cast) -> None:
    """A declared post that ended before the organisation was listed."""
    person, post = cast.person(), cast.stage.turn("joined", cast.stage.landscape.joined)
    cast.declare_post(person, post, start=50, end=30)
    cast.expect(EXPOSED, Level.INFO, person, post, "listed only after the declared post had ended")


def declared_post_delisted(cast: Cast) -> None:
    """A declared, current post at an organisation that has left the list."""
    person, post = cast.person(), cast.stage.turn("left", cast.stage.landscape.left)
    cast.declare_post(person, post, start=40, end=None)
    cast.expect(EXPOSED, Level.LOW, person, post, "a declared post at an organisation that has left the list")


def declared_post_near_listed(cast: Cast) -> None:
    """A declared, current post at an organisation that belongs to a listed one: one level below."""
    person, post = cast.person(), cast.near_listed()[0]
    cast.declare_post(person, post, start=30, end=None)
    cast.expect(NEAR, Level.LOW, person, post, "a declared post at a unit of a listed organisation")
