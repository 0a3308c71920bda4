"""Which string belongs to which organisation: stated pairs, old shapes, and that no pair is invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.openalex.affiliations import pairs
from loaders.openalex.organizations import Register
from loaders.openalex.records import Affiliated, Institution, RawAffiliation

if TYPE_CHECKING:
    from loaders.openalex.affiliations import Pair

U = "https://openalex.org/I"


def _institution(number: int, name: str) -> Institution:
    return Institution(id=f"{U}{number}", display_name=name)


NANJING = _institution(11, "Nanjing University")
NUAA = _institution(12, "Nanjing University of Aeronautics and Astronautics")
SEATTLE = _institution(13, "Seattle University")
WASHINGTON = _institution(14, "University of Washington")


def _pairs(**fields: object) -> list[Pair]:
    return pairs(Affiliated(**fields), Register())  # type: ignore[arg-type]


def test_stated_pairs_are_taken_as_stated() -> None:
    found = _pairs(
        institutions=[WASHINGTON, SEATTLE],
        raw_affiliation_strings=["FlourishOA, USA", "Information School, University of Washington"],
        affiliations=[
            RawAffiliation("Information School, University of Washington", [f"{U}14", f"{U}13"]),
            RawAffiliation("FlourishOA, USA", []),
        ],
    )
    string = "Information School, University of Washington"
    assert found == [(f"{U}14", string), (f"{U}13", string), (None, "FlourishOA, USA")]


def test_what_the_stated_pairs_leave_out_keeps_its_own_row() -> None:
    found = _pairs(
        institutions=[WASHINGTON, SEATTLE],
        raw_affiliation_strings=["A", "B"],
        affiliations=[RawAffiliation("A", [f"{U}14"])],
    )
    assert found == [(f"{U}14", "A"), (f"{U}13", None), (None, "B")]


def test_short_ids_and_ids_without_record_are_read() -> None:
    found = _pairs(
        institutions=[SEATTLE], affiliations=[RawAffiliation("A", ["I13", "I99", "nonsense", None])]
    )
    assert found == [(f"{U}13", "A"), (f"{U}99", "A")]


def test_one_old_string_is_that_of_all_organisations() -> None:
    text = "Univ. of Washington; Seattle Univ."
    found = _pairs(institutions=[WASHINGTON, SEATTLE], raw_affiliation_string=text)
    assert found == [(f"{U}14", text), (f"{U}13", text)]


def test_of_several_old_strings_only_the_unmistakable_are_paired() -> None:
    # The order of strings is not that of organisations, and one name may stand inside another.
    strings = [
        "College, Nanjing University of Aeronautics and Astronautics, China",
        "Nanjing University, China",
    ]
    found = _pairs(institutions=[NANJING, NUAA], raw_affiliation_strings=strings)
    assert found == [(f"{U}11", None), (f"{U}12", strings[0]), (None, strings[1])]


@pytest.mark.parametrize("empty", [{}, {"institutions": [], "raw_affiliation_strings": ["", " "]}])
def test_nothing_named_gives_no_row(empty: dict[str, object]) -> None:
    assert _pairs(**empty) == []


def test_an_organisation_without_id_is_kept_as_a_string() -> None:
    bare = Institution(display_name="A Company")
    assert _pairs(institutions=[bare]) == [(None, "A Company")]
    assert _pairs(institutions=[bare, None], raw_affiliation_strings=["A Company, Kobe"]) == [
        (None, "A Company, Kobe")
    ]


def test_a_ror_alone_is_an_id() -> None:
    ror = "https://ror.org/00jmfr291"
    other = "https://ror.org/00cvxb145"
    found = _pairs(institutions=[Institution(ror=ror), Institution(ror=other)])
    assert found == [(ror, None), (other, None)]


_IDS = st.lists(st.integers(10, 15), max_size=4)
_STATED = st.lists(st.tuples(st.sampled_from(["a", "b", "c ", " ", ""]), _IDS), max_size=4)


@given(_IDS, st.none() | st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=4), _STATED)
def test_every_organisation_and_string_is_in_some_pair(
    ids: list[int], strings: list[str] | None, stated: list[tuple[str, list[int]]]
) -> None:
    found = _pairs(
        institutions=[_institution(number, f"Name {number}") for number in ids],
        raw_affiliation_strings=strings,
        affiliations=[RawAffiliation(text, [f"{U}{number}" for number in given]) for text, given in stated],
    )
    expected_orgs = {f"{U}{number}" for number in ids} | {f"{U}{n}" for _, given in stated for n in given}
    expected_texts = {s.strip() for s in strings or ()} | {text.strip() for text, _ in stated}
    assert {org for org, _ in found if org} == expected_orgs
    assert {text for _, text in found if text} == expected_texts - {""}
    stated_pairs = {(f"{U}{n}", text.strip() or None) for text, given in stated for n in given}
    assert stated_pairs <= set(found)
    assert (None, None) not in found
    if len(expected_texts - {""}) > 1:
        # No pair is invented: these names stand in none of these strings.
        assert {pair for pair in found if None not in pair} == {p for p in stated_pairs if p[1]}
