"""Puts Ibis expressions into SQL for DuckDB without rebuilding them first.

Before Ibis writes a query it makes a SELECT of each projection, filter and sort, and builds and checks anew
every part of the expression that rests on one, twice. For the hundred queries of a scan this took as long as
writing them. Here they are written from the expression as it stands. What needs a rewriting that is not done
here is left to Ibis, and a test compares the words with Ibis's own.
"""

from __future__ import annotations

from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.operations as ops
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.base import STAR
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler
from ibis.common.graph import Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# DuckDB draws nested queries together itself; Ibis would rebuild what is left to it once more for that.
ibis.options.sql.fuse_selects = False

_NAMED = (ops.Project, ops.Filter, ops.Sort, ops.Distinct, ops.Aggregate, ops.JoinChain, ops.Set, ops.Limit)
"""Rows that are written once, in a WITH clause, where several parts of a query rest on them."""

_UNCOUNTED = (ops.Field, ops.CountStar, ops.CountDistinctStar)
"""Values that name the rows they come from, which is no use of them that counts."""

_LEFT = (
    ops.AliasedRelation,
    ops.ArrayPosition,
    ops.Bucket,
    ops.Capitalize,
    ops.DropNull,
    ops.FillNull,
    ops.FindInSet,
    ops.First,
    ops.Last,
    ops.NTile,
    ops.NthValue,
    ops.Sample,
    ops.ScalarParameter,
    ops.StringFind,
)
"""What Ibis writes only after a rewriting that is not done here."""


class Compiler(DuckDBCompiler):  # type: ignore[misc]  # Ibis has no types.
    """Ibis's compiler for DuckDB, which writes most expressions as they stand, in the same words."""

    __slots__ = ()

    def translate(self, op: Node, *, params: Mapping[Any, Any]) -> sge.Expr:
        """Return the SQL of an expression: that of Ibis but for the numbers of its aliases."""
        parts = _parts(op)
        if params or any(_left(node) for node in parts):
            written_by_ibis: sge.Expr = super().translate(op, params=params)
            return written_by_ibis
        uses = Counter(
            child
            for node, children in parts.items()
            if not isinstance(node, _UNCOUNTED)
            for child in children
            if _named(child)
        )
        written: dict[Node, Any] = {}
        common: list[tuple[str, sge.Expr]] = []
        aliases = (f"t{number}" for number in count())
        for node in parts:
            words = self._words(node, written)
            if node is not op and isinstance(node, ops.Relation):
                if uses[node] > 1:
                    alias = next(aliases)
                    common.append((alias, _unwrapped(words)))
                    words = sge.Table(this=sg.to_identifier(alias, quoted=self.quoted))
                below = getattr(node, "parent", None)
                # Words that nothing else rests on can get the name of a reference themselves.
                alone = isinstance(node, ops.JoinReference) and _named(below) and uses[below] == 1
                words = self._aliased(words, next(aliases), copied=not alone)
            written[node] = words
        result = _unwrapped(written[op])
        if not isinstance(result, sge.Query):
            result = sg.select(STAR, copy=False).from_(result, copy=False)
        for alias, words in common:
            name = sg.to_identifier(alias, quoted=self.quoted)
            result = result.with_(name, as_=words, dialect=self.dialect, copy=False)
        return result

    def _words(self, node: Node, written: Mapping[Node, Any]) -> Any:
        arguments = zip(node.__argnames__, node.__args__, strict=True)
        return self.visit_node(node, **{name: _filled(value, written) for name, value in arguments})

    def _aliased(self, words: sge.Expr, alias: str, *, copied: bool) -> sge.Expr:
        name = sg.to_identifier(alias, quoted=self.quoted)
        if isinstance(words, sge.Query) and not isinstance(words, sge.Subquery):
            return words.subquery(name, copy=False)
        return words.as_(name, quoted=self.quoted, copy=copied, table=isinstance(words, sge.Table))

    def visit_Project(self, op: ops.Project, *, parent: sge.Expr, values: Mapping[str, Any]) -> sge.Select:
        """Return the words for a choice of columns."""
        columns = (STAR,) if _whole(op) else self._cleanup_names(values)
        return _select(parent, *columns)

    def visit_DropColumns(
        self, op: ops.DropColumns, *, parent: sge.Expr, columns_to_drop: frozenset[str]
    ) -> sge.Select:
        """Return the words for all columns but some; those that are left are named where they are fewer."""
        if not _names_columns(op):
            others: sge.Select = super().visit_DropColumns(op, parent=parent, columns_to_drop=columns_to_drop)
            return others
        table = parent.alias_or_name
        return _select(parent, *(sg.column(name, table=table, quoted=self.quoted) for name in op.schema))

    def visit_Filter(self, op: ops.Filter, *, parent: sge.Expr, predicates: tuple[Any, ...]) -> sge.Select:
        """Return the words for a choice of rows; conditions upon several rows come after the others."""
        late = [bool(one.find(ops.WindowFunction, filter=ops.Value)) for one in op.predicates]
        result = _select(parent, STAR)
        if not all(late):
            result = result.where(*_where(predicates, late, False), copy=False)
        if any(late):
            result = result.qualify(*_where(predicates, late, True), copy=False)
        return result

    def visit_Sort(self, op: ops.Sort, *, parent: sge.Expr, keys: tuple[Any, ...]) -> sge.Select:
        """Return the words for rows in an order."""
        return _select(parent, STAR).order_by(*keys, copy=False)

    def visit_Distinct(self, op: ops.Distinct, *, parent: sge.Expr) -> sge.Select:
        """Return the words for the rows that differ."""
        return _select(parent, STAR).distinct(copy=False)

    def visit_Alias(self, op: ops.Alias, *, arg: Any, name: str) -> Any:
        """Return the words for a value; the rows that hold it give it its name."""
        return arg

    def visit_WindowFunction(self, op: ops.WindowFunction, **arguments: Any) -> Any:
        """Return the words for a value over several rows; ranks begin with 0 in Ibis and with 1 in SQL."""
        window = super().visit_WindowFunction(op, **arguments)
        if not isinstance(op.func, ops.RankBase):
            return window
        lowered = ops.Subtract(op, 1)
        return self.visit_node(lowered, left=window, right=self._words(lowered.right, {}))


def _select(parent: sge.Expr, *columns: sge.Expr) -> sge.Select:
    return sg.select(*columns, copy=False).from_(parent, copy=False)


def _unwrapped(words: sge.Expr) -> sge.Expr:
    return words.this if isinstance(words, sge.Subquery) else words


def _where(words: tuple[Any, ...], late: list[bool], wanted: bool) -> Iterator[Any]:
    return (one for one, is_late in zip(words, late, strict=True) if is_late is wanted)


def _parts(root: Node) -> dict[Node, tuple[Node, ...]]:
    """Return the parts of an expression with what each rests on; a part comes after those."""
    children: dict[Node, tuple[Node, ...]] = {}
    done: dict[Node, tuple[Node, ...]] = {}
    stack = [root]
    while stack:
        node = stack[-1]
        if node not in children:
            children[node] = node.__children__
            stack.extend(child for child in reversed(children[node]) if child not in children)
        else:
            done.setdefault(node, children[node])
            stack.pop()
    return done


def _filled(value: Any, written: Mapping[Node, Any]) -> Any:
    """Return an argument of an operation with words in the place of the operations in it."""
    if isinstance(value, Node):
        return written[value]
    if isinstance(value, tuple):
        return tuple(_filled(one, written) for one in value)
    if isinstance(value, dict):
        return {_filled(key, written): _filled(one, written) for key, one in value.items()}
    return value


def _named(node: Node | None) -> bool:
    return isinstance(node, _NAMED) or (isinstance(node, ops.DropColumns) and _names_columns(node))


def _names_columns(op: ops.DropColumns) -> bool:
    return len(op.columns_to_drop) >= len(op.schema) // 2


def _whole(op: ops.Project) -> bool:
    """Return whether a projection has all columns as they are."""
    names = op.parent.schema.names
    return tuple(op.values) == names and all(
        isinstance(value, ops.Field) and value.name == name and value.rel == op.parent
        for name, value in op.values.items()
    )


def _left(node: Node) -> bool:
    if isinstance(node, (ops.ArrayMap, ops.ArrayFilter)):
        return node.index is not None
    return isinstance(node, _LEFT) or (isinstance(node, ops.InValues) and not node.options)
