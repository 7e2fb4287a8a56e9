"""How a matter ends on the estate: confirmed, called back, deferred, referred, left lying …"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from linli.core.files import Drawn
from linli.demo import phrases, pictures
from linli.demo.crew import Crew, Moments, PlannedCase, working
from linli.engines.cases import actions as do
from linli.engines.cases import kinds
from linli.engines.cases.models import Case
from linli.registry.access import SYSTEM, Actor, actor_of_household


def _voice(case: Case) -> Actor:
    """Return who raised it, by key or by follow code."""
    if case.household_id is not None and case.household is not None:
        return actor_of_household(case.household)
    return Actor(key=f"follow:{case.pk}", label="", case_id=case.pk)


def _done_at(case: Case, die: random.Random, at: datetime) -> datetime:
    """Return when it is put right: nine in ten within the deadline."""
    due = case.due_at or case.opened_at + timedelta(days=3)
    span = due - case.opened_at
    share = die.uniform(1.05, 1.7) if die.random() < 0.09 else die.betavariate(2, 3)
    return max(working(case.opened_at + span * share), at + timedelta(minutes=12))


def _resolve(
    planned: PlannedCase, case: Case, crew: Crew, die: random.Random, at: datetime, result: str = ""
) -> Iterator[datetime]:
    """Put it right; where the workflow asks for it somebody else looks again."""
    owner = crew.owner(Case.objects.get(pk=case.pk), die)
    kind = kinds.get(case.kind)
    photos: tuple[Drawn, ...] = ()
    if "after" in kind.photos or (planned.what.scene and die.random() < 0.25):
        photos = (pictures.photo(planned.what.scene, after=True),)
    done = do.resolve(case.pk, by=owner, result=result or planned.result, photos=photos)
    if done.state != Case.State.INSPECTING:
        return
    yield working(at + timedelta(hours=die.randint(2, 30)))
    inspector = crew.workers[1] if owner.key == crew.workers[0].key else crew.workers[0]
    do.inspect(case.pk, by=inspector, passed=True, words=die.choice(phrases.INSPECTED))


def _stars(die: random.Random) -> int:
    return die.choices((5, 4, 3, 2, 1), (55, 29, 11, 3, 2))[0]


def confirmed(
    planned: PlannedCase, case: Case, crew: Crew, die: random.Random, at: datetime
) -> Moments:
    """It is put right, and who raised it says so."""
    at = _done_at(case, die, at)
    yield at
    yield from _resolve(planned, case, crew, die, at)
    yield _later(case, die, hours=40)
    stars = _stars(die)
    by = crew.workers[-1] if kinds.get(case.kind).workflow == "at_the_desk" else _voice(case)
    do.confirm(case.pk, by=by, stars=stars, word=die.choice(phrases.THANKS[stars]))
    yield from _shown(case, crew, die)


def _shown(case: Case, crew: Crew, die: random.Random) -> Moments:
    """Now and then a worker lets the public page show the pictures."""
    now = Case.objects.get(pk=case.pk)
    photo_ids = list(now.photos.values_list("pk", flat=True))
    if now.is_public and photo_ids and die.random() < 0.35:
        yield _later(case, die, hours=30)
        do.set_public(case.pk, by=crew.workers[0], is_public=True, photo_ids=photo_ids)


def _later(case: Case, die: random.Random, *, hours: int) -> datetime:
    last = Case.objects.filter(pk=case.pk).values_list("updated_at", flat=True).get()
    return working(last + timedelta(minutes=die.randint(25, hours * 60)))


def reviewed(
    planned: PlannedCase, case: Case, crew: Crew, die: random.Random, at: datetime
) -> Moments:
    """It is put right, and a call-back records what the person says."""
    at = _done_at(case, die, at)
    yield at
    yield from _resolve(planned, case, crew, die, at)
    yield _later(case, die, hours=70)
    do.review(
        case.pk, by=crew.workers[0], solved=True, stars=_stars(die), words="电话回访，已解决。"
    )


def silent(
    planned: PlannedCase, case: Case, crew: Crew, die: random.Random, at: datetime
) -> Moments:
    """It is put right, and nobody answers."""
    at = _done_at(case, die, at)
    yield at
    yield from _resolve(planned, case, crew, die, at)
    wait = kinds.get(case.kind).silent_after_days
    last = Case.objects.filter(pk=case.pk).values_list("updated_at", flat=True).get()
    yield last + timedelta(days=wait, minutes=20)
    do.close_silent(case.pk, by=SYSTEM)


def reopened(
    planned: PlannedCase, case: Case, crew: Crew, die: random.Random, at: datetime
) -> Moments:
    """It was not put right the first time."""
    at = _done_at(case, die, at)
    yield at
    yield from _resolve(planned, case, crew, die, at)
    yield _later(case, die, hours=30)
    do.reopen(case.pk, by=_voice(case), reason=die.choice(phrases.NOT_YET))
    at = _later(case, die, hours=40)
    yield at
    yield from _resolve(planned, case, crew, die, at, phrases.AGAIN)
    yield _later(case, die, hours=40)
    do.confirm(case.pk, by=_voice(case), stars=4, word="这次修好了。")


def asked(
    planned: PlannedCase, case: Case, crew: Crew, die: random.Random, at: datetime
) -> Moments:
    """Something had to be asked first."""
    at = working(at + timedelta(minutes=die.randint(20, 200)))
    yield at
    which = die.randrange(len(phrases.QUESTIONS))
    owner = crew.owner(Case.objects.get(pk=case.pk), die)
    do.ask(case.pk, by=owner, text=phrases.QUESTIONS[which])
    yield _later(case, die, hours=30)
    do.answer(case.pk, by=_voice(case), text=phrases.ANSWERS[which])
    fresh = Case.objects.get(pk=case.pk)
    yield from confirmed(planned, fresh, crew, die, _later(case, die, hours=10))


def deferred(
    planned: PlannedCase, case: Case, crew: Crew, die: random.Random, at: datetime
) -> Moments:
    """It cannot be solved now; the reason and the day are told."""
    at = _done_at(case, die, at)
    yield at
    reason, days = die.choice(phrases.DEFERS)
    day = timezone.localdate(at) + timedelta(days=days)
    owner = crew.owner(Case.objects.get(pk=case.pk), die)
    do.defer(case.pk, by=owner, reason=reason, review_on=day)
    at = working(at + timedelta(days=days, hours=1))
    yield at
    do.resume(case.pk, by=owner)
    fresh = Case.objects.get(pk=case.pk)
    yield from reviewed(planned, fresh, crew, die, at + timedelta(days=2))


def extended(
    planned: PlannedCase, case: Case, crew: Crew, die: random.Random, at: datetime
) -> Moments:
    """It took longer, and the person was told why."""
    due = case.due_at or at + timedelta(days=3)
    at = max(at, working(case.opened_at + (due - case.opened_at) * 0.8))
    yield at
    longer = max(due, at) + timedelta(days=4)
    do.extend(case.pk, by=crew.workers[0], due_at=longer, reason=die.choice(phrases.EXTENSIONS))
    yield from confirmed(planned, Case.objects.get(pk=case.pk), crew, die, at)


def referred(
    planned: PlannedCase, case: Case, crew: Crew, die: random.Random, at: datetime
) -> Moments:
    """It is not the community's duty; who does it is named."""
    at = working(at + timedelta(hours=die.randint(1, 20)))
    yield at
    reason, destination, phone = phrases.REFERRALS[case.kind]
    do.refer(case.pk, by=crew.workers[0], reason=reason, destination=destination, phone=phone)


def whistled(
    planned: PlannedCase, case: Case, crew: Crew, die: random.Random, at: datetime
) -> Moments:
    """A department is called in; the first owner still answers for it."""
    at = working(at + timedelta(hours=die.randint(1, 10)))
    yield at
    department = crew.departments[phrases.WHISTLES[case.kind]]
    do.whistle(
        case.pk, by=crew.workers[0], organisation_id=department.pk,
        text="请到现场看一看，给出处理意见。", due_at=at + timedelta(days=2),
    )  # fmt: skip
    yield working(at + timedelta(hours=die.randint(5, 44)))
    do.whistle_answer(
        case.pk, by=crew.workers[0], text=f"{department.name}已到场，处理意见已告知，会同办理。"
    )
    fresh = Case.objects.get(pk=case.pk)
    yield from reviewed(planned, fresh, crew, die, _later(case, die, hours=10))


def withdrawn(
    planned: PlannedCase, case: Case, crew: Crew, die: random.Random, at: datetime
) -> Moments:
    """It settled itself."""
    yield at + timedelta(minutes=die.randint(20, 300))
    do.withdraw(case.pk, by=_voice(case), reason=die.choice(phrases.WITHDRAWALS))


def left_lying(
    planned: PlannedCase, case: Case, crew: Crew, die: random.Random, at: datetime
) -> Moments:
    """Nobody has got round to it: this is how a matter becomes overdue."""
    yield at + timedelta(days=400)


ENDINGS = {
    "confirmed": confirmed, "reviewed": reviewed, "silent": silent, "reopened": reopened,
    "asked": asked, "deferred": deferred, "extended": extended, "referred": referred,
    "whistled": whistled, "withdrawn": withdrawn, "left_lying": left_lying,
}  # fmt: skip
