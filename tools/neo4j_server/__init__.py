"""A real Neo4j Community server out of Maven artifacts, with one folder for each server.

`Server` starts, stops, kills and wipes one, and imports into one; `python -m tools.neo4j_server` (or
`tools/neo4j-server`) does the same from a shell. Needs a Java that the version runs on and, for the first
start of a version, Maven. It is made for tests and trials: the password goes through a command line once.
"""

from tools.neo4j_server.errors import ServerError
from tools.neo4j_server.java import Java, find_java
from tools.neo4j_server.options import CORE, LTS, Options
from tools.neo4j_server.server import Server

__all__ = ["CORE", "LTS", "Java", "Options", "Server", "ServerError", "find_java"]
