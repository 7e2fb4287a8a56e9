"""The door of the data API: who comes in, and how a refusal is answered."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.security import HttpBearer

from linli.core.refusals import Invalid, Refusal
from linli.faces import requests
from linli.faces.api.data.schemas import Refused
from linli.registry.access import Actor
from linli.registry.bearers import Bearer, bearer_of

READ: dict[int, type[Schema]] = {401: Refused, 403: Refused, 404: Refused, 422: Refused}
WRITE: dict[int, type[Schema]] = {**READ, 400: Refused, 409: Refused, 413: Refused, 429: Refused}


class StrictParser(Parser):
    """Reads bodies as the house does: nothing that no database keeps."""

    def parse_body(self, request: HttpRequest) -> Any:
        body = requests.json_of(request.body)
        requests.check_json(body)
        return body


class TokenInHeader(HttpBearer):
    """``Authorization: Bearer …``"""

    openapi_description = "A token made under “Your account”, or on the community's settings pages."

    def authenticate(self, request: HttpRequest, token: str) -> Bearer | None:
        return bearer_of(token)


def bearer_at(request: HttpRequest) -> Bearer:
    """Return who came in; ninja has let nobody else in."""
    return cast(Bearer, request.auth)  # type: ignore[attr-defined]


def actor_for(request: HttpRequest, scope: str | None) -> Actor:
    """Return whom the token acts as. Raises ``NotAllowed`` when it was not issued for this."""
    bearer = bearer_at(request)
    if scope is not None:
        bearer.require(scope)
    return bearer.actor


def answer_refusals(api: NinjaAPI) -> None:
    """Turn every no into ``{code, sentence, errors}``, at this one place."""

    def refuse(
        request: HttpRequest, status: int, code: str, sentence: object,
        errors: dict[str, list[str]] | None = None,
    ) -> HttpResponse:  # fmt: skip
        answer = Refused(code=code, sentence=str(sentence), errors=errors or {})
        return api.create_response(request, answer.model_dump(), status=status)

    @api.exception_handler(Refusal)
    def refused(request: HttpRequest, fault: Refusal) -> HttpResponse:
        errors = fault.errors if isinstance(fault, Invalid) else {}
        plain = {
            field: [str(sentence) for sentence in sentences] for field, sentences in errors.items()
        }
        # 422 is what does not fit the description; this fits it, yet not the matter as it is.
        status = 409 if isinstance(fault, Invalid) else fault.status
        return refuse(request, status, fault.code, fault.sentence, plain)

    @api.exception_handler(ValidationError)
    def unfit(request: HttpRequest, fault: ValidationError) -> HttpResponse:
        errors: dict[str, list[str]] = {}
        for error in fault.errors:
            field = ".".join(str(part) for part in error["loc"][1:]) or str(error["loc"][-1])
            errors.setdefault(field, []).append(str(error["msg"]))
        sentence = _("Some of what was sent does not fit. See errors.")
        return refuse(request, 422, "invalid", sentence, errors)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
        sentence = _("Please send a valid token: Authorization: Bearer …")
        response = refuse(request, 401, "no_token", sentence)
        response["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(HttpError)
    def unreadable(request: HttpRequest, fault: HttpError) -> HttpResponse:
        sentence = _("This cannot be read as JSON.")
        return refuse(request, fault.status_code, "unreadable", sentence)
