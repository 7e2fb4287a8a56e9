"""A data key that is lost is missed at once, and written whole in the first place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.utils import translation

from linli.config import bootstrap, data_key, secret_keys
from linli.config.stop import Stop
from linli.core import codes
from linli.core.models import HouseNote, Line
from linli.registry.models import Person


@pytest.fixture
def house(db, settings, tmp_path):
    settings.HOME = tmp_path
    settings.DATA_KEYS = ["the first key of this house, long enough"]
    with translation.override("en"):
        bootstrap.prepare()
        yield settings


def test_a_start_with_another_key_is_refused_and_says_what_to_do(house):
    house.DATA_KEYS = ["a new one, made because the file was gone"]
    noted = HouseNote.objects.get(name="data key").text
    with pytest.raises(Stop, match=r"Put the old data\.key back into .*--data-key-is-lost") as no:
        bootstrap.prepare()
    assert no.value.code == 2
    assert HouseNote.objects.get(name="data key").text == noted


def test_a_new_key_in_front_of_the_old_is_welcome_and_from_then_on_needed(house):
    old = house.DATA_KEYS
    house.DATA_KEYS = ["newer", *old]
    bootstrap.prepare()
    house.DATA_KEYS = old
    with pytest.raises(Stop):
        bootstrap.prepare()
    house.DATA_KEYS = [*old, "newer"]  # the last one makes the indexes
    with pytest.raises(Stop):
        bootstrap.prepare()


def test_a_house_from_before_is_asked_for_one_of_its_id_numbers(house, cast):
    HouseNote.objects.all().delete()
    Person.objects.filter(pk=cast.people[0].pk).update(
        id_cipher=codes.encrypt("110101195201010014")
    )
    data_key.check()
    house.DATA_KEYS = ["another"]
    with pytest.raises(Stop):
        bootstrap.prepare()
    assert not HouseNote.objects.filter(name="data key").exists()


def test_a_key_lost_for_good_is_given_up_by_a_person_in_the_record(house):
    house.DATA_KEYS = ["another"]
    bootstrap.prepare(key_is_lost=True)
    bootstrap.prepare()
    assert Line.objects.latest("id").verb == "key.replaced"


@pytest.mark.once
class TestTheFile:
    @pytest.mark.parametrize("content", ["", " \n", "\0\0\0\0"])
    def test_an_empty_file_is_no_key(self, tmp_path: Path, content: str):
        (tmp_path / "data.key").write_text(content)
        key = secret_keys.kept(tmp_path, "data", "")
        assert len(key) > 40
        assert secret_keys.kept(tmp_path, "data", "") == key

    def test_blanks_in_the_environment_are_no_key(self, tmp_path: Path):
        assert len(secret_keys.kept(tmp_path, "data", "  ")) > 40

    def test_it_is_on_the_disk_before_it_has_its_name(self, tmp_path: Path, monkeypatch):
        steps: list[str] = []
        sync, replace = os.fsync, Path.replace
        monkeypatch.setattr(os, "fsync", lambda fd: (steps.append("sync"), sync(fd)))
        monkeypatch.setattr(
            Path, "replace", lambda path, to: (steps.append("name"), replace(path, to))[1]
        )
        secret_keys.kept(tmp_path, "data", "")
        assert steps == ["sync", "name", "sync"]
        assert (tmp_path / "data.key").stat().st_mode & 0o077 == 0

    def test_a_disk_that_fills_up_leaves_no_half_a_key(self, tmp_path: Path, monkeypatch):
        def full(_handle):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            secret_keys.kept(tmp_path, "data", "")
        assert list(tmp_path.iterdir()) == []
