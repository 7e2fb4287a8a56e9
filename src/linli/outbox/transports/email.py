"""E-mail by SMTP, through Django's own connection."""

from __future__ import annotations

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from linli.outbox.transports.base import NotSent, Outgoing, Rejected, Unsure

SECONDS = 20


def send(parcel: Outgoing) -> None:
    """Send one plain letter. The Message-ID is the same on every try."""
    connection = get_connection(timeout=SECONDS)
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as fault:
        raise NotSent(_("The mail server cannot be reached.")) from fault
    try:
        connection.send_messages([_letter(parcel)])
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as no:
        raise _refusal(no) from no
    except (TimeoutError, smtplib.SMTPServerDisconnected, OSError) as fault:
        raise Unsure(_("The line broke while sending; it may have arrived.")) from fault
    finally:
        connection.close()


def _letter(parcel: Outgoing) -> EmailMessage:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    subject = " ".join(parcel.title.split())
    body = f"{parcel.body}\n\n{parcel.link}" if parcel.link else parcel.body
    headers = {"Message-ID": f"<{parcel.token}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(
        subject, body, settings.DEFAULT_FROM_EMAIL, [parcel.address], headers=headers
    )


def _refusal(no: smtplib.SMTPException) -> Exception:
    """Tell "later" (4xx) from "never" (5xx)."""
    if isinstance(no, smtplib.SMTPRecipientsRefused):
        code = next(iter(no.recipients.values()))[0]
    else:
        code = getattr(no, "smtp_code", 0)
    if 400 <= code < 500:
        return NotSent(_("The mail server asks to try later (%(code)s).") % {"code": code})
    return Rejected(_("The mail server refused it (%(code)s).") % {"code": code})
