"""Verbs towards the end: done, re-inspected, confirmed, opened again, called back, withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core.files import Sent, keeping
from linli.core.refusals import Invalid
from linli.engines.cases import kinds
from linli.engines.cases.actions import notifications, public_text
from linli.engines.cases.actions.access import CaseAction, begin
from linli.engines.cases.actions.finish import REASON_MOST, finish, tidy
from linli.engines.cases.actions.times import close, contacted, restart_clock, wake
from linli.engines.cases.models import Case, Photo
from linli.registry.access import SYSTEM, Actor

STARS = range(1, 6)


@keeping()
def resolve(
    case_id: int,
    *,
    by: Actor,
    version: int | None = None,
    result: str = "",
    photos: Sequence[Sent] = (),
) -> Case:
    """Report as done. Who raised it is asked; in some kinds somebody else looks first."""
    result = tidy(result, field="result")
    action = begin(
        case_id, "resolve", by=by, version=version, result=result,
        after_photo=partial(_has_after_photo, photos=photos),
    )  # fmt: skip
    case = action.row
    case.resolved_at = action.now
    columns = {
        "resolved_at",
        *public_text.say_result(case, result),
        *contacted(case, now=action.now),
    }
    return finish(
        action, words=result, photos=photos, photo_role=Photo.Role.AFTER, columns=columns,
        tell=_tell_resolved(result),
    )  # fmt: skip


def _has_after_photo(case: Case, *, photos: Sequence[Sent]) -> bool:
    """True when the kind asks for no photo of afterwards, or there is one (at most 1 query)."""
    kind = kinds.find(case.kind)
    if photos or kind is None or Photo.Role.AFTER not in kind.photos:
        return True
    return Photo.objects.filter(case=case, role=Photo.Role.AFTER).exists()


def _tell_resolved(result: str) -> Callable[[Case], None]:
    def tell(case: Case) -> None:
        if case.state == Case.State.INSPECTING:
            notifications.tell(
                "case.inspected", case, notifications.dispatchers(case), answer=result
            )
        else:
            notifications.tell_raisers("case.resolved", case, answer=result)

    return tell


@keeping()
def inspect(
    case_id: int,
    *,
    by: Actor,
    passed: bool,
    version: int | None = None,
    words: str = "",
    photos: Sequence[Sent] = (),
) -> Case:
    """Look again, as somebody else than who did it: in order, or back to the owner."""
    words = tidy(words, field="reason", most=REASON_MOST)
    verb = "inspect" if passed else "send_back"
    action = begin(case_id, verb, by=by, version=version, reason=words)
    columns: set[str] = set()
    if not passed:
        action.row.resolved_at = None
        columns = {"resolved_at", *restart_clock(action.row, now=action.now)}
    result = public_text.result_of(action.row)

    def tell(case: Case) -> None:
        notifications.tell_owner("case.inspected", case, answer=words)
        if passed:
            notifications.tell_raisers("case.resolved", case, answer=result)

    return finish(
        action, words=words, photos=photos, photo_role=Photo.Role.AFTER, columns=columns,
        is_public=passed, tell=tell,
    )  # fmt: skip


@transaction.atomic
def confirm(
    case_id: int,
    *,
    by: Actor,
    version: int | None = None,
    stars: int | None = None,
    word: str = "",
) -> Case:
    """Say that it is solved, with stars and a word if one likes. This closes the matter."""
    word = tidy(word, field="word", most=1000)
    _check_stars(stars)
    action = begin(case_id, "confirm", by=by, version=version)
    case = action.row
    case.is_solved, case.stars = True, stars
    columns = {"is_solved", "stars", *close(case, Case.Closing.CONFIRMED, now=action.now)}
    return finish(
        action, words=word, facts={"stars": stars}, change={"stars": stars}, columns=columns,
        solved=True,
        tell=lambda case: notifications.tell_owner(
            "case.confirmed", case, stars=stars or "", answer=word
        ),
    )  # fmt: skip


@transaction.atomic
def reopen(case_id: int, *, by: Actor, version: int | None = None, reason: str = "") -> Case:
    """Say that it is not solved. It goes back to its owner, and a new clock runs."""
    reason = tidy(reason, field="reason", most=1000)
    action = begin(case_id, "reopen", by=by, version=version)
    return _open_again(action, reason)


def _open_again(action: CaseAction, reason: str, *, stars: int | None = None) -> Case:
    case = action.row
    asked = case.closing not in (Case.Closing.WITHDRAWN, Case.Closing.MERGED)
    case.closed_at = case.resolved_at = case.merged_into = None
    case.closing = ""
    case.is_solved, case.stars = False, stars
    case.reopened += 1
    columns = {"closed_at", "resolved_at", "closing", "is_solved", "stars",
               *public_text.say_result(case, ""), "reopened", "merged_into",
               *restart_clock(case, now=action.now)}  # fmt: skip
    return finish(
        action, words=reason, facts={"due": case.due_at, "stars": stars}, columns=columns,
        change={"reopened": case.reopened}, solved=False if asked else None,
        tell=lambda case: notifications.tell_owner("case.reopened", case, reason=reason),
    )  # fmt: skip


@transaction.atomic
def review(
    case_id: int,
    *,
    by: Actor,
    solved: bool,
    version: int | None = None,
    stars: int | None = None,
    words: str = "",
) -> Case:
    """Record a call-back: solved closes the matter, not solved opens it again."""
    words = tidy(words, field="words", most=1000)
    _check_stars(stars)
    action = begin(case_id, "review" if solved else "reopen", by=by, version=version)
    if not solved:
        return _open_again(action, words, stars=stars)
    case = action.row
    case.is_solved, case.stars = True, stars
    columns = {"is_solved", "stars"}
    if case.closed_at is None or case.closing == Case.Closing.SILENT:
        columns |= close(case, Case.Closing.REVIEWED, now=case.closed_at or action.now)
    return finish(
        action, words=words, facts={"stars": stars}, change={"stars": stars}, columns=columns,
        solved=True,
        tell=lambda case: notifications.tell_owner(
            "case.confirmed", case, stars=stars or "", answer=words
        ),
    )  # fmt: skip


@transaction.atomic
def withdraw(case_id: int, *, by: Actor, version: int | None = None, reason: str = "") -> Case:
    """Take the matter back: who raised it, or the desk because they said so."""
    reason = tidy(reason, field="reason", most=REASON_MOST)
    action = begin(case_id, "withdraw", by=by, version=version)
    if "reporter" not in action.who and not reason:
        sentence = _("Please write who withdrew it, and why.")
        raise Invalid(sentence, errors={"reason": [sentence]})
    case = action.row
    columns = {*wake(case, now=action.now), *close(case, Case.Closing.WITHDRAWN, now=action.now)}
    return finish(
        action, words=reason, columns=columns,
        tell=lambda case: notifications.tell_owner("case.withdrawn", case, reason=reason),
    )  # fmt: skip


@transaction.atomic
def close_silent(case_id: int, *, by: Actor = SYSTEM) -> Case:
    """Close what nobody confirmed in the stated time; counted apart from what was confirmed."""
    action = begin(case_id, "close_silent", by=by)
    columns = close(action.row, Case.Closing.SILENT, now=action.now)
    return finish(
        action, columns=columns,
        tell=lambda case: notifications.tell_raisers("case.closed", case),
    )  # fmt: skip


def _check_stars(stars: int | None) -> None:
    if stars is not None and stars not in STARS:
        sentence = _("Please give one to five stars.")
        raise Invalid(sentence, errors={"stars": [sentence]})
