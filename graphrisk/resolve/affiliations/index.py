"""The index of all names: by their words in order, by their beginnings, as bags, and by single words."""

from __future__ import annotations

import gc
import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from graphrisk.names.countries import country_code, country_named, country_names
from graphrisk.names.folding import fold
from graphrisk.names.organizations import LEGAL, organization_key
from graphrisk.resolve.affiliations.east import is_legal_form, short_forms
from graphrisk.resolve.affiliations.forms import begins, of_letters, other_forms, without_country
from graphrisk.resolve.affiliations.registry import Organization
from graphrisk.resolve.affiliations.words import EAST, NUMBERS, Word, canonical, terms, town_key, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


STEM = 4
"""Letters of each word by which abbreviated names are looked up."""
LONGEST = 14
"""Most words of a name that is looked for word by word."""
WHOLE = 50_000
"""Organisations of a registry that is large enough to say how rare a word is."""
USUAL = 1_500
"""In how many names of such a registry a usual word of organisations' names stands."""
BRAND = 4
"""Units whose names begin as that of their parent does, from which these words alone mean the parent."""
OWN = 3
"""Bodies whose names hold a word, from which it may be one body's own."""
COMMON = 400
"""Names that may share a word by which names with errors are looked up."""
_ACADEMIC = frozenset({"academy", "council"})
_SHORT = re.compile(r"[A-Z0-9&.\-]{2,6}|[A-Z][A-Za-z\-]{1,5}[A-Z]|[A-Z][a-z]{0,2}[A-Z]{1,4}")
_EAST = re.compile(f"[{EAST}]")


@dataclass(slots=True)
class Index:
    """Names and organisations by number; every table of names holds numbers of names."""

    orgs: list[Organization] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    name_org: list[int] = field(default_factory=list)
    name_text: list[str] = field(default_factory=list)
    name_kind: list[int] = field(default_factory=list)
    """0 an own name, 1 an alias, 2 without its bracket, 3 its city or 5 its country, 4 what units share,
    6 without the bracket that says its country."""
    name_surface: list[tuple[str, ...]] = field(default_factory=list)
    name_canon: list[tuple[str, ...]] = field(default_factory=list)
    sequences: dict[str, tuple[int, ...]] = field(default_factory=dict)
    begins: set[str] = field(default_factory=set)
    """First words and first two words of all sequences: where none fits, looking further is of no use."""
    stems: dict[str, tuple[int, ...]] = field(default_factory=dict)
    stem_begins: set[str] = field(default_factory=set)
    bags: dict[str, tuple[int, ...]] = field(default_factory=dict)
    east: dict[str, tuple[int, ...]] = field(default_factory=dict)
    acronyms: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Folded acronym -> numbers of organisations."""
    postings: dict[str, tuple[int, ...]] = field(default_factory=dict)
    weight: dict[str, float] = field(default_factory=dict)
    """How rare a word is: log of organisations by organisations that bear it."""
    rarest: float = 1.0
    mass: list[float] = field(default_factory=list)
    """Weight of all words of each name."""
    places: dict[str, frozenset[str]] = field(default_factory=dict)
    """Folded name of a country, region or city -> codes of the countries where it lies."""
    cities: list[frozenset[str]] = field(default_factory=list)
    regions: list[frozenset[str]] = field(default_factory=list)
    parents: list[frozenset[int]] = field(default_factory=list)
    related: list[frozenset[int]] = field(default_factory=list)
    own_words: set[int] = field(default_factory=set)
    """Names of one word that stands in names of the body and its relatives more than in those of others."""
    numbered: set[str] = field(default_factory=set)
    """Words before the number of a university: Paris, Lyon."""
    systems: set[int] = field(default_factory=set)
    """Organisations that are a system of universities or hospitals by their name."""
    academies: set[int] = field(default_factory=set)
    """Academies and research councils by one of their names, whose institutes are bodies."""
    near: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """First or last four letters of a rare word -> the words, to find those with a typing error."""

    def weight_of(self, word: str) -> float:
        """Return how rare a word is; one that no name bears is as rare as the rarest."""
        return self.weight.get(word, self.rarest)


@lru_cache(maxsize=1 << 16)
def place_key(text: str) -> str:
    """Return the key of a place's name."""
    return town_key(" ".join(word.surface for word in words_of(text)))


def stem_key(words: Sequence[str]) -> str:
    """Return the beginnings of words as one key."""
    return " ".join([word[:STEM] for word in words])


def build(organizations: Iterable[Organization]) -> Index:
    """Build the index. Equal organisations in any order give equal answers."""
    index = Index()
    made = _Tables(index)
    collecting = gc.isenabled()
    # Millions of small objects that all stay: looking for garbage among them takes most of the time.
    gc.disable()
    try:
        for org in sorted(organizations, key=lambda org: org.org_id):
            made.add(org)
        made.finish()
    finally:
        if collecting:
            gc.enable()
    return index


class _Tables:
    """The tables while they are filled."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.sequences: dict[str, list[int]] = defaultdict(list)
        self.stems: dict[str, list[int]] = defaultdict(list)
        self.bags: dict[str, list[int]] = defaultdict(list)
        self.east: dict[str, list[int]] = defaultdict(list)
        self.acronyms: dict[str, set[int]] = defaultdict(set)
        self.postings: dict[str, list[int]] = defaultdict(list)
        self.bearers: dict[str, int] = defaultdict(int)
        self.places: dict[str, set[str]] = defaultdict(set)
        self.content: dict[str, list[Word]] = {}
        self.own_bag: list[str] = []
        """Words of the name under which the organisation that is added stands in the registry."""
        self.general = terms().kinds | terms().units

    def add(self, org: Organization) -> None:
        number = len(self.index.orgs)
        self.index.orgs.append(org)
        self.index.numbers[org.org_id] = number
        cities: set[str] = set()
        regions: set[str] = set()
        for place in org.places:
            for text, keys in ((place.city, cities), (place.region, regions)):
                if text and (key := place_key(text)):
                    keys.add(key)
                    if place.country:
                        self.places[key].add(place.country)
        self.index.cities.append(frozenset(cities))
        self.index.regions.append(frozenset(regions))
        seen: set[tuple[str, ...]] = set()
        borne: set[str] = set()
        self.content.clear()
        # The display name is among the names again, often as a label too.
        read = {
            (name, kind == "acronym", kind == "alias"): (name, kind)
            for name, kind in ((org.name, "display"), *org.names)
        }
        own = list(read.values())
        if place_key(org.name).endswith(" system"):
            self.index.systems.add(number)
        for name, kind in own:
            self._add_name(number, name, kind, seen, borne)
        for short in terms().acronyms.get(fold(org.name), ()):
            self._add_acronym(number, short)
        for name, kind in own:
            self._add_made(number, name, kind, seen, borne)
        for word in borne:
            self.bearers[word] += 1

    def _add_name(
        self, number: int, name: str, kind: str, seen: set[tuple[str, ...]], borne: set[str]
    ) -> None:
        text = name.strip()
        if kind == "acronym" or (kind == "alias" and _SHORT.fullmatch(text)):
            self._add_acronym(number, text)
            if not of_letters(text):
                return
            kind = "alias"  # TUBITAK MAM, CNR-INO: two acronyms are words of a name
        if _EAST.search(text):
            key = organization_key(text).replace(" ", "")
            if key and (key,) not in seen and not is_legal_form(key):
                seen.add((key,))
                self.east[key].append(self._name(number, text, int(kind == "alias"), (key,), (key,)))
            for short in short_forms(key):
                if (short,) not in seen:
                    seen.add((short,))
                    self.east[short].append(self._name(number, text, 1, (short,), (short,)))
            return
        words = self._content(text)
        rank = int(kind == "alias")
        self._put(number, text, rank, words, seen, borne)

    def _content(self, text: str) -> list[Word]:
        """Return the words of a name of the organisation that is added, without little ones."""
        found = self.content.get(text)
        if found is None:
            found = self.content[text] = [word for word in words_of(text) if not word.stop]
        return found

    def _add_made(
        self, number: int, name: str, kind: str, seen: set[tuple[str, ...]], borne: set[str]
    ) -> None:
        """Add what is also printed for a name; forms that are names themselves were added before."""
        text = name.strip()
        if kind == "acronym" or (kind == "alias" and _SHORT.fullmatch(text)) or _EAST.search(text):
            return
        for made in other_forms(text):
            self._put(number, text, int(kind == "alias"), self._content(made), seen, borne)
        words = self._content(text)
        first = [word for word in words if not word.bracket]
        inside = [word for word in words if word.bracket]
        if inside and first:
            country = self.index.orgs[number].country
            seat = country_code(" ".join(word.surface for word in inside))
            # "(UK)" says where a company is; it is no acronym of it.
            if len(inside) == 1 and inside[0].upper and not seat:
                self._add_acronym(number, inside[0].surface)
            within = {word.surface for word in inside}
            # "(Guangzhou)" tells a campus from the university that it is of.
            home = seat is not None and seat == country
            rank = 3 if any(within.issubset(city.split()) for city in self.index.cities[number]) else 2
            rank = 6 if home and rank == 2 else rank
            if len(first) > 1 or home:
                self._put(number, text, rank, first, seen, borne)
        parts = sorted({word.part for word in first})
        if len(parts) == 2:
            back = [w for w in first if w.part == parts[1]] + [w for w in first if w.part == parts[0]]
            self._put(number, text, 2, back, seen, borne)
        towns = self.index.cities[number]
        for town in sorted({*towns, *(town.split()[-1] for town in towns)}):
            tail = town.split()
            if len(first) - len(tail) > 1 and [w.surface for w in first[-len(tail) :]] == tail:
                self._put(number, text, 3, first[: -len(tail)], seen, borne)
        for rest in without_country(first, self.index.orgs[number].country):
            self._put(number, text, 5, rest, seen, borne)

    def _add_acronym(self, number: int, text: str) -> None:
        key = "".join(word.surface for word in words_of(text))
        if len(key) > 1:
            self.acronyms[key].add(number)

    def _name(
        self, number: int, text: str, rank: int, surface: tuple[str, ...], canon: tuple[str, ...]
    ) -> int:
        index = self.index
        index.name_org.append(number)
        index.name_text.append(text)
        index.name_kind.append(rank)
        index.name_surface.append(surface)
        index.name_canon.append(canon)
        return len(index.name_org) - 1

    def _put(
        self,
        number: int,
        text: str,
        rank: int,
        words: Sequence[Word],
        seen: set[tuple[str, ...]],
        borne: set[str],
    ) -> None:
        end = len(words)
        while end > 1 and words[end - 1].surface in LEGAL:
            end -= 1
        words = words[:end]
        if all(word.surface in LEGAL for word in words if not word.bracket):
            return  # "Co., Ltd. (Japan)" names nobody
        surface = tuple(word.surface for word in words)
        canon = tuple(word.canon for word in words)
        if not canon or surface in seen:
            return
        if not seen:
            self.own_bag = sorted(canon)
        elif rank == 1 and sorted(canon) == self.own_bag:
            rank = 0  # Osaka University is The University of Osaka
        if rank >= 2 and self.general.issuperset(canon):
            return  # "University (Japan)" names nobody
        seen.add(surface)
        if "university" in canon:
            self.index.numbered.update(one for one, two in pairwise(surface) if two in NUMBERS)
        name = self._name(number, text, rank, surface, canon)
        self.sequences[" ".join(canon)].append(name)
        if rank in (3, 5):
            return
        if len(canon) > 1:
            self.stems[stem_key(canon)].append(name)
            self.bags[" ".join(sorted(canon))].append(name)
        for word in set(canon):
            self.postings[word].append(name)
        borne.update(canon)

    def _add_brands(self) -> None:
        """Add the words with which an organisation's name and those of several of its units begin.

        "Max-Planck-Institut für …" is of the Max Planck Society also where the institute has no record. A
        university of one rare word is also named by it alone: Harvard Medical School.
        """
        index = self.index
        numbers = index.numbers
        first_two: dict[int, set[tuple[str, ...]]] = defaultdict(set)
        for name, number in enumerate(index.name_org):
            if index.name_kind[name] < 2 and not _EAST.search(index.name_text[name]):
                first_two[number].add(index.name_surface[name][:2])
        shared: dict[tuple[int, tuple[str, ...]], int] = defaultdict(int)
        for number, org in enumerate(index.orgs):
            for parent in org.parents:
                above = numbers.get(parent)
                if above is not None:
                    for begin in first_two[number] & first_two[above]:
                        shared[above, begin] += 1
        for (number, begin), count in sorted(shared.items()):
            if country_named(" ".join(begin)) is not None:
                continue  # Viet Nam is not its national university
            if count >= BRAND and len(begin) == 2 and not self.general.issuperset(map(canonical, begin)):
                self._brand(number, begin)
        for name in range(len(index.name_org)):
            canon, surface = index.name_canon[name], index.name_surface[name]
            number = index.name_org[name]
            if index.name_kind[name] == 0 and len(canon) == 2 and canon[1] == "university":
                word = surface[0]
                if word not in self.places and self.bearers[canon[0]] < 60 and len(word) > 3:
                    self._brand(number, (word,))

    def _brand(self, number: int, begin: tuple[str, ...]) -> None:
        canon = tuple(map(canonical, begin))
        name = self._name(number, self.index.orgs[number].name, 4, begin, canon)
        self.sequences[" ".join(canon)].append(name)

    def _own_words(self) -> set[int]:
        """Return the names of one word that others bear mostly as parts of that body: INSERM, IBM."""
        index = self.index
        found = set()
        for name, canon in enumerate(index.name_canon):
            if len(canon) > 1 or index.name_kind[name] in (3, 4, 5) or canon[0] in self.general:
                continue
            bearers = {index.name_org[other] for other in self.postings.get(canon[0], ())}
            number = index.name_org[name]
            own = {one for one in bearers if one == number or number in index.parents[one]}
            if OWN <= len(bearers) < 2 * len(own):
                found.add(name)
        return found

    def finish(self) -> None:
        """Freeze the tables and weigh the words."""
        index = self.index
        self._add_brands()
        index.sequences = {key: tuple(names) for key, names in self.sequences.items()}
        index.begins = begins(index.sequences)
        index.stems = {key: tuple(names) for key, names in self.stems.items()}
        index.stem_begins = begins(index.stems)
        index.bags = {key: tuple(names) for key, names in self.bags.items()}
        index.east = {key: tuple(names) for key, names in self.east.items()}
        index.acronyms = {key: tuple(sorted(orgs)) for key, orgs in self.acronyms.items()}
        index.postings = {w: tuple(names) for w, names in self.postings.items() if len(names) <= COMMON}
        total = max(len(index.orgs) + 1, WHOLE)
        # In a small registry every word is rare; the usual ones weigh as they do in the whole one.
        usual = USUAL * (1 - min(1.0, len(index.orgs) / WHOLE))
        general = self.general | set(terms().spellings.values())
        index.weight = {
            word: math.log(total / (count + 0.5 + (usual if word in general else 0.0)))
            for word, count in self.bearers.items()
        }
        index.rarest = math.log(total)
        weigh = index.weight_of
        index.mass = [sum([weigh(word) for word in words]) or 1.0 for words in index.name_canon]
        for key, code in country_names().items():
            self.places[key].add(code)
        index.places = {key: frozenset(codes) for key, codes in self.places.items()}
        near: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self.postings):
            if len(word) > 4:
                near[word[:4]].append(word)
                near["-" + word[-4:]].append(word)
        index.near = {key: tuple(words) for key, words in near.items() if len(words) <= COMMON}
        numbers = index.numbers
        index.parents = [
            frozenset(numbers[parent] for parent in org.parents if parent in numbers) for org in index.orgs
        ]
        index.own_words = self._own_words()
        named = zip(index.name_org, index.name_canon, strict=True)
        index.academies = {number for number, canon in named if not _ACADEMIC.isdisjoint(canon)}
        index.related = [
            frozenset(numbers[other] for other in org.related if other in numbers) for org in index.orgs
        ]


__all__ = ["COMMON", "LONGEST", "STEM", "Index", "build", "canonical", "place_key", "stem_key", "terms"]
