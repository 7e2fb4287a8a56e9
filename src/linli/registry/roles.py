"""What each role may do. One table; every check in the house reads it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# permission → the refusal's sentence
PERMISSIONS: dict[str, Promise] = {
    "see_cases": _("Your post does not include reading matters here."),
    "enter_cases": _("Your post does not include entering matters here."),
    "work_cases": _("Your post does not include working on matters here."),
    "dispatch_cases": _("Only the community's staff may assign matters here."),
    "review_cases": _("Only the community's staff may record call-backs here."),
    "see_campaigns": _("Your post does not include seeing campaigns here."),
    "plan_campaigns": _("Only the community's staff may plan campaigns here."),
    "visit": _("Your post does not include visiting these doors."),
    "see_people": _("Your post does not include the household register here."),
    "edit_people": _("Only the community's staff may change the register here."),
    "read_masked": _("Your post does not include reading phone or ID numbers here."),
    "read_care": _("Your post does not include reading care needs here."),
    "import": _("Only the community's staff may take in files here."),
    "export": _("Your post does not include taking lists out of the house."),
    "issue_keys": _("Only the community's staff may issue household keys here."),
    "manage_posts": _("Only the secretary or the street office may appoint people here."),
    "manage_places": _("Only the community's staff may change places here."),
    "manage_rules": _("Only the secretary or the street office may change settings here."),
    "manage_house": _("Only the house's administrator may change this for every community."),
    "see_record": _("Only the secretary or the street office may read the record here."),
}

_READER = {"see_cases"}
_WALKER = {"see_cases", "enter_cases", "see_campaigns", "visit"}
_STEWARD = _WALKER | {"see_people"}
_GRID = _STEWARD | {
    "work_cases",
    "read_masked",
    "read_care",
    "edit_people",
    "dispatch_cases",
    "review_cases",
    "export",
}
_WORKER = _GRID | {"import", "issue_keys", "manage_places", "plan_campaigns"}
_SECRETARY = _WORKER | {"manage_posts", "manage_rules", "see_record"}

GRANTS: dict[str, frozenset[str]] = {
    "steward": frozenset(_STEWARD),
    "trusted_local": frozenset(_WALKER),
    "party_member": frozenset(_WALKER),
    "grid_worker": frozenset(_GRID),
    "worker": frozenset(_WORKER),
    "secretary": frozenset(_SECRETARY),
    # Sees only what is assigned to its company: the cases engine narrows it.
    "property_staff": frozenset({"see_cases", "work_cases"}),
    "street_officer": frozenset(_SECRETARY - {"read_care"}),
    "district_reader": frozenset(_READER),
    # Above the communities: calendar and programmes of all, and no people's data.
    "administrator": frozenset({"manage_house"}),
}


# Who stands above whom. A post is appointed and ended from above: by whoever manages posts over
# its place and whose role stands on a higher level. Nobody gives out, or takes, their own.
LEVELS: dict[str, int] = {
    "steward": 0,
    "trusted_local": 0,
    "party_member": 0,
    "grid_worker": 0,
    "property_staff": 0,
    "worker": 0,
    "secretary": 1,
    "street_officer": 2,
    "district_reader": 2,
    "administrator": 3,
}


def appointing(role: str) -> str:
    """Return the permission to give and end a post: nobody below makes an administrator."""
    return "manage_house" if role == "administrator" else "manage_posts"


def refusal(permission: str) -> Promise:
    """Return the sentence with which this permission is refused."""
    return PERMISSIONS[permission]
