from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graphrisk.resolve.affiliations import cache
from graphrisk.resolve.affiliations.cache import cached_index
from graphrisk.resolve.affiliations.index import Index, build
from graphrisk.resolve.affiliations.matcher import match
from graphrisk.resolve.affiliations.registry import Organization
from tests.resolve.affiliations.small import ORGANIZATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TEXT = "Inst. of Comput. Technol., Chinese Acad. of Sci., Beijing, China"


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One item for each time that an index is built."""
    times: list[int] = []

    def noted(found: Sequence[Organization]) -> Index:
        times.append(1)
        return build(found)

    monkeypatch.setattr(cache, "build", noted)
    return times


def test_the_index_is_built_once_and_answers_the_same(tmp_path: Path, built: list[int]) -> None:
    first = cached_index(ORGANIZATIONS, tmp_path)
    again = cached_index(ORGANIZATIONS, tmp_path)
    assert len(built) == 1
    assert again == first
    assert match(TEXT, again) == match(TEXT, first) != []


@pytest.mark.parametrize("harm", ["cut", "empty", "changed", "other"])
def test_a_damaged_file_is_built_anew(tmp_path: Path, built: list[int], harm: str) -> None:
    cached_index(ORGANIZATIONS, tmp_path)
    (file,) = tmp_path.iterdir()
    data = file.read_bytes()
    half = len(data) // 2
    changed = data[:half] + bytes([data[half] ^ 1]) + data[half + 1 :]
    file.write_bytes({"cut": data[:half], "empty": b"", "other": b"{}" * 50, "changed": changed}[harm])
    assert match(TEXT, cached_index(ORGANIZATIONS, tmp_path)) != []
    assert len(built) == 2
    cached_index(ORGANIZATIONS, tmp_path)
    assert len(built) == 2


def test_other_names_or_another_version_have_an_index_of_their_own(
    tmp_path: Path, built: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    cached_index(ORGANIZATIONS, tmp_path)
    cached_index([replace(ORGANIZATIONS[0], name="Other"), *ORGANIZATIONS[1:]], tmp_path)
    monkeypatch.setattr(cache, "VERSION", cache.VERSION + 1)
    cached_index(ORGANIZATIONS, tmp_path)
    assert len(built) == 3
    assert len(list(tmp_path.iterdir())) == 3


def test_old_files_are_removed_and_a_folder_that_cannot_be_written_is_no_fault(
    tmp_path: Path, built: list[int]
) -> None:
    for n in range(6):
        cached_index(ORGANIZATIONS[n:], tmp_path)
    assert len(list(tmp_path.iterdir())) == cache.KEPT + 1
    cached_index(ORGANIZATIONS, tmp_path / "missing")
    cached_index(ORGANIZATIONS, None)
    assert len(built) == 8
