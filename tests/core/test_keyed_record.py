"""The record against whoever has the database's password, and not the house's key."""

from __future__ import annotations

import hashlib
import importlib
import json
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation

from linli.core import record
from linli.core.models import ChainHead, Line
from linli.core.record import ends, verify
from linli.engines.cases.actions import file_case
from linli.engines.cases.models import Case
from linli.registry.access import SYSTEM
from tests.core import guard

COMMUNITY = 5
pytestmark = pytest.mark.django_db
keyed = importlib.import_module("linli.core.migrations.0006_keyed_record")


@pytest.fixture
def five_lines() -> list[Line]:
    return [_note(n) for n in range(1, 6)]


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


def _note(n: int) -> Line:
    with transaction.atomic():
        return record.note("x.y", ("a.b", n), by=SYSTEM, community_id=COMMUNITY, change={"n": n})


def _filed(cast) -> Case:
    return file_case(
        by=cast.actor("worker"), community_id=cast.community.pk, channel="desk", kind="",
        text="2 单元门口的灯坏了", place=cast.entrance,
    ).case  # fmt: skip


def _plain_hash(line: Line) -> str:
    """What an intruder can compute: all columns are there, the key is not."""
    content = [
        line.community_id, line.number, line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.actor, line.actor_label, line.verb, line.subject_type, line.subject_id, line.change,
        line.sealed, line.previous,
    ]  # fmt: skip
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _rewrite(**head: object) -> None:
    """Rewrite the record from its first line to its very end, with hashes of our own."""
    previous = ""
    for line in Line.objects.filter(community_id=COMMUNITY).order_by("number"):
        line.previous, line.actor_label = previous, "Bob"
        line.hash = previous = _plain_hash(line)
        line.save()
    ChainHead.objects.filter(pk=COMMUNITY).update(hash=previous, **head)


def test_two_statements_that_cut_the_last_lines_are_found(five_lines):
    Line.objects.filter(number__gt=3).delete()
    ChainHead.objects.update(number=3, hash=five_lines[2].hash)
    fault = verify(COMMUNITY)
    assert fault is not None
    assert fault.kind == "end"


@pytest.mark.parametrize("head", [{}, {"keyed_from": 99}, {"keyed_from": 99, "seal": ""}])
def test_a_record_rewritten_to_its_end_is_found(five_lines, head):
    _rewrite(**head)
    assert verify(COMMUNITY) is not None


def test_lines_from_before_the_key_still_verify_and_stay_guarded():
    lines = [_note(n) for n in range(1, 4)]
    previous = ""
    for line in lines:  # as an older Linli wrote them
        line.previous, line.hash = previous, ""
        line.hash = previous = _plain_hash(line)
        line.save()
    ChainHead.objects.update(hash=previous, seal="", keyed_from=1)
    keyed.seal_ends(apps, None)
    _note(4)
    assert verify(COMMUNITY) is None
    assert ChainHead.objects.get(pk=COMMUNITY).keyed_from == 4
    _rewrite(keyed_from=5)
    assert verify(COMMUNITY) is not None


def test_another_key_reads_no_line_as_right(five_lines, settings):
    settings.DATA_KEYS = ["another"]
    assert verify(COMMUNITY) is not None


def test_an_older_seal_put_back_is_found_by_the_ends_kept_outside(five_lines, home):
    before = ChainHead.objects.get(pk=COMMUNITY)
    _note(6)
    ends.keep(timezone.now())
    Line.objects.filter(number=6).delete()
    before.save()  # right in itself: seal and all
    assert verify(COMMUNITY) is None
    finding = record.audit(COMMUNITY)[0]
    assert isinstance(finding, record.Fault)
    assert (finding.kind, finding.number) == ("removed", 6)


def test_the_clock_keeps_the_ends_outside_the_database(five_lines, home):
    from linli.core.tasks import keep_ends

    keep_ends(now=datetime(2026, 11, 24, tzinfo=UTC))
    assert ends.kept().ends == {COMMUNITY: [record.End(5, five_lines[4].hash)]}
    assert (home / "ends.jsonl").stat().st_mode & 0o077 == 0


def test_a_changed_line_of_the_file_of_ends_is_named(five_lines, home):
    ends.keep(timezone.now())
    text = ends.path().read_text().replace('"5": [5', '"5": [4')
    ends.path().write_text(text)
    assert "ends.jsonl" in str(record.audit(COMMUNITY)[0])


def test_insert_or_replace_does_not_pass_the_guard(five_lines):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL knows no REPLACE; its ON CONFLICT DO UPDATE asks the guard")
    guard.put_on(connection)
    try:
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "INSERT OR REPLACE INTO core_line SELECT id, community_id, number, at, actor, "
                "'Mallory', verb, subject_type, subject_id, change, reason, previous, hash "
                "FROM core_line WHERE number = 3"
            )
    finally:
        guard.take_off(connection)
    assert verify(COMMUNITY) is None


def test_a_matter_edited_without_a_line_is_named(cast, home):
    case = _filed(cast)
    assert record.audit(cast.community.pk) == []
    Case.objects.filter(pk=case.pk).update(state="accepted")
    with translation.override("en"):
        (finding,) = record.audit(cast.community.pk)
        assert str(case.number) in str(finding)
        assert "no line explains it" in str(finding)


def test_the_page_names_it_and_prints_the_end(cast, client, home):
    _filed(cast)
    client.force_login(cast.secretary)
    assert "每一条" in client.post("/settings/record/").content.decode()
    end = record.end_of(cast.community.pk)
    assert f"{end.number}:{end.hash}" in client.get("/settings/record/end/").content.decode()
