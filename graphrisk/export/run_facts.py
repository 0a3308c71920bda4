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
                yield name, _line(item)
        else:
            yield name, value if isinstance(value, int | float) else _line(value)


def _line(value: Any) -> str:
    """Return plain data in one line: the parts of an object by name, without those that are empty."""
    if isinstance(value, dict):
        return _object(value)
    if isinstance(value, list):
        return ", ".join(_line(item) for item in value)
    return "" if value is None else str(value)


def _object(value: Mapping[str, Any]) -> str:
    return "; ".join(f"{name}: {_line(part)}" for name, part in value.items() if part not in (None, "", []))
