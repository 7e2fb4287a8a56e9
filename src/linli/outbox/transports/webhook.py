"""A text message handed to the deployment's own gateway: signed JSON, one number each.

POST {"id", "phone", "text", "event", "words"}. Headers: ``Idempotency-Key`` (the same on every
try), ``X-Linli-Timestamp`` (epoch seconds) and ``X-Linli-Signature``: HMAC-SHA256 in hex of
"timestamp.body" with the shared secret.
"""

from __future__ import annotations

import hashlib
import hmac
import json

from django.conf import settings
from django.utils import timezone

from linli.outbox.transports import http
from linli.outbox.transports.base import Outgoing


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature that the gateway computes too."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def send(parcel: Outgoing) -> None:
    """Hand the text to the gateway."""
    content = {
        "id": parcel.token,
        "phone": parcel.address,
        "text": parcel.body,
        "event": parcel.event,
        "words": parcel.words,
    }
    body = json.dumps(content, ensure_ascii=False).encode()
    timestamp = str(int(timezone.now().timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": parcel.token,
        "X-Linli-Timestamp": timestamp,
        "X-Linli-Signature": sign(settings.SMS_SECRET, timestamp, body),
    }
    http.check_status(*http.post(settings.SMS_ENDPOINT, body, headers=headers))
