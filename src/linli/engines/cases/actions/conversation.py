"""Verbs of talking: to who raised it, among staff, and "me too"."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from linli.core import codes
from linli.core.files import Sent, keeping
from linli.core.refusals import Invalid
from linli.engines.cases.actions import notifications
from linli.engines.cases.actions.access import CASES, begin, is_reporter
from linli.engines.cases.actions.filing_details import check_household
from linli.engines.cases.actions.finish import finish, keep_photos, tidy, write_step
from linli.engines.cases.actions.times import contacted
from linli.engines.cases.models import Case, Note, Photo, Supporter
from linli.registry.access import Actor


@keeping()
def reply(
    case_id: int,
    *,
    by: Actor,
    version: int | None = None,
    text: str = "",
    photos: Sequence[Sent] = (),
) -> Case:
    """Tell who raised it how things stand. They read every word of it."""
    text = tidy(text, field="text")
    action = begin(case_id, "reply", by=by, version=version, text=text)
    return finish(
        action, words=text, photos=photos, photo_role=Photo.Role.DURING,
        columns=contacted(action.row, now=action.now),
        tell=lambda case: notifications.tell_raisers("case.replied", case, answer=text),
    )  # fmt: skip


@transaction.atomic
def ask(case_id: int, *, by: Actor, version: int | None = None, text: str = "") -> Case:
    """Ask who raised it. The clock stands still until they answer."""
    text = tidy(text, field="text")
    action = begin(case_id, "ask", by=by, version=version, text=text)
    action.row.waiting_since = action.now
    return finish(
        action, words=text, columns={"waiting_since", *contacted(action.row, now=action.now)},
        tell=lambda case: notifications.tell_raisers("case.asked", case, question=text),
    )  # fmt: skip


@keeping()
def answer(
    case_id: int,
    *,
    by: Actor,
    version: int | None = None,
    text: str = "",
    photos: Sequence[Sent] = (),
) -> Case:
    """Answer the question that was asked; the clock runs on. Staff write what they were told."""
    text = tidy(text, field="text")
    action = begin(case_id, "answer", by=by, version=version, text=text)
    return finish(
        action, words=text, photos=photos,
        tell=lambda case: notifications.tell_owner("case.answered", case, answer=text),
    )  # fmt: skip


@transaction.atomic
def add_note(case_id: int, *, by: Actor, text: str) -> Note:
    """Write down what staff tell each other. Never refused because others were quicker."""
    text = tidy(text, field="text")
    action = begin(case_id, "add_note", by=by, text=text)
    note = Note.objects.create(
        case=action.row, at=action.now, by=by.key, by_label=by.label, text=text
    )
    CASES.note(action, change={"note": note.pk})
    return note


@keeping()
def add_photos(
    case_id: int,
    *,
    by: Actor,
    photos: Sequence[Sent],
    role: str = Photo.Role.REPORT,
) -> Case:
    """Hang more photos on the matter: as reported, before, under way or after."""
    action = begin(case_id, "add_photos", by=by)
    if not photos:
        sentence = _("Please choose at least one photo.")
        raise Invalid(sentence, errors={"photos": [sentence]})
    if role not in Photo.Role.values:
        raise Invalid(_("Please say what the photo shows."), errors={"role": [_("Unknown.")]})
    case = action.row
    step = write_step(case, "add_photos", by=by, at=action.now, facts={"count": len(photos)})
    keep_photos(case, photos, step=step, role=role, at=action.now)
    CASES.note(action, change={"count": len(photos)})
    return case


@transaction.atomic
def support(
    case_id: int,
    *,
    by: Actor,
    phone: str = "",
    supporter: str = "",
    household_id: int | None = None,
) -> Case:
    """Say "me too": told with who raised it. Twice by the same person counts once.

    ``supporter`` tells visitors without account apart (the face's own key for a browser); a
    matter that is not shown in public can be supported by those only who may see it. The desk
    speaks for whoever stands there: for a ``household_id``, a phone, or a supporter without name.
    """
    phone = tidy(phone, field="phone", most=20)
    action = begin(case_id, "support", by=by)
    case = action.row
    home = by.household_id or (household_id if by.is_staff else None)
    if is_reporter(by, case) or (home is not None and home == case.household_id):
        raise Invalid(_("This household raised the matter itself and is told anyway."))
    if home != by.household_id:
        check_household(home, community_id=case.community_id, by=by)
    _row, is_new = Supporter.objects.get_or_create(
        case=case, by=_who(by, home, supporter or _trace(phone))[:80],
        defaults={"household_id": home, "phone": phone, "at": action.now},
    )  # fmt: skip
    if not is_new:
        return case
    Case.objects.filter(pk=case.pk).update(supporters=F("supporters") + 1)
    case.supporters += 1
    if case.supporters in (1, 3) or case.supporters % 10 == 0:
        notifications.tell_owner("case.supported", case, once=str(case.supporters))
    CASES.note(action, change={"supporters": case.supporters})
    return case


def _who(by: Actor, home: int | None, supporter: str) -> str:
    """Return the key under which a supporter counts once."""
    if home is not None:
        return f"household:{home}"
    if by.is_staff and not supporter:
        return by.key
    return f"{by.key}:{supporter or codes.new_code(16)}"


def _trace(phone: str) -> str:
    """Tell people apart by their telephone, or not at all."""
    return codes.opaque(phone, purpose="supporter")[:32] if phone else ""
