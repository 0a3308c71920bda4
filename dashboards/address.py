"""The address of a page: it holds the whole state, so that back, reload and a link sent to a colleague work.

    /                  overview of a run
    /queue             its questions, filtered
    /case/F0123…       one question
    /sources           what the snapshot in force was made of, and what came after the run
    /explore           the graph, from `node` or as `view` has it; `case` is the question that one came from

The query string names the run, the filters of the queue, and the language; what is not there is the default.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import parse_qs, quote, unquote, urlencode

from graphrisk.findings import Level
from graphrisk.i18n import LANGUAGES, Language
from graphrisk.review.records import Status

Page = Literal["overview", "queue", "case", "explore", "sources", "missing"]
Change = Literal["new", "changed", "gone"]
CHANGES: tuple[Change, ...] = ("new", "changed", "gone")
LONGEST_VIEW = 4000
"""Characters of a view in an address."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which questions of a run are shown; an empty field leaves everything in."""

    levels: tuple[Level, ...] = ()
    states: tuple[Status, ...] = ()
    rule: str | None = None
    application: str | None = None
    text: str = ""
    grouped: bool = False
    area: str | None = None
    """A technology area of the application."""
    change: Change | None = None
    """New or changed since the run before this one of the same call, or gone in the run after it."""

    @property
    def narrow(self) -> bool:
        """Whether any filter leaves something out."""
        return self != Filters(grouped=self.grouped)


@dataclass(frozen=True, slots=True)
class Address:
    """Where the reader is. `language` is None where the address does not say."""

    page: Page = "overview"
    finding: str | None = None
    run: str | None = None
    filters: Filters = Filters()
    language: Language | None = None
    view: str = ""
    """What *Explore* shows, as `dashboards.explore.code` writes it."""
    node: str = ""
    """A node to begin with: kind and id with a colon between."""

    @property
    def path(self) -> str:
        """The path of the page."""
        if self.page == "case" and self.finding:
            return case_path(self.finding)
        return f"/{self.page}" if self.page in {"queue", "explore", "sources"} else "/"

    @property
    def query(self) -> str:
        """The query string with its question mark; empty where all is as by default."""
        filters = self.filters
        fields = {
            "run": self.run,
            "level": ",".join(filters.levels),
            "state": ",".join(filters.states),
            "rule": filters.rule,
            "app": filters.application,
            "area": filters.area,
            "change": filters.change,
            "q": filters.text,
            "group": "application" if filters.grouped else "",
            **self._exploring,
            "lang": self.language,
        }
        said = {key: value for key, value in fields.items() if value}
        return f"?{urlencode(said)}" if said else ""

    @property
    def _exploring(self) -> dict[str, str | None]:
        if self.page != "explore":
            return {}
        return {"node": self.node, "case": self.finding, "view": self.view}

    @property
    def href(self) -> str:
        """Path and query as a link."""
        return self.path + self.query

    def overview(self) -> Address:
        """Return the overview of the same run."""
        return replace(self, page="overview", finding=None, filters=Filters(), view="", node="")

    def queue(self, filters: Filters | None = None) -> Address:
        """Return the queue of the same run, with `filters` or those that hold now."""
        kept = self.filters if filters is None else filters
        return replace(self, page="queue", finding=None, filters=kept, view="", node="")

    def case(self, finding: str) -> Address:
        """Return one question of the same run; the filters stay, so that next and previous follow them."""
        return replace(self, page="case", finding=finding, view="", node="")

    def explore(self, *, view: str = "", node: str = "", case: str | None = None) -> Address:
        """Return the graph: a view, a node to begin with, or nothing yet; `case` is the way back."""
        return replace(self, page="explore", finding=case, filters=Filters(), view=view, node=node)

    def sources(self) -> Address:
        """Return what was loaded, beside the same run."""
        return replace(self, page="sources", finding=None, filters=Filters(), view="", node="")

    def of_run(self, run: str) -> Address:
        """Return the same kind of page for another run, without what belongs to this one."""
        if self.page == "explore":
            page = self.explore()
        elif self.page == "sources":
            page = self.sources()
        else:
            page = self.queue(Filters()) if self.page in {"queue", "case"} else self.overview()
        return replace(page, run=run)

    def in_language(self, language: Language) -> Address:
        """Return the same page in `language`."""
        return replace(self, language=language)


def case_path(finding: str) -> str:
    """Return the path of the page about a finding."""
    return f"/case/{quote(finding, safe='')}"


def parse(path: str | None, query: str | None) -> Address:
    """Read an address as the browser gives it. What makes no sense is left out, never an error."""
    fields = {key: values[-1] for key, values in parse_qs((query or "").removeprefix("?")).items()}
    language: Language | None = next((known for known in LANGUAGES if known == fields.get("lang")), None)
    page, finding = _page(path or "/")
    levels = set(fields.get("level", "").upper().split(","))
    states = set(fields.get("state", "").split(","))
    return Address(
        page=page,
        run=fields.get("run"),
        filters=Filters(
            levels=tuple(level for level in reversed(Level) if level.value in levels),
            states=tuple(state for state in Status if state.value in states),
            rule=fields.get("rule"),
            application=fields.get("app"),
            text=fields.get("q", "").strip()[:200],
            grouped=fields.get("group") == "application",
            area=fields.get("area"),
            change=next((known for known in CHANGES if known == fields.get("change")), None),
        ),
        language=language,
        **({"finding": finding} if page != "explore" else _exploring(fields)),
    )


def _exploring(fields: dict[str, str]) -> dict[str, Any]:
    view = fields.get("view", "")
    return {
        # A view that is too long is kept as one that cannot be read, so that the page says so.
        "view": view if len(view) <= LONGEST_VIEW else "?",
        "node": fields.get("node", "")[:600],
        "finding": fields.get("case"),
    }


def _page(path: str) -> tuple[Page, str | None]:
    match [part for part in path.split("/") if part]:
        case []:
            return "overview", None
        case ["queue"]:
            return "queue", None
        case ["explore"]:
            return "explore", None
        case ["sources"]:
            return "sources", None
        case ["case", finding]:
            return "case", unquote(finding)
        case _:
            return "missing", None
