"""The codes of the form's coded columns, with the words that stand for them in Japanese and English."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Codes:
    """A closed set of codes: code → (Japanese label, English label)."""

    name: str
    labels: dict[str, tuple[str, str]]

    @cached_property
    def _folded(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for code, words in self.labels.items():
            for word in (code, *words):
                found.setdefault(fold(word), code)
        return found

    def read(self, text: str) -> str | None:
        """Return the code that `text` means: the code itself or a label, in any case and width; else None."""
        return self._folded.get(fold(text))

    def say(self) -> str:
        """Return all codes for a message."""
        return ", ".join(self.labels)


def fold(text: str) -> str:
    """Return text as codes are compared: case, width and the spaces, hyphens and underscores do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c not in " _-‐‑–—　\t\r\n")


ROLES = Codes(
    "role",
    {
        "pi": ("研究代表者", "Principal investigator"),
        "co_i": ("研究分担者", "Co-investigator"),
        "postdoc": ("博士研究員", "Postdoctoral researcher"),
        "student": ("学生", "Student"),
        "technician": ("技術職員", "Technician"),
        "partner_lead": ("参画機関の責任者", "Responsible researcher at a partner"),
        "other": ("その他", "Other"),
    },
)
PARTNER_ROLES = Codes(
    "partner_role",
    {
        "partner": ("共同研究機関", "Partner"),
        "subrecipient": ("再委託先", "Subrecipient"),
        "equipment_supplier": ("設備・装置の供給元", "Equipment supplier"),
        "data_provider": ("データ提供元", "Data provider"),
    },
)
CONCERNS = Codes(
    "concern",
    {
        "B": ("生物兵器", "Biological weapons"),
        "C": ("化学兵器", "Chemical weapons"),
        "M": ("ミサイル", "Missiles"),
        "N": ("核兵器", "Nuclear weapons"),
        "CW": ("通常兵器", "Conventional weapons"),
    },
)
POSTS = Codes(
    "post",
    {
        "employed": ("雇用", "Employed"),
        "joint": ("クロスアポイントメント", "Joint appointment"),
        "visiting": ("客員", "Visiting"),
        "adjunct": ("非常勤・兼任", "Adjunct"),
        "honorary": ("名誉職", "Honorary"),
        "advisory": ("顧問・助言", "Advisory"),
        "board": ("理事・委員", "Board"),
        "officer": ("役員", "Officer"),
        "student": ("学生", "Student"),
        "other": ("その他", "Other"),
    },
)
FUNDERS = Codes(
    "funder_type",
    {
        "domestic_public": ("国内の公的機関", "Domestic public body"),
        "foreign_government": ("外国政府", "Foreign government"),
        "foreign_public": ("外国の公的機関", "Foreign public body"),
        "foreign_university": ("外国の大学", "Foreign university"),
        "foreign_company": ("外国企業", "Foreign company"),
        "domestic_company": ("国内企業", "Domestic company"),
        "foundation": ("財団", "Foundation"),
        "international": ("国際機関", "International organisation"),
    },
)
STATUSES = Codes(
    "status",
    {
        "current": ("受給中", "Current"),
        "pending": ("申請中", "Pending"),
        "ended": ("終了", "Ended"),
    },
)
OBLIGATIONS = Codes(
    "obligation",
    {
        "reporting": ("報告義務", "Reporting"),
        "return": ("帰国・復帰義務", "Return"),
        "nondisclosure": ("秘密保持", "Non-disclosure"),
        "ip_assignment": ("知的財産の譲渡", "Assignment of intellectual property"),
        "publication_control": ("公表の制限", "Control of publication"),
    },
)
SUPPORT = Codes(
    "support",
    {
        "equipment": ("設備・機器", "Equipment"),
        "space": ("場所", "Space"),
        "materials": ("材料・試料", "Materials"),
        "staff": ("人員", "Staff"),
        "students": ("学生の派遣", "Students"),
        "travel": ("旅費・渡航", "Travel"),
        "software": ("ソフトウェア", "Software"),
        "data": ("データ", "Data"),
        "other": ("その他", "Other"),
    },
)
TERMS = Codes(
    "term",
    {
        "i": ("知的財産・情報の無断移転", "Unauthorised transfer of intellectual property or information"),
        "ii": ("他の研究者の勧誘義務", "Duty to recruit others"),
        "iii": ("外国での研究室・会社の設立、役職の受諾", "Laboratory, company or post abroad"),
        "iv": ("契約を終了できない", "Contract cannot be ended"),
        "v": ("重複する業務・過大なエフォート", "Overlapping work or effort"),
        "vi": ("外国の資金への申請義務", "Duty to apply for foreign funds"),
        "vii": ("所属機関・資金提供者の記載の省略", "Duty to leave out home institution or funder"),
        "viii": ("参加の非開示", "Duty not to disclose the participation"),
        "ix": ("利益相反・責務相反", "Conflict of interest or commitment"),
    },
)
AGREEMENTS = Codes(
    "agreement",
    {
        "mou": ("覚書", "Memorandum of understanding"),
        "contract": ("契約", "Contract"),
        "nda": ("秘密保持契約", "Non-disclosure agreement"),
        "none": ("なし", "None"),
    },
)
RESIDENT = Codes(
    "resident_status",
    {"resident": ("居住者", "Resident"), "non_resident": ("非居住者", "Non-resident")},
)
CATEGORIES = Codes(
    "specific_category",
    {
        "none": ("該当なし", "None"),
        "1": ("特定類型①", "Category 1"),
        "2": ("特定類型②", "Category 2"),
        "3": ("特定類型③", "Category 3"),
        "unsure": ("不明", "Unsure"),
    },
)
BANDS = Codes(
    "foreign_benefit_band",
    {
        "0": ("なし", "None"),
        "<10": ("10％未満", "Less than 10 %"),
        "10-20": ("10％以上20％未満", "10 to 20 %"),
        "20-25": ("20％以上25％未満", "20 to 25 %"),
        ">=25": ("25％以上", "25 % or more"),
    },
)

TRUTH = Codes(
    "truth",
    {"true": ("はい", "Yes"), "false": ("いいえ", "No")},
)
TRUE = frozenset({"true", "yes", "y", "1", "t", "はい", "有", "有り", "あり", "○", "〇", "◯", "する", "該当"})
FALSE = frozenset(
    {"false", "no", "n", "0", "f", "いいえ", "無", "無し", "なし", "×", "✕", "✗", "しない", "非該当"}
)

ALL: tuple[Codes, ...] = (
    ROLES,
    PARTNER_ROLES,
    CONCERNS,
    POSTS,
    FUNDERS,
    STATUSES,
    OBLIGATIONS,
    SUPPORT,
    TERMS,
    AGREEMENTS,
    RESIDENT,
    CATEGORIES,
    BANDS,
    TRUTH,
)
