"""What the documents promise exists, and what exists is documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from linli.config.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
pytestmark = pytest.mark.once


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def settings_of_the_house() -> set[str]:
    source = text(ROOT / "src/linli/config/settings.py")
    return set(re.findall(r'env\.\w+\(\s*"(\w+)"', source))


def test_every_setting_is_documented():
    described = set(re.findall(r"`(LINLI_\w+|DATABASE_URL)`", text(ROOT / "docs/settings.md")))
    assert settings_of_the_house() == described


def test_every_command_has_its_chapter():
    chapters = set(re.findall(r"^## `linli (\w+)", text(ROOT / "docs/commands.md"), re.M))
    assert chapters == set(COMMANDS)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_each_readme_names_every_command(readme: Path):
    assert all(f"`{command}`" in text(readme) for command in COMMANDS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_and_targets_in_documents_exist(document: Path):
    targets = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.M))
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", text(document), re.S))
    assert set(re.findall(r"^make (\w+)", blocks, re.M)) <= targets
    assert set(re.findall(r"^linli (\w+)", blocks, re.M)) <= set(COMMANDS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_pictures_in_documents_are_there(document: Path):
    links = re.findall(r"\]\(([^)#\s]+)\)", text(document))
    dead = [x for x in links if "://" not in x and not (document.parent / x).exists()]
    assert not dead


def test_both_readmes_show_the_same_commands():
    blocks = [re.findall(r"```sh\n(.*?)```", text(readme), re.S) for readme in READMES]
    commands = [[re.sub(r"\s*#.*", "", b) for b in found] for found in blocks]
    assert commands[0] == commands[1]


def test_no_document_names_this_machine():
    for document in DOCUMENTS:
        assert str(ROOT) not in text(document), document.name
