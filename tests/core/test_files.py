"""Photos that people send, and what they send instead."""

from __future__ import annotations

import io
import os
import signal
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.transaction import TransactionManagementError
from PIL import Image

from linli.core import files
from linli.core.files import lifetime
from linli.core.refusals import Invalid, NotFound, TooLarge

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def keep(upload, *, folder="cases"):
    """Keep a photo as a verb does."""
    with files.keeping():
        return files.keep_photo(upload, folder=folder)


def _upload(
    image: Image.Image, kind: str = "JPEG", *, name: str = "灯.jpg", **more
) -> SimpleUploadedFile:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return SimpleUploadedFile(name, out.getvalue())


@pytest.mark.django_db(transaction=True)
def test_a_photo_is_turned_shrunk_and_stripped():
    image = Image.new("RGB", (3200, 1600), "red")
    exif = image.getexif()
    exif[0x0112] = 6  # held upright
    exif[0x010F] = "a camera"
    kept = keep(_upload(image, exif=exif), folder="cases")
    assert (kept.width, kept.height) == (800, 1600)
    with Image.open(files.open_photo(kept.file).stream) as photo:
        assert (photo.format, photo.size) == ("WEBP", (800, 1600))
        assert not photo.getexif()
        assert "exif" not in photo.info


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "BMP", "MPO"])
def test_other_kinds_of_photos_are_taken_too(kind):
    kept = keep(_upload(Image.new("RGB", (40, 30), "blue"), kind), folder="cases")
    assert (kept.width, kept.height) == (40, 30)
    assert kept.file.startswith("cases/")
    assert kept.file.endswith(".webp")


def test_what_is_see_through_lies_on_white():
    kept = keep(_upload(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG"), folder="cases")
    with Image.open(files.open_photo(kept.file).stream) as photo:
        assert photo.convert("RGB").getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<script>alert(1)</script>",
        b"\xff\xd8\xff\xe0" + b"\0" * 50,
        b"GIF89a",
        b"PK\3\4",
    ],
)
def test_a_fake_photo_is_refused_by_its_name(content):
    with pytest.raises(Invalid, match=r"灯\.jpg"):
        keep(SimpleUploadedFile("灯.jpg", content), folder="cases")


def test_a_photo_cut_short_is_refused():
    whole = _upload(Image.effect_noise((400, 400), 90)).read()
    with pytest.raises(Invalid):
        keep(SimpleUploadedFile("a.jpg", whole[: len(whole) // 2]), folder="cases")


def test_a_photo_of_40_mb_is_refused_before_it_is_read():
    upload = SimpleUploadedFile("a.jpg", b"")
    upload.size = 40 * 1024 * 1024
    with pytest.raises(TooLarge, match=r"a\.jpg"):
        keep(upload, folder="cases")


@pytest.mark.parametrize("size", [(9000, 9000), (60_000, 60_000)])
def test_a_small_file_of_very_many_pixels_is_refused(size):
    bomb = bytearray(_upload(Image.new("1", (1, 1)), "PNG").read())
    bomb[16:24] = size[0].to_bytes(4, "big") + size[1].to_bytes(4, "big")
    import zlib

    bomb[29:33] = zlib.crc32(bomb[12:29]).to_bytes(4, "big")
    with pytest.raises(TooLarge, match="像素"):
        keep(SimpleUploadedFile("b.png", bytes(bomb)), folder="cases")


@pytest.mark.parametrize(
    "file", ["../secret.key", "/etc/passwd", "a/../../x", "", ".", "a\0b", "cases/x.webp"]
)
def test_nothing_outside_the_folder_is_ever_opened(file):
    with pytest.raises(NotFound):
        files.open_photo(file)


def in_all(folder) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


class Refused(Exception):
    pass


def refused_with_a_photo(way=files.keeping) -> None:
    """Keep a photo in a verb that is refused after it."""
    with way():
        files.keep_photo(_upload(Image.new("RGB", (9, 9))), folder="cases")
        raise Refused


def refused_after(verb) -> None:
    with files.keeping():
        verb()
        raise Refused


def through_with_a_failing_hook() -> None:
    """Commit the rows of a verb whose first hook then fails, before its photo has settled."""

    def fail() -> None:
        raise Refused

    with files.keeping():
        transaction.on_commit(fail)
        files.keep_photo(_upload(Image.new("RGB", (9, 9))), folder="cases")


@pytest.mark.django_db(transaction=True)
def test_outside_a_verb_no_photo_is_kept(settings):
    upload = _upload(Image.new("RGB", (9, 9)))
    with pytest.raises(TransactionManagementError):
        files.keep_photo(upload, folder="cases")
    with transaction.atomic(), pytest.raises(TransactionManagementError):
        files.keep_photo(upload, folder="cases")  # nobody would look after it
    assert in_all(settings.MEDIA_ROOT) == []


@pytest.mark.django_db(transaction=True)
def test_a_photo_stays_if_its_verb_does(settings):
    with files.keeping():
        kept = files.keep_photo(_upload(Image.new("RGB", (9, 9))), folder="cases")
        opened = files.open_photo(kept.file)
        assert opened.content_type == "image/webp"
        assert opened.stream.read(4) == b"RIFF"
        opened.stream.close()
    assert (settings.MEDIA_ROOT / kept.file).is_file()


@pytest.mark.django_db(transaction=True)
def test_a_refused_verb_leaves_no_photo(settings):
    with pytest.raises(Refused):
        refused_with_a_photo()
    assert in_all(settings.MEDIA_ROOT) == []


@pytest.mark.django_db(transaction=True)
def test_a_verb_within_another_that_fails_later_leaves_no_photo(settings):
    with pytest.raises(Refused):
        refused_after(lambda: keep(_upload(Image.new("RGB", (9, 9)))))
    assert in_all(settings.MEDIA_ROOT) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", [files.keeping, transaction.atomic])
def test_what_is_taken_back_within_a_verb_leaves_no_photo(settings, way):
    with files.keeping():
        first = files.keep_photo(_upload(Image.new("RGB", (9, 9))), folder="cases")
        with pytest.raises(Refused):
            refused_with_a_photo(way)
    assert in_all(settings.MEDIA_ROOT) == [first.file.split("/")[-1]]


@pytest.mark.django_db(transaction=True)
def test_a_photo_whose_row_is_there_stays_when_only_what_follows_fails(settings, monkeypatch):
    monkeypatch.setattr(lifetime, "_holders", {"cases": set})
    with pytest.raises(Refused):
        through_with_a_failing_hook()
    (left,) = (settings.MEDIA_ROOT / "incoming").rglob("*.webp")
    _age(left)
    assert files.sweep(now=NOW) == 0
    assert len(in_all(settings.MEDIA_ROOT / "cases")) == 1


def test_the_sweep_finds_what_a_killed_process_left(settings, new_house):
    house = new_house("house")
    process = house.start("tests.core.keeper", "die:")
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    settings.MEDIA_ROOT = house.home / "files"
    (left,) = settings.MEDIA_ROOT.rglob("*.webp")
    assert files.sweep(now=NOW - timedelta(days=400)) == 0  # its verb may still be at work
    _age(left)
    assert files.sweep(now=NOW) == 1
    assert in_all(settings.MEDIA_ROOT) == []


def test_a_photo_left_behind_by_a_crash_is_saved_for_the_row_that_holds_it(settings, monkeypatch):
    monkeypatch.setattr(lifetime, "_holders", {})
    kept = keep(_upload(Image.new("RGB", (9, 9))), folder="cases")  # never committed
    files.held_by("cases", lambda names: {name for name in names if name == kept.file})
    _age(settings.MEDIA_ROOT / "incoming" / kept.file)
    assert files.sweep(now=NOW) == 0
    assert (settings.MEDIA_ROOT / kept.file).is_file()


@pytest.mark.django_db(transaction=True)
def test_a_dropped_photo_goes_when_the_action_is_through(settings):
    kept = keep(_upload(Image.new("RGB", (9, 9))), folder="cases")
    with transaction.atomic():
        files.drop_photo(kept.file)
        files.open_photo(kept.file).stream.close()
    with pytest.raises(NotFound):
        files.open_photo(kept.file)


def _age(path) -> None:
    then = (NOW - timedelta(days=2)).timestamp()
    os.utime(path, (then, then))
