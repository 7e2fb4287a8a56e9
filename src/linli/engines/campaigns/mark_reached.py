"""What this engine does after an answer: a programme's ``mark_reached``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.engines.campaigns.actions import visit_facts
from linli.forms.effects import EffectCall, EffectKind


def mark_reached(call: EffectCall) -> str:
    """Remember that the household was reached."""
    household = call.require_household()
    visit_facts.mark_reached(household, at=call.at, how=call.channel)
    return f"registry.household:{household.pk}"


EFFECTS = (EffectKind("mark_reached", _("mark the household reached"), run=mark_reached),)
