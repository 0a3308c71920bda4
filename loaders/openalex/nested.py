"""Rows that belong to rows: whose each is and in which place, for all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def owners_and_places(lists: pa.ListArray) -> tuple[pa.Array, pa.Array]:
    """Return, for the values of all lists one after another, the number of their list and their place in it.

    Lists of lengths 2, 0, 1 give the owners [0, 0, 2] and places [0, 1, 0].
    """
    offsets = lists.offsets.to_numpy()
    lengths = np.diff(offsets)
    owners = np.repeat(np.arange(len(lists)), lengths)
    places = np.arange(len(owners)) - np.repeat(offsets[:-1] - offsets[0], lengths)
    return pa.array(owners), pa.array(places)


def lists_of(lengths: Sequence[int]) -> pa.ListArray:
    """Return lists of these lengths, filled with the numbers from 0."""
    offsets = np.concatenate(([0], np.cumsum(lengths, dtype=np.int32)), dtype=np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(np.arange(offsets[-1], dtype=np.int64)))


def mapped(values: pa.Array, function: Callable[[str], str | None]) -> pa.Array:
    """Return `function` of each string, null for null; it is called once for each distinct string."""
    encoded = values.dictionary_encode()
    results = [function(value) for value in encoded.dictionary.to_pylist()]
    return pa.array(results, pa.string()).take(encoded.indices)
