"""Names of people, invented ones; what one pair shows holds whichever name stands first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphrisk.names.compare import Kind, Strength, compare
from graphrisk.names.compare.persons import PERSON_FEATURES


def _strength(one: str, other: str) -> Strength:
    found, back = compare(one, other, Kind.PERSON), compare(other, one, Kind.PERSON)
    assert abs(found.score - back.score) < 0.02
    return found.strength


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Taro Yamada", "YAMADA, Taro"),
        ("Pavel Semyonov", "Semënov Pavel"),
        ("Dr. Maria Lindqvist", "Maria Lindqvist"),
        ("MariaLindqvist", "Maria Lindqvist"),
        ("Anna Viktorovna Petrova", "Anna Petrova"),
        ("Анна Петрова", "Anna Petrova"),
        ("Qasim al-Harun", "Kasim el-Haroun"),
        ("Mohamed Salim", "Muhammad Saleem"),
        ("Hsu Tse-ming", "Xu Zeming"),
        ("サトウ タロウ", "サトウタロウ"),
        ("양수민", "Yang Sumin"),
    ],
)
def test_spelling_order_and_script_make_no_difference(one: str, other: str) -> None:
    assert _strength(one, other) in (Strength.STRONG, Strength.MEDIUM)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Boris Lindqvist", "Roman Lindqvist"),
        ("Maria Lindqvist", "Maria Sandberg"),
        ("Lindqvist", "Maria Lindqvist"),
        ("M. Lindqvist", "Anna Lindqvist"),
        ("Omar ibn Salim al-Harun", "Salim ibn Omar al-Harun"),
        ("山田一郎", "山田二郎"),
        ("Anna Viktorovna Petrova", "Anna Ivanovna Petrova"),
        ("", "Anna"),
    ],
)
def test_another_name_is_no_match(one: str, other: str) -> None:
    assert _strength(one, other) in (Strength.WEAK, Strength.NONE)


def test_evidence_says_what_agrees_and_what_does_not() -> None:
    found = compare("Anna M. Petrova", "Petrov Anna", Kind.PERSON)
    assert {one.code for one in found.reasons} == {"same_parts", "parts_alike"}
    assert [(one.code, one.detail) for one in found.doubts] == [("parts_added", "m")]


def test_an_initial_agrees_but_is_weaker_than_the_name() -> None:
    assert compare("A. Petrova", "Anna Petrova", Kind.PERSON).score < 1.0
    assert _strength("A. Petrova", "Anna Petrova") is not Strength.NONE


def test_every_feature_says_what_it_is() -> None:
    assert all(feature.__doc__ and feature.__doc__.endswith(".") for feature in PERSON_FEATURES)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=24)


@settings(max_examples=60, deadline=None)
@given(NAMES, NAMES, st.sampled_from(Kind))
def test_scores_stay_in_bounds_and_are_the_sum_of_their_evidence(one: str, other: str, kind: Kind) -> None:
    found = compare(one, other, kind)
    assert 0 <= found.score <= 1
    total = sum(seen.share for seen in found.evidence)
    assert found.score == pytest.approx(max(0.0, min(1.0, total)), abs=0.002)
