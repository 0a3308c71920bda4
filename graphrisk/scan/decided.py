"""What a scan does with reviewers' decisions upon links beside applying them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from graphrisk.analyzers.candidate import Candidate
from graphrisk.findings import Evidence, Grade, Identity
from graphrisk.scan.findings import Gathered, build

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    import ibis.expr.types as ir

    from graphrisk.findings import Finding
    from graphrisk.links import LinkDecision
    from graphrisk.policies import Policy
    from graphrisk.resolve.decided import Lost, Plan
    from graphrisk.scan.identity import Identities
    from graphrisk.scan.session import Session

RULE = "R-IDN-01"


def lost_findings(plan: Plan, identities: Identities, policy: Policy, as_of: dt.date) -> list[Finding]:
    """Return a question for each decision that no longer finds its record, for each application concerned.

    One about organisations is a question about the whole call.
    """
    if not plan.lost or not policy.rule(RULE).enabled:
        return []
    found = []
    for lost in plan.lost:
        for application, person in lost.people or ((None, None),):
            candidate = _candidate(lost.decision, application, person, as_of)
            gathered = Gathered(RULE, (candidate,), {candidate.key: (_evidence(lost),)})
            (finding,) = build(gathered, {}, identities, policy, as_of)
            why = Identity(Grade.C, (), (lost.decision.code, lost.why), ())
            found.append(replace(finding, identity=why))
    return found


def _candidate(
    decision: LinkDecision, application: str | None, person: str | None, as_of: dt.date
) -> Candidate:
    return Candidate(
        RULE,
        application,
        person,
        f"decision:{decision.id}",
        _named(decision),
        None,
        "decision_lost",
        Grade.C,
        first_date=as_of,
        last_date=as_of,
    )


def _named(decision: LinkDecision) -> str:
    for end in ("author", "row", "organization"):
        if end in decision.facts:
            return f"{decision.facts[end]['name']} ({decision.object})"
    return decision.object


def _evidence(lost: Lost) -> Evidence:
    one = lost.decision
    text = f"{one.subject} = {one.object}: {one.reason}"
    return Evidence("decision", "observed", "review", str(one.id), None, one.at.date(), None, text)


def identities_of(session: Session, identities: ir.Table, people: Iterable[str | None]) -> bytes:
    """Return the identities of some people as an Arrow stream; a run keeps them to show why."""
    wanted = session.among("person_id", sorted({person for person in people if person}))
    rows = session.read(identities.semi_join(wanted, "person_id").order_by("person_id", "author_id"))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(rows)
    stream: bytes = sink.getvalue().to_pybytes()
    return stream
