"""The command line: `tools/neo4j-server start DIR` and so on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tools.neo4j_server.errors import ServerError
from tools.neo4j_server.java import find_java
from tools.neo4j_server.options import CORE, LTS, Options
from tools.neo4j_server.server import Server, install_jars

_TEXT = f"""\
A real Neo4j Community server on this machine, for tests and trials. DIR is the server's own folder.

  start DIR           start it, wait until Bolt answers, print the address
  stop DIR            stop it            kill DIR    end it as a crash would
  wipe DIR            stop it and delete its data
  import DIR -- ARGS  fill the stopped server: neo4j-admin database import full ARGS
  path DIR            print where its jars, its configuration and its log are
  install             fetch the jars only
  java                print the Java that would run it

Versions: {LTS} (Java 17 or 21), {CORE} (Java 21 or 25). Jars are fetched once with Maven. Every option can
also be given by a variable: GRAPHRISK_NEO4J_VERSION, _JAVA, _PORT, _PASSWORD, _HEAP, _PAGECACHE, _CACHE."""


def main(words: Sequence[str] | None = None) -> int:
    """Do what the words say; 0 if it went well, 1 with a sentence on the error output if not."""
    try:
        return _run(_parser().parse_args(words))
    except (ServerError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "neo4j-server", description=_TEXT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "command", choices=["start", "stop", "kill", "wipe", "import", "path", "install", "java"]
    )
    parser.add_argument("dir", nargs="?", type=Path, help="the server's own folder")
    parser.add_argument("arguments", nargs="*", help="for import: what neo4j-admin is to be told, after --")
    parser.add_argument("--version", help=f"of Neo4j ({LTS})")
    parser.add_argument("--java", type=Path, help="the program; looked for if not given")
    parser.add_argument(
        "--port", type=int, help="of Bolt; 0 (as if not given) takes the former or a free one"
    )
    parser.add_argument("--heap", help="memory of Java (1g)")
    parser.add_argument("--pagecache", help="memory for the graph's pages (512m)")
    parser.add_argument("--cache", type=Path, help="the folder with the jars")
    parser.add_argument("--certificate", type=Path, help="PEM file; turns on TLS for Bolt")
    parser.add_argument("--key", type=Path, help="PEM file of the certificate's key")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a line of neo4j.conf"
    )
    return parser


def _run(asked: argparse.Namespace) -> int:
    chosen = {
        name: getattr(asked, name)
        for name in ("version", "java", "port", "heap", "pagecache", "cache", "certificate", "key")
        if getattr(asked, name) is not None
    }
    settings = dict(line.partition("=")[::2] for line in asked.set)
    options = replace(Options.from_environment(), **chosen, settings=settings)
    if asked.command == "install":
        print(install_jars(options))
        return 0
    if asked.command == "java":
        print(find_java(options.version, options.java).path)
        return 0
    if asked.dir is None:
        raise ServerError(f"Say which server: neo4j-server {asked.command} DIR")
    server = Server(asked.dir, options)
    if asked.command == "start":
        print(server.start())
    elif asked.command == "import":
        print(server.import_full(asked.arguments), end="")
    elif asked.command == "path":
        print(f"jars {install_jars(options)}")
        print(f"java {find_java(options.version, options.java).path}")
        print(f"conf {server.home / 'conf' / 'neo4j.conf'}")
        print(f"log {server.home / 'logs' / 'neo4j.log'}")
    else:
        {"stop": server.stop, "kill": server.kill, "wipe": server.wipe}[asked.command]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
