"""Works of the crowd, chunk by chunk, as tables of the schema."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.world import identifiers, vocabulary
from graphrisk.world.bulk import columns, teams
from graphrisk.world.bulk.organizations import STYLES
from graphrisk.world.bulk.people import VARIANTS
from graphrisk.world.rows import OLD_YEAR, from_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from graphrisk.world.bulk.organizations import Ground
    from graphrisk.world.bulk.people import Crowd

    Integers = npt.NDArray[np.int64]

CHUNK = 200_000
"""Works in a chunk; memory grows with it, not with the world."""
_TITLES = 20_000
_TYPES = pa.array(
    ["article", "article", "article", "article", "review", "preprint", "book-chapter", "erratum"]
)


@dataclass(frozen=True)
class Chunk:
    """Tables of some works, and the printed name of each authorship (record times `VARIANTS` plus form)."""

    tables: dict[str, pa.Table]
    names: Integers


class Books:
    """Titles, topics and keywords that works draw from, and the awards of their leaders."""

    def __init__(self, rng: random.Random, ground: Ground, people: int) -> None:
        made = [self._one(rng) for _ in range(_TITLES)]
        self.titles = pa.array([m[0] for m in made])
        self.keywords = pa.array([list(m[1]) for m in made], pa.list_(pa.string()))
        self.topics = pa.array([[m[2]] for m in made], pa.list_(pa.string()))
        funders = ground.funders
        self.funder_ids = pa.array([identifiers.openalex("F", f.number) for f in funders])
        self.funder_rors = pa.array([f.ror for f in funders])
        self.funder_names = pa.array([f.name for f in funders])
        # Everybody has one award: its number follows from the number of their record.
        records = np.arange(people, dtype=np.int64)
        year = pa.array(20 + records % 6).cast(pa.string())
        self.keys = pc.binary_join_element_wise(year, columns.padded(records, 7), "X")
        self.numbers = pc.binary_join_element_wise("JP", self.keys, "")

    @staticmethod
    def _one(rng: random.Random) -> tuple[str, tuple[str, ...], str]:
        if rng.random() < 0.3:
            area = rng.choice(vocabulary.areas())
            title, _, keywords = vocabulary.technical(rng, area)
            return title, keywords, keywords[0].capitalize()
        field = rng.choice(vocabulary.plain_fields())
        title, _, keywords = vocabulary.plain(rng, field)
        return title, keywords, field.capitalize()


def funder_of(record: Integers, funders: int) -> Integers:
    """Return the number of the funder that pays each record's award."""
    return record * 31 % funders


def chunks(seed: int, ground: Ground, crowd: Crowd, books: Books, works: int, first: int) -> Iterator[Chunk]:
    """Yield the tables of `works` works whose numbers begin with `first`."""
    people = len(crowd.home)
    share = teams.leaders(np.random.default_rng([seed, 2]), people)
    for start in range(0, works, CHUNK):
        rng = np.random.default_rng([seed, 3, start])
        yield _chunk(rng, ground, crowd, books, share, first + start, min(CHUNK, works - start))


def _chunk(
    rng: np.random.Generator,
    ground: Ground,
    crowd: Crowd,
    books: Books,
    share: npt.NDArray[np.float64],
    first: int,
    count: int,
) -> Chunk:
    year = teams.years(rng, count)
    work, author = teams.members(rng, crowd, share, teams.sizes(rng, count))
    size = np.bincount(work, minlength=count)
    begins = np.concatenate(([0], np.cumsum(size)[:-1]))
    position = np.arange(len(work)) - begins[work]
    numbers = np.arange(first, first + count)
    ids = columns.openalex("W", numbers)
    # The source cuts lists at a hundred authors; authors_count tells of the rest.
    kept = position < 100
    form = np.where(rng.random(len(work)) < 0.75, 0, rng.integers(0, VARIANTS, len(work)))
    printed = author * VARIANTS + form
    tables = {
        "works": _works(rng, books, numbers, year, size),
        "authorships": _authorships(
            rng, crowd, ids, work[kept], position[kept], author[kept], printed[kept], year[work[kept]]
        ),
        "affiliations": _affiliations(
            rng, ground, crowd, ids, work[kept], position[kept], author[kept], year[work[kept]]
        ),
        "work_awards": _awards(rng, books, ids, author[begins]),
    }
    return Chunk(tables, printed[kept])


def _works(
    rng: np.random.Generator, books: Books, numbers: Integers, year: Integers, size: Integers
) -> pa.Table:
    count = len(numbers)
    ids = columns.openalex("W", numbers)
    title = pa.array(rng.integers(0, _TITLES, count))
    # Works of the last year end with October.
    day = rng.integers(0, np.where(year == teams.LAST_YEAR, 303, 365))
    dates = (year - 1970).astype("datetime64[Y]")
    dates = dates.astype("datetime64[D]") + day.astype("timedelta64[D]")
    return from_columns(
        "works",
        {
            "work_id": ids,
            "doi": columns.doi(numbers),
            "title": books.titles.take(title),
            "type": _TYPES.take(pa.array(np.minimum(rng.integers(0, 40, count) // 5, 7))),
            "publication_date": pa.array(dates.astype("datetime64[D]")),
            "publication_year": pa.array(year),
            "language": pa.repeat(pa.scalar("en"), count),
            "authors_count": pa.array(size.astype(np.int64)),
            "authors_truncated": pa.array(size > 100),
            "is_retracted": pa.array(rng.random(count) < 0.0002),
            "topics": books.topics.take(title),
            "keywords": books.keywords.take(title),
            "url": ids,
        },
    )


def _authorships(
    rng: np.random.Generator,
    crowd: Crowd,
    ids: pa.Array,
    work: Integers,
    position: Integers,
    author: Integers,
    printed: Integers,
    year: Integers,
) -> pa.Table:
    record = pa.array(author)
    orcid = crowd.orcids.take(record)
    stated = pa.array((rng.random(len(work)) < 0.4) & (year > OLD_YEAR))
    return from_columns(
        "authorships",
        {
            "work_id": ids.take(pa.array(work)),
            "position": pa.array(position),
            "author_id": crowd.ids.take(record),
            "raw_name": crowd.printed.take(pa.array(printed)),
            "orcid": orcid,
            "raw_orcid": pc.if_else(stated, orcid, pa.scalar(None, pa.string())),
            "is_corresponding": pa.array(position == 0),
        },
    )


def _affiliations(
    rng: np.random.Generator,
    ground: Ground,
    crowd: Crowd,
    ids: pa.Array,
    work: Integers,
    position: Integers,
    author: Integers,
    year: Integers,
) -> pa.Table:
    """One address for everybody, a second where a second post is held; some are left unresolved."""
    place = np.where(year >= crowd.moved[author], crowd.later[author], crowd.home[author])
    second = crowd.second[author]
    twice = np.flatnonzero((second >= 0) & (second != place) & (year >= 2016) & (rng.random(len(work)) < 0.7))
    rows = np.concatenate((np.arange(len(work)), twice))
    places = np.concatenate((place, second[twice]))
    seq = np.concatenate((np.zeros(len(work), np.int64), np.ones(len(twice), np.int64)))
    order = np.argsort(rows, kind="stable")
    rows, places, seq = rows[order], places[order], seq[order]
    string = pa.array(places * STYLES + rng.integers(0, STYLES, len(rows)))
    chance = rng.random(len(rows))
    org_ids = pa.array([o.org_id for o in ground.crowd])
    record = pa.array(author[rows])
    return from_columns(
        "affiliations",
        {
            "work_id": ids.take(pa.array(work[rows])),
            "position": pa.array(position[rows]),
            "seq": pa.array(seq),
            "author_id": crowd.ids.take(record),
            "org_id": org_ids.take(pa.array(places, mask=chance < 0.04)),
            "raw_string": pc.if_else(
                pa.array(chance > 0.98), pa.scalar(None, pa.string()), ground.strings.take(string)
            ),
        },
    )


def _awards(rng: np.random.Generator, books: Books, ids: pa.Array, lead: Integers) -> pa.Table:
    """Three works in ten acknowledge the leader's award, one in twenty a funder without a number."""
    chance = rng.random(len(lead))
    rows = np.flatnonzero(chance < 0.35)
    leader = lead[rows]
    funder = pa.array(funder_of(leader, len(books.funder_ids)))
    numbered = pa.array(leader, mask=chance[rows] >= 0.3)
    return from_columns(
        "work_awards",
        {
            "work_id": ids.take(pa.array(rows)),
            "seq": pa.array(np.zeros(len(rows), np.int64)),
            "funder_id": books.funder_ids.take(funder),
            "funder_ror": books.funder_rors.take(funder),
            "funder_name": books.funder_names.take(funder),
            "award_id": books.numbers.take(numbered),
            "award_key": books.keys.take(numbered),
        },
    )
