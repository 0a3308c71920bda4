"""The steps that a reader takes on Explore: each makes a new view, and the address takes it up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import Dash, Input, Output, State, ctx, html, no_update

from dashboards import ids
from dashboards.browser import WAITING
from dashboards.context import Context, context
from dashboards.explore.code import decode, encode, fits
from dashboards.explore.state import open_view, query_of
from dashboards.explore.view import (
    FARTHEST,
    FIRST_YEAR,
    LAST_YEAR,
    LIMITS,
    Add,
    Arrange,
    Expand,
    Hide,
    Open,
    Pin,
    Reveal,
    Route,
    Step,
    Unpin,
    View,
)
from graphrisk.errors import GraphRiskError, UsageError
from graphrisk.i18n import N_
from graphrisk.sentences import Sentence
from graphrisk.store.explore import NODES, TIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboards.data import Data
    from graphrisk.store.explore import NodeId

MOST_REDONE = 60
Command = dict[str, Any]


def register(app: Dash, data: Data) -> None:
    """Connect buttons and the commands of the page's own script."""

    @app.callback(
        Output(ids.ADDRESS, "search", allow_duplicate=True),
        Output(ids.EXPLORE_REDONE, "data"),
        Output(ids.EXPLORE_MESSAGE, "children", allow_duplicate=True),
        Output(ids.EXPLORE_PICKED, "data", allow_duplicate=True),
        Output(ids.EXPLORE_TABS, "value"),
        Input(ids.EXPLORE_EXPAND, "n_clicks"),
        Input(ids.EXPLORE_PATHS, "n_clicks"),
        Input(ids.EXPLORE_HIDE, "n_clicks"),
        Input(ids.EXPLORE_UNDO, "n_clicks"),
        Input(ids.EXPLORE_REDO, "n_clicks"),
        Input(ids.EXPLORE_ARRANGE, "n_clicks"),
        Input(ids.EXPLORE_REVEAL, "n_clicks"),
        Input(ids.EXPLORE_COMMAND, "data"),
        State(ids.EXPLORE_PICKED, "data"),
        State(ids.EXPLORE_TIES, "value"),
        State(ids.EXPLORE_SINCE, "value"),
        State(ids.EXPLORE_UNTIL, "value"),
        State(ids.EXPLORE_LIMIT, "value"),
        State(ids.EXPLORE_GOAL, "value"),
        State(ids.EXPLORE_REDONE, "data"),
        State(ids.ROUTE, "data"),
        prevent_initial_call=True,
        running=WAITING,
    )
    def step(*values: Any) -> tuple[Any, ...]:
        command, picked, ties, since, until, limit, goal, redone, route = values[7:]
        here = context(data, route)
        t = here.words
        form = {"ties": ties, "since": since, "until": until, "limit": limit, "goal": goal}
        try:
            opened = open_view(here, data)
            view = opened.view
            match ctx.triggered_id:
                case ids.EXPLORE_UNDO:
                    after = view.back()
                    kept = {"after": encode(after), "views": [*_redoable(redone, view), encode(view)]}
                case ids.EXPLORE_REDO:
                    waiting = _redoable(redone, view)
                    if not waiting:
                        return (no_update,) * 5
                    after = decode(waiting[-1])
                    kept = {"after": waiting[-1], "views": waiting[:-1]}
                case trigger:
                    after = _next(view, str(trigger), command, picked, form)
                    kept = {"after": "", "views": []}
            if after == view:
                return no_update, no_update, t(N_("This is shown already.")), no_update, no_update
            query = query_of(here, after, opened.graph.snapshot)
        except GraphRiskError as error:
            return no_update, no_update, html.P(t.fault(error), className="warning"), no_update, no_update
        return (query, kept, None, *_focus(ctx.triggered_id, command))

    @app.callback(
        Output(ids.EXPLORE_REDO, "disabled"),
        Input(ids.EXPLORE_REDONE, "data"),
        Input(ids.ROUTE, "data"),
    )
    def redo_waits(redone: dict[str, Any] | None, route: dict[str, str] | None) -> bool:
        return not _redoable(redone, _view_of(context(data, route)))


def _focus(trigger: Any, command: Command | None) -> tuple[Any, Any]:
    """Return which node is in hand after a step, and which of the three lists is shown."""
    if trigger == ids.EXPLORE_PATHS:
        return no_update, "paths"
    if trigger == ids.EXPLORE_HIDE:
        return None, no_update
    if trigger == ids.EXPLORE_COMMAND and (command or {}).get("do") == "add":
        return {"id": (command or {}).get("node")}, "node"
    return no_update, no_update


def _view_of(here: Context) -> View:
    try:
        return decode(here.address.view) if here.address.view else View()
    except UsageError:
        return View()


def _redoable(redone: dict[str, Any] | None, view: View) -> list[str]:
    """Return the views that were undone; none where the reader has gone elsewhere since."""
    if not isinstance(redone, dict) or not isinstance(redone.get("views"), list):
        return []
    try:
        same = decode(str(redone.get("after"))).steps == view.steps
    except UsageError:
        return []
    return [text for text in redone["views"] if isinstance(text, str)][-MOST_REDONE:] if same else []


def _next(
    view: View, trigger: str, command: Command | None, picked: Mapping[str, Any] | None, form: Command
) -> View:
    plain: dict[str, Step] = {ids.EXPLORE_ARRANGE: Arrange(), ids.EXPLORE_REVEAL: Reveal()}
    if trigger == ids.EXPLORE_COMMAND:
        return commanded(view, command or {})
    if trigger in plain:
        return view.then(plain[trigger])
    name = str((picked or {}).get("id") or "")
    if name.startswith("group:"):
        return _added(view, Open(name.removeprefix("group:")))
    node = node_of(name)
    if trigger == ids.EXPLORE_HIDE:
        return view.then(Hide(node))
    since, until = _year(form["since"]), _year(form["until"])
    if since is not None and until is not None and since > until:
        raise UsageError(
            Sentence("The years {since}–{until} are in the wrong order.", since=since, until=until),
            remedy=Sentence("Exchange them."),
        )
    if trigger == ids.EXPLORE_PATHS:
        goal = node_of(str(form["goal"])) if form["goal"] else None
        if goal == node:
            raise UsageError(
                Sentence("A path needs two nodes."), remedy=Sentence("Choose another node to go to.")
            )
        return _added(view, Route(node, goal, since, until))
    return _added(view, Expand(node, _kinds(node, form["ties"]), since, until, _limit(form["limit"])))


def _added(view: View, step: Step) -> View:
    """Return the view with a step that brings something; one that was taken already brings nothing."""
    last = (
        len(view.steps)
        - 1
        - next((n for n, one in enumerate(reversed(view.steps)) if isinstance(one, Hide)), len(view.steps))
    )
    return view if step in view.steps[last + 1 :] else view.then(step)


def commanded(view: View, command: Command) -> View:  # noqa: PLR0911  # one a command
    """Return the view after a command of the page's script, which is not trusted. Raises `UsageError`."""
    match command:
        case {"do": "add", "node": str(name)}:
            node = node_of(name)
            if Add(node) in view.steps and Hide(node) not in view.steps:
                return view
            if view.steps:
                return view.then(Add(node))
            return view.then(Add(node), Expand(node, limit=LIMITS[0]))
        case {"do": "pin", "node": str(name), "x": int() | float() as x, "y": int() | float() as y}:
            if not abs(x) <= FARTHEST or not abs(y) <= FARTHEST:
                raise UsageError(
                    Sentence("A node cannot be put that far away."), remedy=Sentence("Put it nearer.")
                )
            return view.then(Pin(node_of(name), round(x), round(y)))
        case {"do": "unpin", "node": str(name)}:
            return view.then(Unpin(node_of(name)))
        case {"do": "open", "group": str(group)} if fits(group):
            return _added(view, Open(group))
        case {"do": "time", "since": since, "until": until, "strict": strict}:
            return replace(view, since=_year(since), until=_year(until), strict=bool(strict))
        case _:
            raise UsageError(
                Sentence("The page sent a step that is not known."), remedy=Sentence("Reload the page.")
            )


def node_of(name: str) -> NodeId:
    """Return the node of a name in the drawing. Raises `UsageError` where it is none."""
    kind, _, key = name.partition(":")
    if kind not in NODES or not fits(key):
        raise UsageError(
            Sentence("No node is chosen."), remedy=Sentence("Choose one in the picture or in the list.")
        )
    return kind, key


def _kinds(node: NodeId, chosen: Sequence[str] | None) -> tuple[str, ...] | None:
    possible = [name for name, tie in TIES.items() if node[0] in (*tie.starts, *tie.ends)]
    kinds = tuple(name for name in possible if name in (chosen or ()))
    if not kinds:
        raise UsageError(Sentence("No kind of tie is chosen."), remedy=Sentence("Tick at least one."))
    return kinds


def _year(value: Any) -> int | None:
    if value is None or value == "":
        return None
    try:
        year = int(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise UsageError(
            Sentence("{value} is no year.", value=repr(value)), remedy=Sentence("Write four figures.")
        ) from error
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageError(
            Sentence(
                "{year} is no year between {first} and {last}.", year=year, first=FIRST_YEAR, last=LAST_YEAR
            )
        )
    return year


def _limit(value: Any) -> int:
    return next((limit for limit in LIMITS if str(limit) == str(value)), LIMITS[1])
