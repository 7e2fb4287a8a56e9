"""What a programme says of matters: the tree of categories, and the kinds that hang on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Self

from django.utils.translation import gettext_lazy as _
from pydantic import PlainValidator

from linli.core.labels import Label
from linli.core.text import did_you_mean
from linli.core.toml import (
    Code,
    Fault,
    Flag,
    Inline,
    Several,
    Tables,
    TomlTable,
    as_choice,
    as_label,
    as_share,
    as_text,
    as_whole,
    key,
    read_several,
    twice,
    wrong,
)
from linli.engines.cases import kinds
from linli.engines.cases.actions import settings
from linli.engines.cases.deadline_changes import Changes
from linli.engines.cases.kinds import Category, Deadline, Kind, Step
from linli.engines.cases.workflows import WORKFLOWS
from linli.engines.sections import Catalogue, Entry, Owner, Part, Section
from linli.forms.toml import PlainFormTable
from linli.registry.access import Actor
from linli.registry.queries.places import PUBLIC_KINDS
from linli.registry.roles import GRANTS

CALLED_FIRST = ("110", "119", "120", "122")
BOTH = '{ zh = "…", en = "…" }'


def _read_deadline(value: object) -> Deadline:
    try:
        return kinds.parse_deadline(str(value))
    except ValueError:
        remedy = _('Write a number and one of: %(units)s. For example "3 working days".')
        raise wrong(_("This is not a time."), remedy % {"units": ", ".join(kinds.UNITS)}) from None


def _read_deadlines(value: object) -> Mapping[str, Deadline]:
    if not isinstance(value, dict):
        remedy = _('Write { urgent = "24 hours", emergency = "2 hours" }.')
        raise wrong(_("This must be a table."), remedy)
    return read_several(value, _deadline_at)


def _deadline_at(urgency: str, value: object) -> Deadline:
    names = kinds.URGENCIES[1:]
    if urgency not in names:
        raise wrong(_("This key is not known here."), did_you_mean(urgency, names))
    return _read_deadline(value)


Time = Annotated[Deadline | None, PlainValidator(_read_deadline)]


class CategoryTable(TomlTable):
    """A branch of the tree."""

    code: Code = key('code = "lighting"')
    label: Annotated[Label, as_label()] = key(f"label = {BOTH}")
    parent: Code = key('parent = "repairs"', "")


class EscalationTable(TomlTable):
    """Who is told of a missed deadline, and when."""

    role: Annotated[str, as_choice(GRANTS)] = key('role = "secretary"')
    after_working_days: Annotated[int, as_whole(0, 60)] = key("after_working_days = 1")


class CaseTable(TomlTable):
    """A kind of matter."""

    code: Code = key('code = "lamp_broken"')
    label: Annotated[Label, as_label()] = key(f"label = {BOTH}")
    category: Code = key('category = "lighting"')
    help: Annotated[Label | None, as_label(400)] = key(f"help = {BOTH}", None)
    workflow: Annotated[str, as_choice(WORKFLOWS)] = key('workflow = "standard"')
    deadline: Time = key('deadline = "3 working days"')
    deadlines: Annotated[Mapping[str, Deadline], PlainValidator(_read_deadlines)] = key(
        'deadlines = { urgent = "24 hours", emergency = "2 hours" }', {}
    )
    answer_within: Time = key('answer_within = "4 working hours"', None)
    warn_at: Annotated[float, as_share] = key("warn_at = 0.75", 0.75)
    answered_by: Several[Annotated[str, as_choice(GRANTS)]] = key(
        'answered_by = ["property_staff", "grid_worker"]'
    )
    organisation: Annotated[str, as_choice(kinds.ORGANISATION_KINDS)] = key(
        'organisation = "property_company"', ""
    )
    escalation: Tables[EscalationTable] = key(
        'escalation = [{ role = "secretary", after_working_days = 1 }]', []
    )
    photos: Several[Annotated[str, as_choice(kinds.PHOTO_ROLES)]] = key(
        'photos = ["before", "after"]', []
    )
    is_public: Flag = key("is_public = true", False)
    about_people: Flag = key("about_people = true", False)
    silent_after_days: Annotated[int, as_whole(1, 365)] = key("silent_after_days = 7", 7)
    review_after_days: Annotated[int, as_whole(1, 365)] = key("review_after_days = 30", 30)
    places: Several[Annotated[str, as_choice(PUBLIC_KINDS)]] = key('places = ["lift"]', [])
    call_first: Annotated[str, as_choice(("110", "119", "120", "122"))] = key(
        'call_first = "119"', ""
    )
    words: Several[Annotated[str, as_text(40)]] = key('words = ["路灯", "不亮"]')
    open311_keywords: Several[Annotated[str, as_text(40)]] = key('open311_keywords = ["lamp"]', [])
    form: Annotated[PlainFormTable, Inline]

    def to_kind(self, owner: Owner) -> Kind:
        """Return the kind, on a branch that is only named yet."""
        plain = {name: getattr(self, name) for name in type(self).model_fields}
        plain = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in plain.items()
        }
        return Kind(**plain | {
            "programme": owner.code,
            "programme_label": owner.label,
            "category": Category(self.category, Label("", "")),
            "escalation": tuple(Step(s.role, s.after_working_days) for s in self.escalation),
            "form": self.form.to_form(),
        })  # fmt: skip


@dataclass
class CaseCatalogue(Catalogue[Kind]):
    """The kinds of matters, and the tree on which they hang."""

    categories: dict[str, Category] = field(default_factory=dict)


class CaseSection(Section):
    """The matters of a programme, and the branches that it adds to the tree."""

    MAIN = "case"
    SHIPPED = Path(__file__).parent / "categories.toml"
    category: Tables[CategoryTable] = key("[[category]]", [])
    case: Tables[CaseTable] = key("[[case]]", [])

    def entries(self, part: Part[Self]) -> Iterator[Entry[Kind]]:
        """Yield the kinds of this file, each on a branch that is only named yet."""
        for number, table in enumerate(self.case, 1):
            yield Entry(part.file, f"case[{number}]", table.to_kind(part.owner))

    @classmethod
    def gather(cls, parts: Sequence[Part[Self]]) -> CaseCatalogue:
        """Return the kinds of all files, each hung on its branch."""
        catalogue = CaseCatalogue()
        _grow(catalogue, parts)
        for part in parts:
            catalogue.enter(_hung(catalogue, part.section.entries(part)))
        return catalogue

    @classmethod
    def install(cls, catalogue: CaseCatalogue) -> None:
        """Let the engine know these kinds and branches, and no other."""
        kinds.replace_all(kinds=catalogue.kinds.values(), categories=catalogue.categories.values())

    @classmethod
    def describe(cls, kind: Kind) -> str:
        return f"{kind.deadline}  {kind.workflow}"

    @classmethod
    def look(cls, catalogue: CaseCatalogue) -> Changes:
        """Return which open matters get another due date, or lose their kind."""
        return settings.look_at_kinds(catalogue.kinds)

    @classmethod
    def follow(cls, follows: Changes, *, by: Actor) -> None:
        settings.redate(follows, by=by)


def _grow(catalogue: CaseCatalogue, parts: Sequence[Part[CaseSection]]) -> None:
    """Put all branches together; a parent may stand in another file."""
    at: dict[str, str] = {}
    for part in parts:
        for table in part.section.category:
            if table.code in at:
                fault = twice(part.file, "category", table.code, at[table.code])
                catalogue.faults.append(fault)
                continue
            at[table.code] = part.file
            catalogue.categories[table.code] = Category(table.code, table.label, table.parent)
    for category in catalogue.categories.values():
        if category.parent and category.parent not in at:
            catalogue.faults.append(
                _no_category(catalogue, category.parent, at[category.code], "category.parent")
            )


def _hung(catalogue: CaseCatalogue, entries: Iterator[Entry[Kind]]) -> Iterator[Entry[Kind]]:
    for entry in entries:
        code = entry.kind.category.code
        if code in catalogue.categories:
            branch = catalogue.categories[code]
            yield replace(entry, kind=replace(entry.kind, category=branch))
        else:
            fault = _no_category(catalogue, code, entry.file, f"{entry.key}.category")
            catalogue.faults.append(fault)


def _no_category(catalogue: CaseCatalogue, code: str, file: str, key_: str) -> Fault:
    says = _("There is no category “%(code)s”.") % {"code": code}
    return Fault(file, key_, str(says), did_you_mean(code, list(catalogue.categories)))
