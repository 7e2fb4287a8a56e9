"""Names of places as people use them, and what they have in common. No Django here.

``704楼``, ``704号楼``, ``７０４栋`` and ``704`` are one building; ``三单元`` is ``3单元``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "两": "2"}
NUMERAL = "[0-9〇零一二两三四五六七八九十百]+"
NAME = rf"(?:{NUMERAL}|[A-Za-z][0-9]{{0,3}}|[0-9]{{1,4}}[A-Za-z]|[甲乙丙丁东西南北中])"

# Which of several estates, or parts of one, a building stands in: 一期, A区, 3号院, 东区二组团.
PHASE = rf"(?:第?{NAME}\s*(?:号院|号地块|地块|组团|标段|期|区|院|苑))"
_PHASES = re.compile(rf"((?:{PHASE}[\s\-—]*)+)(?={NAME})")
_BUILDING = re.compile(rf"({NAME})\s*(?:号楼|[#＃]\s*楼|号院|楼栋|楼|栋|幢|座|[#＃])")
_ENTRANCE = re.compile(rf"({NAME})\s*(?:单元|门栋|门洞|门|梯)")
_PLAIN_BUILDING = re.compile(rf"({NAME})(?=[\s\-—])")
_PLAIN_ENTRANCE = re.compile(rf"({NAME})(?=[\s\-—])")
_NAMED_SPOT = re.compile(r"[\u4e00-\u9fffA-Z]{2}")  # 电梯1, 门前灯; never a door's number
_ESTATE = re.compile(r"^.*(?:小区|社区|家园|花园|新村|新苑|嘉苑)")
_FLOOR = re.compile(rf"{NUMERAL}\s*(?:层|楼)")
_DWELLING = re.compile(r"([0-9]{1,5}[A-Za-z]?)\s*(?:室|号房|号|户|房)?\s*$")
_PAIR = re.compile(rf"[\s\-—#/]*({NAME})[\s\-—/]+([0-9]{{2,5}}[A-Za-z]?)(?:室|号|户)?\s*$")
_PARTS = re.compile(r"[\s\-—–_/、,，.·#＃]+")
_LAST = re.compile(r"(?<=[0-9A-Za-z])\s*(?:号房|室|号|户|房)$")
_SUFFIXES = {
    "building": ("号楼", "#楼", "楼栋", "号院", "楼", "栋", "幢", "座", "#"),
    "entrance": ("单元", "门栋", "门洞", "门", "梯"),
    "dwelling": ("号房", "室", "号", "户", "房"),
}
_USUAL = {"building": " 楼", "entrance": " 单元", "dwelling": ""}


@dataclass(frozen=True)
class Door:
    """The parts of an address, normalised; an empty part was not named."""

    building: str = ""
    entrance: str = ""
    dwelling: str = ""

    @property
    def key(self) -> str:
        """The parts joined as the register searches them: 704-2-301."""
        return "-".join(part for part in (self.building, self.entrance, self.dwelling) if part)

    @property
    def phase(self) -> str:
        """The part of the estate that stands before the building's number: 1期3 → 1期."""
        named = _PHASES.match(self.building)
        return named.group(1) if named else ""

    @property
    def without_phase(self) -> Door:
        """The same door where the estate has one part only."""
        return replace(self, building=self.building[len(self.phase) :])


def half_width(text: str) -> str:
    """Return the text with full-width letters, digits and blanks made plain, outer blanks cut."""
    return unicodedata.normalize("NFKC", text).strip()


def number(text: str) -> str:
    """Return a Chinese numeral as digits: 三 → 3, 十二 → 12, 七〇四 → 704. Others unchanged."""
    if not text or any(c not in DIGITS and c not in "十百" for c in text):
        return text
    if "十" not in text and "百" not in text:
        return "".join(DIGITS[c] for c in text)
    total = current = 0
    for letter in text:
        if letter in "十百":
            total += (current or 1) * (10 if letter == "十" else 100)
            current = 0
        else:
            current = int(DIGITS[letter])
    return str(total + current)


def part_key(kind: str, name: str) -> str:
    """Return what two spellings of one name share: ("building", "７０４号楼") → "704"."""
    text = re.sub(r"\s+", "", half_width(name))
    for suffix in _SUFFIXES.get(kind, ()):
        if text.endswith(suffix) and len(text) > len(suffix):
            text = text[: -len(suffix)]
            break
    if kind == "building" and (phases := _PHASES.match(text)):
        return phase_key(phases.group(1)) + part_key(kind, text[phases.end() :])
    text = number(text).upper()
    return text.lstrip("0") or text if text.isdigit() else text


def phase_key(typed: str) -> str:
    """Return what two spellings of a part of the estate share: 第一期 → 1期, 东区 2 组团."""
    text = re.sub(r"[\s\-—]+", "", half_width(typed)).upper()
    return re.sub(rf"第?({NUMERAL})(?=\D)", lambda m: number(m.group(1)).lstrip("0"), text)


def phase_of_column(typed: str) -> str:
    """Return the key of a part that has a column of its own, where 一 alone may mean 一期."""
    key = phase_key(typed)
    return f"{key}期" if re.fullmatch(NAME, key) else key


def estate_of(typed: str) -> str:
    """Return the estate that an address names before its building: 幸福里小区, or ""."""
    named = _ESTATE.match(squeezed(typed))
    return named.group() if named else ""


def display(kind: str, name: str) -> str:
    """Return the name as the house writes it: "704" → "704 楼", "704号楼" → "704 号楼"."""
    text = spaced(re.sub(r"\s+", " ", half_width(name)))
    key = part_key(kind, text)
    if kind == "dwelling":
        return key
    if text == key and kind in _USUAL and re.fullmatch(r"[0-9A-Za-z]+", key):
        return f"{key}{_USUAL[kind]}"
    if kind == "entrance" and key.isdigit():
        return f"{key}{_USUAL[kind]}"
    if kind == "building" and text == spaced(key) and (phases := _PHASES.match(key)):
        return f"{spaced(phases.group(1))} {key[phases.end() :]}{_USUAL[kind]}"
    return text


def spaced(text: str) -> str:
    """Put one blank between Chinese and digits or Latin letters."""
    text = re.sub(r"([\u4e00-\u9fff])([0-9A-Za-z])", r"\1 \2", text)
    return re.sub(r"([0-9A-Za-z])([\u4e00-\u9fff])", r"\1 \2", text)


def parse_door(typed: str) -> Door:
    """Read an address as people type it; parts that cannot be told stay empty.

    704-2-301, 704楼2单元301室, 704 2 301, ７０４号楼二单元301, 幸福里小区704栋3单元3层301.
    """
    text = _after_estate(half_width(typed))
    if phases := _PHASES.search(text):
        door = parse_door(text[phases.end() :])
        if door.building:
            return replace(door, building=phase_key(phases.group(1)) + door.building)
    if _BUILDING.search(text) or _ENTRANCE.search(text):
        return _named(text)
    parts = [p for p in _PARTS.split(_LAST.sub("", text)) if p]
    if len(parts) > 3 or not all(re.fullmatch(NAME, p) for p in parts):
        return Door()
    if len(parts) == 3:
        return Door(*(part_key(k, p) for k, p in zip(_SUFFIXES, parts, strict=True)))
    if len(parts) == 2:
        return Door(part_key("building", parts[0]), "", part_key("dwelling", parts[1]))
    return Door(building=part_key("building", parts[0])) if parts else Door()


def parse_inside(typed: str) -> tuple[Door, str]:
    """Split "701 楼 1 单元 电梯 1" into building and entrance, and the squeezed name of what lies
    there ("电梯1"); an empty name when nothing but a door was named."""
    text = _after_estate(half_width(typed))
    phases = _PHASES.match(text)
    if phases:
        text = text[phases.end() :]
    building = _BUILDING.match(text) or _PLAIN_BUILDING.match(text)
    if building is None:
        return Door(), ""
    rest = text[building.end() :].lstrip(" -—、,，")
    entrance = _ENTRANCE.match(rest) or _PLAIN_ENTRANCE.match(rest)
    name = squeezed(rest[entrance.end() :] if entrance else rest).lstrip("-—、,，的")
    if not name or not _NAMED_SPOT.match(name):
        return Door(), ""
    return Door(
        (phase_key(phases.group(1)) if phases else "") + part_key("building", building.group(1)),
        part_key("entrance", entrance.group(1)) if entrance else "",
    ), name


def squeezed(text: str) -> str:
    """Return a name without blanks and in plain letters, as two spellings of it compare."""
    return re.sub(r"\s+", "", half_width(text)).upper()


def only_building(text: str) -> str:
    """Return the one building that a title names ("704 号楼住户登记表" → "704"), else ""."""
    plain = half_width(text)
    named = {
        part_key("building", plain[_phase_start(plain, at.start()) : at.end()])
        for at in _BUILDING.finditer(plain)
    }
    return named.pop() if len(named) == 1 else ""


def _phase_start(text: str, building: int) -> int:
    """Return where the phases begin that stand right before a building's number."""
    starts = (at.start() for at in _PHASES.finditer(text) if at.end() == building)
    return next(starts, building)


def _after_estate(text: str) -> str:
    return _ESTATE.sub("", text)


def _named(text: str) -> Door:
    building = _BUILDING.search(text)
    rest = text[building.end() :] if building else text
    entrance = _ENTRANCE.search(rest)
    if entrance:
        rest = rest[entrance.end() :]
    elif building and (pair := _PAIR.match(rest)):
        return Door(part_key("building", building.group(1)), *_pair_keys(pair))
    dwelling = _DWELLING.search(_FLOOR.sub("", rest).strip(" -—#/室号") + " ")
    return Door(
        part_key("building", building.group(1)) if building else "",
        part_key("entrance", entrance.group(1)) if entrance else "",
        part_key("dwelling", dwelling.group(1)) if dwelling else "",
    )


def _pair_keys(pair: re.Match[str]) -> tuple[str, str]:
    return part_key("entrance", pair.group(1)), part_key("dwelling", pair.group(2))
