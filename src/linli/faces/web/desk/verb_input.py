"""How what was typed into a verb's form becomes the verb's own words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core.refusals import Invalid, NotFound
from linli.engines.cases import actions
from linli.engines.cases.models import Case
from linli.engines.cases.queries import desk_case
from linli.engines.cases.series import SERIES
from linli.faces import requests
from linli.registry.access import Actor


def do(verb: str, case: Case, *, by: Actor, version: int | None, given: dict[str, Any]) -> None:
    """Turn what a form holds into the verb's own words, and do it."""
    words = {name: value for name, value in given.items() if value not in ("", None)}
    if "owner" in words:
        words |= chosen_owner(words.pop("owner"))
    if "organisation" in words:
        words |= chosen_owner(words.pop("organisation"))
    if "due_on" in words:
        words["due_at"] = _close_of(words.pop("due_on"))
    if "stars" in words:
        words["stars"] = int(words["stars"])
    SPECIAL.get(verb, _plain)(verb, case, {"by": by, "version": version, **words})


def chosen_owner(value: str) -> dict[str, int]:
    """Read "post:7" or "organisation:3"; empty when it is neither."""
    what, _colon, pk = value.partition(":")
    if what not in ("post", "organisation"):
        return {}
    return {f"{what}_id": requests.id_of(pk)}


def _plain(verb: str, case: Case, words: dict[str, Any]) -> None:
    getattr(actions, verb)(case.pk, **words)


def _return(verb: str, case: Case, words: dict[str, Any]) -> None:
    actions.return_case(case.pk, **words)


def _unversioned(verb: str, case: Case, words: dict[str, Any]) -> None:
    """A note or a photo is never lost because somebody else was quicker."""
    words.pop("version")
    getattr(actions, verb)(case.pk, **words)


def _inspect(verb: str, case: Case, words: dict[str, Any]) -> None:
    actions.inspect(case.pk, passed=verb == "inspect", **words)


def _review(verb: str, case: Case, words: dict[str, Any]) -> None:
    actions.review(case.pk, solved=words.pop("solved") == "yes", **words)


def _set_public(verb: str, case: Case, words: dict[str, Any]) -> None:
    actions.set_public(case.pk, is_public=words.pop("is_public") == "yes", **words)


def _look(verb: str, case: Case, words: dict[str, Any]) -> None:
    """An emptied box means that nothing may be read, not that nothing was changed."""
    actions.look(case.pk, **{"text": "", **words})


def _merge(verb: str, case: Case, words: dict[str, Any]) -> None:
    typed = SERIES.digits(words.pop("into", ""))
    try:
        into = desk_case.case_id_of(case.community_id, requests.id_of(typed))
    except NotFound:
        sentence = _("There is no matter with this number. Please look at the list again.")
        raise Invalid(sentence, errors={"into": [sentence]}) from None
    actions.merge(case.pk, into_id=into, **words)


def _split(verb: str, case: Case, words: dict[str, Any]) -> None:
    actions.split(case.pk, parts=words.pop("parts", "").splitlines(), **words)


SPECIAL: dict[str, Callable[[str, Case, dict[str, Any]], None]] = {
    "return": _return,
    "add_note": _unversioned,
    "add_photos": _unversioned,
    "inspect": _inspect,
    "send_back": _inspect,
    "review": _review,
    "set_public": _set_public,
    "look": _look,
    "merge": _merge,
    "split": _split,
}


def _close_of(day: Any) -> datetime:
    """A deadline given as a day ends at six in the evening."""
    return timezone.make_aware(datetime.combine(day, time(18)))
