"""What is told of matters: each event with its words and the shipped wording."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.outbox.events import Event

# Words that every matter has.
CASE = ("community", "reference", "title", "kind", "place", "owner", "due")

EVENTS: dict[str, Event] = {
    "case.filed": Event(
        _("A matter was taken in"),
        _("We have your matter {reference}"),
        _(
            "We have written down: {title}\n"
            "Number {reference}\n"
            "To look it up: {code}\n"
            "You will have an answer by {due}."
        ),
        (*CASE, "code"),
    ),
    "case.accepted": Event(
        _("A matter was accepted"),
        _("We are taking care of {reference}"),
        _("Your matter: {title}\n{owner} takes care of it.\nTo be done by {due}."),
        CASE,
    ),
    "case.assigned": Event(
        _("A matter was assigned"),
        _("For you: {reference} {title}"),
        _("{title}\nPlace: {place}\nKind: {kind}\nTo be done by {due}.\n{reason}"),
        (*CASE, "reason"),
    ),
    "case.danger": Event(
        _("Somebody is in danger"),
        _("Emergency: {reference} {title}"),
        _(
            "{danger}\n"
            "{title}\n"
            "Place: {place}\n"
            "Who answers: {owner}\n"
            "Go or call now, and accept it. Untaken after {minutes} minutes, the next is called."
        ),
        (*CASE, "danger", "minutes"),
    ),
    "case.untaken": Event(
        _("Nobody has taken an emergency"),
        _("Nobody has taken it yet: {reference} {title}"),
        _(
            "{danger}\n"
            "{title}\n"
            "Place: {place}\n"
            "Who should answer: {owner}\n"
            "Not accepted for {minutes} minutes. Please go or call now."
        ),
        (*CASE, "danger", "minutes"),
    ),
    "case.returned": Event(
        _("A matter was returned"),
        _("Returned: {reference} {title}"),
        _("{owner} returned this matter.\nReason: {reason}\nPlease assign it anew."),
        (*CASE, "reason"),
    ),
    "case.asked": Event(
        _("A question to who raised it"),
        _("One question about {reference}"),
        _("Your matter: {title}\n{owner} asks: {question}\nPlease answer, so that we can go on."),
        (*CASE, "question"),
        is_letter=True,
    ),
    "case.answered": Event(
        _("The question was answered"),
        _("Answered: {reference} {title}"),
        _("The answer to your question: {answer}\nTo be done by {due}."),
        (*CASE, "answer"),
    ),
    "case.replied": Event(
        _("A reply"),
        _("News of {reference}"),
        _("Your matter: {title}\n{owner} replies: {answer}"),
        (*CASE, "answer"),
    ),
    "case.extended": Event(
        _("More time is needed"),
        _("{reference} will take longer"),
        _("Your matter: {title}\nReason: {reason}\nNow to be done by {due}."),
        (*CASE, "reason"),
    ),
    "case.deferred": Event(
        _("It cannot be solved now"),
        _("{reference} cannot be solved for now"),
        _("Your matter: {title}\nReason: {reason}\nWe will look at it again on {review_on}."),
        (*CASE, "reason", "review_on"),
        is_letter=True,
    ),
    "case.referred": Event(
        _("It is passed on to whose duty it is"),
        _("{reference} was passed on"),
        _(
            "Your matter: {title}\n"
            "It is the duty of: {destination}\n"
            "{reason}\n"
            "Telephone there: {phone}"
        ),
        (*CASE, "destination", "reason", "phone"),
        is_letter=True,
    ),
    "case.whistled": Event(
        _("A department is called in"),
        _("Your help is needed: {reference} {title}"),
        _("{title}\nPlace: {place}\nWe ask: {question}\nPlease answer by {due}."),
        (*CASE, "question"),
    ),
    "case.whistle_answered": Event(
        _("A department answered"),
        _("{department} answered: {reference} {title}"),
        _("{department} answers: {answer}"),
        (*CASE, "department", "answer"),
    ),
    "case.resolved": Event(
        _("It is done; the resident is asked"),
        _("{reference} is done. Please have a look"),
        _(
            "Your matter: {title}\n"
            "{owner} says: {answer}\n"
            "Is it solved? Please tell us with one tap.\n"
            "To look it up: {code}"
        ),
        (*CASE, "answer", "code"),
        is_letter=True,
    ),
    "case.inspected": Event(
        _("It was re-inspected"),
        _("Looked at again: {reference}"),
        _("{title}\nPlace: {place}\n{answer}"),
        (*CASE, "answer"),
    ),
    "case.reopened": Event(
        _("It was opened again"),
        _("Opened again: {reference} {title}"),
        _("{title}\nPlace: {place}\nReason: {reason}\nTo be done by {due}."),
        (*CASE, "reason"),
    ),
    "case.confirmed": Event(
        _("The resident confirmed it"),
        _("Confirmed as solved: {reference}"),
        _("{title}\nStars: {stars}\nThe resident says: {answer}"),
        (*CASE, "stars", "answer"),
    ),
    "case.closed": Event(
        _("A matter was closed"),
        _("{reference} is closed"),
        _("Your matter: {title}\n{reason}\nIf something is still wrong, you can open it again."),
        (*CASE, "reason"),
    ),
    "case.merged": Event(
        _("It was joined with another"),
        _("{reference} goes on as {other}"),
        _(
            "Your matter: {title}\n"
            "Others raised the same. All of it goes on as {other}, and you will be told."
        ),
        (*CASE, "other"),
    ),
    "case.supported": Event(
        _("Others have the same matter"),
        _("Others say so too: {reference}"),
        _("{title}\nSo many have the same matter now: {supporters}"),
        (*CASE, "supporters"),
    ),
    "case.objected": Event(
        _("Somebody says that it is about them"),
        _("Please look: {reference}"),
        _(
            "{title}\nSomebody says that this is about them. Until you have looked, the public "
            "page shows kind and building only."
        ),
        CASE,
    ),
    "case.withdrawn": Event(
        _("It was withdrawn"),
        _("Withdrawn: {reference} {title}"),
        _("Nothing more is to be done.\nReason: {reason}"),
        (*CASE, "reason"),
    ),
    "case.escalated": Event(
        _("A deadline has passed"),
        _("Overdue: {reference} {title}"),
        _("{title}\nPlace: {place}\nAnswered for by {owner}\nIt was to be done by {due}."),
        CASE,
    ),
    "case.due_soon": Event(
        _("A deadline is near"),
        _("Due soon: {reference} {title}"),
        _("{title}\nPlace: {place}\nTo be done by {due}."),
        CASE,
    ),
    "case.review_due": Event(
        _("A deferred matter is to be looked at again"),
        _("Look again: {reference} {title}"),
        _("{title}\nPlace: {place}\nIt was put off until {review_on}."),
        (*CASE, "review_on"),
    ),
}

# What a preview shows in place of real words.
EXAMPLE: dict[str, Any] = {
    "reference": "SX-1124",
    "title": _("The lamp at entrance 2 is broken"),
    "kind": _("Lighting"),
    "owner": _("Property company"),
    "due": _("26 November 18:00"),
    "code": "K7QM-42XD",
    "reason": _("The part has been ordered."),
    "question": _("Which lamp is it?"),
    "answer": _("The lamp has been replaced."),
    "review_on": _("1 March"),
    "destination": _("Power company"),
    "department": _("Street office"),
    "other": "SX-1090",
    "stars": "5",
    "supporters": "3",
    "danger": _("Somebody is trapped"),
    "minutes": "10",
}
