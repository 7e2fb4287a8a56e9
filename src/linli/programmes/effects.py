"""Where engines meet: what follows from a visit, by the name that a programme's TOML gives it.

A wish or a topic (``raise_wish``, ``raise_topic``) waits: its engine hooks it up when it is built.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core import files
from linli.core.files import KeptPhoto
from linli.core.refusals import Invalid
from linli.engines.campaigns import effects
from linli.engines.campaigns.actions import visit_facts
from linli.engines.campaigns.effects import EffectCall
from linli.engines.cases import kinds
from linli.engines.cases.actions import Reporter, add_photos, file_case
from linli.engines.cases.models import Case
from linli.registry import facts
from linli.registry.access import Actor
from linli.registry.actions import add_care_need
from linli.registry.models import Household, Person, Place
from linli.registry.queries import place_by_code


@effects.hook("open_case", gettext_lazy("open a matter"))
def open_case(call: EffectCall) -> str:
    """File a matter of the ``kind``: ``text``, ``title``, ``urgency``, ``fields``, ``place``.

    Without a ``place`` (a location's answer) it is the door's; without a ``text`` the kind's name.
    """
    words = call.words
    kind = kinds.get(str(words.get("kind", "")))
    filed = file_case(
        by=call.by,
        community_id=call.campaign.community_id,
        channel=Case.Channel.VISIT,
        kind=kind.code,
        text=call.text("text") or str(kind.label.zh),
        title=call.text("title"),
        place=_place(call),
        fields=words.get("fields"),
        urgency=_urgency(words.get("urgency")),
        reporter=Reporter(household_id=call.household.pk if call.household else None),
        opened_at=call.visit.at,
        follow_once=f"visit:{call.once}",
    )
    return f"cases.case:{filed.case.pk}"


@effects.takes_photos("open_case")
def add_to_case(result: str, photos: Sequence[KeptPhoto], by: Actor) -> None:
    """Hang copies of the visit's pictures on the matter, as who raised it would."""
    case_id = int(result.rsplit(":", 1)[-1])
    copies = [files.copy_photo(photo, folder="cases") for photo in photos]
    add_photos(case_id, by=replace(by, case_id=case_id), photos=copies)


@effects.hook("add_care_need", gettext_lazy("note a care need"))
def note_care_need(call: EffectCall) -> str:
    """Note why somebody is looked after first: ``kind``, one or several; ``remark``.

    It is the visited person's, else of who speaks for the household.
    """
    person = call.door.person if call.door and call.door.person else _speaker(call)
    said = call.words.get("kind") or []
    needs = [
        add_care_need(
            person, kind=kind, by=call.by, remark=call.text("remark"), since=call.visit.day
        )
        for kind in (said if isinstance(said, list) else [said])
    ]
    return f"registry.person:{person.pk}" if needs else ""


@effects.hook("mark_reached", gettext_lazy("mark the household reached"))
def mark_reached(call: EffectCall) -> str:
    """Remember that the household was reached."""
    home = _household(call)
    visit_facts.mark_reached(home, at=call.visit.at, how=call.visit.channel)
    return f"registry.household:{home.pk}"


@effects.hook("enrol_volunteer", gettext_lazy("enrol a volunteer"), stays_waiting=True)
def enrol_volunteer(call: EffectCall) -> str:
    """Keep with the household that somebody wants to help; the teams' engine enrols them."""
    home = _household(call)
    fact = facts.state(
        home, "kept.volunteer", call.words or "yes", source=f"visit:{call.visit.uid}",
        at=call.visit.at, by=call.by,
    )  # fmt: skip
    return f"registry.fact:{fact.pk}"


def _urgency(said: object) -> int:
    """Return how urgent it is, given as 0, 1, 2 or by its name."""
    for urgency in Case.Urgency:
        if said in (urgency.name.lower(), int(urgency)):
            return int(urgency)
    if said not in (None, ""):
        raise Invalid(_("How urgent: ordinary, urgent or emergency."))
    return int(Case.Urgency.ORDINARY)


def _place(call: EffectCall) -> Place | None:
    if code := call.words.get("place"):
        return place_by_code(str(code))
    return call.door.place if call.door else None


def _household(call: EffectCall) -> Household:
    if call.household is None or call.visit.is_gone:
        raise Invalid(_("No household of the register is known to have said this."))
    return call.household


def _speaker(call: EffectCall) -> Person:
    people = Person.objects.filter(household=_household(call), erased_at=None)
    person = people.select_related("household__dwelling").order_by("-is_contact", "id").first()
    if person is None:
        raise Invalid(_("Nobody of this household is in the register. Please enter them first."))
    return person
