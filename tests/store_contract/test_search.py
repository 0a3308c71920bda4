"""Search: all words, in any order, whatever their case and width."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.load.rows import batch, work

if TYPE_CHECKING:
    from graphrisk.store.base import GraphStore
    from tests.store_contract.conftest import MakeStore


MANY = range(999, 599, -1)
"""Numbers of people of one name: more than a server's index is asked for."""


@pytest.fixture(scope="module")
def store(make_shared_store: MakeStore) -> GraphStore:
    """A store with people, organisations, works and a list whose names overlap."""
    edition = {"list_id": "demo", "edition": "2026"}
    entry = edition | {"entry_id": "demo|2026|1"}
    orgs = {"O1": "The University of Tokyo", "O2": "Tokyo University of Science", "O3": "Univ. 100%_x"}
    label = {"org_id": "O1", "name": "東京大学", "name_key": "東京大学", "kind": "label"}
    names = [{"author_id": "A1", "name": "ﾔﾏﾀﾞ ﾀﾛｳ"}, {"author_id": "A1", "name": "山田太郎"}]
    return make_shared_store(
        [
            *work(1, (9,), title="Spin transport in ＧＲＡＰＨＥＮＥ", publication_year=2024),
            *work(2, (9,), title="Tokyo Bay sediments"),
            *work(3, (9,), title=None),
            batch(
                "persons", {"author_id": "A1", "display_name": "Taro Yamada", "orcid": "https://orcid.org/1"}
            ),
            batch("person_names", *names),
            batch(
                "persons",
                *({"author_id": f"B{n}", "display_name": "Wei Wang", "name_key": "wang wei"} for n in MANY),
            ),
            batch(
                "organizations", *({"org_id": o, "name": n, "country_code": "JP"} for o, n in orgs.items())
            ),
            batch("organization_names", label),
            batch("list_editions", edition),
            batch("list_entries", entry | {"row_no": "1", "name": "Institute of Spin"}),
            batch("list_names", entry | {"name": "自旋研究所", "kind": "native"}),
        ]
    )


def _found(store: GraphStore, text: str, limit: int = 20) -> list[tuple[str, str]]:
    return [(row["kind"], row["id"]) for row in store.search(text, limit=limit).to_pylist()]


def test_a_row_tells_kind_id_name_and_note(store: GraphStore) -> None:
    assert store.search("graphene").to_pylist() == [
        {"kind": "work", "id": "W1", "name": "Spin transport in ＧＲＡＰＨＥＮＥ", "note": "2024"}
    ]
    assert store.search("taro").to_pylist() == [
        {"kind": "person", "id": "A1", "name": "Taro Yamada", "note": "https://orcid.org/1"}
    ]
    assert store.search("自旋").to_pylist() == [
        {"kind": "list_entry", "id": "demo|2026|1", "name": "Institute of Spin", "note": "demo 2026"}
    ]
    assert store.search("東京大学").to_pylist() == [
        {"kind": "organization", "id": "O1", "name": "The University of Tokyo", "note": "JP"}
    ]


@pytest.mark.parametrize(
    "text", ["yamada taro", "Taro YAMADA", "ｙａｍａｄａ", "taro yam", "山田", "ヤマダ", "ﾔﾏﾀﾞ"]
)
def test_words_in_any_order_case_and_width(store: GraphStore, text: str) -> None:
    assert ("person", "A1") in _found(store, text)


def test_all_words_must_be_there(store: GraphStore) -> None:
    assert _found(store, "tokyo science") == [("organization", "O2")]
    assert _found(store, "yamada jiro") == []


def test_of_very_many_who_bear_the_name_the_first_are_given(store: GraphStore) -> None:
    assert _found(store, "Wei WANG", limit=5) == [("person", f"B{n}") for n in range(600, 605)]


def test_the_best_come_first_and_the_limit_holds(store: GraphStore) -> None:
    assert _found(store, "tokyo") == [
        ("work", "W2"),
        ("organization", "O2"),
        ("organization", "O1"),
    ]
    assert _found(store, "tokyo", limit=1) == [("work", "W2")]
    assert _found(store, "tokyo", limit=0) == []


@pytest.mark.parametrize("text", ["", "   ", "\u3000"])
def test_no_words_find_nothing(store: GraphStore, text: str) -> None:
    assert _found(store, text) == []


@pytest.mark.parametrize("text", ["%", "_", "100%_"])
def test_wildcards_are_ordinary(store: GraphStore, text: str) -> None:
    assert _found(store, text) == [("organization", "O3")]


@pytest.mark.parametrize("text", ["' OR 1=1 --", "$word0", "\\", "(?i).*", "a" * 5000, "\x00"])
def test_no_text_does_harm(store: GraphStore, text: str) -> None:
    assert _found(store, text) == []
