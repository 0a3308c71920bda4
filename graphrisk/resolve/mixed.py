"""Author records that seem to hold two people's works: a source's id that merged them.

Three things tell: several ORCID iDs on works (`records.merged_records`), printed names that cannot be the
person's beside those that are, and years in which works stand in other countries, with other co-authors and
in other fields. A post beside another one is printed on one work, or shared with the same co-authors; that
makes no record doubtful.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import ibis

from graphrisk.names.likeness import Likeness, best_likeness, is_strange
from graphrisk.resolve.components import Components
from graphrisk.resolve.corroboration import PAIR
from graphrisk.resolve.frames import flagged, rows_of, table_of, texts
from graphrisk.resolve.roster import printed_names
from graphrisk.schema import NUMBERED_WORKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import ibis.expr.types as ir
    import pyarrow as pa

    from graphrisk.resolve.roster import Roster
    from graphrisk.store.engine import Engine

TEAM = 25
"""Most authors of a work whose authors are taken for people who know one another."""
LEAST_WORKS = 2
"""Works that must speak for a second person; one may be a misprint or a wrongly assigned work."""
ABROAD, ANYWHERE = 3, 4
"""Groups of works of one year that speak for several people without more: in other countries, or anywhere."""
_STRANGE = texts(*PAIR, "name", "first")
_FALLEN = texts("author_id", "mixed")


def find_mixed(engine: Engine, roster: Roster, pairs: ir.Table, lines: ir.Table, seen: ir.Table) -> ir.Table:
    """Return person_id, author_id and mixed of the `pairs` whose record seems to hold two people's works.

    `pairs` say which names agree (name, name_variant, name_short); `lines` are the authorships of at least
    their records, `seen` the organisations at which their works show them. The code is mixed_names with the
    strange name, or mixed_places or mixed_scattered with the first year in which the works fall apart.
    """
    told = _strange_names(engine, roster, pairs)
    fallen = _apart(engine, lines, seen.semi_join(pairs, "author_id"))
    others = pairs.select(*PAIR).anti_join(told, list(PAIR)).join(fallen, "author_id")
    return engine.keep("mixed", told.union(others.select(*PAIR, "mixed")))


def _strange_names(engine: Engine, roster: Roster, pairs: ir.Table) -> ir.Table:
    """Return the pairs with the first name that cannot be the person's, where such names are on some works.

    A record none of whose names is the person's is another matter: `records.check_names`.
    """
    tables = engine.tables
    shown = tables["persons"].select("author_id", "name_key", name="display_name")
    printed = tables["person_names"].select("author_id", "name_key", "name")
    every = shown.union(printed).semi_join(pairs, "author_id")
    agrees = pairs.name | pairs.name_variant | pairs.name_short
    odd = pairs.select(*PAIR, agrees=agrees).join(every, "author_id")
    # Only what is not the person's name word for word is looked at.
    odd = odd.anti_join(roster.keys, ["person_id", "name_key"])
    odd = odd.select(*PAIR, "agrees", "name").distinct()
    strange = engine.work("strange", _STRANGE, _strange, odd, roster.names)
    works = tables["authorships"].select("author_id", "work_id", name="raw_name")
    met = strange.join(works, ["author_id", "name"])
    met = met.group_by(*PAIR, "first").aggregate(works=met.work_id.nunique())
    met = met.filter(met.works >= LEAST_WORKS)
    return engine.keep("told", met.select(*PAIR, mixed=ibis.literal("mixed_names:") + met["first"]))


def _strange(odd: pa.Table, people: pa.Table) -> pa.Table:
    """Return the names that cannot be the person's, beside others that can; and the first of each pair."""
    names = printed_names(people)
    good, strange = set[tuple[str, str]](), defaultdict[tuple[str, str], list[str]](list)
    for person, author, named, name in rows_of(odd):
        declared = names.get(person, ())
        if is_strange(name, declared):
            strange[person, author].append(name)
        if named or best_likeness([name], declared) >= Likeness.COMPATIBLE:
            good.add((person, author))
    return table_of(
        _STRANGE,
        ((*pair, name, min(found)) for pair, found in strange.items() if pair in good for name in found),
    )


def _apart(engine: Engine, lines: ir.Table, seen: ir.Table) -> ir.Table:
    """Return author_id and mixed, with the year, of the records whose works fall apart in some year."""
    tables = engine.tables
    countries = tables["organizations"].filter(lambda t: t.country_code.notnull())
    countries = countries.select("org_id", country="country_code")
    seen = seen.join(countries, "org_id").select("author_id", "country", "first_year", "last_year")
    other = seen.select("author_id", land="country", since="first_year", until="last_year")
    met = seen.join(other, "author_id").filter(
        lambda t: (t.country < t.land) & (t.first_year <= t.until) & (t.since <= t.last_year)
    )
    doubtful = engine.keep("abroad", met.select("author_id").distinct())
    numbered = tables["work_numbers"].filter(lambda t: (t.authors <= TEAM) & t.year.notnull())
    works = lines.semi_join(doubtful, "author_id").join(numbered, "work_no")
    works = engine.keep("doubtful_works", works.select("author_id", "work_no", "position", "work_id", "year"))
    said = _addresses(engine, works).join(countries, "org_id")
    said = said.select("author_id", "work_no", "org_id", "country")
    above = tables["organization_family"].filter(lambda t: t.relation == "ancestor")
    above = said.join(above.select("org_id", "member_id"), "org_id")
    said = said.union(
        above.select("author_id", "work_no", "country", org_id="member_id").select(*said.columns)
    )
    own = tables["author_numbers"].semi_join(doubtful, "author_id").rename(own_no="author_no")
    mates = works.select("author_id", "work_no").distinct().join(own, "author_id")
    mates = mates.join(tables["author_works"].select("work_no", "author_no"), "work_no")
    mates = mates.filter(lambda t: t.author_no != t.own_no).select("author_id", "work_no", "author_no")
    topics = tables[NUMBERED_WORKS].select("work_no", "work_id", "topics").semi_join(works, "work_no")
    # Kept, these are looked for side by side.
    mates, topics = engine.keep("doubtful_mates", mates), engine.keep("topics", topics)
    return engine.work(
        "fallen",
        _FALLEN,
        _fallen,
        works.select("author_id", "work_no", "work_id", "year"),
        said,
        mates,
        topics.select("work_id", "topics"),
    )


def _fallen(dated: pa.Table, at: pa.Table, beside: pa.Table, topics: pa.Table) -> pa.Table:
    about = {work: set(found or ()) for work, found in rows_of(topics)}
    codes = _fallen_apart(rows_of(dated), rows_of(at), rows_of(beside), about)
    return table_of(_FALLEN, codes.items())


def _addresses(engine: Engine, works: ir.Table) -> ir.Table:
    """Return author_id, work_no and org_id of what the source resolved, unless the words name others."""
    tables = engine.tables
    said = tables["addresses"].filter(lambda t: t.org_no.notnull())
    said = said.join(works.select("author_id", "work_no", place="position"), "work_no")
    # A difference, for among millions of rows the engine looks for one number much faster than for two.
    said = said.filter(said.position - said.place == 0).drop("place")
    said = engine.keep("said", said.join(tables["organization_numbers"], "org_no"))
    links = tables["string_links"].filter(lambda t: t.org_id.notnull()).select("raw_string", "org_id")
    strings = tables["string_numbers"].semi_join(said, "string_no")
    named = engine.keep("named", strings.join(links, "raw_string").select("string_no", "org_id").distinct())
    said = flagged(flagged(said, named, ("string_no",), "named"), named, ("string_no", "org_id"), "agrees")
    return said.filter(~said.named | said.agrees)


def _fallen_apart(
    dated: Iterable[tuple[str, int, str, int]],
    at: Iterable[tuple[str, int, str, str]],
    beside: Iterable[tuple[str, int, int]],
    topics: Mapping[str, set[str]],
) -> dict[str, str]:
    """Return by record the code with the first year in which groups of its works have nothing in common.

    Works hang together that share an organisation, a parent of theirs or a co-author. Two groups are two
    people's where they hold at least `LEAST_WORKS` works each, no country and no topic in common, and the
    same year. Of groups of one work, or without known topics, as many as `ABROAD` or `ANYWHERE` are needed.
    """
    works: dict[str, dict[int, tuple[str, int]]] = defaultdict(dict)
    for author, work, work_id, year in dated:
        works[author][work] = work_id, year
    shared: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    countries: dict[tuple[str, int], set[str]] = defaultdict(set)
    for author, work, org, country in at:
        shared[author][org].append(work)
        countries[author, work].add(country)
    for author, work, mate in beside:
        shared[author][f"#{mate}"].append(work)
    found = {}
    for author, mine in works.items():
        groups = Components(work for work in mine if countries[author, work])
        for some in shared[author].values():
            groups.join(some)
        parts = [_part(group, mine, countries, author, topics) for group in groups.groups()]
        large = [part for part in parts if part.works >= LEAST_WORKS and part.topics]
        years = [
            min(one.years & two.years)
            for one, two in combinations(large, 2)
            if one.years & two.years and one.apart(two)
        ]
        if years:
            found[author] = f"mixed_places:{min(years)}"
        elif scattered := [year for year, some in _by_year(parts) if _scattered(some)]:
            found[author] = f"mixed_scattered:{scattered[0]}"
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """Works of one record that hang together: how many, where, about what and when."""

    works: int
    countries: frozenset[str]
    topics: frozenset[str]
    years: frozenset[int]

    def apart(self, other: _Part) -> bool:
        """Whether no country and no topic is in both."""
        return not (self.countries & other.countries or self.topics & other.topics)


def _part(
    group: Sequence[int],
    mine: Mapping[int, tuple[str, int]],
    countries: Mapping[tuple[str, int], set[str]],
    author: str,
    topics: Mapping[str, set[str]],
) -> _Part:
    return _Part(
        len(group),
        frozenset().union(*(countries[author, work] for work in group)),
        frozenset().union(*(topics.get(mine[work][0], ()) for work in group)),
        frozenset(mine[work][1] for work in group),
    )


def _by_year(parts: Sequence[_Part]) -> list[tuple[int, list[_Part]]]:
    """Return each year with the parts that have works of it, the earliest first."""
    years: dict[int, list[_Part]] = defaultdict(list)
    for part in parts:
        for year in part.years:
            years[year].append(part)
    return sorted(years.items())


def _scattered(parts: Sequence[_Part]) -> bool:
    """Whether so many of these parts stand apart; those in fewest countries are taken first."""
    abroad: list[_Part] = []
    anywhere: list[_Part] = []
    for part in sorted(parts, key=lambda p: (len(p.countries), sorted(p.countries), sorted(p.topics))):
        if all(part.apart(other) for other in abroad):
            abroad.append(part)
        if not any(part.topics & other.topics for other in anywhere):
            anywhere.append(part)
    return len(abroad) >= ABROAD or len(anywhere) >= ANYWHERE
