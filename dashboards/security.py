"""What the dashboard lets in and what its pages may load.

It listens on 127.0.0.1 alone. That does not keep other web pages in the same browser away, so requests under
a foreign host name (DNS rebinding) or from a foreign origin are refused, and pages may load nothing from
outside and may not be framed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from dash import Dash
    from flask import Response

HOSTS = frozenset({"127.0.0.1", "localhost"})


def policy(hashes: list[str]) -> str:
    """Return the content security policy; `hashes` are those of the page's own inline scripts."""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {' '.join(hashes)}".strip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def allowed(host: str | None, origin: str | None) -> bool:
    """Return whether a request under this host name and from this origin is ours."""
    name = urlsplit(f"//{host}").hostname if host else None
    if name not in HOSTS:
        return False
    return origin is None or (urlsplit(origin).scheme == "http" and urlsplit(origin).netloc == host)


def protect(app: Dash) -> None:
    """Refuse foreign requests and set the headers of all answers. Call it when all callbacks are defined."""
    from flask import Response as Answer
    from flask import request

    content_policy = policy([f"'{value.strip(chr(39))}'" for value in app.csp_hashes()])

    def refuse_foreign() -> Response | None:
        if allowed(request.headers.get("Host"), request.headers.get("Origin")):
            return None
        return Answer("This dashboard answers only on this machine.\n", status=403, mimetype="text/plain")

    def add_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = content_policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        return response

    app.server.before_request(refuse_foreign)
    app.server.after_request(add_headers)
