"""What a JPEG will cost before it is decoded: its scans, read from its markers alone.

One scan is decoded row by row, at a fraction of its size if asked. Several (progressive, or one a
colour) make the decoder hold every coefficient of the whole picture, six bytes a pixel, and go
through all of them once a scan.
"""

from __future__ import annotations

from typing import IO

APART = {0xC2, 0xC6, 0xCA, 0xCE}  # progressive frames
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
STARTS_SCAN = 0xDA
BARE = {0x01, *range(0xD0, 0xD9)}  # markers without a segment


def scans(file: IO[bytes]) -> int:
    """Return in how many scans the picture comes; 1 if it is decoded row by row."""
    file.seek(0)
    content = file.read()
    at, colours = 2, 0
    is_progressive = False
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            break  # broken: the decoder will say so
        marker = content[at + 1]
        if marker == 0xFF or marker in BARE:
            at += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(content[at + 2 : at + 4])
        if marker in FRAMES and at + 10 <= len(content):
            is_progressive, colours = marker in APART, content[at + 9]
        elif marker == STARTS_SCAN:
            if not is_progressive and content[at + 4 : at + 5] >= bytes([colours]):
                return 1
            return max(2, content.count(b"\xff\xda", at))
        at += 2 + length
    return 1
