"""What the record calls what is done with campaigns."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

RECORD_WORDS: dict[str, Promise] = {
    "bundle.taken": pgettext_lazy("record", "doors taken along on a phone"),
    "campaign.planned": pgettext_lazy("record", "campaign planned"),
    "campaign.changed": pgettext_lazy("record", "campaign changed"),
    "campaign.form_changed": pgettext_lazy("record", "form changed"),
    "campaign.started": pgettext_lazy("record", "campaign started"),
    "campaign.ended": pgettext_lazy("record", "campaign ended"),
    "campaign.discarded": pgettext_lazy("record", "draft discarded"),
    "campaign.doors_refreshed": pgettext_lazy("record", "doors brought up to date"),
    "campaign.people_set": pgettext_lazy("record", "people of a campaign set"),
    "campaign.shared": pgettext_lazy("record", "doors shared out anew"),
    "campaign.rested": pgettext_lazy("record", "somebody rests"),
    "campaign.handed_over": pgettext_lazy("record", "doors handed over"),
    "campaign.answers_erased": pgettext_lazy("record", "answers erased after their time"),
    "visit.recorded": pgettext_lazy("record", "visit recorded"),
    "visit.nobody_home": pgettext_lazy("record", "nobody home"),
    "visit.photos_lost": pgettext_lazy("record", "pictures of a visit lost on the phone"),
    "visit.effect_run": pgettext_lazy("record", "effect done later"),
    "conflict.settled": pgettext_lazy("record", "conflict settled"),
    "door.moved": pgettext_lazy("record", "door moved up or down"),
}
