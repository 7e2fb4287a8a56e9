"""The bodies of the phone: what it sends, what it is answered, and what it takes along.

What does not fit is told by its name, as ``answers[3].uid``, in a sentence that says what is wanted
there: pydantic's own are for programmers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, Self, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Schema
from pydantic import (
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    PlainValidator,
    SerializeAsAny,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from linli.core import parsing
from linli.core.labels import Label
from linli.core.refusals import Invalid
from linli.engines.campaigns.queries import bundle_types

S = TypeVar("S", bound=Schema)
Row = dict[str, Any]
WANTED = {
    "list": gettext_lazy("%(name)s: this must be a list of what was answered."),
    "object": gettext_lazy("%(name)s: this must be an object with names and values."),
    "text": gettext_lazy("%(name)s: this must be a text of at most %(most)s letters."),
    "time": gettext_lazy("%(name)s: this must be a time such as 2026-11-24T18:00:00+08:00."),
    "uuid": gettext_lazy("%(name)s: this must be a UUID."),
    "whole": gettext_lazy("%(name)s: this must be a whole number."),
}


def read(schema: type[S], sent: object) -> S:
    """Read a body. Raises ``Invalid`` with the sentence of the first fault."""
    if not isinstance(sent, dict):
        raise Invalid(WANTED["object"] % {"name": _("The body")})
    try:
        return schema.model_validate(sent)
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_input=False)[0]
        parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"])
        ctx = first.get("ctx", {})
        context = ctx | {"name": "".join((*parts, ctx.get("at", ""))).removeprefix(".")}
        raise Invalid(WANTED[first["type"]] % context) from None


def _fault(wanted: str, **ctx: Any) -> PydanticCustomError:
    return PydanticCustomError(wanted, "see WANTED", ctx)


def _uuid(value: Any) -> UUID:
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise _fault("uuid") from None


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not -1 < value < 2**31:
        raise _fault("whole")
    return value


def _whole_or_none(value: object) -> int | None:
    return None if value is None else _whole(value)


def _object(value: object) -> Row:
    if not isinstance(value, dict):
        raise _fault("object")
    return value


def _time(value: object) -> datetime:
    """Take a time with its offset, in a year in which there are phones."""
    moment = parsing.moment(value) if isinstance(value, str) else None
    if moment is None or moment.tzinfo is None or not 2000 < moment.year < 2200:
        raise _fault("time")
    return moment


def _text(most: int) -> Callable[[object], str]:
    def text(value: object) -> str:
        value = value or ""
        if not isinstance(value, str) or len(value) > most:
            raise _fault("text", most=most)
        return value

    return text


def _answer(row: object) -> Row:
    """Take an answer with an id of its own: without it nothing can be told about it."""
    sent = _object(row)
    try:
        UUID(sent.get("uid"))
    except (ValueError, TypeError, AttributeError):
        raise _fault("uuid", at=".uid") from None
    return sent


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise _fault("list")
    return value


NEEDED = Field(default=None, validate_default=True)  # what is missing is told as what does not fit
Uuid = Annotated[UUID, PlainValidator(_uuid), NEEDED]
Whole = Annotated[int, PlainValidator(_whole), NEEDED]
Time = Annotated[datetime, PlainValidator(_time), NEEDED]
Answers = Annotated[dict[str, Any], PlainValidator(lambda value: _object(value or {}))]
Answer = Annotated[Row, PlainValidator(_answer)]


class Body(Schema):
    """A body, or a part of one."""

    @model_validator(mode="wrap")
    @classmethod
    def _run_root_validator(
        cls, values: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        """Read objects as they are: ninja's own resolves each field as a template does, which costs
        more than all the rest when 200 answers come at once."""
        return handler(values)


class BatchIn(Body):
    """What is sent in one go: the answers, whose they are, and when by the phone's own clock."""

    answers: Annotated[list[Answer], BeforeValidator(_list), NEEDED]
    user: Whole
    sent_at: Time


class VisitIn(Body):
    """What came of knocking at a door, or of asking whoever came by (then without a door)."""

    door: Annotated[int | None, PlainValidator(_whole_or_none)] = None
    campaign: Whole
    uid: Uuid
    outcome: Annotated[str, PlainValidator(_text(20))] = ""
    answers: Answers = {}
    form: Whole
    at: Time
    started_from: Answers = {}
    note: Annotated[str, PlainValidator(_text(200))] = ""


class CaseIn(Body):
    """A matter raised for whoever stands there."""

    door: Whole
    where: Annotated[str, PlainValidator(_text(20))] = ""
    text: Annotated[str, PlainValidator(_text(4000))] = ""
    kind: Annotated[str, PlainValidator(_text(60))] = ""
    answers: Answers = {}
    name: Annotated[str, PlainValidator(_text(60))] = ""
    phone: Annotated[str, PlainValidator(_text(40))] = ""
    at: Time
    uid: Uuid


class KeyIn(Body):
    """The code of a household's slip, handed over at its door."""

    uid: Uuid
    door: Whole
    code: Annotated[str, PlainValidator(_text(200))] = ""


class CountIn(Body):
    """Which answer's pictures are counted, and which of them the phone has lost: name → why."""

    what: Annotated[str, PlainValidator(_text(20))] = "visit"
    lost: Answers = {}


class Told(Body):
    """What became of one answer."""

    uid: UUID
    became: Literal["taken", "known", "later", "refused"] = Field(serialization_alias="is")


class VisitTold(Told):
    is_late: bool
    conflicts: list[str]


class CaseTold(Told):
    number: str
    follow_code: str
    is_danger: bool


class LaterTold(Told):
    sentence: str


class RefusedTold(LaterTold):
    code: str
    errors: dict[str, list[str]]


class BatchOut(Body):
    """What became of each answer, in the order in which they were sent."""

    answers: list[SerializeAsAny[Told]]


class HeldOut(Body):
    """How many bytes of a picture have arrived; -1: all of it."""

    held: int


class CountOut(Body):
    """Which pictures of an answer are here, which are noted as lost and why, which are refused."""

    held: list[str]
    lost: dict[str, str]
    refused: dict[str, str]


class RefusedOut(Body):
    """A no to the whole request. What else the phone needs stands beside it, as ``held``."""

    code: str
    sentence: str
    errors: dict[str, list[str]]


class CaseOption(Body):
    code: str
    label: Label


class CaseQuestion(Body):
    code: str
    type: str
    label: Label
    help: Label | None
    required: bool
    options: list[CaseOption]


class CaseKind(Body):
    """What can be raised at a door, with its own questions."""

    code: str
    label: Label
    category: Annotated[Label, BeforeValidator(lambda category: category.label)]
    answered_by: tuple[str, ...]
    call_first: str
    questions: list[CaseQuestion]


class DangerCall(Body):
    """Whom to call when a matter raised at the door is one of danger."""

    label: str
    phone: str


class BundleOut(Body):
    """What a phone takes along before it goes where there is no signal."""

    me: bundle_types.Me
    campaigns: Sequence[bundle_types.Round]
    posts: Sequence[bundle_types.BundlePost]
    places: Sequence[bundle_types.Spot]
    plan: Sequence[bundle_types.Shape]
    kinds: dict[int, list[CaseKind]]
    calls: dict[int, list[DangerCall]]
    size: Literal["large", "ordinary"]
    language: str
    sentence: str
