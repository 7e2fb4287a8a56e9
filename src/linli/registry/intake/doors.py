"""The door of a row, put together from whatever columns tell of it."""

from __future__ import annotations

from dataclasses import replace

from linli.registry import names


def put_together(typed: str, parts: dict[str, str], phase: str) -> names.Door:
    """Return the door that a row names: columns of its parts count before the whole address."""
    door = names.parse_door(typed) if typed else names.Door()
    keys = {kind: names.part_key(kind, part) for kind, part in parts.items()}
    inside = names.parse_door(parts["dwelling"])
    if inside.entrance and inside.dwelling:  # 1单元101室 in the column of the door
        keys["dwelling"] = inside.dwelling
        keys["entrance"] = keys["entrance"] or inside.entrance
        keys["building"] = keys["building"] or inside.building
    if keys["building"] not in ("", door.building) and not door.entrance:
        door = names.Door("", door.building, door.dwelling)  # 2-301 beside 704 楼
    door = names.Door(*(key or getattr(door, kind) for kind, key in keys.items()))
    if phase and door.building and not door.phase:
        door = replace(door, building=names.phase_of_column(phase) + door.building)
    return door
