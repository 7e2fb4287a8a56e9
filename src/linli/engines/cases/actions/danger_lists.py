"""Verbs by which a community words its dangers, and says whom to call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import record
from linli.core.refusals import Invalid
from linli.core.text import clean
from linli.engines.cases.danger import community_lists
from linli.engines.cases.danger.shipped import Number, shipped
from linli.engines.cases.models import DangerSetting
from linli.registry.access import Actor, require
from linli.registry.models import Place

MOST_WORDS, WORD_LETTERS, MOST_NUMBERS = 200, 40, 30
LONGEST_MINUTES = 240
PARTS = {"words": ("words", "harmless"), "numbers": ("numbers", "call_again_minutes")}


@transaction.atomic
def set_words(
    words: Mapping[str, Mapping[str, Sequence[str]]],
    harmless: Sequence[str],
    *,
    by: Actor,
    community: Place,
) -> None:
    """Keep a community's own words of danger (danger → words, words_there), and harmless ones."""
    require(by, "manage_rules", path=community.path)
    kept = {}
    for code, lists in words.items():
        label = shipped().dangers[code].label
        kept[code] = {name: _tidy(typed, field=f"{code}-{name}") for name, typed in lists.items()}
        if not kept[code]["words"]:
            raise _fault(f"{code}-words", _("Leave at least one word for “%(danger)s”.")
                         % {"danger": label})  # fmt: skip
        if short := [word for word in kept[code]["words"] if len(word) < 2]:
            sentence = _("“%(word)s” alone stands in too many texts; write more.")
            raise _fault(f"{code}-words", sentence % {"word": short[0]})
    _keep(community, by=by, part="words", words=kept, harmless=_tidy(harmless, field="harmless"))


@transaction.atomic
def set_numbers(numbers: Sequence[Number], *, minutes: int, by: Actor, community: Place) -> None:
    """Keep whom a community calls, in order, and after how many minutes the next is rung."""
    require(by, "manage_rules", path=community.path)
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise _fault("minutes", _("Write 1 to %(most)s minutes.") % {"most": LONGEST_MINUTES})
    if len(numbers) > MOST_NUMBERS:
        raise Invalid(_("At most %(most)s numbers, please.") % {"most": MOST_NUMBERS})
    rows = [_row(number) for number in numbers]
    if not any(row["phone"] and not row["only_then"] for row in rows):
        raise Invalid(_("At least one number must be shown in every danger, 119 for example."))
    _keep(community, by=by, part="numbers", numbers=rows, call_again_minutes=minutes)


@transaction.atomic
def reset(part: str, *, by: Actor, community: Place) -> None:
    """Go back to what is shipped: the "words", or the "numbers"."""
    require(by, "manage_rules", path=community.path)
    if part not in PARTS:
        raise Invalid(_("Choose what to change."))
    empty: dict[str, Any] = dict.fromkeys(PARTS[part])
    if part == "words":
        empty["words"] = {}
    _keep(community, by=by, part=part, verb="danger.reset", **empty)


def _keep(
    community: Place, *, by: Actor, part: str, verb: str = "danger.set", **columns: Any
) -> None:
    row, _made = DangerSetting.objects.update_or_create(community=community, defaults=columns)
    transaction.on_commit(community_lists.kept.forget)
    community_lists.kept.forget()
    record.note(verb, row, by=by, community_id=community.pk, change={"part": part})


def _tidy(words: Sequence[str], *, field: str) -> list[str]:
    tidied = [clean(word, most=400).strip() for word in words]
    kept = list(dict.fromkeys(word for word in tidied if word))
    if long := [word for word in kept if len(word) > WORD_LETTERS]:
        raise _fault(field, _("“%(word)s” is longer than %(most)s letters.")
                     % {"word": long[0], "most": WORD_LETTERS})  # fmt: skip
    if len(kept) > MOST_WORDS:
        raise _fault(field, _("At most %(most)s words in a list, please.") % {"most": MOST_WORDS})
    return kept


def _row(number: Number) -> dict[str, Any]:
    """Return a number as it is kept; an unchanged label stays the shipped one in both languages."""
    digits = "".join(c for c in number.phone if c.isdigit() or c in "+-")
    if number.phone.strip() and not 3 <= len(digits) <= 20:
        raise Invalid(_("“%(phone)s” is no telephone number.") % {"phone": number.phone})
    label = clean(str(number.label), most=60)
    plain = {kept.code: kept.label for kept in shipped().numbers}.get(number.code)
    if plain and label in (getattr(plain, "zh", ""), getattr(plain, "en", "")):
        label = ""
    if not label and not plain:
        raise Invalid(_("Please say whose number %(phone)s is.") % {"phone": number.phone})
    known = shipped().dangers
    return {
        "code": number.code, "label": label, "phone": digits,
        "first_for": [code for code in number.first_for if code in known],
        "only_then": number.only_then,
    }  # fmt: skip


def _fault(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, errors={field: [sentence]})
