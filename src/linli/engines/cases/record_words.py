"""What the record calls what is done with matters."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from linli.engines.cases.verbs import VERBS

RECORD_WORDS: dict[str, Promise] = {
    **{f"case.{verb.past}": verb.done for verb in VERBS.values()},
    "rule.added": pgettext_lazy("record", "routing rule added"),
    "rule.changed": pgettext_lazy("record", "routing rule changed"),
    "rule.moved": pgettext_lazy("record", "routing rule moved"),
    "rule.deleted": pgettext_lazy("record", "routing rule deleted"),
    "danger.set": pgettext_lazy("record", "words of danger or numbers changed"),
    "danger.reset": pgettext_lazy("record", "words of danger or numbers put back"),
    "kind.set": pgettext_lazy("record", "kind switched"),
    "case.phone_read": pgettext_lazy("record", "phone read"),
    "cases.imported": pgettext_lazy("record", "file of matters taken in"),
    "cases.grouped": pgettext_lazy("record", "nearly the same matters grouped"),
    "cases.exported": pgettext_lazy("record", "list of matters exported"),
    "kind.own_set": pgettext_lazy("record", "kind set for this community"),
    "cases.redated": pgettext_lazy("record", "due dates counted anew"),
    "case.reporters_forgotten": pgettext_lazy("record", "reporters erased after their time"),
    "case.hotline_changed": pgettext_lazy("record", "changed by the hotline's file"),
    "list.hotline_replies_taken_out": pgettext_lazy("record", "hotline replies taken out"),
}
