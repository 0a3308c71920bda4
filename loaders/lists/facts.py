"""What is known of the published lists: who publishes them, what their files hold, how long they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListFacts:
    """A list. `rows` are the fewest and most rows that a whole file has held; `None` where nobody can know.

    `names_kind` says whether the list is one of organisations, so that a row which does not say what it names
    may be taken for one.
    """

    list_id: str
    title: str
    publisher: str
    page: str
    rows: tuple[int, int] | None = None
    names_kind: bool = True


SECTION_1286 = ListFacts(
    "us-1286",
    "Section 1286 list of institutions and programs (John S. McCain NDAA for FY 2019)",
    "U.S. Department of Defense",
    "https://basicresearch.defense.gov/Programs/Academic-Research-Security/",
    (40, 2_000),
)
SECTION_1286_FROM = {
    # The address of the published file names the day.
    "2022": dt.date(2023, 6, 29),
    # The address names the month only; its last day is taken, lest an earlier tie be called listed.
    "2023": dt.date(2024, 7, 31),
}
"""First day of the editions whose file carries no dates, by report year, where the publication tells it."""

_TREASURY = "U.S. Department of the Treasury, OFAC"
_BIS = "U.S. Department of Commerce, Bureau of Industry and Security"
_STATE = "U.S. Department of State"
_CSL_PAGE = "https://www.trade.gov/consolidated-screening-list"

SDN = ListFacts(
    "us-sdn",
    "Specially Designated Nationals",
    _TREASURY,
    "https://sanctionslist.ofac.treas.gov/",
    (5_000, 60_000),
)
CONSOLIDATED = ListFacts(
    "us-cons", "Consolidated non-SDN lists", _TREASURY, "https://sanctionslist.ofac.treas.gov/", (100, 10_000)
)

CSL_ROWS = (5_000, 100_000)
"""Rows of a whole Consolidated Screening List."""
CSL: dict[str, ListFacts] = {
    "EL": ListFacts("us-el", "Entity List", _BIS, _CSL_PAGE),
    "UVL": ListFacts("us-uvl", "Unverified List", _BIS, _CSL_PAGE),
    "MEU": ListFacts("us-meu", "Military End User List", _BIS, _CSL_PAGE),
    "DPL": ListFacts("us-dpl", "Denied Persons List", _BIS, _CSL_PAGE, names_kind=False),
    "SDN": ListFacts("us-sdn", "Specially Designated Nationals", _TREASURY, _CSL_PAGE),
    "SSI": ListFacts("us-ssi", "Sectoral Sanctions Identifications List", _TREASURY, _CSL_PAGE),
    "FSE": ListFacts("us-fse", "Foreign Sanctions Evaders", _TREASURY, _CSL_PAGE, names_kind=False),
    "PLC": ListFacts(
        "us-plc", "Palestinian Legislative Council List", _TREASURY, _CSL_PAGE, names_kind=False
    ),
    "CAP": ListFacts("us-cap", "CAPTA List", _TREASURY, _CSL_PAGE),
    "MBS": ListFacts("us-mbs", "Non-SDN Menu-Based Sanctions List", _TREASURY, _CSL_PAGE),
    "CMIC": ListFacts("us-cmic", "Chinese Military-Industrial Complex Companies List", _TREASURY, _CSL_PAGE),
    "ISN": ListFacts("us-isn", "Nonproliferation Sanctions", _STATE, _CSL_PAGE),
    "DTC": ListFacts("us-dtc", "ITAR Debarred", _STATE, _CSL_PAGE, names_kind=False),
}
"""The lists inside the Consolidated Screening List, by the code in brackets. They have different consequences
and are never merged."""
