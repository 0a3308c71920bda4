"""The sheets and columns of the disclosure form: one table for the loader, the template and the docs."""

from __future__ import annotations

from loaders.disclosures import codes
from loaders.disclosures.fields import Draft, Kind, SheetFacts, sheet
from loaders.disclosures.person_columns import PERSON_SHEETS
from loaders.disclosures.shared_columns import ROW, ror

CALLS = sheet(
    "calls",
    "calls",
    "公募",
    "公募（募集）ごとに1行。",
    Draft("call_id", "公募ID", "公募を表す短い名前。他のシートから参照する。", "CALL-2026-01"),
    Draft("title", "公募名", "公募の正式名称。", "先端半導体研究プログラム 2026年度公募"),
    Draft("funder", "配分機関", "研究費を配分する機関。", "国立研究開発法人科学技術振興機構"),
    Draft("program", "プログラムID", "公募が属するプログラム。指定一覧の program_id と同じ値。", "PRG-01"),
    Draft("designated", "特定研究開発プログラム", "特定研究開発プログラムであれば true。", "true"),
    Draft(
        "technology_areas",
        "重要技術領域",
        "重要技術領域の番号（1～20）または名称。複数は「;」で区切る。",
        "5; 9",
        Kind.AREAS,
    ),
    Draft("taxonomy", "領域表", "番号が属する領域表の名前。空欄は jp-20-2022。", "jp-20-2022", Kind.TAXONOMY),
    Draft("opens_on", "受付開始日", "受付の初日。", "2026-09-01"),
    Draft("closes_on", "締切日", "受付の最終日。照合の基準日になる。", "2026-10-30", Kind.END),
    Draft("policy", "照合方針", "照合に使う方針の名前。空欄は既定の方針。", "jp-tejunsho"),
    *ROW,
)

APPLICATIONS = sheet(
    "applications",
    "applications",
    "応募課題",
    "応募課題ごとに1行。",
    Draft("application_id", "課題番号", "応募課題の番号。他のシートから参照する。", "A-0001"),
    Draft("call_id", "公募ID", "応募先の公募。シート calls の call_id。", "CALL-2026-01"),
    Draft("title", "課題名", "研究課題名。", "窒化物半導体による高効率電力変換の研究"),
    Draft(
        "title_en", "課題名（英語）", "英語の研究課題名。", "High-efficiency power conversion with nitrides"
    ),
    Draft("abstract", "概要", "研究の概要。", "窒化ガリウムを用いた…", Kind.NOTE),
    Draft("abstract_en", "概要（英語）", "英語の概要。", "We study gallium nitride …", Kind.NOTE),
    Draft("keywords", "キーワード", "キーワード。複数は「;」で区切る。", "窒化ガリウム; パワー半導体"),
    Draft(
        "technology_areas",
        "重要技術領域",
        "重要技術領域の番号または名称。複数は「;」で区切る。空欄なら課題名等から候補を示す。",
        "5",
        Kind.AREAS,
    ),
    Draft(
        "concern_codes",
        "懸念区分",
        "輸出管理上の懸念区分（B、C、M、N、CW）。複数は「;」で区切る。",
        "CW",
        codes=codes.CONCERNS,
    ),
    Draft("submitted_on", "提出日", "応募書類を提出した日。", "2026-10-15"),
    *ROW,
)

PARTICIPANTS = sheet(
    "participants",
    "participants",
    "参画者",
    "課題に参画する人ごとに1行。氏名は、漢字・かな・ローマ字のうち少なくとも一つを記入する。",
    Draft("application_id", "課題番号", "シート applications の application_id。", "A-0001"),
    Draft("person_id", "個人番号", "機関が付けた本人の番号。シートどうしを結ぶためだけに使う。", "P-0001"),
    Draft("role", "役割", "課題での役割。", "pi", codes=codes.ROLES),
    Draft("name_ja", "氏名", "漢字等による氏名。", "研究 花子"),
    Draft("name_kana", "氏名（かな）", "氏名の読み。", "けんきゅう はなこ"),
    Draft(
        "name_latin",
        "氏名（ローマ字）",
        "ローマ字の氏名。論文で用いる表記を「;」で区切って並べる。",
        "Hanako Kenkyu; H. Kenkyu",
    ),
    Draft("former_names", "旧姓等", "過去に用いた氏名。複数は「;」で区切る。", "見本 花子"),
    Draft("orcid", "ORCID iD", "本人の ORCID iD。", "https://orcid.org/0000-0002-1825-0097", Kind.ORCID),
    Draft("erad_id", "e-Rad研究者番号", "8桁の研究者番号。", "00123456", Kind.ERAD),
    Draft("kaken_nrid", "KAKEN研究者番号", "KAKEN の研究者番号（13桁）。", "1000000123456", Kind.NRID),
    Draft(
        "researchmap_id",
        "researchmap",
        "researchmap の会員ID（URLの末尾）。",
        "hanako_kenkyu",
        Kind.RESEARCHMAP,
    ),
    Draft(
        "openalex_id", "OpenAlex ID", "OpenAlex の著者ID。", "https://openalex.org/A5023888391", Kind.OPENALEX
    ),
    Draft(
        "email_domain", "メールのドメイン", "機関のメールアドレスの@より後。", "example.ac.jp", Kind.DOMAIN
    ),
    Draft("home_org", "所属機関", "主たる所属機関の名称。", "京都大学"),
    ror("home_org_ror", "所属機関"),
    *ROW,
)

PARTNERS = sheet(
    "partners",
    "partners",
    "参画機関",
    "課題に参画する機関、再委託先、設備やデータの提供元ごとに1行。",
    Draft("application_id", "課題番号", "シート applications の application_id。", "A-0001"),
    Draft("org", "機関名", "機関の名称。", "国立研究開発法人量子科学技術研究開発機構"),
    ror("org_ror", "機関"),
    Draft("role", "役割", "課題での役割。", "partner", codes=codes.PARTNER_ROLES),
    Draft("contact_person", "担当者", "機関側の担当者。", "担当 太郎"),
    *ROW,
)

SHEETS: dict[str, SheetFacts] = {
    facts.name: facts for facts in (CALLS, APPLICATIONS, PARTICIPANTS, PARTNERS, *PERSON_SHEETS)
}
"""All sheets of the form by name, in the order of the template."""

CORE = ("calls", "applications", "participants")
"""Sheets that a form must have, unless it holds nothing but declarations of persons."""


def form_page() -> str:
    """Return the part of the page on formats that describes the form, in Markdown."""
    parts = [
        "## The disclosure form\n",
        "One XLSX workbook with a sheet a table, or a folder of CSV files with the same names (UTF-8 or\n"
        "CP932). The first row holds the column names, in any order. `*` marks required columns; several\n"
        "values in a cell are separated by `;`. An empty form is written by\n"
        "`graphrisk template disclosures form.xlsx`.\n",
    ]
    for facts in SHEETS.values():
        parts += [
            f"### {facts.name} ({facts.title_ja})\n",
            f"{facts.table.doc} Rows go to the table `{facts.table.name}`.\n",
            "| column | 項目 | what it holds | example | codes |",
            "|---|---|---|---|---|",
        ]
        for field in facts.fields:
            said = " ".join(f"`{code}`" for code in field.codes.labels) if field.codes else ""
            example = f"`{field.example}`" if field.example else ""
            name = f"`{field.name}`{'*' * field.required}"
            parts.append(f"| {name} | {field.label_ja} | {field.doc_en} | {example} | {said} |")
        parts.append("")
    return "\n".join(parts)
