"""Make a whole world of any size: planted cases whose truth is known, in a crowd of others."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.causes import cause
from graphrisk.errors import StoreError, UsageError
from graphrisk.sentences import Sentence
from graphrisk.world import rows, sources
from graphrisk.world.bulk.forms import call_sizes, make_forms
from graphrisk.world.bulk.organizations import make_ground
from graphrisk.world.bulk.people import VARIANTS, make_crowd, name_keys
from graphrisk.world.bulk.works import Books, chunks
from graphrisk.world.folders import SourceFolder, TableFolder
from graphrisk.world.people import NameSource
from graphrisk.world.plan import play
from graphrisk.world.plants import PLANTS
from graphrisk.world.rotation import rotation
from graphrisk.world.sources.openalex import Directory
from graphrisk.world.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import numpy.typing as npt

    from graphrisk.world.bulk.organizations import Ground
    from graphrisk.world.bulk.people import Crowd
    from graphrisk.world.folders import Folder
    from graphrisk.world.plan import Plan

WORKS_PER_PERSON = 3
PEOPLE_PER_ORGANIZATION = 50
PLANTED_SHARE = 0.03
MOST_PLANTED = 20 * len(PLANTS)


@dataclass(frozen=True, slots=True)
class WorldReport:
    """How much of everything a world holds; `planted` counts the findings that it must lead to."""

    people: int
    works: int
    authorships: int
    organizations: int
    applications: int
    planted: int
    files: tuple[str, ...]


def generate(
    out: Path,
    *,
    people: int,
    seed: int,
    fmt: Literal["sources", "tables"],
    applicants: int | None = None,
    on_progress: Callable[[str, float], None] | None = None,
) -> WorldReport:
    """Write a world of about `people` author records to the folder `out`; the same seed gives the same bytes.

    Raises `UsageError` for a negative seed or fewer than twenty people, `StoreError` where `out` cannot be
    written.

    The calls WORLD-A to WORLD-C hold planted cases, and `expected_findings.json` every finding that they must
    lead to; `expected_identities.csv` says of all applicants which author records are theirs.
    CALL-10K and CALL-100K (or one call of `applicants`) are filled from the crowd, whose ties come by chance;
    nothing is said about these. `on_progress` is told the stage and the share that is done.
    """
    if seed < 0 or people < 20:
        raise UsageError(
            Sentence("A world needs at least twenty people and a seed that is not negative."),
            remedy=Sentence("Say so with --people and --seed."),
        )
    tell = on_progress or (lambda _stage, _share: None)
    try:
        return _generate(out, people, seed, fmt, applicants, tell)
    except OSError as error:
        raise StoreError(
            Sentence("The world cannot be written to {folder}: {why}.", folder=out, why=cause(error)),
            remedy=Sentence("Name another folder."),
        ) from error


def _generate(
    out: Path,
    people: int,
    seed: int,
    fmt: Literal["sources", "tables"],
    applicants: int | None,
    tell: Callable[[str, float], None],
) -> WorldReport:
    rng = random.Random(seed)  # noqa: S311  # the same seed must give the same world
    tell("organisations", 0.0)
    ground = make_ground(rng, max(120, people // PEOPLE_PER_ORGANIZATION))
    stage = Stage(rng, ground.landscape, NameSource(rng, reserved=True))
    plan = rotation(max(3, min(MOST_PLANTED, round(people * PLANTED_SHARE))))
    play(stage, plan)
    tell("people", 0.02)
    count = max(20, people - len(stage.authors))
    crowd = make_crowd(np.random.default_rng([seed, 1]), ground, count, first=len(stage.authors))
    books = Books(rng, ground, count)
    folder: Folder = TableFolder(out) if fmt == "tables" else SourceFolder(out)
    folder.write_reference(
        _reference(ground, plan), ground.landscape.organizations, ground.landscape.editions
    )
    works, authorships, used, planted = _write_works(folder, stage, ground, crowd, books, seed, tell)
    tell("author records", 0.85)
    folder.write_people(_people(crowd, used, planted))
    tell("forms", 0.9)
    sizes = call_sizes(count, applicants)
    forms = make_forms(np.random.default_rng([seed, 4]), rng, ground, crowd, books, sizes)
    declared = _joined(rows.declared_tables(stage.declared), forms)
    folder.write_declared(declared)
    folder.close()
    sources.write_expected(out / "expected_findings.json", stage)
    sources.write_identities(out / "expected_identities.csv", stage, _own_records(crowd, used, declared))
    tell("done", 1.0)
    return WorldReport(
        people=count + len(stage.authors),
        works=works,
        authorships=authorships,
        organizations=len(ground.landscape.organizations),
        applications=declared["applications"].num_rows,
        planted=len(stage.expected),
        files=tuple(sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.is_file())),
    )


def _reference(ground: Ground, plan: Plan) -> dict[str, pa.Table]:
    return {
        **rows.organization_tables(ground.landscape.organizations),
        **rows.list_tables(ground.landscape.editions),
        "programs": rows.to_table("programs", plan.programs),
    }


def _write_works(
    folder: Folder,
    stage: Stage,
    ground: Ground,
    crowd: Crowd,
    books: Books,
    seed: int,
    tell: Callable[[str, float], None],
) -> tuple[int, int, npt.NDArray[np.bool_], dict[str, pa.Table]]:
    """Write all works.

    Returns their number, that of authorships, which printed names of the crowd appear on them, and the tables
    of the planted authors.
    """
    planted = rows.work_tables(stage.works)
    people = {name: planted.pop(name) for name in ("persons", "person_names")}
    authors = sources.directory(stage, ground.landscape.organizations)
    folder.write_works(planted, authors)
    used = np.zeros(len(crowd.home) * VARIANTS, dtype=bool)
    total = len(crowd.home) * WORKS_PER_PERSON
    done, authorships = len(stage.works), planted["authorships"].num_rows
    known = _directory(folder, crowd, authors)
    for chunk in chunks(seed, ground, crowd, books, total, first=len(stage.works)):
        folder.write_works(chunk.tables, known)
        used[chunk.names] = True
        done += chunk.tables["works"].num_rows
        authorships += chunk.tables["authorships"].num_rows
        tell("works", 0.1 + 0.75 * min(1.0, done / total))
    return done, authorships, used, people


def _directory(folder: Folder, crowd: Crowd, planted: Directory) -> Directory:
    """Return what the source says of the crowd's authors; tables need none of it."""
    if isinstance(folder, TableFolder):
        return planted
    shown = zip(crowd.names.to_pylist(), crowd.orcids.to_pylist(), strict=True)
    return Directory(dict(zip(crowd.ids.to_pylist(), shown, strict=True)), planted.institutions)


def _people(crowd: Crowd, used: npt.NDArray[np.bool_], planted: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Return author records with a work, and the names under which they appear."""
    printed = np.flatnonzero(used)
    present = np.flatnonzero(used.reshape(-1, VARIANTS).any(axis=1))
    names = crowd.printed.take(pa.array(printed))
    records = pa.array(present)
    display = crowd.names.take(records)
    crowd_tables = {
        "persons": rows.from_columns(
            "persons",
            {
                "author_id": crowd.ids.take(records),
                "display_name": display,
                "name_key": name_keys(display),
                "orcid": crowd.orcids.take(records),
            },
        ),
        "person_names": rows.from_columns(
            "person_names",
            {
                "author_id": crowd.ids.take(pa.array(printed // VARIANTS)),
                "name": names,
                "name_key": name_keys(names),
            },
        ),
    }
    return _joined(planted, crowd_tables)


def _own_records(
    crowd: Crowd, used: npt.NDArray[np.bool_], declared: dict[str, pa.Table]
) -> Iterator[tuple[str, ...]]:
    """Yield the record of each applicant of the crowd who has any work, as `write_identities` takes it.

    Of those who gave no identifier, chance decides whether anything tells them from a namesake.
    """
    present = set(np.flatnonzero(used.reshape(-1, VARIANTS).any(axis=1)).tolist())
    people = pc.unique(declared["participants"].column("person_id")).to_pylist()
    numbers = sorted(int(person[1:]) for person in people if person.startswith("C"))
    roster = declared["participants"].select(["person_id", "orcid", "openalex_id"]).to_pydict()
    named = {
        int(person[1:])
        for person, orcid, record in zip(*roster.values(), strict=True)
        if person.startswith("C") and (orcid or record)
    }
    ids = crowd.ids.take(pa.array(numbers, pa.int64())).to_pylist()
    for number, author in zip(numbers, ids, strict=True):
        if number in present:
            yield f"C{number}", author, "same", "crowd", "record", "yes" if number in named else "no"


def _joined(first: dict[str, pa.Table], second: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Return the tables of both, those of one name one after the other."""
    return {
        name: pa.concat_tables([t[name] for t in (first, second) if name in t])
        for name in dict.fromkeys((*first, *second))
    }
