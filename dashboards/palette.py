"""Colours, by theme. A level is a word first, then a shape, then a colour; a person is never coloured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graphrisk.findings import Level

Theme = Literal["light", "dark"]
SHAPES = {Level.HIGH: "◆", Level.MEDIUM: "▲", Level.LOW: "●", Level.INFO: "○"}
"""The shape beside a level's word."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of charts and networks; those of the page stand in `assets/style.css` under the same names."""

    theme: Theme
    surface: str
    ink: str
    quiet: str
    line: str
    band: str
    accent: str
    observed: str
    undeclared: str
    listing: str
    listing_band: str
    technology: str
    levels: dict[Level, str]


_LIGHT = Palette(
    theme="light",
    surface="#ffffff",
    ink="#1e293b",
    quiet="#475569",
    line="#cbd5e1",
    band="#eff4fb",
    accent="#1d4ed8",
    observed="#334155",
    undeclared="#c2410c",
    listing="#86198f",
    listing_band="#f3e3f6",
    technology="#0f766e",
    levels={Level.HIGH: "#9a3412", Level.MEDIUM: "#b45309", Level.LOW: "#475569", Level.INFO: "#94a3b8"},
)
_DARK = Palette(
    theme="dark",
    surface="#161d29",
    ink="#e2e8f0",
    quiet="#a9b6c8",
    line="#3a475b",
    band="#1e2a3d",
    accent="#8ab4ff",
    observed="#cbd5e1",
    undeclared="#fb923c",
    listing="#e0a3ee",
    listing_band="#3a2344",
    technology="#5eead4",
    levels={Level.HIGH: "#ff9466", Level.MEDIUM: "#f5b942", Level.LOW: "#a9b6c8", Level.INFO: "#8593a8"},
)


def palette(theme: str | None) -> Palette:
    """Return the colours of a theme; light where the reader chose none."""
    return _DARK if theme == "dark" else _LIGHT
