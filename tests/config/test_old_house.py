"""A house made before log-ins had a room of their own opens, with all that it held."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.config.older_house import THEN
from tests.core import houses
from tests.core.houses import House

pytestmark = [pytest.mark.houses, pytest.mark.xdist_group("old house")]  # opened once
TABLES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type <> 'trigger'",
    "postgresql": """
        SELECT table_name || '.' || column_name, data_type || is_nullable || is_identity
          FROM information_schema.columns WHERE table_schema = 'public'
        UNION SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
          FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    """,
}


@pytest.fixture(scope="module")
def opened_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An older house, and ``linli user list`` after it: that one brings it up to date."""
    house = houses.empty(tmp_path_factory.mktemp("old") / "home", settings="linli.config.settings")
    houses.run(house, "tests.config.older_house")
    assert "chen" in houses.run(house, "linli", "user", "list")
    yield house
    houses.tear_down(house)


def rows(house: House, statement: str) -> list[tuple[Any, ...]]:
    if house.database:
        url = house.environment["DATABASE_URL"]
        with psycopg.connect(url) as server:
            return server.execute(statement).fetchall()  # type: ignore[call-overload]
    with sqlite3.connect(house.home / "linli.sqlite3") as file:
        return file.execute(statement).fetchall()


def test_its_tables_are_those_of_a_new_house(opened_house: House, db: None) -> None:
    statement = TABLES[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement)
        new = dict(cursor.fetchall())
    old = dict(rows(opened_house, statement))
    cache = {name for name in old if "linli_cache" in name}  # tests keep theirs in memory
    assert {name: old[name] for name in old.keys() - cache} == new


def test_nobody_and_nothing_was_lost(opened_house: House) -> None:
    users = rows(opened_house, "SELECT username, id FROM registry_user")
    assert {name for name, _id in users} == {"chen", "nobody"}
    chen = dict(users)["chen"]
    homes = "SELECT user_id, name FROM registry_accounthome JOIN registry_place ON place_id = id"
    assert rows(opened_house, homes) == [(chen, "清溪家园")]
    assert rows(opened_house, "SELECT user_id FROM registry_post") == [(chen,)]
    tokens = (
        "SELECT api_apitoken.user_id, api_apitoken.name, registry_place.name FROM api_apitoken"
        " JOIN registry_tokenreach ON token_id = api_apitoken.id"
        " JOIN registry_place ON registry_tokenreach.community_id = registry_place.id"
    )
    assert rows(opened_house, tokens) == [(chen, "地图", "清溪家园")]


def test_content_types_go_along(opened_house: House) -> None:
    statement = "SELECT model, app_label FROM django_content_type WHERE model IN (%s)"
    moved = ", ".join(f"'{model}'" for model in THEN)
    now = sorted((model, app) for model, (app, _then) in THEN.items())
    assert sorted(rows(opened_house, statement % moved)) == now


def test_a_second_start_finds_nothing_to_do(opened_house: House) -> None:
    applied = "SELECT app, name FROM django_migrations"
    before = sorted(rows(opened_house, applied))
    assert len(before) == len(set(before))
    houses.run(opened_house, "linli", "user", "list")
    assert sorted(rows(opened_house, applied)) == before
