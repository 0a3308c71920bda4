"""The server that tests run against: it starts, survives crashes, is emptied, speaks TLS, says its faults."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString

import pytest
import trustme
from neo4j import GraphDatabase, TrustCustomCAs
from neo4j.exceptions import AuthError, ServiceUnavailable

from tests.neo4j.server import TestServer
from tools.neo4j_server import Options, ServerError

if TYPE_CHECKING:
    from neo4j import Driver

    from tests.neo4j.fixtures import StartServer

pytestmark = pytest.mark.neo4j


def _values(driver: Driver, query: LiteralString, database: str = "neo4j") -> list[Any]:
    return [record[0] for record in driver.execute_query(query, database_=database).records]


def _count(server: TestServer) -> int:
    with server.driver() as driver:
        return int(_values(driver, "MATCH (n) RETURN count(n)")[0])


def _fill(server: TestServer) -> None:
    with server.driver() as driver:
        driver.execute_query("CREATE CONSTRAINT `odd ``name` FOR (n:Person) REQUIRE n.id IS UNIQUE")
        driver.execute_query("CREATE FULLTEXT INDEX names FOR (n:Person) ON EACH [n.name]")
        driver.execute_query(
            "UNWIND range(1, 25000) AS i CREATE (:Person {id: i})-[:KNOWS]->(:Person {id: -i})"
        )
        driver.execute_query("CREATE USER reader SET PASSWORD 'reader-reader'", database_="system")


@pytest.mark.neo4j_core
def test_runs_the_version_that_was_asked_for(fresh_neo4j: TestServer) -> None:
    with fresh_neo4j.driver() as driver:
        found = driver.execute_query("CALL dbms.components() YIELD name, versions, edition RETURN *").records[
            0
        ]
    assert found["versions"] == [fresh_neo4j.options.version]
    assert found["edition"] == "community"


@pytest.mark.neo4j_core
def test_is_emptied_of_all_that_a_test_can_leave(bare_neo4j: TestServer) -> None:
    _fill(bare_neo4j)
    with bare_neo4j.driver() as driver:
        driver.execute_query("CREATE INDEX graphrisk_x FOR (n:Work) ON (n.x)", database_="neo4j")
        bare_neo4j.forget()
        assert _count(bare_neo4j) == 0
        assert _values(driver, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name") == [
            "graphrisk_x"
        ]
        bare_neo4j.empty()
        assert _count(bare_neo4j) == 0
        assert not driver.execute_query("SHOW CONSTRAINTS").records
        assert set(_values(driver, "SHOW INDEXES YIELD type")) == {"LOOKUP"}
        assert _values(driver, "SHOW USERS YIELD user", "system") == ["neo4j"]


@pytest.mark.neo4j_core
def test_recovers_what_was_committed_before_a_crash(mortal_neo4j: TestServer) -> None:
    with mortal_neo4j.driver() as driver:
        driver.execute_query("CREATE (:Person {id: 1})")
    before = mortal_neo4j.uri
    mortal_neo4j.kill()
    assert not mortal_neo4j.running
    with pytest.raises(ServiceUnavailable), mortal_neo4j.driver() as driver:
        driver.verify_connectivity()
    assert mortal_neo4j.start() == before
    assert _count(mortal_neo4j) == 1


def test_listens_on_this_machine_alone(fresh_neo4j: TestServer) -> None:
    # Any other address of the loopback network would answer too if it listened on all of them.
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", fresh_neo4j.port), timeout=5)


def test_refuses_a_wrong_password(fresh_neo4j: TestServer) -> None:
    with (
        pytest.raises(AuthError),
        GraphDatabase.driver(fresh_neo4j.uri, auth=("neo4j", "not-the-password")) as driver,
    ):
        driver.verify_connectivity()


def test_another_handle_finds_and_leaves_the_running_server(fresh_neo4j: TestServer) -> None:
    other = TestServer(fresh_neo4j.home, fresh_neo4j.options)
    assert other.running
    assert other.start() == fresh_neo4j.uri
    with pytest.raises(ServerError, match="Stop the server"):
        other.import_full(["neo4j"])


def test_another_version_does_not_touch_the_folder(tmp_path: Path, neo4j_options: Options) -> None:
    (tmp_path / "server.json").write_text('{"version": "5.0.0", "port": 1}')
    with pytest.raises(ServerError, match=r"belongs to Neo4j 5\.0\.0"):
        TestServer(tmp_path, neo4j_options).start()


@pytest.mark.neo4j_core
def test_imports_files_in_the_format_of_neo4j_admin(start_neo4j: StartServer, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id:ID,name\n1,山田 太郎\n2,Ann\n", encoding="utf-8")
    (tmp_path / "knows.csv").write_text(":START_ID,:END_ID\n1,2\n", encoding="utf-8")
    server = start_neo4j()
    server.stop()
    people, knows = f"--nodes=Person={tmp_path}/people.csv", f"--relationships=KNOWS={tmp_path}/knows.csv"
    server.import_full([people, knows, "--overwrite-destination", "neo4j"])
    server.start()
    with server.driver() as driver:
        names = _values(driver, "MATCH (a:Person)-[:KNOWS]->(b) RETURN a.name + b.name")
    assert names == ["山田 太郎Ann"]


@pytest.mark.neo4j_core
def test_speaks_tls_with_the_certificate_given(start_neo4j: StartServer, tmp_path: Path) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1", "localhost")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    issued.cert_chain_pems[0].write_to_path(tmp_path / "certificate.pem")
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    server = start_neo4j(certificate=tmp_path / "certificate.pem", key=tmp_path / "key.pem")
    assert server.uri.startswith("bolt+ssc://")
    assert _count(server) == 0
    plain = f"bolt://127.0.0.1:{server.port}"
    with GraphDatabase.driver(
        plain,
        auth=("neo4j", server.password),
        encrypted=True,
        trusted_certificates=TrustCustomCAs(str(tmp_path / "authority.pem")),
    ) as driver:
        driver.verify_connectivity()
    with (
        pytest.raises(ServiceUnavailable),
        GraphDatabase.driver(plain, auth=("neo4j", server.password)) as driver,
    ):
        driver.verify_connectivity()


def test_says_which_port_is_taken(start_neo4j: StartServer, neo4j_options: Options, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        server = TestServer(tmp_path / "taken", replace(neo4j_options, port=port))
        with pytest.raises(ServerError, match=f"Port {port} is taken"):
            server.start()


def test_says_why_it_did_not_start(start_neo4j: StartServer) -> None:
    with pytest.raises(ServerError, match=r"a line of neo4j\.conf is wrong"):
        start_neo4j(settings={"db.no_such_setting": "1"})
