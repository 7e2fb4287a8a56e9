"""The WSGI door that the server opens."""

import os
import sys
from contextlib import suppress

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
os.umask(0o077)  # another server than linli serve may have started us
application = get_wsgi_application()

from django.conf import settings  # noqa: E402  the settings are read by the line above
from django.db import DatabaseError, connections  # noqa: E402
from django.urls import get_resolver  # noqa: E402
from granian.utils.proxies import wrap_wsgi_with_proxy_headers  # noqa: E402

get_resolver().url_patterns  # noqa: B018  read now: threads that import at once trip each other up
application = wrap_wsgi_with_proxy_headers(application, settings.PROXIES)

from linli.config import data_key  # noqa: E402
from linli.config.bootstrap import refuse_unsafe_settings  # noqa: E402
from linli.config.stop import Stop  # noqa: E402

try:
    refuse_unsafe_settings()
    with suppress(DatabaseError):  # /healthz says that it cannot be reached
        data_key.check()
except Stop as stop:
    sys.exit(str(stop))
finally:
    connections.close_all()

if _server := os.environ.get("LINLI_SERVER"):  # set by linli serve: its own process id
    from linli.config import child_processes

    child_processes.when_it_dies(int(_server), lambda: os._exit(0))
