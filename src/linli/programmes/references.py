"""What programmes say of each other: each code once, and what one names another one has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.core.text import did_you_mean
from linli.engines.campaigns import kinds as campaigns
from linli.engines.cases.kinds import Category, Kind
from linli.programmes.reader import Fault
from linli.programmes.schema import Programme
from linli.programmes.schema.campaigns import possible


def categories_of(
    programmes: Sequence[Programme], tree: Sequence[Category], *, file: str, faults: list[Fault]
) -> dict[str, Category]:
    """Return all branches by code: the tree of ``file``, and what programmes add to it."""
    categories = {category.code: category for category in tree}
    at = dict.fromkeys(categories, file)
    for programme in programmes:
        for category in programme.categories:
            if category.code in categories:
                faults.append(twice(programme.file, "category", category.code, at[category.code]))
                continue
            categories[category.code] = category
            at[category.code] = programme.file
    for category in categories.values():
        if category.parent and category.parent not in categories:
            faults.append(
                Fault(
                    at[category.code],
                    "category.parent",
                    str(_("There is no category “%(code)s”.") % {"code": category.parent}),
                    did_you_mean(category.parent, list(categories)),
                )
            )
    return categories


def cases_of(
    programmes: Sequence[Programme], categories: Mapping[str, Category], *, faults: list[Fault]
) -> dict[str, Kind]:
    """Return all kinds of matters by code, each hung on its branch."""
    found: dict[str, Kind] = {}
    for programme in programmes:
        for number, kind in enumerate(programme.kinds, 1):
            key, category = f"case[{number}]", kind.category.code
            if kind.code in found:
                other = found[kind.code].programme
                faults.append(twice(programme.file, f"{key}.code", kind.code, other))
            elif category not in categories:
                faults.append(
                    Fault(
                        programme.file,
                        f"{key}.category",
                        str(_("There is no category “%(code)s”.") % {"code": category}),
                        did_you_mean(category, list(categories)),
                    )
                )
            else:
                found[kind.code] = replace(kind, category=categories[category])
    return found


def campaigns_of(
    programmes: Sequence[Programme], cases: Mapping[str, Kind], *, faults: list[Fault]
) -> dict[str, campaigns.Kind]:
    """Return all kinds of campaigns by code. One that opens matters which nobody knows is a
    fault."""
    found: dict[str, campaigns.Kind] = {}
    for programme in programmes:
        for number, kind in enumerate(programme.campaigns, 1):
            key = f"campaign[{number}]"
            wrong = list(_cases_unknown(kind, cases, file=programme.file, key=key))
            if kind.code in found:
                other = found[kind.code].programme
                wrong.append(twice(programme.file, f"{key}.code", kind.code, other))
            faults += wrong
            if not wrong:
                found[kind.code] = kind
    return found


def _cases_unknown(
    kind: campaigns.Kind, cases: Mapping[str, Kind], *, file: str, key: str
) -> Iterator[Fault]:
    """Yield what is wrong with the matters that a campaign opens, and with their fields."""
    for number, effect in enumerate(kind.form.effects, 1):
        if effect.do != "open_case":
            continue
        here = f"{key}.effect[{number}]"
        codes = possible(kind.form, str(effect.with_.get("kind", "")))
        for code in codes:
            if code not in cases:
                yield Fault(
                    file,
                    f"{here}.open_case",
                    str(_("There is no kind of matter “%(code)s”.") % {"code": code}),
                    did_you_mean(code, list(cases)),
                )
        opened = [cases[code] for code in codes if code in cases]
        yield from _fields_amiss(opened, effect.with_.get("fields", {}), file=file, key=here)


def _fields_amiss(
    opened: Sequence[Kind], given: Mapping[str, Any], *, file: str, key: str
) -> Iterator[Fault]:
    asked = {field.code: kind for kind in opened for field in kind.fields}
    for name in given:
        if name not in asked:
            yield Fault(
                file,
                f"{key}.fields.{name}",
                str(_("The matter that this opens does not ask this.")),
                did_you_mean(name, list(asked)),
            )
    for kind in opened:
        for field in kind.fields:
            if field.required and field.code not in given:
                yield Fault(
                    file,
                    f"{key}.fields",
                    str(_("“%(kind)s” must know “%(field)s”.")
                        % {"kind": kind.code, "field": field.code}),
                    str(_("Ask it, and add: %(example)s")
                        % {"example": f'fields = {{ {field.code} = "{{{field.code}}}" }}'}),
                )  # fmt: skip


def twice(file: str, key: str, code: str, other: str) -> Fault:
    """Say that a code is taken by another file or programme."""
    return Fault(
        file,
        key,
        str(_("The code “%(code)s” is taken by %(other)s.") % {"code": code, "other": other}),
        str(_("Give one of them another code.")),
    )
