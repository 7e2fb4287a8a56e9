"""The moment at which a verb happens, as the whole house has it."""

from linli.core.moment import acting_at as acting_at
from linli.core.moment import now as now
