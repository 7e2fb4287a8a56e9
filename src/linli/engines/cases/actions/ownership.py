"""Verbs of who answers for a matter: accept, assign, take, return, pass on."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid, NotAllowed
from linli.engines.cases import routing
from linli.engines.cases.actions import notifications
from linli.engines.cases.actions.access import CaseAction, begin, path_of
from linli.engines.cases.actions.finish import REASON_MOST, finish, tidy
from linli.engines.cases.models import Case
from linli.engines.cases.verbs import NEEDS
from linli.registry.access import Actor
from linli.registry.held_posts import standing
from linli.registry.models import Organisation, Post

OWNER = ("post", "organisation", "owner_label", "first_owner_label")


@transaction.atomic
def accept(case_id: int, *, by: Actor, version: int | None = None) -> Case:
    """Say that the matter is ours; who raised it is told who takes care of it, and by when."""
    action = begin(case_id, "accept", by=by, version=version)
    return finish(action, tell=lambda case: notifications.tell_raisers("case.accepted", case))


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
    action = begin(case_id, "assign", by=by, version=version, owner=post_id or organisation_id)
    return _hand_over(action, post_id, organisation_id, words=words)


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
    action = begin(case_id, "reassign", by=by, version=version, owner=post_id or organisation_id)
    return _hand_over(action, post_id, organisation_id, words=reason)


@transaction.atomic
def take(case_id: int, *, by: Actor, version: int | None = None) -> Case:
    """Take the matter in hand oneself: the actor's own post here becomes its owner."""
    action = begin(case_id, "take", by=by, version=version)
    case, before = action.row, action.row.owner_label
    post = _own_post(action)
    if post is not None:
        _set_owner(case, post, None)
    return finish(
        action, columns=OWNER, change=_owners(before, case), facts={"owner": case.owner_label},
        tell=lambda case: notifications.tell_raisers("case.accepted", case),
    )  # fmt: skip


@transaction.atomic
def return_case(case_id: int, *, by: Actor, version: int | None = None, reason: str = "") -> Case:
    """Give the matter back to those who assign. The reason stands in the timeline for staff."""
    reason = tidy(reason, field="reason", most=REASON_MOST)
    action = begin(case_id, "return", by=by, version=version, reason=reason)
    case, before = action.row, action.row.owner_label
    case.post = case.organisation = None
    case.owner_label = ""
    return finish(
        action, words=reason, is_public=False, columns=OWNER, change=_owners(before, case),
        facts={"owner": before},
        tell=lambda case: notifications.tell(
            "case.returned", case, notifications.dispatchers(case), owner=before, reason=reason
        ),
    )  # fmt: skip


def _hand_over(
    action: CaseAction, post_id: int | None, organisation_id: int | None, *, words: str
) -> Case:
    words = tidy(words, field="reason", most=REASON_MOST)
    post = _post(action, post_id) if post_id else None
    organisation = _organisation(action, organisation_id) if organisation_id and not post else None
    if "dispatcher" not in action.who and not _within_own(action, post, organisation):
        raise NotAllowed(_("You can pass this on within your own organisation only."))
    before = action.row.owner_label
    _set_owner(action.row, post, organisation)
    return finish(
        action, words=words, is_public=False, columns=OWNER, change=_owners(before, action.row),
        facts={"owner": action.row.owner_label},
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


def _post(action: CaseAction, post_id: int) -> Post:
    """Return a standing post that serves this community. Raises ``Invalid``."""
    rows = standing().select_related("place", "organisation").filter(pk=post_id)
    post = rows.first()
    path = path_of(action.row)
    home = action.row.community.path
    serves = post is not None and (
        path.startswith(post.place.path) or post.place.path.startswith(home)
    )
    if post is None or not serves:
        raise Invalid(NEEDS["owner"], errors={"owner": [_("Nobody here holds this post now.")]})
    return post


def _organisation(action: CaseAction, organisation_id: int) -> Organisation:
    """Return an organisation of this community, or of what lies above it. Raises ``Invalid``."""
    row = Organisation.objects.filter(pk=organisation_id, is_active=True)
    organisation = row.select_related("community").first()
    home = action.row.community.path
    if organisation is None or not home.startswith(organisation.community.path):
        sentence = _("This organisation does not work here.")
        raise Invalid(sentence, errors={"organisation": [sentence], "owner": [sentence]})
    return organisation


def _within_own(action: CaseAction, post: Post | None, organisation: Organisation | None) -> bool:
    chosen = post.organisation_id if post else (organisation.pk if organisation else None)
    return chosen is not None and chosen in action.by.organisations


def _own_post(action: CaseAction) -> Post | None:
    """Return the actor's post that is nearest to the matter; the one it has already, if any."""
    mine = {held.id for held in action.by.posts}
    if action.row.post_id in mine:
        return None
    path = path_of(action.row)
    over = [held for held in action.by.posts if path.startswith(held.path)]
    if not over:
        return None
    nearest = max(over, key=lambda held: len(held.path))
    return Post.objects.select_related("place", "organisation").get(pk=nearest.id)


def _owners(before: str, case: Case) -> dict[str, list[str]]:
    return {"owner": [before, case.owner_label]} if before != case.owner_label else {}
