"""The engines of this house and their pages: one line each, and nowhere else a list of them."""

from __future__ import annotations

from typing import NamedTuple


class Plug(NamedTuple):
    """An engine's folder, and the module that tells of its pages."""

    engine: str
    face: str


ENGINES: tuple[Plug, ...] = (
    Plug("linli.engines.cases", face="linli.faces.web.desk.face"),
    Plug("linli.engines.campaigns", face="linli.faces.web.campaigns.face"),
)
