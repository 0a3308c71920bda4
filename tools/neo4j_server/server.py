"""One server: its folder, its configuration, its life."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from tools.neo4j_server import faults, process
from tools.neo4j_server.errors import ServerError
from tools.neo4j_server.jars import install
from tools.neo4j_server.java import find_java
from tools.neo4j_server.options import Options

_OPENED = tuple(
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in ("java.lang", "java.io", "java.nio", "java.util.concurrent", "sun.nio.ch")
)
_FOLDERS = ("conf", "data", "logs", "import", "plugins", "run", "certificates/bolt/trusted")


class Server:
    """A Neo4j Community server with a folder of its own; it listens on 127.0.0.1 alone.

    The folder is Neo4j's home: conf, data, logs, import. What was started there, by which process and on
    which port stands in its `server.json`, so that any later process can stop it.
    """

    user = "neo4j"

    def __init__(self, home: Path, options: Options | None = None) -> None:
        self.home = home.absolute()
        self.options = options or Options.from_environment()
        self._note = self.home / "server.json"
        self._mark = f"--home-dir={self.home}"

    @property
    def port(self) -> int:
        """The port of Bolt, 0 before the first start."""
        return int(self._read().get("port", 0))

    @property
    def uri(self) -> str:
        """The address for a driver; with TLS the scheme that trusts the server's own certificate."""
        return f"bolt{'+ssc' if self.options.certificate else ''}://127.0.0.1:{self.port}"

    @property
    def password(self) -> str:
        """The password of `user`."""
        return self.options.password

    @property
    def running(self) -> bool:
        """Whether the process that was started in this folder lives."""
        return process.is_ours(int(self._read().get("pid", 0)), self._mark)

    def start(self, *, owner: int | None = None) -> str:
        """Start it and wait until Bolt answers; gives the address. One that runs is left as it is.

        `owner`: a process with whose end the server is stopped too. Raises `ServerError` with the reason
        from the log where it does not start.
        """
        if self.running:
            return self.uri
        java, jars = find_java(self.options.version, self.options.java), install_jars(self.options)
        self._check_version()
        tries = 1 if self.options.port else 3
        for attempt in range(1, tries + 1):
            self._configure(java.path, jars, anew=attempt > 1)
            try:
                self._launch(java.path, jars, owner)
            except faults.PortTakenError:
                # The port was free when it was chosen, and somebody was quicker.
                if attempt == tries:
                    raise
            else:
                break
        return self.uri

    def stop(self) -> None:
        """Have it write everything down and end."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a crash would; the next start recovers what was committed."""
        self._end(signal.SIGKILL)

    def wipe(self) -> None:
        """Stop it and delete its data, logs and configuration; the jars stay."""
        self.stop()
        if not self._note.exists():
            raise ServerError(f"{self.home} holds no server of these tools, so nothing was deleted.")
        for folder in ("data", "logs", "conf", "run"):
            shutil.rmtree(self.home / folder, ignore_errors=True)
        self._note.unlink()

    def import_full(self, arguments: Sequence[str]) -> str:
        """Fill the stopped server's empty database with `database import full` and these arguments."""
        # Without it the report would lie in whatever folder this runs in.
        report = f"--report-file={self.home / 'logs' / 'import.report'}"
        return self.admin(["database", "import", "full", report, *arguments])

    def admin(self, arguments: Sequence[str]) -> str:
        """Run one command of neo4j-admin on the stopped server; gives what it printed."""
        if self.running:
            raise ServerError(f"Stop the server in {self.home} first.")
        java, jars = find_java(self.options.version, self.options.java), install_jars(self.options)
        self._check_version()
        self._configure(java.path, jars)
        return self._admin(java.path, jars, arguments)

    def _admin(self, java: Path, jars: Path, arguments: Sequence[str]) -> str:
        places = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        tool = ("-cp", f"{jars}/*", "org.neo4j.cli.AdminTool")
        answer = subprocess.run(  # noqa: S603 - a Java that was checked
            [java, f"-Xmx{self.options.heap}", *self.options.jvm, *_OPENED, *tool, *arguments],
            env={**os.environ, **places},
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode != 0:
            # The arguments may hold a password: only the command's own name is repeated.
            said = answer.stderr + answer.stdout
            reason = faults.reason_of(said) or "it failed"
            raise ServerError(
                f"neo4j-admin {' '.join(arguments[:2])}: {reason}. It says: {faults.last(said)}"
            )
        return answer.stdout

    def _configure(self, java: Path, jars: Path, *, anew: bool = False) -> None:
        for folder in _FOLDERS:
            (self.home / folder).mkdir(parents=True, exist_ok=True)
        port = self.options.port or (0 if anew else self.port) or process.free_port()
        self._write(version=self.options.version, port=port)
        settings = {
            "server.default_listen_address": "127.0.0.1",
            "server.bolt.listen_address": f"127.0.0.1:{port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "dbms.usage_report.enabled": "false",
            "server.memory.heap.initial_size": self.options.heap,
            "server.memory.heap.max_size": self.options.heap,
            "server.memory.pagecache.size": self.options.pagecache,
            **self._tls(),
            **self.options.settings,
        }
        lines = "".join(f"{name}={value}\n" for name, value in settings.items())
        (self.home / "conf" / "neo4j.conf").write_text(lines, encoding="utf-8")
        if not (self.home / "data" / "dbms").exists():
            self._admin(java, jars, ["dbms", "set-initial-password", self.options.password])

    def _tls(self) -> dict[str, str]:
        if self.options.certificate is None or self.options.key is None:
            return {}
        policy = "dbms.ssl.policy.bolt"
        return {
            "server.bolt.tls_level": "REQUIRED",
            f"{policy}.enabled": "true",
            f"{policy}.client_auth": "NONE",
            f"{policy}.public_certificate": str(self.options.certificate.absolute()),
            f"{policy}.private_key": str(self.options.key.absolute()),
        }

    def _launch(self, java: Path, jars: Path, owner: int | None) -> None:
        main = "CommunityEntryPoint" if self.options.version.startswith("5.") else "Neo4jCommunity"
        logs = self.home / "logs"
        # What is read below must be of this start, not of an earlier one.
        for old in ("out", "neo4j.log"):
            (logs / old).unlink(missing_ok=True)
        command = [
            str(java),
            f"-Xmx{self.options.heap}",
            *self.options.jvm,
            *_OPENED,
            *("-cp", f"{jars}/*", f"org.neo4j.server.{main}"),
            *(self._mark, f"--config-dir={self.home / 'conf'}"),
        ]
        pid = process.spawn(command, logs / "out")
        self._write(pid=pid)
        if owner is not None:
            process.end_with(owner, pid)
        until = time.monotonic() + self.options.seconds
        tls = self.options.certificate is not None
        while time.monotonic() < until:
            # First the process, then the port: another program may answer on a port that ours failed to get.
            if not self.running:
                raise faults.explain(self.home, self.port)
            if faults.started(self.home) and process.answers(self.port, tls=tls):
                return
            time.sleep(0.05)
        self.kill()
        raise ServerError(f"Neo4j did not answer within {self.options.seconds:.0f} s; see {logs}.")

    def _end(self, kind: signal.Signals) -> None:
        pid = int(self._read().get("pid", 0))
        if not process.end(pid, self._mark, kind, 60) and not process.end(
            pid, self._mark, signal.SIGKILL, 10
        ):
            raise ServerError(f"The server in {self.home} (process {pid}) could not be ended.")

    def _check_version(self) -> None:
        made = self._read().get("version", self.options.version)
        if made != self.options.version:
            raise ServerError(
                f"{self.home} belongs to Neo4j {made}, not {self.options.version}: "
                "wipe it, or take another folder."
            )

    def _read(self) -> dict[str, int | str]:
        try:
            return dict(json.loads(self._note.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return {}

    def _write(self, **facts: int | str) -> None:
        new = self._note.with_suffix(".new")
        new.write_text(json.dumps({**self._read(), **facts}), encoding="utf-8")
        new.replace(self._note)


def install_jars(options: Options) -> Path:
    """The folder with the jars of the chosen version, fetched if need be."""
    return install(options.version, options.cache)
