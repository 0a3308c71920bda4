"""Findings as a workbook that a person can hand on: Summary, Findings, Evidence, Run facts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from graphrisk.export.build import application_title, person_name
from graphrisk.export.csv_file import say_step
from graphrisk.export.files import workbook
from graphrisk.export.run_facts import run_facts
from graphrisk.export.words import (
    EVIDENCE_KINDS,
    LEVELS,
    MODES,
    ROLES,
    SIDES,
    in_utc,
    object_name,
    rule_titles,
    say_alternative,
    say_reasons,
    word,
)
from graphrisk.export.xlsx_sheet import Styles, Value, Writer, fitting, make_styles
from graphrisk.findings import Level
from graphrisk.i18n import N_, Message, translate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graphrisk.i18n import Language
    from graphrisk.review.records import FindingRecord, RunRecord

_LEVELS = (Level.HIGH, Level.MEDIUM, Level.LOW, Level.INFO)

_FINDINGS: tuple[tuple[str, int], ...] = (
    (N_("Level"), 10),
    (N_("Question"), 48),
    (N_("Application"), 14),
    (N_("Application title"), 30),
    (N_("Person"), 22),
    (N_("Person id"), 12),
    (N_("Role"), 16),
    (N_("Object"), 32),
    (N_("ROR"), 26),
    (N_("Declared"), 40),
    (N_("Observed"), 40),
    (N_("Newest evidence"), 15),
    (N_("Evidence records"), 10),
    (N_("How the level came about"), 48),
    (N_("Identity grade"), 9),
    (N_("Why this identity"), 40),
    (N_("Against it"), 30),
    (N_("Alternatives rejected"), 30),
    (N_("State"), 14),
    (N_("Decided by"), 14),
    (N_("Decided at (UTC)"), 17),
    (N_("Reason given"), 36),
    (N_("Rule"), 11),
    (N_("Finding"), 19),
)
_EVIDENCE: tuple[tuple[str, int], ...] = (
    (N_("Finding"), 19),
    (N_("Rule"), 11),
    (N_("Application"), 14),
    (N_("Person"), 22),
    (N_("Object"), 32),
    (N_("Side"), 12),
    (N_("Kind"), 14),
    (N_("From"), 15),
    (N_("To"), 15),
    (N_("Text"), 70),
    (N_("Source"), 16),
    (N_("Record"), 34),
    (N_("Page"), 40),
)


def export_xlsx(path: Path, run: RunRecord, findings: Sequence[FindingRecord], language: Language) -> None:
    """Write the workbook. Raises `InputError` where the file cannot be written."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with workbook(path, options) as book:
        book.set_properties({"title": f"graphrisk {run.id}", "created": in_utc(run.created_at)})
        styles = make_styles(book, language)
        _summary(book, styles, run, findings[:], language)  # a short look that progress leaves out
        _findings(book, styles, findings, language)
        _evidence(book, styles, findings, language)
        facts = Writer(
            book,
            translate(N_("Run facts"), language),
            _titles(((N_("Fact"), 34), (N_("Value"), 100)), language),
            styles,
            language,
        )
        for name, value in run_facts(run, language):
            facts.write((name, value))
        facts.close()


def _titles(columns: Sequence[tuple[str, int]], language: Language) -> list[tuple[str, int]]:
    return [(translate(title, language), width) for title, width in columns]


def _summary(
    book: Any, styles: Styles, run: RunRecord, findings: Sequence[FindingRecord], language: Language
) -> None:
    page = book.add_worksheet(translate(N_("Summary"), language))
    page.set_column(0, 0, 44)
    page.set_column(1, 6, 12)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.freeze_panes(1, 0)
    page.write_string(0, 0, fitting(f"{run.call_title} ({run.call_id})", language), styles.title)
    lines = (
        Message(
            N_("{findings} questions in {applications} applications, {people} people, as of {as_of}."),
            {
                "findings": len(findings),
                "applications": len(run.applications),
                "people": run.person_count,
                "as_of": run.as_of,
            },
        ),
        Message(N_("Run {run} of {day}, policy {policy}, snapshot {snapshot}."), _run_values(run)),
        Message(N_("These are questions to be answered, not findings of fault. No person is scored.")),
    )
    row = 1
    for line in lines:
        page.write_string(row, 0, line.render(language), styles.text)
        row += 1
    titles = {
        a.application_id: (a.title_en if language == "en" else a.title) or a.title for a in run.applications
    }
    modes = {a.application_id: word(MODES, a.mode, language) for a in run.applications}
    by_state = Counter((r.state.status.label, r.finding.level) for r in findings)
    by_rule = Counter((r.finding.rule, r.finding.level) for r in findings)
    found = {rule for rule, _ in by_rule}
    rules = rule_titles(run.policy, language)
    by_application = Counter(
        (r.finding.application_id, r.finding.level) for r in findings if r.finding.application_id is not None
    )
    states = {translate(label, language): label for label, _ in by_state}
    for title, names, counts in (
        (N_("State"), {name: (name, label) for name, label in states.items()}, by_state),
        (
            N_("Rule"),
            {rule: (f"{rule}  {rules.get(rule, '')}".strip(), rule) for rule in sorted(found)},
            by_rule,
        ),
        (
            N_("Application"),
            {key: (f"{key}  {titles[key]}  [{modes[key]}]", key) for key in titles},
            by_application,
        ),
    ):
        row = _counts(page, row + 1, title, names, counts, styles, language)


def _run_values(run: RunRecord) -> dict[str, Any]:
    return {
        "run": run.id,
        "day": in_utc(run.created_at).date(),
        "policy": run.policy,
        "snapshot": run.snapshot,
    }


def _counts(
    page: Any,
    row: int,
    title: str,
    names: dict[str, tuple[str, str]],
    counts: Counter[Any],
    styles: Styles,
    language: Language,
) -> int:
    """Write a table of counts by level and return the row below it."""
    heads = [translate(title, language), *(word(LEVELS, level, language) for level in _LEVELS)]
    for column, head in enumerate([*heads, translate(N_("All"), language)]):
        page.write_string(row, column, head, styles.head)
    for shown, key in names.values():
        row += 1
        page.write_string(row, 0, fitting(shown, language), styles.wrap)
        numbers = [counts[key, level] for level in _LEVELS]
        for column, number in enumerate([*numbers, sum(numbers)], 1):
            page.write_number(row, column, number, styles.number)
    return row + 1


def _findings(book: Any, styles: Styles, findings: Sequence[FindingRecord], language: Language) -> None:
    name = translate(N_("Findings"), language)
    writer = Writer(book, name, _titles(_FINDINGS, language), styles, language, freeze=2)
    for record in findings:
        finding, state = record.finding, record.state
        identity = finding.identity
        cells: tuple[Value, ...] = (
            finding.level,
            finding.question.render(language),
            finding.application_id,
            application_title(record, language),
            person_name(record, language),
            finding.person_id,
            word(ROLES, record.person_role, language),
            object_name(finding, language),
            finding.object.ror,
            finding.declared.render(language),
            finding.observed.render(language),
            finding.last_date,
            len(finding.evidence),
            "\n".join(say_step(step, language) for step in finding.steps),
            identity.grade.value,
            "\n".join(say_reasons(identity.reasons, language)),
            "\n".join(say_reasons(identity.against, language)),
            "\n".join(say_alternative(item, language) for item in identity.alternatives),
            translate(state.status.label, language),
            state.decided_by,
            in_utc(state.decided_at) if state.decided_at else None,
            state.reason,
            finding.rule,
            finding.id,
        )
        writer.write(cells, level_text=word(LEVELS, finding.level, language))
    writer.close()


def _evidence(book: Any, styles: Styles, findings: Sequence[FindingRecord], language: Language) -> None:
    name = translate(N_("Evidence"), language)
    writer = Writer(book, name, _titles(_EVIDENCE, language), styles, language, freeze=1)
    for record in findings:
        finding = record.finding
        for item in finding.evidence:
            writer.write(
                (
                    finding.id,
                    finding.rule,
                    finding.application_id,
                    person_name(record, language),
                    object_name(finding, language),
                    word(SIDES, item.side, language),
                    word(EVIDENCE_KINDS, item.kind, language),
                    item.date,
                    item.date_to,
                    item.text,
                    item.source,
                    item.record,
                    item.url,
                )
            )
    writer.close()
