"""What may follow from an answer and is no engine's own: care needs, volunteers, and what waits.

A wish or a topic (``raise_wish``, ``raise_topic``) waits for an engine that does it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.refusals import Invalid
from linli.core.text import did_you_mean
from linli.core.toml import Fault, as_text
from linli.forms.effects import EffectCall, EffectKind, EffectWords, possible
from linli.forms.schema import Effect, Form
from linli.registry import facts
from linli.registry.actions import add_care_need
from linli.registry.models import CareNeed, Person

Words = Annotated[str | None, as_text(400)]


class CareNeedWords(EffectWords):
    """The words beside ``add_care_need``."""

    MAIN = "kind"
    remark: Words = None


class VolunteerWords(EffectWords):
    """The words beside ``enrol_volunteer``."""

    MAIN = "skills"
    text: Words = None


class RaisingWords(EffectWords):
    """The words beside ``raise_wish`` and ``raise_topic``."""

    MAIN = "text"
    title: Words = None


def note_care_need(call: EffectCall) -> str:
    """Note why somebody is looked after first: ``kind``, one or several; ``remark``.

    It is the visited person's, else of who speaks for the household.
    """
    person = call.person or _speaker(call)
    kinds = call.words.get("kind") or []
    needs = [
        add_care_need(person.pk, kind=kind, by=call.by, remark=call.text("remark"), since=call.day)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    ]
    return f"registry.person:{person.pk}" if needs else ""


def enrol_volunteer(call: EffectCall) -> str:
    """Keep with the household that somebody wants to help; the teams' engine enrols them."""
    fact = facts.state(
        call.require_household(), "kept.volunteer", call.words or "yes", source=call.source,
        at=call.at, by=call.by,
    )  # fmt: skip
    return f"registry.fact:{fact.pk}"


def _check_care_needs(form: Form, effect: Effect, _known: Mapping[str, Any]) -> Iterator[Fault]:
    for code in possible(form, str(effect.with_.get("kind", ""))):
        if code not in CareNeed.Kind.values:
            yield Fault(
                "",
                "add_care_need",
                _("There is no care need “%(code)s”.") % {"code": code},
                did_you_mean(code, CareNeed.Kind.values),
            )


def _speaker(call: EffectCall) -> Person:
    people = Person.objects.filter(household=call.require_household(), erased_at=None)
    person = people.select_related("household__dwelling").order_by("-is_contact", "id").first()
    if person is None:
        raise Invalid(_("Nobody of this household is in the register. Please enter them first."))
    return person


EFFECTS = (
    EffectKind(
        "add_care_need",
        gettext_lazy("note a care need"),
        words=CareNeedWords,
        run=note_care_need,
        check=_check_care_needs,
    ),
    EffectKind(
        "enrol_volunteer",
        gettext_lazy("enrol a volunteer"),
        words=VolunteerWords,
        run=enrol_volunteer,
        stays_waiting=True,
    ),
    EffectKind("raise_wish", gettext_lazy("raise a wish"), words=RaisingWords),
    EffectKind("raise_topic", gettext_lazy("raise a topic"), words=RaisingWords),
)
