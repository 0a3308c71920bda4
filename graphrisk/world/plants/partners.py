"""Plants about partner organisations of a project. Each also fills the part that it is played through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graphrisk.findings import Level

if TYPE_CHECKING:
    from graphrisk.world.cast import Cast
    from graphrisk.world.model import Organization

ORG, NEAR, COVER, EXPOSED = "R-ORG-01", "R-ORG-02", "R-CVR-01", "R-AFF-03"


def _partner(cast: Cast, organization: Organization, role: str) -> None:
    cast.stage.declared.add(
        "partners",
        application_id=cast.application.application_id,
        org=organization.declared_name,
        org_ror=organization.ror,
        role=role,
    )


def _with_codes(cast: Cast, *, matching: bool) -> Organization:
    """Return a listed organisation whose concern codes do, or do not, meet those of the project."""
    wanted = set(cast.application.codes)
    codes = cast.stage.landscape.codes
    fitting = [o for o in cast.stage.landscape.steady if wanted.isdisjoint(codes[o.org_id]) is not matching]
    return cast.stage.turn(f"partners {matching} {sorted(wanted)}", fitting)


def partner_with_lead(cast: Cast) -> None:
    """A partner abroad with a lead who declared: nothing to ask. The part is the lead's."""
    abroad = cast.stage.pick("abroad")
    _partner(cast, abroad, "partner")
    replace(cast, role="partner_lead", home=abroad).person(recent=3, older=1)


def partner_without_lead(cast: Cast) -> None:
    """A partner abroad for which nobody is named as lead."""
    cast.person()
    abroad = cast.stage.pick("abroad")
    _partner(cast, abroad, "subrecipient")
    cast.expect(COVER, Level.MEDIUM, None, abroad, "no lead is named for the partner")


def listed_supplier(cast: Cast) -> None:
    """A listed organisation supplies equipment; its concern codes do not meet the project's."""
    cast.person()
    listed = _with_codes(cast, matching=False)
    _partner(cast, listed, "equipment_supplier")
    cast.expect(ORG, Level.MEDIUM, None, listed, "a listed organisation supplies equipment")


def listed_supplier_concern(cast: Cast) -> None:
    """A listed organisation provides data; its concern codes meet the project's."""
    cast.person()
    listed = _with_codes(cast, matching=True)
    _partner(cast, listed, "data_provider")
    cast.expect(ORG, Level.HIGH, None, listed, "a listed organisation whose concern code meets the project's")


def listed_partner(cast: Cast) -> None:
    """A listed organisation is a partner, with a lead who declared. The part is the lead's."""
    listed = _with_codes(cast, matching=False)
    _partner(cast, listed, "partner")
    lead = replace(cast, role="partner_lead", home=listed).person(published=False)
    cast.expect(ORG, Level.MEDIUM, None, listed, "a listed organisation is a partner")
    cast.expect(EXPOSED, Level.MEDIUM, lead, listed, "the lead's home organisation is listed")


def supplier_near_listed(cast: Cast) -> None:
    """An organisation that belongs to a listed one supplies equipment: one level below."""
    cast.person()
    supplier, body = cast.near_listed()
    _partner(cast, supplier, "equipment_supplier")
    meets = not set(cast.application.codes).isdisjoint(cast.stage.landscape.codes[body.org_id])
    level = Level.MEDIUM if meets else Level.LOW
    cast.expect(NEAR, level, None, supplier, "a unit of a listed organisation supplies equipment")
