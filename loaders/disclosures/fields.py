"""What a sheet and a column of the disclosure form are. The facts themselves stand in `columns.py`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from graphrisk.schema import TABLES, Type

if TYPE_CHECKING:
    from graphrisk.schema import Table
    from loaders.disclosures.codes import Codes

SEPARATOR = ";"
"""Between the values of a cell that holds several."""


class Kind(StrEnum):
    """How the text of a cell is read."""

    TEXT = "text"
    NOTE = "note"
    TEXTS = "texts"
    AREAS = "areas"
    TAXONOMY = "taxonomy"
    CODE = "code"
    CODES = "codes"
    DATE = "date"
    END = "end"
    TRUTH = "truth"
    NUMBER = "number"
    PERCENT = "percent"
    CURRENCY = "currency"
    ORCID = "orcid"
    ROR = "ror"
    ERAD = "erad"
    NRID = "nrid"
    RESEARCHMAP = "researchmap"
    OPENALEX = "openalex"
    DOMAIN = "domain"


_BY_TYPE = {
    Type.STRING: Kind.TEXT,
    Type.STRINGS: Kind.TEXTS,
    Type.BOOLEAN: Kind.TRUTH,
    Type.NUMBER: Kind.NUMBER,
    Type.DATE: Kind.DATE,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One column of the form: its name there, the table's column, and what a person should know of it."""

    name: str
    column: str
    kind: Kind
    required: bool
    label_ja: str
    doc_ja: str
    doc_en: str
    example: str
    codes: Codes | None


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """One sheet of the form and the table that its rows go to. Rows belong to `owner`."""

    name: str
    table: Table
    title_ja: str
    doc_ja: str
    fields: tuple[Field, ...]

    @property
    def owner(self) -> str:
        """The column that says whose rows a newer form replaces."""
        return self.table.owner[0]


@dataclass(frozen=True, slots=True)
class Draft:
    """A column as `columns.py` writes it; what the schema says of it is added by `sheet`."""

    name: str
    label_ja: str
    doc_ja: str
    example: str
    kind: Kind | None = None
    codes: Codes | None = None
    column: str | None = None


def sheet(name: str, table: str, title_ja: str, doc_ja: str, *drafts: Draft) -> SheetFacts:
    """Return a sheet whose columns take type, need and English words from the schema's table."""
    target = TABLES[table]
    fields = []
    for draft in drafts:
        column = target.column(draft.column or draft.name)
        several = column.type is Type.STRINGS
        coded = (Kind.CODES if several else Kind.CODE) if draft.codes else None
        fields.append(
            Field(
                name=draft.name,
                column=column.name,
                kind=draft.kind or coded or _BY_TYPE[column.type],
                required=column.required,
                label_ja=draft.label_ja,
                doc_ja=draft.doc_ja,
                doc_en=column.doc,
                example=draft.example,
                codes=draft.codes,
            )
        )
    return SheetFacts(name, target, title_ja, doc_ja, tuple(fields))
