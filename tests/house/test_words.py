"""The tool that keeps both languages complete finds what it should."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
TOOL = runpy.run_path(str(Path(__file__).resolve().parents[2] / "tools" / "words.py"))
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A package with one marked word in Python and two in a template."""
    (tmp_path / "views.py").write_text('_("Saved")\nngettext("%(n)s home", "%(n)s homes", 2)\n')
    (tmp_path / "page.html").write_text(
        "{% load i18n %}<p>{% translate 'Hello' %}</p>"
        "{% blocktranslate trimmed %}\n  You have\n  {{ count }} matters\n{% endblocktranslate %}"
    )
    (tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES").mkdir(parents=True)
    return tmp_path


def write(room: Path, text: str) -> None:
    (room / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po").write_text(HEAD + text)


def test_each_word_of_code_and_pages_is_asked_for(room: Path):
    asked = {word.msgid for word in TOOL["marked"](room)[0]}
    assert asked == {"Saved", "%(n)s home", "Hello", "You have %(count)s matters"}


def test_a_word_without_chinese_is_named(room: Path):
    write(room, 'msgid "Saved"\nmsgstr "已保存"\n')
    faults = TOOL["check"](room)
    assert any("Hello" in fault for fault in faults)
    assert not any("Saved" in fault for fault in faults)


def test_a_lost_placeholder_is_named(room: Path):
    write(room, 'msgid "You have %(count)s matters"\nmsgstr "您有事项"\n')
    assert any("placeholders differ" in fault for fault in TOOL["check"](room))


def test_a_fuzzy_word_is_named(room: Path):
    write(room, '#, fuzzy\nmsgid "Hello"\nmsgstr "您好"\n')
    assert any("fuzzy" in fault for fault in TOOL["check"](room))


def test_half_width_punctuation_after_chinese_is_named(room: Path):
    write(room, 'msgid "Hello"\nmsgstr "您好!"\n')
    assert any("half-width" in fault for fault in TOOL["check"](room))


def test_a_word_with_two_translations_is_named(room: Path):
    write(room, 'msgid "Hello"\nmsgstr "您好"\n')
    other = room / "other" / "zh_Hans" / "LC_MESSAGES"
    other.mkdir(parents=True)
    (other / "django.po").write_text(HEAD + 'msgid "Hello"\nmsgstr "你好"\n')
    assert any("elsewhere" in fault for fault in TOOL["check"](room))


def test_a_value_put_in_before_the_lookup_is_named(room: Path):
    (room / "views.py").write_text('_(f"Saved {name}")\n_("Saved %s" % name)\n')
    faults = TOOL["marked"](room)[1]
    assert len(faults) == 2


def test_what_is_compiled_can_be_read_by_gettext(room: Path):
    import gettext

    write(room, 'msgid "Hello"\nmsgstr "您好"\n')
    assert TOOL["compile_all"](room) == 1
    assert TOOL["compile_all"](room) == 0
    chinese = gettext.translation("django", room / "locale", languages=["zh_Hans"])
    assert chinese.gettext("Hello") == "您好"
