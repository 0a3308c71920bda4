"""Only this machine's own pages reach the dashboard, and they load nothing from elsewhere."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboards.app import create_app, serve
from dashboards.security import allowed, policy
from graphrisk.errors import UsageError
from graphrisk.settings import Workspace, create_workspace

HERE = {"Host": "127.0.0.1:8050"}


@pytest.fixture
def client(small: Workspace) -> Iterator[FlaskClient]:
    app = create_app(small, user="reviewer")
    yield app.server.test_client()
    app.server.extensions["graphrisk"].close()


@pytest.mark.parametrize(
    ("host", "origin", "answer"),
    [
        ("127.0.0.1:8050", None, True),
        ("localhost:8050", "http://localhost:8050", True),
        ("127.0.0.1:8050", "http://127.0.0.1:8050", True),
        ("evil.example", None, False),
        ("evil.example:8050", "http://evil.example:8050", False),
        ("127.0.0.1:8050", "http://evil.example", False),
        ("127.0.0.1:8050", "http://127.0.0.1:9999", False),
        ("127.0.0.1:8050", "null", False),
        (None, None, False),
        ("", None, False),
    ],
)
def test_foreign_hosts_and_origins_are_refused(host: str | None, origin: str | None, answer: bool) -> None:
    assert allowed(host, origin) is answer


def test_a_foreign_host_gets_nothing(client: FlaskClient) -> None:
    assert client.get("/_dash-layout", headers={"Host": "rebound.example"}).status_code == 403
    assert client.get("/_dash-layout", headers=HERE).status_code == 200


def test_a_foreign_page_cannot_decide(client: FlaskClient) -> None:
    answer = client.post(
        "/_dash-update-component", json={}, headers={**HERE, "Origin": "http://evil.example"}
    )
    assert answer.status_code == 403


def test_pages_forbid_foreign_content(client: FlaskClient) -> None:
    headers = client.get("/", headers=HERE).headers
    said = headers["Content-Security-Policy"]
    assert "default-src 'self'" in said
    assert "frame-ancestors 'none'" in said
    assert "unsafe-eval" not in said
    assert "'unsafe-inline'" not in said.split("style-src")[0]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_page_names_no_other_place(client: FlaskClient) -> None:
    text = client.get("/", headers=HERE).get_data(as_text=True)
    assert "http://" not in text
    assert "https://" not in text


def test_hashes_stand_in_the_policy() -> None:
    assert "script-src 'self' 'sha256-abc'" in policy(["'sha256-abc'"])


def test_no_agent_interface_is_served(client: FlaskClient) -> None:
    # Unknown paths give the page itself; an interface for agents would answer with JSON.
    assert client.get("/_mcp", headers=HERE).mimetype == "text/html"
    assert client.post("/_mcp", json={"jsonrpc": "2.0"}, headers=HERE).status_code in {404, 405}


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"Port {port}.*--port"):
            serve(create_workspace(tmp_path), port)
