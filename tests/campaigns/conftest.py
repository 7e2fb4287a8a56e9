"""What the tests of the campaigns share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.campaigns.walking import only_corridors


@pytest.fixture
def corridors() -> Iterator[None]:
    """Let the house know one kind of campaign, and no effect but those that a test hooks."""
    with only_corridors():
        yield
