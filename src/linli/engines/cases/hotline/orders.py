"""The hotline's orders, taken in. An order is known again by its number: a file taken in twice
makes nothing twice, and a newer file changes what it knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core import record
from linli.core.refusals import Invalid, OutOfDate, Refusal
from linli.core.sheets import digits_are_lost, row_name
from linli.engines.cases import kinds
from linli.engines.cases.actions.access import access_case
from linli.engines.cases.actions.closing import withdraw
from linli.engines.cases.columns import cell, parse_time
from linli.engines.cases.intake import Incoming, Intake, Progress, Taken
from linli.engines.cases.models import Case, Note
from linli.engines.cases.tables import read_tables
from linli.registry.access import Actor
from linli.registry.models import Place
from linli.registry.queries import find_place

HEADERS: dict[str, tuple[str, ...]] = {
    "number": ("工单编号", "工单号", "编号", "受理编号"),
    "received_at": ("接收时间", "受理时间", "来电时间", "登记时间"),
    "text": ("问题描述", "诉求内容", "工单内容", "内容"),
    "title": ("工单标题", "标题", "主题"),
    "opinion": ("转办意见", "派单意见"),
    "category": ("工单类别", "工单分类", "诉求类别", "类别"),
    "tags": ("工单标签", "标签"),
    "urgency": ("紧急程度", "缓急程度"),
    "name": ("联系人", "诉求人", "姓名", "来电人"),
    "phone": ("联系电话", "来电号码", "电话"),
    "address": ("诉求地址", "事发地址", "地址", "地点"),
    "office": ("承办单位", "主办单位"),
    "sent_at": ("派单时间", "转办时间"),
    "due_at": ("办结时限", "办理时限", "截止时间", "要求办结时间"),
    "within": ("办理时效", "时效"),
    "withdrawn": ("撤回原因",),
    "verdict": ("审核结果",),
    "verdict_words": ("审核意见",),
    "status": ("处置状态", "工单状态", "状态"),
}
# What the hotline says and we keep beside the matter, under the hotline's own name.
KEPT = ("opinion", "category", "tags", "office", "within", "verdict", "verdict_words", "status")
URGENT_WORDS = ("紧急", "加急", "急")
EMERGENCY_WORDS = ("特急", "突发", "特别紧急", "非常紧急")
ORDINARY_WORDS = ("不急", "不紧急", "非紧急")


@dataclass(frozen=True)
class Order:
    """One row of the hotline's file."""

    incoming: Incoming
    withdrawn: str


def import_orders(
    file: Path | bytes,
    *,
    by: Actor,
    community_id: int,
    name: str = "",
    columns: Mapping[str, int] | None = None,
    progress: Progress | None = None,
) -> Taken:
    """Take the hotline's file in: new orders become matters, known ones take what has changed.

    A changed term, verdict or status of a known order is noted on its matter; an order that the
    hotline has withdrawn is withdrawn here too. ``columns`` (field → column) corrects the guess.
    """
    shown = name or (file.name if isinstance(file, Path) else _("the file"))
    intake = Intake(community_id, by=by, channel=Case.Channel.HOTLINE, source=shown)
    taken = Taken()
    orders = _read(file, shown, columns or {}, taken=taken, community_id=community_id)
    known = intake.known()
    for external_id, order in orders.items():
        if external_id in known:
            taken.changed += _renew(known[external_id], order, by=by)
    intake.take_in([order.incoming for order in orders.values()], taken=taken, progress=progress)
    _withdraw_new(orders, known, intake=intake, by=by)
    taken.faults.sort()
    return taken


def _read(
    file: Path | bytes, name: str, columns: Mapping[str, int], *, taken: Taken, community_id: int
) -> dict[str, Order]:
    """Return the file's orders by their numbers; what cannot be read is noted as a fault."""
    orders: dict[str, Order] = {}
    rows = read_tables(
        file, name=name, headers=HEADERS, columns=columns,
        needs=(("number",), ("text",)), taken=taken,
    )  # fmt: skip
    for number, row, where in rows:
        try:
            order = _order(row, where, number=number, community_id=community_id)
            _refuse_other_words(orders.get(order.incoming.external_id), order, taken.sheets)
        except Refusal as refusal:
            taken.faults.append((number, str(refusal)))
            continue
        orders[order.incoming.external_id] = order  # the later row of one file is the newer
    if not taken.sheets:
        raise Invalid(
            _("%(name)s has no column %(columns)s. Is it the hotline's file?")
            % {"name": name, "columns": f"{HEADERS['number'][0]}、{HEADERS['text'][0]}"}
        )
    return orders


def _refuse_other_words(first: Order | None, order: Order, sheets: Sequence[str]) -> None:
    """Two orders with one number are a fault: one of them would vanish."""
    if first is None or first.incoming.text == order.incoming.text:
        return
    raise Invalid(
        _("Row %(row)s holds another order with this number. Correct the number of one of them.")
        % {"row": row_name(first.incoming.row, sheets)}
    )


def _order(
    row: Sequence[str], where: Mapping[str, int], *, number: int, community_id: int
) -> Order:
    order_number = cell(row, where, "number")
    if not order_number:
        raise Invalid(_("The order has no number (工单编号)."))
    if digits_are_lost(order_number):
        raise Invalid(
            _("Excel has rounded the order's number. Format the column as text, type it again.")
        )
    incoming = Incoming(
        row=number,
        external_id=order_number[:60],
        title=cell(row, where, "title"),
        text=cell(row, where, "text"),
        opened_at=_time(cell(row, where, "received_at")) or _time(cell(row, where, "sent_at")),
        due_at=_time(cell(row, where, "due_at")),
        urgency=urgency_of(cell(row, where, "urgency")),
        reporter_name=cell(row, where, "name"),
        reporter_phone=cell(row, where, "phone"),
        place=_place(cell(row, where, "address"), community_id=community_id),
        external=_beside(row, where),
    )
    return Order(incoming, cell(row, where, "withdrawn"))


def _time(typed: str) -> datetime | None:
    """Read a time; what cannot be read stays beside the matter, and the order is not lost."""
    try:
        return parse_time(typed)
    except Invalid:
        return None


def _beside(row: Sequence[str], where: Mapping[str, int]) -> dict[str, str]:
    kept = {field: value for field in KEPT if (value := cell(row, where, field))}
    kept |= {
        field: value for field in ("received_at", "sent_at", "due_at")
        if (value := cell(row, where, field))
    }  # fmt: skip
    return kept


def urgency_of(words: str) -> int:
    """Return 0 ordinary, 1 urgent, 2 emergency for the hotline's 紧急程度."""
    if any(word in words for word in EMERGENCY_WORDS):
        return int(Case.Urgency.EMERGENCY)
    if any(word in words for word in ORDINARY_WORDS):
        return int(Case.Urgency.ORDINARY)
    urgent = any(word in words for word in URGENT_WORDS)
    return int(Case.Urgency.URGENT if urgent else Case.Urgency.ORDINARY)


def _place(address: str, *, community_id: int) -> Place | None:
    """Return the place only when the address means exactly one."""
    places = find_place(community_id, address, limit=2) if address else []
    return places[0] if len(places) == 1 else None


@transaction.atomic
def _renew(case_id: int, order: Order, *, by: Actor) -> bool:
    """Give a known order what the newer file says; True when anything has changed."""
    case = access_case(by, case_id, lock=True)
    if not case.is_open:
        return False
    external = dict(order.incoming.external)
    moved = {
        field: [case.external.get(field, ""), external[field]]
        for field in external
        if external[field] != case.external.get(field, "")
    }
    due = order.incoming.due_at
    columns = {"external", "updated_at", "version"}
    if due is not None and "due_at" in moved:
        case.due_at, case.warn_at = due, case.opened_at + (due - case.opened_at) * _share(case)
        columns |= {"due_at", "warn_at"}
    if moved:
        now = timezone.now()
        case.external = {**case.external, **external}
        case.updated_at, case.version = now, case.version + 1
        case.save(update_fields=sorted(columns))
        Note.objects.create(case=case, at=now, by=by.key, by_label=by.label, text=_told(moved))
        record.note(
            "case.hotline_changed", case, by=by, community_id=case.community_id,
            change={"number": case.number, "fields": sorted(moved)},
        )  # fmt: skip
    if order.withdrawn:
        withdraw(case_id, by=by, reason=order.withdrawn[:400])
    return bool(moved or order.withdrawn)


def _share(case: Case) -> float:
    kind = kinds.find_in(case.community_id, case.kind)
    return kind.warn_at if kind else 0.75


def _told(moved: Mapping[str, Sequence[str]]) -> str:
    lines = [
        f"{HEADERS[field][0]}：{old or '—'} → {new}" for field, (old, new) in sorted(moved.items())
    ]
    return "\n".join([_("The hotline's file has changed:"), *lines])


def _withdraw_new(
    orders: Mapping[str, Order], known: Mapping[str, int], *, intake: Intake, by: Actor
) -> None:
    """Withdraw orders that came in withdrawn already, so that nobody works on them."""
    gone = {key: o for key, o in orders.items() if o.withdrawn and key not in known}
    if not gone:
        return
    now_known = intake.known()
    for key, order in gone.items():
        if key not in now_known:
            continue
        try:
            withdraw(now_known[key], by=by, reason=order.withdrawn[:400])
        except OutOfDate:  # the same file, taken in by somebody else, was quicker
            continue
