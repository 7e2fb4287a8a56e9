"""The file of replies that the city hotline takes back: one row an order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core import record
from linli.core.refusals import Invalid, NotFound
from linli.core.sheets import write_sheet
from linli.engines.cases.models import Case, Step
from linli.registry.access import Actor, require, within_reach
from linli.registry.models import Place

MOST_REPLIES = 20_000
REPLY_HEADERS = (
    "工单编号", "接收时间", "问题描述", "紧急程度", "承办单位", "接单时间", "退回时间", "退回原因",
    "回单时间", "处理内容", "附件", "办结时限", "办结时间", "撤回原因", "处置状态",
)  # fmt: skip
STATUS = {
    Case.State.FILED: "待接单",
    Case.State.ACCEPTED: "已接单",
    Case.State.ASSIGNED: "已派单",
    Case.State.IN_HAND: "处理中",
    Case.State.WAITING: "待补充",
    Case.State.DEFERRED: "挂账",
    Case.State.INSPECTING: "核查中",
    Case.State.RESOLVED: "已回单",
    Case.State.CLOSED: "已办结",
}
URGENCIES = ("一般", "紧急", "特急")
TOLD = ("accept", "take", "return", "reply", "resolve", "defer", "refer", "withdraw")


@transaction.atomic
def export_replies(
    *, by: Actor, community_id: int, reason: str, since: datetime | None = None
) -> bytes:
    """Return the .xlsx of replies that the hotline takes: one row an order, the oldest first.

    ``since``: only orders that have changed from then on. It bears reason and watermark, and
    taking it out is a line in the record. Holds no name and no phone: the hotline has them.
    """
    community = Place.objects.filter(pk=community_id, kind="community").first()
    if community is None:
        raise NotFound(_("There is no such community."))
    require(by, "export", path=community.path)
    why = reason.strip()
    if not why:
        sentence = _("Please write what the list is for.")
        raise Invalid(sentence, errors={"reason": [sentence]})
    rows = reply_rows(by, community_id=community_id, since=since)
    sheet = write_sheet(
        REPLY_HEADERS,
        rows,
        title="回单",
        watermark=_("Taken out by %(name)s on %(day)s for: %(reason)s. Not to be passed on.")
        % {
            "name": by.label or "Linli",
            "day": timezone.localtime().strftime("%Y-%m-%d %H:%M"),
            "reason": why,
        },
    )
    record.note(
        "list.hotline_replies_taken_out", community, by=by, community_id=community_id,
        change={"rows": len(rows)}, reason=why[:400],
    )  # fmt: skip
    return sheet


def reply_rows(
    actor: Actor, *, community_id: int, since: datetime | None = None
) -> list[list[Any]]:
    """Return what the file of replies holds, in ``REPLY_HEADERS`` order (3 queries)."""
    orders = Case.objects.filter(community=community_id, channel=Case.Channel.HOTLINE)
    if actor.key != "system":
        orders = orders.filter(within_reach(actor, permission="export"))
    if since is not None:
        orders = orders.filter(updated_at__gte=since)
    cases = list(orders.order_by("opened_at", "id").prefetch_related("photos")[:MOST_REPLIES])
    steps: dict[int, list[Step]] = {}
    for step in Step.objects.filter(case__in=orders, verb__in=TOLD).order_by("id"):
        steps.setdefault(step.case_id, []).append(step)
    return [_reply_row(case, steps.get(case.pk, [])) for case in cases]


def _reply_row(case: Case, steps: Sequence[Step]) -> list[Any]:
    last = {step.verb: step for step in steps}
    taken = next((step for step in steps if step.verb in ("accept", "take")), None)
    returned, gone = last.get("return"), last.get("withdraw")
    replies = [step.words for step in steps if step.verb in ("reply", "defer", "refer", "resolve")]
    answered = last.get("resolve") or last.get("refer") or last.get("defer") or last.get("reply")
    return [
        case.external_id,
        _shown(case.opened_at),
        case.text,
        URGENCIES[case.urgency],
        case.owner_label or case.external.get("office", ""),
        _shown(taken.at if taken else None),
        _shown(returned.at if returned else None),
        returned.words if returned else "",
        _shown(answered.at if answered else None),
        "\n".join(words for words in replies if words),
        f"照片 {n} 张" if (n := len(case.photos.all())) else "",
        _shown(case.due_at),
        _shown(case.closed_at),
        gone.words if gone else "",
        STATUS[Case.State(case.state)],
    ]


def _shown(moment: datetime | None) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S") if moment else ""
