"""Many matters at once, for benchmarks: past the verbs, straight into the tables and the index.

Texts are made of phrases of a community's daily life, 60 to 140 letters long; three matters in a
hundred are open. Nothing here is for a house that is in use.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks import bulk
from benchmarks.phrases import HARDLY_EVER, HOPES, SELDOM, SPOTS, THINGS

NOW = datetime.now(UTC).replace(microsecond=0)
YEARS_BACK = timedelta(days=3 * 365)
OPEN_SHARE = 0.03
CHUNK = 20_000
BUILDINGS = 15
STORIES = 5000  # the newest matters have a timeline
KINDS = (
    "lamp_broken", "noise", "parking", "greenery", "lift_broken", "leak", "corridor_clutter",
    "door_broken", "charging_and_fire", "other",
)  # fmt: skip
DONE = "已安排维修人员到场处理,现已恢复正常。"

Phrase = tuple[str, str]


@dataclass
class Home:
    """A community with its buildings, its worker, its property company, and how many matters."""

    community: Any
    buildings: list[Any]
    company: Any
    worker: Any
    post: Any
    cases: int = 0
    newest: range = range(0)


def found_community() -> Home:
    """Make a community of 15 buildings that nobody has written to yet."""
    from linli.accounts.models import User
    from linli.registry.models import Organisation, Post

    office = _place("street_office", "清溪街道", None)
    home = _place("community", "清溪家园社区", office)
    buildings = [_place("building", f"{701 + n} 楼", home) for n in range(BUILDINGS)]
    company = Organisation.objects.create(community=home, kind="property_company", name="物业")
    worker = User.objects.create(username="worker", display_name="周洁")
    post = Post.objects.create(role="worker", place=home, user=worker, holder="周洁")
    man = User.objects.create(username="company", display_name="孙师傅")
    Post.objects.create(
        role="property_staff", place=home, user=man, holder="孙师傅", organisation=company
    )
    return Home(home, buildings, company, worker, post)


def _place(kind: str, name: str, parent: Any) -> Any:
    from linli.registry.models import Place

    made = Place.objects.create(
        kind=kind, name=name, label=name, parent=parent, path="", order=0,
        code=f"B{Place.objects.count():06d}",
    )  # fmt: skip
    made.path = f"{parent.path if parent else ''}{made.pk}/"
    made.community = made if kind == "community" else (parent.community if parent else None)
    made.building = made if kind == "building" else None
    made.save()
    return made


def fill(home: Home, *, up_to: int, seed: int = 7) -> None:
    """Let the community grow to so many matters; the newest have a timeline."""
    dice = random.Random(seed + home.cases)  # noqa: S311
    phrases = _phrases()
    new = range(_last_id() + 1, up_to + 1)
    with bulk.Loading() as loading:
        for at in range(0, len(new), CHUNK):
            chunk = new[at : at + CHUNK]
            loading.put([_row(n, of=new, home=home, dice=dice, phrases=phrases) for n in chunk])
    _settle(home, new)


def _last_id() -> int:
    from linli.engines.cases.models import Case

    return Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _phrases() -> dict[str, list[Phrase]]:
    """Return phrases with the words under which the index keeps them, made once."""
    from linli.engines.cases.search import tokens

    often = [f"{spot}{thing}" for spot in SPOTS for thing in THINGS]
    often += [hope for hope in HOPES for _ in range(20)]
    vocabulary = {"often": often, "seldom": SELDOM, "hardly": HARDLY_EVER}
    return {
        name: [(phrase, " ".join(tokens(phrase))) for phrase in of_name]
        for name, of_name in vocabulary.items()
    }


def _row(
    number: int, *, of: range, home: Home, dice: random.Random, phrases: dict[str, list[Phrase]]
) -> tuple[dict[str, Any], str]:
    phrased = _said(dice, phrases)
    text = ",".join(phrase for phrase, _words in phrased)
    opened = NOW - YEARS_BACK * ((of.stop - number) / len(of)) - timedelta(minutes=5)
    building = home.buildings[number % BUILDINGS]
    is_open = dice.random() < OPEN_SHARE
    row = {
        "id": number, "community_id": home.community.pk, "building_id": building.pk,
        "place_id": building.pk, "place_label": building.label, "number": number,
        "kind": KINDS[number % 7 if dice.random() < 0.8 else number % 10],
        "kind_confirmed": dice.random() > 0.1, "suggestion": "[]", "title": text[:24],
        "text": text, "fields": "{}", "urgency": 0, "danger": "",
        "called": 0, "channel": "place_code",
        "external_id": "", "external": "{}", "reporter_name": "", "reporter_phone": "",
        "reporter_email": "", "follow_index": f"bench-{number}", "owner_label": "物业",
        "first_owner_label": "物业", "opened_at": opened,
        "post_id": home.post.pk if number % 5 == 0 else None,
        "organisation_id": home.company.pk if number % 5 else None,
        "due_at": opened + timedelta(days=dice.randint(1, 9)), "warn_at": opened,
        "escalation": 0, "reopened": 0, "supporters": number % 4, "is_public": True,
        "public_text": text, "public_result": "" if is_open else DONE, "version": 1,
        "look": "", "held_text": "", "held_result": "",
        "updated_at": opened, **_ended(is_open, opened, dice),
    }  # fmt: skip
    words = " ".join(words for _phrase, words in phrased)
    return row, f"c{home.community.pk} n{number} {words}"


def _said(dice: random.Random, phrases: dict[str, list[Phrase]]) -> list[Phrase]:
    chosen = dice.choices(phrases["often"], k=dice.randint(7, 14))
    luck = dice.random()
    if luck < 0.001:
        chosen.append(dice.choice(phrases["hardly"]))
    elif luck < 0.01:
        chosen.append(dice.choice(phrases["seldom"]))
    return chosen


def _ended(is_open: bool, opened: datetime, dice: random.Random) -> dict[str, Any]:
    if is_open:
        state = dice.choice(("filed", "accepted", "assigned", "in_hand", "in_hand", "resolved"))
        return {"state": state, "closed_at": None, "closing": "", "is_solved": None, "stars": None}
    return {
        "state": "closed", "closed_at": opened + timedelta(days=2), "closing": "confirmed",
        "is_solved": True, "stars": 5,
    }  # fmt: skip


def _settle(home: Home, new: range) -> None:
    """Go on numbering from here; give the newest matters a timeline of four steps."""
    from linli.engines.cases.models import CaseNumber, Step

    CaseNumber.objects.update_or_create(community=home.community, defaults={"last": new[-1]})
    Step.objects.bulk_create(
        Step(case_id=pk, at=NOW, verb=verb, by="visitor", by_label="", words="在办")
        for pk in new[-STORIES:]
        for verb in ("file", "accept", "take", "reply")
    )
    home.cases, home.newest = new[-1], new[-STORIES:]
    bulk.settle(last_id=new[-1])
