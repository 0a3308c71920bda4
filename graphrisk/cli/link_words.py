"""What the commands about links print, for people and for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphrisk.cli.context import out, plain_table, print_table

if TYPE_CHECKING:
    from graphrisk.i18n import Language
    from graphrisk.links import LinkDecision
    from graphrisk.resolve.explain import Link, Why


def decision_json(one: LinkDecision) -> dict[str, Any]:
    """Return a decision upon a link as other programs read it."""
    return {
        "decision": one.id,
        "kind": one.kind.value,
        "verdict": one.verdict.value,
        "subject": one.subject,
        "object": one.object,
        "reason": one.reason,
        "by": one.by,
        "at": one.at,
        "undoes": one.undoes,
    }


def why_json(why: Why, language: Language) -> dict[str, Any]:
    """Return why a subject is taken for its records as other programs read it."""
    from graphrisk.i18n import called

    return {
        "kind": why.kind.value,
        "subject": why.subject,
        "name": called(why.name, language, beside=True),
        "taken": [_link_json(link, language) for link in why.links],
        "not_taken": [_link_json(link, language) for link in why.others],
    }


def _link_json(link: Link, language: Language) -> dict[str, Any]:
    from graphrisk.i18n import called
    from graphrisk.resolve.reasons import plain

    return {
        "subject": link.subject,
        "object": link.object,
        "name": called(link.object_name, language, beside=True),
        "grade": link.grade,
        "reasons": plain(link.reasons),
        "against": plain(link.against),
        "reasons_text": [_words(code, language) for code in link.reasons],
        "against_text": [_words(code, language) for code in link.against],
        "notes": [note.render(language) for note in link.notes],
        "decision": decision_json(link.decision) if link.decision else None,
    }


def _words(code: str, language: Language) -> str:
    from graphrisk.resolve.reasons import REASONS, reason

    return reason(code).render(language) if code.partition(":")[0] in REASONS else code


def print_whys(whys: list[Why], language: Language) -> None:
    """Print why subjects are taken for their records, and which were not taken."""
    from graphrisk.i18n import N_, called, translate

    console = out()

    def say(text: str) -> None:
        console.print(text, markup=False, soft_wrap=True)

    if not whys:
        say(translate(N_("The graph holds it, and nothing is linked with it."), language))
    for why in whys:
        say(f"{translate(why.kind.label, language)}: {called(why.name, language, beside=True)}")
        for link in why.links:
            for line in _link_lines(link, language):
                say(f"  {line}")
        if why.others:
            say(f"  {translate(N_('Not taken, and why'), language)}:")
            for link in why.others:
                for line in _link_lines(link, language):
                    say(f"    {line}")
        say("")


def _link_lines(link: Link, language: Language) -> list[str]:
    from graphrisk.i18n import called, translate

    grade = f"  [{link.grade}]" if link.grade else ""
    lines = [f"{called(link.object_name, language, beside=True)}  {link.object}{grade}"]
    if link.notes:
        lines.append("    " + " · ".join(note.render(language) for note in link.notes))
    lines += [f"  + {_words(code, language)}" for code in link.reasons]
    lines += [f"  − {_words(code, language)}" for code in link.against]
    if link.decision:
        one = link.decision
        told = f"{translate(one.verdict.label, language)} · {one.by} · {one.at:%Y-%m-%d} · #{one.id}"
        lines.append(f"  ! {told}: {one.reason}")
    return lines


def print_decisions(shown: list[LinkDecision], standing: set[int], language: Language) -> None:
    """Print decisions as a table; `standing` are the numbers of those in force."""
    from graphrisk.i18n import N_, translate

    heads = (
        N_("number"),
        N_("what"),
        N_("decision"),
        N_("by"),
        N_("when (UTC)"),
        N_("in force"),
        N_("reason"),
    )
    table = plain_table(*(translate(head, language) for head in heads))
    for one in shown:
        verdict = translate(one.verdict.label, language)
        if one.undoes:
            verdict += f" #{one.undoes}"
        table.add_row(
            str(one.id),
            f"{one.subject} = {one.object}",
            verdict,
            one.by,
            f"{one.at:%Y-%m-%d %H:%M}",
            translate(N_("yes") if one.id in standing else N_("no"), language),
            one.reason,
        )
    print_table(table)
