"""The address holds the whole state of a page, and nonsense in it is no error."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboards.address import Address, Filters, parse
from graphrisk.findings import Level
from graphrisk.i18n import LANGUAGES
from graphrisk.review import Status

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
    lambda s: s == s.strip()
)
filters = st.builds(
    Filters,
    levels=st.sets(st.sampled_from(Level)).map(lambda found: tuple(x for x in reversed(Level) if x in found)),
    states=st.sets(st.sampled_from(Status)).map(lambda found: tuple(x for x in Status if x in found)),
    rule=st.none() | words,
    application=st.none() | words,
    text=st.just("") | words,
    grouped=st.booleans(),
)
addresses = st.builds(
    Address,
    page=st.sampled_from(["overview", "queue"]),
    run=st.none() | words,
    filters=filters,
    language=st.none() | st.sampled_from(LANGUAGES),
) | st.builds(Address, page=st.just("case"), finding=words.filter(lambda s: "/" not in s), filters=filters)


@given(addresses)
def test_an_address_is_read_back_as_it_was_written(address: Address) -> None:
    assert parse(address.path, address.query) == address


@given(st.none() | st.text(max_size=40), st.none() | st.text(max_size=60))
def test_any_text_is_an_address(path: str | None, query: str | None) -> None:
    read = parse(path, query)
    assert parse(read.path, read.query).filters == read.filters


def test_paths() -> None:
    assert parse("/", "").page == "overview"
    assert parse("/queue", None).page == "queue"
    assert parse("/case/F1", "").finding == "F1"
    assert parse("/case/a%2Fb", "").finding == "a/b"
    assert parse("/case", "").page == "missing"
    assert parse("/admin", "").page == "missing"


def test_unknown_levels_and_languages_are_left_out() -> None:
    read = parse("/queue", "?level=HIGH,WORST&state=open,&lang=fr")
    assert read.filters.levels == (Level.HIGH,)
    assert read.filters.states == (Status.OPEN,)
    assert read.language is None


def test_another_run_forgets_what_belongs_to_this_one() -> None:
    here = parse("/case/F1", "?run=R1&level=HIGH&lang=ja")
    there = here.of_run("R2")
    assert there.href == "/queue?run=R2&lang=ja"
