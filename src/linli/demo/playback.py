"""How one matter goes on the estate, told verb by verb; each ``yield`` says when it goes on."""

from __future__ import annotations

import random
from datetime import timedelta

from linli.demo import phrases, pictures
from linli.demo.crew import Crew, Moments, PlannedCase, working
from linli.demo.endings import ENDINGS
from linli.engines.cases import actions as do
from linli.engines.cases import kinds
from linli.engines.cases.actions import Reporter
from linli.engines.cases.models import Case
from linli.registry.access import VISITOR, Actor, actor_of_household

LEFT_TO_LOOK_AT = 25  # of so many public matters one has not been looked at


def tell(planned: PlannedCase, crew: Crew, die: random.Random) -> Moments:
    """Tell a matter from its filing to its end; it stops wherever the present overtakes it."""
    yield planned.opened
    case = _file(planned, crew, die)
    at = working(planned.opened + timedelta(minutes=die.randint(9, 200)))
    yield at
    owner = crew.owner(case, die)
    do.take(case.pk, by=owner) if die.random() < 0.6 else do.accept(case.pk, by=owner)
    if case.is_public and case.look and case.number % LEFT_TO_LOOK_AT:
        do.look(case.pk, by=crew.workers[0])
    for household in planned.supporters:
        at += timedelta(minutes=die.randint(20, 300))
        yield at
        if case.is_public and household.pk != case.household_id:
            do.support(case.pk, by=actor_of_household(household))
    if die.random() < 0.55:
        at = working(at + timedelta(minutes=die.randint(30, 400)))
        yield at
        do.reply(case.pk, by=owner, text=die.choice(phrases.REPLIES))
    if die.random() < 0.16:
        do.add_note(case.pk, by=owner, text=die.choice(phrases.NOTES))
    yield from ENDINGS[planned.ending](planned, case, crew, die, at)


def _file(planned: PlannedCase, crew: Crew, die: random.Random) -> Case:
    by, reporter = _raiser(planned, crew)
    scene = planned.what.scene
    wants = kinds.get(planned.what.kind).photos
    shows = bool(scene) and (planned.channel in ("household", "place_code")) and die.random() < 0.6
    photos = (pictures.photo(scene, after=False),) if shows or "before" in wants else ()
    filed = do.file_case(
        by=by, community_id=crew.community.pk, channel=planned.channel, kind=planned.what.kind,
        text=planned.text, place=planned.place, reporter=reporter, photos=photos,
        fields=_fields(planned), urgency=planned.urgency, external_id=planned.external_id,
    )  # fmt: skip
    planned.case_id = filed.case.pk
    return filed.case


def _raiser(planned: PlannedCase, crew: Crew) -> tuple[Actor, Reporter]:
    """Return who files it, and who is said to have raised it."""
    home = planned.household
    if planned.channel == "household" and home is not None:
        return actor_of_household(home), Reporter(household_id=home.pk)
    reporter = Reporter(planned.name, planned.phone)
    if planned.channel in ("place_code", "open311"):
        return VISITOR, reporter
    at_desk = home.pk if home and planned.channel in ("desk", "phone") else None
    return crew.workers[-1], Reporter(planned.name, planned.phone, household_id=at_desk)


def _fields(planned: PlannedCase) -> dict[str, object]:
    if planned.what.kind != "lamp_broken":
        return {}
    where = {"entrance": "entrance", "lamp": "path", "facility": "garage"}
    return {"where": where.get(planned.what.spot, "other")}
