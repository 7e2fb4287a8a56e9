"""The ways out of the house: one module a way, off unless the environment configures it."""

from __future__ import annotations

from django.conf import settings

from linli.outbox.ways import aliyun, email, tencent, webhook, wecom
from linli.outbox.ways.parcel import NotSent, Parcel, Turned, Unsure, Way

SMS_PROVIDERS: dict[str, Way] = {
    "aliyun": Way(aliyun.send),
    "tencent": Way(tencent.send),
    "webhook": Way(webhook.send, repeats_safely=True),
}
EMAIL = Way(email.send)
WECOM = Way(wecom.send)

__all__ = ["NotSent", "Parcel", "Turned", "Unsure", "Way", "configured_ways", "way_named"]


def configured_ways() -> frozenset[str]:
    """Return which ways out of the house the environment has opened."""
    opened = {
        "sms": bool(settings.SMS_PROVIDER),
        "email": settings.EMAIL_CONFIGURED,
        "wecom": settings.WECOM_ON,
    }
    return frozenset(name for name, is_open in opened.items() if is_open)


def way_named(name: str) -> Way | None:
    """Return the way that carries such messages; None while it is not configured."""
    if name not in configured_ways():
        return None
    if name == "sms":
        return SMS_PROVIDERS[settings.SMS_PROVIDER]
    return EMAIL if name == "email" else WECOM
