"""The benchmarks run: the figures of ``make bench`` come out, in a house of 300 matters."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIGURES = (
    "desk, list of 100 · 300 matters", "desk, list of 100 after something was done",
    "one matter · 300 matters", "public report, POST · 300 matters", "public page",
    "full-text search, two letters",
)  # fmt: skip
pytestmark = pytest.mark.once


def test_every_figure_comes_out() -> None:
    small = ["--cases", "300", "--turns", "3"]
    away = ("DATABASE_URL", "BENCH_DATABASE_URL", "DJANGO_SETTINGS_MODULE", "LINLI_HOME")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.cases", *small],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={name: value for name, value in os.environ.items() if name not in away},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    missing = [figure for figure in FIGURES if f"sqlite · {figure}" not in done.stdout]
    assert not missing, done.stdout
