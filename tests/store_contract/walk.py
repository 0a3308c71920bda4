"""The slow, obvious way to explore a graph: lists of ties and a search that goes through them one by one.

`ties(store, rows)` makes the ties from the rows that were loaded; only what resolution derived is read from
the store, by `rows`. `neighbours` and `paths` say what a store must answer.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from graphrisk.store.explore import TIES, Tie

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from graphrisk.store.base import GraphStore
    from graphrisk.store.explore import NodeId

    Row = Mapping[str, Any]
    Rows = Mapping[str, Sequence[Row]]

ORDER = list(TIES)


def ties(store: GraphStore, rows: Rows) -> list[Tie]:
    """Return all ties but those between co-authors."""
    return [*_authored(rows), *_affiliated(store, rows), *_acknowledged(rows), *_others(store, rows)]


def _tie(kind: str, start: NodeId, end: NodeId, record: str, text: str | None, **more: Any) -> Tie:
    plain = {"date_from": None, "date_to": None, "works": None, "source": "test", "url": None}
    return Tie(
        kind=kind,
        start=start,
        end=end,
        declared=TIES[kind].declared,
        record=record,
        text=text,
        **(plain | more),
    )


def _days(rows: Rows) -> dict[str, dt.date | None]:
    return {row["work_id"]: row.get("publication_date") for row in rows["works"]}


def _urls(rows: Rows) -> dict[str, str | None]:
    return {row["work_id"]: row.get("url") for row in rows["works"]}


def _authored(rows: Rows) -> Iterator[Tie]:
    first: dict[tuple[str, str], Row] = {}
    for row in sorted(rows["authorships"], key=lambda r: r["position"]):
        first.setdefault((row["author_id"], row["work_id"]), row)
    for (person, work), row in first.items():
        day, url = _days(rows)[work], _urls(rows)[work]
        yield _tie(
            "authored",
            ("person", person),
            ("work", work),
            work,
            row.get("raw_name"),
            date_from=day,
            date_to=day,
            url=url,
        )


def _affiliated(store: GraphStore, rows: Rows) -> Iterator[Tie]:
    strings = sorted({row["raw_string"] for row in rows["affiliations"] if row.get("raw_string")})
    printed = defaultdict(set)
    for link in store.rows("string_links", "raw_string", strings).to_pylist():
        printed[link["raw_string"]].add(link["org_id"])
    resolved, named = defaultdict(list), defaultdict(list)
    for row in rows["affiliations"]:
        org = _linked(store, row.get("org_id"))
        if org:
            resolved[row["author_id"], org].append(row)
        for other in printed[row.get("raw_string")] - {None, org}:
            named[row["author_id"], other].append(row)
    yield from _added("affiliated", rows, resolved)
    yield from _added("named", rows, {pair: found for pair, found in named.items() if pair not in resolved})


def _linked(store: GraphStore, org: str | None) -> str | None:
    links = store.rows("organization_links", "org_id", [org]).to_pylist() if org else []
    return str(links[0]["linked_id"]) if links else org


def _added(kind: str, rows: Rows, pairs: Mapping[tuple[str, str], list[Row]]) -> Iterator[Tie]:
    days, urls = _days(rows), _urls(rows)
    for (person, org), found in pairs.items():
        dated = [day for row in found if (day := days[row["work_id"]])]
        newest = min(
            found,
            key=lambda r: (
                -(days[r["work_id"]] or dt.date.min).toordinal(),
                r["work_id"],
                r["position"],
                r["seq"],
            ),
        )
        yield _tie(
            kind,
            ("person", person),
            ("organization", org),
            newest["work_id"],
            newest.get("raw_string"),
            date_from=min(dated, default=None),
            date_to=max(dated, default=None),
            works=len({row["work_id"] for row in found}),
            url=urls[newest["work_id"]],
        )


def _acknowledged(rows: Rows) -> Iterator[Tie]:
    seen = set()
    for row in sorted(rows["work_awards"], key=lambda r: r["seq"]):
        work, day = row["work_id"], _days(rows)[row["work_id"]]
        ends: list[tuple[str, NodeId, str | None]] = []
        if row.get("funder_ror"):
            ends.append(("funded", ("organization", row["funder_ror"]), row["funder_name"]))
        elif row.get("funder_id") or row.get("funder_name"):
            funder = row.get("funder_id") or f"name:{row['funder_name']}"
            ends.append(("funded", ("funder", funder), row.get("funder_name")))
        if row.get("award_key"):
            ends.append(("acknowledges", ("award", row["award_key"]), row["award_id"]))
        for kind, end, text in ends:
            if (kind, work, end) not in seen:
                seen.add((kind, work, end))
                when = {"date_from": day, "date_to": day, "url": _urls(rows)[work]}
                yield _tie(kind, ("work", work), end, work, text, **when)


def _others(store: GraphStore, rows: Rows) -> Iterator[Tie]:
    orgs = [row["org_id"] for row in rows["organizations"]]
    for row in store.rows("listings", "org_id", orgs).to_pylist():
        (entry,) = store.rows("list_entries", "entry_id", [row["entry_id"]]).to_pylist()
        yield _tie(
            "listed",
            ("organization", row["org_id"]),
            ("list_entry", row["entry_id"]),
            row["entry_id"],
            f"{entry['list_id']} {entry['edition']}",
            date_from=row["valid_from"],
            date_to=row["valid_to"],
            url=entry["citation"],
            source=f"test {entry['edition']}",
        )
    for row in rows["organization_relations"]:
        record = f"{row['org_id']}|{row['related_id']}|{row['kind']}"
        ends = ("organization", row["org_id"]), ("organization", row["related_id"])
        yield _tie("related", *ends, record, row["kind"])
    for row in rows["applications"]:
        ends = ("application", row["application_id"]), ("call", row["call_id"])
        yield _tie("applies_to", *ends, row["row_id"], row["title"])
    for row in rows["calls"]:
        ends = ("call", row["call_id"]), ("program", row["program"])
        yield _tie("of_program", *ends, row["row_id"], row["title"])
    yield from _declared(store, rows)


def _declared(store: GraphStore, rows: Rows) -> Iterator[Tie]:
    means: dict[str, NodeId] = {}
    for table in ("participants", "declared_affiliations", "declared_funding"):
        found = store.rows("mentions", "row_id", [row["row_id"] for row in rows[table]]).to_pylist()
        means |= {row["row_id"]: ("organization", row["org_id"]) for row in found}
    same: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows["participants"]:
        who = ("applicant", row["person_id"])
        yield _tie("participates", who, ("application", row["application_id"]), row["row_id"], row["role"])
        yield _tie("home", who, means[row["row_id"]], row["row_id"], row["home_org"])
        if row.get("openalex_id"):
            same[row["person_id"], row["openalex_id"]].append(row)
        for author in rows["persons"]:
            if row.get("orcid") and author.get("orcid") == row["orcid"]:
                same[row["person_id"], author["author_id"]].append(row)
    for (applicant, person), found in same.items():
        first = min(found, key=lambda r: r["row_id"])
        text = ", ".join(filter(None, (first.get("orcid"), first.get("openalex_id"))))
        yield _tie("same_as", ("applicant", applicant), ("person", person), first["row_id"], text)
    for kind, table in (
        ("declared_affiliation", "declared_affiliations"),
        ("declared_funding", "declared_funding"),
    ):
        for row in rows[table]:
            who = ("applicant", row["person_id"])
            when = {"date_from": row.get("start_on"), "date_to": row.get("end_on")}
            said = row.get("award_id") or row.get("title") or row.get("type")
            yield _tie(kind, who, means[row["row_id"]], row["row_id"], said, **when)
            if row.get("award_key"):
                end = ("award", row["award_key"])
                yield _tie("declared_award", who, end, row["row_id"], row["award_id"], **when)


def coauthors(rows: Rows, person: str, since: dt.date, until: dt.date) -> list[Tie]:
    """Return the ties of a person to co-authors, over the works of that time."""
    days, urls = _days(rows), _urls(rows)
    titles = {row["work_id"]: row.get("title") for row in rows["works"]}
    written = defaultdict(set)
    for row in rows["authorships"]:
        day = days[row["work_id"]]
        if day is None or since <= day <= until:
            written[row["author_id"]].add(row["work_id"])
    made = []
    for other, works in written.items():
        both = works & written.get(person, set())
        if other != person and both:
            dated = [day for work in both if (day := days[work])]
            newest = min(both, key=lambda w: (-(days[w] or dt.date.min).toordinal(), w))
            start, end = sorted([("person", person), ("person", other)])
            made.append(
                _tie(
                    "coauthor",
                    start,
                    end,
                    newest,
                    titles[newest],
                    date_from=min(dated, default=None),
                    date_to=max(dated, default=None),
                    works=len(both),
                    url=urls[newest],
                )
            )
    return made


def holds(tie: Tie, since: dt.date, until: dt.date) -> bool:
    """Return whether a tie holds at some time between two days."""
    return (tie.date_from or dt.date.min) <= until and (tie.date_to or dt.date.max) >= since


def neighbours(found: Iterable[Tie], key: NodeId, limit: int) -> tuple[list[Tie], dict[str, int]]:
    """Return the ties of a node that a store is to give, in order, and what it is to cut."""
    beside = sorted((tie for tie in found if key in (tie.start, tie.end)), key=lambda t: _rank(t, key))
    counts: dict[str, int] = defaultdict(int)
    kept = []
    for tie in beside:
        counts[tie.kind] += 1
        if counts[tie.kind] <= limit:
            kept.append(tie)
    return kept, {kind: n - limit for kind, n in counts.items() if n > limit}


def _rank(tie: Tie, key: NodeId) -> tuple[Any, ...]:
    return -tie.last.toordinal(), ORDER.index(tie.kind), tie.other(key), tie.start, tie.record


def paths(
    found: Sequence[Tie],
    start: NodeId,
    goals: Collection[NodeId],
    *,
    most_steps: int,
    hubs: Collection[NodeId],
    crowded: Collection[NodeId],
) -> list[tuple[NodeId, ...]]:
    """Return the shortest paths to each goal, in order. `hubs` are not gone through, `crowded` ones last."""
    beside: dict[NodeId, set[NodeId]] = defaultdict(set)
    newest: dict[tuple[NodeId, NodeId], dt.date] = {}
    for tie in found:
        for one, other in ((tie.start, tie.end), (tie.end, tie.start)):
            beside[one].add(other)
            newest[one, other] = max(newest.get((one, other), dt.date.min), tie.last)
    made: dict[NodeId, list[tuple[NodeId, ...]]] = {start: [(start,)]}
    layer = [start]
    for _ in range(most_steps):
        following: dict[NodeId, list[tuple[NodeId, ...]]] = defaultdict(list)
        for node in layer:
            if node == start or node not in hubs:
                for other in beside[node] - made.keys():
                    following[other] += [(*path, other) for path in made[node]]
        made |= following
        layer = list(following)
    reached = [path for goal in goals for path in made.get(goal, ())]
    return sorted(
        reached,
        key=lambda path: (
            len(path),
            2 if crowds(path, crowded) else _common_payer(path),
            -_age(path, newest),
            path,
        ),
    )


def crowds(path: tuple[NodeId, ...], crowded: Collection[NodeId]) -> list[NodeId]:
    """Return the crowded nodes of a path that it neither reaches nor leaves by a registry or a list."""
    registered = ("organization", "list_entry")
    return [
        node
        for before, node, after in zip(path, path[1:], path[2:], strict=False)
        if node in crowded
        and not (node[0] in registered and (before[0] in registered or after[0] in registered))
    ]


def _common_payer(path: tuple[NodeId, ...]) -> bool:
    """Whether two works of a path are joined by nothing but one whom both acknowledge."""
    kinds = [kind for kind, _ in path]
    return any(
        (before, after) == ("work", "work") and between in ("organization", "funder")
        for before, between, after in zip(kinds, kinds[1:], kinds[2:], strict=False)
    )


def _age(path: tuple[NodeId, ...], newest: Mapping[tuple[NodeId, NodeId], dt.date]) -> int:
    return min((newest[step].toordinal() for step in pairwise(path)), default=dt.date.max.toordinal())
