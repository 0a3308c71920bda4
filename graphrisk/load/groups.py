"""Which tables make up one record, and which of them stands for it."""

from __future__ import annotations

from dataclasses import dataclass

from graphrisk.schema import LOADED, Table


@dataclass(frozen=True, slots=True)
class Group:
    """Tables that are written together.

    Where there is a `head`, its key is the owner: each of its rows is a record that the other tables' rows
    belong to (a work and its authorships), and a newer version replaces the record whole. Groups without a
    head are compared row by row within each owner (a person's declared rows, an edition of a list).
    """

    name: str
    tables: tuple[Table, ...]
    owner: tuple[str, ...]
    head: Table | None

    @property
    def children(self) -> tuple[Table, ...]:
        """The tables beside the head."""
        return tuple(table for table in self.tables if table is not self.head)


def _groups() -> tuple[Group, ...]:
    found: dict[str, list[Table]] = {}
    for table in LOADED:
        found.setdefault(table.group or table.name, []).append(table)
    return tuple(
        Group(
            name,
            tuple(tables),
            tables[0].owner,
            next((t for t in tables if t.name == name and t.key == t.owner), None),
        )
        for name, tables in found.items()
    )


GROUPS: tuple[Group, ...] = _groups()
"""All groups of loaded tables, in the order of the schema."""
GROUP_OF: dict[str, Group] = {table.name: group for group in GROUPS for table in group.tables}
