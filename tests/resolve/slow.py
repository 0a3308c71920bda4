"""The slow, obvious version of resolving people, on lists of dictionaries: what the fast one must equal."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any

from graphrisk.names.likeness import Likeness, best_likeness, family_differs, is_strange
from graphrisk.names.persons import person_key
from graphrisk.names.variants import SearchKeys, search_keys, with_initial

if TYPE_CHECKING:
    from tests.resolve.world import Snapshot

Row = dict[str, Any]
Identity = tuple[str, str]


def _read(snapshot: Snapshot, table: str) -> list[Row]:
    cursor = snapshot.connection.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


class Slow:
    """All facts of a snapshot, and the identities of its participants."""

    def __init__(self, snapshot: Snapshot) -> None:  # noqa: PLR0912  # one table after another
        read = partial(_read, snapshot)
        self.participants = read("participants")
        self.people = sorted({row["person_id"] for row in self.participants})
        self.authors = {row["author_id"]: row for row in read("persons")}
        self.dates = {row["work_id"]: row for row in read("works")}
        self.countries = {row["org_id"]: row["country_code"] for row in read("organizations")}
        self.printed: dict[str, set[str]] = defaultdict(set)
        for author in self.authors.values():
            self.printed[author["author_id"]].add(author["display_name"])
        for row in read("person_names"):
            self.printed[row["author_id"]].add(row["name"])
        self.works: dict[str, set[str]] = defaultdict(set)
        self.writers: dict[str, set[str]] = defaultdict(set)
        self.stated: dict[str, list[str]] = defaultdict(list)
        self.named: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        for row in read("authorships"):
            self.named[row["author_id"]].append((row["work_id"], row["raw_name"]))
            self.works[row["author_id"]].add(row["work_id"])
            self.writers[row["work_id"]].add(row["author_id"])
            if row["raw_orcid"]:
                self.stated[row["author_id"]].append(row["raw_orcid"])
        links = {row["org_id"]: row["linked_id"] for row in read("organization_links")}
        self.parents: dict[str, set[str]] = defaultdict(set)
        for row in read("organization_family"):
            if row["relation"] == "ancestor":
                self.parents[row["org_id"]].add(row["member_id"])
        named = defaultdict(set)
        for row in read("string_links"):
            named[row["raw_string"]].add(row["org_id"])
        self.seen: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.resolved: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in read("affiliations"):
            found = {links.get(row["org_id"])} if row["org_id"] else named[row["raw_string"]]
            for org in filter(None, found):
                day = self.dates[row["work_id"]]["publication_date"]
                self.seen[row["author_id"]][org].append(day.year)
                words = named[row["raw_string"]] - {None}
                if row["org_id"] and (not words or org in words):
                    self.resolved[row["author_id"], row["work_id"]].add(org)
        family: dict[str, set[str]] = defaultdict(set)
        for row in read("organization_family"):
            family[row["org_id"]].add(row["member_id"])
        means = {(row["row_id"], row["field"]): row["org_id"] for row in read("mentions")}
        self.posts: dict[str, list[tuple[set[str], int | None, int | None]]] = defaultdict(list)
        self.studies: dict[str, list[int]] = defaultdict(list)
        for row in read("declared_education"):
            if row["start_on"]:
                self.studies[row["person_id"]].append(row["start_on"].year)
        for row in read("declared_affiliations") + read("declared_education"):
            org = means[row["row_id"], "org"]
            years = [day.year if day else None for day in (row["start_on"], row["end_on"])]
            self.posts[row["person_id"]].append(({org} | family[org], years[0], years[1]))
        self.home: dict[str, set[str]] = defaultdict(set)
        for row in self.participants:
            org = means[row["row_id"], "home_org"]
            self.home[row["person_id"]] |= {org} | family[org]
        self.awards: dict[str, set[str]] = defaultdict(set)
        for row in read("declared_funding"):
            self.awards[row["person_id"]].add(row["award_key"])
        self.acknowledged: dict[str, set[str]] = defaultdict(set)
        for row in read("work_awards"):
            self.acknowledged[row["work_id"]].add(row["award_key"])
        self.coauthors: dict[str, set[str]] = defaultdict(set)
        for row in read("declared_coauthors"):
            self.coauthors[row["person_id"]].add(person_key(row["name"]))

    def declared(self, person: str, column: str) -> set[str]:
        return {row[column] for row in self.participants if row["person_id"] == person and row[column]}

    def names(self, person: str) -> set[str]:
        rows = [row for row in self.participants if row["person_id"] == person]
        found = ({r["name_ja"], r["name_kana"], *r["name_latin"], *r["former_names"]} for r in rows)
        return {name for names in found for name in names if name}

    def keys(self, person: str) -> list[SearchKeys]:
        columns = ("name_ja", "name_kana", "name_latin", "former_names")
        return [
            search_keys(**{column: row[column] for column in columns})
            for row in self.participants
            if row["person_id"] == person
        ]

    def whole_name(self, person: str, author: str) -> bool:
        every = {person_key(name) for name in self.printed[author]}
        return any(keys.whole & every for keys in self.keys(person))

    def exact_name(self, person: str, author: str) -> bool:
        every = {person_key(name) for name in self.printed[author]}
        return any(keys.exact & every for keys in self.keys(person))

    def short_name(self, person: str, author: str) -> bool:
        shown = person_key(self.authors[author]["display_name"])
        known = self.keys(person)
        exact = [key for keys in known for key in keys.exact]
        return any(shown in keys.short for keys in known) or any(shown in with_initial(key) for key in exact)

    def at_home(self, person: str, author: str) -> bool:
        for org in self.home[person]:
            if org not in self.seen[author]:
                continue
            starts = [start for orgs, start, _ in self.posts[person] if org in orgs]
            known = [start for start in starts if start is not None]
            since = min(known) - 10 if known and len(known) == len(starts) else 0
            if max(self.seen[author][org]) >= since:
                return True
        return False

    def at_other(self, person: str, author: str) -> bool:
        for orgs, start, end in self.posts[person]:
            for org in orgs - self.home[person]:
                years = self.seen[author].get(org)
                late = years and start is not None and max(years) < start - 3
                early = years and end is not None and min(years) > end + 5
                if years and not late and not early:
                    return True
        return False

    def too_early(self, person: str, author: str) -> bool:
        years = [year for found in self.seen[author].values() for year in found]
        return bool(years and self.studies[person]) and min(years) < min(self.studies[person]) - 10

    def small(self, work: str) -> bool:
        count: int = self.dates[work]["authors_count"]
        return count <= 25

    def mates(self, author: str) -> set[str]:
        found = {other for work in self.works[author] if self.small(work) for other in self.writers[work]}
        return found - {author}

    def mixed(self, person: str, author: str) -> bool:
        """Whether the record is looked at and holds names or places that are not one person's."""
        declared = self.names(person)
        whole = self.whole_name(person, author)
        known = set[str]().union(*(keys.whole | keys.short for keys in self.keys(person)))
        odd = {name for name in self.printed[author] if person_key(name) not in known}
        agrees = whole or self.short_name(person, author)
        agrees = agrees or any(best_likeness([name], declared) >= Likeness.COMPATIBLE for name in odd)
        strange = {name for name in odd if is_strange(name, declared)}
        works = {work for work, name in self.named[author] if name in strange}
        return (agrees and len(works) > 1) or self._fallen_apart(author)

    def _fallen_apart(self, author: str) -> bool:
        works = [w for w in sorted(self.works[author]) if self.small(w) and self._lands(author, w)]
        groups = [{work} for work in works]
        for _ in works:
            for work in works:
                tied = [g for g in groups if any(work == a or self._tied(author, work, a) for a in g)]
                groups = [g for g in groups if g not in tied] + [set[str]().union(*tied)]
        years = {self.dates[work]["publication_date"].year for work in works}
        return self._scattered(author, groups, years) or any(
            one is not two and len(one) > 1 and len(two) > 1 and self._strangers(author, one, two)
            for one in groups
            for two in groups
        )

    def _scattered(self, author: str, groups: list[set[str]], years: set[int]) -> bool:
        """Whether three groups of a year in other countries, or four anywhere, share nothing."""
        for year in years:
            told = [self._told(author, group) for group in groups]
            told = [group for group in told if year in group[2]]
            told.sort(key=lambda t: (len(t[0]), sorted(t[0]), sorted(t[1])))
            abroad: list[tuple[set[str], set[str]]] = []
            anywhere: list[set[str]] = []
            for lands, topics, _ in told:
                if not any(lands & a or topics & b for a, b in abroad):
                    abroad.append((lands, topics))
                if not any(topics & b for b in anywhere):
                    anywhere.append(topics)
            shown = {land for lands, _, _ in told for land in lands}
            if (len(abroad) > 2 or len(anywhere) > 3) and len(shown) > 1:
                return True
        return False

    def _lands(self, author: str, work: str) -> set[str]:
        return {self.countries[org] for org in self.resolved[author, work]} - {None}

    def _tied(self, author: str, one: str, other: str) -> bool:
        beside = (self.writers[one] & self.writers[other]) - {author}
        return bool(beside or self._with_parents(author, one) & self._with_parents(author, other))

    def _with_parents(self, author: str, work: str) -> set[str]:
        orgs = {org for org in self.resolved[author, work] if self.countries[org]}
        return orgs | {above for org in orgs for above in self.parents[org]}

    def _strangers(self, author: str, one: set[str], two: set[str]) -> bool:
        a, b = self._told(author, one), self._told(author, two)
        return not a[0] & b[0] and bool(a[1] and b[1] and a[2] & b[2]) and not a[1] & b[1]

    def _told(self, author: str, works: set[str]) -> tuple[set[str], set[str], set[int]]:
        lands = {land for work in works for land in self._lands(author, work)}
        topics = {topic for work in works for topic in self.dates[work]["topics"]}
        return lands, topics, {self.dates[work]["publication_date"].year for work in works}

    def resolve(self) -> dict[Identity, tuple[str, str]]:
        """Return (status, grade) by person and author record."""
        found = self._by_identifier()
        certain = {pair for pair, (status, grade) in found.items() if status == "linked" and grade == "A"}
        linked = {pair for pair, (status, grade) in found.items() if status == "linked" and grade in "AB"}
        weak = [
            (person, author)
            for person in self.people
            for author in self.authors
            if (person, author) not in found
            and (
                self.whole_name(person, author)
                or (self.short_name(person, author) and self.at_home(person, author))
            )
        ]
        conflict = {pair for pair in weak if self._other_orcid(pair, certain)}
        beside_own = {
            (p, a) for p, a in set(weak) - conflict if any(q == p and self._share(a, b) for q, b in linked)
        }
        kept = {
            (p, a)
            for p, a in set(weak) - conflict - beside_own
            if not any(b == a and q != p for q, b in certain)
            and not (self.mixed(p, a) and (self.at_home(p, a) or self.at_other(p, a)))
            and not self.too_early(p, a)
        }
        open_ = {pair for pair in kept if self.at_home(*pair)}
        has_id = {person for person, _ in linked}
        proved = {pair for pair in open_ if self._proof(pair, certain, has_id)}
        contested = {(p, a) for p, a in proved if any(b == a and q != p for q, b in proved)}
        proved -= contested
        proved = self._joined(linked, proved, kept - contested)
        has_link = {p for p, _ in linked | proved}
        left = {
            (p, a) for p, a in open_ if p not in has_link and not any(b == a and q != p for q, b in proved)
        }
        only = {
            (p, a)
            for p, a in left
            if sum(q == p for q, _ in left) == 1 and not any(b == a and q != p for q, b in left)
        }
        for pair in weak:
            if pair in proved:
                found[pair] = ("linked", "B")
            elif pair in conflict or pair[0] in has_link or pair in beside_own:
                if self.at_home(*pair):
                    found[pair] = ("rejected", "C")
            elif self.at_home(*pair) or self.exact_name(*pair):
                found[pair] = ("linked" if pair in only else "candidate", "C")
        return found

    def _joined(self, linked: set[Identity], proved: set[Identity], kept: set[Identity]) -> set[Identity]:
        """Return the pairs to be linked at B: the proved ones, and records that hang together with them."""
        firm_of: dict[str, set[str]] = {}
        added_to: dict[str, set[str]] = {}
        for person in self.people:
            own = {a for p, a in linked if p == person}
            sure = {a for p, a in proved if p == person}
            others = {a for p, a in kept if p == person} - sure - own
            if not own | sure:
                continue
            every = own | sure | others
            group = {author: self._reached(person, author, every, own | sure) for author in every}
            left = {author for author in sure if not group[author] & own}
            apart = any(self._apart(a, b) for a in left for b in left)
            unclear = left if len(left) > 1 and (apart or not left <= group[min(left)]) else set()
            firm = own | (sure - unclear)
            added = {author for author in others if group[author] & firm}
            added = {a for a in added if not any(self._apart(a, b) for b in firm | unclear)}
            added = {a for a in added if not any(self._apart(a, b) for b in added)}
            ids = {self.authors[a]["orcid"] for a in firm} - {None}
            new = {self.authors[a]["orcid"] for a in added} - {None} - ids
            if ids or len(new) > 1:
                added = {a for a in added if self.authors[a]["orcid"] in ids | {None}}
            firm_of[person], added_to[person] = firm - own, added
        takers: dict[str, set[str]] = defaultdict(set)
        for person, author in linked:
            takers[author].add(person)
        for person, firm in firm_of.items():
            for author in firm | added_to[person]:
                takers[author].add(person)
        found = {(person, author) for person, firm in firm_of.items() for author in firm}
        return found | {
            (person, author)
            for person, added in added_to.items()
            for author in added
            if len(takers[author]) == 1
        }

    def _reached(self, person: str, start: str, every: set[str], firm: set[str]) -> set[str]:
        found, new = {start}, {start}
        while new:
            new = {b for a in new for b in every - found if self._hang_together(person, a, b, every, firm)}
            found |= new
        return found

    def _hang_together(self, person: str, one: str, other: str, every: set[str], firm: set[str]) -> bool:
        if one == other or self._apart(one, other):
            return False
        mine, theirs = self.mates(one) - every, self.mates(other) - every
        needed = max(self._needed(person, author, firm) for author in (one, other))
        shared = len(mine & theirs)
        return shared >= needed and shared * 4 >= min(len(mine), len(theirs))

    def _needed(self, person: str, author: str, firm: set[str]) -> int:
        if author in firm:
            return 2
        if not self.whole_name(person, author):
            return 3
        return 2 if self.at_home(person, author) or self.at_other(person, author) else 3

    def _apart(self, one: str, other: str) -> bool:
        ids = {self.authors[one]["orcid"], self.authors[other]["orcid"]} - {None}
        return self._share(one, other) or len(ids) > 1

    def _by_identifier(self) -> dict[Identity, tuple[str, str]]:
        found: dict[Identity, tuple[str, str]] = {}
        doubtful: set[Identity] = set()
        for person in self.people:
            orcids = self.declared(person, "orcid")
            for author, record in self.authors.items():
                by_orcid = record["orcid"] in orcids or not orcids.isdisjoint(self.stated[author])
                if not by_orcid and author not in self.declared(person, "openalex_id"):
                    continue
                names, printed = self.names(person), self.printed[author]
                differs = (
                    not self.whole_name(person, author)
                    and best_likeness(names, printed) is Likeness.DIFFERENT
                )
                often = {i for i in self.stated[author] if self.stated[author].count(i) > 1}
                other = orcids and record["orcid"] and record["orcid"] not in orcids
                if other and (differs or not by_orcid):
                    found[person, author] = ("rejected", "C")
                elif other or len(often) > 1 or self.mixed(person, author):
                    found[person, author] = ("linked", "C")
                elif not differs:
                    found[person, author] = ("linked", "A")
                else:
                    changed = any(family_differs(name, names) for name in printed)
                    found[person, author] = ("linked", "B" if by_orcid and changed else "C")
                if by_orcid and differs:
                    doubtful.add((person, author))
        own = {pair for pair, link in found.items() if link == ("linked", "A")}
        for person, author in doubtful:
            if any(p == person and self._share(author, a) for p, a in own):
                found[person, author] = ("rejected", "C")
        return found

    def _other_orcid(self, pair: Identity, certain: set[Identity]) -> bool:
        person, author = pair
        known = self.declared(person, "orcid")
        known |= {self.authors[a]["orcid"] for p, a in certain if p == person} - {None}
        own = self.authors[author]["orcid"]
        return bool(known) and own is not None and own not in known

    def _share(self, one: str, other: str) -> bool:
        return one != other and not self.works[one].isdisjoint(self.works[other])

    def _proof(self, pair: Identity, certain: set[Identity], has_id: set[str]) -> bool:
        person, author = pair
        calls = {row["application_id"] for row in self.participants if row["person_id"] == person}
        fellows = {
            row["person_id"]
            for row in self.participants
            if row["application_id"] in calls and row["person_id"] != person
        }
        firm = [
            any(self.acknowledged[work] & self.awards[person] for work in self.works[author]),
            any(p in fellows and self._share(author, a) for p, a in certain),
            any(
                record["name_key"] in self.coauthors[person] and self._share(author, other)
                for other, record in self.authors.items()
            ),
        ]
        past = self.at_other(person, author)
        if self.whole_name(person, author):
            return any(firm) or (past and person not in has_id)
        return sum(firm) + past > 1
