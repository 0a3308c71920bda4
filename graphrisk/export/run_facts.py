"""What a run rests on, as names and values: policy, snapshot, sources, lists, what was missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphrisk import __version__
from graphrisk.export.words import in_utc, say_plain
from graphrisk.i18n import N_, translate

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from graphrisk.i18n import Language
    from graphrisk.review.records import RunRecord

_COVERAGE = {
    "sources": N_("Sources"),
    "lists": N_("Screening lists"),
    "program": N_("Programme"),
    "missing": N_("Sources not loaded"),
    "applications": N_("Applications covered"),
    "people": N_("People covered"),
    "people_without_record": N_("People without a public record"),
    "works": N_("Works looked at"),
    "works_truncated": N_("Works whose list of authors is cut"),
    "works_with_funding": N_("Works with funding data"),
    "works_undated": N_("Works without a date"),
    "unverified_rules": N_("Rules whose ground is not verified"),
    "taxonomy": N_("Technology taxonomy"),
    "notes": N_("Notes"),
}


_PARTS = {
    "source": N_("source"),
    "editions": N_("editions"),
    "loaded_at": N_("loaded at"),
    "rejected": N_("rows refused"),
    "first_year": N_("first year"),
    "last_year": N_("last year"),
    "list_id": N_("list"),
    "title": N_("title"),
    "edition": N_("edition in force"),
    "valid_from": N_("valid from"),
    "entries": N_("rows"),
    "program": N_("programme"),
    "declared": N_("designated by the call's own row"),
    "listed": N_("designated by the list of programmes"),
    "designated": N_("scanned as designated"),
}
"""Names of the parts of sources, lists and the programme."""


def run_facts(run: RunRecord, language: Language) -> Iterator[tuple[str, str | int | float | dt.date]]:
    """Yield the facts of a run; what a list holds comes in a row each, nothing is left out."""
    for name, value in (
        (N_("Run"), run.id),
        (N_("Call"), run.call_id),
        (N_("Title of the call"), run.call_title),
        (N_("As of"), run.as_of),
        (N_("Snapshot"), run.snapshot),
        (N_("Policy"), run.policy),
        (N_("Checksum of the policy"), run.policy_hash),
        (N_("Decisions upon links in force"), len(run.decisions)),
        (N_("Checksum of the decisions upon links"), run.decisions_hash or translate(N_("none"), language)),
        (N_("Scanned at (UTC)"), in_utc(run.created_at)),
        (N_("Scanned by"), run.created_by),
        (N_("Seconds"), round(run.seconds, 3)),
        (N_("Applications"), run.application_count),
        (N_("People"), run.person_count),
        (N_("Findings of the run"), run.finding_count),
        (N_("Version of graphrisk"), __version__),
    ):
        yield translate(name, language), value
    for key, value in say_plain(dict(run.coverage), language).items():
        name = translate(_COVERAGE.get(key, key), language)
        if isinstance(value, list):
            for item in value or [translate(N_("none"), language)]:
                yield name, _line(item, language)
        else:
            yield name, value if isinstance(value, int | float) else _line(value, language)


def _line(value: Any, language: Language) -> str:
    """Return plain data in one line: the parts of an object by name, without those that are empty."""
    if isinstance(value, dict):
        return _object(value, language)
    if isinstance(value, list):
        return ", ".join(_line(item, language) for item in value)
    if isinstance(value, bool):
        return translate(N_("yes"), language) if value else translate(N_("no"), language)
    return "" if value is None else str(value)


def _object(value: Mapping[str, Any], language: Language) -> str:
    said = {translate(_PARTS.get(name, name), language): part for name, part in value.items()}
    return "; ".join(
        f"{name}: {_line(part, language)}" for name, part in said.items() if part not in (None, "", [])
    )
