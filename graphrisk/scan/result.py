"""What a scan returns: findings, the applications and people that were looked at, and what it rests on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from graphrisk.findings import Finding
    from graphrisk.i18n import Message

Mode = Literal["security", "integrity"]
"""In integrity mode only discrepancies are asked about, and no technology step applies."""


@dataclass(frozen=True, slots=True)
class ApplicationInfo:
    """An application of the call, with the mode in which it was scanned.

    `project_areas` are ids of the technology taxonomy; `proposed` is true where the project declared none and
    its title, abstract and keywords led to them.
    """

    application_id: str
    title: str
    title_en: str | None
    mode: Mode
    project_areas: tuple[str, ...]
    proposed: bool


@dataclass(frozen=True, slots=True)
class PersonInfo:
    """A person in an application.

    `home_org_id` is the organisation's id, or `name:<key>` where no record of it is known. `grade` is the
    best grade of a linked author record, None where there is none. `works` counts the works of linked records
    in the longest window of the policy.
    """

    application_id: str
    person_id: str
    role: str
    name: str
    name_latin: str | None
    home_org: str
    home_org_id: str | None
    grade: str | None
    works: int


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """A source that was loaded: its editions, and the years of its works where it has works."""

    source: str
    editions: tuple[str, ...]
    loaded_at: dt.datetime | None
    rejected: int
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class ListCoverage:
    """A screening list with the edition in force at the as-of date; `edition` is None where none was."""

    list_id: str
    title: str | None
    edition: str | None
    valid_from: dt.date | None
    entries: int


@dataclass(frozen=True, slots=True)
class ProgramCoverage:
    """What the call's row and the list of designated programmes say; `designated` is what the scan used.

    `listed` is None where the call's programme is not among the programmes that were loaded.
    """

    program: str | None
    declared: bool
    listed: bool | None
    designated: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the findings of a run rest on, and what could not be seen.

    Counts of works are of the works of linked author records in the longest window of the policy.
    `people_without_record` are the ids of people for whom no author record was linked: nothing observed could
    be compared for them. `missing` names kinds of sources of which nothing was loaded. `notes` says the same
    in sentences.
    """

    sources: tuple[SourceCoverage, ...]
    lists: tuple[ListCoverage, ...]
    program: ProgramCoverage
    missing: tuple[str, ...]
    applications: int
    people: int
    people_without_record: tuple[str, ...]
    works: int
    works_truncated: int
    works_with_funding: int
    works_undated: int
    unverified_rules: tuple[str, ...]
    taxonomy: str
    notes: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class ScanResult:
    """One scan: a function of snapshot, policy, as-of date and the decisions upon links in force.

    `findings` are in order of level, then of the newest evidence, then of id. `policy` is the policy's name.
    `decisions` are number and outcome of each decision, `decisions_hash` a hash over all that was taken from
    them, empty where there were none. `identities` are the rows of `schema.IDENTITIES` of the people whom
    findings are about, as an Arrow stream.
    """

    call_id: str
    call_title: str
    as_of: dt.date
    snapshot: int
    policy: str
    policy_hash: str
    applications: tuple[ApplicationInfo, ...]
    people: tuple[PersonInfo, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage
    seconds: float
    decisions_hash: str = ""
    decisions: tuple[tuple[int, str], ...] = ()
    identities: bytes = b""
