"""A house of its own for a benchmark: an empty database, thrown away afterwards."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def in_own_house() -> Iterator[None]:
    """Open a house as ``linli serve`` does, on an empty database, for the time of a benchmark.

    It lies in a temporary folder, or where ``BENCH_DATABASE_URL`` points.
    """
    sys.path.insert(0, str(ROOT / "src"))
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as home:
        os.environ["LINLI_HOME"] = home
        os.environ["DATABASE_URL"] = os.environ.get(
            "BENCH_DATABASE_URL", f"sqlite:///{home}/bench.sqlite3"
        )
        os.environ["DJANGO_SETTINGS_MODULE"] = "linli.config.settings"
        import django

        django.setup()
        from linli.config import bootstrap
        from linli.registry.models import Place

        with redirect_stderr(StringIO()):  # a line a figure, and nothing else
            bootstrap.prepare()
            bootstrap.collect_static()
        if Place.objects.exists():
            sys.exit("Somebody lives in BENCH_DATABASE_URL. Please name an empty database.")
        yield
