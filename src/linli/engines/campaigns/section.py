"""What a programme says of campaigns: kinds of rounds, standing visits and questionnaires."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from django.utils.translation import gettext_lazy as _
from pydantic import BeforeValidator, PlainValidator, ValidationInfo

from linli.core.labels import Label
from linli.core.text import did_you_mean
from linli.core.toml import (
    Code,
    Flag,
    Inline,
    Several,
    Tables,
    TomlTable,
    as_choice,
    as_label,
    as_whole,
    key,
    read_several,
    wrong,
)
from linli.core.toml.values import read_choice, read_whole
from linli.engines.campaigns import kinds
from linli.engines.campaigns.kinds import Kind
from linli.engines.sections import Catalogue, Entry, Owner, Part, Section
from linli.forms.toml import FormTable
from linli.registry.models import CareNeed
from linli.registry.purposes import PURPOSES
from linli.registry.queries.places import PUBLIC_KINDS

BOTH = '{ zh = "…", en = "…" }'
LONGEST_DAYS = 3650


def _read_every_days(value: object) -> dict[str, int]:
    if not isinstance(value, dict):
        raise wrong(_("This must be a table."), _('Write { "" = 180, old_alone = 30 }.'))
    return read_several(value, _days_at)


def _days_at(care: str, days: object) -> int:
    if care and care not in CareNeed.Kind.values:
        raise wrong(_("This key is not known here."), did_you_mean(care, CareNeed.Kind.values))
    return read_whole(days, least=1, most=LONGEST_DAYS)


def _only_of_persons(value: object, about: ValidationInfo) -> object:
    if value and about.data.get("targets", "persons") != "persons":
        raise wrong(
            _("Only persons are chosen by their care needs."),
            _('Write targets = "persons", or take “care” out.'),
        )
    return value


def _read_place_kind(value: object, about: ValidationInfo) -> str:
    targets = about.data.get("targets")
    if targets and bool(value) != (targets == "places"):
        raise wrong(
            _("The kind of place belongs to campaigns that visit places."),
            _('Write both targets = "places" and place_kind, or neither.'),
        )
    return read_choice(value, PUBLIC_KINDS) if value else ""


class CampaignTable(TomlTable):
    """A kind of campaign, with its form."""

    code: Code = key('code = "corridor_round"')
    label: Annotated[Label, as_label()] = key(f"label = {BOTH}")
    about: Annotated[Label, as_label(400)] = key(f"about = {BOTH}")
    purpose: Annotated[str, as_choice(PURPOSES)] = key('purpose = "visits"')
    targets: Annotated[str, as_choice(kinds.TARGETS)] = key('targets = "households"')
    care: Annotated[
        Several[Annotated[str, as_choice(CareNeed.Kind.values)]], BeforeValidator(_only_of_persons)
    ] = key('care = ["old_alone", "disabled"]', [])
    place_kind: Annotated[str, PlainValidator(_read_place_kind)] = key(
        'place_kind = "lift"', "", validate_default=True
    )
    most_visits: Annotated[int, as_whole(1, 20)] = key("most_visits = 3", 3)
    every_days: Annotated[dict[str, int], PlainValidator(_read_every_days)] = key(
        'every_days = { "" = 180, old_alone = 30 }', {}
    )
    is_open: Flag = key("is_open = true", False)
    form: Annotated[FormTable, Inline]

    def to_kind(self, owner: Owner) -> Kind:
        """Return the kind as the engine keeps it."""
        plain = {name: getattr(self, name) for name in type(self).model_fields}
        return Kind(**plain | {
            "programme": owner.code,
            "programme_label": owner.label,
            "care": tuple(self.care),
            "form": self.form.to_form(),
        })  # fmt: skip


class CampaignSection(Section):
    """The campaigns of a programme."""

    MAIN = "campaign"
    campaign: Tables[CampaignTable] = key("[[campaign]]", [])

    def entries(self, part: Part[Self]) -> Iterator[Entry[Kind]]:
        """Yield the kinds of this file."""
        for number, table in enumerate(self.campaign, 1):
            yield Entry(part.file, f"campaign[{number}]", table.to_kind(part.owner))

    @classmethod
    def install(cls, catalogue: Catalogue[Kind]) -> None:
        """Let the engine know these kinds, and no other."""
        kinds.replace_all(catalogue.kinds.values())

    @classmethod
    def describe(cls, kind: Kind) -> str:
        return f"{kind.targets}  {kind.purpose}"
