"""The one page on which a campaign is planned or changed, with sensible answers filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from linli.engines.campaigns import queries
from linli.engines.campaigns.form_versions import form_of
from linli.engines.campaigns.kinds import Kind
from linli.engines.campaigns.models import Campaign
from linli.faces import requests
from linli.faces.web.campaigns.display import doors_in_words
from linli.faces.web.register.forms import DayInput
from linli.faces.web.shared import times
from linli.forms.schema import Form
from linli.registry import purposes
from linli.registry.access import Actor
from linli.registry.models import CareNeed, Household, Place
from linli.registry.queries import buildings, villages
from linli.registry.queries.places import PUBLIC_KINDS

ROUND_DAYS = 14  # a round takes two weeks unless somebody says otherwise
OF_HOMES = ("dwellings", "households", "persons")
PERIODS = (
    ("", pgettext_lazy("not reached", "it does not matter")),
    ("90", pgettext_lazy("not reached", "for 3 months")),
    ("180", pgettext_lazy("not reached", "for half a year")),
    ("365", pgettext_lazy("not reached", "for a year")),
    ("3650", pgettext_lazy("not reached", "never so far")),
)
LISTS = ("buildings", "villages", "residence", "care")


@dataclass(frozen=True, slots=True)
class Source:
    """What a new campaign starts from: a programme's kind, an earlier campaign, or nothing."""

    title: str
    targets: str = ""
    kind: str = ""
    form: Form | None = None  # None: the kind's own
    about: str = ""
    purpose: str = "register"
    most_visits: int = 3
    is_open: bool = False
    every_days: Mapping[str, int] = field(default_factory=dict)
    chosen: Mapping[str, Any] = field(default_factory=dict)
    asks_file: bool = False  # the form comes as an XLSForm workbook

    @property
    def is_free(self) -> bool:
        """True when no kind says whom to visit and what for: the page asks."""
        return not self.kind


def of_kind(kind: Kind, *, today: date) -> Source:
    """Start from a programme's kind, its month in the title."""
    month = times.month(today)
    chosen: dict[str, Any] = {"care": list(kind.care)} if kind.care else {}
    if kind.place_kind:
        chosen["place_kind"] = kind.place_kind
    return Source(
        title=str(kind.label) if kind.every_days else f"{kind.label} · {month}",
        targets=kind.targets,
        kind=kind.code,
        about=str(kind.about or ""),
        purpose=kind.purpose,
        most_visits=kind.most_visits,
        is_open=kind.is_open,
        every_days=kind.every_days,
        chosen=chosen,
    )


def of_campaign(actor: Actor, campaign_id: int) -> Source:
    """Start from an earlier campaign, with its form as it was last."""
    campaign = queries.campaign_for(actor, campaign_id, permission="plan_campaigns")
    chosen = {name: value for name, value in campaign.chosen.items() if name != "missed_in"}
    return Source(
        title=campaign.title,
        targets=campaign.targets,
        kind=campaign.kind,
        form=form_of(campaign.pk, campaign.form_number),
        about=campaign.about,
        purpose=campaign.purpose,
        most_visits=campaign.most_visits,
        is_open=campaign.is_open,
        every_days=campaign.every_days,
        chosen=chosen,
    )


class PlanForm(forms.Form):
    """When, whom, and how; what a kind of campaign does not need is left out."""

    title = forms.CharField(label=gettext_lazy("title"), max_length=80)
    starts_on = requests.DayField(label=pgettext_lazy("period", "from"), widget=DayInput)
    ends_on = requests.DayField(
        label=pgettext_lazy("period", "to"), widget=DayInput, required=False,
        help_text=gettext_lazy("Empty: without end."),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("XLSForm workbook"),
        help_text=gettext_lazy("As KoboToolbox or ODK export it: .xlsx with survey and choices."),
    )
    targets = forms.ChoiceField(label=gettext_lazy("who is visited"))
    place_kind = forms.ChoiceField(
        label=gettext_lazy("which public places"), required=False,
        help_text=gettext_lazy("Only if public places are visited."),
    )  # fmt: skip
    buildings = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Buildings"), required=False, coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: every building."),
    )  # fmt: skip
    villages = forms.MultipleChoiceField(
        label=gettext_lazy("Villages of origin"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    residence = forms.MultipleChoiceField(
        label=gettext_lazy("Residence"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=Household.Residence.choices,
    )  # fmt: skip
    care = forms.MultipleChoiceField(
        label=gettext_lazy("Care needs"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=CareNeed.Kind.choices,
    )  # fmt: skip
    not_reached_days = forms.TypedChoiceField(
        label=gettext_lazy("Not reached by anything"), required=False, coerce=int, empty_value=None,
        choices=PERIODS,
    )  # fmt: skip
    about = forms.CharField(
        label=gettext_lazy("what residents are told"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    purpose = forms.ChoiceField(
        label=gettext_lazy("purpose in data protection"),
        choices=[(purpose.code, purpose.label) for purpose in purposes.PURPOSES.values()],
    )
    most_visits = forms.IntegerField(
        label=gettext_lazy("visits at most, if nobody is home"), min_value=1, max_value=20
    )
    is_open = forms.BooleanField(
        label=gettext_lazy("households may answer by their own key"), required=False
    )

    def __init__(self, *args: Any, source: Source, community_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        fields: Any = self.fields
        fields["targets"].choices = Campaign.Targets.choices
        kinds = dict(Place.Kind.choices)
        fields["place_kind"].choices = [("", "—"), *((k, kinds[k]) for k in PUBLIC_KINDS)]
        fields["buildings"].choices = [(p.pk, p.name) for p in buildings(community_id)]
        fields["villages"].choices = [(name, name) for name in villages(community_id)]
        self._ask_days()
        self._leave_out()

    def _ask_days(self) -> None:
        """Ask for the days between visits, for everybody and for each care need of the kind."""
        words: dict[str, Any] = {"": _("everybody"), **dict(CareNeed.Kind.choices)}
        for code in self.source.every_days:
            self.fields[f"days_{code}"] = forms.IntegerField(
                label=_("%(who)s: every … days") % {"who": words.get(code, code)},
                min_value=1, max_value=3650, initial=self.source.every_days[code],
            )  # fmt: skip

    def _leave_out(self) -> None:
        """Leave out what the source has settled."""
        source, gone = self.source, set()
        if source.asks_file:
            self.fields["title"].required = False  # the workbook has one
        else:
            gone.add("file")
        if not source.is_free:
            gone |= {"targets", "purpose", "place_kind"}
            if source.targets not in OF_HOMES:
                gone |= {"villages", "residence", "care", "not_reached_days"}
            if source.targets == "anyone":
                gone |= {"buildings", "most_visits"}
        if source.every_days:
            gone |= {"most_visits", "not_reached_days"}
        for name in gone:
            del self.fields[name]

    @property
    def day_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("days_")]

    def chosen(self) -> dict[str, Any]:
        """Return whom to reach, as the engine takes it; what is not asked stays the source's."""
        data = self.cleaned_data
        asked = [n for n in (*LISTS, "not_reached_days", "place_kind") if n in self.fields]
        kept = {n: v for n, v in self.source.chosen.items() if n not in asked}
        return kept | {name: data[name] for name in asked if data.get(name)}

    def columns(self) -> dict[str, Any]:
        """Return what ``actions.plan`` and ``actions.change`` take, without whom and who."""
        data = self.cleaned_data
        names = ("title", "starts_on", "ends_on", "about", "most_visits", "is_open")
        chosen = {name: data[name] for name in names if name in self.fields}
        days = {n.removeprefix("days_"): data[n] for n in self.fields if n.startswith("days_")}
        return chosen | ({"every_days": days} if days else {})


def first_values(source: Source, *, today: date, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page is filled in with; ``asked`` are words of the address."""
    ends_on = None if source.every_days else today + timedelta(days=ROUND_DAYS - 1)
    chosen = dict(source.chosen)
    if asked.get("never"):
        chosen["not_reached_days"] = 3650
    if asked.get("building"):
        chosen["buildings"] = [asked["building"]]
    return {
        "title": source.title,
        "starts_on": today,
        "ends_on": ends_on,
        "targets": source.targets or "households",
        "about": source.about,
        "purpose": source.purpose,
        "most_visits": source.most_visits,
        "is_open": source.is_open,
        **chosen,
    }


def counted(doors: int, people: int, *, targets: str) -> list[str]:
    """Say how many doors a plan holds, and how many each person would have."""
    sentence = doors_in_words(doors, targets)
    if not people or not doors:
        return [sentence]
    each = ngettext(
        "%(count)s person, about %(each)s each", "%(count)s people, about %(each)s each", people
    )
    share = doors_in_words(-(-doors // people), targets)
    return [sentence, each % {"count": people, "each": share}]
