"""The sheets in which persons declare posts, funding, support and other ties."""

from __future__ import annotations

from loaders.disclosures import codes
from loaders.disclosures.fields import Draft, Kind, SheetFacts, sheet
from loaders.disclosures.shared_columns import PERIOD, PERSON, ROW, ror

EFFORT = Draft("effort_pct", "エフォート（％）", "年間のエフォート（0～100）。", "10", Kind.PERCENT)
CURRENCY = Draft("currency", "通貨", "ISO 4217 の通貨コード。", "JPY", Kind.CURRENCY)

AFFILIATIONS = sheet(
    "affiliations",
    "declared_affiliations",
    "職歴・兼業",
    "現在と過去の職、兼業、名誉職、無報酬の職ごとに1行。",
    PERSON,
    Draft("org", "機関名", "機関の名称。", "京都大学"),
    ror("org_ror", "機関"),
    Draft("department", "部署", "部局・部署。", "大学院工学研究科"),
    Draft("title", "職名", "職名。", "教授"),
    Draft("type", "種別", "職の種別。", "employed", codes=codes.POSTS),
    Draft("paid", "報酬の有無", "報酬があれば true。", "true"),
    EFFORT,
    *PERIOD,
    Draft("permission_id", "兼業許可番号", "兼業許可の番号。", "KG-2025-012"),
    *ROW,
)

EDUCATION = sheet(
    "education",
    "declared_education",
    "学歴",
    "在籍した大学・大学院等ごとに1行。",
    PERSON,
    Draft("org", "機関名", "大学等の名称。", "大阪大学"),
    ror("org_ror", "機関"),
    Draft("degree", "学位", "取得した、または取得予定の学位。", "博士（工学）"),
    Draft("field", "分野", "専攻分野。", "電子工学"),
    *PERIOD,
    Draft("supervisor", "指導教員", "指導教員の氏名。", "指導 次郎"),
    *ROW,
)

FUNDING = sheet(
    "funding",
    "declared_funding",
    "研究費",
    "受給中、申請中、終了した研究費ごとに1行。国内外を問わない。",
    PERSON,
    Draft("funder", "資金提供者", "資金提供者の名称。", "独立行政法人日本学術振興会"),
    ror("funder_ror", "資金提供者"),
    Draft("funder_type", "提供者の種別", "資金提供者の種別。", "domestic_public", codes=codes.FUNDERS),
    Draft("award_id", "課題番号・契約番号", "研究費の課題番号。", "JP22K07777"),
    Draft("title", "課題名", "研究費の課題名。", "窒化物半導体の結晶成長"),
    Draft("role", "立場", "研究費での立場。", "研究代表者"),
    Draft("status", "状況", "受給の状況。", "current", codes=codes.STATUSES),
    Draft("amount", "金額", "総額。数字のみ。", "4500000"),
    CURRENCY,
    *PERIOD,
    EFFORT,
    Draft("via", "経由機関", "間に入る機関があれば、その名称。", ""),
    Draft("obligations", "義務", "契約上の義務。複数は「;」で区切る。", "reporting", codes=codes.OBLIGATIONS),
    *ROW,
)

SUPPORT = sheet(
    "support",
    "declared_support",
    "資金以外の支援",
    "設備、場所、人員など、資金以外の支援ごとに1行。",
    PERSON,
    Draft("provider", "提供者", "支援の提供者。", "見本機器株式会社"),
    ror("provider_ror", "提供者"),
    Draft("kind", "種別", "支援の種別。", "equipment", codes=codes.SUPPORT),
    Draft("value", "見積額", "支援の見積額。数字のみ。", "1000000"),
    CURRENCY,
    *PERIOD,
    Draft("conditions", "条件", "支援の条件。", "返却を要する", Kind.NOTE),
    *ROW,
)

TALENT_PROGRAMS = sheet(
    "talent_programs",
    "declared_talent_programs",
    "人材登用プログラム",
    "人材登用（招へい）プログラムへの参加ごとに1行。参加がない人も participates を false として1行記入する。",
    PERSON,
    Draft("participates", "参加の有無", "参加していれば true、していなければ false。", "false"),
    Draft("name", "プログラム名", "プログラムの名称。", ""),
    Draft("sponsor", "主催者", "主催者の名称。", ""),
    *PERIOD,
    Draft("terms", "契約条項", "当てはまる条項（i～ix）。複数は「;」で区切る。", "", codes=codes.TERMS),
    Draft("compensation", "対価", "対価の種類。複数は「;」で区切る。", "給与; 研究費"),
    *ROW,
)

SCHOLARSHIPS = sheet(
    "scholarships",
    "declared_scholarships",
    "奨学金",
    "受給した、または受給中の奨学金ごとに1行。",
    PERSON,
    Draft("sponsor", "提供者", "奨学金の提供者。", "独立行政法人日本学生支援機構"),
    Draft(
        "sponsor_type",
        "提供者の種別",
        "提供者の種別（国内の公的機関、外国政府、財団など）。",
        "国内の公的機関",
    ),
    *PERIOD,
    Draft("obligations", "義務", "受給に伴う義務。複数は「;」で区切る。", ""),
    *ROW,
)

COLLABORATIONS = sheet(
    "collaborations",
    "declared_collaborations",
    "国際共同研究",
    "国外の機関との共同研究・交流ごとに1行。",
    PERSON,
    Draft(
        "org",
        "相手機関",
        "相手機関の名称。",
        "Commissariat à l'énergie atomique et aux énergies alternatives",
    ),
    ror("org_ror", "相手機関"),
    Draft("partner_person", "相手研究者", "相手の研究者。", "M. Dupont"),
    Draft("purpose", "目的", "共同研究の目的。", "結晶評価", Kind.NOTE),
    Draft("agreement", "取決め", "取決めの種類。", "mou", codes=codes.AGREEMENTS),
    *PERIOD,
    Draft(
        "technology_areas",
        "重要技術領域",
        "重要技術領域の番号または名称。複数は「;」で区切る。",
        "5",
        Kind.AREAS,
    ),
    *ROW,
)

COAUTHORS = sheet(
    "coauthors",
    "declared_coauthors",
    "共著者",
    "公募が求める場合に限り、共著者ごとに1行。",
    PERSON,
    Draft("name", "共著者名", "共著者の氏名。", "J. Smith"),
    Draft("org", "所属", "共著者の所属機関。", "Example University"),
    Draft("last_date", "最後の共著日", "最後に共著した日。", "2025-11", Kind.END),
    Draft("relation", "関係", "本人との関係。", "共同研究者"),
    *ROW,
)

PATENTS = sheet(
    "patents",
    "declared_patents",
    "特許",
    "特許・出願ごとに1行。",
    PERSON,
    Draft("number", "番号", "特許番号または出願番号。", "特願2024-012345"),
    Draft("office", "特許庁", "出願先の特許庁。", "JPO"),
    Draft("applicants", "出願人", "出願人。複数は「;」で区切る。", "国立大学法人京都大学"),
    Draft("priority_date", "優先日", "優先日。", "2024-02-01"),
    Draft("linked_award", "関連する研究費", "成果の元になった研究費の課題番号。", "JP22K07777"),
    *ROW,
)

INTERESTS = sheet(
    "interests",
    "declared_interests",
    "企業等への関与",
    "株式の保有や役員就任など、企業等への関与ごとに1行。",
    PERSON,
    Draft("entity", "企業名", "企業等の名称。", "見本ベンチャー株式会社"),
    ror("entity_ror", "企業"),
    Draft("stake_band", "持分", "持分の割合の区分。", "5%未満"),
    Draft("role", "立場", "企業等での立場。", "技術顧問"),
    *ROW,
)

EXPORT_CONTROL = sheet(
    "export_control",
    "declared_export_control",
    "輸出管理",
    "輸出管理に関する申告。1人1行。",
    PERSON,
    Draft(
        "resident_status",
        "居住者区分",
        "外国為替及び外国貿易法上の居住者・非居住者の別。",
        "resident",
        codes=codes.RESIDENT,
    ),
    Draft("specific_category", "特定類型", "特定類型への該当。", "none", codes=codes.CATEGORIES),
    Draft(
        "foreign_benefit_band",
        "外国からの利益の割合",
        "年間所得に占める、外国政府等からの利益の割合（％）。",
        "0",
        codes=codes.BANDS,
    ),
    Draft("benefit_promised", "利益の約束", "利益の提供が約束されていれば true。", "false"),
    Draft("kakenhi_registered", "科研費での登録", "安全保障貿易管理の情報を登録していれば true。", "true"),
    Draft(
        "planned_controlled_transfer", "規制技術の提供予定", "規制技術を提供する予定があれば true。", "false"
    ),
    *ROW,
)

ATTESTATIONS = sheet(
    "attestations",
    "attestations",
    "確認書",
    "申告に漏れがない旨の署名。1人1行以上。",
    PERSON,
    Draft("statement_version", "文言の版", "確認書の文言の版。", "2026-1"),
    Draft("signed_on", "署名日", "署名した日。", "2026-10-01"),
    Draft("contact", "連絡先", "機関の連絡先（部署名）。", "研究推進課"),
    Draft("update_due", "更新期限", "次に申告を更新する期限。", "2027-10-01", Kind.END),
    *ROW,
)

PERSON_SHEETS: tuple[SheetFacts, ...] = (
    AFFILIATIONS,
    EDUCATION,
    FUNDING,
    SUPPORT,
    TALENT_PROGRAMS,
    SCHOLARSHIPS,
    COLLABORATIONS,
    COAUTHORS,
    PATENTS,
    INTERESTS,
    EXPORT_CONTROL,
    ATTESTATIONS,
)
"""Sheets whose rows belong to one person each."""
