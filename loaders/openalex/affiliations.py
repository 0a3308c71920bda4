"""Pairs of resolved organisation and printed affiliation for one author of a work.

Since 2024 the source says which organisations it read out of which string. Before, strings and organisations
stand side by side in orders of their own, so that only what cannot be mistaken is paired. What stays unpaired
keeps a row of its own: an organisation without string, or a string without organisation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

from graphrisk.names.identifiers import openalex

if TYPE_CHECKING:
    from collections.abc import Collection

    from loaders.openalex.records import Affiliated, Institution

Pair: TypeAlias = "tuple[str | None, str | None]"
"""Organisation id and printed string."""
_FEW = 16


class Organizations(Protocol):
    """Gives institutions their ids."""

    known: dict[str | None, tuple[str | None, str | None]]
    """By the source's id, or the ROR: the ROR that was given and the id that follows, None if none does."""

    def register(self, institution: Institution) -> str | None:
        """Enter an institution into `known` and return its id."""
        ...


def pairs(affiliated: Affiliated, organizations: Organizations) -> list[Pair]:
    """Return the pairs of organisation and string of one author.

    An institution without any id is kept as a printed string where the author has no other.
    """
    # Most time of a load passes here. The common shape, in which the source states every pair, is told with
    # as few objects as possible; all others are left to `_mend`.
    known = organizations.known
    ids: dict[str | None, str | None] = {}
    for institution in affiliated.institutions or ():
        if institution is not None:
            given = institution.id or institution.ror
            entry = known.get(given)
            if entry is not None and entry[0] == institution.ror:
                ids[given] = entry[1]
            else:
                ids[given] = organizations.register(institution)
    result: list[Pair] = []
    linked: list[str | None] = []
    texts: list[str | None] = []
    for affiliation in affiliated.affiliations or ():
        text = affiliation.raw_affiliation_string
        text = (text.strip() or None) if text else None
        texts.append(text)
        before = len(linked)
        for given in affiliation.institution_ids or ():
            org = ids.get(given) or (_linked(given, ids) if given else None)
            if org is not None:
                result.append((org, text))
                linked.append(org)
        if text and len(linked) == before:
            result.append((None, text))
    raws = affiliated.raw_affiliation_strings or (affiliated.raw_affiliation_string,)
    if _holds(linked, ids.values()) and _holds(texts, raws):
        return result
    return _mend(affiliated, ids, linked, texts, result)


def _holds(items: list[str | None], wanted: Collection[str | None]) -> bool:
    """Whether the few `items` hold all that is wanted; False, undecided, where they are many."""
    if len(items) > _FEW:
        return False
    for one in wanted:  # noqa: SIM110  # twice as fast as all() on one or two items
        if one not in items:
            return False
    return True


def _mend(
    affiliated: Affiliated,
    ids: dict[str | None, str | None],
    linked: list[str | None],
    texts: list[str | None],
    result: list[Pair],
) -> list[Pair]:
    """Return `result` with the organisations and strings that the stated pairs leave out."""
    seen_orgs, seen_texts = set(linked), set(texts)
    orgs: dict[str, str] = {}
    bare: dict[str, None] = {}
    for institution in affiliated.institutions or ():
        if institution is not None:
            org, name = ids[institution.id or institution.ror], institution.display_name or ""
            if org is None:
                bare[name] = None
            elif org not in seen_orgs:
                orgs[org] = name
    strings: dict[str, None] = {}
    for raw in affiliated.raw_affiliation_strings or (affiliated.raw_affiliation_string,):
        text = raw.strip() if raw else ""
        if text and text not in seen_texts:
            strings[text] = None
    if orgs or strings:
        _add_unstated(orgs, list(strings), result)
    return result or [(None, name) for name in bare if name]


def _linked(given: str, ids: dict[str | None, str | None]) -> str | None:
    """Return the organisation that an id in `institution_ids` means; the short form of the id is read too."""
    found = ids.get(given)
    if found is None and (url := openalex(given, "I")) is not None:
        found = ids.get(url) or ids.get(url.rpartition("/")[2]) or url
    return found


def _add_unstated(orgs: dict[str, str], strings: list[str], result: list[Pair]) -> None:
    """Pair organisations with strings where only one pairing is possible, and keep the rest unpaired.

    A single string is that of all the organisations. Of several, a string belongs to an organisation if it
    alone holds the organisation's name. What is left may still belong together or not, so it stays apart.
    """
    if len(strings) == 1 and not result:
        result.extend([(org, strings[0]) for org in orgs] or [(None, strings[0])])
        return
    texts = {text: text.casefold() for text in strings}
    used: set[str] = set()
    for org, name in orgs.items():
        holding = [text for text in strings if name and name.casefold() in texts[text]]
        if len(holding) == 1:
            used.add(holding[0])
            result.append((org, holding[0]))
        else:
            result.append((org, None))
    result.extend((None, text) for text in strings if text not in used)
