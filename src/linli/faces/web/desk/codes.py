"""Follow codes that a session may print again: only their index stands in the database."""

from __future__ import annotations

from django.http import HttpRequest

from linli.engines.cases.actions import Filed

CODES_KEPT = 20  # follow codes in the session, so that a slip can be printed again
CODES = "follow_codes"


def keep_code(request: HttpRequest, filed: Filed) -> None:
    """Keep the follow code in the session: only its index stands in the database."""
    kept = request.session.get(CODES, {})
    kept[str(filed.case.pk)] = filed.follow_code
    request.session[CODES] = dict(list(kept.items())[-CODES_KEPT:])


def code_of(request: HttpRequest, case_id: int) -> str:
    """Return the code of a matter that this session entered, else nothing."""
    return str(request.session.get(CODES, {}).get(str(case_id), ""))
