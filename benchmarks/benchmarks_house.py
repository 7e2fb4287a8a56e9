"""A house of its own for a benchmark: an empty database, thrown away afterwards."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def in_own_house() -> Iterator[None]:
    """Set Django up on an empty, migrated database for the time of a benchmark."""
    sys.path.insert(0, str(ROOT / "src"))
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as home:
        os.environ["LINLI_HOME"] = home
        os.environ["DATABASE_URL"] = os.environ.get(
            "BENCH_DATABASE_URL", f"sqlite:///{home}/bench.sqlite3"
        )
        os.environ["DJANGO_SETTINGS_MODULE"] = "linli.config.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        if "BENCH_DATABASE_URL" in os.environ:
            call_command("flush", verbosity=0, interactive=False)
        yield
