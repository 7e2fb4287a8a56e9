"""Writing a line: one for every action, each carrying the hash of the one before it.

A line is written in its action's own transaction, as the last thing it does: from then until
commit nobody else in that community can write, which is what keeps the chain a chain.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core import codes
from linli.core.models import SEALED, ChainHead, Line, Reason
from linli.core.prepared import Prepared, Slot
from linli.core.refusals import Invalid

HOUSE = 0  # the chain of what belongs to no community: the calendar, accounts
REASON_LETTERS = 400
LABEL_LETTERS = 120


class Doer(Protocol):
    """Whoever acts, as far as the record needs it (``registry.access.Actor`` is one)."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...


def note(
    verb: str,
    subject: models.Model | tuple[str, object],
    *,
    by: Doer,
    community_id: int | None,
    change: Mapping[str, Any] | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Line:
    """Write the action's line and return it. Call it last, inside the action's transaction.

    ``subject`` is a saved row, or a pair such as ("registry.place", 7); ``community_id`` None means
    the house's own chain. ``change`` must be JSON (dates, decimals and lazy words are turned into
    text) and must never hold a phone, an ID number or a resident's name: a line is for ever, while
    a person may have their data erased. Name such fields without their values. A reason (at most
    400 letters, else ``Invalid``) lies beside the line and can be erased.
    """
    assert connection.in_atomic_block, "a line is written inside its action's transaction"  # noqa: S101  a mistake of ours, never of input
    _check_length(reason)
    head = _locked_head(community_id or HOUSE)
    subject_type, subject_id = _named(subject)
    why = Reason(text=storable(str(reason)), salt=secrets.token_hex(16))
    line = Line(
        community_id=head.community_id,
        number=head.number + 1,
        at=at or timezone.now(),
        actor=by.key,
        actor_label=storable(str(by.label))[:LABEL_LETTERS],
        verb=verb,
        subject_type=subject_type,
        subject_id=subject_id,
        change=plain(change or {}),
        sealed=seal(why.text, salt=why.salt),
        previous=head.hash,
    )
    _keep(line, why)
    _end_at(head, line)
    return line


def _keep(line: Line, why: Reason) -> None:
    line.hash = hash_of(line)
    line.save(force_insert=True)
    if why.text:
        why.line = line
        why.save(force_insert=True)


def _end_at(head: ChainHead, line: Line) -> None:
    head.number, head.hash = line.number, line.hash
    ended = {"number": head.number, "hash": head.hash, "seal": seal_of(head)}
    ChainHead.objects.filter(pk=head.pk).update(**ended)


def seal(reason: str, *, salt: str) -> str:
    """Return what a line keeps of its reason: a hash, which nobody can try out without the salt."""
    if not reason:
        return ""
    return SEALED + hashlib.sha256(f"{salt}:{reason}".encode()).hexdigest()


def forget_reasons(reasons: QuerySet[Reason], *, wholly: bool = False) -> int:
    """Note that words of these reasons were erased, or erase them wholly; return how many.

    The salt goes with them: from then on the line's hash tells nobody what had stood there.
    """
    emptied = {"text": ""} if wholly else {}
    return reasons.update(salt="", erased_at=timezone.now(), **emptied)


def _check_length(reason: str) -> None:
    if len(reason) > REASON_LETTERS:
        raise Invalid(
            _("The reason is too long: at most %(most)s characters.") % {"most": REASON_LETTERS}
        )


def seal_of(head: ChainHead) -> str:
    """Return the keyed hash of where a chain ends, and of where its keyed lines begin."""
    content = [head.community_id, head.number, head.hash, head.keyed_from]
    return codes.opaque(json.dumps(content, separators=(",", ":")), purpose="record end")


def hash_of(line: Line, *, number: int | None = None, is_keyed: bool = True) -> str:
    """Return the HMAC-SHA-256 of a line's content as 64 hex digits, with a key made of the data
    key; the plain SHA-256 for a line from before there was one (``is_keyed`` false).

    Hashed is the JSON array [community, number, at in UTC with microseconds, actor, label, verb,
    subject type, subject id, change, reason, previous hash] in UTF-8, keys sorted, no blanks.
    """
    content = [
        line.community_id,
        line.number if number is None else number,
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.actor,
        line.actor_label,
        line.verb,
        line.subject_type,
        line.subject_id,
        line.change,
        line.sealed,
        line.previous,
    ]
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    raw = text.encode()  # raises for half a letter, which no keyed hash may pass over
    return codes.opaque(text, purpose="record") if is_keyed else hashlib.sha256(raw).hexdigest()


def plain(value: Any) -> Any:
    """Return ``value`` as JSON that reads back the same from either database.

    PostgreSQL gives 1e22 back as a whole number and refuses NUL and lone surrogates.
    """
    return _settled(json.loads(json.dumps(value, cls=DjangoJSONEncoder, allow_nan=False)))


def storable(text: str) -> str:
    """Return the text without what a database cannot hold."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _settled(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_settled(item) for item in value]
    if isinstance(value, dict):
        return {storable(key): _settled(item) for key, item in value.items()}
    return value


_HEAD = Prepared(lambda: ChainHead.objects.select_for_update().filter(pk=Slot("community")))


def _locked_head(community_id: int) -> ChainHead:
    for head in _HEAD.models(community=community_id):
        return head
    ChainHead.objects.get_or_create(pk=community_id)
    return _HEAD.models(community=community_id)[0]


def _named(subject: models.Model | tuple[str, object]) -> tuple[str, str]:
    if isinstance(subject, models.Model):
        # A model that has moved keeps the name under which older lines have it.
        return getattr(subject, "CALLED_IN_RECORD", subject._meta.label_lower), str(subject.pk)
    return subject[0], str(subject[1])
