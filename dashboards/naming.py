"""How people, applications and objects of questions are called on a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dashboards.words import ROLES
from graphrisk.i18n import N_
from graphrisk.resolve import called
from graphrisk.resolve.called import japanese_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dashboards.graphs import Graph
    from dashboards.words import Words
    from graphrisk.findings import Finding
    from graphrisk.review.records import FindingRecord, PersonRecord


def name_of(record: FindingRecord, t: Words) -> str:
    """Return the person's name as readers of the language write it."""
    if t.language == "en" and record.person_name_latin:
        return record.person_name_latin
    return record.person_name or record.finding.person_id or ""


def title_of(record: FindingRecord, t: Words) -> str:
    """Return the application's title in the reader's language where there is one."""
    if t.language == "en" and record.application_title_en:
        return record.application_title_en
    return record.application_title or ""


def object_of(finding: Finding, t: Words) -> str:
    """Return what a finding is about; roles and identities in words, all else by its name."""
    if finding.rule == "R-CVR-01" and finding.object.name in ROLES:
        return t.role(finding.object.name)
    if finding.rule == "R-IDN-01":
        return t(N_("who is who"))
    if finding.rule == "R-QLT-01":
        return t(N_("The whole call"))
    return t.called(finding.object.name)


def japanese_names(graph: Graph, organizations: Iterable[str | None]) -> dict[str, str]:
    """Return the Japanese names of organisations as the registry has them, by id; others are left out."""
    wanted = sorted({one for one in organizations if one})
    return japanese_of(graph.records("organization_names", "org_id", wanted))


def with_japanese(graph: Graph, names: Mapping[str, str]) -> dict[str, str]:
    """Return names of organisations by id, each with the registry's Japanese one where there is one."""
    return called.with_japanese(names, graph.records("organization_names", "org_id", sorted(names)))


def names_of(graph: Graph, organizations: Iterable[str]) -> dict[str, str]:
    """Return the names of organisations by id, each with its Japanese one where there is one."""
    rows = graph.records("organizations", "org_id", sorted(organizations))
    return with_japanese(graph, {str(row["org_id"]): str(row["name"]) for row in rows})


def home_of(person: PersonRecord, japanese: Mapping[str, str], t: Words) -> str:
    """Return the person's home organisation, by its Japanese name for Japanese readers where it has one."""
    if t.language == "ja":
        return japanese.get(person.home_org_id or "", person.home_org)
    return person.home_org


def language_of(text: str) -> str | None:
    """Return the language in which a browser should set a name, as far as its script tells; else None.

    Chinese characters alone do not tell; Japanese forms of them are shown, as on the rest of the page.
    """
    if any("\u3040" <= sign <= "\u30ff" or "\u4e00" <= sign <= "\u9fff" for sign in text):
        return "ja"
    if any("\uac00" <= sign <= "\ud7a3" for sign in text):
        return "ko"
    return "en" if text.isascii() else None


def common_prefix(ids: Sequence[str]) -> str:
    """Return what all application numbers begin with, up to a separator; empty where it saves little.

    Numbers of one call mostly differ in their last figures alone, and a table has no room for the rest.
    """
    if len(ids) < 2:
        return ""
    first, last = min(ids), max(ids)
    same = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    shared = first[:same]
    found = re.match(r".*[^0-9A-Za-z]", shared)
    return found[0] if found and len(found[0]) >= 4 else ""
