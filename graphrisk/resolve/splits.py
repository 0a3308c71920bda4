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

import ibis
import pyarrow as pa

from graphrisk.resolve.components import Components
from graphrisk.resolve.corroboration import PAIR
from graphrisk.resolve.frames import rows_of, texts
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
FIRM = ("linked", "proved")
"""Kinds of records that are the person's by themselves; others can only be added to them."""
PART = 4
"""Of the record with fewer co-authors one in so many must be shared: in a small house everybody writes with
everybody."""
_JOINED = texts(*PAIR, "mates")


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


def join_records(engine: Engine, nodes: ir.Table, lines: ir.Table) -> ir.Table:
    """Return which of the `nodes` are one person's; person_id, author_id, kind (of `NEEDED`), orcid.

    The result has person_id, author_id and mates: the number of shared co-authors of a record that is added
    to what is linked, nothing for a proved record that may be another's. `lines` are the authorships of at
    least these records, with their numbers.
    """
    counted = nodes.group_by("person_id").aggregate(records=nodes.author_id.nunique())
    asking = counted.filter(counted.records > 1)
    # A person of whom nothing is linked or proved has nothing that another record could join.
    firm = nodes.filter(nodes.kind.isin(FIRM)).select("person_id").distinct()
    nodes = nodes.semi_join(asking, "person_id").semi_join(firm, "person_id")
    nodes = nodes.join(engine.tables["author_numbers"], "author_id")
    # Texts are dear in the largest joins of all; numbers stand for people and records there.
    person_no = ibis.dense_rank().over(ibis.window(order_by=nodes.person_id))
    nodes = engine.keep("nodes", nodes.select(*PAIR, "kind", "orcid", "author_no", person_no=person_no))
    return engine.work("joined", _JOINED, _joined, nodes, *_shared(engine, nodes, lines))


def _joined(nodes: pa.Table, counted: pa.Table, together: pa.Table) -> pa.Table:
    kinds: dict[str, dict[str, tuple[str, str | None]]] = defaultdict(dict)
    ids: dict[tuple[int, int], Pair] = {}
    for person, author, kind, orcid, author_no, number in rows_of(nodes):
        kinds[person][author] = kind, orcid
        ids[number, author_no] = person, author
    found = decide(kinds, _named(ids, counted, together))
    rows: list[tuple[str, str, str | None]] = [
        (*pair, str(mates)) for pair, mates in sorted(found.joined.items())
    ]
    rows += [(*pair, None) for pair in sorted(found.several)]
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.table([pa.array(column, pa.string()) for column in columns], schema=_JOINED)


def _shared(engine: Engine, nodes: ir.Table, lines: ir.Table) -> tuple[ir.Table, ir.Table]:
    """Return pairs of records, in numbers: with co-authors in common and how many each has, and on one work.

    A person's own records are no co-authors of each other.
    """
    tables = engine.tables
    mine = nodes.select("person_no", "author_no")
    works = lines.semi_join(nodes, "author_no").select("author_no", "work_no").distinct()
    works = engine.keep("node_works", works)
    meeting = engine.keep("meeting", mine.semi_join(_side_by_side(mine, works), "person_no"))
    where = works.semi_join(meeting, "author_no")
    beside = where.join(where.rename(other="author_no"), "work_no")
    beside = beside.filter(beside.author_no < beside.other).select("author_no", "other").distinct()
    both = meeting.join(meeting.rename(other="author_no"), "person_no")
    met = both.join(beside, ["author_no", "other"]).select("person_no", "author_no", "other")
    met = engine.keep("met", met)
    small = tables["work_numbers"].filter(lambda t: t.authors <= TEAM).select("work_no")
    others = tables["author_works"].select("work_no", mate="author_no")
    works = works.semi_join(small, "work_no")
    theirs = works.join(others, "work_no").select("author_no", "mate")
    seen = nodes.select("person_no", "author_no", firm=nodes.kind.isin(FIRM)).join(theirs, "author_no")
    people = _sharing(seen.filter(seen.author_no != seen.mate))
    sharing = engine.keep("sharing", mine.semi_join(people, "person_no"))
    works = works.semi_join(sharing, "author_no")
    mates = works.join(others, "work_no").select("author_no", "mate").distinct()
    own = mine.rename(mate="author_no")
    mates = sharing.join(mates, "author_no").anti_join(own, ["person_no", "mate"])
    mates = engine.keep("mates", mates.select("person_no", "author_no", "mate"))
    sizes = mates.group_by("person_no", "author_no").aggregate(size=mates.count())
    pairs = mates.join(mates.rename(other="author_no"), ["person_no", "mate"])
    pairs = pairs.filter(pairs.author_no < pairs.other)
    pairs = pairs.group_by("person_no", "author_no", "other").aggregate(mates=pairs.count())
    pairs = pairs.filter(pairs.mates >= min(NEEDED.values()))
    pairs = pairs.join(sizes, ["person_no", "author_no"])
    pairs = pairs.join(sizes.rename(other="author_no", other_size="size"), ["person_no", "other"])
    pairs = pairs.select("person_no", "author_no", "other", "mates", "size", "other_size")
    return pairs, met


def _side_by_side(mine: ir.Table, works: ir.Table) -> ir.Table:
    """Return person_no of the people two of whose records stand on one work."""
    seen = mine.join(works, "author_no")
    seen = seen.group_by("person_no", "work_no").aggregate(
        one=seen.author_no.min(), other=seen.author_no.max()
    )
    return seen.filter(seen.one < seen.other).select("person_no").distinct()


def _sharing(seen: ir.Table) -> ir.Table:
    """Return person_no of the people one of whose firm records has a co-author in common with another one.

    Hardly anybody has such records, and to find out who has is much less work than to go through all. Where
    no firm record shares one, nothing is added to any. `seen` holds person_no, author_no, firm and mate.
    """
    theirs = seen.filter(seen.firm).select("person_no", "mate", other="author_no").distinct()
    met = seen.join(theirs, ["person_no", "mate"])
    return met.filter(met.author_no != met.other).select("person_no").distinct()


def _named(ids: Mapping[tuple[int, int], Pair], counted: pa.Table, together: pa.Table) -> list[Shared]:
    """Return what was found of pairs of records, with their ids, in their order."""

    def named(person: int, author: int, other: int) -> tuple[str, str, str]:
        one, two = sorted((ids[person, author][1], ids[person, other][1]))
        return ids[person, author][0], one, two

    side_by_side = {named(*row) for row in rows_of(together)}
    found = [
        Shared(*pair, mates, min(size, other_size), pair in side_by_side)
        for *numbers, mates, size, other_size in rows_of(counted)
        for pair in (named(*numbers),)
    ]
    known = {(s.person, s.one, s.other) for s in found}
    found += [Shared(*pair, 0, 0, together=True) for pair in side_by_side - known]
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
        firm = {a for a, (kind, _) in records.items() if kind in FIRM} - unclear
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
