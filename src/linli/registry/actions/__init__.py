"""Every verb of the register: check, change, record."""

from linli.registry.actions.accounts import (
    choose_password,
    close_account,
    open_account,
    reset_second_factor,
    set_password,
)
from linli.registry.actions.care import add_care_need, end_care_need
from linli.registry.actions.consents import record_consent, set_keep_days, withdraw_consent
from linli.registry.actions.erasure import erase_household, erase_person, erase_purpose
from linli.registry.actions.households import (
    add_household,
    change_household,
    move_out_household,
)
from linli.registry.actions.invitations import accept, decline, invite, withdraw
from linli.registry.actions.keys import (
    Slip,
    hand_over_key,
    issue_key,
    issue_keys,
    reissue_key,
    revoke_key,
)
from linli.registry.actions.people import add_person, change_person, move_person, read_masked
from linli.registry.actions.places import (
    add_alias,
    add_building,
    add_place,
    change_place,
    move_place,
    remove_alias,
    rename_place,
    renew_code,
)
from linli.registry.actions.posts import add_organisation, appoint, change_organisation, end_post

__all__ = [
    "Slip",
    "accept",
    "add_alias",
    "add_building",
    "add_care_need",
    "add_household",
    "add_organisation",
    "add_person",
    "add_place",
    "appoint",
    "change_household",
    "change_organisation",
    "change_person",
    "change_place",
    "choose_password",
    "close_account",
    "decline",
    "end_care_need",
    "end_post",
    "erase_household",
    "erase_person",
    "erase_purpose",
    "hand_over_key",
    "invite",
    "issue_key",
    "issue_keys",
    "move_out_household",
    "move_person",
    "move_place",
    "open_account",
    "read_masked",
    "record_consent",
    "reissue_key",
    "remove_alias",
    "rename_place",
    "renew_code",
    "reset_second_factor",
    "revoke_key",
    "set_keep_days",
    "set_password",
    "withdraw",
    "withdraw_consent",
]
