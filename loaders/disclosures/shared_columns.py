"""Columns that many sheets of the disclosure form share."""

from __future__ import annotations

from loaders.disclosures.fields import Draft, Kind

ROW: tuple[Draft, ...] = (
    Draft("source_doc", "出典文書", "この行の元になった文書。", "様式1"),
    Draft("declared_on", "申告日", "この行を申告した日。", "2026-10-01"),
    Draft("confidential", "要配慮", "取扱注意の行であれば true。", "false"),
)
"""Columns that end every sheet."""

PERSON = Draft("person_id", "個人番号", "シート participants の person_id。", "P-0001")

PERIOD: tuple[Draft, ...] = (
    Draft(
        "start",
        "開始",
        "開始日。YYYY、YYYY-MM、YYYY-MM-DD、令和8年4月、2026年度のいずれか。",
        "2024-04",
        column="start_on",
    ),
    Draft("end", "終了", "終了日。空欄は継続中を表す。", "2027-03", Kind.END, column="end_on"),
)


def ror(name: str, whose: str) -> Draft:
    """Return the column with the ROR id of an organisation."""
    return Draft(
        name,
        f"{whose}のROR",
        f"{whose}の ROR ID。分かる場合に記入すると名寄せが確実になる。",
        "https://ror.org/02kpeqv85",
        Kind.ROR,
    )
