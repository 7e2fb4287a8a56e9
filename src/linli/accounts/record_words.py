"""What the record calls what is done with log-ins and tokens."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

RECORD_WORDS: dict[str, Promise] = {
    "account.opened": pgettext_lazy("record", "log-in opened"),
    "account.closed": pgettext_lazy("record", "log-in closed"),
    "account.second_factor_reset": pgettext_lazy("record", "second factor reset"),
    "account.password_set": pgettext_lazy("record", "password set"),
    "account.password_chosen": pgettext_lazy("record", "own password chosen"),
    "token.issued": pgettext_lazy("record", "program key issued"),
    "token.revoked": pgettext_lazy("record", "program key taken back"),
}
