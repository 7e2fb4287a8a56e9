from linli.engines.plug import Engine, Term
from linli.outbox.events import Event
from linli.registry.purposes import Purpose
from linli.registry.roles import OFFICE, Permission
from tests.house.toy.actions import FORGETTING
from tests.house.toy.redating import REDATING
from tests.house.toy.section import ToolSection

ENGINE = Engine(
    app="toy",
    permissions={"lend_tools": Permission("Only the office may lend tools.", OFFICE)},
    purposes=(Purpose("tools", "lending of tools", "Who has which tool.", "consent", 30),),
    events={"tool.lent": Event("A tool was lent", "Borrowed: {tool}", "Bring it back.", ("tool",))},
    example={"tool": "ladder"},
    record_words={"tool.lent": "tool lent"},
    section=ToolSection,
    redating=REDATING,
    glossary=(Term("出借", "lend", "a tool that a household has for some days"),),
    forgetting=FORGETTING,
)
