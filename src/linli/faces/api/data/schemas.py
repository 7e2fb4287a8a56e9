"""What the data API takes in and gives out. What it takes in is read strictly."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema

from linli.core import parsing

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# At least one letter or digit: what is only blanks or marks says nothing.
SAYS_SOMETHING = r"[0-9A-Za-z\u4e00-\u9fff]"


def _only(pattern: re.Pattern[str]) -> BeforeValidator:
    def check(value: Any) -> Any:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ValueError("not in the format of RFC 3339")
        return value

    return BeforeValidator(check)


def _known_year(value: date) -> date:
    if not parsing.is_known_year(value):
        raise ValueError("not in a year that can be meant")
    return value


def _whole(value: Any) -> Any:
    """Take 3.0 for 3, as JSON Schema does; leave everything else to the strict check."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = BeforeValidator(_whole)
YEARS = f"in the years {parsing.FIRST_YEAR} to {parsing.LAST_YEAR - 1}"
Id = Annotated[int, Field(ge=1, le=parsing.LARGEST), Whole]
Moment = Annotated[
    datetime,
    _only(_MOMENT),
    AfterValidator(_known_year),
    Field(strict=False),
    WithJsonSchema({"type": "string", "format": "date-time", "description": YEARS}),
]
Day = Annotated[
    date,
    _only(_DAY),
    AfterValidator(_known_year),
    Field(strict=False),
    WithJsonSchema({"type": "string", "format": "date", "description": YEARS}),
]
Words = Annotated[str, Field(min_length=1, max_length=1000, pattern=SAYS_SOMETHING)]
Text = Annotated[str, Field(min_length=1, max_length=4000, pattern=SAYS_SOMETHING)]
Reason = Annotated[str, Field(min_length=1, max_length=400, pattern=SAYS_SOMETHING)]
Remark = Annotated[str, Field(max_length=1000)]


class Taken(Schema):
    """The base of every body: no unknown field, no silent conversion."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Refused(Schema):
    """Why not, in a sentence. ``errors`` maps a field to sentences."""

    code: str
    sentence: str
    errors: dict[str, list[str]] = {}


class Label(Schema):
    zh: str
    en: str


class CommunityOut(Schema):
    id: int
    code: str
    name: str


class PlaceOut(Schema):
    """A place. ``code`` is on its QR label; ``label`` is read from the building down."""

    id: int
    code: str
    kind: str
    name: str
    label: str
    parent_id: int | None
    community_id: int | None
    building_id: int | None
    latitude: float | None
    longitude: float | None


class PlacesOut(Schema):
    """A page of places; ``after`` leads to the next one."""

    rows: list[PlaceOut]
    after: int | None


class OptionOut(Schema):
    code: str
    label: Label


class FieldOut(Schema):
    code: str
    type: str
    label: Label
    required: bool
    options: list[OptionOut]


class KindOut(Schema):
    """A kind of matter. ``deadline`` in words as a programme says it: "3 working days"."""

    code: str
    label: Label
    category: str
    workflow: str
    deadline: str | None
    is_public: bool
    fields: list[FieldOut]


class ProgrammeOut(Schema):
    code: str
    label: Label
    kinds: list[KindOut]


class CaseRow(Schema):
    """A matter in a list. Raise ``version`` with nothing: send back what you read."""

    id: int
    reference: str
    community_id: int
    kind: str
    title: str
    state: str
    closing: str
    urgency: int
    channel: str
    external_id: str
    place: str
    owner: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    updated_at: datetime
    supporters: int
    version: int


class CasesOut(Schema):
    """A page of matters, newest first; ``before`` leads to the older ones."""

    rows: list[CaseRow]
    before: int | None


class ReporterOut(Schema):
    """Who raised it; name and telephone are masked."""

    name: str
    phone: str


class Told(Schema):
    """One line of a matter's story."""

    at: datetime
    who: str
    verb: str
    words: str
    is_public: bool


class CaseOut(CaseRow):
    """One matter with its story; ``verbs`` are those open to the token now."""

    text: str
    fields: dict[str, Any]
    place_code: str | None
    is_public: bool
    stars: int | None
    is_solved: bool | None
    reporter: ReporterOut
    story: list[Told]
    verbs: list[str]


class FiledOut(Schema):
    """A new matter. ``follow_code`` lets its reporter follow it; it is shown this once."""

    case: CaseRow
    follow_code: str | None


class ReporterIn(Taken):
    name: Annotated[str, Field(max_length=60)] = ""
    phone: Annotated[str, Field(max_length=20, pattern=r"^([0-9+\-]{3,20})?$")] = ""


class CaseIn(Taken):
    """A matter to take in. With the same ``external_id`` a second time nothing is made anew."""

    community_id: Id
    kind: Annotated[str, Field(min_length=1, max_length=60)]
    text: Text
    title: Annotated[str, Field(max_length=80)] = ""
    place_code: Annotated[str, Field(max_length=20)] | None = None
    where: Annotated[str, Field(max_length=200)] = ""
    fields: dict[str, Any] = {}
    reporter: ReporterIn = ReporterIn()
    external_id: Annotated[str, Field(max_length=60)] = ""
    opened_at: Moment | None = None
    urgency: Annotated[Literal[0, 1, 2], Whole] = 0


class Move(Taken):
    """A verb without words. ``version``: the matter's as you read it, to be told of changes."""

    version: Annotated[int, Field(ge=0, le=2**31 - 1), Whole] | None = None


class Reasoned(Move):
    reason: Reason


class Said(Move):
    text: Text


class Noted(Taken):
    text: Text


class Assigned(Move):
    """Who is to answer: a post or an organisation."""

    post_id: Id | None = None
    organisation_id: Id | None = None
    words: Annotated[str, Field(max_length=400)] = ""


class Deferred(Move):
    reason: Reason
    review_on: Day | None = None


class Extended(Move):
    reason: Reason
    due_at: Moment


class Referred(Move):
    destination: Annotated[str, Field(min_length=1, max_length=100, pattern=SAYS_SOMETHING)]
    reason: Reason
    phone: Annotated[str, Field(max_length=20)] = ""


class Whistled(Move):
    organisation_id: Id
    text: Words
    due_at: Moment | None = None


class Merged(Move):
    into_id: Id


class Resolved(Move):
    result: Text


class Reviewed(Move):
    """What who raised it said in a call-back."""

    solved: bool
    stars: Annotated[int, Field(ge=1, le=5), Whole] | None = None
    words: Remark = ""


class KindChanged(Move):
    kind: Annotated[str, Field(min_length=1, max_length=60)]
    fields: dict[str, Any] | None = None
