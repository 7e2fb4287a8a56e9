"""Small files that grow when they are opened: what decoding takes is measured, not believed."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from linli.core import files, jpeg
from linli.core.refusals import Invalid, TooLarge

MOST_MB = 256
MEASURE = """
import io, resource, sys
from PIL import Image
import django
django.setup()
from linli.core.files import photos
from linli.core.refusals import Refusal
content = io.BytesIO(sys.stdin.buffer.read())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    photos._read(content, "x")
except Refusal as no:
    print("refused", end=" ")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def picture(kind: str, width: int, height: int, *, mode: str = "RGB", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, kind, **more)
    return out.getvalue()


def keep(name: str, content: bytes) -> None:
    with files.keeping():
        files.keep_photo(SimpleUploadedFile(name, content), folder="cases")


def peak(content: bytes) -> tuple[bool, int]:
    """Decode in a process of its own; return whether it was refused, and MB at the peak."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], input=content, capture_output=True, check=True
    )
    words = done.stdout.decode().split()
    return "refused" in words, int(words[-1])


@pytest.mark.parametrize(
    ("kind", "size", "more"),
    [
        ("JPEG", (6000, 4000), {"progressive": True, "subsampling": 0}),
        ("JPEG", (16_000, 10_000), {"quality": 30}),
        ("PNG", (6000, 4000), {"mode": "RGBA"}),
        ("WEBP", (4900, 3200), {}),
        ("GIF", (6000, 4000), {"mode": "P"}),
        ("BMP", (6000, 4000), {}),
    ],
)
def test_the_largest_photo_that_is_taken_stays_within_its_memory(kind, size, more):
    refused, megabytes = peak(picture(kind, *size, **more))
    assert not refused
    assert megabytes < MOST_MB


@pytest.mark.parametrize(
    ("kind", "size", "more"),
    [
        ("JPEG", (16_000, 10_000), {"progressive": True, "subsampling": 0}),
        ("PNG", (8000, 5000), {"mode": "RGBA"}),
        ("WEBP", (8000, 5000), {}),
        ("GIF", (8000, 5000), {"mode": "P"}),
    ],
)
def test_a_small_file_that_would_fill_the_memory_is_refused_before_it_is_decoded(kind, size, more):
    content = picture(kind, *size, **more)
    assert len(content) < 2_000_000
    refused, megabytes = peak(content)
    assert refused
    assert megabytes < 16


@pytest.mark.django_db
def test_a_photo_of_a_thousand_scans_is_refused():
    content = picture("JPEG", 200, 200, progressive=True)
    scan = content.rindex(b"\xff\xda")
    bomb = content[:scan] + content[scan:-2] * 1000 + content[-2:]
    with pytest.raises(TooLarge):
        keep("a.jpg", bomb)


@pytest.mark.parametrize(("progressive", "many"), [(False, False), (True, True)])
def test_the_scans_of_a_photo_are_read_from_its_markers(progressive, many):
    content = picture("JPEG", 60, 40, progressive=progressive)
    assert (jpeg.scans(io.BytesIO(content)) > 1) is many


@pytest.mark.parametrize("content", [b"", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\xd8" + b"\xff" * 99])
def test_what_is_no_photo_has_no_scans(content):
    assert jpeg.scans(io.BytesIO(content)) == 1


@pytest.mark.django_db
def test_a_picture_with_a_swollen_text_is_refused():
    swollen = PngImagePlugin.PngInfo()
    swollen.add_text("Comment", "A" * 60_000_000, zip=True)
    content = picture("PNG", 9, 9, pnginfo=swollen)
    assert len(content) < 100_000
    with pytest.raises(Invalid):
        keep("a.png", content)
