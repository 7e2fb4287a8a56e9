"""Verbs of who answers for a matter: accept, assign, take, return, pass on."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid, NotAllowed
from linli.engines.cases import routing
from linli.engines.cases.actions import notifications
from linli.engines.cases.actions.access import Turn, begin, path_of
from linli.engines.cases.actions.finish import REASON_MOST, finish, tidy
from linli.engines.cases.models import Case
from linli.engines.cases.verbs import NEEDS
from linli.registry.access import Actor
from linli.registry.models import Organisation, Post
from linli.registry.queries.posts import standing

OWNER = ("post", "organisation", "owner_label", "first_owner_label")


@transaction.atomic
def accept(case_id: int, *, by: Actor, version: int | None = None) -> Case:
    """Say that the matter is ours; who raised it is told who takes care of it, and by when."""
    turn = begin(case_id, "accept", by=by, version=version)
    return finish(turn, tell=lambda case: notifications.tell_raisers("case.accepted", case))


@transaction.atomic
def assign(
    case_id: int,
    *,
    by: Actor,
    version: int | None = None,
    post_id: int | None = None,
    organisation_id: int | None = None,
    words: str = "",
) -> Case:
    """Give the matter to a post or an organisation of this place. ``words`` are for the owner."""
    turn = begin(case_id, "assign", by=by, version=version, owner=post_id or organisation_id)
    return _hand_over(turn, post_id, organisation_id, words=words)


@transaction.atomic
def reassign(
    case_id: int,
    *,
    by: Actor,
    version: int | None = None,
    post_id: int | None = None,
    organisation_id: int | None = None,
    reason: str = "",
) -> Case:
    """Pass the matter on. An owner who may not dispatch passes it within the own organisation."""
    turn = begin(case_id, "reassign", by=by, version=version, owner=post_id or organisation_id)
    return _hand_over(turn, post_id, organisation_id, words=reason)


@transaction.atomic
def take(case_id: int, *, by: Actor, version: int | None = None) -> Case:
    """Take the matter in hand oneself: the actor's own post here becomes its owner."""
    turn = begin(case_id, "take", by=by, version=version)
    case, before = turn.case, turn.case.owner_label
    post = _own_post(turn)
    if post is not None:
        _set_owner(case, post, None)
    return finish(
        turn, columns=OWNER, change=_owners(before, case), facts={"owner": case.owner_label},
        tell=lambda case: notifications.tell_raisers("case.accepted", case),
    )  # fmt: skip


@transaction.atomic
def return_case(case_id: int, *, by: Actor, version: int | None = None, reason: str = "") -> Case:
    """Give the matter back to those who assign. The reason stands in the timeline for staff."""
    reason = tidy(reason, field="reason", most=REASON_MOST)
    turn = begin(case_id, "return", by=by, version=version, reason=reason)
    case, before = turn.case, turn.case.owner_label
    case.post = case.organisation = None
    case.owner_label = ""
    return finish(
        turn, words=reason, is_public=False, columns=OWNER, change=_owners(before, case),
        facts={"owner": before},
        tell=lambda case: notifications.tell(
            "case.returned", case, notifications.dispatchers(case), owner=before, reason=reason
        ),
    )  # fmt: skip


def _hand_over(turn: Turn, post_id: int | None, organisation_id: int | None, *, words: str) -> Case:
    words = tidy(words, field="reason", most=REASON_MOST)
    post = _post(turn, post_id) if post_id else None
    organisation = _organisation(turn, organisation_id) if organisation_id and not post else None
    if "dispatcher" not in turn.who and not _within_own(turn, post, organisation):
        raise NotAllowed(_("You can pass this on within your own organisation only."))
    before = turn.case.owner_label
    _set_owner(turn.case, post, organisation)
    return finish(
        turn, words=words, is_public=False, columns=OWNER, change=_owners(before, turn.case),
        facts={"owner": turn.case.owner_label},
        tell=lambda case: notifications.tell_owner("case.assigned", case, reason=words),
    )  # fmt: skip


def _set_owner(case: Case, post: Post | None, organisation: Organisation | None) -> None:
    case.post = post
    case.organisation = post.organisation if post else organisation
    if post is not None:
        case.owner_label = routing.label_of_post(post)
    elif organisation is not None:
        case.owner_label = organisation.name
    case.first_owner_label = case.first_owner_label or case.owner_label


def _post(turn: Turn, post_id: int) -> Post:
    """Return a standing post that serves this community. Raises ``Invalid``."""
    rows = standing().select_related("place", "organisation").filter(pk=post_id)
    post = rows.first()
    path = path_of(turn.case)
    home = turn.case.community.path
    serves = post is not None and (
        path.startswith(post.place.path) or post.place.path.startswith(home)
    )
    if post is None or not serves:
        raise Invalid(NEEDS["owner"], errors={"owner": [_("Nobody here holds this post now.")]})
    return post


def _organisation(turn: Turn, organisation_id: int) -> Organisation:
    """Return an organisation of this community, or of what lies above it. Raises ``Invalid``."""
    row = Organisation.objects.filter(pk=organisation_id, is_active=True)
    organisation = row.select_related("community").first()
    home = turn.case.community.path
    if organisation is None or not home.startswith(organisation.community.path):
        sentence = _("This organisation does not work here.")
        raise Invalid(sentence, errors={"organisation": [sentence], "owner": [sentence]})
    return organisation


def _within_own(turn: Turn, post: Post | None, organisation: Organisation | None) -> bool:
    chosen = post.organisation_id if post else (organisation.pk if organisation else None)
    return chosen is not None and chosen in turn.by.organisations


def _own_post(turn: Turn) -> Post | None:
    """Return the actor's post that is nearest to the matter; the one it has already, if any."""
    mine = {held.id for held in turn.by.posts}
    if turn.case.post_id in mine:
        return None
    path = path_of(turn.case)
    over = [held for held in turn.by.posts if path.startswith(held.path)]
    if not over:
        return None
    nearest = max(over, key=lambda held: len(held.path))
    return Post.objects.select_related("place", "organisation").get(pk=nearest.id)


def _owners(before: str, case: Case) -> dict[str, list[str]]:
    return {"owner": [before, case.owner_label]} if before != case.owner_label else {}
