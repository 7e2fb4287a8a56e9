"""What strangers may not read, found in a text: numbers, addresses, doors and names.

No Django and no register here. ``registry.covering.cover`` is the one that rooms above call: it
knows the names of the community.
"""

from linli.core.covering.finding import STAR as STAR
from linli.core.covering.finding import Covered as Covered
from linli.core.covering.finding import Span as Span
from linli.core.covering.finding import cover as cover
from linli.core.covering.names import Names as Names
