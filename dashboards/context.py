"""Where the reader is and what that means: address, language, run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.address import Address, parse
from dashboards.words import Words
from graphrisk.errors import GraphRiskError

if TYPE_CHECKING:
    from dashboards.data import Data
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
    words = Words(address.language or data.workspace.settings.language)
    try:
        return Context(address, words, data.run(address.run))
    except GraphRiskError as error:
        return Context(address, words, None, error)
