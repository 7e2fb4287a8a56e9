"""What stands on the page of parts: invented matters, in the reader's language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

STATE_COLOURS = ("info", "warn", "bad", "good", "mute")
PLAN_COLUMNS, PLAN_STEP_X, PLAN_STEP_Y = 5, 58, 50


class SampleForm(forms.Form):
    """One field of each sort, one of them with its error."""

    text = forms.CharField(
        label=gettext_lazy("What is the matter?"),
        help_text=gettext_lazy("A few words are enough."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    phone = forms.CharField(label=gettext_lazy("Telephone"), required=False)
    where = forms.ChoiceField(
        label=gettext_lazy("Where?"),
        choices=[("a", gettext_lazy("My building")), ("b", gettext_lazy("Somewhere else"))],
        widget=forms.RadioSelect,
    )

    def clean_phone(self) -> str:
        """Refuse whatever came, to show how a refusal looks."""
        raise forms.ValidationError(_("That is not a telephone number. Type 11 digits."))


def samples() -> dict[str, Any]:
    """Return the context of /design/."""
    states = [_("In hand"), _("Please confirm"), _("Overdue"), _("Satisfied"), _("Filed")]
    tags = [
        {"label": label, "colour": colour}
        for label, colour in zip(states, STATE_COLOURS, strict=True)
    ]
    return {
        "words": _words(),
        "tags": tags,
        "rows": _rows(tags),
        "stats": _stats(),
        "heads": [{"label": _("Place")}, {"label": _("What")}, {"label": _("State")}],
        "table": _table(tags),
        "form": SampleForm({"text": _("The lamp at the entrance dazzles."), "phone": "123"}),
        "shapes": _shapes(),
        "toasts": [
            {"words": _("Sent. Thank you."), "level": "success"},
            {"words": _("The holidays of next year are not entered yet."), "level": "warning"},
            {"words": _("Somebody took this matter a moment ago."), "level": "error"},
        ],
        "steps": [
            {"title": _("Please confirm"), "when": "16:20", "words": _("Mended; please look.")},
            {"title": _("In hand"), "when": "10:05", "words": ""},
        ],
        "side": _side(),
    }


def _side() -> list[dict[str, Any]]:
    return [
        {
            "code": "desk",
            "href": "#",
            "icon": "inbox",
            "label": pgettext("nav", "Matters"),
            "count": 12,
        },
        {
            "code": "register",
            "href": "#",
            "icon": "house",
            "label": pgettext("nav", "Households"),
            "count": 0,
        },
    ]


def _words() -> dict[str, str]:
    return {
        "report": _("Report something"),
        "call": _("Call the grid worker"),
        "open": _("In the open"),
        "export": _("Export Excel"),
        "new": _("New"),
        "mine": _("My matters"),
        "all": _("All"),
        "send": _("Send"),
        "reached": _("Households reached"),
        "reached_note": "1,335 / 2,086",
        "legend": _("red overdue · yellow to be confirmed · blue in hand · green satisfied"),
        "nothing": _("You have no matters yet."),
    }


def _rows(tags: list[dict[str, str]]) -> list[dict[str, str]]:
    return [
        {
            "href": "#",
            "title": _("Lamp at entrance 2 of building 704 dazzles"),
            "soft": _("Given to the property company"),
            "tag": tags[0]["label"],
            "colour": "info",
        },
        {
            "href": "#",
            "title": _("Water pipe leaks on the green south of building 12"),
            "soft": _("Mended; please look."),
            "tag": tags[1]["label"],
            "colour": "warn",
        },
    ]


def _stats() -> list[dict[str, Any]]:
    return [
        {"label": _("Due today"), "figure": 12, "note": ""},
        {"label": _("Overdue"), "figure": 1, "note": "9 · SX-1121", "late": True},
    ]


def _table(tags: list[dict[str, str]]) -> list[dict[str, Any]]:
    return [
        {
            "href": "#",
            "cells": [
                {"text": f"{number}"},
                {"text": _("Lamp at entrance 2 of building 704 dazzles"), "open": True},
                {"tag": tag["label"], "colour": tag["colour"]},
            ],
        }
        for number, tag in enumerate(tags, start=701)
    ]


def _shapes() -> list[dict[str, Any]]:
    colours = {3: "info", 6: "info", 9: "bad", 12: "warn", 15: "good"}
    shapes = []
    for number in range(1, 16):
        row, column = divmod(number - 1, PLAN_COLUMNS)
        x, y = 6 + column * PLAN_STEP_X, 10 + row * PLAN_STEP_Y
        shapes.append(
            {
                "x": x,
                "y": y,
                "w": 46,
                "h": 30,
                "cx": x + 23,
                "cy": y + 15,
                "label": str(number),
                "colour": colours.get(number, ""),
                "href": "#",
                "words": str(number),
            }
        )
    return shapes
