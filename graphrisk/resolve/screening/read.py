"""An index of the lists' names made from a snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphrisk.errors import NotFoundError
from graphrisk.resolve.screening.rows import read_rows, with_registry_names
from graphrisk.resolve.screening.search import ScreeningIndex
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphrisk.store.base import GraphStore

_AT_ONCE = 20_000
"""Values that are asked for in one query."""


def screening_index(store: GraphStore, lists: Sequence[str] = ()) -> ScreeningIndex:
    """Return the index of the names of all lists in a snapshot, or of `lists`.

    Raises `NotFoundError` where the snapshot holds no list, or none of a name that is given.
    """
    with store.scope(None) as scope:
        editions = scope.tables["list_editions"]
        known = sorted(set(editions.select("list_id").distinct().to_pyarrow()["list_id"].to_pylist()))
        if not known:
            raise NotFoundError(
                Sentence("The snapshot holds no screening list."),
                remedy=Sentence("Load one first: graphrisk load list FILE"),
            )
        for name in lists:
            if name not in known:
                raise NotFoundError(
                    Sentence("The snapshot holds no list {name}.", name=repr(name)),
                    remedy=Sentence("Name one of: {names}.", names=", ".join(known)),
                )
        rows = read_rows(scope.tables, lists)

    def fetch(table: str, column: str, values: Sequence[str]) -> list[dict[str, Any]]:
        return [
            one
            for start in range(0, len(values), _AT_ONCE)
            for one in store.rows(table, column, values[start : start + _AT_ONCE]).to_pylist()
        ]

    return ScreeningIndex(with_registry_names(rows, fetch))
