"""What the shipped programmes hold, and how they are handed on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from linli.core.refusals import NotFound
from linli.core.toml import TomlTable
from linli.core.toml.values import LabelTable
from linli.engines.campaigns import kinds as campaigns
from linli.engines.cases import kinds
from linli.engines.cases.models import KindSetting
from linli.engines.cases.suggest.keywords import two_best, word_list
from linli.engines.cases.workflows import WORKFLOWS
from linli.forms.toml import WhenTable, effect_keys
from linli.programmes import commands, loader
from linli.programmes.schema import whole_table
from tests.cast import Cast

SHIPPED = {
    "resident_requests",
    "repairs",
    "service_desk",
    "clear_corridors",
    "property_watch",
    "gates",
    "home_insurance",
    "opinion_rounds",
    "neighbours_festival",
    "door_visits",
}
TREE = {
    "物业服务", "环境卫生", "暴露垃圾", "保洁", "乱张贴", "乱晾晒", "楼道堆物", "私搭乱建",
    "设施报修", "门禁", "照明", "电梯", "漏水", "井盖", "道路", "噪音", "停车", "充电与消防",
    "宠物", "供水供电供气供暖", "绿化", "治安", "邻里纠纷", "养老助残", "政策咨询", "其他",
}  # fmt: skip
LOADED = loader.load()
KINDS, CATEGORIES = LOADED.kinds("cases"), LOADED.catalogues["cases"].categories.values()


def test_every_shipped_programme_loads_without_a_fault():
    assert LOADED.faults == ()
    assert {programme.code for programme in LOADED.programmes} >= SHIPPED


def test_the_category_tree_of_the_field_is_covered():
    labels = {category.label.zh for category in CATEGORIES}
    assert labels >= TREE


def test_every_leaf_of_the_tree_has_a_kind():
    parents = {category.parent for category in CATEGORIES}
    used = {kind.category.code for kind in KINDS}
    assert {c.code for c in CATEGORIES} - used <= parents


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_kind_can_be_worked_on(kind: kinds.Kind):
    assert kind.workflow in WORKFLOWS
    assert kind.deadline
    assert kind.answered_by
    assert len(kind.words) >= 15
    assert kind.label.zh != kind.label.en


def test_one_kind_asks_questions_of_every_sort():
    lamp = next(kind for kind in KINDS if kind.code == "lamp_broken")
    assert {field.type for field in lamp.questions} == {
        "select_one",
        "select_many",
        "date",
        "number",
    }


def test_what_concerns_a_person_is_never_public():
    private = {"care", "neighbours", "safety_incident", "papers", "errand", "policy_question"}
    assert not [kind.code for kind in KINDS if kind.is_public and kind.code in private]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3 单元的声控灯不亮,晚上摸黑上楼", "lamp_broken"),
        ("电梯停在四楼不动了,老人下不来", "lift_broken"),
        ("垃圾桶满溢三天没人清运", "exposed_rubbish"),
        ("楼上装修用电钻,午休时间太吵", "noise"),
        ("有人在楼道里堆了纸箱和旧家具", "corridor_clutter"),
        ("邻居在楼顶私自搭棚,是违建吧", "illegal_building"),
        ("消防通道被私家车占了,飞线充电也没人管", "charging_and_fire"),
        ("遛狗不牵绳,孩子被狗追", "pets"),
        ("物业费涨价没有公示,账目不公开", "property_fees"),
        ("我想咨询一下医保怎么办理", "policy_question"),
        ("家里停水一天了,什么时候来水", "water"),
        ("暖气不热,室温只有十五度", "heating"),
    ],
)
def test_a_new_community_gets_the_right_kind_among_its_two_suggestions(text: str, code: str):
    words = word_list({kind.code: kind.words for kind in KINDS})
    assert code in [guess for guess, _share in two_best(words.shares(text))]


def test_an_urgency_without_its_own_deadline_has_the_lower_ones():
    lamp = next(kind for kind in KINDS if kind.code == "lamp_broken")
    water = next(kind for kind in KINDS if kind.code == "water")
    assert str(lamp.within(1)) == str(kinds.parse_deadline("24 hours"))
    assert water.within(1) == water.deadline
    assert water.within(2) == kinds.parse_deadline("2 hours")


def test_what_is_exported_can_be_taken_in_elsewhere():
    text = commands.export("repairs")
    assert loader.check_text(text, name="repairs.toml") == []
    with pytest.raises(NotFound, match="repairs"):
        commands.export("repair")


def test_a_programme_in_the_deployments_folder_is_run_and_replaces_ours(tmp_path, settings):
    settings.HOME = tmp_path
    (tmp_path / "programmes").mkdir()
    ours = commands.export("clear_corridors")
    own = tmp_path / "programmes" / "corridors.toml"
    own.write_text(ours.replace("3 working days", "2 working days"), encoding="utf-8")
    loaded = loader.load()
    assert loaded.faults == ()
    clutter = next(kind for kind in loaded.kinds("cases") if kind.code == "corridor_clutter")
    assert clutter.deadline == kinds.Deadline(2, "working days")


def test_the_command_says_what_is_wrong_and_that_all_is_well(tmp_path: Path):
    lines, is_well = commands.check()
    assert is_well
    bad = tmp_path / "bad.toml"
    bad.write_text("code = 1", encoding="utf-8")
    lines, is_well = commands.check([tmp_path])
    assert not is_well
    assert any(str(bad) in line for line in lines)
    assert any(line.strip().startswith("lamp_broken") for line in commands.list_all())


def tables_in(annotation: Any) -> Iterator[type[TomlTable]]:
    """Yield the tables that a key's value is made of: itself, or what its list holds."""
    if isinstance(annotation, type) and issubclass(annotation, TomlTable):
        yield annotation
    for part in get_args(annotation):
        yield from tables_in(part)


def tables(model: type[TomlTable], path: str = "") -> dict[str, set[str]]:
    """Return the keys of a table, and of those inside it, by path; a table in itself once."""
    told = {path or "programme": set(model.known_keys())}
    for name, field in model.known_keys().items():
        for inside in tables_in(field.annotation):
            if inside is not model:
                told |= tables(inside, f"{path}.{name}".lstrip("."))
    return told


def test_the_manual_names_every_key_and_no_other():
    models = tables(whole_table()) | {
        "label": set(LabelTable.known_keys()),
        "campaign.when": set(WhenTable.known_keys()),
        "campaign.effect": set(effect_keys()),
    }
    manual = Path(__file__).resolve().parents[2] / "docs" / "programmes.md"
    rows = [line.split("|") for line in manual.read_text(encoding="utf-8").splitlines()]
    told = {(row[1].strip(), row[2].strip().strip("`")) for row in rows if len(row) == 6}
    keys = {(table, key) for table, names in models.items() for key in names}
    assert {row for row in told if row[0] in models} == keys


def test_the_manuals_examples_can_be_taken_in():
    manual = Path(__file__).resolve().parents[2] / "docs" / "programmes.md"
    examples = re.findall(r"```toml\n(.*?)```", manual.read_text(encoding="utf-8"), re.S)
    assert len(examples) == 2
    assert loader.check_text("\n".join(examples), name="balcony.toml") == []


@pytest.mark.django_db
def test_a_community_switches_a_kind_off_or_hides_it(cast: Cast):
    kinds.replace_all(kinds=KINDS, categories=CATEGORIES)
    here = cast.community.pk
    KindSetting.objects.create(community=cast.community, kind="pets", is_on=False)
    KindSetting.objects.create(community=cast.community, kind="noise", is_public=False)
    assert "pets" not in {kind.code for kind in kinds.on_in(here)}
    assert "noise" not in {kind.code for kind in kinds.public_in(here)}
    assert "pets" in {kind.code for kind in kinds.on_in(cast.elsewhere.pk)}


def test_a_programme_that_another_process_took_in_is_soon_in_use(tmp_path, settings):
    settings.HOME = tmp_path
    (tmp_path / "programmes").mkdir()
    text = commands.export("clear_corridors")
    text = text.replace("3 working days", "5 hours").replace("most_visits = 2", "most_visits = 4")
    (tmp_path / "programmes" / "corridors.toml").write_text(text, encoding="utf-8")
    loader.refresh()
    assert kinds.get("corridor_clutter").deadline == kinds.Deadline(5, "hours")
    assert campaigns.get("corridor_round").most_visits == 4
    (tmp_path / "programmes" / "corridors.toml").unlink()
    loader.refresh()
    assert kinds.get("corridor_clutter").deadline == kinds.Deadline(3, "working days")
    assert campaigns.get("corridor_round").most_visits == 2
