"""Pictures arrive in pieces, before or after their visit, and go on where they stopped."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image

from linli.core import files
from linli.core.files import storage
from linli.core.refusals import Invalid, NotAllowed, OutOfDate, TooLarge
from linli.engines.campaigns import actions, tasks
from linli.engines.campaigns.actions import visit_photos
from linli.engines.campaigns.models import PhotoUpload, Visit, VisitPhoto
from linli.engines.cases import kinds
from linli.engines.cases.effects import EFFECTS
from linli.engines.cases.models import Photo
from linli.forms import effects
from linli.registry import actions as registry
from linli.registry.access import Actor
from tests.campaigns.test_effects import CASE, walk
from tests.campaigns.walking import door_of, running, visited
from tests.cases.conftest import CATEGORY, CLUTTER
from tests.cast import Cast

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("corridors"),
]
WITH_PICTURE = {"clutter": "no", "picture": ["picture-0"]}


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def jpeg(side: int = 40) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((side, side), 90).save(out, "JPEG")
    return out.getvalue()


def send(by: Actor, uid: UUID, content: bytes, *, name: str = "picture-0", pieces: int = 3) -> int:
    """Send a picture in pieces; return what the last one said."""
    step, held = -(-len(content) // pieces), 0
    for offset in range(0, len(content), step):
        held = actions.keep_piece(
            uid, name, offset=offset, size=len(content), content=content[offset : offset + step],
            by=by,
        )  # fmt: skip
    return held


def left_over() -> list[Path]:
    return list((Path(settings.MEDIA_ROOT) / visit_photos.PIECES).glob("*"))


@pytest.mark.parametrize("picture_first", [True, False])
def test_a_picture_hangs_on_its_visit_whichever_comes_first(
    cast: Cast, picture_first: bool
) -> None:
    campaign, by, uid, content = running(cast), cast.actor("steward"), uuid4(), jpeg()
    if picture_first:
        assert send(by, uid, content) == len(content)
    visited(by, door_of(campaign), uid=uid, answers=WITH_PICTURE)
    if not picture_first:
        assert send(by, uid, content) == len(content)
    photo = VisitPhoto.objects.get()
    assert (photo.visit.uid, photo.name, photo.width) == (uid, "picture-0", 40)
    files.open_photo(photo.file).stream.close()
    assert not PhotoUpload.objects.exists()
    assert left_over() == []
    assert send(by, uid, content, pieces=1) == len(content)  # the answer got lost: it is there
    assert VisitPhoto.objects.count() == 1


def test_a_broken_upload_goes_on_where_it_stopped(cast: Cast) -> None:
    campaign, by, uid, content = running(cast), cast.actor("steward"), uuid4(), jpeg()
    visited(by, door_of(campaign), uid=uid, answers=WITH_PICTURE)
    size, half = len(content), len(content) // 2

    def piece(start: int, end: int) -> int:
        return actions.keep_piece(
            uid, "picture-0", offset=start, size=size, content=content[start:end], by=by
        )

    assert piece(0, half) == half
    with pytest.raises(OutOfDate) as no:
        piece(0, half)
    assert no.value.extra == {"held": half}
    upload = PhotoUpload.objects.get()
    with (Path(settings.MEDIA_ROOT) / upload.piece).open("ab") as file:
        file.write(b"a piece whose transaction was cut off")
    assert piece(half, size) == size
    assert VisitPhoto.objects.get().width == 40


def test_what_does_not_fit_is_refused(cast: Cast) -> None:
    by, uid = cast.actor("steward"), uuid4()

    def piece(name: str = "picture-0", **given: Any) -> None:
        given = {"offset": 0, "size": 10, "content": b"12345", "by": by} | given
        actions.keep_piece(uid, name, **given)

    for given, no in (
        ({"size": 41_000_000}, TooLarge),
        ({"offset": -1}, Invalid),
        ({"offset": 6}, Invalid),
        ({"content": b""}, Invalid),
        ({"name": "../../etc"}, Invalid),
        ({"by": cast.actor("property_worker")}, NotAllowed),
        ({"offset": 5}, OutOfDate),
    ):
        with pytest.raises(no):
            piece(**given)
    piece()
    with pytest.raises(Invalid, match="another size"):
        piece(offset=5, size=11)


def test_one_person_may_not_fill_the_disk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit_photos, "MOST_WAITING_BYTES", 100)
    by = cast.actor("steward")
    actions.keep_piece(uuid4(), "a-0", offset=0, size=90, content=b"1", by=by)
    with pytest.raises(TooLarge, match="Too many"):
        actions.keep_piece(uuid4(), "a-0", offset=0, size=20, content=b"1", by=by)
    actions.keep_piece(uuid4(), "a-0", offset=0, size=20, content=b"1", by=cast.actor("worker"))


def test_what_is_no_photo_is_refused_and_forgotten(cast: Cast) -> None:
    campaign, by, uid = running(cast), cast.actor("steward"), uuid4()
    send(by, uid, b"no photo at all")
    visited(by, door_of(campaign), uid=uid, answers=WITH_PICTURE)  # the visit is kept all the same
    assert not PhotoUpload.objects.exists()
    with pytest.raises(Invalid, match="not a photo"):
        send(by, uid, b"no photo at all")
    assert (VisitPhoto.objects.count(), left_over()) == (0, [])


def test_a_picture_that_no_answer_names_or_of_somebody_else_hangs_nowhere(cast: Cast) -> None:
    campaign, by, uid = running(cast), cast.actor("steward"), uuid4()
    send(by, uid, jpeg(), name="picture-7")
    send(cast.actor("worker"), uid, jpeg())
    visited(by, door_of(campaign), uid=uid, answers=WITH_PICTURE)
    assert not VisitPhoto.objects.exists()


def test_pictures_of_a_visit_go_to_the_matter_it_opened(cast: Cast) -> None:
    known = dict(kinds._KINDS), dict(kinds._CATEGORIES)
    kinds.replace_all(kinds=[CLUTTER], categories=[CATEGORY])
    effects.add(EFFECTS)
    try:
        campaign, by, uid = walk(cast, ("open_case", CASE)), cast.actor("steward"), uuid4()
        said = {"clutter": "yes", "what": "箱", "picture": ["picture-0", "picture-1"]}
        send(by, uid, jpeg())
        visited(by, door_of(campaign), uid=uid, answers=said)
        assert Photo.objects.count() == 1
        send(by, uid, jpeg(), name="picture-1")
    finally:
        kinds.replace_all(kinds=known[0].values(), categories=known[1].values())
    photos = list(Photo.objects.values_list("file", flat=True))
    assert len(photos) == VisitPhoto.objects.count() == 2
    home, worker = cast.households[0], cast.actor("worker")
    registry.move_out_household(home.pk, by=worker)
    registry.erase_household(home.pk, by=worker)
    assert not VisitPhoto.objects.exists()
    assert all(storage.is_there(file) for file in photos)  # the matter's own stay


def test_a_picture_that_met_its_visit_on_the_way_is_hung_up_by_the_clock(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two requests at once: the visit saw no picture yet, and the picture no visit."""
    campaign, by, uid = running(cast), cast.actor("steward"), uuid4()
    with monkeypatch.context() as both:
        both.setattr(visit_photos, "attach_waiting", lambda *_, **__: None)
        send(by, uid, jpeg())
        visited(by, door_of(campaign), uid=uid, answers=WITH_PICTURE)
    assert not VisitPhoto.objects.exists()
    tasks.sweep_pictures(now=timezone.now())
    assert VisitPhoto.objects.get().visit.uid == uid
    assert left_over() == []


def test_pictures_whose_visit_never_comes_are_swept_after_30_days(cast: Cast) -> None:
    by, now = cast.actor("steward"), timezone.now()
    send(by, uuid4(), jpeg())
    assert tasks.sweep_pictures(now=now + timedelta(days=29)) == 0
    assert len(left_over()) == 1
    assert tasks.sweep_pictures(now=now + timedelta(days=31)) == 1
    assert (left_over(), PhotoUpload.objects.count()) == ([], 0)
    assert not Visit.objects.exists()
