"""How every verb ends: the row, its step, its photos, what is told, and one line in the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from linli.core import record
from linli.core.files import Sent
from linli.core.refusals import Invalid
from linli.core.text import clean
from linli.engines.cases.actions.access import CASES, CaseAction
from linli.engines.cases.models import Answer, Case, Photo, Step
from linli.registry.access import Actor
from linli.verbs.photos import columns as photo_columns
from linli.verbs.photos import keep_all

WORDS_MOST = 4000
REASON_MOST = 400
PHOTO_FOLDER = "cases"


def finish(
    action: CaseAction,
    *,
    words: str = "",
    facts: Mapping[str, Any] | None = None,
    change: Mapping[str, Any] | None = None,
    is_public: bool = True,
    photos: Sequence[Sent] = (),
    photo_role: str = Photo.Role.REPORT,
    columns: Iterable[str] = (),
    solved: bool | None = None,
    tell: Callable[[Case], None] | None = None,
) -> Case:
    """Write what the verb did. ``columns`` are those of the matter that the verb has set itself.

    ``words`` is what the reporter may read (when ``is_public``); it never goes into the record,
    which is for ever. ``change`` does: it names owners, states and times, no resident.
    ``solved`` is the resident's word on it, which counts also when the matter opens again.
    """

    def then(case: Case) -> None:
        step = write_step(
            case, action.verb, by=action.by, at=action.now, words=words, facts=facts,
            is_public=is_public,
        )  # fmt: skip
        if solved is not None:
            Answer.objects.create(
                case=case, community_id=case.community_id, at=action.now, solved=solved
            )
        keep_photos(case, photos, step=step, role=photo_role, at=action.now)
        if tell is not None:
            tell(case)

    return CASES.finish(action, columns=columns, change=change, then=then)


def write_step(
    case: Case,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    words: str = "",
    facts: Mapping[str, Any] | None = None,
    is_public: bool = True,
) -> Step:
    """Write one line of the timeline."""
    return Step.objects.create(
        case=case, at=at, verb=verb, by=by.key, by_label=by.label, words=words,
        is_public=is_public, facts=record.plain(facts or {}),
    )  # fmt: skip


def keep_photos(
    case: Case, photos: Sequence[Sent], *, step: Step | None, role: str, at: datetime
) -> None:
    """Hang photos on the matter (1 query, none without photos)."""
    kept = keep_all(photos, folder=PHOTO_FOLDER)
    if kept:
        Photo.objects.bulk_create(
            Photo(case=case, step=step, role=role, at=at, **photo_columns(photo)) for photo in kept
        )


def tidy(text: str, *, field: str, most: int = WORDS_MOST) -> str:
    """Clean what somebody typed. Raises ``Invalid`` that names the field when it is too long."""
    try:
        return clean(text or "", most=most)
    except Invalid as fault:
        raise Invalid(fault.sentence, errors={field: [fault.sentence]}) from None
