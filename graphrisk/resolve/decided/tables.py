"""Decisions about organisations, put in force upon the tables that a scan reads.

A confirmed link is A, as one by ROR id is; a text or list row of which an organisation was rejected is read
as if the snapshot did not hold that link. The snapshot itself stays as it is.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import reduce
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

from graphrisk.links import Verdict, folded
from graphrisk.names.identifiers import ror
from graphrisk.resolve.decided.plan import memberships_of
from graphrisk.resolve.frames import united
from graphrisk.resolve.mentions import COLUMNS
from graphrisk.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import ibis.expr.types as ir

    from graphrisk.links import LinkDecision
    from graphrisk.resolve.decided.lookup import Reader
    from graphrisk.resolve.decided.plan import Membership, Naming, Plan
    from graphrisk.store.engine import Engine

_DAY = dt.timedelta(days=1)
_WIDE = "[\u2460-\u24ff\u3000\u3200-\u33ff\uff00-\uffef]"
"""Characters that have another form of the same meaning, such as full-width letters."""
Row = dict[str, Any]


def decide_tables(engine: Engine, plan: Plan) -> dict[str, ir.Table]:
    """Return the tables of the engine that the decisions change, by name; none where there are none."""
    changed: dict[str, ir.Table] = {}
    if plan.declared:
        changed["mentions"] = _mentions(engine, plan.declared)
    if plan.printed:
        changed["string_links"] = _strings(engine, plan.printed)
    if plan.listings:
        changed["listings"] = _listings(engine, plan.listings)
    return changed


def _rejected(one: Naming | Membership) -> bool:
    return one.decision.verdict is Verdict.REJECTED


def _replaced(
    engine: Engine, name: str, keys: Sequence[str], rows: Iterable[Row], gone: Iterable[Row]
) -> ir.Table:
    """Return a table with `rows` in place of those that have the keys of `gone`."""
    base, schema = engine.tables[name], TABLES[name].arrow_schema()
    out = pa.Table.from_pylist(
        [{key: row[key] for key in keys} for row in gone],
        schema=pa.schema([schema.field(key) for key in keys]),
    )
    new = engine.put(pa.Table.from_pylist(list(rows), schema=schema))
    plain = base.select(*schema.names)
    return united(plain.anti_join(engine.put(out), list(keys)), new)


def _mentions(engine: Engine, namings: Sequence[Naming]) -> ir.Table:
    """Return `mentions` with what reviewers said of declared texts."""
    by_key: dict[tuple[str, str | None], list[Naming]] = defaultdict(list)
    for one in namings:
        by_key[one.key].append(one)
    places = {
        (row["row_id"], row["field"]): by_key[key]
        for row in _declared_texts(engine, sorted({text for text, _ in by_key}))
        if (key := (folded(row["text"]), ror(row["given"]) if row["given"] else None)) in by_key
    }
    mentions = engine.tables["mentions"]
    ids = sorted({row_id for row_id, _ in places})
    rows = engine.read(mentions.filter(mentions.row_id.isin(ids))).to_pylist() if ids else []
    rows = [row for row in rows if (row["row_id"], row["field"]) in places]
    new = [_mention(row, places[row["row_id"], row["field"]]) for row in rows]
    return _replaced(engine, "mentions", ("row_id", "field"), new, rows)


def _declared_texts(engine: Engine, texts: Sequence[str]) -> list[Row]:
    """Return row_id, field, text and given ROR id of declared organisations that may be one of `texts`."""
    parts = []
    for table, column, identifier in COLUMNS:
        rows = engine.tables[table]
        # The engine folds case and spaces, but not width: what may differ in it is compared by the caller.
        plain = rows[column].strip().lower().re_replace(r"\s+", " ")
        near = rows.filter(plain.isin(texts) | rows[column].re_search(_WIDE))
        given = near[identifier] if identifier else ibis.null("string")
        parts.append(near.select("row_id", field=ibis.literal(column), text=near[column], given=given))
    found: list[Row] = engine.read(reduce(united, parts)).to_pylist()
    return found


def _mention(row: Row, namings: Sequence[Naming]) -> Row:
    row = dict(row)
    others = list(row["alternatives"] or ())
    for one in namings:
        if _rejected(one):
            others = [other for other in others if other.split("|")[0] not in one.org_ids]
            others.append(f"{one.org_id}|{one.decision.code}")
            if row["org_id"] in one.org_ids:
                text = one.decision.facts["text"]
                row |= {"org_id": one.plain, "org_name": text, "grade": "C", "method": "none", "reasons": []}
    confirmed = [one for one in namings if not _rejected(one)]
    if confirmed:
        newest = max(confirmed, key=lambda one: one.decision.id)
        same = row["org_id"] in newest.org_ids
        reasons = [newest.decision.code, *(row["reasons"] or () if same else ())]
        others = [other for other in others if other.split("|")[0] not in newest.org_ids]
        row |= {
            "org_id": newest.org_id,
            "org_name": newest.org_name,
            "grade": "A",
            "method": "reviewer",
            "reasons": reasons,
        }
    return row | {"alternatives": others}


def _strings(engine: Engine, namings: Sequence[Naming]) -> ir.Table:
    """Return `string_links` without rejected readings and with confirmed ones."""
    base = engine.tables["string_links"]
    raws = sorted({one.key[0] for one in namings})
    rows = engine.read(base.filter(base.raw_string.isin(raws))).to_pylist()
    seats = _seats(engine, [one.org_id for one in namings])
    new: list[Row] = []
    for raw in raws:
        mine = [one for one in namings if one.key[0] == raw]
        out = {org for one in mine if _rejected(one) for org in one.org_ids}
        before = [row for row in rows if row["raw_string"] == raw]
        kept = [row for row in before if row["org_id"] is None or row["org_id"] not in out]
        named = {row["org_id"] for row in kept}
        kept += [
            {"raw_string": raw, "org_id": one.org_id, "part": raw, "country_code": seats.get(one.org_id)}
            for one in mine
            if not _rejected(one) and named.isdisjoint(one.org_ids)
        ]
        if not kept:
            # The country that the string names stays.
            kept = [{**row, "org_id": None, "part": None} for row in before[:1] if row["country_code"]]
        new += [{**row, "seq": seq} for seq, row in enumerate(kept)]
    return _replaced(engine, "string_links", ("raw_string",), new, [{"raw_string": raw} for raw in raws])


def _seats(engine: Engine, org_ids: Sequence[str]) -> dict[str, str | None]:
    rows = engine.tables["organizations"]
    found = rows.filter(rows.org_id.isin(sorted(set(org_ids)))).select("org_id", "country_code")
    return {row["org_id"]: row["country_code"] for row in engine.read(found).to_pylist()}


def said_of_strings(engine: Engine, plan: Plan) -> ir.Table | None:
    """Return raw_string, org_id and confirmed of what was said of printed affiliations; None for nothing.

    It concerns what the source of a work resolved, too, which `string_links` does not hold.
    """
    said = {
        (one.key[0], org): not _rejected(one)
        for one in sorted(plan.printed, key=lambda one: one.decision.id)
        for org in sorted(one.org_ids)
    }
    if not said:
        return None
    columns = {
        "raw_string": [raw for raw, _ in said],
        "org_id": [org for _, org in said],
        "confirmed": list(said.values()),
    }
    return engine.put(pa.table(columns))


def _listings(engine: Engine, memberships: Sequence[Membership]) -> ir.Table:
    """Return `listings` with what reviewers said of list rows, in every edition that holds them."""
    base = engine.tables["listings"]
    entries = sorted({entry for one in memberships for entry in one.entry_ids})
    rows = engine.read(base.filter(base.entry_id.isin(entries))).to_pylist()
    by_entry: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_entry[row["entry_id"]].append(row)
    days = _days(engine, [entry for entry in entries if entry not in by_entry])
    new = _meant(entries, by_entry, memberships, days)
    return _replaced(engine, "listings", ("entry_id",), new, [{"entry_id": entry} for entry in entries])


def decided_listings(
    read: Reader, rows: Sequence[Row], org_ids: Collection[str], decisions: Iterable[LinkDecision]
) -> list[Row]:
    """Return `rows`, the listings of `org_ids`, with `decisions` in force: as a scan has them, for a page."""
    memberships = memberships_of(read, decisions)
    entries = sorted({entry for one in memberships for entry in one.entry_ids})
    by_entry = read.by("listings", "entry_id", entries)
    unmeant = read("list_entries", "entry_id", [entry for entry in entries if entry not in by_entry])
    editions = read("list_editions", "list_id", [row["list_id"] for row in unmeant])
    new = _meant(entries, by_entry, memberships, _days_of(unmeant, editions))
    kept = [row for row in rows if row["entry_id"] not in set(entries)]
    return kept + [row for row in new if row["org_id"] in org_ids]


def _meant(
    entries: Iterable[str],
    by_entry: Mapping[str, Sequence[Row]],
    memberships: Sequence[Membership],
    days: Mapping[str, Row],
) -> list[Row]:
    return [
        row
        for entry in entries
        for row in _row_means(
            entry, by_entry.get(entry, []), [one for one in memberships if entry in one.entry_ids], days
        )
    ]


def _row_means(
    entry: str, rows: Sequence[Row], mine: Sequence[Membership], days: Mapping[str, Row]
) -> list[Row]:
    out = {org: one for one in mine if _rejected(one) for org in one.org_ids}
    kept = [row for row in rows if row["org_id"] not in out]
    marks = sorted({f"{one.org_id}|{one.decision.code}" for one in mine if _rejected(one)})
    kept = [{**row, "alternatives": _others(row, out, marks)} for row in kept]
    for one in mine:
        if _rejected(one):
            continue
        own = [row for row in kept if row["org_id"] in one.org_ids]
        like = (own or list(rows) or [days[entry] for _ in (1,) if entry in days])[:1]
        kept = [row for row in kept if row["org_id"] not in one.org_ids]
        for row in like:
            reasons = [one.decision.code, *(row["reasons"] or () if own else ())]
            others = _others(row, dict.fromkeys(one.org_ids), ())
            method = row["method"] if own else "reviewer"
            changed = {"org_id": one.org_id, "grade": "A", "method": method, "reasons": reasons}
            kept.append({**row, **changed, "alternatives": others})
    return kept


def _others(row: Row, out: Mapping[str, object], marks: Sequence[str]) -> list[str]:
    return [other for other in row["alternatives"] or () if other.split("|")[0] not in out] + list(marks)


def _days(engine: Engine, entries: Sequence[str]) -> dict[str, Row]:
    if not entries:
        return {}
    rows = engine.tables["list_entries"]
    found = engine.read(rows.filter(rows.entry_id.isin(entries))).to_pylist()
    return _days_of(found, engine.read(engine.tables["list_editions"]).to_pylist())


def _days_of(found: Iterable[Row], editions: Sequence[Row]) -> dict[str, Row]:
    """Return a listing without an organisation for rows that mean nobody: acronyms alone.

    It ends with the row's own end, or on the day before the next edition begins.
    """
    days: dict[str, Row] = {}
    for row in found:
        begins = {e["edition"]: e["valid_from"] for e in editions if e["list_id"] == row["list_id"]}
        start = begins.get(row["edition"], row["valid_from"])
        following = min((day for day in begins.values() if day > start), default=None)
        last = following - _DAY if following else None
        end = min((day for day in (row["valid_to"], last) if day), default=None)
        if end is not None and end < row["valid_from"]:
            continue
        days[row["entry_id"]] = {
            **{name: row[name] for name in ("entry_id", "list_id", "edition", "valid_from")},
            "valid_to": end,
            "method": "reviewer",
            "reasons": [],
            "alternatives": [],
        }
    return days
