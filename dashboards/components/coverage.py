"""What a run could not see, and what it rests on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from dash import html

from dashboards.components.basics import facts
from dashboards.components.ledger import source_words
from graphrisk.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboards.words import Words
    from graphrisk.policies.model import Policy
    from graphrisk.review.records import PersonRecord, RunRecord

PEOPLE_SHOWN = 12


def coverage(run: RunRecord, t: Words) -> list[Any]:
    """Return what the run could not see, in sentences, and the people without a public record by name."""
    notes = [_message(raw).render(t.language) for raw in _list(run.coverage, "notes")]
    missing = set(map(str, _list(run.coverage, "people_without_record")))
    people = {person.person_id: person for person in run.people if person.person_id in missing}
    parts: list[Any] = [html.Ul([html.Li(note) for note in notes], className="notes")]
    if not notes:
        parts = [html.P(t(N_("The run says nothing about gaps in its sources.")), className="quiet")]
    if people:
        parts += [
            html.H3(t(N_("People without a public record"))),
            html.P(_names(list(people.values()), t), className="quiet"),
        ]
    return parts


def run_facts(run: RunRecord, policy: Policy | None, t: Words) -> list[Any]:
    """Return the run's date, snapshot, policy, lists and sources."""
    title = (policy.title.ja if t.language == "ja" else policy.title.en) if policy else run.policy
    pairs: list[tuple[str, Any]] = [
        (t(N_("Run")), f"{run.id} · {t.moment(run.created_at)} · {run.created_by}"),
        (t(N_("As of")), t.date(run.as_of)),
        (t(N_("Policy")), html.Span(title, title=f"{run.policy} {run.policy_hash}")),
        (t(N_("Snapshot")), str(run.snapshot)),
        (t(N_("Decisions upon links in force")), _decisions(run, t)),
        (t(N_("Lists")), _lines([_list_words(row, t) for row in _list(run.coverage, "lists")], t)),
        (t(N_("Sources")), _lines([_source_words(row, t) for row in _list(run.coverage, "sources")], t)),
    ]
    parts: list[Any] = [facts(pairs)]
    if policy is not None and not policy.verified:
        parts.append(html.P(policy.notice.ja if t.language == "ja" else policy.notice.en, className="quiet"))
    return parts


def _decisions(run: RunRecord, t: Words) -> Any:
    if not run.decisions:
        return t(N_("none"))
    said = f"{len(run.decisions)} · {run.decisions_hash[:12]}"
    return html.Span(said, title=run.decisions_hash)


def _lines(lines: Sequence[str], t: Words) -> Any:
    if not lines:
        return t(N_("none"))
    return html.Ul([html.Li(line) for line in lines], className="plain")


def _list_words(row: Mapping[str, Any], t: Words) -> str:
    title = row.get("title") or row.get("list_id")
    if not row.get("edition"):
        return t(N_("{title}: no edition in force on that day"), title=title)
    return t(
        N_("{title}: edition {edition}, {count} entries"),
        title=title,
        edition=row["edition"],
        count=f"{row.get('entries') or 0:,}",
    )


def _source_words(row: Mapping[str, Any], t: Words) -> str:
    said = source_words(str(row.get("source")), t)
    if row.get("editions"):
        said += f" {', '.join(map(str, row['editions']))}"
    if row.get("first_year"):
        said += t(
            N_(", works of {first} to {last}"), first=str(row["first_year"]), last=str(row["last_year"])
        )
    if row.get("rejected"):
        said += t(N_(", {count} records refused"), count=row["rejected"])
    return said


def _names(people: Sequence[PersonRecord], t: Words) -> str:
    names = [
        (person.name_latin if t.language == "en" else None) or person.name or person.person_id
        for person in people[:PEOPLE_SHOWN]
    ]
    said = (", " if t.language == "en" else "、").join(names)
    if len(people) > PEOPLE_SHOWN:
        said += " " + t(N_("and {count} more"), count=len(people) - PEOPLE_SHOWN)
    return said


def _list(plain: Mapping[str, Any], name: str) -> list[Any]:
    value = plain.get(name)
    return list(value) if isinstance(value, list | tuple) else []


def _message(raw: Any) -> Message:
    """Read a message as the run keeps it: text and values as plain JSON."""
    if not isinstance(raw, dict) or "msgid" not in raw:
        return Message("{text}", {"text": str(raw)})
    return Message(raw["msgid"], {name: _value(value) for name, value in (raw.get("values") or {}).items()})


def _value(raw: Any) -> Any:
    if isinstance(raw, dict):
        return _message(raw)
    if isinstance(raw, str):
        try:
            return dt.date.fromisoformat(raw) if len(raw) == 10 else raw
        except ValueError:
            return raw
    return raw
