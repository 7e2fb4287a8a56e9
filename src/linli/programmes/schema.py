"""What a programme's file may say: its own name, and a section for each engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Self

from django.utils.translation import gettext_lazy as _
from pydantic import create_model, model_validator

from linli.core.labels import Label
from linli.core.toml import Code, Fault, Inline, TomlTable, as_label, key, read_text, wrong
from linli.engines.plug import ENGINES
from linli.engines.sections import Owner, Section

BOTH = '{ zh = "…", en = "…" }'


@dataclass(frozen=True)
class Programme:
    """A file that could be read."""

    owner: Owner
    about: Label | None
    file: str
    text: str
    sections: Mapping[str, Section]  # by engine

    @property
    def code(self) -> str:
        return self.owner.code

    @property
    def label(self) -> Label:
        return self.owner.label


class ProgrammeTable(TomlTable):
    """What every programme says, whatever engines it is for."""

    code: Code = key('code = "repairs"')
    label: Annotated[Label, as_label()] = key(f"label = {BOTH}")
    about: Annotated[Label | None, as_label(400)] = key(f"about = {BOTH}", None)

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        sections = [getattr(self, name) for name in self.inlined()]
        if all(section.is_empty for section in sections):
            tables = ", ".join(f"[[{section.MAIN}]]" for section in sections)
            raise wrong(
                _("The programme does nothing yet."),
                _("Add one of: %(tables)s.") % {"tables": tables},
            )
        return self


def sections() -> dict[str, type[Section]]:
    """Return the section of each engine that programmes can speak to."""
    return {app: engine.section for app, engine in ENGINES.items() if engine.section is not None}


@cache
def whole_table() -> type[ProgrammeTable]:
    """Return the table of a whole file. Built once all engines are plugged in."""
    fields: dict[str, Any] = {app: Annotated[model, Inline] for app, model in sections().items()}
    return create_model("WholeTable", __base__=ProgrammeTable, **fields)


def read_programme(text: str, *, file: str) -> tuple[Programme | None, list[Fault]]:
    """Read a programme's file. None when it has faults."""
    table, faults = read_text(whole_table(), text, file=file)
    if table is None:
        return None, faults
    programme = Programme(
        owner=Owner(table.code, table.label),
        about=table.about,
        file=file,
        text=text,
        sections={app: getattr(table, app) for app in sections()},
    )
    return programme, []
