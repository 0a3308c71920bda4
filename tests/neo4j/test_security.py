"""What the server is trusted with: readers cannot write, texts are never language, passwords stay secret."""

from __future__ import annotations

import datetime as dt
import logging
import stat
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trustme

from graphrisk.errors import GraphRiskError, StoreError
from graphrisk.settings import Workspace, create_workspace, open_workspace
from graphrisk.store import open_store
from graphrisk.store.neo4j.connection import SECRETS, Address, Server, find_address
from graphrisk.store.neo4j.publish import Publisher
from tests.cli.conftest import call as command
from tests.factory import author_id
from tests.neo4j.server import TestServer
from tests.neo4j.worlds import HOSTILE, everything, hostile_world
from tests.neo4j.worlds import publish as snapshot_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphrisk.store.base import GraphStore
    from tests.neo4j.fixtures import StartServer

pytestmark = pytest.mark.neo4j

WRONG = "a-wrong-password-of-somebody"


def address_of(server: TestServer, *, uri: str | None = None, password: str | None = None) -> Address:
    # A user of another name: after some wrong tries the server refuses the right password too.
    user = server.user if password is None else "somebody"
    return Address(uri or server.uri, user, password or server.password)


def hostile(folder: Path) -> Workspace:
    """A workspace with every hostile text in it, on the server that the environment names."""
    workspace = snapshot_of(folder / "own", hostile_world())
    with Server(find_address(None)) as server:
        Publisher(workspace, server, lambda: dt.datetime.now(dt.UTC)).publish()
    return workspace


def on_server(folder: Path) -> Workspace:
    workspace = create_workspace(folder / "far")
    config = workspace.root / "graphrisk.toml"
    config.write_text(config.read_text("utf-8").replace('kind = "duckdb"', 'kind = "neo4j"'), "utf-8")
    return open_workspace(workspace.root)


@pytest.fixture
def stores(neo4j_environment: TestServer, tmp_path: Path) -> Iterator[tuple[GraphStore, GraphStore]]:
    """The same hostile graph in the embedded store and on the server."""
    own, far = open_store(hostile(tmp_path)), open_store(on_server(tmp_path))
    yield own, far
    own.close()
    far.close()


def held(server: TestServer) -> tuple[Counter[str], Counter[str]]:
    with server.driver() as driver:
        return everything(driver)


@pytest.mark.neo4j_core
def test_the_server_refuses_a_write_in_a_session_that_reads(neo4j_environment: TestServer) -> None:
    with Server(address_of(neo4j_environment)) as server:
        for query in (
            "CREATE (:Person {author_id: 'x'})",
            "MATCH (n) DETACH DELETE n",
            "CREATE INDEX more FOR (n:Person) ON (n.x)",
        ):
            with pytest.raises(StoreError, match=r"reads tried to write|refused|no right"):
                server.read(query)
        assert server.read("MATCH (n) RETURN count(n)") == [[0]]


def test_hostile_texts_are_texts_wherever_they_stand(
    stores: tuple[GraphStore, GraphStore], neo4j_environment: TestServer
) -> None:
    own, far = stores
    before = held(neo4j_environment)
    texts = [
        *HOSTILE,
        "' OR 1=1 //",
        "`",
        "$x",
        "*",
        "?",
        "name:*",
        "[* TO *]",
        "/.*/",
        "a AND NOT b",
        "~",
        "^",
    ]
    for table, column in (("works", "title"), ("persons", "author_id"), ("organizations", "org_id")):
        assert far.rows(table, column, texts).equals(own.rows(table, column, texts)), (table, column)
    ids = [author_id(f"A{number} {text}") for number, text in enumerate(HOSTILE)]
    assert far.rows("persons", "author_id", ids).num_rows == len(ids)
    assert far.rows("persons", "author_id", ids).equals(own.rows("persons", "author_id", ids))
    for text in ids:
        assert (far.node("person", text) is None) == (own.node("person", text) is None)
    for text in texts:
        assert far.search(text, limit=50).to_pylist() == own.search(text, limit=50).to_pylist(), text
    assert held(neo4j_environment) == before


def test_a_name_that_is_no_table_never_reaches_the_server(stores: tuple[GraphStore, GraphStore]) -> None:
    for store in stores:
        with pytest.raises(KeyError):
            store.rows("works`) DETACH DELETE n //", "work_id", ["x"])
        with pytest.raises(KeyError):
            store.rows("works", "work_id`}) DETACH DELETE n //", ["x"])


def test_a_certificate_is_looked_at(
    start_neo4j: StartServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert("localhost", "127.0.0.1")
    certificate, key = tmp_path / "server.crt", tmp_path / "server.key"
    certificate.write_bytes(b"".join(pem.bytes() for pem in issued.cert_chain_pems))
    issued.private_key_pem.write_to_path(str(key))
    server = start_neo4j(certificate=certificate, key=key)
    place = f"{server.uri.rpartition('/')[2]}"
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)

    # Encrypted, whoever signed it.
    monkeypatch.setenv("NEO4J_URI", f"bolt+ssc://{place}")
    hostile(tmp_path)
    store = open_store(on_server(tmp_path))
    assert store.manifest.snapshot == 1
    store.close()

    # Encrypted and signed by an authority that this machine trusts, which it does not.
    monkeypatch.setenv("NEO4J_URI", f"bolt+s://{place}")
    with pytest.raises(StoreError) as refused:
        open_store(on_server(tmp_path))
    assert "certificate" in f"{refused.value.message} {refused.value.remedy}".casefold()
    assert server.password not in f"{refused.value}{refused.value.remedy}"


def test_the_password_is_said_nowhere(
    neo4j_environment: TestServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    server = neo4j_environment
    workspace = hostile(tmp_path)
    far = on_server(tmp_path)
    address = address_of(server, password=WRONG)
    said = [repr(address), str(address)]
    for uri in (server.uri, "bolt://127.0.0.1:1", "no address at all", f"http://{WRONG}@x"):
        with pytest.raises(StoreError) as refused, Server(address_of(server, uri=uri, password=WRONG)) as one:
            one.version()
        said += [str(refused.value), refused.value.message, refused.value.remedy or ""]
    monkeypatch.setenv("NEO4J_PASSWORD", WRONG)
    monkeypatch.setenv("NEO4J_USERNAME", "somebody")
    with pytest.raises(GraphRiskError) as error:
        open_store(far)
    said += [str(error.value), error.value.remedy or ""]
    for words in (
        ("neo4j", "status"),
        ("scan", "--call", "C1"),
        ("scan", "--call", "C1", "--json"),
        ("doctor",),
    ):
        done = command(*words, "-w", far.root)
        said += [done.stdout, done.stderr]
    monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    monkeypatch.setenv("NEO4J_USERNAME", server.user)
    for words in (("neo4j", "status", "--json"), ("doctor", "--json"), ("scan", "--call", "C1", "--json")):
        done = command(*words, "-w", far.root)
        said += [done.stdout, done.stderr]
    said += [record.getMessage() for record in caplog.records]
    said += [
        path.read_bytes().decode("latin-1") for root in (workspace.root, far.root) for path in _files(root)
    ]
    said += [*held(server)[0], *held(server)[1]]
    with Server(address_of(server)) as one:
        said += [repr(row) for row in one.read("MATCH (n:GraphriskSnapshot) RETURN properties(n)")]
    for secret in (WRONG, server.password):
        assert not [text[:200] for text in said if secret in text], secret


def _files(root: Path) -> list[Path]:
    return [path for path in sorted(root.rglob("*")) if path.is_file()]


def test_a_file_with_the_password_is_for_its_owner(
    neo4j_environment: TestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = neo4j_environment
    hostile(tmp_path)
    far = on_server(tmp_path)
    secrets = far.root / SECRETS
    secrets.write_text("".join(f"{name}={value}\n" for name, value in server.environment.items()), "utf-8")
    for name in server.environment:
        monkeypatch.delenv(name)
    secrets.chmod(stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP)
    with pytest.raises(StoreError, match="Others on this machine can read"):
        open_store(far)
    secrets.chmod(stat.S_IRUSR | stat.S_IWUSR)
    store = open_store(far)
    assert store.manifest.snapshot == 1
    store.close()


def test_what_the_driver_tells_a_log_is_not_printed() -> None:
    code = (
        "import logging, graphrisk.store.neo4j.connection\n"
        "logging.getLogger('neo4j').warning('Transaction failed and will be retried')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
