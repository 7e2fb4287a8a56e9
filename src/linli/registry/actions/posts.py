"""Posts and organisations: appointed, ended, entered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.core import constraints, record
from linli.core.refusals import Invalid, NotAllowed, NotFound
from linli.core.rows import locked
from linli.core.text import clean
from linli.registry import access, roles, rows
from linli.registry.access import Actor
from linli.registry.actions import checks
from linli.registry.models import Organisation, Place, Post
from linli.registry.queries.posts import stands_over

_HOMES = ("community", "building", "entrance")
ROLE_PLACES: dict[str, tuple[str, ...]] = {
    "steward": ("building", "entrance"),
    "trusted_local": _HOMES,
    "party_member": _HOMES,
    "grid_worker": _HOMES,
    "worker": ("community",),
    "secretary": ("community",),
    "property_staff": ("community", "building"),
    "street_officer": ("street_office",),
    "district_reader": ("district",),
    "administrator": ("district", "street_office"),
}


@constraints.atomic()
def appoint(
    role: str,
    *,
    place_id: int,
    holder: str,
    by: Actor,
    user_id: int | None = None,
    person_id: int | None = None,
    organisation_id: int | None = None,
    phone: str = "",
    since: date | None = None,
) -> Post:
    """Give somebody a post at a place. Without ``user`` it is a name to call, without a log-in.

    Whoever serves where ``by`` does not reach is invited instead (``invitations.invite``).
    """
    place = rows.place(place_id)
    organisation = organisation_called(organisation_id)
    check_may_appoint(role, place=place, by=by, organisation=organisation)
    person = rows.person(person_id) if person_id is not None else None
    if person is not None:
        checks.not_erased(person)
    user = rows.user(user_id) if user_id is not None else None
    if user is not None:
        _check_user(user, role, place=place, by=by)
    post = Post(
        role=role,
        place=place,
        holder=checks.person_name(holder),
        user=user,
        person=person,
        organisation=organisation,
        phone=checks.phone(phone),
        since=since or timezone.localdate(),
    )
    return write_post(post, by=by)


def write_post(post: Post, *, by: Actor) -> Post:
    """Write a checked post and its line, inside an action. Raises ``Invalid`` for a second one."""
    user = post.user
    if user is not None and _holds(user, post.role, post.place):
        raise Invalid(_("%(name)s holds this post already.") % {"name": user})
    post.save(force_insert=True)
    record.note(
        "post.appointed",
        post,
        by=by,
        community_id=post.place.community_id,
        change={
            "role": post.role,
            "place": str(post.place),
            "user": user.pk if user else None,
        },
    )
    return post


def check_may_appoint(
    role: str, *, place: Place, by: Actor, organisation: Organisation | None
) -> None:
    """Raise unless ``by`` may fill such a post here, and the post can be."""
    access.require(by, roles.appointing(role), path=place.path)
    _check_fits(role, place, organisation)
    _require_above(by, role, place)


def _require_above(by: Actor, role: str, place: Place) -> None:
    if not access.stands_above(by, role, path=place.path):
        raise NotAllowed(
            _("This post stands no lower than yours: those above you appoint and end it.")
        )


def _check_user(user: User, role: str, *, place: Place, by: Actor) -> None:
    """Refuse a log-in that is shut or that ``by`` has no power over, and a post that lifts one's
    own power."""
    if not user.is_active:
        raise Invalid(_("This log-in is shut. Open another one for this post."))
    if by.user_id == user.pk:
        more = [
            permission
            for permission in roles.GRANTS[role]
            if not by.may(permission, path=place.path)
        ]
        if more:
            raise NotAllowed(
                _("Nobody gives themselves more than they have. Ask who appoints you.")
            )
        return
    if not stands_over(by, user):
        raise NotAllowed(_("This person serves outside your reach, too. Invite them instead."))


@constraints.atomic()
def end_post(post_id: int, *, by: Actor, on: date | None = None, reason: str = "") -> Post:
    """End a post. Its matters stay where they are until somebody assigns them anew."""
    standing = Post.objects.select_related("place", "organisation")
    post = locked(standing).filter(pk=post_id).first()
    if post is None:
        raise NotFound(rows.NO_POST)
    access.require(by, roles.appointing(post.role), path=post.place.path)
    if post.ended_on is not None:
        raise Invalid(_("This post has ended already."))
    if by.user_id is not None and post.user_id == by.user_id and post.role == "secretary":
        raise Invalid(_("Your own post as secretary is ended by the street office."))
    _require_above(by, post.role, post.place)
    post.ended_on = on or timezone.localdate()
    post.save(update_fields=["ended_on"])
    record.note(
        "post.ended",
        post,
        by=by,
        community_id=post.place.community_id,
        change={"role": post.role, "place": str(post.place), "on": post.ended_on},
        reason=reason,
    )
    return post


@constraints.atomic()
def add_organisation(
    community_id: int, *, name: str, kind: str, by: Actor, phone: str = "", robot_url: str = ""
) -> Organisation:
    """Enter who can answer for matters: a team, the property company, a department."""
    community = rows.place(community_id)
    access.require(by, "manage_posts", path=community.path)
    if kind not in Organisation.Kind.values:
        raise checks.refuse("kind", _("Choose team, property company or department."))
    shown = clean(name, most=80)
    if not shown:
        raise checks.refuse("name", _("Please give the organisation's name."))
    if Organisation.objects.filter(community=community, name=shown).exists():
        raise checks.refuse(
            "name", _("%(name)s is there already. Choose another name.") % {"name": shown}
        )
    row = Organisation.objects.create(
        community=community, kind=kind, name=shown, phone=checks.phone(phone), robot_url=robot_url
    )
    record.note(
        "organisation.added",
        row,
        by=by,
        community_id=community.pk,
        change={"name": shown, "kind": kind},
    )
    return row


@constraints.atomic()
def change_organisation(organisation_id: int, *, by: Actor, **changes: Any) -> Organisation:
    """Change name, phone, robot_url or is_active."""
    organisation = organisation_called(organisation_id, hold=True)
    assert organisation is not None  # noqa: S101  an id was given
    access.require(by, "manage_posts", path=organisation.community.path)
    if unknown := set(changes) - {"name", "phone", "robot_url", "is_active"}:
        raise TypeError(f"change_organisation cannot change {sorted(unknown)}")
    if "phone" in changes:
        changes["phone"] = checks.phone(changes["phone"])
    changed = sorted(k for k, v in changes.items() if getattr(organisation, k) != v)
    for column, value in changes.items():
        setattr(organisation, column, value)
    organisation.save(update_fields=list(changes))
    record.note(
        "organisation.changed",
        organisation,
        by=by,
        community_id=organisation.community_id,
        change={"fields": changed},
    )
    return organisation


def organisation_called(organisation_id: int | None, *, hold: bool = False) -> Organisation | None:
    """Return an organisation by its id, None for none; ``hold`` locks it. Raises ``NotFound``."""
    if organisation_id is None:
        return None
    named = Organisation.objects.filter(pk=organisation_id).select_related("community")
    organisation = (locked(named) if hold else named).first()
    if organisation is None:
        raise NotFound(_("There is no such organisation."))
    return organisation


def _check_fits(role: str, place: Place, organisation: Organisation | None) -> None:
    if role not in ROLE_PLACES:
        raise checks.refuse("role", _("Choose a role from the list."))
    if place.kind not in ROLE_PLACES[role]:
        kinds = ", ".join(str(Place.Kind(kind).label) for kind in ROLE_PLACES[role])
        raise checks.refuse(
            "place",
            _("A %(role)s is appointed for: %(kinds)s. Choose such a place.")
            % {"role": Post.Role(role).label, "kinds": kinds},
        )
    if role == "administrator" and place.parent_id is not None:
        raise checks.refuse(
            "place", _("The house's administrator is appointed at its topmost place.")
        )
    if role == "property_staff" and organisation is None:
        raise checks.refuse("organisation", _("Choose the company for which this person works."))
    if organisation is not None and not place.path.startswith(organisation.community.path):
        # Else the post would open whatever the company answers for in its own community.
        raise checks.refuse("organisation", _("This organisation does not work at this place."))


def _holds(user: User, role: str, place: Place) -> bool:
    return Post.objects.filter(user=user, role=role, place=place, ended_on=None).exists()
