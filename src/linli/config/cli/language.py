"""The terminal's language: Chinese where LC_ALL, LC_MESSAGES or LANG say so, else English.

It reads the same catalogue as the pages, by Python's own gettext: ``--help`` starts no Django.
"""

from __future__ import annotations

import os
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def spoken() -> str:
    """Return "zh-hans" or "en"."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "zh-hans" if locale.startswith("zh") else "en"


def gettext(message: str) -> str:
    """Return the message in the terminal's language."""
    return message if spoken() == "en" else _chinese().gettext(message)


@cache
def _chinese() -> NullTranslations:
    return translation("django", LOCALE, languages=["zh_Hans"], fallback=True)
