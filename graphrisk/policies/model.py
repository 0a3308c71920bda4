"""What a policy says: which rules run, with which windows, thresholds and levels, and on what ground.

Every number of a rule stands in a policy file and nowhere in code. `verified` is false where the ground of a
rule in the text of the authority has not been read; the file then says what was read instead.
"""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, model_validator

from graphrisk.findings import Level
from graphrisk.sentences import Sentence

Kind = Literal["D", "E", "gate", "modifier", "info"]
Mark = Literal["READ-FULL", "READ", "MEMORY", "DESIGN"]
StepName = Literal["structure", "disclosed", "unsigned", "listing", "technology", "age", "identity", "cap"]


class Model(BaseModel):
    """A table of a policy file: unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Words(Model):
    """The same words in both languages."""

    en: str = Field(min_length=1)
    ja: str = Field(min_length=1)


class Citation(Model):
    """A ground: what it says, where, and how far it was read (READ-FULL, READ, MEMORY or DESIGN)."""

    id: str = Field(min_length=1)
    text: str = Field(min_length=1)
    url: str | None = None
    mark: Mark


class Rule(Model):
    """What every rule has. `levels` gives the base level of each of the rule's `CASES`."""

    CASES: ClassVar[tuple[str, ...]] = ()

    enabled: bool = True
    kind: Kind
    title: Words
    verified: bool
    citations: tuple[str, ...] = Field(min_length=1)
    levels: dict[str, Level] = Field(default_factory=dict)
    steps: tuple[StepName, ...] = ()
    """The steps that may follow the base."""
    listed_cases: tuple[str, ...] = ()
    """The cases that the step `listing` raises; empty: all."""
    recent_months: int | None = Field(default=None, ge=0, le=1200)
    """Evidence older than this takes the step `age`."""
    highest_without_technology: Level | None = None
    """The highest level without the step `technology`, for the step `cap`."""

    @model_validator(mode="after")
    def _every_case(self) -> Rule:
        missing = [case for case in self.CASES if case not in self.levels]
        unknown = [case for case in self.levels if case not in self.CASES]
        if missing or unknown:
            raise ValueError(
                Sentence(
                    "levels must be given for exactly these cases: {cases}",
                    cases=", ".join(self.CASES) or Sentence("none"),
                )
            )
        return self


def _months() -> Any:
    return Field(ge=0, le=1200)


class UndeclaredAffiliation(Rule):
    """R-AFF-01."""

    CASES: ClassVar[tuple[str, ...]] = ("several", "single", "domestic")

    window_months: int = _months()
    publication_lag_months: int = _months()
    start_grace_months: int = _months()
    several_works: int = Field(ge=2)


class ListedAffiliation(Rule):
    """R-AFF-03."""

    CASES: ClassVar[tuple[str, ...]] = ("current", "past")

    window_months: int = _months()
    technology_works_months: int = _months()


class UndeclaredFunding(Rule):
    """R-FND-01."""

    CASES: ClassVar[tuple[str, ...]] = ("personal", "unnumbered_listed", "team", "unnumbered")

    outer_months: int = _months()
    sole_authors: int = Field(ge=1)


class ListedCoauthors(Rule):
    """R-COA-01."""

    CASES: ClassVar[tuple[str, ...]] = ("one", "few", "many")

    window_months: int = _months()
    max_authors: int = Field(ge=2)
    work_types: tuple[str, ...] = Field(min_length=1)
    few_works: int = Field(ge=2)
    many_works: int = Field(ge=2)
    share: float = Field(gt=0, le=1)
    share_min_works: int = Field(ge=1)
    share_min_all: int = Field(ge=1)


class ListedPartner(Rule):
    """R-ORG-01."""

    CASES: ClassVar[tuple[str, ...]] = ("listed", "concern_match")


class ListedByStructure(Rule):
    """R-ORG-02. Levels are those of the rule about the listed body itself; `structure` lowers them."""

    CASES: ClassVar[tuple[str, ...]] = (
        "post",
        "past_post",
        "works_one",
        "works_few",
        "works_many",
        "partner",
        "partner_concern",
    )

    max_steps: int = Field(ge=1, le=12)
    """How many parents or units may lie between an organisation and the listed body, that one included."""


class TechnologyOverlap(Rule):
    """R-TEC-01."""

    threshold: float = Field(gt=0, le=1)
    min_terms: int = Field(ge=1)
    works_months: int = _months()


class ProgramScope(Rule):
    """R-PRG-01."""

    CASES: ClassVar[tuple[str, ...]] = ("differs", "not_loaded")


class ParticipantCoverage(Rule):
    """R-CVR-01. `roles` gives the case of each role."""

    CASES: ClassVar[tuple[str, ...]] = ("lead", "trainee", "other", "partner_without_lead")

    roles: dict[str, str]
    partner_roles: tuple[str, ...]
    lead_roles: tuple[str, ...]


class AmbiguousIdentity(Rule):
    """R-IDN-01."""

    CASES: ClassVar[tuple[str, ...]] = (
        "name_only",
        "candidates",
        "conflict",
        "conflict_caps",
        "decision_lost",
    )


class EvidenceCoverage(Rule):
    """R-QLT-01."""

    CASES: ClassVar[tuple[str, ...]] = ("coverage",)


class Steps(Model):
    """How far each step moves a level, and the caps by grade of identity."""

    structure: int = Field(le=0)
    disclosed: int = Field(le=0)
    unsigned: int = Field(le=0)
    listed: int = Field(ge=0)
    listed_then_only: int = Field(le=0)
    listed_since_highest: Level
    technology: int = Field(ge=0)
    age: int = Field(le=0)
    highest_b: Level
    highest_c: Level


class Rules(Model):
    """The rules by id."""

    aff_01: UndeclaredAffiliation = Field(alias="R-AFF-01")
    aff_03: ListedAffiliation = Field(alias="R-AFF-03")
    fnd_01: UndeclaredFunding = Field(alias="R-FND-01")
    coa_01: ListedCoauthors = Field(alias="R-COA-01")
    org_01: ListedPartner = Field(alias="R-ORG-01")
    org_02: ListedByStructure = Field(alias="R-ORG-02")
    tec_01: TechnologyOverlap = Field(alias="R-TEC-01")
    prg_01: ProgramScope = Field(alias="R-PRG-01")
    cvr_01: ParticipantCoverage = Field(alias="R-CVR-01")
    idn_01: AmbiguousIdentity = Field(alias="R-IDN-01")
    qlt_01: EvidenceCoverage = Field(alias="R-QLT-01")


RULE_FIELDS: dict[str, str] = {str(field.alias): name for name, field in Rules.model_fields.items()}
"""Rule id, such as R-AFF-01, to the field of `Rules` that holds it; in the order of the catalogue."""


class Policy(Model):
    """A policy, whole. `lists` names the screening lists that count; empty means all that are loaded."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    version: str = Field(min_length=1)
    title: Words
    notice: Words
    jurisdiction: str
    taxonomy: str
    lists: tuple[str, ...] = ()
    verified: bool
    steps: Steps
    citations: tuple[Citation, ...]
    rules: Rules

    @model_validator(mode="after")
    def _cited(self) -> Policy:
        known = {citation.id for citation in self.citations}
        for rule_id, rule in self.by_id().items():
            unknown = [name for name in rule.citations if name not in known]
            if unknown:
                raise ValueError(
                    Sentence(
                        "{rule} cites {names}, which [[citations]] does not hold",
                        rule=rule_id,
                        names=", ".join(unknown),
                    )
                )
        return self

    def by_id(self) -> dict[str, Rule]:
        """Return all rules by id, enabled or not, in the order of the catalogue."""
        return {rule_id: getattr(self.rules, field) for rule_id, field in RULE_FIELDS.items()}

    def rule(self, rule_id: str) -> Rule:
        """Return the rule called `rule_id`, such as R-AFF-01. Raises `KeyError` for an unknown id."""
        found: Rule = getattr(self.rules, RULE_FIELDS[rule_id])
        return found

    def citation(self, citation_id: str) -> Citation:
        """Return the ground called `citation_id`. Raises `KeyError` for an unknown id."""
        for citation in self.citations:
            if citation.id == citation_id:
                return citation
        raise KeyError(citation_id)

    @property
    def hash(self) -> str:
        """Return a hash of everything that the policy says: equal hash, equal rules."""
        content = orjson.dumps(self.model_dump(mode="json", by_alias=True), option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(content).hexdigest()
