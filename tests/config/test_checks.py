"""A production start with unsafe settings is refused with a sentence for each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from linli.config import house, welcome
from linli.config.cli import Stop

SAFE: dict[str, Any] = {
    "PRODUCTION": True,
    "DEBUG": False,
    "ALLOWED_HOSTS": ["linli.example.org", "127.0.0.1"],
    "BASE_URL": "https://linli.example.org",
    "SECRET_KEY": "x" * 40,
    "DATA_KEYS": ["y" * 40],
}


@pytest.fixture
def production(settings: Any, tmp_path: Path) -> Iterator[Any]:
    for name, value in {**SAFE, "HOME": tmp_path}.items():
        setattr(settings, name, value)
    with translation.override("en"):
        yield settings


def test_safe_settings_open_the_house(production: Any):
    house.refuse_unsafe_settings()


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("DEBUG", True, "LINLI_DEBUG"),
        ("ALLOWED_HOSTS", ["*"], "LINLI_HOSTS"),
        ("ALLOWED_HOSTS", [".example.org"], "LINLI_HOSTS"),
        ("ALLOWED_HOSTS", ["127.0.0.1"], "LINLI_HOSTS"),
        ("ALLOWED_HOSTS", ["other.example.org"], "Add linli.example.org"),
        ("BASE_URL", "http://linli.example.org", "https://"),
        ("SECRET_KEY", "secret", "LINLI_SECRET_KEY"),
        ("DATA_KEYS", ["y" * 40, "short"], "LINLI_DATA_KEY"),
    ],
)
def test_each_unsafe_setting_is_named_with_its_remedy(
    production: Any, name: str, value: Any, word: str
):
    setattr(production, name, value)
    with pytest.raises(Stop, match=word) as stop:
        house.refuse_unsafe_settings()
    assert stop.value.code == 2


def test_all_faults_are_named_at_once(production: Any):
    production.DEBUG = True
    production.BASE_URL = "http://127.0.0.1:8000"
    with pytest.raises(Stop) as stop:
        house.refuse_unsafe_settings()
    assert len(str(stop.value).splitlines()) == 3


def test_the_demo_is_not_opened_in_production(production: Any, tmp_path: Path):
    (tmp_path / welcome.DEMO).write_text(json.dumps({}), encoding="utf-8")
    with pytest.raises(Stop, match="demo"):
        house.refuse_unsafe_settings()


def test_without_production_nothing_is_refused(production: Any):
    production.PRODUCTION = False
    production.DEBUG = True
    house.refuse_unsafe_settings()
