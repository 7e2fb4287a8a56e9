"""The words of a message: a community's own wording, else the shipped template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from linli.core.cache import Cache
from linli.outbox import rules
from linli.outbox.events import EVENTS, EXAMPLE
from linli.outbox.models import Message, Wording

TITLE_MOST = 120

Wordings = dict[str, tuple[str, str]]  # way → its title and body


_own: Cache[tuple[int, str], Wordings] = Cache()


def own_wordings(event: str, *, community_id: int) -> Wordings:
    """Return the community's own words for an event, by way (1 query a minute)."""

    def ask() -> Wordings:
        rows = Wording.objects.filter(community_id=community_id, event=event)
        return {way: (title, body) for way, title, body in rows.values_list("way", "title", "body")}

    return _own.of((community_id, event), ask)


def forget_wordings() -> None:
    """Ask for them anew, now and after the commit: somebody may have asked in between."""
    _own.forget()
    transaction.on_commit(_own.forget)


def plain_words(words: Mapping[str, Any]) -> dict[str, str]:
    """Turn a caller's words into text of the house's default language."""
    with translation.override(settings.LANGUAGE_CODE):
        return {name: "" if word is None else str(word) for name, word in words.items()}


def compose(
    event: str, *, way: str, words: Mapping[str, str], own: Wordings, language: str | None = None
) -> tuple[str, str]:
    """Fill an event's template for one way. A text message is one line."""
    with translation.override(language or settings.LANGUAGE_CODE):
        shipped = EVENTS[event]
        title, body = own.get(way) or (str(shipped.title), str(shipped.body))
        title, body = rules.fill(title, words), rules.fill(body, words)
    if way == Message.Way.SMS and way not in own:
        body = " ".join([title, *body.splitlines()])
    return title[:TITLE_MOST], body


def preview(
    event: str, way: str, community_id: int, words: Mapping[str, Any] | None = None
) -> tuple[str, str]:
    """Return title and body as they would be told, with example words where none are given."""
    filled = plain_words({**EXAMPLE, **(words or {})})
    return compose(event, way=way, words=filled, own=own_wordings(event, community_id=community_id))


def retold(title: str, body: str, *, event: str, words: Mapping[str, Any]) -> tuple[str, str]:
    """Say a shipped message in the reader's language, where that is not the house's own."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE or not words or event not in EVENTS:
        return title, body
    return compose(event, way=Message.Way.INBOX, words=words, own={}, language=language)
