"""The ``linli`` command: one module a command, each with ``add_arguments`` and ``run``.

A command's module imports nothing heavy at its top, so that ``--help`` is quick. What goes wrong
in an expected way is one sentence on stderr: 1 for a no, 2 for a house that cannot start,
130 for Ctrl-C.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from types import ModuleType

COMMANDS = {
    "serve": "open the house: pages, interfaces and the clock  启动服务",
    "demo": "make the reference community to look around in  建立演示社区",
    "import": "take in matters, households, hotline cases, a calendar  导入",
    "export": "write a list to an Excel file  导出",
    "verify": "check the record for changed, lost or inserted lines  校验台账",
    "backup": "copy everything into one file, also while serving  备份",
    "restore": "put a backup back  恢复",
    "tick": "do what the clock must do; serve does it by itself  定时任务",
    "user": "add people who log in, and appoint them to posts  用户与岗位",
    "programme": "check, list or export what this house does  方案",
}
STOPPED = 130


class Stop(Exception):
    """Ends the command with a sentence. ``code`` is 1 for a no, 2 for a house that cannot start."""

    def __init__(self, sentence: object, *, code: int = 1) -> None:
        super().__init__(str(sentence))
        self.code = code


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


def _parser(wanted: Sequence[str]) -> argparse.ArgumentParser:
    from linli import __version__

    parser = argparse.ArgumentParser(
        prog="linli",
        description="Linli 邻里: the system with which a community governs itself.",
        epilog="linli COMMAND --help tells more. Settings come from the environment: "
        "LINLI_HOME is where the data lies, DATABASE_URL chooses PostgreSQL.",
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=16),
    )
    parser.add_argument("--version", action="version", version=f"linli {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    named = next((word for word in wanted if not word.startswith("-")), "")
    for name, line in COMMANDS.items():
        module = _module(name) if name == named else None
        command = commands.add_parser(
            name,
            help=line,
            description=(module.__doc__ if module else line),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if module:
            module.add_arguments(command)
    return parser


def _guarded(work: Callable[[], int]) -> int:
    """Turn what is expected to go wrong into a sentence. A bug keeps its traceback."""
    try:
        return work()
    except KeyboardInterrupt:
        return _say("Stopped. What was begun has been taken back. 已停止。", code=STOPPED)
    except Stop as stop:
        return _say(stop, code=stop.code)
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except Exception as fault:
        if sentence := _sentence(fault):
            return _say(sentence, code=2 if sentence.startswith("The ") else 1)
        raise


def _sentence(fault: Exception) -> str:
    """Return a sentence for a fault that is not a bug of ours; empty for one that is."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError
    from environs.exceptions import EnvError

    from linli.core.refusals import Refusal

    if isinstance(fault, Refusal):
        return str(fault)
    if isinstance(fault, EnvError | ImproperlyConfigured):
        return f"The settings cannot be read: {_first_line(fault)}"
    if isinstance(fault, OperationalError):
        return f"The database cannot be used: {_first_line(fault)}"
    if isinstance(fault, OSError) and fault.filename:
        return f"{fault.filename}: {fault.strerror}"
    return ""


def _first_line(fault: Exception) -> str:
    return (str(fault).splitlines() or [type(fault).__name__])[0]


def _say(sentence: object, *, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def start(*, ready: bool = True) -> None:
    """Start Django in the language of the terminal; with ``ready``, bring the database up to date.

    Raises ``Stop`` when the settings are unsafe in production.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django

    django.setup()
    from django.utils import translation

    spoken = next((os.environ[k] for k in ("LC_ALL", "LC_MESSAGES", "LANG") if k in os.environ), "")
    translation.activate("zh-hans" if spoken.startswith("zh") else "en")
    if ready:
        from linli.config import house

        house.prepare()


def confirm(question: str, *, yes: bool) -> None:
    """Go on only if the person at the terminal says so, or ``--yes`` was given."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise Stop(f"{question} Say --yes to go on.")
    if input(f"{question} Go on? [y/N] ").strip().lower() not in ("y", "yes", "是"):
        raise Stop("Nothing was changed.")
