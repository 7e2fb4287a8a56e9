"""Everything that must hold before a change goes in: tools/check.py [ROOM ...]

``make test`` runs it. The rules first, two at a time; then the tests on SQLite, on PostgreSQL, and
in a real Chromium. All steps run even if one fails; what failed is named at the end.

With rooms (``make test ONLY=cases``): ruff, the phone's own tests, and on SQLite the tests of that
room and of the pages that use it. For while one works; not instead of the whole.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CODE = ["src", "tests", "tools", "benchmarks", "hatch_build.py"]
SEED = random.SystemRandom().randrange(10_000)  # the order of the tests; a failing one is kept
PYTEST = [
    str(BIN / "pytest"), "-n", "2", "--dist", "loadgroup", f"--randomly-seed={SEED}",
]  # fmt: skip
DJANGO = [sys.executable, "-m", "django"]
RULES = {
    "ruff": [str(BIN / "ruff"), "check", *CODE],
    "format": [str(BIN / "ruff"), "format", "--check", "-q", *CODE],
    "arrows": [str(BIN / "lint-imports")],
    "types": [str(BIN / "mypy")],
    "words": [sys.executable, "tools/words.py", "--check"],
    "unused": [sys.executable, "tools/unused.py"],
    "templates": [str(BIN / "djlint"), "--lint", "--quiet", "src/linli"],
    "phone": ["npm", "run", "--silent", "test"],
    "migrations": [*DJANGO, "makemigrations", "--check", "--dry-run"],
}
TESTS = {
    "tests on SQLite": [*PYTEST, "-m", "not browser and not strict", "tests"],
    "tests on PostgreSQL": [
        sys.executable, "tools/postgres.py", *PYTEST, "-m", "not browser and not once", "tests",
    ],
    "browser": [*PYTEST, "-m", "browser", "tests/browser"],
}  # fmt: skip


def chromium() -> str:
    """Return the browser's path; install Debian's package with a Chinese font if need be."""
    names = ("chromium", "chromium-browser", "google-chrome")
    browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if browser and _has_chinese_font():
        return browser
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit("The browser tests need Chromium and a Chinese font (Debian: chromium, "
                 "fonts-noto-cjk). Please install them.")  # fmt: skip
    print("· installing Chromium and a Chinese font (Debian's packages)", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium",
         "fonts-noto-cjk", "fontconfig"],
        check=False, env=quiet, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return shutil.which("chromium") or sys.exit("Chromium could not be installed.")


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    fonts = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, check=False)
    return bool(fonts.stdout.strip())


def run(name: str, command: list[str], environment: dict[str, str], *, quiet: bool) -> bool:
    """Run one step and say how it went; a quiet step shows its output only when it fails."""
    began = time.monotonic()
    if not quiet:
        print(f"· {name}", flush=True)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=False, text=True,
        stdout=subprocess.PIPE if quiet else None, stderr=subprocess.STDOUT if quiet else None,
    )  # fmt: skip
    word = "failed" if done.returncode else "ok"
    output = f"\n{done.stdout}" if done.returncode and quiet else ""
    print(f"· {name}: {word} ({time.monotonic() - began:.0f} s){output}", flush=True)
    return done.returncode == 0


def tests_of(room: str) -> list[str]:
    """Return the room's folder of tests, and those of the pages that import the room."""
    rooms = sorted(p.name for p in (ROOT / "tests").iterdir() if any(p.glob("test_*.py")))
    if room not in rooms:
        sys.exit(f"There are no tests of “{room}”. Rooms with tests: {', '.join(rooms)}.")
    uses = re.compile(rf"^from linli(\.engines|\.faces|\.faces\.web)?(\.| import ){room}\b", re.M)
    pages = [
        p for p in sorted((ROOT / "tests/web").glob("test_*.py")) if uses.search(p.read_text())
    ]
    return [f"tests/{room}", *(str(p.relative_to(ROOT)) for p in pages if room != "web")]


def main(rooms: list[str]) -> int:
    """Run every step, or those of some rooms; return 1 if one failed."""
    began = time.monotonic()
    rules, tests = RULES, TESTS
    if rooms:
        chosen = [path for room in rooms for path in tests_of(room)]
        rules = {name: RULES[name] for name in ("ruff", "format", "phone")}
        tests = {f"tests of {', '.join(rooms)}": [*PYTEST, *dict.fromkeys(chosen)]}
    environment = {
        **os.environ,
        "CHROMIUM": "" if rooms and "browser" not in rooms else chromium(),
        "DJANGO_SETTINGS_MODULE": "linli.config.settings_test",
        "PYTHONPATH": str(ROOT / "src"),
    }
    shutil.rmtree(ROOT / ".make" / "failures", ignore_errors=True)  # pictures of the last run
    with ThreadPoolExecutor(2) as pair:
        went = {n: pair.submit(run, n, c, environment, quiet=True) for n, c in rules.items()}
    failed = [name for name, future in went.items() if not future.result()]
    print(f"· the order of the tests: --randomly-seed={SEED}", flush=True)
    failed += [n for n, c in tests.items() if not run(n, c, environment, quiet=False)]
    print(f"· {'failed: ' + ', '.join(failed) if failed else 'all is well'} "
          f"({time.monotonic() - began:.0f} s)")  # fmt: skip
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
