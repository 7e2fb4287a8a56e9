"""What the pages of the desk tell the web of themselves."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from linli.faces.web.shared.face import Entry, Face

FACE = Face(
    urls="linli.faces.web.desk.urls",
    nav=(
        Entry(
            "desk",
            "/desk/",
            icon="inbox",
            label=pgettext_lazy("nav", "Matters"),
            permission="see_cases",
        ),
    ),
)
