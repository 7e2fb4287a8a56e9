"""How staff accounts behave: nobody signs up; a secretary or street officer appoints."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class HouseAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's adapter with the sign-up door shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts come with a post."""
        return False
