"""Any sequence of loads ends where one load of the final state ends, and where a slow, obvious model ends."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphrisk.settings import create_workspace
from graphrisk.store import open_store
from loaders.base import Event, Replace
from tests.load.rows import batch, run, work

_AUTHORS = st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True)
_WORKS = st.dictionaries(st.integers(0, 4), st.tuples(_AUTHORS, st.sampled_from(["a", "b"])), max_size=3)
_POSTS = st.dictionaries(st.integers(0, 2), st.sets(st.integers(0, 3), max_size=3), max_size=2)


@dataclass
class Load:
    """One load: works with authors and title; posts of people, of whom all older posts are replaced."""

    works: dict[int, tuple[list[int], str]]
    posts: dict[int, set[int]]
    gone: set[int] = field(default_factory=set)

    def events(self) -> list[Event]:
        """Return what a loader would yield."""
        found: list[Event] = [Replace("works", tuple(f"W{n}" for n in self.gone - self.works.keys()))]
        for number, (authors, title) in self.works.items():
            found += work(number, authors, title=title)
        rows = [_post(person, post) for person, posts in self.posts.items() for post in posts]
        return [
            *found,
            batch("declared_affiliations", *rows),
            Replace("declared_affiliations", tuple(f"P{n}" for n in self.posts)),
        ]


def _post(person: int, post: int) -> dict[str, str]:
    return {"row_id": f"{person}-{post}", "person_id": f"P{person}", "org": f"O{post}"}


def _content(folder: Path, loads: list[Load]) -> tuple[str, dict[str, list[dict[str, Any]]]]:
    workspace = create_workspace(folder)
    for one in loads:
        run(workspace, one.events(), record="")
    store = open_store(workspace)
    try:
        rows = {
            "works": store.rows("works", "work_id", [f"W{n}" for n in range(5)]).to_pylist(),
            "authorships": store.rows("authorships", "work_id", [f"W{n}" for n in range(5)]).to_pylist(),
            "posts": store.rows("declared_affiliations", "person_id", ["P0", "P1", "P2"]).to_pylist(),
        }
        return store.manifest.content_hash, rows
    finally:
        store.close()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.builds(Load, _WORKS, _POSTS, st.sets(st.integers(0, 4), max_size=2)), max_size=3))
def test_any_sequence_of_loads_ends_in_the_final_state(loads: list[Load]) -> None:
    # A first load that is certain to write, so that there is a snapshot.
    loads = [Load({0: ([0, 1], "a")}, {0: {0}}), *loads]
    works: dict[int, tuple[list[int], str]] = {}
    posts: dict[int, set[int]] = {}
    authors: set[int] = set()
    for one in loads:
        for number in one.gone:
            works.pop(number, None)
        works |= one.works
        posts |= one.posts
        authors |= {a for people, _ in one.works.values() for a in people}
    with tempfile.TemporaryDirectory() as folder:
        digest, rows = _content(Path(folder) / "many", loads)
        final = Load(works, posts)
        # People stay although their works went: they come along with works and belong to none of them.
        people = [
            {"author_id": f"A{a}", "display_name": f"Name {a}", "name_key": f"name {a}"} for a in authors
        ]
        workspace = create_workspace(Path(folder) / "one")
        run(workspace, [*final.events(), batch("persons", *people)], record="")
        store = open_store(workspace)
        assert digest == store.manifest.content_hash
        store.close()
    assert [(r["work_id"], r["title"]) for r in rows["works"]] == [
        (f"W{n}", works[n][1]) for n in sorted(works)
    ]
    assert [(r["work_id"], r["author_id"]) for r in rows["authorships"]] == [
        (f"W{n}", f"A{a}") for n in sorted(works) for a in works[n][0]
    ]
    assert [(r["person_id"], r["org"]) for r in rows["posts"]] == [
        (f"P{p}", f"O{o}") for p in sorted(posts) for o in sorted(posts[p])
    ]
