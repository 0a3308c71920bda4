"""A function over many pieces, in several processes, in order and in bounded memory."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, TypeVar

from graphrisk.errors import GraphRiskError
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

T = TypeVar("T")
R = TypeVar("R")

WORTH_IT = 8
"""From how many pieces on processes are started; starting them takes as long as decoding a few pieces."""


def ordered(
    make: Callable[[], Callable[[T], R]], pieces: Iterable[T], *, processes: int
) -> Generator[R, None, None]:
    """Yield `make()(piece)` for each piece, in order, computed in up to `processes` processes.

    Each process calls `make` once, so that its function may remember things from piece to piece. The pieces
    are drawn as they are needed: at first `WORTH_IT`, then `processes` + 2 are held at most. `make` and the
    pieces are pickled. With one process, or few pieces, all is done here. When the caller stops early, or
    this process dies, the others end. Raises `GraphRiskError` where one of them dies.
    """
    source = iter(pieces)
    first = list(islice(source, WORTH_IT)) if processes > 1 else []
    if len(first) < WORTH_IT:
        yield from map(make(), chain(first, source))
        return
    yield from _in_pool(make, chain(first, source), processes)


def _in_pool(
    make: Callable[[], Callable[[T], R]], pieces: Iterator[T], processes: int
) -> Generator[R, None, None]:
    # Forking is not safe here: Arrow and database threads may be running.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_become_worker, initargs=(make,))
    under_way: deque[Future[R]] = deque()
    try:
        for piece in pieces:
            under_way.append(pool.submit(_compute, piece))
            if len(under_way) >= processes + 2:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BrokenProcessPool as error:
        raise GraphRiskError(
            Sentence("A process that helped with the load ended unexpectedly; memory may have run out."),
            remedy=Sentence("Nothing was loaded. Try again with one process."),
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_FUNCTION: list[Callable[[Any], Any]] = []
"""What this process computes, if it is one of a pool: set once, when it starts."""


def _compute(piece: Any) -> Any:
    return _FUNCTION[0](piece)


def _become_worker(make: Callable[[], Callable[[Any], Any]]) -> None:
    """Make this process a worker.

    It leaves interrupts to the parent, and ends when the parent is gone, which may be killed without a
    farewell. What it computes makes many objects that live long and no cycles to speak of, so that Python's
    search for cycles would be lost time.
    """
    gc.disable()
    _FUNCTION[:] = [make()]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
