"""A production start with unsafe settings is refused with a sentence for each."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone, translation

from linli.accounts.models import User
from linli.config import bootstrap, known_secrets, private, strength, welcome
from linli.config.stop import Stop
from linli.demo import known
from linli.registry.access import SYSTEM
from linli.registry.actions.tokens import issue_token
from tests import make

SAFE: dict[str, Any] = {
    "PRODUCTION": True,
    "DEBUG": False,
    "ALLOWED_HOSTS": ["linli.example.org", "127.0.0.1"],
    "BASE_URL": "https://linli.example.org",
    "SECRET_KEY": "kX2-9sVbq0_fLw7RtYz3Hn8mPc5dJg1aEu6Qo4Wi",
    "DATA_KEYS": ["Zr8-Tn3vKq_6wXb1LmYc9Ds2Hf7GpJ4eRa5Uo0Wi"],
}


@pytest.fixture
def production(db: None, settings: Any, tmp_path: Path) -> Iterator[Any]:
    for name, value in {**SAFE, "HOME": tmp_path}.items():
        setattr(settings, name, value)
    private.close()
    with translation.override("en"):
        yield settings


def test_safe_settings_open_the_house(production: Any):
    bootstrap.refuse_unsafe_settings()


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
        ("DATA_KEYS", [SAFE["DATA_KEYS"][0], "short"], "LINLI_DATA_KEY"),
        ("SECRET_KEY", "a" * 41, "LINLI_SECRET_KEY can be guessed"),
        ("SECRET_KEY", "please-change-me-please-change-me!", "LINLI_SECRET_KEY can be guessed"),
        ("DATA_KEYS", ["0123456789abcdef" * 3], "LINLI_DATA_KEY can be guessed"),
    ],
)
def test_each_unsafe_setting_is_named_with_its_remedy(
    production: Any, name: str, value: Any, word: str
):
    setattr(production, name, value)
    with pytest.raises(Stop, match=word) as stop:
        bootstrap.refuse_unsafe_settings()
    assert stop.value.code == 2


def test_all_faults_are_named_at_once(production: Any):
    production.DEBUG = True
    production.BASE_URL = "http://127.0.0.1:8000"
    with pytest.raises(Stop) as stop:
        bootstrap.refuse_unsafe_settings()
    assert len(str(stop.value).splitlines()) == 3


def test_the_demo_is_not_opened_in_production(production: Any, tmp_path: Path):
    (tmp_path / welcome.DEMO).write_text(json.dumps({}), encoding="utf-8")
    with pytest.raises(Stop, match="demo"):
        bootstrap.refuse_unsafe_settings()


@pytest.fixture
def somebody(production: Any) -> User:
    user = User(username="wang.xin", display_name="王欣")
    user.set_password(known.PASSWORD)
    user.save()
    return user


def test_a_house_where_the_demo_password_opens_a_log_in_stays_shut(production: Any, somebody: User):
    with pytest.raises(Stop, match=r"demo's password.*wang\.xin"):
        bootstrap.refuse_unsafe_settings()


def test_a_closed_log_in_and_another_password_open_the_house(production: Any, somebody: User):
    User.objects.create(username="gone", password=somebody.password, is_active=False)
    somebody.set_password("not-the-one-of-the-demo")
    somebody.save()
    bootstrap.refuse_unsafe_settings()


def test_a_password_is_tried_once_and_again_when_it_changes(
    production: Any, somebody: User, monkeypatch: pytest.MonkeyPatch
):
    somebody.set_password("not-the-one-of-the-demo")
    somebody.save()
    bootstrap.refuse_unsafe_settings()
    tried: list[str] = []
    monkeypatch.setattr(
        known_secrets, "check_password", lambda word, hashed: bool(tried.append(hashed))
    )
    bootstrap.refuse_unsafe_settings()
    assert tried == []
    somebody.set_password("a-third-one-that-is-long")
    somebody.save()
    bootstrap.refuse_unsafe_settings()
    assert tried == [somebody.password]


def test_the_demo_key_for_other_programs_keeps_the_house_shut(production: Any):
    token = issue_token(
        "hotline", by=SYSTEM, community=make.community(), scopes={"open311"},
        secret=known.OPEN311_KEY,
    ).token  # fmt: skip
    with pytest.raises(Stop, match="Open311 key"):
        bootstrap.refuse_unsafe_settings()
    token.revoked_at = timezone.now()
    token.save()
    bootstrap.refuse_unsafe_settings()


def test_a_home_made_beforehand_is_closed_to_other_users(production: Any, tmp_path: Path):
    production.HOME = home = tmp_path / "home"
    production.MEDIA_ROOT = home / "files"
    (home / "files").mkdir(parents=True)
    for name in ("data.key", "linli.sqlite3", "linli.sqlite3-wal"):
        (home / name).write_text("x")
        (home / name).chmod(0o644)
    for folder in (home, home / "files"):
        folder.chmod(0o755)
    assert private.left_open()
    private.close()
    left = [path for path in [home, *home.rglob("*")] if path.stat().st_mode & 0o077]
    assert left == []
    bootstrap.refuse_unsafe_settings()


def test_a_home_that_others_may_read_keeps_the_house_shut(production: Any, tmp_path: Path):
    (tmp_path / "data.key").write_text("x")
    (tmp_path / "data.key").chmod(0o640)
    with pytest.raises(Stop, match=r"data\.key"):
        bootstrap.refuse_unsafe_settings()


def test_a_folder_that_belongs_to_all_is_left_as_it_is(production: Any, tmp_path: Path):
    production.HOME = home = tmp_path / "tmp"
    home.mkdir()
    home.chmod(0o1777)
    private.close()
    assert home.stat().st_mode & 0o7777 == 0o1777
    with pytest.raises(Stop, match="Other users"):
        bootstrap.refuse_unsafe_settings()


@pytest.mark.parametrize("length", [16, 24, 48])
def test_a_random_key_is_never_called_weak(length: int):
    die = random.Random(length)  # noqa: S311
    made = [die.randbytes(length).hex() for _ in range(2000)]
    assert not [key for key in made if strength.is_weak(key)]


def test_without_production_nothing_is_refused(production: Any):
    production.PRODUCTION = False
    production.DEBUG = True
    bootstrap.refuse_unsafe_settings()
