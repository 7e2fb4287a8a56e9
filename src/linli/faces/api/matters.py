"""What matters offer other programs: the data API's part of them, and Open311."""

from __future__ import annotations

from linli.faces.api.offers import Offer

OFFER = Offer(
    routers=("linli.faces.api.data.cases",),
    mounts={"open311/v2/": "linli.faces.api.open311.urls"},
)
