"""What programmes say of each other: each code once, and what one names another one has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from linli.core.labels import Label
from linli.core.toml import Fault, join, read_text, twice
from linli.engines.plug import ENGINES
from linli.engines.sections import Catalogue, Entry, Owner, Part, Section
from linli.forms.effects import EFFECTS
from linli.forms.schema import Form
from linli.programmes.schema import Programme, sections

Catalogues = Mapping[str, Catalogue[Any]]
NOBODY = Owner("", Label("", ""))  # whose an engine's own file is: no programme's


def one_a_code(
    programmes: Sequence[tuple[Programme, bool]], faults: list[Fault]
) -> list[Programme]:
    """Return one programme a code; what is the deployment's own takes the place of what ships."""
    kept: dict[str, tuple[Programme, bool]] = {}
    for programme, is_own in programmes:
        before = kept.get(programme.code)
        if before is not None and before[1] == is_own:
            faults.append(twice(programme.file, "code", programme.code, before[0].file))
            continue
        kept[programme.code] = (programme, is_own)
    return [programme for programme, _own in kept.values()]


def gather(programmes: Sequence[Programme], faults: list[Fault]) -> dict[str, Catalogue[Any]]:
    """Return each engine's kinds. One that names what nobody has is left out, and a fault."""
    catalogues = {
        app: model.gather([*_shipped(model, faults), *_parts(programmes, app)])
        for app, model in sections().items()
    }
    for catalogue in catalogues.values():
        for entry in list(catalogue.entries.values()):
            if wrong := list(_effects_amiss(entry, catalogues)):
                catalogue.faults += wrong
                del catalogue.entries[entry.kind.code]
    faults += [fault for catalogue in catalogues.values() for fault in catalogue.faults]
    return catalogues


def _parts(programmes: Sequence[Programme], app: str) -> list[Part[Any]]:
    return [Part(each.file, each.owner, each.sections[app]) for each in programmes]


def _shipped(model: type[Section], faults: list[Fault]) -> list[Part[Any]]:
    """Return what an engine brings along, as if it were a file of its own."""
    if model.SHIPPED is None:
        return []
    text, file = model.SHIPPED.read_text(encoding="utf-8"), model.SHIPPED.name
    section, wrong = read_text(model, text, file=file)
    faults += wrong
    return [] if section is None else [Part(file, NOBODY, section)]


def _effects_amiss(entry: Entry[Any], catalogues: Catalogues) -> Iterator[Fault]:
    """Yield what is wrong with the effects of a kind's form: their engines look at their words."""
    form = getattr(entry.kind, "form", None)
    if not isinstance(form, Form):
        return
    doing = {effect.name: app for app, engine in ENGINES.items() for effect in engine.effects}
    for number, effect in enumerate(form.effects, 1):
        check = EFFECTS[effect.do].check
        catalogue = catalogues.get(doing.get(effect.do, ""))
        for fault in check(form, effect, catalogue.kinds if catalogue else {}) if check else ():
            path = join(entry.key, f"effect[{number}]")
            yield replace(fault, file=entry.file, key=join(path, fault.key))
