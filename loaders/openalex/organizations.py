"""Organisations of a block of works, each once, and the affiliations that name them.

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
    from loaders.openalex.records import Authorship

Coded: TypeAlias = "tuple[list[int | None], list[int | None]]"
"""Numbers of organisations and of strings, pair by pair."""

_INSTITUTIONS = msgspec.json.Decoder(list[Institution | None] | None)
_AFFILIATIONS = msgspec.json.Decoder(list[RawAffiliation] | None)
_STRINGS = msgspec.json.Decoder(list[str | None] | None)
_MARK = b"\0"


class Organizations:
    """Organisations and printed affiliations by number."""

    def __init__(self) -> None:
        self.known: dict[str | None, tuple[str | None, str | None]] = {}
        self.rows: dict[str, tuple[object, ...]] = {}
        self.names: dict[tuple[str, str], tuple[object, ...]] = {}
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
            found = self._seen[text] = self._code(_affiliated(authorship, position))
        return found

    def _code(self, affiliated: Affiliated) -> Coded:
        orgs: list[int | None] = []
        texts: list[int | None] = []
        for org, text in pairs(affiliated, self):
            orgs.append(None if org is None else self._ids.setdefault(org, len(self._ids)))
            texts.append(None if text is None else self._texts.setdefault(text, len(self._texts)))
        return orgs, texts

    def ids(self) -> pa.Array:
        """Return the ids of the organisations by number."""
        return pa.array(self._ids, pa.string())

    def texts(self) -> pa.Array:
        """Return the printed affiliations by number."""
        return pa.array(self._texts, pa.string())

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
            self.rows[org_id] = (org_id, name, country, kinds, None, None, org_id)
            self.names[org_id, name] = (org_id, name, organization_key(name), "display", None)
        return org_id


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
