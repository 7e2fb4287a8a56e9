"""What staff type into the register, and the sentence for each thing that cannot be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.faces import requests
from linli.faces.web.register.older_pages import OverRow
from linli.registry.models import CareNeed, Household, Organisation, Person, Place, Post
from linli.registry.purposes import PURPOSES
from linli.registry.queries import organisations_of

PUBLIC_PLACES = [
    Place.Kind.BUILDING,
    Place.Kind.ENTRANCE,
    Place.Kind.DWELLING,
    Place.Kind.GATE,
    Place.Kind.CAMERA,
    Place.Kind.GREEN_PLOT,
    Place.Kind.PARKING_SPACE,
    Place.Kind.VENUE,
    Place.Kind.LIFT,
    Place.Kind.LAMP,
    Place.Kind.CHARGING_SHED,
    Place.Kind.GAS_ROOM,
    Place.Kind.FACILITY,
]


class DayInput(forms.DateInput):
    """A browser's own date picker, filled in the way it wants."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class PastDay(requests.DayField):
    """A day that may not lie ahead."""

    widget = DayInput

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value > timezone.localdate():
            raise forms.ValidationError(_("This day lies ahead. Choose today or an earlier day."))


class HouseholdForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Household
        fields = ("village", "tenure", "residence", "floor_area", "remark")
        help_texts = {
            "village": _("The village the family came from, if the estate resettled villages."),
            "remark": _("Nothing about belief, police matters or illness belongs here."),
        }


class ChangeHouseholdForm(OverRow, HouseholdForm):
    """The same, of a household that stands."""


class NewHouseholdForm(HouseholdForm):
    door = forms.CharField(
        label=_("door"),
        max_length=60,
        help_text=_("As people say it: 704-2-301 or 704 楼 2 单元 301."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    field_order = ("door", "village", "tenure", "residence", "floor_area", "remark")


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    born = PastDay(label=_("born"), required=False)
    id_number = forms.CharField(
        label=_("ID number"),
        max_length=18,
        required=False,
        help_text=_("Only if a service needs it. It is kept encrypted; leave empty to keep it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    class Meta:
        model = Person
        fields = ("name", "relation", "sex", "born", "phone", "is_contact")
        widgets = {"phone": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})}


class ChangePersonForm(OverRow, PersonForm):
    """The same, with the phone left out of sight: an empty field keeps the number."""

    phone = forms.CharField(
        label=_("new phone"),
        max_length=20,
        required=False,
        help_text=_("Leave empty to keep the number that is there."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["phone"] = ""

    def typed(self) -> dict[str, Any]:
        """Return what was typed; an empty field keeps phone and ID number as they are."""
        values = super().typed()
        return {k: v for k, v in values.items() if v or k not in ("phone", "id_number")}


class MoveForm(forms.Form):
    door = forms.CharField(
        label=_("new door"),
        max_length=60,
        help_text=_("As people say it: 704-2-301 or 704 楼 2 单元 301."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )


class ConsentForm(forms.Form):
    purpose = forms.ChoiceField(
        label=_("purpose"), choices=[(p.code, p.label) for p in PURPOSES.values()]
    )
    guardian = forms.CharField(
        label=_("guardian"),
        max_length=60,
        required=False,
        help_text=_("For a child under 14: who said yes."),
    )


NO_NAMES = _("Please no names and no numbers: the reason is kept in the record.")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need it?"),
        max_length=200,
        help_text=NO_NAMES,
    )


class CareNeedForm(forms.ModelForm):  # type: ignore[type-arg]
    since = PastDay(label=_("since"), required=False)

    class Meta:
        model = CareNeed
        fields = ("kind", "since", "remark")


class PlaceForm(forms.Form):
    kind = forms.ChoiceField(label=_("kind"), choices=[(k.value, k.label) for k in PUBLIC_PLACES])
    parent = forms.CharField(
        label=_("lies in"),
        max_length=60,
        required=False,
        help_text=_("A building or entrance, such as 704 楼; empty: the estate itself."),
    )
    name = forms.CharField(label=pgettext_lazy("place", "name"), max_length=80)
    aliases = forms.CharField(
        label=_("also called"),
        max_length=200,
        required=False,
        help_text=_("Other names, with a comma between them."),
    )


class BuildingForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("place", "name"), max_length=40, help_text=_("Such as 704 楼.")
    )
    entrances = forms.IntegerField(label=_("entrances"), min_value=1, max_value=20)
    floors = forms.IntegerField(label=_("floors"), min_value=1, max_value=60)
    doors = forms.IntegerField(label=_("doors on a floor"), min_value=1, max_value=20)


class PostForm(forms.Form):
    holder = forms.CharField(
        label=_("name"), max_length=60, help_text=_("Shown to residents beside their matters.")
    )
    role = forms.ChoiceField(label=_("role"), choices=Post.Role.choices)
    place = forms.CharField(
        label=_("place"),
        max_length=60,
        required=False,
        help_text=_("A building or entrance; empty: the whole community."),
    )
    organisation: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("organisation"), queryset=None, required=False
    )
    phone = forms.CharField(label=_("phone shown to residents"), max_length=20, required=False)
    username = forms.CharField(
        label=_("open a log-in named"),
        max_length=50,
        required=False,
        help_text=_("Only for who works with Linli. Four digits are put behind it."),
    )
    colleague = forms.CharField(
        label=_("or: the user name that they have"),
        max_length=60,
        required=False,
        help_text=_(
            "Whoever serves elsewhere, too, is asked first: the post stands once accepted."
        ),
    )

    def __init__(self, *args: Any, community: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset = organisations_of(community)  # type: ignore[attr-defined]


LISTS = [
    ("households", _("Households")),
    ("people", _("Residents")),
    ("care", _("Whom to look after first")),
    ("posts", _("Posts")),
    ("keys", _("Household slips")),
    ("places", _("Places")),
]


class ExportForm(ReasonForm):
    """Which list, what for, and whether numbers are needed in full."""

    list = forms.ChoiceField(label=_("list"), choices=LISTS)
    unmasked = forms.BooleanField(
        label=_("phone and ID numbers in full"),
        required=False,
        help_text=_("Only if the purpose cannot be met otherwise."),
    )
    field_order = ("list", "reason", "unmasked")

    def __init__(self, *args: Any, may_unmask: bool, may_read_care: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("What is the list for?")
        if not may_read_care:
            self.fields["list"].choices = [c for c in LISTS if c[0] != "care"]  # type: ignore[attr-defined]
        if not may_unmask:
            del self.fields["unmasked"]
