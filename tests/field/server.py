"""A house that is killed at the worst moment: python -m tests.field.server PORT

Serves the database of the tests. ``DIE_AT`` says when it kills itself as a power cut would:
"visit:4" once the fourth visit is in the database and before anybody was told; "piece:2" likewise
with the second piece of a picture.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django


def main(port: int) -> None:
    django.setup()
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    _die_when(os.environ.get("DIE_AT", ""))
    server = ThreadedWSGIServer(("127.0.0.1", port), WSGIRequestHandler)
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    print("ready", flush=True)
    server.serve_forever()


def _die_when(said: str) -> None:
    from linli.engines.campaigns import actions

    what, _colon, count = said.partition(":")
    names = {"visit": "record_visit", "piece": "keep_piece"}
    if what in names:
        setattr(actions, names[what], _last(getattr(actions, names[what]), int(count)))


def _last(act: Callable[..., Any], count: int) -> Callable[..., Any]:
    done = 0

    def acted(*words: Any, **more: Any) -> Any:
        nonlocal done
        result = act(*words, **more)
        done += 1
        if done == count:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return acted


if __name__ == "__main__":
    main(int(sys.argv[1]))
