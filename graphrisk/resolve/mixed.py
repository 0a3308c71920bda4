"""Author records that seem to hold two people's works: a source's id that merged them.

Three things tell: several ORCID iDs on works (`records.merged_records`), printed names that cannot be the
person's beside those that are, and years in which works stand in other countries, with other co-authors and
in other fields. A post beside another one is printed on one work, or shared with the same co-authors; that
makes no record doubtful.
"""

from __future__ import annotations

from collections import defaultdict
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
    from collections.abc import Iterable, Mapping

    import ibis.expr.types as ir
    import pyarrow as pa

    from graphrisk.resolve.roster import Roster
    from graphrisk.store.engine import Engine

TEAM = 25
"""Most authors of a work whose authors are taken for people who know one another."""
LEAST_WORKS = 2
"""Works that must speak for a second person; one may be a misprint or a wrongly assigned work."""
_STRANGE = texts(*PAIR, "name", "first")
_FALLEN = texts("author_id", "mixed")


def find_mixed(engine: Engine, roster: Roster, pairs: ir.Table, lines: ir.Table, seen: ir.Table) -> ir.Table:
    """Return person_id, author_id and mixed of the `pairs` whose record seems to hold two people's works.

    `pairs` say which names agree (name, name_variant, name_short); `lines` are the authorships of at least
    their records, `seen` the organisations at which their works show them. The code is mixed_names with the
    strange name, or mixed_places with the first year in which the works fall apart.
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
        said.select("author_id", "work_no", "org_id", "country"),
        mates,
        topics.select("work_id", "topics"),
    )


def _fallen(dated: pa.Table, at: pa.Table, beside: pa.Table, topics: pa.Table) -> pa.Table:
    about = {work: set(found or ()) for work, found in rows_of(topics)}
    years = _fallen_apart(rows_of(dated), rows_of(at), rows_of(beside), about)
    return table_of(_FALLEN, ((author, f"mixed_places:{year}") for author, year in years.items()))


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
) -> dict[str, int]:
    """Return by record the first year in which two groups of its works have nothing in common.

    Works hang together that share an organisation or a co-author. Two groups are two people's where they
    hold at least `LEAST_WORKS` works each, no country and no topic in common, and the same year.
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
        parts = [
            (
                {country for work in group for country in countries[author, work]},
                {topic for work in group for topic in topics.get(mine[work][0], ())},
                {mine[work][1] for work in group},
            )
            for group in groups.groups()
            if len(group) >= LEAST_WORKS
        ]
        years = [
            min(one[2] & two[2])
            for one, two in combinations(parts, 2)
            if one[2] & two[2] and not one[0] & two[0] and one[1] and two[1] and not one[1] & two[1]
        ]
        if years:
            found[author] = min(years)
    return found
