"""What strangers read of a matter: one place writes it, and nothing before somebody has looked.

``public_text`` and ``public_result`` are set here alone, through ``registry.redaction``. While
``look`` says why not, both are empty (a constraint), and what they would be waits in ``held_…``.
"""

from __future__ import annotations

from linli.engines.cases import kinds, rules
from linli.engines.cases.kinds import Kind
from linli.engines.cases.models import Case
from linli.registry import redaction
from linli.registry.access import Actor
from linli.registry.redaction import Covered, Register

WORDS = frozenset({"look", "public_text", "public_result", "held_text", "held_result"})


def begin_with(case: Case, *, by: Actor, register: Register | None = None) -> None:
    """Give a new matter its public words, or let them wait for a look (1 query, or none)."""
    kind = kinds.find(case.kind)
    if rules.needs_a_look(
        is_by_staff=by.may_in(case.community_id, "dispatch_cases"),  # a volunteer's words wait
        channel=case.channel,
        is_about_people=bool(kind and kind.about_people),
    ):
        case.look = Case.Look.AWAITED
    else:
        case.public_text = covered(case.text, case, register=register).text


def begin_as(part: Case, whole: Case) -> None:
    """Give a part split off its public words, or let them wait as those of the whole do."""
    part.look = whole.look
    if not part.look:
        part.public_text = covered(part.text, whole).text


def turn_into(case: Case, kind: Kind) -> set[str]:
    """Hide what is of another kind now: words about people until a look, a kind that is never shown
    altogether. Returns the columns changed."""
    columns = {"is_public"} if case.is_public and not kind.is_public else set()
    case.is_public = case.is_public and kind.is_public
    if kind.about_people and not case.look:
        columns |= hold(case, Case.Look.AWAITED)
    return columns


def covered(text: str, case: Case, *, register: Register | None = None) -> Covered:
    """Find what strangers may not read of a text that belongs to this matter."""
    also = [case.reporter_name]
    if register is not None:
        return register.cover(text, building_id=case.building_id, also=also)
    return redaction.cover(
        text, community_id=case.community_id, building_id=case.building_id, also=also
    )


def say_result(case: Case, result: str) -> set[str]:
    """Set what strangers read of the end; it waits with the rest. Returns the columns changed."""
    column = "held_result" if case.look else "public_result"
    setattr(case, column, covered(result, case).text)
    return {column}


def result_of(case: Case) -> str:
    """Return the result as strangers read it, or would."""
    return case.held_result or case.public_result


def draft(case: Case) -> str:
    """Return what strangers read, or would if nobody changed it."""
    return case.public_text or case.held_text or covered(case.text, case).text


def hold(case: Case, look: str) -> set[str]:
    """Take the words back until somebody has looked. Returns the columns changed."""
    if not case.look:
        case.held_text, case.held_result = case.public_text, case.public_result
        case.public_text = case.public_result = ""
    case.look = look
    return set(WORDS)


def release(case: Case, text: str | None = None) -> set[str]:
    """Let strangers read the words, as they are or as ``text`` says. Returns the columns."""
    case.public_text = covered(draft(case) if text is None else text, case).text
    case.public_result = covered(result_of(case), case).text
    case.look = case.held_text = case.held_result = ""
    return set(WORDS)


def cover_anew(case: Case) -> set[str]:
    """Cover what is out already by the register as it is now. Returns the columns changed."""
    changed = set()
    for column in ("public_text", "public_result"):
        before = getattr(case, column)
        after = covered(before, case).text
        if after != before:
            setattr(case, column, after)
            changed.add(column)
    return changed
