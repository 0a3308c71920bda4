"""Why a declared or printed name is taken for an organisation, and an organisation for a list row."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from graphrisk.i18n import N_, Message
from graphrisk.links import LinkKind
from graphrisk.names.organizations import organization_key
from graphrisk.resolve.called import with_japanese
from graphrisk.resolve.decided.stable import declared_subject
from graphrisk.resolve.explain.model import Decided, Link, Why
from graphrisk.resolve.mentions import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graphrisk.links import LinkDecision
    from graphrisk.resolve.decided.lookup import Reader

MOST_STRINGS = 40
_COLUMNS = {(table, column): identifier for table, column, identifier in COLUMNS}


def declared_whys(
    read: Reader, row_ids: Iterable[str], decisions: Iterable[LinkDecision], tables: Iterable[str] = ()
) -> list[Why]:
    """Return what the organisation columns of declared rows mean; equal texts once.

    `tables` narrows where the rows are looked for; none looks through all sheets.
    """
    decided = Decided(decisions)
    ids = set(row_ids)
    mentions = read("mentions", "row_id", ids)
    wanted = {row["field"] for row in mentions}
    texts: dict[tuple[str, str], tuple[str, str | None]] = {}
    for (table, column), identifier in _COLUMNS.items():
        if column in wanted and (not tables or table in set(tables)):
            for row in read(table, "row_id", ids):
                texts[row["row_id"], column] = row[column] or "", row[identifier] if identifier else None
    others = [_org(other) for row in mentions for other in row["alternatives"] or ()]
    names = named_organizations(read, [*(row["org_id"] for row in mentions), *others])
    found: dict[str, Why] = {}
    for row in mentions:
        if (row["row_id"], row["field"]) not in texts:
            continue
        text, given = texts[row["row_id"], row["field"]]
        subject = declared_subject(text, given)
        if subject not in found:
            found[subject] = _declared(row, subject, text, given, names, decided)
    return [found[subject] for subject in sorted(found)]


def _declared(
    row: Mapping[str, Any],
    subject: str,
    text: str,
    given: str | None,
    names: Mapping[str, str],
    decided: Decided,
) -> Why:
    def link(org: str, grade: str | None, reasons: Sequence[str], against: Sequence[str]) -> Link:
        return Link(
            LinkKind.DECLARED,
            subject,
            org,
            text,
            names.get(org, org.removeprefix("name:")),
            grade,
            tuple(reasons),
            tuple(against),
            decision=decided.on(LinkKind.DECLARED, subject, org),
            text=text,
            given=given,
        )

    reasons = row["reasons"] or ()
    own = link(row["org_id"], row["grade"], reasons, ())
    others = [link(_org(other), None, (), (_code(other),)) for other in row["alternatives"] or ()]
    known = {own.object, *(other.object for other in others)}
    later = [one.object for one in decided.of_subject(LinkKind.DECLARED, subject) if one.object not in known]
    others += [link(org, None, (), ()) for org in later]
    return Why(LinkKind.DECLARED, subject, text, (own,), tuple(others))


def printed_whys(
    read: Reader,
    affiliations: Iterable[Mapping[str, Any]],
    org_id: str,
    decisions: Iterable[LinkDecision],
) -> list[Why]:
    """Return why printed affiliations are taken for an organisation: each once, at most `MOST_STRINGS`.

    `affiliations` are the rows of the works in question; those that neither name it nor were taken for it are
    left out.
    """
    decided = Decided(decisions)
    linked = {row["org_id"] for row in read("organization_links", "linked_id", [org_id])} | {org_id}
    resolved: dict[str, set[str]] = defaultdict(set)
    for row in affiliations:
        if row["raw_string"]:
            resolved[row["raw_string"]] |= {row["org_id"]} - {None}
    named: dict[str, dict[str, str]] = defaultdict(dict)
    for row in read("string_links", "raw_string", resolved):
        if row["org_id"]:
            named[row["raw_string"]][row["org_id"]] = row["part"] or ""
    met = [raw for raw in sorted(resolved) if org_id in named[raw] or not linked.isdisjoint(resolved[raw])]
    met = met[:MOST_STRINGS]
    kin = {row["member_id"] for row in read("organization_family", "org_id", [org_id])} | {org_id}
    every = [org for raw in met for org in (*named[raw], *resolved[raw])]
    names = named_organizations(read, [org_id, *every])
    return [_printed(raw, org_id, resolved[raw], linked, named[raw], kin, names, decided) for raw in met]


def _printed(
    raw: str,
    org_id: str,
    resolved: set[str],
    linked: set[str],
    named: Mapping[str, str],
    kin: set[str],
    names: Mapping[str, str],
    decided: Decided,
) -> Why:
    reasons, against = [], []
    by_source = not linked.isdisjoint(resolved)
    by_name = org_id in named or not kin.isdisjoint(named)
    if org_id in named:
        reasons.append(f"string_names:{named[org_id]}")
    elif by_name:
        reasons.append(f"string_names:{next(named[org] for org in sorted(kin) if org in named)}")
    if by_source:
        reasons.append("source_resolved")
    foreign = sorted(names.get(org, org) for org in named if org not in kin)
    if foreign and not by_name:
        against.append(f"string_names_other:{foreign[0]}")
    elsewhere = sorted(names.get(org, org) for org in resolved - linked)
    if elsewhere and not by_source:
        against.append(f"source_resolved_other:{elsewhere[0]}")
    grade = "A" if by_source and by_name else "C" if against and by_source else "B"

    def link(org: str, used: str | None, why: Sequence[str], contra: Sequence[str]) -> Link:
        decision = decided.on(LinkKind.PRINTED, raw, org)
        name = names.get(org, org.removeprefix("name:"))
        return Link(LinkKind.PRINTED, raw, org, raw, name, used, tuple(why), tuple(contra), decision=decision)

    own = link(org_id, grade, reasons, against)
    rest = dict.fromkeys(org for org in (*named, *sorted(resolved - linked)) if org != org_id)
    # What else the string names is a tie of its own, no alternative that lost.
    others = [link(org, None, (), ("named_beside",)) for org in rest]
    known = {own.object, *rest}
    others += [
        link(one.object, None, (), ())
        for one in decided.of_subject(LinkKind.PRINTED, raw)
        if one.object not in known
    ]
    return Why(LinkKind.PRINTED, raw, raw, (own,), tuple(others))


def listing_whys(read: Reader, org_id: str, decisions: Iterable[LinkDecision]) -> list[Why]:
    """Return why an organisation is taken for rows of lists, and which others each row might have meant."""
    decided = Decided(decisions)
    rows = read("listings", "org_id", [org_id])
    mine = decided.of_subject(LinkKind.LISTING, org_id)
    ids = {row["entry_id"] for row in rows} | {one.object for one in mine}
    entries = {row["entry_id"]: row for row in read("list_entries", "entry_id", ids)}
    others = [_org(other) for row in rows for other in row["alternatives"] or ()]
    names = named_organizations(read, [org_id, *others])
    name = names.get(org_id, org_id.removeprefix("name:"))
    links, lost = [], []
    for row in sorted(rows, key=lambda row: (row["list_id"], row["edition"], row["entry_id"]), reverse=True):
        entry = entries.get(row["entry_id"])
        if entry is None:
            continue
        links.append(_listing(org_id, name, entry, row["grade"], row["reasons"] or (), (), decided))
        for other in row["alternatives"] or ():
            org = _org(other)
            shown = names.get(org, org.removeprefix("name:"))
            lost.append(_listing(org, shown, entry, None, (), (_code(other),), decided))
    known = {link.object for link in links}
    lost += [
        _listing(org_id, name, entries[one.object], None, (), (), decided)
        for one in mine
        if one.object not in known and one.object in entries
    ]
    if not links and not lost:
        return []
    return [Why(LinkKind.LISTING, org_id, name, tuple(links), tuple(lost))]


def _listing(
    org: str,
    name: str,
    entry: Mapping[str, Any],
    grade: str | None,
    reasons: Sequence[str],
    against: Sequence[str],
    decided: Decided,
) -> Link:
    entry_id = entry["entry_id"]
    decision = decided.on(LinkKind.LISTING, org, entry_id) or decided.on_row(
        org, entry, organization_key(entry["name"])
    )
    place = Message(
        N_("{list}, edition {edition}, row {number}"),
        {"list": entry["list_id"], "edition": entry["edition"], "number": entry["row_no"]},
    )
    return Link(
        LinkKind.LISTING,
        org,
        entry_id,
        name,
        entry["name"],
        grade,
        tuple(reasons),
        tuple(against),
        (place,),
        decision,
    )


def named_organizations(read: Reader, org_ids: Iterable[str]) -> dict[str, str]:
    """Return the names of organisations by id, each with its Japanese one where there is one."""
    names = {row["org_id"]: row["name"] for row in read("organizations", "org_id", org_ids)}
    return with_japanese(names, read("organization_names", "org_id", sorted(names)))


def _org(alternative: str) -> str:
    return alternative.split("|", maxsplit=1)[0]


def _code(alternative: str) -> str:
    return alternative.partition("|")[2]
