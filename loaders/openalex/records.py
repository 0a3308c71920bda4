"""The shape of OpenAlex works, as far as it is read: every key may be absent or null, others are passed over.

Both the shape since 2025 (`awards`, `funders`, `affiliations`) and those before (`grants`,
`raw_affiliation_string`) are here; a wrong type is an error that names its path.
"""

from __future__ import annotations

import msgspec

from loaders.typed import Whole  # msgspec reads it from here


class Author(msgspec.Struct, gc=False):
    """The author record that the source assigned."""

    id: str | None = None
    display_name: str | None = None
    orcid: str | None = None


class Institution(msgspec.Struct, gc=False):
    """An organisation that the source resolved."""

    id: str | None = None
    display_name: str | None = None
    ror: str | None = None
    country_code: str | None = None
    type: str | None = None


class RawAffiliation(msgspec.Struct, gc=False):
    """A printed affiliation with the organisations that the source read out of it."""

    raw_affiliation_string: str | None = None
    institution_ids: list[str | None] | None = None


class Affiliated(msgspec.Struct, gc=False):
    """What an authorship says of organisations. `raw_affiliation_string` is the one string of before 2024."""

    institutions: list[Institution | None] | None = None
    affiliations: list[RawAffiliation] | None = None
    raw_affiliation_strings: list[str | None] | None = None
    raw_affiliation_string: str | None = None


class Authorship(msgspec.Struct, gc=False):
    """One author of a work. The fields of `Affiliated` are kept as they are: co-authors often share them."""

    author: Author | None = None
    is_corresponding: bool | None = None
    raw_author_name: str | None = None
    raw_orcid: str | None = None
    institutions: msgspec.Raw = msgspec.Raw()
    affiliations: msgspec.Raw = msgspec.Raw()
    raw_affiliation_strings: msgspec.Raw = msgspec.Raw()
    raw_affiliation_string: str | None = None


class Award(msgspec.Struct, gc=False):
    """An award, since 2025."""

    funder_award_id: str | None = None
    funder_id: str | None = None
    funder_display_name: str | None = None


class Grant(msgspec.Struct, gc=False):
    """A funder with or without an award number, until 2025."""

    funder: str | None = None
    funder_display_name: str | None = None
    award_id: str | None = None


class Funder(msgspec.Struct, gc=False):
    """A funder of the work, since 2025."""

    id: str | None = None
    ror: str | None = None
    display_name: str | None = None


class Label(msgspec.Struct, gc=False):
    """A topic, keyword or concept. `keyword` is the name of before mid-2024."""

    display_name: str | None = None
    keyword: str | None = None
    score: float | None = None


class Work(msgspec.Struct, gc=False):
    """A work, or an envelope around works: `results` is set where a line is a list reply of the API."""

    id: str | None = None
    doi: str | None = None
    title: str | None = None
    display_name: str | None = None
    type: str | None = None
    publication_date: str | None = None
    publication_year: int | None = None
    language: str | None = None
    is_retracted: bool | None = None
    authorships: list[Authorship] | None = None
    authors_count: Whole | None = None
    is_authors_truncated: bool | None = None
    topics: list[Label] | None = None
    concepts: list[Label] | None = None
    keywords: list[Label | str] | None = None
    awards: list[Award] | None = None
    grants: list[Grant] | None = None
    funders: list[Funder] | None = None
    abstract_inverted_index: dict[str, list[int]] | None = None
    results: list[msgspec.Raw] | None = None


class Identified(msgspec.Struct, gc=False):
    """Any entity, when all that matters is what it is."""

    id: str | None = None


class Reply(msgspec.Struct, gc=False):
    """What the API answers where it lists no works: why it refused, or `meta` beside no results."""

    error: str | None = None
    message: str | None = None
    meta: dict[str, msgspec.Raw] | None = None
