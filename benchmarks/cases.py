"""What matters cost: the desk's list, one matter, a public report, a search. One line a figure.

    python -m benchmarks.cases [--cases 20000] [--more 1000000]

The house grows to the second size and is measured again. It is a house of its own, or the empty
one that ``BENCH_DATABASE_URL`` names.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from benchmarks import figures
from benchmarks.figures import Cost, cost, costs, say, slowest
from benchmarks.house import in_own_house

if TYPE_CHECKING:
    from benchmarks.build import Home

# Two letters each: said in every fifth matter, every tenth, one in 300, one in 2,000.
WORDS = ("路灯", "电梯", "老人", "井盖", "水表", "鸽子", "蜂窝", "幕墙")
ANSWERS = {"text": "楼道里的路灯坏了,晚上看不清路", "phone": "13800138000"}
BACKEND = "django.contrib.auth.backends.ModelBackend"


def main() -> None:
    """Measure at both sizes and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--more", type=int, default=0, help="grow to this many, and measure again")
    parser.add_argument("--turns", type=int, default=figures.TURNS, help="requests a figure")
    wanted = parser.parse_args()
    figures.TURNS = wanted.turns
    with in_own_house():
        from django.conf import settings

        from benchmarks import build

        settings.ROOT_URLCONF = "benchmarks.plain"  # the house's addresses, and the yardstick's
        home = build.found_community()
        lists = []
        for count in filter(None, (wanted.cases, wanted.more)):
            began = time.perf_counter()
            build.fill(home, up_to=count)
            say(f"{count:,} matters", f"made in {time.perf_counter() - began:.0f} s")
            lists.append(measure(home, f"{count:,} matters"))
        if wanted.more:
            ratio = lists[1].cpu / lists[0].cpu
            say("desk, list of 100", f"{ratio:.2f} × at {wanted.more:,}", goal="1.5 ×")


def measure(home: Home, size: str) -> Cost:
    """Print the figures at one size; return what the desk's list costs."""
    at_desk = desk_list(home, size)
    one_case(home, size)
    public_report(home, size)
    searches(home, size)
    return at_desk


def staff(home: Home) -> Callable[[str], Any]:
    """Return how the worker opens a page."""
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(home.worker, backend=BACKEND)
    return lambda path: _ok(client.get(path))


def _ok(answer: Any) -> Any:
    assert answer.status_code == 200, (answer.status_code, answer.content.decode()[:500])
    return answer


def beside(what: str, ours: Cost, plain: Cost, *, goal: str) -> None:
    """Print our cost, and the yardstick's beside it."""
    say(what, f"{ours} · {ours.cpu / plain.cpu:.2f} × plain Django ({plain})", goal=goal)


def desk_list(home: Home, size: str) -> Cost:
    """The list of 100: as it is looked at all day, after something was done, and searched."""
    get = staff(home)
    ours, plain = costs(
        [lambda _turn: get("/desk/"), lambda _turn: get(f"/plain/matters/{home.community.pk}/")]
    )
    beside(f"desk, list of 100 · {size}", ours, plain, goal="8 SQL, 30 ms CPU")
    for name, path in (
        ("everything, newest first", "/desk/?order=newest&state=all"),
        ("search", "/desk/?q=路灯"),
    ):
        say(f"desk, {name} · {size}", cost(lambda _turn, path=path: get(path)))
    counted = cost(lambda _turn: get("/desk/"), before=lambda _turn: do_something(home))
    say(f"desk, list of 100 after something was done · {size}", counted, goal="8 SQL")
    return ours


def do_something(home: Home) -> None:
    """Let the record grow, so that the desk's counts are made anew."""
    from django.db import transaction

    from linli.core import record
    from linli.registry.access import SYSTEM

    with transaction.atomic():
        record.note("bench.done", home.community, by=SYSTEM, community_id=home.community.pk)


def one_case(home: Home, size: str) -> None:
    """An open matter's page, as its worker sees it, with a timeline; another one each time."""
    from linli.engines.cases.models import Case

    get = staff(home)
    open_now = Case.objects.filter(pk__in=home.newest, closed_at=None).order_by("-pk")
    ids = list(open_now.values_list("pk", flat=True)[: figures.TURNS + 2])
    ours, plain = costs(
        [lambda turn: get(f"/desk/{ids[turn]}/"), lambda turn: get(f"/plain/one/{ids[turn]}/")]
    )
    beside(f"one matter · {size}", ours, plain, goal="12 SQL, 15 ms CPU")


def public_report(home: Home, size: str) -> None:
    """A resident scans a building's label, writes two lines and a telephone number, and sends."""
    from django.test import Client

    code = home.buildings[3].code
    visitors: dict[int, Client] = {}

    def open_form(turn: int) -> None:
        address = f"10.{len(size) % 250}.{turn // 250}.{turn % 250}"
        visitors[turn] = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR=address)
        _ok(visitors[turn].get(f"/p/{code}/"))

    def send(turn: int) -> None:
        answer = visitors[turn].post(f"/p/{code}/", {**ANSWERS, "once": f"{size}-{turn}"})
        assert answer.status_code == 302, answer.content.decode()[:2000]

    def send_plainly(turn: int) -> None:
        words = {"title": "路灯", "text": ANSWERS["text"], "kind": "lamp_broken"}
        answer = visitors[turn].post(f"/plain/report/{code}/", words)
        assert answer.status_code == 302, answer.content.decode()[:2000]

    ours, plain = costs([send, send_plainly], before=open_form)
    beside(f"public report, POST · {size}", ours, plain, goal="20 SQL, 12 ms CPU")
    client = Client(SERVER_NAME="127.0.0.1")
    page = f"/open/{home.community.code}/"
    say(f"public page · {size}", cost(lambda _turn: _ok(client.get(page))))


def searches(home: Home, size: str) -> None:
    """Two-letter words, from one said in every fifth matter to one said in 2,000."""
    from linli.engines.cases import search

    here = [home.community.pk]
    words = WORDS if home.cases > 10_000 else WORDS[:4]  # the others are hardly ever said
    timing = slowest(lambda word: search.find(here, word, limit=100), words)
    say(f"full-text search, two letters · {size}", timing, goal="30 ms")
    others = ("灯", "路灯不亮", "路灯 电梯 老人", "水表 鸽子", "蜂窝 幕墙", "SX-1124")
    timing = slowest(lambda word: [search.find(here, word, limit=100)], others)
    say(f"full-text search, one letter, several words, a number · {size}", timing)


if __name__ == "__main__":
    main()
