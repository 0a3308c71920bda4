"""One scan: a snapshot, a call, a policy and a date give findings."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from graphrisk.analyzers import LAST, RULES
from graphrisk.analyzers.candidate import read_candidates
from graphrisk.analyzers.prepare import people_of, prepare
from graphrisk.analyzers.run_level import suspects
from graphrisk.links import decisions_hash
from graphrisk.names.organizations import organization_key
from graphrisk.resolve import resolve_persons
from graphrisk.resolve.decided import decide_people, decide_tables, plan_of, said_of_strings
from graphrisk.resolve.mixed import TEAM
from graphrisk.scan.collector import collector_paused, quick_switching
from graphrisk.scan.coverage import ask_coverage, coverage_of
from graphrisk.scan.decided import identities_of, lost_findings
from graphrisk.scan.findings import Gathered, build, in_order, read_evidence
from graphrisk.scan.identity import Identities
from graphrisk.scan.naming import in_japanese
from graphrisk.scan.overlap import overlaps
from graphrisk.scan.people import ask_people, people_info
from graphrisk.scan.project import projects_table, read_call, read_projects
from graphrisk.scan.result import ScanResult
from graphrisk.scan.session import Session, engine_errors
from graphrisk.store.base import Reach
from graphrisk.technology import Tagger, load_taxonomy

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    import ibis.expr.types as ir

    from graphrisk.analyzers import Facts, RuleFunction
    from graphrisk.findings import Finding
    from graphrisk.links import LinkDecision
    from graphrisk.policies import Policy
    from graphrisk.store.base import Scannable

_FETCHING = 0.65


def scan(
    store: Scannable,
    call_id: str,
    *,
    policy: Policy,
    as_of: dt.date | None = None,
    decisions: Sequence[LinkDecision] = (),
    on_progress: Callable[[str, float], None] | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> ScanResult:
    """Return what the rules of `policy` ask about the applications of a call.

    `as_of` is the closing date of the call unless given. `decisions` are those upon links that are in force;
    the snapshot stays as it is. `on_progress` gets the stage's name and the share done, 0 to 1. The same
    snapshot, policy, date and decisions give the same findings in the same order. Raises `NotFoundError`,
    naming the calls that exist, for an unknown call.
    """
    started = clock()
    fetched = [0.0]

    def tell(stage: str, share: float) -> None:
        if on_progress is not None:
            on_progress(stage, fetched[0] + (1.0 - fetched[0]) * share)

    def fetching(table: str, share: float) -> None:
        # What a server takes to send the tables is about two thirds of the whole.
        fetched[0] = _FETCHING
        if on_progress is not None:
            on_progress(table, _FETCHING * share)

    plan = plan_of(store, call_id, decisions)
    with (
        collector_paused(),
        quick_switching(),
        engine_errors(),
        store.scope(
            call_id,
            reach=Reach(max(policy.rules.coa_01.max_authors, TEAM), policy.rules.coa_01.window_months, as_of),
            authors=plan.authors,
            organizations=plan.organizations,
            on_progress=fetching,
        ) as scope,
        Session(scope) as session,
    ):
        if plan.outcomes:
            session.tables = {**session.tables, **decide_tables(session, plan)}
        tell("call", 0.0)
        tagger = Tagger(load_taxonomy(policy.taxonomy))
        call = read_call(session, call_id)
        day = as_of or call.closes_on
        projects = read_projects(session, call, policy, tagger)
        infos = {project.info.application_id: project.info for project in projects}
        people = people_of(session.tables, call_id, session.keep)
        tell("people", 0.05)
        ids = people.members.select("person_id").distinct()
        resolved = decide_people(session, resolve_persons(session, ids), plan)
        tell("works", 0.25)
        facts, doubts = prepare(
            session.tables,
            people,
            call=call.table(session),
            applications=projects_table(session, projects),
            identities=resolved.identities,
            places=resolved.lines,
            funder_keys=lambda names: session.work("funder_keys", _FUNDER_KEYS, _keyed, names),
            policy=policy,
            as_of=day,
            keep=session.keep,
            said=said_of_strings(session, plan),
        )
        # All questions are asked before the first answer is waited for.
        identity = Identities(session, facts)
        asked = []
        for index, (rule_id, rule) in enumerate(RULES):
            tell(rule_id, 0.5 + 0.25 * index / len(RULES))
            asked.append((rule_id, _ask(session, rule_id, rule, facts, policy)))
        roll, seen = ask_people(session, facts), ask_coverage(session, facts, policy)
        unlinked = session.keep("suspects", suspects(doubts, policy))
        tell("technology", 0.75)
        # What needs nothing but its own answer is built while the engine works on the rest.
        identity.read()
        plain, tagged = (
            [one for rule_id, one in asked if ("technology" in policy.rule(rule_id).steps) is technology]
            for technology in (False, True)
        )
        findings = [f for one in plain for f in build(one(), {}, identity, policy, day)]
        gathered = [one() for one in tagged]
        touched = overlaps(session, gathered, infos, facts.works, policy, tagger, day)
        persons = people_info(roll.result())
        tell("findings", 0.8)
        findings += [f for some in gathered for f in build(some, touched, identity, policy, day)]
        tell("identity", 0.9)
        last = replace(
            facts,
            capped=_capped(session, findings),
            suspects=unlinked,
        )
        for rule_id, rule in LAST:
            findings += build(_ask(session, rule_id, rule, last, policy)(), {}, identity, policy, day)
        findings += lost_findings(plan, identity, policy, day)
        tell("coverage", 0.95)
        taken = identities_of(session, facts.identities, (finding.person_id for finding in findings))
        ordered = in_japanese(session, store, in_order(findings))
        coverage = coverage_of(session, seen, call, persons, policy, tagger.taxonomy, store.manifest, day)
    tell("done", 1.0)
    return ScanResult(
        call_id=call_id,
        call_title=call.title,
        as_of=day,
        snapshot=store.manifest.snapshot,
        policy=policy.name,
        policy_hash=policy.hash,
        applications=tuple(project.info for project in projects),
        people=persons,
        findings=ordered,
        coverage=coverage,
        seconds=clock() - started,
        decisions_hash=decisions_hash(decisions),
        decisions=plan.outcomes,
        identities=taken,
    )


def _ask(
    session: Session, rule_id: str, rule: RuleFunction, facts: Facts, policy: Policy
) -> Callable[[], Gathered]:
    """Have one rule run and return what waits for its result; where the policy leaves it out, it is empty.

    What needs no look at technology comes first: it is built while the engine works on the rest.
    """
    if not policy.rule(rule_id).enabled:
        return lambda: Gathered(rule_id, (), {})
    result = rule(facts, policy)
    urgent = "technology" not in policy.rule(rule_id).steps
    candidates, evidence = (session.ask(rows, urgent=urgent) for rows in (result.candidates, result.evidence))
    return lambda: Gathered(
        rule_id, tuple(read_candidates(rule_id, candidates.result())), read_evidence(evidence.result())
    )


_FUNDER_KEYS = pa.schema([("funder_name", pa.string()), ("name_key", pa.string())])


def _keyed(names: pa.Table) -> pa.Table:
    found = names.column("funder_name").to_pylist()
    keys = [organization_key(name) or None for name in found]
    return pa.table([found, keys], schema=_FUNDER_KEYS)


def _capped(session: Session, findings: list[Finding]) -> ir.Table:
    """Return the people of whom some finding's level was held down by the grade of identity."""
    pairs = sorted(
        {
            (finding.application_id or "", finding.person_id)
            for finding in findings
            if finding.person_id and any(step.name == "identity" for step in finding.steps)
        }
    )
    schema = pa.schema([("application_id", pa.string()), ("person_id", pa.string())])
    columns = {"application_id": [pair[0] for pair in pairs], "person_id": [pair[1] for pair in pairs]}
    return session.put(pa.table(columns, schema=schema))
