"""Fixtures of the outbox: other houses on loopback, never the world outside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.outbox.houses import House, Mailbox, mail_house, web_house


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def other_house() -> Iterator[House]:
    with web_house() as house:
        yield house


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_house() as box:
        yield box
