"""Organisations that works name, and the affiliations that name them.

Co-authors share affiliations, and authors repeat them, to the letter. What an authorship says of
organisations is therefore looked up by its JSON text first and decoded only where the text is new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec
import pyarrow as pa

from graphrisk.names.identifiers import openalex, ror
from graphrisk.names.organizations import organization_key
from loaders.openalex.affiliations import pairs
from loaders.openalex.faults import of_decoding
from loaders.openalex.records import Affiliated, Institution, RawAffiliation

if TYPE_CHECKING:
    from loaders.openalex.affiliations import Pair
    from loaders.openalex.records import Authorship

Coded: TypeAlias = "tuple[list[int | None], list[int | None]]"
"""Numbers of organisations and of strings, pair by pair."""

MEMORY = 50_000
"""Texts of affiliations that a process remembers, of about 1 kB each."""
_INSTITUTIONS = msgspec.json.Decoder(list[Institution | None] | None)
_AFFILIATIONS = msgspec.json.Decoder(list[RawAffiliation] | None)
_STRINGS = msgspec.json.Decoder(list[str | None] | None)
_MARK = b"\0"


class Register:
    """Organisations as they were named first, and the pairs of each text that says something of them.

    It outlives the block. A block's tables hold all organisations that its works name, whatever came before.
    """

    def __init__(self) -> None:
        self.known: dict[str | None, tuple[str | None, str | None]] = {}
        self.rows: dict[str, tuple[object, ...]] = {}
        self.names: dict[str, dict[str, tuple[object, ...]]] = {}
        self._seen: dict[bytes, list[Pair]] = {}

    @property
    def full(self) -> bool:
        """Whether it remembers enough to be given up for a new one."""
        return len(self._seen) > MEMORY

    def pairs(self, text: bytes, authorship: Authorship, position: int) -> list[Pair]:
        """Return the pairs of an authorship whose fields read `text`."""
        found = self._seen.get(text)
        if found is None:
            found = self._seen[text] = pairs(_affiliated(authorship, position), self)
        return found

    def register(self, institution: Institution) -> str | None:
        """Enter an institution into `known`, its organisation into the rows, and return its id."""
        org_id = (ror(institution.ror) if institution.ror else None) or (
            openalex(institution.id, "I") if institution.id else None
        )
        self.known[institution.id or institution.ror] = (institution.ror, org_id)
        name = institution.display_name
        if org_id and name:
            kinds = [institution.type.lower()] if institution.type else []
            country = (institution.country_code or "").strip().upper() or None
            self.rows.setdefault(org_id, (org_id, name, country, kinds, None, None, org_id))
            names = self.names.setdefault(org_id, {})
            names.setdefault(name, (org_id, name, organization_key(name), "display", None))
        return org_id


class Organizations:
    """Organisations and printed affiliations of one block by number."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._ids: dict[str, int] = {}
        self._texts: dict[str, int] = {}
        self._seen: dict[bytes, Coded] = {}

    def coded(self, authorship: Authorship, position: int) -> Coded:
        """Return the pairs of an authorship by number. Raises `RecordError` for a value of a wrong type."""
        text = _MARK.join(
            (authorship.institutions, authorship.affiliations, authorship.raw_affiliation_strings)
        )
        if authorship.raw_affiliation_string is not None:
            text += _MARK + authorship.raw_affiliation_string.encode()
        found = self._seen.get(text)
        if found is None:
            found = self._seen[text] = self._code(self._register.pairs(text, authorship, position))
        return found

    def _code(self, found: list[Pair]) -> Coded:
        ids, texts = self._ids, self._texts
        return (
            [None if org is None else ids.setdefault(org, len(ids)) for org, _ in found],
            [None if text is None else texts.setdefault(text, len(texts)) for _, text in found],
        )

    def ids(self) -> pa.Array:
        """Return the ids of the organisations by number."""
        return pa.array(self._ids, pa.string())

    def texts(self) -> pa.Array:
        """Return the printed affiliations by number."""
        return pa.array(self._texts, pa.string())

    def rows(self) -> list[tuple[object, ...]]:
        """Return the rows of `organizations`; one that is known by its id alone has none."""
        rows = self._register.rows
        return [rows[org_id] for org_id in self._ids if org_id in rows]

    def names(self) -> list[tuple[object, ...]]:
        """Return the rows of `organization_names`."""
        names = self._register.names
        return [row for org_id in self._ids for row in names.get(org_id, {}).values()]


def _affiliated(authorship: Authorship, position: int) -> Affiliated:
    field = "institutions"
    try:
        institutions = _INSTITUTIONS.decode(authorship.institutions) if authorship.institutions else None
        field = "affiliations"
        affiliations = _AFFILIATIONS.decode(authorship.affiliations) if authorship.affiliations else None
        field = "raw_affiliation_strings"
        strings = authorship.raw_affiliation_strings
        printed = _STRINGS.decode(strings) if strings else None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise of_decoding(error, f"$.authorships[{position}].{field}") from error
    return Affiliated(institutions, affiliations, printed, authorship.raw_affiliation_string)
