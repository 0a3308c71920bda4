"""Several author records of one person: a source's ids that split what one person wrote.

Two records of one name are one person's where they share co-authors and nothing speaks against it: they do
not stand side by side on a work, and carry no two ORCID iDs. Who shares a name and a university only is not
joined. The tables are searched as sets; what hangs together is then worked out for the few people of whom
more than one record is in question.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphrisk.resolve.components import Components
from graphrisk.resolve.corroboration import PAIR
from graphrisk.resolve.frames import rows_of
from graphrisk.resolve.mixed import TEAM

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import ibis.expr.types as ir

    from graphrisk.store.engine import Engine

Pair = tuple[str, str]

NEEDED = {"linked": 2, "proved": 2, "declared": 2, "short": 3, "elsewhere": 3}
"""Co-authors that two records must share, by what else is known of them; the greater of two counts.

`linked` by an identifier, `proved` by corroboration, `declared`: seen at a declared organisation in its time,
`short`: so, under a shortened name, `elsewhere`: seen at none of them.
"""
PART = 4
"""Of the record with fewer co-authors one in so many must be shared: in a small house everybody writes with
everybody."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What comes of the records of one name.

    `joined` holds the number of shared co-authors by pair that was added to what is linked; `several` the
    proved pairs that may be several people's.
    """

    joined: Mapping[Pair, int] = field(default_factory=dict)
    several: frozenset[Pair] = frozenset()


@dataclass(frozen=True, slots=True)
class Shared:
    """Two records of one person's name: co-authors in common, and whether they stand on one work."""

    person: str
    one: str
    other: str
    mates: int
    fewest: int
    together: bool


def join_records(engine: Engine, nodes: ir.Table, lines: ir.Table) -> Joined:
    """Return which of the `nodes` are one person's; person_id, author_id, kind (of `NEEDED`), orcid.

    `lines` are the authorships of at least these records.
    """
    counted = nodes.group_by("person_id").aggregate(records=nodes.author_id.nunique())
    asking = counted.filter(counted.records > 1)
    # A person of whom nothing is linked or proved has nothing that another record could join.
    firm = nodes.filter(nodes.kind.isin(["linked", "proved"])).select("person_id").distinct()
    nodes = engine.keep("nodes", nodes.semi_join(asking, "person_id").semi_join(firm, "person_id"))
    asked = engine.ask(nodes)
    shared = _shared(engine, nodes, lines)
    kinds: dict[str, dict[str, tuple[str, str | None]]] = defaultdict(dict)
    for person, author, kind, orcid in rows_of(asked.result()):
        kinds[person][author] = kind, orcid
    return decide(kinds, shared)


def _shared(engine: Engine, nodes: ir.Table, lines: ir.Table) -> list[Shared]:
    tables = engine.tables
    mine = nodes.select(*PAIR).join(lines.select("author_id", "work_no"), "author_id")
    mine = engine.keep("node_works", mine.select(*PAIR, "work_no").distinct())
    beside = mine.rename(other="author_id")
    met = mine.join(beside, ["person_id", "work_no"])
    met = met.filter(met.author_id < met.other).select(*PAIR, "other").distinct()
    small = tables["work_numbers"].filter(lambda t: t.authors <= TEAM).select("work_no")
    works = tables["author_works"].select("work_no", "author_no")
    mates = mine.semi_join(small, "work_no").join(works, "work_no").select(*PAIR, "author_no").distinct()
    own = nodes.select(*PAIR).join(tables["author_numbers"], "author_id").select("person_id", "author_no")
    mates = engine.keep("mates", mates.anti_join(own, ["person_id", "author_no"]))
    sizes = mates.group_by(*PAIR).aggregate(size=mates.count())
    pairs = mates.join(mates.rename(other="author_id"), ["person_id", "author_no"])
    pairs = pairs.filter(pairs.author_id < pairs.other)
    pairs = pairs.group_by(*PAIR, "other").aggregate(mates=pairs.count())
    pairs = pairs.filter(pairs.mates >= min(NEEDED.values()))
    pairs = pairs.join(sizes, list(PAIR)).join(
        sizes.rename(other="author_id", other_size="size"), ["person_id", "other"]
    )
    pairs = pairs.select(*PAIR, "other", "mates", "size", "other_size")
    counted, together = engine.ask(pairs), engine.ask(met)
    side_by_side = set(rows_of(together.result()))
    found = [
        Shared(person, one, other, mates, min(size, other_size), (person, one, other) in side_by_side)
        for person, one, other, mates, size, other_size in rows_of(counted.result())
    ]
    known = {(s.person, s.one, s.other) for s in found}
    found += [Shared(p, one, other, 0, 0, together=True) for p, one, other in side_by_side - known]
    return sorted(found, key=lambda s: (s.person, s.one, s.other))


def decide(nodes: Mapping[str, Mapping[str, tuple[str, str | None]]], shared: Iterable[Shared]) -> Joined:
    """Return what comes of the records (kind and ORCID iD by id) of each person.

    A record that two people would get is nobody's.
    """
    by_person: dict[str, list[Shared]] = defaultdict(list)
    for one in shared:
        by_person[one.person].append(one)
    joined: dict[Pair, int] = {}
    several: set[Pair] = set()
    taken: dict[str, set[str]] = defaultdict(set)
    for person, records in sorted(nodes.items()):
        found, unclear = _of_one(records, by_person[person])
        joined |= {(person, author): mates for author, mates in found.items()}
        several |= {(person, author) for author in unclear}
        firm = {a for a, (kind, _) in records.items() if kind in ("linked", "proved")} - unclear
        for author in firm | found.keys():
            taken[author].add(person)
    joined = {pair: mates for pair, mates in joined.items() if len(taken[pair[1]]) == 1}
    return Joined(joined, frozenset(several))


def _of_one(
    records: Mapping[str, tuple[str, str | None]], shared: Iterable[Shared]
) -> tuple[dict[str, int], set[str]]:
    """Return the added records of one person with the co-authors that each shares, and the unclear ones."""
    linked = {author for author, (kind, _) in records.items() if kind == "linked"}
    proved = {author for author, (kind, _) in records.items() if kind == "proved"}
    apart: set[Pair] = set()
    ties: list[Shared] = []
    for one in shared:
        needed = max(NEEDED[records[one.one][0]], NEEDED[records[one.other][0]])
        if one.together or _two_orcids(records, one):
            apart |= {(one.one, one.other), (one.other, one.one)}
        elif one.mates >= needed and one.mates * PART >= one.fewest:
            ties.append(one)
    groups = Components(records)
    for one in ties:
        groups.join((one.one, one.other))
    firm, unclear = _firm(groups, linked, proved, apart)
    roots = {groups.of(author) for author in firm}
    found = {author for author in records if author not in linked | proved and groups.of(author) in roots}
    found = {a for a in found if not any((a, b) in apart for b in firm | unclear)}
    found = {a for a in found if not any((a, b) in apart for b in found)}
    own = {records[author][1] for author in firm} - {None}
    carried = {records[author][1] for author in found} - {None} - own
    if own or len(carried) > 1:
        found = {author for author in found if records[author][1] in own | {None}}
    best: dict[str, int] = {}
    for one in ties:
        for author in {one.one, one.other} & found:
            best[author] = max(best.get(author, 0), one.mates)
    return {author: best[author] for author in sorted(found)}, unclear


def _firm(
    groups: Components[str], linked: set[str], proved: set[str], apart: set[Pair]
) -> tuple[set[str], set[str]]:
    """Return the records that surely are the person's, and the proved ones that may be several people's.

    Beside records with an identifier the proved ones that hang together with them are the person's; of the
    others, and where there is no identifier, one alone is, or several that all hang together.
    """
    roots = {groups.of(author) for author in linked}
    left = {author for author in proved if groups.of(author) not in roots}
    split = any((a, b) in apart for a in left for b in left)
    if len(left) > 1 and (split or len({groups.of(author) for author in left}) > 1):
        return linked | (proved - left), left
    return linked | proved, set()


def _two_orcids(records: Mapping[str, tuple[str, str | None]], one: Shared) -> bool:
    first, second = records[one.one][1], records[one.other][1]
    return first is not None and second is not None and first != second
