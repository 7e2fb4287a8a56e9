"""The engines of this house and their pages: one line each, and nowhere else a list of them."""

from __future__ import annotations

from typing import NamedTuple


class Plug(NamedTuple):
    """An engine's folder, and the modules that tell what it shows at each face."""

    engine: str
    face: str  # its pages
    field: str = ""  # what it offers the phone at the door
    api: str = ""  # what it offers other programs


ENGINES: tuple[Plug, ...] = (
    Plug(
        "linli.engines.cases",
        face="linli.faces.web.desk.face",
        field="linli.faces.field.matters",
        api="linli.faces.api.matters",
    ),
    Plug(
        "linli.engines.campaigns",
        face="linli.faces.web.campaigns.face",
        field="linli.faces.field.visits",
    ),
)
