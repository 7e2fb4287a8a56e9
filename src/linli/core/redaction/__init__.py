"""What strangers may not read, found in a text: numbers, addresses, doors and names.

No Django and no register here. ``registry.redaction.cover`` is the one that rooms above call: it
knows the names of the community.
"""

from linli.core.redaction.finding import STAR as STAR
from linli.core.redaction.finding import Covered as Covered
from linli.core.redaction.finding import Span as Span
from linli.core.redaction.finding import cover as cover
from linli.core.redaction.names import Names as Names
