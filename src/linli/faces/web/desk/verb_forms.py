"""A small form for each verb of a matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from linli.engines.cases import kinds
from linli.engines.cases.actions import delaying, public_text
from linli.engines.cases.kinds import Kind
from linli.engines.cases.models import Case, Photo
from linli.engines.cases.queries.desk_case import Owners
from linli.engines.cases.queries.photos import photos_to_choose
from linli.faces import requests
from linli.faces.web.desk.fields import STARS, line, owner, photos, text

SHOWN = (Photo.Role.BEFORE, Photo.Role.DURING, Photo.Role.AFTER, Photo.Role.REPORT)
PUBLIC, INSIDE = "public", "inside"  # who reads what is typed
Fields = Callable[[], Mapping[str, Any]]


@dataclass(frozen=True)
class VerbForm:
    """``fields`` makes the form; ``do`` says what the button does; ``who`` reads what is typed."""

    fields: Fields
    do: str | Promise
    who: str = ""
    help: str | Promise = ""


VERB_FORMS: dict[str, VerbForm] = {
    "accept": VerbForm(dict, _("Accept it"), help=_("Who raised it is told that we take care.")),
    "assign": VerbForm(
        lambda: {"owner": owner(), "words": line(_("A word to them"), required=False)},
        _("Assign it"), INSIDE,
    ),
    "take": VerbForm(dict, _("I take it"), help=_("Your name then stands as who answers.")),
    "return": VerbForm(lambda: {"reason": line(_("Why"))}, _("Return it"), INSIDE),
    "reassign": VerbForm(
        lambda: {"owner": owner(), "reason": line(_("Why"), required=False)},
        _("Pass it on"), INSIDE,
    ),
    "reply": VerbForm(
        lambda: {"text": text(_("What you tell them")), "photos": photos()}, _("Send the reply"),
        PUBLIC,
    ),
    "ask": VerbForm(
        lambda: {"text": text(_("Your question"))}, _("Ask"), PUBLIC,
        _("The clock stands still until they answer."),
    ),
    "answer": VerbForm(
        lambda: {"text": text(_("What they answered")), "photos": photos()}, _("Write it down"),
        PUBLIC,
    ),
    "defer": VerbForm(
        lambda: {
            "reason": text(_("Why it cannot be solved now"), most=400),
            "review_on": requests.DayField(label=_("Looked at again on")),
        },
        _("Say so honestly"), PUBLIC,
    ),
    "resume": VerbForm(dict, _("Take it up again")),
    "extend": VerbForm(
        lambda: {
            "reason": text(_("Why"), most=400),
            "due_on": requests.DayField(label=_("New deadline")),
        },
        _("Give more time"), PUBLIC, _("Who raised it is told the reason and the new deadline."),
    ),
    "refer": VerbForm(
        lambda: {
            "destination": line(_("Whose duty it is"), most=120),
            "phone": line(_("Telephone there"), required=False, most=40),
            "reason": text(_("Why"), most=400),
        },
        _("Tell them where to turn"), PUBLIC, _("This closes the matter here."),
    ),
    "whistle": VerbForm(
        lambda: {
            "organisation": forms.ChoiceField(label=_("Department")),
            "text": text(_("What you ask of them"), most=1000),
            "due_on": requests.DayField(label=_("Answer by"), required=False),
        },
        _("Call them in"), INSIDE, _("You go on answering for the matter."),
    ),
    "whistle_answer": VerbForm(
        lambda: {"text": text(_("What the department answered"))}, _("Write it down"), INSIDE
    ),
    "merge": VerbForm(
        lambda: {"into": line(_("Number of the other matter"), help_text=_("Such as SX-1124."))},
        _("Join them"), "", _("This one closes; both who raised them are told of the other."),
    ),
    "split": VerbForm(
        lambda: {
            "parts": text(_("What each new matter is about"), help_text=_("One a line."))
        },
        _("Split it"), PUBLIC, _("Each becomes a matter with its own owner and deadline."),
    ),
    "resolve": VerbForm(
        lambda: {
            "result": text(_("What was done")),
            "photos": photos(help_text=_("How it looks now.")),
        },
        _("Report as done"), PUBLIC, _("Who raised it is asked whether it is solved."),
    ),
    "inspect": VerbForm(
        lambda: {"words": line(_("What you saw"), required=False), "photos": photos()},
        _("It is in order"), PUBLIC,
    ),
    "send_back": VerbForm(
        lambda: {"words": line(_("What is not in order")), "photos": photos()},
        _("Send it back"), INSIDE,
    ),
    "confirm": VerbForm(
        lambda: {
            "stars": forms.ChoiceField(label=_("Stars"), choices=STARS, required=False),
            "word": line(_("What they say"), required=False),
        },
        _("They confirm it"), PUBLIC, _("For the person who stands before you."),
    ),
    "reopen": VerbForm(
        lambda: {"reason": text(_("What is still wrong"), required=False, most=1000)},
        _("Open it again"), PUBLIC, _("A new clock runs."),
    ),
    "review": VerbForm(
        lambda: {
            "solved": forms.ChoiceField(
                label=_("Is it solved?"), widget=forms.RadioSelect,
                choices=[("yes", _("yes, solved")), ("no", _("no, not solved"))],
            ),
            "stars": forms.ChoiceField(label=_("Stars"), choices=STARS, required=False),
            "words": text(_("What they said"), required=False, most=1000),
        },
        _("Keep the call-back"), PUBLIC, _("Solved closes the matter; not solved opens it again."),
    ),
    "withdraw": VerbForm(
        lambda: {"reason": line(_("Who withdrew it, and why"))}, _("Withdraw it"), PUBLIC
    ),
    "change_kind": VerbForm(
        lambda: {"kind": forms.ChoiceField(label=_("Kind"))}, _("Keep this kind"), "",
        _("Deadline and owner follow the kind, unless somebody has begun."),
    ),
    "set_public": VerbForm(
        lambda: {
            "is_public": forms.ChoiceField(
                label=_("On the public page"), widget=forms.RadioSelect,
                choices=[("yes", _("show it")), ("no", _("hide it"))],
            ),
            "text": text(_("What strangers may read"), required=False),
            "photo_ids": forms.TypedMultipleChoiceField(
                label=_("Photos that strangers may see"), coerce=int, required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
        },
        _("Keep"), PUBLIC, _("No names, no telephone numbers, the building only."),
    ),
    "look": VerbForm(
        lambda: {
            "text": text(_("What strangers may read"), required=False),
            "photo_ids": forms.TypedMultipleChoiceField(
                label=_("Photos that strangers may see"), coerce=int, required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "reason": line(_("Reason"), required=False, most=400),
            "decision": forms.ChoiceField(
                choices=[("show", _("Look and publish")), ("withhold", _("Keep the words back"))],
            ),
        },
        _("Look and publish"), PUBLIC,
    ),
    "add_note": VerbForm(
        lambda: {"text": text(_("Note"))}, _("Keep the note"), INSIDE,
        _("For colleagues. Who raised it never sees it."),
    ),
    "add_photos": VerbForm(
        lambda: {
            "photos": photos(required=True),
            "role": forms.ChoiceField(
                label=_("They show"),
                choices=[(role.value, role.label) for role in SHOWN],
            ),
        },
        _("Add them"),
    ),
}  # fmt: skip


# Their fields depend on the matter; all others' are the same on every page.
OF_THE_CASE = {"assign", "reassign", "whistle", "change_kind", "set_public", "look", "defer"}


@cache
def blank_fields(verb: str, language: str) -> SafeString:
    """Draw the fields of a step's empty form, once a language: drawing costs more than reading."""
    with translation.override(language):
        form = form_of(verb, Case())
        return SafeString(render_to_string("web/shared/parts/form.html", {"form": form}))


def form_of(verb: str, case: Case, *, data: Any = None, sent: Any = None) -> forms.Form:
    """Make a verb's form, bound when something was sent."""
    form = forms.Form(data, sent, auto_id=f"id_{verb}_%s")
    for name, field in VERB_FORMS[verb].fields().items():
        form.fields[name] = field
    if verb == "change_kind":
        form.initial["kind"] = case.kind
        form.fields["kind"].choices = kind_choices(kinds.all())  # type: ignore[attr-defined]
    if verb == "defer":
        form.initial["review_on"] = delaying.proposed_review(case, today=timezone.localdate())
    if verb in ("set_public", "look"):
        form.initial["is_public"] = "yes" if case.is_public else "no"
        form.initial["text"] = public_text.draft(case)
        _offer_photos(form, case)
    return form


def _offer_photos(form: forms.Form, case: Case) -> None:
    """Put the matter's photos into the form, those that are public ticked (1 query)."""
    photos = photos_to_choose(case)
    if not photos:
        del form.fields["photo_ids"]
        return
    picture = '<img src="{}" width="{}" height="{}" alt="" loading="lazy"> {}'
    form.fields["photo_ids"].choices = [  # type: ignore[attr-defined]
        (
            photo.pk,
            format_html(
                picture,
                reverse("desk_photo", args=[photo.pk]),
                photo.width,
                photo.height,
                photo.get_role_display(),
            ),
        )
        for photo in photos
    ]
    form.initial["photo_ids"] = [photo.pk for photo in photos if photo.is_public]


def fill_owners(form: forms.Form, owners: Owners) -> None:
    """Put the posts and organisations into a form that asks for them."""
    if "owner" in form.fields:
        form.fields["owner"].choices = [("", _("choose")), *owner_groups(owners)]  # type: ignore[attr-defined]
    if "organisation" in form.fields:
        form.fields["organisation"].choices = [("", _("choose")), *owners.organisations]  # type: ignore[attr-defined]


def owner_groups(owners: Owners) -> list[tuple[Promise, list[tuple[str, str]]]]:
    """Return who can be chosen, the nearest first."""
    return [
        (_("Who serves this place"), owners.near),
        (_("Organisations and teams"), owners.organisations),
        (_("Other posts"), owners.posts),
    ]


def kind_choices(known: Iterable[Kind]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return kinds under their categories."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in known:
        groups.setdefault(str(kind.category.label), []).append((kind.code, str(kind.label)))
    return list(groups.items())
