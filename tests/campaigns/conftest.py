"""What the tests of the campaigns share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.campaigns.browser_side import Ask, browser_side
from tests.campaigns.walking import only_corridors


@pytest.fixture(scope="session")
def ask() -> Iterator[Ask]:
    """Puts questions to the browser's side of the forms."""
    with browser_side() as one:
        yield one


@pytest.fixture
def corridors() -> Iterator[None]:
    """Let the house know one kind of campaign, and no effect but those that a test hooks."""
    with only_corridors():
        yield
