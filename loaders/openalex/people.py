"""Author records of a block of works, each once, with the names under which they appear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.names.identifiers import openalex, orcid
from graphrisk.names.persons import keys_in_order
from loaders.openalex.nested import mapped
from loaders.openalex.records import Author

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from loaders.openalex.records import Authorship

NO_AUTHOR = ("https://openalex.org/A9999999999", "https://openalex.org/A5317838346")
"""Author ids under which the source gathers authors that it knows nothing of; they are nobody's record."""
_CANONICAL = r"^https://openalex\.org/A[0-9]{2,}$"
_NOBODY = Author()


class People:
    """What authorships say of their authors, a value each, in the order in which they were added."""

    def __init__(self) -> None:
        self._ids: list[str | None] = []
        self._names: list[str | None] = []
        self._raw_names: list[str | None] = []
        self._orcids: list[str | None] = []
        self._raw_orcids: list[str | None] = []

    def add(self, authorships: Sequence[Authorship]) -> None:
        """Add the authors of a work."""
        ids, names, orcids = self._ids, self._names, self._orcids
        raw_names, raw_orcids = self._raw_names, self._raw_orcids
        for authorship in authorships:
            author = authorship.author or _NOBODY
            ids.append(author.id)
            names.append(author.display_name)
            orcids.append(author.orcid)
            raw_names.append(authorship.raw_author_name)
            raw_orcids.append(authorship.raw_orcid)

    def columns(
        self, work_ids: pa.Array, positions: pa.Array, counts: Counter[str]
    ) -> tuple[pa.Array, pa.Array, pa.Array, pa.Array]:
        """Return author_id, raw_name, orcid, raw_orcid of the authorships; iDs that are none are counted."""
        raw_names = _texts(self._raw_names)
        columns = []
        for given in (self._orcids, self._raw_orcids):
            printed = _texts(given)
            valid = mapped(printed, orcid)
            counts["bad_orcid"] += valid.null_count - printed.null_count
            columns.append(valid)
        return self._author_ids(work_ids, positions), raw_names, *columns

    def _author_ids(self, work_ids: pa.Array, positions: pa.Array) -> pa.Array:
        """Return ids in canonical form, <work id>#<position> for an author without a record."""
        given = pa.array(self._ids, pa.string())
        usual = pc.and_(
            pc.match_substring_regex(given, _CANONICAL), pc.invert(pc.is_in(given, pa.array(NO_AUTHOR)))
        ).fill_null(False)
        if pc.all(usual).as_py() is not False:
            return given
        others = pc.invert(usual)
        replacements = [
            _other_id(text) or f"{work}#{position}"
            for text, work, position in zip(
                given.filter(others).to_pylist(),
                work_ids.filter(others).to_pylist(),
                positions.filter(others).to_pylist(),
                strict=True,
            )
        ]
        return pc.replace_with_mask(given, others, pa.array(replacements, pa.string()))

    def tables(
        self, author_ids: pa.Array, raw_names: pa.Array, orcids: pa.Array, counts: Counter[str]
    ) -> tuple[list[pa.Array], list[pa.Array]]:
        """Return the columns of `persons` and of `person_names`, from those of the authorships.

        A record is shown under the last name that the source gives it, or the last printed one; where there
        is no name at all there is no record, which is counted.
        """
        names = _texts(self._names)
        shown, printed = pc.coalesce(names, raw_names), pc.coalesce(raw_names, names)
        counts["nameless"] += shown.null_count
        # Ids and names are compared by number: most printed names are those shown, and folded once for both.
        ids = author_ids.dictionary_encode()
        forms = pa.concat_arrays([shown, printed]).dictionary_encode()
        keys = pa.array(keys_in_order(forms.dictionary.to_pylist()), pa.string())
        people = pa.table([ids.indices, forms.indices[: len(shown)], orcids], ["id", "form", "orcid"])
        if len(ids.dictionary) < len(people):
            people = people.group_by("id", use_threads=False).aggregate([("form", "last"), ("orcid", "last")])
            people = people.rename_columns(["id", "form", "orcid"])
        if people["form"].null_count:
            people = people.filter(pc.is_valid(people["form"]))
        person, form = _distinct(ids.indices, forms.indices[len(shown) :], len(forms.dictionary))
        return (
            [
                ids.dictionary.take(people["id"]),
                forms.dictionary.take(people["form"]),
                keys.take(people["form"]),
                people["orcid"],
            ],
            [ids.dictionary.take(person), forms.dictionary.take(form), keys.take(form)],
        )


def _distinct(first: pa.Array, second: pa.Array, size: int) -> tuple[pa.Array, pa.Array]:
    """Return the distinct pairs of numbers in the order in which they appear; `second` is below `size`."""
    base = pa.scalar(max(size, 1), pa.int64())
    both = pc.unique(pc.add(pc.multiply(first.cast(pa.int64()), base), second.cast(pa.int64())).drop_null())
    upper = pc.divide(both, base)
    return upper, pc.subtract(both, pc.multiply(upper, base))


def _texts(values: list[str | None]) -> pa.Array:
    """Return strings as Arrow, an empty one as null."""
    array = pa.array(values, pa.string())
    return pc.if_else(pc.equal(array, ""), None, array)


def _other_id(given: str | None) -> str | None:
    found = openalex(given, "A") if given else None
    return None if found in NO_AUTHOR else found
