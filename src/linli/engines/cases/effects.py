"""What this engine does after an answer: a matter is opened, by a programme's ``open_case``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import PlainValidator

from linli.core import files
from linli.core.files import KeptPhoto
from linli.core.refusals import Invalid
from linli.core.text import did_you_mean
from linli.core.toml import Fault, as_text, read_several, wrong
from linli.core.toml.values import read_choice, read_line
from linli.engines.cases import kinds
from linli.engines.cases.actions import Reporter, add_photos, file_case
from linli.engines.cases.kinds import Kind
from linli.engines.cases.models import Case
from linli.forms.effects import EffectCall, EffectKind, EffectWords, possible
from linli.forms.schema import Effect, Form
from linli.forms.words import listed
from linli.registry.access import Actor
from linli.registry.models import Place
from linli.registry.queries import place_by_code


def _read_urgency(value: object) -> int:
    return kinds.URGENCIES.index(read_choice(value, kinds.URGENCIES))


def _read_fields(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise wrong(_("This must be a table."), _('Write { things = "{things}" }.'))
    return read_several(value, lambda _code, words: read_line(words))


class OpenCaseWords(EffectWords):
    """The words beside ``open_case``."""

    MAIN = "kind"
    text: Annotated[str | None, as_text(400)] = None
    title: Annotated[str | None, as_text(400)] = None
    place: Annotated[str | None, as_text(400)] = None
    urgency: Annotated[int | None, PlainValidator(_read_urgency)] = None
    fields: Annotated[dict[str, str] | None, PlainValidator(_read_fields)] = None


def open_case(call: EffectCall) -> str:
    """File a matter of the ``kind``: ``text``, ``title``, ``urgency``, ``fields``, ``place``.

    Without a ``place`` (a location's answer) it is the door's; without a ``text`` the kind's name.
    """
    words = call.words
    kind = kinds.get(str(words.get("kind", "")))
    filed = file_case(
        by=call.by,
        community_id=call.community_id,
        channel=Case.Channel.VISIT,
        kind=kind.code,
        text=call.text("text") or str(kind.label.zh),
        title=call.text("title"),
        place=_place(call),
        fields=_as_asked(kind, words.get("fields") or {}),
        urgency=_urgency(words.get("urgency")),
        reporter=Reporter(household_id=call.household.pk if call.household else None),
        opened_at=call.at,
        follow_once=f"visit:{call.once}",
    )
    return f"cases.case:{filed.case.pk}"


def add_to_case(result: str, photos: Sequence[KeptPhoto], by: Actor) -> None:
    """Hang copies of the visit's pictures on the matter, as who raised it would."""
    case_id = int(result.rsplit(":", 1)[-1])
    copies = [files.copy_photo(photo, folder="cases") for photo in photos]
    add_photos(case_id, by=replace(by, case_id=case_id), photos=copies)


def check(form: Form, effect: Effect, known: Mapping[str, Kind]) -> Iterator[Fault]:
    """Yield what is wrong with the matters that an effect opens, and with their fields."""
    codes = possible(form, str(effect.with_.get("kind", "")))
    for code in codes:
        if code not in known:
            yield Fault(
                "",
                "open_case",
                _("There is no kind of matter “%(code)s”.") % {"code": code},
                did_you_mean(code, list(known)),
            )
    opened = [known[code] for code in codes if code in known]
    yield from _fields_amiss(opened, effect.with_.get("fields", {}))


def _fields_amiss(opened: Sequence[Kind], given: Mapping[str, Any]) -> Iterator[Fault]:
    asked = {field.code: kind for kind in opened for field in kind.questions}
    for name in given:
        if name not in asked:
            yield Fault(
                "",
                f"fields.{name}",
                _("The matter that this opens does not ask this."),
                did_you_mean(name, list(asked)),
            )
    for kind in opened:
        for field in kind.questions:
            if field.required and field.code not in given:
                example = f'fields = {{ {field.code} = "{{{field.code}}}" }}'
                yield Fault(
                    "",
                    "fields",
                    _("“%(kind)s” must know “%(field)s”.")
                    % {"kind": kind.code, "field": field.code},
                    _("Ask it, and add: %(example)s") % {"example": example},
                )


def _as_asked(kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a programme writes, and the answers that it passes on, as the kind asks for it:
    one word where several may be chosen, a number where a text is asked."""
    answers = dict(given)
    for question in kind.questions:
        value = answers.get(question.code)
        if question.type == "select_many" and isinstance(value, str):
            answers[question.code] = [value] if value else []
        elif question.type == "text" and isinstance(value, int | float | list):
            answers[question.code] = listed(map(str, value if isinstance(value, list) else [value]))
    return answers


def _urgency(given: object) -> int:
    """Return how urgent it is, given as 0, 1, 2 or by its name."""
    for urgency in Case.Urgency:
        if given in (urgency.name.lower(), int(urgency)):
            return int(urgency)
    if given not in (None, ""):
        raise Invalid(_("How urgent: ordinary, urgent or emergency."))
    return int(Case.Urgency.ORDINARY)


def _place(call: EffectCall) -> Place | None:
    if code := call.words.get("place"):
        return place_by_code(str(code))
    return call.place


EFFECTS = (
    EffectKind(
        "open_case",
        gettext_lazy("open a matter"),
        words=OpenCaseWords,
        run=open_case,
        take_photos=add_to_case,
        check=check,
    ),
)
