"""The record: what a line holds, what it refuses, and how tampering is found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from linli.core import record
from linli.core.models import ChainHead, Line, Reason
from linli.core.record import End, communities, end_of, verify
from linli.core.record.writing import seal_of
from linli.core.refusals import Invalid
from tests.core import guard
from tests.core.people import ALICE

COMMUNITY = 5
pytestmark = pytest.mark.django_db


@pytest.fixture
def five_lines() -> list[Line]:
    return [_note(n) for n in range(1, 6)]


def _note(n: int, community_id: int | None = COMMUNITY) -> Line:
    with transaction.atomic():
        return record.note(
            "case.filed", ("cases.case", n), by=ALICE, community_id=community_id, change={"n": n}
        )


def _sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _fault() -> tuple[str, int] | None:
    found = verify(COMMUNITY)
    return (found.kind, found.number) if found else None


# What a line holds


def test_each_line_carries_the_hash_of_the_one_before(five_lines):
    assert [line.number for line in five_lines] == [1, 2, 3, 4, 5]
    assert five_lines[0].previous == ""
    assert all(b.previous == a.hash for a, b in pairwise(five_lines))
    assert _fault() is None


def test_each_community_has_its_own_chain_and_the_house_one_too(five_lines):
    other, house = _note(1, community_id=6), _note(1, community_id=None)
    assert (other.number, house.number, house.community_id) == (1, 1, 0)
    assert communities() == [0, 5, 6]


def test_a_row_is_named_by_its_model_and_key():
    with transaction.atomic():
        head = ChainHead.objects.create(community_id=9)
        line = record.note("house.noted", head, by=ALICE, community_id=COMMUNITY)
    assert (line.subject_type, line.subject_id) == ("core.chainhead", "9")


def test_a_change_reads_back_as_it_was_hashed():
    change = {
        "due": datetime(2026, 11, 24, 4, 0, tzinfo=UTC),
        "day": date(2026, 11, 24),
        "cost": Decimal("12.50"),
        "words": gettext_lazy("name"),
        "large": 1e22,
        "small": 1e-7,
        "zero": -0.0,
        "nul": "a\0b\ud800",
        "list": [1, 2.5, None, True, {"深": "层"}],
    }
    with transaction.atomic():
        record.note("case.filed", ("cases.case", 1), by=ALICE, community_id=5, change=change)
    assert _fault() is None


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.text(max_size=20)
    | st.floats(allow_nan=False, allow_infinity=False)
)
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=8), json_values, max_size=4))
def test_whatever_a_change_holds_it_is_settled_once_and_for_all(change):
    once = record.plain(change)
    assert record.plain(once) == once


def test_a_line_is_not_written_outside_a_transaction(transactional_db):
    with pytest.raises(AssertionError):
        record.note("case.filed", ("cases.case", 1), by=ALICE, community_id=COMMUNITY)


def test_an_action_that_fails_leaves_no_line(five_lines):
    with transaction.atomic():
        record.note("case.filed", ("cases.case", 6), by=ALICE, community_id=COMMUNITY)
        transaction.set_rollback(True)
    assert end_of(COMMUNITY).number == 5
    assert _fault() is None


def test_a_reason_of_401_letters_is_refused_in_a_sentence():
    with pytest.raises(Invalid, match="400"), transaction.atomic():
        record.note("x.y", ("a.b", 1), by=ALICE, community_id=5, reason="字" * 401)


def test_a_line_costs_three_statements(five_lines, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(3):
        record.note("case.filed", ("cases.case", 6), by=ALICE, community_id=COMMUNITY)


# The database's own guard


@pytest.fixture
def guarded(db: None) -> Iterator[None]:
    guard.put_on(connection)
    yield
    guard.take_off(connection)


@pytest.mark.parametrize(
    "statement", ["UPDATE core_line SET reason = 'x'", "DELETE FROM core_line"]
)
def test_the_database_refuses_to_change_or_delete_a_line(five_lines, guarded, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        _sql(statement)
    assert _fault() is None


def test_the_guard_lets_the_next_line_be_written(five_lines, guarded):
    assert _note(6).number == 6


# Tampering, by raw SQL, with the guard taken off


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "user:2"),
        ("actor_label", "Bob"),
        ("verb", "case.closed"),
        ("subject_type", "cases.photo"),
        ("subject_id", "99"),
        ("reason", "because"),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("change", '{"n": 4}'),
        ("previous", "0" * 64),
        ("hash", "0" * 64),
    ],
)
def test_a_changed_column_is_found_at_its_line(five_lines, column, value):
    cast = "::jsonb" if column == "change" and connection.vendor == "postgresql" else ""
    _sql(f'UPDATE core_line SET "{column}" = %s{cast} WHERE number = 3', value)  # noqa: S608
    assert _fault() == ("changed", 3)


def test_a_line_that_cannot_even_be_read_is_found(five_lines):
    if connection.vendor == "postgresql":  # it refuses what SQLite would keep
        with pytest.raises(DatabaseError), transaction.atomic():
            _sql("UPDATE core_line SET at = 'once upon a time' WHERE number = 3")
        return
    _sql("UPDATE core_line SET at = 'once upon a time' WHERE number = 3")
    assert _fault() == ("changed", 3)
    _sql("UPDATE core_line SET at = '2026-01-01', actor = x'ff' WHERE number = 3")
    assert _fault() == ("changed", 3)


def test_a_line_rewritten_with_a_right_hash_is_found_by_the_one_after_it(five_lines):
    forged = Line.objects.get(number=3)
    forged.verb = "case.closed"
    _sql(
        "UPDATE core_line SET verb = %s, hash = %s WHERE number = 3",
        forged.verb,
        record.hash_of(forged),
    )
    assert _fault() == ("changed", 3)


def test_the_last_line_rewritten_with_a_right_hash_is_found_by_the_end(five_lines):
    forged = Line.objects.get(number=5)
    forged.verb = "case.closed"
    _sql(
        "UPDATE core_line SET verb = 'case.closed', hash = %s WHERE number = 5",
        record.hash_of(forged),
    )
    assert _fault() == ("changed", 5)


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_removed_line_is_named(five_lines, number):
    _sql("DELETE FROM core_line WHERE number = %s", number)
    assert _fault() == ("removed", number)


def test_a_removed_line_is_named_though_the_rest_was_renumbered(five_lines):
    _sql("DELETE FROM core_line WHERE number = 3")
    _sql("UPDATE core_line SET number = 3 WHERE number = 4")
    _sql("UPDATE core_line SET number = 4 WHERE number = 5")
    assert _fault() == ("removed", 3)


def test_an_inserted_line_is_named_though_the_rest_was_renumbered(five_lines):
    _sql("UPDATE core_line SET number = 6 WHERE number = 5")
    _sql("UPDATE core_line SET number = 5 WHERE number = 4")
    _sql("UPDATE core_line SET number = 4 WHERE number = 3")
    _forge(3, previous=five_lines[1].hash)
    assert _fault() == ("inserted", 3)


def test_inserted_lines_are_named_though_their_hashes_are_made_up(five_lines):
    for number in (5, 4, 3):
        _sql("UPDATE core_line SET number = %s WHERE number = %s", number + 2, number)
    _forge(3, previous="x")
    _forge(4, previous="x")
    _sql("UPDATE core_line SET hash = 'x' WHERE number IN (3, 4)")
    assert _fault() == ("inserted", 3)


def test_a_community_whose_record_was_removed_to_the_last_trace_is_named(five_lines):
    _sql("DELETE FROM core_line")
    _sql("DELETE FROM core_chainhead")
    assert _fault() == ("removed", 1)


def test_a_line_put_behind_the_end_is_named(five_lines):
    _forge(6, previous=five_lines[4].hash)
    assert _fault() == ("inserted", 6)


def test_a_line_moved_in_from_another_community_is_named(five_lines):
    _note(1, community_id=6)
    _sql("UPDATE core_line SET community_id = 5, number = 6 WHERE community_id = 6")
    assert _fault() == ("inserted", 6)
    assert verify(6) is not None


def test_all_lines_removed_are_missed_by_the_end(five_lines):
    _sql("DELETE FROM core_line")
    assert _fault() == ("removed", 1)


def test_the_end_removed_is_found(five_lines):
    _sql("DELETE FROM core_chainhead")
    assert _fault() == ("end", 1)


def test_an_end_kept_elsewhere_finds_what_was_cut_off_together_with_its_end(five_lines):
    kept = end_of(COMMUNITY)
    _sql("DELETE FROM core_line WHERE number = 5")
    _sql("UPDATE core_chainhead SET number = 4, hash = %s", five_lines[3].hash)
    assert _fault() == ("end", 4)  # without the key nobody makes the seal of another end
    found = verify(COMMUNITY, anchor=kept)
    assert found is not None
    assert (found.kind, found.number) == ("removed", 5)


def test_an_end_kept_elsewhere_finds_a_record_written_anew(five_lines):
    kept = end_of(COMMUNITY)
    _sql("DELETE FROM core_line")
    _sql("DELETE FROM core_chainhead")
    for n in range(10, 16):
        _note(n)
    assert _fault() is None
    found = verify(COMMUNITY, anchor=kept)
    assert found is not None
    assert (found.kind, found.number) == ("changed", 5)
    assert verify(COMMUNITY, anchor=End()) is None


def test_the_fault_is_said_in_chinese(five_lines):
    _sql("DELETE FROM core_line WHERE number = 3")
    assert "第 3 条" in str(verify(COMMUNITY))


def _forge(number: int, *, previous: str) -> None:
    line = Line(
        community_id=COMMUNITY,
        number=number,
        at=datetime(2026, 11, 24, tzinfo=UTC),
        actor="user:6",
        actor_label="",
        verb="x.y",
        subject_type="a.b",
        subject_id="1",
        previous=previous,
    )
    line.hash = record.hash_of(line)
    line.save(force_insert=True)


# Reasons lie beside the lines


def _with_reason(reason: str = "王秀兰要求") -> Line:
    with transaction.atomic():
        return record.note("x.y", ("a.b", 1), by=ALICE, community_id=COMMUNITY, reason=reason)


def test_a_line_holds_the_hash_of_its_reason_alone():
    line = Line.objects.get(pk=_with_reason().pk)
    assert line.reason == "王秀兰要求"
    assert line.sealed.startswith("sha256:")
    assert "王秀兰" not in line.sealed
    assert _with_reason().sealed != line.sealed  # nobody can tell that they say the same
    assert _fault() is None


@pytest.mark.parametrize(
    "statement",
    ["UPDATE core_reason SET text = 'x'", "UPDATE core_reason SET salt = 'x'",
     "DELETE FROM core_reason"],
)  # fmt: skip
def test_a_reason_that_was_changed_or_removed_is_named(statement: str):
    _with_reason()
    _sql(statement)
    assert _fault() == ("reason", 1)
    assert "第 1 条" in str(verify(COMMUNITY))


def test_an_erased_reason_leaves_a_chain_that_verifies():
    line = _with_reason()
    record.forget_reasons(Reason.objects.filter(line=line), wholly=True)
    line.refresh_from_db()
    assert line.reason == ""
    assert Reason.objects.get().salt == ""
    assert _fault() is None


def test_an_older_line_that_holds_its_reason_itself_still_verifies():
    with transaction.atomic():
        line = record.note("x.y", ("a.b", 1), by=ALICE, community_id=COMMUNITY)
    guard.take_off(connection)
    Line.objects.filter(pk=line.pk).delete()
    line.sealed = "漏水"
    line.hash = record.hash_of(line)
    line.save(force_insert=True)
    head = ChainHead(community_id=COMMUNITY, number=1, hash=line.hash)
    ChainHead.objects.filter(pk=COMMUNITY).update(hash=line.hash, seal=seal_of(head))
    assert Line.objects.get().reason == "漏水"
    assert _fault() is None
