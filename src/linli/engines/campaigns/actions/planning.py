"""A campaign's own life: planned, changed, started, ended, discarded."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import codes
from linli.core.labels import Label
from linli.core.now import now
from linli.core.refusals import Invalid, NotFound, OutOfDate
from linli.core.text import clean
from linli.engines.campaigns import kinds, rules
from linli.engines.campaigns.actions import door_selection, walkers
from linli.engines.campaigns.form_versions import form_of
from linli.engines.campaigns.kinds import Kind
from linli.engines.campaigns.models import Campaign, Door, FormVersion
from linli.engines.campaigns.subjects import CAMPAIGNS
from linli.forms import lists, schema
from linli.forms.schema import Form
from linli.forms.validation import faults
from linli.registry import purposes
from linli.registry.access import Actor, require
from linli.registry.queries import place_for

State = Campaign.State
BATCH = 500
TITLE_LETTERS, ABOUT_LETTERS = 80, 400
MOST_VISITS, MOST_DAYS = 20, 3650
BLANK = Kind("", Label("", ""), "", Label("", ""), purpose="", targets="")  # a form of one's own
CHANGEABLE = {
    "title", "about", "starts_on", "ends_on", "most_visits", "every_days", "is_open", "chosen",
}  # fmt: skip


@transaction.atomic
def plan(
    *,
    by: Actor,
    community_id: int,
    kind: str = "",
    title: str = "",
    form: Form | None = None,
    targets: str = "",
    chosen: Mapping[str, Any] | None = None,
    starts_on: date,
    ends_on: date | None = None,
    about: str = "",
    purpose: str = "",
    most_visits: int | None = None,
    every_days: Mapping[str, int] | None = None,
    is_open: bool | None = None,
    people: Collection[int] = (),
) -> Campaign:
    """Plan a campaign of a kind, or from a blank form: a draft with its doors, shared out.

    What is not given is the kind's. ``people`` are user ids. Raises ``Invalid`` with the field.
    """
    community = place_for(by, community_id)
    require(by, "plan_campaigns", path=community.path)
    if community.kind != "community":
        raise NotFound(_("There is no such community."))
    model = kinds.get(kind) if kind else BLANK
    given = {
        "title": title, "about": about, "purpose": purpose, "targets": targets,
        "most_visits": most_visits, "every_days": every_days, "is_open": is_open,
    }  # fmt: skip
    campaign = Campaign(community=community, starts_on=starts_on, ends_on=ends_on)
    fill(campaign, model, {n: v for n, v in given.items() if v not in (None, "")}, by=by)
    campaign.chosen |= dict(chosen or {})
    return write(campaign, form or model.form, people=people, by=by)


def fill(campaign: Campaign, model: Kind, given: Mapping[str, Any], *, by: Actor) -> None:
    """Fill a new campaign's columns from its kind, and from what was given instead."""
    columns = {
        "title": model.label.zh,
        "about": model.about.zh if model.about else "",
        "purpose": model.purpose,
        "targets": model.targets,
        "most_visits": model.most_visits,
        "every_days": model.every_days,
        "is_open": model.is_open,
    }
    for name, value in (columns | dict(given)).items():
        setattr(campaign, name, value)
    campaign.every_days = dict(campaign.every_days)
    campaign.chosen = {"care": list(model.care), "place_kind": model.place_kind}
    campaign.kind, campaign.code = model.code, codes.new_code()
    campaign.made_by_id, campaign.made_at = by.user_id, now()


def write(campaign: Campaign, form: Form, *, people: Collection[int], by: Actor) -> Campaign:
    """Check and write a new draft with form, doors and people, and its line."""
    check(campaign)
    check_form(form)
    campaign.save(force_insert=True)
    if campaign.series_id is None:
        campaign.series = campaign
        campaign.save(update_fields=["series"])
    _keep_form(campaign, form, number=1)
    doors = lay_doors(campaign, people)
    change = {
        "title": campaign.title, "kind": campaign.kind, "doors": doors, "people": len(people),
    }  # fmt: skip
    CAMPAIGNS.write_line(campaign, "plan", by=by, at=campaign.made_at, change=change)
    return campaign


def lay_doors(campaign: Campaign, user_ids: Collection[int]) -> int:
    """Write the doors of a new campaign, each with its walker (1 insert a 500 doors)."""
    doors = door_selection.doors_for(campaign)
    if user_ids:
        walkers.choose(campaign, user_ids)
        numbered = [
            rules.Door(n, door.order, door.building_id, door.entrance_id, door.floor)
            for n, door in enumerate(doors)
        ]
        shared = rules.share_out(numbered, walkers.people(campaign, anew=True))
        for number, walker_id in shared.items():
            doors[number].walker_id = walker_id
    Door.objects.bulk_create(doors, batch_size=BATCH)
    return len(doors)


@transaction.atomic
def change(campaign_id: int, *, by: Actor, **columns: Any) -> Campaign:
    """Change title, about, starts_on, ends_on, most_visits, every_days or is_open; of a draft
    also ``chosen``, which lays its doors anew."""
    action = CAMPAIGNS.begin(campaign_id, "change", by=by)
    campaign = action.row
    if unknown := set(columns) - CHANGEABLE:
        raise TypeError(f"change cannot change {sorted(unknown)}")
    if "chosen" in columns and campaign.state != State.DRAFT:
        raise OutOfDate(_("The doors of a campaign that has started are refreshed, not chosen."))
    changed = sorted(n for n, value in columns.items() if getattr(campaign, n) != value)
    for name, value in columns.items():
        setattr(campaign, name, value)
    check(campaign)
    if not changed:
        return campaign

    def then(campaign: Campaign) -> None:
        if {"chosen", "every_days", "starts_on"} & set(changed) and campaign.state == State.DRAFT:
            Door.objects.filter(campaign=campaign).delete()
            active = campaign.walkers.filter(is_active=True)
            lay_doors(campaign, list(active.values_list("user_id", flat=True)))

    return CAMPAIGNS.finish(action, columns=columns, change={"fields": changed}, then=then)


@transaction.atomic
def change_form(campaign_id: int, form: Form, *, by: Actor) -> FormVersion:
    """Ask something else from now on: a new version; answers to older ones still arrive.

    Of a draft, which nobody has answered, the version itself is changed.
    """
    action = CAMPAIGNS.begin(campaign_id, "change_form", by=by)
    campaign = action.row
    check_form(form, is_draft=campaign.state == State.DRAFT)
    number = campaign.form_number + (campaign.state != State.DRAFT)
    FormVersion.objects.filter(campaign=campaign, number=number).delete()
    version = _keep_form(campaign, form, number=number)
    campaign.form_number = version.number
    CAMPAIGNS.finish(action, columns=["form_number"], change={"number": version.number})
    return version


@transaction.atomic
def start(campaign_id: int, *, by: Actor) -> Campaign:
    """Let a draft begin. Raises ``Invalid`` when there is nobody to reach or nothing to ask."""
    action = CAMPAIGNS.begin(campaign_id, "start", by=by)
    campaign = action.row
    if campaign.targets != Campaign.Targets.ANYONE and not campaign.doors.exists():
        raise Invalid(_("No door fits the choice. Choose otherwise whom to reach."))
    form = form_of(campaign.pk, campaign.form_number)
    if not form.questions:
        raise Invalid(_("The form asks nothing yet. Add a question first."))
    check_form(form)
    if files := lists.files_needed(form):
        raise Invalid(
            _("The form still needs a file: %(files)s. Give it on the page “What is asked”.")
            % {"files": ", ".join(files)}
        )
    campaign.started_at = action.now
    return CAMPAIGNS.finish(action, columns=["started_at"])


@transaction.atomic
def end(campaign_id: int, *, by: Actor) -> Campaign:
    """End a campaign. What phones still send is kept, marked late."""
    action = CAMPAIGNS.begin(campaign_id, "end", by=by)
    action.row.ended_at = action.now
    undone = action.row.doors.filter(state__in=rules.UNDONE).count()
    return CAMPAIGNS.finish(action, columns=["ended_at"], change={"undone": undone})


@transaction.atomic
def discard(campaign_id: int, *, by: Actor) -> None:
    """Throw a draft away."""
    action = CAMPAIGNS.begin(campaign_id, "discard", by=by)
    change = {"title": action.row.title}
    CAMPAIGNS.finish(action, change=change, then=lambda campaign: campaign.delete())


def check(campaign: Campaign) -> None:
    """Tidy a campaign's columns. Raises ``Invalid`` naming the first field that cannot be."""
    campaign.title = clean(campaign.title, most=TITLE_LETTERS)
    campaign.about = clean(campaign.about, most=ABOUT_LETTERS)
    faulty = {
        "title": not campaign.title,
        "targets": campaign.targets not in Campaign.Targets.values,
        "ends_on": bool(campaign.ends_on and campaign.ends_on < campaign.starts_on),
        "most_visits": not 1 <= campaign.most_visits <= MOST_VISITS,
        "every_days": not _are_days(campaign.every_days),
    }
    says = {
        "title": _("Give the campaign a title."),
        "targets": _("Choose who is visited."),
        "ends_on": _("The last day lies before the first. Please correct one of them."),
        "most_visits": _("Visits at most: a number between 1 and 20."),
        "every_days": _("Standing visits come every 1 to 3650 days."),
    }
    for name in (name for name, is_faulty in faulty.items() if is_faulty):
        raise Invalid(says[name], errors={name: [says[name]]})
    campaign.basis = purposes.get(campaign.purpose).basis
    campaign.chosen = door_selection.checked(
        campaign.chosen, targets=campaign.targets, community_id=campaign.community_id
    )


def _are_days(every_days: Any) -> bool:
    return isinstance(every_days, dict) and all(
        isinstance(n, int) and 1 <= n <= MOST_DAYS for n in every_days.values()
    )


def check_form(form: Form, *, is_draft: bool = False) -> None:
    """Raise ``Invalid`` with every fault of a form. In a draft a group may still be empty."""
    empty = {q.code for q in form.every() if q.type in schema.HOLDERS and not q.questions}
    problems = [fault for fault in faults(form) if not (is_draft and fault.code in empty)]
    if problems:
        says = [f"{fault.code}: {fault.says} {fault.remedy}".strip() for fault in problems]
        raise Invalid("\n".join(says), errors={"form": says})


def _keep_form(campaign: Campaign, form: Form, *, number: int) -> FormVersion:
    kept = schema.to_json(lists.with_own_tables(form))
    return FormVersion.objects.create(
        campaign=campaign, number=number, definition=kept, made_at=now()
    )
