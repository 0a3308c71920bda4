"""Findings survive the way into the database and back."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphrisk.errors import StoreError
from graphrisk.findings import Evidence, Finding, Grade, Identity, Level, Step, Thing
from graphrisk.i18n import Message
from graphrisk.review import finding_from_json, finding_to_json
from tests.review.factory import finding

texts = st.text(max_size=30)
maybe = st.none() | texts
days = st.dates()
values = st.recursive(
    st.none()
    | texts
    | st.integers()
    | st.booleans()
    | st.floats(allow_nan=False)
    | days
    | st.datetimes(timezones=st.just(dt.UTC)).map(lambda moment: moment.replace(fold=0)),
    lambda inner: st.builds(Message, texts, st.dictionaries(texts, inner, max_size=3)),
    max_leaves=5,
)
messages = st.builds(Message, texts, st.dictionaries(texts, values, max_size=3))
levels, names = st.sampled_from(Level), st.lists(texts, max_size=3).map(tuple)
findings = st.builds(
    Finding,
    id=texts,
    rule=texts,
    kind=texts,
    level=levels,
    application_id=maybe,
    person_id=maybe,
    object=st.builds(Thing, texts, texts, maybe),
    question=messages,
    declared=messages,
    observed=messages,
    evidence=st.lists(
        st.builds(Evidence, texts, texts, texts, texts, maybe, st.none() | days, st.none() | days, texts),
        max_size=3,
    ).map(tuple),
    identity=st.builds(Identity, st.sampled_from(Grade), names, names, names),
    steps=st.lists(st.builds(Step, texts, st.none() | levels, levels, messages), max_size=3).map(tuple),
    evidence_hash=texts,
    first_date=st.none() | days,
    last_date=st.none() | days,
)


@settings(max_examples=100, deadline=None)
@given(findings)
def test_a_finding_comes_back_as_it_went_in(given_finding: Finding) -> None:
    back = finding_from_json(finding_to_json(given_finding))
    assert back == given_finding
    assert repr(back) == repr(given_finding)  # equality alone takes True for 1


def test_what_is_no_number_of_json_comes_back() -> None:
    odd = Message("{a} {b} {c}", {"a": float("inf"), "b": float("nan"), "c": 2**70})
    one = finding()
    sent = Finding(**{name: getattr(one, name) for name in one.__slots__} | {"question": odd})
    back = finding_from_json(finding_to_json(sent)).question
    assert repr(back) == repr(odd)


def test_words_are_the_same_in_both_languages() -> None:
    one = finding()
    back = finding_from_json(finding_to_json(one))
    for language in ("en", "ja"):
        assert back.observed.render(language) == one.observed.render(language)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"identity": ["Z", [], [], []]}', '{"identity": 3}', "null"]
)
def test_anything_else_is_a_damaged_database(text: str) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        finding_from_json(text)
