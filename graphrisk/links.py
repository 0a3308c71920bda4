"""Reviewers' decisions upon links: this record is that person, this name is that organisation, or is not.

A link has two ends. `subject` is what was declared or printed, `object` the record that it is taken for:

    person    person_id                              author record
    declared  an organisation as declared (its text) organisation
    printed   an affiliation as printed              organisation
    listing   organisation                           row of a screening list

Decisions are added, never changed; an undo is a decision too, which names the one that it takes back. Ids of
records change when their sources merge or renumber them, so a decision keeps `facts` by which its two ends
are found again (`graphrisk.resolve.decided.stable`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import orjson

from graphrisk.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class LinkKind(StrEnum):
    """What is linked with what."""

    PERSON = "person"
    DECLARED = "declared"
    PRINTED = "printed"
    LISTING = "listing"

    @property
    def label(self) -> str:
        """The English words for it, which are also the key of their translation."""
        return _KINDS[self]


class Verdict(StrEnum):
    """What a reviewer said of a link, or that an earlier word of theirs no longer counts."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    UNDONE = "undone"

    @property
    def label(self) -> str:
        """The English words for it, which are also the key of their translation."""
        return _VERDICTS[self]


_KINDS = {
    LinkKind.PERSON: N_("person and author record"),
    LinkKind.DECLARED: N_("declared name and organisation"),
    LinkKind.PRINTED: N_("printed affiliation and organisation"),
    LinkKind.LISTING: N_("organisation and list row"),
}
_VERDICTS = {
    Verdict.CONFIRMED: N_("link confirmed"),
    Verdict.REJECTED: N_("link rejected"),
    Verdict.UNDONE: N_("undone"),
}

CONFIRMED_CODE, REJECTED_CODE = "confirmed_by", "rejected_by"
"""Reason codes that a decision leaves on a link; what follows the colon is who|day."""


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """One decision. `undoes` is the number of the decision that it takes back, where it is an undo.

    `facts` is plain JSON: names, identifiers and works of both ends as they were when it was taken.
    """

    id: int
    kind: LinkKind
    verdict: Verdict
    subject: str
    object: str
    facts: Mapping[str, Any]
    reason: str
    by: str
    at: dt.datetime
    undoes: int | None = None

    @property
    def key(self) -> tuple[LinkKind, str, str]:
        """The link that it is about."""
        return self.kind, self.subject, self.object

    @property
    def code(self) -> str:
        """The reason code that it leaves on the link: who, and on which day (UTC)."""
        name = CONFIRMED_CODE if self.verdict is Verdict.CONFIRMED else REJECTED_CODE
        # Codes of one link are kept as lines of one text.
        return f"{name}:{' '.join(self.by.split())}|{self.at.astimezone(dt.UTC).date().isoformat()}"


def in_force(decisions: Iterable[LinkDecision]) -> tuple[LinkDecision, ...]:
    """Return what counts of all decisions ever taken, by number: for each link the newest one not undone.

    An undo brings back what the decision that it names had replaced.
    """
    known = sorted(decisions, key=lambda one: one.id)
    undone = {one.undoes for one in known if one.verdict is Verdict.UNDONE}
    newest = {one.key: one for one in known if one.verdict is not Verdict.UNDONE and one.id not in undone}
    return tuple(sorted(newest.values(), key=lambda one: one.id))


def decisions_hash(decisions: Iterable[LinkDecision]) -> str:
    """Return a hash over decisions, whatever their order; empty where there are none.

    It covers all that a scan takes from them, so that two scans of one snapshot with equal hashes are equal.
    """
    lines = sorted(
        (one.id, one.kind, one.verdict, one.subject, one.object, facts_text(one.facts), one.code)
        for one in decisions
    )
    return hashlib.sha256(orjson.dumps(lines)).hexdigest() if lines else ""


def facts_text(facts: Mapping[str, Any]) -> str:
    """Return facts as JSON that is the same for equal facts."""
    return orjson.dumps(dict(facts), option=orjson.OPT_SORT_KEYS, default=str).decode()


def folded(text: str) -> str:
    """Return a declared text as decisions compare it: in compatibility form, without case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
