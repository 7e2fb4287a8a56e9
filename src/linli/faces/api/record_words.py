"""What the record calls what is done with program keys."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

RECORD_WORDS: dict[str, Promise] = {
    "token.issued": pgettext_lazy("record", "program key issued"),
    "token.revoked": pgettext_lazy("record", "program key taken back"),
}
