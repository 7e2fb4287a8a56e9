"""Lists leave the house with a reason, a watermark and a line."""

import pytest

from linli.core.models import Line
from linli.core.refusals import Invalid, NotAllowed
from linli.core.sheets import read_sheet
from linli.registry import actions, identity, intake
from linli.registry.exports import lists
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ID_NUMBER = identity.with_check_letter("11010519620412002")


def test_a_list_bears_name_and_reason(cast: Cast) -> None:
    sheet = lists.households_sheet(
        cast.actor("worker"), community=cast.community, reason="核对入户名单"
    )
    read = read_sheet(sheet)
    assert "周洁" in read.above[0][0]
    assert "核对入户名单" in read.above[0][0]
    assert [row[4] for row in read.rows] == ["王秀兰", "单小明", "李建国"]
    line = Line.objects.get(verb="list.households_taken_out")
    assert (line.reason, line.change["rows"]) == ("核对入户名单", 3)


def test_without_a_reason_nothing_leaves(cast: Cast) -> None:
    with pytest.raises(Invalid):
        lists.people_sheet(cast.actor("worker"), community=cast.community, reason="")


def test_phones_and_numbers_are_masked_unless_asked_for(cast: Cast) -> None:
    actions.add_person(
        cast.households[0].pk, name="曾小芳", by=cast.actor("worker"), id_number=ID_NUMBER
    )
    worker = cast.actor("worker")
    masked = read_sheet(lists.people_sheet(worker, community=cast.community, reason="核对"))
    assert "138****8001" in str(masked.rows)
    assert ID_NUMBER not in str(masked.rows)
    clear = read_sheet(
        lists.people_sheet(worker, community=cast.community, reason="核对", unmasked=True)
    )
    assert ID_NUMBER in str(clear.rows)


def test_a_steward_takes_no_list_out(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        lists.people_sheet(cast.actor("steward"), community=cast.community, reason="核对")


def test_a_stranger_gets_an_empty_list(cast: Cast) -> None:
    sheet = lists.people_sheet(cast.actor("stranger"), community=cast.community, reason="核对")
    assert read_sheet(sheet).rows == []


def test_a_list_taken_out_can_be_taken_in_again(cast: Cast) -> None:
    worker = cast.actor("worker")
    sheet = lists.households_sheet(worker, community=cast.community, reason="核对", unmasked=True)
    of = intake.preview(sheet, by=worker, community=cast.community)
    assert of.counts["faulty"] == 0
    assert of.counts["new"] == 0


def test_the_other_lists_leave_too(cast: Cast) -> None:
    worker = cast.actor("worker")
    for sheet in (lists.posts_sheet, lists.keys_sheet, lists.places_sheet):
        assert sheet(worker, community=cast.community, reason="存档").startswith(b"PK")
