from __future__ import annotations

from django.db import transaction

from linli import outbox
from linli.core import record
from linli.outbox import Receiver
from linli.registry.access import Actor, require
from linli.registry.forgetting import Forgetting, Gone, Texts
from linli.registry.models import Household
from tests.house.toy.models import Loan


@transaction.atomic
def lend(tool: str, *, household: Household, borrower: str, by: Actor) -> Loan:
    """Lend a tool to a household and tell it so."""
    require(by, "lend_tools", path=household.dwelling.path)
    community_id = household.community_id
    loan = Loan.objects.create(
        community_id=community_id, household=household, tool=tool, borrower=borrower
    )
    outbox.tell(
        "tool.lent",
        community_id=community_id,
        to=Receiver(household_id=household.pk),
        about=f"toy.loan:{loan.pk}",
        link="/tools/",
        words={"tool": tool},
        once=f"toy.loan:{loan.pk}",
    )
    record.note("tool.lent", loan, by=by, community_id=community_id)
    return loan


def forget(gone: Gone) -> None:
    """Delete what an emptied household had borrowed."""
    Loan.objects.filter(household__in=gone.emptied).delete()


FORGETTING = Forgetting(forget, texts=(Texts(Loan, ("tool", "borrower")),))
