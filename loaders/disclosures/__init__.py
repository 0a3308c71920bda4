"""The declared side: calls, applications, the people in them and what they declare.

One XLSX workbook with a sheet a table, or a folder of CSV files of the same names. The columns stand in
`columns.py`, from which the loader, the empty form of `template.py` and the docs are made.
"""

from __future__ import annotations

from loaders.base import Source
from loaders.disclosures.load import load

SOURCE = Source(
    name="disclosures",
    load=load,
    doc="Calls, applications, participants and what they declare: a workbook or a folder of CSV files.",
    record="",
    accepts=(".xlsx", ".xlsm", ".csv", ".csv.gz"),
    stdin=False,
)

__all__ = ["SOURCE", "load"]
