"""The slow, obvious version of resolving people, on lists of dictionaries: what the fast one must equal."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from graphrisk.names.persons import names_agree, names_comparable, person_key

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

    def __init__(self, snapshot: Snapshot) -> None:
        def read(table: str) -> list[Row]:
            return _read(snapshot, table)

        self.participants = read("participants")
        self.people = sorted({row["person_id"] for row in self.participants})
        self.authors = {row["author_id"]: row for row in read("persons")}
        self.printed: dict[str, set[str]] = defaultdict(set)
        for author in self.authors.values():
            self.printed[author["author_id"]].add(author["display_name"])
        for row in read("person_names"):
            self.printed[row["author_id"]].add(row["name"])
        self.works: dict[str, set[str]] = defaultdict(set)
        self.writers: dict[str, set[str]] = defaultdict(set)
        self.stated: dict[str, list[str]] = defaultdict(list)
        for row in read("authorships"):
            self.works[row["author_id"]].add(row["work_id"])
            self.writers[row["work_id"]].add(row["author_id"])
            if row["raw_orcid"]:
                self.stated[row["author_id"]].append(row["raw_orcid"])
        links = {row["org_id"]: row["linked_id"] for row in read("organization_links")}
        named = defaultdict(set)
        for row in read("string_links"):
            named[row["raw_string"]].add(row["org_id"])
        self.seen: dict[str, set[str]] = defaultdict(set)
        for row in read("affiliations"):
            found = {links.get(row["org_id"])} if row["org_id"] else named[row["raw_string"]]
            self.seen[row["author_id"]] |= {org for org in found if org}
        family: dict[str, set[str]] = defaultdict(set)
        for row in read("organization_family"):
            family[row["org_id"]].add(row["member_id"])
        means = {(row["row_id"], row["field"]): row["org_id"] for row in read("mentions")}
        self.home: dict[str, set[str]] = defaultdict(set)
        self.other: dict[str, set[str]] = defaultdict(set)
        for row in self.participants:
            org = means[row["row_id"], "home_org"]
            self.home[row["person_id"]] |= {org} | family[org]
        for row in read("declared_affiliations") + read("declared_education"):
            org = means[row["row_id"], "org"]
            self.other[row["person_id"]] |= {org} | family[org]
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
        found = set()
        for row in self.participants:
            if row["person_id"] == person:
                found |= {row["name_ja"], row["name_kana"], *row["name_latin"], *row["former_names"]}
        return {name for name in found if name}

    def same_name(self, person: str, author: str) -> bool:
        keys = {person_key(name) for name in self.names(person)} - {""}
        return not keys.isdisjoint(person_key(name) for name in self.printed[author])

    def resolve(self) -> dict[Identity, tuple[str, str]]:
        """Return (status, grade) by person and author record."""
        found = self._by_identifier()
        certain = {pair for pair, (status, grade) in found.items() if status == "linked" and grade == "A"}
        linked = {pair for pair, (status, grade) in found.items() if status == "linked" and grade in "AB"}
        weak = [
            (person, author)
            for person in self.people
            for author in self.authors
            if (person, author) not in found and self.same_name(person, author)
        ]
        conflict = {pair for pair in weak if self._other_orcid(pair, certain)}
        near = {pair for pair in weak if self.home[pair[0]] & self.seen[pair[1]]} - conflict
        beside_own = {(p, a) for p, a in near if any(q == p and self._share(a, b) for q, b in linked)}
        open_ = {(p, a) for p, a in near - beside_own if not any(b == a and q != p for q, b in certain)}
        proved = {pair for pair in open_ if self._proof(pair, certain)}
        proved -= {(p, a) for p, a in proved if any(b == a and q != p for q, b in proved)}
        proved = {(p, a) for p, a in proved if sum(q == p for q, _ in proved) == 1}
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
            person, author = pair
            at_home = bool(self.home[person] & self.seen[author])
            if pair in proved:
                found[pair] = ("linked", "B")
            elif pair in conflict or person in has_link or pair in beside_own:
                if at_home:
                    found[pair] = ("rejected", "C")
            else:
                found[pair] = ("linked" if pair in only else "candidate", "C")
        return found

    def _by_identifier(self) -> dict[Identity, tuple[str, str]]:
        found: dict[Identity, tuple[str, str]] = {}
        for person in self.people:
            orcids = self.declared(person, "orcid")
            for author, record in self.authors.items():
                by_orcid = record["orcid"] in orcids or not orcids.isdisjoint(self.stated[author])
                if not by_orcid and author not in self.declared(person, "openalex_id"):
                    continue
                names, printed = self.names(person), self.printed[author]
                differs = (
                    not self.same_name(person, author)
                    and names_comparable(names, printed)
                    and not names_agree(names, printed)
                )
                often = {i for i in self.stated[author] if self.stated[author].count(i) > 1}
                other = orcids and record["orcid"] and record["orcid"] not in orcids
                if other and (differs or not by_orcid):
                    found[person, author] = ("rejected", "C")
                elif other or len(often) > 1:
                    found[person, author] = ("linked", "C")
                elif not differs:
                    found[person, author] = ("linked", "A")
                else:
                    found[person, author] = ("linked", "B" if by_orcid else "C")
        own = {pair for pair, link in found.items() if link == ("linked", "A")}
        for (person, author), link in list(found.items()):
            if link == ("linked", "B") and any(p == person and self._share(author, a) for p, a in own):
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

    def _proof(self, pair: Identity, certain: set[Identity]) -> bool:
        person, author = pair
        if (self.other[person] - self.home[person]) & self.seen[author]:
            return True
        if any(self.acknowledged[work] & self.awards[person] for work in self.works[author]):
            return True
        calls = {row["application_id"] for row in self.participants if row["person_id"] == person}
        fellows = {
            row["person_id"]
            for row in self.participants
            if row["application_id"] in calls and row["person_id"] != person
        }
        if any(p in fellows and self._share(author, a) for p, a in certain):
            return True
        return any(
            record["name_key"] in self.coauthors[person] and self._share(author, other)
            for other, record in self.authors.items()
        )
