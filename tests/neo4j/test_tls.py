"""Encrypted connections: with any certificate, with one that the machine trusts, and with one it does not."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import trustme

from graphrisk.errors import StoreError
from graphrisk.store.neo4j.connection import Address, Server
from tests.neo4j.fixtures import StartServer

pytestmark = pytest.mark.neo4j


def test_every_scheme_trusts_whom_it_says(
    start_neo4j: StartServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert("localhost", "127.0.0.1")
    certificate, key, root = (tmp_path / name for name in ("server.pem", "server.key", "root.pem"))
    certificate.write_bytes(b"".join(pem.bytes() for pem in issued.cert_chain_pems))
    issued.private_key_pem.write_to_path(str(key))
    authority.cert_pem.write_to_path(str(root))
    started = start_neo4j(certificate=certificate, key=key)
    port = started.uri.rpartition(":")[2]

    def ask(scheme: str) -> list[list[object]]:
        with Server(Address(f"{scheme}://localhost:{port}", started.user, started.password)) as server:
            server.version()
            return server.read("RETURN 1")

    for scheme in ("bolt+ssc", "neo4j+ssc"):
        assert ask(scheme) == [[1]], "any certificate will do"
    for scheme in ("bolt+s", "neo4j+s", "bolt", "neo4j"):
        with pytest.raises(StoreError):
            ask(scheme)
    # The file that says whom this machine trusts.
    monkeypatch.setenv(ssl.get_default_verify_paths().openssl_cafile_env, str(root))
    for scheme in ("bolt+s", "neo4j+s"):
        assert ask(scheme) == [[1]], "the authority is trusted"
