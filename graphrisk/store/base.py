"""What a store of the graph can do, whatever stands behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from graphrisk.errors import PassingError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Mapping, Sequence
    from types import TracebackType

    import ibis.expr.types as ir
    import pyarrow as pa
    from ibis.backends import BaseBackend

    from graphrisk.store.explore.model import Neighbourhood, Node, NodeId, Paths
    from graphrisk.store.manifest import Manifest

WIDEST = 1000
"""A node with more ties than this is a hub: paths end there, but do not go through it."""
CROWD = 50
"""Two who are tied to the same organisation, funder, call, award or work, as more than so many others are,
may never have met: paths that join them by it come last and say so."""


class MovedOnError(PassingError):
    """The store was given another snapshot since it was opened; nothing of two snapshots was mixed."""


class Scope(Protocol):
    """The tables that a scan of some applications needs, on an engine that runs Ibis expressions.

    `tables` holds every table of `graphrisk.schema.TABLES` and `NUMBERED` by name, with at least the rows
    that concern the people of the call: their records, works, co-authors, organisations, listings; and
    `schema.NUMBERED_WORKS`. `backend` takes temporary tables; nothing that a scan does changes the store.
    """

    backend: BaseBackend
    tables: Mapping[str, ir.Table]

    def __enter__(self) -> Scope:
        """Open the scope."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Release what the scope holds."""
        ...


@dataclass(frozen=True, slots=True)
class Reach:
    """What a scan looks at of those who wrote a work beside the people of the call; None is all.

    Of works with more authors than `most_authors` only the places of the call's people need be there. Of
    works that are more than `months` older than `as_of` (None: than the end of the call) it need only be
    known who wrote them, not what is printed there.
    """

    most_authors: int | None = None
    months: int | None = None
    as_of: dt.date | None = None


EVERYTHING = Reach()
"""Asks for all."""


class Scannable(Protocol):
    """What a scan needs of a store."""

    @property
    def manifest(self) -> Manifest:
        """What the snapshot is made of."""
        ...

    def scope(
        self,
        call_id: str | None,
        *,
        reach: Reach = EVERYTHING,
        authors: Sequence[str] = (),
        organizations: Sequence[str] = (),
        on_progress: Callable[[str, float], None] | None = None,
    ) -> Scope:
        """Return the tables for a scan of the call's applications, or of all where none is named.

        What lies beyond `reach` need not be there; `authors` and `organizations` are further records that
        have to be there. `on_progress` gets the name of the table that is read and the share done, 0 to 1,
        where the tables have to be fetched first.
        """
        ...

    def rows(self, table: str, column: str, values: Sequence[str], *, limit: int | None = None) -> pa.Table:
        """Return the rows of `table` whose `column` is one of `values`, ordered by the table's key.

        The result has the columns of `Table.arrow_schema(provenance=True)`. Raises `KeyError` for an unknown
        table or column.
        """
        ...


class GraphStore(Scannable, Protocol):
    """A published snapshot of the graph, to be read.

    A reader never mixes two snapshots: where a newer one takes the place of the one that was opened, it goes
    on to read its own, or raises `MovedOnError`.
    """

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        ...

    @property
    def searched(self) -> int | None:
        """How many names of a kind a search looks at, where more hold the words; None for all of them."""
        ...

    def search(self, text: str, *, limit: int = 20) -> pa.Table:
        """Return nodes whose name holds all words of `text`, in any order: kind, id, name, note."""
        ...

    def prepare(self) -> None:
        """Build beforehand what searching and exploring need, if it is not there yet."""
        ...

    def node(self, kind: str, id: str) -> Node | None:  # noqa: A002  # what a node calls it
        """Return a node with what its record says, or None where there is none of this kind and id."""
        ...

    def neighbours(
        self,
        kind: str,
        id: str,  # noqa: A002
        *,
        ties: Collection[str] | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        limit: int = 50,
    ) -> Neighbourhood:
        """Return the newest ties of a node, at most `limit` of each kind, and the nodes at their other ends.

        `ties` names kinds of `graphrisk.store.explore.TIES`; None means all but `coauthor`. `since` and
        `until` are the first and last day of a time with which the tie's own time must overlap; ties without
        dates always do. `coauthor` counts the works of that time only.

        Raises `NotFoundError` where there is no such node and `KeyError` for an unknown kind of tie.
        """
        ...

    def paths(
        self,
        start: NodeId,
        goal: NodeId | None = None,
        *,
        most_steps: int = 4,
        limit: int = 10,
        since: dt.date | None = None,
        until: dt.date | None = None,
        widest: int = WIDEST,
        crowd: int = CROWD,
    ) -> Paths:
        """Return the shortest paths from a node to another one, or to every listed organisation (None).

        Ties are followed in both directions, those of the kind `coauthor` never; of several ties between two
        nodes a path shows the newest. To each goal there are the paths of its own least number of steps, if
        that is at most `most_steps`. The shortest come first; among these, those that go through no node of
        `SHARED` with more than `crowd` ties, unless they come or go by what a registry or a list says; among
        these, those that do not go from one work to another by a common funder; among these, those whose
        oldest tie is newest; then by their nodes. A node that has more than `widest` ties, of whatever time,
        is not gone through. A start that is a goal has a path without ties.

        Raises `NotFoundError` where there is no such node.
        """
        ...

    def close(self) -> None:
        """Release files and connections."""
        ...
