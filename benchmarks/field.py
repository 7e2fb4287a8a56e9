"""What the phone at the door costs: first load, bundle, 200 answers at once, opening offline.

    python -m benchmarks.field

It builds the demo's estate in a house of its own, or the one that ``BENCH_DATABASE_URL`` names.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import statistics
import threading
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from benchmarks import rounds
from benchmarks.figures import cost, say
from benchmarks.house import in_own_house

if TYPE_CHECKING:
    from django.test import Client

ANSWERS, OPENINGS, SLOWER = 200, 7, 4
WALKER, STEWARD = "grid1", "steward701"


def main() -> None:
    """Build, measure, print."""
    with in_own_house():
        rounds.plan(rounds.community())
        client = phone(WALKER)
        first_load(client)
        bundle(client, "grid worker")
        bundle(phone(STEWARD), "steward")
        answers(client)
        offline(client)


def phone(username: str) -> Client:
    """Log a walker in."""
    from django.test import Client

    from linli.accounts.models import User

    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(username=username), backend=rounds.BACKEND)
    return client


def first_load(client: Client) -> None:
    """Add up what a phone fetches before it works without signal, gzipped."""
    worker = client.get("/field/sw.js").content
    setup = json.loads(re.search(rb"SETUP = (\{.*\});", worker)[1])  # type: ignore[index]
    parts = [worker, *(_content(client, path) for path in ["/field/", *setup["assets"]])]
    size = sum(len(gzip.compress(part)) for part in parts) / 1024
    say("first load of the field app, gzipped", f"{size:.0f} KB", goal="150 KB")


def _content(client: Client, path: str) -> bytes:
    answer: Any = client.get(path)
    assert answer.status_code == 200, path
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def bundle(client: Client, who: str) -> None:
    """Measure what a walker takes along, as it is sent, and again while nothing has changed."""
    zipped = {"accept-encoding": "gzip"}
    answer = client.get("/field/bundle/", headers=zipped)
    doors = sum(len(each["doors"]) for each in client.get("/field/bundle/").json()["campaigns"])
    size = f"{len(answer.content) / 1024:.1f} KB"
    say(f"bundle of a {who}'s {doors} doors, as sent", size, goal="25 KB")
    say("  taken along", cost(lambda _n: client.get("/field/bundle/", headers=zipped)))
    held = {"if-none-match": client.get("/field/bundle/")["ETag"]}
    assert client.get("/field/bundle/", headers=held).status_code == 304
    say("  unchanged: 304", cost(lambda _n: client.get("/field/bundle/", headers=held)))


def answers(client: Client) -> None:
    """Send 200 answers at once, most with answers to an opinion round's form."""
    from django.utils import timezone

    from linli.demo.answers import opinion

    bundle = client.get("/field/bundle/").json()
    dice = random.Random(3)  # noqa: S311
    [campaign] = bundle["campaigns"]
    rows = []
    for _number in range(ANSWERS):
        outcome = dice.choices(("met", "absent", "refused"), (75, 20, 5))[0]
        door, now = dice.choice(campaign["doors"]), timezone.now().isoformat()
        rows.append({
            "what": "visit", "uid": str(uuid4()), "campaign": campaign["id"], "door": door["id"],
            "outcome": outcome, "form": campaign["form_number"], "at": now,
            "started_from": door["versions"], "answers": opinion(dice) if outcome == "met" else {},
        })  # fmt: skip
    body = {"user": bundle["me"]["id"], "sent_at": timezone.now().isoformat(), "answers": rows}
    clock, cpu = time.perf_counter(), time.process_time()
    answer = client.post("/field/answers/", json.dumps(body), content_type="application/json")
    spent, used = time.perf_counter() - clock, time.process_time() - cpu
    taken = sum(answer_row["is"] == "taken" for answer_row in answer.json()["answers"])
    each = used * 1000 / ANSWERS
    say(f"{taken} answers taken in", f"{spent:.2f} s, {each:.1f} ms CPU each", goal="3 s, 25 ms")


def offline(client: Client) -> None:
    """Open the app without signal in Chromium whose CPU is slowed down like a cheap phone's."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import FLAGS, SCREENS

    with served() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS.split()
        )
        context = browser.new_context(viewport=SCREENS["phone"])  # type: ignore[arg-type]
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}]
        )
        page = context.new_page()
        page.goto(f"{url}/field/")
        page.wait_for_selector("h2")
        page.evaluate("navigator.serviceWorker.ready")
        context.set_offline(True)
        slow = context.new_cdp_session(page)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        figure = statistics.median(_opening(page) for _turn in range(OPENINGS))
        browser.close()
    say(f"opens offline, CPU slowed {SLOWER}×", f"{figure:.0f} ms", goal="1000 ms")


def _opening(page: Any) -> float:
    page.reload()
    page.wait_for_selector("h2")
    return float(page.evaluate("performance.getEntriesByName('rounds-shown')[0].startTime"))


class served:
    """The house on a port of its own, in a thread."""

    def __enter__(self) -> str:
        from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
        from django.core.wsgi import get_wsgi_application

        class Quiet(WSGIRequestHandler):
            def log_message(self, *_words: object) -> None:
                """A line a figure, and nothing else."""

        self.server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
        self.server.set_app(get_wsgi_application())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_fault: object) -> None:
        self.server.shutdown()


if __name__ == "__main__":
    main()
