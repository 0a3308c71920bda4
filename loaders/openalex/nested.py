"""Rows that belong to rows: from how many each has, their owner and their place, for all at once."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def owners_and_places(counts: Sequence[int]) -> tuple[pa.Array, pa.Array]:
    """Return, for rows that lie one after another, the number of their owner and their place in it, from 0.

    `counts` tells how many rows each owner has: [2, 0, 1] gives the owners [0, 0, 2] and places [0, 1, 0].
    """
    offsets = pa.array(accumulate(counts, initial=0), pa.int64())
    total = offsets[-1].as_py()
    rows = pa.array(range(total), pa.int64())
    owners = pc.list_parent_indices(pa.LargeListArray.from_arrays(offsets, rows))
    return owners, pc.subtract(rows, offsets.take(owners))


def mapped(values: pa.Array, function: Callable[[str], str | None]) -> pa.Array:
    """Return `function` of each string, null for null; it is called once for each distinct string."""
    encoded = values.dictionary_encode()
    results = [function(value) for value in encoded.dictionary.to_pylist()]
    return pa.array(results, pa.string()).take(encoded.indices)
