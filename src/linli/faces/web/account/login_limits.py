"""How often a log-in may be wrong: by name and address together, by address, by name.

A right password is never counted, so an office behind one address signs in together. Who guesses
at a colleague's log-in shuts out themselves: the colleague's usual addresses are never touched.
"""

from __future__ import annotations

from linli.core import limits

WRONG = limits.Guesses("login", most=5, seconds=300, most_in_all=30, seconds_in_all=3600)
WRONG_AN_ADDRESS, ADDRESS_SECONDS = 60, 600  # whichever names it tries
WRONG_A_NAME, NAME_SECONDS = 600, 3600  # from wherever: then only usual addresses go on at once
USUAL_DAYS = 60  # how long an address stays usual for a name after its last log-in from there


def check(name: str, address: str) -> None:
    """Raise ``TooMany`` before a password is looked at (at most 4 queries)."""
    name, pair, address_limit, name_limit = _limits(name, address)
    is_usual = limits.remembers(f"usual:{pair}")
    WRONG.check(pair, among=name, is_usual=is_usual)
    limits.check(address_limit)
    if not is_usual:
        limits.check(name_limit)


def count_failure(name: str, address: str) -> None:
    """Count a wrong password or an unknown name."""
    name, pair, address_limit, name_limit = _limits(name, address)
    WRONG.count_failure(pair, among=name)
    limits.count_failure(address_limit, name_limit)


def note_success(name: str, address: str) -> None:
    """Remember that this name signs in from there; kept as a keyed hash only."""
    _name, pair, _address_limit, _name_limit = _limits(name, address)
    limits.remember(f"usual:{pair}", days=USUAL_DAYS)


def _limits(name: str, address: str) -> tuple[str, str, limits.Limit, limits.Limit]:
    name = name.strip().casefold()
    return (
        name,
        f"{name} {address}",
        limits.Limit(f"login:address:{address}", WRONG_AN_ADDRESS, ADDRESS_SECONDS),
        limits.Limit(f"login:name:{name}", WRONG_A_NAME, NAME_SECONDS),
    )
