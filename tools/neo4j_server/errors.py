"""The one error of these tools."""

from __future__ import annotations


class ServerError(Exception):
    """Something that the server needs is missing or went wrong; the message says what to do."""
