"""The names of screening lists in memory, and the candidates that a name has among them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from graphrisk.names.compare import Comparison, Evidence, Kind, Name, Strength, compare_names
from graphrisk.names.compare.evidence import MATCH, STRONG, WEAK_CAP
from graphrisk.names.compare.names import EASTERN
from graphrisk.names.compare.scripts import Script
from graphrisk.resolve.screening.keys import KeyIndex, character_keys, consonant_keys, gloss_keys, letter_keys
from graphrisk.resolve.screening.rows import REGISTRY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graphrisk.resolve.screening.rows import ListName, ListRow

NEAREST = 8
"""Names that are compared for one name and one way of finding them."""
LEAST_SHARED = 0.4
"""Share of the keys that two names have in common, from which on they are compared."""
LEAST_SOUND = 0.3
"""The same for the sound of names in two scripts, which have fewer keys."""
BETTER = 0.03
"""How much better another row must fit for a match across scripts to be a hint only."""
ACRONYM = 6
"""Letters up to which one word may be an acronym."""
OTHER_COUNTRY = -0.12
"""What another country than the row's takes away."""
FROM_REGISTRY = -0.02
"""What it takes away that the registry, not the list, prints the name."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that a name may mean: the list's name that it fits best, and how well."""

    row: ListRow
    name: ListName
    comparison: Comparison

    @property
    def score(self) -> float:
        """From 0 to 1."""
        return self.comparison.score

    @property
    def strength(self) -> Strength:
        """How strong the score is."""
        return self.comparison.strength


class ScreeningIndex:
    """All names of the lists, by their letters, by their characters and by their sound."""

    def __init__(self, rows: Sequence[ListRow]) -> None:
        """Build the index of the rows' names."""
        self.rows = tuple(rows)
        self._names: list[tuple[int, ListName, Name]] = [
            (place, name, Name(name.text)) for place, row in enumerate(rows) for name in row.names
        ]
        self._rows_in_letters = {place for place, _, name in self._names if _is_spelled_out(name)}
        self._letters = self._index(letter_keys, tuple(Script))
        self._kinds: dict[int, Kind | None] = {}
        for _, _, name in self._names:
            # Made now, lest the first thousands of searches pay for it.
            if name.script not in EASTERN:
                _ = name.organization

    def made_ready(self, names: Iterable[str]) -> ScreeningIndex:
        """Build now what searches for these names need beyond the letters; returns the index itself.

        Names in other scripts are found by keys of their own, which are made at the first such name.
        """
        scripts = {Name(name).script for name in names}
        if scripts & set(EASTERN):
            _ = self._characters, self._glosses_of_letters
        if scripts & {Script.CONSONANTS, Script.SYLLABLES}:
            _ = self._consonants_of_letters
        if Script.LETTERS in scripts:
            _ = self._glosses_of_eastern, self._consonants_of_others
        return self

    def __len__(self) -> int:
        """Return the number of names."""
        return len(self._names)

    def _index(
        self, keys: Callable[[Name], Iterable[str]], scripts: Sequence[Script], *, unspelled: bool = False
    ) -> tuple[KeyIndex, list[int]]:
        """Return the keys of the names in some scripts; `unspelled`: of rows that print none in letters."""
        places = [
            place
            for place, (at, _, name) in enumerate(self._names)
            if name.script in scripts and not (unspelled and at in self._rows_in_letters)
        ]
        return KeyIndex([keys(self._names[place][2]) for place in places]), places

    @cached_property
    def _characters(self) -> tuple[KeyIndex, list[int]]:
        return self._index(character_keys, EASTERN)

    @cached_property
    def _glosses_of_letters(self) -> tuple[KeyIndex, list[int]]:
        return self._index(gloss_keys, (Script.LETTERS,))

    @cached_property
    def _glosses_of_eastern(self) -> tuple[KeyIndex, list[int]]:
        return self._index(gloss_keys, EASTERN, unspelled=True)

    @cached_property
    def _consonants_of_letters(self) -> tuple[KeyIndex, list[int]]:
        return self._index(consonant_keys, (Script.LETTERS,))

    @cached_property
    def _consonants_of_others(self) -> tuple[KeyIndex, list[int]]:
        return self._index(consonant_keys, (Script.CONSONANTS, Script.SYLLABLES), unspelled=True)

    def search(
        self,
        name: str,
        *,
        kind: Kind | None = None,
        country: str | None = None,
        least: float = MATCH,
        limit: int = 5,
    ) -> list[Candidate]:
        """Return the rows that `name` may mean, best first, at most `limit`, none below `least`.

        `kind` says whom the name names; None lets the words of both names decide. `country` is the ISO code
        of where its bearer is; a row of another country fits less well.
        """
        asked = Name(name)
        kind = kind or asked.kind
        best: dict[int, Candidate] = {}
        for place in self._near(asked):
            if self._needs_no_guess(asked, place):
                continue
            found = self._compare(asked, place, kind, country, least)
            at = self._names[place][0]
            if found.score >= least and (at not in best or found.score > best[at].score):
                best[at] = found
        ordered = sorted(best.values(), key=lambda one: (-one.score, one.row.entry_id))
        return [one for one in _only_best_across(ordered) if one.score >= least][:limit]

    def _needs_no_guess(self, asked: Name, place: int) -> bool:
        """Whether a row prints its name in the letters of the name asked for: another script tells less."""
        at, _, listed = self._names[place]
        letters = Script.LETTERS
        return asked.script is letters and listed.script is not letters and at in self._rows_in_letters

    def _kind(self, at: int) -> Kind | None:
        """Return ORGANIZATION where any name of a row says so; a sole word or two may be a person's."""
        if at not in self._kinds:
            kinds = (Name(name.text).kind for name in self.rows[at].names)
            self._kinds[at] = next(filter(None, kinds), None)
        return self._kinds[at]

    def _near(self, name: Name) -> list[int]:
        script = name.script
        found: dict[int, None] = {}

        def add(index: tuple[KeyIndex, list[int]], keys: Iterable[str], least: float) -> None:
            keyed, places = index
            if places:
                found.update((places[near], None) for near in keyed.nearest(keys, least, NEAREST))

        add(self._letters, letter_keys(name), LEAST_SHARED)
        if script is Script.LETTERS:
            if self._glosses_of_eastern[1]:
                add(self._glosses_of_eastern, gloss_keys(name), LEAST_SOUND)
            if self._consonants_of_others[1]:
                add(self._consonants_of_others, consonant_keys(name), LEAST_SHARED)
        if script in EASTERN:
            add(self._characters, character_keys(name), LEAST_SHARED)
            add(self._glosses_of_letters, gloss_keys(name), LEAST_SOUND)
        if script in (Script.CONSONANTS, Script.SYLLABLES):
            add(self._consonants_of_letters, consonant_keys(name), LEAST_SHARED)
        return list(found)

    def _compare(
        self, name: Name, place: int, kind: Kind | None, country: str | None, least: float
    ) -> Candidate:
        at, listed, other = self._names[place]
        row = self.rows[at]
        kind = kind or self._kind(at)
        found = compare_names(name, other, kind or Kind.ORGANIZATION, least)
        if kind is None and found.score < STRONG:
            found = max(found, compare_names(name, other, Kind.PERSON, least), key=lambda one: one.score)
        if not found.score:
            return Candidate(row, listed, found)
        if listed.kind == REGISTRY:
            found = _with(found, Evidence("name_from_registry", FROM_REGISTRY, row.name))
        if country and row.country and country != row.country:
            found = _with(found, Evidence("country_differs", OTHER_COUNTRY, f"{country} / {row.country}"))
        elif country and row.country:
            found = _with(found, Evidence("country_agrees", 0.001, country))
        return Candidate(row, listed, found)


def _is_spelled_out(name: Name) -> bool:
    """Whether a name is in letters, and more than an acronym."""
    return name.script is Script.LETTERS and (len(name.words) > 1 or len(name.folded) > ACRONYM)


def _with(found: Comparison, evidence: Evidence) -> Comparison:
    score = max(0.0, min(1.0, found.score + evidence.share))
    return Comparison(round(score, 4), (*found.evidence, evidence))


_ACROSS = "two_scripts"


def _only_best_across(ordered: list[Candidate]) -> list[Candidate]:
    """Return the candidates with those across scripts as hints only that another row outdoes."""
    if not ordered:
        return []
    best = ordered[0].score
    kept = [_outdone(one) if one.score < best - BETTER and _is_across(one) else one for one in ordered]
    return sorted(kept, key=lambda one: (-one.score, one.row.entry_id))


def _is_across(one: Candidate) -> bool:
    return any(seen.code == _ACROSS for seen in one.comparison.evidence)


def _outdone(one: Candidate) -> Candidate:
    share = min(0.0, round(WEAK_CAP - one.score, 4))
    return replace(one, comparison=_with(one.comparison, Evidence("another_row_fits_better", share)))
