"""The yardstick: the same rows in plain Django, as a first tutorial would write it.

Models walk into a template with ``{% url %}`` and ``|date``; a ``ModelForm`` saves one row. It
checks no reach, numbers nothing, tells nobody and keeps no record.
"""

from __future__ import annotations

from itertools import count

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template import engines
from django.urls import path
from django.utils import timezone

from linli.config.urls import urlpatterns as house_urls
from linli.engines.cases.models import Case
from linli.registry.models import Place

LIST = """<!doctype html><title>Matters</title><table>{% for case in cases %}<tr>
<td><a href="{% url 'one' case.pk %}">{{ case.reference }}</a></td><td>{{ case.place }}</td>
<td>{{ case.title }}</td><td>{{ case.kind }}</td><td>{{ case.owner_label }}</td>
<td>{{ case.due_at|date:"m-d H:i" }}</td><td>{{ case.get_state_display }}</td></tr>{% endfor %}
</table>"""
ONE = """<!doctype html><title>{{ case.title }}</title><h1>{{ case.title }}</h1>
<dl><dt>Where<dd>{{ case.place }}<dt>By when<dd>{{ case.due_at|date:"m-d H:i" }}
<dt>Who<dd>{{ case.organisation }}{{ case.post }}<dt>State<dd>{{ case.get_state_display }}</dl>
<p>{{ case.text|linebreaks }}</p>
<ol>{% for step in case.steps.all %}<li>{{ step.at|date:"m-d H:i" }} {{ step.verb }}
{{ step.words }}{% endfor %}</ol>
<ul>{% for note in case.notes.all %}<li>{{ note.text }}{% endfor %}</ul>
{% for photo in case.photos.all %}<img src="{{ photo.file }}" alt="">{% endfor %}
<form method="post">{% csrf_token %}{{ form.as_p }}<button>Keep</button></form>"""
numbers = count(5_000_000)


class ReportForm(forms.ModelForm):
    class Meta:
        model = Case
        fields = ("title", "text", "kind", "reporter_phone")


class ChangeForm(forms.ModelForm):
    class Meta:
        model = Case
        fields = ("title", "text", "kind", "urgency", "state", "owner_label", "public_text")


def page(template: str, context: dict[str, object], request: HttpRequest) -> HttpResponse:
    """Render a template that is compiled once."""
    if template not in _compiled:
        _compiled[template] = engines["django"].from_string(template)
    return HttpResponse(_compiled[template].render(context, request))  # type: ignore[attr-defined]


_compiled: dict[str, object] = {}


@login_required
def matters(request: HttpRequest, community_id: int) -> HttpResponse:
    """List a community's first 100 open matters by deadline."""
    rows = Case.objects.filter(community=community_id, closed_at=None).select_related("place")
    return page(LIST, {"cases": rows.order_by("due_at", "id")[:100]}, request)


@login_required
def one(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show one matter, with a form to change it."""
    rows = Case.objects.select_related("place", "post", "organisation")
    case = get_object_or_404(rows, pk=case_id)
    return page(ONE, {"case": case, "form": ChangeForm(instance=case)}, request)


def report(request: HttpRequest, code: str) -> HttpResponse:
    """Save one row."""
    place = get_object_or_404(Place, code=code)
    now = timezone.now()
    case = Case(
        community_id=place.community_id, place=place, number=next(numbers), opened_at=now,
        updated_at=now, channel="web", follow_index=f"plain-{now}",
    )  # fmt: skip
    form = ReportForm(request.POST, instance=case)
    form.save()
    return redirect("/")


urlpatterns = [
    *house_urls,
    path("plain/matters/<int:community_id>/", matters),
    path("plain/one/<int:case_id>/", one, name="one"),
    path("plain/report/<str:code>/", report),
]
