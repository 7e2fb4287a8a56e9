"""Answers are erased when their purpose has had its days, and with the people they tell of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from linli.core import files, record
from linli.engines.campaigns import tallies
from linli.engines.campaigns.actions.visit_photos import drop
from linli.engines.campaigns.form_versions import form_of
from linli.engines.campaigns.models import (
    AnswerTally,
    Campaign,
    Conflict,
    Door,
    EffectRun,
    MissingPhoto,
    PhotoUpload,
    Visit,
    VisitPhoto,
)
from linli.forms.schema import CHOSEN, Form
from linli.registry import forgetting, purposes
from linli.registry.access import SYSTEM
from linli.registry.forgetting import Forgetting, Gone, Texts

BATCH = 500


def forget_expired(*, now: datetime) -> int:
    """Erase the answers of campaigns that ended longer ago than their purpose keeps data, and of
    standing ones what newer answers replaced so long ago. Returns how many visits."""
    ended = Campaign.objects.filter(state=Campaign.State.ENDED, erased_at=None)
    standing = Campaign.objects.filter(state=Campaign.State.RUNNING).exclude(every_days={})
    count = 0
    for campaign in [*ended.order_by("pk"), *standing.order_by("pk")]:
        before = now - timedelta(days=purposes.keep_days(campaign.purpose, campaign.community_id))
        if campaign.is_standing and campaign.ended_at is None:
            count += _forget_replaced(campaign, before=before)
        elif campaign.ended_at and campaign.ended_at < before:
            count += _forget_campaign(campaign, now=now)
    return count


@transaction.atomic
def _forget_campaign(campaign: Campaign, *, now: datetime) -> int:
    """Erase what was answered; how often each option was chosen stays."""
    visits = Visit.objects.filter(campaign=campaign)
    campaign.counts = _counted(campaign)
    campaign.erased_at = now
    campaign.save(update_fields=["counts", "erased_at"])
    Door.objects.filter(campaign=campaign).update(note="", answer=None)
    tallies.empty_all([campaign.pk])
    return _blank(campaign, visits.values_list("pk", flat=True))


@transaction.atomic
def _forget_replaced(campaign: Campaign, *, before: datetime) -> int:
    standing = Door.objects.filter(answer=OuterRef("pk"))
    old = Visit.objects.filter(~Exists(standing), campaign=campaign, at__lt=before)
    return _blank(campaign, old.exclude(answers={}).values_list("pk", flat=True))


def _blank(campaign: Campaign, rows: QuerySet[Visit, int]) -> int:
    """Empty visits of a campaign, with a line; none are left, no line."""
    ids = list(rows)
    if ids:
        blank(ids)
        record.note(
            "campaign.answers_erased",
            campaign,
            by=SYSTEM,
            community_id=campaign.community_id,
            change={"purpose": campaign.purpose, "visits": len(ids)},
        )
    return len(ids)


def blank(visit_ids: Collection[int]) -> None:
    """Empty what these visits heard: answers, pictures, disputes, words of effects."""
    ids = list(visit_ids)
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        visits = Visit.objects.filter(pk__in=some).order_by()
        tallies.empty_all(visits.values_list("campaign", flat=True).distinct())
        Visit.objects.filter(pk__in=some).update(answers={}, started_from={})
        Conflict.objects.filter(visit__in=some).delete()
        EffectRun.objects.filter(visit__in=some).exclude(state=EffectRun.State.WAITING).update(
            with_words={}, says=""
        )
        EffectRun.objects.filter(visit__in=some, state=EffectRun.State.WAITING).delete()
        MissingPhoto.objects.filter(visit__in=some).delete()
        photos = VisitPhoto.objects.filter(visit__in=some)
        for file in photos.values_list("file", flat=True):
            files.drop_photo(file)
        photos.delete()


def _counted(campaign: Campaign) -> dict[str, dict[str, int]]:
    """Count, by question, how often each option stands in the answers that count."""
    forms: dict[int, Form] = {}
    counts: dict[str, Counter[str]] = {}
    counting = Visit.objects.filter(campaign=campaign).exclude(answers={})
    if campaign.targets != Campaign.Targets.ANYONE:
        counting = counting.filter(door__answer=F("pk"))
    for number, answers in counting.values_list("form_number", "answers").iterator():
        form = forms.setdefault(number, form_of(campaign.pk, number))
        for question in form.every():
            if question.type in CHOSEN and (answer := answers.get(question.code)) is not None:
                chosen = answer if isinstance(answer, list) else [answer]
                counts.setdefault(question.code, Counter()).update(chosen)
    return {code: dict(counted) for code, counted in counts.items()}


def forget_people(gone: Gone) -> None:
    """Erase with households and people what visits heard of them."""
    visits = _heard(gone).values_list("pk", "uid")
    blank([pk for pk, _uid in visits])
    for upload in PhotoUpload.objects.filter(uid__in=[uid for _pk, uid in visits]):
        drop(upload)
    _forget_contacts(gone.homes)
    doors = Door.objects.filter(Q(household__in=gone.households) | Q(person__in=gone.people))
    doors.update(note="", answer=None)
    here = Campaign.objects.filter(community=gone.community_id)
    tallies.empty_all(here.order_by().values_list("pk", flat=True))  # they hold what was said
    about_home = {
        Visit: Visit.objects.filter(household__in=gone.homes),
        Door: Door.objects.filter(household__in=gone.homes),
        EffectRun: EffectRun.objects.filter(visit__household__in=gone.homes),
        Conflict: Conflict.objects.filter(household__in=gone.homes),
    }
    for model, rows in about_home.items():
        forgetting.cover_rows(rows.order_by("pk"), forgetting.TEXTS[model], gone.cover_home)


def _heard(gone: Gone) -> QuerySet[Visit]:
    about = Q(household__in=gone.households) | Q(door__person__in=gone.people)
    return Visit.objects.filter(about)


def _forget_contacts(household_ids: Iterable[int]) -> None:
    """Take out of answers who spoke for these households, and by which phone."""
    visits = Visit.objects.filter(household__in=household_ids).exclude(answers={})
    for visit in visits:
        form = form_of(visit.campaign_id, visit.form_number)
        contact = {
            question.code for question in form.every() if question.binds.startswith("contact.")
        }
        if contact & set(visit.answers):
            visit.answers = {c: answer for c, answer in visit.answers.items() if c not in contact}
            visit.save(update_fields=["answers"])
            tallies.empty_all([visit.campaign_id])
    Conflict.objects.filter(household__in=household_ids, property__startswith="contact.").delete()


def counts(gone: Gone) -> list[tuple[str, int]]:
    """Say how many visits lose their answers, and how many of their pictures go."""
    heard = _heard(gone)
    pictures = VisitPhoto.objects.filter(visit__in=heard.values("pk"))
    return [("answers", heard.exclude(answers={}).count()), ("photos", pictures.count())]


FORGETTING = Forgetting(
    forget_people,
    columns=((VisitPhoto, ("file",)), (AnswerTally, ("counts", "texts"))),
    texts=(
        Texts(Campaign, ("title", "about")),
        Texts(Visit, ("answers", "started_from")),
        Texts(Door, ("note", "label"), "campaign__community"),
        Texts(Conflict, ("started_from", "standing", "said"), "campaign__community"),
        Texts(EffectRun, ("with_words", "says"), "visit__community"),
    ),
    counts=counts,
)


def held(names: Collection[str]) -> set[str]:
    """Return which of these pictures hang on a visit."""
    return set(VisitPhoto.objects.filter(file__in=names).values_list("file", flat=True))


files.held_by("visits", held)
