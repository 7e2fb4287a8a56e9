"""Reads the command line, and says what is wrong with it, in the terminal's language."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from textwrap import fill
from typing import Any, NoReturn

from linli.config.cli.language import gettext as _
from linli.config.cli.language import spoken


class Parser(argparse.ArgumentParser):
    """argparse's own, with our words for help and for mistakes."""

    def __init__(self, **given: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Formatter, **given)
        self._positionals.title, self._optionals.title = _("what to name"), _("options")
        self.add_argument("-h", "--help", action="help", help=_("show this and stop"))

    def describe(self, *paragraphs: str) -> None:
        """Say what the command does; a paragraph that begins with a blank is an example."""
        self.description = "\n\n".join(paragraphs)

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        sentence = _sentence(message)
        self.exit(2, f"{self.prog}: {sentence}\n")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Wrap the paragraphs, not the examples; Chinese breaks anywhere by itself."""
        return "\n\n".join(
            part if part[:1] == " " or spoken() != "en" else fill(part, width)
            for part in text.split("\n\n")
        )


def _sentence(fault: str) -> str:
    """Say argparse's five everyday complaints as we would; any other as it says it."""
    missing = _("Missing: %(what)s")
    choices = _("There is no %(what)s. Choose: %(choices)s.")
    strange = _("%(what)s is not understood.")
    empty = _("%(what)s needs a value after it.")
    number = _("%(what)s needs a number.")
    for pattern, sentence in (
        (r"the following arguments are required: (?P<what>.+)", missing),
        (r"argument .+?: invalid choice: (?P<what>.*?) \(choose from (?P<choices>.+)\)", choices),
        (r"unrecognized arguments: (?P<what>.+)", strange),
        (r"argument (?P<what>.+): expected one argument", empty),
        (r"argument (?P<what>.+): invalid int value: .+", number),
    ):  # fmt: skip
        if match := re.fullmatch(pattern, fault):
            return (sentence % match.groupdict()).replace("'", "")
    return fault
