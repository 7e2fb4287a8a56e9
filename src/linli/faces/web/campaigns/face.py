"""What the pages of rounds tell the web of themselves."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from linli.faces.web.campaigns import home_cards, household
from linli.faces.web.shared.face import Entry, Face

FACE = Face(
    urls="linli.faces.web.campaigns.urls",
    nav=(
        Entry(
            "campaigns",
            "campaigns",
            icon="footprints",
            label=pgettext_lazy("nav", "Rounds"),
            permission="see_campaigns",
        ),
    ),
    home=home_cards.cards,
    household=household.part,
)
