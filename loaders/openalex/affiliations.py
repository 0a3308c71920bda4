"""Pairs of resolved organisation and printed affiliation for one author of a work.

Since 2024 the source says which organisations it read out of which string. Before, strings and organisations
stand side by side in orders of their own, so that only what cannot be mistaken is paired. What stays unpaired
keeps a row of its own: an organisation without string, or a string without organisation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from graphrisk.names.identifiers import openalex

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaders.openalex.records import Authorship, Institution

Pair: TypeAlias = "tuple[str | None, str | None]"
"""Organisation id and printed string."""


def pairs(authorship: Authorship, org_id: Callable[[Institution], str | None]) -> list[Pair]:
    """Return the pairs of an authorship; `org_id` gives the id of an institution, None where it has none.

    An institution without any id is kept as a printed string where the author has no other.
    """
    ids: dict[str | None, str] = {}
    left: dict[str, Institution] = {}
    bare: list[Pair] = []
    for institution in authorship.institutions or ():
        if institution is None:
            continue
        found = org_id(institution)
        if found is not None:
            left[found] = institution
            ids[institution.id] = found
        elif institution.display_name:
            bare.append((None, institution.display_name))
    result: list[Pair] = []
    texts: set[str | None] = set()
    # The loop over what the source states is the hottest of the loader, hence in one piece.
    for affiliation in authorship.affiliations or ():
        text = affiliation.raw_affiliation_string
        text = (text.strip() or None) if text else None
        texts.add(text)
        linked = False
        for given in affiliation.institution_ids or ():
            org = ids.get(given) or (_linked(given, ids) if given else None)
            if org is not None:
                result.append((org, text))
                left.pop(org, None)
                linked = True
        if text and not linked:
            result.append((None, text))
    strings: list[str] = []
    for raw in authorship.raw_affiliation_strings or (authorship.raw_affiliation_string,):
        if raw and raw not in texts and (text := raw.strip()) and text not in texts:
            texts.add(text)
            strings.append(text)
    if left or strings:
        _add_unstated({org: i.display_name or "" for org, i in left.items()}, strings, result)
    return result or bare


def _linked(given: str, ids: dict[str | None, str]) -> str | None:
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
