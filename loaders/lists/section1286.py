"""Section 1286 lists as a CSV of several yearly editions, told apart by the year of their report."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from graphrisk.errors import UsageError
from graphrisk.sentences import Sentence, listed
from loaders.base import Event, Input, Options, Progress, Skip, Warn
from loaders.inputs import read_text
from loaders.lists.entries import EditionFacts, Entries, Entry, country, day
from loaders.lists.facts import SECTION_1286, SECTION_1286_FROM
from loaders.lists.names import split_names
from loaders.lists.table import Line, RowError, Table, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REQUIRED = ("name", "aliases", "report_date", "start_date", "end_date")
KNOWN = ("schema", "topics", "program", "authority", "reason", "country", "notes", "source_url")


def load(inputs: Sequence[Input], options: Options, entries: Entries) -> Iterator[Event]:
    """Read the files into `entries`.

    Each report year is an edition. `--edition` with the year of a report takes that one alone; another name
    is given to the only edition, or put before the years of several. `--valid-from` is the first day of the
    newest edition; that of an older one is taken from what is known of its publication.
    """
    done = 0
    for item in inputs:
        text, _ = read_text(item)
        table = read_table(text, item.name, required=REQUIRED, known=KNOWN)
        yield from table.warnings
        lines = list(table.lines)
        plan = _Plan(table, lines, options)
        numbers: Counter[str] = Counter()
        passed_over: Counter[str] = Counter()
        for line in lines:
            try:
                year = _report_year(table, line)
                numbers[year] += 1
                if year not in plan.days:
                    passed_over[year] += 1
                    continue
                facts = plan.facts(year, table.cell(line, "source_url"))
                place = f"{item.name} line {line.number}"
                entries.add(
                    _entry(table, line, plan.name(year), str(numbers[year]), facts, options), facts, place
                )
            except RowError as error:
                yield error.reject(item.name, line.number)
        yield from (
            Skip(Sentence("rows of edition {year}", year=year), count) for year, count in passed_over.items()
        )
        yield from plan.warnings(item.name, numbers)
        done += item.size or len(text)
        yield Progress(len(lines), done)


class _Plan:
    """Which editions of a file are loaded, under which names and from which days."""

    def __init__(self, table: Table, lines: Sequence[Line], options: Options) -> None:
        years = sorted(
            {table.cell(line, "report_date") for line in lines if len(line.cells) == table.width} - {""}
        )
        self._options = options
        if options.edition in years:
            years = [options.edition]
        self._several = len(years) > 1
        self.days = {year: self._day(year, newest=year == years[-1]) for year in years}
        for before, year in pairwise(years):
            if self.days[year] <= self.days[before]:
                raise UsageError(
                    Sentence(
                        "Edition {year} would be in force from {day}, but edition {before} is from "
                        "{earlier}.",
                        year=year,
                        day=self.days[year],
                        before=before,
                        earlier=self.days[before],
                    ),
                    remedy=Sentence(
                        "--valid-from is the first day of the newest edition, {year}.", year=year
                    ),
                )

    def _day(self, year: str, *, newest: bool) -> dt.date:
        given = self._options.valid_from if newest else None
        found = given or SECTION_1286_FROM.get(year)
        if found is None:
            raise UsageError(
                Sentence("Nothing tells from which day edition {year} of the list is in force.", year=year),
                remedy=Sentence("Say it: --edition {year} --valid-from YYYY-MM-DD.", year=year),
            )
        return found

    def name(self, year: str) -> str:
        """Return the name of the edition with this report year."""
        given = self._options.edition
        if given is None or given == year:
            return year
        return f"{given}:{year}" if self._several else given

    def facts(self, year: str, url: str) -> EditionFacts:
        """Return what holds for the edition of a report year."""
        return EditionFacts(
            self._options.title or SECTION_1286.title,
            SECTION_1286.publisher,
            self.days[year],
            self._options.valid_to if year == max(self.days) else None,
            self._options.citation or url or SECTION_1286.page,
        )

    def warnings(self, file: str, numbers: Counter[str]) -> Iterator[Warn]:
        """Say from when the editions hold, and which are shorter or longer than any before."""
        if self._several:
            said = listed(
                Sentence("{edition} from {day}", edition=self.name(year), day=day)
                for year, day in self.days.items()
            )
            yield Warn(
                Sentence(
                    "{file} holds {count} editions: {editions}.",
                    file=file,
                    count=len(self.days),
                    editions=said,
                )
            )
        fewest, most = SECTION_1286.rows or (0, 0)
        for year in self.days:
            if not fewest <= numbers[year] <= most:
                yield Warn(
                    Sentence(
                        "{file}: edition {year} has {count} rows where {fewest} to {most} are expected; "
                        "a part may be missing.",
                        file=file,
                        year=year,
                        count=numbers[year],
                        fewest=fewest,
                        most=most,
                    )
                )


def _report_year(table: Table, line: Line) -> str:
    table.check(line)
    year = table.cell(line, "report_date")
    if not year:
        raise RowError(Sentence("the row has no report date"), "report_date")
    return year


def _entry(
    table: Table, line: Line, edition: str, number: str, facts: EditionFacts, options: Options
) -> Entry:
    valid_from = day(table.cell(line, "start_date"), "start_date") or facts.valid_from
    if valid_from is None:
        raise RowError(Sentence("the row has no first day"), "start_date")
    return Entry(
        list_id=options.list_id or SECTION_1286.list_id,
        edition=edition,
        row_no=number,
        name=" ".join(table.cell(line, "name").split()),
        valid_from=valid_from,
        valid_to=day(table.cell(line, "end_date"), "end_date", end=True) or facts.valid_to,
        aliases=tuple(split_names(table.cell(line, "aliases"))),
        country=country(table.cell(line, "country"), "country"),
        parent=body_of(table.cell(line, "notes")),
        program=table.cell(line, "program") or None,
        citation=table.cell(line, "source_url") or facts.citation,
    )


def body_of(notes: str) -> str | None:
    """Return the body that the row belongs to, where its note says so and nothing else.

    To be affiliated with a university is less than to be a part of it.
    """
    match = re.fullmatch(
        r"(?:a part of|part of|subordinate to)\s+(?:the\s+)?([^;,.]+)\.?", notes.strip(), re.I
    )
    return match[1] if match else None
