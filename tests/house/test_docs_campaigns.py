"""docs/campaigns.md and docs/field.md say what the code does: each table beside its source."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import resolve
from django.utils import translation
from django.utils.module_loading import autodiscover_modules

from linli.core import jobs as core_jobs
from linli.engines.campaigns import rules
from linli.engines.campaigns.actions import visit_photos
from linli.engines.campaigns.kinds import TARGETS
from linli.engines.campaigns.models import Campaign, Visit
from linli.engines.campaigns.rules import needs
from linli.faces.field import offers, phone_batch, photos
from linli.faces.web.campaigns import questionnaire
from linli.faces.web.campaigns.form_editor import TYPES
from linli.forms.effects import EFFECTS
from linli.forms.grammar import BINDS, MOST_PARTS, PARTS
from linli.forms.schema import MOST_OF, QUESTION_TYPES
from linli.programmes import loader
from linli.registry import facts, roles
from tests.house.test_docs import text

ROOT = Path(__file__).resolve().parents[2]
CAMPAIGNS, FIELD, PROGRAMMES, XLSFORM = (
    text(ROOT / "docs" / f"{name}.md") for name in ("campaigns", "field", "programmes", "xlsform")
)
LOADED = loader.load()
pytestmark = pytest.mark.once


def table(page: str, head: str) -> list[list[str]]:
    """Return the rows of the table whose head begins so, each cell without back-quotes."""
    _before, found, rest = page.partition(f"\n| {head}")
    assert found, f"no table begins with | {head}"
    lines = rest.split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip().replace("`", "") for cell in line[1:-1].split("|")] for line in lines]


def columns(page: str, head: str, *numbers: int) -> list[Any]:
    return [tuple(row[number] for number in numbers) for row in table(page, head)]


def in_chinese(choices: type) -> list[tuple[str, str]]:
    with translation.override("zh-hans"):
        return [(str(one.value), str(one.label)) for one in choices]  # type: ignore[attr-defined]


def test_the_campaigns_that_ship_are_those_in_the_table() -> None:
    shipped = [
        (programme.code, kind.code, kind.targets)
        for programme in LOADED.programmes
        for app, kind in LOADED.kinds_of(programme)
        if app == "campaigns"
    ]
    assert sorted(columns(CAMPAIGNS, "programme | kind", 0, 1, 2)) == sorted(shipped)
    assert {row[2] for row in shipped} <= set(TARGETS)


def test_a_campaigns_states_are_told() -> None:
    told = [tuple(row[0].split()) for row in table(CAMPAIGNS, "state")]
    assert told == in_chinese(Campaign.State)


def test_every_action_is_named() -> None:
    from linli.engines.campaigns import actions

    aside = {
        "PhotoCount", "Recorded", "checked_lost", "count_photos", "hand_photos_on",
            "keep_piece", "move_up", "nobody_home", "note_bundle", "record_visit",
        "run_effect",
    }  # fmt: skip
    told = {word for row in table(CAMPAIGNS, "state") for word in row[2].split(", ")}
    assert told == set(actions.__all__) - aside - {"settle"}


def test_who_may_is_what_the_roles_grant() -> None:
    wanted = ("see_campaigns", "visit", "plan_campaigns")
    told = {role: may for who, may in columns(CAMPAIGNS, "role", 0, 1) for role in who.split(", ")}
    granted = {
        role: " ".join(one for one in wanted if one in may) for role, may in roles.GRANTS.items()
    }
    assert told == {role: may for role, may in granted.items() if may}


def test_outcomes_and_what_they_make_of_a_door_are_the_rules_own() -> None:
    assert sorted(columns(CAMPAIGNS, "outcome", 0, 1)) == sorted(in_chinese(Visit.Outcome))
    makes = dict(columns(CAMPAIGNS, "outcome", 0, 2))
    assert {outcome for outcome, said in makes.items() if "done" in said} == rules.DONE
    assert {outcome for outcome, said in makes.items() if "reached" in said} == rules.REACHED


def test_channels_are_told() -> None:
    assert columns(CAMPAIGNS, "channel", 0, 1) == in_chinese(Visit.Channel)


def test_every_fact_of_the_register_is_in_the_table() -> None:
    told = columns(CAMPAIGNS, "fact | type", 0, 1, 2)
    assert told == [
        (one.code, one.type, one.label.zh + (", sensitive" if one.is_sensitive else ""))
        for one in facts.PROPERTIES.values()
    ]


def test_effects_their_words_and_which_wait_are_told() -> None:
    told = {name: (words, now) for name, words, now in columns(CAMPAIGNS, "effect", 0, 1, 2)}
    assert {name: words for name, (words, _now) in told.items()} == {
        name: " ".join(filter(None, (kind.words.MAIN, *kind.words.known_keys()))) or "–"
        for name, kind in EFFECTS.items()
    }
    done = {name for name, (_words, now) in told.items() if now == "done"}
    assert done == {name for name, kind in EFFECTS.items() if kind.is_done}


def test_question_types_and_what_is_the_most_of_each_are_told() -> None:
    told = {code: (said, most) for code, said, most in columns(CAMPAIGNS, "type | on", 0, 1, 2)}
    with translation.override("zh-hans"):
        words = {code: str(TYPES[code]).partition("，")[0] for code in QUESTION_TYPES}
    assert {code: said for code, (said, _most) in told.items()} == words
    assert {code: int(most) for code, (_said, most) in told.items() if most} == MOST_OF


def test_the_language_of_conditions_is_the_parsers() -> None:
    told = {name.removesuffix("()"): parts for name, parts in columns(XLSFORM, "function", 0, 1)}
    counts = {
        word: str(least) if least == most else f"{least}–{most if most < MOST_PARTS else ''}"
        for word, (least, most) in PARTS.items()
    }
    assert told == counts
    assert {*re.findall(r"`([^` $]+)`", PROGRAMMES)} >= set(BINDS)


def test_what_speaks_for_a_visit_weighs_what_the_rule_says() -> None:
    told = [re.findall(r"\d+", said) for _reason, said in columns(CAMPAIGNS, "reason", 0, 1)]
    assert told == [
        [str(needs.NEVER)],
        [str(needs.FULL), str(needs.FULL * needs.MOST_OVERDUE)],
        [str(needs.A_CARE_NEED)],
        [str(needs.AN_OPEN_CASE)],
        [str(needs.NOBODY_HOME)],
        [],
    ]
    assert f"up to {needs.MOST_CASES} " in CAMPAIGNS


def test_jobs_of_the_clock_are_told_with_their_time() -> None:
    autodiscover_modules("tasks")
    unit = {"minutes": 60, "hours": 3600}
    told = {
        name: int(every.split()[0]) * unit[every.split()[1]]
        for name, every in columns(CAMPAIGNS, "job", 0, 1)
    }
    jobs = core_jobs.jobs.values()
    assert told == {one.name: one.every for one in jobs if one.name.startswith("campaigns.")}


def test_every_address_that_is_named_leads_somewhere() -> None:
    names = re.findall(r"`(/[^`]*)`", CAMPAIGNS)
    assert len(names) > 10
    for name in names:
        path = name.replace("ID", "1").replace("BUILDING", "2").replace("CODE", "ABC")
        assert resolve(path), name


def test_limits_are_those_of_the_code() -> None:
    assert f"{visit_photos.MOST_WAITING_BYTES // 1_000_000} MB on their way" in CAMPAIGNS
    assert f"deleted after {visit_photos.KEEP_DAYS} days" in CAMPAIGNS
    assert f"{questionnaire.ANSWERS_AN_HOUR} answers an hour" in CAMPAIGNS
    most = (
        f"At most {phone_batch.MOST_ANSWERS} answers and {phone_batch.MOST_BYTES // 1_000_000} MB"
    )
    assert most in FIELD
    assert f"pieces of {photos.PIECE_BYTES // 1024} KB" in FIELD


def test_what_a_phone_sends_is_what_the_house_takes() -> None:
    sent = re.search(r"```json\n(.*?)```", FIELD, re.S)
    assert sent
    assert {*re.findall(r'"what": "(\w+)"', sent[1])} == set(offers.takes())


def test_the_keys_and_waits_of_the_phone_are_those_of_its_code() -> None:
    told = {name for (name,) in columns(FIELD, "key", 0)}
    front = ROOT / "frontend" / "src" / "field"
    vault, upload = (text(front / name) for name in ("vault.mjs", "upload.mjs"))
    assert told == {*re.findall(r'objectStore\("keys"\)\.delete\("(\w+)"\)', vault)}
    first, last = re.findall(r"_PAUSE_MS = (\d+)", upload)
    assert f"after {int(first) // 1000} seconds" in FIELD
    assert f"at most {int(last) // 60000} minutes" in FIELD
