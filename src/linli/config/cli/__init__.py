"""The ``linli`` command: one module a command, each with ``add_arguments`` and ``run``.

A command's module imports nothing heavy at its top, so that ``--help`` is quick. What goes wrong
in an expected way is one sentence on stderr: 1 for a no, 2 for a house that cannot start,
130 for Ctrl-C.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from types import ModuleType

from linli.config.cli.language import gettext as _
from linli.config.cli.parser import Parser
from linli.config.stop import Stop

COMMANDS = (
    "serve", "demo", "import", "export", "verify", "backup", "restore", "tick", "user", "programme",
    "form",
)  # fmt: skip
STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code."""
    wanted = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser(wanted)
    options = parser.parse_args(wanted)
    if not options.command:
        parser.print_help()
        return 0
    module = _module(options.command)
    return _guarded(lambda: int(module.run(options) or 0))


def _module(command: str) -> ModuleType:
    return import_module(f"linli.config.cli.{command}_")


def _parser(wanted: Sequence[str]) -> Parser:
    from linli import __version__

    lines = _lines()
    parser = Parser(
        prog="linli",
        usage=f"linli [-h] [--version] {_('COMMAND')} …",
        description=_("Linli 邻里: the system with which a community governs itself.")
        + "\n\n"
        + "\n".join(f"  {name:<11}{lines[name]}" for name in COMMANDS),
        epilog=_(
            "linli COMMAND --help tells more. Settings come from the environment: "
            "LINLI_HOME is where the data lies, DATABASE_URL chooses PostgreSQL."
        ),
    )
    shown = _("show the version and stop")
    parser.add_argument("--version", action="version", version=f"linli {__version__}", help=shown)
    commands = parser.add_subparsers(
        dest="command", metavar=_("COMMAND"), help=argparse.SUPPRESS, prog="linli"
    )
    named = next((word for word in wanted if not word.startswith("-")), "")
    for name in COMMANDS:
        command = commands.add_parser(name)
        if name == named:
            _module(name).add_arguments(command)
    return parser


def _lines() -> dict[str, str]:
    """Return what each command does, in a line."""
    return {
        "serve": _("open the house: pages, interfaces and the clock"),
        "demo": _("make the reference community to look around in"),
        "import": _("take in matters, households, hotline cases, a calendar"),
        "export": _("write a list to an Excel file"),
        "verify": _("check the record for changed, removed or inserted lines"),
        "backup": _("copy everything into one file, also while serving"),
        "restore": _("put a backup back"),
        "tick": _("do what the clock must do; serve does it by itself"),
        "user": _("add people who log in, and appoint them to posts"),
        "programme": _("check, list or export what this house does"),
        "form": _("check an XLSForm workbook before it is taken in"),
    }


def _guarded(work: Callable[[], int]) -> int:
    """Turn what is expected to go wrong into a sentence. A bug keeps its traceback."""
    try:
        return work()
    except KeyboardInterrupt:
        return _say(_("Stopped. What was begun has been taken back."), code=STOPPED)
    except Stop as stop:
        return _say(stop, code=stop.code)
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except Exception as fault:
        if (sentence := _expected(fault)) is None:
            raise
        return _say(sentence, code=sentence.code)


def _expected(fault: Exception) -> Stop | None:
    """Return the sentence for a fault that is not a bug of ours; None for one that is."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError
    from environs.exceptions import EnvError

    from linli.core.refusals import Refusal

    if isinstance(fault, Refusal):
        return Stop(fault)
    if isinstance(fault, EnvError | ImproperlyConfigured):
        sentence = _("The settings cannot be read: %(fault)s")
        return Stop(sentence % {"fault": _first_line(fault)}, code=2)
    if isinstance(fault, OperationalError):
        sentence = _("The database cannot be used: %(fault)s")
        return Stop(sentence % {"fault": _first_line(fault)}, code=2)
    if isinstance(fault, OSError) and fault.filename:
        return Stop(f"{fault.filename}: {fault.strerror}")
    return None


def _first_line(fault: Exception) -> str:
    return (str(fault).splitlines() or [type(fault).__name__])[0]


def _say(sentence: object, *, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code
