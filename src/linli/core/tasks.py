"""What the clock does for the core room: sweeping up."""

from __future__ import annotations

from datetime import datetime

from linli.core import clock, files, limits


@clock.job("core.forget_tallies", every=3600)
def forget_tallies(*, now: datetime) -> None:
    limits.sweep()


@clock.job("core.sweep_photos", every=3600)
def sweep_photos(*, now: datetime) -> None:
    files.sweep(now=now)
