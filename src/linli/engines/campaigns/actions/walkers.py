"""Who walks a campaign: chosen, doors shared out, ill, handed over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.db.models import Avg, Count, QuerySet
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.core.refusals import Invalid, NotAllowed
from linli.engines.campaigns import rules
from linli.engines.campaigns.models import Campaign, Door, Walker
from linli.engines.campaigns.subjects import CAMPAIGNS
from linli.registry import roles
from linli.registry.access import Actor
from linli.registry.bulk import update_rows
from linli.registry.held_posts import standing
from linli.registry.models import Place, Post

ABOVE = ("district", "street_office", "community")  # a post there watches over no single door


@transaction.atomic
def set_people(campaign_id: int, user_ids: Collection[int], *, by: Actor) -> list[Walker]:
    """Say who walks. Doors of who leaves, and those nobody has, go to the others at once.

    Raises ``Invalid`` for somebody whose post does not let them visit here.
    """
    action = CAMPAIGNS.begin(campaign_id, "set_people", by=by)
    campaign = action.row
    walkers = choose(campaign, user_ids)
    moved = give_free_doors(campaign)
    CAMPAIGNS.note(
        action, change={"people": sorted(walker.user_id for walker in walkers), "doors": moved}
    )
    return walkers


@transaction.atomic
def share(campaign_id: int, *, by: Actor) -> int:
    """Share all undone doors out anew; return how many changed hands."""
    action = CAMPAIGNS.begin(campaign_id, "share", by=by)
    campaign = action.row
    doors = list(undone(campaign))
    before = {door.pk: door.walker_id for door in doors}
    give(campaign, doors, anew=True)
    moved = sum(door.walker_id != before[door.pk] for door in doors)
    CAMPAIGNS.note(action, change={"doors": moved})
    return moved


@transaction.atomic
def rest(campaign_id: int, walker_id: int, *, by: Actor) -> int:
    """Let somebody rest who is ill: their undone doors go to the others. Returns how many.

    One may say so of oneself. Raises ``Invalid`` when nobody else walks.
    """
    action = CAMPAIGNS.begin(campaign_id, "rest", by=by)
    campaign = action.row
    walker = _walker(campaign, walker_id)
    if "planner" not in action.who and walker.user_id != by.user_id:
        raise NotAllowed(CAMPAIGNS.refuse_actor(campaign, action.verb))
    if not Walker.objects.filter(campaign=campaign, is_active=True).exclude(pk=walker.pk).exists():
        raise Invalid(_("Nobody else walks this campaign. Choose somebody first."))
    Walker.objects.filter(pk=walker.pk).update(is_active=False)
    moved = give_free_doors(campaign)
    CAMPAIGNS.note(action, change={"walker": walker.user_id, "doors": moved})
    return moved


@transaction.atomic
def hand_over(campaign_id: int, door_ids: Collection[int], *, to: int, by: Actor) -> int:
    """Hand doors to another walker (by the walker's id); one may hand over one's own.

    Returns how many changed hands.
    """
    action = CAMPAIGNS.begin(campaign_id, "hand_over", by=by)
    campaign = action.row
    taker = _walker(campaign, to)
    if not taker.is_active:
        raise Invalid(_("%(name)s does not walk at present. Choose another.") % {"name": taker})
    doors = list(Door.objects.filter(campaign=campaign, pk__in=door_ids))
    if "planner" not in action.who:
        mine = set(Walker.objects.filter(campaign=campaign, user=by.user_id).values_list("pk"))
        if len(doors) != len(set(door_ids)) or any((d.walker_id,) not in mine for d in doors):
            raise Invalid(_("You can hand over your own doors only."))
    moved = pass_on(doors, {door.pk: taker.pk for door in doors})
    CAMPAIGNS.note(action, change={"to": taker.user_id, "doors": moved})
    return moved


def choose(campaign: Campaign, user_ids: Collection[int]) -> list[Walker]:
    """Make these users the walkers, and nobody else; who left keeps a row for what they did."""
    users = {user.pk: user for user in User.objects.filter(pk__in=user_ids, is_active=True)}
    may_visit = serving(campaign.community, users)
    for pk in user_ids:
        if pk not in may_visit:
            known = Post.objects.filter(user=pk, place__path__startswith=campaign.community.path)
            is_known = pk in users and known.exists()  # nobody learns strangers' names
            name = str(users[pk]) if is_known else _("This person")
            raise Invalid(
                _("%(name)s has no post that includes visiting here. Appoint them first.")
                % {"name": name},
                errors={"people": [str(name)]},
            )
    Walker.objects.filter(campaign=campaign).exclude(user__in=users).update(is_active=False)
    Walker.objects.bulk_create(
        [Walker(campaign=campaign, user=user, name=str(user)[:60]) for user in users.values()],
        update_conflicts=True,
        unique_fields=["campaign", "user"],
        update_fields=["is_active", "name"],
    )
    return list(Walker.objects.filter(campaign=campaign, is_active=True).order_by("pk"))


def serving(community: Place, user_ids: Iterable[int]) -> set[int]:
    """Return which of the users hold a post that lets them visit in the community."""
    posts = standing().filter(user__in=user_ids).select_related("place")
    return {
        post.user_id
        for post in posts
        if post.user_id and "visit" in roles.GRANTS[post.role] and _lies(post, community)
    }


def _lies(post: Post, community: Place) -> bool:
    return post.place.community_id == community.pk or community.path.startswith(post.place.path)


def retire(campaign: Campaign) -> int:
    """Let rest who holds no post any more that lets them visit here; return how many."""
    active = Walker.objects.filter(campaign=campaign, is_active=True)
    still = serving(campaign.community, active.values_list("user_id", flat=True))
    return active.exclude(user__in=still).update(is_active=False)


def undone(campaign: Campaign) -> QuerySet[Door]:
    """Return the doors at which somebody is still to be met, in walking order: in standing
    visits, which come again, all but those that refused."""
    doors = Door.objects.filter(campaign=campaign).order_by("order", "pk")
    if campaign.is_standing:
        return doors.exclude(state=Door.State.REFUSED)
    return doors.filter(state__in=rules.UNDONE)


def give_free_doors(campaign: Campaign) -> int:
    """Share out the undone doors that nobody who walks has; return how many found somebody."""
    active = set(
        Walker.objects.filter(campaign=campaign, is_active=True).values_list("pk", flat=True)
    )
    return give(campaign, [door for door in undone(campaign) if door.walker_id not in active])


def give(campaign: Campaign, doors: Sequence[Door], *, anew: bool = False) -> int:
    """Share doors out among who walks; ``anew`` says that these are all there are to do."""
    shared = rules.share_out(map(as_rule, doors), people(campaign, anew=anew))
    return pass_on(doors, shared)


def as_rule(door: Door) -> rules.Door:
    """Return the door as the sharing sees it."""
    return rules.Door(door.pk, door.order, door.building_id, door.entrance_id, door.floor)


def people(campaign: Campaign, *, anew: bool = False) -> list[rules.Person]:
    """Return who walks, with what they watch over and, unless ``anew``, what they have to do."""
    walkers = list(Walker.objects.filter(campaign=campaign, is_active=True))
    watches: dict[int, set[int]] = defaultdict(set)
    posts = standing().filter(
        user__in=[walker.user_id for walker in walkers], place__community=campaign.community_id
    )
    for user_id, place_id in posts.exclude(place__kind__in=ABOVE).values_list("user", "place"):
        watches[user_id or 0].add(place_id)
    busy = undone(campaign).values("walker")
    held = {} if anew else {
        row["walker"]: row for row in busy.annotate(n=Count("pk"), at=Avg("order")).order_by()
    }  # fmt: skip
    return [
        rules.Person(
            walker.pk,
            frozenset(watches[walker.user_id]),
            held=held[walker.pk]["n"] if walker.pk in held else 0,
            at=held[walker.pk]["at"] if walker.pk in held else None,
        )
        for walker in walkers
    ]


def pass_on(doors: Iterable[Door], to: dict[int, int]) -> int:
    """Give each door to its new walker, remembering who had it; return how many changed hands."""
    moved = []
    for door in doors:
        taker = to.get(door.pk, door.walker_id)
        if taker == door.walker_id:
            continue
        if door.walker_id and door.walker_id not in door.former:
            door.former.append(door.walker_id)
        door.walker_id = taker
        moved.append(door)
    update_rows(moved, ["walker", "former"])
    return len(moved)


def _walker(campaign: Campaign, walker_id: int) -> Walker:
    walker = Walker.objects.filter(campaign=campaign, pk=walker_id).first()
    if walker is None:
        raise Invalid(_("This person does not walk this campaign. Choose another."))
    return walker
