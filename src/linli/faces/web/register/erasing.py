"""Erasing a person or a household: what goes and what stays is said, and counted, beforehand."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.refusals import Refusal
from linli.faces.web.register import common, forms
from linli.faces.web.register.form_errors import show_faults
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry import actions, forgetting, queries
from linli.registry.actions import erasure
from linli.registry.forgetting import Gone
from linli.registry.models import Household, Person

WORDS = {
    "matters": gettext_lazy("matters that lose who raised them; the matters themselves stay"),
    "photos": gettext_lazy("pictures and signatures"),
    "messages": gettext_lazy("messages, those that wait to be sent too"),
    "answers": gettext_lazy("visits that lose their answers"),
    "import_rows": gettext_lazy("rows of lists from Excel"),
}


@staff_page
def erase_person(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Erase a person's data for good, after a reason."""
    person: Person = queries.person_for(request.actor, person_id, permission="edit_people")
    gone = erasure.of([person], community_id=person.community_id)
    sentence = _("Name, phone, ID number, birthday, care needs and consents go for good.")
    return _ask(
        request,
        person.household,
        gone,
        heading=_("Erase: %(name)s") % {"name": person.name},
        goes=sentence,
        erase=lambda reason: actions.erase_person(person.pk, by=request.actor, reason=reason),
    )


@staff_page
def erase_household(request: StaffRequest, household_id: int) -> HttpResponseBase:
    """Erase everybody of a household that has moved out, after a reason."""
    home = queries.household_for(request.actor, household_id, permission="edit_people")
    people = queries.members_of(home)
    gone = erasure.of(people, community_id=home.community_id, households=[home])
    return _ask(
        request,
        home,
        gone,
        heading=_("Erase the household: %(door)s") % {"door": home.dwelling.label},
        goes=_("Everybody's data, remarks, slips and what was said of this home go for good."),
        erase=lambda reason: actions.erase_household(home.pk, by=request.actor, reason=reason),
    )


def _ask(
    request: StaffRequest,
    home: Household,
    gone: Gone,
    *,
    heading: str,
    goes: str,
    erase: Callable[[str], object],
) -> HttpResponseBase:
    """Ask for the reason, and erase."""
    form = forms.ReasonForm(request.POST or None)
    form.fields["reason"].label = _("Why is it erased?")
    if request.method == "POST" and form.is_valid():
        try:
            erase(form.cleaned_data["reason"])
        except Refusal as refusal:
            show_faults(form, refusal)
        else:
            messages.success(request, _("Erased. The record keeps that it was done, not the data."))
            return redirect("register-household", home.pk)
    context = {
        "here": "register",
        "form": form,
        "heading": heading,
        "crumbs": common.crumbs_of(home),
        "before": goes,
        "counted": _counted(gone),
        "note": _(
            "Names, phones and ID numbers are covered in all texts of the community, however they "
            "are spelt; a name that others share only in what concerns this home. What stays: sex "
            "and year of birth, matters without their reporter, and lines of the record. What was "
            "said before and arrives later is refused. This cannot be undone."
        ),
        "button": _("Erase for good"),
        "button_kind": "bad",
    }
    return render(request, "web/register/erase.html", context)


def _counted(gone: Gone) -> list[tuple[str, int]]:
    """Say what goes in other rooms, in words, with numbers."""
    totals: dict[str, int] = {}
    for code, count in forgetting.counted(gone):
        totals[code] = totals.get(code, 0) + count
    return [(str(WORDS[code]), count) for code, count in totals.items()]
