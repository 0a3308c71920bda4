"""Findings as JSON and back without loss, messages and dates included.

This is the form in the review database, not that of the JSON export, which has its words put in a language.
Values of messages that JSON cannot tell apart (dates, inner messages, very large or non-finite numbers) are
wrapped in an object with one key that names their type.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

import orjson

from graphrisk.errors import StoreError
from graphrisk.findings import Evidence, Finding, Grade, Identity, Level, Step, Thing
from graphrisk.i18n import Message, Name
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphrisk.i18n import Value

_INT64 = range(-(2**63), 2**63)

# Looked up rather than constructed: a run may have a hundred thousand findings to read.
_LEVELS = {level.value: level for level in Level}
_GRADES = {grade.value: grade for grade in Grade}


def finding_to_json(finding: Finding) -> bytes:
    """Return `finding` as one JSON object, UTF-8."""
    thing, identity = finding.object, finding.identity
    return orjson.dumps(
        {
            "id": finding.id,
            "rule": finding.rule,
            "kind": finding.kind,
            "level": finding.level,
            "application_id": finding.application_id,
            "person_id": finding.person_id,
            "object": [thing.id, _name(thing.name), thing.ror],
            "question": _message(finding.question),
            "declared": _message(finding.declared),
            "observed": _message(finding.observed),
            "evidence": [
                [e.kind, e.side, e.source, e.record, e.url, _iso(e.date), _iso(e.date_to), e.text]
                for e in finding.evidence
            ],
            "identity": [identity.grade, identity.reasons, identity.against, identity.alternatives],
            "steps": [[step.name, step.before, step.after, _message(step.why)] for step in finding.steps],
            "evidence_hash": finding.evidence_hash,
            "first_date": _iso(finding.first_date),
            "last_date": _iso(finding.last_date),
        }
    )


def finding_from_json(text: str | bytes) -> Finding:
    """Return the finding that `finding_to_json` wrote. Raises `StoreError` where `text` is anything else."""
    try:
        raw = orjson.loads(text)
        grade, reasons, against, alternatives = raw["identity"]
        return Finding(
            id=raw["id"],
            rule=raw["rule"],
            kind=raw["kind"],
            level=_LEVELS[raw["level"]],
            application_id=raw["application_id"],
            person_id=raw["person_id"],
            object=_read_thing(*raw["object"]),
            question=_read_message(raw["question"]),
            declared=_read_message(raw["declared"]),
            observed=_read_message(raw["observed"]),
            evidence=tuple(
                Evidence(kind, side, source, record, url, _day(date), _day(date_to), words)
                for kind, side, source, record, url, date, date_to, words in raw["evidence"]
            ),
            identity=Identity(_GRADES[grade], tuple(reasons), tuple(against), tuple(alternatives)),
            steps=tuple(
                Step(name, _LEVELS[before] if before else None, _LEVELS[after], _read_message(why))
                for name, before, after, why in raw["steps"]
            ),
            evidence_hash=raw["evidence_hash"],
            first_date=_day(raw["first_date"]),
            last_date=_day(raw["last_date"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(
            Sentence("A finding in the review database cannot be read ({error}).", error=error),
            remedy=Sentence("Restore the database from a backup, or scan the call again."),
        ) from error


def _message(message: Message) -> list[Any]:
    if not message.values:
        return [message.msgid]
    return [message.msgid, {name: _value(value) for name, value in message.values.items()}]


def _read_message(raw: list[Any]) -> Message:
    if len(raw) == 1:
        return Message(raw[0])
    return Message(raw[0], {name: _read_value(value) for name, value in raw[1].items()})


def _name(name: str) -> Any:
    """Return a name as JSON: one that has a Japanese form with that, and whether both are to be seen."""
    return [str(name), name.japanese, name.beside] if isinstance(name, Name) else name


def _read_thing(thing: str, name: Any, ror: str | None) -> Thing:
    return Thing(thing, _read_name(name) if isinstance(name, list) else name, ror)


def _read_name(raw: list[Any]) -> Name:
    name, japanese, beside = raw
    return Name(name, japanese, beside=beside)


def _value(value: Value) -> Any:
    if isinstance(value, str):
        return {"name": _name(value)} if isinstance(value, Name) else str(value)
    if isinstance(value, Message):
        return {"message": _message(value)}
    if isinstance(value, dt.date):
        return {"datetime" if isinstance(value, dt.datetime) else "date": value.isoformat()}
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": repr(value)}
    if isinstance(value, int) and not isinstance(value, bool) and value not in _INT64:
        return {"int": str(value)}
    return value


def _read_value(raw: Any) -> Value:
    if not isinstance(raw, dict):
        return raw  # type: ignore[no-any-return]  # JSON scalars are values as they are
    ((kind, inner),) = raw.items()
    read: Mapping[str, Any] = {
        "message": _read_message,
        "datetime": dt.datetime.fromisoformat,
        "date": dt.date.fromisoformat,
        "float": float,
        "name": _read_name,
        "int": int,
    }
    return read[kind](inner)  # type: ignore[no-any-return]


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text is not None else None
