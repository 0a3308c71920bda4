"""Affiliations as lists on the authorship that they belong to, in the order of seq."""

from __future__ import annotations

_KEY = "work_id, position, author_id"
_ONE = (
    "{{'seq': seq, 'org': coalesce(org_id, ''), 'raw': coalesce(raw_string, ''), 'source': source, "
    "'edition': coalesce(edition, ''), 'snapshot': snapshot}}"
)
_OTHERS = (
    "EXISTS (FROM {db}.affiliations b WHERE b.seq <> 0 AND b.work_id = a.work_id "
    "AND b.position = a.position AND b.author_id = a.author_id)"
)

PACKED = (
    f"SELECT {_KEY}, [{_ONE}] AS packed, org_id <> '' AS has_org, raw_string <> '' AS has_raw, "
    "edition <> '' AS has_edition, source AS first_source, source AS last_source, "
    "coalesce(edition, '') AS first_edition, coalesce(edition, '') AS last_edition, "
    "snapshot AS first_snapshot, snapshot AS last_snapshot "
    f"FROM {{db}}.affiliations a WHERE seq = 0 AND NOT {_OTHERS} UNION ALL "
    f"SELECT {_KEY}, list_sort(list({_ONE})), max(org_id) <> '', max(raw_string) <> '', "
    "max(edition) <> '', min(source), max(source), min(coalesce(edition, '')), max(coalesce(edition, '')), "
    f"min(snapshot), max(snapshot) FROM {{db}}.affiliations a WHERE {_OTHERS} GROUP BY {_KEY}"
)
"""SQL for a row an authorship, with its affiliations as one list.

Most authorships have one affiliation, whose row needs no grouping; sorting and grouping those too took three
times as long. seq is unique in an authorship, so that a list of structures is in its order once sorted.
"""

DIFFERS = (
    "(p.first_source IS DISTINCT FROM t.source OR p.last_source IS DISTINCT FROM t.source OR "
    "p.first_edition <> coalesce(t.edition, '') OR p.last_edition <> coalesce(t.edition, '') OR "
    "p.first_snapshot IS DISTINCT FROM t.snapshot OR p.last_snapshot IS DISTINCT FROM t.snapshot)"
)
"""SQL for whether some affiliation `p` comes from elsewhere than its authorship `t`."""


def each(field: str) -> str:
    """Return SQL for the list of one field of the affiliations `p`."""
    return f"list_transform(p.packed, lambda x: x.{field})"
