"""What the campaigns engine tells the house about itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.engines.campaigns.actions.answer_erasure import FORGETTING
from linli.engines.campaigns.glossary import TERMS
from linli.engines.campaigns.mark_reached import EFFECTS
from linli.engines.campaigns.record_words import RECORD_WORDS
from linli.engines.campaigns.section import CampaignSection
from linli.engines.plug import Engine
from linli.registry.purposes import Purpose
from linli.registry.roles import OFFICE, STAFF, VOLUNTEERS, Permission

ENGINE = Engine(
    app="campaigns",
    permissions={
        "see_campaigns": Permission(
            _("Your post does not include seeing campaigns here."), VOLUNTEERS | STAFF
        ),
        "plan_campaigns": Permission(
            _("Only the community's staff may plan campaigns here."), OFFICE
        ),
    },
    purposes=(
        Purpose(
            "visits",
            _("visits and opinions"),
            _("What was said at the door, so that the community acts on it and can answer."),
            "legal_duty",
            730,
        ),
        Purpose(
            "insurance",
            _("registration of home insurance"),
            _("Whether the home is insured, how, and whether help with a claim is wanted."),
            "consent",
            30,
        ),
    ),
    record_words=RECORD_WORDS,
    section=CampaignSection,
    effects=EFFECTS,
    glossary=TERMS,
    jobs="linli.engines.campaigns.tasks",
    forgetting=FORGETTING,
)
