"""Where a generated world is written: as Parquet tables, or as the files of its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pyarrow.parquet as pq

from graphrisk.schema import TABLES
from graphrisk.world.sources import openalex, registry, sheets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from graphrisk.world.model import ListEdition, Organization


class Folder(Protocol):
    """A form in which a world is written."""

    def write_reference(
        self,
        tables: Mapping[str, pa.Table],
        organizations: Sequence[Organization],
        editions: Sequence[ListEdition],
    ) -> None:
        """Write organisations, lists and programmes."""
        ...

    def write_works(self, tables: Mapping[str, pa.Table], authors: openalex.Directory) -> None:
        """Write some works with their authors; may be called many times."""
        ...

    def write_people(self, tables: Mapping[str, pa.Table]) -> None:
        """Write author records and their names."""
        ...

    def write_declared(self, tables: Mapping[str, pa.Table]) -> None:
        """Write calls, applications and what people declared."""
        ...

    def close(self) -> None:
        """Finish all files."""
        ...


class TableFolder:
    """A folder of `<table>.parquet` files, which `graphrisk load tables` reads."""

    def __init__(self, out: Path) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self._out = out
        self._writers: dict[str, pq.ParquetWriter] = {}

    def write_reference(
        self,
        tables: Mapping[str, pa.Table],
        organizations: Sequence[Organization],  # noqa: ARG002  # the tables hold them already
        editions: Sequence[ListEdition],  # noqa: ARG002
    ) -> None:
        """Write organisations, lists and programmes."""
        self._write(tables)

    def write_works(self, tables: Mapping[str, pa.Table], authors: openalex.Directory) -> None:  # noqa: ARG002
        """Write some works with their authors."""
        self._write(tables)

    def write_people(self, tables: Mapping[str, pa.Table]) -> None:
        """Write author records and their names."""
        self._write(tables)

    def write_declared(self, tables: Mapping[str, pa.Table]) -> None:
        """Write calls, applications and what people declared."""
        self._write(tables)

    def close(self) -> None:
        """Finish all files."""
        for writer in self._writers.values():
            writer.close()

    def _write(self, tables: Mapping[str, pa.Table]) -> None:
        for name, table in tables.items():
            if not table.num_rows:
                continue
            if name not in self._writers:
                self._writers[name] = pq.ParquetWriter(
                    self._out / f"{name}.parquet", TABLES[name].arrow_schema(), compression="snappy"
                )
            self._writers[name].write_table(table, row_group_size=500_000)


class SourceFolder:
    """A folder with a file or folder for each source, in the sources' own formats."""

    def __init__(self, out: Path) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self._out = out
        self._parts = 0

    def write_reference(
        self,
        tables: Mapping[str, pa.Table],
        organizations: Sequence[Organization],
        editions: Sequence[ListEdition],
    ) -> None:
        """Write organisations, lists and programmes."""
        registry.write(self._out / "ror" / "ror.jsonl.gz", registry.records(organizations))
        sheets.write_lists(self._out / "lists", editions)
        sheets.write_designations(self._out / "designations.csv", tables["programs"].to_pylist())

    def write_works(self, tables: Mapping[str, pa.Table], authors: openalex.Directory) -> None:
        """Write some works with their authors to a file of their own."""
        self._parts += 1
        openalex.write(self._out / "openalex" / f"works-{self._parts:04d}.jsonl.gz", tables, authors)

    def write_people(self, tables: Mapping[str, pa.Table]) -> None:
        """Write nothing: works name their authors."""

    def write_declared(self, tables: Mapping[str, pa.Table]) -> None:
        """Write calls, applications and what people declared."""
        sheets.write_disclosures(self._out / "disclosures", tables)

    def close(self) -> None:
        """Finish; every file is finished already."""
