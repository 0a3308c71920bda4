from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphrisk.resolve.strings import Named, match_string
from tests.resolve.world import Snapshot

if TYPE_CHECKING:
    from graphrisk.resolve.index import NameIndex

UT = "https://ror.org/057zh3y96"


@pytest.fixture
def snapshot() -> Snapshot:
    made = Snapshot()
    made.org(UT, "The University of Tokyo")
    made.work("W1", {"A1": [(None, "University of Tokyo, Japan")], "A2": [(None, "Nowhere, France")]})
    made.derive()
    return made


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The strings that are read from here on."""
    strings: list[str] = []

    def noted(raw: str, index: NameIndex) -> list[Named]:
        strings.append(raw)
        return match_string(raw, index)

    monkeypatch.setattr("graphrisk.resolve.string_links.match_string", noted)
    return strings


ROWS = "SELECT raw_string, seq, org_id, country_code FROM string_links ORDER BY ALL"
BOTH = [("Nowhere, France", 0, None, "FR"), ("University of Tokyo, Japan", 0, UT, "JP")]


def test_strings_and_what_they_name(snapshot: Snapshot) -> None:
    assert snapshot.rows(ROWS) == BOTH


def test_only_new_strings_are_read_again(snapshot: Snapshot, read: list[str]) -> None:
    snapshot.derive()
    assert read == []
    snapshot.add("affiliations", work_id="W2", author_id="A1", raw_string="X, Spain", snapshot=2)
    snapshot.derive()
    assert read == ["X, Spain"]
    assert snapshot.rows(ROWS) == sorted([*BOTH, ("X, Spain", 0, None, "ES")])


def test_strings_that_are_gone_are_forgotten(snapshot: Snapshot, read: list[str]) -> None:
    snapshot.connection.execute("DELETE FROM affiliations WHERE author_id = 'A2'")
    snapshot.derive()
    assert read == []
    assert snapshot.rows(ROWS) == BOTH[1:]


def test_a_new_name_has_every_string_read_again(snapshot: Snapshot, read: list[str]) -> None:
    snapshot.org("https://ror.org/05sj3n476", "Nowhere", "FR")
    snapshot.derive()
    assert sorted(read) == ["Nowhere, France", "University of Tokyo, Japan"]
    assert snapshot.rows(ROWS)[0][2] == "https://ror.org/05sj3n476"


def test_a_new_edition_of_the_same_names_has_nothing_read_again(snapshot: Snapshot, read: list[str]) -> None:
    snapshot.entry("L", "2023", "1", "Nowhere", start="2023-01-01", country="FR")
    snapshot.derive()
    assert len(read) == 2
    assert snapshot.rows(ROWS)[0][2] == "name:nowhere"
    snapshot.entry("L", "2024", "1", "Nowhere", start="2024-01-01", country="FR")
    snapshot.derive()
    assert len(read) == 2


def test_a_table_that_was_emptied_is_filled_again(snapshot: Snapshot, read: list[str]) -> None:
    snapshot.connection.execute("DELETE FROM string_links")
    snapshot.derive()
    assert snapshot.rows(ROWS) == BOTH
    assert len(read) == 2
