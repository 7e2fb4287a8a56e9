"""The ways out of the house: one module a way, off unless the environment configures it."""

from __future__ import annotations

from django.conf import settings

from linli.outbox.transports import aliyun, email, tencent, webhook, wecom
from linli.outbox.transports.base import (
    NotSent,
    Outgoing,
    Rejected,
    TimedOut,
    Transport,
    Unsure,
)

SMS_PROVIDERS: dict[str, Transport] = {
    "aliyun": Transport(aliyun.send),
    "tencent": Transport(tencent.send),
    "webhook": Transport(webhook.send, repeats_safely=True),
}
EMAIL = Transport(email.send)
WECOM = Transport(wecom.send)

__all__ = [
    "NotSent",
    "Outgoing",
    "Rejected",
    "TimedOut",
    "Transport",
    "Unsure",
    "configured_ways",
    "transport_for",
]


def configured_ways() -> frozenset[str]:
    """Return which ways out of the house the environment has opened."""
    opened = {
        "sms": bool(settings.SMS_PROVIDER),
        "email": settings.EMAIL_CONFIGURED,
        "wecom": settings.WECOM_ON,
    }
    return frozenset(name for name, is_open in opened.items() if is_open)


def transport_for(name: str) -> Transport | None:
    """Return the way that carries such messages; None while it is not configured."""
    if name not in configured_ways():
        return None
    if name == "sms":
        return SMS_PROVIDERS[settings.SMS_PROVIDER]
    return EMAIL if name == "email" else WECOM
