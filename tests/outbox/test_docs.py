"""docs/outbox.md names every event and every setting of the outbox."""

from __future__ import annotations

import re
from pathlib import Path

from linli.outbox.events import EVENTS

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs/outbox.md").read_text(encoding="utf-8")


def test_every_event_is_described() -> None:
    assert [event for event in EVENTS if f"`{event}`" not in DOCS] == []


def test_every_setting_is_described() -> None:
    source = (ROOT / "src/linli/config/settings.py").read_text(encoding="utf-8")
    names = set(re.findall(r'"(LINLI_(?:SMS|WECOM|EMAIL)\w*)"', source))
    assert names
    assert [name for name in names if f"`{name}`" not in DOCS] == []
