"""The shapes of ROR records, schema 1 and 2, as far as they are read."""

from __future__ import annotations

import msgspec

from loaders.typed import Whole  # msgspec reads it from here


class Name(msgspec.Struct, gc=False):
    """A name in schema 2; `types` are ror_display, label, alias, acronym."""

    value: str
    lang: str | None = None
    types: list[str] = []


class Details(msgspec.Struct, gc=False):
    """What a place of schema 2 says of itself."""

    country_code: str | None = None
    name: str | None = None
    country_subdivision_name: str | None = None


class Location(msgspec.Struct, gc=False):
    """A place in schema 2."""

    geonames_details: Details | None = None


class Admin(msgspec.Struct, gc=False):
    """A state, province or prefecture in schema 1."""

    name: str | None = None


class Town(msgspec.Struct, gc=False):
    """What GeoNames says of a town in schema 1; `geonames_admin1` is its state."""

    geonames_admin1: Admin | None = None


class Address(msgspec.Struct, gc=False):
    """A place in schema 1."""

    city: str | None = None
    state: str | None = None
    geonames_city: Town | None = None


class Country(msgspec.Struct, gc=False):
    """The country in schema 1."""

    country_code: str | None = None


class Label(msgspec.Struct, gc=False):
    """A name in another language, in schema 1."""

    label: str
    iso639: str | None = None


class Relationship(msgspec.Struct, gc=False):
    """A relation to another organisation: `type` says what the other is."""

    type: str
    id: str
    label: str | None = None


class Record(msgspec.Struct, gc=False):
    """A record of either schema; `names` is set in schema 2, `name` in schema 1."""

    id: str
    names: list[Name] | None = None
    name: str | None = None
    labels: list[Label] = []
    aliases: list[str] = []
    acronyms: list[str] = []
    locations: list[Location] = []
    addresses: list[Address] = []
    country: Country | None = None
    types: list[str] = []
    status: str | None = None
    established: Whole | None = None
    relationships: list[Relationship] = []
    release: str | None = msgspec.field(default=None, name="_release")


class Envelope(msgspec.Struct, gc=False):
    """A reply of the API around records."""

    items: list[msgspec.Raw]
