"""The engines of this house, one line each. Nothing else in the house lists them."""

from __future__ import annotations

ENGINES = (
    "linli.engines.cases",
    "linli.engines.campaigns",
)
