"""Every read that a page needs, narrowed to its viewer: one module a page."""

from linli.engines.cases.queries.desk_list import Counts as Counts
from linli.engines.cases.queries.desk_list import DeskFilters as DeskFilters
from linli.engines.cases.queries.desk_list import DeskPage as DeskPage
from linli.engines.cases.queries.desk_list import counts as counts
from linli.engines.cases.queries.desk_list import desk as desk
from linli.engines.cases.queries.desk_list import in_reach as in_reach
