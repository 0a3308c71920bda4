"""A part in an application: who plays it, what they published, what they declared."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from graphrisk.findings import Level
from graphrisk.world.model import (
    Address,
    Application,
    Author,
    Credit,
    Grant,
    Organization,
    Participant,
    Work,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphrisk.world.people import PersonName
    from graphrisk.world.stage import Stage

KAKENHI = Organization(
    number=4900,
    name="Japan Society for the Promotion of Science",
    native="日本学術振興会",
    city="Tokyo",
    role="funder",
)
"""The funder of everybody's declared grants; works and forms name it in different languages."""

Ids = Literal["orcid", "openalex", "none"]


@dataclass(frozen=True)
class Cast:
    """One part in one application, to be filled by `person`; plants are played through it."""

    stage: Stage
    application: Application
    role: str
    script: str
    home: Organization

    def months_ago(self, months: float) -> dt.date:
        """Return the day that many months before the call closes."""
        close = self.application.call.closes_on
        whole = int(months)
        year, month = divmod(close.year * 12 + close.month - 1 - whole, 12)
        day = min(close.day, calendar.monthrange(year, month + 1)[1])
        return dt.date(year, month + 1, day) - dt.timedelta(days=round((months - whole) * 30))

    def person(
        self,
        *,
        ids: Ids = "orcid",
        name: PersonName | None = None,
        record: PersonName | None = None,
        recent: int = 5,
        older: int = 2,
        declares: bool = True,
        signs: bool = True,
        alone: bool = False,
        funded: bool = True,
        published: bool = True,
        former: Sequence[str] = (),
    ) -> Participant:
        """Put a person into the application, with a career that gives rise to no question.

        `record` is the name on the author record where it differs; `recent` works fall into the last 48
        months, `older` ones before; who is `alone` shares no work and no co-author with others; who is
        `funded` declares a grant, which works acknowledge. `former` are former names, as declared.
        """
        stage, application = self.stage, self.application
        name = name or stage.names.draw(self.script)
        author = stage.author(name=record or name, stated=ids == "orcid") if published else None
        person = Participant(
            application=application,
            person_id=f"P{stage.first + len(stage.people) + 1:05d}",
            role=self.role,
            name=name,
            home=self.home,
            author=author,
        )
        stage.people.append(person)
        if author:
            stage.same(person, author, "record")
        if alone:
            stage.alone.add(person.person_id)
        stage.declared.add(
            "participants",
            application_id=application.application_id,
            person_id=person.person_id,
            role=self.role,
            name_ja=name.native if self.script in {"ja", "zh"} else None,
            name_kana=name.kana,
            name_latin=[name.latin],
            former_names=list(former),
            orcid=author.orcid if author and ids == "orcid" else None,
            openalex_id=author.author_id if author and ids == "openalex" else None,
            home_org=self.home.declared_name,
            home_org_ror=self.home.ror,
        )
        if declares:
            self._declare_career(person)
        if declares and signs:
            self.sign(person)
        leads = self.role in {"pi", "co_i"}
        grants = self._declare_grants(person) if declares and funded and leads else ()
        if author:
            self._publish_career(person, recent, older, grants, alone=alone)
        return person

    def sign(self, person: Participant, *, days_before: int = 30) -> None:
        """Sign that the person's declarations are complete."""
        self.stage.declared.add(
            "attestations",
            person_id=person.person_id,
            statement_version="2026.1",
            signed_on=self.application.call.closes_on - dt.timedelta(days=days_before),
            contact="Research Integrity Office",
        )

    def record(self, person: Participant) -> Author:
        """Return the author record of a person. Raises `ValueError` where the source has none."""
        if person.author is None:
            message = f"{person.person_id} has no author record"
            raise ValueError(message)
        return person.author

    def study(self, person: Participant, at: Organization, *, seen: bool) -> None:
        """Declare studies at `at`; where `seen`, older works carry its address too."""
        self.stage.declared.add(
            "declared_education",
            person_id=person.person_id,
            org=at.declared_name,
            org_ror=at.ror,
            degree="PhD",
            start_on=self.months_ago(190).replace(day=1),
            end_on=self.months_ago(150).replace(day=1),
        )
        if seen:
            self.publish(person, (155, 165, 175), [at])

    def declare_post(
        self, person: Participant, at: Organization, *, start: float, end: float | None, kind: str = "joint"
    ) -> None:
        """Declare a post at `at`, from and to so many months before the call closes."""
        self.stage.declared.add(
            "declared_affiliations",
            person_id=person.person_id,
            org=at.declared_name,
            org_ror=at.ror,
            title="Visiting Professor" if kind == "visiting" else "Researcher",
            type=kind,
            paid=kind != "honorary",
            start_on=self.months_ago(start).replace(day=1),
            end_on=None if end is None else _month_end(self.months_ago(end)),
            **self._stamp(),
        )

    def publish(
        self,
        person: Participant,
        months: Sequence[float],
        at: Sequence[Organization | Address],
        *,
        others: Sequence[Credit] = (),
        technical: bool = False,
        kind: str = "article",
        grants: Sequence[Grant] = (),
        sole: bool = False,
        author: Author | None = None,
    ) -> list[Work]:
        """Publish a work for each of `months` before the call closes.

        The person, or the record `author` in their place, stands first with addresses `at`; unless `sole`, a
        colleague at the home organisation and the credits `others` follow. What
        is `technical` lies in the project's technology area.
        """
        stage = self.stage
        first = author or self.record(person)
        area = self.application.areas[0] if technical and self.application.areas else None
        works = []
        for when in months:
            names = [stage.credit(first, at)]
            if not sole:
                names.append(stage.credit(stage.colleague(person), [self.home]))
                names.extend(others)
            works.append(
                stage.work(
                    self.months_ago(when),
                    names,
                    area=area,
                    field=self.application.field,
                    kind=kind,
                    grants=grants,
                )
            )
        return works

    def outsider(self, at: Organization) -> Credit:
        """Return a new author at `at` as an author of a work."""
        return self.stage.credit(self.stage.author(stated=self.stage.rng.random() < 0.5), [at])

    def near_listed(self) -> tuple[Organization, Organization]:
        """Return an organisation that belongs to a listed one, and that one; each in turn."""
        kin = self.stage.landscape.kin
        unit = self.stage.turn("kin", [one for one, _ in kin])
        return unit, next(body for one, body in kin if one == unit)

    def expect(
        self,
        rule: str,
        level: Level,
        person: Participant | None,
        about: Organization | str,
        why: str,
        *,
        technical: bool = False,
    ) -> None:
        """Expect a finding; where it is `technical` and the project has areas, one level higher."""
        raised = level.moved(1) if technical and self.application.areas else level
        key = about if isinstance(about, str) else about.key
        self.stage.expect(rule, raised, self.application, person, key, why)

    def _stamp(self) -> dict[str, object]:
        closes = self.application.call.closes_on
        return {
            "declared_on": closes - dt.timedelta(days=45),
            "source_doc": "form 2026",
            "confidential": False,
        }

    def _declare_career(self, person: Participant) -> None:
        senior = self.role in {"pi", "co_i", "partner_lead"}
        self.stage.declared.add(
            "declared_affiliations",
            person_id=person.person_id,
            org=self.home.declared_name,
            org_ror=self.home.ror,
            title="Professor" if senior else "Researcher",
            type="student" if self.role == "student" else "employed",
            paid=True,
            effort_pct=60.0,
            start_on=self.months_ago(160).replace(day=1),
            **self._stamp(),
        )
        if senior:
            self.stage.declared.add(
                "declared_talent_programs", person_id=person.person_id, participates=False, **self._stamp()
            )
            self.stage.declared.add(
                "declared_export_control",
                person_id=person.person_id,
                resident_status="resident" if self.home.country == "JP" else "non_resident",
                specific_category="none",
                foreign_benefit_band="0",
                benefit_promised=False,
                kakenhi_registered=True,
                planned_controlled_transfer=False,
                **self._stamp(),
            )
        elif self.role == "student":
            self.stage.declared.add(
                "declared_scholarships",
                person_id=person.person_id,
                sponsor=KAKENHI.native,
                sponsor_type="public",
                start_on=self.months_ago(18).replace(day=1),
                **self._stamp(),
            )

    def _declare_grants(self, person: Participant) -> tuple[Grant, ...]:
        stage = self.stage
        funder = KAKENHI
        number = f"{stage.rng.randrange(23, 27)}K9{stage.first + len(stage.people):04d}"
        stage.declared.add(
            "declared_funding",
            person_id=person.person_id,
            funder=funder.native or funder.name,
            funder_ror=funder.ror,
            funder_type="domestic_public",
            award_id=f"JP{number}",
            title="Basic research",
            role=self.role,
            status="current",
            amount=float(stage.rng.randrange(2, 30) * 1_000_000),
            currency="JPY",
            start_on=self.months_ago(40).replace(day=1),
            end_on=_month_end(self.months_ago(-18)),
            effort_pct=20.0,
            **self._stamp(),
        )
        return (Grant(funder, f"KAKENHI {number}"),)

    def declare_award(self, person: Participant) -> Grant:
        """Declare an award whatever part the person has; return it as works acknowledge it."""
        return self._declare_grants(person)[0]

    def _publish_career(
        self, person: Participant, recent: int, older: int, grants: tuple[Grant, ...], *, alone: bool
    ) -> None:
        stage = self.stage
        mates = [
            p
            for p in stage.people
            if p.application is self.application
            and p is not person
            and p.author
            and p.home is self.home
            and p.person_id not in stage.alone
        ]
        months = [1.5 + (44 * n + stage.rng.random() * 30) / max(recent, 1) for n in range(recent)]
        months += [52 + 30 * n + stage.rng.random() * 28 for n in range(older)]
        for when in months:
            shared = bool(mates) and not alone and stage.rng.random() < 0.3
            if shared:
                mate = stage.rng.choice(mates)
                others = [stage.credit(mate.author, [mate.home])] if mate.author else []
            else:
                others = []
            if not alone and stage.rng.random() < 0.4:
                others.extend(stage.friends(1))
            self.publish(
                person,
                [when],
                [self.home],
                others=others,
                technical=bool(self.application.areas) and stage.rng.random() < 0.7,
                kind=stage.rng.choice(("article", "article", "article", "review", "preprint")),
                grants=grants if not shared and when < 36 and stage.rng.random() < 0.6 else (),
            )


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
