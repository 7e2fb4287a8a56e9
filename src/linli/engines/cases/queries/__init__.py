"""Every read that a page needs, narrowed to its viewer: one module a page."""

from linli.engines.cases.queries.desk_counts import Counts as Counts
from linli.engines.cases.queries.desk_counts import counts as counts
from linli.engines.cases.queries.desk_filters import DeskFilters as DeskFilters
from linli.engines.cases.queries.desk_filters import in_reach as in_reach
from linli.engines.cases.queries.desk_list import DeskList as DeskList
from linli.engines.cases.queries.desk_list import desk as desk
from linli.engines.cases.queries.resident import by_follow_code as by_follow_code
from linli.engines.cases.queries.resident import case_for_resident as case_for_resident
from linli.engines.cases.queries.resident import followers_actor as followers_actor
from linli.engines.cases.queries.resident import photo_for as photo_for
