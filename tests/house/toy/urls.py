from django.http import HttpResponse
from django.urls import path

from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry.access import require
from tests.house.toy.models import Loan


@staff_page
def tools(request: StaffRequest) -> HttpResponse:
    require(request.actor, "lend_tools", path=request.community.path)
    lent = Loan.objects.filter(community=request.community).values_list("tool", flat=True)
    return HttpResponse("\n".join(lent))


urlpatterns = [path("tools/", tools, name="tools")]
