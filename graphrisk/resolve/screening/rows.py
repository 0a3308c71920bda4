"""The names of list rows, read from a snapshot and gathered over editions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graphrisk.names.organizations import organization_key
from graphrisk.resolve.list_rows import Entry
from graphrisk.resolve.listings import Edition, last_days

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Mapping, Sequence

    import ibis.expr.types as ir

REGISTRY = "registry"
"""Kind of a name that the list does not print: the registry gives it for the organisation of that name."""


@dataclass(frozen=True, slots=True)
class ListName:
    """A name under which a row can be found; `kind` is name, native, alias or registry."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of a list with its names, and the editions that hold the same row; dates are the newest one's."""

    list_id: str
    edition: str
    row_no: str
    entry_id: str
    name: str
    country: str | None
    valid_from: dt.date
    valid_to: dt.date | None
    names: tuple[ListName, ...]
    editions: tuple[str, ...]


def read_rows(tables: Mapping[str, ir.Table], lists: Collection[str] = ()) -> list[ListRow]:
    """Return the rows of all lists of a snapshot, or of `lists`, each with all its names.

    A row that several editions hold under one name and country is returned once, as the newest one has it.
    """
    entries = _records(tables, "list_entries", lists)
    printed: dict[str, list[ListName]] = defaultdict(list)
    keys: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for one in _records(tables, "list_names", lists):
        printed[one["entry_id"]].append(ListName(one["name"], one["kind"]))
        keys[one["entry_id"]].append((one["name"], one["name_key"], one["kind"]))
    editions: dict[str, list[Edition]] = defaultdict(list)
    for one in _records(tables, "list_editions", lists):
        editions[one["list_id"]].append(Edition(one["edition"], one["valid_from"], one["valid_to"]))
    ends: dict[str, dt.date | None] = {}
    of_list: dict[str, list[Entry]] = defaultdict(list)
    for one in entries:
        of_list[one["list_id"]].append(_entry(one, tuple(keys[one["entry_id"]])))
    for list_id, found in of_list.items():
        ends |= last_days(found, editions[list_id])
    same: dict[tuple[str, str, str | None], list[dict[str, Any]]] = defaultdict(list)
    for one in entries:
        key = organization_key(one["name"]) or one["name"]
        same[one["list_id"], key, one["country_code"]].append(one)
    return [_row(group, printed, ends) for group in same.values()]


def _records(tables: Mapping[str, ir.Table], name: str, lists: Collection[str]) -> list[dict[str, Any]]:
    table = tables[name]
    if lists:
        table = table.filter(table["list_id"].isin(sorted(lists)))
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return sorted(found, key=lambda one: str(one.get("entry_id") or one["edition"]))


def _entry(one: dict[str, Any], names: tuple[tuple[str, str, str], ...]) -> Entry:
    return Entry(
        one["entry_id"],
        one["list_id"],
        one["edition"],
        one["row_no"],
        one["name"],
        one["country_code"],
        one["ror"],
        one["valid_from"],
        one["valid_to"],
        names,
    )


def _row(
    group: Sequence[dict[str, Any]], printed: Mapping[str, list[ListName]], ends: Mapping[str, dt.date | None]
) -> ListRow:
    ordered = sorted(group, key=lambda one: (one["valid_from"], one["edition"], one["entry_id"]))
    newest = ordered[-1]
    # A row without names of its own can still be found under the name that it prints.
    names = {ListName(newest["name"], "name"): None}
    for one in reversed(ordered):
        names |= dict.fromkeys(sorted(printed[one["entry_id"]], key=lambda name: (name.kind, name.text)))
    return ListRow(
        newest["list_id"],
        newest["edition"],
        newest["row_no"],
        newest["entry_id"],
        newest["name"],
        newest["country_code"],
        newest["valid_from"],
        ends[newest["entry_id"]],
        tuple(names),
        tuple(dict.fromkeys(one["edition"] for one in ordered)),
    )


def with_registry_names(
    rows: Sequence[ListRow], fetch: Callable[[str, str, Sequence[str]], list[dict[str, Any]]]
) -> list[ListRow]:
    """Return the rows with the names that the registry has, in any language, for the organisation of a row.

    Taken where the snapshot says that the row means one registered organisation and no other. `fetch` returns
    the rows of a table whose column has one of some values.
    """
    meant: dict[str, set[str]] = defaultdict(set)
    for one in fetch("listings", "entry_id", sorted(row.entry_id for row in rows)):
        if one["org_id"].startswith("https://ror.org/"):
            meant[one["entry_id"]].add(one["org_id"])
    sole = {entry_id: next(iter(found)) for entry_id, found in meant.items() if len(found) == 1}
    names: dict[str, set[str]] = defaultdict(set)
    for one in fetch("organization_names", "org_id", sorted(set(sole.values()))):
        if one["kind"] != "acronym":
            names[one["org_id"]].add(one["name"])
    found: list[ListRow] = []
    for row in rows:
        have = {name.text.casefold() for name in row.names}
        known = sorted(names.get(sole.get(row.entry_id, ""), ()))
        more = [ListName(text, REGISTRY) for text in known if text.casefold() not in have]
        found.append(replace(row, names=(*row.names, *more)) if more else row)
    return found
