"""What each role may do. One registry; every check in the house reads it.

The register's own permissions stand here; an engine adds its own (``add``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Who serves in the evenings, who is paid for it, and who of those plans for the whole community.
VOLUNTEERS = frozenset({"steward", "trusted_local", "party_member"})
STAFF = frozenset({"grid_worker", "worker", "secretary", "street_officer"})
OFFICE = STAFF - {"grid_worker"}
LEADERS = frozenset({"secretary", "street_officer"})


@dataclass(frozen=True)
class Permission:
    """What somebody may do: the sentence with which it is refused, and the roles that have it."""

    refusal: Promise
    roles: frozenset[str]


OWN = {
    "visit": Permission(_("Your post does not include visiting these doors."), VOLUNTEERS | STAFF),
    "see_people": Permission(
        _("Your post does not include the household register here."), STAFF | {"steward"}
    ),
    "edit_people": Permission(_("Only the community's staff may change the register here."), STAFF),
    "read_masked": Permission(
        _("Your post does not include reading phone or ID numbers here."), STAFF
    ),
    "read_care": Permission(
        _("Your post does not include reading care needs here."), STAFF - {"street_officer"}
    ),
    "print_letters": Permission(_("Only the community's staff may print letters here."), STAFF),
    "import": Permission(_("Only the community's staff may take in files here."), OFFICE),
    "export": Permission(_("Your post does not include taking lists out of the house."), STAFF),
    "issue_keys": Permission(
        _("Only the community's staff may issue household keys here."), OFFICE
    ),
    "manage_posts": Permission(
        _("Only the secretary or the street office may appoint people here."), LEADERS
    ),
    "manage_places": Permission(_("Only the community's staff may change places here."), OFFICE),
    "manage_rules": Permission(
        _("Only the secretary or the street office may change settings here."), LEADERS
    ),
    # Above the communities: calendar and programmes of all, and no people's data.
    "manage_house": Permission(
        _("Only the house's administrator may change this for every community."),
        frozenset({"administrator"}),
    ),
    "see_record": Permission(
        _("Only the secretary or the street office may read the record here."), LEADERS
    ),
}

# Who stands above whom. A post is appointed and ended from above: by whoever manages posts over
# its place and whose role stands on a higher level. Nobody gives out, or takes, their own.
LEVELS: dict[str, int] = {
    "steward": 0,
    "trusted_local": 0,
    "party_member": 0,
    "grid_worker": 0,
    "worker": 0,
    "secretary": 1,
    "property_staff": 0,
    "street_officer": 2,
    "district_reader": 2,
    "administrator": 3,
}

PERMISSIONS: dict[str, Permission] = {}
# role → what it may; a role that nothing was granted to may nothing.
GRANTS: dict[str, frozenset[str]] = {role: frozenset() for role in LEVELS}


def add(permissions: Mapping[str, Permission]) -> None:
    """Let a room name what may be done in it, and by whom. Each name belongs to one room."""
    for name, permission in permissions.items():
        if PERMISSIONS.setdefault(name, permission) is not permission:
            raise ValueError(f"two rooms call a permission {name}")
        for role in permission.roles:
            GRANTS[role] |= {name}


def appointing(role: str) -> str:
    """Return the permission to give and end a post: nobody below makes an administrator."""
    return "manage_house" if role == "administrator" else "manage_posts"


def refusal(permission: str) -> Promise:
    """Return the sentence with which this permission is refused."""
    return PERMISSIONS[permission].refusal


add(OWN)
