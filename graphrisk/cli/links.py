"""`graphrisk resolve explain`, `decisions`, `confirm`, `reject` and `undo`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from graphrisk.cli.context import (
    JsonOption,
    LangOption,
    WorkspaceOption,
    err,
    errors_as_json,
    language_of,
    now,
    open_current,
    out,
    print_json,
)
from graphrisk.cli.link_words import decision_json, print_decisions, print_whys, why_json
from graphrisk.cli.stores import StoreOption, asking, open_graph, with_store
from graphrisk.cli.words import t
from graphrisk.errors import UsageError

if TYPE_CHECKING:
    from graphrisk.links import LinkDecision, LinkKind, Verdict
    from graphrisk.resolve.decided.lookup import Reader
    from graphrisk.review import Repository
    from graphrisk.settings import Workspace

ReasonOption = Annotated[
    str, typer.Option("--reason", help=t("What was found out, and how (required)."), show_default=False)
]
SubjectArgument = Annotated[
    str,
    typer.Argument(
        metavar="KEY",
        help=t("A person_id, an organisation as declared or printed, or (for a list row) a ROR id."),
        show_default=False,
    ),
]
ObjectArgument = Annotated[
    str,
    typer.Argument(
        metavar="RECORD",
        help=t("The author record, ROR id or list row (list|edition|number) that it is, or is not."),
        show_default=False,
    ),
]
PrintedOption = Annotated[
    bool, typer.Option("--printed", help=t("KEY is an affiliation as printed on works, not a declared name."))
]
GivenOption = Annotated[
    str | None,
    typer.Option("--declared-ror", help=t("The ROR id declared beside the name."), show_default=False),
]


def register(group: typer.Typer) -> None:
    """Add the commands to the group."""
    group.command(
        "explain",
        help=t(
            "Say why KEY is taken for the record that it is linked with, and which others were not taken.\n\n"
            "KEY is a person_id, an ORCID iD, an author record, a ROR id, a list row (list|edition|number), "
            "or an organisation exactly as it was declared or printed.\n\n"
            "Examples:\n\n"
            "  graphrisk resolve explain P-0012\n\n"
            "  graphrisk resolve explain https://ror.org/057zh3y96 --lang ja\n\n"
            '  graphrisk resolve explain "Univ. of Tokyo" --json'
        ),
    )(explain)
    group.command(
        "decisions",
        help=t(
            "List reviewers' decisions upon links: those in force, or with --all every one.\n\n"
            "Examples:\n\n"
            "  graphrisk resolve decisions\n\n"
            "  graphrisk resolve decisions --all --json"
        ),
    )(decisions)
    group.command(
        "confirm",
        help=t(
            "Confirm that KEY is RECORD. It applies from the next scan, with grade A.\n\n"
            "Examples:\n\n"
            '  graphrisk resolve confirm P-0012 A5001 --reason "list of works compared"\n\n'
            '  graphrisk resolve confirm "Univ. of Tokyo" 057zh3y96 --reason "asked the office"'
        ),
    )(confirm)
    group.command(
        "reject",
        help=t(
            "Reject that KEY is RECORD. It applies from the next scan: the link is never used again.\n\n"
            "Examples:\n\n"
            '  graphrisk resolve reject P-0012 A5001 --reason "another field"\n\n'
            '  graphrisk resolve reject 057zh3y96 "jp-eul|2025-10-09|12" --reason "a namesake"'
        ),
    )(reject)
    group.command(
        "undo",
        help=t(
            "Take a decision upon a link back. Nothing is deleted: the undo is kept beside it.\n\n"
            "Example:\n\n"
            '  graphrisk resolve undo 12 --reason "the office corrected its list"'
        ),
    )(undo)


def explain(
    key: Annotated[str, typer.Argument(help=t("What to explain."), show_default=False)],
    store: StoreOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Say why a key is taken for a record."""
    from graphrisk.scan.explain import explain as explain_key

    with errors_as_json(as_json):
        space = with_store(open_current(workspace), store)
        language = language_of(lang, space)
        graph = open_graph(space, quiet=as_json, ask=asking())
        try:
            repository = _repository(space)
            whys = explain_key(graph, key, repository.links_in_force())
            repository.record_audit(who=_user(), action="read", subject=key, detail={"command": "explain"})
        finally:
            graph.close()
        if as_json:
            print_json({"key": key, "links": [why_json(why, language) for why in whys]})
            return
        print_whys(whys, language)


def decisions(
    every: Annotated[
        bool, typer.Option("--all", help=t("Also those undone or replaced, and undos."))
    ] = False,
    lang: LangOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """List decisions upon links."""
    from graphrisk.links import decisions_hash, in_force

    with errors_as_json(as_json):
        space = open_current(workspace)
        language = language_of(lang, space)
        taken = _repository(space).link_decisions()
        standing = in_force(taken)
        ids = {one.id for one in standing}
        shown = taken if every else list(standing)
        if as_json:
            listed = [{**decision_json(one), "in_force": one.id in ids} for one in shown]
            print_json({"decisions": listed, "decisions_hash": decisions_hash(standing)})
            return
        print_decisions(shown, ids, language)
        err().print(t("{count} decisions in force.").format(count=f"{len(ids):,}"), markup=False)


def confirm(
    key: SubjectArgument,
    record: ObjectArgument,
    reason: ReasonOption,
    printed: PrintedOption = False,
    declared_ror: GivenOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Confirm a link."""
    from graphrisk.links import Verdict

    with errors_as_json(as_json):
        space = with_store(open_current(workspace), store)
        _decide(space, Verdict.CONFIRMED, key, record, reason, printed, declared_ror, as_json)


def reject(
    key: SubjectArgument,
    record: ObjectArgument,
    reason: ReasonOption,
    printed: PrintedOption = False,
    declared_ror: GivenOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Reject a link."""
    from graphrisk.links import Verdict

    with errors_as_json(as_json):
        space = with_store(open_current(workspace), store)
        _decide(space, Verdict.REJECTED, key, record, reason, printed, declared_ror, as_json)


def undo(
    number: Annotated[int, typer.Argument(help=t("The number of the decision."), min=1, show_default=False)],
    reason: ReasonOption,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Take a decision upon a link back."""
    with errors_as_json(as_json):
        repository = _repository(open_current(workspace))
        _say(repository.undo_link(number, reason=reason, by=_user()), as_json)


def _decide(
    space: Workspace,
    verdict: Verdict,
    key: str,
    record: str,
    reason: str,
    printed: bool,
    given: str | None,
    as_json: bool,
) -> None:
    from graphrisk.links import LinkKind
    from graphrisk.names.identifiers import ror
    from graphrisk.resolve.decided import link_facts
    from graphrisk.resolve.decided.lookup import Reader
    from graphrisk.resolve.decided.stable import declared_subject

    graph = open_graph(space, quiet=as_json, ask=asking())
    try:
        read = Reader(graph)
        kind, subject, other = _ends(read, key.strip(), record.strip(), printed)
        if kind is LinkKind.DECLARED:
            subject = declared_subject(key, given)
        facts = link_facts(read, kind, subject, other, text=key.strip(), given=ror(given) if given else None)
    finally:
        graph.close()
    kept = _repository(space).decide_link(
        kind, verdict, subject, other, facts=facts, reason=reason, by=_user()
    )
    _say(kept, as_json)


def _ends(read: Reader, key: str, record: str, printed: bool) -> tuple[LinkKind, str, str]:
    """Return kind and ends of the link that two words of the command line mean. Raises `UsageError`."""
    from graphrisk.links import LinkKind
    from graphrisk.names.identifiers import openalex, ror

    if read("list_entries", "entry_id", [record]):
        return LinkKind.LISTING, ror(key) or key, record
    author = openalex(record, "A") or record
    if read("persons", "author_id", [author]):
        return LinkKind.PERSON, key, author
    org = ror(record) or record
    if org.startswith("name:") or read("organizations", "org_id", [org]):
        return (LinkKind.PRINTED if printed else LinkKind.DECLARED), key, org
    raise UsageError(
        t("The graph holds no record {record}.").format(record=repr(record)),
        remedy=t(
            "Name an author record, a ROR id or a list row; find it with: graphrisk resolve explain KEY"
        ),
    )


def _say(kept: LinkDecision, as_json: bool) -> None:
    if as_json:
        print_json(decision_json(kept))
        return
    out().print(
        t("Decision {number}: {verdict}: {subject} = {object}. It applies from the next scan.").format(
            number=kept.id, verdict=t(kept.verdict.label), subject=kept.subject, object=kept.object
        ),
        markup=False,
        soft_wrap=True,
    )


def _repository(workspace: Workspace) -> Repository:
    from graphrisk.review import Repository

    return Repository(workspace.review_url, clock=now)


def _user() -> str:
    from graphrisk.review import current_user

    return current_user()
