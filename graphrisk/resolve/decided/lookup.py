"""Reading single rows of a snapshot, from whatever store holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

Row = dict[str, Any]


class Rows(Protocol):
    """A store that hands out the rows of a table by the values of one column, in the order of its key."""

    def rows(  # noqa: D102
        self, table: str, column: str, values: Sequence[str], *, limit: int | None = None
    ) -> pa.Table: ...


class Reader:
    """Rows of a store as dicts; none where no value is given."""

    def __init__(self, store: Rows) -> None:
        self._store = store

    def __call__(
        self, table: str, column: str, values: Iterable[str | None], limit: int | None = None
    ) -> list[Row]:
        """Return the rows of `table` whose `column` is one of `values`."""
        wanted = sorted({value for value in values if value})
        if not wanted:
            return []
        found: list[Row] = self._store.rows(table, column, wanted, limit=limit).to_pylist()
        return found

    def by(
        self, table: str, column: str, values: Iterable[str | None], limit: int | None = None
    ) -> dict[str, list[Row]]:
        """Return the same rows by the value of the column."""
        found: dict[str, list[Row]] = {}
        for row in self(table, column, values, limit):
            found.setdefault(row[column], []).append(row)
        return found
