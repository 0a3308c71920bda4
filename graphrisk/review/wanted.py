"""What the review database needs of a scan's result. Structural: `graphrisk.scan` lies above this package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from graphrisk.findings import Finding


class ApplicationLike(Protocol):
    """An application of the scanned call."""

    @property
    def application_id(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def title_en(self) -> str | None: ...  # noqa: D102
    @property
    def mode(self) -> str: ...  # noqa: D102
    @property
    def project_areas(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def proposed(self) -> bool: ...  # noqa: D102


class PersonLike(Protocol):
    """A participant of an application."""

    @property
    def application_id(self) -> str: ...  # noqa: D102
    @property
    def person_id(self) -> str: ...  # noqa: D102
    @property
    def role(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def name_latin(self) -> str | None: ...  # noqa: D102
    @property
    def home_org(self) -> str: ...  # noqa: D102
    @property
    def home_org_id(self) -> str | None: ...  # noqa: D102
    @property
    def grade(self) -> str | None: ...  # noqa: D102
    @property
    def works(self) -> int: ...  # noqa: D102


class ResultLike(Protocol):
    """The result of a scan. `coverage` is a frozen dataclass of plain values or a mapping.

    `decisions` are number and outcome of each decision upon a link that was in force, `decisions_hash` a hash
    over them; `identities` is an Arrow stream, empty where there is none.
    """

    @property
    def call_id(self) -> str: ...  # noqa: D102
    @property
    def call_title(self) -> str: ...  # noqa: D102
    @property
    def as_of(self) -> dt.date: ...  # noqa: D102
    @property
    def snapshot(self) -> int: ...  # noqa: D102
    @property
    def policy(self) -> str: ...  # noqa: D102
    @property
    def policy_hash(self) -> str: ...  # noqa: D102
    @property
    def applications(self) -> Sequence[ApplicationLike]: ...  # noqa: D102
    @property
    def people(self) -> Sequence[PersonLike]: ...  # noqa: D102
    @property
    def findings(self) -> Sequence[Finding]: ...  # noqa: D102
    @property
    def coverage(self) -> Any: ...  # noqa: D102
    @property
    def seconds(self) -> float: ...  # noqa: D102
    @property
    def decisions_hash(self) -> str: ...  # noqa: D102
    @property
    def decisions(self) -> Sequence[tuple[int, str]]: ...  # noqa: D102
    @property
    def identities(self) -> bytes: ...  # noqa: D102
