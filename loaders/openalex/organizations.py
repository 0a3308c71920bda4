"""Organisations that works name, and the affiliations that name them.

Co-authors share affiliations, and authors repeat them, to the letter. What an authorship says of
organisations is therefore looked up by its JSON text first and decoded only where the text is new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pyarrow as pa

from graphrisk.names.identifiers import openalex, ror
from graphrisk.names.organizations import organization_key
from graphrisk.sentences import reason_of
from loaders.openalex.affiliations import pairs
from loaders.openalex.faults import RecordError, of_decoding
from loaders.openalex.nested import lists_of, owners_and_places
from loaders.openalex.records import Affiliated, Institution, RawAffiliation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.openalex.affiliations import Pair
    from loaders.openalex.records import Authorship

MEMORY = 50_000
"""Texts of affiliations that a process remembers, of about 1 kB each."""
_INSTITUTIONS = msgspec.json.Decoder(list[Institution | None] | None)
_AFFILIATIONS = msgspec.json.Decoder(list[RawAffiliation] | None)
_STRINGS = msgspec.json.Decoder(list[str | None] | None)
_MARK = b"\0"


class Said:
    """Organisations and printed strings of one text, and the number that a block gave it last."""

    __slots__ = ("block", "number", "orgs", "texts")

    def __init__(self, stated: list[Pair]) -> None:
        self.orgs = [org for org, _ in stated]
        self.texts = [text for _, text in stated]
        self.block: object = None
        self.number = 0


class Register:
    """Organisations as they were named first, and the pairs of each text that says something of them.

    It outlives the block: an organisation comes with the tables of the first block that names it, and not
    again with each that follows.
    """

    def __init__(self) -> None:
        self.known: dict[str | None, tuple[str | None, str | None]] = {}
        self._given: set[tuple[str, str]] = set()
        self._rows: list[tuple[object, ...]] = []
        self._names: list[tuple[object, ...]] = []
        self.seen: dict[bytes, Said] = {}

    @property
    def full(self) -> bool:
        """Whether it remembers enough to be given up for a new one."""
        return len(self.seen) > MEMORY

    def said(self, text: bytes, authorship: Authorship) -> Said:
        """Return what an authorship whose fields read `text` says, and remember it.

        Raises `RecordError` for a value of a wrong type.
        """
        found = self.seen[text] = Said(pairs(_affiliated(authorship), self))
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
            if (org_id, "") not in self._given:
                self._given.add((org_id, ""))
                self._rows.append((org_id, name, country, kinds, None, None, org_id))
            if (org_id, name) not in self._given:
                self._given.add((org_id, name))
                self._names.append((org_id, name, organization_key(name), "display", None))
        return org_id

    def take(self) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
        """Return the rows of `organizations` and `organization_names` that came up since the last call."""
        taken = self._rows, self._names
        self._rows, self._names = [], []
        return taken


class Organizations:
    """Affiliations of one block: what authorships say of organisations, each thing said once, by number."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._block = object()
        self._lengths: list[int] = []
        self._orgs: list[str | None] = []
        self._texts: list[str | None] = []

    def numbers(self, authorships: Sequence[Authorship]) -> list[int]:
        """Return the number of what each authorship says.

        Raises `RecordError`, which names the authorship, for a value of a wrong type.
        """
        # This and `People.add` are the loops over all authorships: every call saved in them counts.
        seen, block = self._register.seen, self._block
        numbers: list[int] = []
        try:
            for authorship in authorships:
                text = _MARK.join(
                    (authorship.institutions, authorship.affiliations, authorship.raw_affiliation_strings)
                )
                if authorship.raw_affiliation_string is not None:
                    text += _MARK + authorship.raw_affiliation_string.encode()
                said = seen.get(text) or self._register.said(text, authorship)
                if said.block is not block:
                    said.block, said.number = block, len(self._lengths)
                    self._lengths.append(len(said.orgs))
                    self._orgs += said.orgs
                    self._texts += said.texts
                numbers.append(said.number)
        except RecordError as error:
            place = f"$.authorships[{len(numbers)}]{(error.column or '$')[1:]}"
            raise RecordError(reason_of(error), place) from error
        return numbers

    def columns(self, numbers: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array, pa.Array]:
        """Return, for authorships that say `numbers`, their affiliations.

        The columns are the number of the authorship, the place of the affiliation in it, organisation and
        printed string.
        """
        stated = lists_of(self._lengths).take(numbers)
        rows = stated.flatten()
        orgs, texts = (pa.array(values, pa.string()).take(rows) for values in (self._orgs, self._texts))
        return *owners_and_places(stated), orgs, texts

    def rows(self) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
        """Return the rows of `organizations` and `organization_names` that the register has not given yet."""
        return self._register.take()


def _affiliated(authorship: Authorship) -> Affiliated:
    field = "institutions"
    try:
        institutions = _INSTITUTIONS.decode(authorship.institutions) if authorship.institutions else None
        field = "affiliations"
        affiliations = _AFFILIATIONS.decode(authorship.affiliations) if authorship.affiliations else None
        field = "raw_affiliation_strings"
        strings = authorship.raw_affiliation_strings
        printed = _STRINGS.decode(strings) if strings else None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise of_decoding(error, f"$.{field}") from error
    return Affiliated(institutions, affiliations, printed, authorship.raw_affiliation_string)
