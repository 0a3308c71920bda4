"""Policies: what comes with the program, and mistakes in files that people write."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphrisk.errors import NotFoundError, PolicyError
from graphrisk.findings import Level
from graphrisk.policies import load_policy, policy_names

DEFAULT = Path(__file__).resolve().parents[2] / "graphrisk" / "policies" / "jp-tejunsho.toml"


def written(folder: Path, *changes: tuple[str, str]) -> str:
    """Write a copy of the default policy with changes and return its path."""
    text = DEFAULT.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "mine.toml"
    path.write_text(text, "utf-8")
    return str(path)


@pytest.mark.parametrize("name", policy_names())
def test_every_policy_is_whole(name: str) -> None:
    policy = load_policy(name)
    assert policy.name == name
    for rule in policy.by_id().values():
        for citation in rule.citations:
            assert policy.citation(citation).text


def test_the_default_policy_is_not_verified_and_says_so() -> None:
    policy = load_policy("jp-tejunsho")
    assert not policy.verified
    assert "has not been read" in policy.notice.en
    assert not policy.rule("R-AFF-01").verified


def test_the_integrity_policy_runs_no_exposure_rule() -> None:
    policy = load_policy("jp-integrity")
    assert {rule.kind for rule in policy.by_id().values() if rule.enabled} == {"D", "gate", "info"}
    assert policy.rules.aff_01 == load_policy("jp-tejunsho").rules.aff_01
    assert policy.hash != load_policy("jp-tejunsho").hash


def test_the_hash_changes_with_every_number(tmp_path: Path) -> None:
    same = load_policy(written(tmp_path))
    assert same.hash == load_policy("jp-tejunsho").hash
    changed = load_policy(written(tmp_path, ("window_months = 24", "window_months = 25")))
    assert changed.rules.aff_01.window_months == 25
    assert changed.hash != same.hash


def test_a_file_may_extend_a_policy(tmp_path: Path) -> None:
    path = tmp_path / "stricter.toml"
    path.write_text(
        'extends = "jp-tejunsho"\nname = "stricter"\n[rules."R-AFF-01".levels]\nsingle = "MEDIUM"\n'
        '[[citations]]\nid = "OWN"\ntext = "A rule of the house."\nmark = "READ"\n',
        "utf-8",
    )
    policy = load_policy(str(path))
    assert policy.rules.aff_01.levels["single"] is Level.MEDIUM
    assert policy.rules.aff_01.levels["several"] is Level.MEDIUM
    assert policy.citation("OWN").text
    assert policy.citation("J7").text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("window_months = 24", "window_month = 24"), "window_month"),
        (("window_months = 24", 'window_months = "two years"'), "rules.R-AFF-01.window_months"),
        (("window_months = 24", "window_months = -1"), "rules.R-AFF-01.window_months"),
        (('single = "LOW"', 'single = "SMALL"'), "rules.R-AFF-01.levels.single"),
        (('several = "MEDIUM", ', ""), "exactly these cases: several, single, domestic"),
        (('citations = ["J2", "J5"]', 'citations = ["J2", "J99"]'), "R-PRG-01 cites J99"),
        (('kind = "D"', 'kind = "X"'), "rules.R-AFF-01.kind"),
        (('name = "jp-tejunsho"', 'name = "Mein Regelwerk"'), "name"),
        (('steps = ["identity"]', 'steps = ["magic"]'), "rules.R-ORG-01.steps.0"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(PolicyError) as error:
        load_policy(written(tmp_path, change))
    assert said in str(error.value)
    assert "mine.toml" in str(error.value)


def test_what_is_no_toml_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_bytes(b"name = \xff")
    with pytest.raises(PolicyError, match=r"broken\.toml"):
        load_policy(str(path))
    path.write_text("name = ", "utf-8")
    with pytest.raises(PolicyError, match="TOML file in UTF-8"):
        load_policy(str(path))


def test_unknown_policies_name_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="jp-integrity, jp-tejunsho"):
        load_policy("us-dow")
    with pytest.raises(NotFoundError, match=r"missing\.toml"):
        load_policy(str(tmp_path / "missing.toml"))
    path = tmp_path / "lost.toml"
    path.write_text('extends = "nowhere"\n', "utf-8")
    with pytest.raises(PolicyError, match="extends"):
        load_policy(str(path))
