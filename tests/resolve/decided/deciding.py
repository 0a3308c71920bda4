"""A world with a link of each kind, and decisions upon them as the page and the command line take them."""

from __future__ import annotations

import copy
import datetime as dt
from typing import TYPE_CHECKING, Any

from graphrisk.links import LinkDecision, LinkKind, Verdict, in_force
from graphrisk.policies import load_policy
from graphrisk.resolve.decided import link_facts
from graphrisk.resolve.decided.lookup import Reader
from graphrisk.resolve.decided.stable import declared_subject
from graphrisk.scan import scan
from tests.analyzers.cases import named
from tests.factory import CALL, World, author_id, org_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphrisk.findings import Finding
    from graphrisk.scan import ScanResult

AT = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
FAR_TEXT = "Department of Physics, Institute FAR, China"


def world() -> World:
    """Two applicants: one with a declared record, one linked by name and home; ties to a listed body."""
    made = World()
    for short, country in (("HOME", "JP"), ("FAR", "CN"), ("LISTED", "CN"), ("OTHER", "CN")):
        made.org(short, country=country)
    made.listed("LISTED", name="Institute LISTED")
    made.rows["list_entries"][-1]["ror"] = None
    made.call()
    made.application("A1")
    made.person("P1", author="R1", name="Person One")
    made.application("A2")
    made.person("P2", application="A2", name="Person Two")
    made.author("R2", "Person Two")
    made.author("R3", "Person Two")
    for index in range(3):
        day = f"2025-0{index + 1}-01"
        made.work(f"W1{index}", day, ("R1", ["HOME", ("FAR", FAR_TEXT)]), ("X", [named("LISTED")]))
        made.work(f"W2{index}", day, ("R2", ["HOME", named("OTHER")]), ("X", ["HOME"]))
    made.work("W30", "2025-05-01", ("R3", ["HOME", named("OTHER")]), ("Y", ["HOME"]))
    made.declare("affiliations", "P1", "2020-01-01", org="Institute OTHER")
    return made


def decide(
    made: World,
    number: int,
    verdict: Verdict,
    kind: LinkKind,
    subject: str,
    other: str,
    *,
    text: str = "",
    by: str = "Sato",
) -> LinkDecision:
    """Return a decision upon a link as the store of the world has it."""
    facts = link_facts(Reader(made.store()), kind, subject, other, text=text)
    return LinkDecision(number, kind, verdict, subject, other, facts, "seen", by, AT)


def person(made: World, number: int, verdict: Verdict, who: str, record: str) -> LinkDecision:
    return decide(made, number, verdict, LinkKind.PERSON, who, author_id(record))


def declared(made: World, number: int, verdict: Verdict, text: str, org: str) -> LinkDecision:
    subject = declared_subject(text, None)
    return decide(made, number, verdict, LinkKind.DECLARED, subject, org_id(org), text=text)


def printed(made: World, number: int, verdict: Verdict, text: str, org: str) -> LinkDecision:
    return decide(made, number, verdict, LinkKind.PRINTED, text, org_id(org))


def listing(made: World, number: int, verdict: Verdict, org: str, entry: str) -> LinkDecision:
    return decide(made, number, verdict, LinkKind.LISTING, org_id(org), entry)


def undo(number: int, decision: LinkDecision) -> LinkDecision:
    return LinkDecision(
        number,
        decision.kind,
        Verdict.UNDONE,
        decision.subject,
        decision.object,
        decision.facts,
        "a mistake",
        "Ito",
        AT,
        undoes=decision.id,
    )


def scanned(made: World, *decisions: LinkDecision) -> ScanResult:
    """Return the scan of the world with those of `decisions` that are in force."""
    policy = load_policy("jp-tejunsho")
    return scan(made.store(), CALL, policy=policy, decisions=in_force(decisions))


def plain(findings: Iterable[Finding]) -> dict[str, Finding]:
    return {finding.id: finding for finding in findings}


def reloaded(made: World) -> World:
    """Return a copy whose rows may be changed, as a later load would."""
    return copy.deepcopy(made)


def renamed_author(made: World, before: str, after: str) -> World:
    """Return the world after its source gave an author record another id."""
    later = reloaded(made)
    old, new = author_id(before), author_id(after)

    def walk(value: Any) -> Any:
        return new if value == old else value

    for rows in later.rows.values():
        for row in rows:
            for name in row:
                row[name] = walk(row[name])
    return later
