"""What a programme says of tools: ``[[tool]]``, one a kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Self

from linli.core.labels import Label
from linli.core.toml import Code, Tables, TomlTable, as_label, as_whole, key
from linli.engines.sections import Catalogue, Entry, Part, Section


@dataclass(frozen=True)
class Tool:
    """A kind of tool that can be lent."""

    code: str
    label: Label
    programme: str
    days: int


KINDS: dict[str, Tool] = {}


class ToolTable(TomlTable):
    code: Code = key('code = "ladder"')
    label: Annotated[Label, as_label()] = key('label = { zh = "…", en = "…" }')
    days: Annotated[int, as_whole(1, 30)] = key("days = 7", 7)


class ToolSection(Section):
    MAIN = "tool"
    tool: Tables[ToolTable] = key("[[tool]]", [])

    def entries(self, part: Part[Self]) -> Iterator[Entry[Tool]]:
        for number, table in enumerate(self.tool, 1):
            tool = Tool(table.code, table.label, part.owner.code, table.days)
            yield Entry(part.file, f"tool[{number}]", tool)

    @classmethod
    def install(cls, catalogue: Catalogue[Tool]) -> None:
        KINDS.clear()
        KINDS.update(catalogue.kinds)

    @classmethod
    def describe(cls, kind: Tool) -> str:
        return f"{kind.days} days"
