"""Worlds in the exact formats of their sources."""

from __future__ import annotations

import csv
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import orjson

from graphrisk.world import rows
from graphrisk.world.sources import openalex, registry, sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from graphrisk.world.model import Organization
    from graphrisk.world.stage import Stage


@dataclass(frozen=True, slots=True)
class Report:
    """How much of everything was made."""

    people: int
    works: int
    authorships: int
    organizations: int
    applications: int
    planted: int
    files: tuple[str, ...]


def write_sources(
    out: Path, stage: Stage, programs: Sequence[Mapping[str, Any]], records: Iterable[dict[str, Any]]
) -> Report:
    """Write everything that was made on `stage` to the folder `out`, one file or folder a source."""
    out.mkdir(parents=True, exist_ok=True)
    tables = rows.work_tables(stage.works)
    openalex.write(
        out / "openalex" / "works.jsonl.gz", tables, directory(stage, stage.landscape.organizations)
    )
    registry.write(out / "ror" / "ror.jsonl.gz", records)
    sheets.write_lists(out / "lists", stage.landscape.editions)
    sheets.write_designations(out / "designations.csv", programs)
    declared = rows.declared_tables(stage.declared)
    sheets.write_disclosures(out / "disclosures", declared)
    sheets.write_workbook(out / "disclosures.xlsx", declared)
    write_expected(out / "expected_findings.json", stage)
    write_identities(out / "expected_identities.csv", stage)
    return Report(
        people=len(stage.people),
        works=tables["works"].num_rows,
        authorships=tables["authorships"].num_rows,
        organizations=len(stage.landscape.organizations),
        applications=len(stage.applications),
        planted=len(stage.expected),
        files=tuple(sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.is_file())),
    )


def directory(stage: Stage, organizations: Sequence[Organization]) -> openalex.Directory:
    """Return what the bibliographic source says of the authors and organisations on `stage`."""
    by_id = {o.org_id: o for o in organizations}
    return openalex.Directory(
        authors={a.author_id: (a.name.latin, a.orcid) for a in stage.authors},
        institutions={
            o.org_id: openalex.institution(
                o.openalex_id,
                o.name,
                o.ror,
                o.country,
                by_id[o.parent].openalex_id if o.parent in by_id else None,
            )
            for o in organizations
        },
    )


def write_identities(path: Path, stage: Stage, others: Iterable[Sequence[str]] = ()) -> None:
    """Write whose each author record is: made from what was planted, not by resolving anybody.

    Columns: person_id; author_id; truth (same: the person's; other: somebody else's of the same name; unsure:
    a merged record, or one that the form itself contradicts); case, the plant; note; told, "no" where nothing
    in the data tells the record from a namesake's. A record that is not named with a person is not theirs.
    `others` are rows to be added.
    """
    rows = [
        (r.person_id, r.author_id, r.truth, r.case, r.note, "no" if r.person_id in stage.open else "yes")
        for r in stage.records
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("person_id", "author_id", "truth", "case", "note", "told"))
        writer.writerows(sorted(rows))
        writer.writerows(others)


def write_expected(path: Path, stage: Stage) -> None:
    """Write what was planted: every finding that a scan of the planted calls must give, and no other."""
    found = sorted(
        (asdict(e) for e in stage.expected),
        key=lambda e: (e["application_id"] or "", e["rule"], e["person_id"] or "", e["object"]),
    )
    calls = sorted({a.call.call_id for a in stage.applications})
    content = {
        "about": "Made from what was planted, not by a scan. R-QLT-01, one for each run, is left out.",
        "calls": calls,
        "findings": found,
    }
    path.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
