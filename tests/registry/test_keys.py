"""A slip opens one household, and nothing else does."""

import pytest

from linli.core.models import Line
from linli.core.refusals import Invalid, NotAllowed, NotFound, TooMany
from linli.registry import actions, keys
from linli.registry.actions import keys as key_actions
from linli.registry.models import Household, HouseholdKey
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def household_of(code: str, **asks: str) -> Household:
    return keys.use_key(keys.key_of_code(code, **asks))


def test_a_slip_opens_its_household(cast: Cast) -> None:
    slip = actions.issue_key(cast.households[0].pk, by=cast.actor("worker"))
    typed = f"{slip.code[:5].lower()}-{slip.code[5:]}"
    assert household_of(typed, address="203.0.113.1") == cast.households[0]
    assert Line.objects.filter(verb="household_key.first_used").count() == 1
    household_of(slip.code)
    assert Line.objects.filter(verb="household_key.first_used").count() == 1


def test_the_code_itself_is_not_kept(cast: Cast) -> None:
    slip = actions.issue_key(cast.households[0].pk, by=cast.actor("worker"))
    key = HouseholdKey.objects.get()
    assert slip.code not in (key.code_index, key.hint)
    assert slip.code.endswith(key.hint)


def test_slips_for_a_whole_building_are_issued_at_once(cast: Cast) -> None:
    actions.issue_key(cast.households[1].pk, by=cast.actor("worker"))
    slips = actions.issue_keys([home.pk for home in cast.households], by=cast.actor("worker"))
    assert [s.household for s in slips] == [cast.households[0], cast.households[2]]


def test_a_second_slip_is_refused_until_the_first_is_reissued(cast: Cast) -> None:
    first = actions.issue_key(cast.households[0].pk, by=cast.actor("worker"))
    with pytest.raises(Invalid, match="Reissue"):
        actions.issue_key(cast.households[0].pk, by=cast.actor("worker"))
    second = actions.reissue_key(cast.households[0].pk, by=cast.actor("worker"), reason="丢失")
    with pytest.raises(NotFound):
        household_of(first.code)
    assert household_of(second.code) == cast.households[0]


def test_a_revoked_key_ends_what_it_opened(cast: Cast) -> None:
    slip = actions.issue_key(cast.households[0].pk, by=cast.actor("worker"))
    key = keys.key_of_code(slip.code)
    assert keys.actor_of_key(key.pk) is not None
    actions.revoke_key(key.pk, by=cast.actor("worker"), reason="丢失")
    assert keys.actor_of_key(key.pk) is None


def test_a_guesser_is_stopped(cast: Cast) -> None:
    for number in range(keys.TRIES_AN_ADDRESS):
        with pytest.raises(NotFound):
            household_of(f"GUESS{number:05}", address="203.0.113.9")
    with pytest.raises(TooMany):
        household_of("GUESSAGAIN", address="203.0.113.9")


def test_a_walker_hands_over_as_many_slips_as_there_are_doors_and_guesses_few(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_actions, "WRONG_A_PERSON", 2)
    walker = cast.actor("grid_worker")
    slips = actions.issue_keys([home.pk for home in cast.households], by=cast.actor("worker"))
    for slip in slips:
        actions.hand_over_key(slip.code, slip.household.pk, by=walker)
    for wrong, refused in (("NOSUCHCODE", NotFound), (slips[1].code, Invalid)):
        with pytest.raises(refused):
            actions.hand_over_key(wrong, slips[0].household.pk, by=walker)
    with pytest.raises(TooMany):
        actions.hand_over_key(slips[0].code, slips[0].household.pk, by=walker)


def test_a_steward_issues_no_keys(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.issue_key(cast.households[0].pk, by=cast.actor("steward"))


def test_moving_out_ends_the_key(cast: Cast) -> None:
    slip = actions.issue_key(cast.households[0].pk, by=cast.actor("worker"))
    actions.move_out_household(cast.households[0].pk, by=cast.actor("worker"))
    with pytest.raises(NotFound):
        household_of(slip.code)
