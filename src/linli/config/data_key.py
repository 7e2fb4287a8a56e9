"""Whether the data key is the one that this house was written with.

Its fingerprint stands in the database. A house that opened under another key would seem well, while
slips are dead, ID numbers unreadable, and what it writes is lost when the old key comes back.
"""

from __future__ import annotations

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from linli.config.stop import Stop
from linli.core import codes, record
from linli.core.models import HouseNote
from linli.registry.access import SYSTEM
from linli.registry.models import Person

NOTE = "data key"


def check() -> None:
    """Raise ``Stop`` with its remedy unless the data key is this house's; changes nothing."""
    known = _noted()
    if known:
        fits = set(known) <= set(codes.fingerprints()) and known[-1] == codes.fingerprints()[-1]
    else:
        fits = _opens_an_id_number()
    if not fits:
        raise Stop(_refusal(known), code=2)


def keep() -> None:
    """Note the fingerprints of the keys that the house is now written with."""
    present = codes.fingerprints()
    if _noted() != present:
        HouseNote.objects.update_or_create(name=NOTE, defaults={"text": ",".join(present)})


@transaction.atomic
def give_up_the_old() -> None:
    """Let the house go on with the present key, because the old one is lost for good."""
    keep()
    record.note(
        "key.replaced", ("core.key", record.HOUSE), by=SYSTEM, community_id=None,
        change={"fingerprint": codes.fingerprints()[-1]},
    )  # fmt: skip


def _noted() -> list[str]:
    """Return the fingerprints noted; none in a house without tables, or from before this."""
    if not _has(HouseNote._meta.db_table):
        return []
    text = HouseNote.objects.filter(name=NOTE).values_list("text", flat=True).first()
    return text.split(",") if text else []


def _opens_an_id_number() -> bool:
    """True when the key opens what it must, or when there is nothing yet to be opened."""
    if not _has(Person._meta.db_table):
        return True
    ciphers = Person.objects.exclude(id_cipher="").order_by("-pk")
    cipher = ciphers.values_list("id_cipher", flat=True).first()
    try:
        codes.decrypt(cipher or "")
    except InvalidToken:
        return False
    return True


def _refusal(known: list[str]) -> str:
    sentence = _(
        "The data key is not the one that this house was written with%(which)s. Nothing was "
        "changed. Put the old data.key back into %(home)s, or set LINLI_DATA_KEY as it was (of "
        "several keys the oldest stands last). If it is lost for good: linli serve "
        "--data-key-is-lost; slips and ID numbers of before then stay unreadable."
    )
    which = f" ({known[-1]} ≠ {codes.fingerprints()[-1]})" if known else ""
    return sentence % {"home": settings.HOME, "which": which}


def _has(table: str) -> bool:
    return table in connection.introspection.table_names()
