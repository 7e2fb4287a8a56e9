"""Every address says who comes in there, and the document says what the tables say."""

from __future__ import annotations

import pytest

from linli.registry import roles
from linli.registry.actions.posts import ROLE_PLACES
from tests.permissions.addresses import ADDRESSES, WHO
from tests.permissions.estate import routes
from tools.permissions import DOCUMENT, document

pytestmark = pytest.mark.once


def test_every_address_stands_in_the_table() -> None:
    """A new page is put into tests/permissions/addresses.py: who comes in, by which permission."""
    assert set(routes()) - set(ADDRESSES) == set()
    assert set(ADDRESSES) - set(routes()) == set()


def test_the_table_names_permissions_that_there_are() -> None:
    for route, rule in ADDRESSES.items():
        assert rule.who == "staff" or rule.who in WHO, route
        assert not rule.permission or rule.permission in roles.PERMISSIONS, route


def test_every_role_has_a_level_a_place_and_its_permissions() -> None:
    assert set(roles.LEVELS) == set(roles.GRANTS) == set(ROLE_PLACES)


def test_the_document_is_as_the_tables_are() -> None:
    """If this fails on purpose: python tools/permissions.py writes it anew."""
    assert DOCUMENT.read_text(encoding="utf-8") == document()
