"""Plants about declarations that are missing, unsigned or late. What is due depends on the role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.findings import Level

if TYPE_CHECKING:
    from graphrisk.world.cast import Cast

COVER = "R-CVR-01"
DUE = {
    "pi": Level.HIGH,
    "co_i": Level.HIGH,
    "partner_lead": Level.HIGH,
    "postdoc": Level.MEDIUM,
    "student": Level.MEDIUM,
    "technician": Level.LOW,
    "other": Level.LOW,
}


def no_declaration(cast: Cast) -> None:
    """Nothing was declared and nothing signed."""
    person = cast.person(declares=False)
    cast.expect(COVER, DUE[cast.role], person, cast.role, "no declaration was received")


def unsigned_declaration(cast: Cast) -> None:
    """Rows were declared but not signed for."""
    person = cast.person(signs=False)
    cast.expect(COVER, DUE[cast.role].moved(-1), person, cast.role, "the declaration was not signed")


def late_declaration(cast: Cast) -> None:
    """The declaration was signed only after the call had closed."""
    person = cast.person(declares=False)
    cast.sign(person, days_before=-6)
    cast.expect(COVER, DUE[cast.role], person, cast.role, "the declaration was signed after the call closed")


def no_record(cast: Cast) -> None:
    """A person without any publication: not a finding."""
    cast.person(published=False)
