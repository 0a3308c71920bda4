"""A function over many pieces, in several processes, in order and in bounded memory."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib.abc import MetaPathFinder
from itertools import chain, islice
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, TypeVar

from graphrisk.errors import GraphRiskError
from graphrisk.sentences import Sentence
from loaders.shared import Packed, Places

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

T = TypeVar("T")
R = TypeVar("R")

WORTH_IT = 8
"""From how many pieces on processes are started; starting them takes as long as decoding a few pieces."""


def ordered(
    make: Callable[[], Callable[[T], R]], pieces: Iterable[T], *, processes: int
) -> Generator[R, None, None]:
    """Yield `make()(piece)` for each piece, in order, computed in up to `processes` processes.

    Each process calls `make` once, so that its function may remember things from piece to piece. The pieces
    are drawn as they are needed: at first `WORTH_IT`, then `processes` + 2 are held at most. `make`, pieces
    and results are pickled, and what pickle gives apart goes through shared memory. With one process, or few
    pieces, all is done here. When the caller stops early, or this process dies, the others end. Raises
    `GraphRiskError` where one of them dies.
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
    held = processes + 2
    places = Places(context, held)
    pool = ProcessPoolExecutor(
        processes, mp_context=context, initializer=_become_worker, initargs=(make, places)
    )
    under_way: deque[tuple[int, Future[Packed]]] = deque()
    try:
        for number, piece in enumerate(pieces):
            # The last to have this place was taken out below before the next piece was drawn.
            place = number % held
            under_way.append((place, pool.submit(_compute, place, places.pack(place, piece))))
            if len(under_way) >= held:
                yield _taken(places, *under_way.popleft())
        while under_way:
            yield _taken(places, *under_way.popleft())
    except BrokenProcessPool as error:
        raise GraphRiskError(
            Sentence("A process that helped with the load ended unexpectedly; memory may have run out."),
            remedy=Sentence("Nothing was loaded. Try again with one process."),
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _taken(places: Places, place: int, result: Future[Packed]) -> Any:
    return places.unpack(place, result.result())


_WORKER: list[tuple[Callable[[Any], Any], Places]] = []
"""What this process computes and where, if it is one of a pool: set once, when it starts."""


def _compute(place: int, packed: Packed) -> Packed:
    function, places = _WORKER[0]
    return places.pack(place, function(places.unpack(place, packed)))


def _become_worker(make: Callable[[], Callable[[Any], Any]], places: Places) -> None:
    """Make this process a worker.

    It leaves interrupts to the parent, and ends when the parent is gone, which may be killed without a
    farewell. What it computes makes many objects that live long and no cycles to speak of, so that Python's
    search for cycles would be lost time.
    """
    gc.disable()
    sys.meta_path.insert(0, _WithoutPandas())
    _WORKER[:] = [(make(), places)]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


class _WithoutPandas(MetaPathFinder):
    """Lets nobody find pandas, as if it were not installed.

    Arrow asks whether what it makes an array of belongs to pandas, and imports it for that, which takes 0.3 s
    of a processor. In a process that helps with a load nothing does.
    """

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        """Raise `ModuleNotFoundError` for pandas, and leave others to those who find them."""
        if fullname == "pandas":
            raise ModuleNotFoundError(name=fullname)
        return None


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
