"""The stage of a world: it holds what was made so far and makes records, works and declared rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphrisk.findings import Level
from graphrisk.world import identifiers, vocabulary
from graphrisk.world.model import (
    Address,
    Application,
    Author,
    Belonging,
    Credit,
    Declared,
    Expected,
    Grant,
    Organization,
    Participant,
    Work,
)
from graphrisk.world.people import SCRIPTS, NameSource, PersonName

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from graphrisk.world.organizations import Landscape

EXPOSURE_RULES = frozenset({"R-AFF-03", "R-COA-01", "R-ORG-01", "R-ORG-02"})
"""Rules about exposure: they ask nothing where neither call nor project is about listed technology."""


@dataclass
class Stage:
    """Everything made so far. Numbers of records, works and people run on from `first`."""

    rng: random.Random
    landscape: Landscape
    names: NameSource
    first: int = 0
    declared: Declared = field(default_factory=Declared)
    authors: list[Author] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    people: list[Participant] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    colleagues: dict[tuple[str, str], list[Author]] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)
    alone: set[str] = field(default_factory=set)
    """Ids of people with whom nobody else of their application publishes."""
    records: list[Belonging] = field(default_factory=list)
    """Whose the author records are that bear a participant's name or identifier."""
    open: set[str] = field(default_factory=set)
    """Ids of people whose record nothing tells from a namesake's."""
    case: str = ""
    """The plant that is being played."""

    def same(self, person: Participant, author: Author, note: str) -> None:
        """Note that the record is the person's."""
        self._belong(person, author, "same", note)

    def other(self, person: Participant, author: Author, note: str) -> None:
        """Note that the record is somebody else's of the same name."""
        self._belong(person, author, "other", note)

    def unsure(self, person: Participant, author: Author, note: str) -> None:
        """Note that the record is partly or perhaps the person's, in place of what was noted before."""
        self.records = [r for r in self.records if (r.person_id, r.author_id) != _ends(person, author)]
        self._belong(person, author, "unsure", note)

    def _belong(self, person: Participant, author: Author, truth: str, note: str) -> None:
        self.records.append(Belonging(*_ends(person, author), truth, self.case, note))

    def pick(self, role: str, *, not_in: Sequence[Organization] = ()) -> Organization:
        """Return an organisation of `role`, each in turn, that is none of `not_in`."""
        members = self.landscape.by_role[role]
        return self.turn(role, members, not_in=not_in)

    def turn(
        self, name: str, members: Sequence[Organization], *, not_in: Sequence[Organization] = ()
    ) -> Organization:
        """Return the next of `members`; `name` says whose turn is counted."""
        while True:
            number = self.used.get(name, 0)
            self.used[name] = number + 1
            if (found := members[number % len(members)]) not in not_in:
                return found

    def author(self, script: str | None = None, *, name: PersonName | None = None, stated: bool) -> Author:
        """Return a new author record, with an ORCID iD if `stated`."""
        number = self.first + len(self.authors)
        made = Author(
            author_id=identifiers.openalex("A", number),
            name=name or self.names.draw(script or self.rng.choice(SCRIPTS)),
            orcid=identifiers.orcid(number) if stated else None,
        )
        self.authors.append(made)
        return made

    def colleague(self, person: Participant) -> Author:
        """Return one of the four people at the home organisation who publish with those of an application.

        Who is alone has colleagues of their own.
        """
        group_id = person.person_id if person.person_id in self.alone else person.application.application_id
        group = self.colleagues.setdefault((group_id, person.home.org_id), [])
        if len(group) < 4:
            group.append(self.author(stated=len(group) % 2 == 0))
        return self.rng.choice(group)

    def friends(self, count: int) -> list[Credit]:
        """Return `count` of sixty people abroad with whom many publish, as authors of one work."""
        group = self.colleagues.setdefault(("", ""), [])
        while len(group) < 60:
            group.append(self.author(stated=len(group) % 2 == 0))
        abroad = self.landscape.by_role["abroad"]
        chosen = self.rng.sample(range(len(group)), count)
        return [self.credit(group[n], [abroad[n % len(abroad)]]) for n in chosen]

    def address(self, organization: Organization) -> Address:
        """Return an address at `organization` as a work prints it."""
        return Address(
            organization,
            organization.printed(vocabulary.department(self.rng), self.rng.randrange(5)),
        )

    def credit(self, author: Author, at: Sequence[Organization | Address]) -> Credit:
        """Return `author` as one author of a work, with addresses at the organisations `at`."""
        addresses = tuple(a if isinstance(a, Address) else self.address(a) for a in at)
        style = self.rng.randrange(5)
        printed = author.name.native if style == 4 and author.name.native else author.name.printed(style)
        stated = author.orcid if self.rng.random() < 0.5 else None
        return Credit(author, printed, addresses, stated)

    def work(
        self,
        day: dt.date,
        names: Sequence[Credit],
        *,
        area: str | None = None,
        field: str = "education",
        kind: str = "article",
        grants: Sequence[Grant] = (),
        hidden: int = 0,
        topics: Sequence[str] = (),
    ) -> Work:
        """Publish a work: in technology area `area`, or in a plain `field` where that is None."""
        title, abstract, keywords = (
            vocabulary.technical(self.rng, area) if area else vocabulary.plain(self.rng, field)
        )
        if kind == "erratum":
            title = f"Erratum: {title}"
        made = Work(
            number=self.first + len(self.works),
            title=title,
            abstract=abstract if self.rng.random() < 0.8 else None,
            type=kind,
            day=day,
            credits=tuple(names),
            grants=tuple(grants),
            topics=tuple(topics) or (_TOPICS.get(area or "", "Academic Life and Society"),),
            keywords=keywords,
            hidden=hidden,
        )
        self.works.append(made)
        return made

    def expect(
        self,
        rule: str,
        level: Level,
        application: Application,
        person: Participant | None,
        about: str,
        why: str,
    ) -> None:
        """Note that what was planted must lead to this finding, unless the gate keeps it from being asked."""
        if rule in EXPOSURE_RULES and not application.security:
            return
        self.expected.append(
            Expected(
                rule=rule,
                level=level,
                call_id=application.call.call_id,
                application_id=application.application_id,
                person_id=person.person_id if person else None,
                object=about,
                why=why,
            )
        )

    def expect_contradiction(self, application: Application) -> None:
        """Note, once a call, that its own row and the list of designated programmes contradict each other."""
        call = application.call
        one = Expected(
            rule="R-PRG-01",
            level=Level.INFO,
            call_id=call.call_id,
            application_id=None,
            person_id=None,
            object=call.title,
            why="call and list of programmes differ",
        )
        if one not in self.expected:
            self.expected.append(one)


def _ends(person: Participant, author: Author) -> tuple[str, str]:
    return person.person_id, author.author_id


_TOPICS = {
    "1": "Genome Editing Technologies",
    "3": "Machine Learning Methods",
    "5": "Semiconductor Devices",
    "8": "Robot Mechanisms",
    "9": "Quantum Information",
    "12": "Battery Materials",
    "15": "Spacecraft Systems",
    "16": "Ocean Observation",
    "20": "Advanced Materials",
}
