"""What the record calls what is done with messages."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

RECORD_WORDS: dict[str, Promise] = {
    "wording.changed": pgettext_lazy("record", "wording changed"),
    "wording.dropped": pgettext_lazy("record", "wording put back"),
    "letters.printed": pgettext_lazy("record", "letters handed over"),
    "message.sent_again": pgettext_lazy("record", "message tried again"),
}
