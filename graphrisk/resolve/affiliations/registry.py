"""Organisations as the matcher knows them: names, seats and relatives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where an organisation has a seat, as printed in the registry."""

    city: str | None
    region: str | None = None
    """State, province or prefecture."""
    country: str | None = None
    """ISO 3166-1 alpha-2 code."""


@dataclass(frozen=True, slots=True)
class Organization:
    """A record with what it takes to find it in a string."""

    org_id: str
    name: str
    country: str | None
    active: bool
    names: tuple[tuple[str, str], ...]
    """All names with their kind: display, label, alias or acronym."""
    places: tuple[Place, ...] = ()
    parents: tuple[str, ...] = ()
    """Organisations that it is a part of, or that continue it."""
    relations: int = 0
    """How many relations the registry knows of: among namesakes the better known one has many."""
    related: tuple[str, ...] = ()
    """Organisations to which the registry says that it is related, such as the university of a hospital."""
