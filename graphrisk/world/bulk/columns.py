"""Columns of identifiers, made without a loop; they agree with `graphrisk.world.identifiers`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.world import identifiers

if TYPE_CHECKING:
    import numpy.typing as npt

    Integers = npt.NDArray[np.int64]

_BASE = 9_900_000_000


def openalex(kind: str, numbers: Integers) -> pa.Array:
    """Return the OpenAlex ids of invented things of `kind`."""
    head = identifiers.openalex(kind, 0).removesuffix(str(_BASE))
    return pc.binary_join_element_wise(head, pa.array(numbers + _BASE).cast(pa.string()), "")


def doi(numbers: Integers) -> pa.Array:
    """Return the DOIs of invented works."""
    return pc.binary_join_element_wise(
        identifiers.doi(0).removesuffix("0"), pa.array(numbers).cast(pa.string()), ""
    )


def orcid(numbers: Integers) -> pa.Array:
    """Return the ORCID iDs of invented people."""
    total = np.zeros(len(numbers), dtype=np.int64)
    for digit in identifiers.ORCID_PREFIX:
        total = (total + int(digit)) * 2
    for place in range(10, -1, -1):
        total = (total + numbers // 10**place % 10) * 2
    check = pa.array(list("0123456789X")).take(pa.array((12 - total % 11) % 11))
    digits = padded(numbers, 11)
    parts = [pc.utf8_slice_codeunits(digits, start, end) for start, end in ((0, 4), (4, 8), (8, 11))]
    last = pc.binary_join_element_wise(parts[2], check, "")
    head = pa.scalar(f"https://orcid.org/{identifiers.ORCID_PREFIX}")
    return pc.binary_join_element_wise(head, parts[0], parts[1], last, "-")


def padded(numbers: Integers, width: int) -> pa.Array:
    """Return numbers as text of `width` digits."""
    return pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width, "0")
