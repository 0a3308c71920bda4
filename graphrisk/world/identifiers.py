"""Identifiers of invented things, in ranges that their registries have not given out."""

from __future__ import annotations

ORCID_PREFIX = "0900"
"""No ORCID iD begins with it."""
_BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"


def orcid(number: int) -> str:
    """Return the ORCID iD of invented person `number`; those that begin with 0900 are given to nobody."""
    digits = f"{ORCID_PREFIX}{number:011d}"
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    digits += "0123456789X"[(12 - total % 11) % 11]
    return "https://orcid.org/" + "-".join(digits[i : i + 4] for i in range(0, 16, 4))


def ror(number: int) -> str:
    """Return the ROR id of invented organisation `number`, check digits included (0zz… on)."""
    value = 31 * 32**4 + 31 * 32**3 + number
    code = "".join(_BASE32[value // 32**place % 32] for place in range(5, -1, -1))
    return f"https://ror.org/0{code}{98 - value * 100 % 97:02d}"


def openalex(kind: str, number: int) -> str:
    """Return the OpenAlex id of invented thing `number` of `kind` (A, W, I, F), far above those in use."""
    return f"https://openalex.org/{kind}{9_900_000_000 + number}"


def doi(number: int) -> str:
    """Return the DOI of invented work `number`, under the prefix that is kept for tests."""
    return f"https://doi.org/10.5555/graphrisk.{number}"
