"""`linli import matters`: anybody's table of messages, whatever its headers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from linli.core.refusals import Invalid, Refusal
from linli.core.sheets import Sheet, read_sheet
from linli.engines.cases import kinds
from linli.engines.cases.columns import cell, guess, parse_time
from linli.engines.cases.intake import Incoming, Intake, Progress, Taken
from linli.engines.cases.models import Case
from linli.registry.access import Actor

HEADERS: dict[str, tuple[str, ...]] = {
    "external_id": ("id", "编号", "留言编号", "工单编号", "number", "case id"),
    "title": ("title", "标题", "主题", "留言主题", "事项", "subject", "summary"),
    "text": (
        "text", "body", "内容", "正文", "留言详情", "详情", "问题描述", "诉求内容", "描述",
        "description", "content", "message",
    ),
    "opened_at": (
        "time", "时间", "留言时间", "日期", "接收时间", "登记时间", "提交时间", "date", "created",
        "created at", "opened at", "requested datetime",
    ),
    "user": ("user", "用户", "留言用户", "网名", "author"),
    "reporter_name": ("姓名", "联系人", "反映人", "诉求人", "name", "reporter"),
    "reporter_phone": ("电话", "联系电话", "手机", "手机号", "phone", "tel", "mobile"),
    "kind": ("kind", "类别", "分类", "类型", "category", "service code"),
    "up": ("up", "点赞", "点赞数", "赞成", "likes"),
    "down": ("down", "反对", "反对数", "dislikes"),
}  # fmt: skip
KEPT_BESIDE = ("user", "up", "down")  # what our own columns have no place for


def import_cases(
    file: Path | bytes,
    *,
    by: Actor,
    community_id: int,
    name: str = "",
    columns: Mapping[str, int] | None = None,
    progress: Progress | None = None,
) -> Taken:
    """Take a table's matters into a community, with their own dates; twice makes nothing twice.

    A kind is suggested for each and taken until a person confirms it; near-duplicates are grouped.
    A row is known again by its number, or, without one, by its words. ``columns`` (field → column)
    corrects the guess. Rows that cannot be read are left out and named in ``Taken.faults``.
    """
    shown = name or (file.name if isinstance(file, Path) else _("the file"))
    intake = Intake(community_id, by=by, channel=Case.Channel.FILE, source=shown)
    sheet = read_sheet(file, name=shown)
    where = {**guess_columns(sheet.headers), **(columns or {})}
    if "text" not in where and "title" not in where:
        raise Invalid(
            _("No column of %(name)s holds a text. Please name one “内容” or “text”.")
            % {"name": shown}
        )
    taken = Taken()
    intake.take_in(rows_of(sheet, where, taken=taken), taken=taken, progress=progress)
    if taken.new:
        intake.group(taken=taken, progress=progress)
    taken.faults.sort()
    return taken


def guess_columns(headers: Sequence[str]) -> dict[str, int]:
    """Return field → column, as far as the headers tell."""
    return guess(headers, HEADERS)


def rows_of(sheet: Sheet, columns: Mapping[str, int], *, taken: Taken) -> list[Incoming]:
    """Read every row; a number that stands twice in one file is taken once."""
    by_label = {str(kind.label.zh): kind.code for kind in kinds.all()}
    rows: dict[str, Incoming] = {}
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        try:
            incoming = _incoming(row, columns, number=number, by_label=by_label)
        except Refusal as refusal:
            taken.faults.append((number, str(refusal)))
            continue
        if incoming.external_id in rows:
            taken.known += 1
        rows.setdefault(incoming.external_id, incoming)
    return list(rows.values())


def _incoming(
    row: Sequence[str], columns: Mapping[str, int], *, number: int, by_label: Mapping[str, str]
) -> Incoming:
    title, text = cell(row, columns, "title"), cell(row, columns, "text")
    opened_at = cell(row, columns, "opened_at")
    kind = cell(row, columns, "kind")
    return Incoming(
        row=number,
        external_id=cell(row, columns, "external_id")[:60] or _mark(opened_at, title, text),
        title=title,
        text=text,
        opened_at=parse_time(opened_at),
        kind=by_label.get(kind, kind),
        reporter_name=cell(row, columns, "reporter_name"),
        reporter_phone=cell(row, columns, "reporter_phone"),
        external={key: value for key in KEPT_BESIDE if (value := cell(row, columns, key))},
    )


def _who(row: Sequence[str], columns: Mapping[str, int]) -> list[str]:
    """Return who says it: the same words from three people are three matters."""
    fields = ("user", "reporter_name", "reporter_phone")
    return [words for field in fields if (words := cell(row, columns, field))]


def _mark(*words: str) -> str:
    """Return what a row without a number is known by."""
    return "#" + hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:24]
