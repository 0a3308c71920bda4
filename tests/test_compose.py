"""compose.yaml as a file: there is no Docker where the tests run, so it is read, not started."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def service() -> dict[str, Any]:
    text = (ROOT / "compose.yaml").read_text("utf-8")
    content = yaml.safe_load(text)
    assert set(content) == {"services", "volumes"}
    assert set(content["services"]) == {"neo4j"}
    named = {volume.partition(":")[0] for volume in content["services"]["neo4j"]["volumes"]}
    assert named == set(content["volumes"])
    return dict(content["services"]["neo4j"])


def test_ports_are_those_of_this_machine(service: dict[str, Any]) -> None:
    assert service["ports"]
    assert all(re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port) for port in service["ports"])


def test_no_password_stands_in_it(service: dict[str, Any]) -> None:
    assert re.fullmatch(r"neo4j/\$\{NEO4J_PASSWORD:\?[^}]+\}", service["environment"]["NEO4J_AUTH"])
    assert ".env" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_image_is_the_community_edition_of_the_supported_line(service: dict[str, Any]) -> None:
    assert service["image"] == "neo4j:5.26-community"


def test_settings_are_written_as_the_image_reads_them(service: dict[str, Any]) -> None:
    def setting(variable: str) -> str:
        return variable.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".").replace("\0", "_")

    names = {setting(name) for name in service["environment"] if name != "NEO4J_AUTH"}
    assert names == {
        "server.memory.heap.initial_size",
        "server.memory.heap.max_size",
        "server.memory.pagecache.size",
        "dbms.usage_report.enabled",
    }


def test_health_is_asked_of_the_database(service: dict[str, Any]) -> None:
    kind, command = service["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    assert "RETURN 1" in command
    # A single $ would be filled in outside the container and show the password.
    assert "$$" in command
    assert not re.search(r"(?<!\$)\$(?!\$)", command)
