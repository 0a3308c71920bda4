from __future__ import annotations

from graphrisk.resolve.affiliations.records import organizations, read_organizations
from graphrisk.resolve.affiliations.registry import Place
from tests.resolve.world import Snapshot

ONE, OTHER = "https://ror.org/057zh3y96", "https://ror.org/05sj3n476"


def test_a_withdrawn_record_gives_its_names_to_the_one_that_stands_for_it() -> None:
    known = [
        ("new", "New Name", "JP", "active"),
        ("old", "Old Name", "JP", "withdrawn"),
        ("unit", "Some Unit", "JP", "withdrawn"),
        ("lost", "Lost Name", "JP", "withdrawn"),
        ("split", "Split Name", "JP", "withdrawn"),
        ("other", "Other", "JP", "inactive"),
    ]
    names = [(org_id, name, "display") for org_id, name, _, _ in known] + [("old", "ON", "acronym")]
    relations = [
        ("old", "new", "successor"),
        ("unit", "new", "parent"),
        ("new", "split", "predecessor"),
        ("other", "split", "predecessor"),
    ]
    found = {org.org_id: org for org in organizations(known, names, [], relations)}
    assert found.keys() == {"new", "other"}
    assert {("Old Name", "alias"), ("ON", "acronym"), ("Some Unit", "alias")} <= set(found["new"].names)
    assert "Split Name" not in {name for org in found.values() for name, _ in org.names}
    assert (found["other"].active, found["new"].active) == (False, True)


def test_organisations_of_a_snapshot() -> None:
    snapshot = Snapshot()
    snapshot.add("organizations", org_id="https://openalex.org/I1", name="C")
    snapshot.add("organizations", org_id=ONE, name="A", country_code="JP", status="active")
    snapshot.add("organizations", org_id=OTHER, name="B", country_code="JP")
    snapshot.add("organization_names", org_id=ONE, name="Ah", name_key="ah", kind="alias")
    snapshot.add(
        "organization_places", org_id=ONE, city="Kyoto", region="Kyoto Prefecture", country_code="JP"
    )
    snapshot.add("organization_relations", org_id=ONE, related_id=OTHER, kind="child")
    one, other = read_organizations(snapshot.connection)
    assert (one.names, one.places) == ((("Ah", "alias"),), (Place("Kyoto", "Kyoto Prefecture", "JP"),))
    assert (other.parents, other.relations, other.active) == ((ONE,), 1, True)
