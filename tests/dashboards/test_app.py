"""The application as a whole: its components and callbacks fit, and errors become words."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from dash import Dash

from dashboards import ids
from dashboards.app import create_app
from dashboards.context import context
from graphrisk.i18n import LANGUAGES, Language
from graphrisk.settings import Workspace

HERE = {"Host": "127.0.0.1:8050"}


@pytest.fixture
def app(small: Workspace) -> Iterator[Dash]:
    made = create_app(small, user="reviewer")
    yield made
    made.server.extensions["graphrisk"].close()


def _ids(component: Any) -> Iterator[str]:
    if getattr(component, "id", None):
        yield component.id
    children = getattr(component, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if child is not None and not isinstance(child, str):
            yield from _ids(child)


def test_ids_are_unique_and_named_once(app: Dash) -> None:
    found = list(_ids(app.layout))
    assert len(found) == len(set(found))
    named = {value for name, value in vars(ids).items() if name.isupper()}
    assert set(found) <= named
    # These are made with the content of a case.
    assert named - set(found) == {ids.CASE_NETWORK, ids.CASE_TIMELINE, ids.LINK_ACT}


def test_every_callback_finds_its_components(app: Dash) -> None:
    known = set(_ids(app.layout)) | {ids.CASE_NETWORK, ids.LINK_ACT}
    for callback in app.callback_map.values():
        for part in (*callback["inputs"], *callback["state"]):
            # A pattern names many components, by their type.
            named = json.loads(part["id"])["type"] if part["id"].startswith("{") else part["id"]
            assert named in known


def test_a_failing_callback_says_so_in_words_without_a_trace(
    app: Dash, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = app.server.extensions["graphrisk"]

    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(data, "findings", broken)
    key = next(key for key in app.callback_map if ids.OVERVIEW_HEAD in key)
    outputs = [
        {"id": part.split(".")[0], "property": part.split(".")[1]} for part in key.strip(".").split("...")
    ]
    answer = app.server.test_client().post(
        "/_dash-update-component",
        json={
            "output": key,
            "outputs": outputs,
            "inputs": [
                {"id": ids.ROUTE, "property": "data", "value": {"path": "/", "search": ""}},
                {"id": ids.THEME, "property": "data", "value": None},
                {"id": ids.REVISION, "property": "data", "value": 0},
            ],
            "changedPropIds": [f"{ids.ROUTE}.data"],
        },
        headers={**HERE, "Referer": "http://127.0.0.1:8050/?lang=ja"},
    )
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert answer.json["sideUpdate"][ids.NOTICE] == {"hidden": False}
    assert "サーバーで問題が発生しました" in answer.json["sideUpdate"][ids.NOTICE_TEXT]["children"]
    assert "secret detail" not in text
    assert "Traceback" not in text


def test_what_writes_answers_is_there_before_pages_are_asked_for(small: Workspace) -> None:
    """The embedded store reads in pandas with its first answer, while other threads write theirs."""
    program = (
        "import sys; from pathlib import Path; from dashboards.app import create_app; "
        "from graphrisk.settings import open_workspace; "
        "create_app(open_workspace(Path(sys.argv[1])), user='reviewer'); assert 'pandas' in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", program, small.root], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_the_driver_of_a_server_is_there_before_pages_are_asked_for(small: Workspace) -> None:
    """It reads in pandas; an answer that is put together meanwhile in another thread would fail over it."""
    program = (
        "import sys; from pathlib import Path; from dashboards.app import create_app; "
        "from graphrisk.cli.stores import with_store; from graphrisk.settings import open_workspace; "
        "create_app(with_store(open_workspace(Path(sys.argv[1])), 'neo4j'), user='reviewer'); "
        "assert 'neo4j' in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", program, small.root], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize(
    ("asked", "search", "language"),
    [
        ("ja,en-US;q=0.9", "", "ja"),
        ("fr-CH, ja-JP;q=0.8, en;q=0.7", "", "ja"),
        ("en-GB,ja;q=0.5", "", "en"),
        ("ja;q=0,en;q=0.1", "", "en"),
        ("fr,*;q=0.5", "", "default"),
        ("", "", "default"),
        ("ja", "?lang=en", "en"),
        ("en", "?lang=ja", "ja"),
    ],
)
@pytest.mark.parametrize("default", LANGUAGES)
def test_a_page_without_a_language_is_in_the_one_that_the_browser_asks_for(
    app: Dash, monkeypatch: pytest.MonkeyPatch, asked: str, search: str, language: str, default: Language
) -> None:
    data = app.server.extensions["graphrisk"]
    settings = data.workspace.settings.model_copy(update={"language": default})
    monkeypatch.setattr(data, "workspace", data.workspace.model_copy(update={"settings": settings}))
    with app.server.test_request_context("/", headers={"Accept-Language": asked}):
        here = context(data, {"path": "/", "search": search})
    assert here.words.language == (default if language == "default" else language)
