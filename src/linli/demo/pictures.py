"""Drawn photos for the demo's matters: flat scenes as they were found, and as they were left."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageDraw

from linli.core.files import Drawn

WIDE, HIGH = 960, 720
WALL, DARK_WALL, FLOOR, PATH = "#D9D6CC", "#4B5158", "#A9A498", "#B9B4A7"
SKY, NIGHT, GRASS, LEAF, TRUNK = "#CFE0EA", "#1E2733", "#7FA06B", "#4F7F4A", "#7A5C41"
METAL, DARK, RED, YELLOW, BLUE, WATER = (
    "#8D959B",
    "#3A4046",
    "#B3452E",
    "#F2D16B",
    "#4C6F94",
    "#7FA8C4",
)
Draw = ImageDraw.ImageDraw
Box = tuple[float, float, float, float]


def photo(scene: str, *, after: bool) -> Drawn:
    """Return a drawing, for a verb to keep as a photo of its matter."""
    content = drawn(scene if scene in SCENES else "wall", after)
    return Drawn(content, width=WIDE, height=HIGH)


@lru_cache(maxsize=64)
def drawn(scene: str, after: bool) -> bytes:
    """Return a scene as WebP; each is drawn once."""
    image = Image.new("RGB", (WIDE, HIGH), WALL)
    SCENES[scene](ImageDraw.Draw(image), after)
    out = io.BytesIO()
    image.save(out, "WEBP", quality=80)
    return out.getvalue()


def _room(draw: Draw, wall: str = WALL, floor: str = FLOOR) -> None:
    draw.rectangle((0, 0, WIDE, 520), fill=wall)
    draw.rectangle((0, 520, WIDE, HIGH), fill=floor)
    draw.line((0, 520, WIDE, 520), fill=DARK, width=4)


def _outside(draw: Draw, *, night: bool = False) -> None:
    draw.rectangle((0, 0, WIDE, 420), fill=NIGHT if night else SKY)
    for left in (60, 380, 700):
        draw.rectangle((left, 120, left + 220, 420), fill="#2C3643" if night else "#C9C2B2")
        for x in range(left + 24, left + 200, 60):
            for y in range(150, 390, 70):
                draw.rectangle((x, y, x + 30, y + 36), fill="#3A4656" if night else "#8FA3B0")
    draw.rectangle((0, 420, WIDE, HIGH), fill="#2B3A30" if night else GRASS)
    draw.polygon(
        [(300, HIGH), (660, HIGH), (540, 420), (420, 420)], fill="#3A3F45" if night else PATH
    )


def _lamp(draw: Draw, after: bool) -> None:
    _outside(draw, night=True)
    draw.rectangle((470, 180, 486, 600), fill=METAL)
    draw.rectangle((430, 166, 526, 190), fill=METAL)
    if after:
        draw.polygon([(440, 190), (516, 190), (660, 640), (296, 640)], fill="#5A5A42")
        draw.ellipse((448, 182, 508, 214), fill=YELLOW)


def _door(draw: Draw, after: bool) -> None:
    _room(draw)
    draw.rectangle((300, 110, 660, 520), fill="#6E7880")
    left = 316 if after else 380
    draw.polygon(
        [(left, 126), (644, 126), (644, 512), (left, 540 if not after else 512)], fill="#9AA7B0"
    )
    draw.rectangle((600, 300, 624, 360), fill=DARK if after else RED)
    if not after:
        draw.line((430, 160, 520, 300, 470, 380, 560, 480), fill="#FFFFFF", width=4)


def _lift(draw: Draw, after: bool) -> None:
    _room(draw)
    draw.rectangle((300, 90, 660, 520), fill="#59636B")
    gap = 4 if after else 60
    draw.rectangle((316, 106, 480 - gap, 520), fill="#AEB7BD")
    draw.rectangle((480 + gap, 106, 644, 520), fill="#AEB7BD")
    draw.rectangle((700, 260, 750, 360), fill=DARK)
    for y in (275, 315):
        draw.ellipse((713, y, 737, y + 24), fill="#7FB08A" if after else RED)


def _bench(draw: Draw, after: bool) -> None:
    _outside(draw)
    for row, y in enumerate((470, 505, 540)):
        cut = 190 if not after and row == 1 else 0
        draw.rectangle((260, y, 700 - cut, y + 22), fill="#A9713F")
    if not after:
        draw.polygon([(560, 560), (700, 640), (690, 656), (552, 578)], fill="#A9713F")
    for x in (290, 650):
        draw.rectangle((x, 560, x + 20, 650), fill=METAL)


def _box(draw: Draw, after: bool) -> None:
    _room(draw)
    draw.rectangle((330, 160, 630, 500), fill="#B7BFC4")
    if after:
        draw.rectangle((330, 160, 630, 500), outline=DARK, width=6)
        draw.ellipse((596, 316, 620, 340), fill=DARK)
    else:
        draw.polygon([(630, 160), (760, 210), (760, 540), (630, 500)], fill="#98A1A7")
        for n, colour in enumerate((RED, BLUE, YELLOW, DARK)):
            draw.line(
                (370 + n * 60, 180, 350 + n * 70, 330, 400 + n * 50, 480), fill=colour, width=7
            )


def _pipe(draw: Draw, after: bool) -> None:
    _room(draw)
    draw.rectangle((440, 0, 500, 520), fill="#B9C2C8")
    draw.rectangle((428, 240, 512, 290), fill=METAL if after else "#8C7A4E")
    if not after:
        for n in range(7):
            draw.ellipse((500 + n * 12, 300 + n * 28, 514 + n * 12, 326 + n * 28), fill=WATER)
        draw.ellipse((330, 540, 760, 650), fill=WATER)


def _manhole(draw: Draw, after: bool) -> None:
    _outside(draw)
    draw.ellipse((360, 500, 620, 640), fill=DARK)
    if after:
        draw.ellipse((368, 506, 612, 634), fill="#757C82")
        for x in range(400, 600, 40):
            draw.line((x, 530, x, 610), fill=DARK, width=5)
    else:
        draw.polygon([(400, 520), (640, 440), (680, 500), (450, 610)], fill="#757C82")


def _road(draw: Draw, after: bool) -> None:
    draw.rectangle((0, 0, WIDE, HIGH), fill=PATH)
    for y in range(0, HIGH, 80):
        for x in range(-60 if y // 80 % 2 else 0, WIDE, 120):
            draw.rectangle((x, y, x + 116, y + 76), outline="#8F8A7D", width=4)
    if not after:
        draw.ellipse((260, 220, 700, 520), fill="#7C7468")
        draw.ellipse((330, 290, 630, 470), fill=WATER)


def _radiator(draw: Draw, after: bool) -> None:
    _room(draw)
    for x in range(260, 700, 64):
        draw.rounded_rectangle((x, 220, x + 50, 500), 16, fill="#E9E6DE", outline=METAL, width=3)
    if after:
        for x in (330, 480, 630):
            draw.arc((x - 20, 120, x + 20, 200), 90, 270, fill=RED, width=6)
    else:
        draw.ellipse((640, 500, 760, 560), fill=WATER)


def _rubbish(draw: Draw, after: bool) -> None:
    _outside(draw)
    for n, colour in enumerate(("#4F7F4A", BLUE, RED, METAL)):
        draw.rounded_rectangle((200 + n * 150, 430, 320 + n * 150, 600), 12, fill=colour)
        draw.rectangle((190 + n * 150, 416, 330 + n * 150, 440), fill=DARK)
    if not after:
        for n in range(9):
            x, y = 150 + n * 78, 590 + (n * 37) % 60
            draw.ellipse((x, y, x + 110, y + 80), fill=("#2F3438", "#E8E6E0", "#C7B48B")[n % 3])


def _poster(draw: Draw, after: bool) -> None:
    _room(draw)
    draw.rectangle((300, 90, 660, 520), fill="#7F8A92")
    if not after:
        for n in range(11):
            x, y = 320 + (n * 83) % 270, 110 + (n * 61) % 330
            draw.rectangle((x, y, x + 70, y + 50), fill=("#F3EFE2", YELLOW, "#E7B7A6")[n % 3])
            for line in (14, 28):
                draw.line((x + 8, y + line, x + 60, y + line), fill=DARK, width=4)


def _corridor(draw: Draw, after: bool) -> None:
    draw.rectangle((0, 0, WIDE, HIGH), fill="#C9C5BA")
    draw.polygon([(0, HIGH), (WIDE, HIGH), (620, 430), (340, 430)], fill=FLOOR)
    draw.rectangle((340, 150, 620, 430), fill="#E9E7E0")
    draw.polygon([(40, 120), (220, 190), (220, 600), (40, 720)], fill="#86654A")
    if not after:
        for box in ((560, 480, 760, 640), (620, 380, 760, 480), (700, 540, 900, 700)):
            draw.rectangle(box, fill="#BE9A63", outline="#7C6240", width=5)
            draw.line(
                (box[0], (box[1] + box[3]) / 2, box[2], (box[1] + box[3]) / 2),
                fill="#7C6240",
                width=4,
            )
        draw.rectangle((250, 420, 330, 620), fill="#6F5138")


def _tree(draw: Draw, after: bool) -> None:
    _outside(draw)
    for x in (180, 760):
        draw.rectangle((x, 330, x + 26, 560), fill=TRUNK)
        wide = 90 if after else 160
        draw.ellipse((x - wide, 190, x + wide + 26, 400), fill=LEAF if after else "#6C8A3C")
    if not after:
        for n in range(40):
            x = (n * 97) % WIDE
            draw.line((x, 700, x + 12, 600 - (n * 13) % 60), fill="#58743C", width=5)


def _car(draw: Draw, after: bool) -> None:
    draw.rectangle((0, 0, WIDE, HIGH), fill="#9AA0A3")
    draw.rectangle((160, 180, 800, 640), outline=YELLOW, width=10)
    for x in range(180, 800, 60):
        draw.line((x, 190, x - 60 if x > 240 else x, 630), fill=YELLOW, width=4)
    if not after:
        draw.rounded_rectangle((250, 300, 720, 520), 70, fill=BLUE)
        draw.rounded_rectangle((360, 330, 610, 490), 40, fill="#CBD8E2")
        for x in (310, 600):
            draw.rounded_rectangle((x, 278, x + 80, 304), 8, fill=DARK)
            draw.rounded_rectangle((x, 516, x + 80, 542), 8, fill=DARK)


def _wire(draw: Draw, after: bool) -> None:
    _outside(draw)
    draw.rounded_rectangle((380, 560, 620, 610), 18, fill=DARK)
    for x in (390, 570):
        draw.ellipse((x, 590, x + 70, 660), outline=DARK, width=12)
    if not after:
        draw.line((170, 210, 260, 330, 330, 460, 470, 566), fill=RED, width=6)
        draw.rectangle((452, 552, 492, 586), fill="#F3EFE2")


def _shed(draw: Draw, after: bool) -> None:
    _outside(draw)
    if not after:
        draw.polygon([(260, 380), (720, 340), (740, 400), (250, 430)], fill=BLUE)
        draw.rectangle((270, 420, 720, 620), fill="#DDE3E6", outline=METAL, width=5)
        draw.rectangle((440, 470, 540, 620), fill="#8D959B")


def _wall(draw: Draw, after: bool) -> None:
    _room(draw, wall="#E6E1D4")
    draw.rectangle((560, 120, 800, 380), fill="#A9C1CF", outline="#FFFFFF", width=14)
    if not after:
        draw.line((560, 380, 500, 420, 520, 470, 440, 520), fill="#6B6558", width=6)
        draw.ellipse((180, 150, 380, 280), fill="#CFC29B")


SCENES: dict[str, Callable[[Draw, bool], None]] = {
    "lamp": _lamp, "door": _door, "lift": _lift, "bench": _bench, "box": _box, "pipe": _pipe,
    "manhole": _manhole, "road": _road, "radiator": _radiator, "rubbish": _rubbish,
    "poster": _poster, "corridor": _corridor, "tree": _tree, "car": _car, "wire": _wire,
    "shed": _shed, "wall": _wall,
}  # fmt: skip
