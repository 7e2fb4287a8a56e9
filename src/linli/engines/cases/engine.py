"""What the cases engine tells the house about itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.accounts.tokens import Scope
from linli.engines.cases.actions.forgetting import FORGETTING
from linli.engines.cases.actions.settings import look_at_days, redate
from linli.engines.cases.effects import EFFECTS
from linli.engines.cases.events import EVENTS, EXAMPLE
from linli.engines.cases.explaining import unexplained
from linli.engines.cases.glossary import TERMS
from linli.engines.cases.record_words import RECORD_WORDS
from linli.engines.cases.section import CaseSection
from linli.engines.plug import Engine, Redating
from linli.registry.purposes import Purpose
from linli.registry.roles import STAFF, VOLUNTEERS, Permission

# A property company sees only what is assigned to it, a district only numbers: queries narrow it.
READERS = frozenset({"property_staff", "district_reader"})

ENGINE = Engine(
    app="cases",
    permissions={
        "see_cases": Permission(
            _("Your post does not include reading matters here."), VOLUNTEERS | STAFF | READERS
        ),
        "enter_cases": Permission(
            _("Your post does not include entering matters here."), VOLUNTEERS | STAFF
        ),
        "work_cases": Permission(
            _("Your post does not include working on matters here."), STAFF | {"property_staff"}
        ),
        "dispatch_cases": Permission(
            _("Only the community's staff may assign matters here."), STAFF
        ),
        "review_cases": Permission(
            _("Only the community's staff may record call-backs here."), STAFF
        ),
    },
    scopes=(
        Scope("open311", _("take matters in through Open311"), of_a_community=True),
        Scope("cases:read", _("read matters")),
        Scope("cases:write", _("enter matters and work on them")),
    ),
    purposes=(
        Purpose(
            "matters",
            _("handling of matters"),
            _("Name and phone of who raised a matter, to answer and to ask back."),
            "legal_duty",
            730,
        ),
    ),
    events=EVENTS,
    example=EXAMPLE,
    record_words=RECORD_WORDS,
    section=CaseSection,
    effects=EFFECTS,
    redating=Redating(look=look_at_days, follow=redate),
    glossary=TERMS,
    jobs="linli.engines.cases.tasks",
    forgetting=FORGETTING,
    unexplained=unexplained,
)
