"""Lines of a list as ``parts/row.html`` draws them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line: a title, what stands softly beneath it, and a tag; with an address, a link."""

    title: str
    soft: str = ""
    href: str = ""
    tag: str = ""
    colour: str = "mute"
