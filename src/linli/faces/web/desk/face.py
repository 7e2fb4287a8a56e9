"""What the pages of the desk tell the web of themselves."""

from __future__ import annotations

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.faces.web.desk import household, record
from linli.faces.web.resident import matter_cards
from linli.faces.web.shared.face import Entry, Face, SettingsCard

FACE = Face(
    urls="linli.faces.web.desk.urls",
    nav=(
        Entry(
            "desk",
            "desk",
            icon="inbox",
            label=pgettext_lazy("nav", "Matters"),
            permission="see_cases",
        ),
    ),
    home=matter_cards.cards,
    household=household.part,
    settings=(
        SettingsCard(
            reverse_lazy("settings_kinds"),
            icon="layers",
            label=_("Kinds of matters"),
            words=_("What residents can raise, how long it may take, what is shown in public."),
        ),
        SettingsCard(
            reverse_lazy("settings_routing"),
            icon="route",
            label=_("Where matters go"),
            words=_("Rules that find who is to answer. Try them with a text."),
        ),
        SettingsCard(
            reverse_lazy("settings_danger"),
            icon="siren",
            label=_("Danger: words and numbers"),
            words=_("What makes a matter an emergency at once, and whom to call."),
        ),
    ),
    subjects=record.SUBJECTS,
    spoken=record.SPOKEN,
)
