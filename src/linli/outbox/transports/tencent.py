"""Text messages through Tencent Cloud (sms 2021-01-11, SendSms), signed TC3-HMAC-SHA256.

Source: Tencent Cloud API, "Signature v3". Templates are approved beforehand and take their words
in order: the event's own words, as docs/outbox.md lists them.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.outbox.events import EVENTS
from linli.outbox.transports import http
from linli.outbox.transports.base import NotSent, Outgoing, Rejected, template_for

ENDPOINT = "https://sms.tencentcloudapi.com/"
ALGORITHM = "TC3-HMAC-SHA256"
CONTENT_TYPE = "application/json; charset=utf-8"
SLOWER = ("RequestLimitExceeded", "LimitExceeded")
PASSING = ("InternalError", "ResourceUnavailable", "FailedOperation.InsufficientBalance")


def _keyed(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def authorization(
    *, host: str, body: bytes, at: datetime, key_id: str, secret: str, service: str = "sms"
) -> str:
    """Return the Authorization header of a POST to / over content-type and host."""
    at = at.astimezone(UTC)
    day, signed = at.strftime("%Y-%m-%d"), "content-type;host"
    lines = f"content-type:{CONTENT_TYPE}\nhost:{host}\n"
    hashed = hashlib.sha256(body).hexdigest()
    canonical = "\n".join(["POST", "/", "", lines, signed, hashed])
    scope = f"{day}/{service}/tc3_request"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    to_sign = f"{ALGORITHM}\n{int(at.timestamp())}\n{scope}\n{digest}"
    key = _keyed(_keyed(_keyed(f"TC3{secret}".encode(), day), service), "tc3_request")
    signature = _keyed(key, to_sign).hex()
    return f"{ALGORITHM} Credential={key_id}/{scope}, SignedHeaders={signed}, Signature={signature}"


def send(parcel: Outgoing) -> None:
    """Send one text message; ``SessionContext`` carries our token into the provider's log."""
    content = {
        "SmsSdkAppId": settings.SMS_APP_ID,
        "SignName": settings.SMS_SIGN,
        "TemplateId": template_for(parcel.event),
        "TemplateParamSet": [parcel.words.get(name, "") for name in EVENTS[parcel.event].words],
        "PhoneNumberSet": [abroad(parcel.address)],
        "SessionContext": parcel.token,
    }
    body = json.dumps(content, ensure_ascii=False).encode()
    endpoint, now = settings.SMS_ENDPOINT or ENDPOINT, timezone.now()
    host = urlsplit(endpoint).netloc
    headers = {
        "Content-Type": CONTENT_TYPE,
        "Host": host,
        "X-TC-Action": "SendSms",
        "X-TC-Version": "2021-01-11",
        "X-TC-Region": settings.SMS_REGION,
        "X-TC-Timestamp": str(int(now.timestamp())),
        "Authorization": authorization(
            host=host, body=body, at=now, key_id=settings.SMS_KEY_ID, secret=settings.SMS_SECRET
        ),
    }
    _check(*http.post(endpoint, body, headers=headers))


def abroad(phone: str) -> str:
    """Write a number with its country; a bare one is Chinese."""
    digits = phone.replace(" ", "").replace("-", "")
    return digits if digits.startswith("+") else f"+86{digits}"


def _check(status: int, answer: dict[str, object]) -> None:
    """Raise the fault of the request, or of its one number."""
    http.check_status(status, {})
    response = answer.get("Response")
    content = response if isinstance(response, dict) else {}
    numbers = content.get("SendStatusSet") or [{}]
    fault = content.get("Error") or numbers[0]
    code, message = str(fault.get("Code", "")), str(fault.get("Message", ""))[:120]
    if code == "Ok":
        return
    if code.startswith(SLOWER):
        raise NotSent(_("The SMS provider asks for fewer messages."), too_fast=True)
    if code.startswith(PASSING) or not code:
        raise NotSent(
            _("The SMS provider has a fault (%(code)s). %(said)s") % {"code": code, "said": message}
        )
    raise Rejected(
        _("The SMS provider refused it (%(code)s). %(said)s") % {"code": code, "said": message}
    )
