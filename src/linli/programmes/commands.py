"""What `linli programme check|list|export` says. The command line prints these lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.core.refusals import NotFound
from linli.core.toml import Fault
from linli.programmes import loader
from linli.programmes.schema import sections


def check(paths: Sequence[Path] = ()) -> tuple[list[str], bool]:
    """Return the lines to print, and whether all is well. Without paths: all that runs here.

    A path may be a file or a folder of .toml files; each is seen together with what runs here.
    """
    if not paths:
        loaded = loader.load()
        return _verdict(list(loaded.faults), files=len(loaded.programmes))
    files = [file for path in paths for file in _files(path)]
    faults = [
        fault
        for file in files
        for fault in loader.check_text(
            file.read_text(encoding="utf-8", errors="replace"), name=str(file)
        )
    ]
    return _verdict(faults, files=len(files))


def list_all() -> list[str]:
    """Return a line for each programme and, indented, for each of its kinds."""
    lines, loaded, models = [], loader.load(), sections()
    for programme in loaded.programmes:
        lines.append(f"{programme.code}  {programme.label}  {programme.file}")
        lines += [
            f"  {kind.code}  {kind.label}  {models[app].describe(kind)}".rstrip()
            for app, kind in loaded.kinds_of(programme)
        ]
    return lines


def export(code: str) -> str:
    """Return the text of a programme's file. Raises ``NotFound``."""
    return loader.export(code)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(path.glob("*.toml"))
    if not path.is_file():
        raise NotFound(_("%(path)s is not there. Please name a .toml file.") % {"path": path})
    return [path]


def _verdict(faults: list[Fault], *, files: int) -> tuple[list[str], bool]:
    lines = [str(fault) for fault in faults]
    if faults:
        sentence = ngettext("%(count)s mistake.", "%(count)s mistakes.", len(faults))
        return [*lines, sentence % {"count": len(faults)}], False
    sentence = ngettext(
        "%(count)s programme is in order.", "%(count)s programmes are in order.", files
    )
    return [sentence % {"count": files}], True
