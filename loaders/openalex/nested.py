"""Rows that belong to rows: whose each is and in which place, for all at once."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def owners_and_places(lists: pa.ListArray) -> tuple[pa.Array, pa.Array]:
    """Return, for the values of all lists one after another, the number of their list and their place in it.

    Lists of lengths 2, 0, 1 give the owners [0, 0, 2] and places [0, 1, 0].
    """
    owners = pc.list_parent_indices(lists)
    starts = pc.subtract(lists.offsets, lists.offsets[0]).cast(pa.int64())
    return owners, pc.subtract(pa.array(range(len(owners)), pa.int64()), starts.take(owners))


def lists_of(lengths: Sequence[int]) -> pa.ListArray:
    """Return lists of these lengths, filled with the numbers from 0."""
    offsets = pa.array(accumulate(lengths, initial=0), pa.int32())
    return pa.ListArray.from_arrays(offsets, pa.array(range(offsets[-1].as_py()), pa.int64()))


def mapped(values: pa.Array, function: Callable[[str], str | None]) -> pa.Array:
    """Return `function` of each string, null for null; it is called once for each distinct string."""
    encoded = values.dictionary_encode()
    results = [function(value) for value in encoded.dictionary.to_pylist()]
    return pa.array(results, pa.string()).take(encoded.indices)
