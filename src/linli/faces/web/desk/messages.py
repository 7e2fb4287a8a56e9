"""What a worker is told, and the letters that wait for the printer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from linli.faces import requests
from linli.faces.web.shared import times
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.outbox import actions, queries


@staff_page
def inbox(request: StaffRequest) -> HttpResponse:
    """Show one's own messages, newest first; POST marks them all as read."""
    if request.method == "POST":
        actions.read_all(by=request.actor)
        return redirect("desk_inbox")
    after = requests.number(request.GET, "after")
    page = queries.inbox(request.actor, after=after)
    now = timezone.now()
    rows = [(message, times.near(message.made_at, now=now)) for message in page.rows]
    older = f"?after={page.older}" if page.older else ""
    context = {
        "here": "inbox",
        "rows": rows,
        "older": older,
        "newer": "" if after is None else reverse("desk_inbox"),
        "has_unread": any(not message.is_read for message in page.rows),
    }
    return render(request, "web/desk/inbox.html", context)


@staff_page
def letters(request: StaffRequest) -> HttpResponse:
    """Show the letters that wait; POST marks the ticked ones as printed."""
    here = request.community
    if request.method == "POST":
        ids = requests.numbers(request.POST.getlist("letter"))
        done = actions.mark_printed(ids, by=request.actor, community=here)
        words = ngettext("%(count)s letter is done.", "%(count)s letters are done.", done)
        messages.success(request, words % {"count": done})
        return redirect("desk_letters")
    rows = queries.letters_waiting(request.actor, community=here)
    template = "web/desk/letters_print.html" if "print" in request.GET else "web/desk/letters.html"
    chosen = set(request.GET.getlist("letter"))
    if "print" in request.GET and chosen:
        rows = [letter for letter in rows if str(letter.id) in chosen]
    context = {"here": "inbox", "letters": rows, "community": here, "today": timezone.localdate()}
    return render(request, template, context)
