"""The ways out, each against a house that speaks its protocol and checks its signature."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from email import message_from_string
from email.header import decode_header, make_header
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.test import override_settings

from linli.core.refusals import Invalid
from linli.outbox.transports import aliyun, email, http, tencent, webhook, wecom
from linli.outbox.transports.base import NotSent, Outgoing, Rejected, Unsure
from tests.make import NOON
from tests.outbox.houses import Call, House, Mailbox

PARCEL = Outgoing(
    address="13800138001",
    title="SX-1 已办好",
    body="您反映的：灯坏了",
    link="http://127.0.0.1:8000/follow/1/",
    event="case.resolved",
    token="linli-1-abc",
    words={"reference": "SX-1", "title": "灯坏了"},
)
SECRET = "a-shared-secret"


def aliyun_on(house: House, **more: Any) -> override_settings:
    return override_settings(
        SMS_PROVIDER="aliyun",
        SMS_ENDPOINT=f"{house.url}/",
        SMS_KEY_ID="KEY",
        SMS_SECRET=SECRET,
        SMS_SIGN="清溪家园",
        SMS_TEMPLATES={"default": "SMS_1"},
        **more,
    )


def tencent_on(house: House) -> override_settings:
    return override_settings(
        SMS_PROVIDER="tencent",
        SMS_ENDPOINT=f"{house.url}/",
        SMS_KEY_ID="KEY",
        SMS_SECRET=SECRET,
        SMS_SIGN="清溪家园",
        SMS_APP_ID="1400000000",
        SMS_TEMPLATES={"case.resolved": "99"},
    )


# Alibaba Cloud


def test_the_signature_is_the_one_of_alibabas_own_example() -> None:
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    query = {
        "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
        "RegionId": "cn-shanghai",
    }
    header = aliyun.authorization(
        query=query,
        headers=headers,
        body_hash=headers["x-acs-content-sha256"],
        key_id="YourAccessKeyId",
        secret="YourAccessKeySecret",
    )
    assert header.endswith(
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def alibaba_accepts(call: Call) -> tuple[int, dict[str, Any]]:
    """Check the signature as the provider does, from what came over the wire."""
    names = call.headers["authorization"].split("SignedHeaders=")[1].split(",")[0]
    lines = "".join(f"{name}:{call.headers[name]}\n" for name in names.split(";"))
    pairs = sorted((quote(k, safe=""), quote(v, safe="")) for k, v in call.query.items())
    query = "&".join(f"{name}={text}" for name, text in pairs)
    body = hashlib.sha256(call.body).hexdigest()
    canonical = f"POST\n{call.path}\n{query}\n{lines}\n{names}\n{body}"
    to_sign = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
    wanted = hmac.new(SECRET.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    if not call.headers["authorization"].endswith(f"Signature={wanted}"):
        return 400, {"Code": "SignatureDoesNotMatch", "Message": "no"}
    return 200, {"Code": "OK", "Message": "OK", "BizId": "1"}


def test_alibaba_takes_a_signed_message(other_house: House) -> None:
    other_house.answer = alibaba_accepts
    with aliyun_on(other_house):
        aliyun.send(PARCEL)
    query = other_house.calls[0].query
    assert query["PhoneNumbers"] == "13800138001"
    assert query["OutId"] == "linli-1-abc"
    assert json.loads(query["TemplateParam"])["title"] == "灯坏了"


def test_alibaba_refuses_a_wrong_secret(other_house: House) -> None:
    other_house.answer = alibaba_accepts
    with aliyun_on(other_house), override_settings(SMS_SECRET="wrong"), pytest.raises(Rejected):
        aliyun.send(PARCEL)


@pytest.mark.parametrize(
    ("code", "status", "fault"),
    [
        ("isv.MOBILE_NUMBER_ILLEGAL", 200, Rejected),
        ("isv.BUSINESS_LIMIT_CONTROL", 200, NotSent),
        ("isp.SYSTEM_ERROR", 200, NotSent),
        ("InternalError", 500, NotSent),
        ("", 503, NotSent),
    ],
)
def test_alibabas_faults_are_told_apart(
    other_house: House, code: str, status: int, fault: type[Exception]
) -> None:
    other_house.answer = lambda call: (status, {"Code": code})
    with aliyun_on(other_house), pytest.raises(fault):
        aliyun.send(PARCEL)


# Tencent Cloud


def tencent_accepts(call: Call) -> tuple[int, dict[str, Any]]:
    """Check the signature step by step, as Tencent's document does."""
    at = int(call.headers["x-tc-timestamp"])
    day = datetime.fromtimestamp(at, tz=UTC).strftime("%Y-%m-%d")
    lines = f"content-type:{call.headers['content-type']}\nhost:{call.headers['host']}\n"
    hashed = hashlib.sha256(call.body).hexdigest()
    canonical = f"POST\n/\n\n{lines}\ncontent-type;host\n{hashed}"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    to_sign = f"TC3-HMAC-SHA256\n{at}\n{day}/sms/tc3_request\n{digest}"
    key = f"TC3{SECRET}".encode()
    for part in (day, "sms", "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    wanted = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    if not call.headers["authorization"].endswith(f"Signature={wanted}"):
        fault = {"Code": "AuthFailure.SignatureFailure", "Message": "no"}
        return 200, {"Response": {"Error": fault}}
    return 200, {"Response": {"SendStatusSet": [{"Code": "Ok", "Message": "send success"}]}}


def test_tencent_takes_a_signed_message(other_house: House) -> None:
    other_house.answer = tencent_accepts
    with tencent_on(other_house), time_machine.travel(NOON, tick=False):
        tencent.send(PARCEL)
    content = other_house.calls[0].json
    assert content["PhoneNumberSet"] == ["+8613800138001"]
    assert content["SessionContext"] == "linli-1-abc"
    assert content["TemplateParamSet"][1:3] == ["SX-1", "灯坏了"]


def test_tencent_refuses_a_wrong_secret(other_house: House) -> None:
    other_house.answer = tencent_accepts
    with tencent_on(other_house), override_settings(SMS_SECRET="wrong"), pytest.raises(Rejected):
        tencent.send(PARCEL)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("FailedOperation.PhoneNumberInBlacklist", Rejected),
        ("LimitExceeded.PhoneNumberDailyLimit", NotSent),
        ("InternalError.Timeout", NotSent),
    ],
)
def test_tencents_faults_are_told_apart(
    other_house: House, code: str, fault: type[Exception]
) -> None:
    other_house.answer = lambda call: (200, {"Response": {"SendStatusSet": [{"Code": code}]}})
    with tencent_on(other_house), pytest.raises(fault):
        tencent.send(PARCEL)


def test_an_event_without_a_template_is_given_up_with_a_sentence(other_house: House) -> None:
    with tencent_on(other_house), override_settings(SMS_TEMPLATES={}), pytest.raises(Rejected):
        tencent.send(PARCEL)
    assert not other_house.calls


# The deployment's own gateway


def webhook_on(house: House) -> override_settings:
    return override_settings(
        SMS_PROVIDER="webhook", SMS_ENDPOINT=f"{house.url}/sms", SMS_SECRET=SECRET
    )


def test_a_gateway_can_check_who_speaks_and_drop_what_it_has(other_house: House) -> None:
    with webhook_on(other_house):
        webhook.send(PARCEL)
        webhook.send(PARCEL)
    first, second = other_house.calls
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    signature = webhook.sign(SECRET, first.headers["x-linli-timestamp"], first.body)
    assert first.headers["x-linli-signature"] == signature
    assert first.json["phone"] == "13800138001"


def test_a_line_that_breaks_after_the_request_leaves_us_unsure(other_house: House) -> None:
    other_house.hang_up = True
    with webhook_on(other_house), pytest.raises(Unsure):
        webhook.send(PARCEL)


def test_a_closed_door_means_that_nothing_was_sent(other_house: House) -> None:
    closed = "http://127.0.0.1:9/sms"
    with webhook_on(other_house), override_settings(SMS_ENDPOINT=closed), pytest.raises(NotSent):
        webhook.send(PARCEL)


def test_a_redirect_is_not_followed(other_house: House) -> None:
    other_house.answer = lambda call: (302, {"to": f"{other_house.url}/inner"})
    with webhook_on(other_house), pytest.raises(Rejected):
        webhook.send(PARCEL)
    assert len(other_house.calls) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://a:b@example.org/",
        "https://example.org:99999999/",
        "",
        "//example.org",
        "http://127.0.0.1.example.org/",
    ],
)
def test_only_https_or_this_machine_is_called(url: str) -> None:
    assert not http.is_safe_endpoint(url)


# WeCom


def robot(house: House) -> Outgoing:
    return Outgoing(
        address=f"{house.url}/cgi-bin/webhook/send?key=0a1b2c3d-0000",
        title="派给您：SX-1",
        body="[点我](http://bad.example) <@all> 灯坏了",
        link="http://127.0.0.1:8000/desk/1/",
        event="case.assigned",
        token="linli-2",
    )


def wecom_on(house: House) -> override_settings:
    return override_settings(WECOM_ON=True, WECOM_HOSTS=[house.url])


def test_a_robot_is_given_markdown_without_what_a_resident_could_smuggle(
    other_house: House,
) -> None:
    other_house.answer = lambda call: (200, {"errcode": 0, "errmsg": "ok"})
    with wecom_on(other_house):
        wecom.send(robot(other_house))
    call = other_house.calls[0]
    text = call.json["markdown"]["content"]
    assert call.query == {"key": "0a1b2c3d-0000"}
    assert call.json["msgtype"] == "markdown"
    assert "<@all>" not in text
    assert "[点我](" not in text
    assert text.endswith("](http://127.0.0.1:8000/desk/1/)")


def test_a_long_text_is_cut_at_the_robots_4096_bytes(other_house: House) -> None:
    parcel = robot(other_house)
    long = Outgoing(**{**parcel.__dict__, "body": "灯" * 4000})
    text = wecom.markdown(long)
    assert len(text.encode()) <= 4096
    assert text.endswith("](http://127.0.0.1:8000/desk/1/)")


@pytest.mark.parametrize(
    ("code", "fault", "too_fast"),
    [(45009, NotSent, True), (-1, NotSent, False), (93000, Rejected, None), (None, NotSent, False)],
)
def test_a_robots_error_codes_are_told_apart(
    other_house: House, code: int | None, fault: type[Exception], too_fast: bool | None
) -> None:
    other_house.answer = lambda call: (200, {"errcode": code, "errmsg": "x"})
    with wecom_on(other_house), pytest.raises(fault) as caught:
        wecom.send(robot(other_house))
    assert getattr(caught.value, "too_fast", None) is too_fast


@pytest.mark.parametrize(
    "url",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0a1b2c3d-0000",
        "https://qyapi.weixin.qq.com.example.org/cgi-bin/webhook/send?key=0a1b2c3d-0000",
        "https://qyapi.weixin.qq.com@example.org/cgi-bin/webhook/send?key=0a1b2c3d-0000",
        "https://qyapi.weixin.qq.com/cgi-bin/other?key=0a1b2c3d-0000",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=../../x",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0a1b2c3d-0000&key=1",
        "https://169.254.169.254/latest/meta-data",
        "https://[",
    ],
)
def test_a_robots_address_leads_nowhere_else(url: str) -> None:
    with pytest.raises(Invalid):
        wecom.require_robot(url)
    wecom.require_robot("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0a1b2c3d-0000")


# E-mail


def email_on(box: Mailbox) -> override_settings:
    return override_settings(
        EMAIL_CONFIGURED=True,
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=box.port,
        EMAIL_USE_TLS=False,
        EMAIL_USE_SSL=False,
        EMAIL_HOST_USER="",
        EMAIL_HOST_PASSWORD="",
        DEFAULT_FROM_EMAIL="shequ@example.org",
        BASE_URL="https://linli.example.org",
    )


LETTER = Outgoing(
    **{**PARCEL.__dict__, "address": "wang@example.org", "title": "已办好\nBcc: x@y.z"}
)


def test_a_mail_server_is_given_one_plain_letter(mailbox: Mailbox) -> None:
    with email_on(mailbox):
        email.send(LETTER)
    sender, receivers, raw = mailbox.letters[0]
    letter = message_from_string(raw)
    assert (sender, receivers) == ("shequ@example.org", ["wang@example.org"])
    assert str(make_header(decode_header(letter["Subject"]))) == "已办好 Bcc: x@y.z"
    assert letter["Message-ID"] == "<linli-1-abc@linli.example.org>"
    assert "灯坏了" in raw


@pytest.mark.parametrize(
    ("answer", "fault"), [("550 no such box", Rejected), ("451 later, please", NotSent)]
)
def test_a_mail_servers_never_and_later_are_told_apart(
    mailbox: Mailbox, answer: str, fault: type[Exception]
) -> None:
    mailbox.refuse_with = answer
    with email_on(mailbox), pytest.raises(fault):
        email.send(LETTER)


def test_a_mail_server_that_breaks_off_leaves_us_unsure(mailbox: Mailbox) -> None:
    mailbox.hang_up = True
    with email_on(mailbox), pytest.raises(Unsure):
        email.send(LETTER)


def test_a_mail_server_that_is_away_took_nothing(mailbox: Mailbox) -> None:
    with email_on(mailbox), override_settings(EMAIL_PORT=9), pytest.raises(NotSent):
        email.send(LETTER)
