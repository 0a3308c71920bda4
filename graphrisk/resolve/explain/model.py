"""A thing that was declared or printed, the record that it is taken for, and the records that lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphrisk.links import LinkKind, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphrisk.i18n import Message
    from graphrisk.links import LinkDecision


@dataclass(frozen=True, slots=True)
class Link:
    """One link with what speaks for and against it, as reason codes.

    `grade` is empty where it is not used. `notes` say what the record shows. `decision` is the reviewer's
    word that is in force on it now, which may be newer than what is shown. `text` and `given` are the
    declared name and ROR id where the subject is one.
    """

    kind: LinkKind
    subject: str
    object: str
    subject_name: str
    object_name: str
    grade: str | None = None
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()
    decision: LinkDecision | None = None
    text: str = ""
    given: str | None = None

    @property
    def key(self) -> tuple[LinkKind, str, str]:
        """What a decision about it is kept under."""
        return self.kind, self.subject, self.object


@dataclass(frozen=True, slots=True)
class Why:
    """All links of one subject: those that are used, and those that were not taken, each with the reason."""

    kind: LinkKind
    subject: str
    name: str
    links: tuple[Link, ...] = ()
    others: tuple[Link, ...] = ()


@dataclass(slots=True)
class Decided:
    """Finds the decision in force on a link, also where its ends have other ids by now."""

    decisions: Iterable[LinkDecision]
    _by_key: dict[tuple[LinkKind, str, str], LinkDecision] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.decisions = tuple(self.decisions)
        self._by_key = {one.key: one for one in self.decisions}

    def on(self, kind: LinkKind, subject: str, other: str, codes: Iterable[str] = ()) -> LinkDecision | None:
        """Return the decision upon a link; `codes` are those that the link carries."""
        exact = self._by_key.get((kind, subject, other))
        if exact is not None:
            return exact
        carried = set(codes)
        alike = [
            one
            for one in self.decisions
            if one.kind is kind
            and one.code in carried
            and (kind is not LinkKind.PERSON or one.subject == subject)
        ]
        return alike[-1] if alike else None

    def on_row(self, org_id: str, entry: Mapping[str, Any], key: str) -> LinkDecision | None:
        """Return the decision upon an organisation and a list row, in whatever edition it was taken."""
        for one in reversed(tuple(self.decisions)):
            if one.kind is not LinkKind.LISTING or one.subject != org_id:
                continue
            told = one.facts["row"]
            same = told["ror"] and told["ror"] == entry["ror"]
            if told["list"] == entry["list_id"] and (same or told["key"] == key):
                return one
        return None

    def on_text(self, subject: str, org_id: str) -> LinkDecision | None:
        """Return the decision upon a declared text and an organisation."""
        return self._by_key.get((LinkKind.DECLARED, folded(subject), org_id)) or self._by_key.get(
            (LinkKind.DECLARED, subject, org_id)
        )

    def of_subject(self, kind: LinkKind, subject: str) -> list[LinkDecision]:
        """Return all decisions in force upon a subject."""
        return [one for one in self.decisions if one.kind is kind and one.subject == subject]
