"""What is planted in worlds, one function a case; each says what it must lead to.

A plant is played through a part in an application and may be played by anybody: nothing in it depends on the
script in which a name is written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from graphrisk.world.cast import Cast
from graphrisk.world.plants import affiliations, coauthors, coverage, funding, identity, partners, people

Plant: TypeAlias = Callable[[Cast], None]

PLANTS: tuple[Plant, ...] = (
    affiliations.clean,
    affiliations.undeclared_post,
    affiliations.undeclared_post_listed,
    affiliations.undeclared_post_domestic,
    affiliations.single_work,
    affiliations.undeclared_post_in_field,
    affiliations.declared_post,
    affiliations.ended_post_within_lag,
    affiliations.ended_post_beyond_lag,
    affiliations.begun_post,
    affiliations.post_at_unit,
    affiliations.old_tie,
    affiliations.work_after_closing,
    affiliations.post_before_listing,
    affiliations.misresolved_post,
    affiliations.declared_post_listed,
    affiliations.declared_post_listed_ended,
    affiliations.declared_post_before_listing,
    affiliations.declared_post_delisted,
    affiliations.declared_post_near_listed,
    coauthors.coauthor_once,
    coauthors.coauthor_few,
    coauthors.coauthor_many,
    coauthors.coauthor_share,
    coauthors.coauthor_in_field,
    coauthors.coauthor_declared,
    coauthors.coauthor_before_listing,
    coauthors.coauthor_delisted,
    coauthors.hyperauthorship,
    coauthors.erratum,
    coauthors.coauthor_near_listed,
    funding.sole_author_award,
    funding.sole_author_award_old,
    funding.sole_author_award_listed,
    funding.team_award,
    funding.unnumbered_funding,
    funding.unnumbered_funding_listed,
    funding.award_printed_differently,
    funding.funder_declared_without_number,
    partners.partner_with_lead,
    partners.partner_without_lead,
    partners.listed_supplier,
    partners.listed_supplier_concern,
    partners.listed_partner,
    partners.supplier_near_listed,
    coverage.no_declaration,
    coverage.unsigned_declaration,
    coverage.late_declaration,
    coverage.no_record,
    identity.homonym_elsewhere,
    identity.homonym_corroborated,
    identity.namesake_at_home,
    identity.ambiguous_name,
    identity.variant_spelling,
    identity.corroborated,
    identity.corroborated_listed,
    identity.name_only,
    identity.conflicting_orcid,
    people.former_name,
    people.other_spelling,
    people.initials_only,
    people.split_record,
    people.split_record_elsewhere,
    people.split_without_identifier,
    people.merged_name,
    people.merged_places,
    people.homonym_in_the_next_room,
    people.homonym_who_studied_there_too,
    people.homonym_of_another_time,
    people.homonyms_apply,
)
"""Every plant, in the order in which a generated world plays them."""

BY_NAME: dict[str, Plant] = {plant.__name__: plant for plant in PLANTS}

__all__ = ["BY_NAME", "PLANTS", "Plant"]
