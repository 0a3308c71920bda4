"""The rules, as set queries, and how a level is built from named steps."""
