"""Where the reader is and what that means: address, language, run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.address import Address, parse
from dashboards.words import Words
from graphrisk.errors import GraphRiskError
from graphrisk.i18n import LANGUAGES

if TYPE_CHECKING:
    from dashboards.data import Data
    from graphrisk.i18n import Language
    from graphrisk.review.records import RunRecord


@dataclass(frozen=True, slots=True)
class Context:
    """The address with its language, and the run that it names. `error` says why there is none."""

    address: Address
    words: Words
    run: RunRecord | None
    error: GraphRiskError | None = None


def context(data: Data, route: dict[str, str] | None) -> Context:
    """Return what a route as the browser keeps it means."""
    address = parse((route or {}).get("path"), (route or {}).get("search"))
    words = Words(address.language or preferred() or data.workspace.settings.language)
    try:
        return Context(address, words, data.run(address.run))
    except GraphRiskError as error:
        return Context(address, words, None, error)


def preferred() -> Language | None:
    """Return the language that the reader's browser asks for, where it asks for one that there is.

    It is the first that it would rather have (Accept-Language); a reader who chose one has it in the address.
    """
    from flask import has_request_context, request

    if not has_request_context():
        return None
    for asked, weight in request.accept_languages:
        code = asked.partition("-")[0].lower()
        known = next((language for language in LANGUAGES if language == code), None)
        if known and weight > 0:
            return known
    return None
