"""Organisations in findings by their Japanese names too, as far as the registry's records have them.

Findings keep both names and say the one that their reader's language calls for. What a finding rests on, and
its hash, are as they were: a name is how a thing is called, no evidence.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graphrisk.i18n import Message, Name
from graphrisk.resolve.called import japanese_of
from graphrisk.resolve.reasons import organizations_in, with_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graphrisk.findings import Finding
    from graphrisk.i18n import Value
    from graphrisk.scan.session import Session
    from graphrisk.store.base import Scannable

_NAMED = frozenset({"object", "relative"})
"""Values of messages that are names of organisations."""


def in_japanese(session: Session, store: Scannable, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings with the Japanese names of the organisations that they name beside the others.

    Reasons that speak of an organisation by its id get its names too.
    """
    if not findings:
        return ()
    spoken = organizations_in(
        code for finding in findings for code in (*finding.identity.reasons, *finding.identity.against)
    )
    others = sorted({name for finding in findings for name in _relatives(finding.question)})
    namesakes: list[dict[str, str]] = []
    if others:
        bodies = session.tables["organizations"].select("org_id", "name")
        namesakes = list(session.records(bodies.semi_join(session.among("name", others), "name")))
    called = store.rows("organizations", "org_id", sorted(spoken)).to_pylist() if spoken else ()
    names = {row["org_id"]: row["name"] for row in called}
    japanese = _known(
        store, {finding.object.id for finding in findings}.union(row["org_id"] for row in namesakes), spoken
    )
    names = {org: Name(name, japanese[org]) if org in japanese else name for org, name in names.items()}
    by_name: dict[str, set[str | None]] = {}
    for row in namesakes:
        by_name.setdefault(row["name"], set()).add(japanese.get(row["org_id"]))
    # Of namesakes with several Japanese names, nothing says which one is meant.
    clear = {name: next(iter(some)) for name, some in by_name.items() if len(some) == 1}
    return tuple(
        _reasoned(_named(finding, japanese.get(finding.object.id), clear), names) for finding in findings
    )


def _reasoned(finding: Finding, names: Mapping[str, str]) -> Finding:
    """Return a finding whose reasons carry the names of the organisations that they speak of."""
    who = finding.identity
    if not names or not organizations_in((*who.reasons, *who.against)):
        return finding
    said = replace(who, reasons=with_names(who.reasons, names), against=with_names(who.against, names))
    return replace(finding, identity=said)


def _known(store: Scannable, *ids: Iterable[str]) -> dict[str, str]:
    """Return the Japanese names of organisations from the store: a scan fetches names of few bodies."""
    wanted = sorted({one for some in ids for one in some if one.startswith("https://")})
    return japanese_of(store.rows("organization_names", "org_id", wanted).to_pylist()) if wanted else {}


def _relatives(message: Message) -> Iterable[str]:
    for key, value in message.values.items():
        if isinstance(value, Message):
            yield from _relatives(value)
        elif key == "relative" and isinstance(value, str):
            yield value


def _named(finding: Finding, japanese: str | None, relatives: Mapping[str, str | None]) -> Finding:
    """Return a finding with both names: the question with the Japanese one, the two sides with both."""
    known = {name: other for name, other in relatives.items() if other}
    if japanese:
        known[finding.object.name] = japanese
    if not known:
        return finding
    thing = finding.object
    if japanese:
        thing = replace(thing, name=Name(thing.name, japanese))
    return replace(
        finding,
        object=thing,
        question=_said(finding.question, known, beside=False),
        declared=_said(finding.declared, known, beside=True),
        observed=_said(finding.observed, known, beside=True),
    )


def _said(message: Message, known: Mapping[str, str], *, beside: bool) -> Message:
    values = {key: _value(key, value, known, beside=beside) for key, value in message.values.items()}
    return Message(message.msgid, values) if values else message


def _value(key: str, value: Value, known: Mapping[str, str], *, beside: bool) -> Value:
    if isinstance(value, Message):
        return _said(value, known, beside=beside)
    if key in _NAMED and isinstance(value, str) and value in known:
        return Name(value, known[value], beside=beside)
    return value
