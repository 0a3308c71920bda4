"""How Python itself runs while a scan does: no garbage collector, and quick changes between threads."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the garbage collector from running.

    A scan makes hundreds of thousands of objects that all stay; looking through them for cycles again and
    again takes a sixth of its time and finds next to nothing.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


_SWITCH = 0.0002
"""Seconds after which a thread that computes lets another one have Python's lock."""


@contextmanager
def quick_switching() -> Iterator[None]:
    """Let the engine's thread have Python's lock at once when it asks for it.

    Between two statements it needs the lock for some microseconds; by default it waits 5 ms for it each time,
    while the engine stands still. Over the hundred statements of a scan that is more than a second.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(before, _SWITCH))
    try:
        yield
    finally:
        sys.setswitchinterval(before)
