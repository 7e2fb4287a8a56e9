"""What a line of the record is called on a page: a registry, to which each room adds its verbs."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

WORDS: dict[str, Promise] = {
    "calendar.day_set": pgettext_lazy("record", "working calendar: day set"),
    "calendar.day_cleared": pgettext_lazy("record", "working calendar: day cleared"),
    "calendar.own_day_set": pgettext_lazy("record", "own working day set"),
    "calendar.own_day_cleared": pgettext_lazy("record", "own working day taken back"),
    "calendar.year_entered": pgettext_lazy("record", "working calendar: year entered"),
    "clock.confirmed": pgettext_lazy("record", "the machine's clock confirmed"),
    "key.replaced": pgettext_lazy("record", "data key replaced"),
    "demo.made": pgettext_lazy("record", "demo made"),
}


def add(words: Mapping[str, Promise]) -> None:
    """Let a room say its verbs in words. Each verb belongs to one room."""
    for verb, sentence in words.items():
        if WORDS.setdefault(verb, sentence) is not sentence:
            raise ValueError(f"two rooms say {verb} in words")


def spoken(verb: str) -> str:
    """Say a verb of the record in words; the verb itself when no words are known."""
    if verb not in WORDS and verb.startswith("list.") and verb.endswith("_taken_out"):
        return pgettext("record", "list taken out")
    return str(WORDS.get(verb, verb))
