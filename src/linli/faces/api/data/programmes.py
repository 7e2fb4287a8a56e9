"""Programmes with their kinds of matter, as the data API gives them."""

from __future__ import annotations

from itertools import groupby

from linli.core.labels import Label, Option
from linli.engines.cases import kinds
from linli.faces.api.data import schemas
from linli.forms.schema import Question


def offered() -> list[schemas.ProgrammeOut]:
    """Return what this house runs: programmes with their kinds."""
    in_order = sorted(kinds.all(), key=lambda kind: kind.programme)
    return [
        _programme(code, list(members))
        for code, members in groupby(in_order, key=lambda kind: kind.programme)
    ]


def _programme(code: str, members: list[kinds.Kind]) -> schemas.ProgrammeOut:
    label = _label(members[0].programme_label)
    return schemas.ProgrammeOut(code=code, label=label, kinds=[_kind(kind) for kind in members])


def _kind(kind: kinds.Kind) -> schemas.KindOut:
    deadline = kind.deadline
    return schemas.KindOut(
        code=kind.code,
        label=_label(kind.label),
        category=kind.category.code,
        workflow=kind.workflow,
        deadline=f"{deadline.amount} {deadline.unit}" if deadline else None,
        is_public=kind.is_public,
        fields=[_field(question) for question in kind.questions],
    )


def _field(question: Question) -> schemas.FieldOut:
    return schemas.FieldOut(
        code=question.code,
        type=question.type,
        label=_label(question.label),
        required=question.required,
        options=[_option(option) for option in question.options],
    )


def _option(option: Option) -> schemas.OptionOut:
    return schemas.OptionOut(code=option.code, label=_label(option.label))


def _label(label: Label) -> schemas.Label:
    return schemas.Label(zh=label.zh, en=label.en)
