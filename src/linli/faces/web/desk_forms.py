"""A small form for each verb of a matter, and how what was typed becomes the verb's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.core import files
from linli.core.refusals import Invalid, NotFound
from linli.engines.cases import actions, kinds
from linli.engines.cases.kinds import Kind
from linli.engines.cases.models import Case
from linli.engines.cases.queries import desk_case
from linli.registry.access import Actor

PHOTO_FOLDER = "cases"
STARS = [("", _("not said")), *((str(n), "★" * n) for n in range(5, 0, -1))]
PUBLIC, INSIDE = "public", "inside"  # who reads what is typed


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Photos(forms.FileField):
    """Any number of photos; each is checked when it is kept."""

    widget = ManyFiles(attrs={"accept": "image/*"})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        return [super(Photos, self).clean(one, initial) for one in data or [] if one]


class Day(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def text(label: Any, *, required: bool = True, help_text: Any = "", most: int = 4000) -> Any:
    """A box of several lines."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=most,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


def line(label: Any, *, required: bool = True, help_text: Any = "", most: int = 200) -> Any:
    return forms.CharField(label=label, required=required, help_text=help_text, max_length=most)


def photos(*, required: bool = False, help_text: Any = "") -> Any:
    return Photos(label=_("Photos"), required=required, help_text=help_text)


def owner() -> Any:
    """Filled with the posts and organisations of the matter when the form is drawn."""
    return forms.ChoiceField(label=_("Who is to answer"))


Fields = Callable[[], Mapping[str, Any]]


@dataclass(frozen=True)
class VerbForm:
    """``fields`` makes the form; ``do`` says what the button does; ``who`` reads what is typed."""

    fields: Fields
    do: Any
    who: str = ""
    help: Any = ""


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
            "review_on": Day(label=_("Looked at again on")),
        },
        _("Say so honestly"), PUBLIC,
    ),
    "resume": VerbForm(dict, _("Take it up again")),
    "extend": VerbForm(
        lambda: {"reason": text(_("Why"), most=400), "due_on": Day(label=_("New deadline"))},
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
            "due_on": Day(label=_("Answer by"), required=False),
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
        },
        _("Keep"), PUBLIC, _("No names, no telephone numbers, the building only."),
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
                choices=[
                    ("before", pgettext_lazy("photo", "before")),
                    ("after", pgettext_lazy("photo", "after")),
                    ("report", pgettext_lazy("photo", "as reported")),
                ],
            ),
        },
        _("Add them"),
    ),
}  # fmt: skip


def form_of(verb: str, case: Case, *, data: Any = None, sent: Any = None) -> forms.Form:
    """Make a verb's form, bound when something was sent."""
    form = forms.Form(data, sent, auto_id=f"id_{verb}_%s")
    for name, field in VERB_FORMS[verb].fields().items():
        form.fields[name] = field
    if verb == "change_kind":
        form.initial["kind"] = case.kind
        form.fields["kind"].choices = kind_choices(kinds.all())  # type: ignore[attr-defined]
    if verb == "set_public":
        form.initial["is_public"] = "yes" if case.is_public else "no"
        form.initial["text"] = case.public_text
    return form


def fill_owners(form: forms.Form, owners: Mapping[str, Any]) -> None:
    """Put the posts and organisations into a form that asks for them."""
    if "owner" in form.fields:
        form.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", _("choose")),
            (_("Posts"), owners["posts"]),
            (_("Organisations and teams"), owners["organisations"]),
        ]
    if "organisation" in form.fields:
        form.fields["organisation"].choices = [("", _("choose")), *owners["organisations"]]  # type: ignore[attr-defined]


def kind_choices(known: Iterable[Kind]) -> list[tuple[Any, Any]]:
    """Return kinds under their categories."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in known:
        groups.setdefault(str(kind.category.label), []).append((kind.code, str(kind.label)))
    return list(groups.items())


def kept_photos(sent: list[UploadedFile[Any]]) -> list[files.KeptPhoto]:
    return [files.keep_photo(one, folder=PHOTO_FOLDER) for one in sent]


def do(verb: str, case: Case, *, by: Actor, version: int | None, given: dict[str, Any]) -> None:
    """Turn what a form holds into the verb's own words, and do it."""
    words = {name: value for name, value in given.items() if value not in ("", None)}
    if "photos" in words:
        words["photos"] = kept_photos(words["photos"])
    if "owner" in words:
        words |= chosen_owner(words.pop("owner"))
    if "organisation" in words:
        words |= chosen_owner(words.pop("organisation"))
    if "due_on" in words:
        words["due_at"] = _close_of(words.pop("due_on"))
    if "stars" in words:
        words["stars"] = int(words["stars"])
    SPECIAL.get(verb, _plain)(verb, case, {"by": by, "version": version, **words})


def chosen_owner(value: str) -> dict[str, int]:
    """Read "post:7" or "organisation:3"; empty when it is neither."""
    what, _colon, pk = value.partition(":")
    if what not in ("post", "organisation") or not pk.isdigit():
        return {}
    return {f"{what}_id": int(pk)}


def _plain(verb: str, case: Case, words: dict[str, Any]) -> None:
    getattr(actions, verb)(case.pk, **words)


def _return(verb: str, case: Case, words: dict[str, Any]) -> None:
    actions.return_case(case.pk, **words)


def _unversioned(verb: str, case: Case, words: dict[str, Any]) -> None:
    """A note or a photo is never lost because somebody else was quicker."""
    words.pop("version")
    getattr(actions, verb)(case.pk, **words)


def _inspect(verb: str, case: Case, words: dict[str, Any]) -> None:
    actions.inspect(case.pk, passed=verb == "inspect", **words)


def _review(verb: str, case: Case, words: dict[str, Any]) -> None:
    actions.review(case.pk, solved=words.pop("solved") == "yes", **words)


def _set_public(verb: str, case: Case, words: dict[str, Any]) -> None:
    actions.set_public(case.pk, is_public=words.pop("is_public") == "yes", **words)


def _merge(verb: str, case: Case, words: dict[str, Any]) -> None:
    typed = words.pop("into", "").upper().replace("SX", "").strip("- ")
    try:
        into = desk_case.case_id_of(case.community_id, int(typed))
    except (ValueError, NotFound):
        sentence = _("There is no matter with this number. Please look at the list again.")
        raise Invalid(sentence, errors={"into": [sentence]}) from None
    actions.merge(case.pk, into_id=into, **words)


def _split(verb: str, case: Case, words: dict[str, Any]) -> None:
    actions.split(case.pk, parts=words.pop("parts", "").splitlines(), **words)


SPECIAL: dict[str, Callable[[str, Case, dict[str, Any]], None]] = {
    "return": _return,
    "add_note": _unversioned,
    "add_photos": _unversioned,
    "inspect": _inspect,
    "send_back": _inspect,
    "review": _review,
    "set_public": _set_public,
    "merge": _merge,
    "split": _split,
}


def _close_of(day: Any) -> datetime:
    """A deadline given as a day ends at six in the evening."""
    return timezone.make_aware(datetime.combine(day, time(18)))
