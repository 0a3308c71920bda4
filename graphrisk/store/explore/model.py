"""What exploring the graph gives: nodes, ties with their time and source, neighbourhoods and paths.

A tie is what one record says, with two exceptions that add up many: `affiliated` and `named` join a person
and an organisation once, with the first and last date and the number of works; `coauthor` joins two people in
the same way. `coauthor` is a shorthand for two `authored` ties: it is given only where it is asked for by
name, and no path goes over it, so that each step of a path rests on a record of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

NodeId: TypeAlias = tuple[str, str]
"""Kind and id: ids are unique within a kind only."""

NODES: tuple[str, ...] = (
    "person",
    "organization",
    "work",
    "funder",
    "award",
    "list_entry",
    "applicant",
    "application",
    "call",
    "program",
)
"""Kinds of nodes.

    person        author record (persons.author_id)
    organization  organizations.org_id, or name:<name key> where only a name is known
    work          works.work_id
    funder        funder without a ROR id: the source's own id, or name:<name as printed>
    award         award number as it is compared (award_key)
    list_entry    list_entries.entry_id
    applicant     person who takes part in an application (participants.person_id)
    application   applications.application_id
    call          calls.call_id
    program       programs.program_id
"""


SHARED = ("organization", "funder", "work", "award", "call", "program", "list_entry")
"""Kinds of nodes that join those who have nothing else in common, where very many have a tie to them."""


@dataclass(frozen=True, slots=True)
class TieKind:
    """A kind of tie: what it joins, and whether somebody declared it or the public record shows it."""

    name: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    declared: bool
    doc: str
    dated: bool = False
    """Whether its days are those of works: where they are missing they are not known."""


_ORGANIZATION = ("organization",)
_PAYER = ("organization", "funder")


def _declared(name: str, doc: str) -> TieKind:
    return TieKind(name, ("applicant",), _ORGANIZATION, declared=True, doc=doc)


TIES: Mapping[str, TieKind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            TieKind("authored", ("person",), ("work",), False, "wrote the work", True),
            TieKind(
                "affiliated",
                ("person",),
                _ORGANIZATION,
                False,
                "named the organisation on works, as the source resolved it",
                True,
            ),
            TieKind(
                "named",
                ("person",),
                _ORGANIZATION,
                False,
                "printed affiliations name the organisation, which the source resolved on none of the works",
                True,
            ),
            TieKind("coauthor", ("person",), ("person",), False, "wrote works together", True),
            TieKind("funded", ("work",), _PAYER, False, "acknowledges the funder", True),
            TieKind("acknowledges", ("work",), ("award",), False, "acknowledges the award", True),
            TieKind("listed", _ORGANIZATION, ("list_entry",), False, "is listed"),
            TieKind("related", _ORGANIZATION, _ORGANIZATION, False, "is related, as the registry says"),
            TieKind("participates", ("applicant",), ("application",), True, "takes part in the application"),
            TieKind("applies_to", ("application",), ("call",), True, "applies to the call"),
            TieKind("of_program", ("call",), ("program",), True, "belongs to the programme"),
            TieKind("partner", ("application",), _ORGANIZATION, True, "names the organisation as a partner"),
            TieKind("same_as", ("applicant",), ("person",), True, "declares the id of the author record"),
            _declared("home", "names the organisation as home"),
            _declared("declared_affiliation", "declares a post"),
            _declared("declared_education", "declares studies"),
            _declared("declared_funding", "declares funding"),
            _declared("declared_support", "declares support"),
            _declared("declared_talent_program", "declares a talent recruitment programme"),
            _declared("declared_scholarship", "declares a scholarship"),
            _declared("declared_collaboration", "declares a collaboration"),
            _declared("declared_coauthor", "declares a co-author there"),
            _declared("declared_interest", "declares an interest"),
            TieKind("declared_award", ("applicant",), ("award",), True, "declares the award"),
        )
    }
)
"""Kinds of ties by name, in the order in which they are shown."""


TOLD = ("related", "listed")
"""Kinds of ties that a registry or a list tells; no other kind joins what they join."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node. `note` tells namesakes apart: an ORCID iD, a country, a year, a list and its edition."""

    kind: str
    id: str
    name: str
    note: str | None = None
    listed: bool = False
    """Whether a screening list has or had a row for it (organisations only)."""
    facts: tuple[tuple[str, str], ...] = ()
    """What else the record says: names of columns and their values as text, in the order of the columns."""

    @property
    def key(self) -> NodeId:
        """Kind and id."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie, with its time, and with the record that it rests on."""

    kind: str
    start: NodeId
    end: NodeId
    declared: bool
    """Whether somebody declared it. All other ties were observed in the public record."""
    date_from: dt.date | None
    date_to: dt.date | None
    """Time in which it holds; a work has one day. A missing day sets no bound: the tie still holds, or the
    day is not known (`TieKind.dated`)."""
    works: int | None
    """Number of works that it rests on, for ties that add up many."""
    source: str
    """The loader that brought the record, and the edition where it has a name."""
    record: str
    """Id of the record: a work, an organisation, a row of a list or a declaration; the newest of many."""
    url: str | None
    """Where the record can be read."""
    text: str | None
    """What the record says: the name or affiliation as printed, an award number, a role, a relation."""

    @property
    def last(self) -> dt.date:
        """The last day on which it holds: `date.max` if that is not over, `date.min` if it is not known."""
        if self.date_to is not None:
            return self.date_to
        return dt.date.min if TIES[self.kind].dated else dt.date.max

    def other(self, key: NodeId) -> NodeId:
        """Return the end that is not `key`; `key` itself for a tie of a node to itself."""
        return self.end if self.start == key else self.start


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The ties of a node and the nodes at their other ends."""

    node: Node
    nodes: tuple[Node, ...]
    """The other ends, each once, in the order in which the ties name them."""
    ties: tuple[Tie, ...]
    """Newest first (`Tie.last`); equal ones by kind (in the order of `TIES`), other end and record."""
    cut: Mapping[str, int]
    """Kind of tie -> how many more there are beyond the limit. Kinds of which all are given do not appear."""


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one node to another: `nodes[i]` and `nodes[i + 1]` are the ends of `ties[i]`."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    crowds: tuple[Node, ...] = ()
    """Those of the nodes that very many share and that it goes through from one who was there to another."""

    @property
    def fresh(self) -> dt.date:
        """How new the evidence is: a path is as new as its oldest tie."""
        return min((tie.last for tie in self.ties), default=dt.date.max)


def through(nodes: tuple[Node, ...], ties: tuple[Tie, ...], wide: Container[NodeId]) -> Path:
    """Return the path, with the crowds that it goes through; `wide` are nodes that very many share.

    It goes through one where neither of the ties before and after is what a registry or a list says.
    """
    crowds = [
        node
        for node, *beside in zip(nodes[1:-1], ties, ties[1:], strict=False)
        if node.key in wide and not any(tie.kind in TOLD for tie in beside)
    ]
    return Path(nodes, ties, tuple(crowds))


@dataclass(frozen=True, slots=True)
class Paths:
    """What a search for paths found, and what it left out."""

    found: tuple[Path, ...]
    """Shortest first, then as `GraphStore.paths` says: those through crowds last, the newest first."""
    hubs: tuple[Node, ...]
    """Nodes that the search met and did not go through because they have too many ties; at most ten."""
    cut: bool
    """Whether paths of the lengths that were asked for may be missing: a hub was not gone through, or the
    work that a search may do was used up."""
