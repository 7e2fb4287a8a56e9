"""The city hotline (12345): its Excel file of orders in, and the file of replies out.

There is no other link: the hotline gives a file and takes one.
"""

from linli.engines.cases.hotline.orders import import_orders as import_orders
from linli.engines.cases.hotline.orders import urgency_of as urgency_of
from linli.engines.cases.hotline.replies import export_replies as export_replies
from linli.engines.cases.hotline.replies import reply_rows as reply_rows
