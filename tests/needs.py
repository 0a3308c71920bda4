"""What tests need beyond Python: where it is missing a test is skipped, or fails if it is required."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def required(need: str) -> bool:
    """Whether GRAPHRISK_REQUIRE (comma-separated) names it."""
    return need in os.environ.get("GRAPHRISK_REQUIRE", "").split(",")


def miss(need: str, reason: str) -> NoReturn:
    """Skip the test for that reason, or fail it where the need is required."""
    if required(need):
        pytest.fail(f"{reason} (GRAPHRISK_REQUIRE asks for {need})")
    pytest.skip(reason)
