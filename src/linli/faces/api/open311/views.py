"""The addresses of GeoReport v2. Anyone may read public kinds; filing needs an api_key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from linli.core.refusals import Invalid, NotAllowed, NotFound, Refusal
from linli.engines.cases import kinds
from linli.engines.cases.danger import contacts
from linli.engines.cases.models import Case
from linli.faces.api.open311 import filing, parameters, schema
from linli.faces.api.open311.responses import Element, answer, errors
from linli.registry.bearers import Bearer, bearer_of
from linli.registry.models import Place
from linli.registry.queries import community_by_code

P = ParamSpec("P")
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2026-11-24T00:00:00Z"
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


@dataclass(frozen=True)
class Endpoint(Element):
    """Where GeoReport is spoken, and how."""

    specification: str
    url: str
    changeset: str
    type: str
    formats: tuple[str, ...]


@dataclass(frozen=True)
class Discovery(Element):
    """What the house has for other programs."""

    changeset: str
    contact: str
    key_service: str
    endpoints: tuple[Endpoint, ...]


@dataclass(frozen=True)
class TokenOfRequest(Element):
    """The request that a token stands for."""

    service_request_id: str
    token: str


@dataclass(frozen=True)
class Accepted(Element):
    """What a POST made."""

    service_request_id: str
    service_notice: str
    account_id: None


def georeport(*methods: str) -> Callable[[View[P]], View[P]]:
    """Answer every refusal as GeoReport does, in the asked format."""

    def decorate(view: View[P]) -> View[P]:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            form = str(kwargs.get("form", "xml"))
            if request.method == "OPTIONS":  # a browser asks before it posts from another page
                allowed = HttpResponse(status=204)
                allowed["Access-Control-Allow-Origin"] = "*"
                allowed["Access-Control-Allow-Methods"] = ", ".join(methods)
                allowed["Access-Control-Allow-Headers"] = "Content-Type"
                return allowed
            if request.method not in methods:
                refused = errors(_("This address does not do that."), code=405, form=form)
                refused["Allow"] = ", ".join(methods)
                return refused
            try:
                return view(request, *args, **kwargs)
            except Refusal as fault:
                return errors(fault.sentence, code=fault.status, form=form)
            except (MultiPartParserError, SuspiciousOperation, BadRequest, UnicodeError):
                return errors(_("The form cannot be read."), code=400, form=form)

        return cast(View[P], guarded)

    return decorate


@georeport("GET", "HEAD")
def discovery(request: HttpRequest, *, form: str) -> HttpResponse:
    """GET discovery: which endpoint speaks what."""
    endpoint = Endpoint(
        specification=SPECIFICATION,
        url=request.build_absolute_uri(reverse("open311")).rstrip("/"),
        changeset=CHANGESET,
        type="production" if settings.PRODUCTION else "test",
        formats=("application/json", "text/xml"),
    )
    content = Discovery(
        changeset=CHANGESET,
        contact=_("Please ask the community's office."),
        key_service=_("The community's secretary issues keys on the settings pages."),
        endpoints=(endpoint,),
    )
    return answer(content, root="discovery", form=form)


@georeport("GET", "HEAD")
def services(request: HttpRequest, *, form: str) -> HttpResponse:
    """GET services: the public kinds of a community."""
    public = kinds.public_in(_community(request).pk)
    return answer([schema.service(kind) for kind in public], root="services", form=form)


@georeport("GET", "HEAD")
def service(request: HttpRequest, *, code: str, form: str) -> HttpResponse:
    """GET one service's definition."""
    kind = schema.public_kind(_community(request), code)
    return answer(schema.definition(kind), root="service_definition", form=form)


@georeport("GET", "HEAD", "POST")
def requests(request: HttpRequest, *, form: str) -> HttpResponse:
    """GET requests, or POST one."""
    if request.method == "POST":
        return _post(request, form=form)
    wanted = parameters.wanted(request, now=timezone.now())
    community = _named(request) if wanted.ids is not None else _community(request)
    return answer(schema.public_requests(community, wanted), root="service_requests", form=form)


@georeport("GET", "HEAD")
def request(request: HttpRequest, *, request_id: str, form: str) -> HttpResponse:
    """GET one request."""
    public = schema.public_request(_named(request), parameters.request_id(request_id))
    if not public:
        raise NotFound(_("service_request_id: there is no such public request."))
    return answer(public, root="service_requests", form=form)


@georeport("GET", "HEAD")
def token(request: HttpRequest, *, token: str, form: str) -> HttpResponse:
    """GET the request of a token. Ids are given at once here, so a token is the id itself."""
    public = schema.public_request(_named(request), parameters.request_id(token))
    if not public:
        raise NotFound(_("token: there is no such token."))
    content = TokenOfRequest(public[0].service_request_id, token)
    return answer([content], root="service_requests", form=form)


@georeport("GET", "HEAD", "POST")
def nowhere(request: HttpRequest) -> HttpResponse:
    """Any other address below the endpoint."""
    raise NotFound(_("There is no such resource here. See discovery.xml for what there is."))


def _post(request: HttpRequest, *, form: str) -> HttpResponse:
    bearer = _bearer(request)
    community = _community(request, bearer=bearer)
    code = parameters.text(request, "service_code")
    if not code:
        raise Invalid(_("service_code was not provided."))
    kind = schema.public_kind(community, code)
    filed = filing.take_in(request, bearer=bearer, community=community, kind=kind)
    content = Accepted(
        service_request_id=str(filed.case.pk),
        service_notice=_notice(filed.case, kind),
        account_id=None,
    )
    return answer([content], root="service_requests", form=form, status=201)


def _notice(case: Case, kind: kinds.Kind) -> str:
    if case.danger:
        listed = contacts.calls(case.community_id, [case.danger], place=case.place)
        numbers = ", ".join(f"{call.label} {call.phone}" for call in listed)
        return _("Is anybody in danger? Call at once: %(numbers)s.") % {"numbers": numbers}
    within = kind.within()
    if within is None:
        return _("We have written it down.")
    return _("We have written it down. It is to be done within %(time)s.") % {"time": within}


def _bearer(request: HttpRequest) -> Bearer:
    """Return who holds the api_key. Raises ``NotAllowed`` (403) without a valid one."""
    key = parameters.text(request, "api_key")
    if not key:
        raise NotAllowed(_("api_key was not provided."))
    bearer = bearer_of(key)
    if bearer is None:
        raise NotAllowed(_("api_key is not valid."))
    bearer.require("open311")
    return bearer


def _community(request: HttpRequest, *, bearer: Bearer | None = None) -> Place:
    """Return the community that is meant: the key's own, else the one named, else the first."""
    named = _named(request)
    if bearer is not None:
        own = bearer.community
        if named is not None and named.pk != own.pk:
            raise NotAllowed(_("This api_key was issued for another community."))
        return own
    place = named or community_by_code("")
    if place is None:
        raise NotFound(_("There is no community here yet."))
    return place


def _named(request: HttpRequest) -> Place | None:
    typed = parameters.text(request, "jurisdiction_id")
    if not typed:
        return None
    place = community_by_code(typed)
    if place is None:
        raise NotFound(_("jurisdiction_id was not found."))
    return place
