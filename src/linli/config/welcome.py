"""What the terminal says when the house is open; the demo's log-ins, kept in its home."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

DEMO = "demo.json"


def keep_demo(made: dict[str, Any]) -> None:
    """Remember the demo's log-ins for the next start, readable by the owner only."""
    path = settings.HOME / DEMO
    path.touch(mode=0o600)
    path.write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")


def demo() -> dict[str, Any] | None:
    """Return what the demo told when it was made, if this home holds one."""
    path = settings.HOME / DEMO
    if not path.exists():
        return None
    made: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return made


def words(url: str) -> str:
    """Return the lines to print: the address and, in a demo, how to get in."""
    lines = ["", _("  Linli 邻里 is open: %(url)s/") % {"url": url}, _("  Stop it with Ctrl-C.")]
    if made := demo():
        lines += ["", *demo_words(made, url)]
    return "\n".join([*lines, ""])


def demo_words(made: dict[str, Any], url: str) -> list[str]:
    """Return the demo's lines: log-ins, a resident's slip, the Open311 key."""
    width = max(len(row["username"]) for row in made["logins"])
    return [
        _("  Demo log-ins at %(url)s (password of all: %(password)s)")
        % {"url": f"{url}{resolve_url(settings.LOGIN_URL)}", "password": made["password"]},
        *(
            f"    {row['username']:<{width}}  {row['role']}, {row['name']}"
            for row in made["logins"]
        ),
        _("  A resident's slip: %(url)s  (code %(code)s)")
        % {"url": f"{url}{made['slip_path']}", "code": made["slip"]},
        f"  Open311 test key: {made['open311_key']}",
    ]
