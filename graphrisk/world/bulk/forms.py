"""Forms of the crowd: calls of ten and a hundred thousand applicants, with what these declared."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.names.identifiers import row_id
from graphrisk.world import vocabulary
from graphrisk.world.bulk.works import funder_of
from graphrisk.world.rows import from_columns

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from graphrisk.world.bulk.organizations import Ground
    from graphrisk.world.bulk.people import Crowd
    from graphrisk.world.bulk.works import Books

    Integers = npt.NDArray[np.int64]
    Columns = dict[str, pa.Array]

TEAM = ("pi", "co_i", "postdoc", "student")
CLOSES = dt.date(2026, 10, 30)
DECLARED = dt.date(2026, 9, 15)
_AREAS_OF_CALL = ["3", "5", "9", "15", "20"]


def call_sizes(people: int, applicants: int | None) -> dict[str, int]:
    """Return the calls of the crowd with their numbers of applicants."""
    if applicants is not None:
        return {f"CALL-{applicants}": min(applicants, people)}
    sizes = {"CALL-10K": min(people, 10_000)}
    return sizes | {"CALL-100K": min(people, 100_000)} if people > 10_000 else sizes


def make_forms(
    rng: np.random.Generator,
    words: random.Random,
    ground: Ground,
    crowd: Crowd,
    books: Books,
    sizes: dict[str, int],
) -> dict[str, pa.Table]:
    """Return the declared tables of the crowd. Who has a post where calls are made comes first."""
    order = rng.permutation(len(crowd.home))
    here = ground.domestic[crowd.later[order]]
    order = np.concatenate((order[here], order[~here])).astype(np.int64)
    people = order[: max(sizes.values())]
    tables: dict[str, list[Columns]] = {"participants": [], "applications": []}
    for call_id, size in sizes.items():
        team, applications = _applications(words, call_id, people[:size])
        tables["applications"].append(applications)
        tables["participants"].append(_participants(rng, ground, crowd, people[:size], team))
    found = {name: pa.concat_tables([_table(name, c) for c in parts]) for name, parts in tables.items()}
    found["calls"] = _table("calls", _calls(sizes))
    found["declared_affiliations"] = pa.concat_tables(
        _table("declared_affiliations", c) for c in _posts(rng, ground, crowd, people)
    )
    found["declared_funding"] = _table("declared_funding", _funding(rng, books, people))
    found["declared_education"] = _table("declared_education", _education(rng, ground, people))
    found["attestations"] = _table("attestations", _attestations(rng, people))
    return found


def _table(name: str, columns: Columns) -> pa.Table:
    """Return columns as a table of the schema, with ids of its rows."""
    values = zip(*(column.to_pylist() for column in columns.values()), strict=True)
    return from_columns(name, {"row_id": pa.array([row_id(name, row) for row in values]), **columns})


def _person_ids(people: Integers) -> pa.Array:
    return pc.binary_join_element_wise("C", pa.array(people).cast(pa.string()), "")


def _same(value: object, count: int) -> pa.Array:
    return pa.repeat(pa.scalar(value), count)


def _calls(sizes: dict[str, int]) -> Columns:
    count = len(sizes)
    return {
        "call_id": pa.array(list(sizes)),
        "title": pa.array([f"Call with {size:,} applicants" for size in sizes.values()]),
        "funder": _same("W", count),
        "program": _same("W-KEY", count),
        "designated": _same(value=True, count=count),
        "taxonomy": _same("jp-20-2022", count),
        "opens_on": _same(dt.date(2026, 8, 3), count),
        "closes_on": _same(CLOSES, count),
        "policy": _same("jp-tejunsho", count),
    }


def _applications(words: random.Random, call_id: str, people: Integers) -> tuple[pa.Array, Columns]:
    """Return the application of each person, four to one, and the applications."""
    count = -(-len(people) // len(TEAM))
    ids = [f"{call_id}-{n:05d}" for n in range(count)]
    kinds = [
        vocabulary.project(words, (area,), "education") | {"areas": [area]}
        for area in _AREAS_OF_CALL
        for _ in range(4)
    ]
    chosen = [kinds[n % len(kinds)] for n in range(count)]
    columns: Columns = {"application_id": pa.array(ids), "call_id": _same(call_id, count)}
    for name in ("title", "title_en", "abstract", "abstract_en"):
        columns[name] = pa.array([c[name] for c in chosen])
    columns["keywords"] = pa.array([c["keywords"] for c in chosen])
    columns["technology_areas"] = pa.array([c["areas"] for c in chosen])
    columns["concern_codes"] = pa.array(
        [["M"] if n % 10 == 0 else [] for n in range(count)], pa.list_(pa.string())
    )
    columns["submitted_on"] = _same(dt.date(2026, 10, 20), count)
    return columns["application_id"].take(pa.array(np.arange(len(people)) // len(TEAM))), columns


def _participants(
    rng: np.random.Generator, ground: Ground, crowd: Crowd, people: Integers, team: pa.Array
) -> Columns:
    """Return the roster: nine in ten give an ORCID iD if they have one, three in ten an OpenAlex id."""
    count = len(people)
    record = pa.array(people)
    home = crowd.later[people]
    nothing = pa.scalar(None, pa.string())
    names, rors = _organizations(ground)
    shown = crowd.names.take(record)
    return {
        "application_id": team,
        "person_id": _person_ids(people),
        "role": pa.array(TEAM).take(pa.array(np.arange(count) % len(TEAM))),
        "name_latin": pa.ListArray.from_arrays(pa.array(np.arange(count + 1, dtype=np.int32)), shown),
        "orcid": pc.if_else(pa.array(rng.random(count) < 0.9), crowd.orcids.take(record), nothing),
        "openalex_id": pc.if_else(pa.array(rng.random(count) < 0.3), crowd.ids.take(record), nothing),
        "home_org": names.take(pa.array(home)),
        "home_org_ror": pc.if_else(pa.array(rng.random(count) < 0.8), rors.take(pa.array(home)), nothing),
    }


def _organizations(ground: Ground) -> tuple[pa.Array, pa.Array]:
    return pa.array([o.declared_name for o in ground.crowd]), pa.array([o.ror for o in ground.crowd])


def _posts(rng: np.random.Generator, ground: Ground, crowd: Crowd, people: Integers) -> list[Columns]:
    """Return posts: the present one, the one before a move (nine in ten), a second one (17 in 20)."""
    names, rors = _organizations(ground)

    def rows(
        who: Integers, place: Integers, kind: str, start: Callable[[Integers], Integers], end: Integers | None
    ) -> Columns:
        count = len(who)
        return {
            "person_id": _person_ids(who),
            "org": names.take(pa.array(place)),
            "org_ror": pc.if_else(
                pa.array(rng.random(count) < 0.7), rors.take(pa.array(place)), pa.scalar(None, pa.string())
            ),
            "type": _same(kind, count),
            "paid": _same(value=True, count=count),
            "start_on": _april(start(who)),
            "end_on": pa.nulls(count, pa.date32()) if end is None else _april(end, days=-1),
            "declared_on": _same(DECLARED, count),
        }

    moved = people[(crowd.moved[people] < 9999) & (rng.random(len(people)) < 0.9)]
    double = people[(crowd.second[people] >= 0) & (rng.random(len(people)) < 0.85)]
    long_ago = np.full(len(crowd.home), 2008)
    return [
        rows(people, crowd.later[people], "employed", lambda w: np.minimum(crowd.moved[w], 2024), None),
        rows(moved, crowd.home[moved], "employed", lambda w: long_ago[w], crowd.moved[moved]),
        rows(double, crowd.second[double], "joint", lambda w: np.full(len(w), 2015), None),
    ]


def _april(years: Sequence[int] | Integers, *, days: int = 0) -> pa.Array:
    """Return 1 April of each year, moved by `days`."""
    first = (np.asarray(years) - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    return pa.array(first + np.timedelta64(90 + days, "D"))


def _funding(rng: np.random.Generator, books: Books, people: Integers) -> Columns:
    """Return the award of each person, declared by nine in ten."""
    who = people[rng.random(len(people)) < 0.9]
    count = len(who)
    funder = pa.array(funder_of(who, len(books.funder_ids)))
    return {
        "person_id": _person_ids(who),
        "funder": books.funder_names.take(funder),
        "funder_ror": books.funder_rors.take(funder),
        "funder_type": _same("domestic_public", count),
        "award_id": books.numbers.take(pa.array(who)),
        "role": _same("pi", count),
        "status": _same("current", count),
        "start_on": _same(dt.date(2020, 4, 1), count),
        "declared_on": _same(DECLARED, count),
        "award_key": books.keys.take(pa.array(who)),
    }


def _education(rng: np.random.Generator, ground: Ground, people: Integers) -> Columns:
    who = people[rng.random(len(people)) < 0.6]
    count = len(who)
    names, rors = _organizations(ground)
    place = pa.array(rng.integers(0, len(ground.crowd), count))
    return {
        "person_id": _person_ids(who),
        "org": names.take(place),
        "org_ror": rors.take(place),
        "degree": _same("PhD", count),
        "start_on": _same(dt.date(2003, 4, 1), count),
        "end_on": _same(dt.date(2008, 3, 31), count),
        "declared_on": _same(DECLARED, count),
    }


def _attestations(rng: np.random.Generator, people: Integers) -> Columns:
    who = people[rng.random(len(people)) < 0.97]
    count = len(who)
    return {
        "person_id": _person_ids(who),
        "statement_version": _same("2026.1", count),
        "signed_on": _same(DECLARED, count),
        "contact": _same("Research Integrity Office", count),
    }
