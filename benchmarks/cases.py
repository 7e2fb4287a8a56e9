"""What matters cost: the desk's list, one matter, a public report, a search. One line a figure.

    python benchmarks/cases.py [--cases 20000] [--more 1000000] [--communities 1]

CPU is that of the server's process, the median of many requests through Django's test client;
what PostgreSQL spends in its own processes shows in the elapsed time. Runs on databases of its
own, or on the one that ``BENCH_DATABASE_URL`` names.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks_house import in_own_house
from build import NOW, Built, build

WORDS = ("路灯", "电梯", "装修", "老人", "门禁", "井盖")
TURNS = 15


def main() -> None:
    """Measure at both sizes and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--more", type=int, default=0, help="measure at this many, too")
    parser.add_argument("--communities", type=int, default=1)
    wanted = parser.parse_args()
    for count in filter(None, (wanted.cases, wanted.more)):
        with in_own_house():
            from django.conf import settings
            from django.core.management import call_command

            settings.ALLOWED_HOSTS = ["*"]
            plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
            settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
            call_command("createcachetable", verbosity=0)
            began = time.perf_counter()
            built = build(count, communities=wanted.communities)
            say("build", f"{time.perf_counter() - began:.1f} s", built)
            measure(built)


def measure(built: Built) -> None:
    """Print the figures at one size."""
    desk(built)
    public(built)
    searches(built)


def say(what: str, figure: str, built: Built) -> None:
    from django.db import connection

    print(f"{what} · {built.cases} matters · {connection.vendor}: {figure}", flush=True)


def cost(act: Callable[[int], Any], *, turns: int = TURNS) -> str:
    """Act several times; say statements, CPU and elapsed time of one."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    act(0)
    with CaptureQueriesContext(connection) as seen:
        act(1)
    statements = len(seen)
    cpu, elapsed = [], []
    for turn in range(turns):
        began, wall = time.process_time(), time.perf_counter()
        act(turn + 2)
        cpu.append((time.process_time() - began) * 1000)
        elapsed.append((time.perf_counter() - wall) * 1000)
    return (
        f"{statements} statements, {statistics.median(cpu):.1f} ms CPU, "
        f"{statistics.median(elapsed):.1f} ms elapsed"
    )


def desk(built: Built) -> None:
    from django.test import Client

    from linli.engines.cases import queries
    from linli.engines.cases.models import Case
    from linli.engines.cases.queries import DeskFilters
    from linli.registry.access import actor_of_user

    actor, home = actor_of_user(built.worker), built.communities[0].pk
    client = Client()
    client.force_login(built.worker, backend="django.contrib.auth.backends.ModelBackend")
    pages = {
        "desk list, page": "/desk/",
        "desk list, page, newest of all": "/desk/?order=newest&state=all",
        "desk list, page, overdue": "/desk/?overdue=1",
        "desk list, page, search": "/desk/?q=路灯",
    }
    for what, path in pages.items():
        say(what, cost(lambda _turn, path=path: _ok(client.get(path))), built)
    for what, filters in (
        ("desk list, query only", DeskFilters()),
        ("desk list, query only, one kind of all", DeskFilters(kind="other", state="all")),
        ("desk list, query only, mine", DeskFilters(whose="mine")),
    ):
        ask = cost(
            lambda _turn, filters=filters: queries.desk(actor, home, filters=filters, now=NOW)
        )
        say(what, ask, built)
    say("desk counts", cost(lambda _turn: _fresh_counts(actor, home), turns=5), built)
    say("plain Django list of 100", cost(lambda _turn: plain_list(home)), built)
    newest = list(Case.objects.order_by("-id").values_list("pk", flat=True)[: TURNS + 5])
    say("one matter, page", cost(lambda turn: _ok(client.get(f"/desk/{newest[turn]}/"))), built)


def _fresh_counts(actor: Any, home: int) -> None:
    from linli.engines.cases.queries import desk_counts

    desk_counts._kept.clear()
    desk_counts.counts(actor, home, now=NOW)


def plain_list(home: int) -> str:
    """What a list of 100 rows costs when a plain template walks plain objects."""
    from django.template import engines

    from linli.engines.cases.models import Case

    row = (
        "<tr><td>{{ c.reference }}</td><td>{{ c.title }}</td><td>{{ c.place_label }}</td>"
        "<td>{{ c.owner_label }}</td><td>{{ c.due_at|date:'m-d H:i' }}</td>"
        "<td>{{ c.get_state_display }}</td></tr>"
    )
    template = engines["django"].from_string(f"{{% for c in rows %}}{row}{{% endfor %}}")
    rows = Case.objects.filter(community=home, closed_at=None).order_by("due_at", "id")[:100]
    return str(template.render({"rows": rows}))


def public(built: Built) -> None:
    from django.test import Client

    from linli.core.models import Tally

    code = built.communities[0].code

    def report(turn: int) -> None:
        Tally.objects.all().delete()
        phone = f"1380013{turn:04d}"
        answer = Client().post(
            f"/p/{code}/",
            {
                "text": f"第 {turn} 次:楼道路灯不亮",
                "kind": "lamp",
                "phone": phone,
                "once": f"bench{turn}",
            },
        )
        assert answer.status_code == 302, answer.content.decode()[:2000]

    say("public report, POST (1 of the statements is the bench's)", cost(report), built)
    client = Client()
    say("public page", cost(lambda _turn: _ok(client.get(f"/open/{code}/"))), built)


def _ok(answer: Any) -> None:
    assert answer.status_code == 200, (answer.status_code, answer.content.decode()[:500])


def searches(built: Built) -> None:
    from linli.engines.cases import search

    here = [community.pk for community in built.communities[:15]]
    for what, communities in (("one community", here[:1]), ("all communities", here)):
        slowest = 0.0
        for word in WORDS:
            times = []
            for _turn in range(7):
                began = time.perf_counter()
                found = search.find(communities, word, limit=100)
                times.append((time.perf_counter() - began) * 1000)
            assert found, word
            slowest = max(slowest, statistics.median(times))
        say(f"search, slowest of {len(WORDS)} two-letter words, {what}", f"{slowest:.1f} ms", built)
    for typed in ("灯", "路灯不亮", "路灯 电梯 老人", "SX-1124"):
        began = time.perf_counter()
        search.find(here, typed, limit=100)
        say(f"search {typed}", f"{(time.perf_counter() - began) * 1000:.1f} ms", built)


if __name__ == "__main__":
    main()
