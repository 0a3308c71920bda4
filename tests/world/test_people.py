"""Names: no two drawn people share a key; crowds leave some family names to planted people."""

from __future__ import annotations

import pytest

from graphrisk.names.persons import person_key
from graphrisk.world.people import SCRIPTS, NameSource, common_parts, name_parts, reserved_parts
from tests.world.chance import chance


@pytest.mark.parametrize("script", SCRIPTS)
def test_drawn_names_are_distinct_however_written(script: str) -> None:
    source = NameSource(chance(5))
    seen: set[str] = set()
    for _ in range(200):
        name = source.draw(script)
        keys = {person_key(form) for form in (name.latin, name.native, name.kana) if form}
        assert all(keys)
        assert seen.isdisjoint(keys)
        seen |= keys


def test_a_name_and_its_reading_are_one_name() -> None:
    source = NameSource(chance(6))
    for _ in range(100):
        name = source.draw("ja")
        assert name.kana
        assert person_key(name.kana) == person_key(name.latin)


@pytest.mark.parametrize("script", SCRIPTS)
def test_reserved_and_common_parts_are_apart(script: str) -> None:
    parts = name_parts()[script]["family_first"]
    assert not set(reserved_parts(parts)) & set(common_parts(parts))
    assert set(reserved_parts(parts)) | set(common_parts(parts)) == set(parts)


def test_styles_of_printing_keep_the_key_or_shorten_the_name() -> None:
    name = NameSource(chance(7)).draw("latin")
    assert person_key(name.printed(2)) == person_key(name.printed(0))
    assert name.printed(3) == f"{name.given[0]}. {name.family}"


@pytest.mark.parametrize("script", SCRIPTS)
def test_names_never_run_out(script: str) -> None:
    """Where all reserved family names with all initials are taken, family names grow longer."""
    source = NameSource(chance(8), reserved=True)
    families = reserved_parts(name_parts()[script]["family_first"])
    names = [source.draw(script, initials=True) for _ in range(30 * len(families))]
    assert len({name.initials for name in names}) == len(names)
    assert all((name.native is None) == (script in ("latin", "other")) for name in names)
    assert all((name.kana is None) == (script != "ja") for name in names)
