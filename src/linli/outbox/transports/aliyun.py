"""Text messages through Alibaba Cloud (Dysmsapi 2017-05-25, SendSms), signed ACS3-HMAC-SHA256.

Source: Alibaba Cloud OpenAPI, "Request syntax and signature method V3". The provider wants a
template that was approved beforehand: ``SMS_TEMPLATES`` maps an event (or "default") to its code,
and the message's words are the template's variables.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from datetime import UTC
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.outbox.transports import http
from linli.outbox.transports.base import NotSent, Outgoing, Rejected, template_for

ENDPOINT = "https://dysmsapi.aliyuncs.com/"
ALGORITHM = "ACS3-HMAC-SHA256"
# The provider answers 400 to these too, yet a later try may succeed.
SLOWER = ("Throttling", "isv.BUSINESS_LIMIT_CONTROL")
PASSING = ("isp.SYSTEM_ERROR", "InternalError", "ServiceUnavailable", "isv.AMOUNT_NOT_ENOUGH")


def query_string(query: dict[str, str]) -> str:
    """Encode a query as RFC 3986 wants it, sorted by name."""
    pairs = (f"{quote(name, safe='')}={quote(text, safe='')}" for name, text in query.items())
    return "&".join(sorted(pairs))


def authorization(
    *,
    query: dict[str, str],
    headers: dict[str, str],
    body_hash: str,
    key_id: str,
    secret: str,
    path: str = "/",
) -> str:
    """Return the Authorization header of a POST with these headers (lower-case names, host too)."""
    names = sorted(headers)
    signed = ";".join(names)
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    canonical = "\n".join(["POST", path, query_string(query), lines, signed, body_hash])
    to_sign = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Credential={key_id},SignedHeaders={signed},Signature={signature}"


def send(parcel: Outgoing) -> None:
    """Send one text message; ``OutId`` carries our token into the provider's log."""
    query = {
        "PhoneNumbers": parcel.address,
        "SignName": settings.SMS_SIGN,
        "TemplateCode": template_for(parcel.event),
        "TemplateParam": json.dumps(parcel.words, ensure_ascii=False),
        "OutId": parcel.token,
    }
    endpoint = settings.SMS_ENDPOINT or ENDPOINT
    body_hash = hashlib.sha256(b"").hexdigest()
    headers = {
        "host": urlsplit(endpoint).netloc,
        "x-acs-action": "SendSms",
        "x-acs-version": "2017-05-25",
        "x-acs-date": timezone.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": secrets.token_hex(16),
        "x-acs-content-sha256": body_hash,
    }
    headers["Authorization"] = authorization(
        query=query,
        headers=headers,
        body_hash=body_hash,
        key_id=settings.SMS_KEY_ID,
        secret=settings.SMS_SECRET,
    )
    status, answer = http.post(f"{endpoint}?{query_string(query)}", b"", headers=headers)
    _check(status, answer)


def _check(status: int, answer: dict[str, object]) -> None:
    """Raise the fault that the provider's ``Code`` means; "OK" is a yes."""
    code = str(answer.get("Code", ""))
    if code == "OK":
        return
    if code.startswith(SLOWER):
        raise NotSent(_("The SMS provider asks for fewer messages."), too_fast=True)
    if code.startswith(PASSING) or not code:
        http.check_status(status if status >= 300 else 502, answer)
    message = str(answer.get("Message", ""))[:120]
    raise Rejected(
        _("The SMS provider refused it (%(code)s). %(said)s") % {"code": code, "said": message}
    )
