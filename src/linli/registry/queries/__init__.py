"""Every read of the register, narrowed to who asks."""

from linli.registry.queries.access import (
    household_at,
    household_for,
    import_for,
    person_for,
    place_for,
    post_for,
)
from linli.registry.queries.households import (
    door_of,
    household_page,
    households_page,
    register_counts,
    unasked,
    villages,
)
from linli.registry.queries.invitations import invitations_from, invitations_to
from linli.registry.queries.keys import (
    households_to_key,
    households_without_key,
    staff_by_username,
)
from linli.registry.queries.people import person_by_id_number, search_people
from linli.registry.queries.places import (
    buildings,
    communities_of,
    community_by_name,
    estate,
    find_place,
    one_place,
    place_by_code,
    plan,
    public_places,
    rows_of_building,
)
from linli.registry.queries.posts import (
    nearest_posts,
    posts_of,
    posts_of_user,
    watching_over,
)

__all__ = [
    "buildings",
    "communities_of",
    "community_by_name",
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
    "nearest_posts",
    "one_place",
    "person_by_id_number",
    "person_for",
    "place_by_code",
    "place_for",
    "plan",
    "post_for",
    "posts_of",
    "posts_of_user",
    "public_places",
    "register_counts",
    "rows_of_building",
    "search_people",
    "staff_by_username",
    "unasked",
    "villages",
    "watching_over",
]
