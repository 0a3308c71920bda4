"""One string, read: the hits in it, and for each what speaks for and against it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.resolve.affiliations.context import Context, read_context
from graphrisk.resolve.affiliations.east import script_country
from graphrisk.resolve.affiliations.features import COUNTRY_LEFT, Around, features_of
from graphrisk.resolve.affiliations.fuzzy import fuzzy_hits
from graphrisk.resolve.affiliations.scoring import score
from graphrisk.resolve.affiliations.sides import AND
from graphrisk.resolve.affiliations.spans import (
    Hit,
    acronym_hits,
    bag_hits,
    east_hits,
    mixed_hits,
    sequence_hits,
    stem_hits,
)
from graphrisk.resolve.affiliations.words import terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from graphrisk.resolve.affiliations.index import Index
    from graphrisk.resolve.affiliations.words import Word

_METHODS = ("exact", "variant", "bag", "stem", "east_begin", "fuzzy", "acronym")
_WHOLE = frozenset({"exact", "variant", "stem"})
_DISTINCT = 7.0
"""Weight of a word that tells an organisation even where no word says what kind of body it is."""


@dataclass(slots=True)
class Candidate:
    """A hit with what speaks for and against it; `reason` says why it is not taken."""

    hit: Hit
    features: tuple[str, ...]
    score: float
    fit: tuple[float, ...]
    mass: float
    """Weight of the name's words."""
    reason: str = ""


class Reading:
    """One string: its words, the places that each segment names, and where names begin and end."""

    def __init__(self, text: str, words: list[Word], index: Index, country: str | None) -> None:
        self.text, self.words, self.index = text, words, index
        self.content = [i for i, word in enumerate(words) if not word.stop and not word.east]
        # HKUST, Kowloon, HKSAR: many capitals, but words beside them that are printed as usual.
        usual = any(len(w.surface) > 3 and not (w.upper or w.east or w.stop) for w in words)
        self.shouting = not usual and sum(word.upper for word in words) * 2 > len(words) > 2
        self.contexts: dict[int, Context] = {}
        language = script_country(text)
        start = 0
        for i in range(1, len(words) + 1):
            if i == len(words) or words[i].segment != words[start].segment:
                context = read_context(words, start, i, index, country, language)
                self.contexts[words[start].segment] = context
                start = i
        self.starts: set[int] = set()
        self.ends: set[int] = set()
        self.beside: list[tuple[int, int, str]] = []

    def hits(self) -> list[Hit]:
        """Return all hits but fuzzy ones."""
        words, content, index = self.words, self.content, self.index
        hits = list(sequence_hits(words, content, index))
        found = {(hit.start, hit.end) for hit in hits}
        hits += stem_hits(words, content, index, found)
        hits += bag_hits(words, content, index, found)
        if len(content) < len(words):
            hits += east_hits(words, index)
            hits += mixed_hits(words, index)
        if not self.shouting:
            hits += acronym_hits(words, content, index)
        bearers: dict[tuple[int, int], set[str | None]] = defaultdict(set)
        for hit in hits:
            east = words[hit.start].east and len(words[hit.start].surface) > 2
            if (east or hit.end - hit.start > 1) and hit.method in _WHOLE:
                self.starts.add(hit.start)
                self.ends.add(hit.end)
                if hit.method == "exact" and index.name_kind[hit.name] < 2:
                    bearers[hit.start, hit.end].add(index.orgs[hit.org].country)
        for span, countries in bearers.items():
            longer = any(o[0] <= span[0] and span[1] <= o[1] and o != span for o in bearers)
            country = next(iter(countries))
            if len(countries) == 1 and country and not longer:
                self.beside.append((*span, country))
        self._share_addresses()
        return hits

    def _share_addresses(self) -> None:
        """Give a segment that says no country the places of those behind it that name no body.

        Department of Biology; University of Maryland; College Park, Maryland, USA: one affiliation.
        """
        if len(self.contexts) == 1:
            return
        named = {self.words[start].segment for start in self.starts}
        behind: Context | None = None
        for segment in reversed(self.contexts):
            mine = self.contexts[segment]
            if mine.countries:
                behind = mine if segment not in named else None
            elif behind:
                mentions = (*mine.mentions, *behind.mentions)
                self.contexts[segment] = Context(mentions, behind.countries, mine.language)
            if segment in named and not mine.countries:
                behind = None

    def fuzzy(self, taken: Sequence[Candidate]) -> Iterator[Hit]:
        """Yield fuzzy hits in parts of which no word is taken."""
        words = self.words
        covered = {i for c in taken for i in range(c.hit.start, c.hit.end)}
        parts: dict[int, list[int]] = defaultdict(list)
        for i in self.content:
            parts[words[i].part].append(i)
        for whole in parts.values():
            part = whole if covered.isdisjoint(whole) else self._behind_and(whole, covered)
            if part and self._may_name(part):
                mentions = self.contexts[words[part[0]].segment].mentions
                places = {word for m in mentions for word in m.key.split()}
                yield from fuzzy_hits(words, part, places, self.index)

    def _behind_and(self, part: Sequence[int], covered: Collection[int]) -> Sequence[int]:
        """Return the words behind the last name that is taken in a part, where an "and" stands between."""
        last = max(n for n, i in enumerate(part) if i in covered)
        rest = part[last + 1 :]
        joined = {word.surface for word in self.words[part[last] + 1 : rest[0]]} if rest else set()
        return rest if len(rest) > 2 and not AND.isdisjoint(joined) else ()

    def _may_name(self, part: Sequence[int]) -> bool:
        """Whether a part is more than a place or a street: it has a word of a body, or a rare one."""
        words, kinds, weight = self.words, terms().kinds, self.index.weight_of
        if len(part) == 1 and len(words[part[0]].surface) < 6:
            return False
        mentions = self.contexts[words[part[0]].segment].mentions
        if all(words[i].surface.isdigit() or any(m.start <= i < m.end for m in mentions) for i in part):
            return False
        return any(words[i].canon in kinds or weight(words[i].canon) > _DISTINCT for i in part)

    def candidates(self, hits: Sequence[Hit]) -> list[Candidate]:
        """Return each hit with its features; of one organisation at one span the best."""
        spans: dict[tuple[int, int], dict[int, Hit]] = defaultdict(dict)
        own: dict[tuple[int, int, int], Hit] = {}
        for hit in hits:
            at = spans[hit.start, hit.end]
            before = at.get(hit.org)
            if before is None or self._order(hit) < self._order(before):
                at[hit.org] = hit
            if hit.method == "variant" and self.index.name_kind[hit.name] < 2:
                own[hit.start, hit.end, hit.org] = hit
        whole: dict[int, list[tuple[int, int]]] = defaultdict(list)
        begins: dict[int, set[int]] = defaultdict(set)
        taken: dict[tuple[int, int], set[int]] = defaultdict(set)
        for hit in hits:
            if hit.method != "fuzzy":
                whole[hit.org].append((hit.start, hit.end))
                begins[hit.start].add(hit.org)
                taken[hit.start, hit.end].add(hit.org)
        arounds = {
            segment: Around(
                self.text,
                self.words,
                context,
                self.starts,
                self.ends,
                self.beside,
                whole,
                begins,
                taken,
                self.shouting,
            )
            for segment, context in self.contexts.items()
        }
        found = []
        for span in sorted(spans):
            around, at = arounds[self.words[span[0]].segment], spans[span]
            bearers = {org for org, hit in at.items() if self._counts(hit, around.context)}
            for hit in at.values():
                one = self._candidate(hit, around, bearers)
                other = own.get((*span, hit.org))
                if "city_missing" in one.features and other and hit.org not in self.index.systems:
                    # "Universidad de Maryland" is a name of its own, the one without its town is made.
                    one = self._candidate(other, around, bearers)
                found.append(one)
        return found

    def _counts(self, hit: Hit, context: Context) -> bool:
        """Whether an organisation bears the words of a hit: without its country only where that is said."""
        if hit.name < 0 or self.index.name_kind[hit.name] != COUNTRY_LEFT:
            return True
        return self.index.orgs[hit.org].country in context.countries

    def _candidate(self, hit: Hit, around: Around, bearers: Collection[int]) -> Candidate:
        index = self.index
        features = features_of(hit, around, index, bearers)
        mass = index.mass[hit.name] if hit.name >= 0 else index.rarest
        return Candidate(hit, features.names, score(features.names), features.fit, mass)

    def _order(self, hit: Hit) -> tuple[int, int, float, int]:
        rank = self.index.name_kind[hit.name] if hit.name >= 0 else 9
        return _METHODS.index(hit.method), rank, -hit.likeness, hit.name
