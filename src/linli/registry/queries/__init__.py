"""Every read of the register, narrowed to who asks."""

from linli.registry.queries.access import (
    care_need_for,
    household_at,
    household_for,
    import_for,
    person_for,
    place_for,
    post_for,
)
from linli.registry.queries.estate import (
    estate,
    labels_of_building,
    labels_of_kind,
    plan,
    public_places,
    stairs_of,
)
from linli.registry.queries.household import (
    household_page,
    lines_about,
    members_of,
    unasked,
)
from linli.registry.queries.households import (
    door_of,
    households_page,
    register_counts,
    villages,
)
from linli.registry.queries.invitations import invitations_from, invitations_to
from linli.registry.queries.keys import (
    households_to_key,
    households_without_key,
    staff_by_username,
    standing_key,
)
from linli.registry.queries.people import (
    care_needs_of,
    consent_of,
    person_by_id_number,
    phone_at_home,
    search_people,
)
from linli.registry.queries.places import (
    alias_of,
    buildings,
    communities_of,
    community_by_code,
    community_by_name,
    find_place,
    one_place,
    place_by_code,
)
from linli.registry.queries.posts import (
    nearest_posts,
    organisations_of,
    posts_of,
    posts_of_user,
    watching_over,
)

__all__ = [
    "alias_of",
    "buildings",
    "care_need_for",
    "care_needs_of",
    "communities_of",
    "community_by_code",
    "community_by_name",
    "consent_of",
    "door_of",
    "estate",
    "find_place",
    "household_at",
    "household_for",
    "household_page",
    "households_page",
    "households_to_key",
    "households_without_key",
    "import_for",
    "invitations_from",
    "invitations_to",
    "labels_of_building",
    "labels_of_kind",
    "lines_about",
    "members_of",
    "nearest_posts",
    "one_place",
    "organisations_of",
    "person_by_id_number",
    "person_for",
    "phone_at_home",
    "place_by_code",
    "place_for",
    "plan",
    "post_for",
    "posts_of",
    "posts_of_user",
    "public_places",
    "register_counts",
    "search_people",
    "staff_by_username",
    "stairs_of",
    "standing_key",
    "unasked",
    "villages",
    "watching_over",
]
