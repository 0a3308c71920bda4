"""Chance that is the same every time."""

from __future__ import annotations

import random


def chance(seed: int) -> random.Random:
    """Return a generator of random numbers from `seed`."""
    return random.Random(seed)  # noqa: S311  # nothing secret
