"""The view that an address names, on the snapshot that it was made on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dashboards.explore.areas import Areas
from dashboards.explore.called import InJapanese
from dashboards.explore.code import decode, encode, fits
from dashboards.explore.replay import Reader, Shown, replay
from dashboards.explore.view import LIMITS, Add, Expand, View
from graphrisk.errors import NotFoundError, StoreError, UsageError
from graphrisk.i18n import N_, Message
from graphrisk.sentences import Sentence
from graphrisk.store.explore import NODES

if TYPE_CHECKING:
    from dashboards.context import Context
    from dashboards.data import Data
    from dashboards.graphs import Graph
    from dashboards.words import Words


RECORDS = 3
"""Author records of an applicant that are expanded at the beginning."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A view with its graph. `note` says where the snapshot is not the one that the run rests on."""

    view: View
    graph: Graph
    note: Message | None = None


def asked_view(here: Context) -> View:
    """Return the view that the address names. Raises `UsageError` where it cannot be read."""
    address = here.address
    if address.view:
        return decode(address.view)
    if address.node:
        kind, _, name = address.node.partition(":")
        if kind not in NODES or not fits(name):
            raise UsageError(
                Sentence("The address names no node that there can be."),
                remedy=Sentence("Search for the node instead."),
            )
        return View((Add((kind, name)), Expand((kind, name), limit=LIMITS[0])))
    return View()


def open_view(here: Context, data: Data) -> Opened:
    """Return the view of the address with the snapshot that it is on.

    That is the one that the view names, else the one of the run, else the one in force. Raises `UsageError`
    where the view cannot be read and `StoreError` or `NotFoundError` where the snapshot cannot be opened.
    """
    view = asked_view(here)
    graph, note = _graph(here, data, view)
    if here.address.node and not here.address.view:
        view = _with_records(view, graph)
    return Opened(view, graph, note)


def _graph(here: Context, data: Data, view: View) -> tuple[Graph, Message | None]:
    if view.snapshot is not None:
        return data.graph(view.snapshot), None
    if here.run is None:
        return data.newest(), None
    try:
        return data.graph(here.run.snapshot), None
    except (StoreError, NotFoundError):
        graph = data.newest()
    text = N_("The run rests on snapshot {run}, which cannot be opened; shown is snapshot {now}.")
    return graph, Message(text, {"run": here.run.snapshot, "now": graph.snapshot})


def _with_records(view: View, graph: Graph) -> View:
    """Return a view that begins with an applicant together with the ties of the author records declared."""
    first = view.steps[0]
    if not isinstance(first, Add) or first.node[0] != "applicant":
        return view
    try:
        declared = graph.neighbours(*first.node, ties=("same_as",), limit=RECORDS)
    except NotFoundError:
        return view  # taking the steps says that the node is not there
    return view.then(*(Expand(record.key, limit=LIMITS[0]) for record in declared.nodes))


def show(opened: Opened, t: Words) -> Shown:
    """Return what the view shows; organisations bear the names of the reader's language."""
    return replay(opened.view, reader_of(opened.graph, t), opened.graph.snapshot)


def reader_of(graph: Graph, t: Words) -> Reader:
    """Return what reads nodes of a graph, organisations by the names of the reader's language."""
    return InJapanese(graph) if t.language == "ja" else graph


def areas_of(here: Context, data: Data) -> Areas:
    """Return the technology areas of the run's policy, or of the workspace's where there is no run."""
    policy = data.policy(here.run.policy if here.run else data.workspace.settings.policy)
    return Areas(policy.taxonomy if policy else None)


def link_to(here: Context, view: View, snapshot: int) -> str:
    """Return the address of a view, with the snapshot in it: a link shows what its sender saw.

    Raises `UsageError` where the view is too long for a link.
    """
    return here.address.explore(view=encode(replace(view, snapshot=snapshot)), case=here.address.finding).href


def query_of(here: Context, view: View, snapshot: int) -> str:
    """Return the query string of a view's address."""
    return "?" + link_to(here, view, snapshot).partition("?")[2]
