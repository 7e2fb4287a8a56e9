"""Every engine's words stand in docs/glossary.md, and its code uses them."""

from __future__ import annotations

import pytest

from tools import glossary

pytestmark = pytest.mark.once


def test_the_glossary_is_as_the_engines_say() -> None:
    written = glossary.DOCUMENT.read_text(encoding="utf-8")
    assert glossary.document(written) == written, "python tools/glossary.py"


def test_every_word_is_used_and_means_one_thing() -> None:
    written = glossary.DOCUMENT.read_text(encoding="utf-8")
    assert list(glossary.faults(written, glossary.sources())) == []
