from collections.abc import Iterator

from linli.faces.web.shared.face import (
    AtHome,
    Card,
    Entry,
    Face,
    Figure,
    HouseholdPart,
    SettingsCard,
    Subject,
)
from linli.faces.web.shared.lines import ListLine
from linli.faces.web.shared.staff import StaffRequest
from linli.registry.access import Actor
from tests.house.toy.models import Loan


def home(at: AtHome) -> Iterator[Card]:
    tools = list(Loan.objects.filter(household=at.household).values_list("tool", flat=True))
    if tools:
        yield Card("toy/card.html", {"tools": tools})


def household(actor: Actor, household_id: int) -> HouseholdPart:
    tools = Loan.objects.filter(household=household_id).values_list("tool", flat=True)
    rows = [ListLine(href="/tools/", title=tool) for tool in tools]
    return HouseholdPart("Borrowed by them", rows, empty="Nothing is borrowed.")


def figures(request: StaffRequest) -> Iterator[Figure]:
    count = Loan.objects.filter(community=request.community).count()
    yield Figure("Tools lent", count, href="/tools/")


FACE = Face(
    urls="tests.house.toy.urls",
    nav=(Entry("tools", "tools", icon="wrench", label="Tools", permission="lend_tools"),),
    home=home,
    household=household,
    figures=figures,
    settings=(SettingsCard("/tools/", icon="wrench", label="Tools", words="What is lent here."),),
    subjects={"toy.loan": Subject(lambda change: "a loan", lambda loan_id: "/tools/")},
)
