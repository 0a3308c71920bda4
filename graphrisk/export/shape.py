"""The JSON form of a run and its findings, described once: exports, replies and JSON Schema come from it.

`schema()` gives the JSON Schema that stands beside this file as `findings.schema.json`. A field may be added
in a minor version; a field is never taken away or given another meaning without a new major version.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, field

from graphrisk.findings import SCHEMA_VERSION

LevelCode = Literal["INFO", "LOW", "MEDIUM", "HIGH"]
GradeCode = Literal["A", "B", "C"]
StatusCode = Literal[
    "open", "reopened", "confirmed", "explained", "declared_later", "false_match", "needs_information"
]
DecisionCode = Literal["confirmed", "explained", "declared_later", "false_match", "needs_information"]


class Thing(Struct, frozen=True):
    """What a finding is about."""

    id: Annotated[str, Meta(description="id of the organisation, funder or other thing")]
    name: Annotated[
        str,
        Meta(description="its name; in Japanese that of the registry, with the name of the record beside it"),
    ]
    ror: Annotated[str | None, Meta(description="its ROR id, where known")]


class Evidence(Struct, frozen=True):
    """One record behind a finding."""

    kind: Annotated[str, Meta(description="work, award, declaration, listing, …")]
    side: Annotated[str, Meta(description="declared, observed or listing")]
    source: Annotated[str, Meta(description="openalex, disclosures, the id of a list, …")]
    record: Annotated[str, Meta(description="id of the record in its source")]
    url: Annotated[str | None, Meta(description="page of the record")]
    date: Annotated[dt.date | None, Meta(description="first day")]
    date_to: Annotated[dt.date | None, Meta(description="last day; null where a moment or current")]
    text: Annotated[str, Meta(description="the words of the record that matter, as printed")]


class Identity(Struct, frozen=True):
    """How sure it is that person and object are who the records say."""

    grade: Annotated[GradeCode, Meta(description="A persistent id, B two corroborations, C name only")]
    reasons: Annotated[list[str], Meta(description="codes of the reasons, code or code:value")]
    against: Annotated[list[str], Meta(description="codes of what speaks against it")]
    alternatives: Annotated[list[str], Meta(description="what was rejected: id|code")]
    reasons_text: Annotated[list[str], Meta(description="the reasons in words")]
    against_text: Annotated[list[str], Meta(description="what speaks against it, in words")]


class Step(Struct, frozen=True):
    """One named step on the way to the level."""

    name: Annotated[str, Meta(description="base, disclosed, listing, technology, age, identity, cap, …")]
    before: Annotated[LevelCode | None, Meta(description="level before; null for the base")] = field(
        name="from"
    )
    after: Annotated[LevelCode, Meta(description="level after")] = field(name="to")
    why: Annotated[str, Meta(description="the reason in words")]


class State(Struct, frozen=True):
    """What reviewers have said about the finding."""

    status: Annotated[StatusCode, Meta(description="the state in one word")]
    decision: Annotated[DecisionCode | None, Meta(description="the decision in force")]
    decided_by: Annotated[str | None, Meta(description="who decided")]
    decided_at: Annotated[dt.datetime, Meta(description="when, UTC", tz=True)] | None
    reason: Annotated[str | None, Meta(description="the reason given")]
    reopened: Annotated[bool, Meta(description="whether the evidence changed after a decision")]
    previous: Annotated[DecisionCode | None, Meta(description="the decision upon earlier evidence")]


class Finding(Struct, frozen=True):
    """One question, with its level, the steps that led there and the records behind it."""

    id: Annotated[str, Meta(description="the same in every scan of the same facts")]
    rule: Annotated[str, Meta(description="id of the rule, such as R-AFF-01")]
    kind: Annotated[str, Meta(description="D discrepancy, E exposure, gate or info")]
    level: Annotated[LevelCode, Meta(description="how much attention the question asks for")]
    level_text: Annotated[str, Meta(description="the level in words")]
    application_id: Annotated[str | None, Meta(description="null for what concerns the whole call")]
    application_title: Annotated[
        str | None, Meta(description="its title in the language of the document, or the one there is")
    ]
    person_id: Annotated[str | None, Meta(description="null for what concerns the application")]
    person_name: Annotated[str | None, Meta(description="the name as readers of the language read it")]
    person_role: Annotated[
        str | None, Meta(description="pi, co_i, postdoc, student, technician, partner_lead or other")
    ]
    object: Annotated[Thing, Meta(description="what the finding is about")]
    question: Annotated[str, Meta(description="what is asked, in words")]
    declared: Annotated[str, Meta(description="what was declared, in words")]
    observed: Annotated[str, Meta(description="what the record shows, in words")]
    evidence: Annotated[list[Evidence], Meta(description="the records behind it")]
    identity: Annotated[Identity, Meta(description="how sure it is who is meant")]
    steps: Annotated[list[Step], Meta(description="how the level came about, in order")]
    evidence_hash: Annotated[str, Meta(description="changes whenever level or evidence changes")]
    first_date: Annotated[dt.date | None, Meta(description="date of the oldest evidence")]
    last_date: Annotated[dt.date | None, Meta(description="date of the newest evidence")]
    state: Annotated[State, Meta(description="what reviewers have said")]


class Application(Struct, frozen=True):
    """An application of the run."""

    application_id: Annotated[str, Meta(description="number of the application")]
    title: Annotated[str, Meta(description="title")]
    title_en: Annotated[str | None, Meta(description="title in English")]
    mode: Annotated[str, Meta(description="security, or integrity: only discrepancies are asked about")]
    project_areas: Annotated[list[str], Meta(description="ids of technology areas")]
    proposed: Annotated[bool, Meta(description="whether the areas were proposed, not declared")]


class TakenDecision(Struct, frozen=True):
    """A reviewer's decision upon a link that was in force when the run was made."""

    decision: Annotated[int, Meta(description="number of the decision")]
    outcome: Annotated[
        Literal["applied", "idle", "replaced", "lost"],
        Meta(description="applied; about nobody of this call; replaced by a later one; finds no record"),
    ]


class Run(Struct, frozen=True):
    """What was scanned, when, and upon what."""

    id: Annotated[str, Meta(description="such as R000001")]
    call_id: Annotated[str, Meta(description="the call")]
    call_title: Annotated[str, Meta(description="its title")]
    as_of: Annotated[dt.date, Meta(description="the day upon which everything is judged")]
    snapshot: Annotated[int, Meta(description="number of the snapshot of the graph")]
    policy: Annotated[str, Meta(description="name of the policy")]
    policy_hash: Annotated[str, Meta(description="checksum of the policy as it was")]
    decisions_hash: Annotated[
        str, Meta(description="checksum of the decisions upon links in force; empty where there were none")
    ]
    decisions: Annotated[list[TakenDecision], Meta(description="those decisions, and what became of them")]
    created_at: Annotated[dt.datetime, Meta(description="when, UTC", tz=True)]
    created_by: Annotated[str, Meta(description="who scanned")]
    seconds: Annotated[float, Meta(description="how long the scan took")]
    language: Annotated[Literal["en", "ja"], Meta(description="language of all words in this document")]
    applications: Annotated[list[Application], Meta(description="the applications that were scanned")]
    people: Annotated[int, Meta(description="number of people scanned")]
    by_level: Annotated[dict[str, int], Meta(description="number of findings of the whole run, by level")]
    by_rule: Annotated[dict[str, int], Meta(description="number of findings of the whole run, by rule")]
    coverage: Annotated[
        dict[str, Any], Meta(description="what the findings rest on, and what could not be seen")
    ]


class FindingsDocument(Struct, frozen=True):
    """A run and its findings, or those of its findings that were asked for."""

    schema_version: Annotated[Literal["1.1"], Meta(description="version of this form")]
    run: Annotated[Run, Meta(description="what was scanned, and upon what")]
    findings: Annotated[list[Finding], Meta(description="most pressing first")]


def schema_text() -> str:
    """Return the text of `findings.schema.json`; a test compares it with the file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of `FindingsDocument`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"graphrisk findings {SCHEMA_VERSION}",
        **msgspec.json.schema(FindingsDocument),
    }
