"""What a scan changed since an earlier one of the same call: new, changed, unchanged and gone findings.

Findings of one rule, person, object and application have the same id in every scan, and their evidence hash
tells whether anything behind them changed; nothing else is compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids of findings, each in exactly one of the four: in the later scan's order, gone in the earlier's."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    gone: tuple[str, ...]


def difference(before: Mapping[str, str], now: Mapping[str, str]) -> Difference:
    """Compare two scans, each the evidence hashes of its findings by id."""
    both = [finding for finding in now if finding in before]
    return Difference(
        new=tuple(finding for finding in now if finding not in before),
        changed=tuple(finding for finding in both if now[finding] != before[finding]),
        unchanged=tuple(finding for finding in both if now[finding] == before[finding]),
        gone=tuple(finding for finding in before if finding not in now),
    )
