"""The linli command: help, sentences, exit codes."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from linli.config.cli import COMMANDS, main
from linli.registry.models import Place, Post

pytestmark = pytest.mark.houses

ROOT = Path(__file__).resolve().parents[2]
Said = tuple[int, str, str]
FOUND = "user add chen --name 陈书记 --role secretary --at 清溪家园社区 --found 清溪街道"


@pytest.fixture
def linli(
    db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Said]]:
    """Return ``linli("verify")``: exit code, stdout, stderr; in this process."""
    monkeypatch.setenv("LC_ALL", "C")

    def say(words: str) -> Said:
        code = main(words.split())
        said = capsys.readouterr()
        return code, said.out, said.err

    yield say
    translation.activate(settings.LANGUAGE_CODE)


def in_a_process(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person does, with settings of its own."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("LINLI_", "DATABASE_URL"))}
    clean.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-m", "linli", *words],
        env={**clean, "LINLI_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C",
             **environment},
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("language", "usage"), [("C", "usage: "), ("zh_CN.UTF-8", "用法：")])
def test_every_command_helps_in_both_languages(
    command: str,
    language: str,
    usage: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("LC_ALL", language)
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])
    said = capsys.readouterr().out
    assert end.value.code == 0
    assert said.startswith(f"{usage}linli {command}")
    assert bool(re.search("[一-鿿]", said.split("\n\n")[1])) == (language != "C")


@pytest.mark.once
def test_help_starts_no_house(tmp_path: Path):
    done = in_a_process(tmp_path / "house", "serve", "--help", DATABASE_URL="nonsense")
    assert done.returncode == 0
    assert not (tmp_path / "house").exists()


def test_help_without_a_command_lists_all(capsys: pytest.CaptureFixture[str]):
    assert main([]) == 0
    said = capsys.readouterr().out
    assert all(f"  {command} " in said for command in COMMANDS)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("srve", "There is no srve. Choose: serve, demo, import"),
        ("export people --from x", "Missing: --to, --reason"),
        ("serve --port many", "--port needs a number."),
        ("serve --port", "--port needs a value after it."),
        ("serve --fast", "--fast is not understood."),
    ],
)
def test_what_is_typed_wrongly_is_said_in_a_sentence(
    words: str,
    sentence: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("LC_ALL", "C")
    with pytest.raises(SystemExit) as end:
        main(words.split())
    assert end.value.code == 2
    assert sentence in capsys.readouterr().err


def test_an_empty_house_gets_its_community_and_its_secretary(linli: Callable[..., Said]):
    code, said, _ = linli(FOUND)
    assert code == 0
    assert "Password: " in said
    assert Post.objects.get().place == Place.objects.get(kind="community")
    assert "chen  陈书记  secretary (清溪家园社区)" in linli("user list")[1]


def test_the_same_user_name_twice_is_one_sentence(linli: Callable[..., Said]):
    linli(FOUND)
    code, said, sentence = linli(FOUND)
    assert (code, said) == (1, "")
    assert sentence == "This user name is taken. Choose another.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("user appoint chen --role worker --at 无此社区", "No place is called 无此社区"),
        ("user appoint nobody --role worker --at 清溪家园社区", "Nobody logs in as nobody"),
        ("user appoint chen --role king --at 清溪家园社区", "There is no role king"),
        ("user password nobody", "Nobody logs in as nobody"),
        ("verify 无此社区", "无此社区"),
        ("programme export none", "none"),
        ("restore none.zip", "Say --yes to go on"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(linli: Callable[..., Said], words: str, sentence: str):
    linli(FOUND)
    code, _, said = linli(words)
    assert code == 1
    assert sentence in said
    assert said.count("\n") == 1


def test_a_second_post_is_given(linli: Callable[..., Said]):
    linli(FOUND)
    assert linli("user appoint chen --role grid_worker --at 清溪家园社区")[0] == 0
    assert Post.objects.filter(user__username="chen").count() == 2


def test_the_record_of_a_new_house_holds(linli: Callable[..., Said]):
    linli(FOUND)
    code, said, _ = linli("verify")
    assert code == 0
    assert said.count("none changed, removed or inserted") == 2


def test_the_clock_ticks_once(linli: Callable[..., Said]):
    code, said, _ = linli("tick")
    assert code == 0
    assert "core.sweep_photos: went well" in said


def test_programmes_that_ship_are_in_order(linli: Callable[..., Said]):
    assert linli("programme check")[0] == 0


def test_a_programme_is_exported_as_it_was_written(linli: Callable[..., Said]):
    assert 'code = "repairs"' in linli("programme export repairs")[1]


def test_chinese_is_spoken_on_a_chinese_terminal(
    linli: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "密码：" in linli(FOUND)[1]
    assert "没有被改、被删、被插入的" in linli("verify")[1]
    assert linli(FOUND)[2] == "这个用户名已有人使用，请换一个。\n"


@pytest.mark.once
@pytest.mark.parametrize("address", ["nonsense", "mysql://root@localhost/linli"])
def test_a_broken_database_address_is_one_sentence(tmp_path: Path, address: str):
    done = in_a_process(tmp_path, "user", "list", DATABASE_URL=address)
    assert done.returncode == 2
    assert "DATABASE_URL" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.once
def test_a_database_that_is_not_there_is_one_sentence(tmp_path: Path):
    done = in_a_process(tmp_path, "user", "list", DATABASE_URL="postgres://x@127.0.0.1:1/none")
    assert done.returncode == 2
    assert done.stderr.startswith("The database cannot be used")
    assert "Traceback" not in done.stderr


@pytest.mark.once
def test_a_word_where_a_number_belongs_is_one_sentence(tmp_path: Path):
    done = in_a_process(tmp_path, "user", "list", LINLI_SESSION_HOURS="many")
    assert done.returncode == 2
    assert "LINLI_SESSION_HOURS" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.once
def test_a_fresh_home_is_open_to_its_owner_only(tmp_path: Path):
    home = tmp_path / "house"
    assert in_a_process(home, "user", "list").returncode == 0
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


@pytest.mark.once
def test_a_home_made_beforehand_is_closed_and_whatever_lies_in_it(tmp_path: Path):
    home = tmp_path / "house"
    home.mkdir()
    home.chmod(0o755)
    assert in_a_process(home, "user", "list").returncode == 0
    (home / "linli.sqlite3").chmod(0o644)
    assert in_a_process(home, "tick").returncode == 0
    opened = [path for path in [home, *home.rglob("*")] if path.stat().st_mode & 0o077]
    assert (home / "linli.sqlite3").exists()
    assert opened == []


@pytest.mark.once
def test_a_house_is_backed_up_for_a_public_key_and_comes_back_with_the_secret_one(
    tmp_path: Path,
):
    home, key, sealed = tmp_path / "house", tmp_path / "key.txt", tmp_path / "house.age"
    assert in_a_process(home, *FOUND.split()).returncode == 0
    made = in_a_process(home, "backup", "--new-key", str(key))
    public = re.search(r"age1\w+", made.stdout).group()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert in_a_process(home, "backup", "--new-key", str(key)).returncode == 1
    done = in_a_process(home, "backup", "--key", public, str(sealed))
    assert "It is encrypted." in done.stdout
    add = "user add li --name 李文 --role worker --at 清溪家园社区"
    assert in_a_process(home, *add.split()).returncode == 0
    refused = in_a_process(home, "restore", "--yes", str(sealed))
    assert (refused.returncode, "does not open" in refused.stderr) == (1, True)
    assert in_a_process(home, "restore", "--yes", "--key", str(key), str(sealed)).returncode == 0
    assert "li " not in in_a_process(home, "user", "list").stdout


@pytest.mark.once
def test_a_passphrase_comes_from_the_settings_and_a_short_one_is_refused(tmp_path: Path):
    home, file = tmp_path / "house", tmp_path / "house.age"
    assert in_a_process(home, "user", "list").returncode == 0
    short = in_a_process(home, "backup", str(file), LINLI_BACKUP_PASSPHRASE="short")
    assert (short.returncode, "12 characters" in short.stderr) == (1, True)
    words = {"LINLI_BACKUP_PASSPHRASE": "correct horse battery"}
    assert "It is encrypted." in in_a_process(home, "backup", str(file), **words).stdout
    assert in_a_process(home, "restore", "--yes", str(file), **words).returncode == 0


@pytest.mark.once
def test_a_backup_in_the_clear_says_so(tmp_path: Path):
    assert in_a_process(tmp_path / "house", "user", "list").returncode == 0
    done = in_a_process(tmp_path / "house", "backup", str(tmp_path / "a.tar.gz"))
    assert "This backup is not encrypted" in done.stdout


@pytest.mark.once
def test_an_unsafe_production_does_not_open(tmp_path: Path):
    done = in_a_process(tmp_path, "serve", "--port", "0", LINLI_PRODUCTION="1", LINLI_DEBUG="1")
    assert done.returncode == 2
    assert "LINLI_DEBUG is on" in done.stderr
    assert "Traceback" not in done.stderr
