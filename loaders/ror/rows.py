"""From a ROR record to rows of organisations, their names, places and relations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.names.identifiers import ror
from graphrisk.names.organizations import organization_key
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.ror.records import Record

KINDS = {"ror_display": "display", "label": "label", "alias": "alias", "acronym": "acronym"}
RELATIONS = frozenset({"parent", "child", "related", "successor", "predecessor"})


class RecordError(ValueError):
    """A record that cannot be kept: the path to the fault and its value."""

    def __init__(self, reason: str, column: str, value: str | None = None) -> None:
        super().__init__(reason)
        self.column, self.value = column, value


class Collector:
    """Rows of the four tables for the records given to `add`."""

    def __init__(self) -> None:
        self.organizations: list[tuple[object, ...]] = []
        self.names: list[tuple[object, ...]] = []
        self.places: list[tuple[object, ...]] = []
        self.relations: list[tuple[object, ...]] = []
        self.unknown_relations = 0

    def tables(self) -> dict[str, list[tuple[object, ...]]]:
        """Return the rows by table."""
        return {
            "organizations": self.organizations,
            "organization_names": self.names,
            "organization_places": self.places,
            "organization_relations": self.relations,
        }

    def add(self, record: Record) -> None:
        """Add a record. Raises `RecordError`, adding nothing, where it has no valid id or no name."""
        org_id = ror(record.id)
        if org_id is None:
            raise RecordError(Sentence("this is no ROR id"), "$.id", record.id)
        names = {(name, kind): lang for name, kind, lang in _names(record)}
        display = next((name for name, kind in names if kind == "display"), None)
        if display is None:
            raise RecordError(Sentence("the record has no name to show"), "$.names", record.id)
        self.organizations.append(
            (
                org_id,
                display,
                _country(record),
                [kind.lower() for kind in record.types],
                record.status.lower() if record.status else None,
                record.established,
                org_id,
            )
        )
        self.names.extend(
            (org_id, name, organization_key(name), kind, lang) for (name, kind), lang in names.items()
        )
        self.places.extend((org_id, city, *where) for city, where in _places(record).items())
        self._add_relations(record, org_id)

    def _add_relations(self, record: Record, org_id: str) -> None:
        seen: set[tuple[str, str]] = set()
        for relation in record.relationships:
            other, kind = ror(relation.id), relation.type.lower()
            if other is None or kind not in RELATIONS:
                self.unknown_relations += 1
            elif (other, kind) not in seen:
                seen.add((other, kind))
                self.relations.append((org_id, other, kind, relation.label))


def _names(record: Record) -> Iterator[tuple[str, str, str | None]]:
    """Yield name, kind and language; the name to show comes once, though it may be a label as well."""
    if record.names is not None:
        for name in record.names:
            kinds = [KINDS[kind] for kind in name.types if kind in KINDS] or ["alias"]
            for kind in ["display"] if "display" in kinds else kinds:
                if text := name.value.strip():
                    yield text, kind, name.lang
        return
    if record.name and (shown := record.name.strip()):
        yield shown, "display", None
    for label in record.labels:
        if text := label.label.strip():
            yield text, "label", label.iso639
    for kind, values in (("alias", record.aliases), ("acronym", record.acronyms)):
        for value in values:
            if text := value.strip():
                yield text, kind, None


def _places(record: Record) -> dict[str, tuple[str | None, str | None]]:
    """Return the towns with region and country; a town that comes twice counts once."""
    found: dict[str, tuple[str | None, str | None]] = {}
    for location in record.locations:
        place = location.geonames_details
        if place and place.name and (city := place.name.strip()):
            code = place.country_code.upper() if place.country_code else None
            found.setdefault(city, (place.country_subdivision_name or None, code))
    for address in record.addresses:
        if address.city and (city := address.city.strip()):
            admin = address.geonames_city.geonames_admin1 if address.geonames_city else None
            found.setdefault(
                city, ((admin.name if admin else None) or address.state or None, _country(record))
            )
    return found


def _country(record: Record) -> str | None:
    """Return the country of the seat: the first place in schema 2."""
    for location in record.locations:
        if location.geonames_details and location.geonames_details.country_code:
            return location.geonames_details.country_code.upper()
    return record.country.country_code.upper() if record.country and record.country.country_code else None
