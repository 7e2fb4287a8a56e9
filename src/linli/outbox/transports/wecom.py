"""A WeCom group robot: one POST of JSON to the address that the group's owner handed out.

Protocol: developer.work.weixin.qq.com, "Group robot": {"msgtype": "markdown"|"text"}; the answer is
{"errcode": 0, "errmsg": "ok"}; a robot takes 20 messages a minute, a markdown of 4,096 bytes.
"""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.refusals import Invalid
from linli.outbox.transports import http
from linli.outbox.transports.base import NotSent, Outgoing, Rejected

PATH = "/cgi-bin/webhook/send"
MARKDOWN_MOST = 4096  # bytes
TOO_FAST = 45009
PASSING = {-1, 45033, 42001}  # busy, too many at once, a token being renewed
_KEY = re.compile(r"^[0-9A-Za-z-]{8,64}$")


def is_robot(url: str) -> bool:
    """True for a robot's address at a host that this deployment allows: nothing else is called."""
    if http.origin(url) not in {http.origin(host) for host in settings.WECOM_HOSTS}:
        return False
    parts = urlsplit(url)
    keys = parse_qs(parts.query).get("key", [])
    return parts.path == PATH and len(keys) == 1 and bool(_KEY.match(keys[0]))


def require_robot(url: str) -> None:
    """Raise ``Invalid`` unless the address is a robot's. For the page where it is entered."""
    if not is_robot(url):
        sentence = gettext_lazy(
            "This is not a WeCom robot's address. Copy it from the group's robot settings: "
            "it begins with https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key="
        )
        raise Invalid(sentence, errors={"robot_url": [sentence]})


def send(parcel: Outgoing) -> None:
    """Post the message to the robot."""
    if not is_robot(parcel.address):
        raise Rejected(_("This is not a WeCom robot's address."))
    body = {"msgtype": "markdown", "markdown": {"content": markdown(parcel)}}
    raw = json.dumps(body, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    status, answer = http.post(parcel.address, raw, headers=headers)
    http.check_status(status, answer)
    code = answer.get("errcode")
    if code == 0:
        return
    message = str(answer.get("errmsg", ""))[:120]
    if code == TOO_FAST:
        raise NotSent(_("The robot asks for fewer messages."), too_fast=True)
    if code is None or code in PASSING:
        raise NotSent(_("The robot gave no clear answer. %(said)s") % {"said": message})
    raise Rejected(_("The robot refused it (%(code)s). %(said)s") % {"code": code, "said": message})


def markdown(parcel: Outgoing) -> str:
    """Write title, body and link as the robot's markdown, at most 4,096 bytes, links kept whole."""
    label = _("Open it")
    tail = f"\n[{label}]({parcel.link})" if parcel.link else ""
    text = f"**{_plain(parcel.title)}**\n{_plain(parcel.body)}"
    room = MARKDOWN_MOST - len(tail.encode())
    return text.encode()[:room].decode(errors="ignore") + tail


def _plain(text: str) -> str:
    """Defuse what a resident typed: no links, no mentions of everyone, no markup."""
    return re.sub(r"([\\`*_\[\]<>#])", r"\\\1", text).replace("@", "＠")
