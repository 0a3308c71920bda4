"""Ways into the graph: search results, the people of the run, kinds of ties, the members of a group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import html

from dashboards.explore.buttons import act
from dashboards.explore.replay import name_of
from dashboards.explore.words import full_name, group_word, kind_word, tie_word
from dashboards.naming import home_of, language_of
from graphrisk.i18n import N_
from graphrisk.store.explore import NODES, TIES
from graphrisk.store.search import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dashboards.context import Context
    from dashboards.explore.replay import Shown
    from dashboards.words import Words
    from graphrisk.review.records import PersonRecord

MOST = 20
"""Search results that are shown."""
PEOPLE = 60


def results(
    rows: Sequence[Mapping[str, str | None]], t: Words, *, more: bool = False, searched: int | None = None
) -> Any:
    """Return what was found as buttons that add a node to the picture.

    `more`: whether more was left out; `searched`: among how many names of a kind the best were chosen.
    """
    known = [row for row in rows if row["kind"] in NODES and row["id"]]
    if not known:
        return html.P(t(N_("Nothing has a name with all these words.")), className="none", role="status")
    said = _left_out(t, searched) if more else []
    return said + [
        act(
            "add",
            f"{row['kind']}:{row['id']}",
            [
                html.Span(kind_word(str(row["kind"]), t), className="kind"),
                html.Span(row["name"] or row["id"], className="name", lang=language_of(row["name"] or "")),
                html.Span(row["note"] or "", className="quiet"),
            ],
            "result",
        )
        for row in known
    ]


def _left_out(t: Words, searched: int | None) -> list[Any]:
    if searched is None:
        said = t(
            N_(
                "More names hold these words than are shown: first those that are the text, then those that "
                "begin with it, then the shorter ones. Write more of the name."
            )
        )
    else:
        said = t(
            N_(
                "More names hold these words than are shown: the best of {count} and more of a kind that the "
                "server's index put first, people who bear just this name before all. Write more of the name."
            ),
            count=f"{searched:,}",
        )
    return [html.P(said, className="quiet", role="status")]


def people_named(people: Iterable[PersonRecord], text: str) -> list[PersonRecord]:
    """Return the people of a run whose names hold all words of `text`, in any order; at most `MOST`."""
    words = folded(text).split()
    found: dict[str, PersonRecord] = {}
    for person in people:
        if not words or len(found) >= MOST:
            break
        names = folded(f"{person.name}\n{person.name_latin or ''}")
        names += "\n" + names.replace(" ", "")
        if all(word in names for word in words):
            found.setdefault(person.person_id, person)
    return list(found.values())


def as_results(
    people: Iterable[PersonRecord], japanese: Mapping[str, str], t: Words
) -> list[dict[str, str | None]]:
    """Return people as rows of a search. `japanese` holds Japanese names of organisations by id."""
    return [
        {
            "kind": "applicant",
            "id": person.person_id,
            "name": (person.name_latin if t.language == "en" else None) or person.name,
            "note": home_of(person, japanese, t),
        }
        for person in people
    ]


def in_japanese(
    rows: Iterable[Mapping[str, str | None]], japanese: Mapping[str, str]
) -> list[Mapping[str, str | None]]:
    """Return search results with organisations by their Japanese names, the names of their records beside."""
    return [
        {**row, "name": known, "note": " · ".join(filter(None, (row["name"], row["note"])))}
        if row["kind"] == "organization"
        and (known := japanese.get(row["id"] or "")) not in (None, row["name"])
        else row
        for row in rows
    ]


def beginning(here: Context, japanese: Mapping[str, str], t: Words) -> html.Div:
    """Return what an empty view says: how to begin, and the people of the run to begin with.

    `japanese` holds Japanese names of organisations by id.
    """
    parts: list[Any] = [
        html.H2(t(N_("Begin with a node"))),
        html.P(
            t(
                N_(
                    "Search for a person, an organisation or a work above. Names may be in Japanese or Latin "
                    "letters, in any order."
                )
            )
        ),
    ]
    people = {person.person_id: person for person in here.run.people} if here.run else {}
    if people:
        parts.append(html.P(t(N_("Or begin with a person of this call:"))))
        rows = []
        for person in list(people.values())[:PEOPLE]:
            name = (person.name_latin if t.language == "en" else None) or person.name
            href = here.address.explore(node=f"applicant:{person.person_id}", case=here.address.finding).href
            rows.append(
                html.Li(
                    [
                        html.A(name, href=href, lang=language_of(name)),
                        html.Span(home_of(person, japanese, t), className="quiet"),
                    ]
                )
            )
        parts.append(html.Ul(rows, className="people"))
        if len(people) > PEOPLE:
            more = len(people) - PEOPLE
            parts.append(html.P(t(N_("and {count} more; search for them"), count=more), className="quiet"))
    return html.Div(parts, className="empty wide")


def ties(kind: str, counts: Mapping[str, int], t: Words) -> list[dmc.Checkbox]:
    """Return the kinds of ties that a node of `kind` can have, with their numbers where there are any."""
    return [
        dmc.Checkbox(
            label=f"{tie_word(name, t)} ({counts[name]:,})" if counts.get(name) else tie_word(name, t),
            value=name,
            size="xs",
        )
        for name, tie in TIES.items()
        if kind in (*tie.starts, *tie.ends) and (counts.get(name) or name == "coauthor")
    ]


def group_card(shown: Shown, group_id: str, t: Words) -> list[Any]:
    """Return the members of a group, and the way to see them one by one."""
    group = next((one for one in shown.drawn.groups if one.id == group_id), None)
    if group is None:
        return []
    members = [(name_of(key), shown.scene.nodes[key]) for key in group.members]
    return [
        html.Div(t(N_("group")), className="kind"),
        html.H2(group_word(group, t)),
        act("open", group.id, t(N_("Open the group")), "tool main"),
        html.Ul(
            [
                html.Li(act("add", name, full_name(node), "node-button", lang=language_of(node.name)))
                for name, node in members
            ],
            className="node-list",
        ),
    ]
