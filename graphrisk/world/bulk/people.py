"""Author records in any number: names, identifiers and the organisations of their career."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.names.persons import person_key
from graphrisk.world.bulk import columns
from graphrisk.world.people import SCRIPTS, common_parts, name_parts

if TYPE_CHECKING:
    import numpy.typing as npt

    from graphrisk.world.bulk.organizations import Ground

    Integers = npt.NDArray[np.int64]

VARIANTS = 3
"""Printed forms of a name: as displayed, family name first, initial."""
_BY_COUNTRY = {"JP": 0, "CN": 1, "TW": 1, "SG": 1, "KR": 2, "IN": 4, "VN": 4, "TH": 4, "BR": 4}


@dataclass(frozen=True)
class Crowd:
    """Author records: `home`, and from `moved` (a year) on `later`; `second` is held beside it, or -1."""

    first: int
    ids: pa.Array
    names: pa.Array
    printed: pa.Array
    """`VARIANTS` printed names for each record, one after the other."""
    orcids: pa.Array
    home: Integers
    later: Integers
    moved: Integers
    second: Integers
    starts: Integers
    """For each organisation the first of its records; they stand together."""


def make_crowd(rng: np.random.Generator, ground: Ground, count: int, first: int = 0) -> Crowd:
    """Return `count` author records, numbered from `first`; few organisations are large, many small."""
    places = len(ground.crowd)
    weights = 1.0 / np.arange(2, places + 2) ** 0.7
    home = np.sort(rng.choice(places, size=count, p=weights / weights.sum())).astype(np.int64)
    moves = rng.random(count) < 0.15
    later = np.where(moves, rng.integers(0, places, count), home)
    moved = np.where(moves, rng.integers(2013, 2025, count), 9999)
    second = np.where(rng.random(count) < 0.08, _second(rng, ground, later), -1)
    numbers = np.arange(first, first + count, dtype=np.int64)
    names, printed = _names(rng, ground, home)
    return Crowd(
        first=first,
        ids=columns.openalex("A", numbers),
        names=names,
        printed=printed,
        orcids=pc.if_else(
            pa.array(rng.random(count) < 0.6), columns.orcid(numbers), pa.scalar(None, pa.string())
        ),
        home=home,
        later=later,
        moved=moved.astype(np.int64),
        second=second,
        starts=np.searchsorted(home, np.arange(places + 1)).astype(np.int64),
    )


def _second(rng: np.random.Generator, ground: Ground, later: Integers) -> Integers:
    """Return an organisation for a second post: half of the time in the same country as the first."""
    places = len(ground.crowd)
    anywhere = rng.integers(0, places, len(later))
    at_home = np.flatnonzero(ground.domestic)
    near = at_home[rng.integers(0, len(at_home), len(later))]
    return np.where(ground.domestic[later] & (rng.random(len(later)) < 0.5), near, anywhere)


def _names(rng: np.random.Generator, ground: Ground, home: Integers) -> tuple[pa.Array, pa.Array]:
    """Return names as displayed and as printed; names recur, as among real people."""
    count = len(home)
    by_place = np.array([_BY_COUNTRY.get(o.country or "", 3) for o in ground.crowd])
    script = np.where(rng.random(count) < 0.1, rng.integers(0, len(SCRIPTS), count), by_place[home])
    family: list[str] = [""] * count
    given: list[str] = [""] * count
    middle = rng.integers(0, 52, count)
    for number, key in enumerate(SCRIPTS):
        rows = np.flatnonzero(script == number)
        parts = {place: [p[-1] for p in found] for place, found in name_parts()[key].items()}
        kept = [p[-1] for p in common_parts(name_parts()[key]["family_first"])]
        drawn = [
            np.array(values, dtype=object)[rng.integers(0, len(values), len(rows))]
            for values in (kept, parts["family_second"], parts["given_first"], parts["given_second"])
        ]
        joint = "-" if key == "ko" else ""
        for row, f1, f2, g1, g2 in zip(rows.tolist(), *(d.tolist() for d in drawn), strict=True):
            letter = middle[row]
            initial = f" {chr(65 + letter)}." if number >= 3 and letter < 26 else ""
            family[row] = f1 + f2
            given[row] = f"{g1}{joint}{g2}{initial}"
    families, givens = pa.array(family), pa.array(given)
    shown = pc.binary_join_element_wise(givens, families, " ")
    reverse = pc.binary_join_element_wise(families, givens, ", ")
    short = pc.binary_join_element_wise(pc.utf8_slice_codeunits(givens, 0, 1), families, ". ")
    order = np.arange(VARIANTS * count).reshape(VARIANTS, count).T.ravel()
    return shown, pa.concat_arrays([shown, reverse, short]).take(pa.array(order))


def name_keys(names: pa.Array) -> pa.Array:
    """Return the keys of `names`, each distinct name worked out once."""
    encoded = names.dictionary_encode()
    keys = pa.array([person_key.__wrapped__(name) for name in encoded.dictionary.to_pylist()], pa.string())
    return keys.take(encoded.indices)
