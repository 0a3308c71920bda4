"""Starting, recognising and ending a server's process."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

# Bolt's magic number and four proposals of versions: 5.8 down to 5.0, 4.4, and nothing else.
_HANDSHAKE = bytes.fromhex("6060b017" + "00080805" + "00000404" + "00000000" + "00000000")
_LOOKS = 100


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def spawn(command: Sequence[str | Path], out: Path) -> int:
    """Start a program in a session of its own, its output going to `out`; the answer is its number.

    Not with `subprocess.Popen`: the server outlives the object that started it, by intention.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    return os.posix_spawn(
        command[0],
        [str(part) for part in command],
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(out), flags, 0o644),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )


def end_with(owner: int, server: int) -> None:
    """Have the server stopped when the process `owner` is gone, however that one ended."""
    watch = "while kill -0 $1 && kill -0 $2; do sleep 1; done 2>/dev/null; kill -0 $1 || kill -TERM $2"
    spawn(["/bin/sh", "-c", watch, "watch", str(owner), str(server)], Path(os.devnull))


def is_ours(pid: int, mark: str) -> bool:
    """Whether that process lives and has `mark` in its command line; a number may have been given anew."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    return pid > 0 and mark in _command_line(pid)


def _command_line(pid: int) -> str:
    if not Path("/proc/self").exists():
        return subprocess.run(  # noqa: S603 - the system's own ps
            ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
        ).stdout
    for _ in range(_LOOKS):
        try:
            line = Path(f"/proc/{pid}/cmdline").read_bytes()
            dead = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b") ")[2][:1] in b"ZX"
        except OSError:
            return ""
        if line or dead:
            return line.replace(b"\0", b" ").decode(errors="replace")
        # A process that was started this moment shows no command line yet.
        time.sleep(0.005)
    return ""


def end(pid: int, mark: str, kind: signal.Signals, seconds: float) -> bool:
    """Send a signal to our process and wait until it is gone; False where it stays."""
    until = time.monotonic() + seconds
    with contextlib.suppress(ProcessLookupError):
        if is_ours(pid, mark):
            os.kill(pid, kind)
    while is_ours(pid, mark):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def answers(port: int, *, tls: bool) -> bool:
    """Whether a server that speaks Bolt answers there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as plain:
            if not tls:
                return _greets(plain)
            context = ssl.create_default_context()
            # Whether it answers is asked here, not who it is.
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            with context.wrap_socket(plain) as secured:
                return _greets(secured)
    except OSError:
        return False


def _greets(connection: socket.socket) -> bool:
    connection.sendall(_HANDSHAKE)
    answer = connection.recv(4)
    return len(answer) == 4 and any(answer)
