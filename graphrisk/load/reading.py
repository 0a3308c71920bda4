"""Reading: from the events of a loader to the staging area, counting as they come."""

from __future__ import annotations

from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphrisk.load.report import ProgressState
from loaders.base import Batch, Edition, Parquet, Progress, Reject, Replace, Skip, Warn

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from graphrisk.load.staging import Staging
    from loaders.base import Input, Options, Source

_EVERY_SECONDS = 0.1


class Meter:
    """Tells how far a load is, at most ten times a second but at each change of stage."""

    def __init__(
        self,
        tell: Callable[[ProgressState], None] | None,
        now: Callable[[], dt.datetime],
        total: int | None,
    ) -> None:
        self._tell, self._now, self._total = tell, now, total
        self._records = self._bytes = 0
        self._stage = ""
        self._last: dt.datetime | None = None

    def stage(self, name: str) -> None:
        """Say that a new stage begins."""
        self._stage, self._last = name, None
        self._say()

    def advance(self, records: int, bytes_done: int) -> None:
        """Say that `records` more were read, and how many bytes of input in all."""
        self._records += records
        self._bytes = max(self._bytes, bytes_done)
        self._say()

    def _say(self) -> None:
        if self._tell is None:
            return
        now = self._now()
        if self._last is None or (now - self._last).total_seconds() >= _EVERY_SECONDS:
            self._last = now
            self._tell(ProgressState(self._records, self._bytes, self._total, self._stage))


@dataclass(slots=True)
class Tally:
    """What the loader said beside its rows."""

    records: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    editions: list[str] = field(default_factory=list)


def read(source: Source, inputs: Sequence[Input], options: Options, staging: Staging, meter: Meter) -> Tally:
    """Run the loader and stage what it yields."""
    tally = Tally()
    events = source.load(inputs, options)
    # A generator is closed even where staging fails, so that the processes of a loader end with it.
    closer: Any = closing(events) if hasattr(events, "close") else nullcontext()
    with closer:
        for event in events:
            match event:
                case Batch():
                    staging.add(event)
                case Parquet():
                    staging.add_file(event)
                case Progress():
                    tally.records += event.records
                    meter.advance(event.records, event.bytes_done)
                case Reject():
                    staging.reject(event)
                case Replace():
                    staging.add_replaced(event)
                case Skip():
                    tally.skipped[event.reason] = tally.skipped.get(event.reason, 0) + event.count
                case Warn():
                    tally.warnings.append(event.text)
                case Edition():
                    if event.name not in tally.editions:
                        tally.editions.append(event.name)
        staging.flush()
    return tally
