"""Every address of the house, and who comes in there. A new page is put in here, or a test fails.

The permission is one of ``registry.roles``; whether a role has it is read from there, never said
here. ``docs/permissions.md`` shows this table.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """Who comes in: ``anybody``, an ``account`` (with or without a post), ``staff``, a ``token``.

    ``permission``: what a post must grant. ``verb``: a press, sent empty, which does nothing more
    than tell who may. ``by_state``: the matter's or the campaign's own table decides further.
    """

    who: str
    permission: str = ""
    verb: bool = False
    by_state: bool = False
    also: str = ""  # another permission that will do

    def opens_to(self, granted: frozenset[str]) -> bool:
        """True when a role with these permissions comes in."""
        return not self.permission or self.permission in granted or self.also in granted

    def words(self) -> str:
        """Say it in a sentence for the document."""
        if self.who == "staff":
            either = " or ".join(f"`{one}`" for one in (self.permission, self.also) if one)
            granted = f"posts that grant {either}" if either else "any post"
            further = ", as its state allows" if self.by_state else ""
            return f"{granted}, within their reach{further}"
        return WHO[self.who]


WHO = {
    "anybody": "anybody",
    "account": "whoever has a log-in",
    "oneself": "whoever has a log-in: one's own alone",
    "resident": "who raised it, its household, or by its code",
    "token": "a program with a key, for its scopes, below its community",
}


def staff(
    permission: str = "", *, verb: bool = False, by_state: bool = False, also: str = ""
) -> Rule:
    return Rule("staff", permission, verb, by_state, also)


ANYBODY, ACCOUNT, ONESELF = Rule("anybody"), Rule("account"), Rule("oneself")
RESIDENT, TOKEN = Rule("resident"), Rule("token")

_PUBLIC = (
    "healthz", "api/openapi.json", "field/manifest.webmanifest", "field/sw.js", "size/",
    "language/", "typed/", "design/", "", "communities/", "report/", "report/me-too/",
    "p/<str:code>/", "p/<str:code>/suggestions/", "p/<str:code>/questions/", "thanks/", "c/",
    "c/<str:code>/", "k/", "k/<str:code>/", "privacy/", "open/", "open/<str:code>/",
    "open/<str:code>/feed.atom", "open/<str:code>/<id:number>/",
    "open/<str:code>/<id:number>/about-me/", "q/<str:code>/",
    "q/<str:code>/thanks/", "mine/", "mine/messages/", "mine/data/", "mine/leave/", "api/",
    "open311/v2/", "account/login/",
    "desk/community/", "desk/settings/",
    "desk/cases/<str:ref>/",
)  # fmt: skip
_OPEN311 = (
    "^discovery", "^services", "^services/(?P<code>[^/]+)", "^requests",
    "^requests/(?P<request_id>[^/]+)", "^tokens/(?P<token>[^/]+)",
)  # fmt: skip
_VERBS = (
    "accept", "assign", "take", "return", "reply", "ask", "answer", "note", "defer", "resume",
    "extend", "refer", "whistle", "merge", "resolve", "review", "reopen", "withdraw", "change_kind",
)  # fmt: skip
_ALLAUTH = (
    "logout/", "reauthenticate/", "password/change/", "2fa/", "2fa/authenticate/",
    "2fa/reauthenticate/", "2fa/totp/activate/", "2fa/totp/deactivate/", "2fa/recovery-codes/",
    "2fa/recovery-codes/generate/", "2fa/recovery-codes/download/", "2fa/webauthn/",
    "2fa/webauthn/add/", "2fa/webauthn/reauthenticate/", "2fa/webauthn/keys/<id:pk>/remove/",
    "2fa/webauthn/keys/<id:pk>/edit/",
)  # fmt: skip
_REGISTER = {
    "": staff("see_people"),
    "new/": staff("edit_people"),
    "<id:household_id>/": staff("see_people"),
    "<id:household_id>/change/": staff("edit_people"),
    "<id:household_id>/erase/": staff("edit_people"),
    "<id:household_id>/move-out/": staff("edit_people"),
    "<id:household_id>/people/new/": staff("edit_people"),
    "<id:household_id>/key/": staff("issue_keys", verb=True),
    "<id:household_id>/key/stop/": staff("issue_keys", verb=True),
    "people/<id:person_id>/change/": staff("edit_people"),
    "people/<id:person_id>/read/<slug:what>/": staff("read_masked"),
    "people/<id:person_id>/care/": staff("read_care"),
    "people/<id:person_id>/consents/": staff("edit_people"),
    "people/<id:person_id>/move/": staff("edit_people"),
    "people/<id:person_id>/erase/": staff("edit_people"),
    "care/<id:need_id>/end/": staff("read_care", verb=True),
    "keys/": staff("issue_keys"),
    "places/": staff("see_people"),
    "places/new/": staff("manage_places"),
    "places/building/": staff("manage_places"),
    "places/<id:place_id>/": staff(),
    "places/<id:place_id>/change/": staff("manage_places", verb=True),
    "keeping/": staff("manage_rules"),
    "export/": staff("export"),
    "labels/": staff("see_people"),
    "imports/": staff("import"),
    "imports/<id:import_id>/": staff("import"),
    "imports/<id:import_id>/faults/": staff("import"),
    "posts/": staff("see_people"),
    "posts/new/": staff("manage_posts"),
    "posts/<id:post_id>/": staff("manage_posts"),
    "invitations/<id:invitation_id>/withdraw/": staff("manage_posts", verb=True),
}
_ONE = "<id:campaign_id>/"
_CAMPAIGNS = {
    "": staff("see_campaigns"),
    "new/": staff("plan_campaigns"),
    "new/plan/": staff("plan_campaigns"),
    "new/count/": staff("plan_campaigns", verb=True),
    "never/": staff("see_people"),
    "never/export/": staff("export"),
    "photos/<id:photo_id>/": staff("see_campaigns"),
    "conflicts/<id:conflict_id>/": staff("edit_people", verb=True),
    "door/<id:door_id>/": staff("see_campaigns"),
    "door/<id:door_id>/move/": staff("visit", verb=True),
    _ONE: staff("see_campaigns"),
    f"{_ONE}change/": staff("plan_campaigns"),
    f"{_ONE}do/": staff("plan_campaigns", verb=True),
    f"{_ONE}people/": staff("see_campaigns"),
    f"{_ONE}week/": staff("see_campaigns"),
    f"{_ONE}conflicts/": staff("see_campaigns"),
    f"{_ONE}sheets/": staff("see_campaigns"),
    f"{_ONE}key-in/": staff("visit"),
    f"{_ONE}form/": staff("plan_campaigns"),
    f"{_ONE}form.xlsx": staff("see_campaigns"),
    f"{_ONE}form/new/": staff("plan_campaigns"),
    f"{_ONE}form/<slug:code>/": staff("plan_campaigns"),
    f"{_ONE}poster/": staff("see_campaigns", by_state=True),
    f"{_ONE}results/": staff("see_campaigns"),
    f"{_ONE}results/list/": staff("export"),
    f"{_ONE}results/answers/": staff("export"),
    f"{_ONE}doors/": staff("see_campaigns"),
    f"{_ONE}doors/print/": staff("see_campaigns"),
    f"{_ONE}doors/export/": staff("export"),
    f"{_ONE}doors/<id:building_id>/": staff("see_campaigns"),
    f"{_ONE}doors/<id:building_id>/floor/": staff("visit", verb=True),
}
_DESK = {
    "": staff("see_cases", also="manage_house"),  # sent on to the settings
    "views/": staff(verb=True),
    "views/<id:view_id>/": ONESELF,
    "assign/": staff("see_cases", verb=True, by_state=True),
    "export/": staff("export"),
    "new/": staff("enter_cases"),
    "new/suggest/": staff(verb=True),
    "new/questions/": staff(verb=True),
    "new/people/": staff(),
    "new/support/<id:case_id>/": staff("see_cases", verb=True),
    "hotline/": staff("import"),
    "hotline/in/": staff("import", verb=True),
    "hotline/replies/": staff("export"),
    "inbox/": staff(),
    "letters/": staff("print_letters"),
    "photos/<id:photo_id>/": staff("see_cases"),
    "<id:case_id>/phone/": staff("see_cases", by_state=True),
    "<id:case_id>/print/": staff("see_cases"),
    "<id:case_id>/slip/": staff("see_cases"),
    "<id:case_id>/<str:verb>/": staff("see_cases", by_state=True),
    "<str:ref>/": staff("see_cases"),
}
_SETTINGS = {
    "": False, "calendar/": False, "outbox/": False, "record/": False, "record/end/": False,
    "kinds/": False,
    "danger/": False,
    "kinds/<str:code>/": False, "programmes/": False, "programmes/<str:code>.toml": False,
    "wordings/": False, "wordings/<str:event>/": False, "organisations/": False,
    "organisations/new/": False, "organisations/<id:organisation_id>/": False, "routing/": False,
    "routing/new/": False, "routing/<id:rule_id>/": False, "routing/<id:rule_id>/change/": True,
    "tokens/": False, "tokens/<id:token_id>/revoke/": True,
}  # fmt: skip

_OF_THE_HOUSE = ("", "calendar/", "programmes/", "programmes/<str:code>.toml")

ADDRESSES: dict[str, Rule] = {
    **dict.fromkeys(_PUBLIC, ANYBODY),
    **{rf"open311/v2/{one}\.(?P<form>json|xml)$": ANYBODY for one in _OPEN311},
    **dict.fromkeys(("api/cases", "api/cases/<case_id>"), TOKEN),
    **{f"api/cases/<case_id>/{verb}": TOKEN for verb in _VERBS},
    **dict.fromkeys(
        ("api/communities", "api/places", "api/places/<code>", "api/programmes"), TOKEN
    ),
    "field/": staff("visit"),
    # A phone whose holder has no post any more is let in: each answer is refused by itself.
    **dict.fromkeys(
        (
            "field/bundle/",
            "field/answers/",
            "field/photos/<uuid:uid>/",
            "field/photos/<uuid:uid>/<str:name>/",
        ),
        ACCOUNT,
    ),
    "my/<id:case_id>/": RESIDENT,
    "my/<id:case_id>/<str:verb>/": RESIDENT,
    "photo/<id:photo_id>/": RESIDENT,
    **{f"account/{one}": ACCOUNT for one in _ALLAUTH},
    "account/": ACCOUNT,
    "account/tokens/": staff(),
    "account/tokens/<id:token_id>/revoke/": ONESELF,
    "account/invitations/": ACCOUNT,
    **{f"register/{route}": rule for route, rule in _REGISTER.items()},
    **{f"campaigns/{route}": rule for route, rule in _CAMPAIGNS.items()},
    **{f"desk/{route}": rule for route, rule in _DESK.items()},
    **{f"settings/{route}": staff("manage_rules", verb=v) for route, v in _SETTINGS.items()},
    **{f"settings/{route}": staff("manage_rules", also="manage_house") for route in _OF_THE_HOUSE},
    "settings/clock/": staff("manage_rules", verb=True, also="manage_house"),
}
