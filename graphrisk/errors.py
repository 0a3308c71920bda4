"""What can go wrong, as a person should read it.

    GraphRiskError
    ├── UsageError          the call itself is wrong (exit status 2)
    ├── InputError          a file or value cannot be used; names file, line, column and value
    ├── StoreError          the workspace or a snapshot cannot be read or written
    ├── PolicyError         a policy file is wrong
    ├── NotFoundError       what was asked for does not exist
    ├── RejectsError        rows were refused under --strict (exit status 3)
    └── UnavailableError    a program or library that this needs is missing

Every message says what is wrong, where, and what to do. The command line turns them into one line and an exit
status, the dashboard into a message on the page; no traceback reaches a user.
"""

from __future__ import annotations

from graphrisk.sentences import Sentence, listed


class GraphRiskError(Exception):
    """The root of all errors that a user may see. `remedy` says what to do next."""

    exit_status = 1
    reported = False
    """Whether a machine-readable reply that tells of the error was printed already."""

    def __init__(self, message: str, *, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    @property
    def whole(self) -> Sentence:
        """What is wrong and what to do, to be said in the reader's language."""
        return listed(filter(None, (self.message, self.remedy)), " ")

    def __str__(self) -> str:
        return str(self.whole)


class UsageError(GraphRiskError):
    """The call itself is wrong."""

    exit_status = 2


class InputError(GraphRiskError):
    """A file or a value in it cannot be used."""

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: str | None = None,
        value: str | None = None,
        remedy: str | None = None,
    ) -> None:
        self.file, self.line, self.column, self.value = file, line, column, value
        parts = (
            file,
            Sentence("line {number}", number=line) if line is not None else None,
            Sentence("column {name}", name=column) if column else None,
            Sentence("value {value}", value=repr(value[:80])) if value is not None else None,
        )
        place = listed(part for part in parts if part)
        super().__init__(listed((place, message), ": ") if place else message, remedy=remedy)


class StoreError(GraphRiskError):
    """The workspace or a snapshot cannot be read or written."""


class PassingError(StoreError):
    """What stands in the way passes by itself: the same question may be answered in a while."""


class PolicyError(GraphRiskError):
    """A policy file is wrong."""


class NotFoundError(GraphRiskError):
    """What was asked for does not exist."""


class RejectsError(GraphRiskError):
    """Rows were refused although the call asked for none to be."""

    exit_status = 3


class UnavailableError(GraphRiskError):
    """A program or library that this needs is missing."""
