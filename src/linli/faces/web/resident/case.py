"""One matter as who raised it sees it: where it stands, who answers, by when; yes or no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages as toasts
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.accounts import login_steps
from linli.core import files, limits
from linli.core.refusals import NotAllowed, NotFound, Refusal, TooMany
from linli.engines.cases import actions
from linli.engines.cases.models import Case
from linli.engines.cases.queries import resident
from linli.engines.cases.queries.photos import photo_by_id
from linli.engines.cases.queries.resident import ResidentCase
from linli.engines.cases.workflows import CLOCK
from linli.faces import requests
from linli.faces.web.desk import danger_calls
from linli.faces.web.resident import plain_words, visitor
from linli.faces.web.shared import times
from linli.registry.access import Actor, actor_of_user
from linli.registry.queries import nearest_posts

GUESSES = limits.Guesses("follow", 60, 600, 6000, 3600)  # only wrong codes count


def follow(request: HttpRequest, code: str = "") -> HttpResponse:
    """/c/ and /c/CODE/: type or scan a follow code. The matter opens at its own address."""
    asked = (code or request.GET.get("code", "") or request.POST.get("code", "")).strip()[:40]
    context: dict[str, Any] = {"tab": "mine", "typed": asked}
    status = 200
    if asked:
        try:
            case = _case_of_code(request, asked)
        except (NotFound, TooMany) as refusal:
            context["fault"], status = refusal.sentence, refusal.status
        else:
            visitor.follow(request, case)
            visitor.choose(request, case.community)
            return redirect("my_case", case.pk)
    return render(request, "web/resident/follow.html", context, status=status)


def _case_of_code(request: HttpRequest, code: str) -> Case:
    """Return the matter of a follow code; wrong ones are counted for their address."""
    address = visitor.address(request)
    GUESSES.check(address)
    try:
        return resident.by_follow_code(code)
    except NotFound:
        GUESSES.count_failure(address)
        raise


def case_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """/my/ID/: for the household that raised or supports it, and for bearers of its code."""
    return _page(request, visitor.actor_for(request, case_id), case_id)


def _page(
    request: HttpRequest, actor: Actor, case_id: int, *, fault: Refusal | None = None
) -> HttpResponse:
    shown = resident.case_for_resident(actor, case_id)
    case, now = shown.case, timezone.now()
    tag, colour = plain_words.tag_of(case)
    context = {
        "tab": "mine",
        **danger_calls.of_case(case),
        "case": case,
        "title": shown.words.title,
        "where": shown.words.where,
        "text": shown.words.text,
        "version": case.version,
        "kind": shown.kind,
        "is_reporter": shown.is_reporter,
        "tag": tag,
        "colour": colour,
        "sentence": plain_words.sentence_of(case),
        "is_late": CLOCK.is_late(case, now=now),
        "due": times.due(case.due_at, now=now) if case.due_at and CLOCK.runs(case.state) else "",
        "answers": plain_words.answers_of(shown.kind, shown.words.answers),
        "question": _last_words(shown, "ask") if case.state == "waiting" else "",
        "result": _last_words(shown, "resolve") if case.state == "resolved" else "",
        "after": [p for p in shown.photos if p.role == "after" and case.state == "resolved"],
        "steps": [plain_words.step_row(step, own_key=actor.key, now=now) for step in shown.steps],
        "photos": shown.photos,
        "verbs": shown.verbs,
        "call": _call(case),
        "stars": range(5, 0, -1),
        "fault": fault.sentence if fault else "",
        "typed": request.POST if fault else {},
    }
    return render(request, "web/resident/case.html", context, status=fault.status if fault else 200)


def _last_words(shown: ResidentCase, verb: str) -> str:
    """Return what was said with the latest step of this verb."""
    return next((step.words for step in shown.steps if step.verb == verb), "")


def _call(case: Case) -> dict[str, str] | None:
    """Return whom to call about a matter: who answers for it, else the nearest grid worker."""
    if case.post is not None and case.post.phone:
        return {"who": case.post.holder, "phone": case.post.phone}
    if case.organisation is not None and case.organisation.phone:
        return {"who": case.organisation.name, "phone": case.organisation.phone}
    for post in nearest_posts(case.building or case.community, "grid_worker"):
        if post.phone:
            return {"who": post.holder, "phone": post.phone}
    return None


def _answer(request: HttpRequest, case_id: int, actor: Actor, version: int | None) -> str:
    text, photos = request.POST.get("text", ""), request.FILES.getlist("photos")
    actions.answer(case_id, by=actor, version=version, text=text, photos=photos)
    return _("Thank you, we go on.")


def _confirm(request: HttpRequest, case_id: int, actor: Actor, version: int | None) -> str:
    stars = requests.number(request.POST, "stars", most=5) or None
    word = request.POST.get("word", "")
    actions.confirm(case_id, by=actor, version=version, stars=stars, word=word)
    return _("Thank you. The matter is closed.")


def _reopen(request: HttpRequest, case_id: int, actor: Actor, version: int | None) -> str:
    actions.reopen(case_id, by=actor, version=version, reason=request.POST.get("word", ""))
    return _("We take it up again.")


def _withdraw(request: HttpRequest, case_id: int, actor: Actor, version: int | None) -> str:
    actions.withdraw(case_id, by=actor, version=version, reason=request.POST.get("word", ""))
    return _("Withdrawn.")


def _add_photos(request: HttpRequest, case_id: int, actor: Actor, _version: int | None) -> str:
    actions.add_photos(case_id, by=actor, photos=request.FILES.getlist("photos"))
    return _("The photos are added.")


VERBS: dict[str, Callable[[HttpRequest, int, Actor, int | None], str]] = {
    "answer": _answer,
    "confirm": _confirm,
    "reopen": _reopen,
    "withdraw": _withdraw,
    "add_photos": _add_photos,
}


@require_POST
def act(request: HttpRequest, case_id: int, verb: str) -> HttpResponse:
    """/my/ID/VERB/: answer, confirm, reopen, withdraw, add_photos. A no is shown on the page."""
    actor = visitor.actor_for(request, case_id)
    do = VERBS.get(verb)
    if do is None:
        raise NotFound(_("There is no such page."))
    try:
        sentence = do(request, case_id, actor, requests.number(request.POST, "version"))
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, actor, case_id, fault=refusal)
    toasts.success(request, sentence)
    return redirect("my_case", case_id)


def photo(request: HttpRequest, photo_id: int) -> HttpResponseBase:
    """/photo/ID/: a matter's photo, for whoever may see the matter. Never cached by others."""
    shown = _photo_for(request, photo_id)
    opened = files.open_photo(shown.file)
    answer = FileResponse(opened.stream, content_type=opened.content_type)
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


def _photo_for(request: HttpRequest, photo_id: int) -> Any:
    try:
        return resident.photo_for(
            visitor.actor_of(request), photo_id, followed_ids=visitor.followed_ids(request)
        )
    except NotFound:
        if not request.user.is_authenticated:
            raise
    photo = photo_by_id(photo_id)
    if photo is None:
        raise NotFound(_("This photo is not here any more."))
    if lacking := login_steps.lacks(request.user):
        raise NotAllowed(login_steps.TO_DO[lacking][1])
    actions.access_case(actor_of_user(request.user), photo.case_id)
    return photo
