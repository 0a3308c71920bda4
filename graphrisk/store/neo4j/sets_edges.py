"""The sets of relationships: the rows of tables that join two things."""

from __future__ import annotations

from graphrisk.schema import TABLES
from graphrisk.schema.model import Column, Type, boolean, texts
from graphrisk.store.neo4j import sets_packed as packed
from graphrisk.store.neo4j.model import Edges, provenance
from graphrisk.store.neo4j.sets_links import links
from graphrisk.store.neo4j.sets_nodes import FUNDER
from graphrisk.store.neo4j.sets_ties import acknowledges, affiliated, funders_known
from graphrisk.store.sql import columns, literal

_RELATIONS = {
    "parent": "CHILD_OF",
    "child": "PARENT_OF",
    "related": "RELATED_TO",
    "successor": "SUCCEEDED_BY",
    "predecessor": "SUCCEEDS",
}
"""Kind of relation, as ROR gives it -> the type that says it."""
_OTHER_RELATION = "RELATED_AS"
"""The type of relations of every other kind; its property `kind` says which."""


def edges() -> list[Edges]:
    """Return all sets of relationships: the rows of tables first."""
    return [
        *_relations(),
        _authored(),
        _funded(),
        _listed("listings", "LISTED_AS"),
        _listed("listing_relations", "NAMED_BESIDE", "kind"),
        _has_orcid(),
        affiliated(),
        acknowledges(),
        funders_known(),
        *links(),
    ]


def _own(table: str, *without: str) -> tuple[Column, ...]:
    return tuple(c for c in TABLES[table].all_columns if c.name not in without)


def _named(found: tuple[Column, ...], alias: str) -> str:
    return columns((c.name for c in found), f"{alias}.")


def _relations() -> list[Edges]:
    own = _own("organization_relations", "org_id", "related_id", "kind")
    named = [
        Edges(
            f"organization_relations:{kind}",
            label,
            "organizations",
            "organizations",
            own,
            f"SELECT t.org_id AS start_key, t.related_id AS end_key, {_named(own, 't')} "
            f"FROM {{db}}.organization_relations t WHERE t.kind = '{kind}'",
            f"The registry says of the first that the second is its {kind}."
            if kind != "related"
            else "The registry says that they are related.",
            table="organization_relations",
            start_column="org_id",
            end_column="related_id",
            fixed={"kind": kind},
        )
        for kind, label in _RELATIONS.items()
    ]
    return [*named, _other_relations()]


def _other_relations() -> Edges:
    """A type comes from the schema, never from a row, so that all other kinds share one."""
    own = _own("organization_relations", "org_id", "related_id")
    return Edges(
        "organization_relations:other",
        _OTHER_RELATION,
        "organizations",
        "organizations",
        own,
        f"SELECT t.org_id AS start_key, t.related_id AS end_key, {_named(own, 't')} "
        f"FROM {{db}}.organization_relations t WHERE t.kind NOT IN ({', '.join(map(literal, _RELATIONS))})",
        "The source says of the first that the second is its `kind`, where no other type says that.",
        key=("kind",),
        table="organization_relations",
        start_column="org_id",
        end_column="related_id",
    )


PACKED: tuple[Column, ...] = (
    Column("affiliation_seqs", Type.INTEGERS, "seq of each affiliation on this authorship"),
    texts("affiliation_orgs", "org_id of each, empty where the source named none; absent if none has one"),
    texts("affiliation_strings", "each as printed, empty where the source has none; absent if none has one"),
    texts("affiliation_sources", "source of each, where one differs from that of the authorship"),
    texts(
        "affiliation_editions", "edition of each, empty for none, where one differs; absent if none has one"
    ),
    Column("affiliation_snapshots", Type.INTEGERS, "snapshot of each, where one differs"),
)
"""Affiliations, as lists on the authorship that they belong to, in the order of seq.

A relationship for each affiliation of each work would double the graph, and a picture of it would show one
person and one university joined by fifty lines; AFFILIATED_WITH joins them once.
"""


def _authored() -> Edges:
    own = _own("authorships", "work_id", "author_id")
    query = (
        "SELECT coalesce(t.author_id, p.author_id) AS start_key, coalesce(t.work_id, p.work_id) AS end_key, "
        "coalesce(t.position, p.position) AS position, "
        + columns((c.name for c in own if c.name != "position"), "t.")
        + f", {packed.each('seq')} AS affiliation_seqs, "
        f"CASE WHEN p.has_org THEN {packed.each('org')} END AS affiliation_orgs, "
        f"CASE WHEN p.has_raw THEN {packed.each('raw')} END AS affiliation_strings, "
        f"CASE WHEN {packed.DIFFERS} THEN {packed.each('source')} END AS affiliation_sources, "
        f"CASE WHEN {packed.DIFFERS} AND p.has_edition THEN {packed.each('edition')} END "
        "AS affiliation_editions, "
        f"CASE WHEN {packed.DIFFERS} THEN {packed.each('snapshot')} END AS affiliation_snapshots, "
        "CASE WHEN t.work_id IS NULL THEN true END AS placeholder "
        f"FROM {{db}}.authorships t FULL JOIN ({packed.PACKED}) p "
        "ON t.work_id = p.work_id AND t.position = p.position AND t.author_id = p.author_id"
    )
    position = next(c for c in own if c.name == "position")
    rest = tuple(c for c in own if c.name != "position")
    return Edges(
        "authorships",
        "AUTHORED",
        "persons",
        "works",
        (position, *rest, *PACKED, boolean("placeholder", "true where only affiliations name the place")),
        query,
        TABLES["authorships"].doc,
        key=("position",),
        table="authorships",
        start_column="author_id",
        end_column="work_id",
    )


def _funded() -> Edges:
    own = _own("work_awards", "work_id")
    return Edges(
        "work_awards",
        "FUNDED_BY",
        "works",
        "funders",
        own,
        f"SELECT t.work_id AS start_key, {FUNDER} AS end_key, {_named(own, 't')} FROM {{db}}.work_awards t",
        TABLES["work_awards"].doc,
        key=("seq",),
        table="work_awards",
        start_column="work_id",
    )


def _listed(table: str, label: str, *key: str) -> Edges:
    """Return a set that joins organisations and rows of lists."""
    said, provided = provenance(derived_from="e")
    own = _own(table, "org_id", "entry_id", *(c.name for c in provided))
    return Edges(
        table,
        label,
        "organizations",
        "list_entries",
        (*own, *provided),
        f"SELECT t.org_id AS start_key, t.entry_id AS end_key, {_named(own, 't')}, {said} "
        f"FROM {{db}}.{table} t LEFT JOIN {{db}}.list_entries e USING (entry_id)",
        TABLES[table].doc,
        key=key,
        table=table,
        start_column="org_id",
        end_column="entry_id",
    )


def _has_orcid() -> Edges:
    said, provided = provenance(derived_from="p")
    own = _own("author_orcids", "author_id", "orcid")
    return Edges(
        "author_orcids",
        "HAS_ORCID",
        "persons",
        "orcids",
        (*own, *provided),
        f"SELECT t.author_id AS start_key, t.orcid AS end_key, {_named(own, 't')}, {said} "
        "FROM {db}.author_orcids t LEFT JOIN {db}.persons p USING (author_id)",
        TABLES["author_orcids"].doc,
        key=("kind",),
        table="author_orcids",
        start_column="author_id",
        end_column="orcid",
    )
