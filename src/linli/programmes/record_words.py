"""What the record calls what is done with programmes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

RECORD_WORDS: dict[str, Promise] = {
    "programme.taken_in": pgettext_lazy("record", "programme taken in"),
}
