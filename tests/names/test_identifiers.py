from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.names.identifiers import award_key, erad, openalex, orcid, ror, row_id

if TYPE_CHECKING:
    from pathlib import Path

ORCID = "https://orcid.org/0000-0002-1825-0097"


@pytest.mark.parametrize(
    "text",
    [
        "0000-0002-1825-0097",
        "0000000218250097",
        "http://orcid.org/0000-0002-1825-0097",
        " https://orcid.org/0000-0002-1825-0097/ ",
        "orcid.org/0000-0002-1825-0097",
        "ORCID: 0000-0002-1825-0097",
        "００００-0002-1825-0097",
    ],
)
def test_orcid_in_every_usual_form(text: str) -> None:
    assert orcid(text) == ORCID


def test_orcid_check_digit_may_be_ten() -> None:
    assert orcid("0000-0002-1694-233x") == "https://orcid.org/0000-0002-1694-233X"


@pytest.mark.parametrize(
    "text", ["0000-0002-1825-0098", "0000-0002-1825", "x", "", None, "0000-0002-1825-00977"]
)
def test_what_is_no_orcid(text: str | None) -> None:
    assert orcid(text) is None


@given(st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_breaks_an_orcid(place: int, shift: int) -> None:
    digits = "0000000218250097"
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    assert orcid(wrong) is None


@pytest.mark.parametrize(
    "text", ["057zh3y96", "https://ror.org/057zh3y96", "ror.org/057ZH3Y96", "http://ror.org/057zh3y96/"]
)
def test_ror_in_every_usual_form(text: str) -> None:
    assert ror(text) == "https://ror.org/057zh3y96"


@pytest.mark.parametrize(
    "text", ["057zh3y97", "157zh3y96", "057zl3y96", "057zh3y9", "", None, "grid.26999.3d"]
)
def test_what_is_no_ror(text: str | None) -> None:
    assert ror(text) is None


@pytest.mark.shared
def test_every_real_ror_id_passes(shared_data: Path) -> None:
    with gzip.open(shared_data / "ror" / "ror_v2.jsonl.gz") as file:
        ids = [json.loads(line)["id"] for line in file]
    assert [i for i in ids if ror(i) != i] == []


@pytest.mark.parametrize(
    ("text", "kind", "canonical"),
    [
        ("https://openalex.org/A5023888391", "A", "https://openalex.org/A5023888391"),
        ("a5023888391", "A", "https://openalex.org/A5023888391"),
        ("https://api.openalex.org/authors/A5023888391", "A", "https://openalex.org/A5023888391"),
        ("W2741809807", "A", None),
        ("https://openalex.org/", "A", None),
        ("", "A", None),
        (None, "A", None),
    ],
)
def test_openalex_ids(text: str | None, kind: str, canonical: str | None) -> None:
    assert openalex(text, kind) == canonical


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12345678", "12345678"),
        ("１２３４５６７８", "12345678"),
        ("345678", "00345678"),
        ("x", None),
        (None, None),
        ("123456789", None),
    ],
)
def test_erad_numbers(text: str | None, number: str | None) -> None:
    assert erad(text) == number


@pytest.mark.parametrize(
    ("texts", "key"),
    [
        (
            (
                "JP22K07777",
                "22K07777",
                "KAKENHI 22K07777",
                "No. 22K07777",
                "２２Ｋ０７７７７",
                "JSPS KAKENHI Grant Number JP 22K07777",
            ),
            "22K07777",
        ),
        (("JPMJCR18K3", "jpmjcr18k3", "JPMJ-CR18K3"), "JPMJCR18K3"),
        (("JP22am0000001", "22am0000001"), "22AM0000001"),
        (("OCE-1924546", "OCE 1924546", "OCE–1924546", "Award OCE.1924546"), "OCE1924546"),
        (("", None, "n/a", "Start-up fund"), None),
    ],
)
def test_award_numbers_have_one_key(texts: tuple[str | None, ...], key: str | None) -> None:
    assert {award_key(text) for text in texts} == {key}


@given(st.text(max_size=20))
def test_key_of_an_award_key_is_the_key(text: str) -> None:
    key = award_key(text)
    assert key is None or award_key(key) == key or key.startswith("JP")


VALUES = st.lists(st.none() | st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=3), max_size=4)


@given(VALUES, VALUES)
def test_row_ids_are_equal_for_equal_content_only(one: list[object], other: list[object]) -> None:
    assert (row_id("t", one) == row_id("t", other)) is (one == other)


def test_row_id_depends_on_the_table_and_on_borders_between_values() -> None:
    assert row_id("a", ["x"]) != row_id("b", ["x"])
    assert row_id("a", ["ab", "c"]) != row_id("a", ["a", "bc"])
    assert row_id("a", [None]) != row_id("a", [""])
