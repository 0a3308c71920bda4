"""What `explain` finds under a key."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest

from graphrisk.errors import NotFoundError
from graphrisk.scan.explain import explain
from graphrisk.store import open_store
from graphrisk.store.base import GraphStore
from tests.sample_data.test_sample_data import SAMPLE
from tests.world.loading import load_sources


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    opened = open_store(load_sources(SAMPLE, tmp_path_factory.mktemp("space")))
    yield opened
    opened.close()


def _declared() -> dict[str, set[str]]:
    """Return who declared which ORCID iD."""
    found: dict[str, set[str]] = {}
    with (SAMPLE / "disclosures" / "participants.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["orcid"]:
                found.setdefault(row["orcid"], set()).add(row["person_id"])
    return found


def test_an_orcid_leads_to_those_who_declared_it_and_to_the_records_that_carry_it(store: GraphStore) -> None:
    declared = _declared()
    assert len(declared) > 5
    for orcid, people in sorted(declared.items())[:3]:
        plain = explain(store, orcid.rpartition("/")[2], ())
        assert plain == explain(store, f"https://orcid.org/{orcid.rpartition('/')[2]}", ())
        assert people <= {why.subject for why in plain}
        by_person = [why for person in sorted(people) for why in explain(store, person, ())]
        assert [why for why in plain if why.subject in people or why.kind.value == "declared"] == by_person


def test_an_orcid_that_nobody_has_is_called_unknown(store: GraphStore) -> None:
    with pytest.raises(NotFoundError, match="0000-0002-1825-0097"):
        explain(store, "0000-0002-1825-0097", ())
