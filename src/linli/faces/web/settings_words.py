"""Words for what the record's verbs did."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

RECORD_VERBS: dict[str, Any] = {
    "rule.added": pgettext_lazy("record", "routing rule added"),
    "rule.changed": pgettext_lazy("record", "routing rule changed"),
    "rule.moved": pgettext_lazy("record", "routing rule moved"),
    "rule.deleted": pgettext_lazy("record", "routing rule deleted"),
    "kind.set": pgettext_lazy("record", "kind switched"),
    "wording.changed": pgettext_lazy("record", "wording changed"),
    "wording.dropped": pgettext_lazy("record", "wording put back"),
    "letters.printed": pgettext_lazy("record", "letters handed over"),
    "message.sent_again": pgettext_lazy("record", "message tried again"),
    "organisation.added": pgettext_lazy("record", "organisation added"),
    "organisation.changed": pgettext_lazy("record", "organisation changed"),
    "post.appointed": pgettext_lazy("record", "appointed"),
    "post.ended": pgettext_lazy("record", "post ended"),
    "household.added": pgettext_lazy("record", "household added"),
    "household.changed": pgettext_lazy("record", "household changed"),
    "household.moved_out": pgettext_lazy("record", "household moved out"),
    "household.erased": pgettext_lazy("record", "household erased"),
    "person.added": pgettext_lazy("record", "person added"),
    "person.changed": pgettext_lazy("record", "person changed"),
    "person.moved": pgettext_lazy("record", "person moved"),
    "person.erased": pgettext_lazy("record", "person erased"),
    "person.read": pgettext_lazy("record", "masked data read"),
    "case.phone_read": pgettext_lazy("record", "phone read"),
    "cases.exported": pgettext_lazy("record", "list of matters exported"),
    "care_need.added": pgettext_lazy("record", "care need added"),
    "care_need.ended": pgettext_lazy("record", "care need ended"),
    "consent.given": pgettext_lazy("record", "consent given"),
    "consent.withdrawn": pgettext_lazy("record", "consent withdrawn"),
    "key.issued": pgettext_lazy("record", "household key issued"),
    "key.revoked": pgettext_lazy("record", "household key revoked"),
    "place.added": pgettext_lazy("record", "place added"),
    "place.renamed": pgettext_lazy("record", "place renamed"),
    "place.moved": pgettext_lazy("record", "place moved"),
    "place.changed": pgettext_lazy("record", "place changed"),
    "place.code_renewed": pgettext_lazy("record", "QR code renewed"),
    "alias.added": pgettext_lazy("record", "alias added"),
    "alias.removed": pgettext_lazy("record", "alias removed"),
    "import.applied": pgettext_lazy("record", "file taken in"),
    "import.undone": pgettext_lazy("record", "file taken back"),
    "account.opened": pgettext_lazy("record", "log-in opened"),
    "account.closed": pgettext_lazy("record", "log-in closed"),
}
