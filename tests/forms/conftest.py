"""What the tests of the forms share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.forms.browser_side import Ask, browser_side


@pytest.fixture(scope="session")
def ask() -> Iterator[Ask]:
    """Puts questions to the browser's side of the forms."""
    with browser_side() as put:
        yield put
